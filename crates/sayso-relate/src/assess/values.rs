//! Values of a table made comparable: times of the day, numbers, lists of persons, plain words.

use std::collections::BTreeSet;

/// How the values of an attribute are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ValueKind {
    /// Minutes of the day; dates and notes beside them do not count.
    Time,
    /// A number; digits may be grouped with commas or blanks.
    Number,
    /// Persons as last name and first initial, in any order.
    Persons,
    /// Words without case, marks and doubled blanks.
    Text,
}

impl ValueKind {
    /// The kind of this name: `time`, `number`, `persons` or `text`.
    pub fn named(name: &str) -> Option<ValueKind> {
        Some(match name {
            "time" => ValueKind::Time,
            "number" => ValueKind::Number,
            "persons" => ValueKind::Persons,
            "text" => ValueKind::Text,
            _ => return None,
        })
    }

    /// What an attribute seems to hold: persons by its name, else what most of its values are.
    pub(crate) fn of<'v>(attribute: &str, values: impl Iterator<Item = &'v str>) -> ValueKind {
        let name = attribute.to_lowercase();
        if ["author", "editor", "persons", "people", "names", "victims"]
            .iter()
            .any(|w| name.contains(w))
        {
            return ValueKind::Persons;
        }
        let (mut all, mut times, mut numbers) = (0usize, 0usize, 0usize);
        for v in values.filter(|v| is_said(v)) {
            all += 1;
            times += usize::from(minutes(v).is_some());
            numbers += usize::from(number(v).is_some());
        }
        if times * 10 > all * 6 {
            ValueKind::Time
        } else if numbers * 10 > all * 6 {
            ValueKind::Number
        } else {
            ValueKind::Text
        }
    }

    /// The comparable form; `None` when the value says nothing of this kind.
    pub(crate) fn plain(self, value: &str) -> Option<String> {
        if !is_said(value) {
            return None;
        }
        match self {
            ValueKind::Time => minutes(value).map(|m| format!("{:02}:{:02}", m / 60, m % 60)),
            ValueKind::Number => number(value).map(|n| n.to_string()),
            ValueKind::Persons => persons(value),
            ValueKind::Text => {
                let words = crate::resolve::names::plain(value);
                (!words.is_empty()).then_some(words)
            }
        }
    }
}

/// Whether the cell says anything.
fn is_said(value: &str) -> bool {
    let v = value.trim().to_lowercase();
    !matches!(
        v.as_str(),
        "" | "-" | "not available" | "n/a" | "na" | "null" | "none" | "unknown"
    )
}

/// The first `h:mm` with what follows it ("p.m.", "7:16aDec 1").
fn minutes(value: &str) -> Option<u32> {
    let lower = value.to_lowercase();
    let bytes = lower.as_bytes();
    let digit = |n: usize| {
        bytes
            .get(n)
            .filter(|b| b.is_ascii_digit())
            .map(|b| u32::from(b - b'0'))
    };
    for colon in (0..bytes.len()).filter(|&n| bytes[n] == b':') {
        let (Some(tens), Some(ones)) = (digit(colon + 1), digit(colon + 2)) else {
            continue;
        };
        let Some(unit) = colon.checked_sub(1).and_then(digit) else {
            continue;
        };
        let ten = colon.checked_sub(2).and_then(digit).unwrap_or(0);
        let (mut hour, minute) = (ten * 10 + unit, tens * 10 + ones);
        let half = lower[colon + 3..].trim_start().bytes().next();
        if let Some(b'a' | b'p') = half {
            hour = hour % 12 + if half == Some(b'p') { 12 } else { 0 };
        }
        return (hour < 24 && minute < 60).then_some(hour * 60 + minute);
    }
    None
}

/// A number and nothing but marks and a unit around it.
fn number(value: &str) -> Option<f64> {
    let kept: String = value
        .chars()
        .filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
        .collect();
    let letters = value.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 3 || kept.is_empty() {
        return None;
    }
    kept.parse::<f64>().ok().filter(|n| n.is_finite())
}

