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
    if before
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
    // An infinitive is an aim: better called future than stored as fact.
    // "a contribution to taking it" is none.
    let aim = before.last().is_some_and(|w| w.lower == "to") && !words[verb].lower.ends_with("ing");
    if aim
        || has(
            near,
            &[
                "will", "shall", "'ll", "plan", "plans", "planned", "wants", "vowed",
            ],
        )
        || near.iter().any(|w| w.lower.ends_with("'ll"))
    {
        return Modality::Future;
    }
    Modality::Actual
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributions::scan::words;
    use sayso_record::Span;

    /// Modality of the first word with this beginning.
    fn at(text: &str, verb: &str) -> Modality {
        let words = words(text, Span::new(0, text.len()));
        let at = words
            .iter()
            .position(|w| w.lower.starts_with(verb))
            .expect("the verb is in the text");
        of(&words, at)
    }

    #[test]
    fn specimens() {
        // A person would call each of these so.
        for (text, verb, modality) in [
            ("The army took Talbaya.", "took", Modality::Actual),
            ("The army has taken Talbaya.", "taken", Modality::Actual),
            ("The army did not take Talbaya.", "take", Modality::Negated),
            ("The army didn't take Talbaya.", "take", Modality::Negated),
            ("The army never took Talbaya.", "took", Modality::Negated),
            (
                "The army failed to take Talbaya.",
                "take",
                Modality::Negated,
            ),
            (
                "The army was unable to take Talbaya.",
                "take",
                Modality::Negated,
            ),
            (
                "They left without taking Talbaya.",
                "taking",
                Modality::Negated,
            ),
            ("The army will take Talbaya.", "take", Modality::Future),
            ("The army will not take Talbaya.", "take", Modality::Negated),
            ("The army plans to take Talbaya.", "take", Modality::Future),
            ("The army vowed to take Talbaya.", "take", Modality::Future),
            ("They marched to take Talbaya.", "take", Modality::Future),
            (
                "Their help to taking Talbaya counted.",
                "taking",
                Modality::Actual,
            ),
            ("The army may take Talbaya.", "take", Modality::Hypothetical),
            (
                "The army could take Talbaya.",
                "take",
                Modality::Hypothetical,
            ),
            ("Perhaps they took Talbaya.", "took", Modality::Hypothetical),
            (
                "If they take Talbaya the road is open.",
                "take",
                Modality::Hypothetical,
            ),
            (
                "If it rains, they took the bridge.",
                "took",
                Modality::Actual,
            ),
            (
                "It did not rain, they took the bridge.",
                "took",
                Modality::Actual,
            ),
        ] {
            assert_eq!(at(text, verb), modality, "{text}");
        }
    }
}
