//! Threads: a document's comments with what each answers, holds, quotes and corrects.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use sayso::record::{
    Appearance, Claim, Document, Layers, Passage, Relation, RelationKind, ReplyStance, Segment,
    SegmentKind, Span,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, Trouble, around, read, store, value};
use crate::index::Entry;
use crate::offsets::Offsets;
use crate::then::{When, asked, no_day};
use crate::words::cues;

/// Most characters of a comment's beginning.
const BEGINNING: usize = 160;

#[derive(Deserialize)]
pub(crate) struct Which {
    id: String,
    as_of: Option<String>,
}

/// Documents with comments; with a day those that had appeared by its end, with the comments that
/// had.
pub(crate) async fn threads(State(site): Shared, Asked(when): Asked<When>) -> Answer {
    read(site, move |site, ledger| {
        let day = asked(&when.as_of);
        day.map_or(Ok(()), sayso::check_day).map_err(no_day)?;
        let appeared = |time: Option<&str>| day.is_none_or(|day| sayso::known_by(time, day));
        let entries = site.entries(ledger)?;
        let of = |d: &Entry| {
            let published = d.metadata.published.as_deref();
            let times = d.comments.iter().map(|t| t.as_deref().or(published));
            let comments = times.filter(|t| appeared(*t)).count();
            (comments > 0 && appeared(published)).then(|| {
                json!({"id": d.id, "title": d.metadata.title, "author": d.metadata.author,
                       "outlet": d.metadata.outlet, "published": published, "comments": comments})
            })
        };
        let list: Vec<Value> = entries.iter().filter_map(of).collect();
        Ok(Json(json!({"threads": list, "as_of": day})))
    })
    .await
}

fn comments(document: &Document) -> impl Iterator<Item = &Segment> {
    document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Comment)
}

/// One thread. What stands above the comments is told as `null`, wherever a comment is told. With a
/// day it is as it stood at its end: comments that came later are not there.
pub(crate) async fn thread(State(site): Shared, Asked(which): Asked<Which>) -> Answer {
    read(site, move |site, ledger| {
        let known = site.known(ledger, asked(&which.as_of))?;
        let found = store(ledger.document(&which.id))?;
        let Some(mut document) =
            found.filter(|d| known.appeared(d.metadata.published.as_deref()))
        else {
            let text = known.lacks(&which.id, "document");
            return Err(Trouble(StatusCode::NOT_FOUND, text));
        };
        let published = document.metadata.published.clone();
        document.segments.retain(|s| {
            let when = s.time.as_deref().or(published.as_deref());
            s.kind != SegmentKind::Comment || known.appeared(when)
        });
        let told = told(&document, known.told.in_document(&document.id));
        let statements: Vec<&str> = told.iter().flat_map(|t| t.1.iter().map(|x| x.0.as_str())).collect();
        let mut answer = json!({
            "id": document.id, "as_of": known.day, "metadata": value(&document.metadata)?,
            "teller": document.teller(),
            "words": document.segments.iter().find(|s| s.kind == SegmentKind::Body)
                .map(|s| beginning(&document, s)),
            "comments": comments(&document).map(|c| comment(&document, c)).collect::<Vec<_>>(),
            "claims": told.iter().map(|t| t.0.clone()).collect::<Vec<_>>(),
            "relations": relations(&told, known.relations_among(&statements)?),
            "passages": passages(&document, &known.passages_of(&document.id)?),
            "replies": replies(&document, store(ledger.layers_without_words(&document.id))?.unwrap_or_default()),
        });
        Offsets::new(&document.text).add(&mut answer);
        Ok(Json(answer))
    })
    .await
}

fn comment(document: &Document, c: &Segment) -> Value {
    let answers: Vec<Option<&str>> = c
        .reply_to
        .iter()
        .filter_map(|to| document.segments.iter().find(|s| s.id == *to))
        .map(|s| (s.kind == SegmentKind::Comment).then_some(s.id.as_str()))
        .collect();
    json!({"id": c.id, "number": c.number, "author": c.author, "time": c.time,
           "start": c.start, "end": c.end, "answers": answers, "words": beginning(document, c)})
}

/// A comment's first words, without its "Posted by" line and the header it answers to.
pub(crate) fn beginning(document: &Document, c: &Segment) -> String {
    let mut words = String::new();
    let mut at = c.start;
    let lines = document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Byline && c.span().contains(s.span()));
    for (start, end) in lines.map(|s| (s.start, s.end)).chain([(c.end, c.end)]) {
        words.push_str(document.text.get(at..start).unwrap_or_default());
        words.push(' ');
        at = end.max(at);
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(BEGINNING) {
        Some((cut, _)) => format!("{}…", words[..cut].trim_end()),
        None => words,
    }
}

