//! Passages: stretches of text that stand in two places.
//!
//! Method. Winnowed fingerprints of word 4-grams (Schleimer, Wilkerson, Aiken: *Winnowing: local
//! algorithms for document fingerprinting*, SIGMOD 2003) with a cut by document frequency find
//! the candidate pairs, as passim does (Smith et al., *Detecting and modeling local text reuse*,
//! JCDL 2014); each pair's seeds are grown into alignments ([`super::align`]). Where every fourth
//! word is misread no four are equal in a row: there two rare word 3-grams on one diagonal are a
//! seed too (the two-hit rule of BLAST, Altschul et al. 1997). Documents whose words are all equal
//! are collapsed first and meet the others through one representative.
//!
//! Memory is bounded: seeds are made for one slice of documents at a time. Time is near linear:
//! a fingerprint found in more than [`DF_CUT`] documents joins neighbours only, so a dispatch
//! printed by hundreds of outlets forms a chain and not a square.

use std::collections::BTreeMap;

use rayon::prelude::*;
use sayso_record::{Document, Passage};

use super::align::{Aligned, LOOK, Side, extend};
use super::credit;
use super::family;
use super::quotes;
use super::tokens::{MASKED, Tokens, mix};

/// Words of a fingerprint.
const K: usize = 4;
/// Words of a weak fingerprint, of which two must meet on one diagonal.
const WEAK: usize = 3;
/// Words over which two weak fingerprints support each other.
const REACH: usize = 60;
/// Fingerprints of a window of which the least is kept: a common run of `K + WINDOW - 1` words
/// is never missed.
const WINDOW: usize = 3;
/// Documents above which a fingerprint joins neighbours only.
const DF_CUT: usize = 40;
/// A fingerprint seen in this many documents of one outlet and (nearly) nowhere else is house
/// boilerplate.
const HOUSE: usize = 6;
/// Words by which the place of an outlet's furniture may vary from page to page.
const PLACE: usize = 30;
/// Most seeds held at once.
const SLICE: usize = 4_000_000;
/// Least words that agree across documents.
const LEAST: usize = 10;
/// Least words that agree within one running text, where a phrase may well return; they must also
/// agree closely ([`CLOSE`]), or every caption of a picture gallery would copy the last.
const LEAST_SAME: usize = 16;
/// Likeness from which few words suffice. Below it the words must be the more, up to twice as many
/// at half the likeness: titles and set phrases of the trade are short and half alike.
const CLOSE: f64 = 0.85;
/// A fingerprint that returns this often in one document is a refrain ("Picture 3 of 20"), not a
/// copy.
const REFRAIN: usize = 4;
/// Below this many agreeing words a passage needs a fingerprint found in few places
/// ([`RARE`]): titles and set phrases are no copies.
const LONG: usize = 16;
/// Places up to which a fingerprint is rare.
const RARE: usize = 6;
/// Least words that agree inside one thread, where a short quotation is usual.
const LEAST_INSIDE: usize = 7;
/// Least share of aligned words.
const LEAST_SIMILARITY: f64 = 0.5;
/// Gap, in words, over which two alignments of one pair are one passage.
const GAP: usize = 25;
/// Sets of equal documents up to this size pass their representative's passages on to all.
const SPREAD: usize = 5;

/// Where a fingerprint stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Posting {
    print: u64,
    doc: u32,
    at: u32,
}

/// Two places with one fingerprint: documents, then word positions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seed {
    a: u32,
    b: u32,
    at_a: u32,
    at_b: u32,
    /// Places the fingerprint is found in.
    places: u32,
    /// Whether it needs a second one beside it.
    weak: bool,
}

