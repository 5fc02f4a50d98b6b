//! Lists that grow with the pile: its claims by what is asked for, and its documents.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use sayso::Ledger;
use sayso::record::{Claim, ClaimKind, ClaimRelation};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::api::{Answer, Asked, Shared, Site, Trouble, read, store, value};
use crate::control::days;
use crate::index::Entry;
use crate::offsets::Pile;
use crate::then::{When, asked, no_day};

/// Most actors to choose from: those of most claims. A name asked for is found all the same.
const ACTORS: usize = 1000;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    claims: Option<String>,
    q: Option<String>,
    place: Option<String>,
    actor: Option<String>,
    kind: Option<String>,
    outlet: Option<String>,
    from: Option<String>,
    to: Option<String>,
    contested: Option<bool>,
    reviewed: Option<bool>,
    as_of: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

fn given(asked: Option<&String>) -> Option<&str> {
    asked.map(|a| a.trim()).filter(|a| !a.is_empty())
}

/// Whether a text has these words, which are in lower case and not empty. Most names and titles
/// are ASCII: a copy of each in lower case would be most of the work.
pub(crate) fn holds(text: &str, words: &str) -> bool {
    if !text.is_ascii() {
        return text.to_lowercase().contains(words);
    }
    let words = words.as_bytes();
    let begins = |w: &[u8]| w[0].eq_ignore_ascii_case(&words[0]);
    let mut all = text.as_bytes().windows(words.len());
    all.any(|w| begins(w) && w.eq_ignore_ascii_case(words))
}

impl Wanted {
    /// The claims that pass, in list order, and all of which they are.
    pub(crate) fn found(
        &self,
        site: &Site,
        ledger: &Ledger,
    ) -> Result<(Vec<usize>, Arc<Vec<Claim>>), Trouble> {
        let known = site.known(ledger, asked(&self.as_of))?;
        let sieve = Sieve::new(self, site, ledger)?;
        let has = |n: usize| sieve.words.is_empty() || known.told.words(n).contains(&sieve.words);
        let numbered = known.claims.iter().enumerate();
        let passed = numbered.filter(|(n, c)| sieve.passes(c) && has(*n));
        Ok((passed.map(|(n, _)| n).collect(), Arc::clone(&known.claims)))
    }
}

/// What a claim has to be.
struct Sieve<'w> {
    wanted: &'w Wanted,
    words: String,
    /// These claims alone.
    only: Option<BTreeSet<&'w str>>,
    /// The documents of the outlet asked for.
    told_in: Option<BTreeSet<String>>,
    from: Option<String>,
    to: Option<String>,
    /// What people have judged: claims, tellings and statements.
    judged: BTreeSet<String>,
}

impl<'w> Sieve<'w> {
    fn new(wanted: &'w Wanted, site: &Site, ledger: &Ledger) -> Result<Self, Trouble> {
        let told_in = match given(wanted.outlet.as_ref()) {
            Some(outlet) => {
                let entries = site.entries(ledger)?;
                let of = entries
                    .iter()
                    .filter(|d| d.metadata.outlet.as_deref() == Some(outlet));
                Some(of.map(|d| d.id.clone()).collect())
            }
            None => None,
        };
        let mut judged = BTreeSet::new();
        if wanted.reviewed.is_some() {
            for j in store(ledger.judgements())? {
                if j.retracted.is_none() {
                    judged.insert(j.target);
                    judged.extend(j.other);
                }
            }
        }
        let edge = |asked: Option<&String>, last: bool| match given(asked) {
            Some(time) => {
                let (first, end) = days(time);
                let found = if last { end } else { first };
                found.map(Some).ok_or_else(|| {
                    let what = format!("{time}: no day, month or year, such as 2016-12-09 or 2016");
                    Trouble(StatusCode::BAD_REQUEST, what)
                })
            }
            None => Ok(None),
        };
        Ok(Sieve {
            words: wanted.q.as_deref().unwrap_or("").to_lowercase(),
            only: given(wanted.claims.as_ref()).map(|c| c.split(',').map(str::trim).collect()),
            told_in,
            from: edge(wanted.from.as_ref(), false)?,
            to: edge(wanted.to.as_ref(), true)?,
            judged,
            wanted,
        })
    }

