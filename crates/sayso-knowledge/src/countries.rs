//! Countries by their codes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const COUNTRIES: &str = include_str!("../../../knowledge/countries.csv");

/// A country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// In English.
    pub name: &'static str,
    /// ISO 3166-1 alpha-3.
    pub iso3: &'static str,
    /// ISO 3166-1 numeric, three digits; empty where there is none.
    pub numeric: &'static str,
    /// Divided by `|`, the commonest first; empty where two countries share it or there is none.
    adjectives: &'static str,
    /// ACLED's region; empty where ACLED has none.
    pub region: &'static str,
}

static TABLE: LazyLock<BTreeMap<&'static str, Country>> = LazyLock::new(|| {
    let row = |line: &'static str| {
        let mut cells = line.splitn(6, ',');
        let iso2 = cells.next()?;
        let (iso3, numeric) = (cells.next()?, cells.next()?);
        let (name, adjectives, region) = (cells.next()?, cells.next()?, cells.next()?);
        Some((
            iso2,
            Country {
                name,
                iso3,
                numeric,
                adjectives,
                region,
            },
        ))
    };
    COUNTRIES.lines().skip(1).filter_map(row).collect()
});

impl Country {
    /// Its adjectives ("British", "UK"), the commonest first.
    pub fn adjectives(&self) -> impl Iterator<Item = &'static str> {
        self.adjectives.split('|').filter(|a| !a.is_empty())
    }
}

/// All countries, with their ISO 3166-1 alpha-2 codes.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static Country)> {
    TABLE.iter().map(|(iso2, c)| (*iso2, c))
}

/// The code of the country that an adjective belongs to: "Sudanese" is of SD.
pub fn adjective_of(word: &str) -> Option<&'static str> {
    static CODES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
        let each =
            |(iso2, c): (&'static str, &'static Country)| c.adjectives().map(move |a| (a, iso2));
        all().flat_map(each).collect()
    });
    CODES.get(word).copied()
}

/// The country of an ISO 3166-1 alpha-2 code.
pub fn country(iso2: &str) -> Option<&'static Country> {
    TABLE.get(iso2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_whole() {
        assert!(TABLE.len() > 240);
        for (iso2, c) in TABLE.iter() {
            assert_eq!((iso2.len(), c.iso3.len()), (2, 3), "{iso2}");
            assert!(!c.name.is_empty() && !c.name.contains('"'), "{iso2}");
        }
        assert_eq!(country("SY").map(|c| c.numeric), Some("760"));
        assert_eq!(country("XX"), None);
    }
}
