//! A name of the knowledge tables that means another place of that name here: Tripoli in Lebanon,
//! Odessa in Texas; and towns named after a country: Lebanon in Pennsylvania.
//!
//! The tables hold the places of the wars they cover, and a bare name means those. Another is meant
//! where the words around say so ("Tripoli, Lebanon", "the Lebanese city of Tripoli"), or where it is
//! a large town whose country the document names while it names the other one nowhere. Known miss: a
//! document that speaks of both.

use sayso_knowledge::{Namesake, country, namesakes};
use sayso_record::{Document, Place, Precision, Sense, Span};

use super::world;

/// Inhabitants from which a town is meant in a document that names only its country.
const LARGE: u64 = 100_000;

/// States whose forces fight abroad: that a text names them tells not where it happened.
pub(super) const ABROAD: &[&str] = &[
    "AE", "FR", "GB", "IL", "IR", "RU", "RW", "SA", "TR", "UG", "US",
];

/// Words between a country and its town: "Lebanon's second largest city of", "the Lebanese port".
const BETWEEN: &[&str] = &[
    "northern", "southern", "eastern", "western", "central", "coastal", "second", "third",
    "largest", "port", "border", "capital", "city", "town", "village", "of",
];

/// Moves the places of a document that lie elsewhere.
pub(super) fn correct(document: &Document, places: &mut [Place]) {
    let mut moved: Vec<(String, Namesake)> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for place in places.iter() {
        let name = place.canonical.as_str();
        let land = place.precision == Precision::Country;
        if !(land || place.precision == Precision::Populated) || seen.contains(&name) {
            continue;
        }
        seen.push(name);
        let abroad = |n: &Namesake| {
            n.precision == Precision::Populated && Some(n.country) != place.country.as_deref()
        };
        let others: Vec<Namesake> = namesakes(name).into_iter().filter(abroad).collect();
        if others.is_empty() {
            continue;
        }
        let mut named = places
            .iter()
            .filter(|p| p.canonical == *name)
            .map(|p| Span::new(p.start, p.end));
        let home = place.country.as_deref().unwrap_or_default();
        let meant = if land {
            // A town of a country's name is told at once, and by its state: two countries after
            // each other are a list.
            named
                .next()
                .and_then(|at| told_after(document, at, &others, &[], places))
        } else {
            named
                .find_map(|at| {
                    let after = told_after(document, at, &others, places, places);
                    after.or_else(|| told_before(document, at, &others))
                })
                .or_else(|| by_document(document, name, home, &others, places))
        };
        if let Some(other) = meant {
            moved.push((name.to_owned(), other));
        }
    }
    for place in places {
        let found = moved.iter().find(|(name, _)| *name == place.canonical);
        if let Some((_, other)) = found {
            place.country = Some(other.country.to_owned());
            (place.lat, place.lon) = (Some(other.point.0), Some(other.point.1));
            place.geonames_id = Some(other.geonames_id);
            place.precision = Precision::Populated;
            place.sense = Sense::Loc;
        }
    }
}

/// "Tripoli, Lebanon"; "in Tripoli, Lebanon and Iraq" is a list.
fn told_after(
    document: &Document,
    span: Span,
    others: &[Namesake],
    lands: &[Place],
    places: &[Place],
) -> Option<Namesake> {
    let inside = world::inside(document, span, others, lands);
    let largest = inside.into_iter().max_by_key(|n| others[*n].population)?;
    let after = places
        .iter()
        .find(|p| p.start > span.end)
        .map_or(span.end, |p| p.end);
    let rest = document.text.get(after..).unwrap_or_default();
    let list = [" and ", " or ", " & "].iter().any(|w| rest.starts_with(w));
    (!list).then_some(others[largest])
}

/// "The Lebanese city of Tripoli", "Lebanon's Tripoli".
fn told_before(document: &Document, span: Span, others: &[Namesake]) -> Option<Namesake> {
    let mut words = document.text[..span.start].trim_end().rsplit(' ');
    let word = words.find(|w| !BETWEEN.contains(w))?;
    let word = word.trim_end_matches("’s").trim_end_matches("'s");
    let of = |n: &&Namesake| names(n.country).any(|name| name == word);
    others
        .iter()
        .filter(of)
        .max_by_key(|n| n.population)
        .copied()
}

/// A large town of a country that the document names, while it names nothing of the home country.
fn by_document(
    document: &Document,
    name: &str,
    home: &str,
    others: &[Namesake],
    places: &[Place],
) -> Option<Namesake> {
    let tells = |iso: &str| names(iso).any(|word| holds(&document.text, word));
    let near = |p: &Place| p.canonical != name && p.country.as_deref() == Some(home);
    let mut large = others
        .iter()
        .filter(|n| n.population >= LARGE && !ABROAD.contains(&n.country));
    let other = large.find(|n| tells(n.country))?;
    (!tells(home) && !places.iter().any(near)).then_some(*other)
}

/// A country's name and adjectives.
fn names(iso: &str) -> impl Iterator<Item = &'static str> {
    let found = country(iso);
    found
        .into_iter()
        .flat_map(|c| c.adjectives().chain([c.name]))
}

/// Whether a text holds a word or words, whole.
fn holds(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
