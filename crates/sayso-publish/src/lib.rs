//! Exports of a ledger: every record as JSON lines, claims and statements as CSV, control of places as GeoJSON,
//! and the tables of the field: ACLED, UCDP, schema.org.
//!
//! Wire shapes live here, apart from the records. Nothing here reads a clock: the same ledger
//! gives the same bytes.

mod acled;
mod claimreview;
mod geojson;
mod incidents;
mod tables;
mod ucdp;

use std::collections::BTreeMap;
use std::io::Write;

pub use acled::acled;
pub use claimreview::claimreview;
pub use geojson::geojson;
pub use tables::{TableKind, table};
pub use ucdp::ucdp;

use sayso_record::{Capture, Claim, Document, Findings, Judgement, Layers, Remark};
use serde::Serialize;
use serde_json::{Value, json};

/// Trouble while writing an export.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or pipe refused.
    #[error("the export could not be written: {0}; check free space and permissions")]
    Io(#[from] std::io::Error),
    /// A record could not be put into words.
    #[error("a record could not be exported: {0}; run `sayso check` on the ledger")]
    Record(#[from] serde_json::Error),
    /// A CSV row could not be written.
    #[error("the table could not be written: {0}")]
    Csv(csv::Error),
}

impl From<csv::Error> for Error {
    /// Trouble of the file or pipe stays what it is, so that a reader who has seen enough is known.
    fn from(error: csv::Error) -> Self {
        if !error.is_io_error() {
            return Error::Csv(error);
        }
        match error.into_kind() {
            csv::ErrorKind::Io(io) => Error::Io(io),
            other => Error::Io(std::io::Error::other(format!("{other:?}"))),
        }
    }
}

/// What a ledger holds.
pub struct Pile<'a> {
    /// Captures.
    pub captures: &'a [Capture],
    /// Documents by id.
    pub documents: &'a [Document],
    /// Layers of each document, in the same order.
    pub layers: &'a [Layers],
    /// Findings.
    pub findings: &'a Findings,
    /// Judgements.
    pub judgements: &'a [Judgement],
    /// Remarks.
    pub remarks: &'a [Remark],
    /// What is known of a country by its ISO 3166-1 alpha-2 code.
    pub countries: &'a dyn Fn(&str) -> Option<Country>,
}

/// A country as the field's tables name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// In English.
    pub name: String,
    /// ISO 3166-1 alpha-3.
    pub iso3: String,
    /// ISO 3166-1 numeric, three digits.
    pub numeric: String,
    /// ACLED's region.
    pub region: String,
}

