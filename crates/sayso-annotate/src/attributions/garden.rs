//! Garden paths that the parser takes, put right before anything reads the tree.

use super::scan::{Syntax, Word, uncircle};

/// Words that open a clause as well as a phrase.
const BOTH: &[&str] = &["after", "as", "before", "once", "since", "till", "until"];

/// "before the army retook it": a noun between such a word and a verb without a subject is its
/// subject, not the end of a phrase.
pub(super) fn mend(words: &[Word<'_>], syntax: &mut Syntax<'_>) {
    let mut changed = false;
    for verb in 1..words.len() {
        let noun = verb - 1;
        let bare = syntax.tag[verb] == "VERB"
            && !words[verb].lower.ends_with("ing")
            && syntax.relation[verb] == "advcl"
            && matches!(syntax.tag[noun], "NOUN" | "PROPN");
        let own =
            |n: usize| syntax.head[n] == Some(verb) && syntax.relation[n].starts_with("nsubj");
        if !bare || (0..verb).any(own) {
            continue;
        }
        let case = (noun.saturating_sub(6)..noun)
            .find(|n| syntax.head[*n] == Some(noun) && BOTH.contains(&words[*n].lower.as_str()));
        if let Some(case) = case {
            syntax.head[noun] = Some(verb);
            syntax.relation[noun] = "nsubj";
            syntax.head[case] = Some(verb);
            syntax.relation[case] = "mark";
            changed = true;
        }
    }
    if changed {
        uncircle(&mut syntax.head);
    }
}
