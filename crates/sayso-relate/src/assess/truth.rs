//! Truth-finding with copying, over any table of who says what.
//!
//! Three methods: a plain vote; votes weighted by each source's accuracy (Accu); and the same with
//! votes discounted that seem copied (AccuCopy: Dong, Berti-Équille, Srivastava: *Integrating
//! conflicting data: the role of source dependence*, VLDB 2009; *Truth finding on the deep web*,
//! VLDB 2013). Accuracies, dependences and probabilities are estimated in turns. Two sources that
//! share what seems false are likely dependent; sharing what seems true says little, since the
//! truth is one and easy cells are many ([`TRUE_SHARE`]).
//!
//! The result is a suggestion with its parts, never a verdict.

use std::collections::{BTreeMap, BTreeSet};

use super::values::ValueKind;

/// Share of its values that a copier takes from the other.
const COPIED: f64 = 0.5;
/// Different false values a cell may hold.
const FALSE_VALUES: f64 = 10.0;
/// Weight of agreement on what seems true as evidence of copying.
const TRUE_SHARE: f64 = 0.3;
/// Probability, before anything is seen, that of two sources one copies.
const DEPENDENT: f64 = 0.1;
/// Accuracy of a source before anything is seen, and how many cells that counts for.
const ACCURACY: (f64, f64) = (0.8, 4.0);
/// Turns of the estimation.
const TURNS: usize = 12;
/// Cells two sources must share to be compared.
const SHARED: usize = 3;
/// Cells with more sources than this compare no pairs, so that time stays in bounds.
const CROWD: usize = 200;

/// How values are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// Every source counts once.
    Vote,
    /// By accuracy.
    Accuracy,
    /// By accuracy, copies discounted.
    #[default]
    Copying,
}

/// One cell of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Who says it.
    pub source: String,
    /// About what.
    pub object: String,
    /// Which property.
    pub attribute: String,
    /// The value, as written.
    pub value: String,
}

/// A value of a cell with the parts of its probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    /// As most of its sources write it.
    pub value: String,
    /// Probability, 0 to 1.
    pub probability: f64,
    /// Who says so, sorted.
    pub sources: Vec<String>,
    /// How many independent voices these amount to.
    pub independent: f64,
}

/// A cell with its values, the likeliest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// About what.
    pub object: String,
    /// Which property.
    pub attribute: String,
    /// At least one.
    pub values: Vec<Weighed>,
}

/// What a source's record in the table looks like.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Who.
    pub source: String,
    /// Estimated share of its values that are right.
    pub accuracy: f64,
    /// Sources it seems to share its values with, and the probability, likeliest first. Which of
    /// the two copies is not told by the values; the less accurate of a pair names the other.
    pub copies_from: Vec<(String, f64)>,
}

/// Everything found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Truth {
    /// By object, then attribute.
    pub cells: Vec<Cell>,
    /// By name.
    pub sources: Vec<Record>,
}

/// The table as numbers: for each cell, its values, each with the sources that give it.
struct Table<'s> {
    sources: Vec<&'s str>,
    names: Vec<(&'s str, &'s str)>,
    cells: Vec<Vec<Choice<'s>>>,
}

/// A comparable value: how most write it, and who.
struct Choice<'s> {
    written: &'s str,
    sources: Vec<usize>,
}

/// Weighs a table. `kinds` says how an attribute's values are compared; of those it does not name,
/// what most of their values are.
pub(crate) fn find(said: &[Said], kinds: &BTreeMap<String, ValueKind>, method: Method) -> Truth {
    let table = table(said, kinds);
    let count = table.sources.len();
    let mut accuracy = vec![ACCURACY.0; count];
    let mut dependence: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let shared = if method == Method::Copying {
        shared(&table)
    } else {
        BTreeMap::new()
    };
    let mut chances = vote(&table);
    let mut voices: Vec<Vec<f64>> = table
        .cells
        .iter()
        .map(|c| c.iter().map(|v| v.sources.len() as f64).collect())
        .collect();
    if method != Method::Vote {
        for _ in 0..TURNS {
            dependence = shared
                .iter()
                .map(|(pair, cells)| (*pair, depends(*pair, cells, &accuracy, &chances)))
                .collect();
            (chances, voices) = weigh(&table, &accuracy, &dependence);
            accuracy = accuracies(&table, &chances);
        }
    }
    report(&table, &chances, &voices, &accuracy, &dependence)
}

/// A cell while it is read: of each source the comparable value and the written one.
type Filled<'s> = BTreeMap<usize, (String, &'s str)>;

