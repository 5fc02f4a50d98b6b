//! Actors named in the knowledge tables, whole words, longest first.

use sayso_record::{Actor, Document, Layers, Remark};

use crate::{Context, voice};

/// Names of actors in what is readable.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Actor>, Vec<Remark>) {
    let mut out = Vec::new();
    for part in voice::readable(document) {
        let words = voice::calm(&document.text[part.start..part.end]);
        for (span, actor) in context.knowledge.find_actors(&words) {
            out.push(Actor {
                start: part.start + span.start,
                end: part.start + span.end,
                canonical: actor.name.clone(),
                kind: actor.kind,
            });
        }
    }
    (out, Vec::new())
}
