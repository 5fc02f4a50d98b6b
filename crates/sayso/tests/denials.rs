//! A negated or rejected proposition is never told as asserted: five reports of one capture, one of
//! which asserts it.

mod pile;

use sayso::Ledger;
use sayso::record::ClaimRelation;

#[test]
fn only_the_one_who_asserts_it_asserts_it() {
    let day = "2016-12-13";
    let (_folder, path) = pile::built(&[
        (
            "denied",
            day,
            "The ministry denied on Monday that Islamic State had captured Palmyra.",
        ),
        (
            "negated",
            day,
            "Islamic State did not capture Palmyra on Monday, residents said.",
        ),
        (
            "rejected",
            day,
            "Some outlets falsely reported that Islamic State captured Palmyra on Monday.",
        ),
        (
            "unproven",
            day,
            "There is no evidence that Islamic State captured Palmyra on Monday.",
        ),
        (
            "asserted",
            day,
            "Islamic State captured Palmyra on Monday, the mayor said.",
        ),
    ]);
    let claims = Ledger::open_read_only(&path)
        .and_then(|l| l.claims())
        .expect("claims");
    let claim = claims
        .iter()
        .find(|c| c.question.starts_with("Who captured Palmyra"))
        .expect("the question is asked");
    assert_eq!(claim.relation, ClaimRelation::Conflict);
    let answer = |value: &str| {
        let answer = claim.answers.iter().find(|a| a.value == value);
        answer.unwrap_or_else(|| panic!("{value}: {:?}", claim.answers))
    };
    let told = |value: &str| {
        let mut docs: Vec<&str> = answer(value)
            .appearances
            .iter()
            .map(|x| x.doc.as_str())
            .collect();
        docs.sort_unstable();
        docs
    };
    assert_eq!(told("not Islamic State"), ["denied", "negated"]);
    // The rejecting teller is shown; of support there is the mayor alone.
    assert_eq!(told("Islamic State"), ["asserted", "rejected"]);
    assert_eq!(answer("Islamic State").origins.min, 1);
}
