//! Names by the knowledge tables and the time layer; unknown names are not read yet.

use sayso_record::{ActorKind, Document, Layers, Mention, MentionType, Remark};

use crate::Context;

/// Actors, else places, else times: the first to claim a stretch keeps it.
pub(crate) fn annotate(
    _: &Context<'_>,
    _: &Document,
    layers: &Layers,
) -> (Vec<Mention>, Vec<Remark>) {
    let mut found: Vec<(usize, usize, MentionType, Option<String>)> = Vec::new();
    for place in &layers.places {
        found.push((
            place.start,
            place.end,
            MentionType::Location,
            Some(place.canonical.clone()),
        ));
    }
    for actor in &layers.actors {
        let kind = match actor.kind {
            ActorKind::Person => MentionType::Person,
            ActorKind::People => MentionType::Nationality,
            _ => MentionType::Organisation,
        };
        // Places are in text order and do not overlap: the last to begin before the end decides.
        let before = layers.places.partition_point(|p| p.start < actor.end);
        let taken = before
            .checked_sub(1)
            .is_some_and(|i| actor.start < layers.places[i].end);
        if !taken {
            found.push((actor.start, actor.end, kind, Some(actor.canonical.clone())));
        }
    }
    for time in &layers.times {
        found.push((time.start, time.end, MentionType::Temporal, None));
    }
    found.sort_by_key(|f| (f.0, f.1));
    let mentions = found
        .into_iter()
        .enumerate()
        .map(|(index, (start, end, kind, entity))| Mention {
            id: format!("m{}", index + 1),
            start,
            end,
            kind,
            entity,
        })
        .collect();
    (mentions, Vec::new())
}
