//! Events by cue words: ACLED's sub-event types, and statements, meetings, calls.
//!
//! A taking of a place is an event of its own, read from the control layer. Who acts and on whom
//! comes from the tree: subject and object of a verb, "by", "on" and "against", the owner and the
//! nationality of a noun, the subject of "carried out" before it. A cue about nobody and nowhere
//! is talk, not an event. Known misses: actors named in another sentence, events told by nouns not
//! listed here.

use sayso_record::{ActorKind, ControlStatus, Document, Event, Layers, Remark, Span};

use crate::attributions::scan::{self, Holders, Reading, Word};
use crate::frame::Frame;
use crate::{Context, modality};

/// Cue words and the sub-event type each stands for.
pub(crate) const CUES: &[(&str, &[&str])] = &[
    (
        "Air/drone strike",
        &[
            "airstrike",
            "airstrikes",
            "air-strike",
            "air-strikes",
            "bombed",
            "bombing",
            "bombings",
            "bombardment",
            "bombards",
            "bombarded",
            "airstriked",
        ],
    ),
    (
        "Shelling/artillery/missile attack",
        &[
            "shelled", "shelling", "shells", "mortar", "mortars", "rocket", "rockets",
        ],
    ),
    (
        "Remote explosive/landmine/IED",
        &[
            "ied",
            "ieds",
            "mine",
            "mines",
            "landmine",
            "landmines",
            "booby",
            "bomb",
            "bombs",
            "explosion",
            "explosions",
            "exploded",
            "detonated",
            "blast",
            "blasts",
        ],
    ),
    (
        "Armed clash",
        &[
            "clash",
            "clashes",
            "clashed",
            "attacked",
            "attack",
            "attacks",
            "attacking",
            "assault",
            "ambush",
            "ambushed",
            "offensive",
            "fighting",
            "battle",
            "battles",
            "repulsed",
            "repelled",
            "raided",
            "stormed",
        ],
    ),
    (
        "Attack",
        &[
            "execution",
            "executions",
            "executed",
            "massacre",
            "massacred",
            "beheaded",
            "beheading",
            "murdered",
            "assassinated",
            "assassination",
            "slaughtered",
            "murder",
            "murders",
            "assassinate",
            "assassinations",
            "kill",
            "machinegunned",
            "gunned",
            "killed",
            "killing",
        ],
    ),
    (
        "Abduction/forced disappearance",
        &[
            "kidnapped",
            "abducted",
            "abduction",
            "kidnapping",
            "kidnappings",
            "abductions",
            "kidnap",
            "kidnappers",
        ],
    ),
    ("Arrests", &["arrested", "arrests", "detained"]),
    ("Agreement", &["ceasefire", "truce", "accord", "memorandum"]),
    (
        "Looting/property destruction",
        &[
            "destroyed",
            "destroy",
            "destroying",
            "destruction",
            "looted",
            "looting",
            "dynamited",
            "demolished",
            "desecrated",
            "decapitated",
            "torched",
            "burned",
            "dynamite",
            "burned",
        ],
    ),
    ("Change to group/activity", &["deployed", "reinforcements"]),
    (
        "Non-violent transfer of territory",
        &["withdrew", "withdrawal", "retreated", "surrendered"],
    ),
    (
        "Statement/meeting/call",
        &[
            "congratulated",
            "phoned",
            "met",
            "urged",
            "announced",
            "talks",
            "telephoned",
            "condemned",
            "summoned",
            "visited",
        ],
    ),
    ("Chemical weapon", &["sarin", "chlorine"]),
    (
        "Peaceful protest",
        &["protested", "protesters", "demonstrators"],
    ),
];

