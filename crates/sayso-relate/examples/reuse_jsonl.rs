//! Reuse over JSONL with one body a record, for measuring this stage alone:
//! `reuse_jsonl < docs.jsonl > pairs.jsonl`. Fields: id, text, date, outlet (or series).

use std::io::{BufRead, Write};

use sayso_knowledge::Knowledge;
use sayso_record::{Document, Metadata};
use sayso_relate::{Context, Options, reuse};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut documents = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let record: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |name: &str| record.get(name).and_then(|v| v.as_str()).map(str::to_owned);
        let text = field("text").unwrap_or_default();
        let id = field("id").unwrap_or_else(|| format!("{}", documents.len()));
        documents.push(Document {
            metadata: Metadata {
                outlet: field("outlet").or_else(|| field("series")),
                published: field("date"),
                ..Metadata::default()
            },
            ..Document::plain(id, text)
        });
    }
    let knowledge = Knowledge::bundled();
    let passages = reuse(
        &Context {
            knowledge: &knowledge,
        },
        &documents,
        &Options::default(),
    );
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for p in passages {
        serde_json::to_writer(&mut out, &p)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
