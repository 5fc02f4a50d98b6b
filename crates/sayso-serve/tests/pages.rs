//! Threads, comparisons and the map over the demo pile.

mod demo;

use axum::http::StatusCode;
use demo::{ask, list};
use serde_json::Value;

#[test]
fn a_thread_tells_what_each_comment_answers_and_a_claims_path() {
    let answers = ask(&[
        "/api/threads",
        "/api/thread?id=20-thread",
        "/api/thread?id=nothing",
    ]);
    assert_eq!(list(&answers[0].1, "threads")[0]["id"], "20-thread");
    assert_eq!(list(&answers[0].1, "threads")[0]["comments"], 40);
    let thread = &answers[1].1;
    let nine = &list(thread, "comments")[8];
    assert_eq!(nine["answers"], serde_json::json!(["c5"]));
    assert!(
        nine["words"]
            .as_str()
            .is_some_and(|w| w.ends_with("4,000."))
    );
    let claim = &list(thread, "claims")[0];
    let path: Vec<&str> = list(claim, "appearances")
        .iter()
        .filter_map(|x| x["comment"].as_str())
        .collect();
    assert_eq!(path, ["c1", "c7", "c9"]);
    let kinds = list(thread, "relations");
    assert!(
        kinds
            .iter()
            .any(|r| r["kind"] == "derives" && r["from"] == "c1" && r["to"] == "c7")
    );
    assert_eq!(answers[2].0, StatusCode::NOT_FOUND);
    let guesses = list(thread, "replies");
    let two = guesses.iter().find(|r| r["comment"] == "c2").expect("told");
    assert_eq!(
        (&two["to"], &two["stance"]),
        (&"c1".into(), &"query".into())
    );
    for guess in guesses {
        assert!(guess["probability"].as_f64().is_some_and(|p| p >= 0.5));
        assert_ne!(guess["stance"], "comment");
    }
}

#[test]
fn a_passage_is_compared_from_the_earlier_to_the_later() {
    let answers = ask(&[
        "/api/compare",
        "/api/compare?a=03-standard-uncredited&b=02-courier-credited",
        "/api/document?id=03-standard-uncredited",
        "/api/compare?passage=nothing",
        "/api/compare?a=08-post-forecast&b=20-thread",
    ]);
    let pairs = list(&answers[0].1, "pairs");
    assert!(
        pairs
            .iter()
            .any(|p| p["a"] == "02-courier-credited" && p["b"] == "03-standard-uncredited")
    );
    // The later document was asked for first: it stays left, and what it lacks was dropped.
    let (page, passage) = (&answers[1].1, &list(&answers[1].1, "passages")[0]);
    assert_eq!(passage["from"], "b");
    let says = |which: &str, change: &Value| {
        let at = |name: &str| change[which][name].as_u64().map(|n| n as usize);
        let text = page[which]["text"].as_str().expect("a text");
        Some(text[at("start")?..at("end")?].to_owned())
    };
    let dropped: Vec<String> = list(passage, "changes")
        .iter()
        .filter(|c| c["kind"] == "dropped")
        .filter_map(|c| says("b", c))
        .collect();
    assert_eq!(dropped.join(" "), "Norwind Press reported from the town");
    let own = list(&answers[2].1, "passages");
    assert!(
        own.iter()
            .any(|p| p["other"] == "02-courier-credited" && p["way"] == "from")
    );
    assert_eq!(answers[3].0, StatusCode::NOT_FOUND);
    assert!(list(&answers[4].1, "passages").is_empty());
}

#[test]
fn events_are_told_by_day_with_place_and_words() {
    let answers = ask(&[
        "/api/events?day=2019-04-02",
        "/api/events",
        "/api/events?day=1999-01-01",
    ]);
    let told = &answers[0].1;
    let events = list(told, "events");
    assert_eq!(told["total"], events.len());
    assert!(!events.is_empty());
    for e in events {
        let (from, to) = (e["from"].as_str(), e["to"].as_str());
        assert!(from.is_some_and(|f| f <= "2019-04-02") && to.is_some_and(|t| "2019-04-02" <= t));
        assert!(e["words"].as_str().is_some_and(|w| !w.is_empty()));
        let event = e["event"].as_str().unwrap_or_default();
        assert!(
            !event.contains("territory") && !event.starts_with("Statement"),
            "{event}"
        );
    }
    let days = told["days"].as_object().expect("days");
    assert!(days.contains_key("2019-04-02"));
    let places = list(told, "places");
    assert!(
        places
            .iter()
            .any(|p| p["name"] == "al-Sukhnah" && p["lat"].is_f64())
    );
    assert!(list(&answers[1].1, "events").is_empty());
    assert_eq!(answers[1].1["days"], told["days"]);
    assert!(list(&answers[2].1, "events").is_empty());
}

#[test]
fn control_is_told_with_days_place_and_words() {
    let answers = ask(&["/api/control"]);
    let reports = list(&answers[0].1, "reports");
    let on = |day: &str, holder: &str| {
        reports
            .iter()
            .find(|r| r["from"] == day && r["to"] == day && r["holder"] == holder)
            .expect("a report")
    };
    let army = on("2019-04-07", "Syrian Arab Army");
    let islamic = on("2019-04-07", "Islamic State");
    assert_eq!(army["place"], "al-Sukhnah");
    assert_eq!(army["contested"], true);
    assert_eq!(army["claim"], islamic["claim"]);
    assert_ne!(army["answer"], islamic["answer"]);
    assert!(
        army["words"]
            .as_str()
            .is_some_and(|w| w.contains("Sukhnah"))
    );
    let days: Vec<&str> = reports.iter().filter_map(|r| r["from"].as_str()).collect();
    assert!(days.is_sorted());
    let places = list(&answers[0].1, "places");
    let town = places.iter().find(|p| p["name"] == "al-Sukhnah");
    assert!(town.is_some_and(|p| {
        p["lat"]
            .as_f64()
            .is_some_and(|lat| (34.0..36.0).contains(&lat))
    }));
}
