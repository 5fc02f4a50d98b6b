//! Tokens: words, numbers with their separators, and marks, as Universal Dependencies English
//! divides them: clitics stand apart ("do" "n't", "mayor" "'s", "can" "not"), hyphenated words
//! are three ("al" "-" "Sadr") unless the first part is a mere prefix ("pro-government"),
//! abbreviations keep their point, runs of one mark, addresses and file names are one token.

use sayso_record::{Document, Layers, Remark, Token};

use crate::learned::{parse, tags};
use crate::{Context, sentences, voice};

/// Longest sentence, in tokens, that is parsed whole; a list without a point is cut there.
const LONGEST: usize = 400;

/// Splits sentences into tokens and, in English, gives each its part of speech, its head and its
/// relation.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Token>, Vec<Remark>) {
    let mut tokens = Vec::new();
    let english = crate::english(document);
    for sentence in &layers.sentences {
        let from = tokens.len();
        split(&document.text, sentence.start, sentence.end, &mut tokens);
        if !english {
            continue;
        }
        for first in (from..tokens.len()).step_by(LONGEST) {
            let last = tokens.len().min(first + LONGEST);
            syntax(&document.text, first, &mut tokens[first..last]);
        }
    }
    (tokens, Vec::new())
}

/// Articles that open an Arabic name: "al" "-" "Sukhnah" is one name, and a tree that takes it
/// apart goes wrong around it.
const ARTICLES: &[&str] = &[
    "al", "el", "ul", "ar", "as", "ash", "ad", "adh", "an", "at", "az", "ez", "ed", "es", "esh",
    "ur",
];

/// Participles that close an adjective of several words: "rebel" "-" "held" is one, and a tree that
/// makes "held" the verb of the sentence goes wrong altogether.
const PARTICIPLES: &[&str] = &[
    "affiliated",
    "aligned",
    "allied",
    "armed",
    "backed",
    "based",
    "besieged",
    "brokered",
    "controlled",
    "dominated",
    "funded",
    "held",
    "imposed",
    "inspired",
    "led",
    "linked",
    "made",
    "occupied",
    "run",
    "sponsored",
    "supported",
    "trained",
];

/// Tags and parses a sentence whose first token is the document's `first`. A name with its article
/// and an adjective of several words are one word to the tagger and the parser.
fn syntax(text: &str, first: usize, tokens: &mut [Token]) {
    let word = |at: usize| &text[tokens[at].start..tokens[at].end];
    let hyphen = |at: usize| {
        at + 2 < tokens.len()
            && word(at + 1) == "-"
            && tokens[at].end == tokens[at + 1].start
            && tokens[at + 1].end == tokens[at + 2].start
    };
    let name = |at: usize| {
        hyphen(at)
            && word(at + 2).starts_with(char::is_uppercase)
            && ARTICLES.contains(&word(at).to_lowercase().as_str())
    };
    let adjective = |at: usize| hyphen(at) && PARTICIPLES.contains(&word(at + 2));
    // First token of each word.
    let mut starts = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        starts.push(at);
        at += if name(at) || adjective(at) { 3 } else { 1 };
    }
    let end = |n: usize| starts.get(n + 1).copied().unwrap_or(tokens.len());
    let span = |n: usize| tokens[starts[n]].start..tokens[end(n) - 1].end;
    // Of a text in capitals the words are read as if small: nothing is a name to the models then,
    // which is less wrong than everything.
    let whole = tokens.first().zip(tokens.last());
    let shouts = whole.is_some_and(|(a, b)| voice::shouts(&text[a.start..b.end]));
    let small: Vec<String> = (0..starts.len())
        .filter(|_| shouts)
        .map(|n| text[span(n)].to_lowercase())
        .collect();
    let words: Vec<&str> = (0..starts.len())
        .map(|n| small.get(n).map_or(&text[span(n)], String::as_str))
        .collect();
    let mut tags = tags::tag(&words);
    for n in 0..starts.len() {
        if end(n) - starts[n] > 1 {
            tags[n] = if name(starts[n]) { "PROPN" } else { "ADJ" };
        }
    }
    let tree = parse::parse(&words, &tags);
    let ends: Vec<usize> = (0..starts.len()).map(end).collect();
    // The token that stands for a word: a name's first, an adjective's participle.
    let stands: Vec<usize> = (0..starts.len())
        .map(|n| {
            starts[n]
                + if tags[n] == "ADJ" {
                    ends[n] - starts[n] - 1
                } else {
                    0
                }
        })
        .collect();
    for (n, (tag, (head, relation))) in tags.iter().zip(tree).enumerate() {
        let own = &mut tokens[starts[n]..ends[n]];
        let here = stands[n] - starts[n];
        own[here].pos = Some((*tag).to_owned());
        own[here].head = head.map_or(-1, |h| (first + stands[h]) as i64);
        own[here].rel = Some(relation.to_owned());
        let base = (first + stands[n]) as i64;
        if let [one, hyphen, other] = own {
            hyphen.pos = Some("PUNCT".to_owned());
            hyphen.rel = Some("punct".to_owned());
            let (rest, pos, relation) = if here > 0 {
                other.pos = Some("VERB".to_owned());
                hyphen.head = base;
                (one, "NOUN", "compound")
            } else {
                hyphen.head = base + 2;
                (other, "PROPN", "flat")
            };
            rest.pos = Some(pos.to_owned());
            rest.head = base;
            rest.rel = Some(relation.to_owned());
        }
    }
}

