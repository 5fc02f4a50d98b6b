//! Sites over the demo pile and others, for tests.
#![allow(dead_code, reason = "not every test asks for all")]

use std::path::Path;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// Asks the demo pile's site for each address in turn.
pub fn ask(uris: &[&str]) -> Vec<(StatusCode, Value)> {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/pile");
    let metadata = demo.join("metadata.csv");
    ask_of(&demo, &metadata, uris)
}

/// The same over a pile of its own: documents with their name, day and text.
pub fn ask_told(told: &[(&str, &str, &str)], uris: &[&str]) -> Vec<(StatusCode, Value)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pile = folder.path().join("pile");
    std::fs::create_dir(&pile).expect("the folder is ours");
    let mut sidecar = "path,published,outlet\n".to_owned();
    for (name, day, text) in told {
        std::fs::write(pile.join(format!("{name}.txt")), text).expect("the folder is ours");
        sidecar.push_str(&format!("pile/{name}.txt,{day},{name} Post\n"));
    }
    let metadata = folder.path().join("metadata.csv");
    std::fs::write(&metadata, sidecar).expect("the folder is ours");
    ask_of(&pile, &metadata, uris)
}

fn ask_of(pile: &Path, metadata: &Path, uris: &[&str]) -> Vec<(StatusCode, Value)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ledger = folder.path().join("x.sayso");
    let options = sayso::Options {
        metadata: Some(metadata.to_owned()),
        ..Default::default()
    };
    sayso::build(&[pile.to_owned()], &ledger, &options, &|_, _, _| {}).expect("the pile builds");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let answer = |uri: &&str| {
        let request = Request::get(*uri).header("host", "localhost");
        let request = request.body(Body::empty()).expect("a request");
        runtime.block_on(async {
            let site = sayso_serve::router(ledger.clone(), &Default::default());
            let site = site.expect("read only needs nothing");
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
