//! Zip members, mail, PDF and CSV tables.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::panic::catch_unwind;

use mail_parser::{MessageParser, MimeHeaders, PartType};
use sayso_record::{
    Alignment, Document, DocumentKind, Metadata, Remark, Run, RunKind, Span, Unwrap,
};

use crate::printed;
use crate::unwrap::UNFOLD_LIMIT;

/// A document with no parts yet; the caller parts it.
fn bare(id: String, unwrap: Vec<Unwrap>, text: String, alignment: Alignment) -> Document {
    Document {
        id,
        capture: String::new(),
        unwrap,
        captured_at: None,
        text,
        alignment,
        metadata: Metadata::default(),
        printed: Metadata::default(),
        kind: DocumentKind::Article,
        segments: Vec::new(),
        extra: BTreeMap::new(),
    }
}

/// Names of the files in a zip, sorted.
pub(crate) fn members(bytes: &[u8]) -> Result<Vec<String>, String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let mut names: Vec<String> = archive
        .file_names()
        .filter_map(Result::ok)
        .map(|n| n.into_owned())
        .filter(|n| !n.ends_with('/'))
        .collect();
    names.sort();
    Ok(names)
}

/// The bytes of one file in a zip.
pub(crate) fn member(bytes: &[u8], name: &str) -> Result<Vec<u8>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    let file = archive.by_name(name).map_err(|e| e.to_string())?;
    let mut out = Vec::new();
    file.take(UNFOLD_LIMIT)
        .read_to_end(&mut out)
        .map_err(|e| e.to_string())?;
    Ok(out)
}

/// The n-th text part of a mail, transfer-decoded and in UTF-8.
pub(crate) fn mail_part(bytes: &[u8], number: u32) -> Option<Vec<u8>> {
    let mail = MessageParser::default().parse(bytes)?;
    mail.parts
        .iter()
        .filter(|p| !p.is_content_type("text", "calendar"))
        .filter_map(|part| match &part.body {
            PartType::Text(text) | PartType::Html(text) => Some(text.as_bytes().to_vec()),
            _ => None,
        })
        .nth(number as usize)
}

/// Whether the part is HTML, for each text part of a mail; and what its head says.
pub(crate) fn mail(bytes: &[u8]) -> Option<(Vec<bool>, Metadata)> {
    let mail = MessageParser::default().parse(bytes)?;
    let parts = mail
        .parts
        .iter()
        .filter(|p| !p.is_content_type("text", "calendar"))
        .filter_map(|part| match part.body {
            PartType::Text(_) => Some(false),
            PartType::Html(_) => Some(true),
            _ => None,
        })
        .collect();
    let from = mail.from().and_then(|from| from.first());
    let author = from.and_then(|a| a.name.as_deref().or(a.address.as_deref()));
    Some((
        parts,
        Metadata {
            title: mail.subject().map(str::to_owned),
            author: author.map(str::to_owned),
            published: mail.date().and_then(|d| printed::when(&d.to_rfc3339())),
            ..Metadata::default()
        },
    ))
}

/// Whether text starts as a mail does: known header lines, and a sender among them.
pub(crate) fn is_mail(head: &str) -> bool {
    let mut sender = false;
    let mut lines = 0;
    for line in head.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        if name.contains(' ') {
            return false;
        }
        sender |= name.eq_ignore_ascii_case("from");
        lines += 1;
    }
    sender && lines >= 3
}

/// The text of a PDF. Its words lie in compressed streams, so that the whole file is their source.
pub(crate) fn pdf(
    id: &str,
    bytes: &[u8],
    unwrap: Vec<Unwrap>,
    remarks: &mut Vec<Remark>,
) -> Option<Document> {
    let trouble = match catch_unwind(|| pdf_extract::extract_text_from_mem(bytes)) {
        Ok(Ok(text)) if text.trim().is_empty() => {
            "no text in it; scanned pages need OCR".to_owned()
        }
        Ok(Ok(text)) => {
            let text = text.trim().to_owned();
            let alignment = Alignment(vec![Run {
                text: Span::new(0, text.len()),
                source: Span::new(0, bytes.len()),
                kind: RunKind::Decoded,
            }]);
            return Some(bare(id.to_owned(), unwrap, text, alignment));
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it is broken in a way the reader does not know".to_owned(),
    };
    remarks.push(Remark::new(id, "read", format!("PDF not read: {trouble}")));
    None
}

/// One field of a table: its text, and the way back to its bytes.
struct Field {
    text: String,
    runs: Vec<Run>,
}

/// The fields of the record at `at`, and where the next one starts.
fn row(table: &str, mut at: usize, comma: u8) -> (Vec<Field>, usize) {
    let bytes = table.as_bytes();
    let mut fields = Vec::new();
    loop {
        let mut field = Field {
            text: String::new(),
            runs: Vec::new(),
        };
        let mut put = |from: usize, to: usize, kind: RunKind| {
            // A doubled quotation mark stands for one.
            let words = &table[from..if kind == RunKind::Copied {
                to
            } else {
                from + 1
            }];
            if words.is_empty() {
                return;
            }
            let start = field.text.len();
            field.text.push_str(words);
            field.runs.push(Run {
                text: Span::new(start, field.text.len()),
                source: Span::new(from, to),
                kind,
            });
        };
        if bytes.get(at) == Some(&b'"') {
            at += 1;
            loop {
                let end = table[at..].find('"').map_or(bytes.len(), |i| at + i);
                put(at, end, RunKind::Copied);
                at = (end + 1).min(bytes.len());
                if bytes.get(at) != Some(&b'"') {
                    break;
                }
                put(end, at + 1, RunKind::Decoded);
                at += 1;
            }
        }
        let end = bytes[at..]
            .iter()
            .position(|b| *b == comma || *b == b'\n')
            .map_or(bytes.len(), |i| at + i);
        let stop = if end > at && bytes.get(end) != Some(&comma) && bytes[end - 1] == b'\r' {
            end - 1
        } else {
            end
        };
        put(at, stop, RunKind::Copied);
        at = end;
        fields.push(field);
        match bytes.get(at) {
            Some(b) if *b == comma => at += 1,
            _ => return (fields, (at + 1).min(bytes.len())),
        }
    }
}

fn comma(head: &str) -> u8 {
    let first = head.lines().next().unwrap_or("");
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|c| (first.bytes().filter(|b| b == c).count(), *c == b','))
        .unwrap_or(b',')
}

