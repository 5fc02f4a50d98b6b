//! The ledger file: one SQLite database that holds captures, documents, layers, findings,
//! remarks and judgements. Self-contained evidence: the captured bytes lie inside, unaltered.
//!
//! Bodies are JSON, compressed with Zstandard at a fixed level, so that equal records give equal
//! bytes. Every `put_*` is one transaction; a process killed at any moment leaves the last
//! finished transaction.

mod findings;
mod packing;

use std::path::{Path, PathBuf};

use packing::{pack, unpack};
use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use sayso_record::{Capture, Document, Judgement, Layers, Remark, SegmentKind};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Version of the file format; a ledger of a newer one is refused.
pub const FORMAT: u32 = 2;

const SCHEMA: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE stages (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE captures (sha256 TEXT PRIMARY KEY, record TEXT NOT NULL, bytes BLOB NOT NULL);
CREATE TABLE inputs (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (id TEXT PRIMARY KEY, input TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE layers (doc TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, body BLOB NOT NULL, words BLOB);
CREATE TABLE told (doc TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE related (about TEXT NOT NULL, finding TEXT NOT NULL, PRIMARY KEY (about, finding)) WITHOUT ROWID;
CREATE TABLE findings (kind TEXT NOT NULL, id TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind, id));
CREATE TABLE remarks (about TEXT NOT NULL, stage TEXT NOT NULL, message TEXT NOT NULL, start INTEGER, stop INTEGER);
CREATE TABLE judgements (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(text, doc UNINDEXED, segment UNINDEXED, start UNINDEXED, tokenize = 'unicode61 remove_diacritics 2');
";

/// Trouble with the ledger file.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be opened as a ledger.
    #[error("{path}: {found}; {todo}")]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What was found.
        found: String,
        /// What to do.
        todo: &'static str,
    },
    /// SQLite refused: full disk, broken file, read-only folder.
    #[error(
        "the ledger could not be read or written: {0}; check free space and permissions, then run the command again (finished work is kept)"
    )]
    Sqlite(#[from] rusqlite::Error),
    /// The file cannot be made.
    #[error("the ledger's file: {0}")]
    File(#[from] std::io::Error),
    /// A stored record does not have the expected shape.
    #[error("a record of the ledger cannot be read ({0}); run `sayso check` on it")]
    Record(String),
}

/// A hit of the full-text search.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Document.
    pub doc: String,
    /// Segment.
    pub segment: String,
    /// First byte of the first matching word in the document's text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Words around it; matches stand between `\u{2}` and `\u{3}`.
    pub snippet: String,
}

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    db: Connection,
}

