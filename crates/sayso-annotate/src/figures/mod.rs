//! Figures: numerals and number words with what they count, as intervals.
//!
//! What is counted is the noun that the tree joins to the number, else the first counted noun
//! after it; what happened to the counted is the verb that governs the noun. Measures have their
//! unit. A number that counts nothing is no figure, nor is a year, an hour or a list's number.

mod counted;
mod fates;
mod numbers;

use sayso_record::{Document, Figure, FigureKind, Layers, Remark, SegmentKind, Span};

use crate::attributions::scan::{self, Holders, Reading, Word};
use crate::frame::Frame;
use crate::places::parts;
use crate::{Context, modality};
use counted::{Counted, TIMES, counts, holder};
use fates::single;
use numbers::{number, qualified};

pub(crate) use counted::COUNTED;
pub(crate) use fates::{DONE, HARM};

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
        let told = |n: usize| number(words, n).is_some() || age(words, n).is_some();
        let done = |n: usize| DONE.iter().chain(HARM).any(|d| d.0 == words[n].lower);
        if !(0..words.len()).any(|n| told(n) || done(n)) {
            continue;
        }
        let frame = Frame::new(words, reading.syntax(clause, layers), layers);
        let mut i = 0;
        while i < words.len() {
            let alone = single(&frame, i);
            let found = alone.as_ref().map(|a| a.0).or_else(|| number(words, i));
            let counted = match &found {
                Some(_) if alone.is_some() => alone.map(|a| a.1),
                Some(found) => {
                    let here = Span::new(words[i].start, words[found.end - 1].end);
                    let dated = layers.times
                        [layers.times.partition_point(|t| t.end <= here.start)..]
                        .first()
                        .is_some_and(|t| {
                            t.start < here.end && !t.edtf.is_empty() && !lasts(&t.edtf)
                        });
                    // "Three Brotherhood Alliance": a number in a name
                    let from = layers.actors.partition_point(|a| a.end <= here.start);
                    let named = layers.actors.get(from);
                    let named = named.is_some_and(|a| a.start <= here.start && here.end < a.end);
                    if dated || named || bare(words, i, found.end) {
                        None
                    } else {
                        counts(&frame, i, found.end)
                    }
                }
                None => age(words, i).map(|a| a.1),
            };
            let (Some(counted), Some(number)) =
                (counted, found.or_else(|| age(words, i).map(|a| a.0)))
            else {
                i = found.map_or(i + 1, |f| f.end);
                continue;
            };
            let (begin, number) = qualified(words, i, number);
            let last = counted.last.max(number.end);
            let span = Span::new(words[begin].start, words[last - 1].end);
            // What would have killed hundreds killed nobody.
            let what = if fates::unreal(&frame, i..last) && fates::harms(counted.what) {
                FigureKind::Other
            } else {
                counted.what
            };
            let share = what == FigureKind::ShareOfTerritory;
            let holder = share.then(|| holder(&frame, i..last)).flatten();
            let land = share.then(|| land(context, &words[last..])).flatten();
            let hurt = matches!(
                what,
                FigureKind::Killed
                    | FigureKind::Wounded
                    | FigureKind::Captured
                    | FigureKind::Detained
                    | FigureKind::Missing
                    | FigureKind::Attackers
            );
            out.push(Figure {
                id: format!("f{}", out.len() + 1),
                start: span.start,
                end: span.end,
                what,
                of: counted.of.or(holder),
                low: number.low,
                high: number.high,
                exactness: number.exactness,
                unit: counted.unit,
                place: land
                    .or_else(|| scan::nearest_place(document, layers, clause.span, span))
                    .or_else(|| {
                        // The dead of a sentence without a place are those of the place spoken of.
                        hurt.then(|| scan::place_spoken_of(document, layers, clause.span))
                            .flatten()
                            .map(parts::town)
                    }),
                time: scan::nearest_time(layers, clause.span, span),
                negated: denied(&frame, begin, i, last),
                attribution: scan::holder_of(&holders, span),
            });
            i = last;
        }
    }
    headlines(document, &mut out);
    (out, Vec::new())
}

/// "Nine killed in strike" over "9 civilians were killed" counts the civilians: a figure of a title
/// that does not say of whom, where or when takes it from the first of the text with the same fate
/// and a number that may be the same.
fn headlines(document: &Document, figures: &mut [Figure]) {
    let titled = |f: &Figure| {
        document
            .segments
            .iter()
            .any(|s| s.kind == SegmentKind::Title && s.start <= f.start && f.end <= s.end)
    };
    let vague = |f: &Figure| matches!(f.of.as_deref(), None | Some("people" | "persons"));
    let may_be = |a: &Figure, b: &Figure| {
        let under = |low: Option<f64>, high: Option<f64>| low.zip(high).is_none_or(|(l, h)| l <= h);
        a.what == b.what && under(a.low, b.high) && under(b.low, a.high)
    };
    for at in 0..figures.len() {
        if !titled(&figures[at]) || !vague(&figures[at]) {
            continue;
        }
        let told = figures[at + 1..]
            .iter()
            .find(|f| !titled(f) && may_be(&figures[at], f))
            .map(|f| (f.of.clone(), f.place.clone(), f.time.clone()));
        if let Some((of, place, time)) = told {
            let figure = &mut figures[at];
            figure.of = of.or(figure.of.take());
            figure.place = figure.place.take().or(place);
            figure.time = figure.time.take().or(time);
        }
    }
}

