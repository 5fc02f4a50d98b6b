//! What could be known when; what came of forecasts; how a claim went on; what people correct.

mod pile;

use sayso::record::{Claim, Judgement, OutcomeKind};
use sayso::{Ledger, Options, Turn, as_of, course, judge, sources};

/// A town taken, a forecast about it, and the town taken back.
fn ledger() -> (tempfile::TempDir, std::path::PathBuf) {
    pile::built(&[
        (
            "fall",
            "2016-12-12",
            "Islamic State captured Palmyra on Sunday, the mayor said. At least 40 civilians may have been killed at Palmyra, the Velmora Courier said.",
        ),
        (
            "boast",
            "2016-12-14",
            "General Haddad said the Syrian Arab Army will recapture Palmyra.",
        ),
        (
            "back",
            "2017-03-03",
            "The Syrian Arab Army recaptured Palmyra on Thursday, the governor said. 90 civilians were killed at Palmyra in December 2016, the governor said.",
        ),
    ])
}

/// The question of both counts.
fn dead(claims: &[Claim]) -> Option<&Claim> {
    let mut asked = claims.iter();
    asked.find(|c| {
        c.question
            .starts_with("How many civilians were killed at Palmyra")
    })
}

/// Its answers.
fn values(claims: &[Claim]) -> Vec<String> {
    let answers = dead(claims).map(|c| c.answers.iter().map(|a| a.value.clone()).collect());
    answers.unwrap_or_default()
}

#[test]
fn a_late_source_does_not_rewrite_what_could_be_known() {
    let (_folder, path) = ledger();
    let ledger = Ledger::open_read_only(&path).expect("a ledger");
    assert_eq!(
        values(&ledger.claims().expect("reads")),
        ["at least 40", "90"]
    );
    let then = as_of(&ledger, "2016-12-31", &Options::default()).expect("relates");
    assert_eq!(values(&then.claims), ["at least 40"]);
    assert!(then.statements.iter().all(|s| s.doc != "back"));
    let outcomes = |list: &[sayso::record::Outcome]| -> Vec<OutcomeKind> {
        list.iter().map(|o| o.outcome).collect()
    };
    assert_eq!(outcomes(&then.outcomes), [OutcomeKind::Open]);
    assert_eq!(
        outcomes(&ledger.outcomes().expect("reads")),
        [OutcomeKind::Fulfilled]
    );
    let refused = as_of(&ledger, "last week", &Options::default());
    assert!(refused.is_err_and(|e| e.to_string().contains("2016-03-27")));
}

#[test]
fn a_record_is_kept_of_each_source_and_a_course_of_each_claim() {
    let (_folder, path) = ledger();
    let ledger = Ledger::open_read_only(&path).expect("a ledger");
    let records = sources(&ledger).expect("reads");
    let general = records
        .iter()
        .find(|r| r.forecasts.fulfilled == 1)
        .unwrap_or_else(|| panic!("{records:#?}"));
    assert!(general.source.contains("Haddad"), "{general:?}");
    let claims = ledger.claims().expect("reads");
    let claim = dead(&claims).expect("asked");
    let steps = course(&ledger, claim).expect("reads");
    let turns: Vec<Turn> = steps.iter().map(|s| s.turn).collect();
    assert_eq!(turns, [Turn::First, Turn::First]);
    assert!(steps[0].when < steps[1].when);
}

#[test]
fn a_person_corrects_a_slot_and_takes_it_back() {
    let (_folder, path) = ledger();
    let now = |path: &std::path::Path| {
        let ledger = Ledger::open_read_only(path).expect("a ledger");
        values(&ledger.claims().expect("reads"))
    };
    let statement = {
        let ledger = Ledger::open_read_only(&path).expect("a ledger");
        let all = ledger.statements().expect("reads");
        let found = all.iter().find(|s| {
            matches!(&s.proposition, sayso::record::Proposition::Figure { low: Some(l), .. } if *l == 90.0)
        });
        found.expect("told").id.clone()
    };
    let mut judgement = Judgement {
        id: "judgement-1".to_owned(),
        act: "correct".to_owned(),
        target: statement,
        other: None,
        value: Some("high=120".to_owned()),
        who: "Ona".to_owned(),
        when: Some("2031-01-01T00:00:00Z".to_owned()),
        reason: "the words say up to 120 below".to_owned(),
        retracted: None,
    };
    judge(&path, &judgement, &Options::default()).expect("related again");
    assert_eq!(now(&path), ["at least 40", "90–120"]);
    judgement.retracted = Some("2031-01-02T00:00:00Z".to_owned());
    judge(&path, &judgement, &Options::default()).expect("related again");
    assert_eq!(now(&path), ["at least 40", "90"]);
    // Words set aside are no statements any more.
    let judgement = Judgement {
        id: "judgement-2".to_owned(),
        act: "boilerplate".to_owned(),
        target: "back#0-1000".to_owned(),
        value: None,
        ..judgement
    };
    let judgement = Judgement {
        retracted: None,
        ..judgement
    };
    judge(&path, &judgement, &Options::default()).expect("related again");
    assert_eq!(now(&path), ["at least 40"]);
}
