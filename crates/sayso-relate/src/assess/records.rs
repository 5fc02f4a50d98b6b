//! Reliability from a source's record in the pile: the first axis of the Admiralty code.
//!
//! What can be seen of a source's past is how often it stood with others who had it from elsewhere
//! and how often against two or more of them, over all other claims of the pile. That is agreement
//! and not truth; the letter is a suggestion with its count, F below [`LEAST`] claims, and rated
//! apart from what is claimed here (NATO AJP-2.1: the two axes are rated in isolation).

use std::collections::BTreeMap;

use sayso_record::{Answer, Appearance, Claim, ClaimRelation};

use crate::relate::claims::supports;
use crate::resolve::names::{is_name, plain};

/// Fewest other claims from which a record speaks.
const LEAST: usize = 5;
/// Fewest for A: a history of complete reliability.
const LONG: usize = 20;

/// How a source stands in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its answer is that of another independent origin too.
    Agrees,
    /// Its answer conflicts with one of two or more independent origins, none of them its own.
    Against,
}

/// How each original speaker of a claim stands in it, where others give something to stand by; in
/// order of name.
pub fn standing(claim: &Claim) -> BTreeMap<&str, Standing> {
    let mut out = BTreeMap::new();
    for (n, answer) in claim.answers.iter().enumerate() {
        for x in backing(answer) {
            let speaker = x.speaker.as_str();
            let own = |id: &String| {
                answer
                    .appearances
                    .iter()
                    .any(|y| y.id == *id && y.speaker == speaker)
            };
            let others = answer.origin_groups.iter().any(|g| !g.iter().any(own));
            let opposed = claim.relation == ClaimRelation::Conflict
                && claim.answers.iter().enumerate().any(|(m, other)| {
                    m != n
                        && other.origins.min >= 2
                        && other.appearances.iter().all(|y| y.speaker != speaker)
                });
            if opposed {
                out.insert(speaker, Standing::Against);
            } else if others && answer.origins.min > 1 {
                out.entry(speaker).or_insert(Standing::Agrees);
            }
        }
    }
    out
}

fn backing(answer: &Answer) -> impl Iterator<Item = &Appearance> {
    answer
        .appearances
        .iter()
        .filter(|x| supports(x.commitment) && is_name(&x.speaker))
}

/// Rates the sources of each claim's best answer by their record elsewhere, where a rule graded it.
pub(crate) fn rate(claims: &mut [Claim]) {
    let mut records: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for claim in claims.iter() {
        for (speaker, standing) in standing(claim) {
            let record = records.entry(plain(speaker)).or_default();
            record.0 += usize::from(standing == Standing::Agrees);
            record.1 += 1;
        }
    }
    for claim in claims {
        if claim.grade.by != "rule" {
            continue;
        }
        let here = standing(claim);
        let Some(best) = claim.answers.iter().find(|a| a.origins.min > 0) else {
            continue;
        };
        // The best rated of its sources: one good witness is not made worse by a bad one.
        let rated = backing(best)
            .filter_map(|x| {
                let (mut agrees, mut all) = *records.get(&plain(&x.speaker))?;
                if let Some(own) = here.get(x.speaker.as_str()) {
                    agrees -= usize::from(*own == Standing::Agrees);
                    all -= 1;
                }
                Some((letter(agrees, all)?, agrees, all, x.speaker.as_str()))
            })
            .min();
        let Some((letter, agrees, all, speaker)) = rated else {
            continue;
        };
        let line = format!(
            "reliability {letter}: {speaker} stands with other independent origins in {agrees} of {all} other claims"
        );
        claim.grade.admiralty.replace_range(..1, letter);
        let because = &mut claim.grade.because;
        match because.iter_mut().find(|b| b.starts_with("reliability F")) {
            Some(old) => *old = line,
            None => because.push(line),
        }
    }
}

/// The letter of a record; `None` where it is too short to judge by.
fn letter(agrees: usize, all: usize) -> Option<&'static str> {
    if all < LEAST {
        return None;
    }
    let share = agrees as f64 / all as f64;
    Some(match share {
        _ if agrees == all && all >= LONG => "A",
        s if s >= 0.85 => "B",
        s if s >= 0.65 => "C",
        s if s >= 0.4 => "D",
        _ => "E",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_need_a_record() {
        assert_eq!(letter(4, 4), None);
        assert_eq!(letter(5, 5), Some("B"));
        assert_eq!(letter(20, 20), Some("A"));
        assert_eq!(letter(7, 10), Some("C"));
        assert_eq!(letter(4, 10), Some("D"));
        assert_eq!(letter(0, 9), Some("E"));
    }
}