/// Verbs whose object is there, whether they are done or not.
const PERCEIVES: &[&str] = &[
    "detect",
    "detected",
    "detecting",
    "hear",
    "heard",
    "mention",
    "mentioned",
    "notice",
    "noticed",
    "pick",
    "picked",
    "protect",
    "protected",
    "recognise",
    "recognize",
    "save",
    "saved",
    "see",
    "seen",
    "spot",
    "spotted",
    "stop",
    "stopped",
    "track",
    "tracked",
];

/// Whether the words deny a figure: "not 4,000", "no 20 trucks were hit". The number's governing verb
/// counts where the number is what it tells.
fn denied(frame: &Frame<'_, '_, '_>, begin: usize, from: usize, last: usize) -> bool {
    let before = begin.checked_sub(1).map_or("", |n| frame.lower(n));
    let plain = matches!(before, "not" | "no" | "never") || before.ends_with("n't");
    let top =
        (from..last).find(|n| frame.syntax.head[*n].is_none_or(|h| !(from..last).contains(&h)));
    let verb = top
        .and_then(|n| frame.syntax.head[n])
        .filter(|v| frame.verb(*v) || frame.kids(*v, &["cop"]).next().is_some());
    let verb = verb.or_else(|| top.filter(|n| frame.kids(*n, &["cop"]).next().is_some()));
    // "he was not among the 30 killed": there were 30
    let among = top.is_some_and(|n| frame.kids(n, &["case"]).any(|c| frame.lower(c) == "among"));
    // "failed to detect 4,000 fighters": they were there
    let perceived = |v: usize| PERCEIVES.contains(&frame.lower(v));
    let verb = verb.filter(|v| !among && !perceived(*v));
    // "none of the 30 was killed"
    let none = top
        .and_then(|n| frame.syntax.head[n])
        .is_some_and(|h| frame.lower(h) == "none");
    plain || none || verb.is_some_and(|v| modality::of(frame, v) == sayso_record::Modality::Negated)
}

/// Whether a time is a length ("P10M"): that is a figure too.
fn lasts(edtf: &str) -> bool {
    edtf.starts_with('P')
}

/// Numbers that count nothing: of lists, addresses, hours, years.
fn bare(words: &[Word<'_>], from: usize, end: usize) -> bool {
    let before = from.checked_sub(1).map_or("", |n| words[n].text);
    let after = words.get(end).map_or("", |w| w.text);
    let text = words[from].text;
    let year = text.len() == 4
        && text.bytes().all(|b| b.is_ascii_digit())
        && (text.starts_with("19") || text.starts_with("20"));
    matches!(before, "@" | "#" | ":" | "$" | "€" | "£" | "/" | "No")
        || matches!(after, ":" | ")" | "/" | ".")
            && text.starts_with(|c: char| c.is_ascii_digit())
            && (from == 0 || after == ":" || after == "/")
        || year
            && !words
                .get(end)
                .is_some_and(|w| COUNTED.iter().any(|c| c.0 == w.lower))
}

/// "10-month", "2,000-year-old": a number and a unit of time in one word.
fn age(words: &[Word<'_>], at: usize) -> Option<(numbers::Number, Counted)> {
    let (value, unit) = words[at].lower.split_once('-')?;
    let unit = unit.strip_suffix("-old").unwrap_or(unit);
    let many = format!("{unit}s");
    if !TIMES.contains(&many.as_str()) {
        return None;
    }
    let alone = scan::words(value, Span::new(0, value.len()));
    let inner = number(&alone, 0).filter(|n| n.end == alone.len())?;
    let old = words[at].lower.ends_with("-old");
    let counted = Counted {
        what: if old {
            FigureKind::Other
        } else {
            FigureKind::Duration
        },
        of: None,
        unit: Some(many),
        last: at + 1,
    };
    Some((
        numbers::Number {
            end: at + 1,
            ..inner
        },
        counted,
    ))
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

#[cfg(test)]
mod tests {
    #[test]
    fn specimens() {
        let bound = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
        let read = |text: &str| -> Vec<String> {
            let told = crate::testing::layers(text).figures.into_iter();
            told.filter(|f| f.what != sayso_record::FigureKind::Duration)
                .map(|f| {
                    let not = if f.negated { "not " } else { "" };
                    let (low, high) = (bound(f.low), bound(f.high));
                    format!("{not}{} {low}..{high}", f.what.word())
                })
                .collect()
        };
        crate::testing::specimens(include_str!("../../specimens/figures.tsv"), &read);
    }
}
