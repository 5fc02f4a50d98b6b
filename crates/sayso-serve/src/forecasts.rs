//! Forecasts: who foretold what, and what came of it by what others told later.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use sayso::record::{DocSpan, Forecast, Outcome};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, read, store, value};
use crate::offsets::Pile;
use crate::then::asked;
use crate::words::Words;

/// Most records sent, besides that of the one asked for.
const SPEAKERS: usize = 300;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    by: Option<String>,
    outcome: Option<String>,
    place: Option<String>,
    as_of: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// Forecasts with their outcomes: those that later words decide first, then by the day they were
/// made; and a record for each who foretells, whatever is asked for.
pub(crate) async fn forecasts(State(site): Shared, Asked(wanted): Asked<Wanted>) -> Answer {
    read(site, move |site, ledger| {
        let day = asked(&wanted.as_of);
        let (all, told) = match day {
            Some(day) => {
                let then = site.then(ledger, day)?;
                (Arc::clone(&then.foretold), Arc::clone(&then.told))
            }
            None => (site.foretold(ledger)?, site.told(ledger)?),
        };
        let given = |asked: &Option<String>| asked.clone().filter(|a| !a.is_empty());
        let (by, outcome, at) = (
            given(&wanted.by),
            given(&wanted.outcome),
            given(&wanted.place),
        );
        let passed: Vec<&Outcome> = all
            .list
            .iter()
            .filter(|(o, place)| {
                by.as_ref().is_none_or(|b| o.speaker == *b)
                    && outcome.as_ref().is_none_or(|k| o.outcome.word() == k)
                    && (at.is_none() || at == *place)
            })
            .map(|(o, _)| o)
            .collect();
        let (total, from) = (passed.len(), wanted.offset.unwrap_or(0));
        let most = wanted.limit.unwrap_or(100).min(1000);
        let mut words = Words::new(ledger);
        let mut layers: BTreeMap<String, Vec<Forecast>> = BTreeMap::new();
        let mut shown = Vec::new();
        for o in passed.into_iter().skip(from).take(most) {
            let Some(s) = store(ledger.statement(&o.forecast))? else {
                continue;
            };
            if !layers.contains_key(&s.doc) {
                let found = store(ledger.layers_without_words(&s.doc))?.unwrap_or_default();
                layers.insert(s.doc.clone(), found.forecasts);
            }
            let at = s.evidence.first();
            let layer = layers[&s.doc]
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
                for id in ids {
                    if let Some(d) = store(ledger.statement(id))? {
                        deciding.push(words.told(&d, how, &told)?);
                    }
                }
            }
            let mut one = words.told(&s, "", &told)?;
            one["outcome"] = json!(o.outcome);
            one["because"] = json!(o.because);
            one["proposition"] = value(&s.proposition)?;
            one["kind"] = json!(layer.map(|f| f.kind));
            one["condition"] = json!(condition);
            one["deciding"] = json!(deciding);
            shown.push(one);
        }
        let named = by.as_deref();
        let speakers: Vec<Value> = all
            .speakers
            .iter()
            .enumerate()
            .filter(|(n, (name, _))| *n < SPEAKERS || Some(name.as_str()) == named)
            .map(|(_, record)| record)
            .map(|(name, [contradicted, disputed, fulfilled, open])| {
                json!({"speaker": name, "contradicted": contradicted, "disputed": disputed,
                       "fulfilled": fulfilled, "open": open})
            })
            .collect();
        let mut shown = Value::Array(shown);
        store(Pile::new(site, ledger).add(&mut shown))?;
        Ok(Json(json!({
            "all": all.list.len(), "total": total, "offset": from, "speakers": speakers,
            "all_speakers": all.speakers.len(),
            "places": all.places, "forecasts": shown, "as_of": day,
        })))
    })
    .await
}
