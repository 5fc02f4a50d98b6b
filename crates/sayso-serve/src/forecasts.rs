//! Forecasts: who foretold what, and what came of it by what others told later.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use sayso::record::{DocSpan, Forecast, Outcome, OutcomeKind, Proposition, Statement};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, read, store, value};
use crate::offsets::Pile;
use crate::words::{Words, by_statement};

/// Most records sent, besides that of the one asked for.
const SPEAKERS: usize = 300;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    by: Option<String>,
    outcome: Option<String>,
    place: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// Forecasts with their outcomes: those that later words decide first, then by the day they were
/// made; and a record for each who foretells, whatever is asked for.
pub(crate) async fn forecasts(State(site): Shared, Asked(wanted): Asked<Wanted>) -> Answer {
    read(site, move |site, ledger| {
        let statements = store(ledger.statements())?;
        let by_id: BTreeMap<&str, &Statement> =
            statements.iter().map(|s| (s.id.as_str(), s)).collect();
        let all = store(ledger.outcomes())?;
        let mut speakers: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
        let mut places: Vec<&str> = Vec::new();
        let mut passed: Vec<(&Outcome, &Statement)> = Vec::new();
        let given = |asked: &Option<String>| asked.clone().filter(|a| !a.is_empty());
        let (by, outcome, at) = (
            given(&wanted.by),
            given(&wanted.outcome),
            given(&wanted.place),
        );
        for o in &all {
            let Some(s) = by_id.get(o.forecast.as_str()) else {
                continue;
            };
            let place = match &s.proposition {
                Proposition::Forecast { place, .. } => place.as_deref(),
                _ => None,
            };
            speakers.entry(&o.speaker).or_default()[order(o.outcome)] += 1;
            places.extend(place);
            if by.as_ref().is_none_or(|b| o.speaker == *b)
                && outcome.as_ref().is_none_or(|k| o.outcome.word() == k)
                && at.as_deref().is_none_or(|p| place == Some(p))
            {
                passed.push((o, s));
            }
        }
        places.sort_unstable();
        places.dedup();
        passed.sort_by_cached_key(|(o, s)| {
            let at = s.evidence.first();
            let made = made(s).map(str::to_owned);
            (
                order(o.outcome),
                made.is_none(),
                made,
                at.doc.clone(),
                at.start,
            )
        });
        let (total, from) = (passed.len(), wanted.offset.unwrap_or(0));
        let most = wanted.limit.unwrap_or(100).min(1000);
        let claims = site.claims(ledger)?;
        let claim_of = by_statement(&claims);
        let mut words = Words::new(ledger);
        let mut layers: BTreeMap<&str, Vec<Forecast>> = BTreeMap::new();
        let mut shown = Vec::new();
        for (o, s) in passed.iter().skip(from).take(most) {
            if !layers.contains_key(s.doc.as_str()) {
                let found = store(ledger.layers_without_words(&s.doc))?.unwrap_or_default();
                layers.insert(&s.doc, found.forecasts);
            }
            let at = s.evidence.first();
            let layer = layers[s.doc.as_str()]
                .iter()
                .find(|f| f.start == at.start && f.end == at.end);
            let condition = layer.and_then(|f| f.condition).map(|c| DocSpan {
                doc: s.doc.clone(),
                start: c.start,
                end: c.end,
            });
            let condition = condition
                .map(|c| words.place(&c, "condition"))
                .transpose()?;
            let mut deciding = Vec::new();
            for (ids, how) in [
                (&o.fulfilled_by, "for it"),
                (&o.contradicted_by, "against it"),
            ] {
                for d in ids.iter().filter_map(|id| by_id.get(id.as_str())) {
                    deciding.push(words.told(d, how, &claim_of)?);
                }
            }
            let mut one = words.told(s, "", &claim_of)?;
            one["outcome"] = json!(o.outcome);
            one["because"] = json!(o.because);
            one["proposition"] = value(&s.proposition)?;
            one["kind"] = json!(layer.map(|f| f.kind));
            one["condition"] = json!(condition);
            one["deciding"] = json!(deciding);
            shown.push(one);
        }
        let mut speakers: Vec<(&str, [usize; 4])> = speakers.into_iter().collect();
        speakers.sort_by_key(|(name, n)| (std::cmp::Reverse(n.iter().sum::<usize>()), *name));
        let everybody = speakers.len();
        let asked = by.as_deref();
        let speakers: Vec<Value> = speakers
            .into_iter()
            .enumerate()
            .filter(|(n, (name, _))| *n < SPEAKERS || Some(*name) == asked)
            .map(|(_, record)| record)
            .map(|(name, [contradicted, disputed, fulfilled, open])| {
                json!({"speaker": name, "contradicted": contradicted, "disputed": disputed,
                       "fulfilled": fulfilled, "open": open})
            })
            .collect();
        let mut shown = Value::Array(shown);
        store(Pile::new(ledger).add(&mut shown))?;
        Ok(Json(json!({
            "all": all.len(), "total": total, "offset": from, "speakers": speakers,
            "all_speakers": everybody,
            "places": places, "forecasts": shown,
        })))
    })
    .await
}

/// Those that later words decide come first.
fn order(outcome: OutcomeKind) -> usize {
    match outcome {
        OutcomeKind::Contradicted => 0,
        OutcomeKind::Disputed => 1,
        OutcomeKind::Fulfilled => 2,
        OutcomeKind::Open => 3,
    }
}

fn made(s: &Statement) -> Option<&str> {
    match &s.proposition {
        Proposition::Forecast { made, .. } => made.as_deref().or(s.published.as_deref()),
        _ => None,
    }
}