/// Words that are no part of a person's name.
const TITLES: &[&str] = &[
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "phd",
    "dr",
    "ed",
    "edt",
    "eds",
    "editor",
    "editors",
    "author",
    "authors",
    "by",
    "et",
    "al",
    "with",
    "illustrator",
    "translator",
    "others",
];

/// `haag s; perry j`: last names with first initials, sorted.
fn persons(value: &str) -> Option<String> {
    let mut open = 0usize;
    let kept: String = fold(value)
        .chars()
        .filter(|c| {
            match c {
                '(' => open += 1,
                ')' => open = open.saturating_sub(1),
                _ => return open == 0,
            }
            false
        })
        .collect();
    // Titles fall away where they stand as words of their own.
    let kept: Vec<&str> = kept
        .split_whitespace()
        .filter(|w| !TITLES.contains(&w.trim_matches(|c: char| !c.is_alphanumeric())))
        .collect();
    let kept = kept.join(" ").replace(" and ", "&");
    let named = |p: &&str| p.chars().any(char::is_alphanumeric);
    let parts: Vec<String> = if kept.contains([';', '/']) {
        kept.split([';', '/']).map(str::to_owned).collect()
    } else if kept.contains('&') || kept.matches(',').count() > 1 {
        let list: Vec<&str> = kept
            .split(['&', ','])
            .map(str::trim)
            .filter(named)
            .collect();
        // "First Last, First Last" or "Last, First, Last, First".
        let full = list.iter().all(|p| p.contains(' '));
        if full || list.len() % 2 == 1 {
            list.iter().map(|p| (*p).to_owned()).collect()
        } else {
            list.chunks(2).map(|c| c.join(", ")).collect()
        }
    } else {
        vec![kept]
    };
    let mut out = BTreeSet::new();
    for part in &parts {
        let part = part.trim_matches(|c: char| !c.is_alphanumeric());
        let (last, first) = match part.split_once(',') {
            Some((last, first)) => (last.split_whitespace().last(), first.trim()),
            None => match part.rsplit_once(' ') {
                Some((first, last)) => (Some(last), first),
                None => (Some(part), ""),
            },
        };
        let last: String = last
            .unwrap_or("")
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        let initial = first.chars().find(|c| c.is_alphabetic());
        if last.chars().count() > 1 {
            out.insert(match initial {
                Some(i) => format!("{last} {i}"),
                None => last,
            });
        }
    }
    (!out.is_empty()).then(|| out.into_iter().collect::<Vec<_>>().join("; "))
}

/// Lower case, and Latin letters without the accents that shops drop.
fn fold(value: &str) -> String {
    value
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ñ' => 'n',
            'ç' => 'c',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_the_day() {
        let time = |v| ValueKind::Time.plain(v);
        assert_eq!(time("7:16 a.m.").as_deref(), Some("07:16"));
        assert_eq!(time("7:16pDec 1").as_deref(), Some("19:16"));
        assert_eq!(time("12:05 am"), time("0:05"));
        assert_eq!(time("Contact Airline"), None);
        assert_eq!(time("Not Available"), None);
        assert_eq!(time("25:10"), None);
    }

    #[test]
    fn persons_in_any_order_and_form() {
        let who = |v| ValueKind::Persons.plain(v);
        assert_eq!(
            who("Haag, Stephen; Perry, James T."),
            who("James Perry and Stephen Haag")
        );
        assert_eq!(who("HAAG, STEPHEN"), who("Stephen Haag (Editor)"));
        assert_eq!(
            who("Haag, Stephen, Perry, James"),
            who("S. Haag and J. Perry")
        );
        assert_ne!(who("Haag, Stephen"), who("Haag, Martin"));
    }

    #[test]
    fn numbers_and_words() {
        assert_eq!(
            ValueKind::Number.plain("1,200 km"),
            ValueKind::Number.plain("1200")
        );
        assert_eq!(
            ValueKind::Text.plain("The  Harbour"),
            ValueKind::Text.plain("harbour")
        );
        let kind = ValueKind::of("sched_dep", ["7:10 a.m.", "7:15", "n/a"].into_iter());
        assert_eq!(kind, ValueKind::Time);
    }
}
