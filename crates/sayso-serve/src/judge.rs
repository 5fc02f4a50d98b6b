//! Recording a person's judgement, and taking it back. Nothing is ever overwritten: each act is a
//! record of its own, and who comes second is told what the first one did.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Extension, Path, Request, State};
use axum::http::StatusCode;
use sayso::record::{Claim, Judgement, content_id};
use sayso::{Error, Ledger, Options};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::api::{Answer, Shared, Site, Trouble, store, value};
use crate::changes;
use crate::correct;
use crate::door::Asker;
use crate::users::fitting;

/// Most bytes of an act; a note is a page, not a book.
const MOST: usize = 64 * 1024;

/// Airwars' grades, in the order of their worth.
pub(crate) const GRADES: [&str; 5] = ["confirmed", "fair", "weak", "contested", "discounted"];

/// What a page sends.
#[derive(Deserialize)]
struct Act {
    /// The claim on which the person looked; none for words set aside in a document.
    claim: Option<String>,
    act: String,
    target: String,
    other: Option<String>,
    value: Option<String>,
    #[serde(default)]
    reason: String,
    /// Where there are accounts, their name stands here instead.
    #[serde(default)]
    who: String,
    /// As the page read it beside the claim.
    #[serde(default)]
    seen: String,
}

#[derive(Deserialize)]
struct Back {
    #[serde(default)]
    who: String,
}

/// Judgements that touch a claim, the first ones first: on itself, on what appears in it, on its
/// documents, and notes on any of these judgements.
pub(crate) fn touching<'j>(all: &'j [Judgement], claim: &'j Claim) -> Vec<&'j Judgement> {
    let mut ids: BTreeSet<&str> = BTreeSet::from([claim.id.as_str()]);
    for x in claim.answers.iter().flat_map(|a| &a.appearances) {
        ids.extend([x.id.as_str(), x.statement.as_str(), x.doc.as_str()]);
    }
    about(all, ids)
}

/// Judgements on any of these, and notes on those judgements.
fn about<'j>(all: &'j [Judgement], mut ids: BTreeSet<&'j str>) -> Vec<&'j Judgement> {
    let on = |j: &Judgement, ids: &BTreeSet<&str>| {
        ids.contains(j.target.as_str()) || j.other.as_deref().is_some_and(|o| ids.contains(o))
    };
    let found: Vec<&str> = all
        .iter()
        .filter(|j| on(j, &ids))
        .map(|j| j.id.as_str())
        .collect();
    ids.extend(found);
    let mut out: Vec<&Judgement> = all.iter().filter(|j| on(j, &ids)).collect();
    out.sort_by_key(|j| (&j.when, &j.id));
    out
}

