//! Hand-made threads for the tests.

use sayso_record::{Alignment, Document, DocumentKind, Segment, SegmentKind};

/// The document with one more comment at its end.
pub(crate) fn comment(document: &Document, author: &str, text: &str) -> Document {
    let mut d = document.clone();
    d.text.push_str("\n\n");
    let start = d.text.len();
    d.text.push_str(text);
    let number = d.segments.len() as u32;
    let mut s = Segment::plain(
        format!("c{number}"),
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
