//! What came of forecasts, by what others of the pile told later; never by the forecaster's own
//! scoring.
//!
//! A forecast of who will take, hold or lose a place is held against later statements on that
//! place; one of an event against later statements of such an event there. Later means told after
//! the forecast was made and about a time not before it; what is told to have come only beyond a
//! horizon speaks against it, what else lies there decides nothing. Allies count as one side. Where later statements tell both, it is disputed; where none
//! tells, open.

use std::collections::{BTreeMap, BTreeSet};

use sayso_knowledge::Knowledge;
use sayso_record::{
    ControlStatus, Modality, Outcome, OutcomeKind, Proposition, Statement, content_id,
};

use crate::relate::claims::{supports, window};
use crate::resolve::names::plain;

/// Most statements named for or against a forecast.
const NAMED: usize = 8;

/// An outcome for each forecast, by id.
pub(crate) fn of(told: &[Statement], knowledge: &Knowledge) -> Vec<Outcome> {
    let mut by_place: BTreeMap<String, Vec<&Statement>> = BTreeMap::new();
    for s in told.iter().filter(|s| supports(s.commitment)) {
        let place = match &s.proposition {
            Proposition::Control { place, .. } => Some(place),
            Proposition::Event { place, .. } => place.as_ref(),
            _ => None,
        };
        if let (Some(place), Modality::Actual | Modality::Negated) = (place, s.modality) {
            by_place.entry(plain(place)).or_default().push(s);
        }
    }
    let mut out: Vec<Outcome> = told
        .iter()
        .filter_map(|s| outcome(s, &by_place, knowledge))
        .collect();
    out.sort_by(|x, y| x.id.cmp(&y.id));
    out
}

fn outcome(
    forecast: &Statement,
    by_place: &BTreeMap<String, Vec<&Statement>>,
    knowledge: &Knowledge,
) -> Option<Outcome> {
    let Proposition::Forecast {
        made,
        horizon,
        foretold,
        negated,
        place,
        ..
    } = &forecast.proposition
    else {
        return None;
    };
    let made = made.as_deref().or(forecast.published.as_deref());
    let mut hits: Vec<(&Statement, bool)> = Vec::new();
    let mut because = Vec::new();
    match (foretold.as_deref(), made) {
        (None, _) => {
            because.push("its words give no slots to hold against later reports".to_owned())
        }
        (Some(_), None) => because.push("nothing tells when it was made".to_owned()),
        (Some(what), Some(made)) => {
            let at = match what {
                Proposition::Control { place, .. } => Some(place.as_str()),
                Proposition::Event { place, .. } => place.as_deref(),
                _ => place.as_deref(),
            };
            let later = at
                .and_then(|p| by_place.get(&plain(p)))
                .into_iter()
                .flatten()
                .filter(|s| s.id != forecast.id && after(s, made));
            for s in later {
                let late = horizon.as_deref().is_some_and(|h| beyond(s, h));
                match decides(what, s, knowledge) {
                    Some(so) if !late => hits.push((s, so != *negated)),
                    Some(true) if happens(&s.proposition) => hits.push((s, *negated)),
                    _ => {}
                }
            }
            hits.sort_by_key(|(s, _)| (s.published.clone(), s.id.clone()));
        }
    }
    let side = |so: bool| -> Vec<&Statement> {
        let of = hits.iter().filter(|(_, x)| *x == so).map(|(s, _)| *s);
        of.collect()
    };
    let (fulfilled, contradicted) = (side(true), side(false));
    let kind = match (fulfilled.is_empty(), contradicted.is_empty()) {
        (false, true) => OutcomeKind::Fulfilled,
        (true, false) => OutcomeKind::Contradicted,
        (false, false) => OutcomeKind::Disputed,
        (true, true) => OutcomeKind::Open,
    };
    for (list, word) in [(&fulfilled, "for"), (&contradicted, "against")] {
        if let Some(first) = list.first() {
            because.push(format!(
                "{} later {} {word} it; first {} in {}{}",
                list.len(),
                if list.len() == 1 {
                    "statement speaks"
                } else {
                    "statements speak"
                },
                first.speaker,
                first.doc,
                first
                    .published
                    .as_deref()
                    .map(|p| format!(" ({p})"))
                    .unwrap_or_default()
            ));
        }
    }
    if because.is_empty() {
        because.push("nothing later in the pile tells".to_owned());
    }
    let mut evidence = forecast.evidence.clone();
    for (s, _) in hits.iter().take(NAMED) {
        evidence = evidence.and(&s.evidence);
    }
    let ids = |list: &[&Statement]| list.iter().take(NAMED).map(|s| s.id.clone()).collect();
    Some(Outcome {
        id: content_id("outcome", &[&forecast.id]),
        forecast: forecast.id.clone(),
        speaker: forecast.speaker.clone(),
        outcome: kind,
        fulfilled_by: ids(&fulfilled),
        contradicted_by: ids(&contradicted),
        because,
        evidence,
    })
}

