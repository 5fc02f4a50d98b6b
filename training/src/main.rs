//! Recipes that train the bundled models: `cargo run --release -p sayso-train -- NAME DATA`.
//!
//! DATA is the folder of the annotated corpora. Each recipe prints its dev score per epoch group
//! and writes `models/NAME-v1.model`; the card beside it is written by hand.

mod attribution;
mod tags;

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, data] = arguments.as_slice() else {
        eprintln!("usage: sayso-train tags|attribution DATA_FOLDER");
        return ExitCode::FAILURE;
    };
    let data = Path::new(data);
    let done = match name.as_str() {
        "attribution" => attribution::recipe(data),
        "tags" => tags::recipe(data),
        other => Err(format!("{other}: no such recipe; there are tags and attribution").into()),
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
