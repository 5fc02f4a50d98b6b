//! Events of a day, beside the control of places: who is said to have done what to whom, where.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use sayso::record::{Document, Proposition, Statement};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, around, read, store};
use crate::control::{days, places};
use crate::offsets::Pile;
use crate::then::{When, asked};

/// Most events given at once of a day, and of those undated.
const MOST: usize = 300;

/// Which day.
#[derive(Deserialize)]
pub(crate) struct Which {
    /// As `2016-12-09`; with none no day's events, but those that have no day.
    day: Option<String>,
    #[serde(flatten)]
    when: When,
}

/// What an event's days are: its own, else that of the telling.
fn when(s: &Statement, time: Option<&str>) -> (Option<String>, Option<String>, bool) {
    let own = time.filter(|t| days(t) != (None, None));
    let (from, to) = days(own.or(s.published.as_deref()).unwrap_or_default());
    (from, to, own.is_none())
}

/// The days with events, those of one day, those without a day and those without a place. Takings
/// of places and talk are none: the one is control, the other happens nowhere.
pub(crate) async fn events(State(site): Shared, Asked(which): Asked<Which>) -> Answer {
    read(site, move |site, ledger| {
        let day = asked(&which.when.as_of);
        let known = site.known(ledger, day)?;
        let held;
        let statements: &[Statement] = match &known.then {
            Some(then) => &then.found.statements,
            None => {
                held = site.happened(ledger)?;
                &held
            }
        };
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        let (mut here, mut undated, mut unplaced) = (Vec::new(), Vec::new(), 0);
        for s in statements {
            let Proposition::Event {
                event, place, time, ..
            } = &s.proposition
            else {
                continue;
            };
            if event.contains("territory") || event.starts_with("Statement") {
                continue;
            }
            let (from, to, _) = when(s, time.as_deref());
            let Some(first) = from.as_ref().or(to.as_ref()) else {
                undated.push(s);
                continue;
            };
            *count.entry(first.clone()).or_default() += 1;
            let on = which.day.as_deref().is_some_and(|d| {
                from.as_deref().is_none_or(|f| f <= d) && to.as_deref().is_none_or(|t| d <= t)
            });
            if on {
                here.push(s);
                unplaced += usize::from(place.is_none());
            }
        }
        let mut documents: BTreeMap<String, Document> = BTreeMap::new();
        let mut tell = |list: &[&Statement]| -> Result<Vec<Value>, crate::api::Trouble> {
            let mut out = Vec::new();
            for s in list.iter().take(MOST) {
                let at = s.evidence.first();
                if !documents.contains_key(&at.doc)
                    && let Some(document) = store(ledger.document(&at.doc))?
                {
                    documents.insert(at.doc.clone(), document);
                }
                let document = documents.get(&at.doc);
                let (before, words, after) =
                    document.map_or_else(Default::default, |d| around(&d.text, at.start, at.end));
                let Proposition::Event {
                    event,
                    actor,
                    recipient,
                    place,
                    time,
                    ..
                } = &s.proposition
                else {
                    continue;
                };
                let (from, to, by_telling) = when(s, time.as_deref());
                out.push(
                    json!({"id": s.id, "event": event, "actor": actor, "recipient": recipient,
                    "place": place, "from": from, "to": to, "by_telling": by_telling,
                    "doc": at.doc, "start": at.start, "end": at.end, "before": before,
                    "words": words, "after": after, "speaker": s.speaker, "chain": s.chain,
                    "commitment": s.commitment, "hedge": s.hedge, "modality": s.modality}),
                );
            }
            Ok(out)
        };
        let listed = tell(&here)?;
        // Those without a day are the same every day: they come when no day is asked for.
        let without = if which.day.is_none() {
            tell(&undated)?
        } else {
            Vec::new()
        };
        let docs: Vec<&String> = documents.keys().collect();
        let places = if listed.is_empty() {
            Vec::new()
        } else {
            places(ledger, &docs, &listed)?.0
        };
        let mut answer = json!({"day": which.day, "events": listed, "total": here.len(),
            "undated": {"total": undated.len(), "events": without},
            "unplaced": unplaced, "days": count, "places": places, "as_of": day});
        store(Pile::new(site, ledger).add(&mut answer))?;
        Ok(Json(answer))
    })
    .await
}
