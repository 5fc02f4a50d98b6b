//! What an article prints about itself: author, agency, outlet, date, address; and which of its
//! notices belong together.

use std::sync::LazyLock;

use regex::Regex;
use sayso_record::Metadata;

use crate::printed;
use crate::thread::date;

static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,400}\)").expect("the pattern is fixed")
});

/// A line that says who posted the article and when, below it or above.
static POSTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:posted|published|written|filed|updated|veröffentlicht|publié)(?:\s+by\s+(?P<name>[^|\n]{1,60}?))?(?:\s+(?:on|at|am|le)|\s*[:|,–—-])?\s+(?P<date>[^|\n]{6,60}?)\s*(?:\|.*)?$")
        .expect("the pattern is fixed")
});

static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\.?|uhr)?$").expect("the pattern is fixed")
});

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:url|source|url source|original|link|quelle|permalink):?\s*<?(?P<uri>https?://[^\s>]+)>?$")
        .expect("the pattern is fixed")
});

static ORIGINAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^the original source of this article is (?P<outlet>[^\n|]{2,60}?)\.?\s*(?:\n|$)",
    )
    .expect("the pattern is fixed")
});

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[A-Z][A-Z .'’/-]{2,40}(?:, [A-Za-z .]{2,30}\d{0,2})? \((?P<agency>[A-Za-z][A-Za-z -]{1,25})\)\s*[-–—]")
        .expect("the pattern is fixed")
});

/// Words without the marks of Markdown: links as their words, no emphasis, no heading marks.
pub(super) fn plain(words: &str) -> String {
    let words = LINK.replace_all(words.trim(), "$1");
    let words = words.trim_start_matches('#').trim();
    words
        .replace("**", "")
        .trim_matches(['*', '_'])
        .trim()
        .to_owned()
}

/// The title after a word that says it is one, as mails and forum pages begin.
pub(super) fn subject(line: &str) -> Option<&str> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:topic|thread|subject|title|re|betreff|thema|titel|sujet): *(?P<title>\S.{2,200})$")
            .expect("the pattern is fixed")
    });
    let found = WORD.captures(line)?.name("title")?;
    Some(found.as_str().trim())
}

/// Whether a line tells who posted the article and when.
pub(super) fn is_posted(line: &str) -> bool {
    line.len() <= 160
        && POSTED.captures(line).is_some_and(|found| {
            date(found["date"].trim()).is_some() || TIME.is_match(found["date"].trim())
        })
}

/// What the lines of a byline tell goes into `printed`, where nothing is told yet; gives author
/// and time as these lines tell them.
pub(super) fn tell(words: &str, printed: &mut Metadata) -> (Option<String>, Option<String>) {
    let mut author = None;
    let mut time: Option<String> = None;
    let lines = words.lines().map(plain).flat_map(|l| {
        // "By Rana Saad | March 3, 2016"; a "Posted by" line has its own bars.
        let whole = POSTED.is_match(&l);
        let parts: Vec<String> = if whole {
            vec![l]
        } else {
            l.split(['|', '•', '·'])
                .map(|p| p.trim().to_owned())
                .collect()
        };
        parts
    });
    for line in lines.filter(|l| !l.is_empty()) {
        if let Some(found) = POSTED.captures(&line) {
            author = author.or(found.name("name").map(|m| m.as_str().trim().to_owned()));
            time = date(found["date"].trim()).flatten().or(time);
            continue;
        }
        if let Some(at) = date(&line) {
            time = at.or(time);
            continue;
        }
        // "Name of the outlet, March 28, 2016"
        if let Some((outlet, at)) = line
            .match_indices(", ")
            .find_map(|(n, _)| Some((&line[..n], date(&line[n + 2..])?)))
            && !line.to_ascii_lowercase().starts_with("by ")
        {
            printed.outlet.get_or_insert_with(|| outlet.to_owned());
            time = at.or(time);
            continue;
        }
        if printed::is_byline(&line) || line.starts_with("by ") || line.starts_with("By ") {
            // "by Rana Saad ( – Home – Rana Saad)": what the page hangs on is left off.
            let line = line.split(['(', '|']).next().unwrap_or(&line);
            let (name, agency) = printed::byline(line);
            author = author.or(name);
            if let Some(agency) = agency {
                printed.agency.get_or_insert(agency);
            }
        }
    }
    if let Some(author) = &author {
        printed.author.get_or_insert_with(|| author.clone());
    }
    if let Some(time) = &time {
        let finer = printed
            .published
            .as_ref()
            .is_none_or(|p| time.len() > p.len() && time.starts_with(p.as_str()));
        if finer {
            printed.published = Some(time.clone());
        }
    }
    (author, time)
}

