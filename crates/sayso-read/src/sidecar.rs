//! `--metadata FILE.csv`: what the collector knew of each input.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use sayso_record::{Metadata, Remark};

use crate::Error;

/// The sidecar, by absolute path of the input.
#[derive(Debug, Default, Clone)]
pub struct Sidecar {
    /// The file itself, never an input.
    file: Option<PathBuf>,
    rows: BTreeMap<PathBuf, Metadata>,
}

/// Whether a header line is a sidecar's: a `path` column and at least one of the others.
pub(crate) fn is_header(line: &str) -> bool {
    let columns: Vec<String> = line.split(',').map(|c| c.trim().to_lowercase()).collect();
    columns.iter().any(|c| c == "path")
        && columns.iter().all(|c| {
            [
                "path",
                "outlet",
                "author",
                "published",
                "uri",
                "language",
                "translation_of",
            ]
            .contains(&c.as_str())
        })
}

fn absolute(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

impl Sidecar {
    /// Reads a sidecar; paths in it are relative to its own folder.
    ///
    /// # Errors
    /// When it cannot be read or has no `path` column.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let trouble = |found: String| Error::Sidecar {
            path: path.into(),
            found,
        };
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_path(path)
            .map_err(|e| trouble(e.to_string()))?;
        let header = reader
            .headers()
            .map_err(|e| trouble(e.to_string()))?
            .clone();
        let column = |name: &str| {
            header
                .iter()
                .position(|c| c.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name))
        };
        let Some(path_column) = column("path") else {
            return Err(trouble(format!(
                "its columns are {}",
                header.iter().collect::<Vec<_>>().join(", ")
            )));
        };
        let base = path.parent().unwrap_or(Path::new("."));
        let mut rows = BTreeMap::new();
        for row in reader.records() {
            let row = row.map_err(|e| trouble(e.to_string()))?;
            let get = |name: &str| {
                column(name)
                    .and_then(|i| row.get(i))
                    .filter(|v| !v.is_empty())
                    .map(str::to_owned)
            };
            let Some(named) = row.get(path_column).filter(|v| !v.is_empty()) else {
                continue;
            };
            rows.insert(
                absolute(&base.join(named)),
                Metadata {
                    author: get("author"),
                    outlet: get("outlet"),
                    published: get("published"),
                    uri: get("uri"),
                    language: get("language"),
                    translation_of: get("translation_of"),
                    ..Metadata::default()
                },
            );
        }
        Ok(Sidecar {
            file: Some(absolute(path)),
            rows,
        })
    }

    /// What the collector knew of this input.
    pub fn get(&self, path: &Path) -> Option<&Metadata> {
        self.rows.get(&absolute(path))
    }

    /// Whether `path` is the sidecar itself.
    pub(crate) fn is_self(&self, path: &Path) -> bool {
        self.file.as_deref() == Some(absolute(path).as_path())
    }

    /// A remark for each row that names none of `inputs`.
    pub fn unmatched(&self, inputs: &[PathBuf]) -> Vec<Remark> {
        let there: Vec<PathBuf> = inputs.iter().map(|p| absolute(p)).collect();
        self.rows
            .keys()
            .filter(|row| !there.contains(row))
            .map(|row| {
                let name = row.file_name().unwrap_or_default().to_string_lossy();
                Remark::new(
                    name,
                    "capture",
                    "named in the metadata file, but not among the inputs; check the path",
                )
            })
            .collect()
    }
}
