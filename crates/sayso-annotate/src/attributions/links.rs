//! From labelled words to attributions: which source and which contents belong to a cue.
//!
//! The model finds the outer attributions; the grammar adds what the model's corpus does not
//! label: attributions inside a content (the next link of a chain) and lead-ins to a block below.
//! A cue takes the nearest source and the contents nearest to it; another cue in between counts
//! as a long way.

use std::ops::Range;

use sayso_record::{Commitment, Edge, Hedge, Layers, Span, Stance};

use super::cues;
use super::grammar::{self, Found};
use super::scan::{Syntax, Word};
use super::{reserve, verdict};
use crate::learned::attribution::{Before, label, spans};
use crate::proposals::Admitted;

/// Longest sentence, in words, that is labelled: a text without a point would be weighed against
/// itself for hours. Beyond it the grammar alone reads.
const LONGEST: usize = 1000;

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
    syntax: &Syntax<'_>,
    quoted: &[bool],
    layers: &Layers,
    before: &Before,
) -> Linked {
    if words.len() > LONGEST {
        return Linked {
            found: grammar::sentence(words),
            loose: Vec::new(),
        };
    }
    let by_grammar = grammar::sentence(words);
    let labels = label(words, syntax, &by_grammar, quoted, layers, before);
    let sources = spans(&labels, "source");
    let cues = spans(&labels, "cue");
    let contents = spans(&labels, "content");
    let reach = syntax.reach();
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
        if let Some(at) = nearest(source, &cues, syntax) {
            // Of two sources of one cue the nearer stays.
            let old = &found[at].source;
            if old.is_empty() || gap(source, &cues[at]) < gap(old, &cues[at]) {
                found[at].source = source.clone();
                // Somebody is named after all ("Smith was forced to concede").
                found[at].impersonal = false;
            }
        }
    }
    for at in 0..found.len() {
        // A subject that the labels missed.
        if found[at].source.is_empty()
            && let Some(range) = subject(&cues[at], syntax, &reach)
            && !contents.iter().any(|c| meet(c, &range))
        {
            found[at].source = range;
        }
        // Then the grammar's: "according to the station" names somebody, whatever the labels say.
        if found[at].source.is_empty()
            && let Some(same) = by_grammar.iter().find(|g| meet(&g.cue, &cues[at]))
            && !contents.iter().any(|c| meet(c, &same.source))
        {
            found[at].source = same.source.clone();
        }
        // "X said … and added …": a cue without a source of its own has the one before it.
        if found[at].source.is_empty()
            && let Some(source) = sources.iter().rev().find(|s| s.end <= cues[at].start)
        {
            found[at].source = source.clone();
        }
    }
    for content in &contents {
        if let Some(at) = nearest(content, &cues, syntax) {
            found[at].content.push(content.clone());
        }
    }
    for f in &mut found {
        if let Some(same) = by_grammar.iter().find(|g| meet(&g.cue, &f.cue)) {
            mend(f, same, syntax, quoted);
        }
    }
    for f in &mut found {
        prune(f, quoted);
        stretch(f, syntax, &reach, quoted, &labels);
    }
    // "X said that …, and that …": a cue with no content of its own shares none.
    found.retain(|f| !f.content.is_empty() && worth(f, words, syntax, quoted));
    // A lead-in ("Here is what they said:") governs what stands below, whatever the labels say.
    found.retain(|f| !by_grammar.iter().any(|g| g.leads && meet(&g.cue, &f.cue)));
    let nested = by_grammar.into_iter().filter(|f| {
        let taken = !f.leads && cues.iter().any(|c| meet(c, &f.cue));
        let inside = contents
            .iter()
            .any(|c| c.start <= f.cue.start && f.cue.end <= c.end);
        let apart = contents
            .iter()
            .all(|c| !f.content.iter().any(|own| meet(own, c)) && !meet(c, &f.cue));
        !taken && (f.leads || (inside || apart) && speaks(words, f))
    });
    let nested: Vec<Found> = nested.collect();
    for inner in &nested {
        // Of a subject that both share, the second verb opens what is its own.
        let cut = joined(words, inner.opens).or_else(|| joined(words, inner.cue.start));
        let Some(cut) = cut else {
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
    verdict::judge(words, syntax, &mut found);
    verdict::no_truth(words, &mut found);
    reserve::open(words, &mut found);
    reserve::beside(words, &mut found);
    Linked {
        found,
        loose: if cues.is_empty() {
            contents
        } else {
            Vec::new()
        },
    }
}

/// Adds the admitted proposals of a sentence, those that say something of words that nobody here is
/// made to say.
pub(super) fn propose(
    linked: &mut Linked,
    words: &[Word<'_>],
    sentence: Span,
    proposed: &[Admitted],
) {
    let range = |s: Span| {
        let from = words.partition_point(|w| w.end <= s.start);
        from..words.partition_point(|w| w.start < s.end)
    };
    for p in proposed.iter().filter(|p| sentence.contains(p.content)) {
        let (cue, content) = (range(p.cue), range(p.content));
        let taken = linked
            .found
            .iter()
            .any(|f| meet(&f.cue, &cue) || f.content.iter().any(|c| meet(c, &content)));
        if !taken && !cue.is_empty() && !content.is_empty() {
            linked.found.push(Found {
                source: p.source.map_or(0..0, range),
                content: vec![content],
                ..told(words, &cue)
            });
        }
    }
}

/// Whether an attribution tells anything: a cue of the table, words in quotation marks, or a
/// clause. "They provide weapons" gives nobody words.
fn worth(found: &Found, words: &[Word<'_>], syntax: &Syntax<'_>, quoted: &[bool]) -> bool {
    let known = words[found.cue.clone()].iter().any(|w| {
        cues::verb(&w.lower).is_some() || cues::noun(&w.lower).is_some() || w.lower == "according"
    });
    let mut told = found.content.iter().flat_map(Clone::clone);
    let verbal = found
        .cue
        .clone()
        .any(|n| matches!(syntax.tag[n], "VERB" | "NOUN" | "ADJ"));
    known
        || verbal
            && !found.source.is_empty()
            && told.any(|n| quoted[n] || matches!(syntax.tag[n], "VERB" | "AUX"))
}

/// Runs a content on to the end of its clause: of the word that hangs on the cue and opens where
/// the content opens, when nothing else is labelled between.
fn stretch(
    found: &mut Found,
    syntax: &Syntax<'_>,
    reach: &[(usize, usize)],
    quoted: &[bool],
    labels: &[usize],
) {
    for part in &mut found.content {
        if part.start < found.cue.end || quoted[part.start] {
            continue;
        }
        let head = part.clone().find(|n| {
            syntax.head[*n].is_some_and(|h| found.cue.contains(&h))
                && matches!(syntax.relation[*n], "ccomp" | "xcomp" | "obj" | "advcl")
        });
        if let Some(head) = head {
            let end = reach[head].1 + 1;
            let free = (part.end..end).all(|n| labels[n] == 0);
            if reach[head].0 >= part.start.saturating_sub(1) && end > part.end && free {
                part.end = end;
            }
        }
    }
}

/// Leaves a content the parts that belong together: words in quotation marks may stand on both
/// sides of the cue and in several pieces; of others the nearest on each side, and none beside
/// words in quotation marks unless it leads into them.
fn prune(found: &mut Found, quoted: &[bool]) {
    let literal = |part: &Range<usize>| part.clone().any(|n| quoted[n]);
    let any = found.content.iter().any(literal);
    let cue = found.cue.clone();
    let nearest = |before: bool| {
        let side = found
            .content
            .iter()
            .filter(|p| (p.end <= cue.start) == before);
        side.min_by_key(|p| gap(p, &cue)).cloned()
    };
    let (left, right) = (nearest(true), nearest(false));
    found.content.retain(|part| {
        literal(part) || !any && (Some(part) == left.as_ref() || Some(part) == right.as_ref())
    });
}

/// A content that lost its clause ("The militia" of "The militia took the town, activists said")
/// is the grammar's.
fn mend(found: &mut Found, grammar: &Found, syntax: &Syntax<'_>, quoted: &[bool]) {
    let length = |list: &[Range<usize>]| list.iter().map(ExactSizeIterator::len).sum::<usize>();
    let clause = |list: &[Range<usize>]| {
        list.iter()
            .flat_map(Clone::clone)
            .any(|n| quoted[n] || matches!(syntax.tag[n], "VERB" | "AUX"))
    };
    let inside = found.content.iter().all(|c| {
        let holds = |g: &Range<usize>| g.start <= c.start && c.end <= g.end;
        grammar.content.iter().any(holds)
    });
    if inside
        && !clause(&found.content)
        && clause(&grammar.content)
        && 2 * length(&found.content) < length(&grammar.content)
    {
        found.content.clone_from(&grammar.content);
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
                    | "reject"
                    | "dismiss"
                    | "refute"
                    | "rebut"
                    | "dispute"
                    | "accuse"
                    | "blame"
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

/// The cue nearest to a stretch. One that the tree joins to it is nearer than any that is not.
fn nearest(stretch: &Range<usize>, cues: &[Range<usize>], syntax: &Syntax<'_>) -> Option<usize> {
    let hangs = |a: &Range<usize>, b: &Range<usize>| {
        a.clone()
            .any(|n| syntax.head[n].is_some_and(|h| b.contains(&h)))
    };
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
        let apart = !hangs(stretch, cue) && !hangs(cue, stretch);
        gap(stretch, cue) + 30 * between + 20 * usize::from(apart)
    };
    (0..cues.len()).min_by_key(|n| cost(&cues[*n]))
}

/// The words of a cue's grammatical subject, with what hangs on it.
fn subject(
    cue: &Range<usize>,
    syntax: &Syntax<'_>,
    reach: &[(usize, usize)],
) -> Option<Range<usize>> {
    let of = |verb: usize| {
        (0..syntax.head.len()).find(|n| {
            syntax.head[*n] == Some(verb)
                && matches!(syntax.relation[*n], "nsubj" | "nsubj:pass" | "obl:agent")
        })
    };
    for word in cue.clone() {
        let mut verb = word;
        for _ in 0..4 {
            if let Some(noun) = of(verb) {
                let (from, to) = reach[noun];
                let range = from..to + 1;
                return (!meet(&range, cue)).then_some(range);
            }
            // "X decided to say", "X came and said": the subject hangs further up.
            match (syntax.relation[verb], syntax.head[verb]) {
                ("xcomp" | "conj" | "aux", Some(head)) => verb = head,
                _ => break,
            }
        }
    }
    None
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
        (None, Some((commitment, hedge))) => {
            let last = &words[cue.end - 1].lower;
            (cues::noun_stance(last), hedge, commitment, Edge::Reports)
        }
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