/// Whether the first line is the header of a table with a `text` column and another.
pub(crate) fn is_table(head: &str) -> bool {
    let (fields, _) = row(head, 0, comma(head));
    fields.len() > 1
        && fields.iter().all(|f| f.text.len() < 60)
        && fields
            .iter()
            .any(|f| f.text.trim().eq_ignore_ascii_case("text"))
}

/// Reads a table with a `text` column in UTF-8: a document for each row.
pub(crate) fn table(
    container: &str,
    table: &str,
    steps: &[Unwrap],
    remarks: &mut Vec<Remark>,
) -> Vec<Document> {
    let comma = comma(table);
    let (header, mut at) = row(table, 0, comma);
    let names: Vec<String> = header
        .iter()
        .map(|f| f.text.trim_start_matches('\u{feff}').trim().to_lowercase())
        .collect();
    let mut documents = Vec::new();
    let mut number = 0;
    while at < table.len() {
        let start = at;
        let (mut fields, next) = row(table, at, comma);
        at = next;
        if table[start..next].trim().is_empty() {
            continue;
        }
        number += 1;
        let column = |wanted: &[&str]| names.iter().position(|n| wanted.contains(&n.as_str()));
        let Some(text) = column(&["text"]).filter(|i| *i < fields.len()) else {
            remarks.push(Remark::new(
                format!("{container}#{number}"),
                "read",
                "row too short for a text; left out",
            ));
            continue;
        };
        let words = std::mem::take(&mut fields[text].text);
        let mut runs = std::mem::take(&mut fields[text].runs);
        for run in &mut runs {
            run.source = Span::new(run.source.start - start, run.source.end - start);
        }
        if words.trim().is_empty() {
            remarks.push(Remark::new(
                format!("{container}#{number}"),
                "read",
                "row without text; left out",
            ));
            continue;
        }
        let get = |wanted: &[&str]| {
            column(wanted)
                .and_then(|i| fields.get(i))
                .map(|f| f.text.trim().to_owned())
                .filter(|v| !v.is_empty())
        };
        let mut unwrap = steps.to_vec();
        unwrap.push(Unwrap::Range(start as u64, next as u64));
        let id = get(&["id", "uri", "url"]).unwrap_or_else(|| number.to_string());
        let mut document = bare(format!("{container}#{id}"), unwrap, words, Alignment(runs));
        document.metadata = Metadata {
            title: get(&["title"]),
            author: get(&["author", "authors"]),
            outlet: get(&["outlet", "source"]),
            published: get(&["date", "published"]),
            uri: get(&["uri", "url"]),
            language: get(&["language"]),
            ..Metadata::default()
        };
        for (name, field) in names.iter().zip(&fields) {
            let known = [
                "id",
                "text",
                "title",
                "author",
                "authors",
                "outlet",
                "source",
                "date",
                "published",
                "uri",
                "url",
                "language",
            ];
            if !known.contains(&name.as_str()) && !name.is_empty() {
                document
                    .extra
                    .insert(name.clone(), field.text.clone().into());
            }
        }
        documents.push(document);
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_become_documents_that_map_back() {
        let csv = "id,text,mood\r\n7,\"The mayor said \"\"no\"\",\r\nand left.\",grim\r\n8,Rain fell.,\r\n";
        assert!(is_table(csv));
        let mut remarks = Vec::new();
        let documents = table("t", csv, &[], &mut remarks);
        assert_eq!(documents.len(), 2, "{remarks:?}");
        assert_eq!(documents[0].id, "t#7");
        assert_eq!(documents[0].text, "The mayor said \"no\",\r\nand left.");
        assert_eq!(documents[0].extra["mood"], "grim");
        for d in &documents {
            let payload = crate::payload(csv.as_bytes(), &d.unwrap).expect("replays");
            assert_eq!(crate::check_document(d, &payload), Ok(()));
        }
    }

    #[test]
    fn a_mail_is_known_by_its_head() {
        assert!(is_mail(
            "From: a@b.example\nTo: c@d.example\nSubject: x\n\nHello"
        ));
        assert!(!is_mail(
            "From: where we stand: a report\nThe town is quiet.\n\n"
        ));
    }
}
