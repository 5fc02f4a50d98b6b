//! What pages ask for again and again, worked out once for a ledger as it lies there: reading a
//! large one through takes a second, and most questions are about a few records of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use sayso::Ledger;
use sayso::record::{
    Claim, Document, DocumentKind, Metadata, Outcome, OutcomeKind, Proposition, SegmentKind,
    Statement,
};

use crate::api::{Site, Trouble, store};
use crate::compare::Pair;
use crate::held::Held;
use crate::review::Queue;

/// The indexes, each held as long as the file stays as it is.
pub(crate) struct Index {
    told: Held<Told>,
    entries: Held<Vec<Entry>>,
    foretold: Held<Foretold>,
    happened: Held<Vec<Statement>>,
    pub(crate) sums: Held<String>,
    pub(crate) queue: Held<Queue>,
    pub(crate) pairs: Held<Vec<Pair>>,
}

impl Default for Index {
    fn default() -> Self {
        Index {
            told: Held::new(1),
            entries: Held::new(1),
            foretold: Held::new(1),
            happened: Held::new(1),
            sums: Held::new(1),
            queue: Held::new(1),
            pairs: Held::new(1),
        }
    }
}

/// Which claim an id belongs to, and which ones a document tells.
pub(crate) struct Told {
    claims: Arc<Vec<Claim>>,
    by_id: HashMap<String, usize>,
    by_document: HashMap<String, Vec<usize>>,
    words: OnceLock<Vec<String>>,
}

impl Told {
    pub(crate) fn new(claims: Arc<Vec<Claim>>) -> Self {
        let mut by_id = HashMap::new();
        let mut by_document: HashMap<String, Vec<usize>> = HashMap::new();
        for (n, claim) in claims.iter().enumerate() {
            by_id.insert(claim.id.clone(), n);
            for x in claim.answers.iter().flat_map(|a| &a.appearances) {
                by_id.insert(x.statement.clone(), n);
                by_id.insert(x.id.clone(), n);
                let here = by_document.entry(x.doc.clone()).or_default();
                if here.last() != Some(&n) {
                    here.push(n);
                }
            }
        }
        Told {
            claims,
            by_id,
            by_document,
            words: OnceLock::new(),
        }
    }

    /// What words are looked for in, in lower case: a claim's question, answers and speakers.
    pub(crate) fn words(&self, claim: usize) -> &str {
        let all = self.words.get_or_init(|| {
            let of = |c: &Claim| {
                let answers = c.answers.iter().map(|a| a.value.as_str());
                let told = c.answers.iter().flat_map(|a| &a.appearances);
                let speakers: BTreeSet<&str> = told.map(|x| x.speaker.as_str()).collect();
                let parts = std::iter::once(c.question.as_str()).chain(answers);
                let parts: Vec<&str> = parts.chain(speakers).collect();
                parts.join("\n").to_lowercase()
            };
            self.claims.iter().map(of).collect()
        });
        all.get(claim).map_or("", String::as_str)
    }

    /// The claim of this id, or that holds the statement or appearance of this id.
    pub(crate) fn claim_of(&self, id: &str) -> Option<&Claim> {
        self.by_id.get(id).map(|n| &self.claims[*n])
    }

    /// The claims that a document tells, in list order.
    pub(crate) fn in_document(&self, doc: &str) -> impl Iterator<Item = &Claim> {
        let here = self.by_document.get(doc).into_iter().flatten();
        here.map(|n| &self.claims[*n])
    }
}

/// What lists say of a document.
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) metadata: Metadata,
    pub(crate) kind: DocumentKind,
    /// Bytes of its text.
    pub(crate) bytes: usize,
    pub(crate) capture: String,
    /// When each of its comments was written.
    pub(crate) comments: Vec<Option<String>>,
}

