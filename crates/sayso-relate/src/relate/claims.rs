//! Claims: statements that speak to one question, and the different answers they give.
//!
//! In two steps, so that another engine could run them over a bigger pile: [`keys`] gives a
//! statement its block (kind, dimension, noun family or place, month), [`judge`] splits a block
//! into claims. Scope decides what is comparable: another place, month, noun or holder is another
//! question, and for what happens to people another day; another day or subset inside a claim
//! refines and does not conflict.

use std::collections::{BTreeMap, BTreeSet};

use sayso_knowledge::Knowledge;
use sayso_record::{
    ClaimKind, Commitment, ControlStatus, FigureKind, Modality, Proposition, Statement, content_id,
};

use super::{incidents, question};
use crate::assess::origins::Joined;
use crate::resolve::names::{family, plain};
use crate::resolve::window::{Window, days_differ};

/// What an answer says, and the scope it says it in.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    /// In plain words; equal words are one answer.
    pub text: String,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// Whether it is a measure, so that only disjoint bounds exclude each other.
    pub measured: bool,
    /// The thing counted, in full.
    pub of: String,
    /// When it is said to be so.
    pub window: Window,
    /// Who acts or holds, made comparable; two answers that share one do not exclude each other.
    pub parties: BTreeSet<String>,
    /// Whether more than one answer may be true together (two may hold parts of one town).
    pub together: bool,
}

impl Value {
    /// Whether both cannot be so (scope apart).
    pub(crate) fn excludes(&self, other: &Value) -> bool {
        if !self.measured || !other.measured {
            // To fight over a place excludes no holder of it.
            if [self, other]
                .iter()
                .any(|v| v.together && v.parties.is_empty())
            {
                return false;
            }
            let against = self.text.starts_with("not ") != other.text.starts_with("not ");
            return self.text != other.text
                && (against || !(self.together || other.together))
                && (self.parties.is_empty()
                    || self.parties.is_disjoint(&other.parties) != against);
        }
        let below = |x: Option<f64>, y: Option<f64>| matches!((x, y), (Some(x), Some(y)) if x < y);
        below(self.high, other.low) || below(other.high, self.low)
    }
    /// Why the two are not about the same scope, if they are not.
    pub(crate) fn scope_differs(&self, other: &Value) -> Option<String> {
        if days_differ(&self.window, &other.window) {
            return Some("other days".to_owned());
        }
        // Whoever is named is one of all, however many those are.
        let named = |v: &Value| {
            v.low == Some(1.0) && v.high == Some(1.0) && super::question::is_proper(&v.of)
        };
        if self.measured && named(self) != named(other) {
            let one = if named(self) { self } else { other };
            return Some(format!("“{}” is one of them", one.of));
        }
        if self.measured
            && !self.of.is_empty()
            && !other.of.is_empty()
            && !within(&self.of, &other.of)
        {
            return Some(format!(
                "“{}” may be another subset than “{}”",
                self.of, other.of
            ));
        }
        None
    }
}

/// Whether the words of one description all stand in the other.
fn within(x: &str, y: &str) -> bool {
    let words = |s: &str| -> BTreeSet<String> { plain(s).split(' ').map(family).collect() };
    let (x, y) = (words(x), words(y));
    // Same head noun holds already; two descriptions of the same length name kinds of one thing
    // ("river barges", "cargo barges") and are taken as the same unless a number of people is cut.
    x.is_subset(&y) || y.is_subset(&x) || x.intersection(&y).count() * 2 >= x.len().min(y.len())
}

/// A claim in the making.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Content id of the question's slots.
    pub id: String,
    /// In plain words.
    pub question: String,
    /// Sort.
    pub kind: ClaimKind,
    /// For filters.
    pub place: Option<String>,
    /// For filters.
    pub actor: Option<String>,
    /// For filters.
    pub time: Option<String>,
    /// Statement index and what it answers.
    pub members: Vec<(usize, Value)>,
}

