//! Replies: what each comment of a thread does with the one it answers, by the stance model.
//!
//! Only the commenter's own words are read: what he quotes of the other's would speak for the
//! other. The class is the model's, with its probability; a reader is shown both.

use sayso_record::{Document, Layers, Remark, Reply, ReplyStance, Segment, SegmentKind};

use crate::Context;
use crate::learned::stance;

/// Bytes of an article that stand for it as the first post of its thread.
const LEAD: usize = 600;

/// Replies in text order, one for each comment and segment it answers.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Reply>, Vec<Remark>) {
    let comments = document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Comment);
    let article = document
        .segments
        .iter()
        .find(|s| matches!(s.kind, SegmentKind::Title | SegmentKind::Body));
    let first = article.map(|s| own_words(document, s));
    let mut out = Vec::new();
    for comment in comments.filter(|c| !c.reply_to.is_empty()) {
        let own = own_words(document, comment);
        if own.split_whitespace().next().is_none() {
            continue;
        }
        for to in &comment.reply_to {
            let Some(target) = document.segments.iter().find(|s| s.id == *to) else {
                continue;
            };
            let said = addressed(&own, target.author.as_deref(), comment.reply_to.len());
            let (class, probability) =
                stance::of(&said, &own_words(document, target), first.as_deref());
            out.push(Reply {
                start: comment.start,
                end: comment.end,
                segment: comment.id.clone(),
                to: to.clone(),
                stance: match class {
                    0 => ReplyStance::Support,
                    1 => ReplyStance::Deny,
                    2 => ReplyStance::Query,
                    _ => ReplyStance::Comment,
                },
                probability: (probability * 10_000.0).round() / 10_000.0,
            });
        }
    }
    (out, Vec::new())
}

/// Of a comment that answers several, the paragraphs that name this one; all of it where none does.
fn addressed(own: &str, author: Option<&str>, answers: usize) -> String {
    let named: Vec<&str> = match author {
        Some(author) if answers > 1 => {
            let author = author.to_lowercase();
            own.lines()
                .filter(|line| line.to_lowercase().contains(&author))
                .collect()
        }
        _ => Vec::new(),
    };
    if named.is_empty() {
        own.to_owned()
    } else {
        named.join("\n")
    }
}

/// A segment's words without the segments inside it (quotations, bylines); of an article its
/// beginning.
fn own_words(document: &Document, segment: &Segment) -> String {
    let mut inner: Vec<(usize, usize)> = document
        .segments
        .iter()
        .filter(|s| s.id != segment.id && segment.start <= s.start && s.end <= segment.end)
        .map(|s| (s.start, s.end))
        .collect();
    inner.sort_unstable();
    let mut out = String::new();
    let mut at = segment.start;
    for (start, end) in inner.into_iter().chain([(segment.end, segment.end)]) {
        if start > at {
            out.push_str(document.text.get(at..start).unwrap_or(""));
            out.push(' ');
        }
        at = at.max(end);
        if segment.kind != SegmentKind::Comment && out.len() > LEAD {
            break;
        }
    }
    if segment.kind != SegmentKind::Comment && out.len() > LEAD {
        let cut = (0..=LEAD).rev().find(|&n| out.is_char_boundary(n));
        out.truncate(cut.unwrap_or(0));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_knowledge::Knowledge;
    use sayso_record::Span;

    fn part(id: &str, kind: SegmentKind, span: Span) -> Segment {
        Segment::plain(id, kind, span.start, span.end)
    }

    #[test]
    fn one_who_answers_two_says_something_to_each() {
        let own = "Rana, well seen.\nAnd you, Omar, made that up.";
        assert_eq!(
            addressed(own, Some("Omar"), 2),
            "And you, Omar, made that up."
        );
        assert_eq!(addressed(own, Some("Lina"), 2), own);
        assert_eq!(addressed(own, Some("Omar"), 1), own);
    }

    #[test]
    fn a_reply_is_told_by_its_own_words() {
        let parts = [
            "The bridge at Velmora was hit last night, officials say.",
            "Where does it say so? Is there any source for this?",
            "Which officials? Do you have any proof?",
        ];
        let text = parts.join("\n\n");
        let mut document = Document::plain("t", text.clone());
        document.segments.clear();
        let mut at = 0;
        for (n, words) in parts.iter().enumerate() {
            let kind = if n == 0 {
                SegmentKind::Body
            } else {
                SegmentKind::Comment
            };
            let mut segment = part(&format!("s{n}"), kind, Span::new(at, at + words.len()));
            if n > 0 {
                segment.reply_to.push("s0".to_owned());
            }
            document.segments.push(segment);
            at += words.len() + 2;
        }
        let knowledge = Knowledge::bundled();
        let context = Context {
            knowledge: &knowledge,
            proposals: &[],
        };
        let (found, _) = annotate(&context, &document, &Layers::default());
        assert_eq!(found.len(), 2);
        for reply in &found {
            assert_eq!(reply.stance, ReplyStance::Query, "{found:?}");
            assert!((0.0..=1.0).contains(&reply.probability));
            assert_eq!(reply.to, "s0");
        }
        // The quotation inside a comment is not the commenter's.
        document.segments = vec![part(
            "q",
            SegmentKind::QuoteBlock,
            Span::new(58, text.len()),
        )];
        let whole = part("w", SegmentKind::Comment, Span::new(0, text.len()));
        assert_eq!(own_words(&document, &whole).trim(), parts[0]);
    }
}