    fn passes(&self, claim: &Claim) -> bool {
        let mut told = claim.answers.iter().flat_map(|a| &a.appearances);
        let w = self.wanted;
        self.only
            .as_ref()
            .is_none_or(|ids| ids.contains(claim.id.as_str()))
            && given(w.place.as_ref()).is_none_or(|p| claim.place.as_deref() == Some(p))
            && given(w.kind.as_ref()).is_none_or(|k| claim.kind.word() == k)
            && (w.contested != Some(true) || claim.relation == ClaimRelation::Conflict)
            && given(w.actor.as_ref()).is_none_or(|a| actors(claim).any(|named| named == a))
            && (self.from.is_none() && self.to.is_none() || self.in_time(claim))
            && self
                .told_in
                .as_ref()
                .is_none_or(|docs| told.any(|x| docs.contains(&x.doc)))
            && w.reviewed.is_none_or(|r| r == self.judged(claim))
    }

    /// Whether a claim's time may touch the days asked for; one without a time is in none.
    fn in_time(&self, claim: &Claim) -> bool {
        let Some(time) = &claim.time else {
            return false;
        };
        let (first, last) = days(time);
        let before = |a: &Option<String>, b: &Option<String>| match (a, b) {
            (Some(a), Some(b)) => a <= b,
            _ => true,
        };
        (first.is_some() || last.is_some()) && before(&self.from, &last) && before(&first, &self.to)
    }

    fn judged(&self, claim: &Claim) -> bool {
        let mut told = claim.answers.iter().flat_map(|a| &a.appearances);
        self.judged.contains(&claim.id)
            || told.any(|x| self.judged.contains(&x.id) || self.judged.contains(&x.statement))
    }
}

/// Who acts in a claim: its actor, or those who answer a question that asks who.
fn actors(claim: &Claim) -> impl Iterator<Item = &str> {
    let who = matches!(claim.kind, ClaimKind::Control | ClaimKind::Responsibility);
    let answers = claim.answers.iter().filter(move |_| who);
    let named = claim.actor.as_deref().filter(|a| *a != "unnamed");
    named.into_iter().chain(answers.map(|a| a.value.as_str()))
}

pub(crate) async fn claims(State(site): Shared, Asked(wanted): Asked<Wanted>) -> Answer {
    read(site, move |site, ledger| {
        let (passed, all) = wanted.found(site, ledger)?;
        let passed: Vec<&Claim> = passed.into_iter().map(|n| &all[n]).collect();
        let total = passed.len();
        let from = wanted.offset.unwrap_or(0).min(total);
        let to = (from + wanted.limit.unwrap_or(100).min(1000)).min(total);
        let mut shown = value(&passed[from..to])?;
        store(Pile::new(site, ledger).add(&mut shown))?;
        Ok(Json(json!({
            "total": total, "offset": from, "claims": shown,
            "as_of": asked(&wanted.as_of), "all": all.len(), "now": site.claims(ledger)?.len(),
        })))
    })
    .await
}

/// What claims can be asked for by: names with their number of claims, in order of the alphabet.
pub(crate) async fn choices(State(site): Shared, Asked(when): Asked<When>) -> Answer {
    read(site, move |site, ledger| {
        let all = site.known(ledger, asked(&when.as_of))?.claims;
        let entries = site.entries(ledger)?;
        let outlet: BTreeMap<&str, &str> = entries
            .iter()
            .filter_map(|d| Some((d.id.as_str(), d.metadata.outlet.as_deref()?)))
            .collect();
        let (mut places, mut who, mut outlets) = (Names::new(), Names::new(), Names::new());
        for claim in all.iter() {
            count(&mut places, claim.place.as_deref().into_iter());
            count(&mut who, actors(claim));
            let told = claim.answers.iter().flat_map(|a| &a.appearances);
            count(
                &mut outlets,
                told.filter_map(|x| outlet.get(x.doc.as_str()).copied()),
            );
        }
        if who.len() > ACTORS {
            let mut most: Vec<usize> = who.values().copied().collect();
            most.sort_unstable_by(|a, b| b.cmp(a));
            who.retain(|_, n| *n > most[ACTORS]);
        }
        Ok(Json(
            json!({"places": named(places), "actors": named(who), "outlets": named(outlets)}),
        ))
    })
    .await
}

