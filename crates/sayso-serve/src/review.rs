//! What most needs a person. The rule, in full:
//!
//! A claim may ask two questions: *which grade* (until a person has graded it) and, for each answer
//! whose origins are a range, *is this one telling or two* (of the pair in doubt, until a person
//! has said so). Each stands in a class of doubt:
//!
//! 4. the claim is contested,
//! 3. an answer's origins are a range,
//! 2. three documents or more go back to one origin: is it truly one?
//! 1. anything else that only a rule has graded.
//!
//! Classes come before weight; within a class the documents that tell the claim count, then its
//! appearances, then the claim's id. Of one claim origins are asked before the grade, which rests
//! on them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use axum::Json;
use axum::extract::State;
use sayso::record::{Answer as Told, Appearance, Claim, ClaimRelation, Judgement};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, read, store, value};

/// From how many documents with one origin on a person should look whether it is one.
const MANY: usize = 3;

/// How relating begins the reason of a link that it is not sure of.
const PERHAPS: &str = "perhaps one origin:";

/// One question of the queue; which answer and pair, where it asks for an origin.
struct Item<'c> {
    order: (Reverse<u32>, Reverse<usize>, Reverse<usize>, &'c str, usize),
    claim: &'c Claim,
    pair: Option<[&'c str; 2]>,
    why: Vec<String>,
}

impl Item<'_> {
    /// As pages read it.
    fn shown(self) -> Value {
        let (Reverse(doubt), Reverse(documents), Reverse(told), id, n) = self.order;
        let (claim, grade) = (self.claim, &self.claim.grade);
        let mut shown = match self.pair {
            Some(pair) => {
                json!({"id": format!("{id}/{n}"), "kind": "origin", "answer": n, "pair": pair})
            }
            None => json!({"id": id, "kind": "grade", "answer": null, "pair": null,
                "grade": format!("{} {}", grade.airwars, grade.admiralty)}),
        };
        shown["why"] = json!(self.why);
        shown["claim"] = json!(claim.id);
        shown["question"] = json!(claim.question);
        shown["relation"] = json!(claim.relation);
        shown["place"] = json!(claim.place);
        shown["documents"] = documents.into();
        shown["told"] = told.into();
        shown["doubt"] = doubt.into();
        shown
    }
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    limit: Option<usize>,
}

/// The queue, and what was decided last.
pub(crate) async fn review(State(site): Shared, Asked(wanted): Asked<Wanted>) -> Answer {
    read(site, move |site, ledger| {
        let claims = site.claims(ledger)?;
        let all = store(ledger.judgements())?;
        let valid: Vec<&Judgement> = all.iter().filter(|j| j.retracted.is_none()).collect();
        let mut items: Vec<Item> = claims.iter().flat_map(|c| questions(c, &valid)).collect();
        items.sort_unstable_by(|a, b| a.order.cmp(&b.order));
        let total = items.len();
        items.truncate(wanted.limit.unwrap_or(100).min(1000));
        let mut decided: Vec<&Judgement> = all.iter().filter(|j| j.when.is_some()).collect();
        decided.sort_by(|a, b| (&b.when, &b.id).cmp(&(&a.when, &a.id)));
        let today = decided.len();
        let told = site.told(ledger)?;
        decided.truncate(50);
        let decided = decided
            .iter()
            .map(|j| {
                let claim = told.claim_of(&j.target);
                let mut shown = value(j)?;
                shown["claim"] = json!(claim.map(|c| &c.id));
                shown["question"] = json!(claim.map(|c| &c.question));
                let mut names: BTreeMap<&str, String> = BTreeMap::new();
                for id in std::iter::once(&j.target).chain(&j.other) {
                    let claim = told.claim_of(id);
                    let mut all = claim
                        .iter()
                        .flat_map(|c| &c.answers)
                        .flat_map(|a| &a.appearances);
                    if let Some(x) = all.find(|x| x.id == *id || x.statement == *id) {
                        names.insert(id, format!("{} in {}", x.speaker, x.doc));
                    }
                }
                shown["names"] = json!(names);
                Ok(shown)
            })
            .collect::<Result<Vec<Value>, crate::api::Trouble>>()?;
        Ok(Json(json!({
            "total": total, "items": items.into_iter().map(Item::shown).collect::<Vec<_>>(),
            "judged": today, "decided": decided,
        })))
    })
    .await
}

