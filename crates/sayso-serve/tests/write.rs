//! Judgements and additions over a ledger of its own.

use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

struct Site {
    _folder: tempfile::TempDir,
    ledger: PathBuf,
    app: Router,
    token: String,
    runtime: tokio::runtime::Runtime,
}

struct Said(StatusCode, HeaderMap, Vec<u8>);

impl Said {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.2).expect("JSON")
    }
}

impl Site {
    fn new(write: bool) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pile = folder.path().join("pile");
        std::fs::create_dir(&pile).expect("the folder is ours");
        for (name, text) in [
            (
                "a",
                "The army said that 40 civilians were killed in Aleppo on 28 March 2016.",
            ),
            (
                "b",
                "Activists said that at least 90 civilians were killed in Aleppo on 28 March 2016.",
            ),
            (
                "c",
                "Witnesses said that 40 civilians were killed in Aleppo on 28 March 2016.",
            ),
            (
                "d",
                "Doctors said that 7 civilians were killed in Raqqa on 2 April 2016.",
            ),
        ] {
            std::fs::write(pile.join(format!("{name}.txt")), text).expect("the folder is ours");
        }
        let ledger = folder.path().join("x.sayso");
        sayso::build(&[pile], &ledger, &sayso::Options::default(), &|_, _, _| {})
            .expect("the pile builds");
        let options = sayso_serve::Options {
            write,
            ..Default::default()
        };
        let app = sayso_serve::router(ledger.clone(), &options).expect("random numbers");
        let mut site = Site {
            _folder: folder,
            ledger,
            app,
            token: String::new(),
            runtime: tokio::runtime::Runtime::new().expect("a runtime"),
        };
        let token = site.get("/api/meta").json()["token"].clone();
        site.token = token.as_str().unwrap_or("none").to_owned();
        site
    }

    fn ask(&self, method: Method, uri: &str, headers: &[(&str, &str)], body: &[u8]) -> Said {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_vec())).expect("a request");
        self.runtime.block_on(async {
            let answer = self.app.clone().oneshot(request).await.expect("an answer");
            let (status, headers) = (answer.status(), answer.headers().clone());
            let body = answer.into_body().collect().await.expect("a body");
            Said(status, headers, body.to_bytes().to_vec())
        })
    }

    fn get(&self, uri: &str) -> Said {
        self.ask(Method::GET, uri, &[("host", "localhost")], b"")
    }

    fn post(&self, uri: &str, body: &Value) -> Said {
        let headers = [
            ("host", "localhost:7"),
            ("origin", "http://localhost:7"),
            ("x-sayso-token", self.token.as_str()),
        ];
        self.ask(Method::POST, uri, &headers, body.to_string().as_bytes())
    }

    /// The contested claim, with what was seen of its judgements.
    fn claim(&self) -> Value {
        let id = self.get("/api/claims").json()["claims"][0]["id"].clone();
        self.get(&format!("/api/claims/{}", id.as_str().expect("an id")))
            .json()
    }
}

fn act(page: &Value, who: &str, act: &str, more: Value) -> Value {
    let mut body = json!({"claim": page["claim"]["id"], "target": page["claim"]["id"], "act": act,
        "who": who, "seen": page["seen"], "reason": ""});
    for (name, value) in more.as_object().expect("fields") {
        body[name] = value.clone();
    }
    body
}

