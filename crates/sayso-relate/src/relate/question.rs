//! Questions and amounts in plain words.

use std::collections::BTreeMap;

use sayso_record::{ClaimKind, ControlStatus, FigureKind, Proposition, Statement};

use super::claims::{holder, takes_ground, window};
use crate::resolve::window::phrase;

/// Longest question of a forecast, in characters.
const LONGEST: usize = 180;

/// What a question is put together from.
pub(crate) struct Slots<'s> {
    /// Proposition of the first statement.
    first: &'s Proposition,
    /// What is counted, as most statements put it.
    of: Option<String>,
    /// Where, as most put it.
    pub place: Option<String>,
    /// Who acts or holds.
    pub actor: Option<String>,
    /// The day where all agree on one, else the month.
    pub time: Option<String>,
    /// What says so in the question, where it is not simply the time.
    pub when: Option<String>,
}

/// The slots of a group of statements, which is never empty.
pub(crate) fn slots<'s>(group: &[&'s Statement], kind: ClaimKind) -> Slots<'s> {
    let mut of = Vec::new();
    let mut place = Vec::new();
    let mut actor = Vec::new();
    for s in group {
        match &s.proposition {
            Proposition::Figure {
                what,
                of: o,
                place: p,
                ..
            } => {
                if *what == FigureKind::ShareOfTerritory {
                    actor.push(holder(s));
                    place.extend(p.clone().or_else(|| o.clone()));
                } else {
                    of.extend(o.clone());
                    place.extend(p.clone());
                }
            }
            Proposition::Event {
                actor: a, place: p, ..
            } => {
                place.extend(p.clone());
                actor.push(a.join(" and "));
            }
            Proposition::Control {
                place: p, status, ..
            } => {
                place.push(p.clone());
                if *status == ControlStatus::Share {
                    actor.push(holder(s));
                }
            }
            Proposition::Forecast { place: p, .. } => {
                place.extend(p.clone());
                actor.push(s.speaker.clone());
            }
        }
    }
    let windows: Vec<_> = group.iter().map(|s| window(s)).collect();
    let day = windows[0]
        .day
        .clone()
        .filter(|d| windows.iter().all(|w| w.day.as_ref() == Some(d)));
    let month = Some(windows[0].month.clone()).filter(|m| !m.is_empty());
    Slots {
        first: &group[0].proposition,
        of: most(of),
        place: most(place),
        actor: if kind == ClaimKind::Responsibility {
            None
        } else {
            most(actor)
        },
        time: day.or(month),
        when: None,
    }
}

/// The value given most often, the first in order among equals.
fn most(values: Vec<String>) -> Option<String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for v in values.into_iter().filter(|v| !v.trim().is_empty()) {
        *count.entry(v).or_default() += 1;
    }
    let best = count.values().copied().max()?;
    count.into_iter().find(|(_, n)| *n == best).map(|(v, _)| v)
}

