//! Sources, cues and contents of attributions as BIO labels over the words of a sentence.
//!
//! Beside words and tags the features hold what the cue grammar says of each word, the nearest
//! cue verbs to both sides, the commas between, and the quotation marks that are open: the model
//! learns when to believe the grammar. Trained on PolNeAR (Newell and others 2018).

use std::ops::Range;
use std::sync::LazyLock;

use sayso_learn::{Model, bio, row};
use sayso_record::{Document, Layers, Span};

use super::clusters::Classes;
use super::{ending, normal, shape};
use crate::attributions::cues;
use crate::attributions::grammar::{self, Found};
use crate::attributions::scan::{Reading, Syntax, Word};

/// The labels, in the order of their numbers.
pub const LABELS: [&str; 7] = [
    "O",
    "B-source",
    "I-source",
    "B-cue",
    "I-cue",
    "B-content",
    "I-content",
];

/// Added to the score of every step to a word without a role; of -0.1, -0.2 and -0.3 the best on
/// whole attributions of PolNeAR dev.
const OUTSIDE: f32 = -0.2;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::from_bytes(include_bytes!("../../../../models/attribution-v1.model"))
        .expect("a test reads the bundled model")
        .leaning(0, OUTSIDE)
});

/// A sentence laid out for training: where its words stand, and their features.
pub struct Sentence {
    /// Bytes of each word.
    pub words: Vec<Span>,
    /// Feature rows of each word.
    pub features: Vec<Vec<u32>>,
}

/// The sentences of a document whose sentence, quotation and actor layers are there.
pub fn sentences(document: &Document, layers: &Layers) -> Vec<Sentence> {
    let reading = Reading::new(document, layers);
    let mut before = Before::default();
    reading
        .clauses
        .iter()
        .map(|clause| {
            let words = reading.of(clause);
            let quoted = quoted(words, layers);
            let syntax = reading.syntax(clause, layers);
            let features = features(
                words,
                &syntax,
                &grammar::sentence(words),
                &quoted,
                layers,
                &before,
            );
            before = Before::of(words, &quoted);
            Sentence {
                words: words.iter().map(|w| Span::new(w.start, w.end)).collect(),
                features,
            }
        })
        .collect()
}

/// What the sentence before leaves open.
#[derive(Default)]
pub(crate) struct Before {
    quoted: bool,
    cue: bool,
}

impl Before {
    /// What this sentence leaves open for the next.
    pub(crate) fn of(words: &[Word<'_>], quoted: &[bool]) -> Self {
        Before {
            quoted: quoted.last().copied().unwrap_or(false),
            cue: words.iter().any(|w| cues::verb(&w.lower).is_some()),
        }
    }
}

/// Whether each word stands inside a quotation, marks included.
pub(crate) fn quoted(words: &[Word<'_>], layers: &Layers) -> Vec<bool> {
    let Some((first, last)) = words.first().zip(words.last()) else {
        return Vec::new();
    };
    let from = layers
        .quotations
        .partition_point(|q| q.start + 8000 < first.start);
    let here: Vec<_> = layers.quotations[from..]
        .iter()
        .take_while(|q| q.start < last.end)
        .filter(|q| q.depth == 0 && q.end > first.start)
        .collect();
    words
        .iter()
        .map(|w| here.iter().any(|q| q.start <= w.start && w.end <= q.end))
        .collect()
}

/// What the grammar says of each word: `s`, `c`, `k` for source, cue, content, else `o`.
fn roles(len: usize, by_grammar: &[Found]) -> Vec<&'static str> {
    let mut out = vec!["o"; len];
    for found in by_grammar.iter().cloned() {
        for (range, role) in found
            .content
            .into_iter()
            .map(|r| (r, "k"))
            .chain([(found.source, "s"), (found.cue, "c")])
        {
            for place in out.get_mut(range).into_iter().flatten() {
                *place = role;
            }
        }
    }
    out
}

/// Where a word stands in the tree, seen from a cue.
#[derive(Clone, Default)]
struct Seat<'l> {
    /// Relation of the branch to the cue.
    relation: &'l str,
    /// The cue.
    lemma: &'l str,
    /// Whether the cue stands before (`<`) or after (`>`) the word.
    side: &'static str,
    /// Steps up to the cue.
    depth: usize,
}

