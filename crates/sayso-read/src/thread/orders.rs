//! Comment threads whose signature line comes before the comment ("Ana says: December 12, 2016 at
//! 2:48 pm"), or after it in another form than "Posted by: NAME | DATE | NUMBER".
//!
//! A line is a signature when one form explains the whole of it, its date included. The form that
//! is met most in a text is that text's; the others are running text. Whether signatures stand
//! above or below their comments is told by the end of the text: after a last signature there is
//! either a comment or nothing.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use sayso_record::Span;

use super::{Posted, dates};

/// A longer line is running text.
const LONGEST: usize = 160;

/// One signature makes no thread.
const LEAST: usize = 2;

/// A signature as found.
struct Signature {
    line: Span,
    form: usize,
    posted: Posted,
}

const NAME: &str = r"(?P<name>[^|\n»•·:>\s][^|\n»•·:]{0,59}?)";
const NUMBER: &str = r"(?:\s*[|#•·]\s*#?(?P<number>\d{1,6}))?";

/// Forms a signature has, the most telling first. Where name and date have no fixed words between
/// them, both are `rest`, cut where what is left is a date.
static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    [
        // Ana says: December 12, 2016 at 2:48 pm
        format!(
            r"(?i)^(?:#?(?P<no>\d{{1,6}})[.):]?\s+)?{NAME} (?:says?|said|writes|wrote|sagte?|schreibt|schrieb|meint|dit|a écrit|dice|dijo|commented|replied)(?: on| am| at| le)?\s*(?:[:,]|\.\.\.|…)?\s*(?P<date>[^\n]{{0,60}}?)$"
        ),
        // On December 12, 2016, Ana wrote:
        r"(?i)^(?:on|am|le) (?P<date>[^\n]{6,60}?),?\s+(?:schrieb )?(?P<name>[^|\n»•·:>\d,]{1,40}?)(?: wrote| a écrit)?:$".to_owned(),
        // Posted by Ana on December 12, 2016 at 14:48 UTC; by Ana » Mon Dec 12, 2016 2:48 pm
        format!(r"(?i)^(?:(?:re)?post(?:ed)? |comment(?:ed)? |reply |written |geschrieben |verfasst |publié )?(?:by|von|par):?\s+(?P<rest>[^\n]{{4,120}}?){NUMBER}$"),
        // #12 Ana, 3 hours ago; 12. Ana - 12.12.2016 14:48
        r"^(?i:comment |kommentar |nr\.? ?)?#?\s?(?P<no>\d{1,6})[.):]?\s*(?:[-–—|•·]\s*)?(?P<rest>\p{L}[^\n]{3,120})$".to_owned(),
        // Ana | Dec 12, 2016 2:48 PM | 12; Ana • 3 hours ago
        format!(r"^(?P<rest>{NAME}\s*[|»•·–—]\s*[^\n]{{2,60}}?){NUMBER}$"),
        // Ana (12.12.2016 14:48):
        format!(r"^{NAME} \((?P<date>[^\n()]{{2,60}})\):?$"),
    ]
    .into_iter()
    // #12 Ana, the date on the next line
    .chain([r"^(?:comment |post )?#?(?P<no>\d{1,6})[.):]?\s+(?P<name>\p{L}[^|\n»•·:]{0,59})$".to_owned()])
    .map(|form| Regex::new(&form).expect("the pattern is fixed"))
    .collect()
});

/// The form without a date of its own.
const BARE: usize = 6;

/// What may stand between a name and its date.
static GAP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\s*[,|»•·–—]\s*|\s+-\s+|\s+(?:on|am|at|le)\s+|\s+")
        .expect("the pattern is fixed")
});

static TRAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\s*[|•·\[(-]?\s*\b(?:permalink|reply|report|link|quote|flag|like|antworten|zitieren|melden|répondre)\b[\])]?)+\s*$")
        .expect("the pattern is fixed")
});

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\[([^\]\n]{1,80})\]\([^)\n]{0,200}\)").expect("the pattern is fixed")
});

