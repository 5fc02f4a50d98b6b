//! Bytes into text with the way back kept.

use encoding_rs::Encoding;
use sayso_record::{Alignment, Run, RunKind, Span};

/// Text decoded from bytes.
pub(crate) struct Decoded {
    /// The text.
    pub(crate) text: String,
    /// The way back to the bytes.
    pub(crate) alignment: Alignment,
    /// Name of the character set.
    pub(crate) name: &'static str,
    /// Whether bytes had to be replaced.
    pub(crate) lossy: bool,
}

/// Decodes `bytes`: by byte order mark, else as UTF-8 where valid, else as guessed.
/// A byte order mark is not part of the text.
pub(crate) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes, mark);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: text.to_owned(),
            alignment: Alignment::identity(bytes.len(), 0),
            name: "UTF-8",
            lossy: false,
        };
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
    decode_as(encoding, bytes, 0)
}

/// Decodes `bytes[from..]` as `encoding`, one source character at a time so that every run of
/// text knows its bytes. Runs of plain ASCII are copied whole.
pub(crate) fn decode_as(encoding: &'static Encoding, bytes: &[u8], from: usize) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut runs: Vec<Run> = Vec::new();
    let mut lossy = false;
    let mut at = from;
    let ascii_safe = encoding.is_ascii_compatible();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // The first byte of the character being fed; most sets have one, two or four bytes each.
    let mut began = at;
    let mut buffer = [0u8; 32];
    while at < bytes.len() {
        let plain = if ascii_safe && began == at {
            bytes[at..].iter().take_while(|b| b.is_ascii()).count()
        } else {
            0
        };
        // ISO-2022 and the like shift state with ASCII escapes; they are not ASCII compatible.
        if plain > 0 {
            let start = text.len();
            text.push_str(std::str::from_utf8(&bytes[at..at + plain]).unwrap_or_default());
            runs.push(Run {
                text: Span::new(start, text.len()),
                source: Span::new(at, at + plain),
                kind: RunKind::Copied,
            });
            at += plain;
            began = at;
            continue;
        }
        let last = at + 1 == bytes.len();
        let (_, read, written, bad) = decoder.decode_to_utf8(&bytes[at..at + 1], &mut buffer, last);
        lossy |= bad;
        at += read.max(1);
        if written > 0 {
            let start = text.len();
            text.push_str(&String::from_utf8_lossy(&buffer[..written]));
            runs.push(Run {
                text: Span::new(start, text.len()),
                source: Span::new(began, at),
                kind: RunKind::Decoded,
            });
            began = at;
        }
    }
    Decoded {
        text,
        alignment: Alignment(runs),
        name: encoding.name(),
        lossy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_1_keeps_the_way_back() {
        let bytes = b"The caf\xe9 at Zam\xf3ra was hit, the mayor said on Monday.";
        let decoded = decode(bytes);
        assert!(decoded.text.contains("café at Zamóra"), "{}", decoded.text);
        let at = decoded.text.find('é').expect("the letter is there");
        assert_eq!(
            decoded.alignment.source_of(Span::new(at, at + 2)),
            Some(Span::new(7, 8))
        );
    }

    #[test]
    fn utf_16_maps_two_bytes_to_one_letter() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("Ok é".encode_utf16().flat_map(u16::to_le_bytes));
        let decoded = decode(&bytes);
        assert_eq!(decoded.text, "Ok é");
        assert_eq!(
            decoded.alignment.source_of(Span::new(3, 5)),
            Some(Span::new(8, 10))
        );
    }
}
