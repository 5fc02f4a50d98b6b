//! Figures: numerals and number words with what they count, as intervals.
//!
//! What is counted is the noun that the tree joins to the number, else the first counted noun
//! after it; what happened to the counted is the verb that governs the noun. Measures have their
//! unit. A number that counts nothing is no figure, nor is a year, an hour or a list's number.

mod numbers;

use std::ops::Range;

use sayso_record::{Document, Figure, FigureKind, Layers, Remark, Span};

use crate::attributions::scan::{self, Holders, Reading, Word};
use crate::frame::Frame;
use crate::{Context, modality};
use numbers::{number, qualified};

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
                    if dated || bare(words, i, found.end) {
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
            let what = counted.what;
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
                    .or_else(|| scan::nearest_place(layers, clause.span, span))
                    .or_else(|| {
                        // The dead of a sentence without a place are those of the place spoken of.
                        hurt.then(|| scan::place_spoken_of(layers, clause.span))
                            .flatten()
                    }),
                time: scan::nearest_time(layers, clause.span, span),
                negated: denied(&frame, begin, i, last),
                attribution: scan::holder_of(&holders, span),
            });
            i = last;
        }
    }
    (out, Vec::new())
}

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
    plain || verb.is_some_and(|v| modality::of(frame, v) == sayso_record::Modality::Negated)
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

pub(crate) const COUNTED: &[(&str, FigureKind)] = &[
    ("fighters", FigureKind::Fighters),
    ("militants", FigureKind::Fighters),
    ("jihadis", FigureKind::Fighters),
    ("terrorists", FigureKind::Fighters),
    ("soldiers", FigureKind::Fighters),
    ("troops", FigureKind::Fighters),
    ("combatants", FigureKind::Fighters),
    ("forces", FigureKind::Fighters),
    ("contractors", FigureKind::Fighters),
    ("gunmen", FigureKind::Fighters),
    ("insurgents", FigureKind::Fighters),
    ("mercenaries", FigureKind::Fighters),
    ("militiamen", FigureKind::Fighters),
    ("jihadists", FigureKind::Fighters),
    ("extremists", FigureKind::Fighters),
    ("guerrillas", FigureKind::Fighters),
    ("servicemen", FigureKind::Fighters),
    ("officers", FigureKind::Fighters),
    ("policemen", FigureKind::Fighters),
    ("soldier", FigureKind::Fighters),
    ("fighter", FigureKind::Fighters),
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
    ("person", FigureKind::Other),
    ("man", FigureKind::Other),
    ("woman", FigureKind::Other),
    ("child", FigureKind::Other),
    ("civilian", FigureKind::Other),
    ("ppl", FigureKind::Other),
    ("reporters", FigureKind::Other),
    ("journalists", FigureKind::Other),
    ("peasants", FigureKind::Other),
    ("passengers", FigureKind::Other),
    ("workers", FigureKind::Other),
    ("students", FigureKind::Other),
    ("victims", FigureKind::Killed),
    ("casualties", FigureKind::Other),
    ("bodies", FigureKind::Killed),
    ("deaths", FigureKind::Killed),
    ("refugees", FigureKind::Displaced),
    ("rebels", FigureKind::Fighters),
    ("prisoners", FigureKind::Captured),
    ("hostages", FigureKind::Captured),
    ("inhabitants", FigureKind::Population),
    ("residents", FigureKind::Population),
    ("tanks", FigureKind::Vehicles),
    ("trucks", FigureKind::Vehicles),
    ("helicopters", FigureKind::Vehicles),
    ("planes", FigureKind::Vehicles),
    ("cars", FigureKind::Vehicles),
    ("buses", FigureKind::Vehicles),
    ("drones", FigureKind::Vehicles),
    ("tank", FigureKind::Vehicles),
    ("tankers", FigureKind::Vehicles),
    ("vehicles", FigureKind::Vehicles),
    ("airstrikes", FigureKind::Airstrikes),
    ("attacks", FigureKind::Airstrikes),
    ("strikes", FigureKind::Airstrikes),
    ("raids", FigureKind::Airstrikes),
    ("sorties", FigureKind::Airstrikes),
    ("communities", FigureKind::CommunitiesLiberated),
    ("villages", FigureKind::CommunitiesLiberated),
    ("settlements", FigureKind::CommunitiesLiberated),
];