/// Furniture that may follow the last comment.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:the comments to this entry|comments are closed|post a comment|leave a (?:reply|comment)|verify your comment|next page|previous|older comments|newer comments|copyright|©|powered by|kommentar schreiben|schreibe einen kommentar)")
        .expect("the pattern is fixed")
});

/// The line without Markdown marks and buttons.
fn bare(line: &str) -> String {
    let line = line.trim().trim_matches(['*', '_', '#', ' ']);
    // "#12 Ana": the number's mark is no heading.
    let line = LINK.replace_all(line, "$1");
    let line = line.replace("**", "");
    TRAIL.replace(&line, "").trim().to_owned()
}

/// Whether these words can be a name: not a sentence.
fn is_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    let initial = name.split_whitespace().last().is_some_and(|w| w.len() <= 3);
    (1..=5).contains(&words)
        && name.chars().any(char::is_alphanumeric)
        && (words == 1 || initial || !name.ends_with(['.', ',', ';', '?', '!']))
        && !name.contains("://")
}

/// Name and date of a line, cut at the first place where what is left is a date.
fn divided(line: &str) -> Option<(&str, &str)> {
    GAP.find_iter(line)
        .map(|gap| (line[..gap.start()].trim(), line[gap.end()..].trim()))
        .find(|(name, date)| !name.is_empty() && dates::read(date).is_some())
}

/// What a line tells when it is a signature; `next` is the line below, which may hold its date.
/// Gives the form, what it tells, and whether the line below belongs to it.
fn signature(line: &str, next: &str) -> Option<(usize, Posted, bool)> {
    if line.len() > LONGEST || line.trim_start().starts_with('>') {
        return None;
    }
    let line = bare(line);
    for (form, pattern) in FORMS.iter().enumerate() {
        let Some(found) = pattern.captures(&line) else {
            continue;
        };
        let whole = |name: &str| found.name(name).map_or("", |m| m.as_str());
        let (name, date) = match found.name("rest") {
            Some(rest) => match divided(rest.as_str()) {
                Some(parts) => parts,
                None => continue,
            },
            None => (whole("name").trim(), whole("date").trim()),
        };
        if !is_name(name) {
            continue;
        }
        let (time, below) = match dates::read(date) {
            Some(time) => (time, false),
            None if date.is_empty() && matches!(form, 0 | BARE) => match dates::read(&bare(next)) {
                Some(time) => (time, true),
                // "Ana said...": the date stands under the comment.
                None if line.ends_with("said...") || line.ends_with("said…") => (None, false),
                None => continue,
            },
            None => continue,
        };
        // "Cem → Ana": who is answered is no part of the name.
        let name = name.split(['→', '▶', '➤']).next().unwrap_or(name).trim();
        let number = found.name("no").or(found.name("number"));
        let number = number.and_then(|m| m.as_str().parse().ok());
        let posted = Posted {
            author: name.to_owned(),
            time,
            number,
        };
        return Some((form, posted, below));
    }
    None
}

/// All signatures of the form met most, quoted ones left out.
fn signatures(text: &str) -> Vec<Signature> {
    let mut found: Vec<Signature> = Vec::new();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let start = at;
        at += line.len();
        let next = lines.peek().copied().unwrap_or("");
        // "Ana wrote:" over marked lines leads in a quotation.
        if next.trim_start().starts_with('>') {
            continue;
        }
        if let Some((form, posted, below)) = signature(line, next) {
            let mut end = at;
            if below && let Some(next) = lines.next() {
                at += next.len();
                end = at;
            }
            found.push(Signature {
                line: Span::new(start, end).trimmed(text),
                form,
                posted,
            });
        }
    }
    let mut counts = [0usize; 8];
    for one in &found {
        counts[one.form] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let Some(form) = counts.iter().position(|n| *n == most && most >= LEAST) else {
        return Vec::new();
    };
    found.retain(|s| s.form == form);
    // A signature met before is quoted: nobody writes twice under one number, or twice in one
    // minute without a number.
    let mut seen = HashSet::new();
    found.retain(|s| {
        let told = s.posted.time.is_some() || s.posted.number.is_some();
        !told
            || seen.insert((
                s.posted.author.clone(),
                s.posted.time.clone(),
                s.posted.number,
                s.posted
                    .time
                    .as_ref()
                    .is_none_or(|t| !t.contains('T'))
                    .then_some(s.line.start)
                    .filter(|_| s.posted.number.is_none()),
            ))
    });
    found
}

