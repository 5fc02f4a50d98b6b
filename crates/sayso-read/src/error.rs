//! Errors of this crate: configuration and IO that stop the work, never trouble in a document.

use std::path::PathBuf;

/// What was found and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An input that was named is not there.
    #[error("{0}: no such file or folder; check the path, or quote a pattern")]
    NoInput(PathBuf),
    /// A glob that cannot be read.
    #[error("{pattern}: not a pattern ({found}); write * and ? for any characters")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        found: String,
    },
    /// The sidecar cannot be used.
    #[error(
        "{path}: cannot be used as --metadata: {found}; it needs a header with the column path"
    )]
    Sidecar {
        /// The file.
        path: PathBuf,
        /// What was found.
        found: String,
    },
    /// A step from capture to payload cannot be replayed.
    #[error(
        "the capture cannot be unwrapped: {0}; its bytes are not those the document was read from"
    )]
    Unwrap(String),
}
