//! sayso: who says so, through whom, in which words. The house: it joins the stages, in their
//! order, over a ledger. The only public Rust API; stages meet nowhere else.

mod backend;
mod build;
mod compare;
mod course;
mod naming;
mod persons;
mod sources;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use backend::Backend;
pub use build::{add, build, judge};
pub use compare::{Change, ChangeKind, HedgeChange, compare};
pub use course::{SURE, Step, Turn, course};
pub use naming::{Naming, naming};
pub use persons::{private_persons, shorten};
use rayon::prelude::*;
pub use sayso_publish::TableKind;
use sayso_read::{Sidecar, Source};
pub use sayso_record as record;
use sayso_record::id::sha256_hex;
use sayso_record::{Capture, Document, Layers, Passage, Remark, Span, Unwrap};
pub use sayso_relate::{
    Cell, Method, Record, Said, Truth, ValueKind, Weighed, correct, known_by, truth,
};
pub use sayso_store::{Hit, Ledger};
pub use sources::{Copied, Foretold, SourceRecord, Trail, sources, sources_of};

/// Inputs read, annotated and related at a time: bounds memory and the work a kill can lose.
const BATCH: usize = 256;

/// What stops the work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Inputs or sidecar.
    #[error(transparent)]
    Read(#[from] sayso_read::Error),
    /// The ledger.
    #[error(transparent)]
    Store(#[from] sayso_store::Error),
    /// An export.
    #[error(transparent)]
    Publish(#[from] sayso_publish::Error),
    /// A knowledge pack.
    #[error(transparent)]
    Knowledge(#[from] sayso_knowledge::Error),
    /// Another pile lies in the ledger already.
    #[error(
        "{0} was built from other inputs ({1}); use `sayso add` to add to it, or build into another file"
    )]
    OtherInputs(PathBuf, String),
    /// An input of the same name and other bytes lies in the ledger.
    #[error("{0}: the ledger holds an input of this name with other bytes; rename the new one")]
    SameName(String),
    /// Not a day, month or year.
    #[error("{0} is no date; write a day, month or year, such as 2016-03-27, 2016-03 or 2016")]
    NoDay(String),
    /// The back-end.
    #[error("{0}")]
    Backend(String),
    /// No threads.
    #[error("cannot start {0} threads: {1}; choose another --jobs")]
    Threads(usize, String),
}

/// The caller's choices.
#[derive(Debug, Default, Clone)]
pub struct Options {
    /// Sidecar.
    pub metadata: Option<PathBuf>,
    /// Knowledge packs.
    pub knowledge: Vec<PathBuf>,
    /// Threads; 0 for one a core.
    pub jobs: usize,
    /// A back-end that proposes mentions and attributions; asked only when named.
    pub backend: Option<Backend>,
}

/// What a build did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Documents in the ledger.
    pub documents: usize,
    /// Claims found.
    pub claims: usize,
    /// Passages found.
    pub passages: usize,
    /// All remarks.
    pub remarks: Vec<Remark>,
    /// Time each stage took.
    pub timings: Vec<(&'static str, std::time::Duration)>,
}

/// What is told while work goes on: the verb, how many are done, of how many.
pub type Progress<'p> = &'p (dyn Fn(&str, usize, usize) + Sync);

fn sidecar(options: &Options) -> Result<Sidecar, Error> {
    Ok(match &options.metadata {
        Some(path) => Sidecar::load(path)?,
        None => Sidecar::default(),
    })
}

fn pool(jobs: usize) -> Result<rayon::ThreadPool, Error> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build()
        .map_err(|e| Error::Threads(jobs, e.to_string()))
}

type Taken = (Option<(Capture, Vec<u8>)>, Vec<Document>, Vec<Remark>);

fn take(source: &Source, sidecar: &Sidecar) -> Taken {
    match sayso_read::obtain(source) {
        Err(remark) => (None, Vec::new(), vec![remark]),
        Ok((capture, bytes)) => {
            let (documents, remarks) = sayso_read::read(source, &capture, &bytes, sidecar);
            (Some((capture, bytes)), documents, remarks)
        }
    }
}

