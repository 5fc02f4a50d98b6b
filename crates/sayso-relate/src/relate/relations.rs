//! How two statements of one claim stand to each other.
//!
//! Pairs are made inside a claim only; a claim with many statements links each of them to the
//! first of its answer, and the answers' first statements to each other, so the number of
//! relations grows with the statements and not with their square.

use std::collections::BTreeMap;

use sayso_record::{
    Commitment, Document, Modality, Proposition, Relation, RelationKind, Statement, content_id,
};

use super::claims::{Draft, Value};
use crate::assess::origins::Joined;

/// Statements up to which every pair is looked at.
const ALL_PAIRS: usize = 12;

/// The relations within one claim.
pub(crate) fn of(
    draft: &Draft,
    statements: &[Statement],
    documents: &BTreeMap<&str, &Document>,
    joined: &Joined<'_>,
) -> Vec<Relation> {
    let mut order: Vec<(&Statement, &Value)> = draft
        .members
        .iter()
        .map(|(n, v)| (&statements[*n], v))
        .collect();
    order.sort_by(|x, y| {
        let key = |s: &Statement| {
            (
                s.published.clone(),
                s.evidence.first().clone(),
                s.id.clone(),
            )
        };
        key(x.0).cmp(&key(y.0))
    });
    let mut pairs = Vec::new();
    if order.len() <= ALL_PAIRS {
        for n in 0..order.len() {
            pairs.extend((n + 1..order.len()).map(|m| (n, m)));
        }
    } else {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (n, (_, value)) in order.iter().enumerate() {
            match first.get(value.text.as_str()) {
                Some(&f) => pairs.push((f, n)),
                None => {
                    pairs.extend(first.values().take(ALL_PAIRS).map(|&f| (f, n)));
                    first.insert(&value.text, n);
                }
            }
        }
    }
    pairs
        .into_iter()
        .filter_map(|(n, m)| relation(order[n], order[m], documents, joined))
        .collect()
}

/// The relation of an earlier statement `a` and a later `b`.
fn relation(
    (a, va): (&Statement, &Value),
    (b, vb): (&Statement, &Value),
    documents: &BTreeMap<&str, &Document>,
    joined: &Joined<'_>,
) -> Option<Relation> {
    let against =
        |s: &Statement| s.modality == Modality::Negated || s.commitment == Commitment::Rejects;
    let (kind, score, reason) = if let Some(passage) = joined.passage_between(a, b) {
        (
            RelationKind::Copies,
            passage.similarity,
            format!("a reused passage holds both ({})", passage.reason),
        )
    } else if va.text == vb.text && against(a) == against(b) {
        if derives(a, b, va) {
            (
                RelationKind::Derives,
                if unusual(va) { 0.7 } else { 0.4 },
                format!(
                    "the same figure, {}, later and with no source named",
                    va.text
                ),
            )
        } else {
            (RelationKind::Agrees, 1.0, format!("both give {}", va.text))
        }
    } else {
        let disjoint = va.excludes(vb) || against(a) != against(b);
        let scope = va.scope_differs(vb);
        if disjoint && answers(a, b, documents) {
            (
                RelationKind::Corrects,
                0.6,
                format!(
                    "a reply that gives {} against {}",
                    describe(b, vb),
                    describe(a, va)
                ),
            )
        } else if disjoint && scope.is_none() {
            (
                RelationKind::Conflicts,
                0.9,
                format!("{} excludes {}", describe(a, va), describe(b, vb)),
            )
        } else {
            let why = scope.unwrap_or_else(|| "one may hold with the other".to_owned());
            (
                RelationKind::Refines,
                0.6,
                format!("{} beside {}: {why}", describe(a, va), describe(b, vb)),
            )
        }
    };
    Some(Relation {
        id: content_id("relation", &[kind.word(), &a.id, &b.id]),
        a: a.id.clone(),
        b: b.id.clone(),
        kind,
        score,
        reason,
        evidence: a.evidence.clone().and(&b.evidence),
    })
}

fn describe(s: &Statement, value: &Value) -> String {
    let stand = if s.commitment == Commitment::Rejects {
        " (rejected)"
    } else {
        ""
    };
    format!("{}{stand}", value.text)
}

/// Whether `b` stands in a comment that answers where `a` stands.
fn answers(a: &Statement, b: &Statement, documents: &BTreeMap<&str, &Document>) -> bool {
    if a.doc != b.doc {
        return false;
    }
    let Some(document) = documents.get(a.doc.as_str()) else {
        return false;
    };
    let Some(reply) = document.comment_at(b.evidence.first().start) else {
        return false;
    };
    match document.comment_at(a.evidence.first().start) {
        Some(comment) => reply.reply_to.contains(&comment.id),
        None => document
            .segment_at(a.evidence.first().start)
            .is_some_and(|s| reply.reply_to.contains(&s.id)),
    }
}

/// Whether the later statement gives an exact figure without saying where it has it from.
pub(crate) fn derives(a: &Statement, b: &Statement, value: &Value) -> bool {
    let elsewhere = a.doc != b.doc || a.segment != b.segment;
    elsewhere
        && b.chain.len() == 1
        && a.speaker != b.speaker
        && matches!(b.proposition, Proposition::Figure { .. })
        && value.low.is_some_and(|low| low >= 100.0)
}

/// Whether two people would hardly hit on the figure by chance.
pub(crate) fn unusual(value: &Value) -> bool {
    value
        .low
        .is_some_and(|low| low >= 100.0 && low % 10.0 != 0.0)
}
