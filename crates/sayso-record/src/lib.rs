//! The vocabulary of sayso: plain values, ids and the laws of evidence.
//!
//! No IO, no lookups, no clock. Every other crate speaks in these types; a record makes sense
//! alone, in a file, on another machine. Positions are half-open UTF-8 byte ranges.
//!
//! - [`span`]: where words stand; [`Evidence`] is a non-empty list of such places.
//! - [`document`]: captures, documents, segments and the way back into the captured bytes.
//! - [`layers`]: what annotators find in one document (the shapes of the annotation contract).
//! - [`terms`]: the closed word lists both use.
//! - [`pile`]: what only the whole pile can tell: passages, statements, claims, origins, grades.

pub mod document;
pub mod id;
pub mod layers;
pub mod pile;
pub mod span;
pub mod terms;

pub use document::*;
pub use id::content_id;
pub use layers::*;
pub use pile::*;
pub use span::{DocSpan, Evidence, NoEvidence, Span};
pub use terms::*;