/// Annotates with what the caller chose.
struct Reader<'k> {
    knowledge: &'k sayso_knowledge::Knowledge,
    asked: Option<backend::Asked>,
}

impl<'k> Reader<'k> {
    fn new(knowledge: &'k sayso_knowledge::Knowledge, options: &Options) -> Result<Self, Error> {
        let asked = options.backend.as_ref().map(Backend::start).transpose();
        Ok(Reader {
            knowledge,
            asked: asked.map_err(Error::Backend)?,
        })
    }

    /// The layers of a document, and whether the back-end answered, if one is there.
    fn annotate(&self, document: &Document) -> ((Layers, Vec<Remark>), bool) {
        let told = self.asked.as_ref().map(|a| a.ask(document)).transpose();
        let (proposals, trouble) = match told {
            Ok(proposals) => (proposals.unwrap_or_default(), None),
            Err(trouble) => (Vec::new(), Some(trouble)),
        };
        let context = sayso_annotate::Context {
            knowledge: self.knowledge,
            proposals: &proposals,
        };
        let choices = sayso_annotate::Options::default();
        let (layers, mut remarks) = sayso_annotate::annotate(&context, document, &choices);
        let answered = trouble.is_none();
        remarks.extend(trouble.map(|t| Remark::new(document.id.clone(), "annotate", t)));
        ((layers, remarks), answered)
    }
}

/// Reads and annotates inputs, in the order of their names, handing each document to `each`.
///
/// # Errors
/// When inputs, sidecar or knowledge cannot be used.
pub fn annotate(
    inputs: &[PathBuf],
    options: &Options,
    mut each: impl FnMut(&Document, &Layers),
) -> Result<Vec<Remark>, Error> {
    let (documents, mut remarks) = read_all(inputs, options)?;
    let knowledge = sayso_knowledge::Knowledge::with_packs(&options.knowledge)?;
    let reader = Reader::new(&knowledge, options)?;
    let threads = pool(options.jobs)?;
    for batch in documents.chunks(BATCH) {
        let done: Vec<_> =
            threads.install(|| batch.par_iter().map(|d| reader.annotate(d).0).collect());
        for (document, (layers, more)) in batch.iter().zip(done) {
            each(document, &layers);
            remarks.extend(more);
        }
    }
    Ok(remarks)
}

/// The passages of inputs.
///
/// # Errors
/// As [`annotate`].
pub fn reuse(inputs: &[PathBuf], options: &Options) -> Result<(Vec<Passage>, Vec<Remark>), Error> {
    let (documents, remarks) = read_all(inputs, options)?;
    let knowledge = sayso_knowledge::Knowledge::with_packs(&options.knowledge)?;
    let context = sayso_relate::Context {
        knowledge: &knowledge,
    };
    let passages = sayso_relate::reuse(&context, &documents, &sayso_relate::Options::default());
    Ok((passages, remarks))
}

fn read_all(inputs: &[PathBuf], options: &Options) -> Result<(Vec<Document>, Vec<Remark>), Error> {
    let sidecar = sidecar(options)?;
    let (sources, mut remarks) = sayso_read::discover(inputs, &sidecar)?;
    let mut documents = Vec::new();
    let threads = pool(options.jobs)?;
    for batch in sources.chunks(BATCH) {
        let taken: Vec<Taken> =
            threads.install(|| batch.par_iter().map(|s| take(s, &sidecar)).collect());
        for (_, read, more) in taken {
            documents.extend(read);
            remarks.extend(more);
        }
    }
    remarks.extend(sayso_read::unique_ids(&mut documents));
    Ok((documents, remarks))
}

