//! Averaged structured perceptron with lazy averaging: only rows that change are touched.

use crate::weights::{Cell, Weights, order};
use crate::{Model, viterbi};

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
    let mut weights = Weights::new(count);
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
                weights.score(rows, &mut own[n * count..(n + 1) * count]);
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
                        weights.update(&example.features[n], l, g, now);
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
    let steps = transitions.iter().map(|c| c.average(now)).collect();
    weights.average(labels, steps, choices.least, now)
}
