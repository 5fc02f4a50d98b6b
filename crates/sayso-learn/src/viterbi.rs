//! The best path through a sequence: exact, first order.

/// Best label of each position. `own[at * count + label]` are the positions' scores,
/// `transitions[from * count + to]` the steps' (`from == count` is the start).
pub(crate) fn best(
    own: &[f32],
    transitions: &[f32],
    count: usize,
    allowed: &impl Fn(Option<usize>, usize) -> bool,
) -> Vec<usize> {
    if count == 0 || own.is_empty() {
        return Vec::new();
    }
    let len = own.len() / count;
    let mut scores = vec![f32::NEG_INFINITY; count];
    let mut next = scores.clone();
    let mut back = vec![0u8; own.len()];
    for at in 0..len {
        for to in 0..count {
            let mut best = (f32::NEG_INFINITY, 0u8);
            if at == 0 {
                if allowed(None, to) {
                    best.0 = transitions[count * count + to];
                }
            } else {
                for (from, before) in scores.iter().enumerate() {
                    let score = before + transitions[from * count + to];
                    if score > best.0 && allowed(Some(from), to) {
                        best = (score, from as u8);
                    }
                }
            }
            next[to] = best.0 + own[at * count + to];
            back[at * count + to] = best.1;
        }
        std::mem::swap(&mut scores, &mut next);
    }
    // Of equals the first, so that nothing depends on the order of a search.
    let mut label = (0..count)
        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))
        .unwrap_or(0);
    let mut out = vec![0; len];
    for at in (0..len).rev() {
        out[at] = label;
        label = usize::from(back[at * count + label]);
    }
    out
}

/// The `most` best paths with their scores, best first; of equals the one whose labels come first
/// from the end. Arguments as [`best`].
pub(crate) fn best_of(
    own: &[f32],
    transitions: &[f32],
    count: usize,
    most: usize,
    allowed: &impl Fn(Option<usize>, usize) -> bool,
) -> Vec<(f32, Vec<usize>)> {
    if count == 0 || own.is_empty() || most == 0 {
        return Vec::new();
    }
    let len = own.len() / count;
    // Of each position and label the best ways there: score, label before, which of its ways.
    type Way = (f32, usize, usize);
    let mut ways: Vec<Vec<Way>> = Vec::with_capacity(own.len());
    for at in 0..len {
        for to in 0..count {
            let score = own[at * count + to];
            let mut here: Vec<Way> = Vec::new();
            if at == 0 {
                if allowed(None, to) {
                    here.push((transitions[count * count + to] + score, 0, 0));
                }
            } else {
                for from in (0..count).filter(|from| allowed(Some(*from), to)) {
                    let step = transitions[from * count + to] + score;
                    let before = &ways[(at - 1) * count + from];
                    here.extend(
                        before
                            .iter()
                            .enumerate()
                            .map(|(n, w)| (w.0 + step, from, n)),
                    );
                }
                here.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
                here.truncate(most);
            }
            ways.push(here);
        }
    }
    let last = (len - 1) * count;
    let mut ends: Vec<Way> = (0..count)
        .flat_map(|label| {
            let own = ways[last + label].iter().enumerate();
            own.map(move |(n, w)| (w.0, label, n))
        })
        .collect();
    ends.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    ends.truncate(most);
    ends.into_iter()
        .map(|(score, mut label, mut n)| {
            let mut path = vec![0; len];
            for at in (0..len).rev() {
                path[at] = label;
                (_, label, n) = ways[at * count + label][n];
            }
            (score, path)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_paths_are_the_best_of_all() {
        let count = 3;
        let number = |n: usize| ((n * 7919 + 13) % 31) as f32 / 8.0 - 2.0;
        let own: Vec<f32> = (0..4 * count).map(number).collect();
        let transitions: Vec<f32> = (40..40 + (count + 1) * count).map(number).collect();
        let allowed = |from: Option<usize>, to: usize| from.is_some() || to != 1;
        let mut all: Vec<(f32, Vec<usize>)> = (0..count.pow(4))
            .map(|number| (0..4).map(|at| number / count.pow(at) % count).collect())
            .filter(|path: &Vec<usize>| path[0] != 1)
            .map(|path| {
                let mut before = count;
                let mut score = 0.0;
                for (at, label) in path.iter().enumerate() {
                    score += transitions[before * count + label] + own[at * count + label];
                    before = *label;
                }
                (score, path)
            })
            .collect();
        all.sort_by(|a, b| b.0.total_cmp(&a.0));
        let found = best_of(&own, &transitions, count, 7, &allowed);
        assert_eq!(found.len(), 7);
        for ((score, path), (want, _)) in found.iter().zip(&all) {
            assert!((score - want).abs() < 1e-4, "{path:?}: {score} for {want}");
        }
        assert_eq!(found[0].1, best(&own, &transitions, count, &allowed));
        let paths: std::collections::BTreeSet<_> = found.iter().map(|f| &f.1).collect();
        assert_eq!(paths.len(), 7, "no path twice");
    }
}