/// Span of each comment with its signature, the signature, and what it tells, in text order.
pub(super) fn comments(text: &str) -> Vec<(Span, Span, Posted)> {
    let found = signatures(text);
    let (Some(first), Some(last)) = (found.first(), found.last()) else {
        return Vec::new();
    };
    if found.len() < LEAST {
        return Vec::new();
    }
    let rest = text[last.line.end..].trim_start();
    let above = !rest.is_empty() && !TAIL.is_match(rest);
    if above {
        // A signature with nothing but short lines above it is the article's or first post's own
        // byline, unless it counts itself among the comments.
        let head = &text[..first.line.start];
        let opening = first.posted.number.is_none()
            && !head.trim().is_empty()
            && head
                .lines()
                .all(|l| l.len() <= 120 && !l.trim_end().ends_with(['.', '!', '"', '”']))
            && head.lines().filter(|l| !l.trim().is_empty()).count() <= 3
            && found.len() > LEAST;
        return headed(text, found.into_iter().skip(usize::from(opening)));
    }
    footed(text, found)
}

/// Comments under their signatures: from each to the next.
fn headed(text: &str, found: impl Iterator<Item = Signature>) -> Vec<(Span, Span, Posted)> {
    let mut out: Vec<(Span, Span, Posted)> = Vec::new();
    let mut found = found.peekable();
    while let Some(one) = found.next() {
        let end = found.peek().map_or(text.len(), |next| next.line.start);
        let mut span = Span::new(one.line.start, end).trimmed(text);
        if found.peek().is_none() {
            span = Span::new(span.start, tail(text, one.line.end, span.end)).trimmed(text);
        }
        let mut posted = one.posted;
        if posted.time.is_none() {
            let last = text[one.line.end..span.end].trim().rsplit('\n').next();
            posted.time = last.and_then(dates::read).flatten();
        }
        out.push((span, one.line, posted));
    }
    out
}

/// Where the page's furniture begins after the last comment.
fn tail(text: &str, from: usize, end: usize) -> usize {
    let mut at = from;
    for line in text[from..end].split_inclusive('\n') {
        if TAIL.is_match(line) {
            return at;
        }
        at += line.len();
    }
    end
}

