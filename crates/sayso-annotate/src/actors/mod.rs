//! Actors named in the knowledge tables, whole words, longest first; the bodies of countries
//! ("Libyan troops"), the holders of their offices on the day of writing ("the Turkish
//! president"), and bodies named without their country ("government forces"), which are those of
//! the country that the document speaks of. A country is nobody where something merely happens there.

use std::collections::BTreeMap;

use sayso_record::{Actor, ActorKind, Document, Layers, Precision, Remark, Span};

use crate::{Context, places, voice};

/// Names of actors in what is readable.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Actor>, Vec<Remark>) {
    let knowledge = context.knowledge;
    let written = document.metadata.published.as_deref();
    let parts = voice::readable(document);
    let home = home(context, document, &parts);
    let mut out = Vec::new();
    for part in parts {
        let words = voice::calm(&document.text[part.start..part.end]);
        let comment = document.comment_at(part.start);
        let date = comment.and_then(|c| c.time.as_deref()).or(written);
        let first = out.len();
        for (span, actor) in knowledge.find_actors(&words, date) {
            let here = Span::new(part.start + span.start, part.start + span.end);
            let name = &words[span.start..span.end];
            let place =
                || knowledge.place(name).is_some() || !sayso_knowledge::namesakes(name).is_empty();
            let land = actor.kind == ActorKind::State && place();
            if land && places::part(document, layers, here) == places::Part::Lies {
                continue;
            }
            out.push(Actor {
                start: here.start,
                end: here.end,
                canonical: actor.name.clone(),
                kind: actor.kind,
            });
        }
        let Some(home) = home.as_deref() else {
            continue;
        };
        for (span, body) in knowledge.find_bodies(&words) {
            let here = Span::new(part.start + span.start, part.start + span.end);
            let taken = |a: &Actor| a.start < here.end && here.start < a.end;
            // "Hadi government forces" are somebody's.
            let before = words[..span.start].trim_end().rsplit(' ').next();
            let named = before.is_some_and(|w| {
                w.starts_with(char::is_uppercase) && !w.eq_ignore_ascii_case("the")
            });
            if named || out[first..].iter().any(taken) {
                continue;
            }
            if let Some(actor) = knowledge.body(home, body) {
                out.push(Actor {
                    start: here.start,
                    end: here.end,
                    canonical: actor.name.clone(),
                    kind: actor.kind,
                });
            }
        }
        out[first..].sort_by_key(|a| (a.start, a.end));
    }
    (out, Vec::new())
}

/// The country that a document speaks of: that of more than half of its places narrower than a
/// country, or of its countries where it names none; of two that share it none.
fn home(context: &Context<'_>, document: &Document, parts: &[Span]) -> Option<String> {
    let mut narrow: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wide: BTreeMap<&str, usize> = BTreeMap::new();
    for part in parts {
        for (span, place) in context
            .knowledge
            .find_places(&document.text[part.start..part.end])
        {
            let Some(country) = place.country.as_deref() else {
                continue;
            };
            let name = &document.text[part.start + span.start..part.start + span.end];
            // "Washington" is mostly somebody.
            let capital = context.knowledge.actor(name, None).is_some();
            let table = if place.precision == Precision::Country || capital {
                &mut wide
            } else {
                &mut narrow
            };
            *table.entry(country).or_default() += 1;
        }
    }
    let table = if narrow.is_empty() { wide } else { narrow };
    let all: usize = table.values().sum();
    let most = table.into_iter().max_by_key(|(_, n)| *n)?;
    (most.1 * 2 > all).then(|| most.0.to_owned())
}

#[cfg(test)]
mod tests {
    fn of(text: &str) -> Vec<String> {
        let layers = crate::testing::layers(text);
        layers.actors.into_iter().map(|a| a.canonical).collect()
    }

    #[test]
    fn whose_forces_the_government_forces_are() {
        assert_eq!(of("Government forces took Sirte."), ["Libyan Armed Forces"]);
        assert_eq!(of("Government forces took Ariha."), ["Syrian Arab Army"]);
        assert_eq!(
            of("Libyan government forces took Sirte."),
            ["Libyan Armed Forces"]
        );
        assert_eq!(of("Yemeni troops left Aden."), ["Yemeni Armed Forces"]);
        assert_eq!(
            of("Yemen's foreign ministry said so."),
            ["Yemeni Foreign Ministry"]
        );
        assert_eq!(
            of("The Sudanese Red Crescent left."),
            ["Sudanese Red Crescent"]
        );
        assert_eq!(
            of("The Red Crescent left Ariha."),
            ["Syrian Arab Red Crescent"]
        );
        assert_eq!(of("The Ukrainian Red Cross left."), ["Ukrainian Red Cross"]);
        // Whose they are between two countries nobody says.
        assert!(of("Government forces met between Sirte and Ariha.").is_empty());
        assert!(of("Pro-government forces took Ariha.").is_empty());
    }

    #[test]
    fn a_country_is_somebody_where_it_acts() {
        assert_eq!(of("Libya denied it."), ["Libya"]);
        assert!(of("Three people died in Libya.").is_empty());
        assert_eq!(of("Islamabad denied it."), ["Pakistan"]);
        assert!(of("Three people died in Islamabad.").is_empty());
        assert_eq!(of("Libya's government denied it."), ["Libya"]);
    }
}
