//! Sources: who speaks through whom, who takes words from whom, and what stands behind each number
//! of a source's record.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use sayso::record::{Claim, DocSpan, Passage, Relation, Statement};
use sayso::{Ledger, SourceRecord};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, Site, Trouble, read, store, value};
use crate::offsets::Pile;
use crate::then::{Known, asked};
use crate::words::Words;

/// Most nodes of the network: more cannot be read.
const NODES: usize = 60;
/// Most ties between them.
const TIES: usize = 150;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    name: Option<String>,
    as_of: Option<String>,
    list: Option<String>,
    with: Option<String>,
    q: Option<String>,
    sort: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// All sources and their network; with a name its record; with a list what stands behind a number
/// of it.
pub(crate) async fn sources(State(site): Shared, Asked(wanted): Asked<Wanted>) -> Answer {
    read(site, move |site, ledger| {
        let known = site.known(ledger, asked(&wanted.as_of))?;
        let all = records(site, ledger, &known)?;
        let Some(name) = &wanted.name else {
            return overview(&all, &wanted);
        };
        let Some(record) = all.iter().find(|r| r.source == *name) else {
            let text = known.lacks(name, "source");
            return Err(Trouble(StatusCode::NOT_FOUND, text));
        };
        match &wanted.list {
            None => Ok(Json(
                json!({"record": value(record)?, "row": row(record), "of": all.len(), "as_of": known.day}),
            )),
            Some(which) => list(site, &known, ledger, record, which, &wanted),
        }
    })
    .await
}

/// The records, worked out once for a file as it is, and for a day.
fn records(
    site: &Site,
    ledger: &Ledger,
    known: &Known<'_>,
) -> Result<Arc<Vec<SourceRecord>>, Trouble> {
    let name = known.day.unwrap_or_default();
    site.sources.get(site.stamp(), name, || match &known.then {
        Some(then) => Ok(sayso::sources_of(ledger, &then.found, &known.claims)?),
        None => Ok(sayso::sources(ledger)?),
    })
}

/// Numbers by which sources can be sorted.
fn row(r: &SourceRecord) -> Value {
    let through: usize = r.through.values().sum();
    let f = &r.forecasts;
    json!({"source": r.source, "speaks": r.speaks, "own": r.speaks - through.min(r.speaks),
        "through": through, "passes_on": r.passes_on.values().sum::<usize>(),
        "copies_from": r.copies_from.values().map(|c| c.passages).sum::<usize>(),
        "copied_by": r.copied_by.values().map(|c| c.passages).sum::<usize>(),
        "corrected": r.corrected, "corrects": r.corrects,
        "hedges_lost": r.hedges_lost, "hedges_gained": r.hedges_gained,
        "forecasts": f.fulfilled + f.contradicted + f.disputed + f.open,
        "agrees": r.agrees, "stands_against": r.stands_against})
}

fn overview(all: &[SourceRecord], wanted: &Wanted) -> Answer {
    let words = wanted.q.as_deref().unwrap_or("").to_lowercase();
    let mut rows: Vec<Value> = all
        .iter()
        .filter(|r| r.source.to_lowercase().contains(&words))
        .map(row)
        .collect();
    match wanted.sort.as_deref().unwrap_or("speaks") {
        "source" => rows.sort_by_cached_key(|r| r["source"].as_str().map(str::to_lowercase)),
        by => {
            if rows.first().is_some_and(|r| !r[by].is_u64()) {
                let text = format!("{by}: sources have no such number");
                return Err(Trouble(StatusCode::BAD_REQUEST, text));
            }
            // Stable: among equals the order of the records.
            rows.sort_by_key(|r| Reverse(r[by].as_u64()));
        }
    }
    let total = rows.len();
    let from = wanted.offset.unwrap_or(0);
    let most = wanted.limit.unwrap_or(100).min(2000);
    let shown: Vec<Value> = rows.into_iter().skip(from).take(most).collect();
    // Who reads on holds the network already.
    let network = (from == 0).then(|| network(all));
    Ok(Json(json!({
        "all": all.len(), "total": total, "offset": from, "sources": shown, "network": network,
        "as_of": asked(&wanted.as_of),
    })))
}

/// The strongest ties between sources, as many as [`NODES`] and [`TIES`] allow; the strongest first.
fn network(all: &[SourceRecord]) -> Value {
    let mut edges: Vec<(usize, &str, &str, &str, usize)> = Vec::new();
    for r in all {
        let cites = r.passes_on.iter();
        edges.extend(cites.map(|(from, n)| (*n, "cites", from.as_str(), r.source.as_str(), 0)));
        let copies = r.copies_from.iter();
        edges.extend(copies.map(|(from, c)| {
            let to = r.source.as_str();
            (c.passages, "copies", from.as_str(), to, c.credited)
        }));
    }
    edges.sort_by_key(|e| (Reverse(e.0), e.1, e.2, e.3));
    let everyone: BTreeSet<&str> = edges.iter().flat_map(|e| [e.2, e.3]).collect();
    let mut nodes: BTreeSet<&str> = BTreeSet::new();
    let mut shown = Vec::new();
    for e in &edges {
        if shown.len() == TIES {
            break;
        }
        let new = usize::from(!nodes.contains(e.2)) + usize::from(!nodes.contains(e.3));
        if nodes.len() + new <= NODES {
            nodes.extend([e.2, e.3]);
            shown.push(json!({"n": e.0, "kind": e.1, "from": e.2, "to": e.3, "credited": e.4}));
        }
    }
    json!({"nodes": nodes, "edges": shown, "all_nodes": everyone.len(), "all_edges": edges.len()})
}