/// All passages of the documents, sorted by place.
pub(crate) fn find(documents: &[&Document]) -> Vec<Passage> {
    let tokens: Vec<Tokens> = documents.par_iter().map(|d| Tokens::of(d)).collect();
    let copies = collapse(&tokens);
    let mut pairs: Vec<(u32, u32, Aligned)> = Vec::new();
    // Inside one set of equal documents: all pairs while few, a star when many.
    for group in copies.values().filter(|g| g.len() > 1) {
        for (n, &x) in group.iter().enumerate() {
            let others = if group.len() <= DF_CUT {
                &group[n + 1..]
            } else if n == 0 {
                &group[1..]
            } else {
                &[]
            };
            for &y in others {
                let len = tokens[x as usize].ids.len();
                pairs.push((
                    x,
                    y,
                    Aligned {
                        a: (0, len),
                        b: (0, len),
                        matched: len,
                        near: 0,
                    },
                ));
            }
        }
    }
    let mut spread: BTreeMap<u32, &[u32]> = BTreeMap::new();
    for group in copies.values() {
        spread.insert(group[0], group);
    }
    let postings = postings(documents, &tokens, &spread);
    let weak = weak_postings(&tokens, &spread);
    let side = |n: u32| Side {
        tokens: &tokens[n as usize],
        text: &documents[n as usize].text,
    };
    for (from, to) in slices(&[&postings, &weak], documents.len()) {
        let mut seeds = seeds(&postings, &tokens, from, to, false);
        seeds.extend(self::seeds(&weak, &tokens, from, to, true));
        seeds.par_sort_unstable();
        seeds.dedup();
        let of_pair: Vec<&[Seed]> = seeds.chunk_by(|x, y| (x.a, x.b) == (y.a, y.b)).collect();
        let found: Vec<Vec<Aligned>> = of_pair
            .par_iter()
            .map(|seeds| {
                let (a, b) = (seeds[0].a, seeds[0].b);
                align_pair(side(a), side(b), a == b, seeds)
            })
            .collect();
        for (seeds, aligned) in of_pair.iter().zip(found) {
            let (a, b) = (seeds[0].a, seeds[0].b);
            for aligned in aligned {
                pairs.push((a, b, aligned));
                // What a representative shares, its equals share too.
                let (ga, gb) = (spread[&a], spread[&b]);
                if a != b && ga.len() <= SPREAD && gb.len() <= SPREAD {
                    for &x in ga {
                        for &y in gb {
                            if (x, y) != (a, b) {
                                pairs.push((x, y, aligned));
                            }
                        }
                    }
                }
            }
        }
    }
    pairs.extend(family::close(&pairs, side));
    let mut inside: BTreeMap<u32, Vec<Aligned>> = BTreeMap::new();
    for (a, _, aligned) in pairs.iter().filter(|(a, b, _)| a == b) {
        inside.entry(*a).or_default().push(*aligned);
    }
    for (n, document) in documents.iter().enumerate() {
        let n = n as u32;
        let known = inside.remove(&n).unwrap_or_default();
        for quote in quotes::find(document, &tokens[n as usize]) {
            if !known
                .iter()
                .any(|p| p.b.0 <= quote.b.0 && quote.b.1 <= p.b.1)
            {
                pairs.push((n, n, quote));
            }
        }
    }
    let mut out: Vec<Passage> = pairs
        .par_iter()
        .filter_map(|(a, b, aligned)| {
            let (ta, tb) = (&tokens[*a as usize], &tokens[*b as usize]);
            credit::passage(
                (documents[*a as usize], bytes(ta, aligned.a)?),
                (documents[*b as usize], bytes(tb, aligned.b)?),
                aligned.similarity(),
            )
        })
        .collect();
    out.sort_by(|x, y| (&x.a, &x.b, &x.id).cmp(&(&y.a, &y.b, &y.id)));
    out.dedup_by(|x, y| x.id == y.id);
    out
}

/// Byte range of a range of words.
fn bytes(tokens: &Tokens, (from, to): (usize, usize)) -> Option<sayso_record::Span> {
    (from < to).then(|| {
        sayso_record::Span::new(
            tokens.spans[from].0 as usize,
            tokens.spans[to - 1].1 as usize,
        )
    })
}

/// Documents with the same words, by those words' hash; within a group in document order.
/// Threads and very short texts are left as they are.
fn collapse(tokens: &[Tokens]) -> BTreeMap<u64, Vec<u32>> {
    let mut groups: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (n, t) in tokens.iter().enumerate() {
        let mut h = t.whole;
        if t.ids.len() < LEAST {
            // Too short to be a copy of anything: a group of its own.
            h = mix(h ^ mix(n as u64));
        }
        groups.entry(h).or_default().push(n as u32);
    }
    groups
}

