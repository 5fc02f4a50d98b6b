//! UTF-8 byte offsets to UTF-16 units.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use sayso::{Error, Ledger};
use serde_json::Value;

use crate::api::{Site, Stamp};

/// Turns byte offsets of one text into UTF-16 offsets, without the text: a run of characters of
/// one length after the other. Asks must not cut a character.
pub(crate) struct Offsets {
    runs: Vec<Run>,
    length: usize,
}

/// Where a run begins, in both, and how much of each a character of it takes.
struct Run {
    at: usize,
    units: usize,
    bytes: usize,
    each: usize,
}

impl Offsets {
    pub(crate) fn new(text: &str) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        let mut units = 0;
        for (at, c) in text.char_indices() {
            let (bytes, each) = (c.len_utf8(), c.len_utf16());
            if runs.last().is_none_or(|r| r.bytes != bytes) {
                runs.push(Run {
                    at,
                    units,
                    bytes,
                    each,
                });
            }
            units += each;
        }
        Offsets {
            runs,
            length: text.len(),
        }
    }

    /// UTF-16 units before byte `at`; at the text's end for anything beyond it.
    pub(crate) fn of(&self, at: usize) -> usize {
        let at = at.min(self.length);
        let before = self.runs.partition_point(|r| r.at <= at).checked_sub(1);
        before.map_or(0, |n| {
            let run = &self.runs[n];
            run.units + (at - run.at) / run.bytes * run.each
        })
    }

    /// Adds `start16` and `end16` beside every `start` and `end` in a JSON value.
    pub(crate) fn add(&self, value: &mut Value) {
        match value {
            Value::Array(list) => list.iter_mut().for_each(|v| self.add(v)),
            Value::Object(fields) => {
                self.mark(fields);
                fields.values_mut().for_each(|v| self.add(v));
            }
            _ => {}
        }
    }

    fn mark(&self, fields: &mut serde_json::Map<String, Value>) {
        let get = |name: &str| fields.get(name).and_then(Value::as_u64).map(|n| n as usize);
        if let (Some(start), Some(end)) = (get("start"), get("end")) {
            fields.insert("start16".into(), self.of(start).into());
            fields.insert("end16".into(), self.of(end).into());
        }
    }
}

/// Most runs held: some tens of megabytes.
const MOST: usize = 1 << 20;

/// Offsets of documents that were asked for, as long as the file stays as it is: lists of claims
/// name the same documents again and again.
#[derive(Default)]
pub(crate) struct Marks(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    stamp: Option<Stamp>,
    runs: usize,
    of: HashMap<String, Arc<Offsets>>,
}

impl Marks {
    fn find(&self, stamp: Stamp, doc: &str) -> Option<Arc<Offsets>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = held.stamp == Some(stamp);
        fresh.then(|| held.of.get(doc).cloned())?
    }

    fn keep(&self, stamp: Stamp, doc: &str, offsets: &Arc<Offsets>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let more = offsets.runs.len() + 1;
        if held.stamp != Some(stamp) || held.runs + more > MOST {
            *held = Kept {
                stamp: Some(stamp),
                ..Kept::default()
            };
        }
        held.runs += more;
        held.of.insert(doc.to_owned(), Arc::clone(offsets));
    }
}

/// Offsets over many documents: a place's own `doc`, or that of the record around it, says whose.
pub(crate) struct Pile<'l> {
    ledger: &'l Ledger,
    site: &'l Site,
    stamp: Stamp,
    held: BTreeMap<String, Option<Arc<Offsets>>>,
}

impl<'l> Pile<'l> {
    /// Reads documents as they are asked for.
    pub(crate) fn new(site: &'l Site, ledger: &'l Ledger) -> Self {
        Pile {
            ledger,
            site,
            stamp: site.stamp(),
            held: BTreeMap::new(),
        }
    }

    /// As [`Offsets::add`], for every place whose document is told and lies in the ledger.
    pub(crate) fn add(&mut self, value: &mut Value) -> Result<(), Error> {
        self.walk(value, None)
    }

    fn walk(&mut self, value: &mut Value, around: Option<&str>) -> Result<(), Error> {
        match value {
            Value::Array(list) => list.iter_mut().try_for_each(|v| self.walk(v, around)),
            Value::Object(fields) => {
                let own = fields.get("doc").and_then(Value::as_str).map(str::to_owned);
                let doc = own.as_deref().or(around);
                if let Some(offsets) = self.of(doc)? {
                    offsets.mark(fields);
                }
                fields.values_mut().try_for_each(|v| self.walk(v, doc))
            }
            _ => Ok(()),
        }
    }

    fn of(&mut self, doc: Option<&str>) -> Result<Option<&Offsets>, Error> {
        let Some(doc) = doc else { return Ok(None) };
        if !self.held.contains_key(doc) {
            let marks = &self.site.marks;
            let offsets = match marks.find(self.stamp, doc) {
                Some(found) => Some(found),
                None => self.ledger.text(doc)?.map(|text| {
                    let made = Arc::new(Offsets::new(&text));
                    marks.keep(self.stamp, doc, &made);
                    made
                }),
            };
            self.held.insert(doc.to_owned(), offsets);
        }
        Ok(self.held.get(doc).and_then(Option::as_deref))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_counts_two_units_a_letter_and_four_bytes_each() {
        let text = format!("é {} 🇸🇾 مجلس حلب – “end”", "x".repeat(3000));
        let offsets = Offsets::new(&text);
        for (at, _) in text.char_indices() {
            assert_eq!(offsets.of(at), text[..at].encode_utf16().count(), "{at}");
        }
        assert_eq!(offsets.of(text.len() + 9), text.encode_utf16().count());
        assert_eq!(Offsets::new("").of(1), 0);
    }
}
