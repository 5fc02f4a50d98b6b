//! resolve: when two names, two nouns or two times may mean the same.

pub(crate) mod names;
pub(crate) mod window;
