//! Parts and surroundings of named places: "eastern Syria", "Idlib province", "20 km east of
//! Palmyra" are not Syria, Idlib and Palmyra; and places that no table knows, by the noun that
//! says what they are ("the village of X", "the X quarter").
//!
//! A part of a country lies in the middle of its divisions on that side; a distance is laid off
//! from the place on a sphere. Known misses: "between X and Y", "on the road to X".

use sayso_knowledge::Knowledge;
use sayso_record::{Document, Layers, Place, Precision, Sense, Span, Token};

/// Words of a direction: word, name of the part, degrees clockwise from north.
const DIRECTIONS: &[(&str, &str, f64)] = &[
    ("north", "Northern", 0.0),
    ("northern", "Northern", 0.0),
    ("northeast", "Northeastern", 45.0),
    ("northeastern", "Northeastern", 45.0),
    ("north-east", "Northeastern", 45.0),
    ("north-eastern", "Northeastern", 45.0),
    ("east", "Eastern", 90.0),
    ("eastern", "Eastern", 90.0),
    ("southeast", "Southeastern", 135.0),
    ("southeastern", "Southeastern", 135.0),
    ("south-east", "Southeastern", 135.0),
    ("south-eastern", "Southeastern", 135.0),
    ("south", "Southern", 180.0),
    ("southern", "Southern", 180.0),
    ("southwest", "Southwestern", 225.0),
    ("southwestern", "Southwestern", 225.0),
    ("south-west", "Southwestern", 225.0),
    ("south-western", "Southwestern", 225.0),
    ("west", "Western", 270.0),
    ("western", "Western", 270.0),
    ("northwest", "Northwestern", 315.0),
    ("northwestern", "Northwestern", 315.0),
    ("north-west", "Northwestern", 315.0),
    ("north-western", "Northwestern", 315.0),
];

/// Nouns of a first-level division: noun, the name's last word.
const DIVISIONS: &[(&str, &str)] = &[
    ("governorate", "Governorate"),
    ("governate", "Governorate"),
    ("muhafaza", "Governorate"),
    ("province", "Province"),
    ("oblast", "Oblast"),
    ("state", "State"),
    ("region", "Region"),
];

/// Countries whose first-level divisions English texts call regions; elsewhere a region is what lies
/// around a town.
const REGIONS: &[&str] = &["UA", "RU", "BY", "KZ", "GE", "AM", "ET", "SO", "GH", "TZ"];

/// Countries whose first-level divisions English texts call governorates.
const GOVERNORATES: &[&str] = &[
    "SY", "IQ", "YE", "JO", "LB", "EG", "PS", "TN", "OM", "KW", "BH",
];

/// Nouns that, after a town's name, make it something in or by the town that is taken and held for
/// itself.
pub(crate) const FACILITIES: &[&str] = &[
    "airbase", "airfield", "airport", "barracks", "base", "bridge", "camp", "crossing", "dam",
    "field", "plant", "port", "refinery",
];

/// Nouns with "of" and a name, or after a name, that make it a place.
const SETTLEMENTS: &[&str] = &[
    "village",
    "villages",
    "town",
    "towns",
    "hamlet",
    "hamlets",
    "city",
    "cities",
    "suburb",
    "suburbs",
    "district",
    "districts",
    "quarter",
    "quarters",
    "neighborhood",
    "neighborhoods",
    "neighbourhood",
    "neighbourhoods",
    "settlement",
    "settlements",
];

/// First words of many places' names, which name none alone: hill, spring, mother, house, church,
/// gate and their kin.
const FIRST: &[&str] = &[
    "abu", "ain", "ayn", "bab", "bayt", "beit", "bir", "dayr", "deir", "ein", "jabal", "jisr",
    "kafr", "kfar", "khan", "khirbet", "qalaat", "ras", "sheikh", "tal", "tall", "tel", "tell",
    "um", "umm", "wadi",
];

/// The document's words about places.
struct Words<'d> {
    text: &'d str,
    tokens: &'d [Token],
}

