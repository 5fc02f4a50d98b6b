//! Control of places: who is said to take, hold, lose or besiege which place.
//!
//! A cue verb or noun with a place close by; the holder is the actor on the verb's other side.
//! Known misses: pronouns for places, holders named in another sentence, shares of territory.

use sayso_record::{
    Actor, ActorKind, Control, ControlStatus, Document, Layers, Place, Precision, Remark, Sense,
    Span,
};

use crate::Context;
use crate::attributions::scan::{self, Holders, Reading, Word};
use crate::modality;

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// "retook PLACE"; the holder stands before.
    Active,
    /// "PLACE fell to HOLDER", "held by HOLDER", "liberation of PLACE by HOLDER".
    After,
}

fn cue(words: &[Word<'_>], at: usize) -> Option<(ControlStatus, Form)> {
    use ControlStatus::{Besieged, Captured, Holds, Lost};
    let next = words.get(at + 1).map_or("", |w| w.lower.as_str());
    let passive = next == "by";
    let active = if passive { Form::After } else { Form::Active };
    Some(match words[at].lower.as_str() {
        "recaptured" | "retook" | "retake" | "retaken" | "retakes" | "recapture" | "liberated"
        | "liberate" | "liberates" | "liberating" | "captured" | "capture" | "capturing"
        | "captures" | "seized" | "seize" | "overran" | "regained" | "conquered" => {
            (Captured, active)
        }
        "took" | "take" | "taken" | "taking" | "takes" => (Captured, active),
        "fell" | "falls" | "fallen" => (Captured, Form::After),
        "liberation" | "recapturing" | "fall" if next == "of" => (Captured, Form::After),
        "holds" | "hold" | "controls" | "control" | "controlling" | "controlled" | "occupied"
        | "occupies" | "held" => (Holds, active),
        "drove" | "driven" | "drive" | "drives" | "routing" | "routed" | "expelled" | "ousted"
            if words[at + 1..].iter().take(7).any(|w| w.lower == "from") =>
        {
            (Captured, Form::Active)
        }
        "lost" | "abandoned" => (Lost, Form::Active),
        "besieged" | "surrounded" | "encircled" | "besiege" => (Besieged, active),
        _ => return None,
    })
}

/// Whether an actor can hold this place: people and media hold none, and a country's name is not
/// its own holder.
fn can_hold(actor: &Actor, place: &Place) -> bool {
    !matches!(
        actor.kind,
        ActorKind::Person | ActorKind::Media | ActorKind::Agency | ActorKind::Ministry
    ) && actor.start != place.start
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
        let places: Vec<&Place> = scan::places(layers, clause.span)
            .filter(|p| p.sense == Sense::Loc)
            // "Syria's largest city" is not Syria.
            .filter(|p| !document.text[p.end..].starts_with(['\'', '’']))
            .collect();
        if places.is_empty() {
            continue;
        }
        for at in 0..words.len() {
            let Some((status, form)) = cue(words, at) else {
                continue;
            };
            let here = Span::new(words[at].start, words[at].end);
            // A place within forty bytes after the cue, else just before it ("Palmyra fell").
            // "drove the fighters from PLACE": those driven out stand between.
            let reach = if words[at].lower.starts_with("dr") || words[at].lower.starts_with("rout")
            {
                70
            } else {
                40
            };
            let after = places
                .iter()
                .find(|p| p.start >= here.end && p.start - here.end <= reach);
            let before = places
                .iter()
                .rev()
                .find(|p| p.end <= here.start && here.start - p.end <= 30);
            let falls = words[at].lower.starts_with("fell") || words[at].lower.starts_with("fall");
            let found = if falls || form == Form::After {
                before.or(after)
            } else {
                after
            };
            let Some(place) = found else { continue };
            // A whole country is held or shared; that one was "taken" is a figure of speech.
            if place.precision == Precision::Country && status != ControlStatus::Holds {
                continue;
            }
            let actors = scan::actors(layers, clause.span);
            let holds = |a: &&Actor| can_hold(a, place);
            // The fall of a place does not tell who has it: "to" does.
            let fell = falls
                && !document.text[here.start..]
                    .split_whitespace()
                    .take(6)
                    .any(|w| w == "to");
            let holder = match form {
                _ if fell => None,
                Form::Active => actors
                    .iter()
                    .rev()
                    .filter(holds)
                    .find(|a| a.end <= here.start),
                Form::After => actors
                    .iter()
                    .filter(holds)
                    .find(|a| a.start >= here.end && a.start - here.end <= 60),
            };
            let span = here.join(Span::new(place.start, place.end));
            out.push(Control {
                id: format!("k{}", out.len() + 1),
                start: span.start,
                end: span.end,
                place: place.canonical.clone(),
                holder: holder.map(|a| a.canonical.clone()),
                status,
                value: None,
                time: scan::nearest_time(layers, clause.span, span)
                    .or_else(|| reading.made(clause)),
                modality: modality::of(words, at),
                attribution: scan::holder_of(&holders, span),
            });
        }
    }
    (out, Vec::new())
}
