//! Counts are of one incident only where their days allow it.

mod pile;

use sayso::Ledger;
use sayso::record::{Claim, ClaimRelation};

fn claims(texts: &[(&str, &str, &str)]) -> Vec<Claim> {
    let (_folder, path) = pile::built(texts);
    let ledger = Ledger::open_read_only(&path).expect("a ledger");
    let mut claims = ledger.claims().expect("claims");
    claims.retain(|c| c.question.contains("killed"));
    claims.sort_by(|a, b| a.question.cmp(&b.question));
    claims
}

fn told(claims: &[Claim]) -> Vec<(String, Vec<String>)> {
    let values = |c: &Claim| c.answers.iter().map(|a| a.value.clone()).collect();
    claims
        .iter()
        .map(|c| (c.question.clone(), values(c)))
        .collect()
}

#[test]
fn two_strikes_on_one_town_are_two_questions() {
    let found = claims(&[
        (
            "one",
            "2016-10-04",
            "Shells killed 12 civilians in Ariha on Monday, the mayor said.",
        ),
        (
            "two",
            "2016-10-12",
            "Shells killed 40 civilians in Ariha on Tuesday, the governor said.",
        ),
        (
            "three",
            "2016-10-12",
            "Shells killed 15 civilians in Ariha on Tuesday, a doctor said.",
        ),
    ]);
    let asked = told(&found);
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!(
        asked[0].0,
        "How many civilians were killed at Ariha on 11 October 2016?"
    );
    assert_eq!(found[0].relation, ClaimRelation::Conflict);
    assert_eq!(
        asked[1],
        (
            "How many civilians were killed at Ariha on 3 October 2016?".to_owned(),
            vec!["12".to_owned()]
        )
    );
}

#[test]
fn a_count_without_a_day_goes_on_with_its_text_or_with_the_count_it_repeats() {
    let found = claims(&[
        (
            "one",
            "2016-10-04",
            "Shells killed 12 civilians in Ariha on Monday, the mayor said.",
        ),
        (
            "two",
            "2016-10-12",
            "Shells killed 40 civilians in Ariha on Tuesday, the governor said. He had spoken of 30 civilians killed in Ariha before.",
        ),
        (
            "late",
            "2016-10-25",
            "Everybody mourns the 40 civilians killed in Ariha.",
        ),
        (
            "other",
            "2016-10-25",
            "Only 5 civilians were killed in Ariha, the baker said.",
        ),
        (
            "war",
            "2016-10-12",
            "More than 300,000 civilians have been killed in Ariha, the office said.",
        ),
    ]);
    let asked = told(&found);
    let values = |part: &str| -> Vec<String> {
        let one = asked.iter().find(|(question, _)| question.contains(part));
        one.unwrap_or_else(|| panic!("{part}: {asked:?}")).1.clone()
    };
    assert_eq!(asked.len(), 4, "{asked:?}");
    assert_eq!(values("on 3 October"), ["12"]);
    let mut there = values("on 11 October");
    there.sort();
    assert_eq!(there, ["30", "40"]);
    assert_eq!(values("told on 25 October 2016"), ["5"]);
    assert_eq!(values("in all, told in October 2016"), ["at least 300,000"]);
}
