//! Routes and what they answer.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use rust_embed::RustEmbed;
use sayso::record::{Claim, ClaimRelation, SegmentKind};
use sayso::{Error, Ledger, Naming, SourceRecord};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::adding;
use crate::compare;
use crate::correct;
use crate::document;
use crate::door::{self, Hosts};
use crate::etag::{Kept, tagged};
use crate::export;
use crate::forecasts;
use crate::held::Held;
use crate::index::Index;
use crate::judge;
use crate::lists;
use crate::offsets::{Marks, Pile};
use crate::openapi::openapi;
use crate::report;
use crate::review;
use crate::sessions::Keeper;
use crate::sources;
use crate::then::{self, DAYS, Then, When, asked};
use crate::thread;
use crate::words::{Words, cues};
use crate::write::{self, Writing};
use crate::{Door, Options};
use crate::{control, events};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Assets;

const UNBUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>sayso</title>\
    <h1>sayso</h1><p>The reading room is not built into this binary. Build it with \
    <code>npm --prefix web ci &amp;&amp; npm --prefix web run build</code> and build sayso again. \
    The API answers at <a href=\"/api/ledger\">/api/ledger</a>, \
    <a href=\"/api/claims\">/api/claims</a>, <a href=\"/api/documents\">/api/documents</a>.</p></html>";

/// An error as the API tells it.
pub(crate) struct Trouble(pub(crate) StatusCode, pub(crate) String);

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": self.1}))).into_response()
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Trouble(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}

/// What a query string asks; one that cannot be read is told as every other trouble is.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Trouble;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Trouble> {
        Query::from_request_parts(parts, state)
            .await
            .map(|Query(asked)| Asked(asked))
            .map_err(|e| Trouble(StatusCode::BAD_REQUEST, e.body_text()))
    }
}

pub(crate) type Answer = Result<Json<Value>, Trouble>;
pub(crate) type Shared = State<Arc<Site>>;
/// When a file was changed, its length, and how often SQLite says that it was.
pub(crate) type Stamp = (Option<SystemTime>, u64, u32);

/// A ledger's path, and its claims in list order as long as the file stays as it is: reading
/// tens of thousands anew for each page would keep people waiting.
pub(crate) struct Site {
    pub(crate) path: PathBuf,
    /// Of this start: another program may answer otherwise.
    pub(crate) born: SystemTime,
    /// Nothing where the server is read only.
    pub(crate) writing: Option<Writing>,
    /// Nothing where nobody need sign in.
    pub(crate) keeper: Option<Keeper>,
    pub(crate) hosts: Hosts,
    claims: Mutex<Option<(Stamp, Arc<Vec<Claim>>)>>,
    pub(crate) sources: Held<Vec<SourceRecord>>,
    pub(crate) days: Held<Then>,
    namings: Held<Vec<Naming>>,
    pub(crate) index: Index,
    pub(crate) marks: Marks,
    pub(crate) kept: Kept,
}

impl Site {
    /// Changes with the file.
    pub(crate) fn stamp(&self) -> Stamp {
        let mut head = [0u8; 28];
        let read = std::fs::File::open(&self.path).and_then(|mut f| f.read_exact(&mut head));
        let count = read.map_or(0, |()| {
            u32::from_be_bytes([head[24], head[25], head[26], head[27]])
        });
        std::fs::metadata(&self.path)
            .map_or((None, 0, count), |m| (m.modified().ok(), m.len(), count))
    }

    /// Contested claims first, then those told most often.
    pub(crate) fn claims(&self, ledger: &Ledger) -> Result<Arc<Vec<Claim>>, Trouble> {
        let stamp = self.stamp();
        let held = || self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((then, claims)) = held().as_ref()
            && *then == stamp
        {
            return Ok(Arc::clone(claims));
        }
        let mut claims = store(ledger.claims())?;
        ordered(&mut claims);
        let claims = Arc::new(claims);
        *held() = Some((stamp, Arc::clone(&claims)));
        Ok(claims)
    }
}

