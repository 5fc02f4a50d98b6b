//! Where words stand.

use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 bytes `[start, end)` in a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span; callers keep `start <= end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forward: {start}..{end}");
        Span { start, end }
    }
    /// Number of bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }
    /// Whether no byte is covered. An empty span is never evidence.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
    /// The words; `None` when the range is outside the text or cuts a character.
    pub fn text(self, of: &str) -> Option<&str> {
        of.get(self.start..self.end)
    }
    /// Whether at least one byte is shared.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }
    /// Whether `other` lies inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
    /// The smallest span over both.
    pub fn join(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
    /// Without white space at either end (never before `start`, may be empty).
    pub fn trimmed(self, text: &str) -> Span {
        let words = self.text(text).unwrap_or_default();
        let start = self.start + (words.len() - words.trim_start().len());
        Span::new(start, start + words.trim().len())
    }
}

/// A span in a named document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocSpan {
    /// Id of the document.
    pub doc: String,
    /// First byte in the document's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl DocSpan {
    /// A span in `doc`.
    pub fn new(doc: impl Into<String>, span: Span) -> Self {
        DocSpan {
            doc: doc.into(),
            start: span.start,
            end: span.end,
        }
    }
    /// The range without the document.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// A non-empty list of non-empty spans. Claims, relations, origins, grades and figures cannot be
/// built without it (law 2): the field is private and reading it from JSON checks it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<DocSpan>", into = "Vec<DocSpan>")]
pub struct Evidence(Vec<DocSpan>);

/// Refusal to build a record with no words behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoEvidence;

impl std::fmt::Display for NoEvidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("evidence needs at least one span, and each span at least one byte")
    }
}

impl std::error::Error for NoEvidence {}

impl Evidence {
    /// Evidence of one span.
    pub fn one(doc: impl Into<String>, span: Span) -> Result<Self, NoEvidence> {
        Evidence::try_from(vec![DocSpan::new(doc, span)])
    }
    /// The spans, at least one.
    pub fn spans(&self) -> &[DocSpan] {
        &self.0
    }
    /// The first span.
    pub fn first(&self) -> &DocSpan {
        &self.0[0]
    }
    /// Evidence from both, in order, without repeats.
    pub fn and(mut self, other: &Evidence) -> Self {
        for span in &other.0 {
            if !self.0.contains(span) {
                self.0.push(span.clone());
            }
        }
        self
    }
}

impl TryFrom<Vec<DocSpan>> for Evidence {
    type Error = NoEvidence;
    fn try_from(spans: Vec<DocSpan>) -> Result<Self, NoEvidence> {
        if spans.is_empty() || spans.iter().any(|s| s.start >= s.end) {
            return Err(NoEvidence);
        }
        Ok(Evidence(spans))
    }
}

impl From<Evidence> for Vec<DocSpan> {
    fn from(evidence: Evidence) -> Self {
        evidence.0
    }
}
