//! Who may write: nobody, unless the server was started for it. Then only this machine, only pages
//! that this server sent, and only with the token that it gave them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sayso::record::id::sha256_hex;
use serde_json::json;

use crate::adding::Batches;
use crate::api::{Shared, Site, Trouble};

/// The header that carries the token.
const TOKEN: &str = "x-sayso-token";

/// Said wherever somebody tries to write what is open to be read only.
const READ_ONLY: &str = "this reading room is read only; whoever started it can open it for judgements with `sayso serve LEDGER --write`";

/// What a server needs that may write.
pub(crate) struct Writing {
    token: String,
    one_at_a_time: Mutex<()>,
    pub(crate) batches: Batches,
}

impl Writing {
    /// With a token of its own, which nobody can guess.
    pub(crate) fn new() -> Result<Self, String> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|e| e.to_string())?;
        Ok(Writing {
            token: sha256_hex(&bytes),
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

fn said<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

/// Whether a page elsewhere asks: by what the browser says of it, where it says anything.
fn foreign(headers: &HeaderMap) -> bool {
    let host = said(headers, header::HOST.as_str()).unwrap_or_default();
    let origin = said(headers, header::ORIGIN.as_str());
    let site = said(headers, "sec-fetch-site");
    origin.is_some_and(|o| o != format!("http://{host}"))
        || site.is_some_and(|s| !matches!(s, "same-origin" | "none"))
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
    match permitted(&site, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(trouble) => trouble.into_response(),
    }
}

fn permitted(site: &Arc<Site>, headers: &HeaderMap) -> Result<(), Trouble> {
    let writing = site.writing()?;
    if foreign(headers) {
        let text = "only pages of this server may write to it";
        return Err(Trouble(StatusCode::FORBIDDEN, text.into()));
    }
    if !said(headers, TOKEN).is_some_and(|t| same(t, &writing.token)) {
        let text = "the token is missing or of an earlier start of this server; reload the page";
        return Err(Trouble(StatusCode::FORBIDDEN, text.into()));
    }
    Ok(())
}

/// Whether this server writes, and the token for its own pages.
pub(crate) async fn meta(State(site): Shared, headers: HeaderMap) -> Result<Response, Trouble> {
    if foreign(&headers) {
        let text = "this answer is for pages of this server";
        return Err(Trouble(StatusCode::FORBIDDEN, text.into()));
    }
    let writing = site.writing.as_ref();
    let answer = json!({
        "write": writing.is_some(), "token": writing.map(|w| &w.token),
        "why": if writing.is_some() { None } else { Some(READ_ONLY) },
        "limit": crate::adding::LIMIT,
    });
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response())
}
