//! Origins: appearances that go back to one telling count once.
//!
//! A union-find over the appearances that support an answer. What is certain (a passage holds
//! both, one speaker at the end of both chains, one cites the other's teller, one document
//! translates the other, a headline stands over the text) lowers both ends of the range; what is
//! only likely (an unusual figure that travels without credit, descriptions such as "activists", a
//! comment under the report) lowers the least number alone. A person's word on a pair outranks
//! either.

use std::collections::{BTreeMap, BTreeSet};

use sayso_record::{
    Appearance, Bounds, DocSpan, Document, Judgement, Passage, ReuseKind, Segment, SegmentKind,
    Statement, content_id,
};

use super::dependence::Dependent;
use crate::relate::claims::{Value, supports, value};
use crate::relate::relations::unusual;
use crate::resolve::names::{is_name, plain};

/// Passages by the documents they stand in.
pub(crate) struct Joined<'p> {
    passages: &'p [Passage],
    by_doc: BTreeMap<&'p str, Vec<(usize, bool)>>,
}

impl<'p> Joined<'p> {
    /// The index.
    pub(crate) fn new(passages: &'p [Passage]) -> Self {
        let mut by_doc: BTreeMap<&str, Vec<(usize, bool)>> = BTreeMap::new();
        for (n, p) in passages.iter().enumerate() {
            by_doc.entry(&p.a.doc).or_default().push((n, true));
            by_doc.entry(&p.b.doc).or_default().push((n, false));
        }
        Joined { passages, by_doc }
    }

    /// The passages that hold these words, and on which side (`true` for a).
    fn over(&self, span: &DocSpan) -> Vec<(usize, bool)> {
        self.by_doc
            .get(span.doc.as_str())
            .into_iter()
            .flatten()
            .filter(|(n, a)| {
                let p = &self.passages[*n];
                let side = if *a { &p.a } else { &p.b };
                let shared = side
                    .end
                    .min(span.end)
                    .saturating_sub(side.start.max(span.start));
                shared * 2 > span.end - span.start
            })
            .copied()
            .collect()
    }

    /// A passage with one statement's words on one side and the other's on the other.
    pub(crate) fn passage_between(&self, a: &Statement, b: &Statement) -> Option<&'p Passage> {
        let other = self.over(b.evidence.first());
        self.over(a.evidence.first())
            .into_iter()
            .find(|(n, side)| other.contains(&(*n, !side)))
            .map(|(n, _)| &self.passages[n])
            .filter(|passage| {
                !only_alike(passage, (&a.speaker, &value(a)), (&b.speaker, &value(b)))
            })
    }
}

/// Whether two statements merely share the phrases of the trade: the wording was adapted without
/// credit, each names another speaker, and their values exclude each other. "A said that 40 were
/// killed there" is no copy of "B said that 90 were killed there".
fn only_alike(passage: &Passage, a: (&str, &Value), b: (&str, &Value)) -> bool {
    passage.kind == ReuseKind::Adapted
        && !passage.credited
        && plain(a.0) != plain(b.0)
        && a.1.excludes(b.1)
}

/// What origins are counted from.
pub(crate) struct Sources<'p> {
    /// Passages.
    pub joined: Joined<'p>,
    /// Documents by id.
    pub documents: BTreeMap<&'p str, &'p Document>,
    /// Judgements not taken back.
    pub judgements: Vec<&'p Judgement>,
    /// Tellers who share errors beyond chance.
    pub dependent: Dependent,
}

/// A count with its groups (positions in the list given) and reasons.
pub(crate) struct Counted {
    /// The range.
    pub bounds: Bounds,
    /// Positions, one list for each certain origin.
    pub groups: Vec<Vec<usize>>,
    /// A line for each reason.
    pub because: Vec<String>,
}

struct Union(Vec<usize>);

impl Union {
    fn new(n: usize) -> Self {
        Union((0..n).collect())
    }
    fn root(&mut self, mut x: usize) -> usize {
        while self.0[x] != x {
            self.0[x] = self.0[self.0[x]];
            x = self.0[x];
        }
        x
    }
    /// Joins; true when they were apart.
    fn join(&mut self, x: usize, y: usize) -> bool {
        let (x, y) = (self.root(x), self.root(y));
        self.0[x.max(y)] = x.min(y);
        x != y
    }
    fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut out: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for n in 0..self.0.len() {
            let root = self.root(n);
            out.entry(root).or_default().push(n);
        }
        out.into_values().collect()
    }
}

