//! Lists that grow with the pile, and what they can be asked for by.

mod demo;

use axum::http::StatusCode;
use demo::{ask, ask_told, list};
use serde_json::Value;

const PILE: [(&str, &str, &str); 4] = [
    (
        "North",
        "2016-03-29",
        "The mayor said that 40 civilians were killed in Aleppo on 28 March 2016.",
    ),
    (
        "South",
        "2016-03-30",
        "Activists said that at least 90 civilians were killed in Aleppo on 28 March 2016.",
    ),
    (
        "East",
        "2016-12-13",
        "Islamic State captured Palmyra on 11 December 2016, the governor said.",
    ),
    (
        "West",
        "2017-03-03",
        "The governor said that 12 soldiers were killed in Raqqa in 2015.",
    ),
];

fn questions(answer: &Value) -> Vec<&str> {
    let mut all: Vec<&str> = list(answer, "claims")
        .iter()
        .filter_map(|c| c["question"].as_str())
        .collect();
    all.sort_unstable();
    all
}

#[test]
fn claims_are_found_by_actor_outlet_and_time() {
    let answers = ask_told(
        &PILE,
        &[
            "/api/claims",
            "/api/claims?actor=Islamic%20State",
            "/api/claims?outlet=South%20Post",
            "/api/claims?from=2016-03&to=2016-03",
            "/api/claims?from=2016",
            "/api/claims?to=2015",
            "/api/claims?outlet=South%20Post&from=2017",
            "/api/claims?actor=&outlet=&from=&to=",
            "/api/claims?actor=nobody",
            "/api/claims?reviewed=true",
            "/api/claims?reviewed=false",
            "/api/claims?from=soon",
        ],
    );
    let found: Vec<Vec<&str>> = answers[..11].iter().map(|a| questions(&a.1)).collect();
    let all = &found[0];
    assert!(all.len() >= 3, "{all:?}");
    assert!(
        found[1].iter().all(|q| q.contains("Palmyra")) && !found[1].is_empty(),
        "who answers a question that asks who: {:?}",
        found[1]
    );
    assert!(
        found[2].iter().all(|q| q.contains("Aleppo")) && !found[2].is_empty(),
        "any document that tells it: {:?}",
        found[2]
    );
    assert_eq!(found[3], found[2], "the month of the killing");
    assert!(found[4].len() > found[3].len() && found[4].iter().all(|q| !q.contains("Raqqa")));
    assert!(
        found[5].iter().all(|q| q.contains("Raqqa")) && found[5].len() == 1,
        "a year is all of its days: {:?}",
        found[5]
    );
    assert!(found[6].is_empty(), "all that is asked for holds at once");
    assert_eq!(&found[7], all, "nothing asked for");
    assert!(found[8].is_empty() && found[9].is_empty());
    assert_eq!(&found[10], all, "nobody has judged");
    assert_eq!(answers[11].0, StatusCode::BAD_REQUEST);
    assert!(
        answers[11].1["error"]
            .as_str()
            .is_some_and(|e| e.contains("soon: no day, month or year"))
    );
}

#[test]
fn names_to_choose_from_lead_to_as_many_claims() {
    let choices = ask(&["/api/choices"]).remove(0).1;
    let mut wanted = Vec::new();
    for (names, filter) in [
        ("places", "place"),
        ("actors", "actor"),
        ("outlets", "outlet"),
    ] {
        let names = list(&choices, names);
        assert!(!names.is_empty(), "{filter}");
        for n in names {
            let name = n["name"].as_str().expect("a name").replace(' ', "%20");
            let uri = format!("/api/claims?{filter}={name}&limit=1");
            wanted.push((uri, n["claims"].as_u64()));
        }
    }
    let uris: Vec<&str> = wanted.iter().map(|w| w.0.as_str()).collect();
    for ((uri, claims), (_, said)) in wanted.iter().zip(ask(&uris)) {
        assert_eq!(said["total"].as_u64(), *claims, "{uri}");
    }
}

#[test]
fn documents_and_sources_are_read_on_where_one_left_off() {
    let answers = ask(&[
        "/api/documents",
        "/api/documents?limit=3",
        "/api/documents?limit=1000&offset=3",
        "/api/documents?q=thread",
        "/api/sources?limit=2000",
        "/api/sources?limit=5",
        "/api/sources?limit=2000&offset=5",
    ]);
    let at = |n: usize, name: &str| list(&answers[n].1, name).clone();
    let joined = |a: usize, b: usize, name: &str| [at(a, name), at(b, name)].concat();
    assert_eq!(at(0, "documents"), joined(1, 2, "documents"));
    assert_eq!(at(1, "documents").len(), 3);
    let total = at(0, "documents").len() as u64;
    assert_eq!(answers[1].1["total"].as_u64(), Some(total));
    let some = at(3, "documents").len() as u64;
    assert!(some >= 1 && some < total);
    assert_eq!(answers[3].1["all"].as_u64(), Some(total));
    assert_eq!(at(4, "sources"), joined(5, 6, "sources"));
    assert!(answers[5].1["network"].is_object());
    assert!(answers[6].1["network"].is_null(), "it was sent before");
}

