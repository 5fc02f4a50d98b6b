//! What a number counts or measures: the noun that the tree joins to it, else the first counted
//! noun after it.

use std::ops::Range;

use sayso_record::FigureKind;

use super::fates::{Fate, done, fate, mixed, told, toll};
use super::numbers::{number, qualified};
use crate::attributions::scan::{self, Word};
use crate::frame::Frame;

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

/// Units of time.
pub(super) const TIMES: &[&str] = &[
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
pub(super) struct Counted {
    pub(super) what: FigureKind,
    /// Canonical name, else the text's words.
    pub(super) of: Option<String>,
    /// Unit: of a measure, "people", or the counted noun.
    pub(super) unit: Option<String>,
    /// One past the last word.
    pub(super) last: usize,
}

/// What a number counts, from the words after it and the tree; none when nothing.
pub(super) fn counts(frame: &Frame<'_, '_, '_>, from: usize, end: usize) -> Option<Counted> {
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
    let lead = number(words, from).map_or(from, |n| qualified(words, from, n).0);
    let people = |what, of: Option<&str>, last| {
        Some(Counted {
            what,
            of: of.map(str::to_owned),
            unit: Some("people".to_owned()),
            last,
        })
    };
    // "20 dead", "10 of the dead", "14 fatalities"
    let of = usize::from(after(0) == "of") + usize::from(after(0) == "of" && after(1) == "the");
    let whose = usize::from(matches!(after(of), "civilian" | "military"));
    let at = end + of + whose;
    let ahead = words.get(at + 1).map_or("", |w| w.lower.as_str());
    if let Some(kind) = told(after(of + whose))
        && !after(of + whose).ends_with("ing")
        // "two wounded soldiers" are soldiers; who "killed the" or "killed 12" did it.
        && !(frame.syntax.relation[at] == "amod"
            && frame.syntax.head[at].is_some_and(|h| {
                h > at && !frame.verb(h) && !words[at..h].iter().any(|w| w.mark())
            }))
        && !matches!(ahead, "the" | "a" | "an" | "his" | "her" | "their" | "its")
        && COUNTED.iter().all(|c| c.0 != ahead)
        && (at + 1 >= words.len() || number(words, at + 1).is_none())
    {
        // "two of the wounded later died"
        let rest = (at + 1..words.len().min(at + 4)).take_while(|n| !words[*n].mark());
        let died = of > 0 && rest.into_iter().any(|n| frame.lower(n) == "died");
        let kind = if died { FigureKind::Killed } else { kind };
        let kind = if mixed(frame, lead, at) {
            FigureKind::Other
        } else {
            kind
        };
        return people(kind, None, at + 1);
    }
    let noun = counted_noun(frame, from, end);
    let known = noun.is_none_or(|n| COUNTED.iter().any(|c| c.0 == frame.lower(n)));
    if let Some(kind) = toll(frame, lead).filter(|_| known) {
        return people(kind, None, noun.map_or(end, |n| n + 1));
    }
    // "one of the forces" counts nothing; "one soldier" does.
    let alone = words[from].lower == "one" || words[from].lower == "1";
    let verb = done(frame, noun, &(from..end), lead);
    let suffered = verb.is_some() && noun.is_some_and(|n| !matches!(fate(frame, n), Fate::Acted));
    let counted = |n: usize| suffered || COUNTED.iter().any(|c| c.0 == frame.lower(n));
    let close =
        |n: usize| (end..n).all(|k| matches!(frame.syntax.tag[k], "ADJ" | "NOUN" | "PROPN"));
    // "members of one family", "in one day"
    let within = lead > 0
        && matches!(
            frame.lower(lead - 1),
            "of" | "in" | "for" | "at" | "from" | "by"
        )
        && noun.is_none_or(|n| {
            COUNTED
                .iter()
                .all(|c| c.0.strip_suffix('s') != Some(frame.lower(n)))
        });
    if alone && within {
        return None;
    }
    if alone && noun.is_none_or(|n| !close(n) || !counted(n) || TALK.contains(&frame.lower(n))) {
        return None;
    }
    let Some(noun) = noun else {
        let more = usize::from(matches!(after(0), "more" | "others"));
        let said = told(after(more)).is_some()
            || matches!(
                after(0),
                "were" | "have" | "had" | "people" | "of" | "in" | "more" | "others"
            );
        let just = lead > 0 && told(frame.lower(lead - 1)).is_some();
        let what = verb.filter(|_| said || just || end >= words.len() || words[end].mark())?;
        return people(what, None, end + more);
    };
    let lower = frame.lower(noun);
    let kind = COUNTED.iter().find(|c| c.0 == lower).map(|c| c.1);
    let air = noun > 0 && matches!(frame.lower(noun - 1), "air" | "drone" | "missile");
    let kind = match kind {
        // "attacks" are strikes only from the air.
        Some(FigureKind::Airstrikes) if matches!(lower, "attacks" | "raids") && !air => None,
        other => other,
    };
    let persons = match kind {
        Some(FigureKind::Fighters | FigureKind::Population | FigureKind::Attackers) => true,
        Some(
            FigureKind::Other | FigureKind::Displaced | FigureKind::Captured | FigureKind::Killed,
        ) => true,
        Some(_) => false,
        None => frame.actor(noun).is_some(),
    };
    // "Several outlets", "a few questions" are no counts.
    let vague = matches!(frame.lower(from), "several" | "few" | "multiple" | "couple");
    let people = persons || suffered && kind.is_none();
    if kind.is_none()
        && (!suffered && (vague || TALK.contains(&lower)) || !countable(frame, noun, people))
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
                // "17 others", "10 more people", "7 bodies" are people; "50 and dozens" names nobody.
                let nobody = |w: &Word<'_>| {
                    matches!(
                        w.lower.as_str(),
                        "the"
                            | "a"
                            | "an"
                            | "their"
                            | "its"
                            | "other"
                            | "others"
                            | "more"
                            | "another"
                            | "additional"
                            | "bodies"
                            | "corpses"
                            | "dead"
                    )
                };
                let mixed = range.clone().any(|n| {
                    frame.verb(n) && !frame.lower(n).ends_with("ed")
                        || matches!(frame.lower(n), "and" | "with" | "or")
                });
                let own: Vec<&str> = words[range.clone()]
                    .iter()
                    .filter(|w| !nobody(w))
                    .map(|w| w.text)
                    .collect();
                Some(own.join(" ")).filter(|o| !o.is_empty() && !mixed)
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
    let alone = matches!(words[from].lower.as_str(), "one" | "1");
    let known = |n: usize| {
        let word = frame.lower(n);
        COUNTED
            .iter()
            .any(|c| c.0 == word || alone && c.0.strip_suffix('s') == Some(word))
    };
    if alone && end < words.len() && known(end) {
        return Some(end);
    }
    // "four staff": a noun just after the number that shares its place in the clause
    let beside = (end < words.len()
        && frame.syntax.tag[end] == "NOUN"
        && own.clone().any(|n| {
            frame.syntax.head[n] == frame.syntax.head[end]
                && frame.syntax.relation[n] == frame.syntax.relation[end]
        }))
    .then_some(end);
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
    // "750 people mostly women": the tree's noun goes before a later one.
    let sure = by_tree.filter(|h| known(*h) || matches!(fate(frame, *h), Fate::Suffered(_)));
    sure.or(first)
        .or(beside)
        .or(by_tree.filter(|h| clear(*h)))
        .or_else(next)
}

/// Who holds a share: the subject of the verb of holding above it, or whose hands it is in.
pub(super) fn holder(frame: &Frame<'_, '_, '_>, share: Range<usize>) -> Option<String> {
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
