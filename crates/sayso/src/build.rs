//! Building and adding: reading into the ledger, annotating what has changed, relating the whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;
use sayso_knowledge::Knowledge;
use sayso_read::{Sidecar, Source};
use sayso_record::id::sha256_hex;
use sayso_record::{Capture, Document, Findings, Judgement, Layers, Remark};
use sayso_relate::Told;

use crate::{BATCH, Error, Ledger, Options, Outcome, Progress, Reader, Taken, pool, sidecar, take};

/// What reading gives: captures with their bytes, documents by id, remarks.
struct Reading {
    captures: Vec<(Capture, Vec<u8>)>,
    documents: Vec<Document>,
    remarks: Vec<Remark>,
}

fn read(
    sources: &[Source],
    sidecar: &Sidecar,
    threads: &rayon::ThreadPool,
    progress: Progress<'_>,
) -> Reading {
    let mut reading = Reading {
        captures: Vec::new(),
        documents: Vec::new(),
        remarks: Vec::new(),
    };
    for (index, batch) in sources.chunks(BATCH).enumerate() {
        progress("read", index * BATCH, sources.len());
        let taken: Vec<Taken> =
            threads.install(|| batch.par_iter().map(|s| take(s, sidecar)).collect());
        for (capture, read, more) in taken {
            reading.captures.extend(capture);
            reading.documents.extend(read);
            reading.remarks.extend(more);
        }
    }
    reading
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
    let knowledge = Knowledge::with_packs(&options.knowledge)?;
    let sidecar = sidecar(options)?;
    let (sources, mut remarks) = sayso_read::discover(inputs, &sidecar)?;
    let threads = pool(options.jobs)?;
    let store = if ledger.metadata().is_ok_and(|m| m.len() > 0) {
        Ledger::open(ledger)?
    } else {
        Ledger::create(ledger)?
    };
    let names: BTreeSet<&str> = sources.iter().map(|s| s.name.as_str()).collect();
    let names = names.into_iter().collect::<Vec<_>>().join("\n");
    match store.meta("inputs")? {
        Some(before) if before != names => {
            let shown = before.lines().take(3).collect::<Vec<_>>().join(", ");
            return Err(Error::OtherInputs(ledger.into(), shown));
        }
        Some(_) => {}
        None => store.set_meta("inputs", &names)?,
    }
    // Times are for the caller's eyes; nothing that is stored depends on them.
    let clock = Instant::now();
    let mut reading = read(&sources, &sidecar, &threads, progress);
    remarks.append(&mut reading.remarks);
    remarks.extend(sayso_read::unique_ids(&mut reading.documents));
    let mut documents = reading.documents;
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let mut seen = vec![sayso_read::VERSION.to_owned()];
    seen.extend(reading.captures.iter().map(|(c, _)| c.sha256.clone()));
    seen.extend(
        documents
            .iter()
            .map(|d| format!("{}{:?}", d.id, d.metadata)),
    );
    let print = sha256_hex(seen.join("\n").as_bytes());
    if store.stage_fingerprint("read")?.as_deref() != Some(&print) {
        store.transaction(|s| -> Result<(), Error> {
            for (capture, bytes) in &reading.captures {
                s.put_capture(capture, bytes)?;
            }
            for id in s.document_ids()? {
                s.remove_document(&id)?;
            }
            for document in &documents {
                s.put_document(document)?;
            }
            Ok(s.set_stage_fingerprint("read", &print)?)
        })?;
    }
    drop(reading.captures);
    let timings = vec![("read", clock.elapsed())];
    finish(
        &store,
        (&knowledge, options),
        &documents,
        remarks,
        &threads,
        progress,
        timings,
    )
}

