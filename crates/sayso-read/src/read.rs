//! A capture into documents, by content and not by ending.

use std::borrow::Cow;

use sayso_record::{
    Capture, Document, Metadata, Remark, RunKind, Segment, SegmentKind, Span, Unwrap,
};

use crate::unwrap::{gunzip, unzstd};
use crate::{Sidecar, Source, encoding, html, records, text};

/// Media type by content.
pub(crate) fn media_type(bytes: &[u8]) -> &'static str {
    let start = &bytes[..bytes.len().min(1024)];
    let word = String::from_utf8_lossy(start).trim_start().to_lowercase();
    match start {
        [0x1f, 0x8b, ..] => "application/gzip",
        [0x28, 0xb5, 0x2f, 0xfd, ..] => "application/zstd",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        _ if start.starts_with(b"%PDF-") => "application/pdf",
        _ if start.starts_with(b"WARC/") => "application/warc",
        _ if word.starts_with("<?xml") && (word.contains("<rss") || word.contains("<feed")) => {
            "application/xml"
        }
        _ if word.contains("<html")
            || word.contains("<body")
            || word.contains("<!doctype html") =>
        {
            "text/html"
        }
        _ if start.starts_with(b"{") => "application/x-ndjson",
        _ => "text/plain",
    }
}

/// Reads the documents of a capture. What the sidecar says outranks what is printed; where they
/// disagree a remark says so.
pub fn read(
    source: &Source,
    capture: &Capture,
    bytes: &[u8],
    sidecar: &Sidecar,
) -> (Vec<Document>, Vec<Remark>) {
    let mut remarks = Vec::new();
    let mut steps = Vec::new();
    let mut payload = Cow::Borrowed(bytes);
    // A file packed more than four times over is a trap, not a document.
    for _ in 0..4 {
        let (step, unfolded) = match media_type(&payload) {
            "application/gzip" => (Unwrap::Gunzip, gunzip(&payload)),
            "application/zstd" => (Unwrap::Unzstd, unzstd(&payload)),
            _ => break,
        };
        if let Some(trouble) = unfolded.trouble {
            remarks.push(Remark::new(
                source.name.clone(),
                "read",
                format!("compressed data {trouble}; read as far as it goes"),
            ));
        }
        steps.push(step);
        payload = Cow::Owned(unfolded.bytes);
    }
    let mut documents = Vec::new();
    if payload.trim_ascii().is_empty() {
        remarks.push(Remark::new(
            source.name.clone(),
            "read",
            "empty: nothing to read",
        ));
    } else {
        match media_type(&payload) {
            kind @ ("text/plain" | "application/x-ndjson") => {
                let head = String::from_utf8_lossy(&payload[..payload.len().min(1 << 20)]);
                if kind == "application/x-ndjson" && records::is_jsonl(&head) {
                    documents = records::jsonl(&source.id, &payload, &steps, &mut remarks);
                } else {
                    documents.extend(plain(source, &payload, steps, &mut remarks));
                }
            }
            "text/html" => {
                documents.extend(html::read(&source.id, &payload, steps, None, &mut remarks));
            }
            other => remarks.push(Remark::new(
                source.name.clone(),
                "read",
                format!("{other}: this version has no reader for it; kept as captured, not read"),
            )),
        }
    }
    let known = source.path.as_deref().and_then(|path| sidecar.get(path));
    for document in &mut documents {
        document.capture = capture.sha256.clone();
        if document.segments.is_empty() {
            let body = Span::new(0, document.text.len()).trimmed(&document.text);
            document.segments = text::segment(&document.text).segments;
            if document.segments.is_empty() && !body.is_empty() {
                document.segments.push(Segment {
                    id: "body".into(),
                    kind: SegmentKind::Body,
                    start: body.start,
                    end: body.end,
                    parent: None,
                    author: None,
                    time: None,
                    number: None,
                    reply_to: Vec::new(),
                });
            }
        }
        settle(document, known, &mut remarks);
    }
    (documents, remarks)
}

