//! Loads, checks and looks up the knowledge tables: who is who and where is what, each row with
//! its source and, for actors, the time in which the name is meant by it.
//!
//! The tables are bundled; [`Knowledge::with_packs`] adds a user's own (files of the same names
//! and columns). A row of a pack whose `name` is known adds its aliases to it.

mod bodies;
mod countries;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use aho_corasick::{AhoCorasick, MatchKind};
use bodies::{Bodies, Opening};
pub use countries::{Country, adjective_of, country};
use sayso_record::id::sha256_hex;
use sayso_record::{ActorKind, Precision, Span, Tone};
use serde::Deserialize;
pub use world::{Namesake, divisions, namesakes};

const ACTORS: &str = include_str!("../../../knowledge/actors.csv");
const PLACES: &str = include_str!("../../../knowledge/places.csv");
const TONE: &str = include_str!("../../../knowledge/tone.csv");
const SIDES: &str = include_str!("../../../knowledge/sides.csv");

/// A table that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}, line {line}: {found}; mend the row or leave the pack out")]
pub struct Error {
    /// Table.
    pub file: String,
    /// Line, from 1; 0 for the whole file.
    pub line: u64,
    /// What was found.
    pub found: String,
}

/// An actor.
#[derive(Debug, Clone, PartialEq)]
pub struct Actor {
    /// Preferred name.
    pub name: String,
    /// Sort.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-2 of the country it belongs to.
    pub country: Option<String>,
    /// First and last date of the row, EDTF years, months or days.
    pub dates: (Option<String>, Option<String>),
}

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Preferred name.
    pub name: String,
    /// How exactly the point stands for it.
    pub precision: Precision,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north and east, WGS 84.
    pub point: Option<(f64, f64)>,
    /// GeoNames id.
    pub geonames_id: Option<u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorRow {
    name: String,
    kind: ActorKind,
    country: Option<String>,
    aliases: String,
    from: Option<String>,
    until: Option<String>,
    source: String,
    #[serde(default)]
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceRow {
    name: String,
    precision: Precision,
    country: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    geonames_id: Option<u64>,
    aliases: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ToneRow {
    word: String,
    tone: Tone,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SideRow {
    actor: String,
    side: String,
    from: Option<String>,
    until: Option<String>,
    source: String,
}

/// First and last date of a row, EDTF; none where open.
type Dates = (Option<String>, Option<String>);

/// Whether a date falls in a row's time, compared as far as both say; always without a date.
fn within(dates: &Dates, date: Option<&str>) -> bool {
    let cut = |a: &str, b: &str| a.len().min(b.len());
    date.is_none_or(|d| {
        let from = dates.0.as_deref();
        let until = dates.1.as_deref();
        from.is_none_or(|f| d[..cut(d, f)] >= f[..cut(d, f)])
            && until.is_none_or(|u| d[..cut(d, u)] <= u[..cut(d, u)])
    })
}

/// Finds whole-word names in text, longest first.
struct Names {
    automaton: AhoCorasick,
    /// Row of each pattern.
    rows: Vec<u32>,
}

impl Names {
    fn new(names: &BTreeMap<String, u32>) -> Result<Self, String> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(names.keys())
            .map_err(|e| e.to_string())?;
        Ok(Names {
            automaton,
            rows: names.values().copied().collect(),
        })
    }

    fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Span, usize)> + 't {
        self.automaton.find_iter(text).filter_map(move |m| {
            let inside = |c: char| c.is_alphanumeric();
            let before = text[..m.start()].chars().next_back();
            // "anti-regime forces" are not the regime's.
            let common = text[m.start()..].starts_with(char::is_lowercase);
            if before == Some('-') && common {
                return None;
            }
            let after = text[m.end()..].chars().next();
            if before.is_some_and(|c| inside(c) || c == '@' || c == '_')
                || after.is_some_and(|c| inside(c) || c == '_')
            {
                return None;
            }
            Some((
                Span::new(m.start(), m.end()),
                self.rows[m.pattern().as_usize()] as usize,
            ))
        })
    }
}