impl Words<'_> {
    fn lower(&self, at: usize) -> String {
        self.tokens
            .get(at)
            .map(|t| self.text[t.start..t.end].to_lowercase())
            .unwrap_or_default()
    }

    /// Tokens of a span: first, one past the last.
    fn of(&self, span: Span) -> (usize, usize) {
        let from = self.tokens.partition_point(|t| t.end <= span.start);
        let to = self.tokens.partition_point(|t| t.start < span.end);
        (from, to)
    }

    /// Whether nothing but blanks on one line, or a hyphen, lies between two tokens.
    fn adjoin(&self, left: usize, right: usize) -> bool {
        let between = &self.text[self.tokens[left].end..self.tokens[right].start];
        between.len() <= 2
            && between
                .chars()
                .all(|c| c == ' ' || c == '-' || c == '\u{a0}')
    }
}

pub(super) fn direction(lower: &str) -> Option<(&'static str, f64)> {
    let found = DIRECTIONS.iter().find(|d| d.0 == lower)?;
    Some((found.1, found.2))
}

/// Makes parts and surroundings of what they are of.
pub(super) fn refine(
    knowledge: &Knowledge,
    document: &Document,
    layers: &Layers,
    places: &mut [Place],
) {
    let words = Words {
        text: &document.text,
        tokens: &layers.tokens,
    };
    let mut end = 0;
    for place in places {
        let before = end;
        end = place.end;
        if place.precision == Precision::Point {
            continue;
        }
        let (from, to) = words.of(Span::new(place.start, place.end));
        if from >= to {
            continue;
        }
        division(&words, place, to);
        if facility(&words, place, to) {
            end = place.end;
        } else if let Some((start, name, bearing)) = side(&words, place, from, to, before) {
            part(knowledge, place, name, bearing);
            place.start = place.start.min(start);
        } else if let Some((kilometres, bearing)) = distance(&words, from) {
            if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
                let (lat, lon) = away((lat, lon), kilometres, bearing);
                (place.lat, place.lon) = (Some(lat), Some(lon));
            }
            place.precision = Precision::Region;
            place.sense = Sense::Loc;
        }
    }
}

/// "Idlib province": the division rather than the town.
fn division(words: &Words<'_>, place: &mut Place, to: usize) {
    let next = words.lower(to);
    let Some((_, kind)) = DIVISIONS.iter().find(|d| d.0 == next) else {
        return;
    };
    if place.precision != Precision::Populated || !words.adjoin(to - 1, to) {
        return;
    }
    let country = place.country.as_deref();
    let name = &place.canonical;
    let found = [name.clone(), format!("{name} {kind}")]
        .iter()
        .flat_map(|n| sayso_knowledge::namesakes(n))
        .find(|n| n.precision == Precision::Admin1 && Some(n.country) == country);
    let Some(found) = found else {
        return;
    };
    if next == "region" && !REGIONS.contains(&found.country) {
        return;
    }
    let arab = GOVERNORATES.contains(&found.country);
    let kind = if arab { "Governorate" } else { kind };
    place.canonical = format!("{} {kind}", place.canonical);
    place.precision = Precision::Admin1;
    (place.lat, place.lon) = (Some(found.point.0), Some(found.point.1));
    place.geonames_id = Some(found.geonames_id).filter(|id| *id > 0);
}

/// The town of "X airport", any other name itself.
pub(crate) fn town(name: String) -> String {
    let mut words: Vec<&str> = name.split(' ').collect();
    if words.last().is_none_or(|w| !FACILITIES.contains(w)) {
        return name;
    }
    words.pop();
    while words.len() > 1 && words.last().is_some_and(|w| sort(w)) {
        words.pop();
    }
    words.join(" ")
}

/// Words between a town's name and its airport or base.
fn sort(word: &str) -> bool {
    matches!(
        word,
        "international"
            | "military"
            | "air"
            | "army"
            | "naval"
            | "border"
            | "land"
            | "oil"
            | "gas"
            | "nuclear"
            | "power"
            | "refugee"
            | "railway"
    )
}

