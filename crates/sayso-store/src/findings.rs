//! What the pile stages found: passages, statements, claims, relations, outcomes.

use std::collections::BTreeSet;

use rusqlite::params;
use sayso_record::{Claim, Findings, Outcome, Passage, Relation, Statement};
use serde::de::DeserializeOwned;

use crate::packing::pack;
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
        for x in &findings.passages {
            put.execute(params!["passage", x.id, pack(x)?])?;
        }
        for x in &findings.statements {
            put.execute(params!["statement", x.id, pack(x)?])?;
        }
        for x in &findings.claims {
            put.execute(params!["claim", x.id, pack(x)?])?;
        }
        let mut index = self
            .db
            .prepare("INSERT OR IGNORE INTO related VALUES (?1, ?2)")?;
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
        let Ok(mut index) = self
            .db
            .prepare_cached("SELECT relation FROM related WHERE statement = ?1")
        else {
            // A ledger of format 1 that is only read has no such table.
            let mut all = self.relations()?;
            all.retain(|r| {
                statements.contains(&r.a.as_str()) || statements.contains(&r.b.as_str())
            });
            return Ok(all);
        };
        let mut ids: BTreeSet<String> = BTreeSet::new();
        for statement in statements {
            let found = index.query_map([statement], |r| r.get(0))?;
            for id in found {
                ids.insert(id?);
            }
        }
        let mut out = Vec::with_capacity(ids.len());
        for id in ids {
            out.extend(self.one::<Relation>(
                "SELECT body FROM findings WHERE kind = 'relation' AND id = ?1",
                &id,
            )?);
        }
        Ok(out)
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
