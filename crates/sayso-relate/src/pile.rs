//! The order of the pile stages: passages, statements, claims, relations, origins, grades.

use std::collections::{BTreeMap, BTreeSet};

use sayso_knowledge::Knowledge;
use sayso_record::{
    Answer, Appearance, Bounds, Claim, ClaimRelation, Commitment, DocSpan, Document, Evidence,
    Findings, Judgement, Layers, Precision, Proposition, Remark, Span, Statement, content_id,
};

use crate::assess::dependence;
use crate::assess::grades;
use crate::assess::origins::{self, Joined, Sources, appearance_id};
use crate::assess::outcomes;
use crate::assess::records;
use crate::relate::claims::{self, Draft, Value, supports};
use crate::relate::{corrections, passages, relations, statements};
use crate::resolve::names::plain;
use crate::{Options, Pile, Told};

/// Most spans kept as a claim's own evidence; the appearances carry the rest.
const EVIDENCE: usize = 12;

/// See [`crate::relate`].
pub(crate) fn relate(
    knowledge: &Knowledge,
    pile: &Pile<'_>,
    options: &Options,
) -> (Findings, Vec<Remark>) {
    let mut remarks = Vec::new();
    let judgements: Vec<&Judgement> = pile
        .judgements
        .iter()
        .filter(|j| j.retracted.is_none())
        .collect();
    let withdrawn: BTreeSet<&str> = judgements
        .iter()
        .filter(|j| j.act == "withdraw")
        .map(|j| j.target.as_str())
        .collect();
    let mut work: Vec<(&Document, &Told)> = pile
        .documents
        .iter()
        .zip(pile.told)
        .filter(|(d, _)| !withdrawn.contains(d.id.as_str()))
        .collect();
    work.sort_by(|x, y| (&x.0.id, &x.0.capture).cmp(&(&y.0.id, &y.0.capture)));
    if pile.told.len() != pile.documents.len() {
        remarks.push(Remark::new(
            "pile",
            "relate",
            "documents and what they tell differ in number; what tells nothing was left out",
        ));
    }
    let documents: Vec<&Document> = work.iter().map(|w| w.0).collect();
    let mut found = passages::find(&documents);
    corrections::set_aside(&mut found, &judgements);
    let by_id: BTreeMap<&str, &Document> = documents.iter().map(|d| (d.id.as_str(), *d)).collect();
    if let Some(as_of) = options.as_of.as_deref() {
        found.retain(|p| {
            [&p.a, &p.b]
                .iter()
                .all(|side| appeared(&by_id, side, as_of))
        });
    }

    let mut told: Vec<Statement> = Vec::new();
    let mut wide: BTreeSet<String> = BTreeSet::new();
    for (_, own) in &work {
        told.extend(own.statements.iter().cloned());
        wide.extend(own.wide.iter().cloned());
        remarks.extend(own.remarks.iter().cloned());
    }
    if let Some(as_of) = options.as_of.as_deref() {
        told.retain(|s| known_by(s.published.as_deref(), as_of));
    }
    told.sort_by(|x, y| x.id.cmp(&y.id));
    told.dedup_by(|x, y| x.id == y.id);
    corrections::apply(&mut told, &judgements, &mut remarks);

    let joined = Joined::new(&found);
    let mut drafts = draft(&told, &wide, &joined);
    claims::take_sides(&mut drafts, knowledge);
    judged(&mut drafts, &judgements, &told, &mut remarks);

    let sources = Sources {
        joined,
        documents: by_id,
        judgements,
        dependent: dependence::learned(&drafts, &told),
    };
    let mut findings = Findings::default();
    for draft in &drafts {
        if let Some(claim) = claim(draft, &told, &sources) {
            findings.relations.extend(relations::of(
                draft,
                &told,
                &sources.documents,
                &sources.joined,
            ));
            findings.claims.push(claim);
        }
    }
    records::rate(&mut findings.claims);
    findings.claims.sort_by(|x, y| x.id.cmp(&y.id));
    findings.relations.sort_by(|x, y| x.id.cmp(&y.id));
    findings.relations.dedup_by(|x, y| x.id == y.id);
    findings.outcomes = outcomes::of(&told, knowledge);
    findings.statements = told;
    findings.passages = found;
    findings.passages.sort_by(|x, y| x.id.cmp(&y.id));
    remarks.sort();
    (findings, remarks)
}

/// See [`crate::told`].
pub(crate) fn told(document: &Document, layers: &Layers) -> Told {
    let mut remarks = Vec::new();
    let mut statements = statements::of(document, layers, &mut remarks);
    statements.sort_by(|x, y| x.id.cmp(&y.id));
    let wide: BTreeSet<String> = layers
        .places
        .iter()
        .filter(|p| {
            matches!(
                p.precision,
                Precision::Country | Precision::Region | Precision::Admin1
            )
        })
        .map(|p| plain(&p.canonical))
        .collect();
    Told {
        statements,
        wide: wide.into_iter().collect(),
        remarks,
    }
}