/// What replies do with the comment they answer, by the stance model, where it is more likely than
/// not; those that only comment are left out.
fn replies(document: &Document, layers: Layers) -> Vec<Value> {
    let comment = |id: &str| comments(document).any(|c| c.id == id);
    layers
        .replies
        .into_iter()
        .filter(|r| r.probability >= sayso::SURE && r.stance != ReplyStance::Comment)
        .filter(|r| comment(&r.segment))
        .map(|r| {
            json!({"comment": r.segment, "to": comment(&r.to).then_some(&r.to),
                   "stance": r.stance, "probability": r.probability})
        })
        .collect()
}

/// A claim as a thread tells it, and the comments its statements stand in.
type Told<'d> = (Value, BTreeMap<String, Option<&'d str>>);

/// Claims with appearances in the document, those told most often first; appearances in order of
/// time, then place.
fn told<'d, 'c>(document: &'d Document, claims: impl Iterator<Item = &'c Claim>) -> Vec<Told<'d>> {
    let mut out = Vec::new();
    for claim in claims {
        let mut here: Vec<(usize, &Appearance)> = Vec::new();
        for (n, answer) in claim.answers.iter().enumerate() {
            let own = answer.appearances.iter().filter(|x| x.doc == document.id);
            here.extend(own.map(|x| (n, x)));
        }
        if here.is_empty() {
            continue;
        }
        let place = |x: &Appearance| document.comment_at(x.start);
        let when = |x: &Appearance| place(x).and_then(|c| c.time.clone());
        here.sort_by_cached_key(|(_, x)| {
            (place(x).is_some(), when(x), x.start, x.end, x.id.clone())
        });
        let answers: Vec<Value> = claim
            .answers
            .iter()
            .map(|a| {
                json!({"value": a.value, "low": a.low, "high": a.high, "origins": a.origins,
                       "told": a.appearances.len()})
            })
            .collect();
        let appearances: Vec<Value> = here
            .iter()
            .map(|(n, x)| {
                let (before, words, after) = around(&document.text, x.start, x.end);
                let cues = cues(&x.chain, &document.text);
                json!({"id": x.id, "statement": x.statement, "answer": n, "cues": cues,
                       "comment": place(x).map(|c| &c.id), "start": x.start, "end": x.end,
                       "speaker": x.speaker, "chain": x.chain, "commitment": x.commitment,
                       "hedge": x.hedge, "modality": x.modality, "published": x.published,
                       "before": before, "words": words, "after": after})
            })
            .collect();
        let statements = here
            .iter()
            .map(|(_, x)| (x.statement.clone(), place(x).map(|c| c.id.as_str())))
            .collect();
        out.push((
            here.len(),
            (
                json!({"id": claim.id, "question": claim.question, "kind": claim.kind,
                   "relation": claim.relation, "answers": answers, "appearances": appearances}),
                statements,
            ),
        ));
    }
    out.sort_by_key(|t| std::cmp::Reverse(t.0));
    out.into_iter().map(|t| t.1).collect()
}

/// What statements of the document are to each other: corrections first, the earlier as `a`.
fn relations(told: &[Told<'_>], all: Vec<Relation>) -> Vec<Value> {
    let place: BTreeMap<&str, Option<&str>> = told
        .iter()
        .flat_map(|t| t.1.iter().map(|(s, c)| (s.as_str(), *c)))
        .collect();
    let mut out: Vec<Relation> = all
        .into_iter()
        .filter(|r| place.contains_key(r.a.as_str()) && place.contains_key(r.b.as_str()))
        .collect();
    out.sort_by_key(|r| (r.kind != RelationKind::Corrects, r.id.clone()));
    out.iter()
        .map(|r| {
            json!({"id": r.id, "a": r.a, "b": r.b, "kind": r.kind, "reason": r.reason,
                   "from": place[r.a.as_str()], "to": place[r.b.as_str()]})
        })
        .collect()
}

/// Passages that a comment takes from elsewhere in the thread, or from another document.
fn passages(document: &Document, all: &[Passage]) -> Vec<Value> {
    let comment = |at: Span| document.comment_at(at.start).map(|c| &c.id);
    all.iter()
        .filter_map(|p| {
            let [a, b] = [&p.a, &p.b];
            let inside = a.doc == document.id && b.doc == document.id;
            let near = json!({"id": p.id, "kind": p.kind, "similarity": p.similarity,
                              "direction": p.direction});
            let mut out = near;
            if inside {
                let back = p.direction == sayso::record::Direction::BToA;
                let (from, to) = if back { (b, a) } else { (a, b) };
                out["from"] = json!(comment(from.span()));
                out["to"] = json!(comment(to.span()));
                out["start"] = to.start.into();
                out["end"] = to.end.into();
                (out["from"] != out["to"]).then_some(out)
            } else {
                let (own, other) = match (a.doc == document.id, b.doc == document.id) {
                    (true, _) => (a, b),
                    (_, true) => (b, a),
                    _ => return None,
                };
                out["other"] = json!(other.doc);
                out["to"] = json!(comment(own.span()));
                out["start"] = own.start.into();
                out["end"] = own.end.into();
                Some(out)
            }
        })
        .collect()
}
