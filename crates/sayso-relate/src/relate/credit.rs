//! Kind, direction and credit of an aligned pair: what the words around it and the dates tell.

use crate::resolve::names::plain;
use sayso_record::{
    Direction, DocSpan, Document, Passage, ReuseKind, SegmentKind, Span, content_id,
};

/// How far before a passage a credit may stand, in bytes.
const BEFORE: usize = 400;
/// How far after it ("…, the agency said"), in bytes.
const AFTER: usize = 120;

/// The passage record of an aligned pair; `None` only when a side is empty.
pub(crate) fn passage(
    a: (&Document, Span),
    b: (&Document, Span),
    similarity: f64,
) -> Option<Passage> {
    // The record's own order: by document, then place.
    let (a, b) = if (&a.0.id, a.1) <= (&b.0.id, b.1) {
        (a, b)
    } else {
        (b, a)
    };
    if a.1.is_empty() || b.1.is_empty() {
        return None;
    }
    let a_credits = credits(a, b);
    let b_credits = credits(b, a);
    let ancestor = ancestor(a.0, b.0);
    let (direction, mut why) = match &ancestor {
        Some(agency) => (
            Direction::Unknown,
            vec![format!(
                "both credit {agency}, and neither is its own text: perhaps both have it from there"
            )],
        ),
        None => direction(a, b, a_credits.as_deref(), b_credits.as_deref()),
    };
    let (later, credit) = match direction {
        Direction::AToB => (Some(b), &b_credits),
        Direction::BToA => (Some(a), &a_credits),
        Direction::Unknown => (None, &None),
    };
    let quoted = match later {
        Some(side) => set_off(side),
        None => set_off(a).or_else(|| set_off(b)),
    };
    let kind = if let Some(how) = quoted {
        why.push(format!("quoted: {how}"));
        ReuseKind::Quoted
    } else if similarity >= 0.995 {
        why.push("verbatim: every word agrees".to_owned());
        ReuseKind::Verbatim
    } else {
        why.push(format!(
            "adapted: {:.0} % of the words agree",
            similarity * 100.0
        ));
        ReuseKind::Adapted
    };
    let credited = ancestor.is_some()
        || credit.is_some()
        || (direction == Direction::Unknown && (a_credits.is_some() || b_credits.is_some()));
    if let Some(name) = credit {
        why.push(format!("the later side names {name} nearby"));
    }
    let (a, b) = (DocSpan::new(&a.0.id, a.1), DocSpan::new(&b.0.id, b.1));
    Some(Passage {
        id: content_id(
            "passage",
            &[
                &a.doc,
                &a.start.to_string(),
                &a.end.to_string(),
                &b.doc,
                &b.start.to_string(),
                &b.end.to_string(),
            ],
        ),
        a,
        b,
        direction,
        kind,
        similarity: (similarity * 10_000.0).round() / 10_000.0,
        credited,
        ancestor,
        reason: why.join("; "),
    })
}

/// The agency that both documents credit in byline or dateline, where neither is the agency's own.
fn ancestor(a: &Document, b: &Document) -> Option<String> {
    if a.id == b.id {
        return None;
    }
    let agency = |d: &Document| -> Option<String> {
        let own = d.metadata.agency.as_ref().or(d.printed.agency.as_ref());
        own.cloned()
    };
    let (x, y) = (agency(a)?, agency(b)?);
    let itself = |d: &Document| {
        let m = &d.metadata;
        [&m.outlet, &m.author]
            .into_iter()
            .flatten()
            .any(|n| plain(n) == plain(&x))
    };
    (plain(&x) == plain(&y) && !itself(a) && !itself(b)).then_some(x)
}

/// When the words at `at` appeared: the comment's time, else the document's date.
pub(crate) fn appeared(document: &Document, at: usize) -> Option<&str> {
    document
        .comment_at(at)
        .and_then(|c| c.time.as_deref())
        .or(document.metadata.published.as_deref())
}

/// Which side came first, and why.
fn direction(
    a: (&Document, Span),
    b: (&Document, Span),
    a_credits: Option<&str>,
    b_credits: Option<&str>,
) -> (Direction, Vec<String>) {
    if a.0.id == b.0.id {
        return (
            Direction::AToB,
            vec!["the earlier place in the document came first".to_owned()],
        );
    }
    if let (Some(x), Some(y)) = (appeared(a.0, a.1.start), appeared(b.0, b.1.start)) {
        // An EDTF date that begins the other ("2016-03" and "2016-03-27") is not earlier.
        if !x.starts_with(y) && !y.starts_with(x) {
            let (way, first, second) = if x < y {
                (Direction::AToB, x, y)
            } else {
                (Direction::BToA, y, x)
            };
            return (way, vec![format!("dated {first} against {second}")]);
        }
    }
    match (a_credits, b_credits) {
        (None, Some(name)) => (
            Direction::AToB,
            vec![format!("the other side credits {name}")],
        ),
        (Some(name), None) => (
            Direction::BToA,
            vec![format!("the other side credits {name}")],
        ),
        _ => (
            Direction::Unknown,
            vec!["no date or credit tells which came first".to_owned()],
        ),
    }
}