/// The winnowed fingerprints of the representatives that occur more than once, house boilerplate
/// set aside.
fn postings(
    documents: &[&Document],
    tokens: &[Tokens],
    spread: &BTreeMap<u32, &[u32]>,
) -> Vec<Posting> {
    let representatives: Vec<u32> = spread.keys().copied().collect();
    let mut all: Vec<Posting> = representatives
        .par_iter()
        .flat_map_iter(|&doc| {
            let mut kept = Vec::new();
            let prints = prints(&tokens[doc as usize].ids, K);
            winnow(&prints, |at, print| kept.push(Posting { print, doc, at }));
            kept
        })
        .collect();
    all.par_sort_unstable();
    let mut kept = Vec::with_capacity(all.len() / 2);
    // Which words of a document are the outlet's furniture. The windows at its edges differ from
    // page to page, so their fingerprints are judged by the words they share with it.
    let mut furniture: BTreeMap<u32, Vec<bool>> = BTreeMap::new();
    for group in all.chunk_by(|x, y| x.print == y.print) {
        if group.len() < 2 {
            continue;
        }
        if house(documents, tokens, group) {
            for p in group {
                let words = furniture
                    .entry(p.doc)
                    .or_insert_with(|| vec![false; tokens[p.doc as usize].ids.len()]);
                words[p.at as usize..p.at as usize + K].fill(true);
            }
            continue;
        }
        for inside in group.chunk_by(|x, y| x.doc == y.doc) {
            if inside.len() < REFRAIN {
                kept.extend_from_slice(inside);
            }
        }
    }
    kept.retain(|p| {
        furniture.get(&p.doc).is_none_or(|words| {
            let shared = words[p.at as usize..p.at as usize + K]
                .iter()
                .filter(|w| **w)
                .count();
            shared * 2 < K
        })
    });
    kept
}

/// The weak fingerprints of the representatives that stand in a few places. A table of small
/// counters, four to a word, tells which these are before any is kept; two that share a counter
/// may be lost.
fn weak_postings(tokens: &[Tokens], spread: &BTreeMap<u32, &[u32]>) -> Vec<Posting> {
    let words: usize = spread.keys().map(|&d| tokens[d as usize].ids.len()).sum();
    let size = (words * 4).next_power_of_two().max(64);
    let slot = |print: u64| print as usize & (size - 1);
    let mut count = vec![0u8; size];
    for &doc in spread.keys() {
        for print in prints(&tokens[doc as usize].ids, WEAK) {
            let c = &mut count[slot(print)];
            *c = c.saturating_add(1);
        }
    }
    let mut kept = Vec::new();
    for &doc in spread.keys() {
        for (at, print) in prints(&tokens[doc as usize].ids, WEAK)
            .into_iter()
            .enumerate()
        {
            if print != u64::MAX && (2..=RARE as u8).contains(&count[slot(print)]) {
                let at = at as u32;
                kept.push(Posting { print, doc, at });
            }
        }
    }
    kept.par_sort_unstable();
    kept
}

/// Whether these words are the furniture of one outlet: they stand in many of its documents and
/// (nearly) nowhere else, always about as far from the beginning or the end. What a politician
/// said stands in many of an outlet's reports too, but wherever it is needed.
fn house(documents: &[&Document], tokens: &[Tokens], group: &[Posting]) -> bool {
    let mut by_outlet: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let mut last = None;
    for p in group {
        if last != Some(p.doc) {
            last = Some(p.doc);
            before.push(p.at as usize);
            after.push(tokens[p.doc as usize].ids.len() - p.at as usize);
            if let Some(outlet) = documents[p.doc as usize].metadata.outlet.as_deref() {
                *by_outlet.entry(outlet).or_default() += 1;
            }
        }
    }
    let docs = before.len();
    let most = by_outlet.values().copied().max().unwrap_or(0);
    let fixed = |mut distances: Vec<usize>| {
        distances.sort_unstable();
        let middle = distances[docs / 2];
        let near = distances.iter().filter(|d| d.abs_diff(middle) <= PLACE);
        near.count() * 2 > docs
    };
    most >= HOUSE && most * 10 >= docs * 9 && (fixed(before) || fixed(after))
}

