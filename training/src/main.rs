//! Recipes that train the bundled models: `cargo xtask train NAME DATA`.
//!
//! DATA is the folder of the annotated corpora. Each recipe prints its progress and its dev scores
//! and writes under `models/`; the cards there are written by hand. What is made of what: clusters,
//! then tags, then the parser, then mentions and attribution.

mod attribution;
mod clusters;
mod conllu;
mod mentions;
mod parse;
mod stance;
mod tags;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, data] = arguments.as_slice() else {
        eprintln!(
            "usage: cargo xtask train clusters|tags|parse|mentions|attribution|stance DATA_FOLDER"
        );
        return ExitCode::FAILURE;
    };
    let data = Path::new(data);
    let done = match name.as_str() {
        "attribution" => attribution::recipe(data),
        "clusters" => clusters::recipe(data),
        "mentions" => mentions::recipe(data),
        "parse" => parse::recipe(data),
        "stance" => stance::recipe(data),
        "tags" => tags::recipe(data),
        other => Err(format!(
            "{other}: no such recipe; there are clusters, tags, parse, mentions, attribution and stance"
        )
        .into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sayso-train: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Where a model goes.
fn model_path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../models")
        .join(format!("{name}-v1.model"))
}