impl Entry {
    fn of(document: Document) -> Self {
        let comments = document.segments.iter();
        Entry {
            comments: comments
                .filter(|s| s.kind == SegmentKind::Comment)
                .map(|s| s.time.clone())
                .collect(),
            bytes: document.text.len(),
            id: document.id,
            metadata: document.metadata,
            kind: document.kind,
            capture: document.capture,
        }
    }
}

/// Forecasts in list order, and who foretells.
pub(crate) struct Foretold {
    /// Each with its canonical place.
    pub(crate) list: Vec<(Outcome, Option<String>)>,
    /// Who foretells most comes first; how often contradicted, disputed, fulfilled, open.
    pub(crate) speakers: Vec<(String, [usize; 4])>,
    pub(crate) places: BTreeSet<String>,
}

/// Those that later words decide come first.
fn order(outcome: OutcomeKind) -> usize {
    match outcome {
        OutcomeKind::Contradicted => 0,
        OutcomeKind::Disputed => 1,
        OutcomeKind::Fulfilled => 2,
        OutcomeKind::Open => 3,
    }
}

impl Foretold {
    pub(crate) fn new(outcomes: Vec<Outcome>, statements: &[Statement]) -> Self {
        let by_id: HashMap<&str, &Statement> =
            statements.iter().map(|s| (s.id.as_str(), s)).collect();
        let mut speakers: BTreeMap<String, [usize; 4]> = BTreeMap::new();
        let mut places = BTreeSet::new();
        let mut list = Vec::with_capacity(outcomes.len());
        for o in outcomes {
            let Some(s) = by_id.get(o.forecast.as_str()) else {
                continue;
            };
            let (place, made) = match &s.proposition {
                Proposition::Forecast { place, made, .. } => {
                    (place.clone(), made.as_ref().or(s.published.as_ref()))
                }
                _ => (None, None),
            };
            speakers.entry(o.speaker.clone()).or_default()[order(o.outcome)] += 1;
            places.extend(place.clone());
            let at = s.evidence.first();
            let key = (order(o.outcome), made.is_none(), made, &at.doc, at.start);
            list.push((key, (o, place)));
        }
        list.sort_by(|a, b| a.0.cmp(&b.0));
        let mut speakers: Vec<(String, [usize; 4])> = speakers.into_iter().collect();
        speakers.sort_by_key(|(_, n)| std::cmp::Reverse(n.iter().sum::<usize>()));
        Foretold {
            list: list.into_iter().map(|l| l.1).collect(),
            speakers,
            places,
        }
    }
}

impl Site {
    /// Which claim holds what.
    pub(crate) fn told(&self, ledger: &Ledger) -> Result<Arc<Told>, Trouble> {
        let claims = self.claims(ledger)?;
        let told = &self.index.told;
        told.get(self.stamp(), "", || Ok(Told::new(claims)))
    }

    /// All documents, by id.
    pub(crate) fn entries(&self, ledger: &Ledger) -> Result<Arc<Vec<Entry>>, Trouble> {
        self.index.entries.get(self.stamp(), "", || {
            let ids = store(ledger.document_ids())?;
            let read = ids.iter().map(|id| store(ledger.document(id)));
            // One at a time: their texts together may be large.
            read.filter_map(Result::transpose)
                .map(|d| d.map(Entry::of))
                .collect()
        })
    }

    /// Statements of events.
    pub(crate) fn happened(&self, ledger: &Ledger) -> Result<Arc<Vec<Statement>>, Trouble> {
        self.index.happened.get(self.stamp(), "", || {
            let mut all = store(ledger.statements())?;
            all.retain(|s| matches!(s.proposition, Proposition::Event { .. }));
            Ok(all)
        })
    }

    /// Forecasts with what came of them.
    pub(crate) fn foretold(&self, ledger: &Ledger) -> Result<Arc<Foretold>, Trouble> {
        self.index.foretold.get(self.stamp(), "", || {
            let outcomes = store(ledger.outcomes())?;
            Ok(Foretold::new(outcomes, &store(ledger.statements())?))
        })
    }
}