fn plain(
    source: &Source,
    payload: &[u8],
    unwrap: Vec<Unwrap>,
    remarks: &mut Vec<Remark>,
) -> Option<Document> {
    let decoded = encoding::decode(payload);
    let odd = decoded
        .text
        .chars()
        .take(4096)
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    if odd * 20 > decoded.text.chars().take(4096).count() {
        remarks.push(Remark::new(
            source.name.clone(),
            "read",
            "not text in any format known here; kept as captured, not read",
        ));
        return None;
    }
    if decoded.lossy {
        remarks.push(Remark::new(
            source.id.clone(),
            "read",
            format!(
                "some bytes are not {}; they stand as \u{fffd} in the text",
                decoded.name
            ),
        ));
    }
    let reading = text::segment(&decoded.text);
    remarks.extend(reading.remarks.into_iter().map(|(span, message)| Remark {
        span,
        ..Remark::new(source.id.clone(), "read", message)
    }));
    Some(Document {
        id: source.id.clone(),
        capture: String::new(),
        unwrap,
        captured_at: None,
        text: decoded.text,
        alignment: decoded.alignment,
        metadata: Metadata::default(),
        printed: reading.printed,
        kind: reading.kind,
        segments: reading.segments,
        extra: Default::default(),
    })
}

/// The sidecar's word, else the record's own, else what is printed; disagreements are remarks.
fn settle(document: &mut Document, known: Option<&Metadata>, remarks: &mut Vec<Remark>) {
    let printed = document.printed.clone();
    let given = known.cloned().unwrap_or_default();
    let own = document.metadata.clone();
    let mut one = |field: &str,
                   given: Option<String>,
                   own: Option<String>,
                   print: Option<String>| {
        let told = given.or(own);
        if let (Some(told), Some(print)) = (&told, &print)
            && !agree(told, print)
        {
            remarks.push(Remark::new(
                document.id.clone(),
                "read",
                format!("{field}: collected as “{told}”, printed as “{print}”; the first is used"),
            ));
        }
        told.or(print)
    };
    document.metadata = Metadata {
        title: one("title", given.title, own.title, printed.title),
        author: one("author", given.author, own.author, printed.author),
        agency: one("agency", given.agency, own.agency, printed.agency),
        outlet: one("outlet", given.outlet, own.outlet, printed.outlet),
        published: one(
            "published",
            given.published,
            own.published,
            printed.published,
        ),
        uri: one("uri", given.uri, own.uri, printed.uri),
        language: one("language", given.language, own.language, printed.language),
        translation_of: given.translation_of.or(own.translation_of),
    };
}

/// Whether two values say the same, one perhaps in more detail.
fn agree(a: &str, b: &str) -> bool {
    let fold = |s: &str| {
        s.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let (a, b) = (fold(a), fold(b));
    a.starts_with(&b) || b.starts_with(&a) || a.ends_with(&b) || b.ends_with(&a)
}

/// Law 1: the alignment covers the text without gap, copied runs equal their bytes, and segments
/// are words of the text.
///
/// # Errors
/// What does not hold, in plain words.
pub fn check_document(document: &Document, payload: &[u8]) -> Result<(), String> {
    let text = &document.text;
    let mut at = 0;
    for run in &document.alignment.0 {
        if run.text.start != at || run.text.end <= at || run.text.text(text).is_none() {
            return Err(format!(
                "the way back to the bytes breaks at byte {at} of the text"
            ));
        }
        let Some(bytes) = payload.get(run.source.start..run.source.end) else {
            return Err(format!("byte {at} of the text points outside the capture"));
        };
        if run.kind == RunKind::Copied && bytes != &text.as_bytes()[run.text.start..run.text.end] {
            return Err(format!(
                "the words at byte {at} are not those of the capture"
            ));
        }
        at = run.text.end;
    }
    if at != text.len() {
        return Err(format!(
            "text after byte {at} has no way back to the capture"
        ));
    }
    for segment in &document.segments {
        if segment.start >= segment.end || segment.span().text(text).is_none() {
            return Err(format!(
                "segment {} is not a stretch of the text",
                segment.id
            ));
        }
    }
    Ok(())
}
