//! Control of places over time: every report with its days, its place and its words.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use sayso::Ledger;
use sayso::record::{Claim, ClaimRelation, Document, Place, Precision, Proposition, Sense};
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, Trouble, around, read, store, value};
use crate::offsets::Pile;
use crate::then::{When, asked};

/// Most places shown around those that are reported on, the most named first.
const AROUND: usize = 200;

/// All reports of control, in order of time; with a day those that were told by its end.
pub(crate) async fn control(State(site): Shared, Asked(when): Asked<When>) -> Answer {
    read(site, move |site, ledger| {
        let day = asked(&when.as_of);
        let known = site.known(ledger, day)?;
        let statements = match &known.then {
            Some(then) => then.found.statements.clone(),
            None => store(ledger.statements())?,
        };
        let mut documents: BTreeMap<String, Document> = BTreeMap::new();
        let told = told(&known.claims);
        let mut reports = Vec::new();
        for s in statements {
            let Proposition::Control {
                place,
                holder,
                status,
                low,
                high,
                time,
            } = &s.proposition
            else {
                continue;
            };
            if !documents.contains_key(&s.doc)
                && let Some(document) = store(ledger.document(&s.doc))?
            {
                documents.insert(s.doc.clone(), document);
            }
            let at = s.evidence.first();
            let document = documents.get(&at.doc);
            let (before, words, after) =
                document.map_or_else(Default::default, |d| around(&d.text, at.start, at.end));
            let own = time.as_deref().filter(|t| days(t) != (None, None));
            let (from, to) = days(own.or(s.published.as_deref()).unwrap_or_default());
            let claim = told.get(&s.id);
            reports.push((
                (
                    from.clone().or(to.clone()).unwrap_or_default(),
                    at.doc.clone(),
                    at.start,
                ),
                json!({"id": s.id, "place": place, "holder": holder, "status": status,
                    "low": low, "high": high, "time": time, "from": from, "to": to,
                    "by_telling": own.is_none(), "doc": at.doc, "start": at.start, "end": at.end,
                    "before": before, "words": words, "after": after,
                    "outlet": document.and_then(|d| d.metadata.outlet.clone()),
                    "speaker": s.speaker, "chain": s.chain, "commitment": s.commitment,
                    "hedge": s.hedge, "modality": s.modality, "published": s.published,
                    "claim": claim.map(|c| &c.0), "answer": claim.map(|c| c.1),
                    "contested": claim.is_some_and(|c| c.2)}),
            ));
        }
        reports.sort_by(|a, b| a.0.cmp(&b.0));
        let reports: Vec<Value> = reports.into_iter().map(|r| r.1).collect();
        let docs: Vec<&String> = documents.keys().collect();
        let (places, around) = places(ledger, &docs, &reports)?;
        let mut answer =
            json!({"reports": reports, "places": places, "around": around, "as_of": day});
        store(Pile::new(site, ledger).add(&mut answer))?;
        Ok(Json(answer))
    })
    .await
}

/// Of each statement told in a claim: the claim, its answer, whether the answers conflict.
fn told(claims: &[Claim]) -> BTreeMap<String, (String, usize, bool)> {
    let mut out = BTreeMap::new();
    for claim in claims {
        let conflict = claim.relation == ClaimRelation::Conflict;
        for (n, answer) in claim.answers.iter().enumerate() {
            for x in &answer.appearances {
                out.insert(x.statement.clone(), (claim.id.clone(), n, conflict));
            }
        }
    }
    out
}