/// The name by which `side` credits `source` within the paragraph before, or just after.
fn credits(side: (&Document, Span), source: (&Document, Span)) -> Option<String> {
    let (document, span) = side;
    let text = &document.text;
    let paragraph = text[..span.start]
        .trim_end()
        .rfind('\n')
        .and_then(|n| text[..n].trim_end().rfind('\n'))
        .map_or(0, |n| n + 1);
    let from = boundary(text, paragraph.max(span.start.saturating_sub(BEFORE)));
    let stop = text[span.end..]
        .find('\n')
        .map_or(text.len(), |n| span.end + n);
    let to = boundary(text, stop.min(span.end + AFTER));
    let before = text[from..span.start].to_lowercase();
    let after = text[span.end..to.max(span.end)].to_lowercase();
    let own: Vec<String> = names(document, span.start)
        .iter()
        .map(|n| n.to_lowercase())
        .collect();
    names(source.0, source.1.start).into_iter().find(|name| {
        let lower = name.to_lowercase();
        // One's own name above one's own words is no credit.
        !own.contains(&lower) && (has_word(&before, &lower) || has_word(&after, &lower))
    })
}

/// Names a copier could credit: the comment's author and number, else author, agency, outlet.
fn names(document: &Document, at: usize) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(comment) = document.comment_at(at) {
        out.extend(comment.author.clone());
        out.extend(comment.number.map(|n| format!("@{n}")));
    } else {
        let m = &document.metadata;
        for name in [&m.author, &m.agency, &m.outlet, &document.printed.agency] {
            out.extend(name.clone());
        }
    }
    out.retain(|n| n.len() > 1);
    out.dedup();
    out
}

/// Whether `word` stands in `text` with no letter or digit at either side.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let left = text[..at]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric());
        let right = text[at + word.len()..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphanumeric());
        left && right
    })
}

/// How the words are set off as somebody else's, if they are.
fn set_off((document, span): (&Document, Span)) -> Option<&'static str> {
    let inside = |s: &sayso_record::Segment| s.start <= span.start + 2 && span.end <= s.end + 2;
    if document
        .segments
        .iter()
        .any(|s| matches!(s.kind, SegmentKind::QuoteBlock | SegmentKind::EmbeddedPost) && inside(s))
    {
        return Some("it stands in a quote block");
    }
    let text = &document.text;
    let line = text[..span.start].rfind('\n').map_or(0, |n| n + 1);
    if text[line..].starts_with('>') {
        return Some("its line begins with >");
    }
    let opens = text[line..span.start]
        .chars()
        .rev()
        .take(4)
        .any(|c| matches!(c, '"' | '\u{201c}' | '\u{ab}' | '\u{201e}' | '\u{2018}'));
    let after = text[span.end..].chars().take(4);
    let closes = after
        .clone()
        .any(|c| matches!(c, '"' | '\u{201d}' | '\u{bb}' | '\u{2019}'));
    if opens && closes {
        return Some("it stands in quotation marks");
    }
    if let Some(comment) = document.comment_at(span.start) {
        let alone = text[line..span.start].trim().is_empty()
            && text[span.end..]
                .split('\n')
                .next()
                .is_some_and(|rest| rest.chars().filter(|c| c.is_alphanumeric()).count() == 0);
        let more = comment.span().len() > span.len() + 40;
        if alone && more && line <= comment.start + 2 {
            return Some("a comment that begins with these words as a paragraph of their own");
        }
    }
    None
}

/// The nearest character boundary at or after `at`.
fn boundary(text: &str, at: usize) -> usize {
    (at..=text.len())
        .find(|&n| text.is_char_boundary(n))
        .unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_in_the_paragraph_before_gives_direction() {
        let words = "forty barges left the quay";
        let mut a = Document::plain("a", words);
        a.metadata.agency = Some("Norpress".into());
        let b = Document::plain("b", format!("This is what Norpress wrote:\n\n{words}"));
        let at = b.text.len() - words.len();
        let p = passage(
            (&a, Span::new(0, words.len())),
            (&b, Span::new(at, b.text.len())),
            1.0,
        )
        .expect("both sides have words");
        assert!(p.credited);
        assert_eq!(p.direction, Direction::AToB);
    }

    #[test]
    fn two_papers_with_one_agency_have_it_from_there() {
        let words = "forty barges left the quay";
        let paper = |id: &str, outlet: &str, date: &str| {
            let mut d = Document::plain(id, words);
            d.metadata.agency = Some("Norpress".into());
            d.metadata.outlet = Some(outlet.into());
            d.metadata.published = Some(date.into());
            d
        };
        let whole = Span::new(0, words.len());
        let (a, b) = (
            paper("a", "Quay Post", "2031-02-03"),
            paper("b", "Lock Post", "2031-02-04"),
        );
        let p = passage((&a, whole), (&b, whole), 1.0).expect("both sides have words");
        assert_eq!(p.direction, Direction::Unknown);
        assert_eq!(p.ancestor.as_deref(), Some("Norpress"));
        assert!(p.credited);
        // The agency's own text is where it comes from.
        let own = paper("c", "Norpress", "2031-02-02");
        let p = passage((&a, whole), (&own, whole), 1.0).expect("both sides have words");
        assert_eq!((p.direction, p.ancestor), (Direction::BToA, None));
    }

    #[test]
    fn a_name_inside_another_word_is_no_credit() {
        assert!(!has_word("the apparition", "ap"));
        assert!(has_word("(ap) velmora", "ap"));
    }
}
