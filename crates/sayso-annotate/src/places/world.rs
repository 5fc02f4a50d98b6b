//! Places of the whole world: a capitalised name that the words around allow to be a place, and the
//! one of its namesakes that the document speaks of.
//!
//! What is named after it tells first which one a name means ("Paris, Texas"), then the rest of the
//! document. One name is one place throughout a document (Gale and others 1992, one sense per
//! discourse).

use std::collections::HashSet;

use sayso_knowledge::{Namesake, namesakes};
use sayso_record::{Document, Layers, MentionType, Place, Precision, Sense, Span};

use super::{choose, dateline, elsewhere, parts};
use crate::learned::mentions as learned;

/// Longest name, in tokens.
const LONGEST: usize = 5;

/// Inhabitants from which a name needs no preposition before it.
const GREAT: u64 = 100_000;

/// Prepositions that stand before places and seldom before anybody.
const BEFORE: &[&str] = &[
    "in",
    "near",
    "around",
    "outside",
    "across",
    "toward",
    "towards",
    "into",
    "throughout",
];

/// Prepositions that a name of some size may stand after.
const LEADS: &[&str] = &["at", "from", "to", "through", "via", "of", "between"];

/// Inhabitants from which those do.
const SOME: u64 = 1000;

/// Names that are common words or people's too: only the words around make them places.
const COMMON: &[&str] = &[
    "Center",
    "Central",
    "City Park",
    "College",
    "Commerce",
    "Cordova",
    "Delta",
    "East",
    "Eastern",
    "Enterprise",
    "Hope",
    "Human",
    "Independence",
    "Liberty",
    "Lucy",
    "Mission",
    "Mobile",
    "Most",
    "Nice",
    "North",
    "Northeast",
    "Northern",
    "Northwest",
    "Pack",
    "Police",
    "Reading",
    "South",
    "Southeast",
    "Southern",
    "Southwest",
    "Split",
    "Story",
    "Union",
    "University",
    "West",
    "Western",
    "Bath",
    "Male",
    "Man",
    "Van",
    "Same",
    "Bell",
    "Bush",
    "Duma",
    "Democrat",
    "Republican",
    "Time",
    "Post",
    "Star",
    "Media",
    "Green",
    "White",
    "Black",
    "Brown",
    "Young",
    "King",
    "Queen",
    "Price",
    "Best",
    "Long",
    "Page",
    "Hill",
    "Bay",
    "Lake",
    "Park",
    "Mary",
    "George",
    "Henry",
    "Patrick",
    "Victoria",
    "Clinton",
    "Jackson",
    "Franklin",
    "Tyler",
    "Austin",
    "Arab",
    "Congress",
    "Die",
    "Brits",
    "Kilo",
    "Paul",
    "Toyota",
    "Patton",
    "Athena",
];

/// Nouns after a name that make it a place.
const AFTER: &[&str] = &[
    "airport",
    "area",
    "border",
    "city",
    "coast",
    "county",
    "district",
    "downtown",
    "governorate",
    "hospital",
    "mayor",
    "metro",
    "neighborhood",
    "police",
    "port",
    "province",
    "region",
    "residents",
    "road",
    "street",
    "suburb",
    "suburbs",
    "town",
    "township",
    "university",
    "valley",
    "village",
    "bridge",
    "highway",
];

