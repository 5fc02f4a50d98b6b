//! The course of a claim: who told it first, who repeated it, where a reservation was lost, who
//! doubted, denied and corrected it, in order of time.

use std::collections::BTreeMap;

use sayso_record::{
    Appearance, Claim, Commitment, Document, Hedge, Relation, RelationKind, ReplyStance,
    SegmentKind, Statement,
};
use serde::Serialize;

use crate::{Error, Ledger};

/// Least probability at which a reply's stance is shown anywhere: below it the model does not know.
pub const SURE: f64 = 0.5;

/// What happens to a claim at one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// The earliest telling of this answer.
    First,
    /// Told again with nothing that joins it to an earlier telling.
    Told,
    /// Told again in reused words.
    Copied,
    /// An unusual figure told again with no source named.
    Derived,
    /// Told again without the reservation the earlier telling had.
    HedgeLost,
    /// Told again with a reservation the earlier telling had not.
    HedgeGained,
    /// Repeated by one who asks.
    Questioned,
    /// Repeated by one who rejects it or keeps a distance.
    Rejected,
    /// A reply gives another answer.
    Corrected,
    /// A reply that seems to deny the comment it stands in, by the stance model.
    SeemsDenied,
    /// A reply that seems to ask for proof, by the stance model.
    SeemsQuestioned,
}

impl Turn {
    /// In plain words.
    pub fn words(self) -> &'static str {
        match self {
            Turn::First => "first told",
            Turn::Told => "told",
            Turn::Copied => "copied",
            Turn::Derived => "repeated without a source",
            Turn::HedgeLost => "repeated, reservation lost",
            Turn::HedgeGained => "repeated with reservation",
            Turn::Questioned => "questioned",
            Turn::Rejected => "rejected",
            Turn::Corrected => "corrected",
            Turn::SeemsDenied => "seemingly denied in a reply",
            Turn::SeemsQuestioned => "seemingly doubted in a reply",
        }
    }
}

/// One step of a claim's course.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// When it appeared, EDTF; none when undated, which stands at the end.
    pub when: Option<String>,
    /// What happened.
    pub turn: Turn,
    /// The answer concerned.
    pub answer: String,
    /// Who tells it here.
    pub teller: String,
    /// Document.
    pub doc: String,
    /// First byte of the words.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Why this turn.
    pub because: String,
}

/// The steps of a claim, in order of time, then document and place.
///
/// # Errors
/// When the ledger cannot be read.
pub fn course(ledger: &Ledger, claim: &Claim) -> Result<Vec<Step>, Error> {
    let mut list: Vec<(&str, &Appearance)> = claim
        .answers
        .iter()
        .flat_map(|a| a.appearances.iter().map(|x| (a.value.as_str(), x)))
        .collect();
    list.sort_by_key(|(_, x)| (x.published.is_none(), &x.published, &x.doc, x.start));
    let ids: BTreeMap<&str, &Appearance> = list
        .iter()
        .map(|(_, x)| (x.statement.as_str(), *x))
        .collect();
    // Relations of a later telling to an earlier one, by the later.
    let mut earlier: BTreeMap<String, Vec<(Relation, &Appearance)>> = BTreeMap::new();
    let place = |x: &Appearance| list.iter().position(|(_, y)| y.id == x.id);
    let about: Vec<&str> = ids.keys().copied().collect();
    for r in ledger.relations_of(&about)? {
        if let (Some(a), Some(b)) = (ids.get(r.a.as_str()), ids.get(r.b.as_str())) {
            let (first, then) = if place(a) <= place(b) {
                (*a, *b)
            } else {
                (*b, *a)
            };
            earlier
                .entry(then.statement.clone())
                .or_default()
                .push((r, first));
        }
    }
    let mut steps: Vec<Step> = Vec::new();
    for (answer, x) in &list {
        let told = told(claim, answer, x, &list);
        let (turn, because) = turn(told, x, earlier.get(&x.statement));
        let teller = x.chain.first().map_or(&x.speaker, |l| &l.teller);
        steps.push(Step {
            when: x.published.clone(),
            turn,
            answer: (*answer).to_owned(),
            teller: teller.clone(),
            doc: x.doc.clone(),
            start: x.start,
            end: x.end,
            because,
        });
    }
    let mut statements: BTreeMap<String, Statement> = BTreeMap::new();
    for id in about {
        if let Some(statement) = ledger.statement(id)? {
            statements.insert(statement.id.clone(), statement);
        }
    }
    replies(ledger, &list, &statements, &mut steps)?;
    steps.sort_by(|x, y| {
        let key = |s: &Step| (s.when.is_none(), s.when.clone(), s.doc.clone(), s.start);
        key(x).cmp(&key(y))
    });
    Ok(steps)
}

