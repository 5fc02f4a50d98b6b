//! Which stretches of a document carry words worth reading.

use sayso_record::{Document, SegmentKind, Span};

/// Stretches that are not boilerplate, bylines or comment footers, in order: the innermost
/// segments' kinds decide.
pub(crate) fn readable(document: &Document) -> Vec<Span> {
    let mut out = Vec::new();
    let skip: Vec<Span> = document
        .segments
        .iter()
        .filter(|s| matches!(s.kind, SegmentKind::Boilerplate | SegmentKind::Byline))
        .map(sayso_record::Segment::span)
        .collect();
    for segment in document.segments.iter().filter(|s| s.parent.is_none()) {
        if matches!(segment.kind, SegmentKind::Boilerplate | SegmentKind::Byline) {
            continue;
        }
        let mut at = segment.start;
        for hole in skip.iter().filter(|h| segment.span().contains(**h)) {
            if hole.start > at {
                out.push(Span::new(at, hole.start));
            }
            at = at.max(hole.end);
        }
        if at < segment.end {
            out.push(Span::new(at, segment.end));
        }
    }
    out
}
