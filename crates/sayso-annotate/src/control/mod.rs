//! Control of places: who is said to take, hold, lose, besiege or fight over which place.
//!
//! A predicate of the table with its arguments from the tree: the place is what is taken or held,
//! or part of it; the holder is who does it. Without a place there is no record, and a noun or
//! participle that names no holder ("the fall of X") is none either: it tells nothing that its
//! sentence does not presuppose. Known misses: holders and places behind pronouns.

use std::collections::HashMap;
use std::sync::LazyLock;

use sayso_record::{
    Control, ControlStatus, Document, Label, Layers, Place, Precision, Remark, Span, ValueRange,
};

use crate::attributions::scan::{self, Clause, Holders, Reading};
use crate::frame::Frame;
use crate::{Context, modality};

use ControlStatus::{Besieged, Captured, Contested, Holds, Lost};

/// Verbs whose object or passive subject is the place.
pub(crate) const VERBS: &[(ControlStatus, &str)] = &[
    (
        Captured,
        "recaptured retook retake retaken retakes retaking recapture recaptures recapturing \
         liberated liberate liberates liberating captured capture capturing captures seized seize \
         seizes seizing overran overrun overruns regained regain regains conquered conquer \
         conquering took take taken taking takes reconquered stormed cleared clear freed secured \
         reclaimed reclaim won gained gain gains entered",
    ),
    (
        Holds,
        "holds hold holding controls control controlling controlled occupied occupies occupy \
         occupying held rules ruled defended defends defending defend keep keeps kept",
    ),
    (
        Lost,
        "lost lose loses losing abandoned abandon ceded surrendered evacuated",
    ),
    (
        Besieged,
        "besieged surrounded encircled besiege besieges besieging surround encircling",
    ),
    (Contested, "contested contest"),
];

fn verb(lower: &str) -> Option<ControlStatus> {
    static TABLE: LazyLock<HashMap<&str, ControlStatus>> =
        LazyLock::new(|| crate::rules::index(VERBS));
    TABLE.get(lower).copied()
}

/// Verbs that drive somebody from a place.
const DRIVES: &[&str] = &[
    "drove",
    "driven",
    "drive",
    "drives",
    "driving",
    "rout",
    "routed",
    "routing",
    "expelled",
    "expel",
    "expelling",
    "ousted",
    "ousting",
    "oust",
    "pushed",
    "evicted",
    "dislodged",
    "forced",
];

/// Nouns of taking and holding, with "of" and the place.
pub(crate) const NOUNS: &[(ControlStatus, &str)] = &[
    (
        Captured,
        "liberation recapture capture seizure conquest fall takeover taking retaking recapturing",
    ),
    (Lost, "loss"),
    (Besieged, "siege encirclement blockade"),
    (Contested, "battle"),
    (Holds, "control occupation"),
];

fn noun(lower: &str) -> Option<ControlStatus> {
    static TABLE: LazyLock<HashMap<&str, ControlStatus>> =
        LazyLock::new(|| crate::rules::index(NOUNS));
    TABLE.get(lower).copied()
}

/// One reading of a predicate, before names are looked up.
struct Found {
    /// Words of the cue.
    at: usize,
    status: ControlStatus,
    /// The noun that names the place.
    place: usize,
    /// The noun that names the holder.
    holder: Option<usize>,
    /// Whether it is told in a finite clause.
    finite: bool,
}

/// Control records in text order.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Control>, Vec<Remark>) {
    let reading = Reading::new(document, layers);
    let holders = Holders::new(layers);
    let mut out: Vec<Control> = Vec::new();
    for clause in &reading.clauses {
        let words = reading.of(clause);
        if !words.iter().any(|w| cue(&w.lower)) || words.len() > LONGEST {
            continue;
        }
        let frame = Frame::new(words, reading.syntax(clause, layers), layers);
        let first = out.len();
        for at in 0..words.len() {
            if let Some(told) = headline(&frame, layers, at) {
                out.push(Control {
                    id: String::new(),
                    start: told.span.start,
                    end: told.span.end,
                    place: told.place,
                    holder: told.holder,
                    status: told.status,
                    value: None,
                    time: scan::nearest_time(layers, clause.span, told.span)
                        .or_else(|| reading.made(clause)),
                    modality: modality::of(&frame, at),
                    attribution: scan::holder_of(&holders, told.span),
                });
                continue;
            }
            for found in predicate(&frame, at) {
                for record in records(&reading, clause, &frame, &found, &holders, layers) {
                    let same = |k: &Control| {
                        k.place == record.place && k.start < record.end && record.start < k.end
                    };
                    if !out[first..].iter().any(same) {
                        out.push(record);
                    }
                }
            }
        }
    }
    out.sort_by_key(|k| (k.start, k.end));
    for (index, record) in out.iter_mut().enumerate() {
        record.id = format!("k{}", index + 1);
    }
    (out, Vec::new())
}

