//! Whom a comment answers: by name and number, by number, by a quoted header line, by a name it
//! opens with or thanks, by words it quotes.
//!
//! Where name and number disagree the name decides, and of its comments the one whose number is
//! nearest: numbers drift when comments are missing. Every name is looked up by its first word, so
//! that the time taken grows with the text and not with the number of commenters.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;
use sayso_record::{Segment, SegmentKind, Span};

use super::adapted::Sentences;
use super::{Shingles, without};

static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[\s(,;\[])(?:@|#|>>|re:? ?#?|post |comment |kommentar |nr\. ?)\s?#?(?P<number>\d{1,6})\b",
    )
    .expect("the pattern is fixed")
});

static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?m)^[>\s]*(?:Posted by: )?(?P<name>[^|\n>\s][^|\n]{0,59}?) \| [^|\n]{6,40} \| #?(?P<number>\d{1,6})\s*$")
        .expect("the pattern is fixed")
});

/// Other lines that name whom a quotation below them is of.
static QUOTES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?im)(?:\[quote=["'“]?(?P<a>[^\]"'”;,\n]{1,60})|^[>\s]*(?:originally posted by|quote from|quoting|zitat von|citation de)[: ]+(?P<b>[^\n:;,»|]{1,60}?)[:;,»|]*\s*$"#,
        r"|^[>\s]*(?:(?:on|am|le) [^\n]{6,60}?[,\s]\s*)?(?P<c>[^\n:;,»|>\s][^\n:;,»|>]{0,40}?) (?:wrote|said|schrieb|hat geschrieben|a écrit)(?: (?:on|am|le) [^\n]{4,60}?)?:\s*$)"
    ))
    .expect("the pattern is fixed")
});

/// A signature that names whom the comment answers: "Cem → Ana • 2 hours ago".
static ARROW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:→|▶|➤|\bin reply to\b|\breplying to\b|\bantwort an\b)\s*@?(?P<name>[^|\n•·,:;(]{1,60})")
        .expect("the pattern is fixed")
});

static THANKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:thank you|thanks|thx|danke|merci)(?:,| to| again)* ")
        .expect("the pattern is fixed")
});

/// How many comments back a drift of the numbers is looked for.
const DRIFT_REACH: usize = 5;

/// A comment met so far.
struct Post {
    number: Option<u32>,
    segment: usize,
}

/// Who has written so far.
#[derive(Default)]
struct Known {
    /// Posts by lower-case name.
    posts: HashMap<String, Vec<Post>>,
    /// Lower-case names by their first word.
    names: HashMap<String, Vec<String>>,
    by_number: HashMap<u32, usize>,
    /// Place of a comment in the thread and by how much its numbers were off, where it was sure.
    drifts: Vec<(usize, i64)>,
}

/// A commenter's name where it stands in a comment.
struct Occurrence {
    end: usize,
    name: String,
}

/// Runs of letters and digits of ASCII-lowered words, with their places.
fn tokens(lower: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut from = None;
    for (at, c) in lower.char_indices() {
        match (c.is_alphanumeric(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                out.push((start, at));
                from = None;
            }
            _ => {}
        }
    }
    if let Some(start) = from {
        out.push((start, lower.len()));
    }
    out
}

impl Known {
    fn add(&mut self, author: Option<&str>, post: Post) {
        if let Some(number) = post.number {
            self.by_number.insert(number, post.segment);
        }
        let Some(name) = author.map(str::to_ascii_lowercase) else {
            return;
        };
        let Some(&(start, end)) = tokens(&name).first() else {
            return;
        };
        if !self.posts.contains_key(&name) && start == 0 {
            let names = self.names.entry(name[..end].to_owned()).or_default();
            names.push(name.clone());
            // "Ana Maria" before "Ana".
            names.sort_by_key(|n| std::cmp::Reverse(n.len()));
        }
        self.posts.entry(name).or_default().push(post);
    }

    /// The name that starts here, the longest first; its first word alone where that is long
    /// enough to tell.
    fn name_at(&self, lower: &str, start: usize, end: usize) -> Option<Occurrence> {
        let names = self.names.get(&lower[start..end])?;
        let whole = names.iter().find(|name| {
            lower[start..]
                .strip_prefix(name.as_str())
                .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        });
        let (name, end) = match whole {
            Some(name) => (name, start + name.len()),
            None if end - start >= 4 && names.len() == 1 => (names.first()?, end),
            None => return None,
        };
        Some(Occurrence {
            end,
            name: name.clone(),
        })
    }