/// Id of a statement's appearance: of the statement alone, so that a judgement on it survives a
/// change in how claims are grouped.
pub(crate) fn appearance_id(statement: &str) -> String {
    content_id("appearance", &[statement])
}

/// Whether somebody stands behind what appears here. A teller who rejects what he repeats gives no
/// support; that the speaker he repeats said so counts in the most, never in the least.
pub(crate) fn has_speaker_behind(appearance: &Appearance) -> bool {
    supports(appearance.commitment) || appearance.chain.len() > 1
}

/// Counts the origins of the supporting appearances given with their values.
pub(crate) fn count(list: &[(&Appearance, &Value)], sources: &Sources<'_>) -> Counted {
    let n = list.len();
    let mut kept_apart: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut told: Vec<(usize, usize, bool, String)> = Vec::new();
    let position: BTreeMap<&str, usize> = list
        .iter()
        .enumerate()
        .map(|(n, (a, _))| (a.id.as_str(), n))
        .collect();
    for j in &sources.judgements {
        let same = match j.act.as_str() {
            "same_origin" => true,
            "not_same_origin" => false,
            _ => continue,
        };
        let Some(other) = j.other.as_deref() else {
            continue;
        };
        for (x, y) in pairs_named(list, &position, &j.target, other) {
            if same {
                told.push((
                    x,
                    y,
                    true,
                    format!(
                        "{} says {} and {} have one origin: {}",
                        j.who, list[x].0.doc, list[y].0.doc, j.reason
                    ),
                ));
            } else {
                kept_apart.insert((x.min(y), x.max(y)));
            }
        }
    }
    let mut links = told;
    links.extend(links_found(list, sources));
    let mut sure = Union::new(n);
    let mut because = Vec::new();
    for (x, y, _, why) in links.iter().filter(|l| l.2) {
        if !parted(&mut sure, (*x, *y), &kept_apart) && sure.join(*x, *y) {
            because.push(why.clone());
        }
    }
    let groups = sure.groups();
    let mut likely = Union(sure.0.clone());
    for (x, y, _, why) in links.iter().filter(|l| !l.2) {
        if !parted(&mut likely, (*x, *y), &kept_apart) && likely.join(*x, *y) {
            because.push(format!("perhaps one origin: {why}"));
        }
    }
    for (x, y) in &kept_apart {
        because.push(format!(
            "{} and {} are held apart by a person's judgement",
            list[*x].0.doc, list[*y].0.doc
        ));
    }
    if groups.len() > 1 {
        let names: BTreeSet<&str> = groups
            .iter()
            .map(|g| list[g[0]].0.speaker.as_str())
            .take(12)
            .collect();
        because.push(format!(
            "{} tellings that nothing found joins: {}",
            groups.len(),
            names.into_iter().collect::<Vec<_>>().join("; ")
        ));
    } else if n == 1 {
        because.push(format!(
            "one appearance: {} in {}",
            list[0].0.speaker, list[0].0.doc
        ));
    }
    because.dedup();
    // Only a telling that reaches us through somebody who lets it stand counts in the least.
    let least = likely
        .groups()
        .iter()
        .filter(|g| g.iter().any(|&n| supports(list[n].0.commitment)))
        .count();
    let bounds = Bounds {
        min: least as u32,
        max: groups.len() as u32,
    };
    Counted {
        bounds,
        groups,
        because,
    }
}

/// Whether joining the two would bring together what a person holds apart.
fn parted(union: &mut Union, (x, y): (usize, usize), apart: &BTreeSet<(usize, usize)>) -> bool {
    let (rx, ry) = (union.root(x), union.root(y));
    apart.iter().any(|&(p, q)| {
        let (p, q) = (union.root(p), union.root(q));
        (p, q) == (rx, ry) || (q, p) == (rx, ry)
    })
}

/// The pairs that a judgement on two appearances or two documents means.
fn pairs_named(
    list: &[(&Appearance, &Value)],
    position: &BTreeMap<&str, usize>,
    target: &str,
    other: &str,
) -> Vec<(usize, usize)> {
    if let (Some(&x), Some(&y)) = (position.get(target), position.get(other)) {
        return if x == y { Vec::new() } else { vec![(x, y)] };
    }
    let of = |id: &str| -> Vec<usize> {
        (0..list.len())
            .filter(|&n| list[n].0.doc == id || list[n].0.statement == id)
            .collect()
    };
    let (xs, ys) = (of(target), of(other));
    let mut out = Vec::new();
    for &x in &xs {
        out.extend(ys.iter().filter(|&&y| y != x).map(|&y| (x, y)));
    }
    out
}

