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
