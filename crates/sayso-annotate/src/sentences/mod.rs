//! Sentences. They end at a point, question or exclamation mark before a capital, a digit or a
//! quotation mark, unless the point belongs to an abbreviation, a rank, an initial or a number;
//! at a blank line, unless a capture broke a line there; at the end of a segment. Never at a mere line feed inside a paragraph.

use sayso_record::{Document, Layers, Remark, Sentence, Span};

use crate::Context;

/// Words whose point does not end a sentence, lower case without the point.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "st", "gen", "lt", "col", "maj", "capt", "cpt", "sgt", "cmdr",
    "adm", "brig", "pvt", "ofc", "rev", "hon", "sen", "rep", "gov", "pres", "amb", "min", "dep",
    "asst", "vs", "no", "nos", "vol", "pp", "fig", "approx", "est", "inc", "ltd", "co", "corp",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mt",
    "ft", "km", "sq", "jr", "sr", "e.g", "i.e", "cf", "al", "etc", "reps", "sens", "tues", "thurs",
    "messrs", "c", "ca", "ave", "blvd", "dept", "univ",
];

/// Splits every segment into sentences.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Sentence>, Vec<Remark>) {
    let mut edges: Vec<usize> = document
        .segments
        .iter()
        .flat_map(|s| [s.start, s.end])
        .chain([0, document.text.len()])
        .collect();
    edges.sort_unstable();
    edges.dedup();
    let mut out = Vec::new();
    for pair in edges.windows(2) {
        split(&document.text, Span::new(pair[0], pair[1]), &mut out);
    }
    (out, Vec::new())
}

pub(crate) fn split(text: &str, within: Span, out: &mut Vec<Sentence>) {
    let part = &text[within.start..within.end];
    let mut begin = 0;
    let mut push = |from: usize, to: usize| {
        let span = Span::new(within.start + from, within.start + to).trimmed(text);
        if !span.is_empty() {
            out.push(Sentence {
                start: span.start,
                end: span.end,
            });
        }
    };
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\n' {
            let rest = part[at + 1..].trim_start_matches([' ', '\t', '\r']);
            if rest.starts_with('\n') && !broken(&part[begin..at], rest) {
                push(begin, at);
                begin = at;
            }
            continue;
        }
        if !matches!(c, '.' | '!' | '?' | '…') {
            continue;
        }
        // Marks that close with the sentence: further points, quotes, brackets.
        let mut end = at + c.len_utf8();
        for (j, d) in chars.clone() {
            if !matches!(
                d,
                '.' | '!' | '?' | '"' | '”' | '’' | '\'' | '»' | ')' | ']'
            ) {
                break;
            }
            end = j + d.len_utf8();
        }
        end += reference(&part[end..]);
        let rest = &part[end..];
        if !rest.starts_with(char::is_whitespace) {
            continue;
        }
        let follows = rest.trim_start().chars().next();
        let mark_alone = end == at + c.len_utf8();
        let opens = follows.is_none_or(|d| {
            d.is_uppercase()
                || d.is_ascii_digit()
                || "\"“‘'([«-–—•*#@>".contains(d)
                // Writers in threads begin small: a question ends all the same, unless a quotation
                // ends with it ("“Why?” he said"), and so does a point after a whole word.
                || mark_alone
                    && (matches!(c, '!' | '?') || c == '.' && whole_word(&part[begin..at]))
        });
        let single = c == '.' && end == at + 1;
        if !opens || single && abbreviation(&part[begin..at]) {
            continue;
        }
        push(begin, end);
        begin = end;
        while chars.peek().is_some_and(|(j, _)| *j < end) {
            chars.next();
        }
    }
    push(begin, part.len());
}

/// Words that end no sentence.
const OPEN: &[&str] = &[
    "a", "an", "and", "are", "at", "both", "but", "by", "for", "from", "has", "have", "his", "in",
    "into", "is", "its", "of", "on", "or", "our", "that", "the", "their", "these", "this", "those",
    "to", "was", "were", "which", "whose", "with",
];

/// Whether a blank line stands in the middle of a sentence, as captures leave one beside a link: after
/// a comma or a word that ends none, and before a small letter.
fn broken(before: &str, after: &str) -> bool {
    let before = before.trim_end();
    let word = before
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let goes_on = after.trim_start().starts_with(char::is_lowercase);
    goes_on && (before.ends_with(',') || OPEN.contains(&word))
}

/// Bytes of the note marks that follow a sentence, as in an encyclopedia: " [25][26]".
fn reference(rest: &str) -> usize {
    let mut at = 0;
    loop {
        let from = &rest[at..];
        let inner = from.trim_start_matches(' ');
        let Some(after) = inner.strip_prefix('[') else {
            return at;
        };
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=3).contains(&digits) || after.as_bytes().get(digits) != Some(&b']') {
            return at;
        }
        at += from.len() - inner.len() + digits + 2;
    }
}

/// Whether the last word before a point is plain: letters, three at least.
fn whole_word(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    word.chars().count() > 2 && word.chars().all(char::is_lowercase)
}

/// Whether the point after `before` belongs to its last word.
pub(crate) fn abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || "(\"“‘'[".contains(c))
        .next()
        .unwrap_or("");
    let letters = word.trim_end_matches('.');
    let initial = letters.chars().count() == 1 && letters.chars().all(char::is_uppercase);
    // "U.S" before its last point: no sentence is known to end there, so none is cut.
    let dotted = letters.contains('.') && letters.split('.').all(|p| p.chars().count() <= 2);
    initial
        || dotted && letters.chars().any(char::is_alphabetic)
        || ABBREVIATIONS.contains(&letters.to_lowercase().as_str())
            && (letters.chars().next().is_some_and(char::is_uppercase)
                || matches!(
                    letters,
                    "vs" | "e.g" | "i.e" | "etc" | "km" | "sq" | "approx" | "c" | "ca" | "al"
                ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        split(text, Span::new(0, text.len()), &mut out);
        out.iter().map(|s| &text[s.start..s.end]).collect()
    }

    #[test]
    fn ranks_initials_and_states_do_not_end_a_sentence() {
        assert_eq!(
            of("Lt. Col. J. Rahal of the U.S. Army spoke to Gen. Saab. Nobody asked."),
            [
                "Lt. Col. J. Rahal of the U.S. Army spoke to Gen. Saab.",
                "Nobody asked."
            ]
        );
    }

    #[test]
    fn careless_writers_begin_small_and_note_marks_stay_behind() {
        assert_eq!(
            of("any news? they left. i saw it... maybe. “Why?” he said. It fell. [2] Nobody came."),
            [
                "any news?",
                "they left.",
                "i saw it... maybe.",
                "“Why?” he said.",
                "It fell. [2]",
                "Nobody came."
            ]
        );
    }

    #[test]
    fn a_capture_s_blank_line_does_not_end_a_sentence() {
        assert_eq!(
            of("According to his spokesman, both\n\nleaders spoke.\n\nno news\n\nthey left"),
            [
                "According to his spokesman, both\n\nleaders spoke.",
                "no news",
                "they left"
            ]
        );
    }

    #[test]
    fn a_line_feed_inside_a_paragraph_does_not_end_a_sentence() {
        assert_eq!(
            of("The bridge\nfell at noon. “It burned.” He left.\n\nNext day\n"),
            [
                "The bridge\nfell at noon.",
                "“It burned.”",
                "He left.",
                "Next day"
            ]
        );
    }
}
