//! The world's places by name: some 370,000 names of 235,000 places and of divisions of GeoNames
//! (CC BY 4.0), packed, unpacked when first asked. Sorted by name, searched in place.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use sayso_record::Precision;

const PACKED: &[u8] = include_bytes!("../../../knowledge/world.tsv.zst");

/// One of the places that share a name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Namesake {
    /// The name asked for, as the table writes it.
    pub name: &'static str,
    /// How exactly its point stands for it: populated, admin1 (the middle of its shape
    /// or of the places in it),
    /// admin2 (the middle of its first-level division) or country (its capital's).
    pub precision: Precision,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// GeoNames code of its first-level division, unique within the country.
    pub code: &'static str,
    /// Degrees north and east, WGS 84.
    pub point: (f64, f64),
    /// GeoNames id; 0 where the source has none.
    pub geonames_id: u64,
    /// Inhabitants, of a first-level division those of its places in the table; 0 where unknown and
    /// for divisions of the second level.
    pub population: u64,
}

struct Table {
    text: String,
    lines: Vec<u32>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let bytes = zstd::decode_all(PACKED).expect("the bundled table is checked by a test");
    let text = String::from_utf8(bytes).expect("the bundled table is checked by a test");
    let mut lines = vec![0];
    lines.extend(
        text.bytes()
            .zip(1u32..)
            .filter(|(b, _)| *b == b'\n')
            .map(|(_, at)| at),
    );
    lines.pop();
    Table { text, lines }
});

impl Table {
    fn line(&'static self, at: usize) -> &'static str {
        let from = self.lines[at] as usize;
        let to = self
            .lines
            .get(at + 1)
            .map_or(self.text.len(), |n| *n as usize);
        &self.text[from..to - 1]
    }

    fn name(&'static self, at: usize) -> &'static str {
        let line = self.line(at);
        line.split('\t').next().unwrap_or(line)
    }
}

/// All places of a name, in the table's order; case and accents count, the table has the spellings
/// without accents too.
pub fn namesakes(name: &str) -> Vec<Namesake> {
    let table = &*TABLE;
    let count = table.lines.len();
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = (low + high) / 2;
        if table.name(middle) < name {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    (low..count)
        .take_while(|at| table.name(*at) == name)
        .filter_map(|at| row(table.line(at)))
        .collect()
}

/// Points of a country's first-level divisions (ISO 3166-1 alpha-2), degrees north and east; none
/// where the table has no divisions of it.
pub fn divisions(country: &str) -> Vec<(f64, f64)> {
    /// Points by code.
    type Points = BTreeMap<&'static str, (f64, f64)>;
    static DIVISIONS: LazyLock<HashMap<&str, Points>> = LazyLock::new(|| {
        let mut out: HashMap<&str, Points> = HashMap::new();
        for place in (0..TABLE.lines.len())
            .map(|at| TABLE.line(at))
            .filter(|line| line.split('\t').nth(1) == Some("1"))
            .filter_map(row)
        {
            // A division has a line for each of its names.
            let of = out.entry(place.country).or_default();
            of.insert(place.code, place.point);
        }
        out
    });
    let found = DIVISIONS.get(country);
    found
        .map(|d| d.values().copied().collect())
        .unwrap_or_default()
}

fn row(line: &'static str) -> Option<Namesake> {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [name, kind, country, code, lat, lon, id, population] = cells[..] else {
        return None;
    };
    Some(Namesake {
        name,
        precision: match kind {
            "1" => Precision::Admin1,
            "2" => Precision::Admin2,
            "c" => Precision::Country,
            _ => Precision::Populated,
        },
        country,
        code,
        point: (lat.parse().ok()?, lon.parse().ok()?),
        geonames_id: id.parse().ok()?,
        population: population.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_whole_and_found() {
        let table = &*TABLE;
        assert!(table.lines.len() > 300_000);
        for at in 1..table.lines.len() {
            assert!(table.name(at - 1) <= table.name(at));
            assert!(row(table.line(at)).is_some(), "{}", table.line(at));
        }
        let paris = namesakes("Paris");
        assert!(paris.len() > 8);
        assert!(
            paris
                .iter()
                .any(|p| p.country == "FR" && p.population > 2_000_000)
        );
        assert!(
            namesakes("Texas")
                .iter()
                .any(|p| p.precision == Precision::Admin1 && p.code == "TX")
        );
        assert!(namesakes("Qwertz").is_empty());
    }
}
