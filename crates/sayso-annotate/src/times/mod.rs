//! Time expressions to EDTF: "March 28, 2016", "March 2016", "September 30", "on Sunday", "last
//! August", "yesterday", "two days ago", years after a preposition.
//!
//! Relative ones resolve against the comment's or the document's date, backwards, as news does.
//! Known misses: ranges, seasons, feasts, parts of the day, forward-looking weekdays.

use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::{Span as Gap, ToSpan};
use regex::{Captures, Regex};
use sayso_record::{Document, Layers, Remark, Time, TimeKind};

use crate::{Context, voice};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    const MONTH: &str = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";
    // Taken along so that "since October" does not begin before "October 2015" and win.
    const BEFORE: &str = r"(?:\b(?:[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|[Oo]f|[Oo]n) |\b)";
    const DAY: &str = r"(?:Mon|Tues?|Wednes|Thurs?|Fri|Satur|Sun)day";
    const COUNT: &str =
        r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)";
    Regex::new(&[
        format!(r"{BEFORE}(?P<a1>(?P<m1>{MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y1>\d{{4}}))\b"),
        format!(r"\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?P<m2>{MONTH}),? (?P<y2>\d{{4}})\b"),
        r"\b(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})\b".into(),
        format!(r"{BEFORE}(?P<a4>(?P<m4>{MONTH}),? (?P<y4>(?:19|20)\d{{2}}))\b"),
        format!(r"{BEFORE}(?P<a5>(?P<m5>{MONTH}) (?P<d5>\d{{1,2}})(?:st|nd|rd|th)?)\b"),
        format!(r"\b(?P<last>last|this|next) (?P<m6>{MONTH})\b"),
        format!(r"\b(?:last |this )?(?P<week>{DAY})\b"),
        r"(?i)\b(?P<near>yesterday|today|tonight|tomorrow|last night)\b".into(),
        r"\b(?P<of>last|this|next) (?P<span>week|month|year)\b".into(),
        format!(r"(?i)\b(?P<ago>{COUNT}) (?P<unit>day|week|month|year)s? (?:ago|earlier)\b"),
        format!(
            r"(?i)\b(?:over |more than |nearly |almost |about )?(?P<long>{COUNT})[- ](?P<lunit>hour|day|week|month|year)s?\b"
        ),
        r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|[Ee]arly|[Ll]ate|[Oo]f) (?P<year>(?:19|20)\d{2})\b".into(),
        r"\b(?:in|since|by|from|until|of) (?P<month>January|February|April|June|July|August|September|October|November|December)\b".into(),
    ]
    .join("|"))
    .expect("the pattern is fixed")
});

/// Time expressions in what is readable.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Time>, Vec<Remark>) {
    let written = document.metadata.published.as_deref().and_then(date);
    let mut out = Vec::new();
    for part in voice::readable(document) {
        let now = document
            .comment_at(part.start)
            .and_then(|c| c.time.as_deref().and_then(date))
            .or(written);
        for c in TIME.captures_iter(&document.text[part.start..part.end]) {
            let Some(whole) = c.get(0) else { continue };
            let Some((edtf, kind)) = value(&c, now) else {
                continue;
            };
            // "in 2016": the preposition is no part of the expression.
            let inner = ["a1", "a4", "a5", "year", "month", "week"]
                .iter()
                .find_map(|n| c.name(n))
                .unwrap_or(whole);
            out.push(Time {
                start: part.start + inner.start(),
                end: part.start + inner.end(),
                edtf,
                kind,
            });
        }
    }
    (out, Vec::new())
}

/// The day an EDTF date begins with; none for a month or year.
fn date(edtf: &str) -> Option<Date> {
    edtf.get(..10)?.parse().ok()
}

fn month(name: &str) -> Option<i8> {
    let start = name.get(..3)?.to_lowercase();
    MONTHS.iter().position(|m| *m == start).map(|i| i as i8 + 1)
}

fn count(word: &str) -> Option<i64> {
    let word = word.to_lowercase();
    if matches!(word.as_str(), "a" | "an") {
        return Some(1);
    }
    NUMBERS
        .iter()
        .position(|n| *n == word)
        .map(|i| i as i64 + 1)
        .or_else(|| word.parse().ok())
}

fn full(year: &str, month: i8, day: &str) -> Option<String> {
    let date = Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?;
    Some(date.to_string())
}

fn gap(unit: &str, n: i64) -> Option<Gap> {
    Some(match unit.to_lowercase().as_str() {
        "day" => n.days(),
        "week" => n.weeks(),
        "month" => n.months(),
        "year" => n.years(),
        _ => return None,
    })
}