pub(crate) fn split(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let mut at = start;
    for chunk in text[start..end].split_inclusive(char::is_whitespace) {
        let word = chunk.trim_end();
        if !word.is_empty() {
            pieces(word, &mut |from, to| {
                if from < to {
                    tokens.push(Token {
                        start: at + from,
                        end: at + to,
                        pos: None,
                        head: -1,
                        rel: None,
                    });
                }
            });
        }
        at += chunk.len();
    }
}

/// Prefixes that stay with the word after their hyphen.
const PREFIXES: &[&str] = &[
    "anti", "arch", "bi", "co", "counter", "cross", "de", "e", "ex", "inter", "intra", "mega",
    "mid", "mini", "multi", "neo", "non", "over", "pan", "post", "pre", "pro", "pseudo", "psycho",
    "quasi", "re", "semi", "socio", "sub", "trans", "ultra", "un", "under", "vice",
];

/// Endings of host and file names: what makes "name.ending" one token.
const ENDINGS: &[&str] = &[
    "com", "org", "net", "edu", "gov", "mil", "int", "info", "co", "uk", "ru", "ua", "sy", "il",
    "ir", "iq", "tr", "de", "fr", "eu", "nl", "tv", "io", "me", "html", "htm", "asp", "php", "pdf",
    "doc", "docx", "xls", "xlsx", "txt", "jpg", "jpeg", "png", "gif", "zip", "mp3", "mp4", "csv",
];

/// Words of several: how many bytes belong to the first.
const FUSED: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("gotta", 3),
    ("wanna", 3),
    ("dont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("cant", 2),
    ("wont", 2),
    ("isnt", 2),
    ("wasnt", 3),
    ("couldnt", 5),
    ("wouldnt", 5),
];

fn address(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let named = |s: &str| {
        let mut parts = s.rsplit('.');
        let last = parts.next().unwrap_or("");
        parts.next().is_some_and(|p| !p.is_empty()) && ENDINGS.contains(&last)
    };
    lower.starts_with("http://")
        || lower.starts_with("https://")
        || lower.starts_with("www.")
        || lower
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
        || named(&lower)
        || lower
            .split_once('/')
            .is_some_and(|(host, path)| named(host) && !path.is_empty())
}

/// Tokens of a stretch without white space, as byte ranges.
fn pieces(chunk: &str, push: &mut dyn FnMut(usize, usize)) {
    let chars: Vec<(usize, char)> = chunk.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let offset = |i: usize| chars.get(i).map_or(chunk.len(), |c| c.0);
    let mut i = 0;
    while let Some(c) = at(i) {
        let from = i;
        if !c.is_alphanumeric() {
            i = mark(&chars, from);
            push(offset(from), offset(i));
            continue;
        }
        // An address runs to the marks that close the stretch.
        let rest = &chunk[offset(i)..];
        let trimmed = rest.trim_end_matches(|d: char| ".,;:!?)]}>\"'”’»".contains(d));
        if trimmed.len() > 3 && trimmed.contains(['.', '@', '/']) && address(trimmed) {
            let to = offset(i) + trimmed.len();
            push(offset(i), to);
            i = chars.partition_point(|c| c.0 < to);
            continue;
        }
        i = run(&chars, from);
        let word = &chunk[offset(from)..offset(i)];
        // An abbreviation keeps its point, unless the sentence ends with it.
        if at(i) == Some('.') && sentences::abbreviation(word) && at(i + 1) != Some('.') {
            i += 1;
            push(offset(from), offset(i));
            continue;
        }
        let lower = word.to_ascii_lowercase();
        let negated = matches!(at(i), Some('\'' | '’'))
            && word.len() > 1
            && lower.ends_with('n')
            && matches!(at(i + 1), Some('t' | 'T'))
            && !at(i + 2).is_some_and(char::is_alphanumeric);
        if negated {
            push(offset(from), offset(i - 1));
            push(offset(i - 1), offset(i + 2));
            i += 2;
            continue;
        }
        if let Some((_, cut)) = FUSED.iter().find(|f| f.0 == lower) {
            push(offset(from), offset(from) + cut);
            push(offset(from) + cut, offset(i));
        } else {
            hyphens(word, offset(from), push);
        }
        // "'s", "'re", "'ll" after a word.
        if matches!(at(i), Some('\'' | '’')) && at(i + 1).is_some_and(char::is_alphabetic) {
            let clitic = i;
            i += 1;
            while at(i).is_some_and(char::is_alphabetic) {
                i += 1;
            }
            push(offset(clitic), offset(i));
        }
    }
}

