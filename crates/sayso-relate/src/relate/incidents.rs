//! Incidents: counts of one kind at one place in one month are of one incident only where their
//! days allow it.
//!
//! A count whose words name its day stands with that day. One that names none goes on with the
//! incident told before it in its document; else it may be of a day up to two before it was told,
//! first of one whose count may be the same; else of the day whose count it repeats, in a passage or
//! as a number of ten or more. Counts that fit no named day stand together where they were told
//! within two days of each other, a week in all, or repeat each other. Totals of a war are of no incident. Known misses: days told wrong,
//! and two strikes on one town in one day.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use sayso_record::{FigureKind, Proposition, Statement};

use super::claims::{value, window};
use crate::assess::origins::Joined;
use crate::resolve::window::Window;

/// Days that news may look back without saying so.
const BACK: i64 = 2;

/// Days from the first to the last telling of counts that stand together by time alone.
const WEEK: i64 = 7;

/// Counts from which an equal number is taken for the same one.
const MANY: f64 = 10.0;

/// Counts from which a number is a war's total and not an incident's.
const TOTAL: f64 = 10_000.0;

/// One incident's statements, and what tells its time.
pub(crate) struct Incident {
    /// Positions in the list given, in its order.
    pub members: Vec<usize>,
    /// Its day, the days of telling, or the month; EDTF.
    pub time: Option<String>,
    /// What that is the time of.
    pub of: Of,
}

/// What an incident's time is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// A day named, or all there is.
    Day,
    /// Days of telling.
    Telling,
    /// A month named.
    Month,
    /// No incident's: a total, by when it was told.
    Total,
}

/// Whether counts of this kind are of incidents rather than of states.
fn happens(what: FigureKind) -> bool {
    use FigureKind::{Attackers, Captured, Detained, Killed, Missing, Wounded};
    matches!(
        what,
        Killed | Wounded | Captured | Detained | Missing | Attackers
    )
}

/// A group of figures of one question but for its day, by incident; one for all where nothing parts
/// them.
pub(crate) fn split(
    group: &[usize],
    statements: &[Statement],
    joined: &Joined<'_>,
) -> Vec<Incident> {
    let of = |n: usize| &statements[group[n]];
    let whole = || {
        vec![Incident {
            members: group.to_vec(),
            time: None,
            of: Of::Day,
        }]
    };
    let counted = group.first().is_some_and(|n| {
        matches!(&statements[*n].proposition, Proposition::Figure { what, .. } if happens(*what))
    });
    if !counted {
        return whole();
    }
    let date = |text: &str| text.get(..10)?.parse::<Date>().ok();
    let named: Vec<Option<Date>> = (0..group.len())
        .map(|n| window(of(n)).day.as_deref().and_then(date))
        .collect();
    let told: Vec<Option<Date>> = (0..group.len())
        .map(|n| of(n).published.as_deref().and_then(date))
        .collect();
    let mut by_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (n, day) in named.iter().enumerate() {
        if let Some(day) = day {
            by_day.entry(*day).or_default().push(n);
        }
    }
    let mut totals = Vec::new();
    let mut months = Vec::new();
    let mut loose = Vec::new();
    for n in (0..group.len()).filter(|n| named[*n].is_none()) {
        if value(of(n)).low.is_some_and(|low| low >= TOTAL) {
            totals.push(n);
        } else if timed(of(n)) {
            months.push(n);
        } else if let Some(day) = day_of(n, (group, statements, joined), &by_day, told[n]) {
            by_day.entry(day).or_default().push(n);
        } else {
            loose.push(n);
        }
    }
    let mut out: Vec<(Vec<usize>, Option<String>, Of)> = by_day
        .into_iter()
        .map(|(day, members)| (members, Some(day.to_string()), Of::Day))
        .collect();
    loose.sort_by_key(|n| (told[*n], *n));
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    for n in loose {
        // Undated words of undated documents stand together.
        let near = |c: &Vec<usize>| match (told[c[0]], told[c[c.len() - 1]], told[n]) {
            (Some(first), Some(last), Some(day)) => {
                day <= last.saturating_add(BACK.days()) && day <= first.saturating_add(WEEK.days())
            }
            (first, _, day) => first.is_none() && day.is_none(),
        };
        let repeats = |c: &Vec<usize>| c.iter().any(|m| repeats(of(n), of(*m), joined));
        let at = clusters.iter().position(repeats);
        match at.or_else(|| clusters.iter().rposition(near)) {
            Some(at) => clusters[at].push(n),
            None => clusters.push(vec![n]),
        }
    }
    for members in clusters {
        let days = members.iter().filter_map(|n| told[*n]);
        let (first, last) = (days.clone().min(), days.max());
        let time = first.zip(last).map(|(a, b)| {
            if a == b {
                a.to_string()
            } else {
                format!("{a}/{b}")
            }
        });
        out.push((members, time, Of::Telling));
    }
    // "in December" is of the only incident of the month, else of them all.
    let month = Some(window(of(0)).month).filter(|m| !m.is_empty());
    match out.as_mut_slice() {
        [only] => only.0.append(&mut months),
        _ => out.push((months, month.clone(), Of::Month)),
    }
    out.push((totals, month, Of::Total));
    out.retain(|o| !o.0.is_empty());
    if out.len() < 2 {
        return whole();
    }
    out.into_iter()
        .map(|(mut members, time, of)| {
            members.sort_unstable();
            Incident {
                members: members.into_iter().map(|n| group[n]).collect(),
                time,
                of,
            }
        })
        .collect()
}

