//! Families: what two documents both share with a third, they share with each other.
//!
//! Two retypings of one dispatch may differ so much that no run of equal words is left between
//! them, though each is plainly taken from the dispatch. The stretch both share with it is carried
//! over to each of them, and the two are aligned there (local alignment in a band: Smith and
//! Waterman 1981, with nearly equal words at half the score). Family evidence stands behind such a
//! pair, so less likeness suffices ([`LEAST_LIKENESS`]).

use std::collections::BTreeMap;

use super::align::{Aligned, Side, near};
use super::tokens::MASKED;

/// Least likeness of a pair found through a third document.
const LEAST_LIKENESS: f64 = 0.3;
/// Least words of the third document that both share with it, and least that agree or nearly agree.
const LEAST: usize = 12;
/// Passages of one document that are compared with each of its passages.
const MOST: usize = 40;
/// Words to either side of the diagonal.
const BAND: usize = 14;
/// Words up to which a pair is aligned; longer ones are found by their equal words.
const LONGEST: usize = 1_000;

/// A stretch of one document and where another has it.
type Share = ((usize, usize), u32, (usize, usize));

/// The pairs that `pairs` (documents, alignment) imply and do not hold yet, in a fixed order.
pub(crate) fn close<'t>(
    pairs: &[(u32, u32, Aligned)],
    side: impl Fn(u32) -> Side<'t>,
) -> Vec<(u32, u32, Aligned)> {
    let mut known: BTreeMap<(u32, u32), Vec<Aligned>> = BTreeMap::new();
    let mut shares: BTreeMap<u32, Vec<Share>> = BTreeMap::new();
    for (a, b, found) in pairs.iter().filter(|(a, b, _)| a != b) {
        known.entry((*a, *b)).or_default().push(*found);
        shares.entry(*a).or_default().push((found.a, *b, found.b));
        shares.entry(*b).or_default().push((found.b, *a, found.a));
    }
    let mut out = Vec::new();
    for list in shares.values_mut() {
        list.sort_unstable();
        for (n, x) in list.iter().enumerate() {
            let later = list[n + 1..].iter().take_while(|y| y.0.0 < x.0.1);
            for y in later.take(MOST) {
                let common = (x.0.0.max(y.0.0), x.0.1.min(y.0.1));
                if x.1 == y.1 || common.1 < common.0 + LEAST {
                    continue;
                }
                let (x, y) = if x.1 < y.1 { (x, y) } else { (y, x) };
                let (a, b) = (carried(x, common), carried(y, common));
                if a.1 - a.0 > LONGEST || b.1 - b.0 > LONGEST {
                    continue;
                }
                let there = known.entry((x.1, y.1)).or_default();
                if there.iter().any(|k| covers(k.a, a) || covers(k.b, b)) {
                    continue;
                }
                let found = align((side(x.1), a), (side(y.1), b));
                let like = |f: &Aligned| {
                    f.matched + f.near >= LEAST
                        && f.similarity() >= LEAST_LIKENESS
                        && covers(f.a, a)
                        && covers(f.b, b)
                };
                if like(&found) {
                    there.push(found);
                    out.push((x.1, y.1, found));
                }
            }
        }
    }
    out
}

/// Whether `range` lies by half or more in `known`.
fn covers(known: (usize, usize), range: (usize, usize)) -> bool {
    let shared = known.1.min(range.1).saturating_sub(known.0.max(range.0));
    shared * 2 >= range.1 - range.0
}

/// Where a part of a share's first side lies on its second, in proportion.
fn carried(share: &Share, part: (usize, usize)) -> (usize, usize) {
    let ((from, to), _, (start, end)) = *share;
    let scale = |at: usize| start + (at - from) * (end - start) / (to - from).max(1);
    (scale(part.0), scale(part.1).max(scale(part.0) + 1).min(end))
}

/// A cell of the alignment: the best that ends here, and where it began.
#[derive(Clone, Copy, Default)]
struct Cell {
    score: f32,
    from: (usize, usize),
    matched: usize,
    near: usize,
}

/// The best local alignment of two ranges; an empty one where no word agrees.
pub(crate) fn align(
    (a, a_range): (Side<'_>, (usize, usize)),
    (b, b_range): (Side<'_>, (usize, usize)),
) -> Aligned {
    let (n, m) = (a_range.1 - a_range.0, b_range.1 - b_range.0);
    let band = BAND + n.abs_diff(m);
    let mut row: Vec<Cell> = vec![Cell::default(); m + 1];
    let mut best = (Cell::default(), (0, 0));
    for i in 0..n {
        // The diagonal of a range of unequal sides is slanted.
        let middle = i * m / n.max(1);
        let (lo, hi) = (middle.saturating_sub(band), (middle + band).min(m));
        let mut diagonal = row[lo];
        row[lo] = Cell::default();
        for j in lo..hi {
            let (p, q) = (a_range.0 + i, b_range.0 + j);
            let (x, y) = (a.tokens.ids[p], b.tokens.ids[q]);
            let mut step = diagonal;
            if step.score <= 0.0 {
                step = Cell {
                    from: (p, q),
                    ..Cell::default()
                };
            }
            if x == y && x != MASKED {
                step.score += 1.0;
                step.matched += 1;
            } else if x != MASKED && y != MASKED && near(a.word(p), b.word(q)) {
                step.score += 0.5;
                step.near += 1;
            } else {
                step.score -= 0.3;
            }
            let mut cell = step;
            for other in [row[j], row[j + 1]] {
                if other.score - 0.3 > cell.score {
                    cell = other;
                    cell.score -= 0.3;
                }
            }
            if cell.score <= 0.0 {
                cell = Cell::default();
            }
            diagonal = row[j + 1];
            row[j + 1] = cell;
            if cell.score > best.0.score {
                best = (cell, (p + 1, q + 1));
            }
        }
        if hi < m {
            row[hi + 1..].fill(Cell::default());
        }
    }
    let (cell, (to_a, to_b)) = best;
    Aligned {
        a: (cell.from.0, to_a),
        b: (cell.from.1, to_b),
        matched: cell.matched,
        near: cell.near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::tokens::Tokens;
    use sayso_record::Document;

    #[test]
    fn two_bad_copies_of_one_dispatch_meet_through_it() {
        let texts = [
            "The harbour master of Velmora said on Tuesday that forty barges had left the northern quay under escort before the storm closed the estuary",
            "The harbonr mastcr of Velmora sald on Tuesday thaf forty bargcs had lefr the northern qnay under escort bcfore the storm closcd the estuary",
            "Tne harbour master cf Velrnora said en Tuesdav that forfy barges hod left tbe northcrn quay undcr escort before tne storm closed thc estuary",
        ];
        let documents: Vec<Document> = texts
            .iter()
            .enumerate()
            .map(|(n, t)| Document::plain(format!("d{n}"), *t))
            .collect();
        let tokens: Vec<Tokens> = documents.iter().map(Tokens::of).collect();
        let all = (0, tokens[0].ids.len());
        let whole = |matched| Aligned {
            a: all,
            b: all,
            matched,
            near: 0,
        };
        let pairs = [(0, 1, whole(15)), (0, 2, whole(15))];
        let side = |n: u32| Side {
            tokens: &tokens[n as usize],
            text: &documents[n as usize].text,
        };
        let got = close(&pairs, side);
        assert_eq!(got.len(), 1);
        assert_eq!((got[0].0, got[0].1), (1, 2));
        assert!(got[0].2.a.1 - got[0].2.a.0 > 20);
        assert!(close(&pairs[..1], side).is_empty());
    }
}