/// What the tree says of each word.
struct Tree<'l> {
    none: Seat<'l>,
    /// The nearest cue above the word and the branch under it.
    under: Vec<Seat<'l>>,
    /// The nearest cue that hangs on the word or on a word above it, as "he said" hangs on what
    /// he said.
    beside: Vec<Seat<'l>>,
    /// Whether the word opens (`[`) or closes (`]`) the branch under the nearest cue.
    edge: Vec<&'static str>,
    /// Relations of a word's clause children, its best hint to be a cue.
    child: Vec<String>,
}

impl<'l> Tree<'l> {
    fn new(syntax: &Syntax<'l>, lemma: &[&'l str]) -> Self {
        let len = syntax.head.len();
        let reach = syntax.reach();
        let none = Seat {
            relation: "-",
            lemma: "-",
            side: "-",
            depth: 0,
        };
        let mut out = Tree {
            under: vec![none.clone(); len],
            beside: vec![none.clone(); len],
            edge: vec!["-"; len],
            child: vec![String::new(); len],
            none,
        };
        // A cue that hangs on a word, the last one.
        let mut hangs: Vec<Option<usize>> = vec![None; len];
        for (n, head) in syntax.head.iter().enumerate() {
            let Some(head) = *head else { continue };
            if !lemma[n].is_empty() {
                hangs[head] = Some(n);
            }
            let base = syntax.relation[n].split(':').next().unwrap_or("");
            let told = matches!(
                base,
                "ccomp" | "xcomp" | "nsubj" | "obj" | "parataxis" | "advcl" | "mark"
            );
            if told && out.child[head].len() < 24 {
                out.child[head].push_str(base);
                out.child[head].push(if n < head { '<' } else { '>' });
            }
        }
        for n in 0..len {
            let side = |cue: usize| if cue < n { "<" } else { ">" };
            let mut at = n;
            for depth in 1..=len.min(40) {
                if out.beside[n].depth == 0
                    && let Some(cue) = hangs[at].filter(|c| *c != n && !within(reach[*c], n))
                {
                    out.beside[n] = Seat {
                        relation: syntax.relation[cue],
                        lemma: lemma[cue],
                        side: side(cue),
                        depth,
                    };
                }
                let Some(head) = syntax.head[at] else { break };
                if !lemma[head].is_empty() {
                    out.under[n] = Seat {
                        relation: syntax.relation[at],
                        lemma: lemma[head],
                        side: side(head),
                        depth,
                    };
                    out.edge[n] = match (reach[at].0 == n, reach[at].1 == n) {
                        (true, true) => "[]",
                        (true, false) => "[",
                        (false, true) => "]",
                        (false, false) => "=",
                    };
                    break;
                }
                at = head;
            }
        }
        out
    }
}

fn within(reach: (usize, usize), word: usize) -> bool {
    reach.0 <= word && word <= reach.1
}

