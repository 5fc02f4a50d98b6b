//! The words times are made of: months, weekdays, numbers, units, seasons, feasts.

use jiff::civil::Date;
use jiff::{Span as Gap, ToSpan};

/// Month of a name or its abbreviation, lower case, with or without its point.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    const NAMES: [&str; 12] = [
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
    let whole = NAMES.iter().position(|n| *n == word);
    let short = || {
        let known = word.len() == 3 || word == "sept";
        NAMES.iter().position(|n| known && n.starts_with(word))
    };
    whole.or_else(short).map(|n| n as i8 + 1)
}

/// Days after Monday of a weekday's name.
pub(super) fn weekday(word: &str) -> Option<i64> {
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ]
    .iter()
    .position(|d| *d == word)
    .map(|n| n as i64)
}

/// A whole number in digits or words, below a thousand in words.
pub(super) fn number(word: &str) -> Option<i64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = [
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    if word == "hundred" {
        return Some(100);
    }
    if let Some(n) = SMALL.iter().position(|s| *s == word) {
        return Some(n as i64);
    }
    let (ten, one) = word.split_once('-').unwrap_or((word, "zero"));
    if let Some(n) = TENS.iter().position(|t| *t == ten) {
        let one = SMALL[..10].iter().position(|s| *s == one)?;
        return Some((n as i64 + 2) * 10 + one as i64);
    }
    let digits = word.replace(',', "");
    (digits.len() <= 4).then(|| digits.parse().ok()).flatten()
}

/// "third", "21st": which.
pub(super) fn ordinal(word: &str) -> Option<i64> {
    const NAMES: [&str; 21] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
    ];
    if let Some(n) = NAMES.iter().position(|s| *s == word) {
        return Some(n as i64 + 1);
    }
    ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| word.strip_suffix(end))
        .and_then(|d| d.parse().ok())
}

/// Units of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// The unit a word names, and whether it stands in the plural.
pub(super) fn unit(word: &str) -> Option<(Unit, bool)> {
    let one = match word {
        "centuries" => return Some((Unit::Century, true)),
        "century" => return Some((Unit::Century, false)),
        _ => word
            .trim_end_matches(['\'', '’'])
            .strip_suffix('s')
            .unwrap_or(word),
    };
    let unit = match one {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        _ => return None,
    };
    Some((unit, one.len() < word.len()))
}

impl Unit {
    /// So many of it as a step on the calendar; hours and less do not move the day.
    pub(super) fn gap(self, n: i64) -> Gap {
        match self {
            Unit::Second | Unit::Minute | Unit::Hour => 0.days(),
            Unit::Day => n.days(),
            Unit::Weekend | Unit::Week => n.weeks(),
            Unit::Month => n.months(),
            Unit::Quarter => (3 * n).months(),
            Unit::Year => n.years(),
            Unit::Decade => (10 * n).years(),
            Unit::Century => (100 * n).years(),
        }
    }

    /// So many of it as a length, ISO 8601.
    pub(super) fn length(self, n: i64) -> String {
        match self {
            Unit::Second => format!("PT{n}S"),
            Unit::Minute => format!("PT{n}M"),
            Unit::Hour => format!("PT{n}H"),
            Unit::Day => format!("P{n}D"),
            Unit::Weekend => format!("P{}D", 2 * n),
            Unit::Week => format!("P{n}W"),
            Unit::Month => format!("P{n}M"),
            Unit::Quarter => format!("P{}M", 3 * n),
            Unit::Year => format!("P{n}Y"),
            Unit::Decade => format!("P{}Y", 10 * n),
            Unit::Century => format!("P{}Y", 100 * n),
        }
    }

    /// Whether a man's memory counts it by the day.
    pub(super) fn fine(self) -> bool {
        matches!(
            self,
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Week | Unit::Weekend
        )
    }
}

/// EDTF code of a season (21 spring … 24 winter).
pub(super) fn season(word: &str) -> Option<i64> {
    Some(match word {
        "spring" | "springtime" => 21,
        "summer" | "summertime" => 22,
        "autumn" | "fall" => 23,
        "winter" | "wintertime" => 24,
        _ => return None,
    })
}

/// Parts of a day.
pub(super) fn part_of_day(word: &str) -> bool {
    matches!(
        word,
        "morning"
            | "afternoon"
            | "evening"
            | "night"
            | "midday"
            | "noon"
            | "midnight"
            | "dawn"
            | "dusk"
    )
}

/// The day of a feast in a year: two or three words, lower case.
pub(super) fn feast(words: &str, year: i16) -> Option<Date> {
    let easter = || easter(year);
    match words {
        "christmas" | "christmas day" => Date::new(year, 12, 25).ok(),
        "christmas eve" => Date::new(year, 12, 24).ok(),
        "new year's day" | "new year’s day" => Date::new(year, 1, 1).ok(),
        "new year's eve" | "new year’s eve" => Date::new(year, 12, 31).ok(),
        "easter" | "easter sunday" => easter(),
        "easter monday" => easter()?.checked_add(1.days()).ok(),
        "good friday" => easter()?.checked_sub(2.days()).ok(),
        "palm sunday" => easter()?.checked_sub(7.days()).ok(),
        "may day" => Date::new(year, 5, 1).ok(),
        "victory day" => Date::new(year, 5, 9).ok(),
        _ => None,
    }
}

/// Western Easter (the anonymous Gregorian algorithm, Meeus 1991).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_units_and_feasts() {
        assert_eq!(number("twenty-one"), Some(21));
        assert_eq!(number("1,200"), Some(1200));
        assert_eq!(ordinal("3rd"), Some(3));
        assert_eq!(unit("weeks'"), Some((Unit::Week, true)));
        assert_eq!(month("sept."), Some(9));
        assert_eq!(month("mare"), None);
        let easter = feast("easter sunday", 2016).map(|d| d.to_string());
        assert_eq!(easter.as_deref(), Some("2016-03-27"));
    }
}
