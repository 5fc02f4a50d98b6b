//! What was foretold, and what could be known when.

mod demo;

use axum::http::StatusCode;
use demo::{ask, ask_told, list};

/// A town taken, a forecast about it, and the town taken back.
const STORY: [(&str, &str, &str); 3] = [
    (
        "fall",
        "2016-12-12",
        "Islamic State captured Palmyra on Sunday, the mayor said. At least 40 civilians may have been killed at Palmyra, the Velmora Courier said.",
    ),
    (
        "boast",
        "2016-12-14",
        "Märchen: General Haddad said the Syrian Arab Army will recapture Palmyra.",
    ),
    (
        "back",
        "2017-03-03",
        "The Syrian Arab Army recaptured Palmyra on Thursday, the governor said. 90 civilians were killed at Palmyra in December 2016, the governor said.",
    ),
];

#[test]
fn a_forecast_is_told_with_what_decided_it() {
    let answers = ask_told(
        &STORY,
        &[
            "/api/forecasts",
            "/api/forecasts?outcome=open",
            "/api/forecasts?place=Palmyra&by=nobody",
        ],
    );
    let forecast = &list(&answers[0].1, "forecasts")[0];
    assert_eq!(forecast["outcome"], "fulfilled");
    assert_eq!(forecast["proposition"]["made"], "2016-12-14");
    assert!(!list(forecast, "because").is_empty());
    let decided = &list(forecast, "deciding")[0]["places"][0];
    assert_eq!(
        (&decided["doc"], &decided["role"]),
        (&"back".into(), &"for it".into())
    );
    assert!(
        decided["words"]
            .as_str()
            .is_some_and(|w| w.contains("recaptured"))
    );
    let at = &forecast["places"][0];
    assert_eq!(
        at["start"].as_u64().map(|n| n - 1),
        at["start16"].as_u64(),
        "the umlaut before it counts two bytes"
    );
    let record = &list(&answers[0].1, "speakers")[0];
    assert_eq!(
        (&record["fulfilled"], &record["open"]),
        (&1.into(), &0.into())
    );
    for (_, none) in &answers[1..] {
        assert_eq!((&none["total"], &none["all"]), (&0.into(), &1.into()));
        assert_eq!(list(none, "places"), &["Palmyra"]);
    }
}

#[test]
fn forecasts_of_the_demo_pile_say_why() {
    let answers = ask(&[
        "/api/forecasts?by=Fadi%20Nasser",
        "/api/forecasts?limit=many",
        "/api/forecasts?by=Elias%20Brandt",
    ]);
    // Foretold for 5 April, told to have come on 7 April.
    let late = &list(&answers[0].1, "forecasts")[0];
    assert_eq!(late["outcome"], "contradicted");
    assert_eq!(
        late["because"][0],
        "2 later statements speak against it; first Petra Lang in 10-tribune-control (2019-04-07)"
    );
    assert_eq!(answers[1].0, StatusCode::BAD_REQUEST);
    let open = &list(&answers[2].1, "forecasts")[0];
    assert_eq!(open["outcome"], "open");
    assert_eq!(
        open["because"][0],
        "its words give no slots to hold against later reports"
    );
}

#[test]
fn claims_are_told_as_they_could_be_known_then() {
    let answers = ask_told(
        &STORY,
        &[
            "/api/claims?kind=figure",
            "/api/claims?kind=figure&as_of=2016-12-31",
            "/api/claims?as_of=2015",
            "/api/claims?as_of=last%20week",
        ],
    );
    let values = |answer: &serde_json::Value| -> Vec<String> {
        list(&list(answer, "claims")[0], "answers")
            .iter()
            .map(|a| a["value"].as_str().expect("a value").to_owned())
            .collect()
    };
    assert_eq!(values(&answers[0].1), ["at least 40", "90"]);
    assert_eq!(answers[0].1["as_of"], serde_json::Value::Null);
    assert_eq!(values(&answers[1].1), ["at least 40"]);
    assert_eq!(answers[1].1["as_of"], "2016-12-31");
    assert!(answers[1].1["all"].as_u64() < answers[1].1["now"].as_u64());
    assert_eq!(answers[2].1["total"], 0);
    assert_eq!(answers[3].0, StatusCode::BAD_REQUEST);
    let id = |n: usize| {
        let claim = &list(&answers[n].1, "claims")[0];
        claim["id"].as_str().expect("an id").to_owned()
    };
    let then = format!("/api/claims/{}?as_of=2016-12-31", id(1));
    let now = format!("/api/claims/{}", id(0));
    let gone = format!("/api/claims/{}?as_of=2016-12-01", id(0));
    let pages = ask_told(&STORY, &[&then, &now, &gone]);
    let docs = |page: &serde_json::Value| -> Vec<String> {
        list(page, "course")
            .iter()
            .map(|s| s["doc"].as_str().expect("an id").to_owned())
            .collect()
    };
    assert_eq!(docs(&pages[0].1), ["fall"]);
    assert_eq!(docs(&pages[1].1), ["fall", "back"]);
    let step = &list(&pages[1].1, "course")[0];
    assert_eq!(
        (&step["turn"], &step["says"]),
        (&"first".into(), &"first told".into())
    );
    assert!(step["words"].is_string() && step["end16"].is_u64());
    assert_eq!(pages[0].1["now"], id(0).as_str());
    assert_eq!(pages[2].0, StatusCode::NOT_FOUND);
}