/// Whether `x` is later than `y`; two dates that begin alike, one of them a bare month, are in no
/// order.
fn later(x: &str, y: &str) -> bool {
    x > y && !x.starts_with(y) && !y.starts_with(x)
}

/// The day, month or year a statement is about.
fn about(s: &Statement) -> String {
    let own = window(s);
    own.day.unwrap_or(own.month)
}

/// Whether a statement was told after `made`, about a time not before it.
fn after(s: &Statement, made: &str) -> bool {
    let day = |t: &str| t.get(..10).unwrap_or(t).to_owned();
    let made = day(made);
    let told = s.published.as_deref().map(day);
    told.is_some_and(|t| later(&t, &made)) && !later(&made, &about(s))
}

/// Whether it is about a time beyond the end of a horizon. Seasons (`2016-22`) have no end here.
fn beyond(s: &Statement, horizon: &str) -> bool {
    let end = horizon.rsplit('/').next().unwrap_or(horizon);
    let season = end.len() == 7 && end.get(5..6) == Some("2");
    !season && end.len() >= 4 && later(&about(s), end)
}

/// Whether it happens at a time, as a capture does and a hold does not.
fn happens(proposition: &Proposition) -> bool {
    match proposition {
        Proposition::Control { status, .. } => *status == ControlStatus::Captured,
        Proposition::Event { .. } => true,
        _ => false,
    }
}

/// Whether a later statement says that it came so (true), that it did not (false), or neither.
fn decides(what: &Proposition, s: &Statement, knowledge: &Knowledge) -> Option<bool> {
    let so = s.modality == Modality::Actual;
    match (what, &s.proposition) {
        (
            Proposition::Control { holder, status, .. },
            Proposition::Control {
                holder: now,
                status: state,
                ..
            },
        ) => {
            let takes = matches!(status, ControlStatus::Captured | ControlStatus::Holds);
            let held = matches!(state, ControlStatus::Captured | ControlStatus::Holds);
            if !takes || !held {
                return (status == state && same(holder.as_deref(), now.as_deref(), knowledge)?)
                    .then_some(so);
            }
            // Another holder says as much as a denial; a denied other says nothing.
            match (same(holder.as_deref(), now.as_deref(), knowledge)?, so) {
                (true, so) => Some(so),
                (false, true) => Some(false),
                (false, false) => None,
            }
        }
        (
            Proposition::Event { event, actor, .. },
            Proposition::Event {
                event: happened,
                actor: who,
                ..
            },
        ) if event == happened => {
            let shared = actor.is_empty()
                || who.iter().any(|w| {
                    actor
                        .iter()
                        .any(|a| same(Some(a), Some(w), knowledge) == Some(true))
                });
            shared.then_some(so)
        }
        _ => None,
    }
}