/// Where the reported places lie, and which others the same documents name around them.
pub(crate) fn places(
    ledger: &Ledger,
    docs: &[&String],
    reports: &[Value],
) -> Result<(Vec<Value>, Vec<Value>), Trouble> {
    let mut known: BTreeMap<String, (usize, Place)> = BTreeMap::new();
    for id in docs {
        for place in store(ledger.layers_without_words(id))?
            .unwrap_or_default()
            .places
        {
            if place.lat.is_none() || place.lon.is_none() {
                continue;
            }
            let count = usize::from(place.sense == Sense::Loc);
            known.entry(place.canonical.clone()).or_insert((0, place)).0 += count;
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for r in reports {
        *counts
            .entry(r["place"].as_str().unwrap_or_default())
            .or_default() += 1;
    }
    let shape = |name: &str, place: Option<&Place>| -> Result<Value, Trouble> {
        Ok(
            json!({"name": name, "lat": place.and_then(|p| p.lat), "lon": place.and_then(|p| p.lon),
            "country": place.and_then(|p| p.country.clone()),
            "precision": place.map(|p| value(&p.precision)).transpose()?}),
        )
    };
    let mut reported = Vec::new();
    for (name, count) in &counts {
        let mut one = shape(name, known.get(*name).map(|k| &k.1))?;
        one["reports"] = (*count).into();
        reported.push(one);
    }
    let mut others: Vec<&(usize, Place)> = known
        .iter()
        .filter(|(name, _)| !counts.contains_key(name.as_str()))
        .map(|(_, k)| k)
        .filter(|(count, p)| *count > 0 && p.precision != Precision::Region)
        .collect();
    others.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.canonical.cmp(&b.1.canonical)));
    others.truncate(AROUND);
    let others: Result<Vec<Value>, Trouble> = others
        .iter()
        .map(|(_, p)| shape(&p.canonical, Some(p)))
        .collect();
    Ok((reported, others?))
}

/// The first and last day that an EDTF value may mean, as `2016-12-09`; `None` where it is open or
/// cannot be read.
pub(crate) fn days(edtf: &str) -> (Option<String>, Option<String>) {
    match edtf.split_once('/') {
        Some((from, to)) => (day(from, false), day(to, true)),
        None => (day(edtf, false), day(edtf, true)),
    }
}

fn day(part: &str, last: bool) -> Option<String> {
    let part: String = part
        .chars()
        .filter(|c| !matches!(c, '?' | '~' | '%' | '[' | ']' | '{' | '}'))
        .collect();
    let part = part.split('T').next().unwrap_or_default();
    let mut fields = part.split('-');
    let year = fields.next().filter(|y| y.len() == 4)?;
    let year = year.replace('X', if last { "9" } else { "0" });
    let year: u32 = year.parse().ok()?;
    let end = if last { 1 } else { 0 };
    // Months 21 to 24 are seasons, 33 to 36 quarters.
    let (months, date) = match fields.next() {
        None | Some("XX") => ([1, 12], None),
        Some(month) => match month.parse::<u32>().ok()? {
            n @ 1..=12 => ([n, n], fields.next().and_then(|d| d.parse::<u32>().ok())),
            n @ 21..=23 => ([3 * (n - 20), 3 * (n - 20) + 2], None),
            24 => ([12, 14], None),
            n @ 33..=36 => ([3 * (n - 33) + 1, 3 * (n - 33) + 3], None),
            _ => return None,
        },
    };
    let month = months[end];
    let (year, month) = (year + (month - 1) / 12, (month - 1) % 12 + 1);
    let length = match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let date = date.unwrap_or(if last { length } else { 1 });
    (1..=length)
        .contains(&date)
        .then(|| format!("{year:04}-{month:02}-{date:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_means_days_from_and_to() {
        let told = |edtf: &str| {
            let (from, to) = days(edtf);
            format!("{} {}", from.unwrap_or_default(), to.unwrap_or_default())
        };
        assert_eq!(told("2016-12-09"), "2016-12-09 2016-12-09");
        assert_eq!(told("2016-12-12T16:30Z"), "2016-12-12 2016-12-12");
        assert_eq!(told("2016-02~"), "2016-02-01 2016-02-29");
        assert_eq!(told("2016"), "2016-01-01 2016-12-31");
        assert_eq!(told("201X"), "2010-01-01 2019-12-31");
        assert_eq!(told("2016-12-XX"), "2016-12-01 2016-12-31");
        assert_eq!(told("2016-24"), "2016-12-01 2017-02-28");
        assert_eq!(told("2016-33"), "2016-01-01 2016-03-31");
        assert_eq!(told("2016-03-27/2016-12"), "2016-03-27 2016-12-31");
        assert_eq!(told("../2016-03-27"), " 2016-03-27");
        assert_eq!(told("2016-03-27/.."), "2016-03-27 ");
        assert_eq!(told("2016-13"), " ");
        assert_eq!(told("2016-02-30"), " ");
        assert_eq!(told("ünfug-ä"), " ");
        assert_eq!(told(""), " ");
    }
}
