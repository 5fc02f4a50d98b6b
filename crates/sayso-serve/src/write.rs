//! Who may write: nobody, unless the server was started for it. Then only this machine, or those
//! whose account says so; only pages that this server sent, and only with the token that it gave
//! them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::adding::Batches;
use crate::api::{Shared, Site, Trouble};
use crate::door::{Asker, foreign, reviewer, said};
use crate::sessions::Person;
use crate::users::secret;

/// The header that carries the token.
const TOKEN: &str = "x-sayso-token";

/// Said wherever somebody tries to write what is open to be read only.
const READ_ONLY: &str = "this reading room is read only; whoever started it can open it for judgements with `sayso serve LEDGER --write`";

/// Said to those whose account does not let them write.
const READER: &str =
    "your account may read, not write; whoever keeps the accounts can make it a reviewer’s";

/// What a server needs that may write.
pub(crate) struct Writing {
    token: String,
    one_at_a_time: Mutex<()>,
    pub(crate) batches: Batches,
}

impl Writing {
    /// With a token of its own, which nobody can guess.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub(crate) fn new() -> Result<Self, crate::Error> {
        Ok(Writing {
            token: secret()?,
            one_at_a_time: Mutex::new(()),
            batches: Batches::default(),
        })
    }

    /// Held from looking to having written, so that of two people one is first.
    pub(crate) fn turn(&self) -> MutexGuard<'_, ()> {
        self.one_at_a_time
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    /// What writing needs.
    pub(crate) fn writing(&self) -> Result<&Writing, Trouble> {
        self.writing
            .as_ref()
            .ok_or_else(|| Trouble(StatusCode::FORBIDDEN, READ_ONLY.into()))
    }
}

/// Tokens are compared in whole, so that the time taken tells nothing of them.
fn same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

/// Lets through what only reads; what writes needs all of the above.
pub(crate) async fn permit(State(site): Shared, request: Request, next: Next) -> Response {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return next.run(request).await;
    }
    let person = request.extensions().get::<Person>();
    match permitted(&site, request.headers(), person) {
        Ok(()) => next.run(request).await,
        Err(trouble) => trouble.into_response(),
    }
}

fn permitted(site: &Site, headers: &HeaderMap, person: Option<&Person>) -> Result<(), Trouble> {
    let writing = site.writing()?;
    if foreign(site, headers) {
        let text = "only pages of this server may write to it";
        return Err(Trouble(StatusCode::FORBIDDEN, text.into()));
    }
    token(headers, person.map_or(&writing.token, |p| &p.token))?;
    if !reviewer(person) {
        return Err(Trouble(StatusCode::FORBIDDEN, READER.into()));
    }
    Ok(())
}

/// Whether a page sent the token that it was given.
pub(crate) fn token(headers: &HeaderMap, token: &str) -> Result<(), Trouble> {
    if said(headers, TOKEN).is_some_and(|t| same(t, token)) {
        return Ok(());
    }
    let text = "the token is missing or of an earlier start of this server; reload the page";
    Err(Trouble(StatusCode::FORBIDDEN, text.into()))
}

/// Whether this server writes for who asks, in whose name, and the token for its own pages.
pub(crate) async fn meta(
    State(site): Shared,
    asker: Asker,
    headers: HeaderMap,
) -> Result<Response, Trouble> {
    if foreign(&site, &headers) {
        let text = "this answer is for pages of this server";
        return Err(Trouble(StatusCode::FORBIDDEN, text.into()));
    }
    let person = asker.map(|Extension(person)| person);
    let why = match &site.writing {
        None => Some(READ_ONLY),
        Some(_) if !reviewer(person.as_ref()) => Some(READER),
        Some(_) => None,
    };
    let writing = site.writing.as_ref().filter(|_| why.is_none());
    let token = writing.map(|w| person.as_ref().map_or(&w.token, |p| &p.token));
    let answer = json!({
        "write": why.is_none(), "token": token, "why": why,
        "who": person.as_ref().map(|p| &p.name), "limit": crate::adding::LIMIT,
    });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}
