//! What coders get: rows in the field's own columns, disputes kept, every row led back to words.

mod pile;

use std::collections::BTreeMap;

use sayso::{Form, Ledger, TableKind, export, table};

type Row = BTreeMap<String, String>;

/// A ledger of two reports of one strike, who disagree on the dead, and one of another place.
fn ledger() -> (tempfile::TempDir, Ledger) {
    let day = "2016-12-13";
    let (folder, path) = pile::built(&[
        (
            "north",
            day,
            "Russia bombed Idlib on Monday, killing dozens of civilians, rescuers said.",
        ),
        (
            "south",
            day,
            "Russia bombed Idlib on Monday, killing 30 civilians, the governor said.",
        ),
        (
            "town",
            day,
            "Islamic State captured Palmyra on Sunday, the mayor said.",
        ),
    ]);
    let ledger = Ledger::open_read_only(&path).expect("a ledger");
    (folder, ledger)
}

fn rows(ledger: &Ledger, form: Form) -> Vec<Row> {
    let mut bytes = Vec::new();
    export(ledger, form, &mut bytes).expect("written");
    let mut table = csv::Reader::from_reader(bytes.as_slice());
    table
        .deserialize()
        .map(|r| r.expect("every row has every column"))
        .collect()
}

#[test]
fn acled_codes_the_lowest_number_and_notes_the_dispute() {
    let (_folder, ledger) = ledger();
    let rows = rows(&ledger, Form::Acled);
    let strike = rows
        .iter()
        .find(|r| r["sub_event_type"] == "Air/drone strike")
        .unwrap_or_else(|| panic!("{rows:#?}"));
    assert_eq!(strike["event_date"], "2016-12-12");
    assert_eq!(strike["time_precision"], "1");
    assert_eq!(strike["actor1"], "Russia");
    assert_eq!(strike["country"], "Syria");
    assert_eq!(strike["iso"], "760");
    // "dozens" reads 12 and is lower than 30.
    assert_eq!(strike["fatalities"], "12");
    assert!(
        strike["notes"].contains("Fatalities disputed"),
        "{strike:#?}"
    );
    assert_eq!(strike["source"], "north Post; south Post");
    let taken = rows
        .iter()
        .find(|r| r["sub_event_type"] == "Non-state actor overtakes territory")
        .unwrap_or_else(|| panic!("{rows:#?}"));
    assert_eq!(
        (taken["location"].as_str(), taken["inter1"].as_str()),
        ("Palmyra", "2")
    );
    assert_eq!(rows[0].len(), 31);
    // Every row leads back to words.
    for row in &rows {
        let words = row["tags"].split("; ").filter_map(|t| t.split_once('#'));
        let mut led = 0;
        for (doc, bytes) in words {
            let (start, end) = bytes.split_once('-').expect("a range");
            let document = ledger.document(doc).expect("reads").expect("is there");
            let (start, end): (usize, usize) = (
                start.parse().expect("a number"),
                end.parse().expect("a number"),
            );
            assert!(document.text.get(start..end).is_some_and(|w| !w.is_empty()));
            led += 1;
        }
        assert!(led > 0, "{row:#?}");
    }
}

#[test]
fn ucdp_keeps_low_best_and_high_and_whom_the_outlet_had_it_from() {
    let (_folder, ledger) = ledger();
    let rows = rows(&ledger, Form::Ucdp);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    let row = &rows[0];
    assert_eq!(row.len(), 49);
    assert_eq!(
        (row["low"].as_str(), row["date_prec"].as_str()),
        ("12", "1")
    );
    assert!(row["high"].parse::<u64>().expect("a number") >= 30);
    assert_eq!(row["deaths_civilians"], row["best"]);
    assert!(row["source_original"].contains("governor"), "{row:#?}");
    assert_eq!(row["where_prec"], "1");
}

#[test]
fn claimreview_relates_what_schema_org_cannot() {
    let (_folder, ledger) = ledger();
    let mut bytes = Vec::new();
    export(&ledger, Form::Claimreview, &mut bytes).expect("written");
    let whole: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
    let graph = whole["@graph"].as_array().expect("a list");
    let ids: Vec<&str> = graph.iter().filter_map(|n| n["@id"].as_str()).collect();
    let mut reviews = 0;
    for node in graph {
        match node["@type"].as_str() {
            Some("Claim") => {
                let first = &node["appearance"][0];
                assert!(first["text"].as_str().is_some_and(|t| !t.is_empty()));
                assert!(
                    first["sayso:sha256"]
                        .as_str()
                        .is_some_and(|h| h.len() == 64)
                );
            }
            Some("ClaimReview") => {
                reviews += 1;
                let answers = node["itemReviewed"].as_array().expect("a list");
                assert!(
                    answers
                        .iter()
                        .all(|a| ids.contains(&a["@id"].as_str().unwrap_or("")))
                );
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(reviews, ledger.claims().expect("reads").len());
}

#[test]
fn tables_of_statements_lead_back_to_their_words() {
    let (_folder, ledger) = ledger();
    let rows = |kind, keep: &dyn Fn(&sayso::record::Statement) -> bool| -> Vec<Row> {
        let mut bytes = Vec::new();
        table(&ledger, kind, keep, &mut bytes).expect("written");
        let mut read = csv::Reader::from_reader(bytes.as_slice());
        let rows = read.deserialize();
        rows.map(|r| r.expect("every row has every column"))
            .collect()
    };
    let documents = ledger.documents().expect("documents");
    for kind in [TableKind::Figures, TableKind::Events, TableKind::Control] {
        let all = rows(kind, &|_| true);
        assert!(!all.is_empty(), "{kind:?}");
        for row in &all {
            let text = &documents
                .iter()
                .find(|d| d.id == row["doc"])
                .expect("a document")
                .text;
            let at = |name: &str| row[name].parse::<usize>().expect("a byte offset");
            assert_eq!(row["words"], text[at("start")..at("end")], "{row:#?}");
            assert!(!row["speaker"].is_empty());
        }
        assert!(rows(kind, &|_| false).is_empty());
    }
    let dead = rows(TableKind::Figures, &|s| s.speaker == "the governor");
    let cells = ["what", "of", "low", "high", "place"].map(|c| dead[0][c].as_str());
    assert_eq!(cells, ["killed", "civilians", "30", "30", "Idlib"]);
}
