//! Datelines: "BEIRUT (AP) —", "MOSUL, Iraq, June 3 —". They name where a report was filed; what it
//! tells of need not have happened there.

use sayso_record::Span;

/// Most words of a dateline's place.
const WORDS: usize = 4;

/// Bytes within which a dateline ends.
const REACH: usize = 90;

struct Line {
    /// Bytes of the place's words, from the start.
    name: usize,
    /// Bytes of the whole line with its dash.
    end: usize,
}

/// The dateline that `text` begins with. `bare`: the agency alone may close it, without a dash.
fn line(text: &str, bare: bool) -> Option<Line> {
    let mut name = 0;
    let mut letters = 0;
    let mut loud = true;
    for word in text.split_inclusive(' ').take(WORDS) {
        let word = word.strip_suffix(' ').unwrap_or(word);
        let plain = word.trim_end_matches(',');
        let shape = plain
            .chars()
            .all(|c| c.is_alphabetic() || "-'’./".contains(c));
        if !plain.starts_with(char::is_uppercase)
            || !shape
            || !plain.chars().any(char::is_alphabetic)
        {
            break;
        }
        let high = !plain.chars().any(char::is_lowercase);
        if name > 0 && loud != high {
            break;
        }
        loud = high;
        letters += plain.chars().filter(|c| c.is_alphabetic()).count();
        name += plain.len() + usize::from(name > 0);
        if plain.len() < word.len() {
            break;
        }
    }
    if letters < 4 {
        return None;
    }
    let mut rest = &text[name..];
    // A country, a state, a day.
    for _ in 0..2 {
        let Some(more) = rest.strip_prefix(", ") else {
            break;
        };
        let end = more.find(|c: char| !(c.is_alphanumeric() || " .".contains(c)));
        let end = end.unwrap_or(more.len());
        if !(2..=25).contains(&end) || !more.starts_with(char::is_uppercase) {
            return None;
        }
        rest = &more[more[..end].trim_end().len()..];
    }
    let agency = rest.trim_start().strip_prefix('(').and_then(|r| {
        let (words, after) = r.split_once(')')?;
        let fits = (2..=25).contains(&words.len())
            && words.starts_with(char::is_uppercase)
            && words
                .chars()
                .all(|c| c.is_alphabetic() || " -/.".contains(c));
        fits.then_some(after)
    });
    let after = agency.unwrap_or(rest);
    let dash = after.trim_start_matches([' ', '\u{a0}']);
    let closed = ["—", "–", "--", "- "]
        .iter()
        .find_map(|d| dash.strip_prefix(d));
    let tail = match closed {
        Some(tail) if loud || agency.is_some() => tail,
        None if bare && loud && agency.is_some() => after,
        _ => return None,
    };
    let end = text.len() - tail.len();
    (end <= REACH).then_some(Line { name, end })
}

/// Where a paragraph of `text` that holds `at` begins.
fn paragraph(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    start + (text[start..at].len() - text[start..at].trim_start().len())
}

/// Whether a stretch is the place of a dateline, at the head of a paragraph or, with an agency, of a
/// sentence. Bytes of `text`.
pub(crate) fn over(text: &str, at: Span) -> bool {
    let start = paragraph(text, at.start);
    let holds = |from: usize, found: Option<Line>| found.is_some_and(|l| at.end <= from + l.end);
    at.start - start <= REACH && holds(start, line(&text[start..], true))
        || holds(at.start, line(&text[at.start..], true))
}

/// `words` with the places of datelines in capitals as they are written elsewhere, where `known`
/// says that the name is a place's; as many bytes.
pub(super) fn calm(words: &str, known: impl Fn(&str, &str) -> bool) -> Option<String> {
    let mut out: Option<String> = None;
    let heads = words.match_indices('\n').map(|(n, _)| n + 1);
    let sentences = words.match_indices(". ").map(|(n, _)| n + 2);
    for start in std::iter::once(0).chain(heads).chain(sentences) {
        let start = start + (words[start..].len() - words[start..].trim_start().len());
        let Some(found) = line(&words[start..], true) else {
            continue;
        };
        let name = &words[start..start + found.name];
        let mut inside = false;
        let small: String = name
            .chars()
            .map(|c| {
                let small = if inside { c.to_ascii_lowercase() } else { c };
                inside = c.is_alphabetic();
                small
            })
            .collect();
        if small != name && known(name, &small) {
            out.get_or_insert_with(|| words.to_owned())
                .replace_range(start..start + found.name, &small);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_sentences() {
        for (text, end) in [
            ("BEIRUT (AP) — A man said", Some("BEIRUT (AP) —")),
            (
                "MOSUL, Iraq (Reuters) - Forces",
                Some("MOSUL, Iraq (Reuters) - "),
            ),
            (
                "GAZA CITY, Gaza Strip, June 3 -- Tanks",
                Some("GAZA CITY, Gaza Strip, June 3 --"),
            ),
            ("KYIV – Rockets fell", Some("KYIV –")),
            ("Damascus (SANA) - The army", Some("Damascus (SANA) - ")),
            ("INDIANAPOLIS (AP)  The mayor", Some("INDIANAPOLIS (AP)")),
            ("Damascus - the oldest city - was hit", None),
            ("ISIS fighters – some hundred – fled", None),
            ("The army took Mosul (Reuters)", None),
            ("US - a state", None),
        ] {
            let found = line(text, true).map(|l| &text[..l.end]);
            assert_eq!(found, end, "{text}");
        }
    }

    #[test]
    fn the_place_of_a_dateline_is_known_by_where_it_stands() {
        let text = "Title\n\nBEIRUT (AP) — Shells fell on Homs.\n\nHoms (he said) is quiet.";
        let at = |word: &str| {
            let start = text.find(word).expect("it stands there");
            Span::new(start, start + word.len())
        };
        assert!(over(text, at("BEIRUT")));
        assert!(!over(text, at("Homs")));
        let calm = calm(text, |_, name| name == "Beirut").expect("it changes");
        assert!(calm.contains("\nBeirut (AP)") && calm.len() == text.len());
    }
}
