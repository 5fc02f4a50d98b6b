//! Parts of a plain text.

use sayso_record::{DocumentKind, Metadata, Segment, Span};

/// What a plain text shows of itself.
#[derive(Debug, Default)]
pub(crate) struct TextReading {
    /// Parts in text order.
    pub(crate) segments: Vec<Segment>,
    /// What it prints about itself.
    pub(crate) printed: Metadata,
    /// Sort of document.
    pub(crate) kind: DocumentKind,
    /// Trouble met, with its place.
    pub(crate) remarks: Vec<(Option<Span>, String)>,
}

/// Parts a plain text.
pub(crate) fn segment(_text: &str) -> TextReading {
    TextReading::default()
}
