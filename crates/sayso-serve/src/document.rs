//! One document with what was found in it, and words found in all of them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use sayso::Ledger;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::api::{Answer, Asked, Shared, Trouble, read, store, value};
use crate::compare;
use crate::correct;
use crate::offsets::{Offsets, Pile};
use crate::words::Words;

/// Layers that are kept apart in the ledger: reading them takes several times longer than all
/// others.
const WORDS: [&str; 2] = ["sentences", "mentions"];

#[derive(Deserialize)]
pub(crate) struct Which {
    id: String,
    #[serde(flatten)]
    chosen: Chosen,
}

/// How much of a document is asked for.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    /// Names with commas between; all but tokens where it is left out.
    layers: Option<String>,
    /// In words: beside a flattened part of a query serde takes nothing else.
    bare: Option<String>,
    /// Of the layers only where they lie, voices aside.
    spans: Option<String>,
}

/// Ids hold slashes and hashes: as a parameter they need no care.
pub(crate) async fn document(state: Shared, Asked(which): Asked<Which>) -> Answer {
    document_at(state, Path(which.id), Asked(which.chosen)).await
}

/// The same with the id in the path, its slashes and hashes percent-encoded.
pub(crate) async fn document_at(
    State(site): Shared,
    Path(id): Path<String>,
    Asked(chosen): Asked<Chosen>,
) -> Answer {
    let bare = yes("bare", chosen.bare.as_deref())?;
    let spans = yes("spans", chosen.spans.as_deref())?;
    read(site, move |site, ledger| {
        let Some(document) = store(ledger.document(&id))? else {
            return Err(Trouble(
                StatusCode::NOT_FOUND,
                format!("{id}: no such document in this ledger"),
            ));
        };
        let offsets = Offsets::new(&document.text);
        let (mut layers, counts) = found(ledger, &id, chosen.layers.as_deref(), &offsets)?;
        if spans {
            only_spans(&mut layers);
        }
        if bare {
            return Ok(Json(json!({"id": id, "layers": layers, "counts": counts})));
        }
        let capture = store(ledger.capture(&document.capture))?;
        let mut segments = value(&document.segments)?;
        offsets.add(&mut segments);
        let mut here = Vec::new();
        for claim in site.told(ledger)?.in_document(&id) {
            for x in claim.answers.iter().flat_map(|a| &a.appearances) {
                if x.doc == id {
                    here.push(json!({"claim": claim.id, "question": claim.question,
                        "start": x.start, "end": x.end}));
                }
            }
        }
        here.sort_by_key(|h: &Value| h["start"].as_u64());
        let mut here = Value::Array(here);
        offsets.add(&mut here);
        let mut passages = compare::of(&id, ledger)?;
        offsets.add(&mut passages);
        Ok(Json(json!({
            "id": document.id, "text": document.text, "metadata": value(&document.metadata)?,
            "printed": value(&document.printed)?, "kind": document.kind,
            "captured_at": document.captured_at, "segments": segments, "layers": layers,
            "counts": counts,
            "set_aside": correct::of(&document, &store(ledger.judgements())?, &offsets)?,
            "claims": here, "passages": passages, "capture": value(&capture)?,
        })))
    })
    .await
}

fn yes(name: &str, asked: Option<&str>) -> Result<bool, Trouble> {
    match asked {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => {
            let what = format!("{name}={other}: true or false");
            Err(Trouble(StatusCode::BAD_REQUEST, what))
        }
    }
}

/// Takes from all layers but the voices everything that does not say where they lie: of a long
/// text the rest is several times the text itself, and a page that colours words needs none of it.
fn only_spans(layers: &mut Value) {
    let Value::Object(layers) = layers else {
        return;
    };
    let others = layers
        .iter_mut()
        .filter(|(name, _)| *name != "attributions");
    for record in others.flat_map(|(_, l)| l.as_array_mut()).flatten() {
        if let Value::Object(fields) = record {
            fields.retain(|name, _| ["start", "end", "start16", "end16"].contains(&name.as_str()));
        }
    }
}

/// The layers asked for, and how many records each layer that was read has.
fn found(
    ledger: &Ledger,
    id: &str,
    asked: Option<&str>,
    offsets: &Offsets,
) -> Result<(Value, Map<String, Value>), Trouble> {
    let asked: Option<Vec<&str>> = asked.map(|a| a.split(',').map(str::trim).collect());
    let wants = |name: &str| asked.as_ref().is_none_or(|a| a.contains(&name));
    let words = WORDS.iter().any(|w| wants(w));
    let layers = match words {
        true => ledger.layers(id),
        false => ledger.layers_without_words(id),
    };
    let mut layers = store(layers)?.unwrap_or_default();
    layers.tokens.clear();
    let mut found = value(&layers)?;
    let mut counts = Map::new();
    if let Value::Object(fields) = &mut found {
        fields.remove("tokens");
        let strange = |name: &&&str| !name.is_empty() && !fields.contains_key(**name);
        if let Some(name) = asked.iter().flatten().find(strange) {
            let all: Vec<&str> = fields.keys().map(String::as_str).collect();
            let what = format!("{name}: no such layer; there are {}", all.join(", "));
            return Err(Trouble(StatusCode::BAD_REQUEST, what));
        }
        for (name, records) in fields.iter() {
            if words || !WORDS.contains(&name.as_str()) {
                let n = records.as_array().map_or(0, Vec::len);
                counts.insert(name.clone(), n.into());
            }
        }
        fields.retain(|name, _| wants(name));
    }
    offsets.add(&mut found);
    Ok((found, counts))
}

#[derive(Deserialize)]
pub(crate) struct Sought {
    q: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// Where words stand in the texts.
pub(crate) async fn search(State(site): Shared, Asked(wanted): Asked<Sought>) -> Answer {
    read(site, move |site, ledger| {
        let query = wanted.q.unwrap_or_default();
        let limit = wanted.limit.unwrap_or(50).min(500);
        let total = store(ledger.search_count(&query))?;
        let from = wanted.offset.unwrap_or(0).min(total);
        let mut words = Words::new(ledger);
        let mut hits = Vec::new();
        for hit in store(ledger.search(&query, from, limit))? {
            let mut one = value(&hit)?;
            words.name(&mut one, &hit.doc, hit.start)?;
            hits.push(one);
        }
        let mut hits = Value::Array(hits);
        store(Pile::new(site, ledger).add(&mut hits))?;
        Ok(Json(
            json!({"query": query, "total": total, "offset": from, "hits": hits}),
        ))
    })
    .await
}
