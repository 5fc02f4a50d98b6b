//! A web page: the extractor says which words are the article, the own tokenizer where they are.

mod entity;
mod main_text;
mod meta;
mod page;

use sayso_record::{
    Alignment, Document, DocumentKind, Remark, Run, RunKind, Segment, SegmentKind, Span, Unwrap,
};

use crate::encoding::{self, Decoded};
use crate::printed;
pub(crate) use entity::entity;
pub(crate) use page::decoded;
use page::{Block, Page};

/// Pages above this size, or with more open elements than [`DEEPEST`], are read by the own
/// tokenizer alone: the extractors build trees whose cost and recursion are not bounded.
const LARGEST: usize = 8 << 20;
const DEEPEST: usize = 400;

/// Reads a web page.
pub(crate) fn read(
    id: &str,
    payload: &[u8],
    unwrap: Vec<Unwrap>,
    charset: Option<&str>,
    remarks: &mut Vec<Remark>,
) -> Option<Document> {
    let decoded = decode(payload, charset);
    if decoded.lossy {
        remarks.push(Remark::new(
            id,
            "read",
            format!(
                "some bytes are not {}; they stand as \u{fffd} in the text",
                decoded.name
            ),
        ));
    }
    let html = decoded.text.as_str();
    let page = Page::read(html);
    let small = html.len() <= LARGEST && page.depth <= DEEPEST;
    let extracted = if small {
        main_text::extract(html)
    } else {
        None
    };
    if extracted.is_none() && !page.blocks.is_empty() {
        let why = if small {
            "no main text was found by the extractors"
        } else {
            "too large or too deeply nested for the extractors"
        };
        remarks.push(Remark::new(
            id,
            "read",
            format!("{why}; its longer paragraphs are read"),
        ));
    }
    let printed = meta::printed(&page, extracted.as_ref());
    let main = main_text::choose(&page, extracted.as_ref().map(|e| e.text.as_str()));
    let mut document = Document {
        id: id.to_owned(),
        capture: String::new(),
        unwrap,
        captured_at: None,
        text: String::new(),
        alignment: Alignment::default(),
        metadata: Default::default(),
        printed,
        kind: DocumentKind::Article,
        segments: Vec::new(),
        extra: Default::default(),
    };
    write(&mut document, &page, &main, &decoded);
    if document.segments.is_empty() {
        remarks.push(Remark::new(id, "read", "no text found in the page"));
        return None;
    }
    if document
        .segments
        .iter()
        .any(|s| s.kind == SegmentKind::Comment)
    {
        document.kind = DocumentKind::Thread;
    }
    Some(document)
}

/// Reads a piece of HTML that is all article: what a feed item carries.
pub(crate) fn fragment(
    id: &str,
    decoded: &Decoded,
    unwrap: Vec<Unwrap>,
    metadata: sayso_record::Metadata,
) -> Option<Document> {
    let page = Page::read(&decoded.text);
    let mut document = Document {
        id: id.to_owned(),
        capture: String::new(),
        unwrap,
        captured_at: None,
        text: String::new(),
        alignment: Alignment::default(),
        metadata,
        printed: Default::default(),
        kind: DocumentKind::Article,
        segments: Vec::new(),
        extra: Default::default(),
    };
    write(
        &mut document,
        &page,
        &vec![true; page.blocks.len()],
        decoded,
    );
    (!document.segments.is_empty()).then_some(document)
}

/// The character set: byte order mark, else the transport's word, else valid UTF-8, else what
/// the page says of itself, else a guess.
fn decode(payload: &[u8], charset: Option<&str>) -> Decoded {
    if encoding_rs::Encoding::for_bom(payload).is_some() || std::str::from_utf8(payload).is_ok() {
        return encoding::decode(payload);
    }
    let head = String::from_utf8_lossy(&payload[..payload.len().min(4096)]).to_lowercase();
    let said = head.split("charset=").nth(1).map(|rest| {
        rest.trim_start_matches(['"', '\'', ' '])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect::<String>()
    });
    let named = |name: &str| encoding_rs::Encoding::for_label(name.as_bytes());
    match charset
        .and_then(named)
        .or_else(|| said.as_deref().and_then(named))
    {
        Some(set) => encoding::decode_as(set, payload, 0),
        None => encoding::decode(payload),
    }
}

