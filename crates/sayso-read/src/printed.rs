//! Bylines, agencies and times as print has them, brought to one form.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::rfc2822, fmt::strtime};
use regex::Regex;

const AGENCIES: &[(&str, &str)] = &[
    ("associated press", "AP"),
    ("ap", "AP"),
    ("reuters", "Reuters"),
    ("agence france-presse", "AFP"),
    ("afp", "AFP"),
    ("tass", "TASS"),
    ("interfax", "Interfax"),
    ("sana", "SANA"),
    ("dpa", "dpa"),
    ("upi", "UPI"),
    ("xinhua", "Xinhua"),
    ("ria novosti", "RIA Novosti"),
    ("bloomberg", "Bloomberg"),
    ("efe", "EFE"),
    ("ansa", "ANSA"),
    ("anadolu agency", "Anadolu Agency"),
];

/// The agency these words name, if they name one ("AP Auto Writer", "Reuters").
fn agency(words: &str) -> Option<&'static str> {
    let low = words.trim().trim_start_matches("the ").to_lowercase();
    AGENCIES.iter().find_map(|(name, short)| {
        let rest = low
            .strip_prefix("the ")
            .unwrap_or(&low)
            .strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(' ')).then_some(*short)
    })
}

/// Words after a name that say what he does, not who he is.
const OFFICES: &[&str] = &[
    "writer",
    "correspondent",
    "reporter",
    "editor",
    "staff",
    "special",
    "contributor",
    "bureau",
    "columnist",
    "senior",
    "chief",
    "associate",
];

/// Author and agency of a byline: "By ANNA BELL, AP Auto Writer" gives "Anna Bell" and "AP".
pub(crate) fn byline(words: &str) -> (Option<String>, Option<String>) {
    static LEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^\s*(?:posted\s+by|written\s+by|reported\s+by|story\s+by|published\s+by|by|author)\b\s*:?\s*").expect("a fixed pattern")
    });
    let words = words.lines().find(|l| !l.trim().is_empty()).unwrap_or("");
    let words = LEAD.replace(words, "");
    let mut authors: Vec<String> = Vec::new();
    let mut found = None;
    for part in words
        .split([',', ';', '|', '/', '•', '·', '(', ')', '—', '–'])
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" for "))
    {
        let part = part.trim().trim_matches(['.', ':', '-']).trim();
        if part.is_empty() {
            continue;
        }
        if let Some(name) = agency(part) {
            found = found.or(Some(name.to_owned()));
            continue;
        }
        let low = part.to_lowercase();
        let office = low.split_whitespace().any(|w| OFFICES.contains(&w));
        let dated = part.bytes().any(|b| b.is_ascii_digit());
        if office || dated || part.split_whitespace().count() > 6 {
            // What comes after the date is no name any more.
            if dated && !authors.is_empty() {
                break;
            }
            continue;
        }
        authors.push(cased(part));
    }
    authors.dedup();
    ((!authors.is_empty()).then(|| authors.join(", ")), found)
}

/// "ANNA BELL" as "Anna Bell"; names in mixed letters stay.
fn cased(name: &str) -> String {
    let capitals = name.chars().any(char::is_alphabetic)
        && !name.chars().any(char::is_lowercase)
        && (name.contains(' ') || name.chars().count() > 5);
    if !capitals {
        return name.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut out = String::new();
    let mut fresh = true;
    for c in name.chars() {
        if fresh {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        fresh = !c.is_alphabetic();
    }
    out
}

/// Whether a short line is a byline.
pub(crate) fn is_byline(line: &str) -> bool {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:By|BY|Posted by|Written by|Reported by|Published by)\s*:?\s+\p{Lu}\S*(?:\s+\S+){0,12}$").expect("a fixed pattern")
    });
    line.len() < 160 && !line.ends_with('.') && BY.is_match(line)
}

/// Author of a comment without what the page sets around him.
pub(crate) fn comment_author(words: &str) -> Option<String> {
    let name = words.trim();
    let name = name
        .strip_suffix("says:")
        .or(name.strip_suffix("said..."))
        .unwrap_or(name);
    let name = name.trim().trim_end_matches([':', '|', '•']).trim();
    let name = name
        .strip_prefix("Posted by:")
        .or(name.strip_prefix("Posted by"))
        .unwrap_or(name)
        .trim();
    (!name.is_empty() && name.len() < 100).then(|| name.to_owned())
}

