//! Words, sentences and voices of a document, laid out for the grammar rules of the statement
//! layers (attributions, figures, control, events, forecasts).
//!
//! The rules need lower-cased words with their neighbours, the segment a sentence stands in and
//! whose voice it is. All of it is computed once a call, in one pass over the text.

use std::ops::Range;

use crate::places::dateline;
use sayso_record::{
    Actor, ActorKind, Attribution, Document, Layers, Place, Precision, SegmentKind, Sense, Span,
    Time,
};

/// The sort of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters, perhaps with digits, hyphens, apostrophes.
    Word,
    /// Starts with a digit.
    Number,
    /// One mark.
    Mark,
}

/// A word or mark.
#[derive(Debug, Clone)]
pub(crate) struct Word<'t> {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// As written.
    pub(crate) text: &'t str,
    /// Lower-cased, with straight apostrophes.
    pub(crate) lower: String,
    /// Sort.
    pub(crate) shape: Shape,
}

impl Word<'_> {
    /// Whether it starts with a capital letter.
    pub(crate) fn capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
    /// Whether it is this mark.
    pub(crate) fn is(&self, mark: &str) -> bool {
        self.text == mark
    }
    /// Whether it is a mark.
    pub(crate) fn mark(&self) -> bool {
        self.shape == Shape::Mark
    }
    /// Whether it opens or closes a quotation.
    pub(crate) fn quote(&self) -> bool {
        matches!(
            self.text,
            "\"" | "“" | "”" | "‘" | "’" | "«" | "»" | "'" | "„"
        )
    }
}

/// A sentence with what the rules want to know of it.
#[derive(Debug, Clone)]
pub(crate) struct Clause {
    /// The range, trimmed.
    pub(crate) span: Span,
    /// Words of it.
    pub(crate) words: Range<usize>,
    /// Index of the enclosing comment.
    pub(crate) comment: Option<usize>,
}

/// A document laid out for the rules.
pub(crate) struct Reading<'t> {
    /// The document.
    pub(crate) document: &'t Document,
    /// Words in order.
    pub(crate) words: Vec<Word<'t>>,
    /// Sentences that may hold evidence: no boilerplate, no bylines.
    pub(crate) clauses: Vec<Clause>,
}

fn joins(c: char) -> bool {
    matches!(c, '\'' | '’' | '-' | '‑' | '.' | ',' | '`')
}

/// Splits text into words; `1,000`, `20'000`, `4-5,000`, `U.S.`, `10-month`, `won't` are one word.
pub(crate) fn words(text: &str, range: Span) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let Some(part) = range.text(text) else {
        return out;
    };
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = at + c.len_utf8();
        let shape = if c.is_alphanumeric() {
            let mut last = c;
            while let Some(&(i, d)) = chars.peek() {
                let after = part[i + d.len_utf8()..].chars().next();
                let goes_on = d.is_alphanumeric()
                    || (joins(d)
                        && after.is_some_and(|n| match d {
                            ',' => last.is_ascii_digit() && n.is_ascii_digit(),
                            '.' => {
                                (last.is_ascii_digit() && n.is_ascii_digit())
                                    || (last.is_uppercase() && n.is_uppercase())
                            }
                            _ => n.is_alphanumeric(),
                        }));
                let initials = d == '.'
                    && last.is_uppercase()
                    && part[at..i].contains('.')
                    && !after.is_some_and(char::is_alphanumeric);
                if !goes_on && !initials {
                    break;
                }
                end = i + d.len_utf8();
                last = d;
                chars.next();
                if initials {
                    break;
                }
            }
            if c.is_ascii_digit() {
                Shape::Number
            } else {
                Shape::Word
            }
        } else {
            Shape::Mark
        };
        let piece = &part[at..end];
        let lower = if shape == Shape::Mark {
            piece.to_owned()
        } else {
            piece.to_lowercase().replace('’', "'")
        };
        out.push(Word {
            start: range.start + at,
            end: range.start + end,
            text: piece,
            lower,
            shape,
        });
    }
    out
}

/// The tree over the words of a sentence, from the tokens: a word of several tokens (a hyphenated
/// one) stands for them all.
#[derive(Debug, Default)]
pub(crate) struct Syntax<'l> {
    /// Part of speech of each word.
    pub(crate) tag: Vec<&'l str>,
    /// Head of each word, `None` for the root.
    pub(crate) head: Vec<Option<usize>>,
    /// Relation of each word to its head.
    pub(crate) relation: Vec<&'l str>,
}

