//! Events by cue words: ACLED's sub-event types, and statements, meetings, calls.
//!
//! A taking of a place is an event of its own, read from the control layer. Who acts and on whom
//! comes from the tree: subject and object of a verb, "by", "on" and "against", the owner and the
//! nationality of a noun, the subject of "carried out" before it. A cue about nobody and nowhere
//! is talk, not an event. Known misses: actors named in another sentence, events told by nouns not
//! listed here.

mod cues;

use sayso_record::{
    ActorKind, ControlStatus, Document, Event, Figure, FigureKind, Layers, Modality, Remark, Span,
};

use crate::attributions::scan::{self, Holders, Reading};
use crate::frame::Frame;
use crate::places::parts;
use crate::{Context, control, modality};
pub(crate) use cues::{CUES, WEAPONS};
use cues::{cue, kind_here, sequel};

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
        let first_here = out.len();
        let near = |at: Span| {
            let from = layers
                .figures
                .partition_point(|f| f.end <= clause.span.start);
            layers.figures[from..]
                .iter()
                .take_while(|f| f.start < clause.span.end)
                .filter(move |f| scan::gap(Span::new(f.start, f.end), at) <= 80)
        };
        let figures = |at: Span| -> Vec<String> { near(at).map(|f| f.id.clone()).collect() };
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
                let known = context.knowledge.actor(h, None);
                known.is_some_and(|a| a.kind == ActorKind::State)
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
            let kind = kind_here(kind, words, at..end);
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
                .or_else(|| scan::nearest_place(document, layers, clause.span, span))
                .filter(|_| !talk)
                .or_else(|| {
                    let named = !actor.is_empty() || !recipient.is_empty();
                    (named && !talk)
                        .then(|| scan::place_spoken_of(document, layers, clause.span))
                        .flatten()
                        .map(parts::town)
                });
            let victims: Vec<&Figure> = near(span).filter(|f| harmed(f)).collect();
            let unarmed = unarmed(context, &frame, &recipient, &victims, at);
            let kind = if kind == "Armed clash" && unarmed {
                "Attack"
            } else {
                kind
            };
            let somebody = !actor.is_empty()
                || !recipient.is_empty()
                || violent(kind)
                    && (!victims.is_empty() || slain(&frame, verb) || aimed(&frame, at, end - 1));
            if somebody || place.is_some() {
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
        once(document, &mut out, first_here);
    }
    out.sort_by_key(|e| (e.start, e.end));
    for (index, event) in out.iter_mut().enumerate() {
        event.id = format!("e{}", index + 1);
    }
    (out, Vec::new())
}

/// Drops killings that only tell what another violent event of the sentence did.
fn once(document: &Document, out: &mut Vec<Event>, first: usize) {
    let word = |e: &Event| document.text[e.start..e.end].to_lowercase();
    let violent = |e: &Event| violent(&e.kind) && e.modality == Modality::Actual;
    let other = out[first..]
        .iter()
        .any(|e| violent(e) && !sequel(&word(e)) && e.kind != "Looting/property destruction");
    if other {
        let mut at = 0;
        out.retain(|e| {
            at += 1;
            at <= first || e.modality != Modality::Actual || !sequel(&word(e))
        });
    }
}

/// Whether an event of a type does violence.
fn violent(kind: &str) -> bool {
    let talk = matches!(
        kind,
        "Statement/meeting/call" | "Agreement" | "Arrests" | "Other"
    );
    !talk && !kind.contains("territory")
}

/// Whether a figure counts people whom violence befell.
fn harmed(figure: &Figure) -> bool {
    let harm = matches!(figure.what, FigureKind::Killed | FigureKind::Wounded);
    harm && !figure.negated && figure.high != Some(0.0)
}

/// Whether somebody named has what a verb tells done to him: "Neghme was murdered".
fn slain(frame: &Frame<'_, '_, '_>, verb: usize) -> bool {
    frame.verb(verb)
        && frame
            .patient(verb)
            .is_some_and(|p| frame.syntax.tag[p] == "PROPN")
}

/// Whether an attack names what it is on, though nobody knows that: "the attack on the university".
fn aimed(frame: &Frame<'_, '_, '_>, first: usize, last: usize) -> bool {
    let noun = (first..=last).rfind(|n| frame.syntax.tag[*n] == "NOUN");
    noun.and_then(|n| frame.with_case(n, &["on", "against"]))
        .is_some_and(|on| matches!(frame.syntax.tag[on], "NOUN" | "PROPN") && !dated(frame, on))
}

/// Whether a word is of a day: "the attack on Sunday".
fn dated(frame: &Frame<'_, '_, '_>, at: usize) -> bool {
    let (start, end) = (frame.words[at].start, frame.words[at].end);
    let times = &frame.layers.times;
    let from = times.partition_point(|t| t.end <= start);
    times.get(from).is_some_and(|t| t.start < end)
}

/// Whether an attack is on people without arms: no armed side is named as attacked, and a word for
/// civilians or what is theirs stands after the cue, or those whom it befell bear no arms.
fn unarmed(
    context: &Context<'_>,
    frame: &Frame<'_, '_, '_>,
    recipient: &[String],
    victims: &[&Figure],
    at: usize,
) -> bool {
    let armed = recipient.iter().any(|r| {
        use ActorKind::{ArmedGroup, Coalition, State};
        let known = context.knowledge.actor(r, None);
        known.is_some_and(|a| matches!(a.kind, ArmedGroup | Coalition | State))
    });
    let attack =
        frame.lower(at).starts_with("attack") || matches!(frame.lower(at), "assault" | "opened");
    let civil = (0..frame.words.len().min(at + 16)).any(|n| cues::CIVIL.contains(&frame.lower(n)));
    let of = victims.iter().filter_map(|f| f.of.as_deref());
    let mut words = of.flat_map(|of| of.split(' ')).peekable();
    let befell = words.peek().is_some() && !words.any(|w| control::bears_arms(&w.to_lowercase()));
    attack && !armed && (civil || befell)
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
        // "Russian drones struck": the adjective names the one who acts.
        if let Some(agent) = frame.agent(at).filter(|_| actor.is_empty()) {
            let mut own = frame.kids(agent, &["amod"]);
            actor.extend(own.find_map(|k| nation(context, frame.words[k].text)));
        }
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
    let own = word.strip_suffix(['n', 'i']);
    let state = own
        .and_then(|bare| context.knowledge.actor(bare, None))
        .filter(|a| a.kind == ActorKind::State);
    state
        .or_else(|| context.knowledge.nation(word))
        .map(|a| a.name.clone())
}

#[cfg(test)]
mod tests {
    #[test]
    fn specimens() {
        let read = |text: &str| -> Vec<String> {
            let told = crate::testing::layers(text).events.into_iter();
            told.map(|e| {
                let (actor, recipient) = (e.actor.join(","), e.recipient.join(","));
                let place = e.place.unwrap_or_default();
                let mood = e.modality.word();
                format!("{};{actor};{recipient};{place};{mood}", e.kind)
            })
            .collect()
        };
        crate::testing::specimens(include_str!("../../specimens/events.tsv"), &read);
    }
}
