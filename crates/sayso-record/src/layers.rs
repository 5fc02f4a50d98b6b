//! What annotators find in one document: the shapes of the annotation contract, one list a layer.
//! Field names and words are the contract's; spans are ranges of the document's text.

use serde::{Deserialize, Serialize};

use crate::Span;

/// The re3d / Baleen intelligence schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MentionType {
    /// `person`
    Person,
    /// `organisation`
    Organisation,
    /// `location`
    Location,
    /// `nationality`
    Nationality,
    /// `military_platform`
    MilitaryPlatform,
    /// `vehicle`
    Vehicle,
    /// `weapon`
    Weapon,
    /// `temporal`
    Temporal,
    /// `quantity`
    Quantity,
    /// `money`
    Money,
    /// `url`
    Url,
    /// `comms_identifier`
    CommsIdentifier,
    /// `document_reference`
    DocumentReference,
    /// `frequency`
    Frequency,
}

impl MentionType {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            MentionType::Person => "person",
            MentionType::Organisation => "organisation",
            MentionType::Location => "location",
            MentionType::Nationality => "nationality",
            MentionType::MilitaryPlatform => "military_platform",
            MentionType::Vehicle => "vehicle",
            MentionType::Weapon => "weapon",
            MentionType::Temporal => "temporal",
            MentionType::Quantity => "quantity",
            MentionType::Money => "money",
            MentionType::Url => "url",
            MentionType::CommsIdentifier => "comms_identifier",
            MentionType::DocumentReference => "document_reference",
            MentionType::Frequency => "frequency",
        }
    }
}

/// How a teller passes on what the next one in a chain said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    /// `reports`
    Reports,
    /// `quotes`
    Quotes,
    /// `relays`
    Relays,
    /// `confirms`
    Confirms,
    /// `denies`
    Denies,
}

impl Edge {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Edge::Reports => "reports",
            Edge::Quotes => "quotes",
            Edge::Relays => "relays",
            Edge::Confirms => "confirms",
            Edge::Denies => "denies",
        }
    }
}

/// A teller's own stand towards what he passes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commitment {
    /// `asserts`
    Asserts,
    /// `rejects`
    Rejects,
    /// `questions`
    Questions,
    /// `distances`
    Distances,
    /// `neutral`
    Neutral,
}

impl Commitment {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Commitment::Asserts => "asserts",
            Commitment::Rejects => "rejects",
            Commitment::Questions => "questions",
            Commitment::Distances => "distances",
            Commitment::Neutral => "neutral",
        }
    }
}

/// What the speaker does with the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// `asserts`
    Asserts,
    /// `denies`
    Denies,
    /// `questions`
    Questions,
    /// `predicts`
    Predicts,
    /// `orders`
    Orders,
    /// `quotes`
    Quotes,
}

impl Stance {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Stance::Asserts => "asserts",
            Stance::Denies => "denies",
            Stance::Questions => "questions",
            Stance::Predicts => "predicts",
            Stance::Orders => "orders",
            Stance::Quotes => "quotes",
        }
    }
}

/// Reservation in the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hedge {
    /// `none`
    None,
    /// `alleged`
    Alleged,
    /// `reported`
    Reported,
    /// `unconfirmed`
    Unconfirmed,
    /// `possible`
    Possible,
    /// `probable`
    Probable,
}

impl Hedge {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Hedge::None => "none",
            Hedge::Alleged => "alleged",
            Hedge::Reported => "reported",
            Hedge::Unconfirmed => "unconfirmed",
            Hedge::Possible => "possible",
            Hedge::Probable => "probable",
        }
    }
}

/// Direct, indirect or partly direct speech.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quote {
    /// `direct`
    Direct,
    /// `indirect`
    Indirect,
    /// `mixed`
    Mixed,
}

impl Quote {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Quote::Direct => "direct",
            Quote::Indirect => "indirect",
            Quote::Mixed => "mixed",
        }
    }
}

/// How the words bound a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exactness {
    /// `exact`
    Exact,
    /// `at_least`
    AtLeast,
    /// `at_most`
    AtMost,
    /// `about`
    About,
    /// `several`
    Several,
}

impl Exactness {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Exactness::Exact => "exact",
            Exactness::AtLeast => "at_least",
            Exactness::AtMost => "at_most",
            Exactness::About => "about",
            Exactness::Several => "several",
        }
    }
}

/// Whether the proposition is said to be so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// `actual`
    Actual,
    /// `negated`
    Negated,
    /// `future`
    Future,
    /// `hypothetical`
    Hypothetical,
}

impl Modality {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Modality::Actual => "actual",
            Modality::Negated => "negated",
            Modality::Future => "future",
            Modality::Hypothetical => "hypothetical",
        }
    }
}

/// A place as a location or as an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// `loc`
    Loc,
    /// `actor`
    Actor,
}