/// Longest sentence, in words, that is looked at: longer ones are lists without a point.
const LONGEST: usize = 400;

fn cue(lower: &str) -> bool {
    verb(lower).is_some()
        || noun(lower).is_some()
        || DRIVES.contains(&lower)
        || matches!(
            lower,
            "fell"
                | "falls"
                | "fallen"
                | "falling"
                | "fall"
                | "hands"
                | "attack"
                | "fighting"
                | "capital"
                | "stronghold"
                | "bastion"
        )
        || lower.ends_with("-held")
        || lower.ends_with("-controlled")
        || lower.ends_with("-occupied")
}

/// What the word at `at` says of a place.
fn predicate(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let lower = frame.lower(at);
    let one = |status, place: Option<usize>, holder, finite| -> Vec<Found> {
        place
            .map(|place| Found {
                at,
                status,
                place,
                holder,
                finite,
            })
            .into_iter()
            .collect()
    };
    let verbal = frame.verb(at) || frame.syntax.relation[at] == "amod";
    let finite = frame
        .kids(at, &["nsubj", "nsubj:pass", "aux", "aux:pass"])
        .next()
        .is_some()
        || frame.syntax.relation[at] == "acl"
        || !lower.ends_with("ing") && !frame.kids(at, &["mark"]).any(|m| frame.lower(m) == "to");
    if matches!(lower, "fell" | "falls" | "fallen" | "falling" | "fall") && frame.verb(at) {
        let to = frame.with_case(at, &["to"]);
        // "fell into the hands of"
        let hands = frame
            .with_case(at, &["into", "in"])
            .filter(|h| frame.lower(*h) == "hands")
            .and_then(|h| frame.with_case(h, &["of"]));
        return one(Captured, frame.agent(at), to.or(hands), true);
    }
    if DRIVES.contains(&lower) && frame.verb(at) {
        let from = frame.with_case(at, &["from", "of"]).or_else(|| {
            let driven = frame.patient(at)?;
            frame.with_case(driven, &["from"])
        });
        // "I drove from Palmyra" drives nobody out.
        let from = from.filter(|_| frame.patient(at).is_some());
        // "Routing X from Y" tells that Y changed hands, whoever did it.
        return one(Captured, from, frame.agent(at), true);
    }
    if let (Some(status), true) = (verb(lower), verbal) {
        let mut patient = frame.patient(at);
        if let Some(place) = frame.place_where(at) {
            return one(status, Some(place), frame.agent(at), finite);
        }
        // "took control of", "holds a position in": the place hangs on the object.
        if let Some(object) = patient
            && matches!(
                frame.lower(object),
                "control" | "possession" | "hold" | "command" | "power"
            )
        {
            let of = frame.with_case(object, &["of", "over"]);
            patient = of.or_else(|| frame.with_case(at, &["of", "over", "in"]));
        } else if matches!(
            lower,
            "take"
                | "took"
                | "taken"
                | "takes"
                | "taking"
                | "gain"
                | "gained"
                | "gains"
                | "won"
                | "keep"
                | "kept"
                | "keeps"
        ) && patient.is_none_or(|p| frame.places(p).is_empty() && !frame.place_again(p))
        {
            return Vec::new();
        } else if let Some(object) = patient
            && matches!(
                frame.lower(object),
                "territory" | "ground" | "land" | "positions" | "areas"
            )
            && frame.places(object).is_empty()
        {
            // "holds territory in"
            patient = frame.with_case(at, &["in"]).or(patient);
        } else if patient.is_none() && status == Holds {
            patient = frame
                .with_case(at, &["on", "onto", "over", "to"])
                .filter(|p| !frame.places(*p).is_empty());
        }
        return one(status, patient, frame.agent(at), finite);
    }
    // "the ISIS-held city of Raqqa"
    if let Some(who) = ["-held", "-controlled", "-occupied"]
        .iter()
        .find_map(|e| lower.strip_suffix(e))
        && !who.is_empty()
    {
        return one(Holds, frame.syntax.head[at], Some(at), true);
    }
    if let (Some(status), "NOUN" | "PROPN") = (noun(lower), frame.syntax.tag[at]) {
        let place = frame.with_case(at, &["of", "over", "for"]);
        let by = frame.with_case(at, &["by"]);
        let owner = frame.kids(at, &["nmod:poss", "compound", "amod"]).last();
        // "under rebel control"
        if lower == "control" {
            let under = frame.kids(at, &["case"]).any(|c| frame.lower(c) == "under");
            return if under {
                in_power(frame, at)
            } else {
                Vec::new()
            };
        }
        let to = frame
            .with_case(at, &["to"])
            .filter(|_| lower == "fall" || lower == "loss");
        let holder = by.or(to).or(owner);
        return one(status, place, holder, false);
    }
    // "Raqqa, the group's de facto capital"
    if matches!(lower, "capital" | "stronghold" | "bastion") {
        let owner = frame.kids(at, &["nmod:poss", "compound"]).last();
        let place = frame.kids(at, &["nsubj"]).next().or(Some(at));
        return owner
            .filter(|o| frame.actor(*o).is_some())
            .map(|o| one(Holds, place, Some(o), true))
            .unwrap_or_default();
    }
    // "in the hands of"
    if lower == "hands" {
        return in_power(frame, at);
    }
    if matches!(lower, "attack" | "fighting") && frame.syntax.tag[at] == "NOUN" {
        let over = frame.with_case(at, &["over", "for"]);
        return one(Contested, over, None, true);
    }
    Vec::new()
}

