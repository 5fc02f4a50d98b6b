//! Private persons: those who are named in a pile and stand in no table of knowledge. A report can
//! shorten their names to initials.

use std::collections::BTreeSet;

use sayso_knowledge::Knowledge;
use sayso_record::{MentionType, SegmentKind};

use crate::{Error, Ledger, Options};

/// Names of private persons in these documents, the longest first: who is mentioned as a person,
/// who wrote a document or a comment, and the last names of all of them. Over-careful by intent: a
/// name that is also a word counts.
///
/// # Errors
/// When the ledger or a knowledge pack cannot be read.
pub fn private_persons(
    ledger: &Ledger,
    documents: &BTreeSet<String>,
    options: &Options,
) -> Result<Vec<String>, Error> {
    let knowledge = Knowledge::with_packs(&options.knowledge)?;
    let mut names: BTreeSet<String> = BTreeSet::new();
    // Of outlets and places; what a tagger takes for a person there is none.
    let mut others: BTreeSet<String> = BTreeSet::new();
    for id in documents {
        let Some(document) = ledger.document(id)? else {
            continue;
        };
        let layers = ledger.layers(id)?.unwrap_or_default();
        for mention in &layers.mentions {
            let words = document.text.get(mention.start..mention.end);
            if mention.kind == MentionType::Person && mention.entity.is_none() {
                names.extend(words.map(tidy).filter(|w| is_name(w)));
            }
        }
        let comments = document.segments.iter();
        let comments = comments.filter(|s| s.kind == SegmentKind::Comment);
        for author in document
            .metadata
            .author
            .iter()
            .chain(comments.filter_map(|s| s.author.as_ref()))
        {
            let parts = author.split([',', '&', ';', '\n']);
            names.extend(parts.flat_map(|p| p.split(" and ")).map(tidy));
        }
        others.extend(document.metadata.outlet.iter().map(|o| o.to_lowercase()));
        others.extend(layers.places.iter().map(|p| p.canonical.to_lowercase()));
    }
    let last: Vec<String> = names
        .iter()
        .filter(|n| is_name(n))
        .filter_map(|n| n.rsplit_once(' '))
        .map(|(_, last)| last.to_owned())
        .filter(|last| last.chars().count() > 2 && is_name(last))
        .collect();
    names.extend(last);
    let known = |name: &str| {
        let low = name.to_lowercase();
        knowledge.canonical(name).is_some()
            || knowledge.actor(name, None).is_some()
            || knowledge.place(name).is_some()
            || others
                .iter()
                .any(|o| *o == low || o.split(' ').any(|w| w == low))
    };
    let mut names: Vec<String> = names
        .into_iter()
        .filter(|n| n.chars().count() > 1 && !known(n))
        .collect();
    names.sort_by_key(|n| (std::cmp::Reverse(n.len()), n.clone()));
    Ok(names)
}

/// One line, without what stands around a name.
fn tidy(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = line
        .strip_suffix("'s")
        .or(line.strip_suffix("’s"))
        .unwrap_or(&line);
    line.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether words name somebody: "a baker" does not.
fn is_name(words: &str) -> bool {
    words
        .split(' ')
        .next_back()
        .is_some_and(|w| w.chars().any(char::is_uppercase))
        && !words.starts_with("A ")
        && !words.starts_with("The ")
}

/// `text` with every whole occurrence of the names as initials.
pub fn shorten(text: &str, names: &[String]) -> String {
    let mut text = text.to_owned();
    for name in names {
        if !text.contains(name.as_str()) {
            continue;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(name.as_str()) {
            let end = at + name.len();
            let before = rest[..at].chars().next_back().or(out.chars().next_back());
            let whole = !before.is_some_and(char::is_alphanumeric)
                && !rest[end..].starts_with(char::is_alphanumeric);
            out.push_str(&rest[..at]);
            if whole {
                out.push_str(&initials(name));
                // Initials bring their own full stop.
                rest = rest[end..].strip_prefix('.').unwrap_or(&rest[end..]);
            } else {
                out.push_str(name);
                rest = &rest[end..];
            }
        }
        out.push_str(rest);
        text = out;
    }
    text
}

fn initials(name: &str) -> String {
    let letters = name
        .split([' ', '-'])
        .filter_map(|w| w.chars().find(|c| c.is_alphanumeric()));
    let parts: Vec<String> = letters.map(|c| format!("{c}.")).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_initials_as_whole_words_only() {
        let names = ["Lena Harrow", "Harrow", "Tarn"].map(str::to_owned);
        let short = |t: &str| shorten(t, &names);
        assert_eq!(
            short("Lena Harrow’s list; Harrow said"),
            "L. H.’s list; H. said"
        );
        assert_eq!(
            short("Harrowing, Tarnished. By Tarn."),
            "Harrowing, Tarnished. By T."
        );
        assert_eq!(short("nobody"), "nobody");
    }

    #[test]
    fn only_names_are_names() {
        assert!(is_name("Lena Harrow") && is_name("Harrow"));
        assert!(!is_name("A baker") && !is_name("the commander") && !is_name(""));
        assert_eq!(tidy(" Lena\n Harrow's "), "Lena Harrow");
    }
}
