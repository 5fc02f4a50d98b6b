//! A capture into documents, by content and not by ending.

use std::borrow::Cow;

use sayso_record::{
    Capture, Document, Metadata, Remark, RunKind, Segment, SegmentKind, Span, Unwrap,
};

use crate::unwrap::{gunzip, unzstd};
use crate::{Sidecar, Source, encoding, feed, html, language, packed, records, text, warc};

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
        _ if word.starts_with("<rss")
            || word.starts_with("<feed")
            || word.starts_with("<?xml")
                && ["<rss", "<feed", "<rdf:rdf"]
                    .iter()
                    .any(|r| word.contains(r)) =>
        {
            "application/xml"
        }
        _ if word.contains("<html")
            || word.contains("<body")
            || word.contains("<!doctype html")
            || word.starts_with('<') && word.contains("<head") =>
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
    let mut documents = open(&source.id, bytes, Vec::new(), 0, &mut remarks);
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

/// Containers deeper in one another than this are a trap, not an archive.
const DEEPEST: u32 = 3;

/// Unwraps `bytes` as far as they are packed and reads what is inside.
fn open(
    id: &str,
    bytes: &[u8],
    mut steps: Vec<Unwrap>,
    depth: u32,
    remarks: &mut Vec<Remark>,
) -> Vec<Document> {
    let mut payload = Cow::Borrowed(bytes);
    // A file packed more than four times over is a trap as well.
    for _ in 0..4 {
        let (step, unfolded) = match media_type(&payload) {
            "application/gzip" => (Unwrap::Gunzip, gunzip(&payload)),
            "application/zstd" => (Unwrap::Unzstd, unzstd(&payload)),
            _ => break,
        };
        if let Some(trouble) = unfolded.trouble {
            remarks.push(Remark::new(
                id,
                "read",
                format!("compressed data {trouble}; read as far as it goes"),
            ));
        }
        steps.push(step);
        payload = Cow::Owned(unfolded.bytes);
    }
    let payload = payload.as_ref();
    if payload.trim_ascii().is_empty() {
        remarks.push(Remark::new(id, "read", "empty: nothing to read"));
        return Vec::new();
    }
    let head = String::from_utf8_lossy(&payload[..payload.len().min(1 << 16)]);
    match media_type(payload) {
        "text/html" => html::read(id, payload, steps, None, remarks)
            .into_iter()
            .collect(),
        "application/warc" => warc::read(id, payload, &steps, remarks),
        "application/xml" => feed::read(id, payload, &steps, remarks),
        "application/pdf" => packed::pdf(id, payload, steps, remarks)
            .into_iter()
            .collect(),
        "application/zip" if depth < DEEPEST => zip(id, payload, &steps, depth, remarks),
        "application/x-ndjson" if records::is_jsonl(payload) => {
            records::jsonl(id, payload, &steps, remarks)
        }
        "text/plain" | "application/x-ndjson" => {
            if packed::is_mail(&head)
                && let Some((parts, known)) = packed::mail(payload)
            {
                return mail(id, payload, &steps, &parts, &known, remarks);
            }
            if packed::is_table(&head) {
                return match std::str::from_utf8(payload) {
                    Ok(text) => packed::table(id, text, &steps, remarks),
                    Err(_) => {
                        remarks.push(Remark::new(
                            id,
                            "read",
                            "a table that is not UTF-8; save it as UTF-8 to have it read",
                        ));
                        Vec::new()
                    }
                };
            }
            plain(id, payload, steps, remarks).into_iter().collect()
        }
        other => {
            remarks.push(Remark::new(
                id,
                "read",
                format!("{other}: packed too often inside itself; kept as captured, not read"),
            ));
            Vec::new()
        }
    }
}

