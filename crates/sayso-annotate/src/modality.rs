//! Whether a proposition is said to be so: negated, future, supposed or actual, by the words
//! before its verb within the clause.

use sayso_record::Modality;

use crate::attributions::scan::Word;

/// Modality of what the word at `verb` says. Negation within four words before wins over all,
/// since a lost "not" does the most harm.
pub(crate) fn of(words: &[Word<'_>], verb: usize) -> Modality {
    let from = words[..verb]
        .iter()
        .rposition(|w| w.is(",") || w.is(";") || w.is(":"))
        .map_or(0, |i| i + 1);
    let before = &words[from..verb];
    let near = &before[before.len().saturating_sub(4)..];
    let has =
        |list: &[Word<'_>], any: &[&str]| list.iter().any(|w| any.contains(&w.lower.as_str()));
    if has(
        near,
        &[
            "not", "never", "n't", "cannot", "fail", "failed", "fails", "without", "unable",
            "neither", "nor",
        ],
    ) || near.iter().any(|w| w.lower.ends_with("n't"))
    {
        return Modality::Negated;
    }
    if words[..verb]
        .iter()
        .any(|w| matches!(w.lower.as_str(), "if" | "unless"))
        || has(
            near,
            &[
                "might", "may", "could", "would", "should", "can", "possibly", "perhaps", "maybe",
            ],
        )
    {
        return Modality::Hypothetical;
    }
    if has(
        near,
        &[
            "will", "shall", "to", "'ll", "plan", "plans", "planned", "wants", "vowed",
        ],
    ) || near.iter().any(|w| w.lower.ends_with("'ll"))
    {
        return Modality::Future;
    }
    Modality::Actual
}
