//! What became of a text in its retelling: words kept, dropped, added and put in place of others.

use std::collections::BTreeMap;

use sayso_record::Span;
use serde::Serialize;

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// One word, the same in both but for case and punctuation.
    Same,
    /// One word that the later text lacks.
    Dropped,
    /// One word that the earlier text lacks.
    Added,
    /// A few words in the place of a few others.
    Changed,
}

/// What became of a reserve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HedgeChange {
    /// The earlier text held back, the later does not.
    Lost,
    /// The later text holds back where the earlier did not.
    Gained,
}

/// One step of a comparison, in the order of both texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What became of the words.
    pub kind: ChangeKind,
    /// Words of the earlier text; none where words were added.
    pub earlier: Option<Span>,
    /// Words of the later text; none where words were dropped.
    pub later: Option<Span>,
    /// Whether a hedge (probably, at least, some 40) went or came with them.
    pub hedge: Option<HedgeChange>,
    /// Whether a number went, came or changed.
    pub figure: bool,
}

/// Most words on one side for a replacement to be shown as one; longer ones are dropped and added.
const RUN: usize = 3;

/// Compares a range of an earlier text with one of a later text word by word, by a longest common
/// subsequence. Case, punctuation and signs inside a word do not count: `U.S.` is `us`. All spans
/// are ranges of the whole texts; a range outside its text has no words.
pub fn compare(earlier: &str, a: Span, later: &str, b: Span) -> Vec<Change> {
    let (a, b) = (words(earlier, a), words(later, b));
    let mut ids = BTreeMap::new();
    let mut number = |words: &[Word]| -> Vec<usize> {
        words
            .iter()
            .map(|w| {
                let next = ids.len();
                *ids.entry(w.key.clone()).or_insert(next)
            })
            .collect()
    };
    let (x, y) = (number(&a), number(&b));
    let mut kept = Vec::new();
    common(&x, &y, (0, 0), &mut kept);
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (m, n) in kept.into_iter().chain([(a.len(), b.len())]) {
        replaced(&a[i..m], &b[j..n], &mut out);
        if let (Some(one), Some(other)) = (a.get(m), b.get(n)) {
            out.push(Change {
                kind: ChangeKind::Same,
                earlier: Some(one.span),
                later: Some(other.span),
                hedge: None,
                figure: false,
            });
        }
        (i, j) = (m + 1, n + 1);
    }
    out
}

struct Word {
    span: Span,
    key: String,
    hedge: bool,
    figure: bool,
}

/// Words between white space, without the signs around them.
fn words(text: &str, range: Span) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    for part in range.text(text).unwrap_or_default().split_whitespace() {
        let at = part.as_ptr() as usize - text.as_ptr() as usize;
        let inner = part.trim_matches(|c: char| !c.is_alphanumeric());
        let start = at
            + (part.len()
                - part
                    .trim_start_matches(|c: char| !c.is_alphanumeric())
                    .len());
        let key: String = inner
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if !key.is_empty() {
            out.push(Word {
                span: Span::new(start, start + inner.len()),
                figure: is_figure(&key),
                hedge: false,
                key,
            });
        }
    }
    for i in 0..out.len() {
        let next = out.get(i + 1);
        let month = out[i].span.text(text) == Some("May")
            && (next.is_some_and(|w| w.figure) || i > 0 && out[i - 1].figure);
        let alone = HEDGES.contains(&out[i].key.as_str()) && !month;
        let before = NEAR.contains(&out[i].key.as_str()) && next.is_some_and(|w| w.figure);
        let pair = next.is_some_and(|w| PAIRS.contains(&(out[i].key.as_str(), w.key.as_str())));
        out[i].hedge |= alone || before || pair;
        if pair {
            out[i + 1].hedge = true;
        }
    }
    out
}

