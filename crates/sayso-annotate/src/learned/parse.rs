//! Universal Dependencies trees. Feature templates after Zhang and Nivre (2011), for the
//! arc-hybrid system: words and tags on top of the stack and in front of it, their outer
//! children, relations given so far, distance and valency.

use std::sync::LazyLock;

use sayso_learn::{Model, NONE, State, combine, row};

use super::clusters::class;
use super::{ending, normal};

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../../../models/parse-v1.model"))
        .expect("a test reads the bundled model")
});
static RELATIONS: LazyLock<Vec<String>> = LazyLock::new(|| sayso_learn::relations(&MODEL));

/// A sentence as numbers: a hash of each word, its ending, its classes, its tag.
pub struct Words {
    word: Vec<u32>,
    ending: Vec<u32>,
    coarse: Vec<u32>,
    fine: Vec<u32>,
    tag: Vec<u32>,
}

impl Words {
    /// Of words and their tags.
    pub fn new(words: &[&str], tags: &[&str]) -> Self {
        let lower: Vec<String> = words.iter().map(|w| normal(w)).collect();
        Words {
            word: lower.iter().map(|w| row(200, &[w])).collect(),
            ending: lower.iter().map(|w| row(201, &[ending(w, 3)])).collect(),
            coarse: lower.iter().map(|w| u32::from(class(w).0)).collect(),
            fine: lower.iter().map(|w| u32::from(class(w).1)).collect(),
            tag: tags.iter().map(|t| row(202, &[t])).collect(),
        }
    }

    fn of(list: &[u32], at: usize) -> u32 {
        // The root stands behind the last word; further off there is nothing.
        match at {
            NONE => 1,
            at if at == list.len() => 2,
            at => list.get(at).copied().unwrap_or(3),
        }
    }
}