/// "X airport", "X international airport": not X, though on the map it stands there.
fn facility(words: &Words<'_>, place: &mut Place, to: usize) -> bool {
    let noun = (to..to + 3).find(|n| !sort(&words.lower(*n)));
    let noun = noun.filter(|n| FACILITIES.contains(&words.lower(*n).as_str()));
    let Some(noun) = noun.filter(|n| (to..=*n).all(|k| words.adjoin(k - 1, k))) else {
        return false;
    };
    if place.precision != Precision::Populated {
        return false;
    }
    place.end = words.tokens[noun].end;
    let kind = words.text[words.tokens[to].start..place.end].to_lowercase();
    place.canonical = format!("{} {kind}", place.canonical);
    place.precision = Precision::Point;
    place.sense = Sense::Loc;
    place.geonames_id = None;
    true
}

/// "eastern X", "east-X", "X's east", "the east of X", "the eastern part of X": where the words begin, what the part is
/// called, and where it lies.
fn side(
    words: &Words<'_>,
    place: &Place,
    from: usize,
    to: usize,
    before: usize,
) -> Option<(usize, &'static str, f64)> {
    // "western rural Aleppo"
    let near = from.checked_sub(1)?;
    let near = match words.lower(near).as_str() {
        "rural" | "-" => near.checked_sub(1)?,
        _ => near,
    };
    if let Some((name, bearing)) = direction(&words.lower(near))
        && (near..from).all(|n| words.adjoin(n, n + 1))
        && words.tokens[near].start >= before
    {
        // "in the north Aleppo" and "north-" alike; "20 km north Aleppo" is a way to it.
        return Some((words.tokens[near].start, name, bearing));
    }
    // "the east of X"
    if words.lower(near) == "of"
        && near >= 2
        && let Some((name, bearing)) = direction(&words.lower(near - 1))
        && words.lower(near - 2) == "the"
    {
        return Some((words.tokens[near - 1].start, name, bearing));
    }
    // "the western part of X", "the northern half of the X"
    let of = near - usize::from(words.lower(near) == "the").min(near);
    if words.lower(of) == "of"
        && of >= 2
        && matches!(
            words.lower(of - 1).as_str(),
            "part"
                | "parts"
                | "half"
                | "outskirts"
                | "suburbs"
                | "districts"
                | "quarters"
                | "neighborhoods"
                | "neighbourhoods"
                | "countryside"
                | "regions"
                | "areas"
        )
        && let Some((name, bearing)) = direction(&words.lower(of - 2))
        && words.tokens[of - 2].start >= before
    {
        return Some((words.tokens[of - 2].start, name, bearing));
    }
    // "X's east"
    let own = matches!(words.lower(to).as_str(), "'s" | "’s");
    let (name, bearing) = direction(&words.lower(to + 1)).filter(|_| own)?;
    let last = words.lower(to + 1);
    let noun = !last.ends_with("ern")
        && !words.tokens.get(to + 2).is_some_and(|t| {
            t.pos
                .as_deref()
                .is_some_and(|p| matches!(p, "NOUN" | "PROPN" | "ADJ"))
        });
    noun.then_some((place.start, name, bearing))
}

/// The part of a place on one side.
fn part(knowledge: &Knowledge, place: &mut Place, name: &str, bearing: f64) {
    let called = format!("{name} {}", place.canonical);
    place.sense = Sense::Loc;
    let small = format!("{} {}", name.to_lowercase(), place.canonical);
    if let Some(known) = knowledge.place(&called).or_else(|| knowledge.place(&small)) {
        place.canonical.clone_from(&known.name);
        (place.lat, place.lon) = (known.point.map(|p| p.0), known.point.map(|p| p.1));
        place.geonames_id = known.geonames_id;
        place.precision = known.precision;
        return;
    }
    if place.precision == Precision::Country
        && let Some(country) = place.country.as_deref()
        && let Some((lat, lon)) = middle(&sayso_knowledge::divisions(country), bearing)
    {
        (place.lat, place.lon) = (Some(lat), Some(lon));
    }
    place.canonical = called;
    place.geonames_id = None;
    place.precision = Precision::Region;
}

