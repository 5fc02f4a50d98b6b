//! Optional back-ends that propose mentions and attributions: an OpenAI-compatible endpoint over
//! HTTP, or a process that speaks JSON lines. Off unless the caller names one. What they propose
//! goes through the gate in `sayso-annotate`: words that do not stand in the text are dropped.
//! A back-end that fails costs a remark, never the document.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use sayso_annotate::Proposal;
use sayso_record::Document;
use serde_json::{Value, json};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// Bytes of text asked about at a time over HTTP: cut between paragraphs.
const PART: usize = 6000;

/// Bytes of an answer that are read.
const LARGEST: u64 = 4 << 20;

const TASK: &str = "You mark up news text. Answer with one JSON object and nothing else: \
{\"mentions\":[{\"quote\":…,\"type\":…}],\"attributions\":[{\"source\":…,\"cue\":…,\"content\":…}]}. \
Every value of quote, source, cue and content is copied letter for letter from the text. Types: \
person, organisation, location, nationality, military_platform, vehicle, weapon, temporal, \
quantity, money. An attribution is somebody (source) made to say, think or want something \
(content) by words (cue), all in one sentence. Leave out what you are not sure of.";

/// Which back-end to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Backend {
    /// An OpenAI-compatible endpoint: base address (`http://127.0.0.1:8080/v1`) and model. A key
    /// is taken from the environment variable `SAYSO_BACKEND_KEY`.
    Http {
        /// Address below which `/chat/completions` answers.
        base: String,
        /// Name of the model.
        model: String,
    },
    /// A program and its arguments. It is given `{"id","text"}`, a line a document, and answers
    /// each with a line `{"mentions":[…],"attributions":[…]}`.
    Process(Vec<String>),
}

impl Backend {
    /// Reads what a user writes: an address, or a command line split at blanks.
    ///
    /// # Errors
    /// When nothing is named, or an address comes without a model.
    pub fn parse(text: &str, model: Option<&str>) -> Result<Self, String> {
        if text.starts_with("http://") || text.starts_with("https://") {
            let model = model.ok_or("a back-end at an address needs --backend-model NAME")?;
            return Ok(Backend::Http {
                base: text.trim_end_matches('/').to_owned(),
                model: model.to_owned(),
            });
        }
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        if words.is_empty() {
            return Err("--backend is empty: give an address (http://…) or a command".to_owned());
        }
        Ok(Backend::Process(words))
    }

    /// What tells one back-end from another in a fingerprint.
    pub(crate) fn fingerprint(&self) -> String {
        match self {
            Backend::Http { base, model } => format!("{base} {model}"),
            Backend::Process(words) => words.join(" "),
        }
    }

    /// Makes ready to ask.
    pub(crate) fn start(&self) -> Result<Asked, String> {
        Ok(match self {
            Backend::Http { base, model } => Asked::Http {
                agent: ureq::Agent::config_builder()
                    .timeout_global(Some(PATIENCE))
                    .build()
                    .into(),
                address: format!("{base}/chat/completions"),
                model: model.clone(),
                key: std::env::var("SAYSO_BACKEND_KEY").ok(),
            },
            Backend::Process(words) => Asked::Process(Mutex::new(Process::start(words)?)),
        })
    }
}

/// A back-end that runs.
pub(crate) enum Asked {
    Http {
        agent: ureq::Agent,
        address: String,
        model: String,
        key: Option<String>,
    },
    Process(Mutex<Process>),
}

