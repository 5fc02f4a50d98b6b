//! The binary `sayso`: standard output holds records, standard error everything else.
#![allow(clippy::print_stderr)]

mod demo;
mod views;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use sayso::record::{Document, Judgement, Layers, Remark, Tone};
use sayso::{Backend, Ledger, Options};
use serde_json::{Value, json};

/// On whose say-so? Reads a pile of reports and keeps, for every word it shows, the bytes it
/// came from: who says so, through whom, who copies whom, which figures and holders conflict.
#[derive(Parser)]
#[command(
    version,
    after_help = "Example:\n  sayso build reports/ --metadata reports/metadata.csv -o pile.sayso\n  sayso claims pile.sayso --contested\n  sayso explain pile.sayso claim-0123456789ab\n  sayso search pile.sayso \"tanker trucks\""
)]
struct Cli {
    #[command(subcommand)]
    act: Act,
}

#[derive(Args)]
struct Input {
    /// Files, folders, patterns, or - for standard input.
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// CSV of what the collector knew (path, outlet, author, published, uri, language, translation_of).
    #[arg(long)]
    metadata: Option<PathBuf>,
    /// Folder with actors.csv or places.csv of your own.
    #[arg(long)]
    knowledge: Vec<PathBuf>,
    /// Threads; 0 for one a core.
    #[arg(long, default_value_t = 0)]
    jobs: usize,
}

#[derive(Args)]
struct Proposers {
    /// Ask a back-end for more mentions and attributions: the address of an OpenAI-compatible
    /// endpoint (http://127.0.0.1:8080/v1; key in SAYSO_BACKEND_KEY), or a command that answers
    /// each JSON line on its input with one. Words it makes up are dropped. Sends the texts there.
    #[arg(long, value_name = "ADDRESS|COMMAND")]
    backend: Option<String>,
    /// The model that an endpoint shall use.
    #[arg(long, value_name = "NAME", requires = "backend")]
    backend_model: Option<String>,
}