/// Whether what appeared at `published` was there at the end of the day, month or year `as_of`;
/// both EDTF. What has no date was not.
pub fn known_by(published: Option<&str>, as_of: &str) -> bool {
    published.is_some_and(|p| {
        let p = p.get(..10).unwrap_or(p);
        let both = p.len().min(as_of.len());
        match p.get(..both).cmp(&as_of.get(..both)) {
            std::cmp::Ordering::Less => true,
            // A bare month is known by a day only after its end.
            std::cmp::Ordering::Equal => p.len() >= as_of.len(),
            std::cmp::Ordering::Greater => false,
        }
    })
}

/// Whether the comment or document that a passage stands in was there then.
fn appeared(documents: &BTreeMap<&str, &Document>, at: &DocSpan, as_of: &str) -> bool {
    documents.get(at.doc.as_str()).is_some_and(|d| {
        let comment = d.comment_at(at.start).and_then(|c| c.time.as_deref());
        known_by(comment.or(d.metadata.published.as_deref()), as_of)
    })
}

/// Keys, then judge (law 7).
fn draft(told: &[Statement], wide: &BTreeSet<String>, joined: &Joined<'_>) -> Vec<Draft> {
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    // Words that a control record reads already are not counted again as an event.
    let mut control: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for s in told
        .iter()
        .filter(|s| matches!(s.proposition, Proposition::Control { .. }))
    {
        control
            .entry(&s.doc)
            .or_default()
            .push(s.evidence.first().span());
    }
    let read_already = |s: &Statement| {
        matches!(&s.proposition, Proposition::Event { event, .. } if claims::takes_ground(event))
            && control
                .get(s.doc.as_str())
                .is_some_and(|spans| spans.iter().any(|c| c.overlaps(s.evidence.first().span())))
    };
    for (n, statement) in told.iter().enumerate() {
        if read_already(statement) {
            continue;
        }
        if let Some(key) = claims::keys(statement) {
            blocks.entry(key).or_default().push(n);
        }
    }
    let mut drafts: Vec<Draft> = blocks
        .values()
        .flat_map(|block| claims::judge(block, told, wide, joined))
        .collect();
    drafts.sort_by(|x, y| (&x.id, &x.question).cmp(&(&y.id, &y.question)));
    drafts
}

/// Merges and splits that people decided, in the order they were made.
fn judged(
    drafts: &mut Vec<Draft>,
    judgements: &[&Judgement],
    told: &[Statement],
    remarks: &mut Vec<Remark>,
) {
    let mut acts: Vec<&&Judgement> = judgements
        .iter()
        .filter(|j| matches!(j.act.as_str(), "merge" | "split"))
        .collect();
    acts.sort_by_key(|j| (&j.when, &j.id));
    for j in acts {
        let at = drafts.iter().position(|d| d.id == j.target);
        let other = j.other.as_deref().unwrap_or_default();
        let done = match (j.act.as_str(), at) {
            ("merge", Some(at)) => drafts
                .iter()
                .position(|d| d.id == other && d.id != j.target)
                .is_some_and(|from| {
                    let members = drafts[from].members.clone();
                    drafts[at].members.extend(members);
                    drafts.remove(from);
                    true
                }),
            ("split", Some(at)) => {
                let chosen = |n: usize| told[n].id == other || appearance_id(&told[n].id) == other;
                let mut apart = drafts[at].clone();
                apart.members.retain(|(n, _)| chosen(*n));
                let splits =
                    !apart.members.is_empty() && apart.members.len() < drafts[at].members.len();
                if splits {
                    drafts[at].members.retain(|(n, _)| !chosen(*n));
                    apart.id = content_id("claim", &[&j.target, other]);
                    drafts.push(apart);
                }
                splits
            }
            _ => false,
        };
        if !done {
            remarks.push(Remark::new(
                &j.target,
                "relate",
                format!("the judgement {} ({} by {}) could not be applied: nothing in this pile has these ids", j.id, j.act, j.who),
            ));
        }
    }
}

