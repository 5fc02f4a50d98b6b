//! relate: passages, statements, claims, and how statements stand to each other.

pub(crate) mod align;
pub(crate) mod claims;
pub(crate) mod corrections;
pub(crate) mod credit;
pub(crate) mod family;
pub(crate) mod incidents;
pub(crate) mod passages;
pub(crate) mod question;
pub(crate) mod quotes;
pub(crate) mod relations;
pub(crate) mod statements;
pub(crate) mod tokens;
