//! Character references.

use html5ever::data::NAMED_ENTITIES;

/// What the reference at the start of `rest` stands for, and its length in bytes.
pub(crate) fn entity(rest: &str) -> Option<(String, usize)> {
    let body = rest.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, before) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let len = digits
            .bytes()
            .take(9)
            .take_while(|b| char::from(*b).is_digit(radix))
            .count();
        let code = u32::from_str_radix(digits.get(..len)?, radix).ok()?;
        let letter = match code {
            // Written by old Windows programs: numbers of that character set.
            0x80..=0x9f => {
                let byte = [u8::try_from(code).ok()?];
                let (text, _, _) = encoding_rs::WINDOWS_1252.decode(&byte);
                text.chars().next()?
            }
            0 => '\u{fffd}',
            _ => char::from_u32(code).unwrap_or('\u{fffd}'),
        };
        let close = usize::from(digits.as_bytes().get(len) == Some(&b';'));
        return Some((letter.to_string(), before + len + close));
    }
    let len = body
        .bytes()
        .take(32)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    if body.as_bytes().get(len) == Some(&b';') {
        return named(body.get(..=len)?).map(|letters| (letters, len + 2));
    }
    // A few old names stand without the semicolon.
    (2..=len.min(6))
        .rev()
        .find_map(|len| named(body.get(..len)?).map(|letters| (letters, len + 1)))
}

fn named(name: &str) -> Option<String> {
    let (first, second) = *NAMED_ENTITIES.get(name)?;
    let mut letters = String::new();
    // Prefixes of names stand in the table with nothing behind them.
    letters.push(char::from_u32(first).filter(|c| *c != '\0')?);
    letters.extend(char::from_u32(second).filter(|c| *c != '\0'));
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::entity;

    #[test]
    fn references_are_read_as_browsers_read_them() {
        let read = |s: &str| entity(s).map(|(t, n)| format!("{t}{n}"));
        assert_eq!(read("&amp;x").as_deref(), Some("&5"));
        assert_eq!(read("&#x2019;s").as_deref(), Some("’8"));
        assert_eq!(read("&#146;s").as_deref(), Some("’6"));
        assert_eq!(read("&eacute;").as_deref(), Some("é8"));
        assert_eq!(read("&copy 2016").as_deref(), Some("©5"));
        assert_eq!(read("& so"), None);
        assert_eq!(read("&nonsense;"), None);
    }
}
