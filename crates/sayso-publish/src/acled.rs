//! Incidents as rows of ACLED's export (columns and codes: ACLED Codebook; acledR `acled_codebook`).
//!
//! ACLED prints one number of deaths: the lowest where reports differ, with the dispute in `notes`;
//! counts of different people (soldiers, civilians) add up.
//! Every outlet stands in `source`. What nothing in the pile tells is left empty, not guessed:
//! ids of people, `source_scale`, `timestamp`. `tags` leads back to the ledger: the claims, and the
//! words by document and bytes.

use std::collections::BTreeSet;
use std::io::Write;

use sayso_record::{ActorKind, Precision};

use crate::incidents::{self, Death, Incident, Index};
use crate::{Error, Pile, safe};

/// The columns, in ACLED's order.
const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

/// Event type and disorder type of each of ACLED's 25 sub-event types.
const TYPES: &[(&str, &str, &str)] = &[
    ("Armed clash", "Battles", "Political violence"),
    (
        "Government regains territory",
        "Battles",
        "Political violence",
    ),
    (
        "Non-state actor overtakes territory",
        "Battles",
        "Political violence",
    ),
    (
        "Chemical weapon",
        "Explosions/Remote violence",
        "Political violence",
    ),
    (
        "Air/drone strike",
        "Explosions/Remote violence",
        "Political violence",
    ),
    (
        "Suicide bomb",
        "Explosions/Remote violence",
        "Political violence",
    ),
    (
        "Shelling/artillery/missile attack",
        "Explosions/Remote violence",
        "Political violence",
    ),
    (
        "Remote explosive/landmine/IED",
        "Explosions/Remote violence",
        "Political violence",
    ),
    (
        "Grenade",
        "Explosions/Remote violence",
        "Political violence",
    ),
    (
        "Sexual violence",
        "Violence against civilians",
        "Political violence",
    ),
    ("Attack", "Violence against civilians", "Political violence"),
    (
        "Abduction/forced disappearance",
        "Violence against civilians",
        "Political violence",
    ),
    ("Peaceful protest", "Protests", "Demonstrations"),
    ("Protest with intervention", "Protests", "Demonstrations"),
    (
        "Excessive force against protesters",
        "Protests",
        "Political violence; Demonstrations",
    ),
    ("Violent demonstration", "Riots", "Demonstrations"),
    ("Mob violence", "Riots", "Political violence"),
    (
        "Agreement",
        "Strategic developments",
        "Strategic developments",
    ),
    (
        "Arrests",
        "Strategic developments",
        "Strategic developments",
    ),
    (
        "Change to group/activity",
        "Strategic developments",
        "Strategic developments",
    ),
    (
        "Disrupted weapons use",
        "Strategic developments",
        "Strategic developments",
    ),
    (
        "Headquarters or base established",
        "Strategic developments",
        "Strategic developments",
    ),
    (
        "Looting/property destruction",
        "Strategic developments",
        "Strategic developments",
    ),
    (
        "Non-violent transfer of territory",
        "Strategic developments",
        "Strategic developments",
    ),
    ("Other", "Strategic developments", "Strategic developments"),
];

/// Incidents with an event of ACLED's types, a row each. Deaths of which no event is told have no
/// type to stand under and are no rows here; they are in [`crate::ucdp()`].
///
/// # Errors
/// When the output refuses.
pub fn acled(pile: &Pile<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let index = Index::new(pile);
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    for incident in incidents::of(pile, &index) {
        let Some(types) = incident
            .sub_event
            .and_then(|s| TYPES.iter().find(|t| t.0 == s))
        else {
            continue;
        };
        table.write_record(row(&incident, types, pile, &index))?;
    }
    table.flush()?;
    Ok(())
}

