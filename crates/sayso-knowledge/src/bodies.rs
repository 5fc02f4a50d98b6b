//! Bodies that every country has: its government, army, police, ministries, state television and
//! high offices, named by its adjective or its name and a word ("Libyan troops", "Yemen's foreign
//! ministry", "the Turkish president"). `bodies.csv` has the words, `countries.csv` the adjectives,
//! `offices.csv` who held an office when; a row of `actors.csv` may say that it is one of them.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::countries;

pub(crate) const BODIES: &str = include_str!("../../../knowledge/bodies.csv");
pub(crate) const OFFICES: &str = include_str!("../../../knowledge/offices.csv");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BodyRow {
    pub(crate) body: String,
    pub(crate) kind: sayso_record::ActorKind,
    pub(crate) name: String,
    pub(crate) words: String,
    pub(crate) bare: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OfficeRow {
    pub(crate) country: String,
    pub(crate) office: String,
    pub(crate) person: String,
    pub(crate) from: String,
    pub(crate) until: String,
    #[serde(rename = "source")]
    _source: String,
}

/// A term of an office.
pub(crate) struct Term {
    from: String,
    until: String,
    /// The actor's row.
    pub(crate) holder: u32,
}

/// What the words before a body's words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opening {
    /// "Libyan": nobody alone.
    Adjective,
    /// "Libya's": the state, where no body follows.
    Owner,
}

/// The bodies of all countries.
#[derive(Default)]
pub(crate) struct Bodies {
    /// Body, and its words in small letters, longest first.
    words: Vec<(String, String)>,
    /// Words that name a body without its country, with the body.
    pub(crate) bare: BTreeMap<String, String>,
    /// Actor's row by country and body.
    pub(crate) rows: BTreeMap<(String, String), u32>,
    pub(crate) terms: BTreeMap<(String, String), Vec<Term>>,
}

/// Days after which an open term of the table is no longer taken to go on: the lists end in 2023.
const TABLE_ENDS: &str = "2023-06";

impl Bodies {
    pub(crate) fn new(rows: &[BodyRow]) -> Self {
        let mut out = Bodies::default();
        for row in rows {
            let both = |words: &str| -> Vec<(String, String)> {
                let list = words.split('|').filter(|w| !w.is_empty());
                list.map(|w| (row.body.clone(), w.to_owned())).collect()
            };
            out.words.extend(both(&row.words));
            out.bare
                .extend(both(&row.bare).into_iter().map(|(b, w)| (w, b)));
        }
        out.words.sort_by_key(|w| std::cmp::Reverse(w.1.len()));
        out
    }

    pub(crate) fn term(&mut self, row: &OfficeRow, holder: u32) {
        let key = (row.country.clone(), row.office.clone());
        self.terms.entry(key).or_default().push(Term {
            from: row.from.clone(),
            until: row.until.clone(),
            holder,
        });
    }

    /// The body named at the start of `text`: it, and the length of its words in bytes.
    pub(crate) fn at(&self, text: &str) -> Option<(&str, usize)> {
        self.words.iter().find_map(|(body, words)| {
            let here = text.get(..words.len())?;
            let ends = !text[words.len()..].starts_with(char::is_alphanumeric);
            (ends && here.eq_ignore_ascii_case(words)).then_some((body.as_str(), words.len()))
        })
    }

    /// Who held an office of a country on a date (EDTF), if one alone did.
    pub(crate) fn holder(&self, country: &str, office: &str, date: &str) -> Option<u32> {
        let terms = self.terms.get(&(country.to_owned(), office.to_owned()))?;
        let cut = |a: &str| a.len().min(date.len());
        let mut held = terms.iter().filter(|t| {
            let begun = date[..cut(&t.from)] >= t.from[..cut(&t.from)];
            let open =
                t.until.is_empty() && date[..cut(TABLE_ENDS)] <= TABLE_ENDS[..cut(TABLE_ENDS)];
            begun
                && (open
                    || date[..cut(&t.until)] <= t.until[..cut(&t.until)] && !t.until.is_empty())
        });
        let first = held.next()?;
        held.all(|t| t.holder == first.holder)
            .then_some(first.holder)
    }
}

/// Words that open a body's name, with the country and what they are.
pub(crate) fn openings() -> Vec<(String, &'static str, Opening)> {
    let mut out = Vec::new();
    for (iso2, country) in countries::all() {
        for adjective in country.adjectives() {
            out.push((adjective.to_owned(), iso2, Opening::Adjective));
        }
        for owner in ["'s", "’s"] {
            out.push((format!("{}{owner}", country.name), iso2, Opening::Owner));
        }
    }
    out
}