/// The block of a statement; `None` when it answers no question worth asking: what is ordered or
/// supposed, events without a party, bare numbers.
pub(crate) fn keys(statement: &Statement) -> Option<String> {
    let window = window(statement);
    if !matches!(statement.proposition, Proposition::Forecast { .. })
        && matches!(
            statement.modality,
            Modality::Future | Modality::Hypothetical
        )
    {
        return None;
    }
    match &statement.proposition {
        Proposition::Figure {
            what: FigureKind::ShareOfTerritory,
            of,
            place,
            low,
            high,
            ..
        } => {
            if low.is_none() && high.is_none() {
                return None;
            }
            let place = place.as_deref().or(of.as_deref())?;
            Some(format!("share|{}|{}", plain(place), window.month))
        }
        // Whose trucks they are is a subset; that they are trucks is the question.
        Proposition::Figure {
            what: FigureKind::Vehicles,
            unit: Some(unit),
            low,
            high,
            ..
        } => {
            if low.is_none() && high.is_none() {
                return None;
            }
            Some(format!("vehicles|{}|{}", family(unit), window.month))
        }
        Proposition::Figure {
            what,
            of,
            low,
            high,
            place,
            ..
        } => {
            if low.is_none() && high.is_none() {
                return None;
            }
            // "12 people were killed" and "12 were killed" are one question.
            let noun = of.as_deref().map(family).unwrap_or_default();
            let noun = match what {
                FigureKind::Other => noun,
                _ => Some(noun).filter(|n| n != "person").unwrap_or_default(),
            };
            match what {
                // A measure of nothing in particular asks nothing.
                FigureKind::Other
                | FigureKind::Distance
                | FigureKind::Duration
                | FigureKind::Area
                    if noun.is_empty() || place.is_none() =>
                {
                    None
                }
                FigureKind::Attackers => Some(format!("attackers||{}", window.month)),
                _ => Some(format!("{}|{noun}|{}", what.word(), window.month)),
            }
        }
        Proposition::Control {
            place,
            status,
            holder,
            low,
            high,
            ..
        } => {
            let class = match status {
                ControlStatus::Share if low.is_none() && high.is_none() => return None,
                ControlStatus::Share => "share",
                ControlStatus::Captured => "captured",
                ControlStatus::Lost => "lost",
                ControlStatus::Holds | ControlStatus::Contested | ControlStatus::Besieged => {
                    "holds"
                }
            };
            if holder.is_none()
                && matches!(class, "captured" | "holds")
                && *status != ControlStatus::Contested
            {
                return None;
            }
            Some(format!("{class}|{}|{}", plain(place), window.month))
        }
        Proposition::Event {
            event,
            actor,
            recipient,
            place,
            ..
        } => {
            if event == "Other" || actor.is_empty() || (recipient.is_empty() && place.is_none()) {
                return None;
            }
            if event.starts_with("Statement") && recipient.is_empty() {
                return None;
            }
            // Ground taken is the same question whether an event or a control record tells it.
            if let (true, Some(place)) = (takes_ground(event), place.as_deref()) {
                return Some(format!("captured|{}|{}", plain(place), window.month));
            }
            let place = place
                .as_deref()
                .filter(|_| !event.starts_with("Statement"))
                .unwrap_or_default();
            Some(format!("event|{event}|{}|{}", plain(place), window.month))
        }
        Proposition::Forecast { .. } => Some(format!("forecast|{}", statement.id)),
    }
}

/// Whether responsibility for such an event is something one admits or is blamed for; a boast of
/// ground taken or a meeting held is not.
pub(crate) fn harmful(event: &str) -> bool {
    let event = event.to_lowercase();
    [
        "strike",
        "shelling",
        "attack",
        "bomb",
        "explosi",
        "violence",
        "grenade",
        "force against",
        "chemical",
        "destruction",
    ]
    .iter()
    .any(|word| event.contains(word))
}

/// The event types of ACLED by which a place changes hands.
pub(crate) fn takes_ground(event: &str) -> bool {
    event.starts_with("Government regains territory")
        || event.starts_with("Non-state actor overtakes")
}

