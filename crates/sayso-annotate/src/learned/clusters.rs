//! Word clusters from unlabelled news: two classes, coarse and fine, for words the labelled
//! corpora hardly know. `models/clusters-v1.txt`, a line each: word, coarse, fine.

use std::collections::HashMap;
use std::sync::LazyLock;

use sayso_record::Span;

use super::normal;
use crate::{sentences, tokens};

static CLASSES: LazyLock<HashMap<&'static str, (u16, u16)>> = LazyLock::new(|| {
    include_str!("../../../../models/clusters-v1.txt")
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ');
            let word = parts.next()?;
            Some((
                word,
                (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?),
            ))
        })
        .collect()
});

/// No class.
pub(crate) const NONE: (u16, u16) = (u16::MAX, u16::MAX);

/// Coarse and fine class of a word in the form [`normal`] gives it.
pub(crate) fn class(normal: &str) -> (u16, u16) {
    CLASSES.get(normal).copied().unwrap_or(NONE)
}

/// The classes of a sentence's words, as the features write them.
pub(crate) struct Classes(Vec<[String; 2]>);

impl Classes {
    /// Of words in the form [`normal`] gives them.
    pub(crate) fn new<'w>(words: impl IntoIterator<Item = &'w String>) -> Self {
        let of = |word: &String| {
            let (coarse, fine) = class(word);
            [coarse.to_string(), fine.to_string()]
        };
        Classes(words.into_iter().map(of).collect())
    }

    /// Coarse class of the word `by` places after word `i`, "-" beyond the sentence.
    pub(crate) fn coarse(&self, i: usize, by: isize) -> &str {
        self.at(i, by, 0)
    }

    /// Fine class, likewise.
    pub(crate) fn fine(&self, i: usize, by: isize) -> &str {
        self.at(i, by, 1)
    }

    fn at(&self, i: usize, by: isize, which: usize) -> &str {
        i.checked_add_signed(by)
            .and_then(|at| self.0.get(at))
            .map_or("-", |c| c[which].as_str())
    }
}

/// The sentences of a text as words in the form that has classes: what the clusters are made of.
pub fn words(text: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    sentences::split(text, Span::new(0, text.len()), &mut found);
    found
        .iter()
        .map(|sentence| {
            let mut out = Vec::new();
            tokens::split(text, sentence.start, sentence.end, &mut out);
            out.iter().map(|t| normal(&text[t.start..t.end])).collect()
        })
        .collect()
}