/// The records of these ids, by id, as the lists of all records stand.
fn each<T>(
    ids: &[String],
    find: impl Fn(&str) -> Result<Option<T>, Trouble>,
) -> Result<Vec<T>, Trouble> {
    let ids: BTreeSet<&String> = ids.iter().collect();
    let found = ids.into_iter().map(|id| find(id));
    found.filter_map(Result::transpose).collect()
}

fn list(
    site: &Site,
    known: &Known<'_>,
    ledger: &Ledger,
    record: &SourceRecord,
    which: &str,
    wanted: &Wanted,
) -> Answer {
    let trail = &record.trail;
    let with = wanted.with.as_deref().filter(|w| !w.is_empty());
    let (claims, told) = (&known.claims, &known.told);
    let mut words = Words::new(ledger);
    let from = wanted.offset.unwrap_or(0);
    let most = wanted.limit.unwrap_or(50).min(500);
    let mut items = Vec::new();
    let total = match which {
        "speaks" | "passes_on" => {
            let ids = match which {
                "speaks" => &trail.speaks,
                _ => &trail.passes_on,
            };
            let mut all: Vec<Statement> = each(ids, |id| store(ledger.statement(id)))?;
            all.retain(|s| {
                let teller = s.chain.first().map_or(&s.speaker, |l| &l.teller);
                let other = if which == "speaks" {
                    teller
                } else {
                    &s.speaker
                };
                with.is_none_or(|w| other == w)
            });
            all.sort_by_cached_key(|s| {
                let at = s.evidence.first();
                (
                    s.published.is_none(),
                    s.published.clone(),
                    at.doc.clone(),
                    at.start,
                )
            });
            for s in all.iter().skip(from).take(most) {
                items.push(words.told(s, "", told)?);
            }
            all.len()
        }
        "copies_from" | "copied_by" => {
            let ids = match which {
                "copies_from" => &trail.copies_from,
                _ => &trail.copied_by,
            };
            let mut all: Vec<(Passage, bool)> = Vec::new();
            for p in each(ids, |id| known.passage(id))? {
                let back = p.direction == sayso::record::Direction::BToA;
                let (first, then) = if back { (&p.b, &p.a) } else { (&p.a, &p.b) };
                let other = if which == "copies_from" { first } else { then };
                if with.is_none() || with == Some(words.teller(other)?.as_str()) {
                    all.push((p, back));
                }
            }
            for (p, back) in all.iter().skip(from).take(most) {
                let (first, then) = if *back { (&p.b, &p.a) } else { (&p.a, &p.b) };
                let places = [words.place(first, "earlier")?, words.place(then, "later")?];
                items.push(
                    json!({"id": p.id, "passage": p.id, "places": places, "kind": p.kind,
                    "credited": p.credited, "said": p.reason}),
                );
            }
            all.len()
        }
        "corrected" | "corrects" | "hedges_lost" | "hedges_gained" => {
            let ids = match which {
                "corrected" => &trail.corrected,
                "corrects" => &trail.corrects,
                "hedges_lost" => &trail.hedges_lost,
                _ => &trail.hedges_gained,
            };
            let all: Vec<Relation> = each(ids, |id| known.relation(id))?;
            for r in all.iter().skip(from).take(most) {
                let sides = (
                    store(ledger.statement(&r.a))?,
                    store(ledger.statement(&r.b))?,
                );
                let (Some(a), Some(b)) = &sides else { continue };
                let back = which.starts_with("hedges") && a.published > b.published;
                let (a, b) = if back { (b, a) } else { (a, b) };
                let places = [
                    words.place(a.evidence.first(), "earlier")?,
                    words.place(b.evidence.first(), "later")?,
                ];
                let claim = told.claim_of(&b.id);
                items.push(
                    json!({"id": r.id, "places": places, "kind": r.kind, "said": r.reason,
                    "hedges": [a.hedge, b.hedge],
                    "claim": claim.map(|c| json!({"id": c.id, "question": c.question}))}),
                );
            }
            all.len()
        }
        "agrees" | "stands_against" => {
            let ids: BTreeSet<&String> = match which {
                "agrees" => trail.agrees.iter().collect(),
                _ => trail.stands_against.iter().collect(),
            };
            let all: Vec<&Claim> = claims.iter().filter(|c| ids.contains(&c.id)).collect();
            for claim in all.iter().skip(from).take(most) {
                let own = |x: &&sayso::record::Appearance| x.speaker == record.source;
                let mut places = Vec::new();
                for answer in &claim.answers {
                    if let Some(x) = answer.appearances.iter().find(own) {
                        let at = DocSpan {
                            doc: x.doc.clone(),
                            start: x.start,
                            end: x.end,
                        };
                        places.push(words.place(&at, &answer.value)?);
                    }
                }
                let others: Vec<Value> = claim
                    .answers
                    .iter()
                    .map(|a| json!({"value": a.value, "origins": a.origins}))
                    .collect();
                items.push(json!({"id": claim.id, "places": places, "answers": others,
                    "claim": {"id": claim.id, "question": claim.question}}));
            }
            all.len()
        }
        other => {
            let text = format!("{other}: a record has no such list");
            return Err(Trouble(StatusCode::BAD_REQUEST, text));
        }
    };
    let mut items = Value::Array(items);
    store(Pile::new(site, ledger).add(&mut items))?;
    Ok(Json(json!({
        "name": record.source, "list": which, "with": with, "total": total, "offset": from,
        "items": items,
    })))
}
