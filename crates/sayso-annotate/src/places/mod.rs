//! Places named in the knowledge tables, then those of the whole world. A country or capital that
//! speaks or acts is an actor.

mod choose;
pub(crate) mod dateline;
mod elsewhere;
pub(crate) mod parts;
mod world;

use sayso_record::{Document, Layers, Place, Precision, Remark, Sense, Span};

use crate::{Context, voice};

/// Prepositions that make a country a place.
const LOCATES: &[&str] = &[
    "in",
    "at",
    "near",
    "into",
    "to",
    "across",
    "throughout",
    "inside",
    "within",
    "around",
    "outside",
    "over",
    "toward",
    "towards",
    "through",
    "via",
    "beyond",
    "along",
    "onto",
    "elsewhere",
];

/// Prepositions that make it somebody.
const ACTS_BY: &[&str] = &[
    "by", "with", "between", "against", "for", "than", "like", "among",
];

/// Nouns whose country is a place: "parts of Syria", "Syria's largest city", "the war in".
const LAND: &[&str] = &[
    "area",
    "areas",
    "border",
    "borders",
    "capital",
    "center",
    "centre",
    "cities",
    "city",
    "coast",
    "countryside",
    "desert",
    "district",
    "east",
    "future",
    "ground",
    "half",
    "islands",
    "land",
    "map",
    "most",
    "north",
    "northeast",
    "northwest",
    "oil",
    "outskirts",
    "part",
    "parts",
    "people",
    "population",
    "province",
    "provinces",
    "region",
    "regions",
    "rest",
    "rivers",
    "roads",
    "sky",
    "soil",
    "south",
    "southeast",
    "southwest",
    "territory",
    "town",
    "towns",
    "villages",
    "war",
    "west",
    "whole",
    "citizens",
    "history",
    "economy",
    "skies",
    "airspace",
    "crisis",
];

/// Verbs whose object is somebody rather than a place.
const DONE_TO: &[&str] = &[
    "accuse",
    "accused",
    "accuses",
    "accusing",
    "aid",
    "aided",
    "anger",
    "angered",
    "ask",
    "asked",
    "asks",
    "back",
    "backed",
    "backing",
    "backs",
    "blame",
    "blamed",
    "blames",
    "blaming",
    "block",
    "blocking",
    "call",
    "called",
    "calls",
    "convince",
    "expect",
    "expected",
    "expects",
    "force",
    "forced",
    "help",
    "helped",
    "helping",
    "let",
    "persuade",
    "pressed",
    "pressure",
    "reconcile",
    "support",
    "supported",
    "supporting",
    "supports",
    "tell",
    "told",
    "trust",
    "trusted",
    "urge",
    "urged",
    "urges",
    "urging",
    "warn",
    "warned",
    "warns",
];

/// Nouns that come from somebody: "support from Qatar".
const GIVEN: &[&str] = &[
    "aid",
    "allies",
    "backing",
    "cash",
    "funding",
    "help",
    "money",
    "pressure",
    "response",
    "script",
    "statement",
    "statements",
    "support",
    "weapons",
    "arms",
    "advisers",
    "orders",
];

/// Last words of newspapers' names: what the "Dnipro Courier" tells of need not be in Dnipro.
const NEWSPAPERS: &[&str] = &[
    "Chronicle",
    "Courier",
    "Examiner",
    "Gazette",
    "Herald",
    "Journal",
    "Mail",
    "Monitor",
    "Observer",
    "Post",
    "Telegraph",
    "Times",
    "Tribune",
];

/// Whether what follows a name makes it a newspaper's.
fn newspaper(after: &str) -> bool {
    let word = after.strip_prefix(' ').unwrap_or_default();
    let end = word.find(|c: char| !c.is_alphanumeric());
    NEWSPAPERS.contains(&&word[..end.unwrap_or(word.len())])
}

/// Names of places in what is readable.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Place>, Vec<Remark>) {
    let mut out = Vec::new();
    let readable: Vec<_> = voice::readable(document)
        .into_iter()
        .map(|part| {
            let words = voice::calm(&document.text[part.start..part.end]);
            let lined = dateline::calm(&words, |loud, name| {
                context.knowledge.actor(loud, None).is_none()
                    && (context.knowledge.place(name).is_some()
                        || !sayso_knowledge::namesakes(name).is_empty())
            });
            (part, lined.map_or(words, Into::into))
        })
        .collect();
    let parts: Vec<(Span, &str)> = readable.iter().map(|(s, w)| (*s, w.as_ref())).collect();
    for (part, words) in parts.iter().copied() {
        let mut actors = context.knowledge.find_actors(words, None).peekable();
        for (span, place) in context.knowledge.find_places(words) {
            // "Russia" in "Russia's Defence Ministry" is part of a longer name.
            while actors.next_if(|(a, _)| a.end <= span.start).is_some() {}
            if actors
                .peek()
                .is_some_and(|(a, _)| a.contains(span) && a.len() > span.len())
            {
                continue;
            }
            // Nor is New Mexico Mexico.
            if world::longer(words, span) {
                continue;
            }
            let wide = place.precision == Precision::Country;
            let state = wide
                || context.knowledge.actor(&place.name, None).is_some()
                || is_capital(context, &words[span.start..span.end]);
            let here = Span::new(part.start + span.start, part.start + span.end);
            let acts = state && acts(document, layers, here);
            out.push(Place {
                start: part.start + span.start,
                end: part.start + span.end,
                canonical: place.name.clone(),
                sense: if acts { Sense::Actor } else { Sense::Loc },
                country: place.country.clone(),
                lat: place.point.map(|p| p.0),
                lon: place.point.map(|p| p.1),
                geonames_id: place.geonames_id,
                precision: place.precision,
            });
        }
    }
    elsewhere::correct(document, &mut out);
    let mut taken: Vec<Span> = out.iter().map(|p| Span::new(p.start, p.end)).collect();
    for (part, words) in &parts {
        let actors = context.knowledge.find_actors(words, None);
        // A country's name is one thing as somebody and as a place.
        let other = actors.filter(|(s, a)| {
            a.kind != sayso_record::ActorKind::State
                || sayso_knowledge::namesakes(&words[s.start..s.end]).is_empty()
        });
        taken.extend(other.map(|(s, _)| Span::new(part.start + s.start, part.start + s.end)));
    }
    taken.sort();
    let all: Vec<Span> = parts.iter().map(|p| p.0).collect();
    let mut unknown = parts::unknown(document, layers, &all, &taken);
    // "Tell" is no place of its own in "Tell X".
    out.retain(|p| !unknown.iter().any(|u| u.start <= p.start && p.end <= u.end));
    taken.extend(unknown.iter().map(|p| Span::new(p.start, p.end)));
    taken.sort();
    let mut more = world::find(document, layers, &parts, &out, &taken);
    for place in &mut more {
        let name = Span::new(place.start, place.end);
        let state = place.precision == Precision::Country || is_capital(context, &place.canonical);
        if state && acts(document, layers, name) {
            place.sense = Sense::Actor;
        }
    }
    out.append(&mut more);
    out.append(&mut unknown);
    out.retain(|p| !newspaper(&document.text[p.end..]));
    out.sort_by_key(|p| (p.start, p.end));
    parts::refine(context.knowledge, document, layers, &mut out);
    (out, Vec::new())
}