fn cue(words: &[Word<'_>], at: usize) -> Option<(&'static str, usize)> {
    let word = words[at].lower.as_str();
    let next = words.get(at + 1).map_or("", |w| w.lower.as_str());
    if word == "air"
        && matches!(
            next,
            "strike" | "strikes" | "raid" | "raids" | "attacks" | "attack" | "campaign"
        )
    {
        return Some(("Air/drone strike", at + 2));
    }
    if word == "suicide" && !next.is_empty() {
        return Some(("Suicide bomb", at + 2));
    }
    if word == "spoke" && next == "by" {
        return Some(("Statement/meeting/call", (at + 3).min(words.len())));
    }
    if word == "called" && (next == "for" || !words[at + 1..].iter().take(3).any(Word::capital)) {
        return None;
    }
    if word == "called" {
        return Some(("Statement/meeting/call", at + 1));
    }
    // "mine" after a preposition is a pronoun.
    if word == "mine" && at > 0 && words[at - 1].lower == "of" {
        return None;
    }
    CUES.iter()
        .find(|c| c.1.contains(&word))
        .map(|c| (c.0, at + 1))
}

/// Events in text order.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Event>, Vec<Remark>) {
    let reading = Reading::new(document, layers);
    let holders = Holders::new(layers);
    let mut out: Vec<Event> = Vec::new();
    for clause in &reading.clauses {
        let words = reading.of(clause);
        let actors = scan::actors(layers, clause.span);
        let first_here = out.len();
        let figures = |at: Span| -> Vec<String> {
            let from = layers
                .figures
                .partition_point(|f| f.end <= clause.span.start);
            layers.figures[from..]
                .iter()
                .take_while(|f| f.start < clause.span.end)
                .filter(|f| scan::gap(Span::new(f.start, f.end), at) <= 80)
                .map(|f| f.id.clone())
                .collect()
        };
        let taken = &layers.control[layers
            .control
            .partition_point(|k| k.start < clause.span.start)..];
        let taken: Vec<_> = taken
            .iter()
            .take_while(|k| k.start < clause.span.end)
            .filter(|k| k.status == ControlStatus::Captured)
            .collect();
        let cued = words.len() <= LONGEST && (0..words.len()).any(|n| cue(words, n).is_some());
        if taken.is_empty() && !cued {
            continue;
        }
        let frame = Frame::new(words, reading.syntax(clause, layers), layers);
        for k in taken {
            let span = Span::new(k.start, k.end);
            let state = k.holder.as_deref().is_some_and(|h| {
                actors
                    .iter()
                    .any(|a| a.canonical == h && a.kind == ActorKind::State)
            });
            let loser = loser(&frame, span);
            out.push(Event {
                id: String::new(),
                start: k.start,
                end: k.end,
                // Who took it tells the type; of an unnamed taker it stays open.
                kind: match k.holder {
                    Some(_) if state => "Government regains territory".into(),
                    Some(_) => "Non-state actor overtakes territory".into(),
                    None => "Other".into(),
                },
                actor: k.holder.iter().cloned().collect(),
                recipient: loser
                    .filter(|l| Some(l) != k.holder.as_ref())
                    .into_iter()
                    .collect(),
                place: Some(k.place.clone()),
                time: k.time.clone(),
                figures: figures(span),
                modality: k.modality,
                attribution: k.attribution.clone(),
            });
        }
        if !cued {
            continue;
        }
        let mut at = 0;
        while at < words.len() {
            // "attack planes" attack nobody here.
            let part = frame.syntax.relation[at] == "compound" && words[at].lower != "suicide";
            let Some((kind, end)) = cue(words, at).filter(|c| !part || c.1 > at + 1) else {
                at += 1;
                continue;
            };
            let span = Span::new(words[at].start, words[end - 1].end);
            let (actor, recipient, verb) = parties(context, &frame, at, end - 1);
            // What a call or a statement is, only somebody doing it tells.
            let talk = kind == "Statement/meeting/call";
            let taken = out[first_here..]
                .iter()
                .any(|e| e.start <= span.start && span.end <= e.end);
            if taken || talk && actor.is_empty() {
                at = end;
                continue;
            }
            let place = place(&frame, verb, at)
                .or_else(|| scan::nearest_place(layers, clause.span, span))
                .filter(|_| !talk)
                .or_else(|| {
                    let named = !actor.is_empty() || !recipient.is_empty();
                    (named && !talk)
                        .then(|| scan::place_spoken_of(layers, clause.span))
                        .flatten()
                });
            if !actor.is_empty() || !recipient.is_empty() || place.is_some() {
                out.push(Event {
                    id: String::new(),
                    start: span.start,
                    end: span.end,
                    kind: kind.into(),
                    actor,
                    recipient,
                    place,
                    time: scan::nearest_time(layers, clause.span, span)
                        .or_else(|| reading.made(clause)),
                    figures: figures(span),
                    modality: modality::of(&frame, at),
                    attribution: scan::holder_of(&holders, span),
                });
            }
            at = end;
        }
    }
    out.sort_by_key(|e| (e.start, e.end));
    for (index, event) in out.iter_mut().enumerate() {
        event.id = format!("e{}", index + 1);
    }
    (out, Vec::new())
}

