//! Sources over the demo pile.

mod demo;

use axum::http::StatusCode;
use demo::{ask, list};

#[test]
fn every_number_of_a_record_has_a_list_as_long_that_leads_to_words() {
    let answers = ask(&["/api/sources?limit=2000"]);
    let sources = list(&answers[0].1, "sources");
    let lists = [
        "speaks",
        "passes_on",
        "copies_from",
        "copied_by",
        "corrected",
        "corrects",
        "hedges_lost",
        "hedges_gained",
        "agrees",
        "stands_against",
    ];
    let mut wanted = Vec::new();
    for s in sources {
        let name = s["source"].as_str().expect("a name").replace(' ', "%20");
        for which in lists {
            if let n @ 1.. = s[which].as_u64().expect("a number") {
                wanted.push((format!("/api/sources?name={name}&list={which}"), n));
            }
        }
    }
    let uris: Vec<&str> = wanted.iter().map(|w| w.0.as_str()).collect();
    assert!(uris.len() > 40, "{uris:?}");
    for ((uri, n), (status, said)) in wanted.iter().zip(ask(&uris)) {
        assert_eq!(status, StatusCode::OK, "{uri}");
        assert_eq!(said["total"].as_u64(), Some(*n), "{uri}");
        assert_eq!(list(&said, "items").len() as u64, *n, "{uri}");
        for item in list(&said, "items") {
            for place in list(item, "places") {
                assert!(place["words"].as_str().is_some_and(|w| !w.is_empty()));
                assert!(place["start16"].is_u64(), "{place}");
            }
        }
    }
}

#[test]
fn a_source_speaks_through_others_and_its_words_are_taken() {
    let answers = ask(&[
        "/api/sources",
        "/api/sources?name=Norwind%20Press",
        "/api/sources?name=Norwind%20Press&list=speaks&with=Lena%20Harrow",
        "/api/sources?name=nobody",
        "/api/sources?name=Tarn&list=nothing",
        "/api/sources?sort=nothing",
        "/api/sources?sort=copied_by&q=a&limit=2",
    ]);
    let edges = list(&answers[0].1["network"], "edges");
    let tie = |kind: &str, from: &str, to: &str| {
        edges
            .iter()
            .find(|e| e["kind"] == kind && e["from"] == from && e["to"] == to)
            .map(|e| e["n"].clone())
    };
    assert_eq!(
        tie("cites", "Norwind Press", "Valley Courier"),
        Some(2.into())
    );
    assert!(tie("copies", "Tarn", "Peter W").is_some());
    let strengths: Vec<u64> = edges.iter().filter_map(|e| e["n"].as_u64()).collect();
    assert!(strengths.is_sorted_by(|a, b| a >= b));
    let record = &answers[1].1["record"];
    assert_eq!(record["through"]["Lena Harrow"], 2);
    assert!(record.get("trail").is_none(), "ids stay here");
    assert_eq!(answers[2].1["total"], 2);
    assert_eq!(answers[3].0, StatusCode::NOT_FOUND);
    assert_eq!(answers[4].0, StatusCode::BAD_REQUEST);
    assert_eq!(answers[5].0, StatusCode::BAD_REQUEST);
    let sorted = list(&answers[6].1, "sources");
    assert!(sorted.len() == 2 && answers[6].1["total"].as_u64() > Some(2));
    assert!(sorted[0]["copied_by"].as_u64() >= sorted[1]["copied_by"].as_u64());
}