/// Puts claims in list order: contested ones first, then those told most often.
pub(crate) fn ordered(claims: &mut [Claim]) {
    claims.sort_by_cached_key(|c| {
        let told: usize = c.answers.iter().map(|a| a.appearances.len()).sum();
        (
            c.relation != ClaimRelation::Conflict,
            std::cmp::Reverse(told),
            c.id.clone(),
        )
    });
}

/// The whole site over a ledger, as the options open it: for a server of one's own, or for tests.
///
/// # Errors
/// When it is to write for people without accounts elsewhere, when there is no file of accounts,
/// or when the system has no random numbers.
pub fn router(ledger: PathBuf, options: &Options) -> Result<Router, crate::Error> {
    options.sound()?;
    let site = Arc::new(Site {
        path: ledger,
        born: SystemTime::now(),
        writing: options.write.then(Writing::new).transpose()?,
        keeper: match &options.door {
            Door::Accounts(accounts) => Some(Keeper::new(accounts)?),
            Door::Machine | Door::Shared => None,
        },
        hosts: Hosts::of(options),
        claims: Mutex::new(None),
        sources: Held::new(1 + DAYS),
        days: Held::new(DAYS),
        namings: Held::new(1 + DAYS),
        index: Index::default(),
        marks: Marks::default(),
        kept: Kept::default(),
    });
    // Whatever tells of the ledger lies behind the door; a route added here cannot be forgotten.
    let behind = Router::new()
        .route("/api/meta", get(write::meta))
        .route("/api/ledger", get(summary))
        .route("/api/claims", get(lists::claims))
        .route("/api/claims.csv", get(export::claims))
        .route("/api/choices", get(lists::choices))
        .route("/api/claims/{id}", get(claim))
        .route("/api/documents", get(lists::documents))
        .route("/api/naming", get(naming))
        .route("/api/documents/{id}", get(document::document_at))
        .route("/api/document", get(document::document))
        .route("/api/sources", get(sources::sources))
        .route("/api/forecasts", get(forecasts::forecasts))
        .route("/api/control", get(control::control))
        .route("/api/events", get(events::events))
        .route("/api/compare", get(compare::compare))
        .route("/api/threads", get(thread::threads))
        .route("/api/thread", get(thread::thread))
        .route("/api/search", get(document::search))
        .route("/api/export", get(export::export))
        .route("/api/report", get(report::report))
        .route("/api/review", get(review::review))
        .route("/api/judgements", get(judge::judgements).post(judge::judge))
        .route("/api/judgements/{id}/retract", post(judge::retract))
        .route("/api/add", post(adding::open))
        .route("/api/add/{batch}", put(adding::put).post(adding::start))
        .route("/api/openapi.json", get(openapi))
        .route("/capture/{sha256}", get(capture))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&site), tagged))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&site),
            write::permit,
        ))
        .route_layer(middleware::from_fn_with_state(
            Arc::clone(&site),
            door::let_in,
        ));
    Ok(behind
        .route(
            "/api/session",
            get(door::session)
                .post(door::sign_in)
                .delete(door::sign_out),
        )
        .fallback(asset)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&site),
            door::guard,
        ))
        .with_state(site))
}

/// Runs a reading of the ledger off the async threads: SQLite blocks.
pub(crate) async fn read<T: Send + 'static>(
    site: Arc<Site>,
    work: impl FnOnce(&Site, &Ledger) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    tokio::task::spawn_blocking(move || {
        let ledger = Ledger::open_read_only(&site.path).map_err(Error::from)?;
        work(&site, &ledger)
    })
    .await
    .map_err(|e| Trouble(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))?
}

pub(crate) fn store<T>(result: Result<T, impl Into<Error>>) -> Result<T, Trouble> {
    result.map_err(|e| Trouble::from(e.into()))
}