/// Short forms of American states as newspapers write them, without the last point; code; name.
const STATES: &[(&str, &str, &str)] = &[
    ("Ala", "AL", "Alabama"),
    ("Ariz", "AZ", "Arizona"),
    ("Ark", "AR", "Arkansas"),
    ("Calif", "CA", "California"),
    ("Colo", "CO", "Colorado"),
    ("Conn", "CT", "Connecticut"),
    ("Del", "DE", "Delaware"),
    ("Fla", "FL", "Florida"),
    ("Ga", "GA", "Georgia"),
    ("Ill", "IL", "Illinois"),
    ("Ind", "IN", "Indiana"),
    ("Kan", "KS", "Kansas"),
    ("Ky", "KY", "Kentucky"),
    ("La", "LA", "Louisiana"),
    ("Md", "MD", "Maryland"),
    ("Mass", "MA", "Massachusetts"),
    ("Mich", "MI", "Michigan"),
    ("Minn", "MN", "Minnesota"),
    ("Miss", "MS", "Mississippi"),
    ("Mo", "MO", "Missouri"),
    ("Mont", "MT", "Montana"),
    ("Neb", "NE", "Nebraska"),
    ("Nev", "NV", "Nevada"),
    ("N.H", "NH", "New Hampshire"),
    ("N.J", "NJ", "New Jersey"),
    ("N.M", "NM", "New Mexico"),
    ("N.Y", "NY", "New York"),
    ("N.C", "NC", "North Carolina"),
    ("N.D", "ND", "North Dakota"),
    ("Okla", "OK", "Oklahoma"),
    ("Ore", "OR", "Oregon"),
    ("Pa", "PA", "Pennsylvania"),
    ("R.I", "RI", "Rhode Island"),
    ("S.C", "SC", "South Carolina"),
    ("S.D", "SD", "South Dakota"),
    ("Tenn", "TN", "Tennessee"),
    ("Tex", "TX", "Texas"),
    ("Vt", "VT", "Vermont"),
    ("Va", "VA", "Virginia"),
    ("Wash", "WA", "Washington"),
    ("W.Va", "WV", "West Virginia"),
    ("Wis", "WI", "Wisconsin"),
    ("Wyo", "WY", "Wyoming"),
];

/// A name that may be a place.
pub(super) struct Mention {
    span: Span,
    pub(super) namesakes: Vec<Namesake>,
    /// Namesakes that what follows the name allows, by index.
    pub(super) inside: Vec<usize>,
    /// Whether the words around say that it is a place.
    placed: bool,
    /// Whether they say that it is none.
    barred: bool,
    /// Whether it stands in somebody's name here.
    person: bool,
    /// Whether it is a common word or a person's name too.
    common: bool,
    /// Whether a preposition that leads places stands before it.
    led: bool,
    /// Whether a large city, a division or a country is called so.
    great: bool,
}

/// Places that the curated table does not hold; `text` is the document's, calmed where it shouts.
pub(super) fn find(
    document: &Document,
    layers: &Layers,
    parts: &[(Span, &str)],
    known: &[Place],
    taken: &[Span],
) -> Vec<Place> {
    let mut mentions = Vec::new();
    for (part, words) in parts {
        mentions.extend(candidates(document, layers, *part, words, known, taken));
    }
    states(document, &mut mentions);
    let model = if crate::english(document) {
        // The model is asked only where it may change something.
        let holds = |sentence: Span| {
            mentions[mentions.partition_point(|m| m.span.end <= sentence.start)..]
                .iter()
                .take_while(|m| m.span.start < sentence.end)
                .any(|m| m.inside.is_empty() && !m.common && !(m.great && m.led && !m.barred))
        };
        learned::names(document, layers, known, holds)
    } else {
        Vec::new()
    };
    for mention in &mut mentions {
        heed(document, &model, mention);
    }
    let accepted: HashSet<&str> = mentions
        .iter()
        .filter(|m| m.placed && !m.barred)
        .map(|m| m.namesakes[0].name)
        .collect();
    // Who is called so in this document is meant by the bare name too.
    let people: HashSet<&'static str> = mentions
        .iter()
        .filter(|m| m.person)
        .map(|m| m.namesakes[0].name)
        .collect();
    mentions.retain(|m| {
        let contained = !m.inside.is_empty();
        if people.contains(m.namesakes[0].name) && !contained {
            return false;
        }
        let name = m.namesakes[0].name;
        !m.barred && (m.placed || m.great || accepted.contains(name))
    });
    let nations = nations(document, layers);
    let chosen = choose::choose(&mentions, known, &nations);
    mentions
        .iter()
        .map(|m| {
            let place = &m.namesakes[chosen[m.namesakes[0].name].min(m.namesakes.len() - 1)];
            Place {
                start: m.span.start,
                end: m.span.end,
                canonical: place.name.to_owned(),
                sense: Sense::Loc,
                country: Some(place.country.to_owned()),
                lat: Some(place.point.0),
                lon: Some(place.point.1),
                geonames_id: Some(place.geonames_id).filter(|id| *id > 0),
                precision: place.precision,
            }
        })
        .collect()
}

