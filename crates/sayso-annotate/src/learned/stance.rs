//! What a reply does with what it answers: supports it, denies it, asks, or talks of other things
//! (the four classes of RumourEval, Derczynski et al., SemEval-2017 task 8).

use std::collections::BTreeSet;

use sayso_learn::row;

use super::clusters::class;
use super::normal;

bundled!(STANCE, "stance-v1.model");

/// The classes, in the model's order.
pub const CLASSES: [&str; 4] = ["support", "deny", "query", "comment"];

/// Words looked at, from the beginning.
const MOST: usize = 80;

/// A post's words: lower case, addresses and names of users as one sign each, marks that ask or
/// shout as words.
fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in text.split_whitespace() {
        if out.len() >= MOST {
            break;
        }
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#'));
        if piece.contains("://") || piece.starts_with("www.") {
            out.push("<link>".to_owned());
            continue;
        }
        if bare.starts_with('@') && bare.len() > 1 {
            out.push("<user>".to_owned());
            continue;
        }
        if !bare.is_empty() {
            out.push(normal(bare.trim_start_matches('#')));
        }
        for mark in ['?', '!'] {
            if piece.contains(mark) {
                out.push(mark.to_string());
            }
        }
    }
    out
}

/// Words that deny or doubt.
const AGAINST: &[&str] = &[
    "no",
    "not",
    "never",
    "n't",
    "false",
    "fake",
    "lie",
    "lies",
    "lying",
    "liar",
    "wrong",
    "untrue",
    "hoax",
    "bullshit",
    "bs",
    "nonsense",
    "rubbish",
    "debunked",
    "propaganda",
    "incorrect",
    "rumor",
    "rumour",
    "stop",
    "doubt",
    "isn't",
    "wasn't",
    "didn't",
    "don't",
    "doesn't",
    "aren't",
    "can't",
];

/// Words that ask.
const ASKING: &[&str] = &[
    "who",
    "what",
    "when",
    "where",
    "why",
    "how",
    "is",
    "are",
    "was",
    "were",
    "did",
    "do",
    "does",
    "any",
    "source",
    "proof",
    "evidence",
    "confirmed",
    "really",
    "link",
    "sure",
];

/// Features of a post that answers `parent` (none for the first) under a `first` post.
pub fn features(post: &str, parent: Option<&str>, first: Option<&str>) -> Vec<u32> {
    let own = words(post);
    let mut rows = BTreeSet::new();
    let has = |list: &[&str]| own.iter().filter(|w| list.contains(&w.as_str())).count();
    for (n, word) in own.iter().enumerate() {
        rows.insert(row(1, &[word]));
        rows.insert(row(2, &[&class(word).1.to_string()]));
        if let Some(next) = own.get(n + 1) {
            rows.insert(row(3, &[word, next]));
        }
        if AGAINST.contains(&word.as_str())
            && let Some(next) = own.get(n + 1)
        {
            rows.insert(row(4, &[&class(next).0.to_string()]));
        }
    }
    // What stands first and last says most of a short post.
    let plain: Vec<&String> = own.iter().filter(|w| !w.starts_with('<')).collect();
    if let Some(word) = plain.first() {
        rows.insert(row(5, &[word]));
    }
    if let (Some(a), Some(b)) = (plain.first(), plain.get(1)) {
        rows.insert(row(6, &[a, b]));
    }
    if let Some(word) = plain.last() {
        rows.insert(row(7, &[word]));
    }
    let against = has(AGAINST).min(2).to_string();
    let asks = has(&["?"]).min(2).to_string();
    let asking = plain.first().is_some_and(|w| ASKING.contains(&w.as_str()));
    let length = match own.len() {
        0..=4 => "0",
        5..=9 => "1",
        10..=16 => "2",
        17..=30 => "3",
        _ => "4",
    };
    let link = has(&["<link>"]).min(1).to_string();
    let place = if parent.is_none() {
        "first"
    } else if parent == first {
        "answer"
    } else {
        "deeper"
    };
    let shared = |other: Option<&str>| -> &'static str {
        let Some(other) = other else { return "-" };
        let other: BTreeSet<String> = words(other).into_iter().collect();
        let long = own.iter().filter(|w| w.len() >= 4 && !w.starts_with('<'));
        let (mut all, mut both) = (0, 0);
        for word in long {
            all += 1;
            both += usize::from(other.contains(word));
        }
        match (both * 10).checked_div(all).unwrap_or(0) {
            0 => "0",
            1..=2 => "1",
            3..=5 => "2",
            6..=8 => "3",
            _ => "4",
        }
    };
    let (with_parent, with_first) = (shared(parent), shared(first));
    let parent_asks = parent.is_some_and(|p| p.contains('?'));
    let quotes = post.contains(['“', '"', '«']) || own.first().is_some_and(|w| w == "rt");
    for (n, parts) in [
        vec![against.as_str()],
        vec![asks.as_str()],
        vec![place],
        vec![length],
        vec![link.as_str()],
        vec![with_parent],
        vec![with_first],
        vec![against.as_str(), asks.as_str(), place],
        vec![asks.as_str(), if asking { "w" } else { "-" }],
        vec![against.as_str(), with_parent],
        vec![against.as_str(), length],
        vec![place, link.as_str()],
        vec![place, with_first, if quotes { "q" } else { "-" }],
        vec![place, if parent_asks { "?" } else { "." }, length],
        vec![with_first, asks.as_str(), length],
    ]
    .iter()
    .enumerate()
    {
        rows.insert(row(10 + n as u8, parts));
    }
    rows.into_iter().collect()
}

/// The likeliest class of a reply, as a place in [`CLASSES`], and its probability.
pub(crate) fn of(post: &str, parent: &str, first: Option<&str>) -> (usize, f64) {
    let rows = features(post, Some(parent), first.or(Some(parent)));
    let chances = STANCE.marginals(&[rows], |_, _| true);
    chances
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((3, 1.0))
}
