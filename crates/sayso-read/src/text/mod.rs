//! Parts of a plain text: title, byline, body, boilerplate, and the comments of a thread.

mod blocks;
mod head;

use std::sync::LazyLock;

use regex::Regex;
use sayso_record::{DocumentKind, Metadata, Segment, SegmentKind, Span};

use crate::thread;

/// What a plain text shows of itself.
#[derive(Debug, Default)]
pub(crate) struct TextReading {
    /// Parts in text order, parents before children.
    pub(crate) segments: Vec<Segment>,
    /// What it prints about itself.
    pub(crate) printed: Metadata,
    /// Sort of document.
    pub(crate) kind: DocumentKind,
    /// Trouble met, with its place.
    pub(crate) remarks: Vec<(Option<Span>, String)>,
}

/// A longer first line is running text, not a title.
const TITLE_BYTES: usize = 200;

/// A longer line of a page's head is running text.
const HEADLINE_BYTES: usize = 140;

/// A longer line between title and byline is running text.
const HEAD_BYTES: usize = 60;

static BOILERPLATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(leave a (reply|comment)|\d+ (comments?|responses?|replies|thoughts? on)\b|(comments|kommentare)( \(\d+\))?:?$|fill in your details|you are commenting using|connecting to %s|blog at\b|create your website|get started$|%d bloggers|next page|previous page|read more$|share (this|on)\b|sign up\b|subscribe\b|copyright\b|©|all rights reserved|disclaimer\b|for media inquiries|become a member|comment on .+ facebook|articles by:|about the author|log ?in\b|permalink$|up ↑|visit my (new )?web ?site|the original source of this article|follow us\b|related (articles|posts)|advertisement$|(region|theme|topic|category|tags?|filed under|in-depth report): |\w+ \w+ lives in\b|(his|her|my) (new|newest|latest) book\b|visit (his|her|my) (blog|site|web)|listen to cutting|the comments to this entry are closed)",
    )
    .expect("the pattern is fixed")
});

/// Notices that stand in the middle of an article as often as below it.
static INTERRUPTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(advertisement$|read more$|share (this|on)\b|sign up\b|subscribe\b|follow us\b|related (articles|posts)|log ?in\b|become a member)",
    )
    .expect("the pattern is fixed")
});

/// A paragraph of running text is at least so long.
const PROSE_BYTES: usize = 80;

/// Paragraphs of running text after an interruption that show the article goes on.
const GOES_ON: usize = 2;

/// Whether the article goes on below an interruption: running text follows, and not just the
/// notice's own sentence.
fn goes_on(text: &str, rest: &[Span]) -> bool {
    rest.iter()
        .map(|s| s.text(text).unwrap_or_default().trim())
        .take_while(|p| !BOILERPLATE.is_match(p) || INTERRUPTION.is_match(p))
        .filter(|p| is_prose(p))
        .count()
        >= GOES_ON
}

fn is_prose(paragraph: &str) -> bool {
    let paragraph = paragraph.trim();
    paragraph.len() >= PROSE_BYTES && paragraph.ends_with(['.', '!', '?', '”', '"', '’'])
}

static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[*_# ]*[Bb]y \[?(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4})\]?")
        .expect("the pattern is fixed")
});

static ONLY_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[A-Z][\w &]+, )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2},? \d{4}$")
        .expect("the pattern is fixed")
});

/// A part with no parent.
pub(crate) fn part(id: impl Into<String>, kind: SegmentKind, span: Span) -> Segment {
    Segment::plain(id, kind, span.start, span.end)
}

/// Stretches between blank lines, trimmed.
fn paragraphs(text: &str, within: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = within.start;
    let mut blank = true;
    let mut at = within.start;
    for line in text[within.start..within.end].split_inclusive('\n') {
        if line.trim().is_empty() {
            if !blank {
                out.push(Span::new(start, at).trimmed(text));
            }
            blank = true;
        } else if blank {
            start = at;
            blank = false;
        }
        at += line.len();
    }
    if !blank {
        out.push(Span::new(start, within.end).trimmed(text));
    }
    out
}