/// What a telling adds to its answer where no relation names an earlier one.
fn told(
    claim: &Claim,
    answer: &str,
    x: &Appearance,
    list: &[(&str, &Appearance)],
) -> (Turn, &'static str) {
    let before: Vec<&str> = list
        .iter()
        .take_while(|(_, y)| y.id != x.id)
        .filter(|(value, _)| *value == answer)
        .map(|(_, y)| y.id.as_str())
        .collect();
    // A headline and its text, or one who speaks twice: no relation joins them, their origin does.
    let shared = || {
        claim
            .answers
            .iter()
            .filter(|a| a.value == answer)
            .flat_map(|a| &a.origin_groups)
            .any(|g| g.contains(&x.id) && g.iter().any(|id| before.contains(&id.as_str())))
    };
    if before.is_empty() {
        (Turn::First, "the earliest with this answer in the pile")
    } else if shared() {
        (
            Turn::Told,
            "one origin with an earlier telling; why stands with the answer",
        )
    } else {
        (Turn::Told, "nothing found joins it to an earlier telling")
    }
}

fn turn(
    told: (Turn, &str),
    x: &Appearance,
    earlier: Option<&Vec<(Relation, &Appearance)>>,
) -> (Turn, String) {
    match x.commitment {
        Commitment::Rejects | Commitment::Distances => {
            return (
                Turn::Rejected,
                format!("the teller {} it", x.commitment.word()),
            );
        }
        Commitment::Questions => {
            return (Turn::Questioned, "the teller questions it".to_owned());
        }
        _ => {}
    }
    let related = |kind: RelationKind| earlier.into_iter().flatten().find(|(r, _)| r.kind == kind);
    if let Some((r, _)) = related(RelationKind::Corrects) {
        return (Turn::Corrected, r.reason.clone());
    }
    let joined = related(RelationKind::Copies).or_else(|| related(RelationKind::Derives));
    if let Some((r, first)) = joined {
        let hedges = (first.hedge != Hedge::None, x.hedge != Hedge::None);
        let turn = match (hedges, r.kind) {
            ((true, false), _) => Turn::HedgeLost,
            ((false, true), _) => Turn::HedgeGained,
            (_, RelationKind::Derives) => Turn::Derived,
            _ => Turn::Copied,
        };
        return (turn, r.reason.clone());
    }
    (told.0, told.1.to_owned())
}

/// Adds replies that seem to deny or doubt a comment in which the claim is told.
fn replies(
    ledger: &Ledger,
    list: &[(&str, &Appearance)],
    statements: &BTreeMap<String, Statement>,
    steps: &mut Vec<Step>,
) -> Result<(), Error> {
    let mut by_doc: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (answer, x) in list {
        if let Some(segment) = statements
            .get(&x.statement)
            .and_then(|s| s.segment.as_deref())
        {
            by_doc.entry(&x.doc).or_default().push((segment, answer));
        }
    }
    for (doc, told) in by_doc {
        let layers = ledger.layers_without_words(doc)?.unwrap_or_default();
        let sure = layers.replies.iter().filter(|r| r.probability >= SURE);
        let turns: Vec<_> = sure
            .filter_map(|r| {
                let turn = match r.stance {
                    ReplyStance::Deny => Turn::SeemsDenied,
                    ReplyStance::Query => Turn::SeemsQuestioned,
                    ReplyStance::Support | ReplyStance::Comment => return None,
                };
                let answer = told.iter().find(|(segment, _)| *segment == r.to)?;
                Some((r, turn, answer.1))
            })
            .collect();
        if turns.is_empty() {
            continue;
        }
        let Some(document): Option<Document> = ledger.document(doc)? else {
            continue;
        };
        // Who answers a whole article need not mean this claim of it.
        let narrow = |id: &str| {
            let target = document.segments.iter().find(|s| s.id == id);
            target.is_some_and(|s| s.kind == SegmentKind::Comment)
        };
        for (reply, turn, answer) in turns.into_iter().filter(|t| narrow(&t.0.to)) {
            let comment = document.segments.iter().find(|s| s.id == reply.segment);
            steps.push(Step {
                when: comment.and_then(|c| c.time.clone()),
                turn,
                answer: answer.to_owned(),
                teller: comment.and_then(|c| c.author.clone()).unwrap_or_default(),
                doc: doc.to_owned(),
                start: reply.start,
                end: reply.end,
                because: format!(
                    "it answers {}; {} by the stance model, {:.2}",
                    reply.to,
                    reply.stance.word(),
                    reply.probability
                ),
            });
        }
    }
    Ok(())
}
