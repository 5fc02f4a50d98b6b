//! Universal part-of-speech tags.

use std::sync::LazyLock;

use sayso_learn::{Model, row};

use super::clusters::Classes;
use super::{beginning, ending, normal, shape};

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../../../models/tags-v1.model"))
        .expect("a test reads the bundled model")
});

/// Features of each word of a sentence.
pub fn features(words: &[&str]) -> Vec<Vec<u32>> {
    let lower: Vec<String> = words.iter().map(|w| normal(w)).collect();
    let at = |i: usize, by: isize| -> &str {
        let place = i as isize + by;
        if place < 0 {
            "<"
        } else {
            lower.get(place as usize).map_or(">", String::as_str)
        }
    };
    let classes = Classes::new(&lower);
    (0..words.len())
        .map(|i| {
            let word = at(i, 0);
            let form = shape(words[i]);
            let first = if i == 0 { "first" } else { "" };
            vec![
                row(0, &[]),
                row(1, &[word]),
                row(2, &[at(i, -1)]),
                row(3, &[at(i, 1)]),
                row(4, &[at(i, -2)]),
                row(5, &[at(i, 2)]),
                row(6, &[at(i, -1), word]),
                row(7, &[word, at(i, 1)]),
                row(8, &[at(i, -1), at(i, 1)]),
                row(9, &[ending(word, 1)]),
                row(10, &[ending(word, 2)]),
                row(11, &[ending(word, 3)]),
                row(12, &[ending(word, 4)]),
                row(13, &[beginning(word, 1)]),
                row(14, &[beginning(word, 3)]),
                row(15, &[&form, first]),
                row(16, &[ending(at(i, -1), 3), ending(word, 2)]),
                row(17, &[ending(at(i, 1), 3)]),
                row(18, &[ending(at(i, -1), 2), ending(at(i, 1), 2)]),
                row(19, &[&form, ending(word, 3)]),
                row(20, &[at(i, -2), at(i, -1)]),
                row(21, &[at(i, 1), at(i, 2)]),
                row(22, &[classes.fine(i, 0)]),
                row(23, &[classes.coarse(i, 0), &form]),
                row(24, &[classes.fine(i, -1)]),
                row(25, &[classes.fine(i, 1)]),
                row(26, &[classes.coarse(i, -1), classes.coarse(i, 0)]),
                row(27, &[classes.coarse(i, 0), classes.coarse(i, 1)]),
                row(
                    28,
                    &[classes.coarse(i, -1), classes.coarse(i, 1), ending(word, 2)],
                ),
            ]
        })
        .collect()
}

/// The tags of a sentence's words, by the bundled model.
pub fn tag(words: &[&str]) -> Vec<&'static str> {
    let model = &*MODEL;
    model
        .decode(&features(words), |_, _| true)
        .into_iter()
        .map(|label| model.labels()[label].as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_model_tags_a_plain_sentence() {
        assert_eq!(
            tag(&[
                "The", "mayor", "said", "that", "two", "bridges", "were", "closed", "."
            ]),
            [
                "DET", "NOUN", "VERB", "SCONJ", "NUM", "NOUN", "AUX", "VERB", "PUNCT"
            ]
        );
    }
}