/// The middle of the points that lie on one side of the middle of all.
fn middle(points: &[(f64, f64)], bearing: f64) -> Option<(f64, f64)> {
    let mean = |points: &[(f64, f64)]| {
        #[expect(clippy::cast_precision_loss, reason = "some dozens of divisions")]
        let count = points.len() as f64;
        let sum = points
            .iter()
            .fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1));
        (count > 0.0).then_some((sum.0 / count, sum.1 / count))
    };
    let centre = mean(points)?;
    let (sin, cos) = bearing.to_radians().sin_cos();
    let shrink = centre.0.to_radians().cos();
    let there: Vec<(f64, f64)> = points
        .iter()
        .copied()
        .filter(|p| (p.0 - centre.0) * cos + (p.1 - centre.1) * shrink * sin > 0.0)
        .collect();
    mean(&there)
}

/// "20 km (12 miles) east of": kilometres and bearing, read from the word before the name.
fn distance(words: &Words<'_>, from: usize) -> Option<(f64, f64)> {
    let mut at = from.checked_sub(1)?;
    // "of the city of X"
    for _ in 0..5 {
        if direction(&words.lower(at)).is_none() {
            let step = matches!(
                words.lower(at).as_str(),
                "of" | "from" | "the" | "city" | "town" | "village" | "capital"
            );
            at = at.checked_sub(1).filter(|_| step)?;
        }
    }
    let (_, bearing) = direction(&words.lower(at))?;
    for back in 1..=8 {
        let at = at.checked_sub(back)?;
        let scale = match words.lower(at).as_str() {
            "km" | "kilometers" | "kilometres" | "kilometer" | "kilometre" | "kms" => 1.0,
            "miles" | "mile" => 1.609,
            "(" | ")" | "to" | "the" | "about" | "just" | "some" => continue,
            word if word.parse::<f64>().is_ok() => continue,
            _ => return None,
        };
        let number: f64 = words.lower(at.checked_sub(1)?).parse().ok()?;
        return Some((number * scale, bearing));
    }
    None
}

/// The point so many kilometres from another, along a bearing.
fn away(from: (f64, f64), kilometres: f64, bearing: f64) -> (f64, f64) {
    const RADIUS: f64 = 6371.0;
    let (sin, cos) = bearing.to_radians().sin_cos();
    let lat = from.0 + (kilometres * cos / RADIUS).to_degrees();
    let shrink = from.0.to_radians().cos().max(0.01);
    let lon = from.1 + (kilometres * sin / RADIUS / shrink).to_degrees();
    let round = |x: f64| (x * 1e4).round() / 1e4;
    (round(lat), round(lon))
}

