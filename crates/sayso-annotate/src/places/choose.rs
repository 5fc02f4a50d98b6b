//! Which of its namesakes a name means in a document.
//!
//! A namesake gains by its inhabitants, by countries and divisions that the document names, by near
//! neighbours, and by other names of the document that have a namesake in its division too.

use std::collections::{HashMap, HashSet};

use sayso_knowledge::Namesake;
use sayso_record::{Place, Precision};

use super::world::Mention;

/// Weight of a division in which many of the document's names have a namesake.
const TOGETHER: f64 = 6.0;

/// More of one kind of evidence counts no more.
const ENOUGH: f64 = 4.0;

/// A division: country and code.
type Division<'a> = (&'a str, &'a str);

/// What a document tells of where its places lie.
struct Evidence<'a> {
    countries: HashMap<&'a str, f64>,
    divisions: HashMap<Division<'a>, f64>,
    points: Vec<(f64, f64)>,
    /// For each division how many of the document's names have a namesake there.
    together: HashMap<Division<'a>, f64>,
}

/// For each name the namesake that the document speaks of, by index.
pub(super) fn choose<'a>(
    mentions: &'a [Mention],
    known: &'a [Place],
    nations: &[&'static str],
) -> HashMap<&'static str, usize> {
    let mut evidence = Evidence::of(mentions, known);
    for nation in nations {
        *evidence.countries.entry(nation).or_default() += 0.5;
    }
    let mut chosen: HashMap<&'static str, usize> = HashMap::new();
    // Those that what follows them tells, then those alone of their name, then the rest by what is
    // known by then.
    for round in 0..3 {
        let mut learnt: Vec<(&Mention, usize, f64)> = Vec::new();
        for m in mentions {
            let name = m.namesakes[0].name;
            let told = learnt.iter().any(|(of, ..)| of.namesakes[0].name == name);
            if told || chosen.contains_key(name) {
                continue;
            }
            let all: Vec<usize> = match round {
                0 if !m.inside.is_empty() => m.inside.clone(),
                1 if m.namesakes.len() == 1 => vec![0],
                2 => (0..m.namesakes.len()).collect(),
                _ => continue,
            };
            if let Some(best) = evidence.best(&m.namesakes, all) {
                learnt.push((m, best, if round == 0 { 2.0 } else { 0.6 }));
            }
        }
        for (m, best, weight) in learnt {
            chosen.insert(m.namesakes[0].name, best);
            evidence.add(&m.namesakes[best], weight);
        }
    }
    chosen
}

impl<'a> Evidence<'a> {
    /// What is known before any name of the document is chosen.
    fn of(mentions: &'a [Mention], known: &'a [Place]) -> Evidence<'a> {
        let mut countries: HashMap<&str, f64> = HashMap::new();
        for country in known.iter().filter_map(|p| p.country.as_deref()) {
            *countries.entry(country).or_default() += 1.0;
        }
        let mut together: HashMap<Division, f64> = HashMap::new();
        let mut seen: HashSet<&str> = HashSet::new();
        for m in mentions {
            let first = &m.namesakes[0];
            if !seen.insert(first.name) {
                continue;
            }
            for (division, share) in shares(&m.namesakes) {
                *together.entry(division).or_default() += share;
            }
            // A name of one country alone, wherever in it: "Henry County".
            let mut others = m.namesakes[1..].iter();
            if m.namesakes.len() > 1 && others.all(|n| n.country == first.country) {
                *countries.entry(first.country).or_default() += 0.6;
            }
        }
        let points = known
            .iter()
            .filter(|p| p.precision != Precision::Country)
            .filter_map(|p| p.lat.zip(p.lon))
            .collect();
        Evidence {
            countries,
            divisions: HashMap::new(),
            points,
            together,
        }
    }

    /// The one of these that the document speaks of.
    fn best(&self, namesakes: &[Namesake], among: Vec<usize>) -> Option<usize> {
        let greatest = namesakes.iter().map(people).fold(0.0, f64::max);
        let own = shares(namesakes);
        let score = |n: usize| self.score(&namesakes[n], greatest, &own);
        let best = among
            .into_iter()
            .max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a)))?;
        Some(seat(namesakes, best).unwrap_or(best))
    }

    fn score(&self, n: &Namesake, greatest: f64, own: &HashMap<Division, f64>) -> f64 {
        let division = (n.country, n.code);
        let enough = |v: Option<&f64>| v.copied().unwrap_or(0.0).min(ENOUGH);
        // A village of a great city's name needs more company than another, and the name of a
        // metropolis speaks somewhat for itself: Paris is seldom the one in Texas.
        let village = greatest >= 1e5 && 50.0 * people(n) < greatest;
        let itself = if greatest >= 2e6 { 0.5 } else { 1.0 };
        let (country, company) = if village {
            (1.0, TOGETHER / 1.5)
        } else {
            (2.0, TOGETHER)
        };
        let others = self.together.get(&division).copied().unwrap_or(0.0)
            - itself * own.get(&division).copied().unwrap_or(0.0);
        let near = |p: &&(f64, f64)| kilometres(**p, n.point) < 150.0;
        let near = self.points.iter().filter(near).count().min(4) as f64;
        people(n).ln()
            + country * enough(self.countries.get(n.country))
            + 1.6 * enough(self.divisions.get(&division))
            + company * others.clamp(0.0, ENOUGH)
            + 0.9 * near
    }

    /// A place of the document that is chosen tells of the others.
    fn add(&mut self, place: &'a Namesake, weight: f64) {
        *self.countries.entry(place.country).or_default() += weight;
        *self
            .divisions
            .entry((place.country, place.code))
            .or_default() += weight;
        if place.precision == Precision::Populated {
            self.points.push(place.point);
        }
    }
}

/// The town that a division is named after and mostly is: Cairo rather than its governorate, but not
/// the city of Quebec. A noun after the name makes it the division again.
fn seat(namesakes: &[Namesake], division: usize) -> Option<usize> {
    let of = &namesakes[division];
    let town = |n: &Namesake| {
        matches!(of.precision, Precision::Admin1 | Precision::Admin2)
            && n.precision == Precision::Populated
            && (n.country, n.code) == (of.country, of.code)
            && 3 * n.population >= of.population
    };
    let towns = (0..namesakes.len()).filter(|n| town(&namesakes[*n]));
    towns.max_by_key(|n| namesakes[*n].population)
}

/// Inhabitants that a namesake counts with.
fn people(n: &Namesake) -> f64 {
    let people = match n.precision {
        Precision::Admin2 => 50_000,
        Precision::Country => n.population.max(5_000_000),
        _ => n.population,
    };
    (people + 500) as f64
}

/// What a name speaks for each division that it has a namesake in; a small namesake of a great city
/// says little ("London" speaks hardly for Kentucky).
fn shares(namesakes: &[Namesake]) -> HashMap<Division<'_>, f64> {
    let all: f64 = namesakes.iter().map(people).sum();
    let mut out: HashMap<Division, f64> = HashMap::new();
    for n in namesakes {
        let share = out.entry((n.country, n.code)).or_default();
        *share = share.max((people(n) / all).sqrt());
    }
    out
}

/// Great-circle distance.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let (dla, dlo) = ((lb - la) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dla.sin().powi(2) + la.cos() * lb.cos() * dlo.sin().powi(2);
    12_742.0 * h.sqrt().clamp(0.0, 1.0).asin()
}
