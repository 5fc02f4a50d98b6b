//! The word tables of the annotators as a chapter of the book: what each word makes of what it
//! stands with. `docs/annotate-rules.md` is this text; a test holds it to the tables.

use std::collections::HashMap;
use std::fmt::Write;

use crate::{attributions::cues, control, events, figures, labels, modality};

/// A table of words to look up in.
pub(crate) fn index<T: Copy>(table: &'static [(T, &'static str)]) -> HashMap<&'static str, T> {
    table
        .iter()
        .flat_map(|(value, words)| words.split_whitespace().map(move |w| (w, *value)))
        .collect()
}

/// The chapter, Markdown.
pub fn rules() -> String {
    let mut out = String::from(
        "# Annotate: the word tables\n\nMade from the tables in `crates/sayso-annotate/src`; edit those, \
         then run the tests with `SAYSO_WRITE=1`.\n",
    );
    let mut section = |title: &str, text: &str, rows: Vec<(String, String)>| {
        let _ = write!(out, "\n## {title}\n\n{text}\n\n");
        for (value, words) in rows {
            let _ = writeln!(out, "- **{value}**: {words}");
        }
    };
    section(
        "Attributions: cue verbs",
        "A lemma, what its speaker does, his reservation, and where its user stands.",
        cues::rows(),
    );
    section(
        "Modality: governors",
        "What a verb or adjective does to the verb below it. What was managed was done, what was \
         planned lies ahead, what was tried is left open.",
        words(modality::GOVERNORS),
    );
    section(
        "Control: verbs",
        "The place is the verb's object or passive subject.",
        words(control::VERBS),
    );
    section(
        "Control: nouns",
        "With \"of\" and the place; a holder must be named.",
        words(control::NOUNS),
    );
    section(
        "Events: cues",
        "ACLED's sub-event types, and statements, meetings, calls.",
        listed(events::CUES),
    );
    section(
        "Figures: counted nouns",
        "What is counted, unless a verb of harm over it says more.",
        pairs(figures::COUNTED),
    );
    section(
        "Figures: what happened to the counted",
        "Verbs and participles; then nouns, with \"of\".",
        pairs(figures::DONE)
            .into_iter()
            .chain(pairs(figures::HARM))
            .collect(),
    );
    section(
        "Labels: nouns for bodies of people",
        "With a name before them they name its people.",
        vec![("bodies".to_owned(), labels::BODIES.join(", "))],
    );
    out
}

fn words<T: std::fmt::Debug>(table: &[(T, &str)]) -> Vec<(String, String)> {
    let row = |(value, words): &(T, &str)| {
        let words: Vec<&str> = words.split_whitespace().collect();
        (format!("{value:?}").to_lowercase(), words.join(", "))
    };
    table.iter().map(row).collect()
}

fn listed(table: &[(&str, &[&str])]) -> Vec<(String, String)> {
    let row = |(value, words): &(&str, &[&str])| ((*value).to_owned(), words.join(", "));
    table.iter().map(row).collect()
}

fn pairs(table: &[(&str, sayso_record::FigureKind)]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for (word, kind) in table {
        match out.iter_mut().find(|r| r.0 == kind.word()) {
            Some(row) => {
                row.1.push_str(", ");
                row.1.push_str(word);
            }
            None => out.push((kind.word().to_owned(), (*word).to_owned())),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_chapter_is_that_of_the_tables() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/annotate-rules.md");
        let rules = super::rules();
        if std::env::var_os("SAYSO_WRITE").is_some() {
            std::fs::write(path, &rules).expect("the book can be written");
        }
        let book = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            book == rules,
            "docs/annotate-rules.md is behind the tables: run the tests with SAYSO_WRITE=1"
        );
    }
}