fn row(
    incident: &Incident<'_>,
    types: &(&str, &str, &str),
    pile: &Pile<'_>,
    index: &Index<'_>,
) -> Vec<String> {
    let (date, precision) = date(incident.time, incident.time_of_report);
    let country = incident
        .place
        .and_then(|p| p.country.as_deref())
        .and_then(|c| (pile.countries)(c));
    let (actor1, more1) = first_and_rest(&incident.actors);
    let (actor2, more2) = first_and_rest(&incident.recipients);
    let (inter1, inter2) = (
        inter(&incident.actors, index),
        inter(&incident.recipients, index),
    );
    let civilians =
        inter2 == Some(7) || types.1 == "Violence against civilians" && inter2.is_none();
    let code = |i: Option<u8>| i.map(|i| i.to_string()).unwrap_or_default();
    let point = incident.place.and_then(|p| Some((p.lat?, p.lon?)));
    let id = incident.claims[0].id.trim_start_matches("claim-");
    let least = |count: &Vec<&Death<'_>>| count.iter().map(|d| reading(d)).min().unwrap_or(0);
    let fatalities: u64 = incident.counts().iter().map(least).sum();
    let sources: BTreeSet<String> = incident
        .told
        .iter()
        .map(|x| outlet(index, &x.doc).replace(';', ","))
        .collect();
    vec![
        match &country {
            Some(c) => format!("{}-{id}", c.iso3),
            None => id.to_owned(),
        },
        date.clone(),
        date.get(..4).unwrap_or("").to_owned(),
        precision.to_owned(),
        types.2.to_owned(),
        types.1.to_owned(),
        types.0.to_owned(),
        safe(&actor1),
        safe(&more1),
        code(inter1),
        safe(&actor2),
        safe(&more2),
        code(inter2),
        interaction(inter1, inter2, !incident.recipients.is_empty()),
        if civilians { "Civilian targeting" } else { "" }.to_owned(),
        country
            .as_ref()
            .map(|c| c.numeric.trim_start_matches('0').to_owned())
            .unwrap_or_default(),
        country
            .as_ref()
            .map(|c| c.region.clone())
            .unwrap_or_default(),
        country.as_ref().map(|c| c.name.clone()).unwrap_or_default(),
        String::new(),
        String::new(),
        String::new(),
        safe(incident.claims[0].place.as_deref().unwrap_or("")),
        point.map(|p| format!("{:.4}", p.0)).unwrap_or_default(),
        point.map(|p| format!("{:.4}", p.1)).unwrap_or_default(),
        match incident.place.map(|p| p.precision) {
            Some(Precision::Point | Precision::Populated) => "1",
            Some(Precision::Admin2) => "2",
            Some(Precision::Admin1 | Precision::Region | Precision::Country) => "3",
            None => "",
        }
        .to_owned(),
        safe(&sources.into_iter().collect::<Vec<_>>().join("; ")),
        String::new(),
        safe(&notes(incident, index)),
        fatalities.to_string(),
        tags(incident),
        String::new(),
    ]
}

/// Claims and words behind a row: `claim-…; DOC#START-END`.
pub(crate) fn tags(incident: &Incident<'_>) -> String {
    let claims = incident.claims.iter().map(|c| c.id.clone());
    let words = incident
        .told
        .iter()
        .map(|x| format!("{}#{}-{}", x.doc.replace(';', ","), x.start, x.end));
    claims.chain(words).collect::<Vec<_>>().join("; ")
}

/// The outlet of a document, its author or its id.
pub(crate) fn outlet(index: &Index<'_>, doc: &str) -> String {
    let Some(document) = index.document(doc) else {
        return doc.to_owned();
    };
    let own = || Some(document.teller()).filter(|t| !t.is_empty());
    let outlet = document.metadata.outlet.as_deref().or_else(own);
    outlet.unwrap_or(doc).to_owned()
}

/// The number a coder reads from a count: the lower bound, and for vague words the readings that
/// ACLED gives them (FAQ on fatalities: tens 10, dozens 12, hundreds 100). An open or denied lower
/// bound reads 0.
pub(crate) fn reading(death: &Death<'_>) -> u64 {
    let words = death.words.to_lowercase();
    let vague = [
        ("dozens", 12),
        ("tens of thousands", 10_000),
        ("hundreds of thousands", 100_000),
        ("hundreds", 100),
        ("several hundred", 100),
        ("thousands", 1_000),
        ("scores", 20),
        ("tens", 10),
    ];
    if !words.chars().any(|c| c.is_ascii_digit())
        && let Some((_, n)) = vague.iter().find(|(w, _)| words.contains(w))
    {
        return *n;
    }
    death.low.unwrap_or(0.0).max(0.0) as u64
}

