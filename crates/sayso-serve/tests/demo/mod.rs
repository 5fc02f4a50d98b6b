//! The demo pile's site, for tests.

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// Asks the demo pile's site for each address in turn.
pub fn ask(uris: &[&str]) -> Vec<(StatusCode, Value)> {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/pile");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = folder.path().join("demo.sayso");
    let options = sayso::Options {
        metadata: Some(demo.join("metadata.csv")),
        ..Default::default()
    };
    sayso::build(&[demo], &ledger, &options, &|_, _, _| {}).expect("the pile builds");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let answer = |uri: &&str| {
        let request = Request::get(*uri).header("host", "localhost");
        let request = request.body(Body::empty()).expect("a request");
        runtime.block_on(async {
            let site = sayso_serve::router(ledger.clone(), true);
            let answer = site.oneshot(request).await.expect("an answer");
            let status = answer.status();
            let body = answer.into_body().collect().await.expect("a body");
            let json = serde_json::from_slice(&body.to_bytes()).expect("JSON");
            (status, json)
        })
    };
    uris.iter().map(answer).collect()
}

/// A list in an answer.
pub fn list<'v>(value: &'v Value, name: &str) -> &'v Vec<Value> {
    value[name].as_array().expect("a list")
}