/// What a ledger of format 1 lacks.
const FROM_1: &str = "
BEGIN;
ALTER TABLE layers ADD COLUMN words BLOB;
CREATE TABLE IF NOT EXISTS told (doc TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS related (about TEXT NOT NULL, finding TEXT NOT NULL, PRIMARY KEY (about, finding)) WITHOUT ROWID;
UPDATE meta SET value = '2' WHERE key = 'format';
COMMIT;";

impl Ledger {
    /// Creates a new ledger.
    ///
    /// # Errors
    /// When a file is there already or cannot be made.
    pub fn create(path: &Path) -> Result<Self, Error> {
        // An empty file is what a kill before the first transaction leaves.
        if path.metadata().is_ok_and(|m| m.len() > 0) {
            return Err(Error::NotALedger {
                path: path.into(),
                found: "a file of that name is there already".into(),
                todo: "open it, or choose another name",
            });
        }
        // Made beside its place and moved there whole: a kill leaves no half ledger.
        let mut beside = path.as_os_str().to_owned();
        beside.push("-new");
        let beside = Path::new(&beside);
        if beside.exists() {
            std::fs::remove_file(beside)?;
        }
        let db = Connection::open(beside)?;
        db.execute_batch(&format!(
            "BEGIN; {SCHEMA} INSERT INTO meta VALUES ('format', '{FORMAT}'); COMMIT;"
        ))?;
        db.close().map_err(|(_, error)| error)?;
        std::fs::rename(beside, path)?;
        let db = Connection::open(path)?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        Ok(Ledger { db })
    }

    /// Opens a ledger for reading and writing.
    ///
    /// # Errors
    /// When the file is absent, is no ledger, or is of a newer format.
    pub fn open(path: &Path) -> Result<Self, Error> {
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// Opens a ledger for reading only.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_read_only(path: &Path) -> Result<Self, Error> {
        Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY).or_else(|error| {
            // A process killed while writing leaves a journal that must be rolled back before
            // anybody reads; that needs a writer once.
            let mut journal = path.as_os_str().to_owned();
            journal.push("-journal");
            if Path::new(&journal).exists() && Self::open(path).is_ok() {
                return Self::open_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
            }
            Err(error)
        })
    }

    fn open_with(path: &Path, flags: OpenFlags) -> Result<Self, Error> {
        let refuse = |found: String, todo| Error::NotALedger {
            path: path.into(),
            found,
            todo,
        };
        if !path.is_file() {
            return Err(refuse(
                "no such file".into(),
                "make one with `sayso build INPUT… -o FILE`",
            ));
        }
        let db = Connection::open_with_flags(path, flags)
            .map_err(|e| refuse(e.to_string(), "check the path and its permissions"))?;
        let format: String = db
            .query_row("SELECT value FROM meta WHERE key = 'format'", [], |r| {
                r.get(0)
            })
            .map_err(|e| {
                refuse(
                    format!("not a ledger ({e})"),
                    "name a file made by `sayso build`",
                )
            })?;
        if format.parse::<u32>().map_or(true, |f| f > FORMAT) {
            return Err(refuse(
                format!("format {format}, this sayso reads up to {FORMAT}"),
                "use the newer sayso that made it",
            ));
        }
        if format == "1" && flags.contains(OpenFlags::SQLITE_OPEN_READ_WRITE) {
            db.execute_batch(FROM_1)?;
        }
        Ok(Ledger { db })
    }

    /// Runs `work` in one transaction: all of it is kept or none.
    ///
    /// # Errors
    /// The error of `work`, or SQLite's.
    pub fn transaction<T, E: From<Error>>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.db
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(Error::from)?;
        match work(self) {
            Ok(value) => {
                if let Err(error) = self.db.execute_batch("COMMIT") {
                    self.roll_back();
                    return Err(Error::from(error).into());
                }
                Ok(value)
            }
            Err(error) => {
                self.roll_back();
                Err(error)
            }
        }
    }

    fn roll_back(&self) {
        // A failed roll-back leaves the journal, which SQLite replays at the next opening.
        self.db.execute_batch("ROLLBACK").ok();
    }

    /// A value of the ledger's own notes.
    ///
    /// # Errors
    /// SQLite's.
    pub fn meta(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self
            .db
            .query_row("SELECT value FROM meta WHERE key = ?1", [key], |r| r.get(0))
            .optional()?)
    }

    /// Sets a value of the ledger's own notes.
    ///
    /// # Errors
    /// SQLite's.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), Error> {
        self.db.execute(
            "INSERT OR REPLACE INTO meta VALUES (?1, ?2)",
            params![key, value],
        )?;
        Ok(())
    }

    /// Fingerprint under which a stage last finished.
    ///
    /// # Errors
    /// SQLite's.
    pub fn stage_fingerprint(&self, stage: &str) -> Result<Option<String>, Error> {
        Ok(self
            .db
            .query_row(
                "SELECT fingerprint FROM stages WHERE name = ?1",
                [stage],
                |r| r.get(0),
            )
            .optional()?)
    }

    /// Notes that a stage finished.
    ///
    /// # Errors
    /// SQLite's.
    pub fn set_stage_fingerprint(&self, stage: &str, fingerprint: &str) -> Result<(), Error> {
        self.db.execute(
            "INSERT OR REPLACE INTO stages VALUES (?1, ?2)",
            params![stage, fingerprint],
        )?;
        Ok(())
    }

    /// Stores a capture and its bytes; the same bytes are stored once.
    ///
    /// # Errors
    /// SQLite's.
    pub fn put_capture(&self, capture: &Capture, bytes: &[u8]) -> Result<(), Error> {
        let packed = zstd::bulk::compress(bytes, 3).map_err(|e| Error::Record(e.to_string()))?;
        let record = serde_json::to_string(capture).map_err(|e| Error::Record(e.to_string()))?;
        self.db.execute(
            "INSERT OR IGNORE INTO captures VALUES (?1, ?2, ?3)",
            params![capture.sha256, record, packed],
        )?;
        self.db.execute(
            "INSERT OR REPLACE INTO inputs VALUES (?1, ?2)",
            params![capture.name, capture.sha256],
        )?;
        Ok(())
    }

    /// The inputs read so far: name and SHA-256, by name.
    ///
    /// # Errors
    /// SQLite's.
    pub fn inputs(&self) -> Result<Vec<(String, String)>, Error> {
        let mut rows = self
            .db
            .prepare("SELECT name, sha256 FROM inputs ORDER BY name")?;
        let found = rows.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// A capture by its hash.
    ///
    /// # Errors
    /// SQLite's.
    pub fn capture(&self, sha256: &str) -> Result<Option<Capture>, Error> {
        let text: Option<String> = self
            .db
            .query_row(
                "SELECT record FROM captures WHERE sha256 = ?1",
                [sha256],
                |r| r.get(0),
            )
            .optional()?;
        text.map(|t| serde_json::from_str(&t).map_err(|e| Error::Record(e.to_string())))
            .transpose()
    }

    /// All captures by hash.
    ///
    /// # Errors
    /// SQLite's.
    pub fn captures(&self) -> Result<Vec<Capture>, Error> {
        self.texts("SELECT record FROM captures ORDER BY sha256")
    }

    /// The bytes of a capture as they were obtained.
    ///
    /// # Errors
    /// When there is no such capture.
    pub fn capture_bytes(&self, sha256: &str) -> Result<Vec<u8>, Error> {
        let packed: Vec<u8> = self.db.query_row(
            "SELECT bytes FROM captures WHERE sha256 = ?1",
            [sha256],
            |r| r.get(0),
        )?;
        zstd::stream::decode_all(&packed[..]).map_err(|e| Error::Record(e.to_string()))
    }

    /// Stores a document (replacing one of the same id) and its words for the search.
    ///
    /// # Errors
    /// SQLite's.
    pub fn put_document(&self, document: &Document) -> Result<(), Error> {
        self.remove_document(&document.id)?;
        self.db.execute(
            "INSERT INTO documents VALUES (?1, ?2, ?3)",
            params![document.id, document.capture, pack(document)?],
        )?;
        let mut put = self
            .db
            .prepare_cached("INSERT INTO words (text, doc, segment, start) VALUES (?1,?2,?3,?4)")?;
        for segment in &document.segments {
            // Parents hold their children's words already.
            if segment.kind == SegmentKind::Boilerplate || segment.parent.is_some() {
                continue;
            }
            if let Some(text) = segment.span().text(&document.text) {
                put.execute(params![text, document.id, segment.id, segment.start as i64])?;
            }
        }
        Ok(())
    }

    /// Removes a document with its words and layers; its capture stays.
    ///
    /// # Errors
    /// SQLite's.
    pub fn remove_document(&self, id: &str) -> Result<(), Error> {
        if self
            .db
            .execute("DELETE FROM documents WHERE id = ?1", [id])?
            > 0
        {
            self.db.execute("DELETE FROM words WHERE doc = ?1", [id])?;
            self.db.execute("DELETE FROM layers WHERE doc = ?1", [id])?;
            self.db.execute("DELETE FROM told WHERE doc = ?1", [id])?;
        }
        Ok(())
    }

    /// A document by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn document(&self, id: &str) -> Result<Option<Document>, Error> {
        self.one("SELECT body FROM documents WHERE id = ?1", id)
    }

    /// A document's text alone: of a long page most is the way back to its bytes.
    ///
    /// # Errors
    /// SQLite's.
    pub fn text(&self, id: &str) -> Result<Option<String>, Error> {
        #[derive(serde::Deserialize)]
        struct Body {
            text: String,
        }
        let found: Option<Body> = self.one("SELECT body FROM documents WHERE id = ?1", id)?;
        Ok(found.map(|b| b.text))
    }

    /// Ids of all documents, sorted.
    ///
    /// # Errors
    /// SQLite's.
    pub fn document_ids(&self) -> Result<Vec<String>, Error> {
        let mut rows = self.db.prepare("SELECT id FROM documents ORDER BY id")?;
        let found = rows.query_map([], |r| r.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// All documents by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn documents(&self) -> Result<Vec<Document>, Error> {
        self.many("SELECT body FROM documents ORDER BY id", [])
    }

    /// Stores a document's layers, made under `fingerprint`.
    ///
    /// # Errors
    /// SQLite's.
    pub fn put_layers_as(
        &self,
        doc: &str,
        fingerprint: &str,
        layers: &Layers,
    ) -> Result<(), Error> {
        // Sentences, tokens and mentions are most of it, and few readers want them.
        let words = Layers {
            sentences: layers.sentences.clone(),
            tokens: layers.tokens.clone(),
            mentions: layers.mentions.clone(),
            ..Layers::default()
        };
        let body = Layers {
            sentences: Vec::new(),
            tokens: Vec::new(),
            mentions: Vec::new(),
            ..layers.clone()
        };
        self.db.execute(
            "INSERT OR REPLACE INTO layers VALUES (?1, ?2, ?3, ?4)",
            params![doc, fingerprint, pack(&body)?, pack(&words)?],
        )?;
        Ok(())
    }

    /// Keeps what a document tells the pile stages, under the fingerprint of all it was made from.
    ///
    /// # Errors
    /// SQLite's.
    pub fn put_told<T: Serialize>(
        &self,
        doc: &str,
        fingerprint: &str,
        told: &T,
    ) -> Result<(), Error> {
        self.db
            .prepare_cached("INSERT OR REPLACE INTO told VALUES (?1, ?2, ?3)")?
            .execute(params![doc, fingerprint, pack(told)?])?;
        Ok(())
    }

    /// What was kept of a document under this fingerprint.
    ///
    /// # Errors
    /// SQLite's.
    pub fn told<T: DeserializeOwned>(
        &self,
        doc: &str,
        fingerprint: &str,
    ) -> Result<Option<T>, Error> {
        let body: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT body FROM told WHERE doc = ?1 AND fingerprint = ?2")?
            .query_row([doc, fingerprint], |r| r.get(0))
            .optional()?;
        body.map(|b| unpack(&b)).transpose()
    }

    /// Stores a document's layers with no fingerprint: a rerun will make them again.
    ///
    /// # Errors
    /// SQLite's.
    pub fn put_layers(&self, doc: &str, layers: &Layers) -> Result<(), Error> {
        self.put_layers_as(doc, "", layers)
    }

    /// The fingerprint a document's layers were made under.
    ///
    /// # Errors
    /// SQLite's.
    pub fn layers_fingerprint(&self, doc: &str) -> Result<Option<String>, Error> {
        Ok(self
            .db
            .query_row(
                "SELECT fingerprint FROM layers WHERE doc = ?1",
                [doc],
                |r| r.get(0),
            )
            .optional()?)
    }

    /// A document's layers.
    ///
    /// # Errors
    /// SQLite's.
    pub fn layers(&self, doc: &str) -> Result<Option<Layers>, Error> {
        let found: Option<(Vec<u8>, Option<Vec<u8>>)> = self
            .db
            .prepare_cached("SELECT body, words FROM layers WHERE doc = ?1")
            .or_else(|e| self.before_words(e))?
            .query_row([doc], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let Some((body, words)) = found else {
            return Ok(None);
        };
        let mut layers: Layers = unpack(&body)?;
        if let Some(words) = words {
            let words: Layers = unpack(&words)?;
            layers.sentences = words.sentences;
            layers.tokens = words.tokens;
            layers.mentions = words.mentions;
        }
        Ok(Some(layers))
    }

    /// A document's layers without sentences, tokens and mentions: several times faster. Of a
    /// document that a ledger of format 1 holds all layers.
    ///
    /// # Errors
    /// SQLite's.
    pub fn layers_without_words(&self, doc: &str) -> Result<Option<Layers>, Error> {
        let body: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT body FROM layers WHERE doc = ?1")?
            .query_row([doc], |r| r.get(0))
            .optional()?;
        body.map(|b| unpack(&b)).transpose()
    }

    /// A ledger of format 1, opened for reading only, has all layers in one column.
    fn before_words(
        &self,
        error: rusqlite::Error,
    ) -> Result<rusqlite::CachedStatement<'_>, rusqlite::Error> {
        self.db
            .prepare_cached("SELECT body, NULL FROM layers WHERE doc = ?1")
            .map_err(|_| error)
    }

    /// Removes all remarks.
    ///
    /// # Errors
    /// SQLite's.
    pub fn clear_remarks(&self) -> Result<(), Error> {
        self.db.execute("DELETE FROM remarks", [])?;
        Ok(())
    }

    /// Adds remarks.
    ///
    /// # Errors
    /// SQLite's.
    pub fn add_remarks(&self, remarks: &[Remark]) -> Result<(), Error> {
        let mut put = self
            .db
            .prepare_cached("INSERT INTO remarks VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for r in remarks {
            let (start, stop) = r
                .span
                .map_or((None, None), |s| (Some(s.start as i64), Some(s.end as i64)));
            put.execute(params![r.about, r.stage, r.message, start, stop])?;
        }
        Ok(())
    }

    /// All remarks, sorted, each once.
    ///
    /// # Errors
    /// SQLite's.
    pub fn remarks(&self) -> Result<Vec<Remark>, Error> {
        let mut rows = self.db.prepare(
            "SELECT DISTINCT about, stage, message, start, stop FROM remarks ORDER BY 1, 2, 3, 4, 5",
        )?;
        let found = rows.query_map([], |r| {
            let span: (Option<i64>, Option<i64>) = (r.get(3)?, r.get(4)?);
            Ok(Remark {
                about: r.get(0)?,
                stage: r.get(1)?,
                message: r.get(2)?,
                span: match span {
                    (Some(a), Some(b)) if a <= b => {
                        Some(sayso_record::Span::new(a as usize, b as usize))
                    }
                    _ => None,
                },
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Adds a judgement or replaces one of the same id (to retract it).
    ///
    /// # Errors
    /// SQLite's.
    pub fn add_judgement(&self, judgement: &Judgement) -> Result<(), Error> {
        let body = serde_json::to_string(judgement).map_err(|e| Error::Record(e.to_string()))?;
        self.db.execute(
            "INSERT OR REPLACE INTO judgements VALUES (?1, ?2)",
            params![judgement.id, body],
        )?;
        Ok(())
    }

    /// All judgements by id.
    ///
    /// # Errors
    /// SQLite's.
    pub fn judgements(&self) -> Result<Vec<Judgement>, Error> {
        self.texts("SELECT body FROM judgements ORDER BY id")
    }

    /// Full-text search: every word of `query` must occur in a segment; the last word may be a
    /// beginning. Best first, `limit` of them behind the first `offset`.
    ///
    /// # Errors
    /// SQLite's.
    pub fn search(&self, query: &str, offset: usize, limit: usize) -> Result<Vec<Hit>, Error> {
        let Some(expression) = expression(query) else {
            return Ok(Vec::new());
        };
        // First which, then their words: marking those passed over as well takes ten times as long.
        // The plus keeps SQLite from looking each of them up anew.
        let mut rows = self.db.prepare(
            "SELECT doc, segment, start, highlight(words, 0, char(2), char(3)),
                    snippet(words, 0, char(2), char(3), '…', 24)
             FROM words WHERE words MATCH ?1 AND +rowid IN (
                 SELECT rowid FROM words WHERE words MATCH ?1
                 ORDER BY rank, doc, start LIMIT ?2 OFFSET ?3)
             ORDER BY rank, doc, start",
        )?;
        let part = params![expression, limit as i64, offset as i64];
        let found = rows.query_map(part, |r| {
            let marked: String = r.get(3)?;
            let base = r.get::<_, i64>(2)? as usize;
            // The first mark opens before any other mark was put in, so bytes before it count.
            let at = marked.find('\u{2}').unwrap_or(0);
            let len = marked[at..]
                .find('\u{3}')
                .map_or(0, |e| e.saturating_sub(1));
            Ok(Hit {
                doc: r.get(0)?,
                segment: r.get(1)?,
                start: base + at,
                end: base + at + len,
                snippet: r.get(4)?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// How many segments such a search finds.
    ///
    /// # Errors
    /// SQLite's.
    pub fn search_count(&self, query: &str) -> Result<usize, Error> {
        let Some(expression) = expression(query) else {
            return Ok(0);
        };
        let count: i64 = self.db.query_row(
            "SELECT count(*) FROM words WHERE words MATCH ?1",
            [expression],
            |r| r.get(0),
        )?;
        Ok(count as usize)
    }

    fn texts<T: DeserializeOwned>(&self, sql: &str) -> Result<Vec<T>, Error> {
        let mut rows = self.db.prepare(sql)?;
        let found = rows.query_map([], |r| r.get::<_, String>(0))?;
        found
            .map(|t| serde_json::from_str(&t?).map_err(|e| Error::Record(e.to_string())))
            .collect()
    }

    fn one<T: DeserializeOwned>(&self, sql: &str, id: &str) -> Result<Option<T>, Error> {
        let mut found = self.db.prepare_cached(sql)?;
        let body: Option<Vec<u8>> = found.query_row([id], |r| r.get(0)).optional()?;
        body.map(|b| unpack(&b)).transpose()
    }

    fn many<T: DeserializeOwned>(
        &self,
        sql: &str,
        arguments: impl rusqlite::Params,
    ) -> Result<Vec<T>, Error> {
        let mut rows = self.db.prepare(sql)?;
        let found = rows.query_map(arguments, |r| r.get::<_, Vec<u8>>(0))?;
        found.map(|b| unpack(&b?)).collect()
    }
}

/// What SQLite is asked for the words of a query; nothing where it has none.
fn expression(query: &str) -> Option<String> {
    let words: Vec<String> = query
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(|w| format!("\"{w}\""))
        .collect();
    (!words.is_empty()).then(|| format!("{}*", words.join(" ")))
}
