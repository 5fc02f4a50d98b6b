//! Token alignment around a seed: exact steps, small skips, and a stop when it no longer pays.
//!
//! A greedy form of banded local alignment (the band is [`LOOK`] words wide): where the words
//! differ it looks for the nearest place at which both sides agree again. The extension ends
//! when the score has fallen [`DROP`] below its best (the X-drop rule of sequence search).

use super::tokens::{MASKED, Tokens};

/// Most words skipped on one side at a time.
pub(crate) const LOOK: usize = 10;
/// Fall below the best score that ends an extension.
const DROP: f32 = 8.0;

/// An aligned stretch, word positions half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Aligned {
    /// Words of one side.
    pub a: (usize, usize),
    /// Words of the other side.
    pub b: (usize, usize),
    /// Words that are equal in both.
    pub matched: usize,
    /// Words that are nearly equal in both: mistyped, misread by a machine, inflected.
    pub near: usize,
}

impl Aligned {
    /// Share of the longer side's words that are aligned; a nearly equal word counts half.
    pub(crate) fn similarity(&self) -> f64 {
        let long = (self.a.1 - self.a.0).max(self.b.1 - self.b.0).max(1);
        (self.matched as f64 + 0.5 * self.near as f64) / long as f64
    }
}

/// One side of an alignment: its words, and their letters for near matches.
#[derive(Clone, Copy)]
pub(crate) struct Side<'t> {
    /// The words.
    pub tokens: &'t Tokens,
    /// The document's text.
    pub text: &'t str,
}

impl<'t> Side<'t> {
    /// The letters of a word.
    pub(crate) fn word(&self, at: usize) -> &'t str {
        let (from, to) = self.tokens.spans[at];
        self.text.get(from as usize..to as usize).unwrap_or("")
    }
}

/// Grows the seed at words `i` of `a` and `j` of `b` inside the given limits.
pub(crate) fn extend(
    a: Side<'_>,
    b: Side<'_>,
    (i, j): (usize, usize),
    (a_from, a_to): (usize, usize),
    (b_from, b_to): (usize, usize),
) -> Aligned {
    let right = grow(
        (a, b),
        |n| (i + n < a_to).then_some(i + n),
        |n| (j + n < b_to).then_some(j + n),
    );
    let left = grow(
        (a, b),
        |n| (i > a_from + n).then(|| i - 1 - n),
        |n| (j > b_from + n).then(|| j - 1 - n),
    );
    Aligned {
        a: (i - left.0, i + right.0),
        b: (j - left.1, j + right.1),
        matched: left.2 + right.2,
        near: left.3 + right.3,
    }
}

/// One direction: how far on each side, how many words agree, how many nearly. `at_a` and `at_b`
/// give the word so many steps away, as long as there is one.
fn grow(
    (a, b): (Side<'_>, Side<'_>),
    at_a: impl Fn(usize) -> Option<usize>,
    at_b: impl Fn(usize) -> Option<usize>,
) -> (usize, usize, usize, usize) {
    let same = |x: usize, y: usize| {
        matches!((at_a(x), at_b(y)), (Some(p), Some(q))
            if a.tokens.ids[p] == b.tokens.ids[q] && a.tokens.ids[p] != MASKED)
    };
    let alike = |x: usize, y: usize| {
        matches!((at_a(x), at_b(y)), (Some(p), Some(q))
            if a.tokens.ids[p] != MASKED && b.tokens.ids[q] != MASKED && near(a.word(p), b.word(q)))
    };
    let (mut x, mut y, mut matched, mut nearly, mut score) = (0, 0, 0usize, 0usize, 0f32);
    let mut best = (0, 0, 0, 0);
    let mut best_score = 0f32;
    while at_a(x).is_some() && at_b(y).is_some() {
        let equal = same(x, y);
        if equal || alike(x, y) {
            x += 1;
            y += 1;
            if equal {
                matched += 1;
                score += 1.0;
            } else {
                nearly += 1;
                score += 0.5;
            }
            if score >= best_score {
                best_score = score;
                best = (x, y, matched, nearly);
            }
            continue;
        }
        let Some((dx, dy)) = resync(&same, &alike, x, y) else {
            break;
        };
        score -= 0.5 + 0.5 * dx.max(dy) as f32;
        if best_score - score > DROP {
            break;
        }
        x += dx;
        y += dy;
    }
    best
}

