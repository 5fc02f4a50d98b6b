//! Sources' records: what the pile shows of each teller and speaker, side by side and never as one
//! score.

use std::collections::BTreeMap;

use sayso_record::{
    Claim, Direction, Document, Findings, Hedge, OutcomeKind, RelationKind, Statement,
};
use sayso_relate::Standing;
use serde::Serialize;

use crate::{Error, Ledger};

/// Passages between two sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Copied {
    /// Passages.
    pub passages: usize,
    /// Of these, with the source named nearby.
    pub credited: usize,
}

/// What came of a source's forecasts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Foretold {
    /// Later statements of others say it came so.
    pub fulfilled: usize,
    /// They say it did not.
    pub contradicted: usize,
    /// They say both.
    pub disputed: usize,
    /// They say nothing.
    pub open: usize,
}

/// One source: an outlet, author, commenter or quoted speaker.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SourceRecord {
    /// Name, as in chains.
    pub source: String,
    /// Statements whose original speaker it is.
    pub speaks: usize,
    /// Through whom it speaks, with the number of statements; without those in its own voice.
    pub through: BTreeMap<String, usize>,
    /// Whom it passes on, with the number of statements.
    pub passes_on: BTreeMap<String, usize>,
    /// From whom its passages come, where date or credit tells the direction.
    pub copies_from: BTreeMap<String, Copied>,
    /// Who took passages from it.
    pub copied_by: BTreeMap<String, Copied>,
    /// Statements of its that a reply corrects.
    pub corrected: usize,
    /// Statements of others that it corrects.
    pub corrects: usize,
    /// Copies and retellings in which a reservation of the earlier telling is gone.
    pub hedges_lost: usize,
    /// In which one was added.
    pub hedges_gained: usize,
    /// Its forecasts.
    pub forecasts: Foretold,
    /// Claims in which it gives an answer that another independent origin gives too.
    pub agrees: usize,
    /// Claims in which it gives an answer that conflicts with one of two or more independent
    /// origins, none of them its own.
    pub stands_against: usize,
    /// What stands behind each number.
    #[serde(skip)]
    pub trail: Trail,
}

/// The ids that a record's numbers count, in the order of the ledger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trail {
    /// Statements of its own.
    pub speaks: Vec<String>,
    /// Statements of others that it passes on.
    pub passes_on: Vec<String>,
    /// Passages that it took.
    pub copies_from: Vec<String>,
    /// Passages that others took from it.
    pub copied_by: Vec<String>,
    /// Relations in which it is corrected.
    pub corrected: Vec<String>,
    /// Relations in which it corrects.
    pub corrects: Vec<String>,
    /// Relations in which it drops a reservation.
    pub hedges_lost: Vec<String>,
    /// Relations in which it adds one.
    pub hedges_gained: Vec<String>,
    /// Outcomes of its forecasts.
    pub forecasts: Vec<String>,
    /// Claims in which it agrees with another origin.
    pub agrees: Vec<String>,
    /// Claims in which it stands against two or more.
    pub stands_against: Vec<String>,
}

/// The records of all sources of a ledger, by number of statements, then name.
///
/// # Errors
/// When the ledger cannot be read.
pub fn sources(ledger: &Ledger) -> Result<Vec<SourceRecord>, Error> {
    let found = ledger.findings()?;
    sources_of(ledger, &found, &found.claims)
}