/// Features of each word.
pub(crate) fn features(
    words: &[Word<'_>],
    syntax: &Syntax<'_>,
    by_grammar: &[Found],
    quoted: &[bool],
    layers: &Layers,
    before: &Before,
) -> Vec<Vec<u32>> {
    let tags = &syntax.tag;
    let roles = roles(words.len(), by_grammar);
    let len = words.len();
    let lemma: Vec<&str> = words
        .iter()
        .map(|w| {
            cues::verb(&w.lower)
                .map(|(_, lemma)| lemma)
                .or_else(|| (w.lower == "according").then_some("according"))
                .or_else(|| cues::noun(&w.lower).map(|_| "noun"))
                .unwrap_or("")
        })
        .collect();
    // The nearest cue on each side: its lemma, the distance, the commas between.
    let near = |order: &mut dyn Iterator<Item = usize>| {
        let mut out = vec![("none", 0usize, 0usize); len];
        let mut last: Option<(&str, usize)> = None;
        let mut commas = 0;
        for i in order {
            if let Some((lemma, at)) = last {
                out[i] = (lemma, at.abs_diff(i), commas);
            }
            if !lemma[i].is_empty() && tags[i] != "DET" {
                last = Some((lemma[i], i));
                commas = 0;
            } else if words[i].is(",") {
                commas += 1;
            }
        }
        out
    };
    let left = near(&mut (0..len));
    let right = near(&mut (0..len).rev());
    let mut actor = vec![false; len];
    if let Some(first) = words.first() {
        let from = layers.actors.partition_point(|a| a.end <= first.start);
        let mut rest = layers.actors[from..].iter().peekable();
        for (i, w) in words.iter().enumerate() {
            while rest.next_if(|a| a.end <= w.start).is_some() {}
            actor[i] = rest.peek().is_some_and(|a| a.start < w.end);
        }
    }
    let tree = Tree::new(syntax, &lemma);
    let normals: Vec<String> = words.iter().map(|w| normal(w.text)).collect();
    let classes = Classes::new(&normals);
    let bucket = |n: usize| ["0", "1", "2", "3", "4", "4", "6", "6", "6", "9"][n.min(9)];
    let word = |i: usize, by: isize| -> &str {
        let at = i as isize + by;
        if at < 0 {
            "<"
        } else {
            words.get(at as usize).map_or(">", |w| w.lower.as_str())
        }
    };
    let tag = |i: usize, by: isize| -> &str {
        let at = i as isize + by;
        if at < 0 {
            "<"
        } else {
            tags.get(at as usize).copied().unwrap_or(">")
        }
    };
    let role = |i: usize, by: isize| -> &str {
        let at = i as isize + by;
        if at < 0 {
            "<"
        } else {
            roles.get(at as usize).copied().unwrap_or(">")
        }
    };
    let start = match (before.quoted, before.cue) {
        (true, true) => "qc",
        (true, false) => "q",
        (false, true) => "c",
        (false, false) => "",
    };
    let any_cue = lemma.iter().any(|l| !l.is_empty());
    let any_role = roles.iter().any(|r| *r != "o");
    (0..len)
        .map(|i| {
            let q = if quoted[i] { "q" } else { "-" };
            let q_next = if quoted.get(i + 1).copied().unwrap_or(false) {
                "q"
            } else {
                "-"
            };
            let q_last = if i > 0 && quoted[i - 1] { "q" } else { "-" };
            let who = if actor[i] { "a" } else { "-" };
            let form = shape(words[i].text);
            let (l, l_far, l_commas) = left[i];
            let (r, r_far, r_commas) = right[i];
            let place = [q, role(i, 0)].concat();
            let sides = [
                if l == "none" { "-" } else { "l" },
                bucket(l_commas.min(3)),
                if r == "none" { "-" } else { "r" },
                bucket(r_commas.min(3)),
                q,
            ]
            .concat();
            let cue_here = lemma[i];
            let relation = syntax.relation[i];
            let head_word = syntax.head[i].map_or("-", |h| words[h].lower.as_str());
            let head_class = syntax.head[i].map_or("-", |h| classes.fine(h, 0));
            let under = &tree.under[i];
            let under_last = i.checked_sub(1).map_or(&tree.none, |n| &tree.under[n]);
            let under_next = tree.under.get(i + 1).unwrap_or(&tree.none);
            let beside = &tree.beside[i];
            let edge = tree.edge[i];
            let child = tree.child[i].as_str();
            vec![
                row(40, &[]),
                row(41, &[word(i, 0)]),
                row(42, &[word(i, -1)]),
                row(43, &[word(i, 1)]),
                row(44, &[word(i, -2)]),
                row(45, &[word(i, 2)]),
                row(46, &[tag(i, 0)]),
                row(47, &[tag(i, -1), tag(i, 0)]),
                row(48, &[tag(i, 0), tag(i, 1)]),
                row(49, &[tag(i, -2), tag(i, -1), tag(i, 0)]),
                row(50, &[tag(i, 0), tag(i, 1), tag(i, 2)]),
                row(51, &[tag(i, -1), tag(i, 0), tag(i, 1)]),
                row(52, &[word(i, -1), word(i, 0)]),
                row(53, &[word(i, 0), word(i, 1)]),
                row(54, &[word(i, 0), tag(i, 1), tag(i, -1)]),
                row(55, &[&place]),
                row(56, &[role(i, -1), role(i, 0), role(i, 1), q]),
                row(57, &[role(i, 0), tag(i, 0), word(i, -1)]),
                row(58, &[role(i, 0), word(i, 0)]),
                row(
                    59,
                    &[role(i, -2), role(i, -1), role(i, 0), role(i, 1), role(i, 2)],
                ),
                row(60, &[q_last, q, q_next]),
                row(61, &[q_last, q, q_next, word(i, 0)]),
                row(62, &[l, bucket(l_far), bucket(l_commas.min(3))]),
                row(63, &[r, bucket(r_far), bucket(r_commas.min(3))]),
                row(64, &[&sides]),
                row(65, &[&sides, tag(i, 0)]),
                row(66, &[l, &sides]),
                row(67, &[r, &sides]),
                row(68, &[l, tag(i, 0), bucket(l_far)]),
                row(69, &[r, tag(i, 0), bucket(r_far)]),
                row(70, &[cue_here, tag(i, 0), tag(i, 1)]),
                row(71, &[cue_here, word(i, 1), q]),
                row(72, &[who, tag(i, 0), tag(i, 1)]),
                row(73, &[who, r, bucket(r_far)]),
                row(74, &[who, l, bucket(l_far)]),
                row(75, &[&form, tag(i, -1)]),
                row(76, &[ending(word(i, 0), 3), tag(i, 0)]),
                row(77, &[start, q, if any_cue { "c" } else { "-" }]),
                row(78, &[start, bucket(i), bucket(len - 1 - i)]),
                row(
                    79,
                    &[
                        if any_cue { "c" } else { "-" },
                        if any_role { "r" } else { "-" },
                        q,
                        tag(i, 0),
                    ],
                ),
                row(
                    80,
                    &[
                        word(i, 0),
                        q,
                        bucket(r_commas.min(3)),
                        bucket(l_commas.min(3)),
                    ],
                ),
                row(81, &[word(i, 1), word(i, 2)]),
                row(82, &[word(i, -2), word(i, -1)]),
                row(83, &[classes.fine(i, 0)]),
                row(84, &[classes.fine(i, -1)]),
                row(85, &[classes.fine(i, 1)]),
                row(86, &[classes.coarse(i, 0), tag(i, 1), tag(i, -1)]),
                row(87, &[relation, tag(i, 0)]),
                row(88, &[relation, head_word]),
                row(89, &[relation, head_class]),
                row(90, &[under.relation, under.lemma]),
                row(91, &[under.relation, under.lemma, edge]),
                row(92, &[under.relation, edge, q]),
                row(93, &[under.relation, edge, tag(i, 0)]),
                row(94, &[under.relation, under.side, bucket(under.depth)]),
                row(95, &[beside.relation, beside.lemma, beside.side]),
                row(96, &[beside.relation, beside.side, q, edge]),
                row(
                    97,
                    &[under.relation, under.side, beside.relation, beside.side],
                ),
                row(98, &[under.relation, under.lemma, role(i, 0)]),
                row(
                    99,
                    &[under_last.relation, under.relation, under_next.relation],
                ),
                row(100, &[relation, classes.fine(i, 0), child]),
                row(101, &[child, word(i, 0)]),
                row(102, &[child, tag(i, 0), relation]),
                row(103, &[head_class, relation, under.relation]),
            ]
        })
        .collect()
}

/// Ranges of the labels of a kind ("source", "cue", "content").
pub fn spans(labels: &[usize], kind: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (n, label) in labels.iter().enumerate() {
        let name = LABELS[*label];
        if name.get(2..) != Some(kind) {
            continue;
        }
        match out.last_mut() {
            Some(last) if name.starts_with("I-") && last.end == n => last.end = n + 1,
            _ => out.push(n..n + 1),
        }
    }
    out
}

/// The label of each word, a number into [`LABELS`].
pub(crate) fn label(
    words: &[Word<'_>],
    syntax: &Syntax<'_>,
    by_grammar: &[Found],
    quoted: &[bool],
    layers: &Layers,
    before: &Before,
) -> Vec<usize> {
    let model = &*MODEL;
    model.decode(
        &features(words, syntax, by_grammar, quoted, layers, before),
        bio(model.labels()),
    )
}