#[test]
fn forecasts_control_and_documents_are_told_as_they_could_be_known_then() {
    let answers = ask_told(
        &STORY,
        &[
            "/api/forecasts?as_of=2016-12-31",
            "/api/forecasts?as_of=2016-12-13",
            "/api/control?as_of=2016-12-31",
            "/api/control",
            "/api/documents?as_of=2016-12-31",
            "/api/documents?as_of=2016-12",
            "/api/documents",
            "/api/documents?as_of=soon",
            "/api/control?as_of=soon",
            "/api/forecasts?as_of=soon",
        ],
    );
    let forecast = &list(&answers[0].1, "forecasts")[0];
    assert_eq!(forecast["outcome"], "open", "what decided it came later");
    assert_eq!(answers[0].1["as_of"], "2016-12-31");
    assert_eq!(answers[1].1["all"], 0);
    let docs = |n: usize, name: &str, key: &str| -> Vec<String> {
        let mut docs: Vec<String> = list(&answers[n].1, name)
            .iter()
            .map(|r| r[key].as_str().expect("an id").to_owned())
            .collect();
        docs.dedup();
        docs
    };
    assert_eq!(docs(2, "reports", "doc"), ["fall", "boast"]);
    assert_eq!(docs(3, "reports", "doc"), ["fall", "boast", "back"]);
    for n in [4, 5] {
        assert_eq!(docs(n, "documents", "id"), ["boast", "fall"]);
        assert_eq!(answers[n].1["all"], 3);
    }
    assert_eq!(docs(6, "documents", "id"), ["back", "boast", "fall"]);
    for (status, said) in &answers[7..] {
        assert_eq!(*status, StatusCode::BAD_REQUEST);
        assert!(said["error"].as_str().is_some_and(|e| e.contains("soon")));
    }
}

#[test]
fn sources_threads_names_and_reports_are_told_as_they_could_be_known_then() {
    const THREAD: &str = "Steppe Forum\n\nDecember 12, 2016\n\nIslamic State captured Palmyra on Sunday, and the baker of the lower village saw it from his roof.\n\nPosted by: Tarn | Dec 12, 2016 4:10:00 PM | 1\n\nI read that 4,000 fighters of Islamic State attacked Palmyra. Islamic State captured Palmyra on Sunday, and the baker of the lower village saw it from his roof.\n\nPosted by: Ona | Dec 14, 2016 5:10:00 PM | 2\n";
    let mut told = STORY.to_vec();
    told.push(("forum", "2016-12-12", THREAD));
    let answers = ask_told(
        &told,
        &[
            "/api/sources",
            "/api/sources?as_of=2016-12-13",
            "/api/sources?as_of=2016-12-13&name=the%20governor",
            "/api/sources?as_of=2017-03&name=the%20governor&list=speaks",
            "/api/naming?actor=Islamic%20State&as_of=2016-12-13",
            "/api/threads?as_of=2016-12-13",
            "/api/thread?id=forum&as_of=2016-12-13",
            "/api/thread?id=forum&as_of=2016-12-11",
            "/api/report?claims=contested&as_of=2016-12-13",
            "/api/threads",
            "/api/sources?as_of=soon",
            "/api/naming?as_of=soon",
            "/api/threads?as_of=soon",
            "/api/thread?id=forum&as_of=soon",
            "/api/report?claims=contested&as_of=soon",
        ],
    );
    let named = |n: usize, who: &str| {
        let all = list(&answers[n].1, "sources");
        all.iter().any(|s| s["source"] == who)
    };
    assert!(named(0, "the governor") && !named(1, "the governor"));
    assert!(named(1, "the mayor"), "{:?}", answers[1].1);
    let copies = |n: usize| {
        let ties = list(&answers[n].1["network"], "edges");
        ties.iter()
            .any(|e| e["kind"] == "copies" && e["to"] == "Ona")
    };
    assert!(copies(0) && !copies(1), "words taken later are not known");
    assert_eq!(answers[1].1["as_of"], "2016-12-13");
    assert_eq!(answers[2].0, StatusCode::NOT_FOUND);
    assert!(!list(&answers[3].1, "items").is_empty());
    for way in list(&answers[4].1, "naming") {
        let months = way["months"].as_object().expect("months");
        assert!(months.keys().all(|m| m == "2016-12"), "{way}");
    }
    let comments = |n: usize| list(&answers[n].1, "threads")[0]["comments"].clone();
    assert_eq!((comments(5), comments(9)), (1.into(), 2.into()));
    let thread = &answers[6].1;
    assert_eq!(list(thread, "comments").len(), 1);
    assert!(!thread.to_string().contains("4,000"), "{thread}");
    assert_eq!(answers[7].0, StatusCode::NOT_FOUND);
    assert_eq!(answers[8].1["as_of"], "2016-12-13");
    assert_eq!(answers[8].1["documents"], 2);
    for (status, said) in &answers[10..] {
        assert_eq!(*status, StatusCode::BAD_REQUEST);
        assert!(said["error"].as_str().is_some_and(|e| e.contains("soon")));
    }
}