impl<'l> Syntax<'l> {
    fn new(words: &[Word<'_>], tokens: &'l [sayso_record::Token]) -> Self {
        let mut out = Syntax {
            tag: vec!["X"; words.len()],
            head: vec![None; words.len()],
            relation: vec!["dep"; words.len()],
        };
        let Some((first, last)) = words.first().zip(words.last()) else {
            return out;
        };
        let from = tokens.partition_point(|t| t.end <= first.start);
        let to = from + tokens[from..].partition_point(|t| t.start < last.end);
        let word = |token: usize| {
            let start = tokens[token].start;
            words
                .partition_point(|w| w.end <= start)
                .min(words.len() - 1)
        };
        let mut filled = vec![false; words.len()];
        for (token, own) in tokens.iter().enumerate().take(to).skip(from) {
            let at = word(token);
            let head = usize::try_from(own.head)
                .ok()
                .filter(|h| (from..to).contains(h))
                .map(word);
            // The token whose head stands outside the word speaks for the word; a clitic does not.
            if head == Some(at) || filled[at] && own.rel.as_deref() != Some("root") {
                continue;
            }
            filled[at] = true;
            out.head[at] = head;
            out.tag[at] = own.pos.as_deref().unwrap_or("X");
            out.relation[at] = own.rel.as_deref().unwrap_or("dep");
        }
        uncircle(&mut out.head);
        out
    }

    /// First and last word of what hangs on each word, itself included.
    pub(crate) fn reach(&self) -> Vec<(usize, usize)> {
        let mut out: Vec<(usize, usize)> = (0..self.head.len()).map(|n| (n, n)).collect();
        for word in 0..self.head.len() {
            let mut at = word;
            for _ in 0..self.head.len() {
                let Some(head) = self.head[at] else { break };
                at = head;
                if out[at].0 <= word && word <= out[at].1 {
                    continue;
                }
                out[at] = (out[at].0.min(word), out[at].1.max(word));
            }
        }
        out
    }
}

/// Cuts circles of heads. Tokens form a tree; words that stand for several of them need not.
pub(super) fn uncircle(heads: &mut [Option<usize>]) {
    // The walk in which each word was met, 0 for none.
    let mut met = vec![0usize; heads.len()];
    for start in 0..heads.len() {
        let mut at = start;
        loop {
            met[at] = start + 1;
            match heads[at] {
                Some(up) if met[up] == start + 1 => {
                    heads[at] = None;
                    break;
                }
                Some(up) if met[up] == 0 => at = up,
                _ => break,
            }
        }
    }
}

impl<'t> Reading<'t> {
    /// Lays a document out.
    pub(crate) fn new(document: &'t Document, layers: &Layers) -> Self {
        let text = document.text.as_str();
        let all = words(text, Span::new(0, text.len()));
        let zones = Zones::new(document);
        let mut clauses: Vec<Clause> = Vec::with_capacity(layers.sentences.len());
        for sentence in &layers.sentences {
            let span = Span::new(sentence.start, sentence.end.max(sentence.start)).trimmed(text);
            if span.is_empty() {
                continue;
            }
            let (segment, comment) = zones.at(span.start);
            let kind = segment.map_or(SegmentKind::Body, |i| document.segments[i].kind);
            if matches!(kind, SegmentKind::Boilerplate | SegmentKind::Byline) {
                continue;
            }
            let from = all.partition_point(|w| w.end <= span.start);
            let to = from + all[from..].partition_point(|w| w.start < span.end);
            clauses.push(Clause {
                span,
                words: from..to,
                comment,
            });
        }
        Reading {
            document,
            words: all,
            clauses,
        }
    }

    /// Words of a sentence.
    pub(crate) fn of(&self, clause: &Clause) -> &[Word<'t>] {
        &self.words[clause.words.clone()]
    }

    /// The tree over the words of a sentence.
    pub(crate) fn syntax<'l>(&self, clause: &Clause, layers: &'l Layers) -> Syntax<'l> {
        let words = self.of(clause);
        let mut out = Syntax::new(words, &layers.tokens);
        super::verdict::mend(words, &mut out);
        super::garden::mend(words, &mut out);
        out
    }

    /// Whose voice a sentence is before any attribution.
    pub(crate) fn teller(&self, clause: &Clause) -> &'t str {
        clause
            .comment
            .and_then(|i| self.document.segments[i].author.as_deref())
            .unwrap_or_else(|| self.document.teller())
    }

    /// When a sentence was written, EDTF: the comment's time, else the document's.
    pub(crate) fn made(&self, clause: &Clause) -> Option<String> {
        clause
            .comment
            .and_then(|i| self.document.segments[i].time.clone())
            .or_else(|| self.document.metadata.published.clone())
    }
}

