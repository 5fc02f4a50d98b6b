//! Places named in the knowledge tables. A country or capital that speaks or acts is an actor.

use sayso_record::{Document, Layers, Place, Precision, Remark, Sense};

use crate::{Context, voice};

/// Verbs after a country or capital that make it an actor.
const ACTS: &[&str] = &[
    "says",
    "said",
    "backs",
    "backed",
    "uses",
    "used",
    "denies",
    "denied",
    "wants",
    "wanted",
    "claims",
    "claimed",
    "announced",
    "insists",
    "insisted",
    "supports",
    "supported",
    "refuses",
    "refused",
    "intervened",
    "struggled",
    "ignored",
    "agreed",
    "accused",
    "warned",
    "called",
    "will",
    "would",
    "has",
    "had",
    "is",
    "was",
    "did",
    "does",
];

/// Names of places in what is readable.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Place>, Vec<Remark>) {
    let mut out = Vec::new();
    for part in voice::readable(document) {
        let words = &document.text[part.start..part.end];
        let mut actors = context.knowledge.find_actors(words).peekable();
        for (span, place) in context.knowledge.find_places(words) {
            // "Russia" in "Russia's Defence Ministry" is part of a longer name.
            while actors.next_if(|(a, _)| a.end <= span.start).is_some() {}
            if actors
                .peek()
                .is_some_and(|(a, _)| a.contains(span) && a.len() > span.len())
            {
                continue;
            }
            let wide = place.precision == Precision::Country;
            let state = wide
                || context.knowledge.actor(&place.name, None).is_some()
                || is_capital(context, &words[span.start..span.end]);
            let next = words[span.end..]
                .split_whitespace()
                .next()
                .unwrap_or("")
                .trim_matches(|c: char| !c.is_alphanumeric());
            let before = words[..span.start]
                .split_whitespace()
                .next_back()
                .unwrap_or("");
            let located = [
                "in", "at", "near", "from", "to", "into", "of", "around", "outside", "across",
                "over",
            ]
            .contains(&before.to_lowercase().as_str());
            let acts = state && !located && ACTS.contains(&next);
            out.push(Place {
                start: part.start + span.start,
                end: part.start + span.end,
                canonical: place.name.clone(),
                sense: if acts { Sense::Actor } else { Sense::Loc },
                country: place.country.clone(),
                lat: place.point.map(|p| p.0),
                lon: place.point.map(|p| p.1),
                geonames_id: place.geonames_id,
                precision: place.precision,
            });
        }
    }
    (out, Vec::new())
}

/// Whether a place name also stands for a state in the actor table ("Moscow").
fn is_capital(context: &Context<'_>, name: &str) -> bool {
    context
        .knowledge
        .actor(name, None)
        .is_some_and(|a| a.kind == sayso_record::ActorKind::State)
}