fn table<'s>(said: &'s [Said], kinds: &BTreeMap<String, ValueKind>) -> Table<'s> {
    let mut by_attribute: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for s in said {
        by_attribute.entry(&s.attribute).or_default().push(&s.value);
    }
    let kinds: BTreeMap<&str, ValueKind> = by_attribute
        .into_iter()
        .map(|(a, values)| {
            let told = kinds.get(a).copied();
            (
                a,
                told.unwrap_or_else(|| ValueKind::of(a, values.into_iter())),
            )
        })
        .collect();
    let sources: Vec<&str> = said
        .iter()
        .map(|s| s.source.as_str())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let number: BTreeMap<&str, usize> = sources.iter().enumerate().map(|(n, s)| (*s, n)).collect();
    // Of a source that fills a cell twice the last value counts, as in a table read from above.
    let mut filled: BTreeMap<(&str, &str), Filled<'_>> = BTreeMap::new();
    for s in said {
        if let Some(plain) = kinds[s.attribute.as_str()].plain(&s.value) {
            filled
                .entry((&s.object, &s.attribute))
                .or_default()
                .insert(number[s.source.as_str()], (plain, s.value.trim()));
        }
    }
    let (mut names, mut cells) = (Vec::new(), Vec::new());
    for (name, by_source) in filled {
        let mut values: BTreeMap<&str, (BTreeMap<&str, usize>, Vec<usize>)> = BTreeMap::new();
        for (source, (plain, written)) in &by_source {
            let entry = values.entry(plain).or_default();
            *entry.0.entry(written).or_default() += 1;
            entry.1.push(*source);
        }
        names.push(name);
        cells.push(
            values
                .into_values()
                .map(|(spellings, sources)| Choice {
                    written: spellings
                        .into_iter()
                        .max_by_key(|(w, n)| (*n, std::cmp::Reverse(*w)))
                        .map_or("", |(w, _)| w),
                    sources,
                })
                .collect(),
        );
    }
    Table {
        sources,
        names,
        cells,
    }
}

/// Shares of the votes.
fn vote(table: &Table<'_>) -> Vec<Vec<f64>> {
    let share = |cell: &Vec<Choice<'_>>| {
        let all: usize = cell.iter().map(|v| v.sources.len()).sum();
        cell.iter()
            .map(|v| v.sources.len() as f64 / all as f64)
            .collect()
    };
    table.cells.iter().map(share).collect()
}

/// For each pair of sources with enough in common: each common cell, and the value both give.
type Shared = BTreeMap<(usize, usize), Vec<(usize, Option<usize>)>>;

fn shared(table: &Table<'_>) -> Shared {
    let mut out: Shared = BTreeMap::new();
    for (n, cell) in table.cells.iter().enumerate() {
        let all: Vec<(usize, usize)> = cell
            .iter()
            .enumerate()
            .flat_map(|(v, value)| value.sources.iter().map(move |s| (*s, v)))
            .collect();
        if all.len() > CROWD {
            continue;
        }
        for (i, &(x, v)) in all.iter().enumerate() {
            for &(y, w) in &all[..i] {
                let pair = (x.min(y), x.max(y));
                out.entry(pair)
                    .or_default()
                    .push((n, (v == w).then_some(v)));
            }
        }
    }
    out.retain(|_, cells| cells.len() >= SHARED);
    out
}

/// Probabilities of the values, and how many independent voices each has.
fn weigh(
    table: &Table<'_>,
    accuracy: &[f64],
    dependence: &BTreeMap<(usize, usize), f64>,
) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let mut chances = Vec::with_capacity(table.cells.len());
    let mut voices = Vec::with_capacity(table.cells.len());
    for cell in &table.cells {
        let (mut scores, mut counts) = (Vec::new(), Vec::new());
        for value in cell {
            let mut order = value.sources.clone();
            order.sort_by(|x, y| accuracy[*y].total_cmp(&accuracy[*x]).then(x.cmp(y)));
            let (mut score, mut count) = (0.0, 0.0);
            for (n, &s) in order.iter().enumerate() {
                let own: f64 = order[..n]
                    .iter()
                    .map(|&t| {
                        let pair = (s.min(t), s.max(t));
                        1.0 - COPIED * dependence.get(&pair).copied().unwrap_or(0.0)
                    })
                    .product();
                let a = accuracy[s].clamp(0.01, 0.99);
                score += own * (FALSE_VALUES * a / (1.0 - a)).ln();
                count += own;
            }
            scores.push(score);
            counts.push(count);
        }
        let top = scores.iter().copied().fold(f64::MIN, f64::max);
        let unseen = (FALSE_VALUES - cell.len() as f64).max(0.0) * (-top).exp();
        let whole: f64 = scores.iter().map(|s| (s - top).exp()).sum::<f64>() + unseen;
        chances.push(scores.iter().map(|s| (s - top).exp() / whole).collect());
        voices.push(counts);
    }
    (chances, voices)
}

fn accuracies(table: &Table<'_>, chances: &[Vec<f64>]) -> Vec<f64> {
    let mut sum = vec![ACCURACY.0 * ACCURACY.1; table.sources.len()];
    let mut cells = vec![ACCURACY.1; table.sources.len()];
    for (cell, chance) in table.cells.iter().zip(chances) {
        for (value, p) in cell.iter().zip(chance) {
            for &s in &value.sources {
                sum[s] += p;
                cells[s] += 1.0;
            }
        }
    }
    sum.iter().zip(&cells).map(|(s, n)| s / n).collect()
}

