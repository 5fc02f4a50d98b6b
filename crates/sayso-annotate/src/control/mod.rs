//! Control of places: who is said to take, hold, lose, besiege or fight over which place.
//!
//! A predicate of the table with its arguments from the tree: the place is what is taken or held,
//! or part of it; the holder is who does it. Without a place there is no record, and a noun or
//! participle that names no holder ("the fall of X") is none either: it tells nothing that its
//! sentence does not presuppose. Known misses: holders and places behind pronouns.

mod cues;

use sayso_knowledge::Knowledge;
use sayso_record::{
    Control, ControlStatus, Document, Label, Layers, Modality, Place, Precision, Remark, Span,
    ValueRange,
};

use crate::attributions::scan::{self, Clause, Holders, Reading};
use crate::frame::Frame;
use crate::places::parts;
use crate::{Context, modality};
use cues::{Found, cue, held, predicate, verb};
pub(crate) use cues::{LEAVES, NOUNS, VERBS};

use ControlStatus::{Besieged, Captured, Holds, Lost, Share};

/// Control records in text order.
pub(crate) fn annotate(
    context: &Context<'_>,
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
            if let Some(told) = headline(&frame, (document, layers), context.knowledge, at) {
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
                // "captured X and lost it": the place that the sentence already told of
                let before = out[first..].last().map(|k| k.place.clone());
                let told = Told {
                    reading: &reading,
                    clause,
                    holders: &holders,
                    before,
                    knowledge: context.knowledge,
                };
                for record in records(&told, &frame, &found, layers) {
                    let same = |k: &Control| {
                        k.place == record.place
                            && k.start < record.end
                            && record.start < k.end
                            && (record.status != Share || k.holder == record.holder)
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

/// What a reading is told in.
struct Told<'r, 't> {
    reading: &'r Reading<'t>,
    clause: &'r Clause,
    holders: &'r Holders,
    /// The place of the record before it in the sentence.
    before: Option<String>,
    knowledge: &'r Knowledge,
}

/// Records of a reading: one a place.
fn records(
    told: &Told<'_, '_>,
    frame: &Frame<'_, '_, '_>,
    found: &Found,
    layers: &Layers,
) -> Vec<Control> {
    let Told {
        reading,
        clause,
        holders,
        before,
        knowledge,
    } = told;
    let cue = Span::new(frame.words[found.at].start, frame.words[found.at].end);
    let lower = frame.lower(found.at);
    let by_arms = matches!(
        lower,
        "entered" | "enters" | "enter" | "defend" | "defends" | "defended" | "defending"
    ) || found.status == Lost && LEAVES.contains(&lower);
    if by_arms && !found.holder.is_some_and(|h| armed(frame, h)) {
        return Vec::new();
    }
    // "it", "the town": the place of the record before, the place spoken of
    let again = if frame.lower(found.place) == "it" {
        before.clone()
    } else {
        let spoken = frame.place_again(found.place);
        let spoken = spoken.then(|| scan::place_spoken_of(reading.document, layers, cue));
        spoken.flatten()
    };
    // "The government" of a place is that of its country.
    let country = frame.places(found.place).first().copied();
    let country = country.or_else(|| {
        let named = |p: &&Place| again.as_ref() == Some(&p.canonical);
        layers.places.iter().find(named)
    });
    let country = country.and_then(|p| p.country.clone());
    let home = Home { knowledge, country };
    // "under Sudanese control": the adjective's government
    let nation = |h: usize| {
        let own = found.finite && frame.syntax.relation[h] == "amod";
        let nation = knowledge.nation(frame.words[h].text).filter(|_| own);
        nation.map(|n| n.name.clone())
    };
    let holder = found
        .holder
        .and_then(|h| holder(frame, h, found.status, &home).or_else(|| nation(h)));
    // "used to control": it does no longer.
    let ended = found.status == Holds
        && frame.syntax.relation[found.at] == "xcomp"
        && frame.syntax.head[found.at].is_some_and(|h| frame.lower(h) == "used");
    // "The siege of X was lifted" is one no longer.
    let relieved = found.status == Besieged
        && frame.syntax.head[found.at].is_some_and(|h| cues::RELIEVES.contains(&frame.lower(h)));
    let mood = match modality::of(frame, found.at) {
        Modality::Actual if relieved => Modality::Negated,
        Modality::Negated if relieved => Modality::Actual,
        mood => mood,
    };
    // That somebody holds a place tells nothing.
    let finite = found.finite || relieved;
    if holder.is_none() && (!finite || matches!(found.status, Holds | Share)) {
        return Vec::new();
    }
    let mut places: Vec<(String, Precision, Span)> = frame
        .places(found.place)
        .into_iter()
        .map(|p: &Place| (p.canonical.clone(), p.precision, Span::new(p.start, p.end)))
        .collect();
    // "X was taken in addition to Y"
    let more = frame
        .with_case(found.at, &["in"])
        .filter(|n| frame.lower(*n) == "addition")
        .and_then(|n| {
            frame
                .with_case(n, &["to"])
                .or_else(|| frame.with_case(found.at, &["to"]))
        });
    let more = more.map(|n| frame.places(n)).unwrap_or_default();
    places.extend(
        more.iter()
            .map(|p| (p.canonical.clone(), p.precision, Span::new(p.start, p.end))),
    );
    if places.is_empty() {
        let here = frame.span(&frame.phrase(found.place));
        places.extend(again.map(|n| (n, Precision::Populated, here)));
    }
    let share = share(frame, found);
    let mut out = Vec::new();
    for (place, precision, at) in places {
        // A whole country is held or shared; that one was "taken" is a figure of speech.
        // "Territory in X" is not X.
        let word = Span::new(frame.words[found.place].start, frame.words[found.place].end);
        let whole = found.status == Holds && at.overlaps(word);
        let whole = whole && !found.land || found.status == Share;
        if precision == Precision::Country && !whole && share.is_none() {
            continue;
        }
        if holder.as_deref() == Some(place.as_str()) {
            continue;
        }
        let place = facility(frame, found.place, place);
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
            } else if ended {
                Lost
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

/// "The airport of X", and "the airport" after X was spoken of, are not X: it may fall while X holds.
fn facility(frame: &Frame<'_, '_, '_>, noun: usize, place: String) -> String {
    let noun = frame.lower(noun);
    if parts::FACILITIES.contains(&noun) && !place.to_lowercase().ends_with(noun) {
        return format!("{place} {noun}");
    }
    place
}

/// Of "A and other groups holding X" the first, where a table knows him.
fn first_of(frame: &Frame<'_, '_, '_>, noun: usize) -> usize {
    let head = frame.syntax.head[noun].filter(|_| frame.syntax.relation[noun] == "conj");
    head.filter(|h| frame.known(*h).is_some()).unwrap_or(noun)
}

/// Whether a noun stands for somebody under arms.
fn armed(frame: &Frame<'_, '_, '_>, noun: usize) -> bool {
    use sayso_record::ActorKind::{ArmedGroup, Coalition, State};
    let noun = frame.antecedent(noun);
    let lower = frame.lower(noun);
    let known = frame.known(noun);
    let bears = bears_arms(lower);
    bears
        || known.is_some_and(|a| {
            let own = frame.words[noun].start < a.end && a.start < frame.words[noun].end;
            own && matches!(a.kind, ArmedGroup | Coalition | State)
        })
}

/// Whether a noun is one of people under arms.
pub(crate) fn bears_arms(lower: &str) -> bool {
    ARMED.contains(&lower) || ARMED.contains(&lower.trim_end_matches('s'))
}

/// Nouns of people under arms, in the singular or as they stand.
const ARMED: &[&str] = &[
    "army",
    "battalion",
    "brigade",
    "commando",
    "division",
    "extremist",
    "fighter",
    "force",
    "government",
    "group",
    "gunmen",
    "guerrilla",
    "insurgent",
    "jihadi",
    "jihadist",
    "marine",
    "mercenaries",
    "militant",
    "military",
    "militia",
    "militiamen",
    "opposition",
    "paramilitaries",
    "police",
    "policeman",
    "policemen",
    "rebel",
    "regime",
    "separatist",
    "soldier",
    "terrorist",
    "troop",
    "unit",
];

/// What "rebel" of "rebel-held" and "rebel control" is called as somebody.
fn body(who: &str) -> String {
    match who {
        "rebel" | "militant" | "insurgent" | "terrorist" | "jihadist" | "islamist"
        | "separatist" | "extremist" => format!("{who}s"),
        _ => who.to_owned(),
    }
}

/// Who holds: the first of those joined by "and" that can, of sharers each; a pronoun and a person
/// cannot be told.
fn holder(
    frame: &Frame<'_, '_, '_>,
    noun: usize,
    status: ControlStatus,
    home: &Home<'_>,
) -> Option<String> {
    let noun = frame.antecedent(noun);
    let noun = if status == Share {
        noun
    } else {
        first_of(frame, noun)
    };
    let lower = frame.lower(noun);
    let known = frame.known(noun);
    use sayso_record::ActorKind::{Agency, Media, Ministry, Person};
    if known.is_some_and(|a| matches!(a.kind, Person | Media | Agency | Ministry)) {
        return None;
    }
    if let Some((who, _)) = held(lower) {
        let named = known.map(|a| a.canonical.clone());
        return named
            .or_else(|| role(frame.layers, who, home))
            .or_else(|| match who {
                "group" => frame.group_before(noun),
                _ => Some(body(who)),
            });
    }
    if matches!(
        lower,
        "alliance" | "coalition" | "number" | "range" | "variety" | "remnants"
    ) && let Some(of) = frame.with_case(noun, &["of"])
        && known.is_none()
    {
        return holder(frame, of, status, home);
    }
    // Its own word ("regime") is no name while a role may tell whose.
    let own = frame.actor(noun).filter(|name| name != lower);
    let named = own.or_else(|| frame.owner_before(noun));
    named
        .or_else(|| {
            let within = frame.actor_within(noun)?;
            let can = !matches!(within.kind, Media | Agency | Ministry);
            can.then(|| within.canonical.clone())
        })
        .or_else(|| role(frame.layers, lower, home))
        .or_else(|| frame.actor(noun))
        .or_else(|| {
            if frame.words[noun].capital() && frame.syntax.tag[noun] == "PROPN" {
                return Some(frame.title(noun));
            }
            ARMED.contains(&lower).then(|| body(lower))
        })
        .map(|name| body(&name))
}

/// The country of the place that is told of.
struct Home<'k> {
    knowledge: &'k Knowledge,
    country: Option<String>,
}

impl Home<'_> {
    /// Its army or government.
    fn body(&self, body: &str) -> Option<String> {
        let found = self.knowledge.body(self.country.as_deref()?, body)?;
        Some(found.name.clone())
    }

    /// Whether an actor is an armed group of another country: the Arakan Army is not "the army"
    /// of Goma.
    fn foreign(&self, actor: &str) -> bool {
        let group = self.knowledge.actor(actor, None);
        let group = group.filter(|a| a.kind == sayso_record::ActorKind::ArmedGroup);
        group.is_some_and(|a| {
            a.country.is_some() && self.country.is_some() && a.country != self.country
        })
    }
}

/// Whom "the army" or "the government" stands for: whoever alone is called so in the document by a
/// longer name that a table knows; of two governments, and where nobody is, that of the place.
fn role(layers: &Layers, noun: &str, home: &Home<'_>) -> Option<String> {
    let body = match noun {
        "government" | "regime" => "government",
        "army" | "military" => "army",
        _ => return None,
    };
    let known = |l: &&Label| layers.actors.iter().any(|a| a.canonical == l.actor);
    let mut called = layers.labels.iter().filter(|l| {
        let label = l.label.to_lowercase();
        label.len() > noun.len() && label.ends_with(noun) && !home.foreign(&l.actor)
    });
    let one = called.find(known).filter(|first| {
        let mut others = called.filter(known);
        others.all(|l| l.actor == first.actor)
    });
    one.map(|l| l.actor.clone()).or_else(|| home.body(body))
}

/// A headline, whose capitals no tree is to be trusted on, or a verb that the tagger took for
/// something else: its word of taking or holding, the actor just before it, the place just after.
fn headline(
    frame: &Frame<'_, '_, '_>,
    (document, layers): (&Document, &Layers),
    knowledge: &Knowledge,
    at: usize,
) -> Option<Headline> {
    let words = frame.words;
    let long = words.iter().filter(|w| !w.mark() && w.text.len() > 3);
    let capitals = long.clone().filter(|w| w.capital()).count();
    let titled = capitals >= 2 && capitals * 10 >= long.count() * 9 && words[at].capital();
    let drives = cues::DRIVES.contains(&frame.lower(at));
    let status = verb(frame.lower(at)).or(drives.then_some(Captured))?;
    let reach = if drives { 60 } else { 25 };
    let here = words[at].end;
    let place = scan::places(document, layers, Span::new(here, here + reach)).next()?;
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
    let home = Home {
        knowledge,
        country: place.country.clone(),
    };
    let named = named.or_else(|| role(layers, frame.lower(at.checked_sub(1)?), &home));
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
        let read = |text: &str| -> Vec<String> {
            let told = of(text).into_iter();
            told.map(|(place, holder, status, mood)| {
                let holder = holder.unwrap_or_default();
                format!("{place};{holder};{};{}", status.word(), mood.word())
            })
            .collect()
        };
        crate::testing::specimens(include_str!("../../specimens/control.tsv"), &read);
    }

    #[test]
    fn the_government_is_who_is_called_so_else_that_of_the_place() {
        let taken = |text: &str| of(text).first().and_then(|k| k.1.clone());
        assert_eq!(
            taken("The regime captured Homs. The Assad regime said so.").as_deref(),
            Some("Syrian Government")
        );
        assert_eq!(
            taken("The government captured Homs. The US government and the Syrian government met.")
                .as_deref(),
            Some("Syrian Government")
        );
        assert_eq!(
            taken("The government captured Sirte.").as_deref(),
            Some("Libya")
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
