//! Inputs as named into a sorted list of sources, and their bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};

use sayso_record::id::sha256_hex;
use sayso_record::{Capture, Document, Remark};

use crate::{Error, Sidecar, sidecar};

/// An input: one file, or standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Path below the folder that was named, with `/` on every system; `-` for standard input.
    pub name: String,
    /// The file; none for standard input.
    pub path: Option<PathBuf>,
    /// Id of the document(s): the name without its known endings, unless two would be equal.
    pub id: String,
}

const ENDINGS: &[&str] = &[
    "gz", "zst", "html", "htm", "xhtml", "txt", "text", "md", "markdown", "jsonl", "ndjson",
    "json", "csv", "rss", "atom", "xml", "warc", "wacz", "eml", "pdf",
];

/// A name without its known endings: `html/x.html.gz` gives `html/x`.
pub(crate) fn bare(name: &str) -> &str {
    let mut now = name;
    while let Some((stem, ending)) = now.rsplit_once('.') {
        let known = ENDINGS.contains(&ending.to_lowercase().as_str());
        if !known || stem.is_empty() || stem.ends_with('/') {
            break;
        }
        now = stem;
    }
    now
}

/// Walks inputs (files, folders, globs, `-`) into sources sorted by name.
///
/// # Errors
/// When a named input is absent or a pattern cannot be read.
pub fn discover(
    inputs: &[PathBuf],
    sidecar: &Sidecar,
) -> Result<(Vec<Source>, Vec<Remark>), Error> {
    let mut found: Vec<(String, Option<PathBuf>)> = Vec::new();
    let mut remarks = Vec::new();
    for input in inputs {
        if input.as_os_str() == "-" {
            found.push(("-".into(), None));
        } else if input.exists() {
            named(input, &mut found, &mut remarks);
        } else {
            let pattern = input.to_string_lossy();
            if !pattern.contains(['*', '?', '[']) {
                return Err(Error::NoInput(input.clone()));
            }
            let matches = glob::glob(&pattern).map_err(|e| Error::Pattern {
                pattern: pattern.to_string(),
                found: e.to_string(),
            })?;
            let mut any = false;
            for path in matches.flatten() {
                any = true;
                named(&path, &mut found, &mut remarks);
            }
            if !any {
                return Err(Error::NoInput(input.clone()));
            }
        }
    }
    let files: Vec<PathBuf> = found.iter().filter_map(|f| f.1.clone()).collect();
    remarks.extend(sidecar.unmatched(&files));
    found.retain(|(name, path)| match path {
        Some(path) if sidecar.is_self(path) => false,
        Some(path) if is_sidecar_file(path) => {
            remarks.push(Remark::new(
                name.clone(),
                "capture",
                "a metadata table, left aside; name it with --metadata to use it",
            ));
            false
        }
        _ => true,
    });
    found.sort();
    found.dedup();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in &found {
        *uses.entry(bare(name)).or_default() += 1;
    }
    let sources = found
        .iter()
        .map(|(name, path)| Source {
            id: if uses[bare(name)] > 1 {
                name.clone()
            } else {
                bare(name).to_owned()
            },
            name: name.clone(),
            path: path.clone(),
        })
        .collect();
    Ok((sources, remarks))
}

fn named(input: &Path, found: &mut Vec<(String, Option<PathBuf>)>, remarks: &mut Vec<Remark>) {
    if input.is_dir() {
        let mut above = BTreeSet::new();
        walk(input, "", &mut above, found, remarks);
    } else {
        let name = input.file_name().unwrap_or_default().to_string_lossy();
        found.push((name.into_owned(), Some(input.to_path_buf())));
    }
}

/// `above` holds the folders on the way down, so that a link back to one of them ends the walk
/// there instead of going round.
fn walk(
    folder: &Path,
    prefix: &str,
    above: &mut BTreeSet<PathBuf>,
    found: &mut Vec<(String, Option<PathBuf>)>,
    remarks: &mut Vec<Remark>,
) {
    let real = match folder.canonicalize() {
        Ok(real) => real,
        Err(error) => {
            remarks.push(Remark::new(
                prefix,
                "capture",
                format!("folder not read: {error}"),
            ));
            return;
        }
    };
    if !above.insert(real.clone()) {
        remarks.push(Remark::new(
            prefix.trim_end_matches('/'),
            "capture",
            "a link back to a folder above it; not followed",
        ));
        return;
    }
    match std::fs::read_dir(folder) {
        Err(error) => {
            remarks.push(Remark::new(
                prefix,
                "capture",
                format!("folder not read: {error}"),
            ));
        }
        Ok(entries) => {
            let mut entries: Vec<_> = entries.flatten().collect();
            entries.sort_by_key(std::fs::DirEntry::file_name);
            for entry in entries {
                let file = entry.file_name().to_string_lossy().into_owned();
                // Dot files are the system's (.git, .DS_Store), not the collector's.
                if file.starts_with('.') {
                    continue;
                }
                let path = entry.path();
                let name = format!("{prefix}{file}");
                if path.is_dir() {
                    walk(&path, &format!("{name}/"), above, found, remarks);
                } else if path.is_file() {
                    found.push((name, Some(path)));
                } else {
                    remarks.push(Remark::new(
                        name,
                        "capture",
                        "neither a file nor a folder (a dangling link, a pipe or a device); left aside",
                    ));
                }
            }
        }
    }
    above.remove(&real);
}

fn is_sidecar_file(path: &Path) -> bool {
    if !path
        .extension()
        .is_some_and(|e| e.eq_ignore_ascii_case("csv"))
    {
        return false;
    }
    let mut start = Vec::new();
    let read = std::fs::File::open(path).and_then(|f| f.take(512).read_to_end(&mut start));
    read.is_ok()
        && String::from_utf8_lossy(&start)
            .lines()
            .next()
            .is_some_and(|line| sidecar::is_header(line.trim_start_matches('\u{feff}')))
}

/// Takes the bytes of a source, as they are.
///
/// # Errors
/// A remark when they cannot be had.
pub fn obtain(source: &Source) -> Result<(Capture, Vec<u8>), Remark> {
    let taken = match &source.path {
        Some(path) => std::fs::read(path),
        None => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
        }
    };
    let bytes = taken.map_err(|error| {
        Remark::new(
            source.name.clone(),
            "capture",
            format!("not read: {error}; check its permissions"),
        )
    })?;
    let capture = Capture {
        sha256: sha256_hex(&bytes),
        media_type: crate::read::media_type(&bytes).to_owned(),
        name: source.name.clone(),
        size: bytes.len() as u64,
    };
    Ok((capture, bytes))
}

/// Gives documents of equal id a `~2`, `~3`, … in their order, with a remark for each.
pub fn unique_ids(documents: &mut [Document]) -> Vec<Remark> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut remarks = Vec::new();
    for document in documents {
        if taken.insert(document.id.clone()) {
            continue;
        }
        let first = document.id.clone();
        let fresh = (2..)
            .map(|n| format!("{first}~{n}"))
            .find(|id| !taken.contains(id))
            .unwrap_or_default();
        remarks.push(Remark::new(
            fresh.clone(),
            "read",
            format!("a second document with the id {first}; renamed"),
        ));
        taken.insert(fresh.clone());
        document.id = fresh;
    }
    remarks
}
