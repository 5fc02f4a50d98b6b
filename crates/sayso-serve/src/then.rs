//! What could be known then: the claims of a day, related anew and kept for a while.

use std::sync::Arc;

use axum::http::StatusCode;
use sayso::record::{Claim, DocSpan, Proposition, Relation, Statement};
use sayso::{Error, Ledger, Options};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Site, Trouble, ordered, value};
use crate::index::{Foretold, Told};
use crate::words::Words;

/// How many days are kept: relating a large pile anew takes its time.
pub(crate) const DAYS: usize = 4;

/// What was found as of a day.
pub(crate) struct Then {
    /// In list order.
    pub(crate) claims: Arc<Vec<Claim>>,
    pub(crate) told: Arc<Told>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) foretold: Arc<Foretold>,
    /// Who holds which place.
    pub(crate) control: Vec<Statement>,
}

/// A day that is none is the asker's own trouble.
pub(crate) fn no_day(error: Error) -> Trouble {
    match error {
        Error::NoDay(_) => Trouble(StatusCode::BAD_REQUEST, error.to_string()),
        other => Trouble::from(other),
    }
}

impl Site {
    /// The claims as they could be known at the end of a day, month or year.
    pub(crate) fn then(&self, ledger: &Ledger, day: &str) -> Result<Arc<Then>, Trouble> {
        self.days.get(self.stamp(), day, || {
            let found = sayso::as_of(ledger, day, &Options::default()).map_err(no_day)?;
            let mut claims = found.claims;
            ordered(&mut claims);
            let claims = Arc::new(claims);
            let foretold = Foretold::new(found.outcomes, &found.statements);
            let mut control = found.statements;
            control.retain(|s| matches!(s.proposition, Proposition::Control { .. }));
            Ok(Then {
                told: Arc::new(Told::new(Arc::clone(&claims))),
                claims,
                relations: found.relations,
                foretold: Arc::new(foretold),
                control,
            })
        })
    }
}

/// At the end of which day, month or year.
#[derive(Deserialize)]
pub(crate) struct When {
    pub(crate) as_of: Option<String>,
}

/// A day that was asked for; an empty one is none.
pub(crate) fn asked(day: &Option<String>) -> Option<&str> {
    day.as_deref().filter(|d| !d.is_empty())
}

/// The steps of a claim in order of time, with their words; with a day those up to its end.
pub(crate) fn course(
    ledger: &Ledger,
    claim: &Claim,
    day: Option<&str>,
    words: &mut Words<'_>,
) -> Result<Vec<Value>, Trouble> {
    let known = |when: Option<&str>| day.is_none_or(|d| sayso::known_by(when, d));
    let mut out = Vec::new();
    for step in sayso::course(ledger, claim)? {
        if !known(step.when.as_deref()) {
            continue;
        }
        let at = DocSpan {
            doc: step.doc.clone(),
            start: step.start,
            end: step.end,
        };
        let answer = claim.answers.iter().position(|a| a.value == step.answer);
        let mut one = value(&step)?;
        one["answer"] = json!(answer);
        one["says"] = json!(step.turn.words());
        one["words"] = match words.comment(&at)? {
            Some(first) => json!(first),
            None => words.place(&at, "")?["words"].clone(),
        };
        out.push(one);
    }
    Ok(out)
}

/// The claim that asks now what an earlier one asked: the same, or where its first words went.
pub(crate) fn now(then: &Claim, now: &[Claim]) -> Option<String> {
    let told = |c: &Claim| {
        let mut all = c.answers.iter().flat_map(|a| &a.appearances);
        let first = then.answers.iter().flat_map(|a| &a.appearances).next();
        first.is_some_and(|f| all.any(|x| x.statement == f.statement))
    };
    let same = now.iter().find(|c| c.id == then.id);
    same.or_else(|| now.iter().find(|c| told(c)))
        .map(|c| c.id.clone())
}
