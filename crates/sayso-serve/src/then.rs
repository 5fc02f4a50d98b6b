//! What could be known then: the claims of a day, related anew and kept for a while.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::StatusCode;
use sayso::record::{Claim, DocSpan, Findings, Passage, Relation};
use sayso::{Error, Ledger, Options};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Site, Trouble, ordered, store, value};
use crate::index::{Foretold, Told};
use crate::words::Words;

/// How many days are kept: relating a large pile anew takes its time.
pub(crate) const DAYS: usize = 4;

/// What was found as of a day.
pub(crate) struct Then {
    /// In list order.
    pub(crate) claims: Arc<Vec<Claim>>,
    pub(crate) told: Arc<Told>,
    pub(crate) foretold: Arc<Foretold>,
    /// All else; without the claims, which lie above.
    pub(crate) found: Findings,
}

/// The ledger as it lies there, or what could be known of it at the end of a day.
pub(crate) struct Known<'l> {
    ledger: &'l Ledger,
    pub(crate) day: Option<&'l str>,
    pub(crate) claims: Arc<Vec<Claim>>,
    pub(crate) told: Arc<Told>,
    pub(crate) then: Option<Arc<Then>>,
}

impl Known<'_> {
    /// What is said of a name that is not there.
    pub(crate) fn lacks(&self, name: &str, what: &str) -> String {
        match self.day {
            Some(day) => format!("{name}: no such {what} could be known at the end of {day}"),
            None => format!("{name}: no such {what} in this ledger"),
        }
    }

    /// Whether what appeared at a time was there.
    pub(crate) fn appeared(&self, when: Option<&str>) -> bool {
        self.day.is_none_or(|day| sayso::known_by(when, day))
    }

    pub(crate) fn passage(&self, id: &str) -> Result<Option<Passage>, Trouble> {
        match &self.then {
            Some(then) => {
                let all = &then.found.passages;
                let at = all.binary_search_by(|p| p.id.as_str().cmp(id));
                Ok(at.ok().map(|n| all[n].clone()))
            }
            None => store(self.ledger.passage(id)),
        }
    }

    pub(crate) fn passages_of(&self, doc: &str) -> Result<Vec<Passage>, Trouble> {
        match &self.then {
            Some(then) => {
                let all = then.found.passages.iter();
                let here = all.filter(|p| p.a.doc == doc || p.b.doc == doc);
                Ok(here.cloned().collect())
            }
            None => store(self.ledger.passages_of(doc)),
        }
    }

    pub(crate) fn relation(&self, id: &str) -> Result<Option<Relation>, Trouble> {
        match &self.then {
            Some(then) => {
                let all = &then.found.relations;
                let at = all.binary_search_by(|r| r.id.as_str().cmp(id));
                Ok(at.ok().map(|n| all[n].clone()))
            }
            None => store(self.ledger.relation(id)),
        }
    }

    /// What these statements are to each other.
    pub(crate) fn relations_among(&self, told: &[&str]) -> Result<Vec<Relation>, Trouble> {
        let told_both: BTreeSet<&str> = told.iter().copied().collect();
        let both = |r: &&Relation| [&r.a, &r.b].iter().all(|s| told_both.contains(s.as_str()));
        match &self.then {
            Some(then) => Ok(then.found.relations.iter().filter(both).cloned().collect()),
            None => {
                let mut all = store(self.ledger.relations_of(told))?;
                all.retain(|r| both(&r));
                Ok(all)
            }
        }
    }
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
            let mut found = sayso::as_of(ledger, day, &Options::default()).map_err(no_day)?;
            let mut claims = std::mem::take(&mut found.claims);
            ordered(&mut claims);
            let claims = Arc::new(claims);
            let foretold = Foretold::new(found.outcomes.clone(), &found.statements);
            Ok(Then {
                told: Arc::new(Told::new(Arc::clone(&claims))),
                claims,
                foretold: Arc::new(foretold),
                found,
            })
        })
    }

    /// What is known now, or was at the end of a day.
    pub(crate) fn known<'l>(
        &self,
        ledger: &'l Ledger,
        day: Option<&'l str>,
    ) -> Result<Known<'l>, Trouble> {
        let then = day.map(|d| self.then(ledger, d)).transpose()?;
        let (claims, told) = match &then {
            Some(then) => (Arc::clone(&then.claims), Arc::clone(&then.told)),
            None => (self.claims(ledger)?, self.told(ledger)?),
        };
        Ok(Known {
            ledger,
            day,
            claims,
            told,
            then,
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