pub(crate) const DONE: &[(&str, FigureKind)] = &[
    ("killed", FigureKind::Killed),
    ("died", FigureKind::Killed),
    ("dead", FigureKind::Killed),
    ("killing", FigureKind::Killed),
    ("kill", FigureKind::Killed),
    ("murdered", FigureKind::Killed),
    ("executed", FigureKind::Killed),
    ("massacred", FigureKind::Killed),
    ("slain", FigureKind::Killed),
    ("lives", FigureKind::Killed),
    ("deaths", FigureKind::Killed),
    ("kills", FigureKind::Killed),
    ("wounded", FigureKind::Wounded),
    ("injured", FigureKind::Wounded),
    ("wounding", FigureKind::Wounded),
    ("injuring", FigureKind::Wounded),
    ("injuries", FigureKind::Wounded),
    ("captured", FigureKind::Captured),
    ("kidnapped", FigureKind::Detained),
    ("abducted", FigureKind::Detained),
    ("detained", FigureKind::Detained),
    ("arrested", FigureKind::Detained),
    ("missing", FigureKind::Missing),
    ("displaced", FigureKind::Displaced),
    ("fled", FigureKind::Displaced),
    ("evacuated", FigureKind::Evacuated),
];

/// Units of time.
const TIMES: &[&str] = &[
    "seconds", "minutes", "hours", "days", "weeks", "months", "years", "decades",
];

/// Units of length, and what they are called here.
const LENGTHS: &[(&str, &str)] = &[
    ("km", "km"),
    ("kilometers", "km"),
    ("kilometres", "km"),
    ("kilometer", "km"),
    ("kilometre", "km"),
    ("miles", "miles"),
    ("mile", "miles"),
    ("feet", "feet"),
    ("meters", "m"),
    ("metres", "m"),
    ("m", "m"),
];

/// Nouns whose number tells nothing of the world.
const TALK: &[&str] = &[
    "things",
    "ways",
    "reasons",
    "points",
    "sides",
    "times",
    "parts",
    "hands",
    "questions",
    "cases",
    "options",
    "words",
    "lines",
    "examples",
    "steps",
    "kinds",
    "types",
    "goals",
    "issues",
    "facts",
    "others",
    "ones",
    "other",
    "comments",
    "posts",
    "links",
    "pages",
    "paragraphs",
    "thing",
    "way",
    "reason",
    "point",
    "side",
    "time",
    "part",
    "hand",
    "question",
    "case",
    "option",
    "word",
    "day",
    "year",
    "bit",
    "lot",
    "day",
    "more",
    "dollars",
    "euros",
    "cents",
    "rd",
    "th",
    "st",
    "nd",
];

/// What a number counts.
struct Counted {
    what: FigureKind,
    /// Canonical name, else the text's words.
    of: Option<String>,
    /// Unit: of a measure, "people", or the counted noun.
    unit: Option<String>,
    /// One past the last word.
    last: usize,
}