/// The day, or the middle of the month or year that is all that is known, with ACLED's precision:
/// 1 the day, 2 the week, 3 the month. A day that is only that of the report is no better than 2.
fn date(time: Option<&str>, of_report: bool) -> (String, &'static str) {
    match time.map(|t| (t, t.len())) {
        Some((day, 10)) => (day.to_owned(), if of_report { "2" } else { "1" }),
        Some((month, 7)) => (format!("{month}-15"), "3"),
        Some((year, 4)) => (format!("{year}-07-01"), "3"),
        _ => (String::new(), ""),
    }
}

fn first_and_rest(names: &[&str]) -> (String, String) {
    match names.split_first() {
        Some((first, rest)) => ((*first).to_owned(), rest.join("; ")),
        None => (String::new(), String::new()),
    }
}

/// ACLED's code of the first party: 1 state forces, 2 rebels, 7 civilians, 8 others.
fn inter(names: &[&str], index: &Index<'_>) -> Option<u8> {
    let first = names.first()?;
    let lower = first.to_lowercase();
    if ["civilian", "resident", "villager", "women", "children"]
        .iter()
        .any(|w| lower.contains(w))
    {
        return Some(7);
    }
    match index.kind(first)? {
        ActorKind::State | ActorKind::Ministry => Some(1),
        ActorKind::ArmedGroup => Some(2),
        ActorKind::People => Some(7),
        ActorKind::Coalition => Some(8),
        ActorKind::Agency | ActorKind::Person | ActorKind::Media => None,
    }
}

fn interaction(one: Option<u8>, two: Option<u8>, second: bool) -> String {
    match (one, two) {
        (Some(a), Some(b)) => format!("{}{}", a.min(b), a.max(b)),
        (Some(a), None) if !second => format!("{a}0"),
        _ => String::new(),
    }
}

/// What happened by whose word, and what is disputed.
fn notes(incident: &Incident<'_>, index: &Index<'_>) -> String {
    let mut out = String::new();
    for claim in &incident.claims {
        let answers: Vec<String> = claim
            .answers
            .iter()
            .map(|a| {
                let mut who: Vec<&str> = a.appearances.iter().map(|x| x.speaker.as_str()).collect();
                who.sort_unstable();
                who.dedup();
                let origins = match (a.origins.min, a.origins.max) {
                    (1, 1) => "1 origin".to_owned(),
                    (n, m) if n == m => format!("{n} origins"),
                    (n, m) => format!("{n} to {m} origins"),
                };
                format!("{} ({origins}: {})", a.value, who.join(", "))
            })
            .collect();
        out.push_str(&format!("{} {}. ", claim.question, answers.join("; ")));
    }
    for count in incident.counts() {
        let mut numbers: Vec<(u64, String)> = count
            .iter()
            .map(|d| {
                let said = format!("“{}” ({}, {})", d.words, d.at.speaker, d.at.doc);
                (reading(d), said)
            })
            .collect();
        numbers.sort();
        numbers.dedup();
        if numbers.first().map(|n| n.0) != numbers.last().map(|n| n.0) {
            let said: Vec<String> = numbers.into_iter().map(|n| n.1).collect();
            out.push_str(&format!(
                "Fatalities disputed, the lowest number is coded: {}. ",
                said.join("; ")
            ));
        }
    }
    if incident.time_of_report {
        out.push_str("No teller says when; the date is the report's. ");
    }
    if let Some(x) = incident.told.first() {
        out.push_str(&format!("First words: “{}” ({}).", index.words(x), x.doc));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_acled_is_there_once() {
        assert_eq!(TYPES.len(), 25);
        let names: BTreeSet<&str> = TYPES.iter().map(|t| t.0).collect();
        assert_eq!(names.len(), 25);
    }

    #[test]
    fn dates_have_acleds_precision() {
        assert_eq!(date(Some("2031-02-09"), false), ("2031-02-09".into(), "1"));
        assert_eq!(date(Some("2031-02-09"), true), ("2031-02-09".into(), "2"));
        assert_eq!(date(Some("2031-02"), false), ("2031-02-15".into(), "3"));
        assert_eq!(date(None, false), (String::new(), ""));
    }

    #[test]
    fn interaction_codes_are_sorted_and_silent_when_unknown() {
        assert_eq!(interaction(Some(2), Some(1), true), "12");
        assert_eq!(interaction(Some(1), None, false), "10");
        assert_eq!(interaction(Some(1), None, true), "");
    }
}