/// Puts the chosen blocks into the document, in page order.
fn write(document: &mut Document, page: &Page, main: &[bool], decoded: &Decoded) {
    let first = main.iter().position(|m| *m);
    let last = main.iter().rposition(|m| *m).unwrap_or(0);
    let wanted = document
        .printed
        .title
        .as_deref()
        .map(key)
        .unwrap_or_default();
    let title = (0..page.blocks.len())
        .filter(|i| {
            let block = &page.blocks[*i];
            let words = key(&block.text);
            !wanted.is_empty() && block.place.comment.is_none() && words == wanted
        })
        // The heading rather than a link or a breadcrumb of the same words.
        .max_by_key(|i| (page.blocks[*i].place.heading > 0, std::cmp::Reverse(*i)));
    if title.is_none()
        && let Some(block) = &page.title
    {
        put(document, block, decoded, SegmentKind::Title);
    }
    let mut comments: Vec<Option<usize>> = vec![None; page.comments.len()];
    let mut current: Option<usize> = None;
    let mut bylines = 0;
    for (i, block) in page.blocks.iter().enumerate() {
        if let Some(c) = block.place.comment.filter(|_| !main[i]) {
            if printed::is_button(&block.text) {
                continue;
            }
            // Blocks after an answer inside the comment belong to no stretch of it.
            match comments[c] {
                None => {
                    put(document, block, decoded, SegmentKind::Comment);
                    comments[c] = Some(document.segments.len() - 1);
                    current = Some(c);
                }
                Some(segment) if current == Some(c) => {
                    put(document, block, decoded, SegmentKind::Comment);
                    if let Some(more) = document.segments.pop() {
                        document.segments[segment].end = more.end;
                    }
                }
                Some(_) => {}
            }
            let number = printed::comment_number(&block.text);
            if let Some(segment) = comments[c].and_then(|s| document.segments.get_mut(s)) {
                segment.number = segment.number.or(number);
            }
            continue;
        }
        let inside = first.is_some_and(|f| f <= i && i <= last);
        let near = first.is_some_and(|f| i + 12 >= f && i <= f + 4);
        let kind = if Some(i) == title {
            SegmentKind::Title
        } else if near
            && bylines < 2
            && block.text.len() < 200
            && (block.place.byline && !block.place.chrome || printed::is_byline(&block.text))
        {
            bylines += 1;
            SegmentKind::Byline
        } else if block.place.caption && (main[i] || inside && block.text.len() > 15) {
            SegmentKind::Caption
        } else if !main[i] {
            continue;
        } else if block.place.embedded {
            SegmentKind::EmbeddedPost
        } else if block.place.quote {
            SegmentKind::QuoteBlock
        } else if block.place.heading > 0 {
            SegmentKind::Heading
        } else {
            SegmentKind::Body
        };
        current = None;
        put(document, block, decoded, kind);
    }
    for (c, head) in page.comments.iter().enumerate() {
        let Some(segment) = comments[c] else { continue };
        let answered = head
            .parent
            .and_then(|p| comments[p])
            .map(|p| document.segments[p].id.clone());
        let segment = &mut document.segments[segment];
        segment.author = printed::comment_author(&head.author);
        segment.time = printed::when(&head.time);
        segment.reply_to.extend(answered);
    }
    // Typepad and its kin sign a comment in its own text: "Posted by: NAME | DATE | NUMBER".
    for segment in document.segments.iter_mut() {
        if segment.kind != SegmentKind::Comment || segment.author.is_some() {
            continue;
        }
        let words = segment.span().text(&document.text).unwrap_or_default();
        if let Some((_, _, posted)) = crate::thread::comments(words).pop() {
            segment.author = Some(posted.author);
            segment.time = segment.time.take().or(posted.time);
            segment.number = segment.number.or(posted.number);
        }
    }
    // What the mark-up says (an answer nested in its comment) is surer than words.
    let nested: Vec<Vec<String>> = document
        .segments
        .iter()
        .map(|s| s.reply_to.clone())
        .collect();
    let author = document.printed.author.clone();
    crate::thread::resolve_replies(&document.text, &mut document.segments, author.as_deref());
    for (segment, known) in document.segments.iter_mut().zip(nested) {
        if !known.is_empty() {
            segment.reply_to = known;
        }
    }
    if document.printed.author.is_none() {
        let by = document
            .segments
            .iter()
            .find(|s| s.kind == SegmentKind::Byline)
            .and_then(|s| s.span().text(&document.text))
            .map(printed::byline);
        if let Some((author, agency)) = by {
            document.printed.author = author;
            document.printed.agency = document.printed.agency.take().or(agency);
        }
    }
}