type Names<'n> = BTreeMap<&'n str, usize>;

/// Each name once for a claim.
fn count<'n>(names: &mut Names<'n>, of_claim: impl Iterator<Item = &'n str>) {
    for name in of_claim.collect::<BTreeSet<_>>() {
        *names.entry(name).or_default() += 1;
    }
}

fn named(names: Names<'_>) -> Vec<Value> {
    let one = |(name, claims)| json!({"name": name, "claims": claims});
    names.into_iter().map(one).collect()
}

#[derive(Deserialize)]
pub(crate) struct Page {
    q: Option<String>,
    sort: Option<String>,
    as_of: Option<String>,
    limit: Option<usize>,
    offset: Option<usize>,
}

/// Documents by id or by day, all of them unless fewer are asked for; with a day those that had appeared by
/// its end.
pub(crate) async fn documents(State(site): Shared, Asked(page): Asked<Page>) -> Answer {
    read(site, move |site, ledger| {
        let day = asked(&page.as_of);
        day.map_or(Ok(()), sayso::check_day).map_err(no_day)?;
        let all = site.entries(ledger)?;
        let words = page.q.as_deref().unwrap_or("").trim().to_lowercase();
        let passes = |d: &&Entry| {
            let m = &d.metadata;
            let parts = [
                Some(&d.id),
                m.title.as_ref(),
                m.author.as_ref(),
                m.outlet.as_ref(),
                m.published.as_ref(),
            ];
            let has = |part: &String| holds(part, &words);
            day.is_none_or(|day| sayso::known_by(m.published.as_deref(), day))
                && (words.is_empty() || parts.into_iter().flatten().any(has))
        };
        let mut passed: Vec<&Entry> = all.iter().filter(passes).collect();
        // Those without a day come last; of one day by id.
        let day_of = |d: &&Entry| d.metadata.published.clone();
        match given(page.sort.as_ref()).unwrap_or("id") {
            "id" => {}
            "newest" => passed.sort_by_cached_key(|d| std::cmp::Reverse(day_of(d))),
            "oldest" => passed.sort_by_cached_key(|d| (day_of(d).is_none(), day_of(d))),
            other => {
                let what = format!("{other}: documents are sorted by id, newest or oldest");
                return Err(Trouble(StatusCode::BAD_REQUEST, what));
            }
        }
        let (total, from) = (passed.len(), page.offset.unwrap_or(0));
        let most = page.limit.unwrap_or(usize::MAX);
        let shown: Vec<Value> = passed
            .iter()
            .skip(from)
            .take(most)
            .map(|d| {
                json!({"id": d.id, "title": d.metadata.title, "author": d.metadata.author,
                       "outlet": d.metadata.outlet, "published": d.metadata.published,
                       "kind": d.kind, "bytes": d.bytes, "capture": d.capture})
            })
            .collect();
        Ok(Json(json!({
            "all": all.len(), "total": total, "offset": from, "as_of": day, "documents": shown,
        })))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case_and_alphabet() {
        for (text, words) in [
            ("Islamic State", "ic sta"),
            ("ALEPPO", "aleppo"),
            ("Ärzte in Żagań", "żagań"),
            ("مجلس حلب", "حلب"),
        ] {
            assert!(holds(text, words), "{text}");
        }
        assert!(!holds("Aleppo", "aleppo city") && !holds("Aleppo", "é"));
    }
}