/// End of the word or number that starts at `from`, hyphens included.
fn run(chars: &[(usize, char)], from: usize) -> usize {
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let digit = |i: usize| at(i).is_some_and(|d| d.is_ascii_digit());
    let mut i = from + 1;
    while let Some(d) = at(i) {
        let next = at(i + 1);
        let joins = match d {
            _ if d.is_alphanumeric() || d == '_' => true,
            '-' | '‑' => next.is_some_and(char::is_alphanumeric),
            ',' | '\'' | '’' | ':' | '/' if digit(i - 1) => digit(i + 1),
            '.' if digit(i - 1) => digit(i + 1),
            '.' => {
                // "U.S." and "e.g.": single letters with points between them.
                let single = i < from + 2 || !at(i - 2).is_some_and(char::is_alphanumeric);
                single
                    && at(i - 1).is_some_and(char::is_alphabetic)
                    && (next.is_some_and(char::is_alphabetic)
                        || i >= from + 2 && at(i - 2) == Some('.'))
            }
            '/' => i == from + 1 && next.is_some() && at(i + 2).is_none(),
            // "O'Brien", "D'Arcy"
            '\'' | '’' => {
                i == from + 1
                    && at(from).is_some_and(char::is_uppercase)
                    && next.is_some_and(char::is_uppercase)
            }
            _ => false,
        };
        if !joins {
            break;
        }
        i += 1;
    }
    i
}

/// A word with hyphens: whole, or each part and each hyphen.
fn hyphens(word: &str, base: usize, push: &mut dyn FnMut(usize, usize)) {
    let first = word.split(['-', '‑']).next().unwrap_or("");
    let digits = |s: &str| s.len() > 2 && s.bytes().all(|b| b.is_ascii_digit());
    let numbers = word.split('-').filter(|p| digits(p)).count() > 1;
    let whole = first.len() == word.len()
        || numbers
        || PREFIXES.contains(&first.to_ascii_lowercase().as_str());
    if whole {
        push(base, base + word.len());
        return;
    }
    let mut from = 0;
    for (at, c) in word.char_indices().filter(|c| matches!(c.1, '-' | '‑')) {
        push(base + from, base + at);
        push(base + at, base + at + c.len_utf8());
        from = at + c.len_utf8();
    }
    push(base + from, base + word.len());
}

/// End of the mark that starts at `from`: a run of one mark, of "?" and "!", or a face.
fn mark(chars: &[(usize, char)], from: usize) -> usize {
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let first = chars[from].1;
    let tail: String = chars[from..].iter().take(3).map(|c| c.1).collect();
    for face in [":-)", ":-(", ";-)", ":)", ":(", ";)", "=)", ":D", ":P"] {
        if tail.starts_with(face) {
            return from + face.len();
        }
    }
    let mut i = from + 1;
    if matches!(first, '.' | '!' | '?' | '…') {
        while matches!(at(i), Some('.' | '!' | '?' | '…')) {
            i += 1;
        }
    } else if matches!(
        first,
        '-' | '=' | '*' | '_' | '<' | '>' | '+' | '~' | '$' | '#'
    ) {
        while at(i) == Some(first) {
            i += 1;
        }
    }
    // "'s" that stands apart, "'70s", "'em"
    let apostrophe = matches!(first, '\'' | '’');
    if apostrophe && at(i).is_some_and(|c| c.is_ascii_digit()) {
        while at(i).is_some_and(char::is_alphanumeric) {
            i += 1;
        }
    }
    if apostrophe && from == 0 && at(1) == Some('s') && at(2).is_none() {
        i = 2;
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        let mut tokens = Vec::new();
        split(text, 0, text.len(), &mut tokens);
        tokens.iter().map(|t| &text[t.start..t.end]).collect()
    }

    #[test]
    fn clitics_hyphens_and_points_as_in_universal_dependencies() {
        assert_eq!(
            of(
                "Gen. al-Masri can't say it's pro-government; we cannot, O'Brien's U.S. aide said..."
            ),
            [
                "Gen.",
                "al",
                "-",
                "Masri",
                "ca",
                "n't",
                "say",
                "it",
                "'s",
                "pro-government",
                ";",
                "we",
                "can",
                "not",
                ",",
                "O'Brien",
                "'s",
                "U.S.",
                "aide",
                "said",
                "..."
            ]
        );
    }

    #[test]
    fn numbers_dates_and_addresses_are_one_token() {
        assert_eq!(
            of("4,000 men at 12:30 on 08/16/2000, see www.example.org/x. (mail@example.org)"),
            [
                "4,000",
                "men",
                "at",
                "12:30",
                "on",
                "08/16/2000",
                ",",
                "see",
                "www.example.org/x",
                ".",
                "(",
                "mail@example.org",
                ")"
            ]
        );
    }

    #[test]
    fn every_byte_but_white_space_is_in_a_token() {
        let text = "«Ça va»: 30%—no, $$$ ’70s!? :-) a/b 2.5km...end x's' '' ـ٣";
        let held: String = of(text).concat();
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert_eq!(held, bare);
    }
}