/// The tables.
pub struct Knowledge {
    actors: Vec<Actor>,
    places: Vec<Place>,
    actor_names: Names,
    place_names: Names,
    by_actor: BTreeMap<String, u32>,
    by_lower: BTreeMap<String, u32>,
    by_place: BTreeMap<String, u32>,
    bodies: Bodies,
    /// Country and sort of the words that open a body's name; their rows in `actor_names` follow
    /// those of the actors.
    openings: Vec<(&'static str, Opening)>,
    bare: Names,
    tones: BTreeMap<String, (Tone, String)>,
    sides: BTreeMap<String, Vec<(String, Dates)>>,
    fingerprint: String,
}

#[derive(Default)]
struct Loading {
    actors: Vec<Actor>,
    places: Vec<Place>,
    actor_names: BTreeMap<String, u32>,
    place_names: BTreeMap<String, u32>,
    tones: BTreeMap<String, (Tone, String)>,
    sides: BTreeMap<String, Vec<(String, Dates)>>,
    bodies: BTreeMap<(String, String), u32>,
    read: String,
}

fn rows<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<Vec<(u64, T)>, Error> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize()
        .enumerate()
        .map(|(index, row)| {
            row.map(|row| (index as u64 + 2, row))
                .map_err(|e: csv::Error| Error {
                    file: file.into(),
                    line: index as u64 + 2,
                    found: e.to_string(),
                })
        })
        .collect()
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() <= 3
        && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()))
        && parts.first().is_some_and(|y| y.len() == 4)
        && parts[1..].iter().all(|p| p.len() == 2)
}

impl Loading {
    fn actors(&mut self, file: &str, text: &str) -> Result<(), Error> {
        for (line, row) in rows::<ActorRow>(file, text)? {
            let wrong = |found: String| Error {
                file: file.into(),
                line,
                found,
            };
            if row.name.is_empty() || row.source.is_empty() {
                return Err(wrong("an actor needs a name and a source".into()));
            }
            for date in [&row.from, &row.until].into_iter().flatten() {
                if !is_date(date) {
                    return Err(wrong(format!(
                        "{date}: not a date (2016, 2016-03, 2016-03-27)"
                    )));
                }
            }
            let at = match self.actors.iter().position(|a| a.name == row.name) {
                Some(at) => at,
                None => {
                    self.actors.push(Actor {
                        name: row.name.clone(),
                        kind: row.kind,
                        country: row.country.clone(),
                        dates: (row.from, row.until),
                    });
                    self.actors.len() - 1
                }
            } as u32;
            if let Some(body) = row.body.filter(|b| !b.is_empty()) {
                let Some(country) = row.country else {
                    return Err(wrong(format!("{body}: whose? the row names no country")));
                };
                self.bodies.insert((country, body), at);
            }
            for name in std::iter::once(row.name.as_str()).chain(row.aliases.split('|')) {
                let name = name.trim();
                if name.is_empty() {
                    continue;
                }
                // "government troops" may open a sentence.
                let mut letters = name.chars();
                let first = letters
                    .next()
                    .filter(|c| c.is_lowercase() && name.contains(' '));
                let opening =
                    first.map(|c| c.to_uppercase().collect::<String>() + letters.as_str());
                for form in std::iter::once(name.to_owned()).chain(opening) {
                    let before = self.actor_names.insert(form, at);
                    if before.is_some_and(|before| before != at) {
                        return Err(wrong(format!("{name}: stands for two actors")));
                    }
                }
            }
        }
        self.read.push_str(text);
        Ok(())
    }

    fn places(&mut self, file: &str, text: &str) -> Result<(), Error> {
        for (line, row) in rows::<PlaceRow>(file, text)? {
            if row.name.is_empty() || row.source.is_empty() {
                return Err(Error {
                    file: file.into(),
                    line,
                    found: "a place needs a name and a source".into(),
                });
            }
            let at = match self
                .place_names
                .get(&row.name)
                .filter(|at| self.places[**at as usize].country == row.country)
            {
                Some(at) => *at,
                None => {
                    self.places.push(Place {
                        name: row.name.clone(),
                        precision: row.precision,
                        country: row.country,
                        point: row.lat.zip(row.lon),
                        geonames_id: row.geonames_id,
                    });
                    self.places.len() as u32 - 1
                }
            };
            for name in std::iter::once(row.name.as_str()).chain(row.aliases.split('|')) {
                if !name.trim().is_empty() {
                    // Rows come most populous first: a name means the first that has it.
                    self.place_names.entry(name.trim().to_owned()).or_insert(at);
                }
            }
        }
        self.read.push_str(text);
        Ok(())
    }

