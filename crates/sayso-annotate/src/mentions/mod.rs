//! Names and other typed mentions: a trained model, with the canonical name where a table knows
//! the one named.

use std::collections::HashMap;

use sayso_record::{ActorKind, Document, Layers, Mention, MentionType, Remark, Span};

use crate::learned::mentions::find;
use crate::{Context, proposals};

/// What the model finds, then the names it passed over that stand elsewhere in the document.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Mention>, Vec<Remark>) {
    let mut remarks = Vec::new();
    let (mut found, names_only) = if crate::english(document) {
        find(document, layers)
    } else {
        (known(document, layers), false)
    };
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
    // What is found here goes before what is proposed.
    let mut proposed = proposals::mentions(document, context.proposals, &mut remarks);
    proposed.retain(|p| !found.iter().any(|f| f.0.overlaps(p.0)));
    found.extend(&proposed);
    found.sort();
    let mentions = found
        .into_iter()
        .enumerate()
        .map(|(index, (span, kind))| Mention {
            id: if proposed.contains(&(span, kind)) {
                format!("pm{}", index + 1)
            } else {
                format!("m{}", index + 1)
            },
            start: span.start,
            end: span.end,
            kind,
            entity: entity(layers, span),
        })
        .collect();
    (mentions, remarks)
}

/// In a language without a model: names from the tables, and numbers.
fn known(document: &Document, layers: &Layers) -> Vec<(Span, MentionType)> {
    let places = layers.places.iter().map(|p| {
        let kind = MentionType::Location;
        (Span::new(p.start, p.end), kind)
    });
    let actors = layers.actors.iter().map(|a| {
        let kind = match a.kind {
            ActorKind::Person => MentionType::Person,
            ActorKind::People => MentionType::Nationality,
            _ => MentionType::Organisation,
        };
        (Span::new(a.start, a.end), kind)
    });
    let numbers = layers.tokens.iter().filter(|t| {
        let word = &document.text[t.start..t.end];
        word.starts_with(char::is_numeric) && !word.contains(char::is_alphabetic)
    });
    let numbers = numbers.map(|t| (Span::new(t.start, t.end), MentionType::Quantity));
    let mut all: Vec<_> = actors.chain(places).chain(numbers).collect();
    all.sort_by_key(|m| (m.0.start, std::cmp::Reverse(m.0.end)));
    let mut out: Vec<(Span, MentionType)> = Vec::new();
    for mention in all {
        if out.last().is_none_or(|last| last.0.end <= mention.0.start) {
            out.push(mention);
        }
    }
    out
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
