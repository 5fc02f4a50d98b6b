//! What only the whole pile can tell: passages, statements, claims, relations, origins, grades.

use serde::{Deserialize, Serialize};

use crate::{
    ChainLink, Commitment, ControlStatus, DocSpan, Evidence, FigureKind, Hedge, Modality, Strength,
};

/// Which way a passage travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// `a_to_b`
    AToB,
    /// `b_to_a`
    BToA,
    /// `unknown`
    Unknown,
}

impl Direction {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Direction::AToB => "a_to_b",
            Direction::BToA => "b_to_a",
            Direction::Unknown => "unknown",
        }
    }
}

/// How a passage was reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReuseKind {
    /// `verbatim`
    Verbatim,
    /// `adapted`
    Adapted,
    /// `quoted`
    Quoted,
}

impl ReuseKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            ReuseKind::Verbatim => "verbatim",
            ReuseKind::Adapted => "adapted",
            ReuseKind::Quoted => "quoted",
        }
    }
}

/// Sort of question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// `figure`
    Figure,
    /// `event`
    Event,
    /// `control`
    Control,
    /// `responsibility`
    Responsibility,
    /// `forecast`
    Forecast,
    /// `other`
    Other,
}

impl ClaimKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            ClaimKind::Figure => "figure",
            ClaimKind::Event => "event",
            ClaimKind::Control => "control",
            ClaimKind::Responsibility => "responsibility",
            ClaimKind::Forecast => "forecast",
            ClaimKind::Other => "other",
        }
    }
}

/// How a claim's answers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimRelation {
    /// `agree`
    Agree,
    /// `conflict`
    Conflict,
    /// `refine`
    Refine,
}

impl ClaimRelation {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            ClaimRelation::Agree => "agree",
            ClaimRelation::Conflict => "conflict",
            ClaimRelation::Refine => "refine",
        }
    }
}

/// Statement to statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// `agrees`
    Agrees,
    /// `conflicts`
    Conflicts,
    /// `refines`
    Refines,
    /// `corrects`
    Corrects,
    /// `copies`
    Copies,
    /// `derives`
    Derives,
}

impl RelationKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            RelationKind::Agrees => "agrees",
            RelationKind::Conflicts => "conflicts",
            RelationKind::Refines => "refines",
            RelationKind::Corrects => "corrects",
            RelationKind::Copies => "copies",
            RelationKind::Derives => "derives",
        }
    }
}

/// A reused stretch of text (text reuse), aligned on both sides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// Content id.
    pub id: String,
    /// One side.
    pub a: DocSpan,
    /// The other side.
    pub b: DocSpan,
    /// Which side is the earlier.
    pub direction: Direction,
    /// How it was reused.
    pub kind: ReuseKind,
    /// Share of aligned tokens, 0 to 1.
    pub similarity: f64,
    /// Whether the later side names its source nearby.
    pub credited: bool,
    /// Where both sides have it from, if not from each other: an agency that both credit and of
    /// which no text is one of the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ancestor: Option<String>,
    /// Why this kind and direction.
    pub reason: String,
}

/// What is asserted, in slots, independent of who says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proposition {
    /// A count or measure.
    Figure {
        /// Dimension.
        what: FigureKind,
        /// Who or what is counted.
        of: Option<String>,
        /// Lower bound, inclusive.
        low: Option<f64>,
        /// Upper bound, inclusive.
        high: Option<f64>,
        /// Unit when not a plain count.
        unit: Option<String>,
        /// Canonical place.
        place: Option<String>,
        /// EDTF.
        time: Option<String>,
    },
    /// Something that happened.
    Event {
        /// ACLED sub-event name or other.
        event: String,
        /// Who acts.
        actor: Vec<String>,
        /// Who is acted upon.
        recipient: Vec<String>,
        /// Canonical place.
        place: Option<String>,
        /// EDTF.
        time: Option<String>,
    },
    /// A hold on a place.
    Control {
        /// Canonical place.
        place: String,
        /// Canonical holder.
        holder: Option<String>,
        /// What is said.
        status: ControlStatus,
        /// Per cent, lower bound, for a share.
        low: Option<f64>,
        /// Per cent, upper bound, for a share.
        high: Option<f64>,
        /// EDTF.
        time: Option<String>,
    },
    /// Something foretold.
    Forecast {
        /// What, in the text's words.
        text: String,
        /// When it was made, EDTF.
        made: Option<String>,
        /// By when, EDTF.
        horizon: Option<String>,
        /// How strongly.
        strength: Strength,
        /// Place it concerns.
        place: Option<String>,
        /// What is to come, in slots, where the words give them: what later statements are held
        /// against.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        foretold: Option<Box<Proposition>>,
        /// Whether it is foretold that it will not be.
        #[serde(default)]
        negated: bool,
    },
}

/// What came of something foretold, by what others told later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeKind {
    /// `fulfilled`
    Fulfilled,
    /// `contradicted`
    Contradicted,
    /// `disputed`: later statements tell both.
    Disputed,
    /// `open`: nothing later in the pile tells.
    Open,
}

impl OutcomeKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            OutcomeKind::Fulfilled => "fulfilled",
            OutcomeKind::Contradicted => "contradicted",
            OutcomeKind::Disputed => "disputed",
            OutcomeKind::Open => "open",
        }
    }
}