    fn tones(&mut self, file: &str, text: &str) -> Result<(), Error> {
        for (line, row) in rows::<ToneRow>(file, text)? {
            if row.word.is_empty() || row.source.is_empty() {
                return Err(Error {
                    file: file.into(),
                    line,
                    found: "a word of tone needs the word and a source".into(),
                });
            }
            let word = row.word.to_lowercase();
            self.tones.insert(word, (row.tone, row.source));
        }
        self.read.push_str(text);
        Ok(())
    }

    fn sides(&mut self, file: &str, text: &str) -> Result<(), Error> {
        for (line, row) in rows::<SideRow>(file, text)? {
            let wrong = |found: String| Error {
                file: file.into(),
                line,
                found,
            };
            if row.actor.is_empty() || row.side.is_empty() || row.source.is_empty() {
                return Err(wrong("a side needs an actor, a side and a source".into()));
            }
            for date in [&row.from, &row.until].into_iter().flatten() {
                if !is_date(date) {
                    return Err(wrong(format!(
                        "{date}: not a date (2016, 2016-03, 2016-03-27)"
                    )));
                }
            }
            let side = (row.side, (row.from, row.until));
            self.sides.entry(row.actor).or_default().push(side);
        }
        self.read.push_str(text);
        Ok(())
    }

    /// Bodies of all countries that no row is.
    fn bodies(&mut self) -> Result<Bodies, Error> {
        let rows: Vec<bodies::BodyRow> = rows("bodies.csv", bodies::BODIES)?
            .into_iter()
            .map(|r| r.1)
            .collect();
        let mut out = Bodies::new(&rows);
        out.rows = std::mem::take(&mut self.bodies);
        for (iso2, country) in countries::all() {
            let adjective = country.adjectives().next();
            for row in &rows {
                let key = (iso2.to_owned(), row.body.clone());
                let named = row.name.contains("{country}") || adjective.is_some();
                if row.name.is_empty() || out.rows.contains_key(&key) || !named {
                    continue;
                }
                let name = row
                    .name
                    .replace("{adjective}", adjective.unwrap_or_default())
                    .replace("{country}", country.name);
                let at = match self.actor_names.get(&name) {
                    Some(at) => *at,
                    None => {
                        self.actors.push(Actor {
                            name: name.clone(),
                            kind: row.kind,
                            country: Some(iso2.to_owned()),
                            dates: (None, None),
                        });
                        let at = self.actors.len() as u32 - 1;
                        self.actor_names.insert(name, at);
                        at
                    }
                };
                out.rows.insert(key, at);
            }
        }
        for (_, row) in self::rows::<bodies::OfficeRow>("offices.csv", bodies::OFFICES)? {
            if let Some(at) = self.actor_names.get(&row.person) {
                out.term(&row, *at);
            }
        }
        for table in [bodies::BODIES, bodies::OFFICES] {
            self.read.push_str(table);
        }
        Ok(out)
    }

    fn finish(mut self) -> Result<Knowledge, Error> {
        let bodies = self.bodies()?;
        let build = |names: &BTreeMap<String, u32>, file: &str| {
            Names::new(names).map_err(|found| Error {
                file: file.into(),
                line: 0,
                found,
            })
        };
        let mut names = self.actor_names.clone();
        let mut openings = Vec::new();
        for (words, iso2, opening) in bodies::openings() {
            // "Palestinian" and the like may be somebody of the table.
            names
                .entry(words)
                .or_insert((self.actors.len() + openings.len()) as u32);
            openings.push((iso2, opening));
        }
        let mut bare = BTreeMap::new();
        for (at, words) in (0u32..).zip(bodies.bare.keys()) {
            let mut letters = words.chars();
            let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
            bare.insert(words.clone(), at);
            bare.insert(first.unwrap_or_default() + letters.as_str(), at);
        }
        Ok(Knowledge {
            bare: build(&bare, "bodies.csv")?,
            bodies,
            openings,
            actor_names: build(&names, "actors.csv")?,
            place_names: build(&self.place_names, "places.csv")?,
            actors: self.actors,
            places: self.places,
            by_lower: self
                .actor_names
                .iter()
                .map(|(name, at)| (name.to_lowercase(), *at))
                .collect(),
            by_actor: self.actor_names,
            by_place: self.place_names,
            tones: self.tones,
            sides: self.sides,
            fingerprint: sha256_hex(self.read.as_bytes()),
        })
    }
}