/// What a page says that it has seen of these judgements: another one, or one taken back, makes it
/// another.
pub(crate) fn seen(judgements: &[&Judgement]) -> String {
    let parts: Vec<String> = judgements
        .iter()
        .map(|j| format!("{} {}", j.id, j.retracted.is_some()))
        .collect();
    content_id(
        "seen",
        &parts.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

/// A request's body as JSON, of bounded size.
async fn body<T: DeserializeOwned>(request: Request) -> Result<T, Trouble> {
    let bytes = axum::body::to_bytes(request.into_body(), MOST)
        .await
        .map_err(|_| {
            Trouble(
                StatusCode::PAYLOAD_TOO_LARGE,
                format!("an act may have {MOST} bytes"),
            )
        })?;
    serde_json::from_slice(&bytes).map_err(|e| bad(format!("this act cannot be read: {e}")))
}

fn bad(text: impl Into<String>) -> Trouble {
    Trouble(StatusCode::BAD_REQUEST, text.into())
}

/// Under which name somebody acts: the account's, else the one they say.
fn name(asker: Asker, who: &str) -> Result<String, Trouble> {
    match asker {
        Some(Extension(person)) => Ok(person.name),
        None => fitting(who).map_err(|why| bad(format!("say under which name you judge: {why}"))),
    }
}

fn now() -> String {
    jiff::Timestamp::now().to_string()
}

/// Runs an act off the async threads, one at a time.
async fn act<T: Send + 'static>(
    site: Arc<Site>,
    work: impl FnOnce(&Site, &Ledger) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(move || {
        let _turn = site.writing()?.turn();
        let ledger = Ledger::open_read_only(&site.path).map_err(Error::from)?;
        work(&site, &ledger)
    })
    .await
    .map_err(|e| Trouble(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))?
}

/// Answered to who comes second: all acts on the claim, so that the page can show what is new.
fn second(judgements: &[&Judgement]) -> Result<Value, Trouble> {
    Ok(json!({
        "error": "somebody has judged this since you read it; nothing of yours was written",
        "judgements": value(judgements)?, "seen": seen(judgements),
    }))
}

/// Records an act.
pub(crate) async fn judge(
    State(site): Shared,
    asker: Asker,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Trouble> {
    let mut asked: Act = body(request).await?;
    asked.who = name(asker, &asked.who)?;
    act(site, move |site, ledger| {
        let all = store(ledger.judgements())?;
        if asked.act == "boilerplate" {
            correct::aside(&asked.target, ledger, &all)?;
            let judgement = record(asked);
            return Ok((StatusCode::CREATED, Json(write(site, ledger, &judgement)?)));
        }
        let asked_on = asked.claim.as_deref().unwrap_or_default();
        let Some(claim) = store(ledger.claim(asked_on))? else {
            // Merged into another, or its document withdrawn, while the page was open?
            let others = about(&all, BTreeSet::from([asked_on]));
            if others.is_empty() {
                let text = format!("{asked_on}: no such claim in this ledger");
                return Err(Trouble(StatusCode::NOT_FOUND, text));
            }
            return Ok((StatusCode::CONFLICT, Json(second(&others)?)));
        };
        let there = touching(&all, &claim);
        if asked.seen != seen(&there) {
            return Ok((StatusCode::CONFLICT, Json(second(&there)?)));
        }
        let judgement = judgement(asked, &claim, ledger)?;
        Ok((StatusCode::CREATED, Json(write(site, ledger, &judgement)?)))
    })
    .await
}

/// An act that fits its claim, as a record.
fn judgement(asked: Act, claim: &Claim, ledger: &Ledger) -> Result<Judgement, Trouble> {
    let appears = |id: &str| {
        let mut all = claim.answers.iter().flat_map(|a| &a.appearances);
        all.any(|x| x.id == id)
    };
    let told: usize = claim.answers.iter().map(|a| a.appearances.len()).sum();
    let (target, other) = (asked.target.as_str(), asked.other.as_deref());
    let reason = asked.reason.trim();
    match asked.act.as_str() {
        "same_origin" | "not_same_origin" => {
            let pair = other.filter(|o| *o != target && appears(o) && appears(target));
            pair.ok_or_else(|| bad("choose two appearances of this claim"))?;
        }
        "merge" => {
            let into = other.filter(|o| *o != target && target == claim.id);
            let into = into.ok_or_else(|| bad("choose another claim to merge with this one"))?;
            let there = store(ledger.claim(into))?;
            let there = there.ok_or_else(|| bad(format!("{into}: no such claim")))?;
            if there.kind != claim.kind {
                return Err(bad(format!(
                    "a {} claim and a {} claim ask different things",
                    claim.kind.word(),
                    there.kind.word()
                )));
            }
        }
        "split" => {
            other
                .filter(|o| appears(o) && target == claim.id)
                .ok_or_else(|| bad("choose an appearance of this claim to split off"))?;
            if told < 2 {
                return Err(bad("the only appearance of a claim cannot be split off"));
            }
        }
        "grade" => {
            let parts: Vec<&str> = asked
                .value
                .as_deref()
                .unwrap_or_default()
                .split(' ')
                .collect();
            let code = |c: &str| matches!(c.as_bytes(), [b'A'..=b'F', b'1'..=b'6']);
            let fits = matches!(parts[..], [word, c] if GRADES.contains(&word) && code(c));
            if !fits || target != claim.id {
                return Err(bad("a grade is a word and a code, for example: weak F3"));
            }
        }
        "correct" => {
            let mut told = claim.answers.iter().flat_map(|a| &a.appearances);
            if !told.any(|x| x.statement == target) {
                return Err(bad("choose a telling of this claim to correct"));
            }
            let found = store(ledger.statement(target))?;
            let found = found.ok_or_else(|| bad(format!("{target}: no such statement")))?;
            let value = asked.value.as_deref().unwrap_or_default();
            correct::fits(&found.proposition, value)?;
        }
        "withdraw" => {
            if store(ledger.document(target))?.is_none() {
                return Err(bad(format!("{target}: no such document")));
            }
            if reason.is_empty() {
                return Err(bad("say why this document is withdrawn"));
            }
        }
        "note" => {
            if reason.is_empty() {
                return Err(bad("the note is empty"));
            }
            if target != claim.id && !appears(target) {
                return Err(bad("a note stands on this claim or on what appears in it"));
            }
        }
        other => return Err(bad(format!("{other}: no such act"))),
    }
    Ok(record(asked))
}

/// An act under a name and a time.
fn record(asked: Act) -> Judgement {
    let who = asked.who;
    let reason = asked.reason.trim();
    let when = now();
    let value = asked
        .value
        .filter(|_| matches!(asked.act.as_str(), "grade" | "correct"));
    let parts = [
        asked.act.as_str(),
        asked.target.as_str(),
        asked.other.as_deref().unwrap_or_default(),
        value.as_deref().unwrap_or_default(),
        &who,
        reason,
        &when,
    ];
    Judgement {
        id: content_id("judgement", &parts),
        reason: reason.to_owned(),
        other: asked.other,
        target: asked.target,
        act: asked.act,
        value,
        who,
        when: Some(when),
        retracted: None,
    }
}

/// Writes a judgement, counts again, and tells what became of the claims.
fn write(site: &Site, ledger: &Ledger, judgement: &Judgement) -> Result<Value, Trouble> {
    let before = site.claims(ledger)?;
    sayso::judge(&site.path, judgement, &Options::default())?;
    let after = site.claims(ledger)?;
    let remarks = store(ledger.remarks())?;
    let unused = remarks.iter().find(|r| r.message.contains(&judgement.id));
    Ok(json!({
        "judgement": value(judgement)?,
        "trouble": unused.map(|r| &r.message),
        "changes": changes::between(&before, &after),
    }))
}

/// Takes a judgement back. The record stays, with the time; where another person takes it back, a
/// note says who.
pub(crate) async fn retract(
    State(site): Shared,
    Path(id): Path<String>,
    asker: Asker,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Trouble> {
    let asked: Back = body(request).await?;
    let who = name(asker, &asked.who)?;
    act(site, move |site, ledger| {
        let all = store(ledger.judgements())?;
        let Some(found) = all.iter().find(|j| j.id == id) else {
            let text = format!("{id}: no such judgement in this ledger");
            return Err(Trouble(StatusCode::NOT_FOUND, text));
        };
        if found.retracted.is_some() {
            return Ok((
                StatusCode::CONFLICT,
                Json(second(&about(&all, BTreeSet::from([id.as_str()])))?),
            ));
        }
        if found.who != who {
            let when = now();
            let reason = "taken back".to_owned();
            let note = Judgement {
                id: content_id("judgement", &["note", &id, &who, &reason, &when]),
                act: "note".into(),
                target: id.clone(),
                other: None,
                value: None,
                who,
                when: Some(when),
                reason,
                retracted: None,
            };
            store(store(Ledger::open(&site.path))?.add_judgement(&note))?;
        }
        let mut back = found.clone();
        back.retracted = Some(now());
        Ok((StatusCode::OK, Json(write(site, ledger, &back)?)))
    })
    .await
}

/// All judgements, the newest first.
pub(crate) async fn judgements(State(site): Shared) -> Answer {
    crate::api::read(site, |_, ledger| {
        let mut all = store(ledger.judgements())?;
        all.sort_by(|a, b| (&b.when, &b.id).cmp(&(&a.when, &a.id)));
        Ok(Json(json!({"judgements": value(&all)?})))
    })
    .await
}
