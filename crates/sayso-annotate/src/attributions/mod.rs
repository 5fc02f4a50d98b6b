//! Attributions: source, cue and content by a cue grammar, and the chain from the document's
//! teller to the speaker.
//!
//! A cue governs its clause, not the sentence; a lead-in governs the quotation or quote block
//! below it. A sentence without a cue that names somebody is the teller's own voice. Known misses:
//! quotations without a cue, sources behind pronouns other than the last person who spoke.

pub(crate) mod cues;
mod garden;
pub(crate) mod grammar;
mod identity;
mod links;
mod phrase;
mod relay;
mod reserve;
pub(crate) mod scan;
mod verdict;

use std::ops::Range;

use sayso_record::{
    Attribution, ChainLink, Commitment, Document, Edge, Layers, Quote, Remark, SegmentKind, Span,
    Stance,
};

use crate::{Context, learned, proposals};
use identity::Identity;
use scan::{Reading, Word};

/// Nouns that name somebody who speaks; a lower-case source must end in one of them.
const SPEAKERS: &[&str] = &[
    "activists",
    "agencies",
    "agency",
    "analysts",
    "army",
    "authorities",
    "channel",
    "command",
    "commander",
    "commanders",
    "correspondent",
    "diplomats",
    "experts",
    "general",
    "government",
    "group",
    "groups",
    "locals",
    "mayor",
    "media",
    "military",
    "minister",
    "ministry",
    "monitor",
    "monitors",
    "observers",
    "officer",
    "officials",
    "official",
    "opposition",
    "outlets",
    "paper",
    "people",
    "police",
    "president",
    "radio",
    "rebels",
    "regime",
    "report",
    "reporter",
    "reporters",
    "reports",
    "residents",
    "sources",
    "source",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "station",
    "statement",
    "television",
    "tv",
    "witness",
    "witnesses",
];

