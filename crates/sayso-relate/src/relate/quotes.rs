//! Short quotations in threads: words in quotation marks that stand in what is answered.
//!
//! Fingerprints need a run of words; a commenter who takes up two or three of them in quotation
//! marks is found here, by looking the words up in the comments before his own. Two or three
//! words count only where the comment answers the one they stand in; longer ones anywhere. A
//! longer quotation whose words stand nowhere as they are is looked for reworded: quotation marks
//! round what somebody did not quite say are worth knowing.

use std::collections::{BTreeMap, HashMap};

use sayso_record::{Document, Segment, SegmentKind};

use super::align::{Aligned, Side};
use super::family::align;
use super::tokens::{MASKED, Tokens};

/// Fewest words looked up.
const FEWEST: usize = 2;
/// Words from which the comment need not answer the quoted one.
const ANYWHERE: usize = 4;
/// Most words looked up; longer ones are found by fingerprints.
const MOST: usize = 24;

/// Fewest words of a quotation that is looked for reworded, and of it that must agree.
const REWORDED: usize = 8;
/// Letters of a word by which reworded quotations are looked up.
const TELLING: u32 = 5;
/// Least likeness of a reworded quotation to what it rewords.
const LIKENESS: f64 = 0.5;

/// The quotations of one document's comments, each with the place it was taken from.
pub(crate) fn find(document: &Document, tokens: &Tokens) -> Vec<Aligned> {
    let comments: Vec<&Segment> = document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Comment)
        .collect();
    let mut out = Vec::new();
    if comments.is_empty() {
        return out;
    }
    // Looked up by word and read in order of place; never iterated.
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (n, &id) in tokens.ids.iter().enumerate() {
        if id != MASKED {
            places.entry(id).or_default().push(n);
        }
    }
    for (n, comment) in comments.iter().enumerate() {
        let unit = u16::try_from(n + 1).unwrap_or(u16::MAX);
        let answered = |at: usize| {
            let of = tokens.unit[at] as usize;
            if of == 0 {
                comment
                    .reply_to
                    .iter()
                    .any(|id| comments.iter().all(|c| c.id != *id))
            } else {
                comments
                    .get(of - 1)
                    .is_some_and(|c| comment.reply_to.contains(&c.id))
            }
        };
        for (start, end) in marked(
            document
                .text
                .get(comment.start..comment.end)
                .unwrap_or_default(),
        ) {
            let from = tokens
                .spans
                .partition_point(|s| (s.0 as usize) < comment.start + start);
            let to = tokens
                .spans
                .partition_point(|s| (s.1 as usize) <= comment.start + end);
            if to < from + FEWEST || to > from + MOST || tokens.unit[from] != unit {
                continue;
            }
            let words = &tokens.ids[from..to];
            if words.contains(&MASKED) {
                continue;
            }
            let source = places
                .get(&words[0])
                .into_iter()
                .flatten()
                .copied()
                .find(|&at| {
                    at + words.len() <= from
                        && tokens.unit[at] < unit
                        && tokens.unit[at + words.len() - 1] == tokens.unit[at]
                        && tokens.ids[at..at + words.len()] == *words
                        && (words.len() >= ANYWHERE || answered(at))
                });
            if let Some(at) = source {
                out.push(Aligned {
                    a: (at, at + words.len()),
                    b: (from, to),
                    matched: words.len(),
                    near: 0,
                });
            } else if words.len() >= REWORDED {
                let side = Side {
                    tokens,
                    text: &document.text,
                };
                out.extend(reworded(side, (from, to), &places));
            }
        }
    }
    out
}

/// The earlier place whose words the quotation rewords, if one is like enough: looked for where
/// most of its telling words stand together.
fn reworded(
    side: Side<'_>,
    (from, to): (usize, usize),
    places: &HashMap<u32, Vec<usize>>,
) -> Option<Aligned> {
    let (tokens, len) = (side.tokens, to - from);
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for n in from..to {
        let (start, end) = tokens.spans[n];
        if end - start < TELLING {
            continue;
        }
        for &at in places.get(&tokens.ids[n]).into_iter().flatten() {
            if at < from && tokens.unit[at] < tokens.unit[from] {
                let begin = (at + from).saturating_sub(n);
                *votes.entry(begin / len).or_default() += 1;
            }
        }
    }
    let mut best: Vec<(usize, usize)> = votes.into_iter().map(|(bin, n)| (n, bin)).collect();
    best.sort_by_key(|&(n, bin)| (std::cmp::Reverse(n), bin));
    let tried = best.into_iter().take(3).filter(|b| b.0 >= 2);
    tried
        .map(|(_, bin)| {
            let around = ((bin * len).saturating_sub(len), ((bin + 3) * len).min(from));
            align((side, around), (side, (from, to)))
        })
        .filter(|found| {
            found.matched >= REWORDED
                && found.similarity() >= LIKENESS
                && tokens.unit[found.a.0] == tokens.unit[found.a.1 - 1]
        })
        .max_by_key(|found| (found.matched, std::cmp::Reverse(found.a)))
}

/// The ranges between quotation marks, paragraph by paragraph.
fn marked(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match c {
            '\n' => open = None,
            '\u{201c}' | '\u{ab}' | '\u{201e}' => open = Some(at + c.len_utf8()),
            '\u{201d}' | '\u{bb}' => out.extend(open.take().map(|from| (from, at))),
            '"' => match open.take() {
                Some(from) => out.push((from, at)),
                None => open = Some(at + 1),
            },
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::comment;

    #[test]
    fn two_quoted_words_count_only_in_an_answer() {
        let first = comment(
            &Document::plain("t", "An article."),
            "Ona",
            "The master looks rather smug today.",
        );
        let mut d = comment(&first, "Piet", "He \"looks rather\" what?");
        assert!(find(&d, &Tokens::of(&d)).is_empty());
        let target = d.segments[1].id.clone();
        d.segments[2].reply_to.push(target);
        let tokens = Tokens::of(&d);
        let found = find(&d, &tokens);
        assert_eq!(found.len(), 1);
        let words = |(from, to): (usize, usize)| {
            &d.text[tokens.spans[from].0 as usize..tokens.spans[to - 1].1 as usize]
        };
        assert_eq!(words(found[0].a), "looks rather");
        assert_eq!(words(found[0].b), "looks rather");
        assert!(found[0].a.0 < found[0].b.0);
    }

    #[test]
    fn a_reworded_quotation_is_found_and_a_made_up_one_is_not() {
        let first = comment(
            &Document::plain("t", "An article."),
            "Ona",
            "The northern, eastern and some of the river crews, who have sworn to hold the quay, shall leave it to the harbour guards in the end.",
        );
        let d = comment(
            &first,
            "Piet",
            "You wrote \"northern, eastern and river crews shall leave it to the harbour guards in the end\". And \"the master of the port will never again give way to any of you\".",
        );
        let tokens = Tokens::of(&d);
        let found = find(&d, &tokens);
        assert_eq!(found.len(), 1);
        assert!(found[0].matched >= 9 && found[0].similarity() < 1.0);
    }
}