impl Sense {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Sense::Loc => "loc",
            Sense::Actor => "actor",
        }
    }
}

/// How exactly a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// `point`
    Point,
    /// `populated`
    Populated,
    /// `admin2`
    Admin2,
    /// `admin1`
    Admin1,
    /// `country`
    Country,
    /// `region`
    Region,
}

impl Precision {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Precision::Point => "point",
            Precision::Populated => "populated",
            Precision::Admin2 => "admin2",
            Precision::Admin1 => "admin1",
            Precision::Country => "country",
            Precision::Region => "region",
        }
    }
}

/// Sort of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// `state`
    State,
    /// `armed_group`
    ArmedGroup,
    /// `agency`
    Agency,
    /// `person`
    Person,
    /// `media`
    Media,
    /// `ministry`
    Ministry,
    /// `coalition`
    Coalition,
    /// `people`
    People,
}

impl ActorKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            ActorKind::State => "state",
            ActorKind::ArmedGroup => "armed_group",
            ActorKind::Agency => "agency",
            ActorKind::Person => "person",
            ActorKind::Media => "media",
            ActorKind::Ministry => "ministry",
            ActorKind::Coalition => "coalition",
            ActorKind::People => "people",
        }
    }
}

/// Sort of time expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeKind {
    /// `date`
    Date,
    /// `interval`
    Interval,
    /// `duration`
    Duration,
    /// `recurring`
    Recurring,
    /// `vague`
    Vague,
}

impl TimeKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            TimeKind::Date => "date",
            TimeKind::Interval => "interval",
            TimeKind::Duration => "duration",
            TimeKind::Recurring => "recurring",
            TimeKind::Vague => "vague",
        }
    }
}

/// What a figure counts or measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FigureKind {
    /// `killed`
    Killed,
    /// `wounded`
    Wounded,
    /// `captured`
    Captured,
    /// `detained`
    Detained,
    /// `missing`
    Missing,
    /// `displaced`
    Displaced,
    /// `attackers`
    Attackers,
    /// `fighters`
    Fighters,
    /// `vehicles`
    Vehicles,
    /// `airstrikes`
    Airstrikes,
    /// `evacuated`
    Evacuated,
    /// `population`
    Population,
    /// `share_of_territory`
    ShareOfTerritory,
    /// `area`
    Area,
    /// `distance`
    Distance,
    /// `duration`
    Duration,
    /// `communities_liberated`
    CommunitiesLiberated,
    /// `other`
    Other,
}

impl FigureKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            FigureKind::Killed => "killed",
            FigureKind::Wounded => "wounded",
            FigureKind::Captured => "captured",
            FigureKind::Detained => "detained",
            FigureKind::Missing => "missing",
            FigureKind::Displaced => "displaced",
            FigureKind::Attackers => "attackers",
            FigureKind::Fighters => "fighters",
            FigureKind::Vehicles => "vehicles",
            FigureKind::Airstrikes => "airstrikes",
            FigureKind::Evacuated => "evacuated",
            FigureKind::Population => "population",
            FigureKind::ShareOfTerritory => "share_of_territory",
            FigureKind::Area => "area",
            FigureKind::Distance => "distance",
            FigureKind::Duration => "duration",
            FigureKind::CommunitiesLiberated => "communities_liberated",
            FigureKind::Other => "other",
        }
    }
}

/// What is said of a hold on a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlStatus {
    /// `holds`
    Holds,
    /// `captured`
    Captured,
    /// `lost`
    Lost,
    /// `besieged`
    Besieged,
    /// `contested`
    Contested,
    /// `share`
    Share,
}

impl ControlStatus {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            ControlStatus::Holds => "holds",
            ControlStatus::Captured => "captured",
            ControlStatus::Lost => "lost",
            ControlStatus::Besieged => "besieged",
            ControlStatus::Contested => "contested",
            ControlStatus::Share => "share",
        }
    }
}

/// How strongly something is foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// `certain`
    Certain,
    /// `probable`
    Probable,
    /// `possible`
    Possible,
}

impl Strength {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Strength::Certain => "certain",
            Strength::Probable => "probable",
            Strength::Possible => "possible",
        }
    }
}

/// A forecast, or the claim of having foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForecastKind {
    /// `forecast`
    Forecast,
    /// `claim_of_foresight`
    ClaimOfForesight,
}

impl ForecastKind {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            ForecastKind::Forecast => "forecast",
            ForecastKind::ClaimOfForesight => "claim_of_foresight",
        }
    }
}

/// Tone of a name for an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tone {
    /// `neutral`
    Neutral,
    /// `loaded_negative`
    LoadedNegative,
    /// `loaded_positive`
    LoadedPositive,
}

impl Tone {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::LoadedNegative => "loaded_negative",
            Tone::LoadedPositive => "loaded_positive",
        }
    }
}

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
}
