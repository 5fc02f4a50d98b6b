//! The pile stages alone: reads `{"document":…,"layers":…}` lines, prints the findings as JSON.
//! For running them over documents and layers that another tool made.

use std::io::BufRead;

use sayso_knowledge::Knowledge;
use sayso_record::{Document, Layers};
use sayso_relate::{Context, Options, Pile, relate, told};

#[derive(serde::Deserialize)]
struct Line {
    document: Document,
    layers: Layers,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (mut documents, mut tells) = (Vec::new(), Vec::new());
    for line in std::io::stdin().lock().lines() {
        let line: Line = serde_json::from_str(&line?)?;
        tells.push(told(&line.document, &line.layers));
        documents.push(line.document);
    }
    let knowledge = Knowledge::bundled();
    let pile = Pile {
        documents: &documents,
        told: &tells,
        judgements: &[],
    };
    let (findings, _) = relate(
        &Context {
            knowledge: &knowledge,
        },
        &pile,
        &Options::default(),
    );
    serde_json::to_writer_pretty(std::io::stdout().lock(), &findings)?;
    Ok(())
}
