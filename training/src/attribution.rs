//! Sources, cues and contents: PolNeAR. One label a word; passages that annotators discarded or
//! flagged are passed over.

use std::error::Error;
use std::path::Path;

use sayso_annotate::learned::attribution::{LABELS, Sentence, sentences, spans};
use sayso_annotate::{Context, Layer, Options, annotate};
use sayso_knowledge::Knowledge;
use sayso_learn::{Choices, Example, Model, bio, train_crf};
use sayso_record::{Document, Span};
use serde_json::Value;

/// Share of the largest weight below which weights are left out; see the table the recipe prints.
const LEAST: f32 = 0.008;

/// Trains on the train part, scores BIO spans on the dev part; `score.py attributions` on what
/// the binary prints is the figure that counts.
pub(crate) fn recipe(data: &Path) -> Result<(), Box<dyn Error>> {
    let folder = data.join("polnear");
    let examples = read(&folder.join("train.jsonl"))?;
    eprintln!("{} sentences", examples.len());
    let labels = LABELS.map(str::to_owned).to_vec();
    let choices = Choices {
        epochs: 16,
        least: 0.0,
    };
    // Of 0.002, 0.005, 0.008 and 0.02 the best on dev.
    let rate = 0.005;
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
    let dev = read(&folder.join("dev.jsonl"))?;
    for least in [0.005, LEAST, 0.02, 0.03] {
        let model = model.pruned(least);
        println!(
            "weights above {least} of the largest: {} bytes",
            model.to_bytes().len()
        );
        score(&model, &dev);
    }
    let bytes = model.pruned(LEAST).to_bytes();
    let path = crate::model_path("attribution");
    std::fs::write(&path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn score(model: &Model, dev: &[Example]) {
    for kind in ["source", "cue", "content"] {
        let (mut hit, mut gold, mut found) = (0, 0, 0);
        for example in dev {
            let guess = model.decode(&example.features, bio(model.labels()));
            let (a, b) = (spans(&example.labels, kind), spans(&guess, kind));
            gold += a.len();
            found += b.len();
            hit += b.iter().filter(|s| a.contains(s)).count();
        }
        let f = 2.0 * hit as f64 / (gold + found).max(1) as f64;
        println!(
            "polnear dev, {kind} spans within sentences: {f:.4} ({hit} of {gold}, {found} found)"
        );
    }
}

fn read(path: &Path) -> Result<Vec<Example>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let knowledge = Knowledge::bundled();
    let options = Options {
        only: vec![Layer::Tokens, Layer::Quotations, Layer::Actors],
    };
    let context = Context {
        knowledge: &knowledge,
        proposals: &[],
    };
    let mut out = Vec::new();
    for line in text.lines() {
        let record: Value = serde_json::from_str(line)?;
        let words = record["text"].as_str().unwrap_or_default();
        let document = Document::plain("d", words);
        let (layers, _) = annotate(&context, &document, &options);
        let mut marks: Vec<(Span, usize)> = Vec::new();
        let mut masked: Vec<Span> = Vec::new();
        for span in record["spans"].as_array().into_iter().flatten() {
            let at = |name: &str| span[name].as_u64().unwrap_or(0) as usize;
            let here = Span::new(at("start"), at("end"));
            match span["type"].as_str() {
                Some("Source") => marks.push((here, 1)),
                Some("Cue") => marks.push((here, 3)),
                Some("Content") => marks.push((here, 5)),
                _ => masked.push(here),
            }
        }
        marks.sort();
        for sentence in sentences(&document, &layers) {
            let whole = match (sentence.words.first(), sentence.words.last()) {
                (Some(a), Some(b)) => a.join(*b),
                _ => continue,
            };
            if masked.iter().any(|m| m.overlaps(whole)) {
                continue;
            }
            out.push(example(sentence, &marks));
        }
    }
    Ok(out)
}

fn example(sentence: Sentence, marks: &[(Span, usize)]) -> Example {
    let mut labels = vec![0; sentence.words.len()];
    let mut last: Option<usize> = None;
    for (n, word) in sentence.words.iter().enumerate() {
        let mark = marks
            .iter()
            .position(|(span, _)| span.start <= word.start && word.end <= span.end);
        if let Some(at) = mark {
            labels[n] = marks[at].1 + usize::from(last == Some(at));
        }
        last = mark;
    }
    Example {
        features: sentence.features,
        labels,
    }
}
