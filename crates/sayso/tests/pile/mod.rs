//! Small piles for the tests of the house.

use std::path::PathBuf;

use sayso::{Options, build};

/// A ledger of plain texts, each with its name, the day it appeared and its words; the outlet of
/// `north` is "north Post". The folder is removed when it is dropped.
pub fn built(texts: &[(&str, &str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pile = folder.path().join("pile");
    std::fs::create_dir(&pile).expect("ours");
    let mut sidecar = "path,published,outlet\n".to_owned();
    for (name, day, text) in texts {
        std::fs::write(pile.join(format!("{name}.txt")), format!("{text}\n")).expect("ours");
        sidecar.push_str(&format!("pile/{name}.txt,{day},{name} Post\n"));
    }
    let metadata = folder.path().join("metadata.csv");
    std::fs::write(&metadata, sidecar).expect("ours");
    let options = Options {
        metadata: Some(metadata),
        ..Options::default()
    };
    let path = folder.path().join("a.sayso");
    let outcome = build(&[pile], &path, &options, &|_, _, _| {}).expect("built");
    // A row of the sidecar that finds no text would leave it undated without a word.
    assert_eq!(outcome.remarks, []);
    (folder, path)
}
