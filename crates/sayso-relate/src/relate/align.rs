//! Token alignment around a seed: exact steps, small skips, and a stop when it no longer pays.
//!
//! A greedy form of banded local alignment (the band is [`LOOK`] words wide): where the words
//! differ it looks for the nearest place at which both sides agree again. The extension ends
//! when the score has fallen [`DROP`] below its best (the X-drop rule of sequence search).

use super::tokens::MASKED;

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
}

impl Aligned {
    /// Share of the longer side's words that are aligned.
    pub(crate) fn similarity(&self) -> f64 {
        let long = (self.a.1 - self.a.0).max(self.b.1 - self.b.0).max(1);
        self.matched as f64 / long as f64
    }
}

/// Grows the seed at words `i` of `a` and `j` of `b` inside the given limits.
pub(crate) fn extend(
    a: &[u32],
    b: &[u32],
    (i, j): (usize, usize),
    (a_from, a_to): (usize, usize),
    (b_from, b_to): (usize, usize),
) -> Aligned {
    let right = grow(
        |n| (i + n < a_to).then(|| a[i + n]),
        |n| (j + n < b_to).then(|| b[j + n]),
    );
    let left = grow(
        |n| (i > a_from + n).then(|| a[i - 1 - n]),
        |n| (j > b_from + n).then(|| b[j - 1 - n]),
    );
    Aligned {
        a: (i - left.0, i + right.0),
        b: (j - left.1, j + right.1),
        matched: left.2 + right.2,
    }
}

/// One direction: how far on each side, and how many words agree.
fn grow(
    a: impl Fn(usize) -> Option<u32>,
    b: impl Fn(usize) -> Option<u32>,
) -> (usize, usize, usize) {
    let same =
        |x: usize, y: usize| matches!((a(x), b(y)), (Some(p), Some(q)) if p == q && p != MASKED);
    let (mut x, mut y, mut matched, mut score) = (0, 0, 0usize, 0f32);
    let mut best = (0, 0, 0);
    let mut best_score = 0f32;
    while a(x).is_some() && b(y).is_some() {
        if same(x, y) {
            x += 1;
            y += 1;
            matched += 1;
            score += 1.0;
            if score >= best_score {
                best_score = score;
                best = (x, y, matched);
            }
            continue;
        }
        let Some((dx, dy)) = resync(&same, x, y) else {
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

/// The smallest skip after which both sides agree again. One word replaced by one may be followed
/// by a single equal word; a wider skip must prove itself by two or three.
fn resync(same: &impl Fn(usize, usize) -> bool, x: usize, y: usize) -> Option<(usize, usize)> {
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

    #[test]
    fn a_changed_word_and_a_dropped_word_do_not_end_it() {
        let a: Vec<u32> = (1..=30).collect();
        let mut b = a.clone();
        b[8] = 900;
        b.remove(20);
        let got = extend(&a, &b, (0, 0), (0, 30), (0, 29));
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
        let got = extend(&a, &b, (3, 3), (0, 40), (0, 40));
        assert_eq!(
            got,
            Aligned {
                a: (0, 15),
                b: (0, 15),
                matched: 15
            }
        );
    }
}
