//! Mentions: a names model on four corpora, a reports model on re3d that has its labels among the
//! features, and the register that tells which of the two a document is for.

use std::error::Error;
use std::path::Path;
use std::sync::LazyLock;

use sayso_annotate::learned::mentions::{
    NAMES, OUTSIDE, Sentence, TYPES, labels, register_features, sentences, spans,
};
use sayso_annotate::{Context, Layer, Options, annotate};
use sayso_knowledge::Knowledge;
use sayso_learn::{Choices, Example, Model, bio, train, train_crf};
use sayso_record::{Document, Layers, MentionType, Span};
use serde_json::Value;

/// Trains on the train parts, scores exact spans on the dev parts; `score.py mentions` on what the
/// binary prints is the figure that counts. Then once more on the ConfliBERT split of re3d alone,
/// for a figure that can be compared; that model is not kept.
pub(crate) fn recipe(data: &Path) -> Result<(), Box<dyn Error>> {
    let part = |corpus: &str, part: &str| read(&data.join(corpus).join(part));
    let mut general = Vec::new();
    for corpus in ["wikigold", "btc", "wnut17", "crossner-politics"] {
        general.extend(part(corpus, "train.jsonl")?);
    }
    let names = learn(&general, NAMES, None, 12, 0.008)?;
    write("names", &names)?;
    let leaning = names.leaning(0, OUTSIDE);
    for corpus in ["uner-ewt", "wikigold", "btc", "wnut17"] {
        score(&leaning, &part(corpus, "dev.jsonl")?, corpus, None);
    }
    let mut own = part("re3d", "train.jsonl")?;
    let reports = learn(&own, TYPES.len(), Some(&names), 16, 0.003)?;
    let reports = reports.leaning(0, OUTSIDE);
    write("reports", &reports)?;
    let own_dev = part("re3d", "dev.jsonl")?;
    score(&reports, &own_dev, "re3d", Some(&names));
    let alone = part("re3d-conflibert", "train.jsonl")?;
    let alone = learn(&alone, TYPES.len(), Some(&names), 16, 0.0)?;
    let alone = alone.leaning(0, OUTSIDE);
    let dev = part("re3d-conflibert", "dev.jsonl")?;
    score(
        &alone,
        &dev,
        "re3d-conflibert, trained on its own train part",
        Some(&names),
    );
    // Mails, reviews and talk are no reports; all news is.
    for sentence in crate::conllu::read(&data.join("ud-ewt/train.conllu"))? {
        let forms: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
        general.push(layered(&forms.join(" ")));
    }
    for corpus in ["polnear", "india-police-events"] {
        own.extend(part(corpus, "train.jsonl")?.into_iter().step_by(24));
    }
    register(&general, &own, &part("uner-ewt", "dev.jsonl")?, &own_dev)
}

/// A document with its layers and its gold.
struct Read {
    document: Document,
    layers: Layers,
    marks: Vec<(Span, Option<MentionType>)>,
}

fn learn(
    corpus: &[Read],
    types: usize,
    names: Option<&Model>,
    epochs: usize,
    least: f32,
) -> Result<Model, Box<dyn Error>> {
    let examples: Vec<Example> = corpus
        .iter()
        .flat_map(|r| {
            let sentences = sentences(&r.document, &r.layers, names);
            sentences.into_iter().map(|s| example(s, &r.marks, types))
        })
        .collect();
    let labels = labels(types);
    let choices = Choices { epochs, least: 0.0 };
    // Of 0.03, 0.06 and 0.12 the best on dev.
    let rate = 0.06;
    let model = train_crf(
        &examples,
        &labels,
        &choices,
        rate,
        bio(&labels),
        |epoch, right| {
            eprintln!("epoch {epoch}: {right:.4} the mean probability of the right label");
        },
    );
    let model = model.pruned(least);
    Ok(Model::from_bytes(&model.to_bytes())?)
}