/// When the proposition is said to hold: its own time, else the time of telling.
pub(crate) fn window(statement: &Statement) -> Window {
    let own = match &statement.proposition {
        Proposition::Figure { time, .. }
        | Proposition::Event { time, .. }
        | Proposition::Control { time, .. } => time.as_deref(),
        Proposition::Forecast { made, .. } => made.as_deref(),
    };
    let mut window = Window::first_of(&[own, statement.published.as_deref()]);
    if own.is_none_or(|o| Window::of(o).month.is_empty()) {
        // The day of telling is not the day of the event.
        window.day = None;
    }
    window
}

/// Splits one block into claims. `wide` names the places that are countries or regions: "in
/// Velmoria" is no other place than "at the harbour".
pub(crate) fn judge(
    block: &[usize],
    statements: &[Statement],
    wide: &BTreeSet<String>,
    joined: &Joined<'_>,
) -> Vec<Draft> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let first = &statements[block[0]];
    let key = keys(first).unwrap_or_default();
    if key.starts_with("event|") {
        return events(block, statements);
    } else if key.starts_with("share|") {
        for &n in block {
            groups
                .entry(plain(&holder(&statements[n])))
                .or_default()
                .push(n);
        }
    } else if matches!(first.proposition, Proposition::Figure { .. }) {
        by_place(block, statements, wide, &mut groups);
    } else {
        groups.insert(String::new(), block.to_vec());
    }
    let mut out = Vec::new();
    for (scope, members) in groups {
        let incidents = incidents::split(&members, statements, joined);
        let parted = incidents.len() > 1;
        for incident in incidents {
            let scope = match &incident.time {
                Some(time) if parted => format!("{scope}|{time}|{:?}", incident.of),
                _ if parted => format!("{scope}|{:?}", incident.of),
                _ => scope.clone(),
            };
            let when = incidents::phrase(&incident).filter(|_| parted);
            let when = when.map(|words| (incident.time.clone(), words));
            out.push(draft(&scope, &incident.members, statements, None, when));
        }
    }
    out
}

/// Figures: one claim a place. A figure without a place of its own, or with a whole country for
/// one, joins the only place of its block; where several compete it stays with its document.
fn by_place(
    block: &[usize],
    statements: &[Statement],
    wide: &BTreeSet<String>,
    groups: &mut BTreeMap<String, Vec<usize>>,
) {
    let place = |n: usize| match &statements[n].proposition {
        Proposition::Figure { place: Some(p), .. } => Some(plain(p)),
        _ => None,
    };
    let narrow: BTreeSet<String> = block
        .iter()
        .filter_map(|&n| place(n))
        .filter(|p| !wide.contains(p))
        .collect();
    // A loose figure may go to the block's only place: it stands in a document that speaks of that
    // place's figure too, or it is the same number.
    let placed = block
        .iter()
        .filter(|n| place(**n).is_some_and(|p| narrow.contains(&p)));
    let (docs, values): (BTreeSet<&str>, BTreeSet<String>) = placed
        .map(|&n| (statements[n].doc.as_str(), value(&statements[n]).text))
        .unzip();
    for &n in block {
        let own = place(n);
        let scope = match own {
            Some(p) if narrow.contains(&p) => p,
            _ if narrow.len() == 1
                && (docs.contains(statements[n].doc.as_str())
                    || values.contains(&value(&statements[n]).text)) =>
            {
                narrow.iter().next().cloned().unwrap_or_default()
            }
            Some(p) => p,
            None => format!("in {}", statements[n].doc),
        };
        groups.entry(scope).or_default().push(n);
    }
}