/// The fingerprints of all runs of `k` words; [`u64::MAX`] where a word must not match.
fn prints(ids: &[u32], k: usize) -> Vec<u64> {
    ids.windows(k)
        .map(|w| {
            if w.contains(&MASKED) {
                u64::MAX
            } else {
                w.iter().fold(0, |h, &id| mix(h ^ u64::from(id)))
            }
        })
        .collect()
}

/// Calls `keep` with the position and value of each selected fingerprint: the least of every
/// window, the rightmost among equals.
fn winnow(prints: &[u64], mut keep: impl FnMut(u32, u64)) {
    if prints.is_empty() {
        return;
    }
    let mut last = usize::MAX;
    for from in 0..prints.len().saturating_sub(WINDOW - 1).max(1) {
        let window = &prints[from..(from + WINDOW).min(prints.len())];
        let Some((n, &least)) = window.iter().enumerate().rev().min_by_key(|(_, p)| **p) else {
            continue;
        };
        let at = from + n;
        if least != u64::MAX && at != last {
            last = at;
            keep(at as u32, least);
        }
    }
}

/// The pairs of places a fingerprint joins: all pairs while rare, neighbours when common.
fn joined(group: &[Posting], mut join: impl FnMut(&Posting, &Posting)) {
    for (n, x) in group.iter().enumerate() {
        let reach = if group.len() <= DF_CUT {
            group.len()
        } else {
            n + 2
        };
        for y in &group[n + 1..reach.min(group.len())] {
            join(x, y);
        }
    }
}

/// Ranges of first documents whose seeds fit in memory together.
fn slices(postings: &[&[Posting]], documents: usize) -> Vec<(u32, u32)> {
    let mut count = vec![0usize; documents];
    for list in postings {
        for group in list.chunk_by(|x, y| x.print == y.print) {
            joined(group, |x, _| count[x.doc as usize] += 1);
        }
    }
    let mut out = Vec::new();
    let (mut from, mut sum) = (0, 0);
    for (n, c) in count.iter().enumerate() {
        if sum > 0 && sum + c > SLICE {
            out.push((from, n as u32));
            from = n as u32;
            sum = 0;
        }
        sum += c;
    }
    if documents > 0 {
        out.push((from, documents as u32));
    }
    out
}

/// The seeds whose first document lies in `[from, to)`.
fn seeds(postings: &[Posting], tokens: &[Tokens], from: u32, to: u32, weak: bool) -> Vec<Seed> {
    let mut out = Vec::new();
    for group in postings.chunk_by(|x, y| x.print == y.print) {
        joined(group, |x, y| {
            if x.doc < from || x.doc >= to {
                return;
            }
            if x.doc == y.doc {
                let t = &tokens[x.doc as usize];
                let same_unit = t.unit[x.at as usize] == t.unit[y.at as usize];
                if same_unit && ((y.at - x.at) as usize) < 3 * LEAST {
                    return;
                }
            }
            out.push(Seed {
                a: x.doc,
                b: y.doc,
                at_a: x.at,
                at_b: y.at,
                places: group.len() as u32,
                weak,
            });
        });
    }
    out
}

