//! The demo pile gives the ledger that `demo/golden/cases.json` says, case by case.

use std::path::{Path, PathBuf};

use sayso::record::{Claim, SegmentKind};
use sayso::{Ledger, Options, build, check};
use serde_json::Value;

fn demo() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo")
}

fn ledger() -> (tempfile::TempDir, Ledger) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("demo.sayso");
    let options = Options {
        metadata: Some(demo().join("pile/metadata.csv")),
        ..Options::default()
    };
    let outcome =
        build(&[demo().join("pile")], &path, &options, &|_, _, _| {}).expect("the demo builds");
    assert_eq!(outcome.documents, 25);
    (folder, Ledger::open_read_only(&path).expect("a ledger"))
}

/// The answer a case asks for, and its claim.
fn answer<'c>(claims: &'c [Claim], case: &Value) -> Option<(&'c Claim, usize)> {
    let wanted = |name: &str| case[name].as_str().unwrap_or_default();
    claims.iter().find_map(|claim| {
        let at = claim
            .answers
            .iter()
            .position(|a| a.value == wanted("answer"))?;
        claim
            .question
            .starts_with(wanted("question"))
            .then_some((claim, at))
    })
}

#[test]
fn every_planted_case_reads_as_golden_says() {
    let (_folder, ledger) = ledger();
    let claims = ledger.claims().expect("claims");
    let text = std::fs::read_to_string(demo().join("golden/cases.json")).expect("the cases");
    let cases: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    let mut wrong = Vec::new();
    for case in &cases {
        let name = case["case"].as_str().unwrap_or_default();
        let Some((claim, at)) = answer(&claims, case) else {
            wrong.push(format!("{name}: no such claim or answer"));
            continue;
        };
        let found = &claim.answers[at];
        if let Some(told) = case["told"].as_u64()
            && found.appearances.len() as u64 != told
        {
            wrong.push(format!("{name}: told {} times", found.appearances.len()));
        }
        if let Some([min, max]) = case["origins"].as_array().map(Vec::as_slice)
            && (
                Some(u64::from(found.origins.min)),
                Some(u64::from(found.origins.max)),
            ) != (min.as_u64(), max.as_u64())
        {
            wrong.push(format!("{name}: origins {:?}", found.origins));
        }
        if let Some(relation) = case["relation"].as_str()
            && claim.relation.word() != relation
        {
            wrong.push(format!("{name}: {}", claim.relation.word()));
        }
        if let Some(teller) = case["rejected_by"].as_str() {
            let rejects = found.appearances.iter().any(|x| {
                x.commitment.word() == "rejects"
                    && x.chain.first().is_some_and(|c| c.teller == teller)
            });
            if !rejects {
                wrong.push(format!("{name}: {teller} does not reject it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(
        check(&ledger).expect("it can be read"),
        Vec::<String>::new()
    );
}

#[test]
fn a_chain_of_four_tellers_is_kept_whole() {
    let (_folder, ledger) = ledger();
    let layers = ledger
        .layers("07-gazette-chain")
        .expect("read")
        .expect("there");
    let chains: Vec<Vec<&str>> = layers
        .attributions
        .iter()
        .map(|a| a.chain.iter().map(|c| c.teller.as_str()).collect())
        .collect();
    let wanted = [
        "Mira Stone",
        "Norwind Press",
        "Syrian state television",
        "Adnan Rahhal",
    ];
    assert!(chains.iter().any(|c| c == &wanted), "{chains:?}");
}

#[test]
fn numbers_drift_where_a_comment_is_missing_and_replies_still_find_their_comment() {
    let (_folder, ledger) = ledger();
    let thread = ledger.document("20-thread").expect("read").expect("there");
    let comments: Vec<_> = thread
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Comment)
        .collect();
    assert_eq!(comments.len(), 40);
    assert!(
        comments.iter().all(|c| c.number != Some(14)),
        "14 is missing"
    );
    let by_number = |n: u32| {
        comments
            .iter()
            .find(|c| c.number == Some(n))
            .expect("it is there")
    };
    assert_eq!(by_number(5).reply_to, [by_number(1).id.clone()]);
    assert_eq!(by_number(22).reply_to, [by_number(9).id.clone()]);
}
