//! Trained models: their features, the same code in training and in prediction, and the models
//! themselves, bundled from `models/`. Recipes and data stand in `training/`.

/// A model of `models/`, built into the binary.
macro_rules! bundled {
    ($name:ident, $file:literal) => {
        static $name: std::sync::LazyLock<sayso_learn::Model> = std::sync::LazyLock::new(|| {
            sayso_learn::Model::from_bytes(include_bytes!(concat!("../../../../models/", $file)))
                .expect("a test reads the bundled model")
        });
    };
}

pub mod attribution;
pub mod clusters;
pub mod mentions;
pub mod parse;
pub mod stance;
pub mod tags;

/// The shape of a word: `X` for capitals, `x` for small letters, `9` for digits, others as they
/// are; runs are cut at two.
pub(crate) fn shape(word: &str) -> String {
    let mut out = String::new();
    let mut run = ('\0', 0);
    for c in word.chars().take(24) {
        let kind = if c.is_uppercase() {
            'X'
        } else if c.is_lowercase() {
            'x'
        } else if c.is_numeric() {
            '9'
        } else {
            c
        };
        run = if run.0 == kind {
            (kind, run.1 + 1)
        } else {
            (kind, 1)
        };
        if run.1 <= 2 {
            out.push(kind);
        }
    }
    out
}

/// A word as the features see it: lower case, straight apostrophes, every digit a 0 (numbers
/// differ without end and behave alike).
pub(crate) fn normal(word: &str) -> String {
    let digits = word.bytes().any(|b| b.is_ascii_digit());
    let plain = |c: char| match c {
        '’' => '\'',
        c if digits && c.is_ascii_digit() => '0',
        c => c,
    };
    word.to_lowercase().chars().map(plain).collect()
}

/// The last `n` letters of a lower-case word, or all of it.
pub(crate) fn ending(word: &str, n: usize) -> &str {
    word.char_indices()
        .rev()
        .nth(n.saturating_sub(1))
        .map_or(word, |(at, _)| &word[at..])
}

/// The first `n` letters.
pub(crate) fn beginning(word: &str, n: usize) -> &str {
    word.char_indices()
        .nth(n)
        .map_or(word, |(at, _)| &word[..at])
}