/// Adds the states that are told in short after a name: "Salem, Ore.".
fn states(document: &Document, mentions: &mut Vec<Mention>) {
    let short = |m: &Mention| {
        let rest = document.text[m.span.end..].strip_prefix(", ")?;
        let (short, code, name) = STATES.iter().find(|(short, ..)| {
            let after = rest.strip_prefix(short);
            after.is_some_and(|r| r.starts_with('.'))
        })?;
        let start = m.span.end + 2;
        let state = namesakes(name)
            .into_iter()
            .find(|n| n.country == "US" && n.precision == Precision::Admin1 && n.code == *code)?;
        Some(Mention {
            span: Span::new(start, start + short.len() + 1),
            namesakes: vec![state],
            inside: vec![0],
            placed: true,
            barred: false,
            person: false,
            common: false,
            led: false,
            great: true,
        })
    };
    let more: Vec<Mention> = mentions
        .iter()
        .filter(|m| !m.inside.is_empty())
        .filter_map(short)
        .collect();
    // "Ore" of "Ore." is no town.
    mentions.retain(|m| !more.iter().any(|s| s.span.contains(m.span)));
    mentions.extend(more);
    mentions.sort_by_key(|m| m.span);
}

/// What the names model says of a mention goes before what its neighbours say.
fn heed(document: &Document, model: &[(Span, MentionType)], mention: &mut Mention) {
    // Of a great name the tree's word is not enough: "CTV Winnipeg" is nobody.
    if mention.great && mention.person {
        mention.person = false;
        mention.barred = mention.common && !mention.placed;
    }
    let after = model.partition_point(|m| m.0.end <= mention.span.start);
    let found = model.get(after).filter(|m| m.0.start < mention.span.end);
    let Some((span, kind)) = found.copied() else {
        return;
    };
    let contained = !mention.inside.is_empty();
    let whole = span.len() > mention.span.len();
    match kind {
        MentionType::Person if span.contains(mention.span) => {
            mention.barred |= !contained && (whole || !mention.led && !mention.great);
            mention.person = !contained && whole;
        }
        MentionType::Location if !whole || mention.great || contained => {
            mention.placed |= !mention.common;
            mention.barred = mention.common && !mention.placed;
            mention.person = false;
        }
        MentionType::Location if span.contains(mention.span) => {
            // "North Texas" is in Texas, Lake Harriet is not Harriet.
            let more = [
                &document.text[span.start..mention.span.start],
                &document.text[mention.span.end..span.end],
            ];
            let apart = more.iter().any(|m| m.contains(','));
            let word = |w: &str| {
                let lower = w.to_lowercase();
                parts::direction(&lower).is_some() || AFTER.contains(&w)
            };
            let open = apart || more.iter().flat_map(|m| m.split_whitespace()).all(word);
            mention.barred = !open;
            mention.placed |= open && !mention.common;
            mention.person = false;
        }
        _ => mention.person = false,
    }
}

/// Whether a name of the table that is longer than `span` stands over it: "New Mexico" over
/// "Mexico". Ranges are bytes of `words`.
pub(super) fn longer(words: &str, span: Span) -> bool {
    let word = |w: &&str| {
        w.starts_with(char::is_uppercase)
            && w.chars().all(|c| c.is_alphabetic() || "-'’".contains(c))
    };
    let mut starts = vec![span.start];
    for w in words[..span.start]
        .strip_suffix(' ')
        .into_iter()
        .flat_map(|b| b.rsplit(' '))
        .take_while(word)
        .take(2)
    {
        starts.push(starts[starts.len() - 1] - 1 - w.len());
    }
    let mut ends = vec![span.end];
    for w in words[span.end..]
        .strip_prefix(' ')
        .into_iter()
        .flat_map(|a| a.split(' '))
        .take_while(word)
        .take(2)
    {
        ends.push(ends[ends.len() - 1] + 1 + w.len());
    }
    starts.iter().any(|start| {
        ends.iter().any(|end| {
            (*start < span.start || *end > span.end)
                && namesakes(&words[*start..*end])
                    .iter()
                    .any(|n| n.population >= SOME || n.precision == Precision::Country)
        })
    })
}

