//! Names and other typed mentions as BIO labels over the tokens of a sentence.
//!
//! Two models. *Names* knows persons, organisations and locations by their proper names, from
//! encyclopedia and social media. *Reports* marks what an analyst of conflict reports marks (the
//! re3d schema): nouns and pronouns that stand for a person, a group or a place, times, weapons,
//! quantities; what *names* found is among its features. A third, *register*, tells from a
//! document's words which of the two it is for.
//!
//! Beside words, classes and the tree the features hold what the tables know of each token
//! (actors, places, times).

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use sayso_learn::{Model, bio, row};
use sayso_record::{ActorKind, Document, Layers, MentionType, Place, Sense, Span, Token};

use super::clusters::{Classes, class};
use super::{beginning, ending, normal, shape};

/// Types that have labels; `O` is 0, `B-` of the n-th is 2n + 1, `I-` is 2n + 2. The first
/// [`NAMES`] are those of the names model.
pub const TYPES: [MentionType; 13] = [
    MentionType::Person,
    MentionType::Organisation,
    MentionType::Location,
    MentionType::Nationality,
    MentionType::Temporal,
    MentionType::Quantity,
    MentionType::Weapon,
    MentionType::MilitaryPlatform,
    MentionType::Vehicle,
    MentionType::Money,
    MentionType::DocumentReference,
    MentionType::Url,
    MentionType::CommsIdentifier,
];

/// How many of [`TYPES`] the names model knows.
pub const NAMES: usize = 3;

/// Added to the score of every step to a word outside any mention: a likelihood model leaves out
/// what it doubts, and the measure weighs a mention missed as much as one made up.
pub const OUTSIDE: f32 = -1.0;

/// Names of the labels of the first `types` types.
pub fn labels(types: usize) -> Vec<String> {
    let mut out = vec!["O".to_owned()];
    for kind in &TYPES[..types] {
        out.push(format!("B-{}", kind.word()));
        out.push(format!("I-{}", kind.word()));
    }
    out
}

/// The names model as it finds names; among the features of the reports model it stands as it is.
static LEANING: LazyLock<Model> = LazyLock::new(|| NAMED.leaning(0, OUTSIDE));

bundled!(NAMED, "names-v1.model");
bundled!(REPORTED, "reports-v1.model");
bundled!(REGISTER, "register-v1.model");

/// A sentence laid out for training: where its tokens stand, and their features.
pub struct Sentence {
    /// Bytes of each token.
    pub tokens: Vec<Span>,
    /// Feature rows of each token.
    pub features: Vec<Vec<u32>>,
}

/// The sentences of a document whose token, actor, place and time layers are there. With a names
/// model the features are those of the reports model.
pub fn sentences(document: &Document, layers: &Layers, names: Option<&Model>) -> Vec<Sentence> {
    let marks = Marks::new(layers, &layers.places);
    let mut out = Vec::new();
    for sentence in &layers.sentences {
        let (from, to) = tokens_of(layers, sentence.start, sentence.end);
        if from == to {
            continue;
        }
        let mut features = features(document, layers, from..to, &marks);
        if let Some(model) = names {
            let labels = model.decode(&features, bio(model.labels()));
            stack(&mut features, &labels);
        }
        out.push(Sentence {
            tokens: layers.tokens[from..to]
                .iter()
                .map(|t| Span::new(t.start, t.end))
                .collect(),
            features,
        });
    }
    out
}

/// Tokens that begin within a range of bytes: first, one past the last.
fn tokens_of(layers: &Layers, start: usize, end: usize) -> (usize, usize) {
    let from = layers.tokens.partition_point(|t| t.start < start);
    let to = from + layers.tokens[from..].partition_point(|t| t.start < end);
    (from, to)
}

/// Persons, organisations and locations in the sentences that `wanted` lets through, by the names
/// model, before the layer of places is there: `places` are those known by then. In text order.
pub(crate) fn names(
    document: &Document,
    layers: &Layers,
    places: &[Place],
    wanted: impl Fn(Span) -> bool,
) -> Vec<(Span, MentionType)> {
    let marks = Marks::new(layers, places);
    let allowed = bio(LEANING.labels());
    let mut out = Vec::new();
    for sentence in &layers.sentences {
        let (from, to) = tokens_of(layers, sentence.start, sentence.end);
        if from == to || !wanted(Span::new(sentence.start, sentence.end)) {
            continue;
        }
        let rows = features(document, layers, from..to, &marks);
        let tokens: Vec<Span> = layers.tokens[from..to]
            .iter()
            .map(|t| Span::new(t.start, t.end))
            .collect();
        out.extend(spans(&tokens, &LEANING.decode(&rows, &allowed)));
    }
    out
}

