//! Small linear models over hashed features: an averaged structured perceptron (Collins 2002) and a
//! conditional random field (Lafferty and others 2001) for sequences, with first-order transitions
//! and exact decoding (Viterbi, one path or several; marginals by forward and backward), and a
//! transition parser for dependency trees (arc-hybrid, dynamic oracle). Knows no
//! domain and no text: a caller turns tokens into feature hashes with the same code in training
//! and in prediction.
//!
//! Training is deterministic: examples are taken in an order that depends on the epoch alone.

mod crf;
mod file;
mod parse;
mod train;
mod viterbi;
mod weights;

pub use crf::train_crf;
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

/// A trained model. Weights are kept as whole steps of a scale, as in its file.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Labels by number.
    pub(crate) labels: Vec<String>,
    /// `transitions[from * labels + to]`; `from == labels.len()` is the start.
    pub(crate) transitions: Vec<f32>,
    /// Which rows have weights, a bit each. Most rows that are asked for have none, and the bits
    /// of all of them fit in a processor's cache.
    present: Vec<u64>,
    /// Number of rows present before each 64.
    before: Vec<u32>,
    /// Where the cells of each such row stand, ascending by row.
    places: Vec<Place>,
    /// Label and weight of the rows that have few.
    few: Vec<(u8, i8)>,
    /// Weights for every label of the rows that have many, to be added in one sweep.
    many: Vec<i8>,
    /// What a weight of 1 stands for.
    pub(crate) scale: f32,
}

/// A row's cells: `len` of the few, or a sweep of the many where `len` is the largest number.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Place {
    from: u32,
    len: u32,
}

impl Model {
    /// `rows` ascend, one for each pair of neighbours in `starts`; a cell is a label and a weight.
    pub(crate) fn new(
        labels: Vec<String>,
        transitions: Vec<f32>,
        rows: &[u32],
        starts: &[u32],
        cells: &[(u8, i8)],
        scale: f32,
    ) -> Self {
        let count = labels.len();
        let mut places = Vec::with_capacity(rows.len());
        let (mut few, mut many) = (Vec::new(), Vec::new());
        for pair in starts.windows(2) {
            let cells = &cells[pair[0] as usize..pair[1] as usize];
            if 4 * cells.len() > count {
                let from = many.len();
                places.push(Place {
                    from: from as u32,
                    len: u32::MAX,
                });
                many.resize(from + count, 0);
                for (label, weight) in cells {
                    many[from + usize::from(*label)] = *weight;
                }
            } else {
                places.push(Place {
                    from: few.len() as u32,
                    len: cells.len() as u32,
                });
                few.extend_from_slice(cells);
            }
        }
        let mut present = vec![0u64; (ROWS / 64) as usize];
        for row in rows {
            present[(row / 64) as usize] |= 1 << (row % 64);
        }
        let mut sum = 0;
        let before = present
            .iter()
            .map(|bits| {
                sum += bits.count_ones();
                sum - bits.count_ones()
            })
            .collect();
        Model {
            labels,
            transitions,
            present,
            before,
            places,
            few,
            many,
            scale,
        }
    }

