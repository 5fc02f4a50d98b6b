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
    Regex::new(r"^[^\n#@>][^\n@]{0,59}[ (-]@\w{2,30}\b[^\n]{0,40}\n").expect("the pattern is fixed")
});

/// What shows a post beside its handle: a dash or bracket before it, or a day or time of day.
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[^\n]*(?:- |· |\()@|\d{1,2}:\d{2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2}\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|·")
        .expect("the pattern is fixed")
});

/// A header line of another comment, over words quoted from it.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[>\s]*(?:Posted by: )?[^|\n]{1,60} \| [^|\n]{6,40} \| #?\d{1,6}\s*$")
        .expect("the pattern is fixed")
});

/// What a paragraph is by its own looks; none for running text.
pub(super) fn looks(words: &str) -> Option<SegmentKind> {
    if CAPTION.is_match(words) && words.len() < 300 {
        return Some(SegmentKind::Caption);
    }
    if words.len() < 600 && POST.is_match(words) && POSTED.is_match(words) {
        return Some(SegmentKind::EmbeddedPost);
    }
    (quoted(words) || unopened(words)).then_some(SegmentKind::QuoteBlock)
}

/// Whether a paragraph is one quotation from end to end, or marked line by line.
fn quoted(words: &str) -> bool {
    let words = words.trim();
    if HEADER.is_match(words) {
        return false;
    }
    if words.lines().all(|l| l.trim_start().starts_with('>')) && !words.is_empty() {
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

/// Whether a quotation closes in a paragraph that did not open in it: it began with the paragraph.
fn unopened(words: &str) -> bool {
    words.len() >= LEAST && words.find(['“', '”']).is_some_and(|at| {
        words[at..].starts_with('”') && !words[..at].ends_with(|c: char| c.is_ascii_digit() || c == ' ')
            // „German marks” open low.
            && !words[..at].contains('„')
    })
}

/// Whether a paragraph leads in what follows: "Here is what they said:".
pub(super) fn leads_in(words: &str) -> bool {
    let last = words
        .trim_end()
        .rsplit('\n')
        .next()
        .unwrap_or("")
        .trim_end();
    // "More details here:" stood over a link that the dump lost.
    let pointed = ["here:", "link:", "links:", "video:", "hier:", "ici:"]
        .iter()
        .any(|w| last.to_lowercase().ends_with(w));
    last.ends_with(':') && last.split_whitespace().count() >= 2 && !pointed
}

/// Whether a line is another comment's header over words quoted from it; "Response to Ana | … "
/// names whom the writer's own words answer.
fn heads_quotation(line: &str) -> bool {
    let start = line.trim_start_matches(['>', ' ']).to_lowercase();
    let answers = [
        "response to ",
        "reply to ",
        "in reply",
        "re ",
        "re:",
        "to ",
        "@",
    ];
    HEADER.is_match(line) && !answers.iter().any(|a| start.starts_with(a))
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

/// How far a quotation that opens a paragraph may run before it closes.
const FARTHEST: usize = 12;

/// Quoted words inside a paragraph are set apart where they are longer.
const LONG_INLINE: usize = 100;

/// The paragraph in which a quotation closes that opens paragraph `from` and does not close in it.
fn closes(text: &str, list: &[Span], from: usize) -> Option<usize> {
    let words = |n: usize| list[n].text(text).unwrap_or_default().trim();
    let first = words(from);
    let open = |w: &str| {
        if first.starts_with('“') {
            w.matches('“').count() > w.matches('”').count()
        } else {
            w.matches('"').count() % 2 == 1
        }
    };
    if !first.starts_with(['"', '“']) || !open(first) {
        return None;
    }
    (from + 1..list.len().min(from + FARTHEST)).find(|n| {
        let inner = words(*n).trim_end_matches(['.', ',']);
        inner.ends_with(['"', '”'])
    })
}

/// Whether more than one blank line stands before paragraph `n`.
fn set_off(text: &str, list: &[Span], n: usize) -> bool {
    n > 0 && text[list[n - 1].end..list[n].start].matches('\n').count() >= 3
}

/// The last paragraph of a block that a lead-in opens at paragraph `n`: one paragraph, or all to
/// the next gap where the block is set off by one.
fn led_end(text: &str, list: &[Span], n: usize) -> usize {
    if !set_off(text, list, n) {
        return n;
    }
    (n + 1..list.len())
        .find(|m| set_off(text, list, *m))
        .unwrap_or(list.len())
        - 1
}

static BBCODE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\[(?P<end>/)?(?:quote|blockquote)\b[^\]\n]{0,200}\]")
        .expect("the pattern is fixed")
});