/// Adds what the names model said of each token and its neighbours.
fn stack(features: &mut [Vec<u32>], labels: &[usize]) {
    let names = ["O", "BP", "IP", "BO", "IO", "BL", "IL"];
    let label = |i: usize, by: isize| -> &str {
        i.checked_add_signed(by)
            .and_then(|at| labels.get(at))
            .map_or("-", |l| names[*l])
    };
    for (i, rows) in features.iter_mut().enumerate() {
        // A row of a single word carries its place, so that words may be joined to labels.
        let word = rows[1].to_string();
        rows.extend([
            row(180, &[label(i, 0)]),
            row(181, &[label(i, -1), label(i, 0), label(i, 1)]),
            row(182, &[label(i, 0), label(i, 1), label(i, 2)]),
            row(183, &[label(i, 0), &word]),
        ]);
    }
}

/// Features that tell the register: the words and classes of a document's first 400 tokens.
pub fn register_features(document: &Document, layers: &Layers, tokens: Range<usize>) -> Vec<u32> {
    let mut rows = BTreeSet::new();
    for token in layers.tokens[tokens].iter().take(400) {
        let word = normal(&document.text[token.start..token.end]);
        rows.insert(row(190, &[&word]));
        rows.insert(row(191, &[&class(&word).1.to_string()]));
    }
    rows.into_iter().collect()
}

/// Whether a document is a conflict report.
fn report(document: &Document, layers: &Layers) -> bool {
    let rows = register_features(document, layers, 0..layers.tokens.len());
    let mut scores = vec![0.0; REGISTER.labels().len()];
    REGISTER.score(&rows, &mut scores);
    scores.first() < scores.get(1)
}

