//! CoNLL-U files: forms, tags, heads and relations. Ranges (multiword tokens) and empty nodes are
//! passed over.

use std::error::Error;
use std::path::Path;

/// A word.
#[derive(Debug, Clone)]
pub(crate) struct Word {
    pub(crate) form: String,
    pub(crate) tag: String,
    /// 0 is the root, else the head's place, counted from 1.
    pub(crate) head: usize,
    pub(crate) relation: String,
}

/// The words of a sentence.
pub(crate) type Sentence = Vec<Word>;

/// Reads a file's sentences.
pub(crate) fn read(path: &Path) -> Result<Vec<Sentence>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    let mut now = Sentence::new();
    for line in text.lines().chain([""]) {
        if line.is_empty() {
            if !now.is_empty() {
                out.push(std::mem::take(&mut now));
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || columns.len() < 8 || columns[0].contains(['-', '.']) {
            continue;
        }
        now.push(Word {
            form: columns[1].to_owned(),
            tag: columns[3].to_owned(),
            head: columns[6].parse().map_err(|_| format!("no head: {line}"))?,
            relation: columns[7].to_owned(),
        });
    }
    Ok(out)
}
