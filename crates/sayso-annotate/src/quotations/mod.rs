//! Quotations: stretches between quotation marks, nested, over several paragraphs, or never
//! closed, and quote blocks.

use sayso_record::{Document, Layers, Quotation, Remark, SegmentKind, Span};

use crate::Context;

/// Finds quotations in every top-level segment and counts its quote blocks as well.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Quotation>, Vec<Remark>) {
    let mut out = Vec::new();
    for segment in &document.segments {
        if segment.kind == SegmentKind::QuoteBlock {
            out.push(Quotation {
                start: segment.start,
                end: segment.end,
                depth: 0,
                closed: true,
            });
        }
        if segment.parent.is_none() && segment.kind != SegmentKind::Boilerplate {
            scan(&document.text, segment.span(), &mut out);
        }
    }
    out.sort_by_key(|q| (q.start, std::cmp::Reverse(q.end)));
    out.dedup_by_key(|q| (q.start, q.end));
    (out, Vec::new())
}

/// Curly and double straight marks open and close, two single straight ones like a double one; a
/// single straight mark is taken for an apostrophe, since in news it nearly always is one.
fn scan(text: &str, within: Span, out: &mut Vec<Quotation>) {
    let part = &text[within.start..within.end];
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut before = ' ';
    let mut chars = part.char_indices().peekable();
    while let Some((at, mark)) = chars.next() {
        let mut c = mark;
        let mut end = at + c.len_utf8();
        if c == '\'' && chars.peek().is_some_and(|n| n.1 == '\'') {
            chars.next();
            c = '"';
            end += 1;
        }
        let after = chars.peek().map_or(' ', |n| n.1);
        let closes = |mark: char, open: &[(usize, char)]| open.last().is_some_and(|o| o.1 == mark);
        let ended = match c {
            '“' | '«' => {
                // A paragraph that opens again continues the quotation that is open.
                if open.last().is_none_or(|o| o.1 != c) {
                    open.push((at, c));
                }
                false
            }
            '”' => closes('“', &open),
            '»' => closes('«', &open),
            '‘' if !before.is_alphanumeric() => {
                open.push((at, c));
                false
            }
            '’' => closes('‘', &open) && !after.is_alphanumeric(),
            '"' if closes('"', &open) && !before.is_whitespace() => true,
            '"' if !after.is_whitespace() && !closes('"', &open) => {
                open.push((at, c));
                false
            }
            _ => false,
        };
        if ended && let Some((from, _)) = open.pop() {
            out.push(quotation(within, from, end, open.len(), true));
        }
        before = c;
    }
    while let Some((from, mark)) = open.pop() {
        // An open single mark is an apostrophe after all.
        if mark == '‘' {
            continue;
        }
        let rest = &part[from..];
        let end = from + rest.find("\n\n").unwrap_or(rest.len());
        out.push(quotation(within, from, end, open.len(), false));
    }
}

fn quotation(within: Span, from: usize, to: usize, depth: usize, closed: bool) -> Quotation {
    Quotation {
        start: within.start + from,
        end: within.start + to,
        depth: depth.min(255) as u8,
        closed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_single_marks_are_one_double_mark() {
        let text = "''We left,'' he said. ''It's over.''";
        let mut out = Vec::new();
        scan(text, Span::new(0, text.len()), &mut out);
        let found: Vec<&str> = out.iter().map(|q| &text[q.start..q.end]).collect();
        assert_eq!(found, ["''We left,''", "''It's over.''"]);
    }

    #[test]
    fn nested_unclosed_and_apostrophes() {
        let text = "He said “they called it ‘calm’ and it’s not”. She: “No end.\n\nNext.";
        let mut out = Vec::new();
        scan(text, Span::new(0, text.len()), &mut out);
        let mut found: Vec<(&str, u8, bool)> = out
            .iter()
            .map(|q| (&text[q.start..q.end], q.depth, q.closed))
            .collect();
        found.sort();
        assert_eq!(
            found,
            [
                ("‘calm’", 1, true),
                ("“No end.", 0, false),
                ("“they called it ‘calm’ and it’s not”", 0, true),
            ]
        );
    }
}
