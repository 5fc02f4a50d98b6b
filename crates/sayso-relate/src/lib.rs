//! The whole pile: passages, statements, claims, relations, origins, grades.
//!
//! - [`reuse`]: passages taken from one place into another, within and across documents.
//! - [`relate`]: everything above them. Statements are gathered from the layers, grouped into
//!   claims (a question with its competing answers), related to each other, and each answer's
//!   appearances are counted by independent origin and graded.
//!
//! Nothing here depends on the order in which documents are handed in, on a clock or on chance.

mod assess;
mod pile;
mod relate;
mod resolve;
#[cfg(test)]
mod testing;

use std::collections::BTreeMap;

use sayso_knowledge::Knowledge;
use sayso_record::{
    Document, Findings, Judgement, Layers, Passage, Proposition, Remark, Statement,
};
use serde::{Deserialize, Serialize};

pub use assess::records::{Standing, standing};
pub use assess::truth::{Cell, Method, Record, Said, Truth, Weighed};
pub use assess::values::ValueKind;
pub use pile::known_by;

/// Part of the stage's fingerprint: raised when the same input would give other findings.
pub const VERSION: &str = "relate-10";

/// What the pile stages may look things up in.
pub struct Context<'a> {
    /// The knowledge tables.
    pub knowledge: &'a Knowledge,
}

/// Choices of the caller.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Only what had appeared by this day (EDTF, `2016-03-27`, or a month or year to its end): what
    /// could be known then. What has no date is left out, for nobody can say when it was known.
    pub as_of: Option<String>,
}

/// What one document tells, as the pile stages need it: made once from its layers and kept, so that
/// a document that did not change costs nothing when others come to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Statements, sorted by id.
    pub statements: Vec<Statement>,
    /// Places that are countries or regions, made comparable, sorted.
    pub wide: Vec<String>,
    /// Records of the layers that could not be used.
    pub remarks: Vec<Remark>,
}

/// What a document tells.
pub fn told(document: &Document, layers: &Layers) -> Told {
    pile::told(document, layers)
}

/// The documents, what each tells (in the same order) and people's judgements.
pub struct Pile<'a> {
    /// Documents.
    pub documents: &'a [Document],
    /// What each document tells.
    pub told: &'a [Told],
    /// Judgements; those taken back are passed over.
    pub judgements: &'a [Judgement],
}

/// Everything the pile tells, every list sorted by id.
pub fn relate(
    context: &Context<'_>,
    pile: &Pile<'_>,
    options: &Options,
) -> (Findings, Vec<Remark>) {
    pile::relate(context.knowledge, pile, options)
}

/// The passages of the documents, sorted by place.
pub fn reuse(context: &Context<'_>, documents: &[Document], options: &Options) -> Vec<Passage> {
    let _ = (context.knowledge, options);
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by(|x, y| (&x.id, &x.capture).cmp(&(&y.id, &y.capture)));
    relate::passages::find(&sorted)
}

/// Sets one slot of a proposition by `slot=value`: names divided by `;`, numbers with or without
/// commas, nothing behind the sign to clear it.
///
/// # Errors
/// In words, when there is no such slot or it cannot hold the value; the proposition stays as it is.
pub fn correct(proposition: &mut Proposition, told: &str) -> Result<(), String> {
    relate::corrections::set(proposition, told)
}

/// Weighs a table of who says what: see [`Method`]. `kinds` says how an attribute's values are
/// compared; of an attribute it does not name, its name or most of its values tell. Cells without
/// a usable value are left out. The order of `said` does not matter, unless a source fills a cell
/// twice: then the later value counts.
pub fn truth(said: &[Said], kinds: &BTreeMap<String, ValueKind>, method: Method) -> Truth {
    assess::truth::find(said, kinds, method)
}