#[test]
fn names_over_time_keep_own_voice_and_quoted_words_apart() {
    let told = [
        (
            "Canal",
            "2016-03-29",
            "Islamic State fighters had left the town.",
        ),
        (
            "Canal2",
            "",
            "“The terrorists of Islamic State ran away from us that night,” said the governor.",
        ),
    ];
    let answers = ask_told(&told, &["/api/naming?actor=Islamic%20State"]);
    let naming = list(&answers[0].1, "naming");
    let sum = |n: &Value, name: &str| -> u64 {
        let months = n[name].as_object().expect("months");
        months.values().filter_map(Value::as_u64).sum()
    };
    assert!(naming.len() >= 2, "{naming:?}");
    for n in naming {
        let (own, quoted) = (n["own"].as_u64(), n["quoted"].as_u64());
        assert_eq!(Some(sum(n, "months_quoted")), quoted, "{n}");
        assert_eq!(Some(sum(n, "months") - sum(n, "months_quoted")), own, "{n}");
    }
    let of = |month: &str, voice: &str| naming.iter().any(|n| n[voice][month].is_u64());
    assert!(of("2016-03", "months") && !of("2016-03", "months_quoted"));
    assert!(of("XXXX", "months_quoted"), "undated uses are kept");
}

#[test]
fn the_queue_and_hits_come_in_parts() {
    let all = ask_told(&PILE, &["/api/review", "/api/search?q=governor"]);
    let (queue, hits) = (&all[0].1, &all[1].1);
    let ids: Vec<&str> = list(queue, "items")
        .iter()
        .filter_map(|i| i["id"].as_str())
        .collect();
    assert!(ids.len() >= 3, "{queue}");
    assert_eq!((&queue["offset"], &queue["at"]), (&0.into(), &Value::Null));
    assert_eq!(hits["total"], 2);
    let last = ids.len() - 1;
    let asked = [
        "/api/review?offset=1&limit=1".to_owned(),
        format!("/api/review?limit=2&at={}", ids[last]),
        format!("/api/review?limit=1&offset=0&at={}", ids[last]),
        "/api/review?at=claim-nothing".to_owned(),
        "/api/review?offset=1000000".to_owned(),
        "/api/search?q=governor&offset=1".to_owned(),
        "/api/search?q=governor&offset=9".to_owned(),
    ];
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let parts = ask_told(&PILE, &asked);
    let first = |n: usize, name: &str| list(&parts[n].1, name).first().cloned();
    assert_eq!(first(0, "items").as_ref(), Some(&queue["items"][1]));
    // Without an offset it is the part in which the question stands.
    assert_eq!(parts[1].1["offset"], last / 2 * 2);
    assert_eq!(parts[1].1["at"]["place"], last);
    assert_eq!(parts[2].1["at"]["item"], queue["items"][last]);
    assert_eq!(first(2, "items").as_ref(), Some(&queue["items"][0]));
    assert_eq!(parts[3].1["at"], Value::Null);
    assert_eq!(parts[4].1["total"], queue["total"]);
    assert_eq!(first(4, "items"), None);
    assert_eq!(first(5, "hits").as_ref(), Some(&hits["hits"][1]));
    assert_eq!(first(6, "hits"), None);
}

#[test]
fn documents_are_told_by_day_and_claims_as_a_table() {
    let answers = ask_told(
        &PILE,
        &[
            "/api/documents?sort=newest",
            "/api/documents?sort=oldest&limit=1",
            "/api/documents?sort=size",
            "/api/search?q=governor",
            "/api/claims?claims=claim-none",
            "/api/document?id=North&layers=figures,attributions&bare=true&spans=true",
            "/api/document?id=North&spans=perhaps",
            "/api/compare?q=nothing",
        ],
    );
    let ids = |n: usize| -> Vec<&str> {
        let all = list(&answers[n].1, "documents").iter();
        all.filter_map(|d| d["id"].as_str()).collect()
    };
    assert_eq!(ids(0), ["West", "East", "South", "North"]);
    assert_eq!(ids(1), ["North"]);
    assert_eq!(answers[2].0, StatusCode::BAD_REQUEST);
    let hits = list(&answers[3].1, "hits");
    let from = hits.iter().find(|h| h["doc"] == "East").expect("a hit");
    assert_eq!(
        (&from["teller"], &from["published"]),
        (&"East Post".into(), &"2016-12-13".into())
    );
    assert_eq!(answers[4].1["total"], 0);
    let figure = &list(&answers[5].1["layers"], "figures")[0];
    let fields: Vec<&String> = figure.as_object().expect("a record").keys().collect();
    assert_eq!(fields, ["start", "end", "start16", "end16"]);
    assert!(list(&answers[5].1["layers"], "attributions")[0]["chain"].is_array());
    assert_eq!(answers[6].0, StatusCode::BAD_REQUEST);
    assert_eq!(answers[7].1["total"], 0);
}
