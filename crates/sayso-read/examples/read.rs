//! Prints each document of the files named as one JSON line: id, text and segments.

use std::io::Write;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let inputs: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let sidecar = sayso_read::Sidecar::default();
    let (sources, mut remarks) = sayso_read::discover(&inputs, &sidecar)?;
    let mut out = std::io::stdout().lock();
    for source in &sources {
        match sayso_read::obtain(source) {
            Ok((capture, bytes)) => {
                let (documents, met) = sayso_read::read(source, &capture, &bytes, &sidecar);
                remarks.extend(met);
                for document in documents {
                    let payload = sayso_read::payload(&bytes, &document.unwrap)?;
                    sayso_read::check_document(&document, &payload)?;
                    let line = serde_json::json!({
                        "id": document.id, "text": document.text, "segments": document.segments,
                        "document": document.metadata,
                    });
                    writeln!(out, "{line}")?;
                }
            }
            Err(remark) => remarks.push(remark),
        }
    }
    for remark in remarks {
        writeln!(std::io::stderr(), "{}: {}", remark.about, remark.message)?;
    }
    Ok(())
}
