//! What tests of several layers share.

use std::sync::LazyLock;

use sayso_knowledge::Knowledge;
use sayso_record::{Document, Layers};

use crate::{Context, Options, annotate};

/// All layers of a plain text without date or outlet.
pub(crate) fn layers(text: &str) -> Layers {
    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);
    let context = Context {
        knowledge: &KNOWLEDGE,
        proposals: &[],
    };
    annotate(&context, &Document::plain("d", text), &Options::default()).0
}
