//! A ledger for people: claims, figures, control, sources, threads and reasons as plain text.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use sayso::record::{
    Appearance, Bounds, Claim, ClaimRelation, Commitment, Document, Modality, Outcome, Proposition,
    ReplyStance, SegmentKind, Statement, Tone,
};
use sayso::{Copied, Ledger, SourceRecord, TableKind};

use crate::Failure;

/// What a listing is narrowed to; every test must hold.
#[derive(clap::Args, Debug, Default)]
pub(crate) struct Filter {
    /// Only what is said of this place, by the name a listing prints.
    #[arg(long)]
    place: Option<String>,
    /// Only what this actor says or has a part in, by the name a listing prints.
    #[arg(long)]
    actor: Option<String>,
    /// Only what documents of this outlet tell.
    #[arg(long)]
    outlet: Option<String>,
    /// Only lines that hold these words.
    #[arg(long)]
    text: Option<String>,
    /// Only claims whose answers conflict, and what is told of them.
    #[arg(long)]
    contested: bool,
    /// Only what is said of this time: a year, month or day (2016, 2016-04, 2016-04-02).
    #[arg(long, value_name = "DATE", value_parser = date)]
    at: Option<String>,
}

/// A year, month or day as it is written, or what is wrong with it.
fn date(text: &str) -> Result<String, String> {
    let digits = |part: &str, len| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let within = |part: &str, last| (1..=last).contains(&part.parse().unwrap_or(0_u8));
    let parts: Vec<&str> = text.split('-').collect();
    let sound = match parts[..] {
        [year] => digits(year, 4),
        [year, month] => digits(year, 4) && digits(month, 2) && within(month, 12),
        [year, month, day] => {
            let sizes = digits(year, 4) && digits(month, 2) && digits(day, 2);
            sizes && within(month, 12) && within(day, 31)
        }
        _ => false,
    };
    sound
        .then(|| text.to_owned())
        .ok_or_else(|| "write a day, month or year, such as 2016-03-27, 2016-03 or 2016".to_owned())
}

/// A season of EDTF in words ("2021-24" is winter), any other time as it is.
fn season(time: &str) -> String {
    let named = time.split_once('-').and_then(|(year, code)| {
        let season = match code {
            "21" => "spring",
            "22" => "summer",
            "23" => "autumn",
            "24" => "winter",
            _ => return None,
        };
        Some(format!("{season} {year}"))
    });
    named.unwrap_or_else(|| time.to_owned())
}

