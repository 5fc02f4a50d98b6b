//! A greedy transition parser for labelled dependency trees: the arc-hybrid system (Kuhlmann,
//! Gómez-Rodríguez and Satta 2011) trained with its dynamic oracle and exploration (Goldberg and
//! Nivre 2013). Linear in the length of the sentence. The root stands behind the last word, and
//! exactly one word hangs on it.

use crate::Model;
use crate::train::Choices;
use crate::weights::{Weights, order};

/// A tree over the words of a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// Head of each word; the number of words stands for the root.
    pub heads: Vec<usize>,
    /// Number of each word's relation, an index into the relations' list.
    pub relations: Vec<usize>,
}

/// No word.
pub const NONE: usize = usize::MAX;

/// A state of the parse, for the caller's features.
#[derive(Debug, Clone)]
pub struct State {
    /// Words that wait for a head, the top last.
    pub stack: Vec<usize>,
    /// First word not yet taken up; equal to the number of words when only the root is left.
    pub next: usize,
    /// Relations given so far, [`NONE`] before.
    pub relations: Vec<usize>,
    /// Outermost children to the left, nearest the edge last: the last and the one before.
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    counts: Vec<[u8; 2]>,
    heads: Vec<usize>,
    waiting: Vec<bool>,
}

impl State {
    fn new(len: usize) -> Self {
        State {
            stack: Vec::with_capacity(len),
            next: 0,
            relations: vec![NONE; len],
            left: vec![[NONE; 2]; len + 1],
            right: vec![[NONE; 2]; len + 1],
            counts: vec![[0; 2]; len + 1],
            heads: vec![NONE; len],
            waiting: vec![false; len],
        }
    }

    fn len(&self) -> usize {
        self.heads.len()
    }

    /// The word `depth` below the top of the stack, or [`NONE`].
    pub fn below(&self, depth: usize) -> usize {
        self.stack
            .len()
            .checked_sub(depth + 1)
            .map_or(NONE, |at| self.stack[at])
    }

    /// Leftmost child (0) or the one found before it (1), or [`NONE`].
    pub fn leftmost(&self, word: usize, nth: usize) -> usize {
        self.left.get(word).map_or(NONE, |l| l[nth])
    }

    /// Rightmost child (0) or the one found before it (1), or [`NONE`].
    pub fn rightmost(&self, word: usize, nth: usize) -> usize {
        self.right.get(word).map_or(NONE, |r| r[nth])
    }

    /// Numbers of children to the left and to the right.
    pub fn children(&self, word: usize) -> [u8; 2] {
        self.counts.get(word).copied().unwrap_or([0; 2])
    }

    fn done(&self) -> bool {
        self.stack.is_empty() && self.next == self.len()
    }

    fn legal(&self, action: Action, root: Option<usize>) -> bool {
        let at_root = self.next == self.len();
        match action {
            Action::Shift => !at_root,
            Action::Left(relation) => {
                !self.stack.is_empty()
                    && (Some(relation) == root) == at_root
                    && (!at_root || self.stack.len() == 1)
            }
            Action::Right(relation) => self.stack.len() > 1 && Some(relation) != root,
        }
    }

    fn apply(&mut self, action: Action) {
        let attach = |state: &mut State, head: usize, relation: usize| {
            let Some(word) = state.stack.pop() else {
                return;
            };
            state.waiting[word] = false;
            state.heads[word] = head;
            state.relations[word] = relation;
            let (children, side) = if word < head {
                (&mut state.left[head], 0)
            } else {
                (&mut state.right[head], 1)
            };
            *children = [word, children[0]];
            let count = &mut state.counts[head][side];
            *count = count.saturating_add(1);
        };
        match action {
            Action::Shift => {
                self.waiting[self.next] = true;
                self.stack.push(self.next);
                self.next += 1;
            }
            Action::Left(relation) => attach(self, self.next, relation),
            Action::Right(relation) => {
                let head = self.below(1);
                attach(self, head, relation);
            }
        }
    }

