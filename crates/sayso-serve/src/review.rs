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
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use sayso::Ledger;
use sayso::record::{Answer as Told, Appearance, Claim, ClaimRelation, Judgement};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, Site, Trouble, read, store, value};

/// From how many documents with one origin on a person should look whether it is one.
const MANY: usize = 3;

/// How relating begins the reason of a link that it is not sure of.
const PERHAPS: &str = "perhaps one origin:";

/// The whole queue as the ledger lies there, in order.
pub(crate) struct Queue {
    claims: Arc<Vec<Claim>>,
    items: Vec<Item>,
}

/// One question of the queue; which answer and pair, where it asks for an origin.
struct Item {
    doubt: u32,
    documents: usize,
    told: usize,
    /// Which claim of the list.
    claim: usize,
    /// Which answer; behind all of them where it asks for the grade.
    n: usize,
    pair: Option<[String; 2]>,
    why: Vec<String>,
}

impl Item {
    /// Its name in addresses: the claim's, with the answer where it asks for an origin.
    fn id(&self, claims: &[Claim]) -> String {
        let claim = &claims[self.claim].id;
        match self.pair {
            Some(_) => format!("{claim}/{}", self.n),
            None => claim.clone(),
        }
    }

    /// As pages read it.
    fn shown(&self, claims: &[Claim]) -> Value {
        let (claim, id) = (&claims[self.claim], self.id(claims));
        let grade = &claim.grade;
        let mut shown = match &self.pair {
            Some(pair) => json!({"id": id, "kind": "origin", "answer": self.n, "pair": pair}),
            None => json!({"id": id, "kind": "grade", "answer": null, "pair": null,
                "grade": format!("{} {}", grade.airwars, grade.admiralty)}),
        };
        shown["why"] = json!(self.why);
        shown["claim"] = json!(claim.id);
        shown["question"] = json!(claim.question);
        shown["relation"] = json!(claim.relation);
        shown["place"] = json!(claim.place);
        shown["documents"] = self.documents.into();
        shown["told"] = self.told.into();
        shown["doubt"] = self.doubt.into();
        shown
    }
}

/// What people have said already, as far as the queue asks for it.
struct Judged<'j> {
    graded: BTreeSet<&'j str>,
    origins: Vec<[&'j str; 2]>,
}

impl<'j> Judged<'j> {
    fn of(judgements: &'j [Judgement]) -> Self {
        let mut judged = Judged {
            graded: BTreeSet::new(),
            origins: Vec::new(),
        };
        for j in judgements.iter().filter(|j| j.retracted.is_none()) {
            match (j.act.as_str(), &j.other) {
                ("grade", _) => {
                    judged.graded.insert(&j.target);
                }
                ("same_origin" | "not_same_origin", Some(other)) => {
                    judged.origins.push([&j.target, other]);
                }
                _ => {}
            }
        }
        judged
    }
}

impl Site {
    fn queue(&self, ledger: &Ledger) -> Result<Arc<Queue>, Trouble> {
        self.index.queue.get(self.stamp(), "", || {
            let claims = self.claims(ledger)?;
            let all = store(ledger.judgements())?;
            let judged = Judged::of(&all);
            let mut items: Vec<Item> = (0..claims.len())
                .flat_map(|n| questions(&claims, n, &judged))
                .collect();
            items.sort_by(|a, b| {
                let order = |i: &Item| (Reverse(i.doubt), Reverse(i.documents), Reverse(i.told));
                let same = |i: &Item| (claims[i.claim].id.as_str(), i.n);
                order(a).cmp(&order(b)).then_with(|| same(a).cmp(&same(b)))
            });
            Ok(Queue { claims, items })
        })
    }
}

#[derive(Deserialize)]
pub(crate) struct Wanted {
    limit: Option<usize>,
    offset: Option<usize>,
    at: Option<String>,
}

/// A part of the queue, and what was decided last. Without an offset it is the part in which the
/// question asked for stands.
pub(crate) async fn review(State(site): Shared, Asked(wanted): Asked<Wanted>) -> Answer {
    read(site, move |site, ledger| {
        let queue = site.queue(ledger)?;
        let (claims, total) = (&queue.claims, queue.items.len());
        let at = wanted.at.as_deref().and_then(|id| {
            let mut items = queue.items.iter();
            items.position(|i| id.starts_with(&claims[i.claim].id) && i.id(claims) == id)
        });
        let limit = wanted.limit.unwrap_or(100).clamp(1, 1000);
        let part = at.map_or(0, |n| n / limit * limit);
        let from = wanted.offset.unwrap_or(part).min(total);
        let items = queue.items[from..].iter().take(limit);
        let items: Vec<Value> = items.map(|i| i.shown(claims)).collect();
        let at = at.map(|n| json!({"place": n, "item": queue.items[n].shown(claims)}));
        let all = store(ledger.judgements())?;
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
            .collect::<Result<Vec<Value>, Trouble>>()?;
        Ok(Json(json!({
            "total": total, "offset": from, "at": at, "items": items,
            "judged": today, "decided": decided,
        })))
    })
    .await
}

/// What a claim asks of a person.
fn questions(claims: &[Claim], at: usize, judged: &Judged) -> Vec<Item> {
    let claim = &claims[at];
    let documents = |told: &mut dyn Iterator<Item = &Appearance>| {
        let docs: BTreeSet<&str> = told.map(|x| x.doc.as_str()).collect();
        docs.len()
    };
    let told = || claim.answers.iter().flat_map(|a| &a.appearances);
    let contested = claim.relation == ClaimRelation::Conflict;
    let weight = (documents(&mut told()), told().count());
    let mut out = Vec::new();
    let mut ask = |doubt: u32, n: usize, pair: Option<[&str; 2]>, why: Vec<String>| {
        out.push(Item {
            doubt,
            documents: weight.0,
            told: weight.1,
            claim: at,
            n,
            pair: pair.map(|p| p.map(str::to_owned)),
            why,
        });
    };
    let mut open = false;
    for (n, answer) in claim.answers.iter().enumerate() {
        if answer.origins.min >= answer.origins.max {
            continue;
        }
        let Some((pair, line)) = pair(answer, judged) else {
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
    if !judged.graded.contains(claim.id.as_str()) {
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
fn pair<'a>(answer: &'a Told, judged: &Judged) -> Option<([&'a str; 2], &'a str)> {
    let judged = |a: &[String], b: &[String]| {
        judged.origins.iter().any(|[x, y]| {
            let has = |group: &[String], id: &str| group.iter().any(|g| g == id);
            has(a, x) && has(b, y) || has(a, y) && has(b, x)
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