#[test]
fn a_judgement_is_recorded_shown_and_taken_back() {
    let site = Site::new(true);
    let before = site.claim();
    assert_eq!(before["judgements"], json!([]));
    let queue = site.get("/api/review").json();
    assert_eq!(queue["items"][0]["claim"], before["claim"]["id"]);
    let waiting = queue["total"].as_u64().expect("a count");
    let reviewed = |site: &Site| site.get("/api/claims?reviewed=true").json()["total"].as_u64();
    assert_eq!(reviewed(&site), Some(0));
    let done = site.post(
        "/api/judgements",
        &act(
            &before,
            "Ona Brandt",
            "grade",
            json!({"value": "weak B2", "reason": "I asked both"}),
        ),
    );
    assert_eq!(
        done.0,
        StatusCode::CREATED,
        "{}",
        String::from_utf8_lossy(&done.2)
    );
    let done = done.json();
    assert_eq!(done["trouble"], Value::Null);
    assert!(
        done["changes"]["changed"].to_string().contains("weak B2"),
        "{done}"
    );
    let page = site.claim();
    assert_eq!(page["claim"]["grade"]["by"], "Ona Brandt");
    assert_eq!(page["judgements"][0]["reason"], "I asked both");
    assert_ne!(page["seen"], before["seen"]);
    assert_eq!(reviewed(&site), Some(1));
    let queue = site.get("/api/review").json();
    assert_eq!(queue["total"].as_u64(), Some(waiting - 1));
    assert_eq!(queue["decided"][0]["question"], page["claim"]["question"]);

    // The undoing by another person says who; the record stays.
    let id = done["judgement"]["id"].as_str().expect("an id");
    let uri = format!("/api/judgements/{id}/retract");
    assert_eq!(site.post(&uri, &json!({"who": "Tariq"})).0, StatusCode::OK);
    assert_eq!(
        site.post(&uri, &json!({"who": "Tariq"})).0,
        StatusCode::CONFLICT
    );
    let page = site.claim();
    assert_eq!(page["claim"]["grade"]["by"], "rule");
    let history = page["judgements"].as_array().expect("a list");
    assert!(history[0]["retracted"].is_string());
    assert_eq!(reviewed(&site), Some(0), "what was taken back is no review");
    assert_eq!(
        (&history[1]["act"], &history[1]["who"]),
        (&json!("note"), &json!("Tariq"))
    );
    assert_eq!(
        site.post("/api/judgements/nothing/retract", &json!({"who": "T"}))
            .0,
        StatusCode::NOT_FOUND
    );
}

#[test]
fn who_comes_second_is_told_and_overwrites_nothing() {
    let site = Site::new(true);
    let seen = site.claim();
    let first = act(&seen, "Ona", "grade", json!({"value": "fair B2"}));
    assert_eq!(site.post("/api/judgements", &first).0, StatusCode::CREATED);
    let second = site.post(
        "/api/judgements",
        &act(&seen, "Tariq", "grade", json!({"value": "weak F3"})),
    );
    assert_eq!(second.0, StatusCode::CONFLICT);
    let told = second.json();
    assert_eq!(told["judgements"][0]["who"], "Ona");
    assert_eq!(told["judgements"][0]["value"], "fair B2");
    assert_eq!(site.claim()["claim"]["grade"]["by"], "Ona");
    // Having seen it, Tariq may still judge; both records stay.
    let mut again = act(&seen, "Tariq", "grade", json!({"value": "weak F3"}));
    again["seen"] = told["seen"].clone();
    assert_eq!(site.post("/api/judgements", &again).0, StatusCode::CREATED);
    assert_eq!(site.claim()["judgements"].as_array().map(Vec::len), Some(2));

    // A claim that was merged away meanwhile tells by whom.
    let list = site.get("/api/claims?q=killed").json();
    let other = list["claims"]
        .as_array()
        .expect("claims")
        .iter()
        .find(|c| c["id"] != seen["claim"]["id"])
        .expect("another claim")["id"]
        .clone();
    let open = site
        .get(&format!("/api/claims/{}", other.as_str().expect("an id")))
        .json();
    let merge = act(&site.claim(), "Ona", "merge", json!({"other": other}));
    assert_eq!(site.post("/api/judgements", &merge).0, StatusCode::CREATED);
    let late = site.post(
        "/api/judgements",
        &act(&open, "Tariq", "note", json!({"reason": "Raqqa"})),
    );
    assert_eq!(late.0, StatusCode::CONFLICT);
    assert_eq!(late.json()["judgements"][0]["act"], "merge");
}

