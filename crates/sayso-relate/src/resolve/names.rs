//! Names of speakers and nouns of figures, made comparable.

/// A name without case, article and marks, so that "The Velmora Courier" equals "velmora courier".
pub(crate) fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let from = usize::from(matches!(words.first(), Some(&("the" | "a" | "an"))) && words.len() > 1);
    words[from..].join(" ")
}

/// Whether the words are a name ("Norpress") and not a description ("activists", "he"): two
/// descriptions alike may be two different people.
pub(crate) fn is_name(words: &str) -> bool {
    let plain = plain(words);
    if matches!(
        plain.as_str(),
        "" | "he"
            | "she"
            | "it"
            | "they"
            | "we"
            | "i"
            | "you"
            | "this"
            | "that"
            | "who"
            | "one"
            | "some"
            | "others"
            | "officials"
            | "sources"
            | "unnamed"
    ) {
        return false;
    }
    words
        .split_whitespace()
        .find(|w| !matches!(w.to_lowercase().as_str(), "the" | "a" | "an"))
        .is_some_and(|w| w.chars().any(char::is_uppercase) || w.starts_with(|c: char| c.is_numeric()))
        // A nickname is written as its bearer likes: one word, no description.
        || (!words.contains(' ') && !plain.ends_with('s'))
}

/// The head noun of what is counted, in the singular: "ISIS oil trucks" and "tanker trucks" are
/// both `truck`. Words after a preposition do not count ("trucks of the army").
pub(crate) fn family(of: &str) -> String {
    // A name is a family of its own: the "Guards" of one army are not those of another.
    if of
        .split_whitespace()
        .last()
        .is_some_and(|w| w.starts_with(char::is_uppercase))
    {
        return plain(of);
    }
    let plain = plain(of);
    let head = plain
        .split(' ')
        .take_while(|w| {
            !matches!(
                *w,
                "of" | "in"
                    | "from"
                    | "at"
                    | "near"
                    | "on"
                    | "by"
                    | "with"
                    | "who"
                    | "that"
                    | "were"
                    | "was"
                    | "and"
                    | "including"
                    | "for"
                    | "to"
            )
        })
        .last()
        .unwrap_or("");
    let one = match head {
        "people" | "persons" | "person" | "others" | "ppl" | "men" => "person",
        "troops" | "soldiers" | "servicemen" => "soldier",
        "militants" | "jihadists" | "terrorists" | "insurgents" | "rebels" | "fighters" => {
            "fighter"
        }
        "inhabitants" | "residents" | "civilians" => "civilian",
        "lorries" | "lorry" => "truck",
        other => other,
    };
    singular(one)
}

/// English plural to singular, by ending alone.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|s| s.len() > 2) {
        format!("{stem}y")
    } else if let Some(stem) = word
        .strip_suffix('s')
        .filter(|s| s.len() > 2 && !s.ends_with(['s', 'i', 'u']))
    {
        stem.to_owned()
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_follow_the_head_noun() {
        assert_eq!(family("river barges"), "barge");
        assert_eq!(family("barges of the northern fleet"), "barge");
        assert_eq!(family("civilians"), family("residents"));
        assert_ne!(family("soldiers"), family("civilians"));
        assert_eq!(family(""), "");
        assert_ne!(family("Velmora Harbour Guards"), family("Northern Guards"));
    }

    #[test]
    fn descriptions_are_not_names() {
        assert!(is_name("the Velmora Courier"));
        assert!(is_name("b"));
        assert!(!is_name("activists in the port"));
        assert!(!is_name("they"));
        assert!(!is_name("unnamed"));
        assert_eq!(plain("The Velmora  Courier"), plain("velmora courier"));
    }
}
