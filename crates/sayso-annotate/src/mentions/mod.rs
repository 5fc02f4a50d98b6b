//! Names and other typed mentions: a trained model, with the canonical name where a table knows
//! the one named.

use std::collections::HashMap;

use sayso_record::{ActorKind, Document, Layers, Mention, MentionType, Remark, Span};

use crate::Context;
use crate::learned::mentions::find;

/// What the model finds, then the names it passed over that stand elsewhere in the document.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Mention>, Vec<Remark>) {
    let (mut found, names_only) = find(document, layers);
    if names_only {
        // What the tables know beside names.
        let people = layers.actors.iter().filter(|a| a.kind == ActorKind::People);
        let more = people
            .map(|a| (Span::new(a.start, a.end), MentionType::Nationality))
            .chain(
                layers
                    .times
                    .iter()
                    .map(|t| (Span::new(t.start, t.end), MentionType::Temporal)),
            )
            .filter(|(span, _)| !found.iter().any(|f| f.0.overlaps(*span)))
            .collect::<Vec<_>>();
        found.extend(more);
        found.sort();
    }
    again(document, layers, &mut found);
    let mentions = found
        .into_iter()
        .enumerate()
        .map(|(index, (span, kind))| Mention {
            id: format!("m{}", index + 1),
            start: span.start,
            end: span.end,
            kind,
            entity: entity(layers, span),
        })
        .collect();
    (mentions, Vec::new())
}

/// The canonical name of the place or actor that covers most of a mention, at least half.
fn entity(layers: &Layers, mention: Span) -> Option<String> {
    let places = layers.places[layers.places.partition_point(|p| p.end <= mention.start)..]
        .iter()
        .take_while(|p| p.start < mention.end)
        .map(|p| (Span::new(p.start, p.end), &p.canonical));
    let actors = layers.actors[layers.actors.partition_point(|a| a.end <= mention.start)..]
        .iter()
        .take_while(|a| a.start < mention.end)
        .map(|a| (Span::new(a.start, a.end), &a.canonical));
    actors
        .chain(places)
        .filter(|(span, _)| 2 * shared(*span, mention) >= mention.len())
        .max_by_key(|(span, _)| shared(*span, mention))
        .map(|(_, name)| name.clone())
}

/// Bytes that two ranges share.
fn shared(a: Span, b: Span) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// One name, one reading: a capitalised stretch that is a person or an organisation twice or more
/// elsewhere in the document, and never anything else, is the same wherever it stands.
fn again(document: &Document, layers: &Layers, found: &mut Vec<(Span, MentionType)>) {
    // None: read in two ways, neither is carried over.
    let mut names: HashMap<&str, Option<(MentionType, usize)>> = HashMap::new();
    for (span, kind) in found.iter() {
        let text = &document.text[span.start..span.end];
        if !matches!(
            kind,
            MentionType::Person | MentionType::Organisation | MentionType::Location
        ) || !text.starts_with(char::is_uppercase)
        {
            continue;
        }
        let entry = names.entry(text).or_insert(Some((*kind, 0)));
        *entry = entry.filter(|e| e.0 == *kind).map(|e| (e.0, e.1 + 1));
    }
    let mut more = Vec::new();
    let mut taken = 0;
    for token in &layers.tokens {
        while found.get(taken).is_some_and(|f| f.0.end <= token.start) {
            taken += 1;
        }
        let free = found.get(taken).is_none_or(|f| f.0.start >= token.end);
        let text = &document.text[token.start..token.end];
        if let Some(Some((kind, count))) = names.get(text)
            && *count >= 2
            && free
        {
            more.push((Span::new(token.start, token.end), *kind));
        }
    }
    found.extend(more);
    found.sort();
}