/// The number a comment prints of itself: a block that is "#12" or "12" and nothing else.
pub(crate) fn comment_number(block: &str) -> Option<u32> {
    let digits = block.trim().strip_prefix('#').unwrap_or(block.trim());
    let digits = digits.strip_suffix('.').unwrap_or(digits);
    (digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

/// Words of a comment's buttons.
pub(crate) fn is_button(block: &str) -> bool {
    let low = block.trim().to_lowercase();
    matches!(
        low.as_str(),
        "reply"
            | "report"
            | "like"
            | "share"
            | "permalink"
            | "log in to reply"
            | "flag"
            | "edit"
            | "quote"
            | "delete"
            | "up"
            | "down"
            | "link"
            | "parent"
            | "collapse"
            | "vote"
            | "report abuse"
            | "top"
            | "↑"
            | "↓"
            | "+"
            | "-"
            | "|"
            | "•"
    )
}

/// A time as EDTF: to the minute, in UTC where the zone is known; a bare date as a date.
pub(crate) fn when(words: &str) -> Option<String> {
    static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)(?:(?P<m1>[a-z]{3,9})\.?\s+(?P<d1>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y1>\d{4})|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<m2>[a-z]{3,9})\.?,?\s+(?P<y2>\d{4})|(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2}))(?:\D{0,12}?(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2})?\s*(?P<half>[ap]\.?m)?\.?\s*(?P<zone>UTC|GMT|Z\b)?)?").expect("a fixed pattern")
    });
    let words = words.trim();
    if let Ok(at) = words.parse::<Timestamp>() {
        return Some(minute(at));
    }
    // "2016-03-28 10:00:00 +0100" and "+0100" without a colon, as many pages write it.
    for form in [
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%d %H:%M:%S %z",
        "%Y-%m-%dT%H:%M%:z",
        "%Y-%m-%dT%H:%M%z",
    ] {
        if let Ok(at) = strtime::parse(form, words).and_then(|p| p.to_timestamp()) {
            return Some(minute(at));
        }
    }
    if let Ok(at) = rfc2822::parse(words) {
        return Some(minute(at.timestamp()));
    }
    let found = PLAIN.captures(words)?;
    let text = |names: &[&str]| names.iter().find_map(|n| found.name(n)).map(|m| m.as_str());
    let number = |names: &[&str]| text(names)?.parse::<i16>().ok();
    let year = number(&["y1", "y2", "y3"])?;
    let day = i8::try_from(number(&["d1", "d2", "d3"])?).ok()?;
    let month = match text(&["m1", "m2"]) {
        Some(name) => month(name)?,
        None => i8::try_from(number(&["m3"])?).ok()?,
    };
    let Some(mut hour) = number(&["h"]).and_then(|h| i8::try_from(h).ok()) else {
        return Some(jiff::civil::Date::new(year, month, day).ok()?.to_string());
    };
    match text(&["half"]).map(|h| h.as_bytes()[0].to_ascii_lowercase()) {
        Some(b'p') if hour < 12 => hour += 12,
        Some(b'a') if hour == 12 => hour = 0,
        _ => {}
    }
    let minute = i8::try_from(number(&["min"])?).ok()?;
    let at = DateTime::new(year, month, day, hour, minute, 0, 0).ok()?;
    let zone = if found.name("zone").is_some() {
        "Z"
    } else {
        ""
    };
    Some(format!("{}{zone}", at.strftime("%Y-%m-%dT%H:%M")))
}

fn minute(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    at.strftime("%Y-%m-%dT%H:%MZ").to_string()
}

fn month(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let low = name.to_lowercase();
    MONTHS
        .iter()
        .position(|m| m.starts_with(&low) || low == "sept" && *m == "september")
        .and_then(|i| i8::try_from(i + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_give_author_and_agency() {
        let read = |s: &str| {
            let (author, agency) = byline(s);
            format!(
                "{}|{}",
                author.unwrap_or_default(),
                agency.unwrap_or_default()
            )
        };
        assert_eq!(read("By ANNA BELL, AP Auto Writer"), "Anna Bell|AP");
        assert_eq!(read("Reuters"), "|Reuters");
        assert_eq!(
            read("By Anna Bell and Karl McWeiss"),
            "Anna Bell, Karl McWeiss|"
        );
        assert_eq!(
            read("by Ole Dahl (Reuters) March 3, 2016"),
            "Ole Dahl|Reuters"
        );
        assert_eq!(read("Byron Apple"), "Byron Apple|");
    }

    #[test]
    fn times_come_out_in_one_form() {
        let read = |s: &str| when(s).unwrap_or_default();
        assert_eq!(read("2016-03-28T10:00:30+02:00"), "2016-03-28T08:00Z");
        assert_eq!(read("2016-03-28T10:00:30+0200"), "2016-03-28T08:00Z");
        assert_eq!(read("Mon, 28 Mar 2016 10:00:00 GMT"), "2016-03-28T10:00Z");
        assert_eq!(read("December 12, 2016 at 2:48 PM"), "2016-12-12T14:48");
        assert_eq!(read("12 Dec 2016"), "2016-12-12");
        assert_eq!(read("Posted 2016/3/8 by me"), "2016-03-08");
        assert_eq!(read("yesterday"), "");
        assert_eq!(read("February 31, 2016"), "");
    }
}