    fn last(&self, name: &str) -> Option<usize> {
        Some(self.posts.get(name)?.last()?.segment)
    }

    /// The post of `name` that `number` means, written in the comment at `place` of the thread.
    fn nearest(&mut self, name: &str, number: u32, place: usize) -> Option<usize> {
        let posts = self.posts.get(name)?;
        let off = |p: &Post| i64::from(p.number.unwrap_or(u32::MAX)) - i64::from(number);
        // The number may be another's alone: by how much it is off tells how this reader's
        // numbers have drifted.
        let close: Vec<i64> = posts.iter().map(off).filter(|d| d.abs() <= 3).collect();
        if let [one] = close[..] {
            // One comment has one say, however often it repeats itself.
            if self.drifts.last() != Some(&(place, one)) {
                self.drifts.push((place, one));
            }
        }
        let near: Vec<i64> = self
            .drifts
            .iter()
            .rev()
            .take(2 * DRIFT_REACH)
            .take_while(|d| d.0 + DRIFT_REACH >= place)
            .map(|d| d.1)
            .collect();
        let agreed = near
            .first()
            .filter(|d| near.iter().all(|n| n == *d) && close.contains(d))
            .copied()
            .unwrap_or(0);
        posts
            .iter()
            .min_by_key(|p| (off(p) - agreed).abs())
            .map(|p| p.segment)
    }
}

/// Whether a name that ends here and begins a paragraph addresses somebody: "b: …", "Mina, …".
fn addresses(rest: &str) -> bool {
    rest.starts_with([',', ':', ';', '\n', '!'])
        || [" -", " –", " @", " ref ", "..."]
            .iter()
            .any(|s| rest.starts_with(s))
}

/// Whether only white space stands between here and the start of a paragraph.
fn opens_paragraph(words: &str, at: usize) -> bool {
    let head = &words[..at];
    let bare = head.trim_end();
    bare.is_empty() || head[bare.len()..].matches('\n').count() >= 2
}

/// A number right after a name: "Mina@16", "Mina 15", "Mina (#15".
fn number_after(rest: &str) -> Option<(u32, usize)> {
    let digits_at = rest.find(|c: char| !" @#|/,:(".contains(c))?;
    let digits = rest[digits_at..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let ends_clean = !rest[digits_at + digits..].starts_with(char::is_alphanumeric);
    let number = rest.get(digits_at..digits_at + digits)?.parse().ok()?;
    (digits_at <= 3 && digits <= 6 && ends_clean).then_some((number, digits_at))
}

/// The targets found in one comment, in the order found.
#[derive(Default)]
struct Targets(Vec<usize>);

impl Targets {
    fn add(&mut self, segment: Option<usize>) {
        if let Some(segment) = segment.filter(|s| !self.0.contains(s)) {
            self.0.push(segment);
        }
    }
}

/// Resolves what each comment answers among the comments before it and the article. `author` wrote
/// the article.
pub(crate) fn resolve_replies(text: &str, segments: &mut [Segment], author: Option<&str>) {
    let author = author.map(str::to_ascii_lowercase);
    let article = segments.iter().position(|s| s.kind == SegmentKind::Body);
    let mut shingles = Shingles::default();
    let mut sentences = Sentences::default();
    for segment in segments.iter().filter(|s| s.kind == SegmentKind::Body) {
        let words = segment.span().text(text).unwrap_or_default();
        shingles.add(words, article.unwrap_or(0));
        sentences.add(words, article.unwrap_or(0));
    }
    let lines: BTreeMap<String, Span> = segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Byline)
        .filter_map(|s| Some((s.parent.clone()?, s.span())))
        .collect();
    let mut known = Known::default();
    let mut place = 0;
    for index in 0..segments.len() {
        if segments[index].kind != SegmentKind::Comment {
            continue;
        }
        place += 1;
        let span = segments[index].span();
        let span = without(span, lines.get(&segments[index].id).copied());
        let words = span.text(text).unwrap_or_default();
        let mut targets = Targets::default();
        let line = lines.get(&segments[index].id).and_then(|l| l.text(text));
        if let Some(found) = line.and_then(|l| ARROW.captures(l)) {
            let name = found["name"].trim().to_ascii_lowercase();
            targets.add(known.last(&name));
        }
        by_reference(words, &mut known, place, &mut targets);
        if targets.0.is_empty() {
            by_address(words, &known, author.as_deref().zip(article), &mut targets);
        }
        let quoted = shingles.quoted(words);
        targets.add(quoted);
        if targets.0.is_empty() {
            targets.add(sentences.adapted(words));
        }
        shingles.add(words, index);
        sentences.add(words, index);
        let ids: Vec<String> = targets.0.iter().map(|t| segments[*t].id.clone()).collect();
        segments[index].reply_to = ids;
        let post = Post {
            number: segments[index].number,
            segment: index,
        };
        known.add(segments[index].author.as_deref(), post);
    }
}

