//! Figures: numerals and number words with what they count, as intervals.
//!
//! Vague words follow the common reading: several hundred 200–999, hundreds 200–999, dozens
//! 24–99, scores 40–99, thousands 2,000–9,999; "about N" keeps N on both sides. A number that
//! counts nothing in the table is no figure here.

use sayso_record::{Document, Exactness, Figure, FigureKind, Layers, Remark, Span};

use crate::Context;
use crate::attributions::scan::{self, Holders, Reading, Word};
use crate::modality;

struct Number {
    low: Option<f64>,
    high: Option<f64>,
    exactness: Exactness,
    end: usize,
}

/// Figures in text order.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Figure>, Vec<Remark>) {
    let reading = Reading::new(document, layers);
    let holders = Holders::new(layers);
    let mut out: Vec<Figure> = Vec::new();
    for clause in &reading.clauses {
        let words = reading.of(clause);
        let mut i = 0;
        while i < words.len() {
            let Some(number) = number(words, i) else {
                i += 1;
                continue;
            };
            let here = Span::new(words[i].start, words[number.end - 1].end);
            let dated = layers.times[layers.times.partition_point(|t| t.end <= here.start)..]
                .first()
                .is_some_and(|t| t.start < here.end);
            let counted = (!dated).then(|| counts(words, i, number.end)).flatten();
            let Some((what, of, unit, last)) = counted else {
                i = number.end;
                continue;
            };
            let (begin, number) = qualified(words, i, number);
            let span = Span::new(words[begin].start, words[last - 1].end);
            let share = what == FigureKind::ShareOfTerritory;
            // A share is of the land named after it, held by the actor named before it.
            let holder = share
                .then(|| scan::actors(layers, Span::new(clause.span.start, span.start)).last())
                .flatten()
                .map(|a| a.canonical.clone());
            let land = share.then(|| land(context, &words[last..])).flatten();
            let of = of.and_then(|range| {
                let inner = Span::new(words.get(range.start)?.start, words.get(range.end - 1)?.end);
                scan::named(layers, inner)
                    .map(|a| a.canonical.clone())
                    .or_else(|| inner.text(&document.text).map(str::to_owned))
            });
            out.push(Figure {
                id: format!("f{}", out.len() + 1),
                start: span.start,
                end: span.end,
                what,
                of: of.or(holder),
                low: number.low,
                high: number.high,
                exactness: number.exactness,
                unit,
                place: land
                    .or_else(|| scan::nearest_place(layers, clause.span, span))
                    .or_else(|| {
                        // The dead of a sentence without a place are those of the place spoken of.
                        matches!(
                            what,
                            FigureKind::Killed
                                | FigureKind::Wounded
                                | FigureKind::Captured
                                | FigureKind::Detained
                                | FigureKind::Missing
                                | FigureKind::Attackers
                        )
                        .then(|| scan::place_spoken_of(layers, clause.span))
                        .flatten()
                    }),
                time: scan::nearest_time(layers, clause.span, span),
                negated: modality::of(words, begin) == sayso_record::Modality::Negated,
                attribution: scan::holder_of(&holders, span),
            });
            i = last.max(number.end);
        }
    }
    (out, Vec::new())
}

const UNITS: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

fn plain(word: &str) -> Option<f64> {
    if let Some((_, n)) = UNITS.iter().find(|u| u.0 == word) {
        return Some(*n);
    }
    let first = word.as_bytes().first()?;
    if !first.is_ascii_digit() {
        return None;
    }
    // "4,000" and "20'000": separators stand before three digits each.
    let grouped = word.split([',', '\'']).skip(1).all(|g| g.len() == 3);
    let digits: String = word.chars().filter(|c| *c != ',' && *c != '\'').collect();
    grouped.then(|| digits.parse().ok()).flatten()
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(100.0),
        "thousand" => Some(1_000.0),
        "million" => Some(1_000_000.0),
        _ => None,
    }
}

