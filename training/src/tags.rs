//! The tagger: Universal Dependencies EWT and GUM, gold words.

use std::error::Error;
use std::path::Path;

use sayso_annotate::learned::tags::features;
use sayso_learn::{Choices, Example, Model, train};

type Sentence = Vec<(String, String)>;

/// Trains on both train parts, scores on both dev parts.
pub(crate) fn recipe(data: &Path) -> Result<(), Box<dyn Error>> {
    let mut sentences = Vec::new();
    for corpus in ["ud-ewt", "ud-gum"] {
        sentences.extend(read(&data.join(corpus).join("train.conllu"))?);
    }
    let mut labels: Vec<String> = sentences.iter().flatten().map(|w| w.1.clone()).collect();
    labels.sort();
    labels.dedup();
    let examples: Vec<Example> = sentences.iter().map(|s| example(s, &labels)).collect();
    let choices = Choices {
        epochs: 8,
        least: 0.004,
    };
    let model = train(
        &examples,
        &labels,
        &choices,
        |_, _| true,
        |epoch, right| {
            eprintln!("epoch {epoch}: {:.4} of the training words", right);
        },
    );
    let bytes = model.to_bytes();
    let model = Model::from_bytes(&bytes)?;
    for corpus in ["ud-ewt", "ud-gum"] {
        let dev = read(&data.join(corpus).join("dev.conllu"))?;
        let (mut right, mut all) = (0usize, 0usize);
        for sentence in &dev {
            let gold = example(sentence, &labels);
            let found = model.decode(&gold.features, |_, _| true);
            all += found.len();
            right += found
                .iter()
                .zip(&gold.labels)
                .filter(|(a, b)| a == b)
                .count();
        }
        println!(
            "{corpus} dev, gold words: {:.4} ({right} of {all})",
            right as f64 / all as f64
        );
    }
    let path = crate::model_path("tags");
    std::fs::write(&path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn example(sentence: &Sentence, labels: &[String]) -> Example {
    let words: Vec<&str> = sentence.iter().map(|w| w.0.as_str()).collect();
    Example {
        features: features(&words),
        labels: sentence
            .iter()
            .map(|w| labels.iter().position(|l| *l == w.1).unwrap_or(0))
            .collect(),
    }
}

/// Sentences of a CoNLL-U file: form and tag of each word; ranges and empty nodes are passed over.
fn read(path: &Path) -> Result<Vec<Sentence>, Box<dyn Error>> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    let mut now = Sentence::new();
    for line in text.lines() {
        if line.is_empty() {
            if !now.is_empty() {
                out.push(std::mem::take(&mut now));
            }
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        if line.starts_with('#') || columns.len() < 4 || columns[0].contains(['-', '.']) {
            continue;
        }
        now.push((columns[1].to_owned(), columns[3].to_owned()));
    }
    Ok(out)
}