/// The question.
pub(crate) fn ask(slots: &Slots<'_>, kind: ClaimKind) -> String {
    let at = slots
        .place
        .as_deref()
        .map(|p| format!(" at {p}"))
        .unwrap_or_default();
    let when = slots.when.clone();
    let when = when
        .or_else(|| slots.time.as_deref().map(phrase))
        .unwrap_or_default();
    match slots.first {
        Proposition::Figure {
            what: FigureKind::ShareOfTerritory,
            ..
        }
        | Proposition::Control {
            status: ControlStatus::Share,
            ..
        } => {
            let place = slots.place.as_deref().unwrap_or("the country");
            match slots.actor.as_deref() {
                Some(who) => format!("What share of {place} was held by {who}{when}?"),
                None => format!("What share of {place} was held{when}?"),
            }
        }
        Proposition::Figure { what, unit, .. } => {
            let of = slots.of.as_deref();
            // "5 soldiers" asks for soldiers; a name ("Harbour Guards") says whose people.
            let named = of.is_some_and(is_proper);
            let many = |thing: &str, done: &str| match of {
                Some(of) if named => format!("How many {thing} ({of}){done}{at}{when}?"),
                Some(of) => format!("How many {of}{done}{at}{when}?"),
                None => format!("How many {thing}{done}{at}{when}?"),
            };
            match what {
                FigureKind::Killed => many("people", " were killed"),
                FigureKind::Wounded => many("people", " were wounded"),
                FigureKind::Captured => many("people", " were captured"),
                FigureKind::Detained => many("people", " were detained"),
                FigureKind::Missing => many("people", " were missing"),
                FigureKind::Displaced => many("people", " were displaced"),
                FigureKind::Evacuated => many("people", " were evacuated"),
                // "fighters" themselves are no name for whose they are.
                FigureKind::Attackers if named => many("attackers", " were there"),
                FigureKind::Attackers => format!("How many attackers were there{at}{when}?"),
                FigureKind::Fighters => many("fighters", " were there"),
                FigureKind::Population => many("people", " lived"),
                FigureKind::Vehicles => {
                    many(unit.as_deref().unwrap_or("vehicles"), " are spoken of")
                }
                FigureKind::Airstrikes => many("air strikes", " were there"),
                FigureKind::CommunitiesLiberated => {
                    format!("How many communities were taken{at}{when}?")
                }
                FigureKind::Area => {
                    format!("How large was {}{at}{when}?", of.unwrap_or("the area"))
                }
                FigureKind::Distance => format!("How far was {}{at}{when}?", of.unwrap_or("it")),
                FigureKind::Duration => {
                    format!("How long did {} last{at}{when}?", of.unwrap_or("it"))
                }
                FigureKind::Other if !named && of.is_some_and(|o| o.ends_with('s')) => {
                    many("things", " are spoken of")
                }
                FigureKind::ShareOfTerritory | FigureKind::Other => {
                    format!("What number is given for {}{at}{when}?", of.unwrap_or("it"))
                }
            }
        }
        Proposition::Control { status, .. } => {
            let place = slots.place.as_deref().unwrap_or("the place");
            match status {
                ControlStatus::Captured => format!("Who captured {place}{when}?"),
                ControlStatus::Lost => format!("Who lost {place}{when}?"),
                _ => format!("Who held {place}{when}?"),
            }
        }
        Proposition::Event { event, .. } if kind == ClaimKind::Control && takes_ground(event) => {
            let place = slots.place.as_deref().unwrap_or("the place");
            format!("Who captured {place}{when}?")
        }
        Proposition::Event {
            event, recipient, ..
        } => {
            let act = event.to_lowercase();
            let against = if recipient.is_empty() {
                String::new()
            } else {
                format!(
                    " {} {}",
                    if act.starts_with("statement") {
                        "with"
                    } else {
                        "against"
                    },
                    recipient.join(" and ")
                )
            };
            match kind {
                ClaimKind::Responsibility => {
                    format!("Who was behind the {act}{against}{at}{when}?")
                }
                _ => {
                    let article = if act.starts_with(['a', 'e', 'i', 'o', 'u']) {
                        "an"
                    } else {
                        "a"
                    };
                    let who = slots.actor.as_deref().unwrap_or("anyone");
                    format!("Was there {article} {act} by {who}{against}{at}{when}?")
                }
            }
        }
        Proposition::Forecast { text, horizon, .. } => {
            let by = horizon.as_deref().map(phrase).unwrap_or_default();
            format!("Will it come true{by}: “{}”?", shorten(text))
        }
    }
}

/// Whether the last word is a name's.
pub(super) fn is_proper(of: &str) -> bool {
    of.split_whitespace()
        .last()
        .is_some_and(|w| w.starts_with(char::is_uppercase))
}

/// At most [`LONGEST`] characters, cut at a word.
fn shorten(text: &str) -> String {
    let text = text.trim().trim_end_matches(['.', '!', '?']);
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", &cut[..end])
}

/// Units that are said with their number.
const MEASURES: &[&str] = &[
    "km",
    "m",
    "miles",
    "feet",
    "km2",
    "square miles",
    "seconds",
    "minutes",
    "hours",
    "days",
    "weeks",
    "months",
    "years",
    "decades",
];

/// `at least 1,000`, `200–999`, `70 %`.
pub(crate) fn amount(low: Option<f64>, high: Option<f64>, unit: Option<&str>) -> String {
    let words = match (low, high) {
        (Some(l), Some(h)) if l == h => number(l),
        (Some(l), Some(h)) => format!("{}–{}", number(l), number(h)),
        (Some(l), None) => format!("at least {}", number(l)),
        (None, Some(h)) => format!("at most {}", number(h)),
        (None, None) => "an unknown number".to_owned(),
    };
    match unit {
        Some("percent" | "per cent" | "%") => format!("{words} %"),
        // The question has the counted noun.
        Some(unit) if MEASURES.contains(&unit) => format!("{words} {unit}"),
        _ => words,
    }
}

/// With commas between thousands.
fn number(n: f64) -> String {
    let plain = format!("{n}");
    let (whole, rest) = plain
        .split_once('.')
        .map_or((plain.as_str(), String::new()), |(w, r)| {
            (w, format!(".{r}"))
        });
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |d| ("-", d));
    let mut out = String::new();
    for (n, c) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    format!("{sign}{out}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_as_words() {
        assert_eq!(amount(Some(1234.0), Some(1234.0), None), "1,234");
        assert_eq!(amount(Some(200.0), Some(999.0), None), "200–999");
        assert_eq!(amount(Some(70.0), None, Some("%")), "at least 70 %");
        assert_eq!(amount(None, Some(2.5), Some("km")), "at most 2.5 km");
    }
}