pub(crate) fn value<T: serde::Serialize + ?Sized>(record: &T) -> Result<Value, Trouble> {
    serde_json::to_value(record)
        .map_err(|e| Trouble(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))
}

async fn summary(State(site): Shared) -> Answer {
    let name = site
        .path
        .file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default();
    read(site, move |site, ledger| {
        let remarks = store(ledger.remarks())?;
        Ok(Json(json!({
            "name": name,
            "documents": store(ledger.document_ids())?.len(),
            "claims": site.claims(ledger)?.len(),
            "passages": store(ledger.passage_count())?,
            "remarks": value(&remarks)?,
        })))
    })
    .await
}

async fn claim(State(site): Shared, Path(id): Path<String>, Asked(when): Asked<When>) -> Answer {
    read(site, move |site, ledger| {
        let day = asked(&when.as_of);
        let known = site.known(ledger, day)?;
        let Some(claim) = known.told.claim_of(&id).filter(|c| c.id == id).cloned() else {
            return Err(Trouble(StatusCode::NOT_FOUND, known.lacks(&id, "claim")));
        };
        let mut contexts = BTreeMap::new();
        let mut titles = BTreeMap::new();
        for x in claim.answers.iter().flat_map(|a| &a.appearances) {
            let Some(document) = store(ledger.document(&x.doc))? else {
                continue;
            };
            let (before, words, after) = around(&document.text, x.start, x.end);
            let cues = cues(&x.chain, &document.text);
            contexts.insert(
                x.id.clone(),
                json!({"before": before, "words": words, "after": after, "cues": cues}),
            );
            titles.insert(
                document.id.clone(),
                json!({"title": document.metadata.title, "outlet": document.metadata.outlet,
                       "author": document.metadata.author, "published": document.metadata.published,
                       "capture": document.capture,
                       "comments": document.segments.iter().any(|s| s.kind == SegmentKind::Comment)}),
            );
        }
        let told: Vec<&str> = claim
            .answers
            .iter()
            .flat_map(|a| &a.appearances)
            .map(|x| x.statement.as_str())
            .collect();
        let relations = known.relations_among(&told)?;
        let all = store(ledger.judgements())?;
        let history = judge::touching(&all, &claim);
        let mut slots = BTreeMap::new();
        for id in &told {
            if let Some(s) = store(ledger.statement(id))? {
                slots.insert(s.id.clone(), correct::slots(&s.proposition)?);
            }
        }
        let mut answer = json!({
            "slots": slots, "claim": value(&claim)?, "contexts": contexts, "documents": titles,
            "relations": value(&relations)?, "judgements": value(&history)?,
            "seen": judge::seen(&history), "as_of": day,
            "now": match day {
                Some(_) => then::now(&claim, &site.claims(ledger)?),
                None => Some(claim.id.clone()),
            },
            "course": then::course(ledger, &claim, day, &mut Words::new(ledger))?,
        });
        store(Pile::new(site, ledger).add(&mut answer))?;
        Ok(Json(answer))
    })
    .await
}

/// Most characters of context to each side of the words.
const CONTEXT: usize = 300;

/// The words and the rest of their paragraph; longer ones are cut at a space and end in `…`.
pub(crate) fn around(text: &str, start: usize, end: usize) -> (String, String, String) {
    let before = text.get(..start).unwrap_or("");
    let before = &before[before.rfind("\n\n").map_or(0, |i| i + 2)..];
    let after = text.get(end..).unwrap_or("");
    let after = &after[..after.find("\n\n").unwrap_or(after.len())];
    let before = match before.char_indices().rev().nth(CONTEXT) {
        Some((cut, _)) => {
            let kept = &before[cut..];
            let kept = kept.find(char::is_whitespace).map_or(kept, |i| &kept[i..]);
            format!("…{kept}")
        }
        None => before.to_owned(),
    };
    let after = match after.char_indices().nth(CONTEXT) {
        Some((cut, _)) => {
            let kept = &after[..cut];
            // A space may have more bytes than one.
            let mut spaces = kept.char_indices().rev();
            let kept = spaces
                .find(|(_, c)| c.is_whitespace())
                .map_or(kept, |(i, c)| &kept[..i + c.len_utf8()]);
            format!("{kept}…")
        }
        None => after.to_owned(),
    };
    let words = text.get(start..end).unwrap_or("").to_owned();
    (before, words, after)
}