/// Names in a part that stand in the table, longest first.
fn candidates(
    document: &Document,
    layers: &Layers,
    part: Span,
    words: &str,
    known: &[Place],
    taken: &[Span],
) -> Vec<Mention> {
    let tokens = &layers.tokens;
    let from = tokens.partition_point(|t| t.start < part.start);
    let to = tokens.partition_point(|t| t.end <= part.end);
    let word = |at: usize| &words[tokens[at].start - part.start..tokens[at].end - part.start];
    let free = |span: Span| {
        let after = taken.partition_point(|t| t.end <= span.start);
        taken.get(after).is_none_or(|t| t.start >= span.end)
    };
    let mut out = Vec::new();
    let mut at = from;
    while at < to {
        let opens = word(at).starts_with(char::is_uppercase) && word(at).len() > 1;
        let found = opens
            .then(|| {
                (1..=LONGEST.min(to - at)).rev().find_map(|len| {
                    let last = at + len - 1;
                    let span = Span::new(tokens[at].start, tokens[last].end);
                    let slice = &words[span.start - part.start..span.end - part.start];
                    if slice.len() > 40
                        || slice.contains('\n')
                        || !word(last).starts_with(char::is_uppercase)
                        || !free(span)
                    {
                        return None;
                    }
                    let mut found = namesakes(slice);
                    // Where all words are in capitals, "Ask" and "Four" are towns by their class only.
                    let noun = matches!(tokens[at].pos.as_deref(), Some("PROPN" | "NOUN"));
                    if len == 1 && !noun && slice != &document.text[span.start..span.end] {
                        found.retain(|n| n.population >= GREAT);
                    }
                    (!found.is_empty()).then_some((last, span, found))
                })
            })
            .flatten();
        let Some((last, span, namesakes)) = found else {
            at += 1;
            continue;
        };
        let mut mention = Mention {
            span,
            inside: inside(document, span, &namesakes, known),
            namesakes,
            placed: dateline::over(&document.text, span),
            barred: false,
            person: false,
            common: false,
            led: false,
            great: false,
        };
        judge(layers, &word, (from, to), at, last, &mut mention);
        at = last + 1;
        if !elsewhere_told(document, span, &mention, known) {
            out.push(mention);
        }
    }
    out
}

/// "Moura, Mali": none of those that the table knows. "In Moura, Mali and Niger" is a list.
fn elsewhere_told(document: &Document, span: Span, mention: &Mention, known: &[Place]) -> bool {
    let land = land_after(document, span, known).filter(|_| mention.inside.is_empty());
    land.is_some_and(|land| {
        let list = known.iter().any(|p| {
            let rest = document.text.get(p.end..).unwrap_or_default();
            let here = p.start > span.end && p.start < span.end + 24;
            here && [" and ", " or ", " said"]
                .iter()
                .any(|w| rest.starts_with(w))
        });
        !list && mention.namesakes.iter().all(|n| n.country != land)
    })
}

/// What the words around a name say of it.
fn judge<'t>(
    layers: &Layers,
    word: &impl Fn(usize) -> &'t str,
    (from, to): (usize, usize),
    first: usize,
    last: usize,
    mention: &mut Mention,
) {
    let tokens = &layers.tokens;
    let pos = |at: usize| tokens[at].pos.as_deref().unwrap_or("X");
    let rel = |at: usize| tokens[at].rel.as_deref().unwrap_or("dep");
    let own = first..=last;
    let before = (first > from).then(|| word(first - 1));
    let after = (last + 1 < to).then(|| word(last + 1));
    let contained = !mention.inside.is_empty();
    let lower = after.map(str::to_lowercase).unwrap_or_default();
    let noun = AFTER.contains(&lower.as_str());
    let prior = before.map(str::to_lowercase).unwrap_or_default();
    let sized = mention.namesakes.iter().any(|n| n.population >= SOME);
    let led = BEFORE.contains(&prior.as_str()) || sized && LEADS.contains(&prior.as_str());
    let common = COMMON.contains(&mention.namesakes[0].name);
    let led = led && (!common || BEFORE.contains(&prior.as_str()));
    // Joined by the tree to a capitalised word outside: a person's or a body's name.
    let joined = |outside: usize, relations: &[&str]| {
        let head = usize::try_from(tokens[outside].head).ok();
        let under = head.is_some_and(|h| own.contains(&h)) && relations.contains(&rel(outside));
        let over = own.clone().any(|n| {
            usize::try_from(tokens[n].head).is_ok_and(|h| h == outside)
                && relations.contains(&rel(n))
        });
        (under || over) && pos(outside) == "PROPN" && word(outside).starts_with(char::is_uppercase)
    };
    let person = before.is_some() && joined(first - 1, &["flat", "compound"])
        || after.is_some() && !noun && joined(last + 1, &["flat"]);
    // "Indiana Department of …" lies in Indiana; "Jones Company" lies nowhere.
    let great = mention
        .namesakes
        .iter()
        .any(|n| n.population >= GREAT || n.precision == Precision::Country);
    let body = after.is_some() && !noun && joined(last + 1, &["compound"]) && !great;
    let part_of = person || body;
    let name = own.clone().any(|n| pos(n) == "PROPN");
    let county = first < last
        && mention
            .namesakes
            .iter()
            .any(|n| n.precision == Precision::Admin2);
    let noun = noun || county;
    mention.barred = part_of && !contained || !name && !contained && !led;
    mention.common = common;
    mention.led = led;
    mention.great = great;
    mention.placed |= contained || led || noun;
    mention.barred |= common && !mention.placed;
    // "The Atlantic" is no town.
    let settled = mention
        .namesakes
        .iter()
        .all(|n| n.precision == Precision::Populated);
    mention.barred |= prior == "the" && settled && !noun && !contained;
    mention.person = person && !contained;
}