/// Whether the words name a time, though no day.
fn timed(statement: &Statement) -> bool {
    let own = match &statement.proposition {
        Proposition::Figure { time, .. } => time.as_deref(),
        _ => None,
    };
    own.is_some_and(|o| !Window::of(o).month.is_empty())
}

/// The named day that a count without one is of.
fn day_of(
    n: usize,
    (group, statements, joined): (&[usize], &[Statement], &Joined<'_>),
    by_day: &BTreeMap<Date, Vec<usize>>,
    told: Option<Date>,
) -> Option<Date> {
    let own = &statements[group[n]];
    let at = own.evidence.first().start;
    // The incident told before it in its document, else the one told after.
    let here = by_day.iter().flat_map(|(day, members)| {
        let same = members.iter().map(|m| &statements[group[*m]]);
        let same = same.filter(|s| s.doc == own.doc);
        same.map(move |s| (s.evidence.first().start, *day))
    });
    let (before, after): (Vec<_>, Vec<_>) = here.partition(|(start, _)| *start <= at);
    let near = before.into_iter().max().or_else(|| after.into_iter().min());
    if let Some((_, day)) = near {
        return Some(day);
    }
    let told = told?;
    let first = told.saturating_sub(BACK.days());
    let mine = value(own);
    let may = |members: &[usize]| {
        let mut others = members.iter().map(|m| value(&statements[group[*m]]));
        others.any(|v| !v.excludes(&mine))
    };
    let mut days = by_day.range(first..=told).rev();
    let alike = days.clone().find(|(_, members)| may(members));
    let told_again = || {
        let mut before = by_day.range(..=told).rev();
        before.find(|(_, members)| {
            let mut others = members.iter().map(|m| &statements[group[*m]]);
            others.any(|s| repeats(own, s, joined))
        })
    };
    let day = alike.or_else(|| days.next()).or_else(told_again);
    day.map(|(day, _)| *day)
}

/// Whether one count repeats another: equal, and large or in a passage that both share.
fn repeats(a: &Statement, b: &Statement, joined: &Joined<'_>) -> bool {
    let (x, y) = (value(a), value(b));
    let large = x.low.or(x.high).is_some_and(|n| n >= MANY);
    x.text == y.text && (large || joined.passage_between(a, b).is_some())
}

/// " on 6 October 2016" for a day named, ", told on 6 October 2016" for one of telling.
pub(crate) fn phrase(incident: &Incident) -> Option<String> {
    let time = incident.time.as_deref()?;
    let day = |edtf: &str| crate::resolve::window::phrase(edtf);
    Some(match (incident.of, time.split_once('/')) {
        (Of::Telling, Some((a, b))) => {
            let bare = |edtf: &str| day(edtf).trim_start_matches(" on ").to_owned();
            format!(", told from {} to {}", bare(a), bare(b))
        }
        (Of::Telling, None) => format!(", told{}", day(time)),
        (Of::Total, _) => format!(" in all, told{}", day(time)),
        (Of::Day | Of::Month, _) => day(time),
    })
}
