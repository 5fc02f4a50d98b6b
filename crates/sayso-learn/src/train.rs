//! Averaged structured perceptron with lazy averaging: only rows that change are touched.

use std::collections::HashMap;

use crate::{Model, ROWS, viterbi};

/// A sequence with its gold labels.
#[derive(Debug, Clone, Default)]
pub struct Example {
    /// Feature rows of each position.
    pub features: Vec<Vec<u32>>,
    /// Number of each position's label.
    pub labels: Vec<usize>,
}

/// How to train.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Passes over the examples.
    pub epochs: usize,
    /// Weights below this share of the largest are left out of the model.
    pub least: f32,
}

impl Default for Choices {
    fn default() -> Self {
        Choices {
            epochs: 10,
            least: 0.0,
        }
    }
}

/// Weight, sum of all earlier weights, step of the last change.
#[derive(Clone, Copy, Default)]
struct Cell {
    weight: f32,
    sum: f64,
    step: u32,
}

impl Cell {
    fn change(&mut self, by: f32, now: u32) {
        self.sum += f64::from(self.weight) * f64::from(now - self.step);
        self.step = now;
        self.weight += by;
    }
    fn average(mut self, now: u32) -> f32 {
        self.change(0.0, now);
        (self.sum / f64::from(now.max(1))) as f32
    }
}

/// Trains a model on examples whose labels count into `labels` (at most 255). `each` is told the
/// epoch and the share of positions labelled rightly in it.
pub fn train(
    examples: &[Example],
    labels: &[String],
    choices: &Choices,
    allowed: impl Fn(Option<usize>, usize) -> bool,
    mut each: impl FnMut(usize, f64),
) -> Model {
    let count = labels.len();
    assert!(count <= 255, "labels are numbered in a byte");
    let mut slots: Vec<u32> = vec![u32::MAX; ROWS as usize];
    let mut cells: Vec<Cell> = Vec::new();
    let mut transitions = vec![Cell::default(); (count + 1) * count];
    let mut now = 1u32;
    let mut own: Vec<f32> = Vec::new();
    for epoch in 0..choices.epochs {
        let (mut right, mut all) = (0usize, 0usize);
        for at in order(examples.len(), epoch) {
            let example = &examples[at];
            if example.labels.is_empty() {
                continue;
            }
            own.clear();
            own.resize(example.labels.len() * count, 0.0);
            for (n, rows) in example.features.iter().enumerate() {
                for row in rows {
                    let slot = slots[*row as usize];
                    if slot != u32::MAX {
                        let from = slot as usize * count;
                        for (sum, cell) in own[n * count..(n + 1) * count]
                            .iter_mut()
                            .zip(&cells[from..from + count])
                        {
                            *sum += cell.weight;
                        }
                    }
                }
            }
            let steps: Vec<f32> = transitions.iter().map(|c| c.weight).collect();
            let guess = viterbi::best(&own, &steps, count, &allowed);
            all += guess.len();
            let wrong = guess
                .iter()
                .zip(&example.labels)
                .filter(|(g, l)| g != l)
                .count();
            right += guess.len() - wrong;
            if wrong > 0 {
                let mut before = (count, count);
                for (n, (&g, &l)) in guess.iter().zip(&example.labels).enumerate() {
                    if g != l {
                        for row in &example.features[n] {
                            let slot = &mut slots[*row as usize];
                            if *slot == u32::MAX {
                                *slot = (cells.len() / count) as u32;
                                cells.resize(cells.len() + count, Cell::default());
                            }
                            let from = *slot as usize * count;
                            cells[from + l].change(1.0, now);
                            cells[from + g].change(-1.0, now);
                        }
                    }
                    if (before.0, g) != (before.1, l) {
                        transitions[before.1 * count + l].change(1.0, now);
                        transitions[before.0 * count + g].change(-1.0, now);
                    }
                    before = (g, l);
                }
            }
            now += 1;
        }
        each(epoch + 1, right as f64 / all.max(1) as f64);
    }
    let averaged: HashMap<u32, Vec<f32>> = slots
        .iter()
        .enumerate()
        .filter(|(_, slot)| **slot != u32::MAX)
        .map(|(row, slot)| {
            let from = *slot as usize * count;
            let weights = cells[from..from + count]
                .iter()
                .map(|c| c.average(now))
                .collect();
            (row as u32, weights)
        })
        .collect();
    let largest = averaged
        .values()
        .flatten()
        .fold(0f32, |m, w| m.max(w.abs()));
    let mut rows: Vec<u32> = averaged.keys().copied().collect();
    rows.sort_unstable();
    let (mut kept, mut starts, mut out) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let from = out.len();
        for (label, weight) in averaged[&row].iter().enumerate() {
            if weight.abs() > largest * choices.least && weight.abs() > 0.0 {
                out.push((label as u8, *weight));
            }
        }
        if out.len() > from {
            kept.push(row);
            starts.push(from as u32);
        }
    }
    starts.push(out.len() as u32);
    Model::new(
        labels.to_vec(),
        transitions.iter().map(|c| c.average(now)).collect(),
        kept,
        starts,
        out,
    )
}

/// A fixed shuffle for each epoch (a linear congruence picks the swaps).
fn order(len: usize, epoch: usize) -> Vec<usize> {
    let mut out: Vec<usize> = (0..len).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ (epoch as u64 + 1);
    for at in (1..len).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        out.swap(at, (state >> 33) as usize % (at + 1));
    }
    out
}