/// Words that hold back wherever they stand.
const HEDGES: [&str; 33] = [
    "allegedly",
    "alleged",
    "apparently",
    "appears",
    "approximately",
    "believed",
    "could",
    "estimated",
    "likely",
    "may",
    "maybe",
    "might",
    "perhaps",
    "possible",
    "possibly",
    "presumably",
    "probable",
    "probably",
    "purported",
    "purportedly",
    "reportedly",
    "roughly",
    "rumored",
    "rumoured",
    "seemingly",
    "seems",
    "some",
    "supposedly",
    "suspected",
    "unclear",
    "unconfirmed",
    "unlikely",
    "unverified",
];

/// Words that hold back before a number.
const NEAR: [&str; 8] = [
    "about", "almost", "around", "nearly", "over", "several", "under", "circa",
];

/// Two words that hold back together.
const PAIRS: [(&str, &str); 7] = [
    ("at", "least"),
    ("at", "most"),
    ("up", "to"),
    ("more", "than"),
    ("less", "than"),
    ("fewer", "than"),
    ("as", "many"),
];

const NUMBERS: [&str; 19] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "dozen",
    "dozens",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
];

fn is_figure(key: &str) -> bool {
    key.chars().any(|c| c.is_ascii_digit()) || NUMBERS.contains(&key)
}

/// Words of which nothing was kept.
fn replaced(a: &[Word], b: &[Word], out: &mut Vec<Change>) {
    let hedges = |words: &[Word]| words.iter().any(|w| w.hedge);
    let figure = |words: &[Word]| words.iter().any(|w| w.figure);
    let range = |words: &[Word]| Some(words.first()?.span.join(words.last()?.span));
    let change = |kind, a: &[Word], b: &[Word]| Change {
        kind,
        earlier: range(a),
        later: range(b),
        hedge: match (hedges(a), hedges(b)) {
            (true, false) => Some(HedgeChange::Lost),
            (false, true) => Some(HedgeChange::Gained),
            _ => None,
        },
        figure: figure(a) || figure(b),
    };
    if !a.is_empty() && !b.is_empty() && a.len() <= RUN && b.len() <= RUN {
        out.push(change(ChangeKind::Changed, a, b));
        return;
    }
    out.extend(a.chunks(1).map(|w| change(ChangeKind::Dropped, w, &[])));
    out.extend(b.chunks(1).map(|w| change(ChangeKind::Added, &[], w)));
}

/// Index pairs of a longest common subsequence, in linear space (Hirschberg 1975).
fn common(a: &[usize], b: &[usize], at: (usize, usize), out: &mut Vec<(usize, usize)>) {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    out.extend((0..head).map(|i| (at.0 + i, at.1 + i)));
    let (a, b) = (&a[head..], &b[head..]);
    let at = (at.0 + head, at.1 + head);
    let same = |(x, y): &(&usize, &usize)| x == y;
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    let (inner, other) = (&a[..a.len() - tail], &b[..b.len() - tail]);
    match inner {
        [] => {}
        [one] => {
            if let Some(n) = other.iter().position(|w| w == one) {
                out.push((at.0, at.1 + n));
            }
        }
        _ if other.is_empty() => {}
        _ => {
            let (left, right) = inner.split_at(inner.len() / 2);
            let from = lengths(left.iter(), other.iter());
            let to = lengths(right.iter().rev(), other.iter().rev());
            let best = (0..=other.len()).max_by_key(|&n| {
                // The earliest of equals, so that the same texts always compare the same.
                (from[n] + to[other.len() - n], std::cmp::Reverse(n))
            });
            let n = best.unwrap_or(0);
            common(left, &other[..n], at, out);
            common(right, &other[n..], (at.0 + left.len(), at.1 + n), out);
        }
    }
    let end = (at.0 + inner.len(), at.1 + other.len());
    out.extend((0..tail).map(|i| (end.0 + i, end.1 + i)));
}

