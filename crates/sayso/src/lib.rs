//! sayso: who says so, through whom, in which words. The house: it joins the stages, in their
//! order, over a ledger. The only public Rust API; stages meet nowhere else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sayso_read::{Sidecar, Source};
pub use sayso_record as record;
use sayso_record::id::sha256_hex;
use sayso_record::{Capture, Document, Findings, Judgement, Layers, Passage, Remark, Span, Unwrap};
pub use sayso_store::{Hit, Ledger};

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
    #[error("{0} was built from other inputs ({1}); build into another file")]
    OtherInputs(PathBuf, String),
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
    let context = sayso_annotate::Context {
        knowledge: &knowledge,
    };
    let choices = sayso_annotate::Options::default();
    let threads = pool(options.jobs)?;
    for batch in documents.chunks(BATCH) {
        let done: Vec<_> = threads.install(|| {
            batch
                .par_iter()
                .map(|d| sayso_annotate::annotate(&context, d, &choices))
                .collect()
        });
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

/// Builds a ledger. Each stage notes its fingerprint when it is done; a rerun over the same
/// inputs skips the stages whose fingerprint still holds.
///
/// # Errors
/// When inputs, sidecar, knowledge or ledger cannot be used, or the ledger holds another pile.
pub fn build(
    inputs: &[PathBuf],
    ledger: &Path,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    let knowledge = sayso_knowledge::Knowledge::with_packs(&options.knowledge)?;
    let sidecar = sidecar(options)?;
    let (sources, found) = sayso_read::discover(inputs, &sidecar)?;
    let threads = pool(options.jobs)?;
    let store = if ledger.exists() {
        Ledger::open(ledger)?
    } else {
        Ledger::create(ledger)?
    };
    let names: Vec<&str> = sources.iter().map(|s| s.name.as_str()).collect();
    let names = names.join("\n");
    match store.meta("inputs")? {
        Some(before) if before != names => {
            let shown = before.lines().take(3).collect::<Vec<_>>().join(", ");
            return Err(Error::OtherInputs(ledger.into(), shown));
        }
        Some(_) => {}
        None => store.set_meta("inputs", &names)?,
    }

    // Times are for the caller's eyes; nothing that is stored depends on them.
    let mut timings = Vec::new();
    let clock = std::time::Instant::now();
    let mut remarks = found;
    let mut documents: Vec<Document> = Vec::new();
    let mut kept: Vec<(Capture, Vec<u8>)> = Vec::new();
    for (index, batch) in sources.chunks(BATCH).enumerate() {
        progress("read", index * BATCH, sources.len());
        let taken: Vec<Taken> =
            threads.install(|| batch.par_iter().map(|s| take(s, &sidecar)).collect());
        for (capture, read, more) in taken {
            kept.extend(capture);
            documents.extend(read);
            remarks.extend(more);
        }
    }
    remarks.extend(sayso_read::unique_ids(&mut documents));
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let mut seen = vec![sayso_read::VERSION.to_owned()];
    seen.extend(kept.iter().map(|(c, _)| c.sha256.clone()));
    seen.extend(
        documents
            .iter()
            .map(|d| format!("{}{:?}", d.id, d.metadata)),
    );
    let read_print = sha256_hex(seen.join("\n").as_bytes());
    if store.stage_fingerprint("read")?.as_deref() != Some(&read_print) {
        store.transaction(|s| -> Result<(), Error> {
            for (capture, bytes) in &kept {
                s.put_capture(capture, bytes)?;
            }
            for id in s.document_ids()? {
                s.remove_document(&id)?;
            }
            for document in &documents {
                s.put_document(document)?;
            }
            Ok(s.set_stage_fingerprint("read", &read_print)?)
        })?;
    }
    drop(kept);
    timings.push(("read", clock.elapsed()));
    let clock = std::time::Instant::now();

    let context = sayso_annotate::Context {
        knowledge: &knowledge,
    };
    let choices = sayso_annotate::Options::default();
    let annotate_print = format!("{} {}", sayso_annotate::VERSION, knowledge.fingerprint());
    let mut layers: Vec<Layers> = Vec::with_capacity(documents.len());
    let told = store.remarks()?;
    for (index, batch) in documents.chunks(BATCH).enumerate() {
        progress("annotate", index * BATCH, documents.len());
        // What an earlier run annotated under the same fingerprint is taken as it is.
        let mut kept: Vec<Option<Layers>> = Vec::with_capacity(batch.len());
        for document in batch {
            let holds = store.layers_fingerprint(&document.id)?.as_deref() == Some(&annotate_print);
            kept.push(if holds {
                store.layers(&document.id)?
            } else {
                None
            });
        }
        let done: Vec<(Layers, Vec<Remark>)> = threads.install(|| {
            batch
                .par_iter()
                .zip(&mut kept)
                .map(|(d, kept)| match kept.take() {
                    Some(layers) => {
                        let about = |r: &&Remark| r.stage == "annotate" && r.about == d.id;
                        (layers, told.iter().filter(about).cloned().collect())
                    }
                    None => sayso_annotate::annotate(&context, d, &choices),
                })
                .collect()
        });
        store.transaction(|s| -> Result<(), Error> {
            for (document, (found, _)) in batch.iter().zip(&done) {
                if s.layers_fingerprint(&document.id)?.as_deref() != Some(&annotate_print) {
                    s.put_layers_as(&document.id, &annotate_print, found)?;
                }
            }
            Ok(())
        })?;
        for (found, more) in done {
            layers.push(found);
            remarks.extend(more);
        }
    }
    timings.push(("annotate", clock.elapsed()));
    let clock = std::time::Instant::now();

    progress("relate", 0, documents.len());
    let findings = related(&store, &knowledge, &documents, &layers, &mut remarks)?;
    timings.push(("relate", clock.elapsed()));
    Ok(Outcome {
        documents: documents.len(),
        claims: findings.claims.len(),
        passages: findings.passages.len(),
        remarks,
        timings,
    })
}

/// Relates a pile under the judgements in its ledger and stores what is found with all remarks.
fn related(
    store: &Ledger,
    knowledge: &sayso_knowledge::Knowledge,
    documents: &[Document],
    layers: &[Layers],
    remarks: &mut Vec<Remark>,
) -> Result<Findings, Error> {
    let judgements = store.judgements()?;
    let (findings, more) = sayso_relate::relate(
        &sayso_relate::Context { knowledge },
        &sayso_relate::Pile {
            documents,
            layers,
            judgements: &judgements,
        },
        &sayso_relate::Options::default(),
    );
    remarks.extend(more);
    remarks.sort();
    remarks.dedup();
    store.transaction(|s| -> Result<(), Error> {
        s.put_findings(&findings)?;
        s.clear_remarks()?;
        s.add_remarks(remarks)?;
        Ok(s.set_stage_fingerprint("relate", sayso_relate::VERSION)?)
    })?;
    Ok(findings)
}

/// Records a person's judgement and counts the pile again under it. A judgement is never lost: a
/// rebuild applies it too.
///
/// # Errors
/// When the ledger cannot be read or written, or a knowledge pack does not fit.
pub fn judge(ledger: &Path, judgement: &Judgement, options: &Options) -> Result<(), Error> {
    let store = Ledger::open(ledger)?;
    store.add_judgement(judgement)?;
    let knowledge = sayso_knowledge::Knowledge::with_packs(&options.knowledge)?;
    let documents = store.documents()?;
    let layers = documents
        .iter()
        .map(|d| Ok(store.layers(&d.id)?.unwrap_or_default()))
        .collect::<Result<Vec<_>, Error>>()?;
    let mut remarks = store.remarks()?;
    remarks.retain(|r| r.stage != "relate");
    related(&store, &knowledge, &documents, &layers, &mut remarks)?;
    Ok(())
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

/// Forms of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Every record, a line each.
    Jsonl,
    /// Claims, a row an appearance.
    Csv,
    /// Control of places.
    Geojson,
}

/// Writes a ledger in another form; the same ledger gives the same bytes.
///
/// # Errors
/// When the ledger cannot be read or the output refuses.
pub fn export(ledger: &Ledger, form: Form, out: &mut dyn std::io::Write) -> Result<(), Error> {
    let documents = ledger.documents()?;
    let layers = documents
        .iter()
        .map(|d| Ok(ledger.layers(&d.id)?.unwrap_or_default()))
        .collect::<Result<Vec<_>, Error>>()?;
    let (captures, findings) = (ledger.captures()?, ledger.findings()?);
    let (judgements, remarks) = (ledger.judgements()?, ledger.remarks()?);
    let pile = sayso_publish::Pile {
        captures: &captures,
        documents: &documents,
        layers: &layers,
        findings: &findings,
        judgements: &judgements,
        remarks: &remarks,
    };
    match form {
        Form::Jsonl => sayso_publish::jsonl(&pile, out)?,
        Form::Csv => sayso_publish::csv(&pile, out)?,
        Form::Geojson => sayso_publish::geojson(&pile, out)?,
    }
    Ok(())
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