/// Stretches between `[quote]` and the `[/quote]` that closes it, marks included; one that never
/// closes is left as it is.
fn bbcode(text: &str, within: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for mark in BBCODE.find_iter(&text[within.start..within.end]) {
        if !mark.as_str().starts_with("[/") {
            open.push(within.start + mark.start());
        } else if let Some(start) = open.pop()
            && open.is_empty()
        {
            out.push(Span::new(start, within.start + mark.end()));
        }
    }
    out
}

/// Cuts paragraphs where lines marked with ">" and lines without meet: a reply written below what
/// it quotes. Embedded posts have such lines of their own and stay whole.
pub(super) fn marked_apart(text: &str, list: Vec<Span>) -> Vec<Span> {
    let mut out = Vec::with_capacity(list.len());
    for span in list {
        let words = span.text(text).unwrap_or_default();
        if !words.contains('>') || looks(words).is_some() {
            out.push(span);
            continue;
        }
        let mut start = span.start;
        let mut at = span.start;
        let mut was: Option<bool> = None;
        for line in words.split_inclusive('\n') {
            let marked = line.trim_start().starts_with('>');
            if was.is_some_and(|w| w != marked) {
                out.push(Span::new(start, at).trimmed(text));
                start = at;
            }
            was = Some(marked);
            at += line.len();
        }
        out.push(Span::new(start, span.end).trimmed(text));
    }
    out
}

/// Blocks inside a comment, in order: stretches marked as quotations, quoted paragraphs and those
/// that repeat earlier words.
pub(super) fn in_comment(
    text: &str,
    comment: Span,
    earlier: &Shingles,
) -> Vec<(Span, SegmentKind)> {
    let mut out = Vec::new();
    let mut at = comment.start;
    for quoted in bbcode(text, comment) {
        out.extend(in_stretch(text, Span::new(at, quoted.start), earlier));
        out.push((quoted, SegmentKind::QuoteBlock));
        at = quoted.end;
    }
    out.extend(in_stretch(text, Span::new(at, comment.end), earlier));
    out
}