#[derive(Deserialize)]
struct Named {
    actor: Option<String>,
    as_of: Option<String>,
}

/// Without an actor the actors with their number of uses, the most named first; with one every way
/// in which each teller names it; with a day in what had appeared by its end.
async fn naming(State(site): Shared, Asked(named): Asked<Named>) -> Answer {
    read(site, move |site, ledger| {
        let day = asked(&named.as_of);
        let all = site
            .namings
            .get(site.stamp(), day.unwrap_or_default(), || {
                sayso::naming(ledger, day).map_err(then::no_day)
            })?;
        if let Some(actor) = named.actor {
            let own: Vec<_> = all.iter().filter(|n| n.actor == actor).collect();
            return Ok(Json(json!({"actor": actor, "naming": own, "as_of": day})));
        }
        let mut uses: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for n in all.iter() {
            let count = uses.entry(n.actor.clone()).or_default();
            count.0 += n.own + n.quoted;
            count.1 += usize::from(n.tone.word() != "neutral");
        }
        let mut list: Vec<(String, (usize, usize))> = uses.into_iter().collect();
        list.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(&b.0)));
        let list: Vec<Value> = list
            .into_iter()
            .map(|(actor, (uses, loaded))| json!({"actor": actor, "uses": uses, "loaded": loaded}))
            .collect();
        Ok(Json(json!({"actors": list, "as_of": day})))
    })
    .await
}

/// A capture's bytes, never run: plain text, sandboxed, with a policy that loads nothing.
async fn capture(State(site): Shared, Path(sha256): Path<String>) -> Result<Response, Trouble> {
    let bytes = read(site, move |_, ledger| {
        if store(ledger.capture(&sha256))?.is_none() {
            return Err(Trouble(
                StatusCode::NOT_FOUND,
                format!("{sha256}: no such capture in this ledger"),
            ));
        }
        store(ledger.capture_bytes(&sha256))
    })
    .await?;
    let mut headers = HeaderMap::new();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("sandbox; default-src 'none'"),
    );
    Ok((headers, Body::from(bytes)).into_response())
}

async fn asset(request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let text = format!("{}: nothing here takes that", request.uri().path());
        return Trouble(StatusCode::METHOD_NOT_ALLOWED, text).into_response();
    }
    let path = request.uri().path().trim_start_matches('/');
    let path = if path.is_empty() { "index.html" } else { path };
    if let Some(file) = Assets::get(path) {
        let kind = match path.rsplit_once('.').map(|p| p.1) {
            Some("html") => "text/html; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("svg") => "image/svg+xml",
            Some("json") => "application/json",
            _ => "application/octet-stream",
        };
        return ([(header::CONTENT_TYPE, kind)], file.data.into_owned()).into_response();
    }
    if path == "index.html" {
        return (
            [(header::CONTENT_TYPE, "text/html; charset=utf-8")],
            UNBUILT,
        )
            .into_response();
    }
    Trouble(StatusCode::NOT_FOUND, format!("/{path}: nothing here")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_cut_behind_a_space_of_two_bytes() {
        let text = format!("40{}\u{a0}{}", " and".repeat(74), "x".repeat(50));
        let (before, words, after) = around(&text, 0, 2);
        assert_eq!((before.as_str(), words.as_str()), ("", "40"));
        assert!(after.ends_with("and\u{a0}…"), "{after}");
    }
}
