//! The closed lists of words that layers and pile records use; the words are the contract's.

use serde::{Deserialize, Serialize};

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

/// What a reply does with what it answers (RumourEval's classes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplyStance {
    /// `support`
    Support,
    /// `deny`
    Deny,
    /// `query`
    Query,
    /// `comment`
    Comment,
}

impl ReplyStance {
    /// The word used in output.
    pub fn word(self) -> &'static str {
        match self {
            ReplyStance::Support => "support",
            ReplyStance::Deny => "deny",
            ReplyStance::Query => "query",
            ReplyStance::Comment => "comment",
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
