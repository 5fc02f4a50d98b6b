//! Capture and read: bytes into documents whose every byte of text maps back to the bytes.
//!
//! [`discover`] lists inputs, [`obtain`] takes their bytes, [`read`] turns them into documents.
//! Trouble in an input is a remark; only configuration that cannot be used is an [`Error`].

mod discover;
mod encoding;
mod error;
mod feed;
mod html;
mod language;
mod packed;
mod printed;
mod read;
mod records;
mod sidecar;
mod text;
mod thread;
mod unwrap;
mod warc;

pub use discover::{Source, discover, obtain, unique_ids};
pub use error::Error;
pub use read::{check_document, read};
pub use sidecar::Sidecar;
pub use unwrap::payload;

/// Version of this stage; part of its fingerprint. Raise it when its output changes.
pub const VERSION: &str = "read-4";