/// Header lines, names with numbers, numbers, names with a mark.
fn by_reference(words: &str, known: &mut Known, place: usize, targets: &mut Targets) {
    // ASCII case alone, so that offsets stay those of the text.
    let lower = words.to_ascii_lowercase();
    for found in HEADER.captures_iter(&lower) {
        if let Ok(number) = found["number"].parse() {
            targets.add(known.nearest(found["name"].trim(), number, place));
        }
    }
    for found in QUOTES.captures_iter(&lower) {
        let name = found.name("a").or(found.name("b")).or(found.name("c"));
        targets.add(name.and_then(|n| known.last(n.as_str().trim())));
    }
    let numbers: Vec<(usize, usize, u32)> = NUMBERED
        .captures_iter(words)
        .filter_map(|found| {
            let at = found.name("number")?;
            Some((at.start(), at.end(), at.as_str().parse().ok()?))
        })
        .collect();
    let mut settled: HashSet<usize> = HashSet::new();
    let mut skip = 0;
    for (start, end) in tokens(&lower) {
        if start < skip {
            continue;
        }
        let Some(one) = known.name_at(&lower, start, end) else {
            continue;
        };
        skip = one.end;
        let head = words[..start].trim_end();
        let marked = head.ends_with('@');
        let rest = &words[one.end..];
        // "@35 Ghostship", "#29 @paul": the number stands before the name.
        let last = numbers.partition_point(|n| n.1 <= start).checked_sub(1);
        let before = last
            .map(|n| numbers[n])
            .filter(|n| start - n.1 <= 4 && words[n.1..start].chars().all(|c| " ,@:".contains(c)));
        let (number, at) = match (before, number_after(rest)) {
            (Some(before), _) => (Some(before.2), before.0),
            (None, Some((number, at))) => {
                let told = marked
                    || rest[..at].contains(['@', '#'])
                    || opens_paragraph(words, start)
                    || lower[..start].trim_end().ends_with(" re")
                    || lower[..start].trim() == "re"
                    || lower[..start].ends_with("\nre ");
                (told.then_some(number), one.end + at)
            }
            (None, None) => (None, 0),
        };
        if let Some(number) = number {
            targets.add(known.nearest(&one.name, number, place));
            settled.insert(at);
        } else if marked {
            targets.add(known.last(&one.name));
        }
    }
    for (start, _, number) in numbers {
        if !settled.contains(&start) {
            targets.add(known.by_number.get(&number).copied());
        }
    }
}

