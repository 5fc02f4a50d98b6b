//! The API over a small ledger with hostile words in it.

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

const HOSTILE: &str = "<html><body><script>alert(1)</script><p>The mayor 🇸🇾 said on Monday that 12 civilians were killed in Aleppo by the shelling, and the bridge was closed for a week.</p></body></html>";

struct Site {
    _folder: tempfile::TempDir,
    ledger: Arc<PathBuf>,
}

fn site() -> Site {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pile = folder.path().join("pile");
    std::fs::create_dir(&pile).expect("the folder is ours");
    std::fs::write(pile.join("page.html"), HOSTILE).expect("the folder is ours");
    std::fs::write(
        pile.join("a.txt"),
        "🇸🇾 The army said that 40 civilians were killed in Aleppo on 28 March 2016.",
    )
    .expect("the folder is ours");
    std::fs::create_dir(pile.join("sub")).expect("the folder is ours");
    let long = format!(
        "The mayor said that 17 civilians were killed in Raqqa on 2 April 2016{}.",
        ", and ropes".repeat(60)
    );
    std::fs::write(pile.join("sub/b#c.txt"), long).expect("the folder is ours");
    let ledger = folder.path().join("x.sayso");
    sayso::build(&[pile], &ledger, &sayso::Options::default(), &|_, _, _| {})
        .expect("the pile builds");
    Site {
        _folder: folder,
        ledger: Arc::new(ledger),
    }
}

fn get(site: &Site, uri: &str, host: &str) -> (StatusCode, HeaderMap, Vec<u8>) {
    let request = Request::get(uri)
        .header("host", host)
        .body(Body::empty())
        .expect("a request");
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(async {
            let answer = sayso_serve::router(site.ledger.as_ref().clone(), &Default::default())
                .expect("read only needs nothing")
                .oneshot(request)
                .await
                .expect("an answer");
            let (status, headers) = (answer.status(), answer.headers().clone());
            let body = answer.into_body().collect().await.expect("a body");
            (status, headers, body.to_bytes().to_vec())
        })
}

fn json(site: &Site, uri: &str) -> Value {
    let (status, _, body) = get(site, uri, "127.0.0.1:1");
    assert_eq!(status, StatusCode::OK, "{uri}");
    serde_json::from_slice(&body).expect("JSON")
}

#[test]
fn claims_are_paged_and_lead_to_words() {
    let site = site();
    let all = json(&site, "/api/claims");
    let total = all["total"].as_u64().expect("a count");
    assert!(total >= 1, "{all}");
    let none = json(&site, "/api/claims?offset=100000&limit=5");
    assert_eq!(none["total"].as_u64(), Some(total));
    assert_eq!(none["claims"].as_array().map(Vec::len), Some(0));
    let killed = json(&site, "/api/claims?q=killed");
    let id = killed["claims"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let one = json(&site, &format!("/api/claims/{id}"));
    let appearance = &one["claim"]["answers"][0]["appearances"][0];
    let words = &one["contexts"][appearance["id"].as_str().expect("an id")]["words"];
    assert!(
        words.as_str().expect("words").contains("civilians"),
        "{one}"
    );
}

#[test]
fn both_offsets_lead_to_the_same_words() {
    let site = site();
    let document = json(&site, "/api/document?id=a");
    let text = document["text"].as_str().expect("text");
    let units: Vec<u16> = text.encode_utf16().collect();
    let figures = document["layers"]["figures"].as_array().expect("figures");
    assert!(!figures.is_empty(), "{document}");
    for f in figures {
        let n = |name: &str| f[name].as_u64().expect("an offset") as usize;
        let by_bytes = &text[n("start")..n("end")];
        let by_units = String::from_utf16(&units[n("start16")..n("end16")]).expect("whole");
        assert_eq!(by_bytes, by_units);
        assert_ne!(
            n("start"),
            n("start16"),
            "the flag before it tells them apart"
        );
    }
}

#[test]
fn only_the_layers_asked_for_are_sent() {
    let site = site();
    let whole = json(&site, "/api/document?id=a");
    let all = whole["layers"].as_object().expect("layers");
    assert!(all.contains_key("sentences") && !all.contains_key("tokens"));
    let count = |name: &str| whole["layers"][name].as_array().map(|l| l.len() as u64);
    assert!(count("sentences") > Some(0));
    assert_eq!(whole["counts"]["sentences"].as_u64(), count("sentences"));
    let some = json(&site, "/api/document?id=a&layers=figures,%20times");
    let names = |of: &Value| -> Vec<String> {
        let mut names: Vec<String> = of.as_object().expect("an object").keys().cloned().collect();
        names.sort();
        names
    };
    assert_eq!(names(&some["layers"]), ["figures", "times"]);
    assert_eq!(some["layers"]["figures"], whole["layers"]["figures"]);
    assert_eq!(some["text"], whole["text"]);
    // Others are counted; those that were not read are not.
    assert_eq!(some["counts"]["places"].as_u64(), count("places"));
    assert!(some["counts"]["sentences"].is_null());
    let bare = json(&site, "/api/documents/a?layers=sentences&bare=true");
    assert_eq!(names(&bare), ["counts", "id", "layers"]);
    assert_eq!(bare["layers"]["sentences"], whole["layers"]["sentences"]);
    assert_eq!(
        json(&site, "/api/documents/a?layers=")["layers"],
        serde_json::json!({})
    );
    for wrong in ["layers=tokens", "layers=figures,nothing", "bare=perhaps"] {
        let (status, _, body) = get(&site, &format!("/api/documents/a?{wrong}"), "127.0.0.1:1");
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(String::from_utf8_lossy(&body).contains("error"));
    }
}

#[test]
fn claims_and_hits_count_in_both_units_too() {
    let site = site();
    let list = json(&site, "/api/claims?q=40");
    let one = &list["claims"][0]["answers"][0]["appearances"][0];
    let hit = &json(&site, "/api/search?q=army")["hits"][0];
    for place in [one, hit] {
        let n = |name: &str| place[name].as_u64().expect("an offset");
        // One flag before it: eight bytes, four units.
        assert_eq!(n("start") - n("start16"), 4, "{place}");
        assert_eq!(n("end") - n("end16"), 4, "{place}");
    }
}

#[test]
fn an_id_may_stand_in_the_path() {
    let site = site();
    let by_parameter = json(&site, "/api/document?id=sub%2Fb%23c");
    let by_path = json(&site, "/api/documents/sub%2Fb%23c");
    assert_eq!(by_parameter["id"], "sub/b#c");
    assert_eq!(by_parameter, by_path);
}

#[test]
fn context_is_cut_between_words() {
    let site = site();
    let killed = json(&site, "/api/claims?q=17");
    let id = killed["claims"][0]["id"].as_str().expect("an id");
    let one = json(&site, &format!("/api/claims/{id}"));
    let context = one["contexts"]
        .as_object()
        .and_then(|c| c.values().next())
        .expect("a context");
    let after = context["after"].as_str().expect("text");
    let last = after.trim_end_matches(" …").rsplit(' ').next();
    assert!(
        after.ends_with(" …") && matches!(last, Some("and" | "ropes,")),
        "{after}"
    );
}

#[test]
fn a_capture_is_shown_and_never_run() {
    let site = site();
    let document = json(&site, "/api/document?id=page");
    assert!(!document["text"].as_str().expect("text").contains("alert"));
    let sha256 = document["capture"]["sha256"].as_str().expect("a hash");
    let (status, headers, body) = get(&site, &format!("/capture/{sha256}"), "localhost");
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body, HOSTILE.as_bytes());
    assert_eq!(headers["content-type"], "text/plain; charset=utf-8");
    assert_eq!(
        headers["content-security-policy"],
        "sandbox; default-src 'none'"
    );
    assert_eq!(headers["x-content-type-options"], "nosniff");
}