/// Events: a claim for each pair of parties; where several actors are named for one act on one
/// day, the question is who did it.
fn events(block: &[usize], statements: &[Statement]) -> Vec<Draft> {
    let mut by_day: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    let day = |n: usize| {
        window(&statements[n])
            .day
            .map(|d| (d, parties(&statements[n]).1))
    };
    for &n in block {
        if let Some(day) = day(n) {
            by_day
                .entry(day)
                .or_default()
                .insert(parties(&statements[n]).0);
        }
    }
    let mut whose: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut whether: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &n in block {
        let meeting = matches!(&statements[n].proposition, Proposition::Event { event, .. } if event.starts_with("Statement"));
        let harm = matches!(&statements[n].proposition, Proposition::Event { event, .. } if harmful(event));
        match day(n).filter(|d| harm && by_day[d].len() > 1) {
            Some((day, recipient)) => whose
                .entry(format!("{day}|{recipient}"))
                .or_default()
                .push(n),
            None => {
                let (actor, recipient) = parties(&statements[n]);
                let scope = if meeting && actor > recipient {
                    format!("{recipient}|{actor}")
                } else {
                    format!("{actor}|{recipient}")
                };
                whether.entry(scope).or_default().push(n);
            }
        }
    }
    let mut out: Vec<Draft> = whose
        .into_iter()
        .map(|(scope, members)| {
            draft(
                &scope,
                &members,
                statements,
                Some(ClaimKind::Responsibility),
                None,
            )
        })
        .collect();
    out.extend(
        whether
            .into_iter()
            .map(|(scope, members)| draft(&scope, &members, statements, None, None)),
    );
    out
}

/// Actors and recipients of an event, made comparable.
fn parties(statement: &Statement) -> (String, String) {
    let join = |names: &[String]| {
        let mut names: Vec<String> = names.iter().map(|n| plain(n)).collect();
        names.sort();
        names.join("; ")
    };
    match &statement.proposition {
        Proposition::Event {
            actor, recipient, ..
        } => (join(actor), join(recipient)),
        _ => (String::new(), String::new()),
    }
}

/// Who holds a share.
pub(crate) fn holder(statement: &Statement) -> String {
    match &statement.proposition {
        Proposition::Control {
            holder: Some(h), ..
        } => h.clone(),
        Proposition::Figure {
            of: Some(of),
            place: Some(place),
            ..
        } if plain(of) != plain(place) => of.clone(),
        _ => String::new(),
    }
}

fn draft(
    scope: &str,
    members: &[usize],
    statements: &[Statement],
    kind: Option<ClaimKind>,
    when: Option<(Option<String>, String)>,
) -> Draft {
    let first = &statements[members[0]];
    let kind = kind.unwrap_or(match &first.proposition {
        Proposition::Figure { .. } => ClaimKind::Figure,
        Proposition::Event {
            event,
            place: Some(_),
            ..
        } if takes_ground(event) => ClaimKind::Control,
        Proposition::Event { .. } => ClaimKind::Event,
        Proposition::Control {
            status: ControlStatus::Share,
            ..
        } => ClaimKind::Figure,
        Proposition::Control { .. } => ClaimKind::Control,
        Proposition::Forecast { .. } => ClaimKind::Forecast,
    });
    let refs: Vec<&Statement> = members.iter().map(|&n| &statements[n]).collect();
    let key = keys(first).unwrap_or_default();
    let mut slots = question::slots(&refs, kind);
    if let Some((time, words)) = when {
        slots.time = time;
        slots.when = Some(words);
    }
    Draft {
        id: content_id("claim", &[kind.word(), &key, scope]),
        question: question::ask(&slots, kind),
        kind,
        place: slots.place.clone(),
        actor: slots.actor.clone(),
        time: slots.time.clone(),
        members: members
            .iter()
            .map(|&n| {
                let mut v = value(&statements[n]);
                if kind == ClaimKind::Responsibility
                    && let Proposition::Event { actor, .. } = &statements[n].proposition
                {
                    v.text = signed(&statements[n], &actor.join(" and "));
                    v.parties = actor.iter().map(|a| plain(a)).collect();
                }
                (n, v)
            })
            .collect(),
    }
}

