//! From labelled words to attributions: which source and which contents belong to a cue.
//!
//! The model finds the outer attributions; the grammar adds what the model's corpus does not
//! label: attributions inside a content (the next link of a chain) and lead-ins to a block below.
//! A cue takes the nearest source and the contents nearest to it; another cue in between counts
//! as a long way.

use std::ops::Range;

use sayso_record::{Commitment, Edge, Hedge, Layers, Stance};

use super::cues;
use super::grammar::{self, Found};
use super::scan::Word;
use crate::learned::attribution::{Before, LABELS, label};

/// What a sentence holds.
pub(super) struct Linked {
    /// Attributions, outer ones first.
    pub(super) found: Vec<Found>,
    /// Contents of a sentence without a cue: the last speaker goes on.
    pub(super) loose: Vec<Range<usize>>,
}

/// Links a sentence.
pub(super) fn sentence(
    words: &[Word<'_>],
    quoted: &[bool],
    layers: &Layers,
    before: &Before,
) -> Linked {
    let labels = label(words, quoted, layers, before);
    let sources = spans(&labels, "source");
    let cues = spans(&labels, "cue");
    let contents = spans(&labels, "content");
    let by_grammar = grammar::sentence(words);
    let mut found: Vec<Found> = cues
        .iter()
        .map(|cue| {
            let same = by_grammar.iter().find(|f| meet(&f.cue, cue));
            Found {
                source: 0..0,
                cue: cue.clone(),
                content: Vec::new(),
                trusted: true,
                leads: false,
                ..same.cloned().unwrap_or_else(|| told(words, cue))
            }
        })
        .collect();
    for source in &sources {
        if let Some(at) = nearest(source, &cues) {
            // Of two sources of one cue the nearer stays.
            let old = &found[at].source;
            if old.is_empty() || gap(source, &cues[at]) < gap(old, &cues[at]) {
                found[at].source = source.clone();
            }
        }
    }
    // "X said … and added …": a cue without a source of its own has the one before it.
    for at in 0..found.len() {
        if found[at].source.is_empty()
            && let Some(source) = sources.iter().rev().find(|s| s.end <= cues[at].start)
        {
            found[at].source = source.clone();
        }
    }
    for content in &contents {
        if let Some(at) = nearest(content, &cues) {
            found[at].content.push(content.clone());
        }
    }
    // "X said that …, and that …": a cue with no content of its own shares none.
    found.retain(|f| !f.content.is_empty());
    let nested = by_grammar.into_iter().filter(|f| {
        let taken = cues.iter().any(|c| meet(c, &f.cue));
        let inside = contents
            .iter()
            .any(|c| c.start <= f.cue.start && f.cue.end <= c.end);
        !taken && (f.leads || inside && speaks(words, f))
    });
    let nested: Vec<Found> = nested.collect();
    for inner in &nested {
        let Some(cut) = joined(words, inner.opens) else {
            continue;
        };
        // "A said … and B said …" are two, not one inside the other.
        for part in found.iter_mut().flat_map(|f| &mut f.content) {
            if part.start < cut && inner.cue.start < part.end && !quoted[cut] {
                part.end = cut;
            }
        }
    }
    found.extend(nested);
    Linked {
        found,
        loose: if cues.is_empty() {
            contents
        } else {
            Vec::new()
        },
    }
}

/// Whether a cue of the grammar is an act of speech with a source: the only ones worth a link of
/// a chain.
fn speaks(words: &[Word<'_>], found: &Found) -> bool {
    let verb = words[found.cue.clone()]
        .iter()
        .find_map(|w| cues::verb(&w.lower))
        .is_some_and(|(_, lemma)| {
            matches!(
                lemma,
                "say"
                    | "tell"
                    | "claim"
                    | "report"
                    | "announce"
                    | "quote"
                    | "state"
                    | "deny"
                    | "confirm"
                    | "allege"
                    | "declare"
                    | "insist"
                    | "warn"
                    | "predict"
                    | "admit"
                    | "estimate"
            )
        });
    let according = words[found.cue.start].lower == "according";
    (verb || according) && !found.source.is_empty()
}

/// Where the clause that opens at `at` is joined to the one before it: the place of its "and".
fn joined(words: &[Word<'_>], at: usize) -> Option<usize> {
    let join = |i: usize| {
        words
            .get(i)
            .is_some_and(|w| matches!(w.lower.as_str(), "and" | "but" | "while" | "whereas"))
    };
    if join(at) {
        return Some(at);
    }
    at.checked_sub(1).filter(|i| join(*i))
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Words between two stretches.
fn gap(a: &Range<usize>, b: &Range<usize>) -> usize {
    if meet(a, b) {
        0
    } else if a.end <= b.start {
        b.start - a.end
    } else {
        a.start - b.end
    }
}

/// The cue nearest to a stretch.
fn nearest(stretch: &Range<usize>, cues: &[Range<usize>]) -> Option<usize> {
    let cost = |cue: &Range<usize>| {
        let (from, to) = if stretch.end <= cue.start {
            (stretch.end, cue.start)
        } else {
            (cue.end, stretch.start)
        };
        let between = cues
            .iter()
            .filter(|c| c.start >= from && c.end <= to)
            .count();
        gap(stretch, cue) + 30 * between
    };
    (0..cues.len()).min_by_key(|n| cost(&cues[*n]))
}

fn spans(labels: &[usize], kind: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (n, label) in labels.iter().enumerate() {
        let (head, own) = LABELS[*label].split_at(2.min(LABELS[*label].len()));
        if own != kind {
            continue;
        }
        match out.last_mut() {
            Some(last) if head == "I-" && last.end == n => last.end = n + 1,
            _ => out.push(n..n + 1),
        }
    }
    out
}

/// What a cue that only the model knows says of its speaker, by the cue table where a word of it
/// stands there.
fn told(words: &[Word<'_>], cue: &Range<usize>) -> Found {
    let verb = words[cue.clone()].iter().find_map(|w| cues::verb(&w.lower));
    let noun = words[cue.clone()].iter().find_map(|w| cues::noun(&w.lower));
    let rejects = words[cue.start.saturating_sub(2)..cue.end]
        .iter()
        .any(|w| cues::rejecting(&w.lower));
    let (stance, hedge, commitment, edge) = match (verb, noun) {
        (Some((v, _)), _) => (v.stance, v.hedge, v.commitment, v.edge),
        (None, Some((commitment, hedge))) => (Stance::Asserts, hedge, commitment, Edge::Reports),
        (None, None) => (
            Stance::Asserts,
            Hedge::None,
            Commitment::Neutral,
            Edge::Reports,
        ),
    };
    Found {
        source: 0..0,
        cue: cue.clone(),
        content: Vec::new(),
        stance,
        hedge,
        commitment: if rejects {
            Commitment::Rejects
        } else {
            commitment
        },
        edge,
        impersonal: false,
        leads: false,
        opens: cue.start,
        fronted: false,
        trusted: true,
    }
}