/// Blocks of a stretch without marks around whole quotations.
fn in_stretch(text: &str, within: Span, earlier: &Shingles) -> Vec<(Span, SegmentKind)> {
    let list = marked_apart(text, paragraphs(text, within));
    let mut out: Vec<(Span, SegmentKind)> = Vec::new();
    let mut next = 0;
    for (n, span) in list.iter().enumerate() {
        if n < next {
            continue;
        }
        let words = span.text(text).unwrap_or_default();
        if words.starts_with("Posted by: ") {
            continue;
        }
        // The first line alone may be the quotation, its answer on the next.
        let line = words.lines().next().unwrap_or("");
        let before = n
            .checked_sub(1)
            .map_or("", |m| list[m].text(text).unwrap_or_default());
        // Under a header stand quoted words where others follow them, else the writer's own.
        let led = heads_quotation(before) && n + 1 < list.len()
            || words.len() >= LEAST && leads_in(before) && !leads_in(words);
        let (part, kind) = if let Some(kind) = looks(words) {
            (*span, kind)
        } else if let Some(last) = closes(text, &list, n) {
            next = last + 1;
            (span.join(list[last]), SegmentKind::QuoteBlock)
        } else if led {
            let last = led_end(text, &list, n);
            next = last + 1;
            (span.join(list[last]), SegmentKind::QuoteBlock)
        } else if earlier.repeats(words) {
            (*span, SegmentKind::QuoteBlock)
        } else if line.len() < words.len() && earlier.repeats(line) {
            let first = Span::new(span.start, span.start + line.len());
            (first.trimmed(text), SegmentKind::QuoteBlock)
        } else {
            out.extend(
                between_marks(text, *span)
                    .into_iter()
                    .filter(|s| {
                        // A long quotation after a colon that ends its paragraph is a block
                        // without a line of its own; others are speech in a sentence.
                        let colon = text[span.start..s.start].trim_end().ends_with(':');
                        let ends = text[s.end..span.end].trim().len() <= 1;
                        s.len() >= LONG_INLINE && colon && ends
                            || earlier.repeats(s.text(text).unwrap_or_default())
                    })
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

    /// The blocks of a comment, as words.
    fn blocks(text: &str) -> Vec<&str> {
        in_comment(text, Span::new(0, text.len()), &Shingles::default())
            .into_iter()
            .filter_map(|(span, _)| span.text(text))
            .collect()
    }

    #[test]
    fn a_quotation_runs_over_paragraphs_to_its_closing_mark() {
        let text = "from the briefing:\n\n\"QUESTION: How many trucks?\n\nANSWER: Nine, as far as we know.\"\n\nNine it is.";
        assert_eq!(
            blocks(text),
            ["\"QUESTION: How many trucks?\n\nANSWER: Nine, as far as we know.\""]
        );
    }

    #[test]
    fn a_header_of_another_comment_leads_in_its_words() {
        // The header itself is no quotation though it is marked as one.
        let text = ">>>> Ana | Dec 12, 2016 4:57:54 PM | 4\n\nNo, they left.\n\nWho did?";
        assert_eq!(blocks(text), ["No, they left."]);
    }

    #[test]
    fn marked_lines_are_apart_from_the_reply_below_them() {
        assert_eq!(
            blocks("> How many?\n> Seven?\nNine.\n> Where?\nHere."),
            ["> How many?\n> Seven?", "> Where?"]
        );
    }

    #[test]
    fn bulletin_board_quotations_nest() {
        let text = "[quote=\"Ana\"][quote]How many?[/quote]\n\nNine.[/quote]\nNo. [quote]left open";
        assert_eq!(
            blocks(text),
            ["[quote=\"Ana\"][quote]How many?[/quote]\n\nNine.[/quote]"]
        );
    }

    #[test]
    fn own_words_under_a_header_are_no_quotation() {
        assert!(blocks(">>>> Ana | Dec 12, 2016 4:57:54 PM | 4\nNo, they left long before the bridge was shut.").is_empty());
        assert!(blocks("Response to Ana | Dec 12, 2016 4:57:54 PM | 4\n\nNo, they left long before.\n\nOn Monday.").is_empty());
        assert!(
            blocks("more details here:\n\nThey left long before the bridge was shut on Monday.")
                .is_empty()
        );
    }

    #[test]
    fn a_block_set_off_by_gaps_ends_at_the_next() {
        let text = "My thoughts of yesterday, for what they are worth:\n\n\nThe bridge will be shut again before the week is over, I fear.\n\nNobody guards it.\n\n\nSo it came.";
        assert_eq!(
            blocks(text),
            ["The bridge will be shut again before the week is over, I fear.\n\nNobody guards it."]
        );
    }

    #[test]
    fn a_quotation_that_only_closes_began_with_its_paragraph() {
        let words = "Trucks drove to the bridge on Sunday, ending a siege of months,” the agency reports. “It is a success.”";
        assert_eq!(looks(words), Some(SegmentKind::QuoteBlock));
        assert_eq!(
            looks("Die Brücke sei „zu”, sagte er am Montag im Radio."),
            None
        );
        assert_eq!(
            looks("A plank of 12” was all that was left of the old bridge."),
            None
        );
    }

    #[test]
    fn a_name_addressed_is_no_post() {
        assert_eq!(looks("#29 @ana\nwhat nonsense is this again"), None);
        assert_eq!(looks("Thanks @ana\nI did not know about the trucks"), None);
    }

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
