//! Words of somebody else set off as a block: quoted paragraphs, paragraphs under a lead-in,
//! paragraphs repeated from an earlier comment, captions and embedded posts.

use std::sync::LazyLock;

use regex::Regex;
use sayso_record::{SegmentKind, Span};

use super::paragraphs;
use crate::thread::Shingles;

/// Shorter quoted paragraphs are emphasis, not blocks.
const LEAST: usize = 40;

static CAPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:Map|Photo|Photograph|Image|Picture|Graphic|Video|Credit)s?(?: credit)?(?:: | by )[A-Z]")
        .expect("the pattern is fixed")
});

static POST: LazyLock<Regex> = LazyLock::new(|| {
    // "Name - @handle" or "Name @handle Dec 10" on the first line of a short paragraph.
    Regex::new(r"^[^\n]{1,60}[ -]@\w{2,30}\b[^\n]{0,40}\n").expect("the pattern is fixed")
});

/// What a paragraph is by its own looks; none for running text.
pub(super) fn looks(words: &str) -> Option<SegmentKind> {
    if CAPTION.is_match(words) && words.len() < 300 {
        return Some(SegmentKind::Caption);
    }
    if POST.is_match(words) && words.len() < 600 {
        return Some(SegmentKind::EmbeddedPost);
    }
    quoted(words).then_some(SegmentKind::QuoteBlock)
}

/// Whether a paragraph is one quotation from end to end, or marked line by line.
fn quoted(words: &str) -> bool {
    let words = words.trim();
    if words.len() >= LEAST && words.lines().all(|l| l.starts_with('>')) {
        return true;
    }
    let inner = words.trim_end_matches(['.', ',', ';']);
    let ends = inner.ends_with(['"', '”', '»']);
    let starts = words.starts_with(['"', '“', '«']);
    // “A,” he said, “B” both starts and ends so, but closes in between.
    let middle: String = inner.chars().skip(1).collect();
    let middle = middle.trim_end_matches(['"', '”', '»']);
    let reopens = middle.contains('“') || middle.matches('"').count() >= 2;
    starts && ends && words.len() >= LEAST && !reopens
}

/// Whether a paragraph leads in what follows: "Here is what they said:".
pub(super) fn leads_in(words: &str) -> bool {
    let last = words.trim_end().lines().last().unwrap_or("").trim_end();
    last.ends_with(':') && last.split_whitespace().count() >= 2
}

/// The end of the block that begins with paragraph `from` under a lead-in: the paragraphs of an
/// open quotation to the one that closes it, list items, and paragraphs set apart from the rest
/// by more than one blank line between them, as dumps of web pages show quoted blocks.
pub(super) fn block_end(text: &str, list: &[Span], from: usize) -> usize {
    let words = |n: usize| list[n].text(text).unwrap_or_default();
    let item = |n: usize| words(n).starts_with(['•', '-', '*', '–']);
    let mut end = from;
    while end + 1 < list.len() {
        let gap = text[list[end].end..list[end + 1].start]
            .matches('\n')
            .count();
        let together = gap >= 3 || item(end) && item(end + 1);
        if !together {
            break;
        }
        end += 1;
    }
    end
}

/// Blocks inside a comment, in order: quoted paragraphs and those that repeat earlier words.
pub(super) fn in_comment(
    text: &str,
    comment: Span,
    earlier: &Shingles,
) -> Vec<(Span, SegmentKind)> {
    let list = paragraphs(text, comment);
    let mut out: Vec<(Span, SegmentKind)> = Vec::new();
    for (n, span) in list.iter().enumerate() {
        let words = span.text(text).unwrap_or_default();
        if words.starts_with("Posted by: ") {
            continue;
        }
        // The first line alone may be the quotation, its answer on the next.
        let line = words.lines().next().unwrap_or("");
        let led =
            n > 0 && words.len() >= LEAST && leads_in(list[n - 1].text(text).unwrap_or_default());
        let (part, kind) = if let Some(kind) = looks(words) {
            (*span, kind)
        } else if led || earlier.repeats(words) {
            (*span, SegmentKind::QuoteBlock)
        } else if line.len() < words.len() && earlier.repeats(line) {
            let first = Span::new(span.start, span.start + line.len());
            (first.trimmed(text), SegmentKind::QuoteBlock)
        } else {
            out.extend(
                between_marks(text, *span)
                    .into_iter()
                    .filter(|s| earlier.repeats(s.text(text).unwrap_or_default()))
                    .map(|s| (s, SegmentKind::QuoteBlock)),
            );
            continue;
        };
        // Neighbouring quoted paragraphs are one block.
        match out.last_mut() {
            Some((last, was))
                if *was == kind
                    && kind == SegmentKind::QuoteBlock
                    && text[last.end..part.start].trim().is_empty() =>
            {
                *last = last.join(part);
            }
            _ => out.push((part, kind)),
        }
    }
    out.retain(|(span, _)| !span.is_empty());
    out
}

/// Stretches between quotation marks inside a paragraph, marks included.
fn between_marks(text: &str, within: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text[within.start..within.end].char_indices() {
        match (c, open) {
            ('"', Some(from)) | ('”', Some(from)) => {
                out.push(Span::new(
                    within.start + from,
                    within.start + at + c.len_utf8(),
                ));
                open = None;
            }
            ('"' | '“', None) => open = Some(at),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_quotations_are_blocks_and_interrupted_ones_are_not() {
        assert_eq!(
            looks("“We saw nine trucks turn back at the bridge before noon.”"),
            Some(SegmentKind::QuoteBlock)
        );
        assert_eq!(
            looks("“We saw nine trucks,” he said, “turn back at the bridge.”"),
            None
        );
        assert_eq!(
            looks("Map by Hana Saad - the valley"),
            Some(SegmentKind::Caption)
        );
        assert_eq!(
            looks("The Valley - @valleynews\nTrucks turned back\n3:46 AM - 10 Dec 2016"),
            Some(SegmentKind::EmbeddedPost)
        );
    }
}
