//! Tokens: words, numbers with their separators, and single marks.

use sayso_record::{Document, Layers, Remark, Token};

use crate::Context;

/// Splits sentences at white space and around marks. Kept whole: numbers ("4,000", "2.5",
/// "20'000"), hyphenated words, abbreviations with inner points ("U.S."); clitics ("n't", "'s")
/// stand apart as in Universal Dependencies.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Token>, Vec<Remark>) {
    let mut tokens = Vec::new();
    for sentence in &layers.sentences {
        split(&document.text, sentence.start, sentence.end, &mut tokens);
    }
    (tokens, Vec::new())
}

fn split(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let part = &text[start..end];
    let chars: Vec<(usize, char)> = part.char_indices().collect();
    let at = |i: usize| chars.get(i).map(|c| c.1);
    let offset = |i: usize| start + chars.get(i).map_or(part.len(), |c| c.0);
    let mut i = 0;
    while let Some(c) = at(i) {
        if c.is_whitespace() {
            i += 1;
            continue;
        }
        let from = i;
        i += 1;
        if c.is_alphanumeric() {
            while let Some(d) = at(i) {
                let next = at(i + 1);
                let joins = match d {
                    _ if d.is_alphanumeric() || d == '_' => true,
                    '-' | '‑' => next.is_some_and(char::is_alphanumeric),
                    ',' | '\'' | '’' | '.' | ':'
                        if at(i - 1).is_some_and(|b| b.is_ascii_digit()) =>
                    {
                        next.is_some_and(|n| n.is_ascii_digit())
                    }
                    '.' => {
                        // "U.S." and "e.g.": single letters with points between them.
                        let single = i < 2 || !at(i - 2).is_some_and(char::is_alphabetic);
                        single
                            && at(i - 1).is_some_and(char::is_alphabetic)
                            && (next.is_some_and(char::is_alphabetic)
                                || part[..chars[i].0].ends_with(|x: char| x.is_alphabetic())
                                    && i >= from + 2
                                    && at(i - 2) == Some('.'))
                    }
                    _ => false,
                };
                if !joins {
                    break;
                }
                i += 1;
            }
        }
        let mut push = |a: usize, b: usize| {
            if a < b {
                tokens.push(Token {
                    start: a,
                    end: b,
                    pos: None,
                    head: -1,
                    rel: None,
                });
            }
        };
        let apostrophe = matches!(at(i), Some('\'' | '’'));
        let word = &text[offset(from)..offset(i)];
        if apostrophe && word.len() > 1 && word.ends_with('n') && at(i + 1) == Some('t') {
            push(offset(from), offset(i - 1));
            push(offset(i - 1), offset(i + 2));
            i += 2;
        } else if apostrophe
            && word.chars().all(char::is_alphanumeric)
            && at(i + 1).is_some_and(char::is_alphabetic)
        {
            push(offset(from), offset(i));
            let clitic = i;
            i += 1;
            while at(i).is_some_and(char::is_alphabetic) {
                i += 1;
            }
            push(offset(clitic), offset(i));
        } else {
            push(offset(from), offset(i));
        }
    }
}
