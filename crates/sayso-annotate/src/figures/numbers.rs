//! Numerals and number words as intervals, with the words that bound them.
//!
//! Vague words follow the common reading: several hundred 200–999, hundreds 200–999, dozens
//! 24–99, scores 40–99, thousands 2,000–9,999, tens of thousands 20,000–99,999, a few 2–5, several
//! 3–9; "about N" keeps N on both sides.

use sayso_record::Exactness;

use crate::attributions::scan::Word;

/// A number of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// Lower bound, inclusive.
    pub(super) low: Option<f64>,
    /// Upper bound, inclusive.
    pub(super) high: Option<f64>,
    /// How the words bound it.
    pub(super) exactness: Exactness,
    /// One past its last word.
    pub(super) end: usize,
}

const UNITS: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

fn spelled(word: &str) -> Option<f64> {
    UNITS.iter().find(|u| u.0 == word).map(|u| u.1)
}

/// A single word: digits with separators, a number word, "twenty-five", "10k".
fn plain(word: &str) -> Option<f64> {
    if let Some(n) = spelled(word) {
        return Some(n);
    }
    if let Some((tens, ones)) = word.split_once('-')
        && let (Some(tens), Some(ones)) = (spelled(tens), spelled(ones))
        && tens >= 20.0
        && ones < 10.0
    {
        return Some(tens + ones);
    }
    let thousands = word.strip_suffix('k').filter(|w| w.len() <= 4);
    let word = thousands.unwrap_or(word);
    let first = word.as_bytes().first()?;
    if !first.is_ascii_digit() {
        return None;
    }
    // "4,000" and "20'000": separators stand before three digits each.
    let grouped = word.split([',', '\'']).skip(1).all(|g| g.len() == 3);
    let digits: String = word.chars().filter(|c| *c != ',' && *c != '\'').collect();
    let value: f64 = grouped.then(|| digits.parse().ok()).flatten()?;
    Some(if thousands.is_some() {
        value * 1_000.0
    } else {
        value
    })
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(100.0),
        "thousand" => Some(1_000.0),
        "million" => Some(1_000_000.0),
        "billion" => Some(1_000_000_000.0),
        "dozen" => Some(12.0),
        _ => None,
    }
}

/// A number times a scale: 4.1 million is 4,100,000 and not a hair less.
fn scaled(value: f64, by: f64) -> f64 {
    let product = value * by;
    let whole = product.round();
    if (product - whole).abs() <= 1e-9 * product.abs() {
        whole
    } else {
        product
    }
}

fn plural_scale(word: &str) -> Option<f64> {
    word.strip_suffix('s')
        .and_then(scale)
        .filter(|by| *by != 12.0)
}

fn vague(low: f64, high: f64, end: usize) -> Option<Number> {
    Some(Number {
        low: Some(low),
        high: Some(high),
        exactness: Exactness::Several,
        end,
    })
}