/// Whether two holders are one side; `None` where either is not named.
fn same(x: Option<&str>, y: Option<&str>, knowledge: &Knowledge) -> Option<bool> {
    let side = |name: &str| -> BTreeSet<String> {
        let mut out: BTreeSet<String> = name.split(';').map(plain).collect();
        for part in name.split(';') {
            if let Some(actor) = knowledge.canonical(part.trim()) {
                out.insert(plain(actor));
                out.extend(knowledge.sides(actor, None).iter().map(|s| plain(s)));
            }
        }
        out
    };
    Some(!side(x?).is_disjoint(&side(y?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_record::{Commitment, Evidence, Hedge, Span, Strength};

    fn statement(id: &str, published: &str, proposition: Proposition) -> Statement {
        let modality = match proposition {
            Proposition::Forecast { .. } => Modality::Future,
            _ => Modality::Actual,
        };
        Statement {
            id: id.to_owned(),
            doc: "d".to_owned(),
            proposition,
            chain: Vec::new(),
            speaker: "Ona".to_owned(),
            commitment: Commitment::Asserts,
            hedge: Hedge::None,
            modality,
            attribution: None,
            segment: None,
            published: Some(published.to_owned()),
            evidence: Evidence::one("d", Span::new(0, 4)).expect("one span"),
        }
    }

    fn control(holder: &str, time: Option<&str>) -> Proposition {
        Proposition::Control {
            place: "Palmyra".to_owned(),
            holder: Some(holder.to_owned()),
            status: ControlStatus::Captured,
            low: None,
            high: None,
            time: time.map(str::to_owned),
        }
    }

    fn came_of(later: Vec<Statement>, negated: bool) -> Outcome {
        let forecast = Proposition::Forecast {
            text: "the army will retake Palmyra".to_owned(),
            made: Some("2016-12-13".to_owned()),
            horizon: None,
            strength: Strength::Certain,
            place: Some("Palmyra".to_owned()),
            foretold: Some(Box::new(control("Syrian Arab Army", None))),
            negated,
        };
        let mut told = vec![statement("f", "2016-12-13", forecast)];
        told.extend(later);
        let knowledge = Knowledge::bundled();
        let mut found = of(&told, &knowledge);
        assert_eq!(found.len(), 1);
        found.remove(0)
    }

    #[test]
    fn later_reports_decide_and_earlier_ones_do_not() {
        let after = statement("s", "2017-03-03", control("Syrian Government", None));
        assert_eq!(
            came_of(vec![after.clone()], false).outcome,
            OutcomeKind::Fulfilled
        );
        assert_eq!(
            came_of(vec![after], true).outcome,
            OutcomeKind::Contradicted
        );
        let before = statement("s", "2016-03-27", control("Syrian Arab Army", None));
        assert_eq!(came_of(vec![before], false).outcome, OutcomeKind::Open);
        // Told later, of a time before.
        let old = statement(
            "s",
            "2017-03-03",
            control("Syrian Arab Army", Some("2016-03-27")),
        );
        assert_eq!(came_of(vec![old], false).outcome, OutcomeKind::Open);
    }

    #[test]
    fn what_comes_after_its_horizon_came_too_late() {
        let forecast = Proposition::Forecast {
            text: "the army will retake Palmyra by Friday".to_owned(),
            made: Some("2016-12-13".to_owned()),
            horizon: Some("2016-12-16".to_owned()),
            strength: Strength::Certain,
            place: Some("Palmyra".to_owned()),
            foretold: Some(Box::new(control("Syrian Arab Army", None))),
            negated: false,
        };
        let taken = control("Syrian Arab Army", Some("2017-03-02"));
        let lost = control("Islamic State", Some("2017-03-02"));
        for (report, outcome) in [
            (taken, OutcomeKind::Contradicted),
            (lost, OutcomeKind::Open),
        ] {
            let told = [
                statement("f", "2016-12-13", forecast.clone()),
                statement("s", "2017-03-03", report),
            ];
            assert_eq!(of(&told, &Knowledge::bundled())[0].outcome, outcome);
        }
    }

    #[test]
    fn two_stories_leave_it_disputed() {
        let one = statement("s", "2017-03-03", control("Syrian Arab Army", None));
        let other = statement("t", "2017-03-04", control("Islamic State", None));
        let found = came_of(vec![one, other], false);
        assert_eq!(found.outcome, OutcomeKind::Disputed);
        assert_eq!(
            (found.fulfilled_by.len(), found.contradicted_by.len()),
            (1, 1)
        );
        assert_eq!(found.because.len(), 2);
    }
}
