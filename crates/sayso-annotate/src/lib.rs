//! One document in, layers of annotation out.
//!
//! Each annotator reads the layers it declares and writes its own; the order follows from that
//! ([`plan`]). None of them edits what another wrote.

mod frame;
mod framework;
pub mod learned;
mod modality;
mod proposals;
mod rules;
#[cfg(test)]
mod testing;
mod voice;

pub(crate) mod actors;
pub(crate) mod attributions;
pub(crate) mod control;
pub(crate) mod events;
pub(crate) mod figures;
pub(crate) mod forecasts;
pub(crate) mod labels;
pub(crate) mod mentions;
pub(crate) mod places;
pub(crate) mod quotations;
pub(crate) mod replies;
pub(crate) mod sentences;
pub(crate) mod times;
pub(crate) mod tokens;

use sayso_knowledge::Knowledge;
use sayso_record::{Document, Layers, Remark};

pub use framework::{Annotator, Layer, PlanError, plan};
pub use proposals::{Proposal, ProposedAttribution, ProposedMention};
pub use rules::rules;

/// Version of this stage; part of its fingerprint. Raise it when its output changes.
pub const VERSION: &str = "annotate-16";

/// What annotators may look things up in.
pub struct Context<'a> {
    /// The knowledge tables.
    pub knowledge: &'a Knowledge,
    /// What back-ends propose for the document; none unless the caller asked some.
    pub proposals: &'a [Proposal],
}

/// Choices of the caller.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Only these layers and what they are made of; empty means all.
    pub only: Vec<Layer>,
}

/// Whether a document is in English, or in no language that could be told.
pub(crate) fn english(document: &Document) -> bool {
    let language = document.metadata.language.as_deref().unwrap_or("en");
    let code = language.split(['-', '_']).next().unwrap_or_default();
    code.eq_ignore_ascii_case("en") || code.eq_ignore_ascii_case("eng")
}

/// The layers of one document.
pub fn annotate(
    context: &Context<'_>,
    document: &Document,
    options: &Options,
) -> (Layers, Vec<Remark>) {
    let mut layers = Layers::default();
    let mut remarks = Vec::new();
    match plan() {
        Ok(order) => {
            let english = english(document);
            let mut silent = Vec::new();
            for annotator in framework::needed(order, &options.only) {
                if english || !annotator.english {
                    remarks.extend((annotator.run)(context, document, &mut layers));
                } else {
                    silent.push(annotator.name);
                }
            }
            if !silent.is_empty() {
                remarks.push(Remark::new(
                    document.id.clone(),
                    "annotate",
                    format!(
                        "the text is in another language than English (“{}”): {} are not read; \
                         quotations, numbers and known names are",
                        document.metadata.language.as_deref().unwrap_or_default(),
                        silent.join(", ")
                    ),
                ));
            }
        }
        Err(error) => remarks.push(Remark::new(
            document.id.clone(),
            "annotate",
            error.to_string(),
        )),
    }
    (layers, remarks)
}
