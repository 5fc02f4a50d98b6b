//! Comment threads in text: a "Posted by: NAME | DATE | NUMBER" line after each comment.
//! Where there is none, the other orders of `orders` are tried.

mod adapted;
mod dates;
mod orders;
mod replies;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use sayso_record::Span;

pub(crate) use replies::resolve_replies;

/// What a "Posted by" line tells.
pub(crate) struct Posted {
    /// Name as printed.
    pub(crate) author: String,
    /// EDTF in UTC; none when the line says no zone or no date.
    pub(crate) time: Option<String>,
    /// Number as printed.
    pub(crate) number: Option<u32>,
}

static LINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^Posted by: (?P<name>[^|\n]{1,80}?) \| (?P<month>[A-Z][a-z]{2})[a-z]* (?P<day>\d{1,2}),? (?P<year>\d{4}) (?P<hour>\d{1,2}):(?P<minute>\d{2})(?: (?P<zone>utc|UTC|gmt|GMT))?(?: \| (?P<number>\d{1,6}))?[ \t\r]*$",
    )
    .expect("the pattern is fixed")
});

static FIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^(?:Posted by .{1,80}\d{4} at \d.*|next page.*)$")
        .expect("the pattern is fixed")
});

/// Span of each comment with its signature, the signature, and what it tells, in text order.
pub(crate) fn comments(text: &str) -> Vec<(Span, Span, Posted)> {
    let found = posted(text);
    if found.is_empty() {
        return orders::comments(text);
    }
    found
}

/// Comments with a "Posted by" line below each.
fn posted(text: &str) -> Vec<(Span, Span, Posted)> {
    let mut out = Vec::new();
    let mut before: Option<usize> = None;
    for found in LINE.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        let line = Span::new(whole.start(), whole.end()).trimmed(text);
        // The first comment begins after the article's own footer, else after the last blank line
        // but one: only its last paragraph is surely the commenter's.
        let from = before.unwrap_or_else(|| {
            FIRST
                .find_iter(&text[..line.start])
                .last()
                .map(|m| m.end())
                .or_else(|| {
                    let head = text[..line.start].trim_end();
                    head.rfind("\n\n")
                })
                .unwrap_or(0)
        });
        before = Some(line.end);
        let month = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        .iter()
        .position(|m| *m == &found["month"]);
        let number = |name: &str| {
            found
                .name(name)
                .and_then(|m| m.as_str().parse::<u32>().ok())
        };
        let time = match (month, number("day"), number("hour"), found.name("zone")) {
            (Some(month), Some(day @ 1..=31), Some(hour @ 0..=23), Some(_)) => Some(format!(
                "{}-{:02}-{day:02}T{hour:02}:{}Z",
                &found["year"],
                month + 1,
                &found["minute"]
            )),
            _ => None,
        };
        let span = Span::new(from, line.end).trimmed(text);
        out.push((
            span,
            line,
            Posted {
                author: found["name"].trim().to_owned(),
                time,
                number: number("number"),
            },
        ));
    }
    out
}

static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^Posted by (?P<name>[^|\n]{1,40}?) on .{1,40}\d{4}")
        .expect("the pattern is fixed")
});

/// Who the article's own footer says wrote it.
pub(crate) fn posted_by(text: &str) -> Option<&str> {
    POSTED
        .captures(text)?
        .name("name")
        .map(|m| m.as_str().trim())
}

/// Words in a row that make a quotation.
const QUOTED: usize = 6;

/// Who wrote each run of [`QUOTED`] words first.
#[derive(Default)]
pub(crate) struct Shingles(HashMap<u64, u32>);

impl Shingles {
    /// Hashes of every run of words, letters and digits only, lower case.
    fn of(words: &str) -> Vec<u64> {
        let words: Vec<String> = words
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect();
        words
            .windows(QUOTED)
            .map(|run| {
                // FNV-1a: the same on every machine.
                run.iter()
                    .flat_map(|w| w.bytes().chain([0]))
                    .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
                        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
                    })
            })
            .collect()
    }

    /// Whether nearly all of these words stand together in what was added before.
    pub(crate) fn repeats(&self, words: &str) -> bool {
        let runs = Self::of(words);
        let known = runs.iter().filter(|run| self.0.contains_key(run)).count();
        !runs.is_empty() && known * 10 >= runs.len() * 7
    }

    /// Notes the runs of words of a segment; the first to write a run keeps it.
    pub(crate) fn add(&mut self, words: &str, segment: usize) {
        for run in Self::of(words) {
            self.0.entry(run).or_insert(segment as u32);
        }
    }

    /// The segment most of whose words are repeated here, unless nothing of one's own is said:
    /// the same words alone are a copy, no reply.
    fn quoted(&self, words: &str) -> Option<usize> {
        let runs = Self::of(words);
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for run in &runs {
            if let Some(segment) = self.0.get(run) {
                *counts.entry(*segment).or_default() += 1;
            }
        }
        let (segment, most) = counts.into_iter().max_by_key(|(s, n)| (*n, u32::MAX - s))?;
        (most + 3 < runs.len()).then_some(segment as usize)
    }
}

/// A date, perhaps with a time, and nothing else, as EDTF; see `dates::read`.
pub(crate) fn date(words: &str) -> Option<Option<String>> {
    dates::read(words)
}

/// A comment without its signature, which stands at its beginning or its end.
pub(crate) fn without(comment: Span, line: Option<Span>) -> Span {
    match line.filter(|line| comment.contains(*line)) {
        Some(line) if line.start == comment.start => Span::new(line.end, comment.end),
        Some(line) => Span::new(comment.start, line.start),
        None => comment,
    }
}