/// "The town is under rebel control", "areas in the hands of X": what the noun hangs on or is told
/// of, held by its "of" or its owner.
fn in_power(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let owner = frame
        .with_case(at, &["of"])
        .or_else(|| frame.kids(at, &["nmod:poss", "compound", "amod"]).last());
    let above = frame.syntax.head[at].and_then(|v| {
        if frame.verb(v) {
            frame.agent(v).or(frame.patient(v))
        } else {
            Some(v)
        }
    });
    let place = above.or_else(|| frame.kids(at, &["nsubj"]).next());
    let found = place.filter(|_| owner.is_some()).map(|place| Found {
        at,
        status: Holds,
        place,
        holder: owner,
        finite: true,
    });
    found.into_iter().collect()
}

/// Records of a reading: one a place.
fn records(
    reading: &Reading<'_>,
    clause: &Clause,
    frame: &Frame<'_, '_, '_>,
    found: &Found,
    holders: &Holders,
    layers: &Layers,
) -> Vec<Control> {
    let cue = Span::new(frame.words[found.at].start, frame.words[found.at].end);
    let holder = found.holder.and_then(|h| holder(frame, h));
    let mood = modality::of(frame, found.at);
    // That somebody holds a place tells nothing.
    if holder.is_none() && (!found.finite || found.status == Holds) {
        return Vec::new();
    }
    let mut places: Vec<(String, Precision, Span)> = frame
        .places(found.place)
        .into_iter()
        .map(|p: &Place| (p.canonical.clone(), p.precision, Span::new(p.start, p.end)))
        .collect();
    if places.is_empty() {
        let own = frame.unknown_place(found.place);
        places.extend(own.map(|(name, at)| (name, Precision::Populated, at)));
    }
    if places.is_empty() && frame.place_again(found.place) {
        let again = frame.span(&frame.phrase(found.place));
        let name = scan::place_spoken_of(layers, Span::new(cue.start, cue.end));
        places.extend(name.map(|n| (n, Precision::Populated, again)));
    }
    let share = share(frame, found);
    let mut out = Vec::new();
    for (place, precision, at) in places {
        // A whole country is held or shared; that one was "taken" is a figure of speech.
        // "Territory in X" is not X.
        let word = Span::new(frame.words[found.place].start, frame.words[found.place].end);
        let whole = found.status == Holds && at.overlaps(word);
        if precision == Precision::Country && !whole && share.is_none() {
            continue;
        }
        if holder.as_deref() == Some(place.as_str()) {
            continue;
        }
        let span = cue.join(at);
        // A sentence's worth of words says more than one thing.
        let span = if span.len() > 160 { cue } else { span };
        // A place not fallen is held by whoever held it; who, the words do not say.
        out.push(Control {
            id: String::new(),
            start: span.start,
            end: span.end,
            place,
            holder: holder.clone(),
            status: if share.is_some() {
                ControlStatus::Share
            } else {
                found.status
            },
            value: share.clone(),
            time: scan::nearest_time(layers, clause.span, span).or_else(|| reading.made(clause)),
            modality: mood,
            attribution: scan::holder_of(holders, span),
        });
    }
    out
}