/// Every record, one a line, `{"record":kind,…}`, sorted by kind, document and id.
///
/// # Errors
/// When the output refuses or a record cannot be written.
pub fn jsonl(pile: &Pile<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let mut lines: Vec<(&'static str, String, String)> = Vec::new();
    let mut put = |kind: &'static str, key: String, value: Value| -> Result<(), Error> {
        let mut record = serde_json::Map::new();
        record.insert("record".into(), kind.into());
        if let Value::Object(fields) = value {
            record.extend(fields);
        }
        lines.push((kind, key, serde_json::to_string(&record)?));
        Ok(())
    };
    for capture in pile.captures {
        put("capture", capture.sha256.clone(), json(capture)?)?;
    }
    for (document, layers) in pile.documents.iter().zip(pile.layers) {
        let id = &document.id;
        let mut whole = json(document)?;
        if let Value::Object(fields) = &mut whole {
            fields.remove("segments");
        }
        put("document", id.clone(), whole)?;
        for segment in &document.segments {
            put("segment", place(id, segment.start), of(id, json(segment)?))?;
        }
        for (layer, list) in json(layers)?.as_object().into_iter().flatten() {
            let Some(kind) = LAYERS.iter().find(|l| l.0 == layer) else {
                continue;
            };
            for (index, record) in list.as_array().into_iter().flatten().enumerate() {
                put(kind.1, place(id, index), of(id, record.clone()))?;
            }
        }
    }
    for x in &pile.findings.passages {
        put("passage", x.id.clone(), json(x)?)?;
    }
    for x in &pile.findings.statements {
        put("statement", x.id.clone(), json(x)?)?;
    }
    for x in &pile.findings.relations {
        put("relation", x.id.clone(), json(x)?)?;
    }
    for x in &pile.findings.outcomes {
        put("outcome", x.id.clone(), json(x)?)?;
    }
    for claim in &pile.findings.claims {
        put("claim", claim.id.clone(), json(claim)?)?;
        let grade = json!({"claim": claim.id, "grade": claim.grade});
        put("grade", claim.id.clone(), grade)?;
        for (a, answer) in claim.answers.iter().enumerate() {
            for (g, group) in answer.origin_groups.iter().enumerate() {
                let key = format!("{} {a:04} {g:04}", claim.id);
                let origin =
                    json!({"claim": claim.id, "answer": answer.value, "appearances": group});
                put("origin", key, origin)?;
            }
        }
    }
    for x in pile.judgements {
        put("judgement", x.id.clone(), json(x)?)?;
    }
    for (index, remark) in pile.remarks.iter().enumerate() {
        put("remark", format!("{index:08}"), json(remark)?)?;
    }
    lines.sort();
    for (_, _, line) in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Layers and the name of one record of each.
const LAYERS: &[(&str, &str)] = &[
    ("sentences", "sentence"),
    ("quotations", "quotation"),
    ("mentions", "mention"),
    ("places", "place"),
    ("actors", "actor"),
    ("times", "time"),
    ("attributions", "attribution"),
    ("figures", "figure"),
    ("events", "event"),
    ("control", "control"),
    ("forecasts", "forecast"),
    ("labels", "label"),
    ("replies", "reply"),
];

fn json<T: Serialize>(record: &T) -> Result<Value, Error> {
    Ok(serde_json::to_value(record)?)
}

/// Sorts by document, then by place: numbers padded so that text order is number order.
fn place(doc: &str, at: usize) -> String {
    format!("{doc} {at:012}")
}

fn of(doc: &str, record: Value) -> Value {
    let mut out = serde_json::Map::new();
    out.insert("doc".into(), doc.into());
    if let Value::Object(fields) = record {
        out.extend(fields);
    }
    Value::Object(out)
}

/// One row an appearance: claim, question, answer, origins, who, where, in which words.
///
/// # Errors
/// When the output refuses.
pub fn csv(claims: &[Claim], documents: &[Document], out: &mut dyn Write) -> Result<(), Error> {
    let texts: BTreeMap<&str, &str> = documents
        .iter()
        .map(|d| (d.id.as_str(), d.text.as_str()))
        .collect();
    let mut table = csv::Writer::from_writer(out);
    table.write_record([
        "claim",
        "question",
        "kind",
        "relation",
        "airwars",
        "admiralty",
        "answer",
        "origins_min",
        "origins_max",
        "appearance",
        "doc",
        "start",
        "end",
        "words",
        "speaker",
        "chain",
        "commitment",
        "hedge",
        "modality",
        "published",
    ])?;
    for claim in claims {
        for answer in &claim.answers {
            for x in &answer.appearances {
                let chain: Vec<&str> = x.chain.iter().map(|c| c.teller.as_str()).collect();
                let words = texts
                    .get(x.doc.as_str())
                    .and_then(|t| t.get(x.start..x.end))
                    .unwrap_or("");
                table.write_record([
                    claim.id.as_str(),
                    &safe(&claim.question),
                    claim.kind.word(),
                    claim.relation.word(),
                    &claim.grade.airwars,
                    &claim.grade.admiralty,
                    &safe(&answer.value),
                    &answer.origins.min.to_string(),
                    &answer.origins.max.to_string(),
                    &x.id,
                    &safe(&x.doc),
                    &x.start.to_string(),
                    &x.end.to_string(),
                    &safe(words),
                    &safe(&x.speaker),
                    &safe(&chain.join(" > ")),
                    x.commitment.word(),
                    x.hedge.word(),
                    x.modality.word(),
                    x.published.as_deref().unwrap_or(""),
                ])?;
            }
        }
    }
    table.flush()?;
    Ok(())
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe: captured words are
/// hostile. A negative number is a number.
fn safe(cell: &str) -> String {
    if cell.parse::<f64>().is_err() && cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(safe("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(safe("4,000"), "4,000");
        assert_eq!(safe("-77.0363"), "-77.0363");
    }

    #[test]
    fn a_reader_who_has_seen_enough_is_told_apart() {
        struct Gone;
        impl Write for Gone {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let told = csv(&[], &[], &mut Gone);
        let Err(Error::Io(io)) = told else {
            panic!("{told:?}")
        };
        assert_eq!(io.kind(), std::io::ErrorKind::BrokenPipe);
    }
}
