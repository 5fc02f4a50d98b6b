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

/// Holds a table of specimens (text, records, why) against what is read: records are joined by
/// " | ", "-" stands for none, "*" for any cell between semicolons. Their order does not matter.
///
/// # Panics
/// With every specimen that is read otherwise, and why it should not be.
pub(crate) fn specimens(table: &str, read: &dyn Fn(&str) -> Vec<String>) {
    let alike = |found: &str, want: &str| {
        let (found, want): (Vec<&str>, Vec<&str>) =
            (found.split(';').collect(), want.split(';').collect());
        found.len() == want.len() && want.iter().zip(found).all(|(w, f)| *w == "*" || *w == f)
    };
    let mut wrong = Vec::new();
    for line in table.lines().filter(|l| !l.starts_with('#')) {
        let [text, want, why] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not three columns: {line}");
        };
        let found = read(text);
        let want: Vec<&str> = want.split(" | ").filter(|w| *w != "-").collect();
        let mut left = found.clone();
        let all = want.iter().all(|w| {
            let at = left.iter().position(|f| alike(f, w));
            at.map(|at| left.remove(at)).is_some()
        });
        if !all || !left.is_empty() {
            wrong.push(format!("{text}\n    {found:?}, not {want:?}: {why}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
