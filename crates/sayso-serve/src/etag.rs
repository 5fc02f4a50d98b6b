//! Answers that have not changed are neither sent nor worked out again.

use std::sync::{Mutex, PoisonError};

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sayso::record::content_id;

use crate::api::{Shared, Stamp};

/// Largest answer that is kept, and most bytes kept in all.
const LARGEST: usize = 8 << 20;
const MOST: usize = 64 << 20;

/// Answers under their tags, the oldest first. A tag names the ledger as it was, so that what is
/// kept is never stale; it only gives way.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Vec<(String, Bytes)>>);

impl Kept {
    fn find(&self, tag: &str) -> Option<Bytes> {
        let list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.iter().find(|k| k.0 == tag).map(|k| k.1.clone())
    }

    fn keep(&self, tag: String, bytes: Bytes) {
        let mut list = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        list.retain(|k| k.0 != tag);
        list.push((tag, bytes));
        let mut sum: usize = list.iter().map(|k| k.1.len()).sum();
        while sum > MOST && !list.is_empty() {
            sum -= list.remove(0).1.len();
        }
    }
}

/// Gives each answer about the ledger a strong tag: the same ledger, question and program give
/// the same bytes. The tag is taken before the answer, so that it is never newer than it.
pub(crate) async fn tagged(State(site): Shared, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    // Who may write is asked anew each time; all else lies in the ledger.
    if request.method() != Method::GET || path == "/api/meta" {
        return next.run(request).await;
    }
    let stamp: Stamp = site.stamp();
    let tag = format!(
        "\"{}\"",
        content_id(
            env!("CARGO_PKG_VERSION"),
            &[
                &format!("{:?} {stamp:?}", site.born),
                &request.uri().to_string()
            ]
        )
    );
    let known = request
        .headers()
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|t| t.trim().trim_start_matches("W/") == tag || t.trim() == "*");
    let Ok(value) = HeaderValue::from_str(&tag) else {
        return next.run(request).await;
    };
    // A ledger that was moved away answers with its trouble, not with what a browser holds.
    if known && stamp.0.is_some() {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, value)]).into_response();
    }
    // Exports are streamed and captures lie in the ledger as they are.
    let keeps = path.starts_with("/api/") && path != "/api/export" && stamp.0.is_some();
    if let Some(bytes) = keeps.then(|| site.kept.find(&tag)).flatten() {
        let json = HeaderValue::from_static("application/json");
        return ([(header::ETAG, value), (header::CONTENT_TYPE, json)], bytes).into_response();
    }
    let mut response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    response.headers_mut().insert(header::ETAG, value);
    let json = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"application/json"));
    let size = response.headers().get(header::CONTENT_LENGTH);
    let size: Option<usize> = size.and_then(|s| s.to_str().ok()?.parse().ok());
    if !(keeps && json && size.is_none_or(|s| s <= LARGEST)) {
        return response;
    }
    let (parts, body) = response.into_parts();
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            if bytes.len() <= LARGEST {
                site.kept.keep(tag, bytes.clone());
            }
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_answers_give_way() {
        let kept = Kept::default();
        let big = Bytes::from(vec![b' '; MOST / 3]);
        for tag in ["a", "b", "c", "d"] {
            kept.keep(tag.to_owned(), big.clone());
        }
        assert!(kept.find("a").is_none());
        assert_eq!(kept.find("d").map(|b| b.len()), Some(MOST / 3));
        kept.keep("d".to_owned(), Bytes::from_static(b"{}"));
        assert_eq!(kept.find("d").map(|b| b.len()), Some(2));
    }
}