/// What a number counts, from the words after it and the tree; none when nothing.
fn counts(frame: &Frame<'_, '_, '_>, from: usize, end: usize) -> Option<Counted> {
    let words = frame.words;
    let after = |n: usize| words.get(end + n).map_or("", |w| w.lower.as_str());
    if let Some(counted) = measure(words, end) {
        return Some(counted);
    }
    // "a few quiet days"
    for n in 0..3 {
        if TIMES.contains(&after(n)) {
            return Some(Counted {
                what: FigureKind::Duration,
                of: None,
                unit: Some(after(n).to_owned()),
                last: end + n + 1,
            });
        }
        if words.get(end + n).is_none_or(|w| w.mark()) {
            break;
        }
    }
    let noun = counted_noun(frame, from, end);
    // "one of the forces" counts nothing; "one soldier" does.
    let alone = words[from].lower == "one" || words[from].lower == "1";
    let suffered = noun.is_some_and(|n| matches!(fate(frame, n), Fate::Suffered(_)));
    let counted = |n: usize| suffered || COUNTED.iter().any(|c| c.0 == frame.lower(n));
    if alone && noun.is_none_or(|n| n != end || !counted(n)) {
        return None;
    }
    let verb = done(frame, noun, from, end);
    let Some(noun) = noun else {
        let near = |w: &str| DONE.iter().any(|d| d.0 == w);
        let said =
            near(after(0)) || matches!(after(0), "were" | "have" | "had" | "people" | "of" | "in");
        return verb
            .filter(|_| said || end >= words.len() || words[end].mark())
            .map(|what| Counted {
                what,
                of: None,
                unit: Some("people".to_owned()),
                last: end,
            });
    };
    let lower = frame.lower(noun);
    let kind = COUNTED.iter().find(|c| c.0 == lower).map(|c| c.1);
    let air = noun > 0 && matches!(frame.lower(noun - 1), "air" | "drone" | "missile");
    let kind = match kind {
        // "attacks" are strikes only from the air.
        Some(FigureKind::Airstrikes) if matches!(lower, "attacks" | "raids") && !air => None,
        other => other,
    };
    let people = match kind {
        Some(FigureKind::Fighters | FigureKind::Population | FigureKind::Attackers) => true,
        Some(
            FigureKind::Other | FigureKind::Displaced | FigureKind::Captured | FigureKind::Killed,
        ) => true,
        Some(_) => false,
        None => frame.actor(noun).is_some(),
    };
    // "Several outlets", "a few questions" are no counts.
    let vague = matches!(frame.lower(from), "several" | "few" | "multiple" | "couple");
    let people = people || suffered && kind.is_none();
    if kind.is_none()
        && (vague && !suffered || TALK.contains(&lower) || !countable(frame, noun, people))
    {
        return None;
    }
    let what = match kind {
        Some(kind) if people => verb.unwrap_or(kind),
        Some(kind) => kind,
        None if people => verb.unwrap_or_else(|| {
            use sayso_record::ActorKind::{ArmedGroup, Coalition, State};
            let fights = frame
                .known(noun)
                .is_some_and(|a| matches!(a.kind, ArmedGroup | Coalition | State));
            if fights {
                FigureKind::Fighters
            } else {
                FigureKind::Other
            }
        }),
        None => FigureKind::Other,
    };
    // "3-5 civilians per fighter" counts neither.
    if let (Some(per), Some(each)) = (words.get(noun + 1), words.get(noun + 2))
        && per.lower == "per"
    {
        return Some(Counted {
            what: FigureKind::Other,
            of: Some(format!("{lower} per {}", each.lower)),
            unit: Some("ratio".to_owned()),
            last: noun + 3,
        });
    }
    let first = if after(0) == "of" { end + 1 } else { end };
    let phrase = (first <= noun).then(|| first..noun + 1);
    let of = phrase.as_ref().and_then(|range| {
        let span = frame.span(range);
        scan::named(frame.layers, span)
            .map(|a| a.canonical.clone())
            .or_else(|| {
                let own: Vec<&str> = words[range.clone()]
                    .iter()
                    .filter(|w| !matches!(w.lower.as_str(), "the" | "a" | "an" | "their" | "its"))
                    .map(|w| w.text)
                    .collect();
                Some(own.join(" ")).filter(|o| !o.is_empty())
            })
    });
    let unit = if people {
        "people".to_owned()
    } else if air {
        format!("{} {lower}", frame.lower(noun - 1))
    } else {
        lower.to_owned()
    };
    Some(Counted {
        what,
        of,
        unit: Some(unit),
        last: noun + 1,
    })
}

