//! UTF-8 byte offsets to UTF-16 units.

use std::collections::BTreeMap;

use sayso::{Error, Ledger};
use serde_json::Value;

/// Turns byte offsets of one text into UTF-16 offsets; asks must not cut a character.
pub(crate) struct Offsets {
    /// UTF-16 units before each checkpoint, one every [`STEP`] bytes (at the next boundary).
    marks: Vec<(usize, usize)>,
    text: String,
}

const STEP: usize = 1024;

impl Offsets {
    /// Lays checkpoints over a text.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let mut marks = vec![(0, 0)];
        let mut units = 0;
        for (at, c) in text.char_indices() {
            if at >= marks.len() * STEP {
                marks.push((at, units));
            }
            units += c.len_utf16();
        }
        Offsets { marks, text }
    }

    /// UTF-16 units before byte `at`; at the text's end for anything beyond it.
    pub(crate) fn of(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let mark = self.marks.partition_point(|m| m.0 <= at).saturating_sub(1);
        let (from, units) = self.marks[mark];
        units
            + self
                .text
                .get(from..at)
                .map_or(0, |part| part.encode_utf16().count())
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

/// Offsets over many documents: a place's own `doc`, or that of the record around it, says whose.
pub(crate) struct Pile<'l> {
    ledger: &'l Ledger,
    held: BTreeMap<String, Option<Offsets>>,
}

impl<'l> Pile<'l> {
    /// Reads documents as they are asked for.
    pub(crate) fn new(ledger: &'l Ledger) -> Self {
        Pile {
            ledger,
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
            let offsets = self.ledger.text(doc)?.map(Offsets::new);
            self.held.insert(doc.to_owned(), offsets);
        }
        Ok(self.held.get(doc).and_then(Option::as_ref))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_counts_two_units_a_letter_and_four_bytes_each() {
        let text = format!("é {} 🇸🇾 end", "x".repeat(3000));
        let offsets = Offsets::new(text.as_str());
        for (at, _) in text.char_indices() {
            assert_eq!(offsets.of(at), text[..at].encode_utf16().count(), "{at}");
        }
        assert_eq!(offsets.of(text.len() + 9), text.encode_utf16().count());
    }
}
