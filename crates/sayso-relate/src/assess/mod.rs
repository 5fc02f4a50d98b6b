//! assess: how many independent tellings stand behind each answer, and what that is worth.

pub(crate) mod dependence;
pub(crate) mod grades;
pub(crate) mod origins;
pub(crate) mod outcomes;
pub(crate) mod records;
pub(crate) mod truth;
pub(crate) mod values;
