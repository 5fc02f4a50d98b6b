//! Answers that have not changed are not sent again.

use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sayso::record::content_id;

use crate::api::{Shared, Stamp};

/// Gives each answer about the ledger a strong tag: the same ledger, question and program give
/// the same bytes. The tag is taken before the answer, so that it is never newer than it.
pub(crate) async fn tagged(State(site): Shared, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let about = path.starts_with("/api/") && path != "/api/meta" || path.starts_with("/capture/");
    if request.method() != Method::GET || !about {
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
    let mut response = next.run(request).await;
    if response.status() == StatusCode::OK {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}
