//! The word tables of the annotators and the models' cards as a chapter of the book: what each word
//! makes of what it stands with, what each model learnt from what. `docs/annotate-rules.md` is this text; a test holds it to the tables.

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

/// The models' cards.
const CARDS: [&str; 7] = [
    include_str!("../../../models/clusters-v1.card.toml"),
    include_str!("../../../models/tags-v1.card.toml"),
    include_str!("../../../models/parse-v1.card.toml"),
    include_str!("../../../models/names-v1.card.toml"),
    include_str!("../../../models/reports-v1.card.toml"),
    include_str!("../../../models/register-v1.card.toml"),
    include_str!("../../../models/attribution-v1.card.toml"),
];

/// Name and the rest of a card, its lines `key = value` on one.
fn card(text: &str) -> (String, String) {
    let mut name = String::new();
    let mut rest = Vec::new();
    for (key, value) in text.lines().filter_map(|l| l.split_once(" = ")) {
        let value = value.trim_matches(['"', '[', ']']).replace('"', "");
        match key {
            "name" => name = value,
            "code" | "recipe" => rest.push(format!("{key} `{value}`")),
            "what" => rest.push(value),
            _ => rest.push(format!("{}: {value}", key.trim_matches('"'))),
        }
    }
    (name, rest.join("; "))
}

/// The chapter, Markdown.
pub fn rules() -> String {
    let mut out = String::from(
        "# Annotate: the word tables and the models\n\nMade from the tables in `crates/sayso-annotate/src` \
         and the cards in `models`; edit those, then run the tests with `SAYSO_WRITE=1`.\n",
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
        "Control: verbs of leaving",
        "With \"from\" and the place; who leaves must bear arms, and loses it.",
        vec![("lost".to_owned(), control::LEAVES.join(", "))],
    );
    section(
        "Events: cues",
        "ACLED's sub-event types, and statements, meetings, calls.",
        listed(events::CUES),
    );
    section(
        "Events: weapons",
        "Before an attack, a strike, a blast and their kin the first of these decides its type.",
        listed(events::WEAPONS),
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
    section(
        "Models",
        "The bundled models' cards; scores are on dev parts.",
        CARDS.iter().map(|c| card(c)).collect(),
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