/// Adds inputs to a ledger: reads and annotates the new ones, relates the whole. Inputs that the
/// ledger holds already are passed over. Ids are those of a build over everything at once, unless
/// two inputs differ in their ending alone.
///
/// # Errors
/// As [`build`], and when an input has the name of another that is there with other bytes.
pub fn add(
    ledger: &Path,
    inputs: &[PathBuf],
    options: &Options,
    progress: Progress<'_>,
) -> Result<Outcome, Error> {
    let knowledge = Knowledge::with_packs(&options.knowledge)?;
    let sidecar = sidecar(options)?;
    let store = Ledger::open(ledger)?;
    let (sources, found) = sayso_read::discover(inputs, &sidecar)?;
    let threads = pool(options.jobs)?;
    let clock = Instant::now();
    let there: BTreeMap<String, String> = store.inputs()?.into_iter().collect();
    let mut reading = read(&sources, &sidecar, &threads, progress);
    let mut fresh: BTreeSet<String> = BTreeSet::new();
    for (capture, _) in &reading.captures {
        match there.get(&capture.name) {
            Some(hash) if *hash != capture.sha256 => {
                return Err(Error::SameName(capture.name.clone()));
            }
            Some(_) => {}
            None => {
                fresh.insert(capture.sha256.clone());
            }
        }
    }
    let held: BTreeSet<String> = store.captures()?.into_iter().map(|c| c.sha256).collect();
    reading
        .documents
        .retain(|d| fresh.contains(&d.capture) && !held.contains(&d.capture));
    let mut documents = store.documents()?;
    let old = documents.len();
    documents.append(&mut reading.documents);
    let mut remarks = store.remarks()?;
    remarks.retain(|r| r.stage != "relate" && r.stage != "annotate");
    remarks.extend(found);
    remarks.append(&mut reading.remarks);
    remarks.extend(sayso_read::unique_ids(&mut documents));
    let mut names: BTreeSet<String> = store
        .meta("inputs")?
        .unwrap_or_default()
        .lines()
        .map(str::to_owned)
        .collect();
    names.extend(sources.iter().map(|s| s.name.clone()));
    store.transaction(|s| -> Result<(), Error> {
        for (capture, bytes) in &reading.captures {
            if fresh.contains(&capture.sha256) {
                s.put_capture(capture, bytes)?;
            }
        }
        for document in &documents[old..] {
            s.put_document(document)?;
        }
        s.set_meta("inputs", &names.into_iter().collect::<Vec<_>>().join("\n"))?;
        // A build over the same inputs reads them again to be sure.
        Ok(s.set_stage_fingerprint("read", "")?)
    })?;
    documents.sort_by(|a, b| a.id.cmp(&b.id));
    let timings = vec![("read", clock.elapsed())];
    finish(
        &store,
        (&knowledge, options),
        &documents,
        remarks,
        &threads,
        progress,
        timings,
    )
}

/// What an earlier run left of a document.
enum Kept {
    Told(Told),
    Layers(Box<Layers>),
    Nothing,
}

/// What this run has of it.
struct Made {
    /// Layers, where they were made now.
    layers: Option<Layers>,
    told: Told,
    remarks: Vec<Remark>,
    /// Fingerprint to store them under; none where the ledger holds all.
    print: Option<String>,
}

/// The fingerprint of what a document tells: of its layers and of what makes statements of them.
fn told_print(layers: &str) -> String {
    format!("{layers} {}", sayso_relate::VERSION)
}

/// What each document of a ledger tells: as it was kept, else made from its layers.
pub(crate) fn tells(store: &Ledger, documents: &[Document]) -> Result<Vec<Told>, Error> {
    let mut out = Vec::with_capacity(documents.len());
    for document in documents {
        let print = store.layers_fingerprint(&document.id)?.unwrap_or_default();
        // A ledger of format 1 that is only read has no such table.
        let kept = store.told(&document.id, &told_print(&print)).ok().flatten();
        out.push(match kept {
            Some(told) => told,
            None => {
                let layers = store
                    .layers_without_words(&document.id)?
                    .unwrap_or_default();
                sayso_relate::told(document, &layers)
            }
        });
    }
    Ok(out)
}