/// Cuts the first paragraph into its lines where it is a page's head and no running text: a few
/// short lines that end no sentence, a date among them ("Name of the site", "December 12, 2016").
fn headed(text: &str, mut list: Vec<Span>) -> Vec<Span> {
    let Some(first) = list.first().copied() else {
        return list;
    };
    let words = first.text(text).unwrap_or_default();
    let lines: Vec<&str> = words.lines().collect();
    let head = (2..=4).contains(&lines.len())
        && lines
            .iter()
            .all(|l| l.len() <= HEADLINE_BYTES && !l.trim_end().ends_with(['.', '!', '”', '"']))
        && lines
            .iter()
            .any(|l| ONLY_DATE.is_match(l.trim()) || head::is_posted(l.trim()));
    if head {
        let mut at = first.start;
        let mut cut = Vec::new();
        for line in words.split_inclusive('\n') {
            let span = Span::new(at, at + line.len()).trimmed(text);
            at += line.len();
            if !span.is_empty() {
                cut.push(span);
            }
        }
        list.splice(0..1, cut);
    }
    list
}

/// Whether the first of these paragraphs stands over a byline: between it and the title stand the
/// outlet's name, a section, a place.
fn heads_byline(text: &str, list: &[Span]) -> bool {
    let line = list.first().and_then(|s| s.text(text)).unwrap_or("").trim();
    line.len() <= HEAD_BYTES
        && !line.ends_with(['.', '!', '?', ':', '”', '"', '’'])
        && list
            .iter()
            .skip(1)
            .take(2)
            .any(|next| BYLINE.is_match(next.text(text).unwrap_or_default().trim()))
}

/// Adds captions and embedded posts as children of the body they stand in.
fn inside(text: &str, segments: &mut Vec<Segment>) {
    let mut out: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments.drain(..) {
        let body = (segment.kind == SegmentKind::Body).then(|| segment.clone());
        out.push(segment);
        let Some(body) = body else { continue };
        let children = paragraphs(text, body.span())
            .into_iter()
            .filter_map(|span| {
                let kind = blocks::looks(span.text(text)?)?;
                (kind != SegmentKind::QuoteBlock && span != body.span()).then_some((span, kind))
            });
        for (n, (span, kind)) in children.enumerate() {
            let mut child = part(format!("{}i{}", body.id, n + 1), kind, span);
            child.parent = Some(body.id.clone());
            out.push(child);
        }
    }
    *segments = out;
}