/// Length of a longest common subsequence of all of `a` with each beginning of `b`.
fn lengths<'w>(
    a: impl Iterator<Item = &'w usize>,
    b: impl ExactSizeIterator<Item = &'w usize> + Clone,
) -> Vec<usize> {
    let mut row = vec![0; b.len() + 1];
    for x in a {
        let mut corner = 0;
        for (n, y) in b.clone().enumerate() {
            let above = row[n + 1];
            row[n + 1] = if x == y {
                corner + 1
            } else {
                above.max(row[n])
            };
            corner = above;
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(a: &str, b: &str) -> Vec<(ChangeKind, String, String, Option<HedgeChange>, bool)> {
        compare(a, Span::new(0, a.len()), b, Span::new(0, b.len()))
            .into_iter()
            .filter(|c| c.kind != ChangeKind::Same)
            .map(|c| {
                let of = |span: Option<Span>, text: &str| {
                    span.and_then(|s| s.text(text))
                        .unwrap_or_default()
                        .to_owned()
                };
                (c.kind, of(c.earlier, a), of(c.later, b), c.hedge, c.figure)
            })
            .collect()
    }

    #[test]
    fn a_hedge_falls_away_and_a_number_changes() {
        let found = told(
            "The garrison probably lost at least 40 men, he said.",
            "The garrison lost 60 men, he said!",
        );
        assert_eq!(
            found,
            [
                (
                    ChangeKind::Dropped,
                    "probably".into(),
                    String::new(),
                    Some(HedgeChange::Lost),
                    false
                ),
                (
                    ChangeKind::Changed,
                    "at least 40".into(),
                    "60".into(),
                    Some(HedgeChange::Lost),
                    true
                ),
            ]
        );
    }

    #[test]
    fn words_come_in_and_reserve_with_them() {
        let found = told(
            "Troops took the town on 3 May 2019.",
            "U.S. troops reportedly took the town in May 2019",
        );
        assert_eq!(found[0].1, "");
        assert_eq!(found[0].2, "U.S");
        assert_eq!(found[1].3, Some(HedgeChange::Gained));
        assert_eq!(
            found[2],
            (ChangeKind::Changed, "on 3".into(), "in".into(), None, true)
        );
    }

    #[test]
    fn case_and_signs_do_not_count() {
        assert!(told("“The US,” he said – twice", "the U.S. he said twice").is_empty());
        assert!(told("", "").is_empty());
    }

    #[test]
    fn long_replacements_are_dropped_and_added() {
        let found = told("a b1 b2 b3 b4 c", "a d1 c");
        assert_eq!(found.len(), 5);
        assert!(found[..4].iter().all(|f| f.0 == ChangeKind::Dropped));
        assert_eq!(found[4].0, ChangeKind::Added);
    }

    #[test]
    fn every_word_is_told_once_in_order() {
        let mut seed = 7_u32;
        let mut text = || {
            let mut out = String::new();
            for _ in 0..60 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                out.push_str(["é", "ff", "go", "hä", "it"][(seed >> 16) as usize % 5]);
                out.push(' ');
            }
            out
        };
        let (a, b) = (text(), text());
        let changes = compare(&a, Span::new(0, a.len()), &b, Span::new(0, b.len()));
        let join = |of: &str, spans: Vec<Option<Span>>| {
            let words: Vec<&str> = spans.iter().flatten().filter_map(|s| s.text(of)).collect();
            words.join(" ")
        };
        assert_eq!(
            join(&a, changes.iter().map(|c| c.earlier).collect()),
            a.trim()
        );
        assert_eq!(
            join(&b, changes.iter().map(|c| c.later).collect()),
            b.trim()
        );
        let same = changes
            .iter()
            .filter(|c| c.kind == ChangeKind::Same)
            .count();
        let (x, y): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
        let mut row = vec![0; y.len()];
        for word in x.iter().take(60) {
            let mut corner = 0;
            for j in 0..60 {
                let above = row[j + 1];
                row[j + 1] = if *word == y[j] {
                    corner + 1
                } else {
                    above.max(row[j])
                };
                corner = above;
            }
        }
        assert_eq!(same, row[60], "a longest one");
    }
}
