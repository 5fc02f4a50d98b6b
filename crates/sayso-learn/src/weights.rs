//! Weights in training: lazily averaged cells, allocated when a row first changes.

use crate::{Model, ROWS};

/// Weight, sum of all earlier weights, step of the last change.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cell {
    pub(crate) weight: f32,
    sum: f64,
    step: u32,
}

impl Cell {
    pub(crate) fn change(&mut self, by: f32, now: u32) {
        self.sum += f64::from(self.weight) * f64::from(now - self.step);
        self.step = now;
        self.weight += by;
    }
    pub(crate) fn average(mut self, now: u32) -> f32 {
        self.change(0.0, now);
        (self.sum / f64::from(now.max(1))) as f32
    }
}

/// Cells of every row that has changed.
pub(crate) struct Weights {
    slots: Vec<u32>,
    cells: Vec<Cell>,
    count: usize,
}

impl Weights {
    /// None yet, for so many labels.
    pub(crate) fn new(count: usize) -> Self {
        assert!(count <= 255, "labels are numbered in a byte");
        Weights {
            slots: vec![u32::MAX; ROWS as usize],
            cells: Vec::new(),
            count,
        }
    }

    /// Adds the rows' weights to the scores, one of each label.
    pub(crate) fn score(&self, rows: &[u32], scores: &mut [f32]) {
        for row in rows {
            let slot = self.slots[*row as usize];
            if slot != u32::MAX {
                let from = slot as usize * self.count;
                let cells = &self.cells[from..from + self.count];
                for (sum, cell) in scores.iter_mut().zip(cells) {
                    *sum += cell.weight;
                }
            }
        }
    }

    /// First cell of a row, made if there is none.
    fn slot(&mut self, row: u32) -> usize {
        let slot = &mut self.slots[row as usize];
        if *slot == u32::MAX {
            *slot = (self.cells.len() / self.count) as u32;
            self.cells
                .resize(self.cells.len() + self.count, Cell::default());
        }
        *slot as usize * self.count
    }

    /// One step towards `right` and away from `wrong`.
    pub(crate) fn update(&mut self, rows: &[u32], right: usize, wrong: usize, now: u32) {
        for row in rows {
            let from = self.slot(*row);
            self.cells[from + right].change(1.0, now);
            self.cells[from + wrong].change(-1.0, now);
        }
    }

    /// One step of the likelihood's gradient: towards `right`, away from what was thought likely.
    pub(crate) fn shift(&mut self, rows: &[u32], right: usize, guess: &[f64], rate: f32, now: u32) {
        let step =
            |label: usize| rate * (f32::from(u8::from(label == right)) - guess[label] as f32);
        if step(right) < rate * 1e-3 {
            return;
        }
        for row in rows {
            let from = self.slot(*row);
            for label in 0..self.count {
                let step = step(label);
                if step.abs() > rate * 1e-3 {
                    self.cells[from + label].change(step, now);
                }
            }
        }
    }

    /// The averaged model, weights rounded to 127 steps of the largest; those below `least` of it
    /// are left out.
    pub(crate) fn average(
        &self,
        labels: &[String],
        transitions: Vec<f32>,
        least: f32,
        now: u32,
    ) -> Model {
        let largest = self
            .cells
            .iter()
            .fold(0f32, |m, c| m.max(c.average(now).abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let (mut kept, mut starts, mut out) = (Vec::new(), Vec::new(), Vec::new());
        for (row, slot) in self.slots.iter().enumerate() {
            if *slot == u32::MAX {
                continue;
            }
            let from = out.len();
            let cells = *slot as usize * self.count;
            for (label, cell) in self.cells[cells..cells + self.count].iter().enumerate() {
                let weight = cell.average(now);
                let steps = (weight / scale).round() as i8;
                if weight.abs() > largest * least && steps != 0 {
                    out.push((label as u8, steps));
                }
            }
            if out.len() > from {
                kept.push(row as u32);
                starts.push(from as u32);
            }
        }
        starts.push(out.len() as u32);
        Model::new(labels.to_vec(), transitions, &kept, &starts, &out, scale)
    }
}

/// A fixed shuffle for each epoch (a linear congruence picks the swaps).
pub(crate) fn order(len: usize, epoch: usize) -> Vec<usize> {
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