/// Of "A and other groups holding X" the first, where a table knows him.
fn first_of(frame: &Frame<'_, '_, '_>, noun: usize) -> usize {
    let head = frame.syntax.head[noun].filter(|_| frame.syntax.relation[noun] == "conj");
    head.filter(|h| frame.known(*h).is_some()).unwrap_or(noun)
}

/// Who holds: the first of those joined by "and" that can; a pronoun and a person cannot be told.
fn holder(frame: &Frame<'_, '_, '_>, noun: usize) -> Option<String> {
    let noun = first_of(frame, noun);
    let lower = frame.lower(noun);
    let known = frame.known(noun);
    use sayso_record::ActorKind::{Agency, Media, Ministry, Person};
    if known.is_some_and(|a| matches!(a.kind, Person | Media | Agency | Ministry)) {
        return None;
    }
    if let Some(who) = ["-held", "-controlled", "-occupied"]
        .iter()
        .find_map(|e| lower.strip_suffix(e))
    {
        let named = known.map(|a| a.canonical.clone());
        return named.or_else(|| Some(who.to_owned()).filter(|_| !who.contains(' ')));
    }
    frame
        .actor(noun)
        .or_else(|| {
            let within = frame.actor_within(noun)?;
            let can = !matches!(within.kind, Media | Agency | Ministry);
            can.then(|| within.canonical.clone())
        })
        .or_else(|| role(frame.layers, lower))
}

/// Whom "the army" or "the government" stands for: whoever alone is called so in the document by a
/// longer name that a table knows. Of two governments neither.
fn role(layers: &Layers, noun: &str) -> Option<String> {
    if !matches!(noun, "government" | "regime" | "army" | "military") {
        return None;
    }
    let known = |l: &&Label| layers.actors.iter().any(|a| a.canonical == l.actor);
    let mut called = layers.labels.iter().filter(|l| {
        let label = l.label.to_lowercase();
        label.len() > noun.len() && label.ends_with(noun)
    });
    let first = called.find(known)?;
    let alone = called.filter(known).all(|l| l.actor == first.actor);
    alone.then(|| first.actor.clone())
}

/// A headline, whose capitals no tree is to be trusted on, or a verb that the tagger took for
/// something else: its word of taking or holding, the actor just before it, the place just after.
fn headline(frame: &Frame<'_, '_, '_>, layers: &Layers, at: usize) -> Option<Headline> {
    let words = frame.words;
    let long = words.iter().filter(|w| !w.mark() && w.text.len() > 3);
    let capitals = long.clone().filter(|w| w.capital()).count();
    let titled = capitals >= 2 && capitals * 10 >= long.count() * 9 && words[at].capital();
    let drives = DRIVES.contains(&frame.lower(at));
    let status = verb(frame.lower(at)).or(drives.then_some(Captured))?;
    let reach = if drives { 60 } else { 25 };
    let here = words[at].end;
    let place = scan::places(layers, Span::new(here, here + reach)).next()?;
    let last = layers.labels[..layers.labels.partition_point(|l| l.start < words[at].start)].last();
    let label = last.map(|l| (l.end, &l.actor));
    let actors = &layers.actors[..layers.actors.partition_point(|a| a.end <= words[at].start)];
    // A label may run over the verb, a name of the table does not.
    let near = |end: usize| end <= words[at].start && words[at].start - end <= 20;
    let last = label
        .filter(|l| near(l.0))
        .or_else(|| actors.last().map(|a| (a.end, &a.canonical)))
        .filter(|l| near(l.0));
    let close = last.is_some_and(|l| words[at].start - l.0 <= 2) && place.start - here <= 5;
    if !titled && (frame.verb(at) || !close) || status == Lost {
        return None;
    }
    let named = last.map(|l| l.1.clone());
    let named = named.or_else(|| role(layers, frame.lower(at.checked_sub(1)?)));
    Some(Headline {
        status,
        place: place.canonical.clone(),
        holder: named,
        span: Span::new(words[at].start, place.end),
    })
}