impl Knowledge {
    /// The bundled tables.
    pub fn bundled() -> Self {
        Self::with_packs(&[]).expect("the bundled tables are checked by a test")
    }

    /// The bundled tables and those of packs, folders with `actors.csv`, `places.csv`, `tone.csv` or `sides.csv`.
    ///
    /// # Errors
    /// When a table cannot be read or a row does not fit, with file and line.
    pub fn with_packs(packs: &[PathBuf]) -> Result<Self, Error> {
        let mut loading = Loading::default();
        loading.actors("actors.csv", ACTORS)?;
        loading.places("places.csv", PLACES)?;
        loading.tones("tone.csv", TONE)?;
        loading.sides("sides.csv", SIDES)?;
        for pack in packs {
            let mut empty = true;
            type Load = fn(&mut Loading, &str, &str) -> Result<(), Error>;
            let tables: [(&str, Load); 4] = [
                ("actors.csv", Loading::actors),
                ("places.csv", Loading::places),
                ("tone.csv", Loading::tones),
                ("sides.csv", Loading::sides),
            ];
            for (name, load) in tables {
                let path = pack.join(name);
                if !path.exists() {
                    continue;
                }
                empty = false;
                let file = path.display().to_string();
                let text = std::fs::read_to_string(&path).map_err(|e| Error {
                    file: file.clone(),
                    line: 0,
                    found: e.to_string(),
                })?;
                load(&mut loading, &file, &text)?;
            }
            if empty {
                return Err(Error {
                    file: pack.display().to_string(),
                    line: 0,
                    found:
                        "a pack holds actors.csv, places.csv, tone.csv or sides.csv; none is there"
                            .into(),
                });
            }
        }
        loading.finish()
    }

    /// The tone of a word or of two, lower case, and the source that says so; none when it is
    /// neutral.
    pub fn tone(&self, words: &str) -> Option<(Tone, &str)> {
        self.tones
            .get(words)
            .map(|(tone, source)| (*tone, source.as_str()))
    }

    /// SHA-256 over all tables; part of stage fingerprints.
    pub fn fingerprint(&self) -> String {
        self.fingerprint.clone()
    }

