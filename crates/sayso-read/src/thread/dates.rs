//! Times as the lines above and below comments write them, in several orders and languages.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use regex::Regex;

use crate::printed;

/// Longer lines are running text.
const LONGEST: usize = 80;

const MONTHS: &[(&str, i8)] = &[
    ("jan", 1),
    ("feb", 2),
    ("fév", 2),
    ("mär", 3),
    ("mar", 3),
    ("apr", 4),
    ("avr", 4),
    ("mai", 5),
    ("may", 5),
    ("jun", 6),
    ("juin", 6),
    ("jul", 7),
    ("juil", 7),
    ("aug", 8),
    ("août", 8),
    ("sep", 9),
    ("okt", 10),
    ("oct", 10),
    ("nov", 11),
    ("dez", 12),
    ("dec", 12),
    ("déc", 12),
];

/// Zones that name one offset; those that mean several in the world are left out.
const ZONES: &[(&str, i8)] = &[
    ("UTC", 0),
    ("GMT", 0),
    ("EST", -5),
    ("EDT", -4),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
    ("CET", 1),
    ("MEZ", 1),
    ("CEST", 2),
    ("MESZ", 2),
    ("EET", 2),
    ("EEST", 3),
    ("MSK", 3),
];

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:(?:on|am|le|at|date|datum|posted|sent)[: ]\s*)?",
        r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|do|fr|sa|so)(?:day)?[.,]*\s+)?",
        r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th|er|\.)?\s*(?P<m1>\p{L}{3,10})\.?,?\s*(?P<y1>\d{4})",
        r"|(?P<m2>\p{L}{3,10})\.?\s*(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{4})",
        r"|(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})",
        r"|(?P<d4>\d{1,2})\.\s?(?P<m4>\d{1,2})\.\s?(?P<y4>\d{4}|\d{2})",
        r"|(?P<a5>\d{1,2})/(?P<b5>\d{1,2})/(?P<y5>\d{4}))",
        r"(?:[,\s@T–-]{1,4}(?:at|um|à|kl\.?|[|•·])?\s*(?P<h>\d{1,2})[:.h](?P<min>\d{2})(?::\d{2})?",
        r"\s*(?P<half>[ap]\.?m\.?)?\s*(?:uhr)?\s*(?P<zone>[(]?(?:[A-Z]{3,4}|Z)[)]?)?)?\s*[:.]?$"
    ))
    .expect("the pattern is fixed")
});

static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:(?:about |over |almost )?(?:an?|\d{1,3}) (?:second|minute|min|hour|hr|day|week|month|year)s? ago|yesterday|just now|today at .{1,12}|yesterday at .{1,12}|vor \d{1,3} \p{L}+|il y a \d{1,3} \p{L}+|\d{1,3}(?:s|m|h|d|w|mo|y))$")
        .expect("the pattern is fixed")
});

/// A date, perhaps with a time, and nothing else: EDTF, in UTC where the zone is told. The inner
/// value is none where the words are a time ("3 hours ago") that tells no date by itself.
pub(super) fn read(words: &str) -> Option<Option<String>> {
    let words = words.trim();
    if words.is_empty() || words.len() > LONGEST {
        return None;
    }
    if RELATIVE.is_match(words) {
        return Some(None);
    }
    let Some(found) = DATE.captures(words) else {
        // Machine forms: RFC 3339 with an offset, RFC 2822.
        let machine = words.starts_with(|c: char| c.is_ascii_digit()) && words.contains('T')
            || words.contains(" +0")
            || words.contains(" -0");
        return machine.then(|| printed::when(words)).flatten().map(Some);
    };
    let number = |name: &str| {
        found
            .name(name)
            .and_then(|m| m.as_str().parse::<i16>().ok())
    };
    let small = |name: &str| number(name).and_then(|n| i8::try_from(n).ok());
    let (year, month, day) = if let Some(year) = number("y1") {
        (year, month(&found["m1"])?, small("d1")?)
    } else if let Some(year) = number("y2") {
        (year, month(&found["m2"])?, small("d2")?)
    } else if let Some(year) = number("y3") {
        (year, small("m3")?, small("d3")?)
    } else if let Some(year) = number("y4") {
        let year = if year < 100 { 2000 + year } else { year };
        (year, small("m4")?, small("d4")?)
    } else {
        // 12/13/2016 tells its order, 3/4/2016 does not: a date then, but not which.
        let (a, b) = (small("a5")?, small("b5")?);
        match (a > 12, b > 12) {
            (true, false) => (number("y5")?, b, a),
            (false, true) => (number("y5")?, a, b),
            _ if a == b => (number("y5")?, a, b),
            _ => return Some(None),
        }
    };
    let date = Date::new(year, month, day).ok()?;
    let (Some(hour), Some(minute)) = (small("h"), small("min")) else {
        return Some(Some(date.to_string()));
    };
    let hour = match found.name("half").map(|m| m.as_str().to_ascii_lowercase()) {
        Some(half) if half.starts_with('p') && hour < 12 => hour + 12,
        Some(half) if half.starts_with('a') && hour == 12 => 0,
        _ => hour,
    };
    let at = DateTime::new(year, month, day, hour, minute, 0, 0).ok()?;
    let zone = found
        .name("zone")
        .map(|m| m.as_str().trim_matches(['(', ')']).to_ascii_uppercase());
    let hours = zone.and_then(|zone| {
        if zone == "Z" {
            return Some(0);
        }
        ZONES.iter().find(|z| z.0 == zone).map(|z| z.1)
    });
    Some(Some(match hours {
        Some(hours) => Offset::constant(hours)
            .to_timestamp(at)
            .ok()?
            .strftime("%Y-%m-%dT%H:%MZ")
            .to_string(),
        None => at.strftime("%Y-%m-%dT%H:%M").to_string(),
    }))
}

/// Number of a month by its English, German or French name, whole or cut short.
fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    MONTHS
        .iter()
        .find(|(start, _)| name.starts_with(start))
        .map(|m| m.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_the_orders_comments_have() {
        let time = |s: &str| read(s).flatten().unwrap_or_default();
        assert_eq!(time("December 12, 2016 at 2:48 pm"), "2016-12-12T14:48");
        assert_eq!(time("Mon Dec 12, 2016 2:48 pm"), "2016-12-12T14:48");
        assert_eq!(time("Dec 12 2016 14:48 utc"), "2016-12-12T14:48Z");
        assert_eq!(time("12. Dezember 2016 um 14:48 Uhr"), "2016-12-12T14:48");
        assert_eq!(time("12.12.2016, 14:48 MEZ"), "2016-12-12T13:48Z");
        assert_eq!(time("12 décembre 2016 à 14h48"), "2016-12-12T14:48");
        assert_eq!(time("2016-12-12 14:48"), "2016-12-12T14:48");
        assert_eq!(time("Dec 12, 2016 11:36:59 PM EST"), "2016-12-13T04:36Z");
        assert_eq!(time("12/13/2016"), "2016-12-13");
        // Which is the month cannot be told, but it is a date.
        assert_eq!(read("3/4/2016"), Some(None));
        assert_eq!(read("3 hours ago"), Some(None));
        assert_eq!(read("31 February 2016"), None);
        assert_eq!(read("on Monday in Berlin"), None);
        assert_eq!(read("2016 was a bad year"), None);
    }
}