#[test]
fn pages_forbid_inline_code_and_other_hosts() {
    let site = site();
    let (status, headers, _) = get(&site, "/", "127.0.0.1:7777");
    assert_eq!(status, StatusCode::OK);
    let policy = headers["content-security-policy"].to_str().expect("text");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    for host in ["[::1]", "[::1]:7777", "localhost"] {
        assert_eq!(get(&site, "/api/openapi.json", host).0, StatusCode::OK);
    }
    let (status, headers, _) = get(&site, "/api/claims", "evil.example");
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(headers.contains_key("content-security-policy"));
}

#[test]
fn what_is_not_there_is_said_in_json() {
    let site = site();
    for uri in [
        "/api/claims/nothing",
        "/api/document?id=nothing",
        "/capture/00",
        "/nothing",
    ] {
        let (status, _, body) = get(&site, uri, "localhost");
        assert_eq!(status, StatusCode::NOT_FOUND, "{uri}");
        let said: Value = serde_json::from_slice(&body).expect("JSON");
        assert!(said["error"].is_string(), "{uri}");
    }
    for uri in ["/api/claims?contested=perhaps", "/api/search?limit=many"] {
        let (status, _, body) = get(&site, uri, "localhost");
        assert_eq!(status, StatusCode::BAD_REQUEST, "{uri}");
        let said: Value = serde_json::from_slice(&body).expect("JSON");
        assert!(said["error"].is_string(), "{uri}");
    }
    let paths = json(&site, "/api/openapi.json");
    assert!(paths["paths"]["/api/claims/{id}"]["get"].is_object());
}

#[test]
fn an_export_is_a_file_with_the_bytes_of_the_command() {
    let site = site();
    let ledger = sayso::Ledger::open_read_only(&site.ledger).expect("opens");
    for (to, form, name) in [
        ("csv", sayso::Form::Csv, "x.csv"),
        ("jsonl", sayso::Form::Jsonl, "x.jsonl"),
        ("geojson", sayso::Form::Geojson, "x.geojson"),
        ("acled", sayso::Form::Acled, "x.acled.csv"),
        ("ucdp", sayso::Form::Ucdp, "x.ucdp.csv"),
        (
            "claimreview",
            sayso::Form::Claimreview,
            "x.claimreview.jsonld",
        ),
    ] {
        let uri = format!("/api/export?to={to}");
        let (status, headers, body) = get(&site, &uri, "localhost");
        assert_eq!(status, StatusCode::OK, "{to}");
        let told = headers["content-disposition"].to_str().expect("text");
        assert_eq!(told, format!("attachment; filename=\"{name}\""));
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert!(headers.contains_key("etag"), "{to}");
        let mut own = Vec::new();
        sayso::export(&ledger, form, &mut own).expect("exports");
        assert_eq!(body, own, "{to}");
    }
    for uri in ["/api/export?to=exe", "/api/export"] {
        assert_eq!(get(&site, uri, "localhost").0, StatusCode::BAD_REQUEST);
    }
    let paths = json(&site, "/api/openapi.json");
    for path in ["/api/export", "/api/sources", "/api/forecasts"] {
        assert!(paths["paths"][path]["get"].is_object(), "{path}");
    }
}