/// Paragraphs that are all notices, those about one thing together.
fn notices(text: &str, within: Span) -> Vec<(Span, Option<&'static str>)> {
    let mut out: Vec<(Span, Option<&'static str>)> = Vec::new();
    for span in paragraphs(text, within) {
        let topic = head::topic(span.text(text).unwrap_or_default());
        match out.last_mut() {
            Some((last, about)) if topic.is_none() || topic == *about => *last = last.join(span),
            _ => out.push((span, topic)),
        }
    }
    out
}

/// What the bylines tell, on them and on the body.
fn signed(text: &str, reading: &mut TextReading) {
    for segment in &mut reading.segments {
        if segment.kind == SegmentKind::Byline {
            let words = segment.span().text(text).unwrap_or_default();
            (segment.author, segment.time) = head::tell(words, &mut reading.printed);
        }
    }
    for segment in &mut reading.segments {
        if segment.kind == SegmentKind::Body {
            segment.author.clone_from(&reading.printed.author);
            segment.time.clone_from(&reading.printed.published);
        }
    }
}

/// Parts a plain text.
pub(crate) fn segment(text: &str) -> TextReading {
    let mut reading = TextReading::default();
    let thread = thread::comments(text);
    let article = Span::new(0, thread.first().map_or(text.len(), |c| c.0.start));
    let mut seen_body = false;
    let mut body: Option<Span> = None;
    let mut counts = [0usize; 4];
    let mut id = |prefix: &str, slot: usize| {
        counts[slot] += 1;
        format!("{prefix}{}", counts[slot])
    };
    let mut ended = false;
    // Inside an interruption, whose own lines are no text of the article.
    let mut interrupted = false;
    let list = blocks::marked_apart(text, headed(text, paragraphs(text, article)));
    let mut led = false;
    let mut skip = 0;
    let mut about: Option<&'static str> = None;
    for (n, span) in list.iter().copied().enumerate() {
        if n < skip {
            continue;
        }
        let words = span.text(text).unwrap_or_default();
        let line = words.trim_start_matches(['#', '*', ' ']).trim_end();
        let short = !line.contains('\n') && line.len() <= TITLE_BYTES;
        let subject = n == 0 && short && head::subject(line).is_some();
        interrupted &= !is_prose(words);
        let kind = if subject {
            SegmentKind::Title
        } else if seen_body && (ended || interrupted || BOILERPLATE.is_match(line))
            || BOILERPLATE.is_match(line) && short
        {
            SegmentKind::Boilerplate
        } else if short
            && (head::is_posted(line)
                || !seen_body
                    && (BYLINE.is_match(line)
                        || ONLY_DATE.is_match(line)
                        || reading.printed.title.is_some() && heads_byline(text, &list[n..])))
        {
            SegmentKind::Byline
        } else if !seen_body
            && short
            && list.get(n + 1).is_some_and(|next| {
                // The line above a page's date is the site's name, where a title is still to come.
                ONLY_DATE.is_match(next.text(text).unwrap_or_default().trim())
                    && !text[span.end..next.start].contains("\n\n")
            })
        {
            SegmentKind::Boilerplate
        } else if !seen_body
            && short
            && (words.starts_with('#') || !line.ends_with(['.', '”', '"', '’']))
            && line.len() > 30
            && reading.printed.title.as_deref().is_none_or(|t| {
                t.split_whitespace()
                    .eq(head::plain(line).split_whitespace())
            })
        {
            SegmentKind::Title
        } else if led && !matches!(blocks::looks(words), Some(k) if k != SegmentKind::QuoteBlock) {
            SegmentKind::QuoteBlock
        } else {
            // Captions and posts stand inside the running text; quotations divide it.
            blocks::looks(words)
                .filter(|k| *k == SegmentKind::QuoteBlock)
                .unwrap_or(SegmentKind::Body)
        };
        led = kind != SegmentKind::Boilerplate && blocks::leads_in(words) && !ended;
        // A form or a notice ends the article: what follows it belongs to the page. An
        // advertisement may as well stand in its middle.
        if kind == SegmentKind::Boilerplate && seen_body && !ended && !interrupted {
            interrupted = INTERRUPTION.is_match(line) && goes_on(text, &list[n + 1..]);
            ended = !interrupted;
        }
        head::tell_more(words, &mut reading.printed);
        match kind {
            SegmentKind::Body => {
                seen_body = true;
                body = Some(body.map_or(span, |b| b.join(span)));
                continue;
            }
            SegmentKind::Title => {
                let title = head::subject(line).map_or_else(|| head::plain(line), str::to_owned);
                reading.printed.title.get_or_insert(title);
            }
            _ => {}
        }
        let mut span = span;
        // A block that leads in what follows it ("Here's more:") is one with it.
        if kind == SegmentKind::QuoteBlock
            && body.is_none()
            && let Some(before) = reading.segments.last_mut().filter(|s| {
                s.kind == kind && blocks::leads_in(s.span().text(text).unwrap_or_default())
            })
        {
            let last = blocks::block_end(text, &list, n);
            before.end = list[last].end;
            skip = last + 1;
            continue;
        }
        if kind == SegmentKind::QuoteBlock {
            seen_body = true;
            let last = blocks::block_end(text, &list, n);
            span = span.join(list[last]);
            skip = last + 1;
        }
        if let Some(span) = body.take() {
            reading
                .segments
                .push(part(id("b", 0), SegmentKind::Body, span));
        }
        // What follows a notice belongs to it where it is no notice itself or one about the same;
        // the lines of a byline are one.
        let topic = head::topic(line);
        let same = match kind {
            SegmentKind::Boilerplate => {
                !BOILERPLATE.is_match(line) || topic.is_some() && topic == about
            }
            kind => kind == SegmentKind::Byline,
        };
        if kind == SegmentKind::Boilerplate {
            about = topic.or(about.filter(|_| same));
        }
        if same
            && let Some(last) = reading
                .segments
                .last_mut()
                .filter(|s| s.kind == kind && text[s.end..span.start].trim().is_empty())
        {
            last.end = span.end;
            continue;
        }
        let (prefix, slot) = match kind {
            SegmentKind::Boilerplate => ("x", 1),
            SegmentKind::QuoteBlock => ("q", 3),
            _ => ("h", 2),
        };
        reading.segments.push(part(id(prefix, slot), kind, span));
    }
    if let Some(span) = body {
        reading
            .segments
            .push(part(id("b", 0), SegmentKind::Body, span));
    }
    signed(text, &mut reading);
    inside(text, &mut reading.segments);
    if !thread.is_empty() {
        reading.kind = DocumentKind::Thread;
        let mut last = article.end;
        let mut earlier = thread::Shingles::default();
        earlier.add(article.text(text).unwrap_or_default(), 0);
        for (index, (span, line, posted)) in thread.into_iter().enumerate() {
            let mut comment = part(format!("c{}", index + 1), SegmentKind::Comment, span);
            comment.author = Some(posted.author.clone());
            comment.time = posted.time.clone();
            comment.number = posted.number;
            let mut byline = part(format!("c{}by", index + 1), SegmentKind::Byline, line);
            byline.parent = Some(comment.id.clone());
            byline.author = comment.author.clone();
            byline.time = comment.time.clone();
            let own = thread::without(span, Some(line));
            let above = line.start == span.start;
            let found = blocks::in_comment(text, own, &earlier);
            earlier.add(own.text(text).unwrap_or_default(), index);
            let parent = comment.id.clone();
            reading.segments.push(comment);
            if above {
                reading.segments.push(byline.clone());
            }
            for (n, (span, kind)) in found.into_iter().enumerate() {
                let mut block = part(format!("{parent}q{}", n + 1), kind, span);
                block.parent = Some(parent.clone());
                reading.segments.push(block);
            }
            if !above {
                reading.segments.push(byline);
            }
            last = span.end;
        }
        for (span, _) in notices(text, Span::new(last, text.len())) {
            let id = id("x", 1);
            reading
                .segments
                .push(part(id, SegmentKind::Boilerplate, span));
        }
        let author = thread::posted_by(text).or(reading.printed.author.as_deref());
        thread::resolve_replies(text, &mut reading.segments, author);
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_that_says_when_it_was_posted_is_no_running_text() {
        for text in [
            "Rebels take Velmora\nPosted on May 21, 2023\n\nRebels took the town on Saturday, the mayor said.\n",
            "Published May 21 2023\n\nRebels took the town on Saturday, the mayor said.\n",
        ] {
            let reading = segment(text);
            assert_eq!(
                reading.printed.published.as_deref(),
                Some("2023-05-21"),
                "{text}"
            );
            assert!(
                reading
                    .segments
                    .iter()
                    .any(|s| s.kind == SegmentKind::Byline)
            );
        }
        let told = segment("Published in 2016, the book sold well.\n\nThe end came in May.\n");
        assert_eq!(told.printed.published, None);
    }

    #[test]
    fn an_article_with_its_furniture() {
        // A title without a full stop, a byline, text, and a form that ends the article.
        let text = "Bridge at Talbaya closed after night of shelling\n\nBy Rana Saad\n\nThe bridge was shut on Monday.\n\nNobody was hurt.\n\nLeave a Reply\n\nYour name here.";
        let reading = segment(text);
        let kinds: Vec<(SegmentKind, &str)> = reading
            .segments
            .iter()
            .map(|s| (s.kind, &text[s.start..s.end]))
            .collect();
        assert_eq!(kinds[0].0, SegmentKind::Title);
        assert_eq!(kinds[1], (SegmentKind::Byline, "By Rana Saad"));
        assert_eq!(
            kinds[2],
            (
                SegmentKind::Body,
                "The bridge was shut on Monday.\n\nNobody was hurt."
            )
        );
        assert!(kinds[3..].iter().all(|k| k.0 == SegmentKind::Boilerplate));
        assert_eq!(reading.printed.author.as_deref(), Some("Rana Saad"));
    }

    #[test]
    fn an_advertisement_does_not_end_the_article() {
        let after = "The mayor said on Tuesday that the bridge would open again when the guns had been silent for a week.\n\nTwo drivers who had waited since the morning turned back and took the long way through the hills.";
        let text = format!(
            "The bridge was shut on Monday.\n\nADVERTISEMENT\n\nBuy one now\n\n{after}\n\nLeave a Reply\n\nYour name here."
        );
        let reading = segment(&text);
        let kinds: Vec<(SegmentKind, &str)> = reading
            .segments
            .iter()
            .map(|s| (s.kind, &text[s.start..s.end]))
            .collect();
        assert_eq!(
            kinds[1],
            (SegmentKind::Boilerplate, "ADVERTISEMENT\n\nBuy one now")
        );
        assert_eq!(kinds[2], (SegmentKind::Body, after));
        assert!(kinds[3..].iter().all(|k| k.0 == SegmentKind::Boilerplate));
        // A notice with a sentence of its own at the end is still the end.
        let text = "The bridge was shut on Monday.\n\nSign up\n\nEvery week the editors of this paper send you their own choice of what was printed in it.";
        assert_eq!(segment(text).segments.len(), 2);
    }

    #[test]
    fn a_thread_with_replies_by_name_and_number() {
        let text = "The bridge was shut on Monday by order of the mayor.\n\nI saw it.\n\nPosted by: Rana | Dec 12 2016 14:48 utc | 1\n\n@1 no you did not\n\nPosted by: Omar | Dec 12 2016 14:52 utc | 2\n\nRana@7 where?\n\nPosted by: Lina | Dec 12 2016 15:02 utc | 3\n";
        let reading = segment(text);
        assert_eq!(reading.kind, DocumentKind::Thread);
        let comments: Vec<&Segment> = reading
            .segments
            .iter()
            .filter(|s| s.kind == SegmentKind::Comment)
            .collect();
        assert_eq!(comments.len(), 3);
        assert_eq!(comments[0].author.as_deref(), Some("Rana"));
        assert_eq!(comments[0].time.as_deref(), Some("2016-12-12T14:48Z"));
        assert_eq!(comments[1].reply_to, ["c1"]);
        // The number is off, the name is not.
        assert_eq!(comments[2].reply_to, ["c1"]);
    }

    #[test]
    fn a_reply_quotes_what_it_answers_or_opens_with_a_name() {
        let text = "The bridge was shut on Monday by order of the mayor, who gave no reason.\n\nPosted by Hana on December 12, 2016 at 14:18 UTC\n\nI saw nine trucks turn back at the bridge.\n\nPosted by: Rana | Dec 12 2016 14:48 utc | 1\n\n\"nine trucks turn back at the bridge\" is what I saw from my window too.\n\nPosted by: Omar | Dec 12 2016 14:52 utc | 2\n\nhana: which mayor do you mean?\n\nPosted by: Lina | Dec 12 2016 15:02 utc | 3\n\nI saw nine trucks turn back at the bridge.\n\nPosted by: Copy | Dec 12 2016 15:03 utc | 4\n";
        let reading = segment(text);
        let replies: Vec<&[String]> = reading
            .segments
            .iter()
            .filter(|s| s.kind == SegmentKind::Comment)
            .map(|s| s.reply_to.as_slice())
            .collect();
        assert!(replies[0].is_empty());
        assert_eq!(replies[1], ["c1"]);
        assert_eq!(replies[2], ["b1"], "the article's author was addressed");
        assert!(
            replies[3].is_empty(),
            "a copy with nothing of its own is no reply"
        );
    }

    #[test]
    fn a_page_with_comments_under_their_headers() {
        // Comments as WordPress pages are dumped: name and date above, furniture at both ends.
        let text = "Bridge at Talbaya closed after a night of shelling\n\nPosted by Hana on December 12, 2016 at 14:18 UTC\n\nThe bridge was shut on Monday by order of the mayor, who gave no reason.\n\n2 thoughts on “Bridge at Talbaya closed”\n\nAna says:\nDecember 12, 2016 at 2:48 pm\n\nI saw it.\n\nBen says:\nDecember 12, 2016 at 3:05 pm\n\n@Ana where?\n\nLeave a Reply\n\nName";
        let reading = segment(text);
        let found: Vec<(SegmentKind, &str)> = reading
            .segments
            .iter()
            .map(|s| (s.kind, &text[s.start..s.end]))
            .collect();
        assert_eq!(
            found.iter().map(|f| f.0).collect::<Vec<_>>(),
            [
                SegmentKind::Title,
                SegmentKind::Byline,
                SegmentKind::Body,
                SegmentKind::Boilerplate,
                SegmentKind::Comment,
                SegmentKind::Byline,
                SegmentKind::Comment,
                SegmentKind::Byline,
                SegmentKind::Boilerplate,
            ],
            "{found:?}"
        );
        assert_eq!(
            found[4].1,
            "Ana says:\nDecember 12, 2016 at 2:48 pm\n\nI saw it."
        );
        assert_eq!(reading.segments[6].reply_to, ["c1"]);
        assert_eq!(reading.printed.author.as_deref(), Some("Hana"));
        assert_eq!(
            reading.printed.published.as_deref(),
            Some("2016-12-12T14:18Z")
        );
    }

    #[test]
    fn long_lines_and_long_threads_take_no_long_time() {
        // Each would take minutes if any part of it looked back at all that came before.
        let line = "a word of text without end, Ana@7 and @12 said so, \"he wrote. ".repeat(20_000);
        assert!(!segment(&line).segments.is_empty());
        let thread: String = (1..4_000)
            .map(|n| {
                format!(
                    "I saw {n} at the gate.\n\nPosted by: user{n} | Dec 12 2016 14:48 utc | {n}\n\n"
                )
            })
            .collect();
        assert!(segment(&thread).segments.len() > 7_000);
        let quoted = "> Ana @1 quoted \"words\" of 12 men\n".repeat(20_000);
        let long = format!(
            "I saw it.\n\nPosted by: Ana | Dec 12 2016 14:48 utc | 1\n\n{quoted}\n\nPosted by: Ben | Dec 12 2016 14:49 utc | 2\n"
        );
        assert!(!segment(&long).segments.is_empty());
        let leads = "He said so:\n\n“and so on”, it went:\n\n".repeat(10_000);
        assert!(!segment(&leads).segments.is_empty());
    }

    /// What holds of every reading: spans on the text, children in their parents and after them,
    /// parts of one level apart from each other, targets that exist.
    fn laws(text: &str) -> Result<(), String> {
        let reading = segment(text);
        let all = &reading.segments;
        for (n, s) in all.iter().enumerate() {
            if s.span().text(text).is_none_or(str::is_empty) {
                return Err(format!("{s:?} is no stretch of the text"));
            }
            if all[..n].iter().any(|o| o.id == s.id) {
                return Err(format!("{} is there twice", s.id));
            }
            if let Some(parent) = &s.parent
                && !all[..n]
                    .iter()
                    .any(|p| &p.id == parent && p.span().contains(s.span()))
            {
                return Err(format!("{s:?} is not in its parent"));
            }
            if all[..n]
                .iter()
                .any(|o| o.parent == s.parent && o.span().overlaps(s.span()))
            {
                return Err(format!("{s:?} overlaps another"));
            }
            if s.reply_to.iter().any(|t| all.iter().all(|o| &o.id != t)) {
                return Err(format!("{s:?} answers nothing that is there"));
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_is_parted_by_the_laws(text in "(?s).{0,300}") {
            laws(&text).map_err(TestCaseError::fail)?;
        }

        #[test]
        fn pages_are_parted_by_the_laws(lines in proptest::collection::vec(
            prop_oneof![
                Just(String::new()),
                Just("\n\n".to_owned()),
                "By [A-Z][a-z]{2,5}",
                "Posted by: [a-c]{1,2} \\| Dec 12 2016 14:48 utc \\| [0-9]{1,2}",
                "Posted by [A-C]na on December 12, 2016 at 14:[1-5][0-9] UTC",
                "[A-C]na says: December 1[0-9], 2016 at 2:48 pm",
                ">>>> [a-c] \\| Dec 12, 2016 4:57:54 PM \\| [0-9]",
                "[“\"»>„][a-zé ]{30,90}[.:]?",
                "[a-zé ,]{30,90}[”\"«] said the mayor.",
                "@[a-c] [a-z“” ]{0,40}",
                "(the bridge was shut on monday by the mayor of talbaya ?){1,2}",
                "Name - @handle\\\n3:46 AM - 10 Dec 2016",
                "Map by [A-Z][a-z]{3,9}",
                "(Leave a Reply|next page|Copyright 2016|Filed under: a)",
                "# [A-Z][a-z ]{30,60}",
                "[A-Z][a-zé ]{20,80}:",
            ], 0..24)) {
            let text = lines.join("\n").replace("\\\n", "\n");
            laws(&text).map_err(TestCaseError::fail)?;
        }
    }
}
