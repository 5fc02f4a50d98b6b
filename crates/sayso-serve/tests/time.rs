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
fn open_forecasts_of_the_demo_pile_say_why() {
    let answers = ask(&[
        "/api/forecasts?by=Fadi%20Nasser",
        "/api/forecasts?limit=many",
    ]);
    let forecast = &list(&answers[0].1, "forecasts")[0];
    assert_eq!(forecast["outcome"], "open");
    assert_eq!(forecast["because"][0], "nothing later in the pile tells");
    assert_eq!(answers[1].0, StatusCode::BAD_REQUEST);
}
