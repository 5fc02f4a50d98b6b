//! Source dependence learned from the pile: tellers who share errors and rare values beyond what
//! their accuracy explains (Dong et al. 2009; see [`super::truth`]).
//!
//! Passages and chains show a copy where its words or its credit show it. A teller who always has
//! another's numbers in words of his own is found here, over all claims of the pile together.

use std::collections::BTreeMap;

use sayso_record::Statement;

use super::truth::{Method, Said, Truth, find};
use super::values::ValueKind;
use crate::relate::claims::{Draft, supports};
use crate::resolve::names::is_name;

/// Least probability at which two tellers count as dependent.
const SURE: f64 = 0.95;
/// Least claims in which both must give an answer.
const SHARED: usize = 4;

/// Dependent tellers: under the first in order of name the others, with how many answers they share
/// of how many claims.
pub(crate) type Dependent = BTreeMap<String, BTreeMap<String, (usize, usize)>>;

/// The tellers of the drafts who seem to depend on each other.
pub(crate) fn learned(drafts: &[Draft], told: &[Statement]) -> Dependent {
    let mut said = Vec::new();
    let mut given: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for draft in drafts {
        for (n, value) in &draft.members {
            let s = &told[*n];
            let Some(teller) = s.chain.first().map(|l| l.teller.as_str()) else {
                continue;
            };
            if !supports(s.commitment) || !is_name(teller) {
                continue;
            }
            given
                .entry(teller)
                .or_default()
                .insert(&draft.id, &value.text);
        }
    }
    for (teller, answers) in &given {
        // Whoever answers too few questions can share too few answers.
        if answers.len() >= SHARED {
            said.extend(answers.iter().map(|(claim, value)| Said {
                source: (*teller).to_owned(),
                object: (*claim).to_owned(),
                attribute: "answer".to_owned(),
                value: (*value).to_owned(),
            }));
        }
    }
    let kinds = BTreeMap::from([("answer".to_owned(), ValueKind::Text)]);
    let truth: Truth = find(&said, &kinds, Method::Copying);
    let mut out = Dependent::new();
    for record in &truth.sources {
        for (other, probability) in &record.copies_from {
            let (x, y) = (&given[record.source.as_str()], &given[other.as_str()]);
            let both = x.iter().filter(|(claim, _)| y.contains_key(*claim));
            let (mut shared, mut same) = (0, 0);
            for (claim, value) in both {
                shared += 1;
                same += usize::from(y.get(claim) == Some(value));
            }
            if *probability >= SURE && shared >= SHARED {
                let (a, b) = (record.source.clone(), other.clone());
                let (a, b) = if a < b { (a, b) } else { (b, a) };
                out.entry(a).or_default().insert(b, (same, shared));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::claims::value;
    use sayso_record::{
        ChainLink, ClaimKind, Commitment, Edge, Evidence, FigureKind, Hedge, Modality, Proposition,
        Span,
    };

    fn statement(n: usize, teller: &str, count: usize) -> Statement {
        Statement {
            id: format!("statement-{n:04}"),
            doc: format!("d{n}"),
            proposition: Proposition::Figure {
                what: FigureKind::Killed,
                of: None,
                low: Some(count as f64),
                high: Some(count as f64),
                unit: None,
                place: None,
                time: None,
            },
            chain: vec![ChainLink {
                teller: teller.to_owned(),
                edge: Edge::Reports,
                cue: None,
                commitment: Commitment::Asserts,
            }],
            speaker: teller.to_owned(),
            commitment: Commitment::Asserts,
            hedge: Hedge::None,
            modality: Modality::Actual,
            attribution: None,
            segment: None,
            published: None,
            evidence: Evidence::one("d", Span::new(0, 1)).expect("one span"),
        }
    }

    #[test]
    fn who_shares_errors_is_dependent_and_who_shares_truths_is_not() {
        let (mut told, mut drafts) = (Vec::new(), Vec::new());
        for claim in 0..30usize {
            let mut members = Vec::new();
            let mut tell = |teller: String, count: usize| {
                let s = statement(told.len(), &teller, count);
                members.push((told.len(), value(&s)));
                told.push(s);
            };
            for n in (0..8).filter(|n| (claim + n) % 2 == 0) {
                let wrong = claim % 8 == n;
                tell(
                    format!("Log {n}"),
                    if wrong {
                        900 + 10 * claim + n
                    } else {
                        100 + claim
                    },
                );
            }
            for n in 0..3 {
                let wrong = claim % 3 == 0;
                tell(
                    format!("Wire {n}"),
                    if wrong { 500 + claim * 7 } else { 100 + claim },
                );
            }
            drafts.push(Draft {
                id: format!("claim-{claim:02}"),
                question: String::new(),
                kind: ClaimKind::Figure,
                place: None,
                actor: None,
                time: None,
                members,
            });
        }
        let found = learned(&drafts, &told);
        let pairs: Vec<(&str, &str)> = found
            .iter()
            .flat_map(|(a, list)| list.keys().map(|b| (a.as_str(), b.as_str())))
            .collect();
        assert_eq!(
            pairs,
            [
                ("Wire 0", "Wire 1"),
                ("Wire 0", "Wire 2"),
                ("Wire 1", "Wire 2")
            ]
        );
        assert_eq!(found["Wire 0"]["Wire 1"], (30, 30));
    }
}
