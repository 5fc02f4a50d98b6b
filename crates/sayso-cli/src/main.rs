//! The binary `sayso`: standard output holds records, standard error everything else.
#![allow(clippy::print_stderr)]

mod args;
mod demo;
mod explain;
mod room;
mod truth;
mod views;

use std::io::Write;
use std::process::ExitCode;

use args::{Act, Cli, Input, Proposers};
use clap::Parser;
use sayso::record::{Document, Judgement, Layers, Remark, Tone};
use sayso::{Backend, Ledger, Options};
use serde_json::{Value, json};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => ExitCode::from(code),
        // A reader that has seen enough (`| head`) is no failure.
        Err(error) if broken_pipe(error.as_ref()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("sayso: {error}");
            ExitCode::from(2)
        }
    }
}

fn broken_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    std::iter::successors(Some(error), |e| e.source()).any(|e| {
        e.downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

fn options(input: &Input, proposers: Option<&Proposers>) -> Result<Options, Failure> {
    let backend = proposers.and_then(|p| Some((p.backend.as_deref()?, p)));
    Ok(Options {
        metadata: input.metadata.clone(),
        knowledge: input.knowledge.clone(),
        jobs: input.jobs,
        backend: backend
            .map(|(b, p)| Backend::parse(b, p.backend_model.as_deref()))
            .transpose()?,
    })
}

fn tell(remarks: &[Remark]) -> u8 {
    for remark in remarks {
        eprintln!("{}: {} ({})", remark.about, remark.message, remark.stage);
    }
    u8::from(!remarks.is_empty())
}

/// One document as the annotation contract prints it.
fn contract(document: &Document, layers: &Layers, tokens: bool) -> Result<Value, Failure> {
    let m = &document.metadata;
    let mut record = json!({
        "id": document.id,
        "text": document.text,
        "document": {
            "title": m.title, "author": m.author, "outlet": m.outlet,
            "published": m.published, "language": m.language, "kind": document.kind,
        },
        "segments": document.segments,
    });
    if let (Value::Object(record), Value::Object(found)) =
        (&mut record, serde_json::to_value(layers)?)
    {
        for (name, list) in found {
            if name != "quotations" && (tokens || name != "tokens") {
                record.insert(name, list);
            }
        }
    }
    Ok(record)
}

fn run(cli: Cli) -> Result<u8, Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let code = match cli.act {
        Act::Build {
            input,
            proposers,
            output,
            quiet,
            timings,
        } => {
            let bar = if quiet {
                indicatif::ProgressBar::hidden()
            } else {
                indicatif::ProgressBar::new(0).with_style(indicatif::ProgressStyle::with_template(
                    "{msg:>9} {bar:30} {pos}/{len} {per_sec} {eta}",
                )?)
            };
            let outcome = sayso::build(
                &input.inputs,
                &output,
                &options(&input, Some(&proposers))?,
                &|verb, done, of| {
                    bar.set_message(verb.to_owned());
                    bar.set_length(of as u64);
                    bar.set_position(done as u64);
                },
            )?;
            bar.finish_and_clear();
            if !quiet {
                eprintln!(
                    "{}: {} documents, {} passages, {} claims, {} remarks",
                    output.display(),
                    outcome.documents,
                    outcome.passages,
                    outcome.claims,
                    outcome.remarks.len()
                );
            }
            if timings {
                for (stage, time) in &outcome.timings {
                    eprintln!("{stage:>9} {:.2} s", time.as_secs_f64());
                }
            }
            tell(&outcome.remarks)
        }
        Act::Add {
            ledger,
            input,
            proposers,
        } => {
            let options = options(&input, Some(&proposers))?;
            let outcome = sayso::add(&ledger, &input.inputs, &options, &|_, _, _| {})?;
            eprintln!(
                "{}: {} documents, {} passages, {} claims, {} remarks",
                ledger.display(),
                outcome.documents,
                outcome.passages,
                outcome.claims,
                outcome.remarks.len()
            );
            u8::from(!outcome.remarks.is_empty())
        }
        Act::Annotate {
            input,
            proposers,
            tokens,
            ..
        } => {
            let options = options(&input, Some(&proposers))?;
            let mut trouble: Option<Failure> = None;
            let remarks = sayso::annotate(&input.inputs, &options, |document, layers| {
                if trouble.is_none() {
                    trouble = contract(document, layers, tokens)
                        .and_then(|r| Ok(writeln!(out, "{r}")?))
                        .err();
                }
            })?;
            if let Some(trouble) = trouble {
                return Err(trouble);
            }
            tell(&remarks)
        }
        Act::Reuse { input, .. } => {
            let (passages, remarks) = sayso::reuse(&input.inputs, &options(&input, None)?)?;
            for passage in &passages {
                writeln!(out, "{}", serde_json::to_string(passage)?)?;
            }
            tell(&remarks)
        }
        Act::Passages { ledger } => {
            for passage in Ledger::open_read_only(&ledger)?.passages()? {
                writeln!(out, "{}", serde_json::to_string(&passage)?)?;
            }
            0
        }
        Act::Claims {
            ledger,
            filter,
            as_of,
            format,
        } => {
            let ledger = Ledger::open_read_only(&ledger)?;
            let mut chosen = match as_of {
                Some(day) => sayso::as_of(&ledger, &day, &Options::default())?.claims,
                None => ledger.claims()?,
            };
            let told_in = filter.told_in(&ledger)?;
            chosen.retain(|c| filter.claim(c, told_in.as_ref()));
            match format.as_str() {
                "table" => views::claims(chosen, &mut out)?,
                "json" => writeln!(out, "{}", serde_json::to_string_pretty(&chosen)?)?,
                "csv" => sayso::claims_csv(&ledger, &chosen, &mut out)?,
                _ => {
                    for claim in &chosen {
                        writeln!(out, "{}", serde_json::to_string(claim)?)?;
                    }
                }
            }
            0
        }
        Act::Explain { ledger, id } => {
            explain::explain(&Ledger::open_read_only(&ledger)?, &id, &mut out)?;
            0
        }
        Act::Figures {
            ledger,
            filter,
            format,
        } => {
            let ledger = Ledger::open_read_only(&ledger)?;
            views::statements(&ledger, "figures", &filter, &format, &mut out)?;
            0
        }
        Act::Control {
            ledger,
            filter,
            format,
        } => {
            let ledger = Ledger::open_read_only(&ledger)?;
            views::statements(&ledger, "control", &filter, &format, &mut out)?;
            0
        }
        Act::Events {
            ledger,
            filter,
            format,
        } => {
            let ledger = Ledger::open_read_only(&ledger)?;
            views::statements(&ledger, "events", &filter, &format, &mut out)?;
            0
        }
        Act::Forecasts {
            ledger,
            filter,
            format,
        } => {
            let ledger = Ledger::open_read_only(&ledger)?;
            views::statements(&ledger, "forecasts", &filter, &format, &mut out)?;
            0
        }
        Act::Naming {
            ledger,
            actor,
            teller,
            loaded,
            format,
        } => {
            let mut namings = sayso::naming(&Ledger::open_read_only(&ledger)?, None)?;
            namings.retain(|n| {
                let like = |asked: &Option<String>, own: &str| {
                    asked
                        .as_ref()
                        .is_none_or(|a| a.to_lowercase() == own.to_lowercase())
                };
                like(&actor, &n.actor)
                    && like(&teller, &n.teller)
                    && (!loaded || n.tone != Tone::Neutral)
            });
            if format == "table" {
                views::naming(&namings, &mut out)?;
            } else {
                for naming in &namings {
                    writeln!(out, "{}", serde_json::to_string(naming)?)?;
                }
            }
            0
        }
        Act::Sources { ledger, format } => {
            let records = sayso::sources(&Ledger::open_read_only(&ledger)?)?;
            if format == "jsonl" {
                for record in &records {
                    writeln!(out, "{}", serde_json::to_string(record)?)?;
                }
            } else {
                views::sources(&records, &mut out)?;
            }
            0
        }
        Act::Thread { ledger, document } => {
            views::thread(&Ledger::open_read_only(&ledger)?, &document, &mut out)?;
            0
        }
        Act::Serve { ledger, room } => {
            room::serve(&ledger, &room)?;
            0
        }
        Act::Users { act } => {
            room::users(act, &mut out)?;
            0
        }
        Act::Demo {
            output,
            port,
            no_serve,
        } => {
            let folder = std::env::temp_dir().join(format!("sayso-demo-{}", std::process::id()));
            let metadata = demo::lay_out(&folder)?;
            if output.exists() {
                // Only a ledger is replaced, never another file of that name.
                Ledger::open_read_only(&output)?;
                std::fs::remove_file(&output)?;
            }
            let options = Options {
                metadata: Some(metadata),
                ..Options::default()
            };
            let built = sayso::build(
                std::slice::from_ref(&folder),
                &output,
                &options,
                &|_, _, _| {},
            );
            std::fs::remove_dir_all(&folder).ok();
            let outcome = built?;
            eprintln!(
                "{}: {} documents of fiction, {} claims",
                output.display(),
                outcome.documents,
                outcome.claims
            );
            if !no_serve {
                room::serve_here(&output, port)?;
            }
            0
        }
        Act::Judge {
            ledger,
            act,
            target,
            other,
            value,
            who,
            reason,
        } => {
            let when = jiff::Timestamp::now().to_string();
            let judgement = if act == "retract" {
                let known = Ledger::open_read_only(&ledger)?.judgements()?;
                let mut judgement = known
                    .into_iter()
                    .find(|j| j.id == target)
                    .ok_or_else(|| format!("{target}: no such judgement in this ledger"))?;
                judgement.retracted = Some(when);
                judgement
            } else {
                let parts = [&act, &target, &who, &reason, &when].map(String::as_str);
                Judgement {
                    id: sayso::record::content_id("judgement", &parts),
                    act,
                    target,
                    other,
                    value,
                    who,
                    when: Some(when),
                    reason,
                    retracted: None,
                }
            };
            sayso::judge(&ledger, &judgement, &Options::default())?;
            writeln!(out, "{}", judgement.id)?;
            0
        }
        Act::Export { ledger, to } => {
            let form = match to.as_str() {
                "csv" => sayso::Form::Csv,
                "geojson" => sayso::Form::Geojson,
                "acled" => sayso::Form::Acled,
                "ucdp" => sayso::Form::Ucdp,
                "claimreview" => sayso::Form::Claimreview,
                _ => sayso::Form::Jsonl,
            };
            sayso::export(&Ledger::open_read_only(&ledger)?, form, &mut out)?;
            0
        }
        Act::Search { ledger, query } => {
            for hit in Ledger::open_read_only(&ledger)?.search(&query, 0, 50)? {
                let words = hit.snippet.replace('\u{2}', "[").replace('\u{3}', "]");
                let line: Vec<&str> = words.split_whitespace().collect();
                writeln!(
                    out,
                    "{} {}..{}: {}",
                    hit.doc,
                    hit.start,
                    hit.end,
                    line.join(" ")
                )?;
            }
            0
        }
        Act::Truth {
            claims,
            method,
            kinds,
            parts,
            sources,
            ..
        } => {
            truth::run(&claims, &method, &kinds, (parts, sources), &mut out)?;
            0
        }
        Act::Plan => {
            for (name, reads, writes) in sayso::plan()? {
                let reads = if reads.is_empty() { "the text" } else { &reads };
                writeln!(out, "{name}: reads {reads}; writes {writes}")?;
            }
            0
        }
        Act::Check { ledger } => {
            let broken = sayso::check(&Ledger::open_read_only(&ledger)?)?;
            for line in &broken {
                writeln!(out, "{line}")?;
            }
            if broken.is_empty() {
                writeln!(out, "{}: sound", ledger.display())?;
            }
            if broken.is_empty() { 0 } else { 2 }
        }
    };
    out.flush()?;
    Ok(code)
}