/// The claim of a draft; `None` when it has no statement left.
fn claim(draft: &Draft, told: &[Statement], sources: &Sources<'_>) -> Option<Claim> {
    let mut by_answer: BTreeMap<&str, Vec<(Appearance, &Value)>> = BTreeMap::new();
    for (n, value) in &draft.members {
        by_answer
            .entry(&value.text)
            .or_default()
            .push((appearance(&told[*n]), value));
    }
    let mut answers = Vec::new();
    let mut supporting: Vec<(Appearance, Value)> = Vec::new();
    for (text, mut list) in by_answer {
        list.sort_by(|x, y| {
            let key = |a: &Appearance| (a.doc.clone(), a.start, a.id.clone());
            key(&x.0).cmp(&key(&y.0))
        });
        let behind: Vec<(&Appearance, &Value)> = list
            .iter()
            .filter(|(a, _)| origins::has_speaker_behind(a))
            .map(|(a, v)| (a, *v))
            .collect();
        let counted = origins::count(&behind, sources);
        let mut because = counted.because;
        for (a, _) in list.iter().filter(|(a, _)| !supports(a.commitment)) {
            let teller = a
                .chain
                .first()
                .map_or(a.speaker.as_str(), |l| l.teller.as_str());
            because.push(format!(
                "no support: {teller} {} it in {}{}",
                match a.commitment {
                    Commitment::Rejects => "rejects",
                    Commitment::Questions => "questions",
                    _ => "keeps a distance from",
                },
                a.doc,
                if a.chain.len() > 1 {
                    format!("; {} is counted in the most only", a.speaker)
                } else {
                    String::new()
                }
            ));
        }
        let origin_groups = counted
            .groups
            .iter()
            .map(|g| g.iter().map(|&n| behind[n].0.id.clone()).collect())
            .collect();
        supporting.extend(behind.iter().map(|(a, v)| ((*a).clone(), (*v).clone())));
        answers.push(Answer {
            value: text.to_owned(),
            low: list[0].1.low,
            high: list[0].1.high,
            origins: counted.bounds,
            origin_groups,
            because,
            appearances: list.into_iter().map(|(a, _)| a).collect(),
        });
    }
    // Best supported first, then the one told most directly, then by number: bits of what is not
    // below zero are in order.
    answers.sort_by_key(|a: &Answer| {
        let nearest = a.appearances.iter().map(|p| p.chain.len()).min();
        (
            std::cmp::Reverse((a.origins.min, a.origins.max, a.appearances.len())),
            nearest,
            a.low.or(a.high).map(f64::to_bits),
            a.value.clone(),
        )
    });
    let relation = relation(draft, told, sources);
    let all: Vec<(&Appearance, &Value)> = supporting.iter().map(|(a, v)| (a, v)).collect();
    let bounds = if all.is_empty() {
        Bounds { min: 0, max: 0 }
    } else {
        origins::count(&all, sources).bounds
    };
    let grade = grades::grade(draft, relation, &answers, told, &sources.judgements);
    let mut spans: Vec<_> = draft
        .members
        .iter()
        .flat_map(|(n, _)| told[*n].evidence.spans().to_vec())
        .collect();
    spans.sort();
    spans.dedup();
    spans.truncate(EVIDENCE);
    Some(Claim {
        id: draft.id.clone(),
        question: draft.question.clone(),
        kind: draft.kind,
        relation,
        place: draft.place.clone(),
        actor: draft.actor.clone(),
        time: draft.time.clone(),
        answers,
        origins: bounds,
        grade,
        evidence: Evidence::try_from(spans).ok()?,
    })
}

/// How the answers stand to each other: in conflict when two that have different tellers exclude
/// each other in one scope, or when somebody denies what somebody says.
fn relation(draft: &Draft, told: &[Statement], sources: &Sources<'_>) -> ClaimRelation {
    let mut distinct: BTreeMap<&str, Vec<(&Statement, &Value)>> = BTreeMap::new();
    let mut rejected = false;
    for (n, value) in &draft.members {
        let s = &told[*n];
        rejected |=
            s.commitment == Commitment::Rejects && (s.chain.len() > 1 || draft.members.len() > 1);
        distinct.entry(&value.text).or_default().push((s, value));
    }
    if rejected {
        return ClaimRelation::Conflict;
    }
    if distinct.len() < 2 {
        return ClaimRelation::Agree;
    }
    let groups: Vec<&Vec<(&Statement, &Value)>> = distinct.values().take(40).collect();
    for (n, xs) in groups.iter().enumerate() {
        for ys in &groups[n + 1..] {
            let clash = xs.iter().take(40).any(|(s, v)| {
                ys.iter().take(40).any(|(t, w)| {
                    // One speaker who gives two values speaks of two things or of a change.
                    plain(&s.speaker) != plain(&t.speaker)
                        && v.excludes(w)
                        && v.scope_differs(w).is_none()
                        && sources.joined.passage_between(s, t).is_none()
                })
            });
            if clash {
                return ClaimRelation::Conflict;
            }
        }
    }
    ClaimRelation::Refine
}

fn appearance(statement: &Statement) -> Appearance {
    let at = statement.evidence.first();
    Appearance {
        id: appearance_id(&statement.id),
        statement: statement.id.clone(),
        doc: statement.doc.clone(),
        start: at.start,
        end: at.end,
        speaker: statement.speaker.clone(),
        chain: statement.chain.clone(),
        commitment: statement.commitment,
        hedge: statement.hedge,
        modality: statement.modality,
        attribution: statement.attribution.clone(),
        published: statement.published.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_by_a_day() {
        assert!(known_by(Some("2016-03-27"), "2016-03-27"));
        assert!(known_by(Some("2016-03-27T23:00Z"), "2016-03"));
        assert!(!known_by(Some("2016-03-28"), "2016-03-27"));
        assert!(!known_by(Some("2016-03"), "2016-03-27"));
        assert!(known_by(Some("2016-02"), "2016-03-27"));
        assert!(!known_by(None, "2016-03-27"));
    }
}