/// Innermost segment and enclosing comment of every position.
struct Zones {
    cuts: Vec<(usize, Option<usize>, Option<usize>)>,
}

impl Zones {
    fn new(document: &Document) -> Self {
        let segments = &document.segments;
        let mut edges: Vec<(usize, bool, usize)> = Vec::new();
        for (i, s) in segments.iter().enumerate() {
            if s.start < s.end {
                edges.push((s.start, true, i));
                edges.push((s.end, false, i));
            }
        }
        // ends before starts at one place; longer segments open first
        edges.sort_by_key(|&(at, opens, i)| (at, opens, usize::MAX - segments[i].end, i));
        let mut open: Vec<usize> = Vec::new();
        let mut cuts = vec![(0, None, None)];
        for (at, opens, i) in edges {
            if opens {
                open.push(i);
            } else {
                open.retain(|&o| o != i);
            }
            let comment = open
                .iter()
                .copied()
                .find(|&o| segments[o].kind == SegmentKind::Comment);
            cuts.push((at, open.last().copied(), comment));
        }
        Zones { cuts }
    }

    fn at(&self, at: usize) -> (Option<usize>, Option<usize>) {
        let i = self.cuts.partition_point(|c| c.0 <= at);
        let (_, segment, comment) = self.cuts[i.saturating_sub(1)];
        (segment, comment)
    }
}

/// Records of a list, in text order, that start inside `span`.
pub(crate) fn inside<T>(list: &[T], span: Span, start: impl Fn(&T) -> usize) -> &[T] {
    let from = list.partition_point(|x| start(x) < span.start);
    let to = from + list[from..].partition_point(|x| start(x) < span.end);
    &list[from..to]
}

/// Times that start inside `span`.
pub(crate) fn times(layers: &Layers, span: Span) -> &[Time] {
    inside(&layers.times, span, |a| a.start)
}

/// Places named as locations that start inside `span`; where a report was filed is none of them.
pub(crate) fn places<'l>(
    document: &Document,
    layers: &'l Layers,
    span: Span,
) -> impl Iterator<Item = &'l Place> {
    inside(&layers.places, span, |a| a.start)
        .iter()
        .filter(|p| told_of(document, p))
}

/// Whether a place is named as a location, and not as where the report was filed.
fn told_of(document: &Document, place: &Place) -> bool {
    let at = Span::new(place.start, place.end);
    place.sense == Sense::Loc && !dateline::over(&document.text, at)
}

/// Gap between two ranges, 0 when they touch or overlap.
pub(crate) fn gap(a: Span, b: Span) -> usize {
    if a.end <= b.start {
        b.start - a.end
    } else {
        a.start.saturating_sub(b.end)
    }
}

/// The place of the sentence nearest to `at`; towns before countries at like distance.
pub(crate) fn nearest_place(
    document: &Document,
    layers: &Layers,
    sentence: Span,
    at: Span,
) -> Option<String> {
    let all: Vec<&Place> = places(document, layers, sentence).collect();
    let wide = |p: &Place| matches!(p.precision, Precision::Country | Precision::Region);
    let distance = |p: &Place| gap(Span::new(p.start, p.end), at) + if wide(p) { 60 } else { 0 };
    let mut best = (0..all.len()).min_by_key(|n| distance(all[*n]))?;
    // "In Saraqib, Idlib province, 12 people" are of Saraqib.
    while let Some(before) = best.checked_sub(1) {
        let (inner, outer) = (all[before], all[best]);
        let between = document
            .text
            .get(inner.end..outer.start)
            .unwrap_or_default();
        if inner.precision >= outer.precision || ![", ", ", in ", " in ", " ("].contains(&between) {
            break;
        }
        best = before;
    }
    Some(all[best].canonical.clone())
}

/// Bytes after a cue within which a time is that of saying: "said on Thursday that".
const SAID: usize = 12;