/// A date as fine as its unit: days for days and weeks, else month or year.
fn fine(date: Date, unit: &str) -> String {
    match unit.to_lowercase().as_str() {
        "month" => format!("{:04}-{:02}", date.year(), date.month()),
        "year" => format!("{:04}", date.year()),
        _ => date.to_string(),
    }
}

fn value(c: &Captures<'_>, now: Option<Date>) -> Option<(String, TimeKind)> {
    let get = |name: &str| c.name(name).map(|m| m.as_str());
    let dated = |edtf: String| Some((edtf, TimeKind::Date));
    if let (Some(m), Some(d), Some(y)) = (get("m1"), get("d1"), get("y1")) {
        return dated(full(y, month(m)?, d)?);
    }
    if let (Some(m), Some(d), Some(y)) = (get("m2"), get("d2"), get("y2")) {
        return dated(full(y, month(m)?, d)?);
    }
    if let (Some(m), Some(d), Some(y)) = (get("m3"), get("d3"), get("y3")) {
        return dated(full(y, m.parse().ok()?, d)?);
    }
    if let (Some(m), Some(y)) = (get("m4"), get("y4")) {
        return dated(format!("{y}-{:02}", month(m)?));
    }
    if let Some(year) = get("year") {
        return dated(year.to_owned());
    }
    if let (Some(n), Some(unit)) = (get("long"), get("lunit")) {
        let letter = unit.get(..1)?.to_uppercase();
        let clock = if letter == "H" { "T" } else { "" };
        return Some((format!("P{clock}{}{letter}", count(n)?), TimeKind::Duration));
    }
    // What follows needs a date to stand on.
    let now = now?;
    if let (Some(m), Some(d)) = (get("m5"), get("d5")) {
        let day = Date::new(now.year(), month(m)?, d.parse().ok()?).ok()?;
        let ahead = now.until(day).ok()?.get_days() > 31;
        let day = if ahead {
            day.checked_sub(1.years()).ok()?
        } else {
            day
        };
        return dated(day.to_string());
    }
    if let Some(m) = get("m6").or(get("month")) {
        let m = month(m)?;
        let year = match get("last") {
            Some("this") => now.year(),
            Some("next") => now.year() + i16::from(m <= now.month()),
            _ => {
                now.year() - i16::from(m >= now.month() && get("last").is_some() || m > now.month())
            }
        };
        return dated(format!("{year:04}-{m:02}"));
    }
    if let Some(week) = get("week") {
        let start = week.get(..3)?.to_lowercase();
        let wanted = DAYS.iter().position(|d| *d == start)? as i64;
        let today = i64::from(now.weekday().to_monday_zero_offset());
        // The day itself counts: a Monday paper's "Monday" is today.
        let back = (today - wanted).rem_euclid(7);
        return dated(now.checked_sub(back.days()).ok()?.to_string());
    }
    if let Some(near) = get("near") {
        let off = match near.to_lowercase().as_str() {
            "yesterday" | "last night" => -1,
            "tomorrow" => 1,
            _ => 0,
        };
        return dated(now.checked_add(i64::from(off).days()).ok()?.to_string());
    }
    if let (Some(of), Some(unit)) = (get("of"), get("span")) {
        let off = match of {
            "last" => -1,
            "next" => 1,
            _ => 0,
        };
        let then = now.checked_add(gap(unit, off)?).ok()?;
        if unit == "week" {
            let monday = i64::from(then.weekday().to_monday_zero_offset());
            let first = then.checked_sub(monday.days()).ok()?;
            let last = first.checked_add(6.days()).ok()?;
            return Some((format!("{first}/{last}"), TimeKind::Interval));
        }
        return dated(fine(then, unit));
    }
    let (n, unit) = (get("ago")?, get("unit")?);
    let then = now.checked_sub(gap(unit, count(n)?)?).ok()?;
    dated(fine(then, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let now = "2016-03-28".parse().ok();
        TIME.captures_iter(text)
            .filter_map(|c| value(&c, now).map(|v| v.0))
            .collect()
    }

    #[test]
    fn news_looks_back() {
        // 28 March 2016 is a Monday.
        assert_eq!(of("They left on Sunday."), ["2016-03-27"]);
        assert_eq!(of("As recently as last August they hoped."), ["2015-08"]);
        assert_eq!(of("Since September 30 the tide turned."), ["2015-09-30"]);
        assert_eq!(of("From October on nothing moved."), ["2015-10"]);
        assert_eq!(
            of("Two weeks ago and yesterday"),
            ["2016-03-14", "2016-03-27"]
        );
        assert_eq!(of("since October 2011, in 2012"), ["2011-10", "2012"]);
        assert_eq!(of("a 10-month siege"), ["P10M"]);
    }

    #[test]
    fn a_day_that_is_not_in_the_month_is_no_date() {
        assert!(of("on February 31, 2016 nobody").is_empty());
    }
}