/// Places that no table knows: no point, only the words; "the village of Tell X" is not the Tell
/// that some table has. `taken` are spans of names known to be
/// something, in order.
pub(super) fn unknown(
    document: &Document,
    layers: &Layers,
    parts: &[Span],
    taken: &[Span],
) -> Vec<Place> {
    let words = Words {
        text: &document.text,
        tokens: &layers.tokens,
    };
    let mut out: Vec<Place> = Vec::new();
    for part in parts {
        let (from, to) = words.of(*part);
        for at in from..to {
            if !SETTLEMENTS.contains(&words.lower(at).as_str()) {
                continue;
            }
            let mut found = Vec::new();
            if words.lower(at + 1) == "of" && at + 2 < to {
                // "the villages of A, B and C"
                let mut next = at + 2;
                while let Some((span, after)) = name(&words, next, to) {
                    found.push(span);
                    let comma = words.lower(after) == ",";
                    let and = words.lower(after + usize::from(comma)) == "and";
                    if !comma && !and || !words.lower(at).ends_with('s') {
                        break;
                    }
                    next = after + usize::from(comma) + usize::from(and);
                }
            } else if let Some(span) = name_before(&words, from, at) {
                found.push(span);
            }
            for span in found {
                let after = taken.partition_point(|t| t.end <= span.start);
                let first = words.of(span).0;
                let half = taken.get(after).is_some_and(|t| {
                    t.start == span.start
                        && t.end == words.tokens[first].end
                        && t.end < span.end
                        && FIRST.contains(&words.lower(first).as_str())
                });
                if taken.get(after).is_some_and(|t| t.start < span.end) && !half
                    || out.last().is_some_and(|p| p.end > span.start)
                    || !sayso_knowledge::namesakes(&document.text[span.start..span.end]).is_empty()
                {
                    continue;
                }
                out.push(Place {
                    start: span.start,
                    end: span.end,
                    canonical: document.text[span.start..span.end].to_owned(),
                    sense: Sense::Loc,
                    country: None,
                    lat: None,
                    lon: None,
                    geonames_id: None,
                    precision: Precision::Populated,
                });
            }
        }
    }
    out
}

/// One past the last token of a word of a name that begins at a token: a capital, or an Arabic
/// article, hyphen and capital.
fn piece(words: &Words<'_>, at: usize) -> Option<usize> {
    let text = |at: usize| {
        let token = words.tokens.get(at)?;
        Some(&words.text[token.start..token.end])
    };
    let capital = |at: usize| text(at).is_some_and(|t| t.starts_with(char::is_uppercase));
    let article = |t: &str| {
        matches!(
            t.to_lowercase().as_str(),
            "al" | "el" | "as" | "ad" | "ar" | "an" | "at" | "az" | "ash"
        )
    };
    if text(at).is_some_and(article) && text(at + 1) == Some("-") && capital(at + 2) {
        return Some(at + 3);
    }
    // "Jisr al Shughour"
    if matches!(text(at), Some("al" | "el")) && capital(at + 1) {
        return Some(at + 2);
    }
    let glued = text(at)?
        .split_once('-')
        .is_some_and(|(a, name)| article(a) && name.starts_with(char::is_uppercase));
    (capital(at) || glued).then_some(at + 1)
}

/// A name that begins at a token, after a noun that leaves no doubt: its span, one past its last
/// token.
fn name(words: &Words<'_>, at: usize, to: usize) -> Option<(Span, usize)> {
    let mut end = piece(words, at)?;
    for _ in 0..2 {
        match piece(words, end).filter(|_| words.adjoin(end - 1, end)) {
            Some(next) if next <= to => end = next,
            _ => break,
        }
    }
    let span = Span::new(words.tokens[at].start, words.tokens[end - 1].end);
    (end <= to).then_some((span, end))
}

/// Whether a token is of a name by its tag too.
fn names(words: &Words<'_>, at: usize) -> bool {
    let tag = words.tokens.get(at).and_then(|t| t.pos.as_deref());
    let lower = words.lower(at);
    let date = crate::times::month(&lower) || crate::times::weekday(&lower);
    tag == Some("PROPN") && !date && piece(words, at).is_some()
}

/// Whether a word describes what follows: small, and an adjective, an adverb or a participle.
fn describes(words: &Words<'_>, at: usize) -> bool {
    let token = &words.tokens[at];
    let small = words.text[token.start..token.end].starts_with(char::is_lowercase);
    small && matches!(token.pos.as_deref(), Some("ADJ" | "ADV" | "VERB"))
}

/// A name just before a noun that says what it is, after an article or a preposition.
fn name_before(words: &Words<'_>, from: usize, noun: usize) -> Option<Span> {
    let mut at = noun;
    while at > from && noun - at < 3 && names(words, at - 1) && words.adjoin(at - 1, at) {
        at -= 1;
    }
    // "the heavily fortified X quarter"
    let mut front = at;
    while front > from && at - front < 3 && describes(words, front - 1) {
        front -= 1;
    }
    let led = front > from
        && matches!(
            words.lower(front - 1).as_str(),
            "the" | "in" | "of" | "on" | "into" | "at" | "near" | "over" | "from" | "around"
        );
    (at < noun && led).then(|| Span::new(words.tokens[at].start, words.tokens[noun - 1].end))
}

