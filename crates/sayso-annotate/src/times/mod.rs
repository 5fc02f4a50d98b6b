//! Absolute dates: "March 28, 2016", "28 March 2016", "March 2016", "2016-03-28". Relative
//! expressions are not read yet.

use std::sync::LazyLock;

use regex::Regex;
use sayso_record::{Document, Layers, Remark, Time, TimeKind};

use crate::{Context, voice};

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    const MONTH: &str = r"(Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)";
    Regex::new(&format!(
        r"\b(?:{MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})|(\d{{1,2}})(?:st|nd|rd|th)? {MONTH},? (\d{{4}})|{MONTH},? (\d{{4}})|(\d{{4}})-(\d{{2}})-(\d{{2}}))\b"
    ))
    .expect("the pattern is fixed")
});

/// Dates in what is readable.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Time>, Vec<Remark>) {
    let mut out = Vec::new();
    for part in voice::readable(document) {
        for c in DATE.captures_iter(&document.text[part.start..part.end]) {
            let get = |i: usize| c.get(i).map(|m| m.as_str());
            let edtf = if let (Some(m), Some(d), Some(y)) = (get(1), get(2), get(3)) {
                day(y, m, d)
            } else if let (Some(d), Some(m), Some(y)) = (get(4), get(5), get(6)) {
                day(y, m, d)
            } else if let (Some(m), Some(y)) = (get(7), get(8)) {
                month(m).map(|m| format!("{y}-{m:02}"))
            } else {
                get(9).and_then(|y| {
                    let m: u8 = get(10)?.parse().ok()?;
                    numbered(y, m, get(11)?)
                })
            };
            if let (Some(edtf), Some(whole)) = (edtf, c.get(0)) {
                out.push(Time {
                    start: part.start + whole.start(),
                    end: part.start + whole.end(),
                    edtf,
                    kind: TimeKind::Date,
                });
            }
        }
    }
    (out, Vec::new())
}

fn month(name: &str) -> Option<u8> {
    let start = name.get(..3)?.to_lowercase();
    MONTHS.iter().position(|m| *m == start).map(|i| i as u8 + 1)
}

fn day(year: &str, name: &str, day: &str) -> Option<String> {
    numbered(year, month(name)?, day)
}

fn numbered(year: &str, month: u8, day: &str) -> Option<String> {
    let day: u8 = day.parse().ok()?;
    ((1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{year}-{month:02}-{day:02}"))
}
