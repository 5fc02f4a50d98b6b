//! Comment threads in text: a "Posted by: NAME | DATE | NUMBER" line after each comment.
//! Where there is none, the other orders of `orders` are tried.

mod dates;
mod orders;

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use regex::Regex;
use sayso_record::{Segment, SegmentKind, Span};

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

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[\s(,])(?:@|#|re:? ?#?)\s?(?P<number>\d{1,4})\b")
        .expect("the pattern is fixed")
});

static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^>*\s*(?:Posted by: )?(?P<name>[^|\n]{1,60}?) \| [^|\n]{6,40} \| (?P<number>\d{1,4})\s*$")
        .expect("the pattern is fixed")
});

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

/// Whether a comment thanks this name: "thank you b", "thanks, Hana".
fn thanks(lower: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [
        "thank you ",
        "thank you, ",
        "thanks ",
        "thanks, ",
        "thanks to ",
    ]
    .iter()
    .any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            lower[at + word.len()..]
                .strip_prefix(name.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
    })
}

/// Whether a paragraph opens by addressing this name: "b: …", "Mina, …", "@Laguerre …".
fn addresses(words: &str, name: &str) -> bool {
    let start = words.trim_start();
    let marked = start.starts_with('@');
    let start = start.trim_start_matches(['@', ' ']);
    let Some(head) = start.get(..name.len()) else {
        return false;
    };
    let rest = &start[name.len()..];
    head.eq_ignore_ascii_case(name)
        && (marked && !rest.starts_with(char::is_alphanumeric)
            || rest.starts_with([',', ':', ';'])
            || rest.starts_with(" -")
            || rest.starts_with(" @")
            || rest.starts_with(" ref ")
            || rest.starts_with('\n'))
}

/// A comment without its signature, which stands at its beginning or its end.
pub(crate) fn without(comment: Span, line: Option<Span>) -> Span {
    match line.filter(|line| comment.contains(*line)) {
        Some(line) if line.start == comment.start => Span::new(line.end, comment.end),
        Some(line) => Span::new(comment.start, line.start),
        None => comment,
    }
}

/// Resolves what each comment answers among the comments before it and the article: by name and
/// number, by number, by a quoted header line, by a name it opens with, by words it quotes. Where
/// name and number disagree the name decides, and of its comments the one whose number is
/// nearest: numbers drift when comments are missing. `author` wrote the article.
pub(crate) fn resolve_replies(text: &str, segments: &mut [Segment], author: Option<&str>) {
    let mut shingles = Shingles::default();
    let article: Option<usize> = segments.iter().position(|s| s.kind == SegmentKind::Body);
    for (index, segment) in segments.iter().enumerate() {
        if segment.kind == SegmentKind::Body {
            let first = article.unwrap_or(index);
            shingles.add(segment.span().text(text).unwrap_or_default(), first);
        }
    }
    let ids: Vec<String> = segments.iter().map(|s| s.id.clone()).collect();
    let lines: BTreeMap<String, Span> = segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Byline)
        .filter_map(|s| Some((s.parent.clone()?, s.span())))
        .collect();
    let mut by_number: BTreeMap<u32, String> = BTreeMap::new();
    let mut by_author: BTreeMap<String, Vec<(u32, String)>> = BTreeMap::new();
    for (index, segment) in segments.iter_mut().enumerate() {
        if segment.kind != SegmentKind::Comment {
            continue;
        }
        let span = segment.span();
        let span = without(span, lines.get(&segment.id).copied());
        let words = span.text(text).unwrap_or_default();
        // ASCII case alone, so that offsets stay those of the text.
        let lower = words.to_ascii_lowercase();
        let mut targets: Vec<String> = Vec::new();
        let mut add = |id: &str| {
            if !targets.iter().any(|t| t == id) {
                targets.push(id.to_owned());
            }
        };
        let nearest = |posts: &[(u32, String)], number: Option<u32>| {
            let number = number.unwrap_or(u32::MAX);
            posts
                .iter()
                .min_by_key(|p| p.0.abs_diff(number))
                .map(|p| p.1.clone())
        };
        for found in HEADER.captures_iter(words) {
            let number = found["number"].parse().ok();
            if let Some(id) = by_author
                .get(found["name"].trim())
                .and_then(|posts| nearest(posts, number))
            {
                add(&id);
            }
        }
        let mut named_at: Vec<usize> = Vec::new();
        for (author, posts) in &by_author {
            let name = author.to_ascii_lowercase();
            for (at, _) in lower.match_indices(name.as_str()) {
                let ends_clean = |c: char| c.is_alphanumeric();
                let before = words[..at].chars().next_back();
                let after = &words[at + author.len()..];
                if before.is_some_and(ends_clean) {
                    continue;
                }
                let marked = words[..at].trim_end().ends_with('@');
                let rest = after.trim_start_matches([' ', '@', '#', '|', '/', ',', ':', '(']);
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                let number = digits.parse::<u32>().ok().filter(|_| digits.len() <= 4);
                if (marked || number.is_some())
                    && !after.starts_with(ends_clean)
                    && let Some(id) = nearest(posts, number)
                {
                    add(&id);
                    named_at.push(at + author.len());
                }
            }
        }
        for found in NUMBERED.captures_iter(words) {
            let Some(number) = found.name("number") else {
                continue;
            };
            // "Rana @7": the name has settled it.
            let settled = named_at
                .iter()
                .any(|at| *at <= number.start() && number.start() - at <= 4);
            if !settled
                && let Ok(number) = number.as_str().parse::<u32>()
                && let Some(id) = by_number.get(&number)
            {
                add(id);
            }
        }
        if targets.is_empty() {
            let opens = |name: &str| {
                thanks(&lower, name) || words.split("\n\n").any(|part| addresses(part, name))
            };
            let mut opened: Vec<&str> = Vec::new();
            for (name, posts) in &by_author {
                // "Lina Haddad" is also "Lina", where the first name is long enough to tell.
                let first = name.split(' ').next().unwrap_or(name);
                let short = first.len() >= 4 && first.len() < name.len() && thanks(&lower, first);
                if let Some(post) = posts.last().filter(|_| short || opens(name)) {
                    opened.push(&post.1);
                }
            }
            targets.extend(opened.into_iter().map(str::to_owned));
            if let Some(article) = article.filter(|_| author.is_some_and(opens)) {
                targets.push(ids[article].clone());
            }
        }
        if let Some(quoted) = shingles.quoted(words)
            && !targets.contains(&ids[quoted])
        {
            targets.push(ids[quoted].clone());
        }
        shingles.add(words, index);
        segment.reply_to = targets;
        if let Some(number) = segment.number {
            by_number.insert(number, segment.id.clone());
        }
        if let Some(author) = segment.author.clone().filter(|a| a.len() > 1) {
            by_author
                .entry(author)
                .or_default()
                .push((segment.number.unwrap_or(0), segment.id.clone()));
        }
    }
}