/// Whether a time (EDTF) touches a date that is asked for.
fn touches(time: &str, at: &str) -> bool {
    let cut = |x: &str| x.get(..at.len()).unwrap_or(x).to_owned();
    match time.split_once('/') {
        Some((from, to)) => {
            let after = from.is_empty() || from == ".." || cut(from).as_str() <= at;
            let before = to.is_empty() || to == ".." || at <= cut(to).as_str();
            after && before
        }
        None => time.starts_with(at) || (time.len() >= 4 && at.starts_with(time)),
    }
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

impl Filter {
    /// Ids of the outlet's documents; none when no outlet is asked for.
    pub(crate) fn told_in(&self, ledger: &Ledger) -> Result<Option<BTreeSet<String>>, Failure> {
        let Some(outlet) = self.outlet.as_deref() else {
            return Ok(None);
        };
        let of = |d: &Document| {
            d.metadata
                .outlet
                .as_deref()
                .is_some_and(|own| same(own, outlet))
        };
        let documents = ledger.documents()?;
        Ok(Some(
            documents.into_iter().filter(of).map(|d| d.id).collect(),
        ))
    }

    /// Whether a claim passes; `told_in` holds the documents of an outlet asked for.
    pub(crate) fn claim(&self, claim: &Claim, told_in: Option<&BTreeSet<String>>) -> bool {
        let place = self
            .place
            .as_deref()
            .is_none_or(|p| claim.place.as_deref().is_some_and(|own| same(own, p)));
        let actor = self.actor.as_deref().is_none_or(|a| {
            claim.actor.as_deref().is_some_and(|own| same(own, a))
                || claim
                    .answers
                    .iter()
                    .any(|x| same(&x.value, a) || x.appearances.iter().any(|y| same(&y.speaker, a)))
        });
        let text = self.text.as_deref().is_none_or(|t| {
            let t = t.to_lowercase();
            claim.question.to_lowercase().contains(&t)
                || claim
                    .answers
                    .iter()
                    .any(|x| x.value.to_lowercase().contains(&t))
        });
        let time = self
            .at
            .as_deref()
            .is_none_or(|at| claim.time.as_deref().is_some_and(|own| touches(own, at)));
        let outlet = told_in.is_none_or(|docs| {
            let mut told = claim.answers.iter().flat_map(|a| &a.appearances);
            told.any(|x| docs.contains(&x.doc))
        });
        let contested = !self.contested || claim.relation == ClaimRelation::Conflict;
        place && actor && text && time && outlet && contested
    }

    /// Whether anything is filtered.
    fn any(&self) -> bool {
        let words = [&self.place, &self.actor, &self.outlet, &self.text, &self.at];
        self.contested || words.iter().any(|w| w.is_some())
    }

    /// Whether a statement passes, of which place, time and words are given.
    fn statement(&self, s: &Statement, place: &str, time: &str, what: &str) -> bool {
        let holds = |a: &str| what.to_lowercase().contains(&a.to_lowercase());
        self.place.as_deref().is_none_or(|p| same(p, place))
            && self
                .actor
                .as_deref()
                .is_none_or(|a| same(a, &s.speaker) || holds(a))
            && self.text.as_deref().is_none_or(holds)
            && self.at.as_deref().is_none_or(|at| touches(time, at))
    }
}

pub(crate) fn origins(bounds: Bounds) -> String {
    let count = if bounds.min == bounds.max {
        bounds.max.to_string()
    } else {
        format!("{}–{}", bounds.min, bounds.max)
    };
    format!("{count} origin{}", if bounds.max == 1 { "" } else { "s" })
}

pub(crate) fn path(x: &Appearance) -> String {
    let names: Vec<&str> = x.chain.iter().map(|c| c.teller.as_str()).collect();
    names.join(" ← ")
}

/// Claims for people: contested ones first.
pub(crate) fn claims(mut claims: Vec<Claim>, out: &mut dyn Write) -> Result<(), Failure> {
    claims.sort_by_key(|c| {
        let told: usize = c.answers.iter().map(|a| a.appearances.len()).sum();
        (
            c.relation != ClaimRelation::Conflict,
            std::cmp::Reverse(told),
            c.id.clone(),
        )
    });
    for claim in &claims {
        writeln!(
            out,
            "{}  {}  [{}, {} {}]",
            claim.id,
            claim.question,
            claim.relation.word(),
            claim.grade.airwars,
            claim.grade.admiralty
        )?;
        for answer in &claim.answers {
            let mut speakers: Vec<&str> = Vec::new();
            for x in &answer.appearances {
                if !speakers.contains(&x.speaker.as_str()) {
                    speakers.push(&x.speaker);
                }
            }
            writeln!(
                out,
                "    {:<24} told {} → {}: {}",
                answer.value,
                answer.appearances.len(),
                origins(answer.origins),
                speakers.join(", ")
            )?;
        }
    }
    if claims.is_empty() {
        writeln!(
            out,
            "no claims here; take a filter away, or see `sayso passages`"
        )?;
    }
    Ok(())
}

/// Ways of naming for people: a heading an actor, a line a teller and label.
pub(crate) fn naming(namings: &[sayso::Naming], out: &mut dyn Write) -> Result<(), Failure> {
    let mut actor = None;
    for n in namings {
        if actor != Some(&n.actor) {
            writeln!(out, "{}", n.actor)?;
            actor = Some(&n.actor);
        }
        let (from, to) = (n.months.keys().next(), n.months.keys().next_back());
        let when = match (from, to) {
            (Some(a), Some(b)) if a == b => a.clone(),
            (Some(a), Some(b)) => format!("{a} to {b}"),
            _ => String::new(),
        };
        let tone = if n.tone == Tone::Neutral {
            String::new()
        } else {
            format!("  [{}]", n.tone.word())
        };
        writeln!(
            out,
            "    {:<28} {:<32} own voice {:>3}, quoted {:>3}  {when}{tone}",
            n.teller, n.label, n.own, n.quoted
        )?;
    }
    if namings.is_empty() {
        writeln!(out, "nobody is named here; take a filter away")?;
    }
    Ok(())
}

/// Statements of one kind, in order of place and time.
pub(crate) fn statements(
    ledger: &Ledger,
    kind: &str,
    filter: &Filter,
    format: &str,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let told_in = filter.told_in(ledger)?;
    let mut rows: Vec<(String, String, String, Statement)> = Vec::new();
    let outcomes: BTreeMap<String, Outcome> = if kind == "forecasts" {
        let list = ledger.outcomes()?;
        list.into_iter().map(|o| (o.forecast.clone(), o)).collect()
    } else {
        BTreeMap::new()
    };
    let mut disputed = std::collections::BTreeSet::new();
    if filter.contested {
        for claim in ledger
            .claims()?
            .into_iter()
            .filter(|c| c.relation == ClaimRelation::Conflict)
        {
            let told = claim.answers.into_iter().flat_map(|a| a.appearances);
            disputed.extend(told.map(|a| a.statement));
        }
    }
    for s in ledger.statements()? {
        if filter.contested && !disputed.contains(&s.id) {
            continue;
        }
        let Some((place, time, what)) = say(&s, kind) else {
            continue;
        };
        let at = s.evidence.first();
        let elsewhere = told_in.as_ref().is_some_and(|docs| !docs.contains(&at.doc));
        if elsewhere || !filter.statement(&s, &place, &time, &what) {
            continue;
        }
        let doubt = match (s.modality, s.commitment) {
            (_, Commitment::Rejects) => " (the teller rejects it)",
            (Modality::Negated, _) => " (denied)",
            (Modality::Future, _) if kind != "forecasts" => " (to come)",
            (Modality::Hypothetical, _) => " (supposed)",
            _ => "",
        };
        let mut line = format!(
            "{what}{doubt}  — {}  {} {}..{}",
            s.speaker, at.doc, at.start, at.end
        );
        if let Some(o) = outcomes.get(&s.id) {
            let why = o.because.join("; ");
            line.push_str(&format!("\n{:>34}{}: {why}", "", o.outcome.word()));
        }
        rows.push((place, time, line, s));
    }
    rows.sort_by(|a, b| (&a.0, &a.1, &a.2).cmp(&(&b.0, &b.1, &b.2)));
    if matches!(format, "geojson" | "csv") {
        let kept: BTreeSet<&str> = rows.iter().map(|r| r.3.id.as_str()).collect();
        let keep = |s: &Statement| kept.contains(s.id.as_str());
        if format == "csv" {
            let kind = match kind {
                "figures" => TableKind::Figures,
                "events" => TableKind::Events,
                "control" => TableKind::Control,
                _ => TableKind::Forecasts,
            };
            return Ok(sayso::table(ledger, kind, &keep, out)?);
        }
        return Ok(sayso::export_some(
            ledger,
            sayso::Form::Geojson,
            &keep,
            out,
        )?);
    }
    for (place, time, line, statement) in &rows {
        if format == "jsonl" {
            let mut record = serde_json::to_value(statement)?;
            if let (Some(o), Some(map)) = (outcomes.get(&statement.id), record.as_object_mut()) {
                map.insert("outcome".to_owned(), serde_json::to_value(o)?);
            }
            writeln!(out, "{record}")?;
            continue;
        }
        writeln!(
            out,
            "{:<16} {:<16} {line}",
            if place.is_empty() { "no place" } else { place },
            if time.is_empty() {
                "no date".to_owned()
            } else {
                season(time)
            }
        )?;
    }
    if rows.is_empty() && format == "table" {
        writeln!(
            out,
            "nothing here{}",
            if filter.any() {
                "; take a filter away"
            } else {
                ""
            }
        )?;
    }
    Ok(())
}

fn number(n: f64) -> String {
    if n.fract() == 0.0 {
        format!("{n:.0}")
    } else {
        n.to_string()
    }
}

fn say(s: &Statement, kind: &str) -> Option<(String, String, String)> {
    let text = |x: &Option<String>| x.clone().unwrap_or_default();
    match &s.proposition {
        Proposition::Figure {
            what,
            of,
            low,
            high,
            unit,
            place,
            time,
        } if kind == "figures" => {
            let value = match (low, high) {
                (Some(a), Some(b)) if a == b => number(*a),
                (Some(a), Some(b)) => format!("{}–{}", number(*a), number(*b)),
                (Some(a), None) => format!("at least {}", number(*a)),
                (None, Some(b)) => format!("at most {}", number(*b)),
                (None, None) => "?".into(),
            };
            let unit = unit.as_ref().map_or(String::new(), |u| format!(" {u}"));
            let of = of.as_ref().map_or(String::new(), |o| format!(" ({o})"));
            Some((
                text(place),
                text(time),
                format!("{}: {value}{unit}{of}", what.word().replace('_', " ")),
            ))
        }
        Proposition::Control {
            place,
            holder,
            status,
            time,
            ..
        } if kind == "control" => Some((
            place.clone(),
            text(time),
            format!(
                "{} {}",
                holder.as_deref().unwrap_or("nobody named"),
                status.word()
            ),
        )),
        Proposition::Event {
            event,
            actor,
            recipient,
            place,
            time,
        } if kind == "events" => {
            let against = if recipient.is_empty() {
                String::new()
            } else {
                format!(" → {}", recipient.join(", "))
            };
            let who = if actor.is_empty() {
                "nobody named".to_owned()
            } else {
                actor.join(", ")
            };
            Some((text(place), text(time), format!("{event}: {who}{against}")))
        }
        Proposition::Forecast {
            text: words,
            made,
            horizon,
            strength,
            place,
            ..
        } if kind == "forecasts" => {
            let by = horizon
                .as_ref()
                .map_or(String::new(), |h| format!(" by {}", season(h)));
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            Some((
                text(place),
                text(made),
                format!("{}{by}: “{words}”", strength.word()),
            ))
        }
        _ => None,
    }
}

/// Each source's record: a line for its statements, one for each thing the pile shows of it.
pub(crate) fn sources(records: &[SourceRecord], out: &mut dyn Write) -> Result<(), Failure> {
    let counted = |list: &BTreeMap<String, usize>| {
        let mut list: Vec<_> = list.iter().collect();
        list.sort_by_key(|(name, n)| (std::cmp::Reverse(**n), (*name).clone()));
        let named: Vec<String> = list.iter().map(|(name, n)| format!("{name} {n}")).collect();
        named.join(", ")
    };
    let copied = |list: &BTreeMap<String, Copied>| {
        let named: Vec<String> = list
            .iter()
            .map(|(name, c)| format!("{name} {} ({} credited)", c.passages, c.credited))
            .collect();
        named.join(", ")
    };
    for r in records {
        let through = counted(&r.through);
        let how = if through.is_empty() {
            "in its own voice".to_owned()
        } else {
            format!("through {through}")
        };
        writeln!(out, "{:>4}  {}  {how}", r.speaks, r.source)?;
        let mut say = |what: &str, told: String| -> Result<(), Failure> {
            if !told.is_empty() {
                writeln!(out, "          {what} {told}")?;
            }
            Ok(())
        };
        say("passes on", counted(&r.passes_on))?;
        say("copies from", copied(&r.copies_from))?;
        say("copied by", copied(&r.copied_by))?;
        let f = &r.forecasts;
        let judged = f.fulfilled + f.contradicted + f.disputed;
        if judged + f.open > 0 {
            say(
                "forecasts:",
                format!(
                    "{} fulfilled, {} contradicted, {} disputed, {} open",
                    f.fulfilled, f.contradicted, f.disputed, f.open
                ),
            )?;
        }
        let mut record = Vec::new();
        for (n, words) in [
            (r.agrees, "agrees with another origin in"),
            (r.stands_against, "stands against two or more in"),
            (r.corrected, "corrected in replies:"),
            (r.corrects, "corrects others:"),
            (r.hedges_lost, "reservations lost:"),
            (r.hedges_gained, "reservations added:"),
        ] {
            if n > 0 {
                record.push(format!("{words} {n}"));
            }
        }
        say("record:", record.join("; "))?;
    }
    if records.is_empty() {
        writeln!(out, "nobody speaks here")?;
    }
    Ok(())
}

/// The reply tree of a document's comments; what a reply seems to do by the stance model stands
/// behind its target.
pub(crate) fn thread(ledger: &Ledger, doc: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let Some(document) = ledger.document(doc)? else {
        let known = ledger.document_ids()?.join(", ");
        return Err(format!("{doc}: no such document; there are {known}").into());
    };
    let layers = ledger.layers(doc)?.unwrap_or_default();
    let stances: BTreeMap<(&str, &str), String> = layers
        .replies
        .iter()
        .filter(|r| r.stance != ReplyStance::Comment && r.probability >= sayso::SURE)
        .map(|r| {
            let told = format!(" ({} {:.2})", r.stance.word(), r.probability);
            ((r.segment.as_str(), r.to.as_str()), told)
        })
        .collect();
    let mut depth: BTreeMap<&str, usize> = BTreeMap::new();
    for s in document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Comment)
    {
        let level = s
            .reply_to
            .iter()
            .filter_map(|r| depth.get(r.as_str()))
            .max()
            .map_or(0, |d| d + 1);
        depth.insert(&s.id, level);
        let words: String = document.text[s.start..s.end]
            .chars()
            .map(|c| if c == '\n' { ' ' } else { c })
            .take(70)
            .collect();
        writeln!(
            out,
            "{:indent$}{} {} {}{}: {words}",
            "",
            s.number.map_or(s.id.clone(), |n| n.to_string()),
            s.author.as_deref().unwrap_or("?"),
            s.time.as_deref().unwrap_or("undated"),
            if s.reply_to.is_empty() {
                String::new()
            } else {
                let to = |r: &String| {
                    let stance = stances.get(&(s.id.as_str(), r.as_str()));
                    format!("{r}{}", stance.map_or("", String::as_str))
                };
                let list: Vec<String> = s.reply_to.iter().map(to).collect();
                format!(" → {}", list.join(", "))
            },
            indent = level.min(12) * 2
        )?;
    }
    Ok(())
}