/// Comments above their signatures: from the end of the one before.
fn footed(text: &str, found: Vec<Signature>) -> Vec<(Span, Span, Posted)> {
    let mut out = Vec::new();
    let mut before: Option<usize> = None;
    for one in found {
        let head = &text[..one.line.start];
        let from = before.unwrap_or_else(|| {
            // Only the last paragraph is surely the first commenter's.
            head.trim_end().rfind("\n\n").unwrap_or(0)
        });
        before = Some(one.line.end);
        let span = Span::new(from, one.line.end).trimmed(text);
        out.push((span, one.line, one.posted));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        comments(text)
            .into_iter()
            .map(|(span, line, posted)| {
                assert!(span.contains(line));
                format!(
                    "{}|{}|{}|{}",
                    posted.author,
                    posted.time.unwrap_or_default(),
                    posted.number.map(|n| n.to_string()).unwrap_or_default(),
                    text[span.start..span.end]
                        .replace(&text[line.start..line.end], "")
                        .trim()
                        .replace('\n', "/")
                )
            })
            .collect()
    }

    #[test]
    fn a_name_that_says_above_its_comment() {
        // The date stands on a line of its own, as WordPress pages are dumped.
        let text = "Bridge shut\n\nThe bridge was shut on Monday by order of the mayor.\n\nAna says:\nDecember 12, 2016 at 2:48 pm\n\nI saw it.\n\nTwice.\n\nBen says:\nDecember 12, 2016 at 3:05 pm\n\nNo.\n\nLeave a Reply\n\nName";
        assert_eq!(
            read(text),
            [
                "Ana|2016-12-12T14:48||I saw it.//Twice.",
                "Ben|2016-12-12T15:05||No."
            ]
        );
    }

    #[test]
    fn numbered_headers_with_relative_times() {
        let text = "The bridge was shut.\n\n#1 Ana, 3 hours ago\nI saw it.\n\n#2 Ben K., 2 hours ago\n@Ana where?\n";
        assert_eq!(read(text), ["Ana||1|I saw it.", "Ben K.||2|@Ana where?"]);
    }

    #[test]
    fn a_forum_opens_with_a_post_and_quotes_signatures() {
        // The line under the title is the opening post's byline; the quoted one is no boundary.
        let text = "Bridge shut?\nby Ana » Mon Dec 12, 2016 2:48 pm\n\nIs it true that the bridge was shut?\n\nby Ben » Mon Dec 12, 2016 2:50 pm\n\n> by Ana » Mon Dec 12, 2016 2:48 pm\n> Is it true\n\nYes.\n\nby Cem » Mon Dec 12, 2016 3:50 pm\n\nby Ben » Mon Dec 12, 2016 2:50 pm\nYes.\n\nThanks.";
        let found = read(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("Ben|2016-12-12T14:50"));
        assert!(found[1].starts_with("Cem|2016-12-12T15:50"));
    }

    #[test]
    fn signatures_below_their_comments() {
        let text = "The bridge was shut on Monday.\n\nI saw it.\n\nPosted by Ana on December 12, 2016 at 14:48 UTC\n\nNo.\n\nPosted by Ben on December 12, 2016 at 14:58 UTC | Permalink\n\nThe comments to this entry are closed.";
        assert_eq!(
            read(text),
            [
                "Ana|2016-12-12T14:48Z||I saw it.",
                "Ben|2016-12-12T14:58Z||No."
            ]
        );
    }

    #[test]
    fn dates_on_lines_of_their_own() {
        // Under the header in forums, under the comment on Blogger.
        let forum = "Brücke zu?\n\n#1 Ana\n12.12.2016, 14:48\nIst sie zu?\n\n#2 Ben\n12.12.2016, 15:02\nJa.\n";
        assert_eq!(
            read(forum),
            [
                "Ana|2016-12-12T14:48|1|Ist sie zu?",
                "Ben|2016-12-12T15:02|2|Ja."
            ]
        );
        let blog = "The bridge is shut.\n\n2 comments:\n\nAna said...\n\nI saw it.\n\nDecember 12, 2016 at 2:48 PM\n\nBen said...\n\nNo.\n\nDecember 12, 2016 at 3:48 PM\n";
        let found = read(blog);
        assert!(
            found[0].starts_with("Ana|2016-12-12T14:48||I saw it."),
            "{found:?}"
        );
        assert!(
            found[1].starts_with("Ben|2016-12-12T15:48||No."),
            "{found:?}"
        );
    }

    #[test]
    fn quoted_mails_are_no_comments() {
        let text = "Dear all,\n\nnine trucks.\n\nOn Mon, Dec 12, 2016 at 3:04 PM, Ana wrote:\n> How many?\n\nOn Sun, Dec 11, 2016 at 1:00 PM, Ben wrote:\n>> Trucks.\n";
        assert!(read(text).is_empty());
    }

    #[test]
    fn german_headers() {
        let text = "Die Brücke wurde am Montag gesperrt.\n\nAna schrieb am 12. Dezember 2016 um 14:48 Uhr:\n\nIch war da.\n\nBen schrieb am 12. Dezember 2016 um 15:01 Uhr:\n\nIch auch.";
        assert_eq!(
            read(text),
            [
                "Ana|2016-12-12T14:48||Ich war da.",
                "Ben|2016-12-12T15:01||Ich auch."
            ]
        );
    }

    #[test]
    fn running_text_holds_no_signatures() {
        let text = "The mayor said on December 12, 2016 that the bridge is shut.\n\nThe general said:\n\nWe hold it.\n\nThe mayor said:\n\nThey do not.\n\nHistory of the bridge\n\n1914 – 1918\n\n1939 – 1945\n";
        assert!(read(text).is_empty());
    }
}