#[derive(Subcommand)]
enum Act {
    /// Build a ledger from inputs; over the same inputs, renew what changed.
    Build {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        proposers: Proposers,
        /// The ledger file.
        #[arg(short)]
        output: PathBuf,
        /// No progress.
        #[arg(long)]
        quiet: bool,
        /// Print the time each stage took.
        #[arg(long)]
        timings: bool,
    },
    /// Add inputs to a ledger; only what is new is read and annotated.
    Add {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        proposers: Proposers,
    },
    /// Print each document's layers, one JSON object a line.
    Annotate {
        #[command(flatten)]
        input: Input,
        #[command(flatten)]
        proposers: Proposers,
        /// Print tokens too.
        #[arg(long)]
        tokens: bool,
        /// Only jsonl.
        #[arg(long, default_value = "jsonl", value_parser = ["jsonl"])]
        format: String,
    },
    /// Print passages taken from one place into another, one JSON object a line.
    Reuse {
        #[command(flatten)]
        input: Input,
        /// Only jsonl.
        #[arg(long, default_value = "jsonl", value_parser = ["jsonl"])]
        format: String,
    },
    /// List a ledger's passages, one JSON object a line.
    Passages {
        /// The ledger.
        ledger: PathBuf,
    },
    /// List a ledger's claims, contested ones first.
    Claims {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; json, jsonl, csv for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "json", "jsonl", "csv"])]
        format: String,
    },
    /// Show why: every reason and every word behind one claim.
    #[command(alias = "claim")]
    Explain {
        /// The ledger.
        ledger: PathBuf,
        /// The claim's id.
        id: String,
    },
    /// List figures by place and time.
    Figures {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "jsonl"])]
        format: String,
    },
    /// List who is said to hold which place when.
    Control {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; jsonl for machines, geojson for maps.
        #[arg(long, default_value = "table", value_parser = ["table", "jsonl", "geojson"])]
        format: String,
    },
    /// List events by place and time.
    Events {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "jsonl"])]
        format: String,
    },
    /// List what was foretold, by whom.
    Forecasts {
        /// The ledger.
        ledger: PathBuf,
        #[command(flatten)]
        filter: views::Filter,
        /// table for people; jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "jsonl"])]
        format: String,
    },
    /// Show how each outlet and author names each actor, in their own voice and in others' words.
    Naming {
        /// The ledger.
        ledger: PathBuf,
        /// Only this actor.
        #[arg(long)]
        actor: Option<String>,
        /// Only this outlet or author.
        #[arg(long)]
        teller: Option<String>,
        /// Only words of blame or praise.
        #[arg(long)]
        loaded: bool,
        /// table for people; jsonl for machines.
        #[arg(long, default_value = "table", value_parser = ["table", "jsonl"])]
        format: String,
    },
    /// List who speaks, and through whom.
    Sources {
        /// The ledger.
        ledger: PathBuf,
    },
    /// Show the reply tree of a document's comments.
    Thread {
        /// The ledger.
        ledger: PathBuf,
        /// The document's id.
        document: String,
    },
    /// Answer the reading room's API on 127.0.0.1.
    Serve {
        /// The ledger.
        ledger: PathBuf,
        /// Port; 0 takes any free one.
        #[arg(long, default_value_t = 7297)]
        port: u16,
    },
    /// Build the demo pile (fiction, inside this binary) and open the reading room on it.
    Demo {
        /// The ledger it makes; one that is there is replaced.
        #[arg(short, default_value = "demo.sayso")]
        output: PathBuf,
        /// Port; 0 takes any free one.
        #[arg(long, default_value_t = 7297)]
        port: u16,
        /// Only build the ledger.
        #[arg(long)]
        no_serve: bool,
    },
    /// Record your own decision; it outranks every rule and survives every rebuild.
    Judge {
        /// The ledger.
        ledger: PathBuf,
        /// What you decide.
        #[arg(value_parser = ["same_origin", "not_same_origin", "merge", "split", "grade", "withdraw", "note", "retract"])]
        act: String,
        /// What it is about: a claim, an appearance, a document, or the judgement to retract.
        target: String,
        /// The second appearance or claim, for acts on two.
        #[arg(long)]
        other: Option<String>,
        /// The grade, for `grade`.
        #[arg(long)]
        value: Option<String>,
        /// Your name.
        #[arg(long)]
        who: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Write a ledger in another form to standard output.
    Export {
        /// The ledger.
        ledger: PathBuf,
        /// jsonl: every record; csv: claims, a row an appearance; geojson: control of places.
        #[arg(long, value_parser = ["jsonl", "csv", "geojson"])]
        to: String,
    },
    /// Find words; matches stand in [ ].
    Search {
        /// The ledger.
        ledger: PathBuf,
        /// All of these words; the last may be a beginning.
        query: String,
    },
    /// Print the annotators in their order.
    Plan,
    /// Verify hashes, spans and laws: exit 0 sound, 2 broken.
    Check {
        /// The ledger.
        ledger: PathBuf,
    },
}

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

fn serve(ledger: &std::path::Path, port: u16) -> Result<(), Failure> {
    let options = sayso_serve::Options {
        address: ([127, 0, 0, 1], port).into(),
    };
    sayso_serve::serve(ledger, &options, &|address| {
        eprintln!("reading room at http://{address}/ (Ctrl-C ends it)");
    })?;
    Ok(())
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
            format,
        } => {
            let ledger = Ledger::open_read_only(&ledger)?;
            let mut chosen = ledger.claims()?;
            chosen.retain(|c| filter.claim(c));
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
            views::explain(&Ledger::open_read_only(&ledger)?, &id, &mut out)?;
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
            let mut namings = sayso::naming(&Ledger::open_read_only(&ledger)?)?;
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
        Act::Sources { ledger } => {
            views::sources(&Ledger::open_read_only(&ledger)?, &mut out)?;
            0
        }
        Act::Thread { ledger, document } => {
            views::thread(&Ledger::open_read_only(&ledger)?, &document, &mut out)?;
            0
        }
        Act::Serve { ledger, port } => {
            serve(&ledger, port)?;
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
                serve(&output, port)?;
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
                _ => sayso::Form::Jsonl,
            };
            sayso::export(&Ledger::open_read_only(&ledger)?, form, &mut out)?;
            0
        }
        Act::Search { ledger, query } => {
            for hit in Ledger::open_read_only(&ledger)?.search(&query, 50)? {
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