fn number(words: &[Word<'_>], at: usize) -> Option<Number> {
    let word = words[at].lower.as_str();
    let vague = |low: f64, high: f64, end: usize| {
        Some(Number {
            low: Some(low),
            high: Some(high),
            exactness: Exactness::Several,
            end,
        })
    };
    let next = words.get(at + 1).map_or("", |w| w.lower.as_str());
    match word {
        "several" | "few" => {
            return match scale(next) {
                Some(by) => vague(2.0 * by, 10.0 * by - 1.0, at + 2),
                None => None,
            };
        }
        "hundreds" => return vague(200.0, 999.0, at + 1),
        "thousands" => return vague(2_000.0, 9_999.0, at + 1),
        "dozens" => return vague(24.0, 99.0, at + 1),
        "scores" if next == "of" => return vague(40.0, 99.0, at + 1),
        _ => {}
    }
    // "10-20" is one word, "10 to 20" three.
    let (mut low, mut end) = (None, at + 1);
    let mut high = None;
    if let Some((a, b)) = word.split_once('-')
        && let (Some(a), Some(b)) = (plain(a), plain(b))
        && a < b
    {
        low = Some(a);
        high = Some(b);
    }
    if low.is_none() {
        let value = plain(word)?;
        low = Some(value);
        high = Some(value);
    }
    if let Some(by) = words.get(end).and_then(|w| scale(&w.lower)) {
        low = low.map(|v| v * by);
        high = high.map(|v| v * by);
        end += 1;
    } else if words.get(end).is_some_and(|w| w.lower == "to")
        && let Some(upper) = words.get(end + 1).and_then(|w| plain(&w.lower))
        && low < Some(upper)
    {
        high = Some(upper);
        end += 2;
    }
    Some(Number {
        exactness: if low == high {
            Exactness::Exact
        } else {
            Exactness::About
        },
        low,
        high,
        end,
    })
}

/// The country that a word soon after names, "Syrian" and "Iraqi" included.
fn land(context: &Context<'_>, words: &[Word<'_>]) -> Option<String> {
    words.iter().take(6).find_map(|w| {
        [
            w.text,
            w.text.trim_end_matches('n'),
            w.text.trim_end_matches('i'),
        ]
        .iter()
        .find_map(|name| context.knowledge.place(name))
        .filter(|p| p.precision == sayso_record::Precision::Country)
        .map(|p| p.name.clone())
    })
}