/// Annotates what no earlier run did under the same fingerprint, then relates the whole.
fn finish(
    store: &Ledger,
    (knowledge, options): (&Knowledge, &Options),
    documents: &[Document],
    mut remarks: Vec<Remark>,
    threads: &rayon::ThreadPool,
    progress: Progress<'_>,
    mut timings: Vec<(&'static str, std::time::Duration)>,
) -> Result<Outcome, Error> {
    let clock = Instant::now();
    let reader = Reader::new(knowledge, options)?;
    let bare_print = format!("{} {}", sayso_annotate::VERSION, knowledge.fingerprint());
    let annotate_print = match &options.backend {
        Some(backend) => format!("{bare_print} {}", backend.fingerprint()),
        None => bare_print.clone(),
    };
    let mut tells: Vec<Told> = Vec::with_capacity(documents.len());
    let before = store.remarks()?;
    for (index, batch) in documents.chunks(BATCH).enumerate() {
        progress("annotate", index * BATCH, documents.len());
        // What an earlier run made under the same fingerprint is taken as it is.
        let mut kept: Vec<Kept> = Vec::with_capacity(batch.len());
        for document in batch {
            let holds = store.layers_fingerprint(&document.id)?.as_deref() == Some(&annotate_print);
            let told = if holds {
                store.told(&document.id, &told_print(&annotate_print))?
            } else {
                None
            };
            kept.push(match told {
                Some(told) => Kept::Told(told),
                None if holds => Kept::Layers(Box::new(
                    store
                        .layers_without_words(&document.id)?
                        .unwrap_or_default(),
                )),
                None => Kept::Nothing,
            });
        }
        let done: Vec<Made> = threads.install(|| {
            batch
                .par_iter()
                .zip(kept)
                .map(|(d, kept)| {
                    let about = |r: &&Remark| r.stage == "annotate" && r.about == d.id;
                    let (layers, remarks, answered, old) = match kept {
                        Kept::Told(told) => {
                            let remarks = before.iter().filter(about).cloned().collect();
                            return Made {
                                layers: None,
                                told,
                                remarks,
                                print: None,
                            };
                        }
                        Kept::Layers(layers) => {
                            let remarks = before.iter().filter(about).cloned().collect();
                            (*layers, remarks, true, true)
                        }
                        Kept::Nothing => {
                            let ((layers, remarks), answered) = reader.annotate(d);
                            (layers, remarks, answered, false)
                        }
                    };
                    // Without the back-end's answer the next build asks again.
                    let print = if answered {
                        &annotate_print
                    } else {
                        &bare_print
                    };
                    Made {
                        told: sayso_relate::told(d, &layers),
                        layers: (!old).then_some(layers),
                        remarks,
                        print: Some(print.clone()),
                    }
                })
                .collect()
        });
        store.transaction(|s| -> Result<(), Error> {
            for (document, made) in batch.iter().zip(&done) {
                let Some(print) = &made.print else { continue };
                if let Some(layers) = &made.layers {
                    s.put_layers_as(&document.id, print, layers)?;
                }
                s.put_told(&document.id, &told_print(print), &made.told)?;
            }
            Ok(())
        })?;
        for made in done {
            tells.push(made.told);
            remarks.extend(made.remarks);
        }
    }
    timings.push(("annotate", clock.elapsed()));
    let clock = Instant::now();

    progress("relate", 0, documents.len());
    let findings = related(store, knowledge, documents, &tells, &mut remarks)?;
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
    knowledge: &Knowledge,
    documents: &[Document],
    told: &[Told],
    remarks: &mut Vec<Remark>,
) -> Result<Findings, Error> {
    let judgements = store.judgements()?;
    let (findings, more) = sayso_relate::relate(
        &sayso_relate::Context { knowledge },
        &sayso_relate::Pile {
            documents,
            told,
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

/// Records a person's judgement and counts the pile again under it, but for a note. A judgement is never lost: a
/// rebuild applies it too.
///
/// # Errors
/// When the ledger cannot be read or written, or a knowledge pack does not fit.
pub fn judge(ledger: &Path, judgement: &Judgement, options: &Options) -> Result<(), Error> {
    let store = Ledger::open(ledger)?;
    store.add_judgement(judgement)?;
    // Nothing is counted by a note: whoever writes one does not wait for a large pile.
    if judgement.act == "note" {
        return Ok(());
    }
    let knowledge = Knowledge::with_packs(&options.knowledge)?;
    let documents = store.documents()?;
    let told = tells(&store, &documents)?;
    let mut remarks = store.remarks()?;
    remarks.retain(|r| r.stage != "relate");
    related(&store, &knowledge, &documents, &told, &mut remarks)?;
    Ok(())
}
