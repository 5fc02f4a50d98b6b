//! Hand-made documents for the tests.

use sayso_record::{Alignment, Document, DocumentKind, Metadata, Segment, SegmentKind};

/// An article with one body segment.
pub(crate) fn document(id: &str, text: &str) -> Document {
    Document {
        id: id.to_owned(),
        capture: String::new(),
        unwrap: Vec::new(),
        captured_at: None,
        text: text.to_owned(),
        alignment: Alignment::identity(text.len(), 0),
        metadata: Metadata::default(),
        printed: Metadata::default(),
        kind: DocumentKind::Article,
        segments: vec![segment("body", SegmentKind::Body, 0, text.len())],
        extra: Default::default(),
    }
}

/// A segment with nothing known but its place.
pub(crate) fn segment(id: &str, kind: SegmentKind, start: usize, end: usize) -> Segment {
    Segment {
        id: id.to_owned(),
        kind,
        start,
        end,
        parent: None,
        author: None,
        time: None,
        number: None,
        reply_to: Vec::new(),
    }
}

/// The document with one more comment at its end.
pub(crate) fn comment(document: &Document, author: &str, text: &str) -> Document {
    let mut d = document.clone();
    d.text.push_str("\n\n");
    let start = d.text.len();
    d.text.push_str(text);
    let number = d.segments.len() as u32;
    let mut s = segment(
        &format!("c{number}"),
        SegmentKind::Comment,
        start,
        d.text.len(),
    );
    s.author = Some(author.to_owned());
    s.number = Some(number);
    d.segments.push(s);
    d.alignment = Alignment::identity(d.text.len(), 0);
    d.kind = DocumentKind::Thread;
    d
}