/// What other paragraphs tell: an address line, the source of a reprint, the agency of a dateline.
pub(super) fn tell_more(words: &str, printed: &mut Metadata) {
    if words.len() < 400 {
        let words = plain(words);
        if let Some(found) = ADDRESS.captures(&words) {
            printed.uri.get_or_insert_with(|| found["uri"].to_owned());
        }
        if let Some(found) = ORIGINAL.captures(&words) {
            let outlet = found["outlet"].trim();
            printed.outlet.get_or_insert_with(|| outlet.to_owned());
        }
    }
    if let Some(found) = DATELINE.captures(words)
        && let (_, Some(agency)) = printed::byline(&found["agency"])
    {
        printed.agency.get_or_insert(agency);
    }
}

/// What a notice is about; notices about one thing that follow each other are one.
pub(super) fn topic(line: &str) -> Option<&'static str> {
    const TOPICS: &[(&str, &[&str])] = &[
        (
            "tags",
            &[
                "region:",
                "theme:",
                "topic:",
                "category:",
                "tag:",
                "tags:",
                "filed under",
                "in-depth report",
                "categories:",
            ],
        ),
        (
            "author",
            &[
                "articles by",
                "about the author",
                " lives in ",
                "his new",
                "her new",
                "my new",
                "his latest",
                "her latest",
                "visit his",
                "visit her",
                "visit my",
                "listen to cutting",
            ],
        ),
        (
            "rights",
            &[
                "the original source",
                "copyright",
                "©",
                "all rights reserved",
            ],
        ),
        ("terms", &["disclaimer", "for media inquiries"]),
        (
            "sharing",
            &[
                "comment on ",
                "become a member",
                "share ",
                "follow us",
                "sign up",
                "subscribe",
            ],
        ),
        (
            "form",
            &[
                "leave a ",
                "fill in your details",
                "you are commenting",
                "connecting to",
                "log in",
                "login",
            ],
        ),
        (
            "closed",
            &["the comments to this entry", "comments are closed"],
        ),
        (
            "platform",
            &[
                "blog at",
                "up ↑",
                "create your website",
                "get started",
                "powered by",
            ],
        ),
        ("pages", &["next page", "previous page"]),
    ];
    let line = plain(line).to_lowercase();
    let start: String = line.chars().take(60).collect();
    TOPICS
        .iter()
        .find(|(_, starts)| {
            starts
                .iter()
                .any(|s| start.starts_with(s) || s.starts_with(' ') && start.contains(s))
        })
        .map(|t| t.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_tell_author_outlet_agency_and_time() {
        let mut printed = Metadata::default();
        let told = tell(
            "By [Rana Saad](#), Reuters\n\nValley Post, March 28, 2016",
            &mut printed,
        );
        assert_eq!(told, (Some("Rana Saad".into()), Some("2016-03-28".into())));
        assert_eq!(printed.agency.as_deref(), Some("Reuters"));
        assert_eq!(printed.outlet.as_deref(), Some("Valley Post"));
        // The footer knows the minute of the same day.
        tell(
            "Posted by Rana on March 28, 2016 at 14:18 UTC | Permalink",
            &mut printed,
        );
        assert_eq!(printed.published.as_deref(), Some("2016-03-28T14:18Z"));
        assert_eq!(printed.author.as_deref(), Some("Rana Saad"));
    }

    #[test]
    fn other_lines_tell_address_outlet_and_agency() {
        let mut printed = Metadata::default();
        tell_more("URL Source: https://valley.example/a?b=1", &mut printed);
        tell_more(
            "The original source of this article is Valley Post\nCopyright",
            &mut printed,
        );
        tell_more(
            "TALBAYA, Mar 3 (Reuters) - The bridge was shut.",
            &mut printed,
        );
        assert_eq!(printed.uri.as_deref(), Some("https://valley.example/a?b=1"));
        assert_eq!(printed.outlet.as_deref(), Some("Valley Post"));
        assert_eq!(printed.agency.as_deref(), Some("Reuters"));
    }

    #[test]
    fn a_sentence_with_a_date_is_no_posted_line() {
        assert!(is_posted(
            "Posted by b on December 12, 2016 at 14:18 UTC | Permalink"
        ));
        assert!(is_posted("Published: 12. Dezember 2016"));
        assert!(!is_posted(
            "Posted by the gate on Monday, the guards saw nothing."
        ));
    }
}