/// What came of a forecast.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Content id.
    pub id: String,
    /// The forecast's statement.
    pub forecast: String,
    /// Who foretold.
    pub speaker: String,
    /// What came of it.
    pub outcome: OutcomeKind,
    /// Later statements for it.
    pub fulfilled_by: Vec<String>,
    /// Later statements against it.
    pub contradicted_by: Vec<String>,
    /// Reasons, never empty.
    pub because: Vec<String>,
    /// The words of the forecast, and of what decided it.
    pub evidence: Evidence,
}

/// One proposition, one chain, a modality, evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Content id.
    pub id: String,
    /// Document.
    pub doc: String,
    /// What is asserted.
    pub proposition: Proposition,
    /// Outermost teller first, original speaker last; never empty.
    pub chain: Vec<ChainLink>,
    /// The original speaker: the chain's last teller.
    pub speaker: String,
    /// Whether the outermost teller stands behind it.
    pub commitment: Commitment,
    /// Reservation in the words.
    pub hedge: Hedge,
    /// Whether said to be so.
    pub modality: Modality,
    /// Attribution in the document's layers.
    pub attribution: Option<String>,
    /// Segment (a comment, say) it stands in.
    pub segment: Option<String>,
    /// When the document or comment appeared, EDTF.
    pub published: Option<String>,
    /// The words.
    pub evidence: Evidence,
}

/// A place where an answer appears.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appearance {
    /// Content id.
    pub id: String,
    /// Statement behind it.
    pub statement: String,
    /// Document.
    pub doc: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Original speaker.
    pub speaker: String,
    /// Outermost teller first.
    pub chain: Vec<ChainLink>,
    /// Outermost teller's stand.
    pub commitment: Commitment,
    /// Reservation.
    pub hedge: Hedge,
    /// Whether said to be so.
    pub modality: Modality,
    /// Attribution in the document's layers.
    pub attribution: Option<String>,
    /// When it appeared, EDTF.
    pub published: Option<String>,
}

/// At least `min`, at most `max`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Eq, Copy)]
pub struct Bounds {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: u32,
}

/// One value a claim's open slot takes, with all its appearances.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The value in plain words.
    pub value: String,
    /// Lower bound, for figures and shares.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// Number of independent origins.
    pub origins: Bounds,
    /// Appearance ids, one list for each origin counted in `origins.max`.
    pub origin_groups: Vec<Vec<String>>,
    /// Why so many origins, a line for each reason.
    pub because: Vec<String>,
    /// In order of document and place.
    pub appearances: Vec<Appearance>,
}

/// A question (a proposition with one slot open) and its competing answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Content id.
    pub id: String,
    /// In plain words.
    pub question: String,
    /// Sort.
    pub kind: ClaimKind,
    /// How the answers stand to each other.
    pub relation: ClaimRelation,
    /// Canonical place, for filters.
    pub place: Option<String>,
    /// Canonical actor, for filters.
    pub actor: Option<String>,
    /// EDTF, for filters.
    pub time: Option<String>,
    /// At least one.
    pub answers: Vec<Answer>,
    /// Independent origins over all answers.
    pub origins: Bounds,
    /// Suggested grade.
    pub grade: Grade,
    /// The words.
    pub evidence: Evidence,
}

/// A suggested grade with its reasons; a person's judgement outranks it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Grade {
    /// `confirmed`, `fair`, `weak`, `contested` or `discounted` (Airwars' own definitions, origins in place of documents).
    pub airwars: String,
    /// NATO Admiralty code, e.g. `F3`.
    pub admiralty: String,
    /// Reasons, never empty.
    pub because: Vec<String>,
    /// `rule` or the person's name.
    pub by: String,
}

/// Statement to statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Content id.
    pub id: String,
    /// Statement id.
    pub a: String,
    /// Statement id.
    pub b: String,
    /// Sort.
    pub kind: RelationKind,
    /// 0 to 1.
    pub score: f64,
    /// In plain words.
    pub reason: String,
    /// The words.
    pub evidence: Evidence,
}

/// A decision by a rule, a model or a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Content id.
    pub id: String,
    /// `same_origin`, `not_same_origin`, `merge`, `split`, `grade`, `correct`, `withdraw`, `boilerplate`, `note`.
    pub act: String,
    /// Id of what it is about.
    pub target: String,
    /// Id of the second thing, for acts on pairs.
    pub other: Option<String>,
    /// New value, for `grade` and `correct`.
    pub value: Option<String>,
    /// Rule, model or person.
    pub who: String,
    /// RFC 3339; only a person's judgement has one.
    pub when: Option<String>,
    /// Why.
    pub reason: String,
    /// When it was taken back, RFC 3339.
    pub retracted: Option<String>,
}

/// Everything the pile-level stages find.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// [`Passage`] records sorted by id.
    pub passages: Vec<Passage>,
    /// [`Statement`] records sorted by id.
    pub statements: Vec<Statement>,
    /// [`Claim`] records sorted by id.
    pub claims: Vec<Claim>,
    /// [`Relation`] records sorted by id.
    pub relations: Vec<Relation>,
    /// [`Outcome`] records sorted by id, one for each forecast.
    #[serde(default)]
    pub outcomes: Vec<Outcome>,
}