/// What the tables know, in text order.
struct Marks {
    spans: Vec<(Span, &'static str)>,
    longest: usize,
}

impl Marks {
    fn new(layers: &Layers, places: &[Place]) -> Self {
        let mut spans: Vec<(Span, &'static str)> = Vec::new();
        for actor in &layers.actors {
            let kind = match actor.kind {
                ActorKind::Person => "person",
                ActorKind::People => "people",
                ActorKind::State => "state",
                _ => "organisation",
            };
            spans.push((Span::new(actor.start, actor.end), kind));
        }
        for place in places {
            let kind = if place.sense == Sense::Loc {
                "place"
            } else {
                "place-acting"
            };
            spans.push((Span::new(place.start, place.end), kind));
        }
        for time in &layers.times {
            spans.push((Span::new(time.start, time.end), "time"));
        }
        spans.sort();
        let longest = spans.iter().map(|s| s.0.len()).max().unwrap_or(0);
        Marks { spans, longest }
    }

    /// All marks over a token: kinds, each with `[` where the token opens it.
    fn over(&self, token: &Token) -> String {
        let mut out = String::new();
        let from = self
            .spans
            .partition_point(|s| s.0.start + self.longest < token.start);
        for (span, kind) in self.spans[from..]
            .iter()
            .take_while(|s| s.0.start < token.end)
            .filter(|s| s.0.end > token.start)
        {
            if token.start <= span.start {
                out.push('[');
            }
            out.push_str(kind);
            if span.end <= token.end {
                out.push(']');
            }
        }
        out
    }
}

fn features(
    document: &Document,
    layers: &Layers,
    range: Range<usize>,
    marks: &Marks,
) -> Vec<Vec<u32>> {
    let tokens = &layers.tokens[range.clone()];
    let texts: Vec<&str> = tokens
        .iter()
        .map(|t| &document.text[t.start..t.end])
        .collect();
    let lower: Vec<String> = texts.iter().map(|t| normal(t)).collect();
    let shapes: Vec<String> = texts.iter().map(|t| shape(t)).collect();
    let classes = Classes::new(&lower);
    let known: Vec<String> = tokens.iter().map(|t| marks.over(t)).collect();
    fn pick(list: &[String], i: usize, by: isize) -> &str {
        i.checked_add_signed(by)
            .map_or("<", |at| list.get(at).map_or(">", String::as_str))
    }
    let tag = |i: usize, by: isize| -> &str {
        i.checked_add_signed(by).map_or("<", |at| {
            tokens
                .get(at)
                .map_or(">", |t| t.pos.as_deref().unwrap_or("X"))
        })
    };
    let head = |i: usize| -> Option<usize> {
        usize::try_from(tokens[i].head)
            .ok()
            .and_then(|h| h.checked_sub(range.start))
            .filter(|h| *h < tokens.len())
    };
    let left: Vec<usize> = {
        let mut left: Vec<usize> = (0..tokens.len()).collect();
        for i in 0..tokens.len() {
            let mut at = i;
            for _ in 0..8 {
                let Some(up) = head(at) else { break };
                at = up;
                left[at] = left[at].min(i);
            }
        }
        left
    };
    (0..tokens.len())
        .map(|i| {
            let word = |by| pick(&lower, i, by);
            let form = |by| pick(&shapes, i, by);
            let mark = |by| pick(&known, i, by);
            let relation = tokens[i].rel.as_deref().unwrap_or("dep");
            let up = head(i);
            let (head_word, head_class) =
                up.map_or(("-", "-"), |h| (lower[h].as_str(), classes.fine(h, 0)));
            // Of a name the head's own part in the clause tells whether it acts.
            let part = up.map_or("-", |h| tokens[h].rel.as_deref().unwrap_or("dep"));
            let above = up.and_then(head).map_or("-", |h| classes.fine(h, 0));
            let first = if i == 0 { "1" } else { "" };
            // The noun that the token's phrase is about, and whether the phrase opens here.
            let mut noun = i;
            for _ in 0..6 {
                let inner = matches!(
                    tokens[noun].rel.as_deref().unwrap_or("dep"),
                    "det"
                        | "amod"
                        | "compound"
                        | "nummod"
                        | "nmod:poss"
                        | "flat"
                        | "case"
                        | "advmod"
                );
                match head(noun) {
                    Some(up) if inner => noun = up,
                    _ => break,
                }
            }
            let opens = if left[noun] == i { "[" } else { "-" };
            let noun_part = tokens[noun].rel.as_deref().unwrap_or("dep");
            let ruler = head(noun).map_or("-", |h| classes.fine(h, 0));
            let noun_word = lower[noun].as_str();
            let noun_class = classes.fine(noun, 0);
            let here = if noun == i { "=" } else { opens };
            vec![
                row(120, &[]),
                row(121, &[word(0)]),
                row(122, &[word(-1)]),
                row(123, &[word(1)]),
                row(124, &[word(-2)]),
                row(125, &[word(2)]),
                row(126, &[word(-1), word(0)]),
                row(127, &[word(0), word(1)]),
                row(128, &[form(0), first]),
                row(129, &[form(-1), form(0), form(1)]),
                row(130, &[ending(word(0), 2)]),
                row(131, &[ending(word(0), 3)]),
                row(132, &[ending(word(0), 4), form(0)]),
                row(133, &[beginning(word(0), 3)]),
                row(134, &[tag(i, 0)]),
                row(135, &[tag(i, -1), tag(i, 0), tag(i, 1)]),
                row(136, &[tag(i, 0), form(0)]),
                row(137, &[classes.fine(i, 0)]),
                row(138, &[classes.coarse(i, 0), form(0)]),
                row(139, &[classes.fine(i, -1), form(0)]),
                row(140, &[classes.fine(i, 1), form(0)]),
                row(
                    141,
                    &[
                        classes.coarse(i, -1),
                        classes.coarse(i, 0),
                        classes.coarse(i, 1),
                    ],
                ),
                row(142, &[classes.fine(i, 0), classes.fine(i, 1)]),
                row(143, &[classes.fine(i, -1), classes.fine(i, 0)]),
                row(144, &[classes.fine(i, -2), form(0)]),
                row(145, &[classes.fine(i, 2), form(0)]),
                row(146, &[mark(0)]),
                row(147, &[mark(0), form(0)]),
                row(148, &[mark(0), mark(1)]),
                row(149, &[mark(-1), mark(0)]),
                row(150, &[mark(0), word(0)]),
                row(151, &[mark(0), relation]),
                row(152, &[mark(0), part, relation]),
                row(153, &[relation, head_class]),
                row(154, &[relation, head_word]),
                row(155, &[mark(0), relation, head_class]),
                row(156, &[mark(0), part, above]),
                row(157, &[mark(0), word(-1)]),
                row(158, &[mark(0), word(1)]),
                row(159, &[form(0), relation, part]),
                row(160, &[word(-1), form(0), form(1)]),
                row(161, &[word(1), form(0), form(-1)]),
                row(162, &[word(1), word(2)]),
                row(163, &[word(-2), word(-1)]),
                row(164, &[classes.fine(i, 0), relation, head_class]),
                row(165, &[noun_word, here]),
                row(166, &[noun_class, here]),
                row(167, &[noun_class, here, tag(i, 0)]),
                row(168, &[noun_word, tag(i, 0)]),
                row(169, &[noun_class, noun_part, here]),
                row(170, &[noun_class, ruler]),
                row(171, &[ruler, noun_part, pick(&shapes, noun, 0)]),
                row(172, &[pick(&known, noun, 0), here, tag(i, 0)]),
            ]
        })
        .collect()
}

/// Mentions of a document, by the bundled models: range and type, in text order. Whether they are
/// names only is told, too.
pub(crate) fn find(document: &Document, layers: &Layers) -> (Vec<(Span, MentionType)>, bool) {
    let report = report(document, layers);
    let model = if report { &*REPORTED } else { &*LEANING };
    let allowed = bio(model.labels());
    let mut out = Vec::new();
    for sentence in sentences(document, layers, report.then_some(&*NAMED)) {
        let labels = model.decode(&sentence.features, &allowed);
        out.extend(spans(&sentence.tokens, &labels));
    }
    (out, !report)
}

/// Ranges and types of labelled tokens.
pub fn spans(tokens: &[Span], labels: &[usize]) -> Vec<(Span, MentionType)> {
    let mut out: Vec<(Span, MentionType)> = Vec::new();
    for (token, label) in tokens.iter().zip(labels) {
        let Some(number) = label.checked_sub(1) else {
            continue;
        };
        let kind = TYPES[number / 2];
        match out.last_mut() {
            Some(last) if number % 2 == 1 && last.1 == kind => last.0 = last.0.join(*token),
            _ => out.push((*token, kind)),
        }
    }
    out
}
