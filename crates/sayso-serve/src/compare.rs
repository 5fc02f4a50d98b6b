//! Two documents side by side: their passages, and what became of each word.

use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use sayso::Ledger;
use sayso::record::{Claim, Direction, DocSpan, Document, Passage, Span};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, Site, Trouble, read, store, value};
use crate::lists::holds;
use crate::offsets::Offsets;

#[derive(Deserialize)]
pub(crate) struct Which {
    a: Option<String>,
    b: Option<String>,
    passage: Option<String>,
    q: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// A pair of documents in the order asked, or in that of a passage, the earlier first.
pub(crate) async fn compare(State(site): Shared, Asked(which): Asked<Which>) -> Answer {
    read(site, move |site, ledger| {
        let (a, b) = match which {
            Which {
                a: Some(a),
                b: Some(b),
                ..
            } => (a, b),
            Which {
                passage: Some(id), ..
            } => {
                let Some(p) = store(ledger.passage(&id))? else {
                    return Err(Trouble(
                        StatusCode::NOT_FOUND,
                        format!("{id}: no such passage in this ledger"),
                    ));
                };
                let (from, to) = ordered(&p);
                (from.doc.clone(), to.doc.clone())
            }
            other => return pairs(site, ledger, &other),
        };
        let (one, other) = (document(ledger, &a)?, document(ledger, &b)?);
        let (left, right) = (Offsets::new(&one.text), Offsets::new(&other.text));
        let passages = store(ledger.passages_of(&a))?;
        let mut list: Vec<(Span, Span, &Passage)> = passages
            .iter()
            .filter_map(|p| {
                let (from, to) = ordered(p);
                if from.doc == a && to.doc == b {
                    Some((from.span(), to.span(), p))
                } else if from.doc == b && to.doc == a {
                    Some((to.span(), from.span(), p))
                } else {
                    None
                }
            })
            .collect();
        list.sort_by_key(|(x, y, _)| (*x, *y));
        let list: Vec<Value> = list
            .into_iter()
            .map(|(x, y, p)| {
                // Within one document the earlier place stands left.
                let back = a != b && ordered(p).0.doc == b;
                let changes = if back {
                    sayso::compare(&other.text, y, &one.text, x)
                } else {
                    sayso::compare(&one.text, x, &other.text, y)
                };
                let changes: Vec<Value> = changes
                    .into_iter()
                    .map(|c| {
                        let (l, r) = if back {
                            (c.later, c.earlier)
                        } else {
                            (c.earlier, c.later)
                        };
                        json!({"kind": c.kind, "hedge": c.hedge, "figure": c.figure,
                               "a": l.map(|s| place(&left, s)), "b": r.map(|s| place(&right, s))})
                    })
                    .collect();
                json!({"id": p.id, "kind": p.kind, "similarity": p.similarity,
                       "credited": p.credited, "reason": p.reason,
                       "known": p.direction != Direction::Unknown,
                       "from": if back { "b" } else { "a" },
                       "a": place(&left, x), "b": place(&right, y), "changes": changes})
            })
            .collect();
        Ok(Json(json!({
            "a": side(&one, &left)?, "b": side(&other, &right)?, "passages": list,
            "claims": shared(&site.claims(ledger)?, &a, &b),
        })))
    })
    .await
}

/// The earlier side first; as recorded where nobody knows.
fn ordered(p: &Passage) -> (&DocSpan, &DocSpan) {
    match p.direction {
        Direction::BToA => (&p.b, &p.a),
        Direction::AToB | Direction::Unknown => (&p.a, &p.b),
    }
}

fn place(offsets: &Offsets, span: Span) -> Value {
    json!({"start": span.start, "end": span.end,
           "start16": offsets.of(span.start), "end16": offsets.of(span.end)})
}

fn document(ledger: &Ledger, id: &str) -> Result<Document, Trouble> {
    store(ledger.document(id))?.ok_or_else(|| {
        Trouble(
            StatusCode::NOT_FOUND,
            format!("{id}: no such document in this ledger"),
        )
    })
}

fn side(document: &Document, offsets: &Offsets) -> Result<Value, Trouble> {
    let mut segments = value(&document.segments)?;
    offsets.add(&mut segments);
    Ok(
        json!({"id": document.id, "text": document.text, "teller": document.teller(),
               "metadata": value(&document.metadata)?, "segments": segments}),
    )
}

/// Claims told in both documents.
fn shared(claims: &[Claim], a: &str, b: &str) -> Vec<Value> {
    let told = |claim: &Claim, doc: &str| {
        let mut all = claim.answers.iter().flat_map(|x| &x.appearances);
        all.any(|x| x.doc == doc)
    };
    claims
        .iter()
        .filter(|c| a != b && told(c, a) && told(c, b))
        .map(|c| json!({"id": c.id, "question": c.question, "relation": c.relation}))
        .collect()
}

/// Two documents that share passages: the earlier first, where that is known.
pub(crate) struct Pair {
    a: String,
    b: String,
    passages: usize,
    kinds: BTreeSet<&'static str>,
    known: bool,
}

/// Those that share most first.
fn paired(passages: &[Passage]) -> Vec<Pair> {
    let mut found: BTreeMap<(&str, &str), (usize, BTreeSet<&'static str>, bool)> = BTreeMap::new();
    for p in passages {
        let (from, to) = ordered(p);
        let (a, b) = (from.doc.as_str(), to.doc.as_str());
        // Passages that went the other way belong to the same pair.
        let key = if found.contains_key(&(b, a)) {
            (b, a)
        } else {
            (a, b)
        };
        let pair = found.entry(key).or_default();
        pair.0 += 1;
        pair.1.insert(p.kind.word());
        pair.2 |= p.direction != Direction::Unknown;
    }
    let each = |((a, b), (passages, kinds, known)): ((&str, &str), _)| Pair {
        a: a.to_owned(),
        b: b.to_owned(),
        passages,
        kinds,
        known,
    };
    let mut list: Vec<Pair> = found.into_iter().map(each).collect();
    list.sort_by_key(|p| std::cmp::Reverse(p.passages));
    list
}

/// The pairs of documents in whose titles or ids words stand.
fn pairs(site: &Site, ledger: &Ledger, which: &Which) -> Answer {
    let all = site
        .index
        .pairs
        .get(site.stamp(), "", || Ok(paired(&store(ledger.passages())?)))?;
    let documents = site.entries(ledger)?;
    let titles: BTreeMap<&str, Option<&str>> = documents
        .iter()
        .map(|d| (d.id.as_str(), d.metadata.title.as_deref()))
        .collect();
    let title = |id: &str| titles.get(id).copied().flatten();
    let words = which.q.as_deref().unwrap_or("").trim().to_lowercase();
    let has = |id: &str| holds(id, &words) || title(id).is_some_and(|t| holds(t, &words));
    let passes = |p: &&Pair| words.is_empty() || has(&p.a) || has(&p.b);
    let passed: Vec<&Pair> = all.iter().filter(passes).collect();
    let from = which.offset.unwrap_or(0);
    let shown = passed.iter().skip(from);
    let list: Vec<Value> = shown
        .take(which.limit.unwrap_or(usize::MAX))
        .map(|p| {
            json!({"a": p.a, "b": p.b, "a_title": title(&p.a), "b_title": title(&p.b),
                   "passages": p.passages, "kinds": p.kinds, "known": p.known})
        })
        .collect();
    Ok(Json(json!({
        "all": all.len(), "total": passed.len(), "offset": from, "pairs": list,
    })))
}

/// A document's own side of its passages, in text order.
pub(crate) fn of(doc: &str, ledger: &Ledger) -> Result<Value, Trouble> {
    let mut list = Vec::new();
    for p in store(ledger.passages_of(doc))? {
        for (own, other) in [(&p.a, &p.b), (&p.b, &p.a)] {
            if own.doc == doc {
                let first = std::ptr::eq(own, ordered(&p).0);
                let way = match p.direction {
                    Direction::Unknown => "unknown",
                    _ if first => "to",
                    _ => "from",
                };
                list.push((
                    own.span(),
                    json!({"id": p.id, "kind": p.kind, "similarity": p.similarity,
                           "other": other.doc, "way": way, "start": own.start, "end": own.end}),
                ));
            }
        }
    }
    list.sort_by_key(|(at, p)| (*at, p["id"].to_string()));
    Ok(list.into_iter().map(|(_, p)| p).collect())
}