/// Verifies a ledger: capture hashes, the way back of every document, the place of every
/// passage and piece of evidence. What does not hold comes back, a line each.
///
/// # Errors
/// When the ledger cannot be read.
pub fn check(ledger: &Ledger) -> Result<Vec<String>, Error> {
    let mut broken = Vec::new();
    for capture in ledger.captures()? {
        if sha256_hex(&ledger.capture_bytes(&capture.sha256)?) != capture.sha256 {
            broken.push(format!(
                "capture {}: its bytes have another hash",
                capture.name
            ));
        }
    }
    // Records of one container share all steps but the last; unpack it once.
    let mut held: Option<(String, Vec<Unwrap>, Vec<u8>)> = None;
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for document in ledger.documents()? {
        let (shared, last) = match document.unwrap.split_last() {
            Some((last @ Unwrap::Range(..), shared)) => (shared.to_vec(), vec![last.clone()]),
            _ => (document.unwrap.clone(), Vec::new()),
        };
        let fits = held
            .as_ref()
            .is_some_and(|h| h.0 == document.capture && h.1 == shared);
        if !fits {
            let bytes = ledger.capture_bytes(&document.capture)?;
            let outer = sayso_read::payload(&bytes, &shared)?;
            held = Some((document.capture.clone(), shared, outer));
        }
        let outer = held.as_ref().map_or(&[][..], |h| &h.2);
        let found = match last.first() {
            Some(Unwrap::Range(a, b)) => match outer.get(*a as usize..*b as usize) {
                Some(part) => sayso_read::check_document(&document, part),
                None => Err("points outside its capture".into()),
            },
            _ => sayso_read::check_document(&document, outer),
        };
        if let Err(what) = found {
            broken.push(format!("document {}: {what}", document.id));
        }
        texts.insert(document.id, document.text);
    }
    let findings = ledger.findings()?;
    let spans = findings
        .claims
        .iter()
        .flat_map(|c| c.evidence.spans())
        .chain(findings.passages.iter().flat_map(|p| [&p.a, &p.b]))
        .chain(findings.relations.iter().flat_map(|r| r.evidence.spans()));
    for at in spans {
        let words = texts
            .get(&at.doc)
            .and_then(|t| Span::new(at.start, at.end).text(t));
        if words.is_none_or(str::is_empty) {
            broken.push(format!(
                "{} {}..{}: no words there",
                at.doc, at.start, at.end
            ));
        }
    }
    Ok(broken)
}

/// Whether a day, month or year is written as one: `2016-03-27`, `2016-03`, `2016`.
///
/// # Errors
/// When it is not.
pub fn check_day(day: &str) -> Result<(), Error> {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = day.split('-').collect();
    let good = match parts.as_slice() {
        [y] => digits(y, 4),
        [y, m] => digits(y, 4) && digits(m, 2),
        [y, m, d] => digits(y, 4) && digits(m, 2) && digits(d, 2),
        _ => false,
    };
    if !good {
        return Err(Error::NoDay(day.to_owned()));
    }
    Ok(())
}

/// What could be known at the end of a day, month or year (EDTF, `2016-03-27`): the pile related
/// again with nothing that appeared later or has no date. Judgements stand. The ledger stays as it
/// is.
///
/// # Errors
/// When the ledger cannot be read, a knowledge pack does not fit, or `day` is no date.
pub fn as_of(ledger: &Ledger, day: &str, options: &Options) -> Result<record::Findings, Error> {
    check_day(day)?;
    let knowledge = sayso_knowledge::Knowledge::with_packs(&options.knowledge)?;
    let documents = ledger.documents()?;
    let told = build::tells(ledger, &documents)?;
    let judgements = ledger.judgements()?;
    let (findings, _) = sayso_relate::relate(
        &sayso_relate::Context {
            knowledge: &knowledge,
        },
        &sayso_relate::Pile {
            documents: &documents,
            told: &told,
            judgements: &judgements,
        },
        &sayso_relate::Options {
            as_of: Some(day.to_owned()),
        },
    );
    Ok(findings)
}

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Every record, a line each.
    Jsonl,
    /// Claims, a row an appearance.
    Csv,
    /// Control of places.
    Geojson,
    /// Incidents in ACLED's columns.
    Acled,
    /// Incidents with deaths in the columns of UCDP GED.
    Ucdp,
    /// Claims as schema.org Claim and ClaimReview (JSON-LD).
    Claimreview,
}