/// Shares, areas and lengths.
fn measure(words: &[Word<'_>], end: usize) -> Option<Counted> {
    let after = |n: usize| words.get(end + n).map_or("", |w| w.lower.as_str());
    let counted = |what, unit: &str, last| {
        Some(Counted {
            what,
            of: None,
            unit: Some(unit.to_owned()),
            last,
        })
    };
    if matches!(after(0), "%" | "percent") || (after(0), after(1)) == ("per", "cent") {
        let last = end + if after(0) == "per" { 2 } else { 1 };
        let land = words[last.min(words.len())..].iter().take(6).any(|w| {
            matches!(
                w.lower.as_str(),
                "territory"
                    | "country"
                    | "area"
                    | "land"
                    | "syria"
                    | "syrian"
                    | "iraq"
                    | "city"
                    | "province"
                    | "town"
            )
        });
        let kind = if land {
            FigureKind::ShareOfTerritory
        } else {
            FigureKind::Other
        };
        return counted(kind, "percent", last);
    }
    if matches!(after(0), "square" | "sq")
        && (after(1).starts_with('k') || after(1).starts_with("mile"))
    {
        let unit = if after(1).starts_with('k') {
            "km2"
        } else {
            "square miles"
        };
        return counted(FigureKind::Area, unit, end + 2);
    }
    let of = usize::from(after(0) == "of");
    let length = LENGTHS.iter().find(|l| l.0 == after(of))?;
    counted(FigureKind::Distance, length.1, end + of + 1)
}

/// The noun a number counts: by the tree, where it stands soon after; else the first noun known to
/// be counted; else none.
fn counted_noun(frame: &Frame<'_, '_, '_>, from: usize, end: usize) -> Option<usize> {
    let words = frame.words;
    let own = from..end;
    let by_tree = own.clone().find_map(|n| {
        let head = frame.syntax.head[n].filter(|_| frame.syntax.relation[n].starts_with("nummod"));
        head.or_else(|| frame.with_case(n, &["of"]))
            .filter(|h| *h >= end && *h < end + 8)
    });
    let known = |n: usize| COUNTED.iter().any(|c| c.0 == frame.lower(n));
    let mut first = None;
    for n in end..words.len().min(end + 6) {
        let word = &words[n];
        let stop = word.mark() && !word.is("-")
            // Another number counts its own noun: "two sides exchanged 16 prisoners".
            || number(words, n).is_some()
            || frame.verb(n) && !known(n)
            || matches!(
                word.lower.as_str(),
                "and" | "that" | "which" | "who" | "was" | "were" | "in" | "to" | "from" | "on"
            );
        if stop {
            break;
        }
        if known(n) {
            // "tanker trucks": the last counted noun of the phrase is its head.
            first = Some(n);
        }
    }
    let clear = |h: usize| {
        words[end..h]
            .iter()
            .all(|w| !w.mark() || w.is("-") || w.quote())
    };
    let next = || {
        let near = end..words.len().min(end + 3);
        let clear = near.clone().take_while(|n| !words[*n].mark());
        let named = frame.actor(end.min(words.len() - 1)).is_some();
        let mut nouns =
            clear.filter(|n| frame.syntax.tag[*n] == "NOUN" && frame.lower(*n).ends_with('s'));
        (named && end < words.len())
            .then_some(end)
            .or_else(|| nouns.next())
    };
    first.or(by_tree.filter(|h| clear(*h))).or_else(next)
}

/// Who holds a share: the subject of the verb of holding above it, or whose hands it is in.
fn holder(frame: &Frame<'_, '_, '_>, share: Range<usize>) -> Option<String> {
    let mut at = share
        .clone()
        .find(|n| frame.syntax.head[*n].is_none_or(|h| !share.contains(&h)))?;
    for _ in 0..4 {
        let Some(head) = frame.syntax.head[at] else {
            break;
        };
        if frame.verb(head) {
            let holds = matches!(
                frame.lower(head),
                "hold"
                    | "holds"
                    | "held"
                    | "holding"
                    | "control"
                    | "controls"
                    | "controlled"
                    | "controlling"
                    | "occupy"
                    | "occupies"
                    | "occupied"
                    | "keep"
                    | "keeps"
                    | "kept"
                    | "rules"
                    | "ruled"
                    | "lost"
                    | "regained"
            );
            let hands = frame
                .with_case(head, &["in"])
                .filter(|h| frame.lower(*h) == "hands")
                .and_then(|h| frame.with_case(h, &["of"]));
            return hands
                .or_else(|| frame.agent(head).filter(|a| holds && !share.contains(a)))
                .and_then(|a| frame.actor(a));
        }
        at = head;
    }
    None
}

/// Whether a noun that no table knows is a thing to count: a plural common noun, or a name of
/// people.
fn countable(frame: &Frame<'_, '_, '_>, noun: usize, people: bool) -> bool {
    let word = frame.lower(noun);
    people
        || frame.syntax.tag[noun] == "NOUN"
            && word.len() > 3
            && (word.ends_with('s') && !word.ends_with("ss")
                || matches!(word, "men" | "women" | "children" | "choppers"))
}

/// What the tree says happened to a noun's people.
enum Fate {
    Suffered(FigureKind),
    /// They are who did it: who killed is not who was killed.
    Acted,
    Untold,
}

/// Nouns of harm done to whom "of" names.
pub(crate) const HARM: &[(&str, FigureKind)] = &[
    ("murder", FigureKind::Killed),
    ("murders", FigureKind::Killed),
    ("killing", FigureKind::Killed),
    ("killings", FigureKind::Killed),
    ("death", FigureKind::Killed),
    ("deaths", FigureKind::Killed),
    ("massacre", FigureKind::Killed),
    ("assassination", FigureKind::Killed),
    ("execution", FigureKind::Killed),
    ("slaying", FigureKind::Killed),
    ("lives", FigureKind::Killed),
    ("bodies", FigureKind::Killed),
    ("wounding", FigureKind::Wounded),
    ("kidnapping", FigureKind::Detained),
    ("abduction", FigureKind::Detained),
    ("arrest", FigureKind::Detained),
    ("arrests", FigureKind::Detained),
    ("detention", FigureKind::Detained),
    ("disappearance", FigureKind::Missing),
];

fn fate(frame: &Frame<'_, '_, '_>, noun: usize) -> Fate {
    let near = |w: &str| DONE.iter().find(|d| d.0 == w).map(|d| d.1);
    if let Some(kind) = frame
        .kids(noun, &["acl", "amod", "acl:relcl"])
        .find_map(|k| near(frame.lower(k)))
    {
        return Fate::Suffered(kind);
    }
    // "a baker and two more men were killed": the first of them stands in the clause.
    let mut at = noun;
    for _ in 0..6 {
        match frame.syntax.head[at] {
            Some(head) if frame.syntax.relation[at] == "conj" && !frame.verb(at) => at = head,
            _ => break,
        }
    }
    let Some(head) = frame.syntax.head[at] else {
        return Fate::Untold;
    };
    let relation = frame.syntax.relation[at];
    let with = frame
        .kids(noun, &["case"])
        .any(|c| frame.lower(c) == "with");
    let fought = frame.lower(head).starts_with("attack");
    if frame.verb(head) && fought && (relation == "nsubj" || with) {
        return Fate::Suffered(FigureKind::Attackers);
    }
    let of = frame.kids(at, &["case"]).any(|c| frame.lower(c) == "of");
    if relation == "nmod" && of || relation == "nmod:poss" {
        let harm = HARM.iter().find(|h| h.0 == frame.lower(head));
        return harm.map_or(Fate::Untold, |h| Fate::Suffered(h.1));
    }
    match near(frame.lower(head)) {
        Some(kind) if matches!(relation, "nsubj" | "nsubj:pass" | "obj" | "nsubj:outer") => {
            if relation == "nsubj" && frame.patient(head).is_some() {
                Fate::Acted
            } else {
                Fate::Suffered(kind)
            }
        }
        _ => Fate::Untold,
    }
}

/// "A policeman was killed": one, without a number.
fn single(frame: &Frame<'_, '_, '_>, at: usize) -> Option<(numbers::Number, Counted)> {
    if !matches!(frame.lower(at), "a" | "an" | "another") || frame.syntax.relation[at] != "det" {
        return None;
    }
    let noun = frame.syntax.head[at].filter(|n| *n > at && *n < at + 6)?;
    let person = frame.syntax.tag[noun] == "NOUN" && !THINGS.contains(&frame.lower(noun));
    use FigureKind::{Detained, Killed, Missing, Wounded};
    let Fate::Suffered(what @ (Killed | Wounded | Detained | Missing)) = fate(frame, noun) else {
        return None;
    };
    let of = frame.span(&(at + 1..noun + 1));
    let named = scan::named(frame.layers, of).map(|a| a.canonical.clone());
    let own: Vec<&str> = frame.words[at + 1..=noun].iter().map(|w| w.text).collect();
    person.then(|| {
        (
            numbers::Number {
                low: Some(1.0),
                high: Some(1.0),
                exactness: sayso_record::Exactness::Exact,
                end: noun + 1,
            },
            Counted {
                what,
                of: named.or(Some(own.join(" "))),
                unit: Some("people".to_owned()),
                last: noun + 1,
            },
        )
    })
}

/// What is "killed" or "arrested" only in a manner of speaking, or is no person.
const THINGS: &[&str] = &[
    "attack", "bomb", "bullet", "car", "day", "deal", "dog", "horse", "idea", "lot", "number",
    "plan", "plane", "project", "proposal", "strike", "tank", "truck", "vehicle", "whale", "total",
    "month", "week", "year", "time", "few", "dozen", "hundred", "thousand",
];

/// What happened to the counted: the verb that governs them, a participle on them, else a word of
/// the table close by.
fn done(
    frame: &Frame<'_, '_, '_>,
    noun: Option<usize>,
    from: usize,
    end: usize,
) -> Option<FigureKind> {
    let words = frame.words;
    let near = |w: &str| DONE.iter().find(|d| d.0 == w).map(|d| d.1);
    match noun.map(|n| fate(frame, n)) {
        Some(Fate::Suffered(kind)) => return Some(kind),
        Some(Fate::Acted) => return None,
        _ => {}
    }
    let before: &[Word<'_>] = &words[from.saturating_sub(4)..from];
    let before = before.iter().rev().find_map(|w| near(&w.lower));
    let range: Range<usize> = end..words.len().min(end + 8);
    let after = words[range]
        .iter()
        .take_while(|w| !w.is(",") && !w.is(";"))
        .find_map(|w| near(&w.lower));
    after.or(before)
}
