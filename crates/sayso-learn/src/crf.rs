//! Linear-chain conditional random fields (Lafferty and others 2001): the same model as the
//! perceptron's, trained on the likelihood of whole label sequences, so that its scores are
//! log-odds and its marginals probabilities. Stochastic gradient steps of falling size; the
//! weights are averaged over all steps (Polyak and Juditsky 1992), which stands in for a penalty.

use crate::weights::{Cell, Weights, order};
use crate::{Choices, Example, Model};

/// Probabilities of labels and steps in one sequence.
pub(crate) struct Lattice {
    /// `labels[at * count + label]`.
    pub(crate) labels: Vec<f64>,
    /// Expected number of each step, as in the transitions.
    pub(crate) steps: Vec<f64>,
}

/// Forward and backward over `own` and `transitions` (as in `viterbi::best`), each position scaled
/// to one, so that no sequence is too long for the numbers.
pub(crate) fn lattice(
    own: &[f32],
    transitions: &[f32],
    count: usize,
    allowed: &impl Fn(Option<usize>, usize) -> bool,
) -> Lattice {
    let mut steps = vec![0f64; transitions.len()];
    if count == 0 || own.is_empty() {
        return Lattice {
            labels: Vec::new(),
            steps,
        };
    }
    let step = |from: usize, to: usize| {
        if allowed((from < count).then_some(from), to) {
            f64::from(transitions[from * count + to]).exp()
        } else {
            0.0
        }
    };
    let factors: Vec<f64> = (0..transitions.len())
        .map(|at| step(at / count, at % count))
        .collect();
    let len = own.len() / count;
    // Per position, against the largest score there.
    let mut emit: Vec<f64> = own.iter().map(|s| f64::from(*s)).collect();
    for scores in emit.chunks_exact_mut(count) {
        let most = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        scores.iter_mut().for_each(|s| *s = (*s - most).exp());
    }
    let mut forward = vec![0f64; own.len()];
    for at in 0..len {
        let mut total = 0.0;
        for to in 0..count {
            let reached = if at == 0 {
                factors[count * count + to]
            } else {
                let before = &forward[(at - 1) * count..at * count];
                let column = factors[to..count * count].iter().step_by(count);
                before.iter().zip(column).map(|(b, f)| b * f).sum()
            };
            forward[at * count + to] = reached * emit[at * count + to];
            total += forward[at * count + to];
        }
        let row = &mut forward[at * count..(at + 1) * count];
        row.iter_mut()
            .for_each(|v| *v /= total.max(f64::MIN_POSITIVE));
    }
    let mut labels = forward.clone();
    let mut after = vec![1f64; count];
    for at in (0..len).rev() {
        let row = &mut labels[at * count..(at + 1) * count];
        let mut total = 0.0;
        for (value, after) in row.iter_mut().zip(&after) {
            *value *= after;
            total += *value;
        }
        row.iter_mut()
            .for_each(|v| *v /= total.max(f64::MIN_POSITIVE));
        if at == 0 {
            for (to, value) in row.iter().enumerate() {
                steps[count * count + to] += value;
            }
            break;
        }
        let onward: Vec<f64> = (0..count)
            .map(|to| emit[at * count + to] * after[to])
            .collect();
        let before = &forward[(at - 1) * count..at * count];
        let mut sum = 0.0;
        let mut next = vec![0f64; count];
        for from in 0..count {
            for to in 0..count {
                let onward = factors[from * count + to] * onward[to];
                next[from] += onward;
                sum += before[from] * onward;
            }
        }
        let sum = sum.max(f64::MIN_POSITIVE);
        for from in 0..count {
            for to in 0..count {
                let share = before[from] * factors[from * count + to] * onward[to] / sum;
                steps[from * count + to] += share;
            }
        }
        let most = next.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        next.iter_mut().for_each(|v| *v /= most);
        after = next;
    }
    Lattice { labels, steps }
}