/// Whether two different words are one word mistyped: four letters or more, one edit in four
/// (Levenshtein's distance). Numbers are never nearly equal: a changed figure is a changed figure.
pub(crate) fn near(x: &str, y: &str) -> bool {
    let letters = |w: &str| w.chars().filter(|c| c.is_alphabetic()).count();
    let (n, m) = (x.chars().count(), y.chars().count());
    let (short, long) = (n.min(m), n.max(m));
    let allowed = long / 4;
    if short < 4 || long - short > allowed || letters(x) * 2 <= n || letters(y) * 2 <= m {
        return false;
    }
    let lower = |w: &str| -> Vec<char> { w.chars().flat_map(char::to_lowercase).collect() };
    let (x, y) = (lower(x), lower(y));
    let mut row: Vec<usize> = (0..=y.len()).collect();
    for (i, c) in x.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        let mut least = row[0];
        for (j, d) in y.iter().enumerate() {
            let edit = (diagonal + usize::from(c != d))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = edit;
            least = least.min(edit);
        }
        if least > allowed {
            return false;
        }
    }
    row[y.len()] <= allowed
}

/// The smallest skip after which both sides agree again. One word replaced by one may be followed
/// by a single equal word; a wider skip must prove itself by two or three.
fn resync(
    same: &impl Fn(usize, usize) -> bool,
    alike: &impl Fn(usize, usize) -> bool,
    x: usize,
    y: usize,
) -> Option<(usize, usize)> {
    if alike(x + 1, y + 1) {
        return Some((1, 1));
    }
    for m in 1..=LOOK {
        let need = match m {
            1..=4 => 2,
            _ => 3,
        };
        for k in 0..=m {
            for (dx, dy) in [(m, m - k), (m - k, m)] {
                let need = if (dx, dy) == (1, 1) { 1 } else { need };
                if (0..need).all(|n| same(x + dx + n, y + dy + n)) {
                    return Some((dx, dy));
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words given by number, without letters of their own.
    fn words(ids: &[u32]) -> Tokens {
        Tokens {
            ids: ids.to_vec(),
            spans: vec![(0, 0); ids.len()],
            ..Tokens::default()
        }
    }

    fn grown(a: &[u32], b: &[u32], seed: (usize, usize)) -> Aligned {
        let (a, b) = (words(a), words(b));
        let (x, y) = (
            Side {
                tokens: &a,
                text: "",
            },
            Side {
                tokens: &b,
                text: "",
            },
        );
        extend(x, y, seed, (0, a.ids.len()), (0, b.ids.len()))
    }

    #[test]
    fn a_changed_word_and_a_dropped_word_do_not_end_it() {
        let a: Vec<u32> = (1..=30).collect();
        let mut b = a.clone();
        b[8] = 900;
        b.remove(20);
        let got = grown(&a, &b, (0, 0));
        assert_eq!(got.a, (0, 30));
        assert_eq!(got.b, (0, 29));
        assert_eq!(got.matched, 28);
    }

    #[test]
    fn it_ends_where_the_texts_part() {
        let a: Vec<u32> = (1..=40).collect();
        let mut b: Vec<u32> = (1..=40).collect();
        for (n, w) in b.iter_mut().enumerate().skip(15) {
            *w = 1000 + n as u32;
        }
        let got = grown(&a, &b, (3, 3));
        assert_eq!(
            got,
            Aligned {
                a: (0, 15),
                b: (0, 15),
                matched: 15,
                near: 0
            }
        );
    }

    #[test]
    fn a_mistyped_word_is_near_and_a_figure_never() {
        assert!(near("harbour", "harhour"));
        assert!(near("Governorate", "govemorate"));
        assert!(!near("4000", "5000"));
        assert!(!near("not", "now"));
        assert!(!near("killed", "filled up"));
        assert!(!near("rebels", "regime"));
    }
}
