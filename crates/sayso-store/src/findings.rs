//! What the pile stages found: passages, statements, claims, relations, outcomes.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, params};
use sayso_record::{Claim, Findings, Outcome, Passage, Relation, Statement};
use serde::de::DeserializeOwned;

use crate::packing::{pack, unpack};
use crate::{Error, Ledger};

impl Ledger {
    /// Replaces all findings.
    ///
    /// # Errors
    /// SQLite's.
    pub fn put_findings(&self, findings: &Findings) -> Result<(), Error> {
        self.db.execute("DELETE FROM findings", [])?;
        self.db.execute("DELETE FROM related", [])?;
        let mut put = self
            .db
            .prepare("INSERT OR REPLACE INTO findings VALUES (?1, ?2, ?3)")?;
        // Relations by their statements, passages by their documents.
        let mut index = self
            .db
            .prepare("INSERT OR IGNORE INTO related VALUES (?1, ?2)")?;
        for x in &findings.passages {
            put.execute(params!["passage", x.id, pack(x)?])?;
            for doc in [&x.a.doc, &x.b.doc] {
                index.execute([doc, &x.id])?;
            }
        }
        for x in &findings.statements {
            put.execute(params!["statement", x.id, pack(x)?])?;
        }
        for x in &findings.claims {
            put.execute(params!["claim", x.id, pack(x)?])?;
        }
        for x in &findings.relations {
            put.execute(params!["relation", x.id, pack(x)?])?;
            for statement in [&x.a, &x.b] {
                index.execute([statement, &x.id])?;
            }
        }
        for x in &findings.outcomes {
            put.execute(params!["outcome", x.id, pack(x)?])?;
        }
        Ok(())
    }

    /// All findings, each kind by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn findings(&self) -> Result<Findings, Error> {
        Ok(Findings {
            passages: self.passages()?,
            statements: self.statements()?,
            claims: self.claims()?,
            relations: self.relations()?,
            outcomes: self.outcomes()?,
        })
    }

    /// What came of forecasts, by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn outcomes(&self) -> Result<Vec<Outcome>, Error> {
        self.found("outcome")
    }

    fn found<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>, Error> {
        self.many(
            "SELECT body FROM findings WHERE kind = ?1 ORDER BY id",
            [kind],
        )
    }

    /// Passages by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn passages(&self) -> Result<Vec<Passage>, Error> {
        self.found("passage")
    }

    /// Statements by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn statements(&self) -> Result<Vec<Statement>, Error> {
        self.found("statement")
    }

    /// Claims by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn claims(&self) -> Result<Vec<Claim>, Error> {
        self.found("claim")
    }

    /// Relations by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn relations(&self) -> Result<Vec<Relation>, Error> {
        self.found("relation")
    }

    /// The relations that one of these statements stands in, by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn relations_of(&self, statements: &[&str]) -> Result<Vec<Relation>, Error> {
        match self.found_about("relation", statements)? {
            Some(found) => Ok(found),
            None => {
                let mut all = self.relations()?;
                all.retain(|r| {
                    statements.contains(&r.a.as_str()) || statements.contains(&r.b.as_str())
                });
                Ok(all)
            }
        }
    }

    /// The passages of a document, by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn passages_of(&self, doc: &str) -> Result<Vec<Passage>, Error> {
        match self.found_about("passage", &[doc])? {
            Some(found) => Ok(found),
            None => {
                let mut all = self.passages()?;
                all.retain(|p| p.a.doc == doc || p.b.doc == doc);
                Ok(all)
            }
        }
    }

    /// Findings of one kind about any of these, by id; `None` in a ledger of format 1 that is only
    /// read, which has no such table.
    fn found_about<T: DeserializeOwned>(
        &self,
        kind: &str,
        about: &[&str],
    ) -> Result<Option<Vec<T>>, Error> {
        let Ok(mut index) = self
            .db
            .prepare_cached("SELECT finding FROM related WHERE about = ?1")
        else {
            return Ok(None);
        };
        let mut ids: BTreeSet<String> = BTreeSet::new();
        for one in about {
            let found = index.query_map([one], |r| r.get(0))?;
            for id in found {
                ids.insert(id?);
            }
        }
        let mut body = self
            .db
            .prepare_cached("SELECT body FROM findings WHERE kind = ?1 AND id = ?2")?;
        let mut out = Vec::with_capacity(ids.len());
        for id in &ids {
            // A document may have the name of a statement; the kind tells.
            let found: Option<Vec<u8>> = body.query_row([kind, id], |r| r.get(0)).optional()?;
            if let Some(bytes) = found {
                out.push(unpack(&bytes)?);
            }
        }
        Ok(Some(out))
    }

    /// A passage by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn passage(&self, id: &str) -> Result<Option<Passage>, Error> {
        self.one(
            "SELECT body FROM findings WHERE kind = 'passage' AND id = ?1",
            id,
        )
    }

    /// A relation by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn relation(&self, id: &str) -> Result<Option<Relation>, Error> {
        self.one(
            "SELECT body FROM findings WHERE kind = 'relation' AND id = ?1",
            id,
        )
    }

    /// How many passages there are.
    ///
    /// # Errors
    /// SQLite's.
    pub fn passage_count(&self) -> Result<usize, Error> {
        let sql = "SELECT count(*) FROM findings WHERE kind = 'passage'";
        Ok(self.db.query_row(sql, [], |r| r.get::<_, u32>(0))? as usize)
    }

    /// A statement by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn statement(&self, id: &str) -> Result<Option<Statement>, Error> {
        self.one(
            "SELECT body FROM findings WHERE kind = 'statement' AND id = ?1",
            id,
        )
    }

    /// A claim by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn claim(&self, id: &str) -> Result<Option<Claim>, Error> {
        self.one(
            "SELECT body FROM findings WHERE kind = 'claim' AND id = ?1",
            id,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_record::{Layers, Sentence};

    #[test]
    fn a_ledger_of_format_1_is_read_as_it_is_and_brought_forward_when_written() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.sayso");
        let layers = Layers {
            sentences: vec![Sentence { start: 0, end: 4 }],
            ..Layers::default()
        };
        {
            let ledger = Ledger::create(&path).expect("made");
            // As format 1 had it: all layers in one column, no tables beside.
            let body = pack(&layers).expect("packed");
            ledger
                .db
                .execute_batch(
                    "ALTER TABLE layers DROP COLUMN words; DROP TABLE told; DROP TABLE related;
                     UPDATE meta SET value = '1' WHERE key = 'format';",
                )
                .expect("set back");
            ledger
                .db
                .execute("INSERT INTO layers VALUES ('d', 'f', ?1)", [body])
                .expect("stored");
        }
        let old = Ledger::open_read_only(&path).expect("opens");
        assert_eq!(old.layers("d").expect("reads"), Some(layers.clone()));
        assert!(
            old.relations_of(&["statement-1"])
                .expect("reads")
                .is_empty()
        );
        drop(old);
        let new = Ledger::open(&path).expect("opens");
        assert_eq!(new.meta("format").expect("reads").as_deref(), Some("2"));
        assert_eq!(new.layers("d").expect("reads"), Some(layers.clone()));
        new.put_told("d", "f", &layers).expect("kept");
        assert_eq!(new.told("d", "f").expect("reads"), Some(layers.clone()));
        new.put_layers("d", &layers).expect("stored");
        assert_eq!(new.layers("d").expect("reads"), Some(layers));
        let without = new.layers_without_words("d").expect("reads");
        assert_eq!(without, Some(Layers::default()));
    }
}
