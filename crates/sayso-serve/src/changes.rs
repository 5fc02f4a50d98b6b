//! What became of the claims between two states of a ledger.

use std::collections::BTreeMap;

use sayso::record::{Bounds, Claim, ClaimRelation};
use serde_json::{Value, json};

/// Claims that came, went, or whose answers, origins or grade are others now.
pub(crate) fn between(before: &[Claim], after: &[Claim]) -> Value {
    let old: BTreeMap<&str, &Claim> = before.iter().map(|c| (c.id.as_str(), c)).collect();
    let now: BTreeMap<&str, &Claim> = after.iter().map(|c| (c.id.as_str(), c)).collect();
    let name = |c: &Claim| json!({"id": c.id, "question": c.question});
    let mut changed = Vec::new();
    for claim in after {
        let Some(was) = old.get(claim.id.as_str()) else {
            continue;
        };
        let what = lines(was, claim);
        if !what.is_empty() {
            changed.push(json!({"id": claim.id, "question": claim.question, "what": what}));
        }
    }
    let new = after.iter().filter(|c| !old.contains_key(c.id.as_str()));
    let gone = before.iter().filter(|c| !now.contains_key(c.id.as_str()));
    json!({
        "new": new.map(name).collect::<Vec<_>>(),
        "changed": changed,
        "gone": gone.map(name).collect::<Vec<_>>(),
    })
}

/// What is different in one claim, a line each, in plain words.
fn lines(was: &Claim, is: &Claim) -> Vec<String> {
    let mut out = Vec::new();
    let told = |c: &Claim| -> usize { c.answers.iter().map(|a| a.appearances.len()).sum() };
    for answer in &is.answers {
        match was.answers.iter().find(|a| a.value == answer.value) {
            None => out.push(format!("new answer “{}”", answer.value)),
            Some(a) if a.origins != answer.origins => out.push(format!(
                "“{}”: {} → {}",
                answer.value,
                range(a.origins),
                origins(answer.origins)
            )),
            Some(_) => {}
        }
    }
    for answer in &was.answers {
        if !is.answers.iter().any(|a| a.value == answer.value) {
            out.push(format!("no answer “{}” any more", answer.value));
        }
    }
    if told(was) != told(is) {
        out.push(format!("tellings: {} → {}", told(was), told(is)));
    }
    if was.origins != is.origins {
        out.push(format!(
            "in all {} → {}",
            range(was.origins),
            origins(is.origins)
        ));
    }
    if was.relation != is.relation {
        out.push(format!("{} → {}", stand(was.relation), stand(is.relation)));
    }
    let grade = |c: &Claim| format!("{} {}", c.grade.airwars, c.grade.admiralty);
    if grade(was) != grade(is) {
        out.push(format!("grade {} → {}", grade(was), grade(is)));
    }
    if was.grade.by != is.grade.by {
        out.push(format!("graded by {} → {}", was.grade.by, is.grade.by));
    }
    out
}

fn stand(relation: ClaimRelation) -> &'static str {
    match relation {
        ClaimRelation::Agree => "agreed",
        ClaimRelation::Conflict => "contested",
        ClaimRelation::Refine => "refined",
    }
}

fn range(bounds: Bounds) -> String {
    if bounds.min == bounds.max {
        bounds.max.to_string()
    } else {
        format!("{}–{}", bounds.min, bounds.max)
    }
}

fn origins(bounds: Bounds) -> String {
    let s = if bounds.max == 1 { "" } else { "s" };
    format!("{} origin{s}", range(bounds))
}
