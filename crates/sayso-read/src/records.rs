//! JSON lines: one document a line, its text byte for byte the record's.

use std::collections::BTreeMap;

use sayso_record::{Alignment, Document, Metadata, Remark, Run, RunKind, Span, Unwrap};
use serde_json::Value;

/// Whether the first line is a JSON object with a `text`.
pub(crate) fn is_jsonl(payload: &[u8]) -> bool {
    let first = payload
        .split(|b| *b == b'\n')
        .find(|l| !l.trim_ascii().is_empty())
        .unwrap_or_default();
    first.trim_ascii_start().starts_with(b"{")
        && serde_json::from_slice::<Value>(first).is_ok_and(|v| v.get("text").is_some())
}

fn words(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
        Value::Array(list) => {
            let all: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        Value::Number(n) => Some(n.to_string()),
        _ => None,
    }
}

/// Fields with a meaning of their own; all others are kept in `extra`.
const KNOWN: &[&str] = &[
    "id",
    "text",
    "title",
    "date",
    "published",
    "author",
    "authors",
    "outlet",
    "source",
    "url",
    "uri",
    "language",
];

/// Reads JSON lines from `payload`; `steps` is the way to it.
pub(crate) fn jsonl(
    container: &str,
    payload: &[u8],
    steps: &[Unwrap],
    remarks: &mut Vec<Remark>,
) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut at = 0;
    for (number, line) in payload.split_inclusive(|b| *b == b'\n').enumerate() {
        let start = at;
        at += line.len();
        let trimmed = line.trim_ascii_end();
        if trimmed.trim_ascii().is_empty() {
            continue;
        }
        let record: BTreeMap<String, Value> = match serde_json::from_slice(trimmed) {
            Ok(record) => record,
            Err(error) => {
                remarks.push(Remark::new(
                    container,
                    "read",
                    format!("line {}: not a JSON record ({error}); left out", number + 1),
                ));
                continue;
            }
        };
        let Some(text) = record.get("text").and_then(Value::as_str) else {
            remarks.push(Remark::new(
                container,
                "read",
                format!("line {}: no `text`; left out", number + 1),
            ));
            continue;
        };
        let get = |names: &[&str]| names.iter().find_map(|n| words(record.get(*n)));
        let id = get(&["id"]).unwrap_or_else(|| format!("{container}#{}", number + 1));
        let Some(alignment) = escaped(trimmed, text) else {
            remarks.push(Remark::new(
                id,
                "read",
                "its text could not be mapped back to the line; left out",
            ));
            continue;
        };
        let metadata = Metadata {
            title: get(&["title"]),
            author: get(&["author", "authors"]),
            outlet: get(&["outlet", "source"]),
            published: get(&["date", "published"]),
            uri: get(&["url", "uri"]),
            language: get(&["language"]),
            ..Metadata::default()
        };
        let mut unwrap = steps.to_vec();
        unwrap.push(Unwrap::Range(start as u64, (start + trimmed.len()) as u64));
        documents.push(Document {
            id,
            capture: String::new(),
            unwrap,
            captured_at: None,
            text: text.to_owned(),
            alignment,
            metadata,
            printed: Metadata::default(),
            kind: Default::default(),
            segments: Vec::new(),
            extra: record
                .into_iter()
                .filter(|(key, _)| !KNOWN.contains(&key.as_str()))
                .collect(),
        });
    }
    documents
}

/// Maps `text` to the JSON string after the top-level key `text` in `line`.
fn escaped(line: &[u8], text: &str) -> Option<Alignment> {
    let mut at = value_of(line, b"text")?;
    let mut runs: Vec<Run> = Vec::new();
    let mut here = 0;
    while here < text.len() {
        let plain = line[at..]
            .iter()
            .take_while(|b| **b != b'\\' && **b != b'"')
            .count();
        if plain > 0 {
            if text.as_bytes().get(here..here + plain)? != &line[at..at + plain] {
                return None;
            }
            runs.push(Run {
                text: Span::new(here, here + plain),
                source: Span::new(at, at + plain),
                kind: RunKind::Copied,
            });
            here += plain;
            at += plain;
            continue;
        }
        if line.get(at) != Some(&b'\\') {
            return None;
        }
        let mut len = if line.get(at + 1) == Some(&b'u') {
            6
        } else {
            2
        };
        let c = text.get(here..)?.chars().next()?;
        if len == 6 && c.len_utf16() == 2 {
            len = 12;
        }
        runs.push(Run {
            text: Span::new(here, here + c.len_utf8()),
            source: Span::new(at, (at + len).min(line.len())),
            kind: RunKind::Decoded,
        });
        here += c.len_utf8();
        at += len;
    }
    Some(Alignment(runs))
}

/// First byte inside the string that is the value of `key` in the outermost object; of several
/// equal keys the last one, as JSON readers take it.
fn value_of(line: &[u8], key: &[u8]) -> Option<usize> {
    let (mut depth, mut at, mut found) = (0u32, 0, None);
    while at < line.len() {
        match line[at] {
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'"' => {
                let start = at + 1;
                let mut end = start;
                while end < line.len() && line[end] != b'"' {
                    end += if line[end] == b'\\' { 2 } else { 1 };
                }
                let end = end.min(line.len());
                let rest = &line[(end + 1).min(line.len())..];
                let skipped = rest.len() - rest.trim_ascii_start().len();
                if depth == 1
                    && &line[start..end] == key
                    && rest.trim_ascii_start().starts_with(b":")
                {
                    let after = end + 1 + skipped + 1;
                    let value = line.get(after..)?;
                    let gap = value.len() - value.trim_ascii_start().len();
                    if value.trim_ascii_start().starts_with(b"\"") {
                        found = Some(after + gap + 1);
                    }
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    found
}
