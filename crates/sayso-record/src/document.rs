//! Captures, documents, segments and the way back into the captured bytes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Span;

/// The bytes as obtained, never altered. The bytes themselves lie in the ledger under `sha256`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// SHA-256 of the bytes as obtained (a `.gz` is hashed as the `.gz`), lower-case hex.
    pub sha256: String,
    /// Media type found by content sniffing, of the bytes as obtained.
    pub media_type: String,
    /// Name the input was given by: path relative to the input folder, `-` for standard input.
    pub name: String,
    /// Number of bytes.
    pub size: u64,
}

/// One deterministic step from captured bytes towards the bytes a document was read from.
/// Steps are replayed in order by `sayso_read::payload`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unwrap {
    /// Gzip, all members.
    Gunzip,
    /// Zstandard.
    Unzstd,
    /// The member of a zip file with this name.
    ZipMember(String),
    /// The HTTP body (de-chunked, content-decoded) of the WARC record starting at this byte of
    /// the uncompressed WARC.
    WarcRecord(u64),
    /// Bytes `[start, end)`: a JSON line, a CSV record, a feed entry.
    Range(u64, u64),
    /// The n-th text part of a mail message (0-based), transfer-decoded.
    MailPart(u32),
}

/// How a run of text relates to its source bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunKind {
    /// Byte for byte the same.
    Copied,
    /// Decoded from the source range: character set, entity, JSON escape, folded white space.
    Decoded,
    /// Put in by the reader (a line break between blocks); the source range is where it stands
    /// and may be empty.
    Inserted,
}

/// A run of text and the payload bytes it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Bytes of the document's text.
    pub text: Span,
    /// Bytes of the payload (the capture after [`Document::unwrap`]).
    pub source: Span,
    /// How they relate.
    pub kind: RunKind,
}

/// Runs covering the whole text in order, without gap or overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alignment(pub Vec<Run>);

impl Alignment {
    /// Text that is the payload unchanged, starting at byte `at` of it.
    pub fn identity(len: usize, at: usize) -> Self {
        if len == 0 {
            return Alignment::default();
        }
        Alignment(vec![Run {
            text: Span::new(0, len),
            source: Span::new(at, at + len),
            kind: RunKind::Copied,
        }])
    }

    /// The smallest payload range that `span` of the text came from; `None` outside the text.
    pub fn source_of(&self, span: Span) -> Option<Span> {
        let first = self.0.partition_point(|r| r.text.end <= span.start);
        let mut found: Option<Span> = None;
        for run in &self.0[first..] {
            if run.text.start >= span.end {
                break;
            }
            let part = if run.kind == RunKind::Copied {
                let from = span.start.max(run.text.start) - run.text.start;
                let to = span.end.min(run.text.end) - run.text.start;
                Span::new(run.source.start + from, run.source.start + to)
            } else {
                run.source
            };
            found = Some(found.map_or(part, |f| f.join(part)));
        }
        found
    }
}

/// What is known of a document: by the collector (sidecar) or printed in the document itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Metadata {
    /// Title.
    pub title: Option<String>,
    /// Author, normalised ("By TOM KRISHER, AP Auto Writer" gives "Tom Krisher").
    pub author: Option<String>,
    /// News agency credited in the byline or dateline ("AP").
    pub agency: Option<String>,
    /// Outlet.
    pub outlet: Option<String>,
    /// Publication time, EDTF.
    pub published: Option<String>,
    /// Address.
    pub uri: Option<String>,
    /// Language, ISO 639-1.
    pub language: Option<String>,
    /// Path or id of the document this one is a translation of.
    pub translation_of: Option<String>,
}

/// The sort of document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// News article, blog post with no comments.
    #[default]
    Article,
    /// Article or post with reader comments, forum thread.
    Thread,
    /// One social-media post, a mail.
    Post,
    /// Press release.
    Release,
}

