//! `sayso truth`: a table in, values with probabilities out.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;

use sayso::{Method, Said, ValueKind};

use crate::Failure;

/// Reads the table and prints what the method finds.
pub(crate) fn run(
    path: &Path,
    method: &str,
    kinds: &[String],
    (parts, sources): (bool, bool),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let kinds = kinds
        .iter()
        .map(|k| kind(k))
        .collect::<Result<BTreeMap<_, _>, _>>()?;
    let method = match method {
        "vote" => Method::Vote,
        "accuracy" => Method::Accuracy,
        _ => Method::Copying,
    };
    let found = sayso::truth(&table(path)?, &kinds, method);
    let mut rows = csv::Writer::from_writer(out);
    let share = |p: f64| format!("{p:.4}");
    if sources {
        rows.write_record(["source", "accuracy", "copies_from", "probability"])?;
        for record in &found.sources {
            let accuracy = share(record.accuracy);
            if record.copies_from.is_empty() {
                rows.write_record([record.source.as_str(), &accuracy, "", ""])?;
            }
            for (other, p) in &record.copies_from {
                rows.write_record([record.source.as_str(), &accuracy, other, &share(*p)])?;
            }
        }
    } else if parts {
        rows.write_record([
            "object",
            "attribute",
            "value",
            "probability",
            "independent",
            "sources",
        ])?;
        for cell in &found.cells {
            for v in &cell.values {
                rows.write_record([
                    cell.object.as_str(),
                    &cell.attribute,
                    &v.value,
                    &share(v.probability),
                    &format!("{:.2}", v.independent),
                    &v.sources.join("; "),
                ])?;
            }
        }
    } else {
        rows.write_record(["object", "attribute", "value", "probability"])?;
        for cell in &found.cells {
            if let Some(best) = cell.values.first() {
                let p = share(best.probability);
                rows.write_record([cell.object.as_str(), &cell.attribute, &best.value, &p])?;
            }
        }
    }
    rows.flush()?;
    Ok(())
}

fn kind(told: &str) -> Result<(String, ValueKind), Failure> {
    let (attribute, name) = told
        .split_once('=')
        .ok_or_else(|| format!("--as {told}: write ATTRIBUTE=KIND, such as crew=number"))?;
    let kind = ValueKind::named(name)
        .ok_or_else(|| format!("--as {told}: the kinds are time, number, persons and text"))?;
    Ok((attribute.to_owned(), kind))
}

fn table(path: &Path) -> Result<Vec<Said>, Failure> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    let mut reader = csv::Reader::from_reader(bytes.as_slice());
    let header = reader.headers()?.clone();
    let column = |name: &str| {
        header.iter().position(|h| h.trim() == name).ok_or_else(|| {
            let found: Vec<&str> = header.iter().collect();
            format!(
                "{}: no column {name}; needed are source,object,attribute,value, found {}",
                path.display(),
                found.join(",")
            )
        })
    };
    let at = [
        column("source")?,
        column("object")?,
        column("attribute")?,
        column("value")?,
    ];
    let mut said = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| format!("{}: {e}", path.display()))?;
        let cell = |n: usize| row.get(at[n]).unwrap_or("").to_owned();
        said.push(Said {
            source: cell(0),
            object: cell(1),
            attribute: cell(2),
            value: cell(3),
        });
    }
    Ok(said)
}