/// Every reason found to take two appearances for one telling: sure or likely, in a fixed order.
fn links_found(
    list: &[(&Appearance, &Value)],
    sources: &Sources<'_>,
) -> Vec<(usize, usize, bool, String)> {
    let mut out = Vec::new();
    let first_and = |out: &mut Vec<_>,
                     members: &[usize],
                     sure: bool,
                     why: &dyn Fn(&Appearance, &Appearance) -> String| {
        for &m in members.iter().skip(1) {
            out.push((members[0], m, sure, why(list[members[0]].0, list[m].0)));
        }
    };
    // A passage that holds both.
    let mut sides: BTreeMap<usize, [Vec<usize>; 2]> = BTreeMap::new();
    for (n, (a, _)) in list.iter().enumerate() {
        for (passage, side) in sources.joined.over(&DocSpan {
            doc: a.doc.clone(),
            start: a.start,
            end: a.end,
        }) {
            sides.entry(passage).or_default()[usize::from(!side)].push(n);
        }
    }
    for (passage, [a, b]) in &sides {
        let similarity = sources.joined.passages[*passage].similarity * 100.0;
        if let (Some(&x), false) = (a.first(), b.is_empty()) {
            for &y in b {
                let told = |n: usize| (list[n].0.speaker.as_str(), list[n].1);
                if only_alike(&sources.joined.passages[*passage], told(x), told(y)) {
                    continue;
                }
                out.push((
                    x,
                    y,
                    true,
                    format!(
                        "{} and {} share a passage ({similarity:.0} % of the words)",
                        list[x].0.doc, list[y].0.doc
                    ),
                ));
            }
        }
    }
    // One speaker at the end of the chains.
    let mut by_speaker: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, (a, _)) in list.iter().enumerate() {
        by_speaker.entry(plain(&a.speaker)).or_default().push(n);
    }
    for members in by_speaker.values().filter(|m| m.len() > 1) {
        let named = is_name(&list[members[0]].0.speaker);
        first_and(&mut out, members, named, &|x, y| {
            if x.speaker == "unnamed" && x.doc == y.doc {
                format!("{} names nobody for either", x.doc)
            } else if x.speaker == "unnamed" {
                format!("neither {} nor {} names who says it", x.doc, y.doc)
            } else if x.doc == y.doc {
                format!("{} speaks twice in {}", x.speaker, x.doc)
            } else if named {
                format!("{} and {} both go back to {}", x.doc, y.doc, x.speaker)
            } else {
                format!("{} and {} both go back to “{}”", x.doc, y.doc, x.speaker)
            }
        });
    }
    // One chain passes through whoever tells the other: the first of his tellings stands for all,
    // since they are joined already.
    for (n, (a, _)) in list.iter().enumerate() {
        for (depth, link) in a.chain[..a.chain.len().saturating_sub(1)]
            .iter()
            .enumerate()
        {
            if !is_name(&link.teller) {
                continue;
            }
            // The outermost teller is the document itself: only somebody who cites it counts.
            let told = by_speaker
                .get(&plain(&link.teller))
                .into_iter()
                .flatten()
                .find(|&&m| {
                    m != n && (depth > 0 || list[m].0.chain.len() > 1 && list[m].0.doc != a.doc)
                });
            if let Some(&m) = told {
                let why = if depth > 0 {
                    format!(
                        "{} cites {}, who tells it in {}",
                        a.doc, link.teller, list[m].0.doc
                    )
                } else {
                    format!(
                        "{} cites {}, who tells it in {}",
                        list[m].0.doc, link.teller, a.doc
                    )
                };
                out.push((n.min(m), n.max(m), true, why));
            }
        }
    }
    // A translation tells nothing of its own.
    let mut by_doc: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, (a, _)) in list.iter().enumerate() {
        by_doc.entry(&a.doc).or_default().push(n);
    }
    for (doc, members) in &by_doc {
        let Some(original) = sources
            .documents
            .get(doc)
            .and_then(|d| d.metadata.translation_of.as_deref())
        else {
            continue;
        };
        let stem = |s: &str| {
            s.rsplit('/')
                .next()
                .unwrap_or(s)
                .split('.')
                .next()
                .unwrap_or(s)
                .to_owned()
        };
        let found = by_doc.iter().find(|(other, _)| {
            **other == original || (*other != doc && stem(other) == stem(original))
        });
        if let Some((other, theirs)) = found {
            out.push((
                theirs[0],
                members[0],
                true,
                format!("{doc} is a translation of {other}"),
            ));
        }
    }
    // A headline tells what its text tells.
    for (doc, members) in &by_doc {
        let Some(document) = sources.documents.get(doc) else {
            continue;
        };
        let titled = |n: &usize| {
            let at = list[*n].0.start;
            let over = |s: &Segment| s.kind == SegmentKind::Title && s.start <= at && at < s.end;
            document.segments.iter().any(over)
        };
        let (over, under): (Vec<usize>, Vec<usize>) = members.iter().partition(|n| titled(n));
        if let Some(first) = under.first() {
            let why = || format!("the headline of {doc} tells what its text does");
            out.extend(
                over.iter()
                    .map(|n| (*first.min(n), *first.max(n), true, why())),
            );
        }
    }
    likely(list, sources, &by_doc, &mut out);
    out
}