/// What a reader reads in a capture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Id as the contract gives it: JSONL id, path below the folder without known endings, …
    pub id: String,
    /// SHA-256 of the capture.
    pub capture: String,
    /// Steps from the capture's bytes to the payload the alignment points into.
    pub unwrap: Vec<Unwrap>,
    /// Time of capture (RFC 3339) where a WARC or the sidecar tells it; never a file time.
    pub captured_at: Option<String>,
    /// The text; all spans point into it.
    pub text: String,
    /// The way back: runs over the whole text.
    pub alignment: Alignment,
    /// Best knowledge: the sidecar's word where given, else the document's own.
    pub metadata: Metadata,
    /// What the document itself prints.
    pub printed: Metadata,
    /// Sort of document.
    pub kind: DocumentKind,
    /// Parts, in text order; parents before children.
    pub segments: Vec<Segment>,
    /// Unknown fields of a JSONL or CSV record, kept as they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, serde_json::Value>,
}

impl Document {
    /// An article whose whole text is one body, its own payload; nothing else is known of it.
    pub fn plain(id: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        Document {
            id: id.into(),
            capture: String::new(),
            unwrap: Vec::new(),
            captured_at: None,
            alignment: Alignment::identity(text.len(), 0),
            metadata: Metadata::default(),
            printed: Metadata::default(),
            kind: DocumentKind::Article,
            segments: vec![Segment::plain("body", SegmentKind::Body, 0, text.len())],
            extra: Default::default(),
            text,
        }
    }
    /// Who speaks when nobody else is named: author, else outlet, else the id.
    pub fn teller(&self) -> &str {
        let m = &self.metadata;
        m.author
            .as_deref()
            .or(m.outlet.as_deref())
            .unwrap_or(&self.id)
    }
    /// The innermost segment that holds `at`.
    pub fn segment_at(&self, at: usize) -> Option<&Segment> {
        self.segments
            .iter()
            .filter(|s| s.start <= at && at < s.end)
            .min_by_key(|s| s.end - s.start)
    }
    /// The comment that holds `at`, if any.
    pub fn comment_at(&self, at: usize) -> Option<&Segment> {
        self.segments
            .iter()
            .find(|s| s.kind == SegmentKind::Comment && s.start <= at && at < s.end)
    }
    /// Whose voice stands at `at` before any attribution: the comment's author, else
    /// [`Document::teller`].
    pub fn teller_at(&self, at: usize) -> &str {
        self.comment_at(at)
            .and_then(|c| c.author.as_deref())
            .unwrap_or_else(|| self.teller())
    }
}

/// The sort of segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// Headline.
    Title,
    /// Byline, dateline, "Posted by" line.
    Byline,
    /// Running text.
    Body,
    /// Words of somebody else set off as a block.
    QuoteBlock,
    /// A reader's comment, its "Posted by" line included.
    Comment,
    /// Picture or map caption.
    Caption,
    /// Heading inside the text.
    Heading,
    /// Navigation, notices, forms: never evidence of a claim.
    Boilerplate,
    /// An embedded social-media post.
    EmbeddedPost,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Unique within the document.
    pub id: String,
    /// Sort.
    pub kind: SegmentKind,
    /// First byte of the document's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The segment that holds this one.
    pub parent: Option<String>,
    /// Author where the segment tells it (comments, embedded posts).
    pub author: Option<String>,
    /// Time, EDTF in UTC where the zone is known.
    pub time: Option<String>,
    /// Number of a comment as printed.
    pub number: Option<u32>,
    /// Ids of the segments this comment answers.
    pub reply_to: Vec<String>,
}

impl Segment {
    /// A segment with nothing known but its kind and its range, half-open in bytes of the text.
    pub fn plain(id: impl Into<String>, kind: SegmentKind, start: usize, end: usize) -> Self {
        Segment {
            id: id.into(),
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
    /// The range.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }
}

/// Trouble met in a document: stored and shown, never fatal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// Document id or input name it concerns.
    pub about: String,
    /// The verb that met it: `capture`, `read`, `annotate`, `relate`, …
    pub stage: String,
    /// What was found, in plain words, and what to do where something can be done.
    pub message: String,
    /// Where, when it has a place in the text.
    pub span: Option<Span>,
}

impl Remark {
    /// A remark with no place in the text.
    pub fn new(about: impl Into<String>, stage: &str, message: impl Into<String>) -> Self {
        Remark {
            about: about.into(),
            stage: stage.into(),
            message: message.into(),
            span: None,
        }
    }
}