/// All attributions, in text order.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Attribution>, Vec<Remark>) {
    let reading = Reading::new(document, layers);
    let mut remarks = Vec::new();
    let sentences: Vec<Span> = reading.clauses.iter().map(|c| c.span).collect();
    let proposed = proposals::attributions(document, &sentences, context.proposals, &mut remarks);
    let mut out: Vec<Attribution> = Vec::new();
    // Who spoke last, for "he said"; a comment or another document part starts afresh.
    let mut last: Option<(Option<usize>, String)> = None;
    // Blocks that a lead-in or an open quotation puts in somebody's mouth.
    let mut governed: Vec<(Span, Vec<ChainLink>)> = Vec::new();
    let identity = Identity::new(document, layers);
    let mut before = learned::attribution::Before::default();
    // The last attribution, its sentence, and whether its content ran to that sentence's end.
    let mut going: Option<(usize, usize, bool)> = None;
    for (index, clause) in reading.clauses.iter().enumerate() {
        let words = reading.of(clause);
        let base = governed
            .iter()
            .rev()
            .find(|(block, _)| block.contains(clause.span))
            .map(|(_, chain)| chain.clone());
        let mut inside: Vec<(Span, Vec<ChainLink>)> = Vec::new();
        let quoted = learned::attribution::quoted(words, layers);
        let syntax = reading.syntax(clause, layers);
        let first_here = out.len();
        let mut linked = links::sentence(words, &syntax, &quoted, layers, &before);
        links::propose(&mut linked, words, clause.span, &proposed);
        before = learned::attribution::Before::of(words, &quoted);
        // A quotation that goes on without a cue is still its last speaker's: the same content
        // runs on, or “…,” he said. “…” in one paragraph.
        let went_on = going.take().filter(|g| g.1 + 1 == index);
        if let (Some((at, _, to_the_end)), Some(range)) = (went_on, linked.loose.first())
            && let Some(part) = span(words, range, &document.text)
            && range.start <= 1
            && quoted.first() == Some(&true)
            && (to_the_end || !opens_paragraph(document, clause.span))
        {
            let content = &mut out[at].content;
            match content.last_mut() {
                Some(last) if last.contains(part) => {}
                Some(last)
                    if document
                        .text
                        .get(last.end..part.start)
                        .is_some_and(|gap| gap.trim().is_empty()) =>
                {
                    *last = last.join(part);
                }
                _ => content.push(part),
            }
            going = Some((at, index, part.end + 2 >= clause.span.end));
            continue;
        }
        for mut found in linked.found {
            let through = relay::quoted_as_saying(words, &mut found)
                .and_then(|range| span(words, &range, &document.text))
                .and_then(|s| name(&identity, document, s));
            let source = span(words, &found.source, &document.text);
            let Some(cue) = span(words, &found.cue, &document.text) else {
                continue;
            };
            let mut content: Vec<Span> = found
                .content
                .iter()
                .filter_map(|range| span(words, range, &document.text))
                .collect();
            if found.leads {
                let next = reading.clauses.get(index + 1).map(|c| c.span);
                content = next
                    .and_then(|n| block(document, layers, n))
                    .into_iter()
                    .collect();
            }
            let Some(first) = content.first().copied() else {
                continue;
            };
            let told = source.map_or("", |s| s.text(&document.text).unwrap_or_default());
            let lower = told.to_lowercase();
            let speaker = if found.impersonal {
                None
            } else if matches!(lower.as_str(), "i" | "we" | "me" | "us") {
                // In somebody's words that is he.
                let within = inside.iter().rev().find(|(outer, _)| outer.contains(cue));
                let own = within.and_then(|(_, chain)| chain.last());
                Some(own.map_or_else(|| reading.teller(clause).to_owned(), |l| l.teller.clone()))
            } else if matches!(lower.as_str(), "he" | "she") {
                last.as_ref()
                    .filter(|l| l.0 == clause.comment)
                    .map(|l| l.1.clone())
            } else {
                source.and_then(|s| name(&identity, document, s))
            };
            // A source that names nobody is a slip of the grammar, not a speaker.
            let speaker = speaker.or_else(|| {
                let named = found.trusted && !pronoun(&lower) && told.len() <= 80;
                let told = identity::bare(told);
                (named && told.starts_with(char::is_alphanumeric))
                    .then(|| told.split_whitespace().collect::<Vec<_>>().join(" "))
            });
            let nobody = speaker.is_none() && !told.is_empty() && !pronoun(&lower);
            if nobody && !found.trusted && found.commitment != Commitment::Rejects {
                continue;
            }
            if let Some(speaker) = &speaker {
                last = Some((clause.comment, speaker.clone()));
            }
            // What stands inside another's content is told by him.
            let mut chain = inside
                .iter()
                .rev()
                .find(|(outer, _)| outer.contains(cue))
                .map(|(_, chain)| chain.clone())
                .or_else(|| base.clone())
                .unwrap_or_else(|| vec![own(reading.teller(clause))]);
            if let Some(end) = chain.last_mut() {
                end.edge = found.edge;
                end.cue = Some(cue);
                // Who rejects a claim does so whatever is told of its words.
                if !matches!(end.commitment, Commitment::Rejects | Commitment::Questions) {
                    end.commitment = found.commitment;
                }
            }
            if let Some(relay) = through {
                chain.push(ChainLink {
                    edge: Edge::Quotes,
                    cue: Some(cue),
                    commitment: Commitment::Neutral,
                    ..own(&relay)
                });
            }
            chain.push(ChainLink {
                commitment: match found.stance {
                    Stance::Denies => Commitment::Rejects,
                    Stance::Questions => Commitment::Questions,
                    _ => Commitment::Asserts,
                },
                ..own(speaker.as_deref().unwrap_or("unnamed"))
            });
            for part in &content {
                inside.push((*part, chain.clone()));
            }
            if found.leads {
                governed.push((first, chain.clone()));
            }
            let to_the_end = content.iter().any(|c| c.end + 2 >= clause.span.end);
            // Of two in a sentence the one with words in quotation marks goes on.
            let literal = found.content.iter().any(|c| quoted[c.start]);
            if literal || going.is_none() {
                going = Some((out.len(), index, to_the_end));
            }
            out.push(Attribution {
                id: String::new(),
                source: source.filter(|_| !nobody).into_iter().collect(),
                cue: vec![cue],
                quote: if found.leads {
                    Quote::Direct
                } else {
                    quote(layers, first)
                },
                content,
                speaker,
                chain,
                stance: found.stance,
                hedge: found.hedge,
                own_voice: false,
            });
        }
        // What nobody else is made to say is the teller's own word: the whole sentence, or its main
        // clause beside what others say in a lower one.
        let main = |word: usize| {
            let at = Span::new(words[word].start, words[word].end);
            !out[first_here..].iter().any(|a| {
                let told = a.cue.iter().chain(&a.content).chain(&a.source);
                told.into_iter().any(|s| s.overlaps(at))
            })
        };
        let root = (0..words.len()).find(|n| syntax.head[*n].is_none() && !words[*n].mark());
        let alone = inside.is_empty() || root.is_some_and(main);
        if alone && base.is_none() && asserts(layers, words, clause.span) {
            let own_words = beside(&document.text, clause.span, &inside);
            if own_words.is_empty() {
                continue;
            }
            let teller = reading.teller(clause);
            out.push(Attribution {
                id: String::new(),
                source: Vec::new(),
                cue: Vec::new(),
                content: own_words,
                speaker: Some(teller.to_owned()),
                chain: vec![own(teller)],
                stance: Stance::Asserts,
                hedge: reserve::own(words),
                quote: Quote::Direct,
                own_voice: true,
            });
        }
    }
    out.sort_by_key(|a| (a.content.first().map(|c| c.start), a.cue.first().copied()));
    for (index, attribution) in out.iter_mut().enumerate() {
        let from_outside = proposed
            .iter()
            .any(|p| [p.cue] == attribution.cue[..] && [p.content] == attribution.content[..]);
        let mark = if from_outside { "pa" } else { "a" };
        attribution.id = format!("{mark}{}", index + 1);
    }
    (out, remarks)
}