/// Probability that one of two sources copies the other.
fn depends(
    (x, y): (usize, usize),
    cells: &[(usize, Option<usize>)],
    accuracy: &[f64],
    chances: &[Vec<f64>],
) -> f64 {
    let (a, b) = (accuracy[x], accuracy[y]);
    let both = ((a + b) / 2.0).clamp(0.02, 0.98);
    let (right, wrong) = (a * b, (1.0 - a) * (1.0 - b) / FALSE_VALUES);
    let same_true = TRUE_SHARE * ((both * COPIED + right * (1.0 - COPIED)) / right).ln();
    let same_false = (((1.0 - both) * COPIED + wrong * (1.0 - COPIED)) / wrong.max(1e-9)).ln();
    let differ = (1.0 - COPIED).ln();
    let mut odds = (DEPENDENT / (1.0 - DEPENDENT)).ln();
    for (cell, value) in cells {
        odds += match value {
            Some(v) => {
                let p = chances[*cell][*v];
                p * same_true + (1.0 - p) * same_false
            }
            None => differ,
        };
    }
    1.0 / (1.0 + (-odds).exp())
}

fn report(
    table: &Table<'_>,
    chances: &[Vec<f64>],
    voices: &[Vec<f64>],
    accuracy: &[f64],
    dependence: &BTreeMap<(usize, usize), f64>,
) -> Truth {
    let named = |list: &[usize]| list.iter().map(|&s| table.sources[s].to_owned()).collect();
    let mut cells = Vec::with_capacity(table.cells.len());
    for (n, cell) in table.cells.iter().enumerate() {
        let mut values: Vec<Weighed> = cell
            .iter()
            .zip(&chances[n])
            .zip(&voices[n])
            .map(|((v, p), count)| Weighed {
                value: v.written.to_owned(),
                probability: *p,
                sources: named(&v.sources),
                independent: *count,
            })
            .collect();
        values.sort_by(|x, y| {
            y.probability
                .total_cmp(&x.probability)
                .then(x.value.cmp(&y.value))
        });
        cells.push(Cell {
            object: table.names[n].0.to_owned(),
            attribute: table.names[n].1.to_owned(),
            values,
        });
    }
    let mut copies: Vec<Vec<(String, f64)>> = vec![Vec::new(); table.sources.len()];
    for (&(x, y), &p) in dependence.iter().filter(|(_, p)| **p >= 0.5) {
        let (copier, other) = if accuracy[x] < accuracy[y] {
            (x, y)
        } else {
            (y, x)
        };
        copies[copier].push((table.sources[other].to_owned(), p));
    }
    let sources = table
        .sources
        .iter()
        .zip(accuracy)
        .zip(copies)
        .map(|((source, accuracy), mut copies_from)| {
            copies_from.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
            Record {
                source: (*source).to_owned(),
                accuracy: *accuracy,
                copies_from,
            }
        })
        .collect();
    Truth { cells, sources }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight sources that know half of the cells each, with errors of their own, against six that
    /// fill every cell and share one's errors.
    fn table() -> Vec<Said> {
        let mut said = Vec::new();
        let mut put = |source: String, object: usize, value: usize| {
            said.push(Said {
                source,
                object: format!("barge {object:02}"),
                attribute: "crew".to_owned(),
                value: value.to_string(),
            });
        };
        for object in 0..30 {
            let truth = 100 + object;
            for n in (0..8).filter(|n| (object + n) % 2 == 0) {
                let wrong = object % 8 == n;
                let value = if wrong { 900 + 10 * object + n } else { truth };
                put(format!("log {n}"), object, value);
            }
            let value = if object % 3 == 0 {
                500 + object * 7
            } else {
                truth
            };
            for n in 0..6 {
                put(format!("wire {n}"), object, value);
            }
        }
        said
    }

    fn right(truth: &Truth) -> usize {
        truth
            .cells
            .iter()
            .enumerate()
            .filter(|(n, c)| c.values[0].value == (100 + n).to_string())
            .count()
    }

    #[test]
    fn six_copies_of_one_error_do_not_outvote_three_witnesses() {
        let said = table();
        let vote = find(&said, &BTreeMap::new(), Method::Vote);
        assert_eq!(right(&vote), 20);
        let copying = find(&said, &BTreeMap::new(), Method::Copying);
        assert_eq!(right(&copying), 30);
        let copiers = copying.sources.iter().filter(|r| !r.copies_from.is_empty());
        assert!(copiers.clone().count() >= 3);
        assert!(copiers.clone().all(|r| r.source.starts_with("wire")));
        // The parts add up to what they say.
        let disputed = &copying.cells[0].values;
        assert_eq!(disputed[1].sources.len(), 6);
        assert!(disputed[1].independent < 3.0, "{disputed:?}");
    }

    #[test]
    fn probabilities_are_probabilities_and_order_does_not_matter() {
        let mut said = table();
        let one = find(&said, &BTreeMap::new(), Method::Copying);
        said.reverse();
        assert_eq!(one, find(&said, &BTreeMap::new(), Method::Copying));
        for cell in &one.cells {
            let sum: f64 = cell.values.iter().map(|v| v.probability).sum();
            assert!(sum <= 1.0 + 1e-9);
        }
    }
}