fn write(name: &str, model: &Model) -> Result<(), Box<dyn Error>> {
    let path = crate::model_path(name);
    let bytes = model.to_bytes();
    std::fs::write(&path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn score(model: &Model, corpus: &[Read], name: &str, names: Option<&Model>) {
    let types = (model.labels().len() - 1) / 2;
    let known: Vec<MentionType> = corpus
        .iter()
        .flat_map(|r| &r.marks)
        .filter_map(|m| m.1)
        .collect();
    let (mut hit, mut gold, mut found) = (0usize, 0usize, 0usize);
    for read in corpus {
        for sentence in sentences(&read.document, &read.layers, names) {
            let guess = model.decode(&sentence.features, bio(model.labels()));
            let tokens = sentence.tokens.clone();
            let want = spans(&tokens, &example(sentence, &read.marks, types).labels);
            let have = spans(&tokens, &guess);
            let have: Vec<_> = have.into_iter().filter(|h| known.contains(&h.1)).collect();
            gold += want.len();
            found += have.len();
            hit += have.iter().filter(|h| want.contains(h)).count();
        }
    }
    let f = 2.0 * hit as f64 / (gold + found).max(1) as f64;
    println!("{name} dev, exact F1 within sentences: {f:.4} ({hit} of {gold}, {found} found)");
}

/// Trains the register on single sentences and on whole documents, scores it on single sentences.
fn register(
    general: &[Read],
    own: &[Read],
    general_dev: &[Read],
    own_dev: &[Read],
) -> Result<(), Box<dyn Error>> {
    let labels = ["other".to_owned(), "report".to_owned()];
    let examples = |corpus: &[Read], label: usize| -> Vec<Example> {
        let mut out = Vec::new();
        for read in corpus {
            let all = &read.layers.tokens;
            let sentences = read.layers.sentences.iter().map(|s| {
                let from = all.partition_point(|t| t.start < s.start);
                from..all.partition_point(|t| t.start < s.end)
            });
            let ranges = std::iter::once(0..all.len()).chain(sentences);
            out.extend(ranges.filter(|r| r.len() > 3).map(|range| Example {
                features: vec![register_features(&read.document, &read.layers, range)],
                labels: vec![label],
            }));
        }
        out
    };
    let mut all = examples(general, 0);
    let reports = examples(own, 1);
    for _ in 0..2 {
        all.extend(reports.iter().cloned());
    }
    let choices = Choices {
        epochs: 8,
        least: 0.006,
    };
    let model = train(&all, &labels, &choices, |_, _| true, |_, _| {});
    let model = Model::from_bytes(&model.to_bytes())?;
    for (name, corpus, label) in [("uner-ewt", general_dev, 0), ("re3d", own_dev, 1)] {
        let examples = examples(corpus, label);
        let right = examples
            .iter()
            .filter(|e| {
                let mut scores = [0.0; 2];
                model.score(&e.features[0], &mut scores);
                usize::from(scores[0] < scores[1]) == label
            })
            .count();
        println!("register, {name} dev: {right} of {} right", examples.len());
    }
    write("register", &model)
}

/// Gold spans and their types; `None` where the type is none of the product's.
fn marks(record: &Value) -> Vec<(Span, Option<MentionType>)> {
    let mut out = Vec::new();
    for span in record["spans"].as_array().into_iter().flatten() {
        let at = |name: &str| span[name].as_u64().unwrap_or(0) as usize;
        let name = span["type"].as_str().unwrap_or_default();
        // The Twitter corpus marks the bare "@" of a user's name.
        if record["text"]
            .as_str()
            .and_then(|t| t.get(at("start")..at("end")))
            == Some("@")
        {
            continue;
        }
        let kind = match name {
            "PER" | "person" | "politician" => Some(MentionType::Person),
            "ORG" | "organisation" | "politicalparty" | "group" | "corporation" => {
                Some(MentionType::Organisation)
            }
            "LOC" | "location" | "country" => Some(MentionType::Location),
            other => {
                let snake: String = other
                    .chars()
                    .enumerate()
                    .flat_map(|(n, c)| {
                        let gap = (n > 0 && c.is_uppercase()).then_some('_');
                        gap.into_iter().chain(c.to_lowercase())
                    })
                    .collect();
                TYPES.into_iter().find(|t| t.word() == snake)
            }
        };
        out.push((Span::new(at("start"), at("end")), kind));
    }
    out.sort();
    out
}

fn read(path: &Path) -> Result<Vec<Read>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    for line in text.lines() {
        let record: Value = serde_json::from_str(line)?;
        // The one source of re3d whose licence forbids commercial use.
        if record["source"] == "BBC Online" && path.ends_with("train.jsonl") {
            continue;
        }
        out.push(Read {
            marks: marks(&record),
            ..layered(record["text"].as_str().unwrap_or_default())
        });
    }
    Ok(out)
}

/// A text with the layers that features are made of.
fn layered(text: &str) -> Read {
    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::bundled);
    let options = Options {
        only: vec![Layer::Tokens, Layer::Actors, Layer::Places, Layer::Times],
    };
    let context = Context {
        knowledge: &KNOWLEDGE,
        proposals: &[],
    };
    let document = Document::plain("d", text);
    let (layers, _) = annotate(&context, &document, &options);
    Read {
        document,
        layers,
        marks: Vec::new(),
    }
}

/// Labels a sentence; types beyond the first `types` are nothing.
fn example(sentence: Sentence, marks: &[(Span, Option<MentionType>)], types: usize) -> Example {
    let mut labels = vec![0; sentence.tokens.len()];
    let mut last: Option<usize> = None;
    for (n, token) in sentence.tokens.iter().enumerate() {
        let mark = marks
            .iter()
            .position(|(span, _)| span.start < token.end && token.start < span.end);
        let kind = mark
            .and_then(|at| marks[at].1)
            .and_then(|k| TYPES[..types].iter().position(|t| *t == k));
        if let Some(kind) = kind {
            labels[n] = 2 * kind + 1 + usize::from(last == mark);
        }
        last = mark;
    }
    Example {
        features: sentence.features,
        labels,
    }
}
