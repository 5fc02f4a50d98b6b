//! Who does not say it: cannot confirm, declines to comment, has not denied, or is nobody.
//!
//! None of these asserts, and none denies: what they stand before is left open.

use sayso_record::{Commitment, Hedge, Stance};

use super::grammar::Found;
use super::scan::Word;

/// Stems of checking and disclosing: whoever does not do so leaves a thing open.
const CHECKS: &[&str] = &[
    "confirm",
    "verif",
    "corroborat",
    "substantiat",
    "authenticat",
    "establish",
    "acknowledg",
];

/// Stems of saying, after "declined to".
const SAYS: &[&str] = &[
    "say", "comment", "answer", "disclos", "specif", "reveal", "discuss", "identif", "elaborat",
    "explain", "give", "state",
];

/// Stems of denying: whoever does not deny leaves a thing open too.
const DENIES: &[&str] = &["den", "reject", "dismiss", "refut", "disput"];

/// Words that deny a verb.
const NOTS: &[&str] = &[
    "not", "n't", "never", "unable", "neither", "nor", "cannot", "without", "couldn't", "didn't",
    "can't", "won't", "hasn't", "haven't", "failed", "yet",
];

/// Subjects that are nobody.
const NOBODY: &[&str] = &["no", "no-one", "nobody", "none", "neither", "few", "hardly"];

/// Leaves open what nobody says, or nobody stands by.
pub(super) fn open(words: &[Word<'_>], found: &mut [Found]) {
    for f in found {
        let lower = |n: usize| words.get(n).map_or("", |w| w.lower.as_str());
        let stem = |n: usize, stems: &[&str]| stems.iter().any(|s| lower(n).starts_with(s));
        let nobody = (1..=6).contains(&f.source.len()) && NOBODY.contains(&lower(f.source.start));
        let declines = f.cue.clone().any(|n| {
            let will_not = stem(n, &["declin", "refus"]);
            let after = (n + 1..n + 4).find(|k| lower(*k) == "to").map(|to| to + 1);
            will_not && after.is_some_and(|n| stem(n, CHECKS) || stem(n, SAYS))
        });
        let verb = f.cue.clone().find(|n| stem(*n, CHECKS));
        let denial = f.cue.clone().find(|n| stem(*n, DENIES));
        // A "not" in the same verb group: before the cue, no other verb's clause between.
        let negated = |at: usize| {
            (at.saturating_sub(5)..at)
                .rev()
                .take_while(|n| !words[*n].is(",") && !words[*n].quote() && lower(*n) != "that")
                .any(|n| NOTS.contains(&lower(n)) && !(lower(n) == "yet" && lower(n + 1) != "to"))
        };
        let unchecked = verb.is_some_and(negated);
        let undenied = denial.is_some_and(negated) && f.stance == Stance::Denies;
        if nobody || declines || unchecked || undenied {
            f.stance = Stance::Questions;
            f.hedge = Hedge::Unconfirmed;
            f.commitment = Commitment::Neutral;
        }
        if nobody {
            f.source = f.source.start..f.source.start;
            f.impersonal = true;
        }
    }
}

/// Ends what is denied before what is only told beside it: "denied striking the school, where 20
/// people were killed", "denied responsibility for the attack that killed 12".
pub(super) fn beside(words: &[Word<'_>], found: &mut [Found]) {
    let lower = |n: usize| words.get(n).map_or("", |w| w.lower.as_str());
    for f in found.iter_mut().filter(|f| f.stance == Stance::Denies) {
        let cue = f.cue.end;
        for part in f.content.iter_mut().filter(|p| p.start >= cue) {
            let part_of = (part.start..part.end.min(part.start + 4)).any(|n| {
                matches!(
                    lower(n),
                    "responsibility" | "involvement" | "role" | "part" | "complicity"
                )
            });
            let opens = |n: usize| {
                matches!(
                    lower(n),
                    "where"
                        | "which"
                        | "who"
                        | "when"
                        | "killing"
                        | "leaving"
                        | "injuring"
                        | "wounding"
                )
            };
            let end = (part.start + 1..part.end).find(|n| {
                words[*n].is(",") && opens(n + 1)
                    || part_of && matches!(lower(*n), "that" | "which" | "where")
            });
            part.end = end.unwrap_or(part.end);
        }
    }
}

/// The reserve with which a teller says a thing himself: "reportedly", "allegedly".
pub(super) fn own(words: &[Word<'_>]) -> Hedge {
    let hedge = |w: &Word<'_>| match w.lower.as_str() {
        "reportedly" => Some(Hedge::Reported),
        "allegedly" | "purportedly" | "supposedly" => Some(Hedge::Alleged),
        "apparently" | "probably" => Some(Hedge::Probable),
        "unconfirmed" => Some(Hedge::Unconfirmed),
        _ => None,
    };
    words.iter().find_map(hedge).unwrap_or(Hedge::None)
}