struct Headline {
    status: ControlStatus,
    place: String,
    holder: Option<String>,
    span: Span,
}

/// "holds 20 percent of": the share, per cent.
fn share(frame: &Frame<'_, '_, '_>, found: &Found) -> Option<ValueRange> {
    let at = [found.place]
        .into_iter()
        .chain(frame.kids(found.place, &["nmod", "compound", "nummod"]))
        .find(|n| matches!(frame.lower(*n), "percent" | "%" | "cent"))?;
    let number = (at.saturating_sub(2)..at)
        .rev()
        .find_map(|n| frame.lower(n).parse::<f64>().ok())?;
    (found.status == Holds).then_some(ValueRange {
        low: Some(number),
        high: Some(number),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_record::Modality;

    /// Place, holder, status, modality.
    fn of(text: &str) -> Vec<(String, Option<String>, ControlStatus, Modality)> {
        crate::testing::layers(text)
            .control
            .into_iter()
            .map(|k| (k.place, k.holder, k.status, k.modality))
            .collect()
    }

    #[test]
    fn specimens() {
        let (army, isis) = (Some("Syrian Arab Army"), Some("Islamic State"));
        let now = Modality::Actual;
        for (text, place, holder, status, modality) in [
            (
                "The Syrian army retook Palmyra on Sunday.",
                "Palmyra",
                army,
                Captured,
                now,
            ),
            (
                "Palmyra was retaken by the Syrian army.",
                "Palmyra",
                army,
                Captured,
                now,
            ),
            (
                "Palmyra fell to Islamic State in May.",
                "Palmyra",
                isis,
                Captured,
                now,
            ),
            (
                "The Syrian army drove ISIS from Palmyra.",
                "Palmyra",
                army,
                Captured,
                now,
            ),
            ("ISIS controls Raqqa.", "Raqqa", isis, Holds, now),
            (
                "Fighters fled the ISIS-held city of Raqqa.",
                "Raqqa",
                isis,
                Holds,
                now,
            ),
            (
                "The Syrian army did not capture Palmyra.",
                "Palmyra",
                army,
                Captured,
                Modality::Negated,
            ),
            (
                "The Syrian army will retake Palmyra.",
                "Palmyra",
                army,
                Captured,
                Modality::Future,
            ),
            (
                "Rebels took control of Aleppo.",
                "Aleppo",
                Some("rebels"),
                Captured,
                now,
            ),
            (
                "ISIS captured the centre of Palmyra.",
                "Palmyra",
                isis,
                Captured,
                now,
            ),
            ("Raqqa is in the hands of ISIS.", "Raqqa", isis, Holds, now),
            (
                "ISIS fighters surrounded Deir ez-Zor.",
                "Deir ez-Zor",
                isis,
                Besieged,
                now,
            ),
        ] {
            let found = of(text);
            let want = (
                place.to_owned(),
                holder.map(str::to_owned),
                status,
                modality,
            );
            assert!(found.contains(&want), "{text}: {found:?}");
        }
    }

    #[test]
    fn of_two_governments_neither_is_the_government() {
        let taken = |text: &str| of(text).first().and_then(|k| k.1.clone());
        assert_eq!(
            taken("The government captured Homs. The US government and the Syrian government met."),
            None
        );
        assert_eq!(
            taken("The government captured Homs. The Syrian government said so.").as_deref(),
            Some("Syrian Government")
        );
    }

    #[test]
    fn what_is_no_control_makes_no_record() {
        for text in [
            "The army captured soldiers near Palmyra.",
            "The talks took place in Palmyra.",
            "The fall of Palmyra was a shock.",
            "Prices fell in Aleppo.",
            "He held a speech in Homs.",
            "I drove from Palmyra to Homs.",
            "Whoever holds Homs holds the road between Palmyra and Raqqa.",
        ] {
            assert!(of(text).is_empty(), "{text}: {:?}", of(text));
        }
    }
}