/// Writes a ledger in another form; the same ledger gives the same bytes.
///
/// # Errors
/// When the ledger cannot be read or the output refuses.
pub fn export(ledger: &Ledger, form: Form, out: &mut dyn std::io::Write) -> Result<(), Error> {
    export_some(ledger, form, &|_| true, out)
}

/// Statements of one kind that pass, as a CSV table in the order of the ledger's statements.
///
/// # Errors
/// When the ledger cannot be read or the output refuses.
pub fn table(
    ledger: &Ledger,
    kind: TableKind,
    keep: &dyn Fn(&record::Statement) -> bool,
    out: &mut dyn std::io::Write,
) -> Result<(), Error> {
    let statements = ledger.statements()?;
    let kept: Vec<&record::Statement> = statements.iter().filter(|s| keep(s)).collect();
    let outcomes = match kind {
        TableKind::Forecasts => ledger.outcomes()?,
        _ => Vec::new(),
    };
    let outcomes = outcomes
        .into_iter()
        .map(|o| (o.forecast.clone(), o))
        .collect();
    Ok(sayso_publish::table(
        kind,
        &kept,
        &outcomes,
        &ledger.documents()?,
        out,
    )?)
}

/// As [`export`]; of the control of places only the statements that pass.
///
/// # Errors
/// As [`export`].
pub fn export_some(
    ledger: &Ledger,
    form: Form,
    keep: &dyn Fn(&record::Statement) -> bool,
    out: &mut dyn std::io::Write,
) -> Result<(), Error> {
    let documents = ledger.documents()?;
    let layers = documents
        .iter()
        .map(|d| {
            let layers = match form {
                Form::Jsonl => ledger.layers(&d.id)?,
                _ => ledger.layers_without_words(&d.id)?,
            };
            Ok(layers.unwrap_or_default())
        })
        .collect::<Result<Vec<_>, Error>>()?;
    let (captures, findings) = (ledger.captures()?, ledger.findings()?);
    let (judgements, remarks) = (ledger.judgements()?, ledger.remarks()?);
    let countries = |iso2: &str| {
        sayso_knowledge::country(iso2).map(|c| sayso_publish::Country {
            name: c.name.to_owned(),
            iso3: c.iso3.to_owned(),
            numeric: c.numeric.to_owned(),
            region: c.region.to_owned(),
        })
    };
    let pile = sayso_publish::Pile {
        captures: &captures,
        documents: &documents,
        layers: &layers,
        findings: &findings,
        judgements: &judgements,
        remarks: &remarks,
        countries: &countries,
    };
    match form {
        Form::Jsonl => sayso_publish::jsonl(&pile, out)?,
        Form::Csv => sayso_publish::csv(&findings.claims, &documents, out)?,
        Form::Geojson => sayso_publish::geojson(&pile, keep, out)?,
        Form::Acled => sayso_publish::acled(&pile, out)?,
        Form::Ucdp => sayso_publish::ucdp(&pile, out)?,
        Form::Claimreview => sayso_publish::claimreview(&pile, out)?,
    }
    Ok(())
}

/// Writes these claims of a ledger as CSV, a row an appearance, with the words.
///
/// # Errors
/// As [`export`].
pub fn claims_csv(
    ledger: &Ledger,
    claims: &[record::Claim],
    out: &mut dyn std::io::Write,
) -> Result<(), Error> {
    Ok(sayso_publish::csv(claims, &ledger.documents()?, out)?)
}

/// The annotators in their order: name, what they read, what they write.
///
/// # Errors
/// When they cannot be put in order.
pub fn plan() -> Result<Vec<(String, String, String)>, String> {
    Ok(sayso_annotate::plan()
        .map_err(|e| e.to_string())?
        .iter()
        .map(|a| {
            let reads: Vec<String> = a.reads.iter().map(|l| format!("{l:?}")).collect();
            (
                a.name.to_owned(),
                reads.join(", "),
                format!("{:?}", a.writes),
            )
        })
        .collect())
}