/// "half a million", "quarter of a million" at a word: value, one past the last word.
fn fraction(words: &[Word<'_>], at: usize) -> Option<(f64, usize)> {
    let lower = |n: usize| words.get(at + n).map_or("", |w| w.lower.as_str());
    let part = match lower(0) {
        "half" => 0.5,
        _ => 0.25,
    };
    let of = usize::from(lower(1) == "of");
    let by = scale(lower(of + 2)).filter(|_| lower(of + 1) == "a")?;
    Some((scaled(part, by), at + of + 3))
}

/// The number that begins at a word, without what stands before it.
pub(super) fn number(words: &[Word<'_>], at: usize) -> Option<Number> {
    let word = words[at].lower.as_str();
    let lower = |n: usize| words.get(at + n).map_or("", |w| w.lower.as_str());
    let next = lower(1);
    let before = at.checked_sub(1).map_or("", |i| words[i].lower.as_str());
    match word {
        "several" | "few" => {
            if let Some(by) = scale(next) {
                return vague(2.0 * by, 10.0 * by - 1.0, at + 2);
            }
            // "few came" is little, "a few" is some.
            return match word {
                "several" => vague(3.0, 9.0, at + 1),
                _ if matches!(before, "a" | "past" | "last" | "next") => vague(2.0, 5.0, at + 1),
                _ => None,
            };
        }
        "tens" | "hundreds" if next == "of" && plural_scale(lower(2)).is_some() => {
            let by = plural_scale(lower(2)).unwrap_or(1.0);
            let ten = if word == "tens" { 10.0 } else { 100.0 };
            return vague(2.0 * ten * by, 10.0 * ten * by - 1.0, at + 3);
        }
        "dozens" => return vague(24.0, 99.0, at + 1),
        "scores" if next == "of" => return vague(40.0, 99.0, at + 1),
        "multiple" => {
            return Some(Number {
                low: Some(2.0),
                high: None,
                exactness: Exactness::Several,
                end: at + 1,
            });
        }
        "couple" if next == "of" => {
            return Some(Number {
                low: Some(2.0),
                high: Some(2.0),
                exactness: Exactness::About,
                end: at + 2,
            });
        }
        // "half a million", "a quarter of a million"
        "half" | "quarter" if fraction(words, at).is_some() => {
            let (value, end) = fraction(words, at)?;
            return Some(Number {
                low: Some(value),
                high: Some(value),
                exactness: Exactness::About,
                end,
            });
        }
        "dozen" | "hundred" | "thousand" | "million" | "billion"
            if matches!(before, "a" | "half") =>
        {
            let value = scale(word).unwrap_or(1.0) * if before == "half" { 0.5 } else { 1.0 };
            return Some(Number {
                low: Some(value),
                high: Some(value),
                exactness: Exactness::About,
                end: at + 1,
            });
        }
        _ => {}
    }
    if let Some(by) = plural_scale(word) {
        return vague(2.0 * by, 10.0 * by - 1.0, at + 1);
    }
    let (mut low, mut high, mut end) = (None, None, at + 1);
    // "10-20" is one word, "10 to 20" three; "4-5,000" is thousands on both sides.
    if let Some((a, b)) = word.split_once(['-', '–'])
        && let (Some(first), Some(last)) = (plain(a), plain(b))
        && first < last
        && spelled(a).is_none()
    {
        let thousands = last >= 1_000.0 && first < 10.0 && b.contains([',', '\'']);
        low = Some(if thousands { first * 1_000.0 } else { first });
        high = Some(last);
    }
    if low.is_none() {
        let value = plain(word)?;
        low = Some(value);
        high = Some(value);
    }
    let mut round = false;
    if let Some(by) = words.get(end).and_then(|w| scale(&w.lower)) {
        low = low.map(|v| scaled(v, by));
        high = high.map(|v| scaled(v, by));
        end += 1;
        round = by == 12.0;
    } else if (matches!(lower(1), "to" | "-" | "–") || before == "between" && lower(1) == "and")
        && let Some(upper) = words.get(end + 1).and_then(|w| plain(&w.lower))
        && low < Some(upper)
    {
        // "rose from 12 to 15": what it was before is no bound
        let changed = |w: &Word<'_>| CHANGED.contains(&w.lower.as_str());
        if before == "from" && words[at.saturating_sub(5)..at].iter().any(changed) {
            low = Some(upper);
        }
        high = Some(upper);
        end += 2;
        if let Some(by) = words.get(end).and_then(|w| scale(&w.lower)) {
            low = low.map(|v| if v < by { scaled(v, by) } else { v });
            high = high.map(|v| scaled(v, by));
            end += 1;
        }
    }
    Some(Number {
        exactness: if low == high && !round {
            Exactness::Exact
        } else {
            Exactness::About
        },
        low,
        high,
        end,
    })
}

/// Verbs of a count that is no longer what it was.
const CHANGED: &[&str] = &[
    "climbed",
    "increased",
    "jumped",
    "raised",
    "revised",
    "rise",
    "risen",
    "rises",
    "rose",
];

/// The first word of a number with its qualifier, and what that makes of the bounds. "No more
/// than" is not "more than".
pub(super) fn qualified(words: &[Word<'_>], at: usize, mut number: Number) -> (usize, Number) {
    let back = |n: usize| at.checked_sub(n).map_or("", |i| words[i].lower.as_str());
    // "a few", "a dozen", "as many as a hundred"
    let article = matches!(back(1), "a" | "an" | "half")
        && matches!(
            words[at].lower.as_str(),
            "few" | "dozen" | "hundred" | "thousand" | "million" | "billion" | "couple" | "quarter"
        );
    let at = if article { at - 1 } else { at };
    let back = |n: usize| at.checked_sub(n).map_or("", |i| words[i].lower.as_str());
    let denied = matches!(back(3), "no" | "not" | "n't") || back(3).ends_with("n't");
    let (begin, exactness) = match (back(2), back(1)) {
        ("more", "than") if denied => (at - 3, Exactness::AtMost),
        ("less" | "fewer", "than") if denied => (at - 3, Exactness::AtLeast),
        ("at", "least") | ("more", "than") => (at - 2, Exactness::AtLeast),
        ("at", "most") | ("less" | "fewer", "than") | ("up", "to") => (at - 2, Exactness::AtMost),
        ("many" | "much" | "high", "as") => (at - 2, Exactness::AtMost),
        ("few" | "little" | "low", "as") => (at - 2, Exactness::AtLeast),
        // "handed over three"
        (verb, "over") if super::fates::phrasal(verb) => return (at, number),
        (_, "over" | "above" | "exceeding") => (at - 1, Exactness::AtLeast),
        (_, "under" | "below" | "nearly" | "almost") => (at - 1, Exactness::AtMost),
        (_, "about" | "around" | "some" | "roughly" | "approximately" | "circa" | "estimated") => {
            (at - 1, Exactness::About)
        }
        (_, "only" | "just") => (at - 1, number.exactness),
        _ if words.get(number.end).is_some_and(|w| w.lower == "or")
            && words.get(number.end + 1).is_some_and(|w| w.lower == "more") =>
        {
            number.end += 2;
            (at, Exactness::AtLeast)
        }
        _ => return (at, number),
    };
    match exactness {
        Exactness::AtLeast => number.high = None,
        Exactness::AtMost => number.low = None,
        _ => {}
    }
    // "nearly" keeps to the number; of a range "no more than" keeps its upper end.
    number.exactness = exactness;
    (begin, number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributions::scan;
    use sayso_record::Span;

    fn of(text: &str) -> Option<(Option<f64>, Option<f64>, Exactness)> {
        let words = scan::words(text, Span::new(0, text.len()));
        let at = (0..words.len()).find(|n| number(&words, *n).is_some())?;
        let found = number(&words, at)?;
        let (_, found) = qualified(&words, at, found);
        Some((found.low, found.high, found.exactness))
    }

    #[test]
    fn specimens() {
        use Exactness::{About, AtLeast, AtMost, Exact, Several};
        for (text, low, high, exactness) in [
            ("168 trucks", Some(168.0), Some(168.0), Exact),
            ("4,000 men", Some(4000.0), Some(4000.0), Exact),
            ("20'000 inhabitants", Some(20000.0), Some(20000.0), Exact),
            ("twenty-five men", Some(25.0), Some(25.0), Exact),
            ("about 50 men", Some(50.0), Some(50.0), About),
            ("at least 40 fighters", Some(40.0), None, AtLeast),
            ("more than 1,000 men", Some(1000.0), None, AtLeast),
            ("no more than 4-5,000 fighters", None, Some(5000.0), AtMost),
            ("no fewer than 30 men", Some(30.0), None, AtLeast),
            ("not more than 30 men", None, Some(30.0), AtMost),
            ("up to 15 miles", None, Some(15.0), AtMost),
            ("as many as 300 men", None, Some(300.0), AtMost),
            ("10 to 20 men", Some(10.0), Some(20.0), About),
            ("10-20 men", Some(10.0), Some(20.0), About),
            (
                "two to three thousand men",
                Some(2000.0),
                Some(3000.0),
                About,
            ),
            (
                "several hundred fighters",
                Some(200.0),
                Some(999.0),
                Several,
            ),
            ("hundreds of men", Some(200.0), Some(999.0), Several),
            ("thousands of men", Some(2000.0), Some(9999.0), Several),
            (
                "tens of thousands of men",
                Some(20000.0),
                Some(99999.0),
                Several,
            ),
            (
                "hundreds of thousands",
                Some(200_000.0),
                Some(999_999.0),
                Several,
            ),
            ("dozens of men", Some(24.0), Some(99.0), Several),
            ("two dozen men", Some(24.0), Some(24.0), About),
            ("a dozen men", Some(12.0), Some(12.0), About),
            ("a few days", Some(2.0), Some(5.0), Several),
            ("several weeks", Some(3.0), Some(9.0), Several),
            (
                "1.5 million people",
                Some(1_500_000.0),
                Some(1_500_000.0),
                Exact,
            ),
            (
                "4.1 million people",
                Some(4_100_000.0),
                Some(4_100_000.0),
                Exact,
            ),
            (
                "half a million people",
                Some(500_000.0),
                Some(500_000.0),
                About,
            ),
            ("half a dozen men", Some(6.0), Some(6.0), About),
            (
                "more than a quarter of a million people",
                Some(250_000.0),
                None,
                AtLeast,
            ),
            ("between 10 and 20 men", Some(10.0), Some(20.0), About),
            ("30 or more men", Some(30.0), None, AtLeast),
        ] {
            assert_eq!(of(text), Some((low, high, exactness)), "{text}");
        }
        assert_eq!(of("few came"), None);
    }
}
