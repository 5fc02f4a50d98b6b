//! What coders of events count: one incident a question, with its parties, place, day and deaths.
//!
//! Claims are questions; ACLED and UCDP want events. Each claim on an event or on the taking of a
//! place that somebody stands behind is an incident; counts of killed people join the incident in
//! whose sentence they stand, or the only one at their place and day, and are an incident of their
//! own where there is none. Nothing is decided here that a claim leaves open: who disagrees is
//! kept for the notes.

use std::collections::{BTreeMap, BTreeSet};

use sayso_record::{
    ActorKind, Answer, Appearance, Claim, ClaimKind, Commitment, ControlStatus, Document,
    FigureKind, Modality, Place, Proposition, Statement,
};

use crate::Pile;

/// A count of killed people that somebody stands behind.
pub(crate) struct Death<'p> {
    /// Lower bound; none when open.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// Who was killed, in the text's words.
    pub of: Option<&'p str>,
    /// The words of the count.
    pub words: &'p str,
    /// The claim it answers: counts that answer one claim compete, those of two add up.
    pub claim: &'p str,
    /// Independent origins of this answer, at least.
    pub origins: u32,
    /// Where it stands.
    pub at: &'p Statement,
}

/// One incident.
pub(crate) struct Incident<'p> {
    /// Claims it was made from, the first names it.
    pub claims: Vec<&'p Claim>,
    /// ACLED sub-event type; none for deaths of which no event is told.
    pub sub_event: Option<&'p str>,
    /// Who acts, as the best supported answer has it.
    pub actors: Vec<&'p str>,
    /// Who is acted upon.
    pub recipients: Vec<&'p str>,
    /// Where.
    pub place: Option<&'p Place>,
    /// EDTF: a day, month or year.
    pub time: Option<&'p str>,
    /// Whether no teller says when, so that the time is that of the report.
    pub time_of_report: bool,
    /// Deaths.
    pub deaths: Vec<Death<'p>>,
    /// Appearances somebody stands behind, in order of document and place.
    pub told: Vec<&'p Appearance>,
}

/// Look-ups over the pile.
pub(crate) struct Index<'p> {
    documents: BTreeMap<&'p str, &'p Document>,
    statements: BTreeMap<&'p str, &'p Statement>,
    places: BTreeMap<(&'p str, &'p str), &'p Place>,
    kinds: BTreeMap<&'p str, ActorKind>,
    /// Counts of killed people by the event trigger (document, first byte) in whose layer they are.
    deaths_of: BTreeMap<(&'p str, usize), Vec<usize>>,
    /// Killed-figure statements by document and first byte, with their claim and answer.
    killed: BTreeMap<(&'p str, usize), (&'p Statement, &'p Claim, &'p Answer)>,
}

impl<'p> Incident<'p> {
    /// The deaths by the claim they answer, in order of claim.
    pub(crate) fn counts(&self) -> Vec<Vec<&Death<'p>>> {
        let mut by_claim: BTreeMap<&str, Vec<&Death<'p>>> = BTreeMap::new();
        for death in &self.deaths {
            by_claim.entry(death.claim).or_default().push(death);
        }
        by_claim.into_values().collect()
    }
}