    /// Names of actors in `text`: whole words, longest first, in text order, and the bodies of
    /// countries ("Libyan troops"); on a date (EDTF) the holders of their offices too ("the Turkish
    /// president"). Case counts: "us" is no state.
    pub fn find_actors<'t>(
        &'t self,
        text: &'t str,
        date: Option<&'t str>,
    ) -> impl Iterator<Item = (Span, &'t Actor)> + 't {
        let mut end = 0;
        self.actor_names.find(text).filter_map(move |(span, row)| {
            if span.start < end {
                return None;
            }
            let found = match row.checked_sub(self.actors.len()) {
                None => Some((span, &self.actors[row])),
                Some(opening) => self.opened(text, span, self.openings[opening], date),
            };
            end = found.as_ref().map_or(end, |f| f.0.end);
            found
        })
    }

    /// The body whose name opens with a country's adjective or owner at `span`.
    fn opened<'t>(
        &'t self,
        text: &'t str,
        span: Span,
        (country, opening): (&'static str, Opening),
        date: Option<&str>,
    ) -> Option<(Span, &'t Actor)> {
        let rest = text[span.end..].strip_prefix(' ');
        if let Some((body, len)) = rest.and_then(|r| self.bodies.at(r)) {
            let whole = Span::new(span.start, span.end + 1 + len);
            let office = self
                .bodies
                .terms
                .contains_key(&(country.to_owned(), body.to_owned()));
            let row = if office {
                // "Turkish President NAME" is that name.
                let named = text[whole.end..]
                    .strip_prefix(' ')
                    .is_some_and(|r| r.starts_with(char::is_uppercase));
                date.filter(|_| !named)
                    .and_then(|d| self.bodies.holder(country, body, d))
            } else {
                let key = (country.to_owned(), body.to_owned());
                self.bodies.rows.get(&key).copied()
            };
            return row.map(|row| (whole, &self.actors[row as usize]));
        }
        // "Libya's"
        let name = text[span.start..span.end].trim_end_matches(['s', '\'', '’']);
        let state = (opening == Opening::Owner)
            .then(|| self.body(country, "government"))
            .flatten();
        let alone = self.by_actor.get(name).map(|at| &self.actors[*at as usize]);
        let state = alone.filter(|_| opening == Opening::Owner).or(state)?;
        let own = text[span.start..span.end].strip_suffix("'s");
        let own = own.or_else(|| text[span.start..span.end].strip_suffix("’s"))?;
        Some((Span::new(span.start, span.start + own.len()), state))
    }

    /// Words in `text` that name a body without saying whose ("government forces"), with the body.
    pub fn find_bodies<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Span, &'t str)> + 't {
        self.bare
            .find(text)
            .filter_map(|(span, row)| Some((span, self.bodies.bare.values().nth(row)?.as_str())))
    }

    /// The government of the country whose adjective a word is: "Sudanese" Sudan's.
    pub fn nation(&self, adjective: &str) -> Option<&Actor> {
        self.body(countries::adjective_of(adjective)?, "government")
    }

    /// A country's (ISO 3166-1 alpha-2) body of that name: government, army, air force, police,
    /// and so on as `bodies.csv` has them.
    pub fn body(&self, country: &str, body: &str) -> Option<&Actor> {
        let key = (country.to_owned(), body.to_owned());
        let row = self.bodies.rows.get(&key)?;
        Some(&self.actors[*row as usize])
    }

    /// Names of places in `text`, as [`Knowledge::find_actors`].
    pub fn find_places<'t>(
        &'t self,
        text: &'t str,
    ) -> impl Iterator<Item = (Span, &'t Place)> + 't {
        self.place_names
            .find(text)
            .map(|(span, row)| (span, &self.places[row]))
    }

    /// The actor that `name` means on `date` (EDTF; any time when none is given).
    pub fn actor(&self, name: &str, date: Option<&str>) -> Option<&Actor> {
        let actor = &self.actors[*self.by_actor.get(name)? as usize];
        within(&actor.dates, date).then_some(actor)
    }

    /// The preferred name of an actor named in any case.
    pub fn canonical(&self, name: &str) -> Option<&str> {
        let at = self.by_lower.get(&name.to_lowercase())?;
        Some(self.actors[*at as usize].name.as_str())
    }

    /// Whom an actor belongs to or fights beside on a date (EDTF), itself among them: two actors
    /// with a side in common do not exclude each other as takers or holders of a place.
    pub fn sides(&self, actor: &str, date: Option<&str>) -> BTreeSet<String> {
        let mut out = BTreeSet::from([actor.to_owned()]);
        let mut waiting = vec![actor.to_owned()];
        while let Some(name) = waiting.pop() {
            for (side, dates) in self.sides.get(&name).into_iter().flatten() {
                if within(dates, date) && out.insert(side.clone()) {
                    waiting.push(side.clone());
                }
            }
        }
        out
    }

    /// The place that `name` means.
    pub fn place(&self, name: &str) -> Option<&Place> {
        self.by_place
            .get(name)
            .map(|row| &self.places[*row as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_tables_hold() {
        let knowledge = Knowledge::with_packs(&[]).expect("every row fits");
        assert_eq!(
            knowledge.actor("Daesh", None).map(|a| a.name.as_str()),
            Some("Islamic State")
        );
        assert_eq!(
            knowledge.place("Tadmur").map(|p| p.name.as_str()),
            Some("Palmyra")
        );
        // One letter apart, 46 km apart.
        assert_ne!(knowledge.place("Homs"), knowledge.place("Hama"));
    }

    #[test]
    fn names_are_whole_words_and_mind_their_case() {
        let knowledge = Knowledge::bundled();
        let found: Vec<&str> = knowledge
            .find_actors("He told us that the US and this ISIS cell parted.", None)
            .map(|(_, a)| a.name.as_str())
            .collect();
        assert_eq!(found, ["United States", "Islamic State"]);
    }

    #[test]
    fn a_name_means_its_actor_only_in_its_time() {
        let knowledge = Knowledge::bundled();
        assert!(knowledge.actor("HTS", Some("2016-03")).is_none());
        assert!(knowledge.actor("HTS", Some("2018")).is_some());
    }

    #[test]
    fn a_bad_row_names_file_and_line() {
        let mut loading = Loading::default();
        let error = loading
            .actors(
                "pack/actors.csv",
                "name,kind,country,aliases,from,until,source\nX,person,,,March,,s\n",
            )
            .expect_err("March is no date");
        assert_eq!((error.file.as_str(), error.line), ("pack/actors.csv", 2));
        assert!(loading.actors("a.csv", "name,sort\nX,person\n").is_err());
    }
}