/// The same by findings made of a ledger, such as those [as of a day](crate::as_of); its claims
/// stand beside them in any order.
///
/// # Errors
/// When the ledger cannot be read.
pub fn sources_of(
    ledger: &Ledger,
    found: &Findings,
    claims: &[Claim],
) -> Result<Vec<SourceRecord>, Error> {
    let mut all = Records::default();
    let documents = ledger.documents()?;
    let by_id: BTreeMap<&str, &Document> = documents.iter().map(|d| (d.id.as_str(), d)).collect();
    let told = found.statements.iter().map(|s| (s.id.as_str(), s));
    let told: BTreeMap<&str, &Statement> = told.collect();
    for s in &found.statements {
        let own = all.of(&s.speaker);
        own.speaks += 1;
        own.trail.speaks.push(s.id.clone());
        if let Some(teller) = teller(s).filter(|t| *t != s.speaker) {
            let through = all.of(&s.speaker).through.entry(teller.to_owned());
            *through.or_default() += 1;
            let other = all.of(teller);
            *other.passes_on.entry(s.speaker.clone()).or_default() += 1;
            other.trail.passes_on.push(s.id.clone());
        }
    }
    let name = |side: &sayso_record::DocSpan| {
        let document = by_id.get(side.doc.as_str());
        document
            .map_or(side.doc.as_str(), |d| d.teller_at(side.start))
            .to_owned()
    };
    for p in &found.passages {
        let (from, to) = match p.direction {
            Direction::AToB => (name(&p.a), name(&p.b)),
            Direction::BToA => (name(&p.b), name(&p.a)),
            Direction::Unknown => continue,
        };
        if from == to {
            continue;
        }
        let credited = usize::from(p.credited);
        let taker = all.of(&to);
        taker.trail.copies_from.push(p.id.clone());
        let copied = taker.copies_from.entry(from.clone()).or_default();
        copied.passages += 1;
        copied.credited += credited;
        let giver = all.of(&from);
        giver.trail.copied_by.push(p.id.clone());
        let copied = giver.copied_by.entry(to).or_default();
        copied.passages += 1;
        copied.credited += credited;
    }
    for r in &found.relations {
        let (Some(a), Some(b)) = (told.get(r.a.as_str()), told.get(r.b.as_str())) else {
            continue;
        };
        match r.kind {
            RelationKind::Corrects => {
                let wrong = all.of(&a.speaker);
                wrong.corrected += 1;
                wrong.trail.corrected.push(r.id.clone());
                let right = all.of(&b.speaker);
                right.corrects += 1;
                right.trail.corrects.push(r.id.clone());
            }
            RelationKind::Copies | RelationKind::Derives => {
                // The record's order is that of telling.
                let (early, late) = if a.published <= b.published {
                    (a, b)
                } else {
                    (b, a)
                };
                let later = teller(late).unwrap_or(&late.speaker).to_owned();
                match (early.hedge == Hedge::None, late.hedge == Hedge::None) {
                    (false, true) => {
                        let record = all.of(&later);
                        record.hedges_lost += 1;
                        record.trail.hedges_lost.push(r.id.clone());
                    }
                    (true, false) => {
                        let record = all.of(&later);
                        record.hedges_gained += 1;
                        record.trail.hedges_gained.push(r.id.clone());
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    for o in &found.outcomes {
        let record = all.of(&o.speaker);
        record.trail.forecasts.push(o.id.clone());
        let record = &mut record.forecasts;
        match o.outcome {
            OutcomeKind::Fulfilled => record.fulfilled += 1,
            OutcomeKind::Contradicted => record.contradicted += 1,
            OutcomeKind::Disputed => record.disputed += 1,
            OutcomeKind::Open => record.open += 1,
        }
    }
    for claim in claims {
        for (speaker, standing) in sayso_relate::standing(claim) {
            match standing {
                Standing::Agrees => {
                    let record = all.of(speaker);
                    record.agrees += 1;
                    record.trail.agrees.push(claim.id.clone());
                }
                Standing::Against => {
                    let record = all.of(speaker);
                    record.stands_against += 1;
                    record.trail.stands_against.push(claim.id.clone());
                }
            }
        }
    }
    let mut out: Vec<SourceRecord> = all.0.into_values().collect();
    out.sort_by(|x, y| y.speaks.cmp(&x.speaks).then(x.source.cmp(&y.source)));
    Ok(out)
}

/// The outermost teller.
fn teller(s: &Statement) -> Option<&str> {
    s.chain.first().map(|l| l.teller.as_str())
}

#[derive(Default)]
struct Records(BTreeMap<String, SourceRecord>);

impl Records {
    fn of(&mut self, name: &str) -> &mut SourceRecord {
        self.0
            .entry(name.to_owned())
            .or_insert_with(|| SourceRecord {
                source: name.to_owned(),
                ..SourceRecord::default()
            })
    }
}