/// Reasons that lower the least number only.
fn likely(
    list: &[(&Appearance, &Value)],
    sources: &Sources<'_>,
    by_doc: &BTreeMap<&str, Vec<usize>>,
    out: &mut Vec<(usize, usize, bool, String)>,
) {
    let order = |n: usize| {
        (
            list[n].0.published.as_deref(),
            list[n].0.doc.as_str(),
            list[n].0.start,
        )
    };
    // Tellers who share errors and rare values all over the pile.
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, (a, _)) in list.iter().enumerate() {
        if let Some(link) = a.chain.first() {
            first.entry(&link.teller).or_insert(n);
        }
    }
    for (x, n) in &first {
        for (y, (same, shared)) in sources.dependent.get(*x).into_iter().flatten() {
            if let Some(m) = first.get(y.as_str()) {
                let why = format!(
                    "{x} and {y} give the same answer in {same} of {shared} claims, errors with them"
                );
                out.push((*n.min(m), *n.max(m), false, why));
            }
        }
    }
    // An unusual figure, later, with no source named.
    let mut by_figure: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, (_, v)) in list.iter().enumerate() {
        if unusual(v) || v.low.is_some_and(|l| l >= 1000.0) {
            by_figure.entry(&v.text).or_default().push(n);
        }
    }
    for (figure, mut members) in by_figure {
        members.sort_by(|x, y| order(*x).cmp(&order(*y)));
        for &m in members.iter().skip(1) {
            if list[m].0.chain.len() == 1 {
                let (x, y) = (list[members[0]].0, list[m].0);
                out.push((
                    members[0],
                    m,
                    false,
                    format!(
                        "{} gives {figure} after {} and names no source",
                        y.speaker, x.speaker
                    ),
                ));
            }
        }
    }
    // Who names no source may repeat whoever is named elsewhere.
    let own = |n: usize| list[n].0.chain.len() == 1;
    if let Some(first) = (0..list.len())
        .filter(|&n| !own(n))
        .min_by(|x, y| order(*x).cmp(&order(*y)))
    {
        for n in (0..list.len()).filter(|&n| own(n)) {
            let (x, y) = (list[first].0, list[n].0);
            out.push((
                first,
                n,
                false,
                format!(
                    "{} names no source in {} and may repeat {}",
                    y.speaker, y.doc, x.speaker
                ),
            ));
        }
    }
    // A comment under a report that says the same.
    for (doc, members) in by_doc {
        let Some(document) = sources.documents.get(doc) else {
            continue;
        };
        let (under, above): (Vec<usize>, Vec<usize>) = members
            .iter()
            .partition(|&&n| document.comment_at(list[n].0.start).is_some());
        let Some(&first) = above.first().or(under.first()) else {
            continue;
        };
        for &m in under
            .iter()
            .filter(|&&m| m != first && list[m].0.chain.len() == 1)
        {
            out.push((
                first,
                m,
                false,
                format!("{} comments under {}", list[m].0.speaker, doc),
            ));
        }
    }
}
