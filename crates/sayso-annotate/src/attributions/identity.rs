//! Who a source is, within a document: full names behind surnames ("Toner" after "Mark Toner"),
//! spelt-out names behind acronyms, institutions behind role nouns ("the station", "the
//! ministry"). The nearest one named before wins; where two would fit equally the words stay.

use sayso_record::{ActorKind, Document, Layers, MentionType, Span};

use super::scan;

/// Names of persons and organisations of a document, in text order.
pub(super) struct Identity<'l> {
    layers: &'l Layers,
    /// Names of persons, of two words or more.
    persons: Vec<(Span, &'l str)>,
    /// Names of organisations, of two words or more.
    organisations: Vec<(Span, &'l str)>,
}

/// Role nouns and what an institution's canonical name holds for them to mean it.
const ROLES: &[(&[&str], &[ActorKind], &[&str])] = &[
    (
        &["station", "channel", "network", "broadcaster"],
        &[ActorKind::Media],
        &["tv", "television", "radio", "channel", "network"],
    ),
    (
        &["newspaper", "paper", "daily"],
        &[ActorKind::Media],
        &["times", "post", "news", "daily", "herald", "guardian"],
    ),
    (
        &["ministry"],
        &[ActorKind::Ministry, ActorKind::State, ActorKind::Agency],
        &["ministry"],
    ),
    (&["observatory"], &[], &["observatory"]),
    (&["coalition"], &[ActorKind::Coalition], &[]),
    (&["army", "military"], &[], &["army", "armed forces"]),
    (&["command"], &[], &["command"]),
    (&["kremlin"], &[], &["kremlin"]),
];

impl<'l> Identity<'l> {
    pub(super) fn new(document: &'l Document, layers: &'l Layers) -> Self {
        let of = |kind: MentionType| {
            layers
                .mentions
                .iter()
                .filter(move |m| m.kind == kind)
                .filter_map(|m| {
                    let span = Span::new(m.start, m.end);
                    let text = span.text(&document.text)?;
                    let names = text
                        .split_whitespace()
                        .filter(|w| w.starts_with(char::is_uppercase));
                    (names.count() >= 2 && !text.contains('\n')).then_some((span, text))
                })
                .collect()
        };
        Identity {
            layers,
            persons: of(MentionType::Person),
            organisations: of(MentionType::Organisation),
        }
    }

    /// The name behind a source's words, if the document or a table gives one.
    pub(super) fn of(&self, document: &Document, source: Span) -> Option<String> {
        if let Some(actor) = scan::named(self.layers, source) {
            return Some(actor.canonical.clone());
        }
        let words = bare(source.text(&document.text)?);
        if let Some((_, name)) = self.persons.iter().find(|p| source.contains(p.0)) {
            return Some(plain(name));
        }
        let single = !words.contains(char::is_whitespace);
        let before = |list: &[(Span, &str)], fits: &dyn Fn(&str) -> bool| {
            let mut found = list
                .iter()
                .rev()
                .filter(|n| n.0.start < source.start && fits(n.1));
            let first = found.next()?;
            // Two of one surname: nobody is guessed.
            let alone = found.all(|n| plain(n.1) == plain(first.1));
            alone.then(|| plain(first.1))
        };
        if single && words.starts_with(char::is_uppercase) {
            let surname = |name: &str| name.split_whitespace().next_back() == Some(words);
            if let Some(name) = before(&self.persons, &surname) {
                return Some(name);
            }
        }
        if single && (2..=6).contains(&words.len()) && words.chars().all(char::is_uppercase) {
            let initials = |name: &str| {
                let letters = name.split([' ', '-']).filter_map(|w| w.chars().next());
                letters.filter(|c| c.is_uppercase()).eq(words.chars())
            };
            if let Some(name) = before(&self.organisations, &initials) {
                return Some(name);
            }
        }
        let lower = words.to_lowercase();
        let role = lower.strip_prefix("the ")?;
        let (_, kinds, parts) = ROLES.iter().find(|r| r.0.contains(&role))?;
        let at = self
            .layers
            .actors
            .partition_point(|a| a.start < source.start);
        self.layers.actors[..at]
            .iter()
            .rev()
            .find(|a| {
                let name = a.canonical.to_lowercase();
                let named = parts.is_empty()
                    || parts.iter().any(|p| {
                        name.split(' ').any(|w| w == *p) || p.contains(' ') && name.contains(p)
                    });
                named && (kinds.is_empty() || kinds.contains(&a.kind))
            })
            .map(|a| a.canonical.clone())
    }
}

/// Words of a name on one line, without a rank.
fn plain(name: &str) -> String {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 2 && rank(words[0]) {
        words.remove(0);
    }
    let joined = words.join(" ");
    bare(&joined).to_owned()
}

/// Whether a word is a rank or a form of address.
fn rank(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_lowercase().as_str(),
        "gen"
            | "general"
            | "lt"
            | "lieutenant"
            | "col"
            | "colonel"
            | "maj"
            | "major"
            | "brig"
            | "brigadier"
            | "capt"
            | "captain"
            | "sgt"
            | "adm"
            | "admiral"
            | "mr"
            | "mrs"
            | "ms"
            | "dr"
            | "prof"
            | "professor"
            | "president"
            | "minister"
            | "senator"
            | "sen"
            | "rep"
            | "gov"
            | "secretary"
            | "spokesman"
            | "spokeswoman"
            | "spokesperson"
    )
}

/// A source's words without what does not belong to a name: a possessive ending, the number of a
/// list, a preposition before it.
pub(super) fn bare(words: &str) -> &str {
    let mut words = words.trim();
    for ending in ["'s", "’s"] {
        words = words.strip_suffix(ending).unwrap_or(words);
    }
    let listed = words.trim_start_matches(|c: char| c.is_ascii_digit());
    if let Some(rest) = listed.strip_prefix(") ") {
        words = rest;
    }
    for start in ["by ", "from ", "to ", "with "] {
        words = words.strip_prefix(start).unwrap_or(words);
    }
    words.trim_end_matches(',').trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_ranks_possessives_and_numbers() {
        assert_eq!(plain("Brig. Gen.\nAli Mayhoub"), "Ali Mayhoub");
        assert_eq!(bare("4) Desert Echo’s"), "Desert Echo");
        assert_eq!(plain("General Strike"), "General Strike");
    }
}
