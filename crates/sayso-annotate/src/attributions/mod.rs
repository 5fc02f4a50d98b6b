//! Attributions: source, cue and content by a cue grammar, and the chain from the document's
//! teller to the speaker.
//!
//! A cue governs its clause, not the sentence. Known misses: speech over several paragraphs,
//! quotations without a cue, sources behind pronouns other than the last person who spoke.

pub(crate) mod cues;
mod grammar;
mod phrase;
pub(crate) mod scan;

use std::ops::Range;

use sayso_record::{
    Attribution, ChainLink, Commitment, Document, Edge, Layers, Quote, Remark, Span, Stance,
};

use crate::Context;
use scan::{Reading, Word};

/// All attributions, in text order.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Attribution>, Vec<Remark>) {
    let reading = Reading::new(document, layers);
    let mut out: Vec<Attribution> = Vec::new();
    // Who spoke last, for "he said"; a comment or another document part starts afresh.
    let mut last: Option<(Option<usize>, String)> = None;
    for clause in &reading.clauses {
        let words = reading.of(clause);
        let mut inside: Vec<(Span, Vec<ChainLink>)> = Vec::new();
        for found in grammar::sentence(words) {
            if found.leads || found.impersonal && found.content.is_empty() {
                continue;
            }
            let content: Vec<Span> = found
                .content
                .iter()
                .filter_map(|range| span(words, range, &document.text))
                .collect();
            let (Some(first), Some(cue)) = (
                content.first().copied(),
                span(words, &found.cue, &document.text),
            ) else {
                continue;
            };
            let source = span(words, &found.source, &document.text);
            let own = source
                .and_then(|s| s.text(&document.text))
                .is_some_and(|t| matches!(t.to_lowercase().as_str(), "i" | "we" | "me" | "us"));
            let speaker = if own {
                Some(reading.teller(clause).to_owned())
            } else {
                source.and_then(|s| name(layers, document, s))
            };
            let speaker = speaker.or_else(|| {
                let pronoun = source
                    .and_then(|s| s.text(&document.text))
                    .is_some_and(|t| matches!(t.to_lowercase().as_str(), "he" | "she"));
                last.as_ref()
                    .filter(|l| pronoun && l.0 == clause.comment)
                    .map(|l| l.1.clone())
            });
            if let Some(speaker) = &speaker {
                last = Some((clause.comment, speaker.clone()));
            }
            let teller = ChainLink {
                teller: reading.teller(clause).to_owned(),
                edge: found.edge,
                cue: Some(cue),
                commitment: found.commitment,
            };
            // What stands inside another's content is told by him.
            let mut chain = inside
                .iter()
                .rev()
                .find(|(outer, _)| outer.contains(cue))
                .map_or_else(|| vec![teller], |(_, chain)| chain.clone());
            if let Some(end) = chain.last_mut() {
                end.edge = found.edge;
                end.cue = Some(cue);
                end.commitment = found.commitment;
            }
            chain.push(ChainLink {
                teller: speaker.clone().unwrap_or_else(|| "unnamed".to_owned()),
                edge: Edge::Reports,
                cue: None,
                commitment: match found.stance {
                    Stance::Denies => Commitment::Rejects,
                    Stance::Questions => Commitment::Questions,
                    _ => Commitment::Asserts,
                },
            });
            for part in &content {
                inside.push((*part, chain.clone()));
            }
            out.push(Attribution {
                id: format!("a{}", out.len() + 1),
                source: source.into_iter().collect(),
                cue: vec![cue],
                quote: quote(layers, first),
                content,
                speaker,
                chain,
                stance: found.stance,
                hedge: found.hedge,
                own_voice: false,
            });
        }
    }
    (out, Vec::new())
}

/// The bytes of a range of words, without empty ones.
fn span(words: &[Word<'_>], range: &Range<usize>, text: &str) -> Option<Span> {
    let part = words.get(range.clone())?;
    let span = Span::new(part.first()?.start, part.last()?.end).trimmed(text);
    (!span.is_empty()).then_some(span)
}

/// The canonical name in a source, else its own words where they hold a name.
fn name(layers: &Layers, document: &Document, source: Span) -> Option<String> {
    if let Some(actor) = scan::named(layers, source) {
        return Some(actor.canonical.clone());
    }
    let words = source.text(&document.text)?;
    let pronoun = matches!(
        words.to_lowercase().as_str(),
        "he" | "she" | "it" | "they" | "i" | "we" | "you" | "who" | "which" | "that"
    );
    let nameable = words.starts_with(char::is_alphabetic) && words.len() <= 80;
    (!pronoun && nameable).then(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Direct when the content is one quotation, mixed when it holds one.
fn quote(layers: &Layers, content: Span) -> Quote {
    let from = layers
        .quotations
        .partition_point(|q| q.start + 4 < content.start);
    let mut kind = Quote::Indirect;
    for q in layers.quotations[from..]
        .iter()
        .take_while(|q| q.start < content.end)
    {
        let span = Span::new(q.start, q.end);
        if span.len() + 4 >= content.len() && span.overlaps(content) {
            return Quote::Direct;
        }
        if span.overlaps(content) {
            kind = Quote::Mixed;
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_knowledge::Knowledge;
    use sayso_record::{Alignment, Metadata, Segment, SegmentKind};

    fn of(text: &str) -> Vec<(String, String, Commitment)> {
        let document = Document {
            id: "d".into(),
            capture: String::new(),
            unwrap: Vec::new(),
            captured_at: None,
            text: text.into(),
            alignment: Alignment::identity(text.len(), 0),
            metadata: Metadata {
                outlet: Some("Valley Post".into()),
                ..Metadata::default()
            },
            printed: Metadata::default(),
            kind: Default::default(),
            segments: vec![Segment {
                id: "b1".into(),
                kind: SegmentKind::Body,
                start: 0,
                end: text.len(),
                parent: None,
                author: None,
                time: None,
                number: None,
                reply_to: Vec::new(),
            }],
            extra: Default::default(),
        };
        let knowledge = Knowledge::bundled();
        let context = Context {
            knowledge: &knowledge,
        };
        let (layers, _) = crate::annotate(&context, &document, &crate::Options::default());
        layers
            .attributions
            .iter()
            .map(|a| {
                let content: Vec<&str> = a.content.iter().filter_map(|c| c.text(text)).collect();
                (
                    a.speaker.clone().unwrap_or_default(),
                    content.join(" … "),
                    a.chain[0].commitment,
                )
            })
            .collect()
    }

    #[test]
    fn a_cue_governs_its_clause_only() {
        let found = of(
            "According to the Pentagon, at least 20 fighters died and the Syrian Observatory estimates that over 90 were killed.",
        );
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].0, "US Department of Defense");
        assert!(!found[0].1.contains("90"), "{found:?}");
        assert!(found[1].1.contains("90"), "{found:?}");
    }

    #[test]
    fn a_denial_keeps_its_not() {
        let found = of("The mayor said the bridge was not hit.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.contains("not hit"), "{found:?}");
    }

    #[test]
    fn a_teller_may_reject_what_he_repeats() {
        let found = of("News agencies falsely reported that the town had fallen.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].2, Commitment::Rejects);
    }
}