/// Who is driven from a place that is taken, or loses it: the object of "drove", "from" somebody.
fn loser(frame: &Frame<'_, '_, '_>, taking: Span) -> Option<String> {
    let inside = |n: &usize| {
        let word = &frame.words[*n];
        taking.start <= word.start && word.end <= taking.end
    };
    (0..frame.words.len())
        .filter(inside)
        .filter(|n| frame.verb(*n))
        .find_map(|verb| {
            let driven = frame.patient(verb).and_then(|p| frame.actor(p));
            let from = || {
                frame
                    .with_case(verb, &["from"])
                    .and_then(|n| frame.actor(n))
            };
            driven.or_else(from)
        })
}

/// Longest sentence, in words, that is looked at: longer ones are lists without a point.
const LONGEST: usize = 400;

/// Verbs that do what their object says ("carried out an attack").
const LIGHT: &[&str] = &[
    "carried",
    "carry",
    "carrying",
    "launched",
    "launch",
    "launching",
    "conducted",
    "staged",
    "mounted",
    "made",
    "began",
    "started",
    "committed",
    "perpetrated",
    "waged",
    "continued",
];

/// Who does what a cue says, to whom, and the verb it is told by.
fn parties(
    context: &Context<'_>,
    frame: &Frame<'_, '_, '_>,
    first: usize,
    last: usize,
) -> (Vec<String>, Vec<String>, usize) {
    let names = |noun: Option<usize>| noun.map(|n| frame.actors(n)).unwrap_or_default();
    // Of two words the verb or the last noun is the head.
    let at = (first..=last).find(|n| frame.verb(*n)).unwrap_or(last);
    let (mut actor, mut verb) = (Vec::new(), at);
    let mut recipient;
    if frame.verb(at) {
        actor = names(frame.agent(at));
        recipient = names(frame.patient(at));
        if recipient.is_empty() {
            recipient = names(frame.with_case(at, &["with", "against"]));
        }
    } else {
        let by = frame.with_case(at, &["by"]);
        let owner = frame
            .kids(at, &["nmod:poss", "compound"])
            .find(|k| frame.actor(*k).is_some());
        actor.extend(names(by.or(owner)));
        // "the attacks of X" are X's, "the killing of X" is not.
        let of = frame.with_case(at, &["of"]);
        let fights = frame.lower(at).starts_with("attack")
            || matches!(frame.lower(at), "offensive" | "assault" | "raids" | "raid");
        if fights && actor.is_empty() {
            actor.extend(names(of));
        }
        let on = frame.with_case(at, &["on", "against", "with", "at"]);
        recipient = names(on.or(of));
        if let Some(above) = frame.syntax.head[at].filter(|h| frame.verb(*h)) {
            verb = above;
            let does = LIGHT.contains(&frame.lower(above)) && frame.patient(above) == Some(at);
            if actor.is_empty() && does {
                actor = names(frame.agent(above));
            }
        }
    }
    // "Russian airstrikes": the adjective names the one who acts.
    if actor.is_empty() {
        let before = frame.phrase(at).start.min(first)..first;
        actor.extend(
            before
                .filter_map(|n| nation(context, frame.words[n].text))
                .next_back(),
        );
    }
    recipient.retain(|r| !actor.contains(r));
    (actor, recipient, verb)
}

/// The place that a preposition joins to the cue or its verb, or that is acted upon.
fn place(frame: &Frame<'_, '_, '_>, verb: usize, cue: usize) -> Option<String> {
    let at = |n: usize| frame.places(n).first().map(|p| p.canonical.clone());
    let cases = &[
        "in", "at", "near", "on", "around", "outside", "inside", "of", "over",
    ];
    let joined = |n: usize| frame.with_case(n, cases).and_then(at);
    joined(cue)
        .or_else(|| frame.patient(verb).and_then(at))
        .or_else(|| joined(verb))
}

/// The state that an adjective of nationality names: "Russian" Russia, "Iraqi" Iraq.
fn nation(context: &Context<'_>, word: &str) -> Option<String> {
    let bare = word.strip_suffix(['n', 'i'])?;
    context
        .knowledge
        .actor(bare, None)
        .filter(|a| a.kind == ActorKind::State)
        .map(|a| a.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&'static str> {
        let words = scan::words(text, Span::new(0, text.len()));
        (0..words.len())
            .filter_map(|i| cue(&words, i).map(|c| c.0))
            .collect()
    }

    #[test]
    fn cues_and_what_only_looks_like_one() {
        assert_eq!(of("Two air raids hit the depot."), ["Air/drone strike"]);
        assert_eq!(of("A suicide bomber drove in."), ["Suicide bomb"]);
        assert_eq!(of("They spoke by phone."), ["Statement/meeting/call"]);
        assert!(of("A friend of mine spoke of peace.").is_empty());
    }
}