    /// Arcs of the gold tree that an action makes impossible; a wrong relation counts as one.
    fn cost(&self, action: Action, gold: &Tree, children: &[Vec<usize>]) -> usize {
        let top = self.below(0);
        let ahead = |word: usize| children[word].iter().filter(|c| **c >= self.next).count();
        match action {
            Action::Shift => {
                let head = gold.heads[self.next];
                let lost = head < self.next && head != top && self.waiting[head];
                let behind = children[self.next]
                    .iter()
                    .filter(|c| **c < self.next && self.waiting[**c]);
                behind.count() + usize::from(lost)
            }
            Action::Left(relation) => {
                let head = gold.heads[top];
                let lost = if head == self.next {
                    relation != gold.relations[top]
                } else {
                    head == self.below(1) || head > self.next
                };
                ahead(top) + usize::from(lost)
            }
            Action::Right(relation) => {
                let head = gold.heads[top];
                let lost = if head == self.below(1) {
                    relation != gold.relations[top]
                } else {
                    head >= self.next
                };
                ahead(top) + usize::from(lost)
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Action {
    Shift,
    Left(usize),
    Right(usize),
}

fn action(number: usize) -> Action {
    match number {
        0 => Action::Shift,
        n if n % 2 == 1 => Action::Left(n / 2),
        n => Action::Right(n / 2 - 1),
    }
}

/// Relations of a model trained by [`train_parser`], by number.
pub fn relations(model: &Model) -> Vec<String> {
    model
        .labels()
        .iter()
        .skip(1)
        .step_by(2)
        .map(|l| l[1..].to_owned())
        .collect()
}

/// The relation of the word that hangs on the root.
const ROOT: &str = "root";

/// Parses a sentence of `len` words; relations are numbered as in training. `features` pushes the
/// rows of a state.
pub fn parse(model: &Model, len: usize, mut features: impl FnMut(&State, &mut Vec<u32>)) -> Tree {
    let mut names = model.labels().iter().skip(1).step_by(2);
    let root = names.position(|l| &l[1..] == ROOT);
    let mut state = State::new(len);
    let mut rows = Vec::new();
    let mut scores = vec![0f32; model.labels().len()];
    while !state.done() {
        rows.clear();
        features(&state, &mut rows);
        scores.fill(0.0);
        model.score(&rows, &mut scores);
        let best = best(&scores, |n| state.legal(action(n), root));
        // Some action is always legal; a model without labels parses nothing.
        let Some(best) = best else { break };
        state.apply(action(best));
    }
    Tree {
        heads: state.heads,
        relations: state.relations,
    }
}

/// The best-scored number that is allowed; of equals the first.
fn best(scores: &[f32], allowed: impl Fn(usize) -> bool) -> Option<usize> {
    let mut out: Option<usize> = None;
    for (n, score) in scores.iter().enumerate() {
        if out.is_none_or(|b| *score > scores[b]) && allowed(n) {
            out = Some(n);
        }
    }
    out
}

/// Trains a parser on trees whose relations count into `names`, among them "root". `features`
/// pushes the rows of a state of the numbered tree. `each` is told the epoch and the share of
/// right decisions.
pub fn train_parser(
    trees: &[Tree],
    names: &[String],
    choices: &Choices,
    mut features: impl FnMut(usize, &State, &mut Vec<u32>),
    mut each: impl FnMut(usize, f64),
) -> Model {
    let mut labels = vec!["S".to_owned()];
    for name in names {
        labels.push(format!("L{name}"));
        labels.push(format!("R{name}"));
    }
    let root = names.iter().position(|r| r == ROOT);
    let mut weights = Weights::new(labels.len());
    let mut now = 1u32;
    let mut chance = 0x2545_f491_4f6c_dd1d_u64;
    let mut rows = Vec::new();
    let mut scores = vec![0f32; labels.len()];
    for epoch in 0..choices.epochs {
        let (mut right, mut all) = (0usize, 0usize);
        for at in order(trees.len(), epoch) {
            let gold = &trees[at];
            let len = gold.heads.len();
            let mut children = vec![Vec::new(); len + 1];
            for (word, head) in gold.heads.iter().enumerate() {
                children[*head].push(word);
            }
            let mut state = State::new(len);
            while !state.done() {
                rows.clear();
                features(at, &state, &mut rows);
                scores.fill(0.0);
                weights.score(&rows, &mut scores);
                let legal = |n: &usize| state.legal(action(*n), root);
                let cost = |n: usize| state.cost(action(n), gold, &children);
                let least = (0..labels.len()).filter(legal).map(cost).min().unwrap_or(0);
                let Some(guess) = best(&scores, |n| legal(&n)) else {
                    break;
                };
                let Some(good) = best(&scores, |n| legal(&n) && cost(n) == least) else {
                    break;
                };
                all += 1;
                let wrong = cost(guess) > least;
                if wrong {
                    weights.update(&rows, good, guess, now);
                } else {
                    right += 1;
                }
                now += 1;
                chance ^= chance << 13;
                chance ^= chance >> 7;
                chance ^= chance << 17;
                // Nine of ten mistakes are followed, so that it learns to go on from them.
                let follow = epoch > 0 && !chance.is_multiple_of(10);
                state.apply(action(if wrong && !follow { good } else { guess }));
            }
        }
        each(epoch + 1, right as f64 / all.max(1) as f64);
    }
    weights.average(
        &labels,
        vec![0.0; (labels.len() + 1) * labels.len()],
        choices.least,
        now,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trained(trees: &[Tree], names: &[String]) -> Model {
        let choices = Choices {
            epochs: 20,
            least: 0.0,
        };
        train_parser(trees, names, &choices, rows, |_, _| {})
    }

    /// Enough to tell the states of the toy trees apart.
    fn rows(tree: usize, state: &State, rows: &mut Vec<u32>) {
        let parts = [tree, state.below(0), state.below(1), state.next].map(|n| n as u32);
        rows.push(crate::combine(1, &parts));
    }

    #[test]
    fn learns_trees_and_gives_each_sentence_one_root() {
        let names = ["root", "a", "b"].map(str::to_owned);
        let trees = [
            Tree {
                heads: vec![1, 4, 3, 1],
                relations: vec![1, 0, 2, 1],
            },
            Tree {
                heads: vec![3, 0, 1],
                relations: vec![0, 1, 2],
            },
        ];
        let model = trained(&trees, &names);
        for (n, tree) in trees.iter().enumerate() {
            let found = parse(&model, tree.heads.len(), |s, out| rows(n, s, out));
            assert_eq!(found, *tree);
        }
        // A sentence it has never seen still gets one root and no circle.
        let found = parse(&model, 6, |s, out| rows(7, s, out));
        assert_eq!(found.heads.iter().filter(|h| **h == 6).count(), 1);
        for word in 0..6 {
            let mut at = word;
            let steps = (0..8).take_while(|_| {
                at = found.heads[at.min(5)];
                at != 6
            });
            assert!(steps.count() < 8, "a circle through {word}");
        }
    }
}