/// The value with "not" before it where it is denied.
fn signed(statement: &Statement, value: &str) -> String {
    if statement.modality == Modality::Negated {
        format!("not {value}")
    } else {
        value.to_owned()
    }
}

/// What a statement answers.
pub(crate) fn value(statement: &Statement) -> Value {
    let mut out = Value {
        text: String::new(),
        low: None,
        high: None,
        measured: false,
        of: String::new(),
        window: window(statement),
        parties: BTreeSet::new(),
        together: false,
    };
    match &statement.proposition {
        Proposition::Figure {
            what,
            of,
            low,
            high,
            unit,
            ..
        } => {
            out.measured = statement.modality != Modality::Negated;
            (out.low, out.high) = (*low, *high);
            if *what != FigureKind::ShareOfTerritory {
                out.of = of.clone().unwrap_or_default();
            }
            let percent = *what == FigureKind::ShareOfTerritory;
            let unit = unit.as_deref().or(percent.then_some("%"));
            out.text = signed(statement, &question::amount(*low, *high, unit));
        }
        Proposition::Control {
            status: ControlStatus::Share,
            low,
            high,
            ..
        } => {
            out.measured = statement.modality != Modality::Negated;
            (out.low, out.high) = (*low, *high);
            out.text = signed(statement, &question::amount(*low, *high, Some("%")));
        }
        Proposition::Control { holder, status, .. } => {
            let who = holder.as_deref().unwrap_or(match status {
                ControlStatus::Contested => "contested",
                _ => "the side not named",
            });
            let text = match status {
                ControlStatus::Besieged => format!("besieged by {who}"),
                ControlStatus::Contested if holder.is_some() => format!("contested by {who}"),
                _ => who.to_owned(),
            };
            out.text = signed(statement, &text);
            if !matches!(status, ControlStatus::Contested | ControlStatus::Besieged) {
                out.parties = who.split(';').map(plain).collect();
            }
            out.together = !matches!(status, ControlStatus::Captured);
        }
        Proposition::Event {
            event,
            actor,
            place: Some(_),
            ..
        } if takes_ground(event) => {
            out.text = signed(statement, &actor.join(" and "));
            out.parties = actor.iter().map(|a| plain(a)).collect();
        }
        Proposition::Event { .. } => {
            out.text = if statement.modality == Modality::Negated {
                "no"
            } else {
                "yes"
            }
            .to_owned();
        }
        Proposition::Forecast { strength, .. } => {
            out.text = match strength {
                sayso_record::Strength::Certain => "yes",
                sayso_record::Strength::Probable => "probably",
                sayso_record::Strength::Possible => "possibly",
            }
            .to_owned();
        }
    }
    out
}

/// Adds to each answer's parties whom they belong to or fight beside, so that an ally's part in one
/// deed is not set against another's. "X-backed fighters" are on X's side. Only for the holding and
/// taking of places: who fired is a question between allies too.
pub(crate) fn take_sides(drafts: &mut [Draft], knowledge: &Knowledge) {
    let control = drafts.iter_mut().filter(|d| d.kind == ClaimKind::Control);
    for (_, value) in control.flat_map(|d| &mut d.members) {
        let named = value.parties.iter().flat_map(|p| {
            let backer = p.split_once(" backed ").map(|b| b.0.to_owned());
            [Some(p.clone()), backer]
        });
        let date = value
            .window
            .day
            .as_deref()
            .or(Some(value.window.month.as_str()));
        let date = date.filter(|d| !d.is_empty());
        let mut more = BTreeSet::new();
        for name in named.flatten() {
            if let Some(actor) = knowledge.canonical(&name) {
                let sides = knowledge.sides(actor, date);
                more.extend(sides.iter().map(|side| plain(side)));
            }
        }
        value.parties.extend(more);
    }
}

/// Whether the outermost teller stands behind it or passes it on without a stand.
pub(crate) fn supports(commitment: Commitment) -> bool {
    matches!(commitment, Commitment::Asserts | Commitment::Neutral)
}
