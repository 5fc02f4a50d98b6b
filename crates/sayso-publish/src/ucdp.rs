//! Incidents with deaths as rows of UCDP GED (columns: UCDP Georeferenced Event Dataset codebook).
//!
//! `low` and `high` are the least and the most that somebody stands behind, `best` the count with
//! the most independent origins, the lower among equals; counts of different people add up. `source_original` is the end of each
//! chain: whom the outlet had it from. Ids that only UCDP can give (conflict, dyad, Gleditsch-Ward
//! numbers) are left empty. `relid` names the claim; `source_article` leads back to the words.

use std::collections::BTreeSet;
use std::io::Write;

use sayso_record::{ActorKind, Precision};

use crate::acled::{outlet, reading, tags};
use crate::incidents::{self, Incident, Index};
use crate::{Error, Pile, safe};

/// The columns, in UCDP's order.
const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Incidents in which somebody counts people killed, a row each.
///
/// # Errors
/// When the output refuses.
pub fn ucdp(pile: &Pile<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let index = Index::new(pile);
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS)?;
    let with_deaths = incidents::of(pile, &index)
        .into_iter()
        .filter(|i| i.deaths.iter().any(|d| most(d.low, d.high) > 0));
    for incident in with_deaths {
        table.write_record(row(&incident, pile, &index))?;
    }
    table.flush()?;
    Ok(())
}

fn row(incident: &Incident<'_>, pile: &Pile<'_>, index: &Index<'_>) -> Vec<String> {
    let (mut low, mut number, mut high) = (0, 0, 0);
    let mut deaths = [0u64; 4];
    for count in incident.counts() {
        let best = count
            .iter()
            .max_by_key(|d| (d.origins, std::cmp::Reverse(reading(d))));
        let said = best.map_or(0, |d| reading(d));
        deaths[share(best.and_then(|d| d.of), incident)] += said;
        number += said;
        low += count.iter().map(|d| reading(d)).min().unwrap_or(0);
        let most = count.iter().map(|d| most(d.low, d.high).max(reading(d)));
        high += most.max().unwrap_or(0);
    }
    let (a, b) = (join(&incident.actors), join(&incident.recipients));
    let documents: BTreeSet<&str> = incident.told.iter().map(|x| x.doc.as_str()).collect();
    let of = |pick: &dyn Fn(&str) -> Option<String>| -> String {
        let list: BTreeSet<String> = documents.iter().filter_map(|d| pick(d)).collect();
        list.into_iter().collect::<Vec<_>>().join("; ")
    };
    let (start, end, precision) = dates(incident.time, incident.time_of_report);
    let point = incident.place.and_then(|p| Some((p.lat?, p.lon?)));
    let country = incident
        .place
        .and_then(|p| p.country.as_deref())
        .and_then(|c| (pile.countries)(c));
    let counters = incident.deaths.iter().map(|d| d.at.speaker.as_str());
    let originals: BTreeSet<&str> = incident
        .told
        .iter()
        .map(|x| x.speaker.as_str())
        .chain(counters)
        .collect();
    let dyad = if a.is_empty() || b.is_empty() {
        String::new()
    } else {
        format!("{a} - {b}")
    };
    let fields: [String; COLUMNS.len()] = [
        number_of(&incident.claims[0].id).to_string(),
        incident.claims[0].id.clone(),
        start.get(..4).unwrap_or("").to_owned(),
        String::new(),
        "Unchecked".to_owned(),
        violence(incident, index).to_owned(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        dyad,
        String::new(),
        String::new(),
        a,
        String::new(),
        String::new(),
        b,
        documents.len().to_string(),
        tags(incident),
        of(&|d| Some(outlet(index, d))),
        of(&|d| index.document(d)?.metadata.published.clone()),
        of(&|d| index.document(d)?.metadata.title.clone()),
        originals.into_iter().collect::<Vec<_>>().join("; "),
        match incident.place.map(|p| p.precision) {
            Some(Precision::Point | Precision::Populated) => "1",
            Some(Precision::Admin2) => "3",
            Some(Precision::Admin1) => "4",
            Some(Precision::Region) => "5",
            Some(Precision::Country) => "6",
            None => "",
        }
        .to_owned(),
        incident
            .place
            .map(|p| p.canonical.clone())
            .unwrap_or_default(),
        incident.claims[0].place.clone().unwrap_or_default(),
        String::new(),
        String::new(),
        point.map(|p| format!("{:.4}", p.0)).unwrap_or_default(),
        point.map(|p| format!("{:.4}", p.1)).unwrap_or_default(),
        point
            .map(|p| format!("POINT ({:.4} {:.4})", p.1, p.0))
            .unwrap_or_default(),
        point
            .map(|p| priogrid(p.0, p.1).to_string())
            .unwrap_or_default(),
        country.as_ref().map(|c| c.name.clone()).unwrap_or_default(),
        String::new(),
        country
            .as_ref()
            .map(|c| c.region.clone())
            .unwrap_or_default(),
        if precision == "1" { "1" } else { "2" }.to_owned(),
        precision.to_owned(),
        start,
        end,
        deaths[0].to_string(),
        deaths[1].to_string(),
        deaths[2].to_string(),
        deaths[3].to_string(),
        number.to_string(),
        high.to_string(),
        low.to_string(),
        String::new(),
        String::new(),
    ];
    fields.iter().map(|f| safe(f)).collect()
}

/// UCDP's ids are numbers: the claim's hexadecimal id as one.
fn number_of(claim: &str) -> u64 {
    let digits = claim.rsplit('-').next().unwrap_or("");
    u64::from_str_radix(digits, 16).unwrap_or(0)
}

fn most(low: Option<f64>, high: Option<f64>) -> u64 {
    high.or(low).unwrap_or(0.0).max(0.0) as u64
}

fn join(names: &[&str]) -> String {
    names.join(", ")
}

/// Which of the four columns the dead belong in: side A, side B, civilians, unknown.
fn share(of: Option<&str>, incident: &Incident<'_>) -> usize {
    let Some(of) = of else { return 3 };
    let lower = of.to_lowercase();
    let is = |names: &[&str]| names.iter().any(|n| n.to_lowercase() == lower);
    if is(&incident.actors) {
        0
    } else if is(&incident.recipients) {
        1
    } else if ["civilian", "women", "children", "resident", "villager"]
        .iter()
        .any(|w| lower.contains(w))
    {
        2
    } else {
        3
    }
}

/// 1 state-based, 2 non-state, 3 one-sided; empty where the sides are not known.
fn violence(incident: &Incident<'_>, index: &Index<'_>) -> &'static str {
    let kind = |names: &[&str]| names.first().and_then(|n| index.kind(n));
    let state = |k| {
        matches!(
            k,
            ActorKind::State | ActorKind::Ministry | ActorKind::Coalition
        )
    };
    match (kind(&incident.actors), kind(&incident.recipients)) {
        (Some(_), Some(ActorKind::People)) => "3",
        (Some(a), Some(b)) if state(a) || state(b) => "1",
        (Some(ActorKind::ArmedGroup), Some(ActorKind::ArmedGroup)) => "2",
        _ => "",
    }
}

