//! The tagger: Universal Dependencies EWT and GUM, gold words.

use std::error::Error;
use std::path::Path;

use sayso_annotate::learned::tags::features;
use sayso_learn::{Choices, Example, Model, train};

use crate::conllu::{Sentence, read};

/// Trains on both train parts, scores on both dev parts.
pub(crate) fn recipe(data: &Path) -> Result<(), Box<dyn Error>> {
    let mut sentences = Vec::new();
    for corpus in ["ud-ewt", "ud-gum"] {
        sentences.extend(read(&data.join(corpus).join("train.conllu"))?);
    }
    let mut labels: Vec<String> = sentences.iter().flatten().map(|w| w.tag.clone()).collect();
    labels.sort();
    labels.dedup();
    let model = learn(&sentences, &labels, |epoch, right| {
        eprintln!("epoch {epoch}: {right:.4} of the training words");
    });
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

/// A tagger of these sentences.
pub(crate) fn learn<'s>(
    sentences: impl IntoIterator<Item = &'s Sentence>,
    labels: &[String],
    each: impl FnMut(usize, f64),
) -> Model {
    let examples: Vec<Example> = sentences.into_iter().map(|s| example(s, labels)).collect();
    let choices = Choices {
        epochs: 8,
        least: 0.004,
    };
    train(&examples, labels, &choices, |_, _| true, each)
}

fn example(sentence: &Sentence, labels: &[String]) -> Example {
    let words: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
    Example {
        features: features(&words),
        labels: sentence
            .iter()
            .map(|w| labels.iter().position(|l| *l == w.tag).unwrap_or(0))
            .collect(),
    }
}
