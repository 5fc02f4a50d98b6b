//! Events by cue words: ACLED's sub-event types, and statements, meetings, calls.
//!
//! A taking of a place is an event of its own, read from the control layer. The one who acts is
//! the actor before the cue, the one acted upon the actor after it, the other way round before
//! "by". Known misses: actors named in another sentence, events told by nouns not listed here.

use sayso_record::{Actor, ActorKind, ControlStatus, Document, Event, Layers, Remark, Span};

use crate::Context;
use crate::attributions::scan::{self, Holders, Reading, Word};
use crate::modality;

/// Cue words and the sub-event type each stands for.
const CUES: &[(&str, &[&str])] = &[
    (
        "Air/drone strike",
        &[
            "airstrike",
            "airstrikes",
            "air-strike",
            "bombed",
            "bombing",
            "bombings",
            "bombardment",
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
            "assault",
            "ambush",
            "ambushed",
            "offensive",
            "fighting",
            "battle",
            "battles",
            "repulsed",
            "repelled",
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
        ],
    ),
    (
        "Abduction/forced disappearance",
        &["kidnapped", "abducted", "abduction", "kidnapping"],
    ),
    ("Arrests", &["arrested", "arrests", "detained"]),
    ("Agreement", &["ceasefire", "truce", "accord", "memorandum"]),
    (
        "Looting/property destruction",
        &[
            "destroyed",
            "destruction",
            "looted",
            "looting",
            "dynamited",
            "demolished",
            "desecrated",
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
        for k in taken.iter().take_while(|k| k.start < clause.span.end) {
            if k.status != ControlStatus::Captured {
                continue;
            }
            let span = Span::new(k.start, k.end);
            let state = k.holder.as_deref().is_some_and(|h| {
                actors
                    .iter()
                    .any(|a| a.canonical == h && a.kind == ActorKind::State)
            });
            out.push(Event {
                id: String::new(),
                start: k.start,
                end: k.end,
                kind: if state || k.holder.is_none() {
                    "Government regains territory".into()
                } else {
                    "Non-state actor overtakes territory".into()
                },
                actor: k.holder.iter().cloned().collect(),
                recipient: Vec::new(),
                place: Some(k.place.clone()),
                time: k.time.clone(),
                figures: figures(span),
                modality: k.modality,
                attribution: k.attribution.clone(),
            });
        }
        let mut at = 0;
        while at < words.len() {
            let Some((kind, end)) = cue(words, at) else {
                at += 1;
                continue;
            };
            let span = Span::new(words[at].start, words[end - 1].end);
            let acts = |a: &&Actor| !matches!(a.kind, ActorKind::Media | ActorKind::Agency);
            let before = actors
                .iter()
                .rev()
                .filter(acts)
                .find(|a| a.end <= span.start);
            let after = actors
                .iter()
                .filter(acts)
                .find(|a| a.start >= span.end && a.start - span.end <= 60);
            let by = words.get(end).is_some_and(|w| w.lower == "by");
            let (actor, recipient) = if by { (after, before) } else { (before, after) };
            // "Russian airstrikes": the adjective names the one who acts.
            let actor = at
                .checked_sub(1)
                .and_then(|i| nation(context, words[i].text))
                .or_else(|| actor.map(|a| a.canonical.clone()));
            let recipient = recipient
                .map(|a| a.canonical.clone())
                .filter(|r| Some(r) != actor.as_ref());
            // A cue about nobody and nowhere is talk, not an event.
            let place = scan::nearest_place(layers, clause.span, span);
            if actor.is_some() || recipient.is_some() || place.is_some() {
                out.push(Event {
                    id: String::new(),
                    start: span.start,
                    end: span.end,
                    kind: kind.into(),
                    actor: actor.into_iter().collect(),
                    recipient: recipient.into_iter().collect(),
                    place,
                    time: scan::nearest_time(layers, clause.span, span)
                        .or_else(|| reading.made(clause)),
                    figures: figures(span),
                    modality: modality::of(words, at),
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
