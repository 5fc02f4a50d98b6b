//! Grades: what the independent origins are worth, with the reasons printed.
//!
//! Two scales. Airwars' (airwars.org, methodology notes), with independent origins in the place of
//! reports: *confirmed* only by an admission of the responsible party, *fair* two or more
//! independent origins, *weak* a single one, *contested* competing claims, *discounted* when those
//! who repeat it reject it. And the NATO Admiralty code, whose two axes are rated apart: the
//! source's reliability comes from its record ([`super::records`]) and is F (cannot be judged) where
//! the pile holds none; credibility follows the origins.

use std::collections::BTreeSet;

use sayso_record::{
    Answer, ClaimKind, ClaimRelation, Grade, Hedge, Judgement, Modality, Proposition, Statement,
};

use crate::relate::claims::{Draft, harmful, supports};
use crate::resolve::names::plain;

/// The suggested grade, or the person's.
pub(crate) fn grade(
    draft: &Draft,
    relation: ClaimRelation,
    answers: &[Answer],
    statements: &[Statement],
    judgements: &[&Judgement],
) -> Grade {
    let mut grade = suggest(draft, relation, answers, statements);
    let said = judgements
        .iter()
        .filter(|j| j.act == "grade" && j.target == draft.id)
        .max_by_key(|j| (&j.when, &j.id));
    if let Some(judgement) = said {
        apply(&mut grade, judgement);
    }
    grade
}

fn apply(grade: &mut Grade, judgement: &Judgement) {
    let Some(value) = judgement.value.as_deref() else {
        return;
    };
    for part in value.split(['/', ',', ' ']).filter(|p| !p.is_empty()) {
        let upper = part.to_uppercase();
        let mut letters = upper.chars();
        let code = matches!(letters.next(), Some('A'..='F'))
            && matches!(letters.next(), Some('1'..='6'))
            && letters.next().is_none();
        if code {
            grade.admiralty = upper;
        } else {
            grade.airwars = part.to_lowercase();
        }
    }
    let reason = if judgement.reason.is_empty() {
        String::new()
    } else {
        format!(": {}", judgement.reason)
    };
    grade
        .because
        .insert(0, format!("graded {value} by {}{reason}", judgement.who));
    grade.by = judgement.who.clone();
}

fn suggest(
    draft: &Draft,
    relation: ClaimRelation,
    answers: &[Answer],
    statements: &[Statement],
) -> Grade {
    let mut because = Vec::new();
    let standing: Vec<&Answer> = answers.iter().filter(|a| a.origins.min > 0).collect();
    let second_hand = answers.iter().find(|a| a.origins.max > 0);
    let best = standing
        .iter()
        .max_by_key(|a| (a.origins.min, a.origins.max));
    let disputed = relation == ClaimRelation::Conflict;
    let airwars = if let Some(who) = admission(draft, statements) {
        because.push(format!("confirmed: {who} says so of its own act"));
        "confirmed"
    } else if let Some(best) = best {
        let docs: BTreeSet<&str> = best
            .appearances
            .iter()
            .filter(|a| supports(a.commitment))
            .map(|a| a.doc.as_str())
            .collect();
        let tally = format!("{}, {}", plural(docs.len(), "document"), origins(best));
        if disputed && standing.len() > 1 {
            let list: Vec<String> = standing
                .iter()
                .take(6)
                .map(|a| format!("“{}” ({})", a.value, origins(a)))
                .collect();
            because.push(format!("contested: {}", list.join(" against ")));
            "contested"
        } else if best.origins.min >= 2 {
            because.push(format!("fair: {tally} for “{}”", best.value));
            "fair"
        } else {
            let perhaps = if best.origins.max > 1 {
                ", which may be one"
            } else {
                ""
            };
            because.push(format!(
                "weak, not fair: {tally} for “{}”{perhaps}",
                best.value
            ));
            "weak"
        }
    } else if let Some(answer) = second_hand {
        let speaker = answer
            .appearances
            .first()
            .map_or("somebody", |a| a.speaker.as_str());
        because.push(format!(
            "contested: {speaker} is said to give “{}”, but only by tellers who do not stand behind it",
            answer.value
        ));
        "contested"
    } else {
        because.push(
            "discounted: whoever repeats it rejects, questions or keeps away from it".to_owned(),
        );
        "discounted"
    };
    let against: usize = answers
        .iter()
        .flat_map(|a| &a.appearances)
        .filter(|a| !supports(a.commitment))
        .count();
    if against > 0 && !standing.is_empty() {
        because.push(format!(
            "{} without support: rejected, questioned or kept at a distance by the teller",
            plural(against, "appearance")
        ));
    }
    because
        .push("reliability F: the pile holds no record by which to judge the sources".to_owned());
    let (credibility, why) = credibility(draft, &standing, disputed, against);
    because.push(format!("credibility {credibility}: {why}"));
    Grade {
        airwars: airwars.to_owned(),
        admiralty: format!("F{credibility}"),
        because,
        by: "rule".to_owned(),
    }
}

/// The Admiralty code's second axis.
fn credibility(
    draft: &Draft,
    standing: &[&Answer],
    disputed: bool,
    against: usize,
) -> (u8, String) {
    if draft.kind == ClaimKind::Forecast {
        return (6, "what is foretold cannot be judged yet".to_owned());
    }
    let mut by_support: Vec<&&Answer> = standing.iter().collect();
    by_support.sort_by_key(|a| std::cmp::Reverse((a.origins.min, a.origins.max)));
    let Some(best) = by_support.first() else {
        return (5, "no teller stands behind it".to_owned());
    };
    if disputed {
        let second = by_support.get(1).map_or(0, |a| a.origins.min);
        return if best.origins.min > second + 1 {
            (
                3,
                format!(
                    "contradicted, but {} stand behind “{}”",
                    origins(best),
                    best.value
                ),
            )
        } else {
            (
                4,
                "contradicted by another account with as good a standing".to_owned(),
            )
        };
    }
    let hedged = best.appearances.iter().all(|a| a.hedge != Hedge::None);
    match best.origins.min {
        _ if against > 0 => (
            4,
            "a teller who repeats it does not stand behind it".to_owned(),
        ),
        3.. => (1, format!("{} agree and none contradicts", origins(best))),
        2 => (
            2,
            "two independent origins agree and none contradicts".to_owned(),
        ),
        _ if hedged => (6, "one origin, and that with reservation".to_owned()),
        _ => (
            3,
            "one origin, not contradicted and not confirmed by another".to_owned(),
        ),
    }
}

/// Who admits an act of his own: the chain ends with the actor of a violent event.
fn admission(draft: &Draft, statements: &[Statement]) -> Option<String> {
    if !matches!(draft.kind, ClaimKind::Event | ClaimKind::Responsibility) {
        return None;
    }
    draft.members.iter().find_map(|(n, _)| {
        let s = &statements[*n];
        match &s.proposition {
            Proposition::Event { event, actor, .. }
                if s.modality == Modality::Actual
                    && supports(s.commitment)
                    && harmful(event)
                    && actor.iter().any(|a| plain(a) == plain(&s.speaker)) =>
            {
                Some(s.speaker.clone())
            }
            _ => None,
        }
    })
}

fn origins(answer: &Answer) -> String {
    let b = answer.origins;
    if b.min == b.max {
        plural(b.max as usize, "origin")
    } else {
        format!("{} to {} origins", b.min, b.max)
    }
}

fn plural(n: usize, word: &str) -> String {
    if n == 1 {
        format!("1 {word}")
    } else {
        format!("{n} {word}s")
    }
}