/// Pushes the rows of a state.
pub fn features(words: &Words, state: &State, out: &mut Vec<u32>) {
    let w = |at: usize| Words::of(&words.word, at);
    let e = |at: usize| Words::of(&words.ending, at);
    let t = |at: usize| Words::of(&words.tag, at);
    let c = |at: usize| Words::of(&words.coarse, at).wrapping_add(1 << 20);
    let f = |at: usize| Words::of(&words.fine, at).wrapping_add(1 << 20);
    let l = |at: usize| state.relations.get(at).map_or(u32::MAX, |r| *r as u32);
    let [s0, s1, s2] = [0, 1, 2].map(|d| state.below(d));
    let [b0, b1, b2] = [0, 1, 2].map(|d| state.next + d);
    let s0l = state.leftmost(s0, 0);
    let s0r = state.rightmost(s0, 0);
    let s0r2 = state.rightmost(s0, 1);
    let s0l2 = state.leftmost(s0, 1);
    let s1l = state.leftmost(s1, 0);
    let s1r = state.rightmost(s1, 0);
    let s1r2 = state.rightmost(s1, 1);
    let b0l = state.leftmost(b0, 0);
    let b0l2 = state.leftmost(b0, 1);
    let far = |a: usize, b: usize| -> u32 {
        if a == NONE || b == NONE {
            return 9;
        }
        match b - a {
            n @ 0..=4 => n as u32,
            5..=6 => 5,
            7..=10 => 6,
            _ => 7,
        }
    };
    let near = far(s0, b0);
    let under = far(s1, s0);
    let many = |at: usize, side: usize| u32::from(state.children(at)[side].min(4));
    let mut template = 0u8;
    let mut push = |parts: &[u32]| {
        template += 1;
        out.push(combine(template, parts));
    };
    push(&[]);
    for at in [s0, s1, b0, b1] {
        push(&[w(at)]);
        push(&[t(at)]);
        push(&[w(at), t(at)]);
        push(&[e(at), t(at)]);
    }
    for at in [s2, b2] {
        push(&[w(at), t(at)]);
        push(&[t(at)]);
    }
    for at in [s0l, s0r, s1l, s1r, b0l] {
        push(&[w(at)]);
        push(&[t(at), l(at)]);
    }
    for at in [s0l2, s0r2, s1r2, b0l2] {
        push(&[t(at), l(at)]);
    }
    // pairs
    push(&[w(s0), t(s0), w(b0), t(b0)]);
    push(&[w(s0), t(s0), t(b0)]);
    push(&[t(s0), w(b0), t(b0)]);
    push(&[w(s0), w(b0)]);
    push(&[t(s0), t(b0)]);
    push(&[t(b0), t(b1)]);
    push(&[w(s1), t(s1), w(s0), t(s0)]);
    push(&[w(s1), t(s1), t(s0)]);
    push(&[t(s1), w(s0), t(s0)]);
    push(&[w(s1), w(s0)]);
    push(&[t(s1), t(s0)]);
    push(&[w(s1), w(b0)]);
    push(&[e(s0), e(b0), t(s0), t(b0)]);
    push(&[e(s1), e(s0), t(s1), t(s0)]);
    // classes
    for at in [s0, s1, b0, b1] {
        push(&[f(at)]);
        push(&[c(at), t(at)]);
    }
    push(&[f(s0), f(b0)]);
    push(&[f(s1), f(s0)]);
    push(&[w(s0), c(b0)]);
    push(&[c(s0), w(b0)]);
    push(&[w(s1), c(s0)]);
    push(&[c(s1), w(s0)]);
    push(&[c(s1), c(s0), t(b0)]);
    push(&[c(s0), c(b0), t(b1)]);
    push(&[c(s1), c(s0), c(b0)]);
    // three
    push(&[t(s0), t(b0), t(b1)]);
    push(&[w(s0), t(b0), t(b1)]);
    push(&[t(s0), w(b0), t(b1)]);
    push(&[t(s0), t(b0), w(b1)]);
    push(&[t(b0), t(b1), t(b2)]);
    push(&[t(s1), t(s0), t(b0)]);
    push(&[w(s1), t(s0), t(b0)]);
    push(&[t(s1), w(s0), t(b0)]);
    push(&[t(s1), t(s0), w(b0)]);
    push(&[t(s2), t(s1), t(s0)]);
    push(&[t(s1), t(s0), t(b0), t(b1)]);
    push(&[t(s0), t(s0l), t(b0)]);
    push(&[t(s0), t(s0r), t(b0)]);
    push(&[t(s0), t(b0), t(b0l)]);
    push(&[t(s1), t(s1l), t(s0)]);
    push(&[t(s1), t(s1r), t(s0)]);
    push(&[t(s1), t(s0), t(s0l)]);
    push(&[t(s1), t(s0), t(s0r)]);
    push(&[t(s1), t(s1r), t(s0), t(b0)]);
    push(&[w(s0), t(s0r), l(s0r)]);
    push(&[w(s1), t(s1r), l(s1r), t(s0)]);
    push(&[t(s0), l(s0l), l(s0r)]);
    push(&[t(s1), l(s1l), l(s1r), t(s0)]);
    push(&[t(b0), l(b0l), t(s0)]);
    push(&[w(b0), l(b0l), l(b0l2)]);
    push(&[t(s0), l(s0l), l(s0l2), t(b0)]);
    push(&[t(s0), l(s0r), l(s0r2), t(b0)]);
    // distance, valency
    push(&[w(s0), near]);
    push(&[w(b0), near]);
    push(&[t(s0), t(b0), near]);
    push(&[t(s1), t(s0), under]);
    push(&[w(s1), t(s0), under]);
    push(&[w(s0), many(s0, 0), many(s0, 1)]);
    push(&[t(s0), many(s0, 0), many(s0, 1), t(b0)]);
    push(&[t(s1), many(s1, 0), many(s1, 1), t(s0)]);
    push(&[w(s1), many(s1, 1)]);
    push(&[t(b0), many(b0, 0), t(s0)]);
    push(&[w(b0), many(b0, 0)]);
}

/// Head (an index into the words, `None` for the root) and relation of each word.
pub fn parse(words: &[&str], tags: &[&str]) -> Vec<(Option<usize>, &'static str)> {
    let words = Words::new(words, tags);
    let len = words.word.len();
    let tree = sayso_learn::parse(&MODEL, len, |state, out| features(&words, state, out));
    tree.heads
        .iter()
        .zip(&tree.relations)
        .map(|(head, relation)| {
            let relation = RELATIONS.get(*relation).map_or("dep", String::as_str);
            (Some(*head).filter(|h| *h < len), relation)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tags;
    use super::*;

    #[test]
    fn the_bundled_model_parses_a_plain_sentence() {
        let words = [
            "The", "mayor", "said", "two", "bridges", "were", "closed", ".",
        ];
        let tags = tags::tag(&words);
        let found = parse(&words, &tags);
        let said = |n: usize| found[n].0.map_or("root", |h| words[h]);
        assert_eq!(said(2), "root");
        assert_eq!((said(1), found[1].1), ("said", "nsubj"));
        assert_eq!(said(4), "closed");
        assert!(found[4].1.starts_with("nsubj"));
        assert_eq!((said(6), found[6].1), ("said", "ccomp"));
    }
}