    /// The labels, by number.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Rows that have weights, ascending, with their labels and weights.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, Vec<(u8, i8)>)> + '_ {
        let rows = self.present.iter().zip(0u32..).flat_map(|(bits, at)| {
            (0..64).filter_map(move |n| (bits >> n & 1 == 1).then_some(at * 64 + n))
        });
        rows.zip(&self.places).map(|(row, place)| {
            let from = place.from as usize;
            let cells = if place.len == u32::MAX {
                let weights = &self.many[from..from + self.labels.len()];
                let cells = weights.iter().enumerate().filter(|c| *c.1 != 0);
                cells
                    .map(|(label, weight)| (label as u8, *weight))
                    .collect()
            } else {
                self.few[from..from + place.len as usize].to_vec()
            };
            (row, cells)
        })
    }

    /// The same model without weights below `least` of the largest.
    pub fn pruned(&self, least: f32) -> Self {
        let (mut rows, mut starts, mut cells) = (Vec::new(), vec![0], Vec::new());
        for (row, mut own) in self.rows() {
            own.retain(|c| f32::from(c.1.unsigned_abs()) > 127.0 * least);
            if !own.is_empty() {
                rows.push(row);
                cells.extend(own);
                starts.push(cells.len() as u32);
            }
        }
        Model::new(
            self.labels.clone(),
            self.transitions.clone(),
            &rows,
            &starts,
            &cells,
            self.scale,
        )
    }

    /// The same model with `by` added to the score of every step into a label: how a likelihood
    /// model is made to find more, or less, than is likely.
    #[must_use]
    pub fn leaning(&self, label: usize, by: f32) -> Self {
        let mut out = self.clone();
        let count = out.labels.len().max(1);
        for step in out.transitions.iter_mut().skip(label).step_by(count) {
            *step += by;
        }
        out
    }

    /// Adds the rows' weights to the scores, one of each label.
    pub fn score(&self, rows: &[u32], scores: &mut [f32]) {
        let count = self.labels.len().min(scores.len());
        // Memory is the slow part. Each step below touches one table for all rows before the next
        // step needs what it found, so that the processor fetches many places at a time.
        // 250 rows of at most 127 steps fit in 16 bits.
        for rows in rows.chunks(250) {
            let mut found = [0u32; 256];
            let mut len = 0;
            for row in rows {
                found[len] = *row;
                len += (self.present[(row / 64) as usize] >> (row % 64) & 1) as usize;
            }
            for row in &mut found[..len] {
                let block = (*row / 64) as usize;
                let lower = self.present[block] & ((1 << (*row % 64)) - 1);
                *row = self.before[block] + lower.count_ones();
            }
            let mut places = [Place::default(); 256];
            for (place, at) in places.iter_mut().zip(&found[..len]) {
                *place = self.places[*at as usize];
            }
            let mut sums = [0i16; 256];
            let sums = &mut sums[..count];
            for place in &places[..len] {
                let from = place.from as usize;
                if place.len == u32::MAX {
                    for (sum, weight) in sums.iter_mut().zip(&self.many[from..from + count]) {
                        *sum += i16::from(*weight);
                    }
                } else {
                    for (label, weight) in &self.few[from..from + place.len as usize] {
                        sums[usize::from(*label)] += i16::from(*weight);
                    }
                }
            }
            for (score, sum) in scores.iter_mut().zip(sums) {
                *score += f32::from(*sum) * self.scale;
            }
        }
    }

    /// Probability of each label at each position, `[position * labels + label]`: what a model
    /// trained by [`train_crf`] believes. Of a perceptron's scores it means nothing.
    pub fn marginals(
        &self,
        features: &[Vec<u32>],
        allowed: impl Fn(Option<usize>, usize) -> bool,
    ) -> Vec<f64> {
        let own = self.scores(features);
        crf::lattice(&own, &self.transitions, self.labels.len(), &allowed).labels
    }

    /// The `most` best label sequences with their scores (log-odds of a likelihood model), best
    /// first: what a caller weighs who knows more than the features do.
    pub fn best_of(
        &self,
        features: &[Vec<u32>],
        most: usize,
        allowed: impl Fn(Option<usize>, usize) -> bool,
    ) -> Vec<(f32, Vec<usize>)> {
        let own = self.scores(features);
        viterbi::best_of(&own, &self.transitions, self.labels.len(), most, &allowed)
    }

    /// Scores of each label at each position.
    fn scores(&self, features: &[Vec<u32>]) -> Vec<f32> {
        let count = self.labels.len();
        let mut own = vec![0f32; features.len() * count];
        for (rows, own) in features.iter().zip(own.chunks_exact_mut(count.max(1))) {
            self.score(rows, own);
        }
        own
    }

    /// The best label of each position. `allowed(from, to)` forbids transitions; `None` is the
    /// start.
    pub fn decode(
        &self,
        features: &[Vec<u32>],
        allowed: impl Fn(Option<usize>, usize) -> bool,
    ) -> Vec<usize> {
        let own = self.scores(features);
        viterbi::best(&own, &self.transitions, self.labels.len(), &allowed)
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
