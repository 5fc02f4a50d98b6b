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

/// Whether a text is written in capitals throughout, as wires and headlines are: its capitals tell
/// no names apart.
pub(crate) fn shouts(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    letters >= 20 && small * 10 < letters
}

/// A text in capitals with all but the first letter of each word made small, byte for byte as long;
/// any other text as it is. Only ASCII letters change.
pub(crate) fn calm(text: &str) -> std::borrow::Cow<'_, str> {
    if !shouts(text) {
        return text.into();
    }
    let mut inside = false;
    text.chars()
        .map(|c| {
            let out = if inside { c.to_ascii_lowercase() } else { c };
            inside = c.is_alphabetic() || inside && matches!(c, '\'' | '’');
            out
        })
        .collect::<String>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_calmed_byte_for_byte() {
        let text = "THE ARMY'S MEN LEFT GUATEMALA CITY ON SUNDAY – ÉTÉ";
        let calm = calm(text);
        assert_eq!(calm.len(), text.len());
        assert!(
            calm.starts_with("The Army's Men Left Guatemala City"),
            "{calm}"
        );
        assert_eq!(super::calm("The US left."), "The US left.");
    }
}