#[test]
fn pairs_splits_notes_and_withdrawals_reach_the_count() {
    let site = Site::new(true);
    let page = site.claim();
    let forty = page["claim"]["answers"]
        .as_array()
        .expect("answers")
        .iter()
        .find(|a| a["value"] == "40")
        .expect("an answer")
        .clone();
    let x = |n: usize| forty["appearances"][n]["id"].clone();
    let one = act(
        &page,
        "Ona",
        "not_same_origin",
        json!({"target": x(0), "other": x(1), "reason": "they stood in two places"}),
    );
    let done = site.post("/api/judgements", &one).json();
    assert!(
        done["changes"].to_string().contains("“40”: 1 → 2 origins"),
        "{done}"
    );
    let page = site.claim();
    let split = act(&page, "Ona", "split", json!({"other": x(1)}));
    let done = site.post("/api/judgements", &split).json();
    assert_eq!(done["trouble"], Value::Null);
    assert_eq!(
        done["changes"]["new"].as_array().map(Vec::len),
        Some(1),
        "{done}"
    );
    let gone = act(
        &site.claim(),
        "Ona",
        "withdraw",
        json!({"target": "b", "reason": "taken down by its author"}),
    );
    assert_eq!(site.post("/api/judgements", &gone).0, StatusCode::CREATED);
    assert!(
        !site
            .get("/api/claims")
            .json()
            .to_string()
            .contains("at least 90")
    );

    let page = site.claim();
    for wrong in [
        act(&page, "", "note", json!({"reason": "x"})),
        act(&page, "rule", "note", json!({"reason": "x"})),
        act(&page, "Ona", "note", json!({})),
        act(&page, "Ona", "withdraw", json!({"target": "a"})),
        act(&page, "Ona", "grade", json!({"value": "splendid F3"})),
        act(&page, "Ona", "grade", json!({"value": "weak G9"})),
        act(&page, "Ona", "merge", json!({"other": page["claim"]["id"]})),
        act(
            &page,
            "Ona",
            "same_origin",
            json!({"target": "x", "other": "y"}),
        ),
        act(&page, "Ona", "shout", json!({})),
        json!({"claim": 7}),
    ] {
        let said = site.post("/api/judgements", &wrong);
        assert_eq!(said.0, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(said.json()["error"].is_string());
    }
    let long = act(&page, "Ona", "note", json!({"reason": "x".repeat(70_000)}));
    assert_eq!(
        site.post("/api/judgements", &long).0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[test]
fn nobody_else_writes() {
    let site = Site::new(true);
    let page = site.claim();
    let body = act(&page, "Ona", "note", json!({"reason": "x"})).to_string();
    let token = site.token.as_str();
    for headers in [
        vec![("host", "localhost")],
        vec![("host", "localhost"), ("x-sayso-token", "guessed")],
        vec![
            ("host", "localhost"),
            ("x-sayso-token", token),
            ("origin", "http://evil.example"),
        ],
        vec![
            ("host", "localhost"),
            ("x-sayso-token", token),
            ("origin", "http://localhost:8"),
        ],
        vec![
            ("host", "localhost"),
            ("x-sayso-token", token),
            ("sec-fetch-site", "cross-site"),
        ],
        vec![("host", "evil.example"), ("x-sayso-token", token)],
    ] {
        for uri in ["/api/judgements", "/api/add", "/api/judgements/x/retract"] {
            let said = site.ask(Method::POST, uri, &headers, body.as_bytes());
            assert_eq!(said.0, StatusCode::FORBIDDEN, "{uri} {headers:?}");
        }
    }
    let elsewhere = [("host", "localhost"), ("sec-fetch-site", "cross-site")];
    assert_eq!(
        site.ask(Method::GET, "/api/meta", &elsewhere, b"").0,
        StatusCode::FORBIDDEN
    );
    assert_eq!(site.get("/api/meta").1["cache-control"], "no-store");
    assert_eq!(site.claim()["judgements"], json!([]));

    let closed = Site::new(false);
    let meta = closed.get("/api/meta").json();
    assert_eq!(
        (&meta["write"], &meta["token"]),
        (&json!(false), &Value::Null)
    );
    let said = closed.post(
        "/api/judgements",
        &act(&closed.claim(), "Ona", "note", json!({"reason": "x"})),
    );
    assert_eq!(said.0, StatusCode::FORBIDDEN);
    assert!(
        said.json()["error"]
            .as_str()
            .is_some_and(|e| e.contains("--write"))
    );
}

#[test]
fn an_answer_is_sent_again_only_when_the_ledger_changed() {
    let site = Site::new(true);
    let first = site.get("/api/claims");
    let tag = first.1["etag"].to_str().expect("text").to_owned();
    assert!(tag.starts_with('"'), "strong: {tag}");
    assert_eq!(first.1["cache-control"], "no-cache");
    let again = |uri: &str, tag: &str| {
        site.ask(
            Method::GET,
            uri,
            &[("host", "localhost"), ("if-none-match", tag)],
            b"",
        )
    };
    let held = again("/api/claims", &tag);
    assert_eq!((held.0, held.2.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(held.1["etag"].to_str().ok(), Some(tag.as_str()));
    assert_eq!(
        again("/api/claims?q=x", &tag).0,
        StatusCode::OK,
        "another question"
    );
    assert!(!site.get("/api/claims/nothing").1.contains_key("etag"));
    assert!(!site.get("/api/meta").1.contains_key("etag"));
    let note = act(&site.claim(), "Ona", "note", json!({"reason": "seen"}));
    assert_eq!(site.post("/api/judgements", &note).0, StatusCode::CREATED);
    assert_eq!(again("/api/claims", &tag).0, StatusCode::OK);
    std::fs::remove_file(&site.ledger).expect("it is ours");
    assert_eq!(
        again("/api/claims", &tag).0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
}

#[test]
fn files_are_added_and_what_changed_is_told() {
    let site = Site::new(true);
    let headers = [
        ("host", "localhost"),
        ("x-sayso-token", site.token.as_str()),
    ];
    let opened = site.post("/api/add", &json!({}));
    assert_eq!(opened.0, StatusCode::CREATED);
    let batch = format!("/api/add/{}", opened.json()["batch"]);
    assert_eq!(
        site.post(&batch, &json!({})).0,
        StatusCode::BAD_REQUEST,
        "it is empty"
    );
    let batch = format!(
        "/api/add/{}",
        site.post("/api/add", &json!({})).json()["batch"]
    );
    let text = "Doctors said that 12 civilians were killed in Raqqa on 2 April 2016.";
    let put = |name: &str, bytes: &[u8]| {
        site.ask(
            Method::PUT,
            &format!("{batch}?name={name}"),
            &headers,
            bytes,
        )
    };
    assert_eq!(
        put("..%2Fnew.txt", text.as_bytes()).json()["name"],
        "new.txt"
    );
    assert_eq!(put("New.txt", b"x").0, StatusCode::CONFLICT);
    assert_eq!(put("..", b"x").0, StatusCode::BAD_REQUEST);
    let large = vec![b'x'; 64 * 1024 * 1024];
    let refused = put("large.txt", &large);
    assert_eq!(refused.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        refused.json()["error"]
            .as_str()
            .is_some_and(|e| e.contains("64 MB"))
    );
    let told = site.post(&batch, &json!({}));
    assert_eq!(told.0, StatusCode::OK);
    assert_eq!(told.1["content-type"], "text/event-stream");
    let events = String::from_utf8(told.2).expect("text");
    assert!(
        events.contains("event: progress") && events.contains("\"stage\":\"relate\""),
        "{events}"
    );
    let done = events.split("event: done\ndata: ").nth(1).expect("the end");
    let done: Value = serde_json::from_str(done.trim()).expect("JSON");
    assert_eq!(done["documents"][0]["id"], "new");
    assert!(
        done["changes"]["changed"]
            .to_string()
            .contains("new answer “12”"),
        "{done}"
    );
    assert_eq!(
        site.post(&batch, &json!({})).0,
        StatusCode::NOT_FOUND,
        "it is done"
    );

    // The same name with other words is refused, in words.
    let batch = format!(
        "/api/add/{}",
        site.post("/api/add", &json!({})).json()["batch"]
    );
    site.ask(
        Method::PUT,
        &format!("{batch}?name=new.txt"),
        &headers,
        b"Other words.",
    );
    let said = String::from_utf8(site.post(&batch, &json!({})).2).expect("text");
    assert!(
        said.contains("event: trouble") && said.contains("other bytes"),
        "{said}"
    );
}

#[test]
fn every_endpoint_is_described() {
    let site = Site::new(false);
    let paths = site.get("/api/openapi.json").json()["paths"].clone();
    for path in [
        "/api/meta",
        "/api/report",
        "/api/review",
        "/api/judgements",
        "/api/judgements/{id}/retract",
        "/api/add",
        "/api/add/{batch}",
    ] {
        assert!(paths[path].is_object(), "{path}");
    }
    assert!(paths["/api/judgements"]["post"].is_object());
    assert!(paths["/api/add/{batch}"]["put"].is_object());
}

#[test]
fn a_report_has_words_bytes_and_hashes_and_shortens_names_when_asked() {
    let site = Site::new(true);
    let page = site.claim();
    let id = page["claim"]["id"].as_str().expect("an id");
    let report = site
        .get(&format!("/api/report?claims={id},claim-nothing,{id}"))
        .json();
    assert_eq!(report["claims"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["missing"], json!(["claim-nothing"]));
    let bytes = std::fs::read(&site.ledger).expect("it is ours");
    assert_eq!(report["ledger"], sayso::record::id::sha256_hex(&bytes));
    let note = &report["claims"][0]["notes"][0];
    let document = site
        .get(&format!(
            "/api/document?id={}",
            note["doc"].as_str().expect("an id")
        ))
        .json();
    assert_eq!(note["sha256"], document["capture"]["sha256"]);
    let at = |name: &str| note[name].as_u64().expect("an offset") as usize;
    let text = document["text"].as_str().expect("text");
    assert_eq!(note["words"], text[at("start")..at("end")]);
    assert!(note["start16"].is_u64() && note["end16"].is_u64());
    let contested = site
        .get("/api/report?claims=contested&initials=true")
        .json();
    assert_eq!(contested["initials"], true);
    assert!(contested["total"].as_u64().is_some_and(|n| n >= 1));
    assert_eq!(contested["claims"][0]["notes"][0]["doc"], note["doc"]);
}

#[test]
fn a_slot_is_corrected_and_a_wrong_correction_refused_with_its_reason() {
    let site = Site::new(true);
    let page = site.claim();
    let answers = page["claim"]["answers"].as_array().expect("a list");
    let mut told = answers
        .iter()
        .filter_map(|a| a["appearances"].as_array())
        .flatten();
    let ninety = told.find(|x| x["doc"] == "b").expect("told")["statement"].clone();
    let slots = &page["slots"][ninety.as_str().expect("an id")];
    assert_eq!(
        (&slots["low"], &slots["high"]),
        (&json!("90.0"), &json!(""))
    );
    assert!(slots.get("kind").is_none());
    let correct = |target: &Value, value: &str| {
        let more = json!({"target": target, "value": value, "reason": "misread"});
        site.post("/api/judgements", &act(&page, "Ona", "correct", more))
    };
    for (target, value, why) in [
        (&ninety, "low=many", "no number"),
        (&ninety, "holder=me", "no such slot"),
        (&page["claim"]["id"], "low=3", "choose a telling"),
    ] {
        let refused = correct(target, value);
        assert_eq!(refused.0, StatusCode::BAD_REQUEST, "{value}");
        let said = refused.json()["error"].to_string();
        assert!(said.contains(why), "{said}");
    }
    let done = correct(&ninety, "low=95");
    assert_eq!(done.0, StatusCode::CREATED);
    assert_eq!(done.json()["trouble"], Value::Null);
    let after = site.claim();
    assert!(
        after["claim"]["answers"]
            .to_string()
            .contains("at least 95")
    );
    assert_eq!(after["judgements"][0]["value"], "low=95");
    let decided = site.get("/api/review").json()["decided"][0].clone();
    assert_eq!(decided["claim"], after["claim"]["id"]);
    assert!(decided["names"].to_string().contains(" in b"), "{decided}");
}

#[test]
fn words_are_set_aside_and_taken_up_again() {
    let site = Site::new(true);
    let total = || {
        site.get("/api/claims").json()["total"]
            .as_u64()
            .expect("a count")
    };
    let before = total();
    let aside = |target: &str| {
        let body =
            json!({"act": "boilerplate", "target": target, "who": "Ona", "reason": "a notice"});
        site.post("/api/judgements", &body)
    };
    for (target, why) in [
        ("d#5-5", "START-END"),
        ("d#0-4000", "no words"),
        ("nothing#0-5", "no such document"),
    ] {
        let refused = aside(target);
        assert_eq!(refused.0, StatusCode::BAD_REQUEST, "{target}");
        assert!(refused.json()["error"].to_string().contains(why));
    }
    let done = aside("d#0-60");
    assert_eq!(done.0, StatusCode::CREATED, "{:?}", done.json());
    let done = done.json();
    assert!(
        !done["changes"]["gone"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
    assert!(total() < before);
    let document = site.get("/api/document?id=d").json();
    assert_eq!(document["set_aside"][0]["end16"], 60);
    assert_eq!(document["set_aside"][0]["who"], "Ona");
    let again = aside("d#3-9").json()["error"].to_string();
    assert!(again.contains("already, by Ona"), "{again}");
    let id = done["judgement"]["id"].as_str().expect("an id");
    let back = site.post(
        &format!("/api/judgements/{id}/retract"),
        &json!({"who": "Ona"}),
    );
    assert_eq!(back.0, StatusCode::OK);
    assert_eq!(total(), before);
    assert_eq!(
        site.get("/api/document?id=d").json()["set_aside"],
        json!([])
    );
    let closed = Site::new(false);
    let body = json!({"act": "boilerplate", "target": "d#0-60", "who": "Ona"});
    assert_eq!(
        closed.post("/api/judgements", &body).0,
        StatusCode::FORBIDDEN
    );
}