#[cfg(test)]
mod tests {
    use sayso_record::Precision;

    type Found = (String, String, Precision, Option<(f64, f64)>);

    /// Words, name, precision, rounded point.
    fn of(text: &str) -> Vec<Found> {
        let layers = crate::testing::layers(text);
        let round = |x: f64| (x * 10.0).round() / 10.0;
        layers
            .places
            .into_iter()
            .map(|p| {
                let point = p.lat.zip(p.lon).map(|(a, b)| (round(a), round(b)));
                (
                    text[p.start..p.end].to_owned(),
                    p.canonical,
                    p.precision,
                    point,
                )
            })
            .collect()
    }

    fn first(text: &str) -> (String, String, Precision) {
        let found = of(text).swap_remove(0);
        (found.0, found.1, found.2)
    }

    #[test]
    fn a_side_of_a_place_is_not_the_place() {
        for (text, words, name, precision) in [
            (
                "Fighters hold eastern Syria.",
                "eastern Syria",
                "Eastern Syria",
                Precision::Region,
            ),
            (
                "They fled to west-Iraq.",
                "west-Iraq",
                "Western Iraq",
                Precision::Region,
            ),
            (
                "They fled to Syria's east.",
                "Syria",
                "Eastern Syria",
                Precision::Region,
            ),
            (
                "They hold the north of Syria.",
                "north of Syria",
                "Northern Syria",
                Precision::Region,
            ),
            (
                "Shells hit southern Homs.",
                "southern Homs",
                "Southern Homs",
                Precision::Region,
            ),
            (
                "They fled to east Aleppo.",
                "east Aleppo",
                "East Aleppo",
                Precision::Region,
            ),
            (
                "They fled Idlib province.",
                "Idlib",
                "Idlib Governorate",
                Precision::Admin1,
            ),
            ("They fled Idlib.", "Idlib", "Idlib", Precision::Populated),
            (
                "They live in South Africa.",
                "South Africa",
                "South Africa",
                Precision::Country,
            ),
        ] {
            let want = (words.to_owned(), name.to_owned(), precision);
            assert_eq!(first(text), want, "{text}");
        }
        let point = of("Fighters hold eastern Syria.")[0].3.expect("a point");
        assert!(point.1 > 39.0, "{point:?} lies in the east");
    }

    #[test]
    fn a_distance_is_laid_off() {
        // Palmyra lies at 34.6, 38.3; a degree of longitude there is some 91 km.
        for text in [
            "The base lies 91 km east of Palmyra.",
            "The base lies 57 miles (91 km) to the east of the city of Palmyra.",
        ] {
            let found = of(text).swap_remove(0);
            assert_eq!(found.1, "Palmyra");
            assert_eq!(
                (found.2, found.3),
                (Precision::Region, Some((34.6, 39.3))),
                "{text}"
            );
        }
        assert_eq!(of("It lies east of Palmyra.")[0].2, Precision::Populated);
    }

    #[test]
    fn a_village_nobody_knows_is_a_place_without_a_point() {
        let found = of("They took the villages of Qarfouna, Tell Barsa and al-Mizrab on Sunday.");
        let names: Vec<&str> = found.iter().map(|p| p.1.as_str()).collect();
        assert_eq!(names, ["Qarfouna", "Tell Barsa", "al-Mizrab"]);
        assert!(found.iter().all(|p| p.3.is_none()));
        assert_eq!(first("Shells hit the Barsouf quarter.").1, "Barsouf");
        for text in [
            "The Christian quarter was hit.",
            "The town of the dead.",
            "In the March quarter.",
        ] {
            assert!(of(text).is_empty(), "{text}: {:?}", of(text));
        }
    }
}
