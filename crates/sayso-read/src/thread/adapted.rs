//! Words quoted between marks that keep the words of an earlier sentence but not their order or
//! all of them: “A, B and C will fall” for “A, B and some C, which …, shall fall”.

use std::collections::HashMap;

/// Fewer telling words in a quotation name no sentence.
const TELLING: usize = 5;

/// Words in more sentences than this tell nothing; looking them up would only take time.
const COMMON: usize = 100;

/// Sentences met so far, by their words.
#[derive(Default)]
pub(super) struct Sentences {
    segments: Vec<u32>,
    by_word: HashMap<String, Vec<u32>>,
}

/// Words of any sentence.
const EMPTY: &[&str] = &[
    "about", "been", "from", "have", "into", "only", "some", "than", "that", "their", "them",
    "then", "there", "they", "this", "were", "what", "when", "which", "will", "with", "would",
    "your",
];

/// The words of a sentence that tell, lower case, each once: four letters or more, and initials
/// with their stops or without ("U.S.", "US").
fn telling(words: &str) -> Vec<String> {
    let mut out: Vec<String> = words
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|w| w.replace('.', ""))
        .filter(|w| w.chars().count() >= 4 || w.len() >= 2 && w.chars().all(char::is_uppercase))
        .map(|w| w.to_lowercase())
        .filter(|w| !EMPTY.contains(&w.as_str()))
        .collect();
    out.sort();
    out.dedup();
    out
}

impl Sentences {
    /// Notes the sentences of a segment.
    pub(super) fn add(&mut self, words: &str, segment: usize) {
        // "U.S. forces" is cut in two as well; `adapted` looks at neighbours together.
        for sentence in words.split(['\n', '?', '!']).flat_map(|l| l.split(". ")) {
            let Ok(number) = u32::try_from(self.segments.len()) else {
                return;
            };
            self.segments.push(segment as u32);
            for word in telling(sentence) {
                self.by_word.entry(word).or_default().push(number);
            }
        }
    }

    /// The segment with a sentence that holds nearly all the telling words of a quotation in
    /// these words.
    pub(super) fn adapted(&self, words: &str) -> Option<usize> {
        between_marks(words).find_map(|quotation| {
            let telling = telling(quotation);
            if telling.len() < TELLING {
                return None;
            }
            let mut counts: HashMap<u32, usize> = HashMap::new();
            for word in &telling {
                let Some(sentences) = self.by_word.get(word).filter(|s| s.len() <= COMMON) else {
                    continue;
                };
                for sentence in sentences {
                    *counts.entry(*sentence).or_default() += 1;
                }
            }
            let joined = |n: u32| {
                counts.get(&n).copied().unwrap_or(0)
                    + counts
                        .get(&(n + 1))
                        .filter(|_| {
                            self.segments.get(n as usize + 1) == self.segments.get(n as usize)
                        })
                        .copied()
                        .unwrap_or(0)
            };
            let (most, sentence) = counts.keys().map(|n| (joined(*n), u32::MAX - n)).max()?;
            let segment = *self.segments.get((u32::MAX - sentence) as usize)?;
            (most * 4 >= telling.len() * 3).then_some(segment as usize)
        })
    }
}

/// Stretches between double quotation marks.
fn between_marks(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(['"', '“', '”', '«', '»', '„'])
        .skip(1)
        .step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_from_memory_finds_its_sentence() {
        let mut sentences = Sentences::default();
        sentences.add("The bridge at Talbaya was shut. The northern, eastern and some western brigades, which joined late, shall leave the valley by Friday.", 3);
        let said = "That \"northern, eastern and western brigades will leave the valley by Friday\" is hard to believe.";
        assert_eq!(sentences.adapted(said), Some(3));
        assert_eq!(sentences.adapted("\"leave the valley\" I doubt."), None);
        assert_eq!(
            sentences.adapted("\"Nobody believes what ministers promise about bridges\""),
            None
        );
    }
}