/// Whether a line break stands before a sentence.
fn opens_paragraph(document: &Document, sentence: Span) -> bool {
    document.text[..sentence.start]
        .trim_end_matches([' ', '\t', '\r'])
        .ends_with('\n')
}

/// The parts of a sentence outside what others say, those of two words or more.
fn beside(text: &str, sentence: Span, told: &[(Span, Vec<ChainLink>)]) -> Vec<Span> {
    let mut told: Vec<Span> = told.iter().map(|t| t.0).collect();
    told.sort();
    let mut out = Vec::new();
    let mut at = sentence.start;
    for span in told
        .into_iter()
        .chain([Span::new(sentence.end, sentence.end)])
    {
        if at < span.start {
            let part = Span::new(at, span.start).trimmed(text);
            if text[part.start..part.end]
                .split_whitespace()
                .nth(1)
                .is_some()
            {
                out.push(part);
            }
        }
        at = at.max(span.end);
    }
    out
}

/// A teller who says it himself.
fn own(teller: &str) -> ChainLink {
    ChainLink {
        teller: teller.to_owned(),
        edge: Edge::Reports,
        cue: None,
        commitment: Commitment::Asserts,
    }
}

/// The block below a lead-in: the quotation or quote block that begins with the next sentence.
fn block(document: &Document, layers: &Layers, next: Span) -> Option<Span> {
    let quoted = document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::QuoteBlock)
        .map(sayso_record::Segment::span)
        .chain(layers.quotations.iter().map(|q| Span::new(q.start, q.end)));
    quoted
        .filter(|s| s.start.abs_diff(next.start) <= 4 && s.end > next.start)
        .max_by_key(|s| s.len())
}