/// The resolved date or interval of the sentence nearest to `at`; when it was said is not when it
/// happened.
pub(crate) fn nearest_time(layers: &Layers, sentence: Span, at: Span) -> Option<String> {
    let times = times(layers, sentence);
    let told: Vec<&Attribution> = layers
        .attributions
        .iter()
        .filter(|a| !times.is_empty() && a.content.iter().any(|c| c.contains(at)))
        .collect();
    let of_saying = |t: &Time| {
        let time = Span::new(t.start, t.end);
        told.iter().any(|a| {
            let after = |cue: &Span| cue.end <= t.start && t.start - cue.end <= SAID;
            a.cue.iter().any(after) && !a.content.iter().any(|c| c.overlaps(time))
        })
    };
    times
        .iter()
        .filter(|t| {
            !t.edtf.is_empty()
                && !of_saying(t)
                && matches!(
                    t.kind,
                    sayso_record::TimeKind::Date | sayso_record::TimeKind::Interval
                )
        })
        .min_by_key(|t| gap(Span::new(t.start, t.end), at))
        .map(|t| t.edtf.clone())
}

/// Innermost attribution whose content holds `at`; an own-voice sentence gives none.
pub(crate) fn holder_of(index: &Holders, at: Span) -> Option<String> {
    index.find(at)
}

/// The place spoken of where a sentence names none: the last one within 600 bytes before it, else
/// the first one after it (a headline comes before its place). Countries are too wide to guess.
pub(crate) fn place_spoken_of(
    document: &Document,
    layers: &Layers,
    sentence: Span,
) -> Option<String> {
    let narrow = |p: &&Place| p.precision != Precision::Country && told_of(document, p);
    let at = layers.places.partition_point(|p| p.start < sentence.start);
    let before = layers.places[..at]
        .iter()
        .rev()
        .take_while(|p| sentence.start - p.end.min(sentence.start) <= 600)
        .find(narrow);
    let after = || {
        layers.places[at..]
            .iter()
            .take_while(|p| p.start < sentence.end + 600)
            .find(narrow)
    };
    before.or_else(after).map(|p| p.canonical.clone())
}

/// An attribution by its id; ids count from `a1` in list order, a proposed one's begins with `pa`.
pub(crate) fn attribution<'l>(layers: &'l Layers, id: &str) -> Option<&'l Attribution> {
    let number: usize = id.trim_start_matches('p').strip_prefix('a')?.parse().ok()?;
    layers.attributions.get(number.checked_sub(1)?)
}

/// Content spans of all attributions, for containment look-ups.
pub(crate) struct Holders {
    spans: Vec<(Span, bool, String)>,
    longest: usize,
}

impl Holders {
    /// Indexes the attributions.
    pub(crate) fn new(layers: &Layers) -> Self {
        let mut spans: Vec<(Span, bool, String)> = layers
            .attributions
            .iter()
            .flat_map(|a| {
                a.content
                    .iter()
                    .map(move |c| (*c, a.own_voice, a.id.clone()))
            })
            .collect();
        spans.sort();
        let longest = spans.iter().map(|s| s.0.len()).max().unwrap_or(0);
        Holders { spans, longest }
    }

    /// The smallest content that holds `at`: a cued one before an own-voice one.
    fn find(&self, at: Span) -> Option<String> {
        let to = self.spans.partition_point(|s| s.0.start <= at.start);
        let floor = at.start.saturating_sub(self.longest);
        let mut best: Option<&(Span, bool, String)> = None;
        for s in self.spans[..to].iter().rev().take(400) {
            if s.0.start < floor {
                break;
            }
            if s.0.end >= at.end && best.is_none_or(|b| (s.1, s.0.len()) < (b.1, b.0.len())) {
                best = Some(s);
            }
        }
        best.map(|s| s.2.clone())
    }
}

/// Canonical name of an actor-like stretch: a person in it, else its first other actor.
pub(crate) fn named(layers: &Layers, span: Span) -> Option<&Actor> {
    let from = layers.actors.partition_point(|a| a.end <= span.start);
    let mut first = None;
    for a in layers.actors[from..]
        .iter()
        .take_while(|a| a.start < span.end)
    {
        if a.kind == ActorKind::Person {
            return Some(a);
        }
        first = first.or(Some(a));
    }
    first
}

#[cfg(test)]
mod tests {
    use super::uncircle;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn heads_lead_to_a_root(
            heads in proptest::collection::vec(proptest::option::of(0usize..40), 40)
        ) {
            let mut cut = heads.clone();
            uncircle(&mut cut);
            for start in 0..cut.len() {
                let mut at = start;
                let mut steps = 0;
                while let Some(up) = cut[at] {
                    at = up;
                    steps += 1;
                    prop_assert!(steps <= cut.len(), "a circle from {start}: {cut:?}");
                }
            }
            // What is no circle is left alone.
            let kept = cut.iter().zip(&heads).filter(|(c, h)| c != h && c.is_some()).count();
            prop_assert_eq!(kept, 0);
        }
    }
}