/// The qualifier before a number, and what it makes of it.
fn qualified(words: &[Word<'_>], at: usize, mut number: Number) -> (usize, Number) {
    let back = |n: usize| at.checked_sub(n).map_or("", |i| words[i].lower.as_str());
    let pair = (back(2), back(1));
    let (begin, exactness) = match pair {
        ("at", "least") | ("more", "than") => (at - 2, Exactness::AtLeast),
        ("at", "most") | ("less", "than") | ("fewer", "than") | ("up", "to") => {
            (at - 2, Exactness::AtMost)
        }
        ("many", "as") => (at - 2, Exactness::AtMost),
        (_, "over" | "above") => (at - 1, Exactness::AtLeast),
        (_, "under" | "below" | "nearly" | "almost") => (at - 1, Exactness::AtMost),
        (_, "about" | "around" | "some" | "roughly" | "approximately") => {
            (at - 1, Exactness::About)
        }
        (_, "only" | "just") => (at - 1, number.exactness),
        _ => return (at, number),
    };
    match exactness {
        Exactness::AtLeast => number.high = None,
        Exactness::AtMost => number.low = None,
        _ => {}
    }
    number.exactness = exactness;
    (begin, number)
}

const COUNTED: &[(&str, FigureKind)] = &[
    ("fighters", FigureKind::Fighters),
    ("militants", FigureKind::Fighters),
    ("jihadis", FigureKind::Fighters),
    ("terrorists", FigureKind::Fighters),
    ("soldiers", FigureKind::Fighters),
    ("troops", FigureKind::Fighters),
    ("combatants", FigureKind::Fighters),
    ("forces", FigureKind::Fighters),
    ("contractors", FigureKind::Fighters),
    ("attackers", FigureKind::Attackers),
    ("civilians", FigureKind::Other),
    ("people", FigureKind::Other),
    ("members", FigureKind::Other),
    ("natives", FigureKind::Other),
    ("personnel", FigureKind::Other),
    ("men", FigureKind::Other),
    ("women", FigureKind::Other),
    ("children", FigureKind::Other),
    ("persons", FigureKind::Other),
    ("refugees", FigureKind::Displaced),
    ("rebels", FigureKind::Fighters),
    ("prisoners", FigureKind::Captured),
    ("hostages", FigureKind::Captured),
    ("inhabitants", FigureKind::Population),
    ("residents", FigureKind::Population),
    ("tanks", FigureKind::Vehicles),
    ("trucks", FigureKind::Vehicles),
    ("tankers", FigureKind::Vehicles),
    ("vehicles", FigureKind::Vehicles),
    ("airstrikes", FigureKind::Airstrikes),
    ("strikes", FigureKind::Airstrikes),
    ("raids", FigureKind::Airstrikes),
    ("sorties", FigureKind::Airstrikes),
    ("communities", FigureKind::CommunitiesLiberated),
    ("villages", FigureKind::CommunitiesLiberated),
    ("settlements", FigureKind::CommunitiesLiberated),
];

const DONE: &[(&str, FigureKind)] = &[
    ("killed", FigureKind::Killed),
    ("died", FigureKind::Killed),
    ("dead", FigureKind::Killed),
    ("killing", FigureKind::Killed),
    ("kills", FigureKind::Killed),
    ("wounded", FigureKind::Wounded),
    ("injured", FigureKind::Wounded),
    ("detained", FigureKind::Detained),
    ("arrested", FigureKind::Detained),
    ("missing", FigureKind::Missing),
    ("displaced", FigureKind::Displaced),
    ("fled", FigureKind::Displaced),
    ("evacuated", FigureKind::Evacuated),
    ("attacked", FigureKind::Attackers),
];

type Counted = (
    FigureKind,
    Option<std::ops::Range<usize>>,
    Option<String>,
    usize,
);

/// What a number counts, by the words after it and the verb beside it; none when nothing known.
fn counts(words: &[Word<'_>], from: usize, end: usize) -> Option<Counted> {
    let after = |n: usize| words.get(end + n).map_or("", |w| w.lower.as_str());
    if matches!(after(0), "%" | "percent") || (after(0), after(1)) == ("per", "cent") {
        let last = end + if after(0) == "per" { 2 } else { 1 };
        let land = words[last.min(words.len())..].iter().take(6).any(|w| {
            matches!(
                w.lower.as_str(),
                "territory" | "country" | "area" | "land" | "syria" | "syrian" | "iraq"
            )
        });
        let kind = if land {
            FigureKind::ShareOfTerritory
        } else {
            FigureKind::Other
        };
        return Some((kind, None, Some("percent".into()), last));
    }
    let square = after(0) == "square" && after(1).starts_with("k");
    if square {
        return Some((FigureKind::Area, None, Some("km2".into()), end + 2));
    }
    match after(0) {
        "km" | "kilometers" | "kilometres" | "miles" => {
            let unit = if after(0) == "miles" { "mi" } else { "km" };
            return Some((FigureKind::Distance, None, Some(unit.into()), end + 1));
        }
        "seconds" | "minutes" | "hours" | "days" | "weeks" | "months" | "years" => {
            return Some((FigureKind::Duration, None, Some(after(0).into()), end + 1));
        }
        _ => {}
    }
    let mut noun = None;
    for n in 0..6 {
        let Some(word) = words.get(end + n) else {
            break;
        };
        let stop = word.mark() && !word.is("-")
            // Another number counts its own noun: "two sides exchanged 16 prisoners".
            || number(words, end + n).is_some()
            || matches!(
                word.lower.as_str(),
                "and" | "that" | "which" | "who" | "was" | "were" | "in" | "to" | "from" | "on"
            );
        if stop {
            break;
        }
        if let Some((_, kind)) = COUNTED.iter().find(|c| c.0 == word.lower) {
            noun = Some((end + n, *kind));
            // "tanker trucks": the last counted noun of the phrase is its head.
        }
    }
    // "one of the forces" counts nothing; "one soldier" does.
    if words[from].lower == "one" && noun.is_none_or(|n| n.0 != end) {
        return None;
    }
    let near = |w: &Word<'_>| DONE.iter().find(|d| d.0 == w.lower).map(|d| d.1);
    let verb_before = words[from.saturating_sub(4)..from]
        .iter()
        .rev()
        .find_map(near);
    let verb_after = words[end..words.len().min(end + 8)]
        .iter()
        .take_while(|w| !w.is(",") && !w.is(";"))
        .find_map(near);
    let verb = verb_after.or(verb_before);
    match (noun, verb) {
        (Some((at, kind)), verb) => {
            let start = if words.get(end).is_some_and(|w| w.lower == "of") {
                end + 1
            } else {
                end
            };
            let people = matches!(
                kind,
                FigureKind::Fighters
                    | FigureKind::Other
                    | FigureKind::Population
                    | FigureKind::Attackers
            );
            let kind = verb.filter(|_| people).unwrap_or(kind);
            Some((kind, (start <= at).then(|| start..at + 1), None, at + 1))
        }
        (None, Some(kind))
            if words.get(end).is_some_and(|w| {
                near(w).is_some() || matches!(w.lower.as_str(), "were" | "have" | "had" | "people")
            }) =>
        {
            Some((kind, None, None, end))
        }
        _ => None,
    }
}