/// First and last day with UCDP's precision: 1 the day, 2 some days, 4 the month, 5 the year.
fn dates(time: Option<&str>, of_report: bool) -> (String, String, &'static str) {
    match time.map(|t| (t, t.len())) {
        Some((day, 10)) => (
            day.to_owned(),
            day.to_owned(),
            if of_report { "2" } else { "1" },
        ),
        Some((month, 7)) => (
            format!("{month}-01"),
            format!("{month}-{:02}", last_day(month)),
            "4",
        ),
        Some((year, 4)) => (format!("{year}-01-01"), format!("{year}-12-31"), "5"),
        _ => (String::new(), String::new(), ""),
    }
}

/// The last day of a month, `2031-02`.
fn last_day(month: &str) -> u32 {
    let year: u32 = month.get(..4).and_then(|y| y.parse().ok()).unwrap_or(1);
    match month.get(5..7) {
        Some("04" | "06" | "09" | "11") => 30,
        Some("02")
            if year.is_multiple_of(4)
                && (!year.is_multiple_of(100) || year.is_multiple_of(400)) =>
        {
            29
        }
        Some("02") => 28,
        _ => 31,
    }
}

/// The cell of PRIO-GRID (Tollefsen et al. 2012): half degrees, numbered row by row from the south
/// west.
fn priogrid(lat: f64, lon: f64) -> u32 {
    let row = ((lat + 90.0) * 2.0).floor().clamp(0.0, 359.0) as u32;
    let column = ((lon + 180.0) * 2.0).floor().clamp(0.0, 719.0) as u32;
    row * 720 + column + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_and_days() {
        // The grid's corners.
        assert_eq!(priogrid(-90.0, -180.0), 1);
        assert_eq!(priogrid(89.9, 179.9), 259_200);
        assert_eq!(dates(Some("2032-02"), false).1, "2032-02-29");
        assert_eq!(dates(Some("2031-02-09"), false).2, "1");
        assert_eq!(dates(Some("2031-02-09"), true).2, "2");
    }
}