/// Letters and digits in lower case: what two printings of the same words share.
fn key(words: &str) -> String {
    words
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Appends a block as a segment; neighbouring body blocks become one segment.
fn put(document: &mut Document, block: &Block, decoded: &Decoded, kind: SegmentKind) {
    let stands = block.runs.first().map_or(0, |r| r.source.start);
    let runs = &mut document.alignment.0;
    if !document.text.is_empty() {
        let at = document.text.len();
        document.text.push_str("\n\n");
        let place = source(decoded, Span::new(stands, stands)).start;
        runs.push(Run {
            text: Span::new(at, at + 2),
            source: Span::new(place, place),
            kind: RunKind::Inserted,
        });
    }
    let start = document.text.len();
    document.text.push_str(&block.text);
    for run in &block.runs {
        compose(decoded, run, start, runs);
    }
    let end = document.text.len();
    if let Some(last) = document.segments.last_mut()
        && last.kind == kind
        && matches!(
            kind,
            SegmentKind::Body | SegmentKind::QuoteBlock | SegmentKind::EmbeddedPost
        )
    {
        last.end = end;
        return;
    }
    document.segments.push(Segment {
        id: format!("s{}", document.segments.len() + 1),
        kind,
        start,
        end,
        parent: None,
        author: None,
        time: None,
        number: None,
        reply_to: Vec::new(),
    });
}

/// Bytes of the payload behind a stretch of the decoded HTML.
fn source(decoded: &Decoded, span: Span) -> Span {
    if span.is_empty() {
        let len = decoded.text.len();
        let wide = Span::new(span.start, (span.start + 1).min(len));
        let at = decoded.alignment.source_of(wide).map_or(0, |s| s.start);
        return Span::new(at, at);
    }
    decoded.alignment.source_of(span).unwrap_or(Span::new(0, 0))
}

/// Carries a run of a block on to the payload, through the character set.
pub(crate) fn compose(decoded: &Decoded, run: &Run, shift: usize, out: &mut Vec<Run>) {
    let text = Span::new(run.text.start + shift, run.text.end + shift);
    if run.kind != RunKind::Copied {
        out.push(Run {
            text,
            source: source(decoded, run.source),
            kind: run.kind,
        });
        return;
    }
    let inner = &decoded.alignment.0;
    let from = inner.partition_point(|r| r.text.end <= run.source.start);
    for part in inner[from..]
        .iter()
        .take_while(|r| r.text.start < run.source.end)
    {
        let a = part.text.start.max(run.source.start);
        let b = part.text.end.min(run.source.end);
        let at = text.start + (a - run.source.start);
        let behind = if part.kind == RunKind::Copied {
            let from = part.source.start + (a - part.text.start);
            Span::new(from, from + (b - a))
        } else {
            part.source
        };
        out.push(Run {
            text: Span::new(at, at + (b - a)),
            source: behind,
            kind: part.kind,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html lang=en><head><title>Bridge at Orlo reopened - The Vane</title>\
<meta property='og:title' content='Bridge at Orlo reopened'><meta property='og:site_name' content='The Vane'>\
<script>var x = '<p>no text</p>';</script></head><body><nav><a href=/>Home</a> <a href=/w>World</a></nav>\
<article><h1>Bridge at Orlo reopened</h1><p class=byline>By ANNA BELL, AP Writer</p>\
<p>The bridge at Orlo was opened to traffic again on Monday, the mayor&#8217;s office said, eleven weeks after the flood that had torn away two of its piers and cut the town in half.</p>\
<p>Engineers worked through the  nights &amp; weekends to set the new piers, and the first lorries crossed shortly after six in the morning, watched by several hundred people on the banks.</p>\
<p>The mayor, Karl Weiss, told reporters that the repairs had cost four million crowns, less than was feared, and that the old stone arch would be rebuilt next year.</p></article>\
<ol class=commentlist><li class=comment id=comment-11><div class=comment-author><cite class=fn>Rita</cite> says:</div>\
<time datetime='2016-12-12T15:48:00+01:00'>3:48 pm</time><p>Four million? I read six in the other paper.</p>\
<ul><li class=comment id=comment-12><cite class=fn>Otto</cite><p>That was with the arch.</p></li></ul></li></ol>\
<footer>Copyright The Vane</footer></body></html>";

    fn page() -> Document {
        let mut remarks = Vec::new();
        let document = read("p", PAGE.as_bytes(), Vec::new(), None, &mut remarks);
        document.unwrap_or_else(|| panic!("{remarks:?}"))
    }

    fn words(d: &Document, kind: SegmentKind) -> Vec<&str> {
        d.segments
            .iter()
            .filter(|s| s.kind == kind)
            .filter_map(|s| s.span().text(&d.text))
            .collect()
    }

    #[test]
    fn a_page_is_parted_and_every_byte_maps_back() {
        let d = page();
        assert_eq!(crate::check_document(&d, PAGE.as_bytes()), Ok(()));
        assert_eq!(words(&d, SegmentKind::Title), ["Bridge at Orlo reopened"]);
        let body = words(&d, SegmentKind::Body).join("\n");
        assert!(
            body.starts_with("The bridge at Orlo") && body.ends_with("next year."),
            "{body}"
        );
        assert!(body.contains("the mayor’s office") && body.contains("nights & weekends"));
        assert!(!d.text.contains("Copyright") && !d.text.contains("World"));
        assert_eq!(d.printed.author.as_deref(), Some("Anna Bell"));
        assert_eq!(d.printed.outlet.as_deref(), Some("The Vane"));
        let at = d.text.find('’').expect("the apostrophe is there");
        let source = d
            .alignment
            .source_of(Span::new(at, at + 3))
            .expect("inside");
        assert_eq!(&PAGE[source.start..source.end], "&#8217;");
    }

    #[test]
    fn comments_have_author_time_and_the_one_they_answer() {
        let d = page();
        let comments: Vec<&Segment> = d
            .segments
            .iter()
            .filter(|s| s.kind == SegmentKind::Comment)
            .collect();
        assert_eq!(comments.len(), 2, "{:?}", d.segments);
        assert_eq!(comments[0].author.as_deref(), Some("Rita"));
        assert_eq!(comments[0].time.as_deref(), Some("2016-12-12T14:48Z"));
        assert_eq!(comments[1].author.as_deref(), Some("Otto"));
        assert_eq!(comments[1].reply_to, [comments[0].id.clone()]);
        assert_eq!(d.kind, DocumentKind::Thread);
    }

    #[test]
    fn hostile_pages_neither_hang_nor_overflow() {
        for page in [
            "<div>".repeat(200_000),
            "<p title=\"".repeat(1000),
            "<a<b<&<!-<".repeat(9000),
        ] {
            let mut remarks = Vec::new();
            let text = format!("{page}words enough to stand for a paragraph");
            if let Some(d) = read("p", text.as_bytes(), Vec::new(), None, &mut remarks) {
                assert_eq!(crate::check_document(&d, text.as_bytes()), Ok(()));
            }
        }
    }
}