impl<'p> Index<'p> {
    /// Over everything in the pile.
    pub(crate) fn new(pile: &Pile<'p>) -> Self {
        let mut index = Index {
            documents: pile.documents.iter().map(|d| (d.id.as_str(), d)).collect(),
            statements: pile
                .findings
                .statements
                .iter()
                .map(|s| (s.id.as_str(), s))
                .collect(),
            places: BTreeMap::new(),
            kinds: BTreeMap::new(),
            deaths_of: BTreeMap::new(),
            killed: BTreeMap::new(),
        };
        for (document, layers) in pile.documents.iter().zip(pile.layers) {
            for place in &layers.places {
                let key = (document.id.as_str(), place.canonical.as_str());
                index.places.entry(key).or_insert(place);
            }
            for actor in &layers.actors {
                index.kinds.entry(&actor.canonical).or_insert(actor.kind);
            }
            let at: BTreeMap<&str, usize> = layers
                .figures
                .iter()
                .filter(|f| f.what == FigureKind::Killed && !f.negated)
                .map(|f| (f.id.as_str(), f.start))
                .collect();
            for event in &layers.events {
                let deaths: Vec<usize> = event
                    .figures
                    .iter()
                    .filter_map(|id| at.get(id.as_str()).copied())
                    .collect();
                if !deaths.is_empty() {
                    index.deaths_of.insert((&document.id, event.start), deaths);
                }
            }
        }
        for claim in &pile.findings.claims {
            for answer in &claim.answers {
                for x in answer.appearances.iter().filter(|a| stands(a)) {
                    let statement = index.statements.get(x.statement.as_str());
                    if let Some(s) = statement
                        && let Proposition::Figure {
                            what: FigureKind::Killed,
                            ..
                        } = &s.proposition
                    {
                        index.killed.insert((&x.doc, x.start), (s, claim, answer));
                    }
                }
            }
        }
        index
    }

    /// The document of an id.
    pub(crate) fn document(&self, id: &str) -> Option<&'p Document> {
        self.documents.get(id).copied()
    }

    /// What sort of actor a name is, where a layer tells.
    pub(crate) fn kind(&self, actor: &str) -> Option<ActorKind> {
        self.kinds.get(actor).copied()
    }

    /// The words of an appearance.
    pub(crate) fn words(&self, x: &Appearance) -> &'p str {
        self.document(&x.doc)
            .and_then(|d| d.text.get(x.start..x.end))
            .unwrap_or("")
    }

    fn statement(&self, x: &Appearance) -> Option<&'p Statement> {
        self.statements.get(x.statement.as_str()).copied()
    }

    fn death(&self, at: (&'p str, usize)) -> Option<Death<'p>> {
        let (statement, claim, answer) = self.killed.get(&at)?;
        let Proposition::Figure { of, low, high, .. } = &statement.proposition else {
            return None;
        };
        let span = statement.evidence.first();
        Some(Death {
            low: *low,
            high: *high,
            of: of.as_deref(),
            words: self
                .document(at.0)
                .and_then(|d| d.text.get(span.start..span.end))
                .unwrap_or(""),
            claim: &claim.id,
            origins: answer.origins.min,
            at: statement,
        })
    }
}

/// Whether the teller lets it stand as something that happened.
fn stands(x: &Appearance) -> bool {
    matches!(x.commitment, Commitment::Asserts | Commitment::Neutral)
        && x.modality == Modality::Actual
}

/// Whether a type is one of ACLED's and not ours.
fn is_acled(kind: &str) -> bool {
    kind != "Other" && !kind.starts_with("Statement")
}

/// All incidents, in the order of their first claim.
pub(crate) fn of<'p>(pile: &Pile<'p>, index: &Index<'p>) -> Vec<Incident<'p>> {
    let mut out: Vec<Incident<'p>> = Vec::new();
    let mut counted: BTreeSet<(&str, usize)> = BTreeSet::new();
    for claim in &pile.findings.claims {
        let event = matches!(
            claim.kind,
            ClaimKind::Event | ClaimKind::Responsibility | ClaimKind::Control
        );
        if let Some(incident) = event.then(|| incident(claim, index)).flatten() {
            counted.extend(
                incident
                    .deaths
                    .iter()
                    .map(|d| (d.at.doc.as_str(), d.at.evidence.first().start)),
            );
            out.push(incident);
        }
    }
    for claim in pile
        .findings
        .claims
        .iter()
        .filter(|c| c.kind == ClaimKind::Figure)
    {
        let told: Vec<&Appearance> = claim
            .answers
            .iter()
            .flat_map(|a| &a.appearances)
            .filter(|x| stands(x) && index.killed.contains_key(&(x.doc.as_str(), x.start)))
            .filter(|x| !counted.contains(&(x.doc.as_str(), x.start)))
            .collect();
        let deaths: Vec<Death<'p>> = told
            .iter()
            .filter_map(|x| index.death((&x.doc, x.start)))
            .collect();
        if deaths.is_empty() {
            continue;
        }
        let same = |i: &Incident<'_>| {
            claim.place.is_some()
                && i.claims[0].place == claim.place
                && i.time == claim.time.as_deref()
                && i.time.is_some_and(|t| t.len() == 10)
                && i.sub_event.is_some()
        };
        let mut at = (0..out.len()).filter(|&n| same(&out[n]));
        if let (Some(n), None) = (at.next(), at.next()) {
            out[n].claims.push(claim);
            out[n].deaths.extend(deaths);
            out[n].told.extend(told);
            continue;
        }
        out.push(Incident {
            claims: vec![claim],
            sub_event: None,
            actors: Vec::new(),
            recipients: Vec::new(),
            place: place(claim, &told, index),
            time: claim.time.as_deref(),
            time_of_report: !dated(&told, index),
            deaths,
            told,
        });
    }
    out
}