/// Alignments between two documents (or inside one) grown from their seeds.
fn align_pair(left: Side<'_>, right: Side<'_>, inside: bool, seeds: &[Seed]) -> Vec<Aligned> {
    let (a, b) = (left.tokens, right.tokens);
    // What was found so far, and whether a rare fingerprint is part of it.
    let mut found: Vec<(Aligned, bool)> = Vec::new();
    for (n, seed) in seeds.iter().enumerate() {
        let (i, j) = (seed.at_a as usize, seed.at_b as usize);
        if seed.weak && !supported(seeds, n) {
            continue;
        }
        let rare = seed.places as usize <= RARE;
        let known = found.iter_mut().rev().take(64).find(|(s, _)| {
            s.a.0 <= i && i < s.a.1 && s.b.0 <= j && j < s.b.1 && {
                let skew = (j as i64 - s.b.0 as i64) - (i as i64 - s.a.0 as i64);
                skew.unsigned_abs() as usize <= 4 * LOOK + (s.a.1 - s.a.0) / 4
            }
        });
        if let Some(known) = known {
            known.1 |= rare;
            continue;
        }
        let (mut limit_a, mut limit_b) = ((0, a.ids.len()), (0, b.ids.len()));
        if inside {
            limit_a = a.unit_range(i);
            limit_b = b.unit_range(j);
            if a.unit[i] == a.unit[j] {
                let middle = i + (j - i) / 2;
                limit_a.1 = middle;
                limit_b.0 = middle;
            }
        }
        if i < limit_a.0 || i >= limit_a.1 || j < limit_b.0 || j >= limit_b.1 {
            continue;
        }
        found.push((extend(left, right, (i, j), limit_a, limit_b), rare));
    }
    found.retain(|(f, _)| f.matched >= K);
    found.sort_by_key(|(f, _)| (f.a, f.b));
    let mut merged: Vec<(Aligned, bool)> = Vec::new();
    for (next, rare) in found {
        if let Some((last, last_rare)) = merged.last_mut() {
            let ahead = next.a.0 + LOOK >= last.a.1 && next.b.0 + LOOK >= last.b.1;
            let near = next.a.0 <= last.a.1 + GAP && next.b.0 <= last.b.1 + GAP;
            let same_units = !inside
                || (a.unit[last.a.0] == a.unit[next.a.0] && b.unit[last.b.0] == b.unit[next.b.0]);
            let overlap = last
                .a
                .1
                .saturating_sub(next.a.0)
                .max(last.b.1.saturating_sub(next.b.0));
            let joint = Aligned {
                a: (last.a.0, last.a.1.max(next.a.1)),
                b: (last.b.0.min(next.b.0), last.b.1.max(next.b.1)),
                matched: last.matched + next.matched.saturating_sub(overlap),
                near: last.near + next.near.saturating_sub(overlap),
            };
            if ahead && near && same_units && joint.similarity() >= LEAST_SIMILARITY {
                *last = joint;
                *last_rare |= rare;
                continue;
            }
        }
        merged.push((next, rare));
    }
    merged.retain(|(m, rare)| {
        let same_text = inside && a.unit[m.a.0] == a.unit[m.b.0];
        let least = match inside {
            false => LEAST,
            true if same_text => LEAST_SAME,
            true => LEAST_INSIDE,
        };
        let likeness = m.similarity();
        let short_of = (CLOSE - likeness).max(0.0) / (CLOSE - LEAST_SIMILARITY);
        m.matched as f64 >= least as f64 * (1.0 + short_of)
            && likeness >= if same_text { CLOSE } else { LEAST_SIMILARITY }
            && (*rare || m.matched >= LONG)
            && telling(a, m)
    });
    let mut out: Vec<Aligned> = merged.into_iter().map(|(m, _)| m).collect();
    if !inside {
        once(&mut out);
    }
    out
}

/// Whether another seed lies near on the same diagonal. Seeds are in the order of the first side.
fn supported(seeds: &[Seed], n: usize) -> bool {
    let seed = seeds[n];
    let beside = |other: &Seed| {
        let ahead = i64::from(other.at_a) - i64::from(seed.at_a);
        let skew = i64::from(other.at_b) - i64::from(seed.at_b) - ahead;
        ahead.unsigned_abs() as usize >= WEAK && skew.unsigned_abs() as usize <= LOOK
    };
    let near = |other: &&Seed| other.at_a.abs_diff(seed.at_a) as usize <= REACH;
    seeds[n + 1..].iter().take_while(near).any(&beside)
        || seeds[..n].iter().rev().take_while(near).any(beside)
}