/// What a claim asks of a person.
fn questions<'c>(claim: &'c Claim, judgements: &[&Judgement]) -> Vec<Item<'c>> {
    let documents = |told: &mut dyn Iterator<Item = &'c Appearance>| {
        let docs: BTreeSet<&str> = told.map(|x| x.doc.as_str()).collect();
        docs.len()
    };
    let told = || claim.answers.iter().flat_map(|a| &a.appearances);
    let contested = claim.relation == ClaimRelation::Conflict;
    let weight = (Reverse(documents(&mut told())), Reverse(told().count()));
    let mut out = Vec::new();
    let mut ask = |doubt: u32, n: usize, pair: Option<[&'c str; 2]>, why: Vec<String>| {
        out.push(Item {
            order: (Reverse(doubt), weight.0, weight.1, &claim.id, n),
            claim,
            pair,
            why,
        });
    };
    let mut open = false;
    for (n, answer) in claim.answers.iter().enumerate() {
        if answer.origins.min >= answer.origins.max {
            continue;
        }
        let Some((pair, line)) = pair(answer, judgements) else {
            continue;
        };
        open = true;
        let doubt = if contested { 4 } else { 3 };
        let range = format!(
            "“{}” has {} to {} origins",
            answer.value, answer.origins.min, answer.origins.max
        );
        ask(doubt, n, Some(pair), vec![range, line.to_owned()]);
    }
    let graded = judgements
        .iter()
        .any(|j| j.act == "grade" && j.target == claim.id);
    if !graded {
        let copied = claim.answers.iter().find_map(|a| {
            if a.origins.max != 1 || a.appearances.len() < MANY {
                return None;
            }
            let docs = documents(&mut a.appearances.iter());
            (docs >= MANY).then_some((a, docs))
        });
        let standing = claim.answers.iter().filter(|a| a.origins.max > 0).count();
        let (doubt, why) = match (contested, open, copied) {
            (true, ..) => (
                4,
                format!("contested: {standing} answers with origins of their own"),
            ),
            (_, true, _) => (3, "the number of origins is a range".to_owned()),
            (_, _, Some((a, docs))) => {
                (2, format!("{docs} documents, one origin for “{}”", a.value))
            }
            _ => (1, "graded by a rule only".to_owned()),
        };
        ask(doubt, usize::MAX, None, vec![why]);
    }
    out
}

/// The two appearances to ask about: one each of two groups that a line of reasons takes for
/// perhaps one, else of the first two; none that a person has judged.
fn pair<'a>(answer: &'a Told, judgements: &[&Judgement]) -> Option<([&'a str; 2], &'a str)> {
    let judged = |a: &[String], b: &[String]| {
        judgements.iter().any(|j| {
            matches!(j.act.as_str(), "same_origin" | "not_same_origin")
                && j.other.as_ref().is_some_and(|y| {
                    a.contains(&j.target) && b.contains(y) || a.contains(y) && b.contains(&j.target)
                })
        })
    };
    let groups = &answer.origin_groups;
    let mut pairs: Vec<(&[String], &[String])> = Vec::new();
    for (n, a) in groups.iter().enumerate() {
        pairs.extend(groups[n + 1..].iter().map(|b| (a.as_slice(), b.as_slice())));
    }
    pairs.retain(|(a, b)| !judged(a, b));
    // What a line says of an appearance: its document, its speaker.
    let named = |line: &str, id: &str| -> Vec<&'a str> {
        let own = answer.appearances.iter().find(|x| x.id == id);
        let names = own.map(|x| [x.doc.as_str(), x.speaker.as_str()]);
        let names = names.into_iter().flatten();
        names.filter(|n| line.contains(n)).collect()
    };
    for line in answer.because.iter().filter(|l| l.starts_with(PERHAPS)) {
        for (a, b) in &pairs {
            for x in *a {
                for y in *b {
                    // Each is named by something that does not name the other.
                    let (of_x, of_y) = (named(line, x), named(line, y));
                    if of_x.iter().any(|n| !of_y.contains(n))
                        && of_y.iter().any(|n| !of_x.contains(n))
                    {
                        return Some(([x, y], line));
                    }
                }
            }
        }
    }
    let (a, b) = pairs.first()?;
    Some((
        [a.first()?, b.first()?],
        "nothing found joins these two, and nothing holds them apart",
    ))
}