/// The members of a zip; of a WACZ only the archive itself, not its index and logs.
fn zip(
    id: &str,
    payload: &[u8],
    steps: &[Unwrap],
    depth: u32,
    remarks: &mut Vec<Remark>,
) -> Vec<Document> {
    let names = match packed::members(payload) {
        Ok(names) => names,
        Err(trouble) => {
            remarks.push(Remark::new(id, "read", format!("zip not read: {trouble}")));
            return Vec::new();
        }
    };
    let wacz = names.iter().any(|n| n == "datapackage.json")
        && names.iter().any(|n| n.starts_with("archive/"));
    let mut documents = Vec::new();
    // What the members may unfold to altogether.
    let mut left = crate::unwrap::UNFOLD_LIMIT;
    for name in names {
        if wacz && !name.starts_with("archive/") {
            continue;
        }
        let about = format!("{id}#{name}");
        let bytes = match packed::member(payload, &name) {
            Ok(bytes) => bytes,
            Err(trouble) => {
                remarks.push(Remark::new(about, "read", format!("not read: {trouble}")));
                continue;
            }
        };
        let Some(rest) = left.checked_sub(bytes.len() as u64 + 1) else {
            remarks.push(Remark::new(
                about,
                "read",
                "the zip unfolds to too much; this and what follows is left out",
            ));
            break;
        };
        left = rest;
        let mut steps = steps.to_vec();
        steps.push(Unwrap::ZipMember(name.clone()));
        let inner = if wacz {
            id.to_owned()
        } else {
            format!("{id}#{}", crate::discover::bare(&name))
        };
        documents.extend(open(&inner, &bytes, steps, depth + 1, remarks));
    }
    documents
}

/// A mail: its first plain part, else its first HTML part.
fn mail(
    id: &str,
    payload: &[u8],
    steps: &[Unwrap],
    parts: &[bool],
    known: &Metadata,
    remarks: &mut Vec<Remark>,
) -> Vec<Document> {
    let number = parts.iter().position(|html| !html).unwrap_or(0);
    let Ok(step) = u32::try_from(number) else {
        return Vec::new();
    };
    let Some(part) = packed::mail_part(payload, step).filter(|p| !p.trim_ascii().is_empty()) else {
        remarks.push(Remark::new(id, "read", "a mail without text"));
        return Vec::new();
    };
    let mut unwrap = steps.to_vec();
    unwrap.push(Unwrap::MailPart(step));
    let document = if parts.get(number) == Some(&true) {
        html::read(id, &part, unwrap, None, remarks)
    } else {
        plain(id, &part, unwrap, remarks)
    };
    document
        .into_iter()
        .map(|mut document| {
            document.printed = Metadata {
                language: document.printed.language,
                ..known.clone()
            };
            document.kind = sayso_record::DocumentKind::Post;
            document
        })
        .collect()
}

fn plain(
    id: &str,
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
            id,
            "read",
            "not text in any format known here; kept as captured, not read",
        ));
        return None;
    }
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
    let reading = text::segment(&decoded.text);
    remarks.extend(reading.remarks.into_iter().map(|(span, message)| Remark {
        span,
        ..Remark::new(id, "read", message)
    }));
    Some(Document {
        id: id.to_owned(),
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

/// The collector's word for the language, else what the text reads as, else what is printed: pages
/// often state the language of their template.
fn language(
    document: &Document,
    given: Option<String>,
    remarks: &mut Vec<Remark>,
) -> Option<String> {
    let found = language::detect(&document.text).map(str::to_owned);
    let stated = document.metadata.language.clone();
    let stated = stated.or(document.printed.language.clone());
    let (how, told) = match given {
        Some(given) => ("collected", Some(given)),
        None => ("printed", stated),
    };
    if let (Some(told), Some(found)) = (&told, &found)
        && !agree(told, found)
    {
        let used = if how == "collected" { told } else { found };
        remarks.push(Remark::new(
            document.id.clone(),
            "read",
            format!("language: {how} as “{told}”, the text reads as “{found}”; “{used}” is used"),
        ));
    }
    if how == "collected" {
        told
    } else {
        found.or(told)
    }
}

/// The sidecar's word, else the record's own, else what is printed; disagreements are remarks.
fn settle(document: &mut Document, known: Option<&Metadata>, remarks: &mut Vec<Remark>) {
    let printed = document.printed.clone();
    let given = known.cloned().unwrap_or_default();
    let own = document.metadata.clone();
    let language = language(document, given.language.clone(), remarks);
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
        language,
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