/// Takes out what a longer passage between the same documents tells already: a heading that stands
/// twice in one of them would else be copied from both places.
fn once(found: &mut Vec<Aligned>) {
    let all = found.clone();
    let shared = |x: (usize, usize), y: (usize, usize)| x.1.min(y.1).saturating_sub(x.0.max(y.0));
    found.retain(|m| {
        !all.iter().any(|other| {
            other.matched > m.matched
                && (shared(m.a, other.a) * 2 > m.a.1 - m.a.0
                    || shared(m.b, other.b) * 2 > m.b.1 - m.b.0)
        })
    });
}

/// Whether enough different words stand in it: "no, no, no, …" is not a passage.
fn telling(a: &Tokens, m: &Aligned) -> bool {
    let mut long: Vec<u32> = (m.a.0..m.a.1)
        .filter(|&n| a.spans[n].1 - a.spans[n].0 >= 4)
        .map(|n| a.ids[n])
        .collect();
    long.sort_unstable();
    long.dedup();
    long.len() >= 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::comment;
    use sayso_record::{Direction, ReuseKind};

    const DISPATCH: &str = "The harbour master of Velmora said on Tuesday that forty barges had left the northern quay under escort before the storm closed the estuary to all traffic.";

    #[test]
    fn a_copied_sentence_is_found_with_exact_bytes() {
        let mut a = Document::plain("a", format!("Préface of our own. {DISPATCH} More follows."));
        let mut b = Document::plain(
            "b",
            format!("Something else first, at length. {DISPATCH} And an end."),
        );
        a.metadata.published = Some("2031-02-03".into());
        b.metadata.published = Some("2031-02-05".into());
        let got = find(&[&a, &b]);
        assert_eq!(got.len(), 1);
        let words = DISPATCH.trim_end_matches('.');
        assert_eq!(got[0].a.span().text(&a.text), Some(words));
        assert_eq!(got[0].b.span().text(&b.text), Some(words));
        assert_eq!(got[0].direction, Direction::AToB);
        assert_eq!(got[0].kind, ReuseKind::Verbatim);
        assert!(!got[0].credited);
    }

    #[test]
    fn an_edited_sentence_is_adapted() {
        let a = Document::plain("a", DISPATCH);
        let b = Document::plain(
            "b",
            "The harbour master of Velmora said Tuesday that some forty barges had left the northern quay with an escort before the storm closed the estuary to traffic.",
        );
        let got = find(&[&a, &b]);
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].kind, ReuseKind::Adapted);
        assert!(got[0].similarity > 0.7 && got[0].similarity < 1.0);
    }

    #[test]
    fn equal_documents_are_found_without_fingerprints() {
        let text = "One two three four five six seven. Eight nine ten eleven twelve.";
        let a = Document::plain("a", text);
        let b = Document::plain("b", text);
        let c = Document::plain("c", text);
        assert_eq!(find(&[&a, &b, &c]).len(), 3);
    }

    #[test]
    fn a_comment_that_quotes_a_comment() {
        let said = "Nobody on the northern quay counted more than a dozen barges that whole morning, whatever the harbour master says.";
        let d = comment(
            &comment(
                &Document::plain("t", "An article about something different."),
                "Ona",
                said,
            ),
            "Piet",
            &format!("\"{said}\" You were not even there."),
        );
        let got = find(&[&d]);
        assert_eq!(got.len(), 1);
        assert_eq!(got[0].kind, ReuseKind::Quoted);
        assert_eq!(got[0].direction, Direction::AToB);
        assert!(got[0].a.start < got[0].b.start);
    }

    #[test]
    fn unrelated_texts_share_nothing() {
        let a = Document::plain("a", DISPATCH);
        let b = Document::plain(
            "b",
            "Quite other words stand here about a garden show, its roses, and the rain which spoiled the second day of it for all.",
        );
        assert!(find(&[&a, &b]).is_empty());
    }

    #[test]
    fn the_furniture_of_one_outlet_is_set_aside() {
        let docs: Vec<Document> = (0..8)
            .map(|n| {
                let mut d = Document::plain(format!("d{n}"), format!("Story number {n} entirely apart. Sign up today for the morning letter of the Velmora Courier and never miss another story again."));
                d.metadata.outlet = Some("Velmora Courier".into());
                d
            })
            .collect();
        let refs: Vec<&Document> = docs.iter().collect();
        assert!(find(&refs).is_empty());
    }
}