/// Names that open a paragraph or are thanked, the article's author among them.
fn by_address(words: &str, known: &Known, author: Option<(&str, usize)>, targets: &mut Targets) {
    let lower = words.to_ascii_lowercase();
    let spots = tokens(&lower);
    let who = |n: usize| -> Option<(usize, usize, Option<usize>)> {
        let &(start, end) = spots.get(n)?;
        if let Some((author, article)) = author
            && let Some(rest) = lower[start..].strip_prefix(author)
            && !rest.starts_with(char::is_alphanumeric)
        {
            return Some((start, start + author.len(), Some(article)));
        }
        let one = known.name_at(&lower, start, end)?;
        Some((start, one.end, known.last(&one.name)))
    };
    for (n, &(start, _)) in spots.iter().enumerate() {
        let marked = words[..start].ends_with('@');
        let from = start - usize::from(marked);
        if !opens_paragraph(words, from) {
            continue;
        }
        if let Some((_, end, target)) = who(n)
            && (marked || addresses(&words[end..]))
        {
            targets.add(target);
        }
    }
    for thanks in THANKS.find_iter(words) {
        // "Thank you b (and Petri)": one name, and those joined to it.
        let mut n = spots.partition_point(|s| s.0 < thanks.end());
        let mut at = thanks.end();
        while let Some(&(start, end)) = spots.get(n) {
            let gap = &words[at.min(start)..start];
            if !gap.chars().all(|c| " ,(&@".contains(c)) {
                break;
            }
            if let Some((_, end, target)) = who(n) {
                targets.add(target);
                at = end;
                n = spots.partition_point(|s| s.0 < end);
            } else if at > thanks.end() && matches!(&lower[start..end], "and" | "und" | "et") {
                at = end;
                n += 1;
            } else {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Targets of each comment of a thread after an article by Hana; a comment is its author and
    /// words, its number its place, but for the numbers left out.
    fn replies(missing: &[u32], comments: &[(&str, &str)]) -> Vec<Vec<String>> {
        let mut text = "The bridge was shut on Monday by order of the mayor.\n\n".to_owned();
        let mut number = 0;
        for (author, words) in comments {
            number += 1;
            while missing.contains(&number) {
                number += 1;
            }
            text.push_str(&format!(
                "{words}\n\nPosted by: {author} | Dec 12 2016 14:{number:02} utc | {number}\n\n"
            ));
        }
        let reading = crate::text::segment(&text);
        let mut segments = reading.segments;
        resolve_replies(&text, &mut segments, Some("Hana"));
        segments
            .into_iter()
            .filter(|s| s.kind == SegmentKind::Comment)
            .map(|s| s.reply_to)
            .collect()
    }

    #[test]
    fn numbers_before_and_after_names() {
        let found = replies(
            &[],
            &[
                ("Ana", "I saw it."),
                ("Ben Omar", "So did I."),
                ("Cem", "#1 @ana where?"),
                ("Dia", "re Ben Omar 2\n\nWhen?"),
                ("Eli", "see Ana (#1) and @ 2"),
            ],
        );
        assert_eq!(found[2], ["c1"]);
        assert_eq!(found[3], ["c2"]);
        assert_eq!(found[4], ["c1", "c2"]);
    }

    #[test]
    fn the_name_wins_where_numbers_have_drifted() {
        // Comment 2 is missing: who wrote “@2” to Ben saw him there.
        let found = replies(
            &[2],
            &[
                ("Ana", "I saw it."),
                ("Ben", "So did I."),
                ("Cem", "Ben@2 where?"),
                ("Dia", "@Ben when?"),
            ],
        );
        assert_eq!(found[2], ["c2"]);
        assert_eq!(found[3], ["c2"]);
    }

    #[test]
    fn several_are_thanked() {
        let found = replies(
            &[],
            &[
                ("Ana", "I saw it."),
                ("Bennet Omar", "So did I."),
                ("Cem", "Thank you Hana (and Ana)."),
                ("Dia", "Thanks, Bennet and Ana, for both."),
            ],
        );
        assert_eq!(found[2], ["b1", "c1"]);
        assert_eq!(found[3], ["c2", "c1"]);
    }

    #[test]
    fn lines_over_quotations_name_whom_they_quote() {
        let found = replies(
            &[],
            &[
                ("Ana", "I saw it."),
                ("Ben", "[quote=\"Ana\"]I saw it.[/quote]\nNo."),
                ("Cem", "Ana wrote:\n> I saw it.\n\nMe too."),
                ("Dia", "Zitat von Ben:\nNo.\n\nDoch."),
                (
                    "Eli",
                    "> Ana | Dec 12, 2016 9:01:00 AM | 1\n\nI saw it.\n\nWhen?",
                ),
            ],
        );
        assert_eq!(found[1], ["c1"]);
        assert_eq!(found[2], ["c1"]);
        assert_eq!(found[3], ["c2"]);
        assert_eq!(found[4], ["c1"]);
    }

    #[test]
    fn a_signature_with_an_arrow_names_whom_it_answers() {
        let text = "The bridge was shut.\n\nAna • 3 hours ago\nI saw it.\n\nBen K. • 2 hours ago\nSo did I.\n\nCem → Ana • 1 hour ago\nWhen?\n";
        let reading = crate::text::segment(text);
        let last = reading
            .segments
            .iter()
            .rfind(|s| s.kind == SegmentKind::Comment)
            .map(|s| (s.author.as_deref(), s.reply_to.clone()));
        assert_eq!(last, Some((Some("Cem"), vec!["c1".to_owned()])));
    }

    #[test]
    fn numbers_in_a_sentence_are_no_addresses() {
        let found = replies(
            &[],
            &[
                ("Ana", "I saw it."),
                (
                    "Ben",
                    "In 2016 there were 1 or 2 trucks, Ana 1 said nothing of 3.",
                ),
            ],
        );
        assert!(found[1].is_empty(), "{found:?}");
    }
}