/// Countries whose adjective the text writes ("Sudanese"), but for those whose forces fight abroad.
fn nations(document: &Document, layers: &Layers) -> Vec<&'static str> {
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    let words = layers.tokens.iter().map(|t| &document.text[t.start..t.end]);
    words
        .filter(capital)
        .filter_map(sayso_knowledge::adjective_of)
        .filter(|iso| !elsewhere::ABROAD.contains(iso))
        .collect()
}

/// The country named just after a name: "Paris, France", "Moura, central Mali".
fn land_after(document: &Document, span: Span, known: &[Place]) -> Option<String> {
    let rest = document.text[span.end..].strip_prefix(", ")?;
    let side = rest.split(' ').next().filter(|w| {
        let plain = w
            .strip_prefix("north")
            .or(w.strip_prefix("south"))
            .unwrap_or(w);
        matches!(
            plain,
            "" | "ern"
                | "east"
                | "west"
                | "eastern"
                | "western"
                | "-east"
                | "-west"
                | "-eastern"
                | "-western"
                | "central"
        )
    });
    let start = span.end + 2 + side.map_or(0, |w| w.len() + 1);
    let land = known
        .iter()
        .find(|p| p.precision == Precision::Country && p.start == start)?;
    land.country.clone()
}

/// Namesakes that lie in what is named just after ("Paris, Texas", "Aleppo, Syria", "Salem, Ore.").
pub(super) fn inside(
    document: &Document,
    span: Span,
    namesakes: &[Namesake],
    known: &[Place],
) -> Vec<usize> {
    let rest = &document.text[span.end..];
    let rest = rest
        .strip_prefix(", ")
        .or_else(|| rest.strip_prefix(" ("))
        .unwrap_or_default();
    if rest.is_empty() {
        return Vec::new();
    }
    let country = land_after(document, span, known);
    let short = STATES.iter().find(|(s, ..)| {
        rest.strip_prefix(s)
            .is_some_and(|r| !r.starts_with(char::is_alphanumeric))
    });
    let code = rest
        .get(..2)
        .filter(|c| c.bytes().all(|b| b.is_ascii_uppercase()))
        .filter(|_| !rest[2..].starts_with(char::is_alphanumeric));
    let state = short.map(|s| s.1).or(code);
    // Divisions by name, of up to three words.
    let mut divisions: Vec<Namesake> = Vec::new();
    let ends = rest
        .char_indices()
        .filter(|(_, c)| !c.is_alphanumeric())
        .map(|(n, _)| n)
        .chain([rest.len()])
        .take(3);
    for end in ends {
        let found = sayso_knowledge::namesakes(&rest[..end]);
        divisions.extend(
            found
                .into_iter()
                .filter(|n| n.precision == Precision::Admin1),
        );
    }
    (0..namesakes.len())
        .filter(|n| {
            let place = &namesakes[*n];
            country.as_deref() == Some(place.country)
                || matches!(place.precision, Precision::Populated | Precision::Admin2)
                    && (state.is_some_and(|s| place.country == "US" && place.code == s)
                        || divisions
                            .iter()
                            .any(|d| d.country == place.country && d.code == place.code))
        })
        .collect()
}