/// The incident of a claim that somebody stands behind.
fn incident<'p>(claim: &'p Claim, index: &Index<'p>) -> Option<Incident<'p>> {
    let support = |a: &&Answer| {
        (
            a.origins.min,
            a.origins.max,
            std::cmp::Reverse(a.value.clone()),
        )
    };
    let best = claim
        .answers
        .iter()
        .filter(|a| a.appearances.iter().any(stands))
        .max_by_key(support)?;
    let told: Vec<&Appearance> = claim
        .answers
        .iter()
        .flat_map(|a| &a.appearances)
        .filter(|x| stands(x))
        .collect();
    let mut sub_event = None;
    let (mut actors, mut recipients) = (BTreeSet::new(), BTreeSet::new());
    for s in best
        .appearances
        .iter()
        .filter(|x| stands(x))
        .filter_map(|x| index.statement(x))
    {
        match &s.proposition {
            Proposition::Event {
                event,
                actor,
                recipient,
                ..
            } if is_acled(event) => {
                sub_event = sub_event.or(Some(event.as_str()));
                actors.extend(actor.iter().map(String::as_str));
                recipients.extend(recipient.iter().map(String::as_str));
            }
            Proposition::Control {
                status: ControlStatus::Captured,
                holder: Some(holder),
                ..
            } => {
                let state = matches!(
                    index.kind(holder),
                    Some(ActorKind::State | ActorKind::Ministry)
                );
                sub_event = sub_event.or(Some(if state {
                    "Government regains territory"
                } else {
                    "Non-state actor overtakes territory"
                }));
                actors.insert(holder.as_str());
            }
            _ => {}
        }
    }
    let mut deaths = Vec::new();
    for x in &told {
        for start in index
            .deaths_of
            .get(&(x.doc.as_str(), x.start))
            .into_iter()
            .flatten()
        {
            deaths.extend(index.death((&x.doc, *start)));
        }
    }
    Some(Incident {
        claims: vec![claim],
        sub_event: Some(sub_event?),
        actors: actors.into_iter().collect(),
        recipients: recipients.into_iter().collect(),
        place: place(claim, &told, index),
        time: claim.time.as_deref(),
        time_of_report: !dated(&told, index),
        deaths,
        told,
    })
}

fn place<'p>(claim: &Claim, told: &[&'p Appearance], index: &Index<'p>) -> Option<&'p Place> {
    let name = claim.place.as_deref()?;
    told.iter()
        .find_map(|x| index.places.get(&(x.doc.as_str(), name)).copied())
}

/// Whether any teller says when.
fn dated(told: &[&Appearance], index: &Index<'_>) -> bool {
    told.iter()
        .filter_map(|x| index.statement(x))
        .any(|s| match &s.proposition {
            Proposition::Figure { time, .. }
            | Proposition::Event { time, .. }
            | Proposition::Control { time, .. } => time.is_some(),
            Proposition::Forecast { .. } => false,
        })
}
