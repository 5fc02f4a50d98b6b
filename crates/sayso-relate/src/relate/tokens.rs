//! Words of a document as numbers, each with its byte range: what reuse is found on.

use sayso_record::{Document, SegmentKind};

/// Number that stands for "never match me": navigation, "Posted by" lines.
pub(crate) const MASKED: u32 = 0;

/// The words of one document. A word's number is a hash of its lower-case letters, so two
/// documents need no common dictionary; a chance collision only joins two words, never passages.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    /// Number of each word, [`MASKED`] where it must not match.
    pub ids: Vec<u32>,
    /// Byte range of each word.
    pub spans: Vec<(u32, u32)>,
    /// Which part of a thread it stands in: 0 the article, n the n-th comment.
    pub unit: Vec<u16>,
    /// Hash over all words, taken before any is masked: equal for equal documents only.
    pub whole: u64,
}

impl Tokens {
    /// The words of `document`.
    pub(crate) fn of(document: &Document) -> Tokens {
        let text = &document.text;
        let mut out = Tokens::default();
        let mut word = String::new();
        let mut start = 0;
        // Letters since the last mark: initials ("U.S.") are one word, as in "US".
        let mut run = 0;
        for (at, c) in text
            .char_indices()
            .chain(std::iter::once((text.len(), ' ')))
        {
            if c.is_alphanumeric() {
                if word.is_empty() {
                    start = at;
                }
                word.extend(c.to_lowercase());
                run += 1;
            } else if c == '.' && run == 1 && initial(&text[at + 1..]) {
                run = 0;
            } else if !word.is_empty() {
                out.ids.push(hash(&word));
                out.spans.push((narrow(start), narrow(at)));
                out.unit.push(0);
                word.clear();
                run = 0;
            }
        }
        out.whole = out
            .ids
            .iter()
            .fold(mix(out.ids.len() as u64), |h, &id| mix(h ^ u64::from(id)));
        let mut comments = 0u16;
        for segment in &document.segments {
            let from = out
                .spans
                .partition_point(|s| (s.0 as usize) < segment.start);
            let to = out.spans.partition_point(|s| (s.0 as usize) < segment.end);
            match segment.kind {
                SegmentKind::Boilerplate | SegmentKind::Byline => {
                    out.ids[from..to].fill(MASKED);
                }
                SegmentKind::Comment => {
                    comments = comments.saturating_add(1);
                    out.unit[from..to].fill(comments);
                }
                _ => {}
            }
        }
        out
    }

    /// The words of the unit that holds word `at`, as a half-open range.
    pub(crate) fn unit_range(&self, at: usize) -> (usize, usize) {
        let unit = self.unit[at];
        let mut from = at;
        while from > 0 && self.unit[from - 1] == unit {
            from -= 1;
        }
        let mut to = at + 1;
        while to < self.unit.len() && self.unit[to] == unit {
            to += 1;
        }
        (from, to)
    }
}

/// Whether one capital letter and nothing longer follows.
fn initial(rest: &str) -> bool {
    let mut next = rest.chars();
    next.next().is_some_and(char::is_uppercase) && !next.next().is_some_and(char::is_alphanumeric)
}

/// A fixed mixing of bits (the finaliser of splitmix64).
pub(crate) fn mix(mut h: u64) -> u64 {
    h = h.wrapping_add(0x9e37_79b9_7f4a_7c15);
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    h ^ (h >> 31)
}

/// Texts beyond 4 GiB do not reach this stage; a longer one would merely match nothing.
fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// FNV-1a folded to 32 bits, never [`MASKED`].
fn hash(word: &str) -> u32 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for b in word.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    }
    (((h >> 32) ^ h) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_one_word() {
        let t = Tokens::of(&Document::plain("a", "the U.S. fleet, the US fleet. A B"));
        assert_eq!(t.ids.len(), 8);
        assert_eq!(t.ids[1], t.ids[4]);
    }

    #[test]
    fn words_carry_their_bytes_and_fold_case() {
        let d = Document::plain("a", "Zürich: ÉTÉ été");
        let t = Tokens::of(&d);
        assert_eq!(t.ids.len(), 3);
        assert_eq!(t.ids[1], t.ids[2]);
        let words: Vec<&str> = t
            .spans
            .iter()
            .map(|s| &d.text[s.0 as usize..s.1 as usize])
            .collect();
        assert_eq!(words, ["Zürich", "ÉTÉ", "été"]);
    }
}
