//! Small linear models over hashed features: an averaged structured perceptron for sequences
//! (Collins 2002) with first-order transitions and exact decoding (Viterbi), and a transition
//! parser for dependency trees (arc-hybrid, dynamic oracle). Knows no
//! domain and no text: a caller turns tokens into feature hashes with the same code in training
//! and in prediction.
//!
//! Training is deterministic: examples are taken in an order that depends on the epoch alone.

mod file;
mod parse;
mod train;
mod viterbi;
mod weights;

pub use file::Error;
pub use parse::{NONE, State, Tree, parse, relations, train_parser};
pub use train::{Choices, Example, train};

/// Number of feature rows, a power of two. Collisions are rare enough below a few million
/// distinct features and cost little.
pub const ROWS: u32 = 1 << 24;

/// Row of a feature: FNV-1a over its parts, each ended by a byte that text does not hold.
pub fn row(template: u8, parts: &[&str]) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |byte: u8| {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    };
    eat(template);
    for part in parts {
        part.bytes().for_each(&mut eat);
        eat(0xff);
    }
    // The low bits of FNV are its weakest: fold the high ones in.
    ((hash ^ (hash >> 29)) as u32) & (ROWS - 1)
}

/// Row of a feature whose parts are numbers already (hashes of words, labels, distances).
pub fn combine(template: u8, parts: &[u32]) -> u32 {
    let mut hash = u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x51_7c_c1_b7;
    for part in parts {
        hash = (hash ^ u64::from(*part)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    ((hash ^ (hash >> 29)) as u32) & (ROWS - 1)
}

/// A trained model.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Labels by number.
    pub(crate) labels: Vec<String>,
    /// `transitions[from * labels + to]`; `from == labels.len()` is the start.
    pub(crate) transitions: Vec<f32>,
    /// Rows that have weights, ascending.
    pub(crate) rows: Vec<u32>,
    /// First cell of each row; one more at the end.
    pub(crate) starts: Vec<u32>,
    /// Label and weight.
    pub(crate) cells: Vec<(u8, f32)>,
    /// Where a row stands in `rows`, by its upper bits: a bucket each.
    index: Vec<u32>,
}

/// Upper bits of a row that pick its bucket.
const BUCKETS: u32 = 1 << 16;

impl Model {
    pub(crate) fn new(
        labels: Vec<String>,
        transitions: Vec<f32>,
        rows: Vec<u32>,
        starts: Vec<u32>,
        cells: Vec<(u8, f32)>,
    ) -> Self {
        let shift = ROWS / BUCKETS;
        let index = (0..=BUCKETS)
            .map(|b| rows.partition_point(|r| r / shift < b) as u32)
            .collect();
        Model {
            labels,
            transitions,
            rows,
            starts,
            cells,
            index,
        }
    }

    /// The labels, by number.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    fn cells_of(&self, row: u32) -> &[(u8, f32)] {
        let bucket = (row / (ROWS / BUCKETS)) as usize;
        let (from, to) = (self.index[bucket] as usize, self.index[bucket + 1] as usize);
        match self.rows[from..to].binary_search(&row) {
            Ok(at) => {
                let at = from + at;
                &self.cells[self.starts[at] as usize..self.starts[at + 1] as usize]
            }
            Err(_) => &[],
        }
    }

    /// Adds the rows' weights to the scores, one of each label.
    pub fn score(&self, rows: &[u32], scores: &mut [f32]) {
        for row in rows {
            for (label, weight) in self.cells_of(*row) {
                scores[usize::from(*label)] += weight;
            }
        }
    }

    /// The best label of each position. `allowed(from, to)` forbids transitions; `None` is the
    /// start.
    pub fn decode(
        &self,
        features: &[Vec<u32>],
        allowed: impl Fn(Option<usize>, usize) -> bool,
    ) -> Vec<usize> {
        let count = self.labels.len();
        let mut own = vec![0f32; features.len() * count];
        for (rows, own) in features.iter().zip(own.chunks_exact_mut(count.max(1))) {
            self.score(rows, own);
        }
        viterbi::best(&own, &self.transitions, count, &allowed)
    }
}

/// Whether a label may follow another in BIO coding: `I-X` only after `B-X` or `I-X`.
pub fn bio(labels: &[String]) -> impl Fn(Option<usize>, usize) -> bool + use<> {
    let count = labels.len();
    let mut table = vec![true; (count + 1) * count];
    for (to, name) in labels.iter().enumerate() {
        let Some(kind) = name.strip_prefix("I-") else {
            continue;
        };
        for from in 0..=count {
            let fits = labels
                .get(from)
                .is_some_and(|f| f.len() > 2 && &f[2..] == kind);
            table[from * count + to] = fits;
        }
    }
    move |from, to| table[from.unwrap_or(count) * count + to]
}