impl Asked {
    /// Proposals for a document; what cannot be had is told in plain words.
    pub(crate) fn ask(&self, document: &Document) -> Result<Vec<Proposal>, String> {
        match self {
            Asked::Process(process) => {
                let line = json!({"id": document.id, "text": document.text}).to_string();
                let mut process = process.lock().map_err(|e| e.to_string())?;
                Ok(vec![read(&process.answer(&line)?)?])
            }
            Asked::Http {
                agent,
                address,
                model,
                key,
            } => parts(&document.text)
                .into_iter()
                .map(|part| {
                    let question = json!({
                        "model": model,
                        "temperature": 0,
                        "response_format": {"type": "json_object"},
                        "messages": [
                            {"role": "system", "content": TASK},
                            {"role": "user", "content": part},
                        ],
                    });
                    let mut request = agent.post(address).content_type("application/json");
                    if let Some(key) = key {
                        request = request.header("authorization", format!("Bearer {key}"));
                    }
                    let mut answer = request
                        .send(question.to_string())
                        .map_err(|e| format!("{address}: {e}"))?;
                    let body = answer.body_mut().with_config().limit(LARGEST);
                    let body = body
                        .read_to_string()
                        .map_err(|e| format!("{address}: {e}"))?;
                    let body: Value =
                        serde_json::from_str(&body).map_err(|e| format!("{address}: {e}"))?;
                    let told = body["choices"][0]["message"]["content"].as_str();
                    read(told.ok_or_else(|| format!("{address}: no message in the answer"))?)
                })
                .collect(),
        }
    }
}

/// A proposal in an answer, which may stand in a code fence.
fn read(answer: &str) -> Result<Proposal, String> {
    let inner = match (answer.find('{'), answer.rfind('}')) {
        (Some(from), Some(to)) if from < to => &answer[from..=to],
        _ => answer,
    };
    serde_json::from_str(inner).map_err(|e| format!("the answer is no proposal: {e}"))
}

/// A text in parts of some size, cut at blank lines, else at any character.
fn parts(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while rest.len() > PART {
        let edge = rest.floor_char_boundary(PART);
        let head = &rest[..edge];
        let cut = head.rfind("\n\n").or(head.rfind('\n')).or(head.rfind(' '));
        let cut = cut.filter(|c| *c > 0).unwrap_or(edge);
        out.push(&rest[..cut]);
        rest = &rest[cut..];
    }
    out.push(rest);
    out.retain(|p| !p.trim().is_empty());
    out
}

/// A process that answers lines.
pub(crate) struct Process {
    child: Child,
    answers: Receiver<String>,
    name: String,
}

impl Process {
    fn start(words: &[String]) -> Result<Self, String> {
        let name = words.join(" ");
        let (program, arguments) = words.split_first().ok_or("no program named")?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("back-end {name}: {e}"))?;
        let output = child.stdout.take().ok_or("no output")?;
        let (sender, answers) = channel();
        // Reading apart, so that an answer that never comes can be given up.
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            loop {
                let mut line = Vec::new();
                let limited = &mut std::io::Read::take(&mut output, LARGEST);
                match limited.read_until(b'\n', &mut line) {
                    Ok(n) if n > 0 => {}
                    _ => break,
                }
                let line = String::from_utf8_lossy(&line).into_owned();
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Ok(Process {
            child,
            answers,
            name,
        })
    }

    fn answer(&mut self, line: &str) -> Result<String, String> {
        let name = &self.name;
        let input = self.child.stdin.as_mut();
        let input = input.ok_or_else(|| format!("back-end {name} has ended"))?;
        let sent = writeln!(input, "{line}").and_then(|()| input.flush());
        let answer = sent.map_err(|e| e.to_string()).and_then(|()| {
            let waited = self.answers.recv_timeout(PATIENCE);
            waited.map_err(|_| "no answer".to_owned())
        });
        answer.map_err(|e| {
            // Later answers would be taken for those of other documents.
            self.child.stdin = None;
            self.child.kill().ok();
            format!("back-end {name}: {e}")
        })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.stdin = None;
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_join_to_the_text() {
        let text = format!("{}\n\n{}", "word ".repeat(1500), "é".repeat(4000));
        let parts = parts(&text);
        assert!(parts.len() >= 3 && parts.iter().all(|p| p.len() <= PART));
        assert_eq!(parts.concat(), text);
    }

    #[test]
    fn an_address_needs_a_model() {
        assert!(Backend::parse("http://127.0.0.1:1/v1", None).is_err());
        assert!(Backend::parse("  ", None).is_err());
        assert_eq!(
            Backend::parse("prog -x", None),
            Ok(Backend::Process(vec!["prog".into(), "-x".into()]))
        );
    }
}