/// Whether a name of a country or capital stands for its government, by its part in the clause.
fn acts(document: &Document, layers: &Layers, name: Span) -> bool {
    part(document, layers, name) == Part::Acts
}

/// What a name of a country is in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// It does something or has something done to it.
    Acts,
    /// Something is or happens there.
    Lies,
    /// The clause does not tell.
    Open,
}

/// What a name of a country or capital is in its clause.
pub(crate) fn part(document: &Document, layers: &Layers, name: Span) -> Part {
    let is = |acts: bool| if acts { Part::Acts } else { Part::Lies };
    let tokens = &layers.tokens;
    let from = tokens.partition_point(|t| t.end <= name.start);
    let to = from + tokens[from..].partition_point(|t| t.start < name.end);
    let lower = |at: usize| document.text[tokens[at].start..tokens[at].end].to_lowercase();
    let head_of = |at: usize| usize::try_from(tokens[at].head).ok();
    let rel = |at: usize| tokens[at].rel.as_deref().unwrap_or("dep");
    let within = |n: &usize| (from..to).contains(n);
    // The token that stands for the name: its head is outside.
    let top = |at: usize| {
        let mut at = at;
        while let Some(up) = head_of(at).filter(within) {
            at = up;
        }
        at
    };
    if from >= to {
        return Part::Open;
    }
    let mut at = top(from);
    for _ in 0..4 {
        // Of several joined by "and" the first decides.
        match head_of(at) {
            Some(up) if rel(at) == "conj" && up < at => at = up,
            _ => break,
        }
    }
    let case = (at.saturating_sub(4)..at)
        .rev()
        .find(|n| head_of(*n) == Some(at) && rel(*n) == "case")
        .map(lower);
    let head = head_of(at).map(lower).unwrap_or_default();
    let land = LAND.contains(&head.as_str());
    match (rel(at), case.as_deref()) {
        (_, Some(case)) if LOCATES.contains(&case) => Part::Lies,
        (_, Some(case)) if ACTS_BY.contains(&case) => Part::Acts,
        (_, Some("from")) => is(GIVEN.contains(&head.as_str())),
        ("nmod" | "obl", Some("of")) => {
            let noun = head_of(at).is_some_and(|h| tokens[h].pos.as_deref() == Some("NOUN"));
            is(noun && !land && !head.ends_with("ern"))
        }
        (relation, _) if relation.starts_with("nsubj") => Part::Acts,
        ("nmod:poss" | "compound" | "amod", _) => {
            // "Syria's largest city": a superlative picks among what lies there.
            let between = head_of(at).map_or(0..0, |h| at + 1..h);
            is(!land && !between.into_iter().any(|n| lower(n).ends_with("est")))
        }
        ("obj" | "iobj", _) if DONE_TO.contains(&head.as_str()) => Part::Acts,
        _ => Part::Open,
    }
}

/// Whether a place name also stands for a state in the actor table ("Moscow").
fn is_capital(context: &Context<'_>, name: &str) -> bool {
    context
        .knowledge
        .actor(name, None)
        .is_some_and(|a| a.kind == sayso_record::ActorKind::State)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words, country, latitude and longitude to a degree, precision and sense of each place.
    fn read(text: &str) -> Vec<String> {
        let cell = |p: &Place| {
            let country = p.country.as_deref().unwrap_or("-");
            let point = p.lat.zip(p.lon);
            let point = point.map_or("-".to_owned(), |(lat, lon)| format!("{lat:.0} {lon:.0}"));
            let sense = if p.sense == Sense::Actor {
                "actor"
            } else {
                "loc"
            };
            let words = &text[p.start..p.end];
            format!("{words};{country};{point};{};{sense}", p.precision.word())
        };
        crate::testing::layers(text)
            .places
            .iter()
            .map(cell)
            .collect()
    }

    #[test]
    fn specimens() {
        crate::testing::specimens(include_str!("../../specimens/places.tsv"), &read);
    }
}