/// Trains a model as [`crate::train`] does, by likelihood. `each` is told the epoch and the mean
/// probability of the right label.
pub fn train_crf(
    examples: &[Example],
    labels: &[String],
    choices: &Choices,
    rate: f32,
    allowed: impl Fn(Option<usize>, usize) -> bool,
    mut each: impl FnMut(usize, f64),
) -> Model {
    let count = labels.len();
    let mut weights = Weights::new(count);
    let mut transitions = vec![Cell::default(); (count + 1) * count];
    let mut now = 1u32;
    let mut own: Vec<f32> = Vec::new();
    for epoch in 0..choices.epochs {
        let (mut right, mut all) = (0f64, 0usize);
        let rate = rate / (1.0 + epoch as f32 / 2.0);
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
            let found = lattice(&own, &steps, count, &allowed);
            let mut before = count;
            let mut wanted = vec![0f64; steps.len()];
            for (n, &label) in example.labels.iter().enumerate() {
                let guess = &found.labels[n * count..(n + 1) * count];
                right += guess[label];
                all += 1;
                weights.shift(&example.features[n], label, guess, rate, now);
                wanted[before * count + label] += 1.0;
                before = label;
            }
            for (cell, (want, have)) in transitions.iter_mut().zip(wanted.iter().zip(&found.steps))
            {
                if (want - have).abs() > 1e-4 {
                    cell.change(rate * (want - have) as f32, now);
                }
            }
            now += 1;
        }
        each(epoch + 1, right / all.max(1) as f64);
    }
    let steps = transitions.iter().map(|c| c.average(now)).collect();
    weights.average(labels, steps, choices.least, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All label sequences of a small chain, weighed one by one.
    fn by_hand(own: &[f32], transitions: &[f32], count: usize, first: usize) -> Vec<f64> {
        let len = own.len() / count;
        let mut out = vec![0.0; own.len()];
        let mut total = 0.0;
        for number in 0..count.pow(len as u32) {
            let path: Vec<usize> = (0..len)
                .map(|at| number / count.pow(at as u32) % count)
                .collect();
            if path[0] == first {
                continue;
            }
            let mut before = count;
            let mut score = 0.0;
            for (at, label) in path.iter().enumerate() {
                score += f64::from(transitions[before * count + label] + own[at * count + label]);
                before = *label;
            }
            total += score.exp();
            for (at, label) in path.iter().enumerate() {
                out[at * count + label] += score.exp();
            }
        }
        out.iter().map(|v| v / total).collect()
    }

    #[test]
    fn marginals_are_the_sums_over_all_sequences() {
        let count = 3;
        let number = |n: usize| ((n * 7919 + 13) % 31) as f32 / 8.0 - 2.0;
        let own: Vec<f32> = (0..4 * count).map(number).collect();
        let transitions: Vec<f32> = (40..40 + (count + 1) * count).map(number).collect();
        // Label 1 may not open a sequence.
        let found = lattice(&own, &transitions, count, &|from, to| {
            from.is_some() || to != 1
        });
        for (a, b) in found
            .labels
            .iter()
            .zip(by_hand(&own, &transitions, count, 1))
        {
            assert!((a - b).abs() < 1e-6, "{a} {b}");
        }
        // Four positions, four steps.
        assert!((found.steps.iter().sum::<f64>() - 4.0).abs() < 1e-6);
    }

    #[test]
    fn a_model_believes_what_it_saw_as_often_as_it_saw_it() {
        let labels = ["a".to_owned(), "b".to_owned()];
        // One word, three times out of four an "a".
        let examples: Vec<Example> = (0..400)
            .map(|n| Example {
                features: vec![vec![5]],
                labels: vec![usize::from(n % 4 == 0)],
            })
            .collect();
        let choices = Choices {
            epochs: 20,
            least: 0.0,
        };
        let model = train_crf(&examples, &labels, &choices, 0.05, |_, _| true, |_, _| {});
        let believed = model.marginals(&[vec![5]], |_, _| true);
        assert!((believed[0] - 0.75).abs() < 0.03, "{believed:?}");
        let leaning = model.leaning(1, 3.0);
        assert_eq!(leaning.decode(&[vec![5]], |_, _| true), [1]);
    }
}
