//! What annotators find in one document: the shapes of the annotation contract, one list a layer.
//! Field names and words are the contract's; spans are ranges of the document's text.

use serde::{Deserialize, Serialize};

use crate::Span;
use crate::terms::*;

/// A sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A token; tags and heads are there only when a parser ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Universal part of speech.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pos: Option<String>,
    /// Index of the head token in the document, -1 for a root or when unparsed.
    pub head: i64,
    /// Universal Dependencies relation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
}

/// A stretch in quotation marks (marks included), or a quote block.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quotation {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// 0 outermost, 1 inside another quotation, …
    pub depth: u8,
    /// Whether a closing mark was found.
    pub closed: bool,
}

/// A name in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Unique within the document.
    pub id: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Sort of thing named.
    #[serde(rename = "type")]
    pub kind: MentionType,
    /// Canonical name.
    pub entity: Option<String>,
}

/// A place name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Preferred name.
    pub canonical: String,
    /// Location or actor.
    pub sense: Sense,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north, WGS 84.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames_id: Option<u64>,
    /// How exactly it is known.
    pub precision: Precision,
}

/// A name of an actor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Preferred name.
    pub canonical: String,
    /// Sort.
    pub kind: ActorKind,
}

/// A time expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Value, EDTF (ISO 8601-2); empty when it cannot be resolved.
    pub edtf: String,
    /// Sort.
    pub kind: TimeKind,
}

/// One teller of a chain.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChainLink {
    /// Canonical name.
    pub teller: String,
    /// How this teller passes the next one on; the last link's edge is how he speaks himself.
    pub edge: Edge,
    /// The words that say so.
    pub cue: Option<Span>,
    /// The teller's own stand.
    pub commitment: Commitment,
}

/// Source, cue and content in the sense of PARC and PolNeAR.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Unique within the document.
    pub id: String,
    /// Words that name the source.
    pub source: Vec<Span>,
    /// Words that attribute.
    pub cue: Vec<Span>,
    /// What is attributed; several spans when discontinuous, never none.
    pub content: Vec<Span>,
    /// Canonical name of the original speaker.
    pub speaker: Option<String>,
    /// Outermost teller first, original speaker last.
    pub chain: Vec<ChainLink>,
    /// The speaker's act.
    pub stance: Stance,
    /// Reservation.
    pub hedge: Hedge,
    /// Direct or not.
    pub quote: Quote,
    /// The author's own assertion, without cue.
    pub own_voice: bool,
}

/// A count or measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Unique within the document.
    pub id: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Dimension.
    pub what: FigureKind,
    /// Who or what is counted: canonical name or the text's words.
    pub of: Option<String>,
    /// Lower bound, inclusive; none when open.
    pub low: Option<f64>,
    /// Upper bound, inclusive; none when open.
    pub high: Option<f64>,
    /// How the words bound it.
    pub exactness: Exactness,
    /// Unit, when not a plain count.
    pub unit: Option<String>,
    /// Canonical place.
    pub place: Option<String>,
    /// EDTF.
    pub time: Option<String>,
    /// Whether the words deny it.
    pub negated: bool,
    /// Id of the attribution that holds it.
    pub attribution: Option<String>,
}

/// Something that happened, is denied, awaited or supposed; the span is the trigger phrase.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Unique within the document.
    pub id: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// ACLED sub-event name, or Statement/meeting/call, or Other.
    #[serde(rename = "type")]
    pub kind: String,
    /// Canonical names of those who act.
    pub actor: Vec<String>,
    /// Canonical names of those acted upon.
    pub recipient: Vec<String>,
    /// Canonical place.
    pub place: Option<String>,
    /// EDTF.
    pub time: Option<String>,
    /// Ids of figures.
    pub figures: Vec<String>,
    /// Whether said to be so.
    pub modality: Modality,
    /// Id of the attribution that holds it.
    pub attribution: Option<String>,
}

/// Bounds of a share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueRange {
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
}

/// Who is said to hold, take, lose, besiege, contest or share a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// Unique within the document.
    pub id: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Canonical place.
    pub place: String,
    /// Canonical holder.
    pub holder: Option<String>,
    /// What is said.
    pub status: ControlStatus,
    /// Per cent, for a share.
    pub value: Option<ValueRange>,
    /// EDTF.
    pub time: Option<String>,
    /// Whether said to be so.
    pub modality: Modality,
    /// Id of the attribution that holds it.
    pub attribution: Option<String>,
}

/// Something foretold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// Unique within the document.
    pub id: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Canonical name of who foretells.
    pub by: String,
    /// EDTF.
    pub horizon: Option<String>,
    /// The words of the condition.
    pub condition: Option<Span>,
    /// When it was made, EDTF.
    pub made: Option<String>,
    /// How strongly.
    pub strength: Strength,
    /// Forecast, or claim of foresight.
    pub kind: ForecastKind,
    /// What is foretold: `{"kind":"event|control|figure|other", …slots}`.
    pub proposition: serde_json::Value,
    /// Id of the attribution that holds it.
    pub attribution: Option<String>,
}

/// A way an actor is called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Canonical name.
    pub actor: String,
    /// The words.
    pub label: String,
    /// Tone.
    pub tone: Tone,
}

/// What a comment does with one that it answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// First byte of the comment.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The comment's segment.
    pub segment: String,
    /// The segment it answers.
    pub to: String,
    /// What it does.
    pub stance: ReplyStance,
    /// How likely that is, 0 to 1, by the model.
    pub probability: f64,
}

/// The layers of one document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layers {
    /// [`Sentence`] records in text order.
    pub sentences: Vec<Sentence>,
    /// [`Token`] records in text order.
    pub tokens: Vec<Token>,
    /// [`Quotation`] records in text order.
    pub quotations: Vec<Quotation>,
    /// [`Mention`] records in text order.
    pub mentions: Vec<Mention>,
    /// [`Place`] records in text order.
    pub places: Vec<Place>,
    /// [`Actor`] records in text order.
    pub actors: Vec<Actor>,
    /// [`Time`] records in text order.
    pub times: Vec<Time>,
    /// [`Attribution`] records in text order.
    pub attributions: Vec<Attribution>,
    /// [`Figure`] records in text order.
    pub figures: Vec<Figure>,
    /// [`Event`] records in text order.
    pub events: Vec<Event>,
    /// [`Control`] records in text order.
    pub control: Vec<Control>,
    /// [`Forecast`] records in text order.
    pub forecasts: Vec<Forecast>,
    /// [`Label`] records in text order.
    pub labels: Vec<Label>,
    /// [`Reply`] records in text order.
    pub replies: Vec<Reply>,
}