/// Whether a sentence without a cue is the teller's own assertion about somebody or some place:
/// no question, no quotation over most of it.
fn asserts(layers: &Layers, words: &[Word<'_>], span: Span) -> bool {
    let question = words.last().is_some_and(|w| w.is("?"));
    // A quotation that began longer ago than this does not reach here: none is so long.
    let from = layers
        .quotations
        .partition_point(|q| q.start + 8000 < span.start);
    let quoted: usize = layers.quotations[from..]
        .iter()
        .take_while(|q| q.start < span.end)
        .filter(|q| q.depth == 0)
        .map(|q| q.end.min(span.end).saturating_sub(q.start.max(span.start)))
        .sum();
    let named = layers.actors.partition_point(|a| a.end <= span.start)
        < layers.actors.partition_point(|a| a.start < span.end)
        || layers.places.partition_point(|p| p.end <= span.start)
            < layers.places.partition_point(|p| p.start < span.end);
    words.len() >= 5 && !question && named && quoted * 2 < span.len()
}

fn pronoun(lower: &str) -> bool {
    matches!(
        lower,
        "he" | "she"
            | "it"
            | "they"
            | "i"
            | "we"
            | "you"
            | "who"
            | "which"
            | "that"
            | "some"
            | "many"
    )
}

/// The bytes of a range of words, without empty ones.
fn span(words: &[Word<'_>], range: &Range<usize>, text: &str) -> Option<Span> {
    let part = words.get(range.clone())?;
    let span = Span::new(part.first()?.start, part.last()?.end).trimmed(text);
    (!span.is_empty()).then_some(span)
}

/// The canonical name in a source, else its own words where they name a speaker: a name that
/// is not merely the first word of a sentence, or a noun for people who speak.
fn name(identity: &Identity<'_>, document: &Document, source: Span) -> Option<String> {
    if let Some(known) = identity.of(document, source) {
        return Some(known);
    }
    let words = identity::bare(source.text(&document.text)?);
    let lower = words.to_lowercase();
    let last = lower
        .rsplit(|c: char| !c.is_alphanumeric())
        .find(|w| !w.is_empty())?;
    let capitals = words
        .split_whitespace()
        .filter(|w| w.starts_with(char::is_uppercase) && w.len() > 2)
        .count();
    let first = document.text[..source.start]
        .trim_end()
        .ends_with(['.', '!', '?', '\n'])
        || source.start == 0;
    let plural = words.split_whitespace().count() >= 2
        && last.ends_with('s')
        && words.split_whitespace().count() <= 4;
    // "a commander of the garrison": the head stands before the preposition.
    let head = lower
        .split([' ', ','])
        .take_while(|w| !matches!(*w, "of" | "for" | "in" | "at" | "from" | "with" | "near"))
        .last()
        .unwrap_or("");
    let speaks = SPEAKERS.contains(&last)
        || SPEAKERS.contains(&head)
        || capitals > usize::from(first)
        || plural;
    // "a baker", "the old driver": an article and a noun name somebody, whoever it is.
    let count = lower.split_whitespace().count();
    let article = [
        "a ", "an ", "the ", "one ", "another ", "his ", "her ", "their ",
    ]
    .iter()
    .any(|a| lower.starts_with(a))
        && (2..=4).contains(&count)
        && !last.ends_with("ing");
    let speaks = speaks || article;
    let clean = words.starts_with(char::is_alphabetic) && words.len() <= 80;
    (speaks && clean && !pronoun(&lower))
        .then(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
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
    use sayso_record::Metadata;

    fn attributions(text: &str) -> Vec<Attribution> {
        let document = Document {
            metadata: Metadata {
                outlet: Some("Valley Post".into()),
                ..Metadata::default()
            },
            ..Document::plain("d", text)
        };
        let knowledge = Knowledge::bundled();
        let context = Context {
            knowledge: &knowledge,
            proposals: &[],
        };
        let (layers, _) = crate::annotate(&context, &document, &crate::Options::default());
        layers
            .attributions
            .into_iter()
            .filter(|a| !a.own_voice)
            .collect()
    }

    fn chains_of(text: &str) -> Vec<Vec<String>> {
        attributions(text)
            .into_iter()
            .map(|a| a.chain.into_iter().map(|c| c.teller).collect())
            .collect()
    }

    /// Speaker, content and the outer teller's stand.
    fn of(text: &str) -> Vec<(String, String, Commitment)> {
        attributions(text)
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
    fn whoever_has_an_article_may_speak() {
        let found = of("A baker said that 14 civilians were killed in Aleppo.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, "A baker");
    }

    #[test]
    fn a_denial_keeps_its_not() {
        let found = of("The mayor said the bridge was not hit.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.contains("not hit"), "{found:?}");
    }

    #[test]
    fn according_to_somebody_is_that_body_s_word() {
        let told =
            of("The army captured the town on Sunday, according to Syrian state television.");
        assert_eq!(told[0].0, "Syrian state television");
        assert_eq!(told[0].1, "The army captured the town on Sunday");
    }

    #[test]
    fn a_report_of_a_quotation_of_a_general_has_four_tellers() {
        let text = "Norwind Press reported that Syrian state television had quoted General Adnan Rahhal as saying that the road is cut.";
        let chains: Vec<Vec<String>> = chains_of(text);
        assert!(
            chains.contains(&vec![
                "Valley Post".to_owned(),
                "Norwind Press".to_owned(),
                "Syrian state television".to_owned(),
                "Adnan Rahhal".to_owned(),
            ]),
            "{chains:?}"
        );
    }

    #[test]
    fn a_teller_may_reject_what_he_repeats() {
        let found = of("News agencies falsely reported that the town had fallen.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].2, Commitment::Rejects);
    }
}
