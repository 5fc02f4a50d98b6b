//! The parser: Universal Dependencies EWT and GUM, gold words, tags as a tagger gives them that
//! has not seen the sentence (four parts, each tagged by the other three), so that the parser
//! learns to live with the tagger's mistakes.

use std::error::Error;
use std::path::Path;

use sayso_annotate::learned::{parse, tags};
use sayso_learn::{Choices, Model, Tree, train_parser};

use crate::conllu::{Sentence, read};
use crate::tags::learn;

const PARTS: usize = 4;

/// Share of the largest weight below which weights are left out: chosen by the table the recipe
/// prints, as the smallest model that loses nothing to speak of.
const LEAST: f32 = 0.016;

/// Trains on both train parts, scores on both dev parts.
pub(crate) fn recipe(data: &Path) -> Result<(), Box<dyn Error>> {
    let mut sentences = Vec::new();
    for corpus in ["ud-ewt", "ud-gum"] {
        sentences.extend(read(&data.join(corpus).join("train.conllu"))?);
    }
    let mut names: Vec<String> = sentences
        .iter()
        .flatten()
        .map(|w| w.relation.clone())
        .collect();
    names.sort();
    names.dedup();
    let mut labels: Vec<String> = sentences.iter().flatten().map(|w| w.tag.clone()).collect();
    labels.sort();
    labels.dedup();
    // Two at a time: as many as the machines at hand have cores.
    let mut tagged: Vec<Vec<String>> = vec![Vec::new(); sentences.len()];
    for pair in [[0, 1], [2, 3]] {
        let found: Vec<_> = std::thread::scope(|scope| {
            let threads = pair.map(|part| {
                let (sentences, labels) = (&sentences, &labels);
                scope.spawn(move || tag_part(sentences, labels, part))
            });
            threads
                .into_iter()
                .map(|t| t.join().expect("no panic"))
                .collect()
        });
        for (at, tags) in found.into_iter().flatten() {
            tagged[at] = tags;
        }
    }
    eprintln!("tagged");
    let trees: Vec<Tree> = sentences.iter().map(|s| tree(s, &names)).collect();
    let words: Vec<parse::Words> = sentences
        .iter()
        .zip(&tagged)
        .map(|(s, t)| {
            parse::Words::new(&forms(s), &t.iter().map(String::as_str).collect::<Vec<_>>())
        })
        .collect();
    let choices = Choices {
        epochs: 10,
        least: 0.004,
    };
    let model = train_parser(
        &trees,
        &names,
        &choices,
        |at, state, out| parse::features(&words[at], state, out),
        |epoch, right| eprintln!("epoch {epoch}: {right:.4} of the decisions"),
    );
    for least in [0.008, 0.016, 0.024, 0.032, 0.048] {
        let model = model.pruned(least);
        println!(
            "weights above {least} of the largest: {} bytes",
            model.to_bytes().len()
        );
        score(data, &model, &names)?;
    }
    let model = model.pruned(LEAST);
    let path = crate::model_path("parse");
    let bytes = model.to_bytes();
    std::fs::write(&path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn score(data: &Path, model: &Model, names: &[String]) -> Result<(), Box<dyn Error>> {
    for corpus in ["ud-ewt", "ud-gum"] {
        let (mut heads, mut both, mut all) = (0usize, 0usize, 0usize);
        for sentence in read(&data.join(corpus).join("dev.conllu"))? {
            let forms = forms(&sentence);
            let words = parse::Words::new(&forms, &tags::tag(&forms));
            let gold = tree(&sentence, names);
            let found = sayso_learn::parse(model, forms.len(), |state, out| {
                parse::features(&words, state, out);
            });
            all += forms.len();
            for n in 0..forms.len() {
                if gold.heads[n] == found.heads[n] {
                    heads += 1;
                    let base = |r: usize| names.get(r).and_then(|n| n.split(':').next());
                    both += usize::from(base(gold.relations[n]) == base(found.relations[n]));
                }
            }
        }
        let share = |n: usize| n as f64 / all as f64;
        println!(
            "{corpus} dev, gold words: UAS {:.4}, LAS {:.4} of {all}",
            share(heads),
            share(both)
        );
    }
    Ok(())
}

/// Tags every fourth sentence by the others.
fn tag_part(sentences: &[Sentence], labels: &[String], part: usize) -> Vec<(usize, Vec<String>)> {
    let others = sentences
        .iter()
        .enumerate()
        .filter(|(n, _)| n % PARTS != part);
    let model = learn(others.map(|(_, s)| s), labels, |_, _| {});
    let own = sentences
        .iter()
        .enumerate()
        .filter(|(n, _)| n % PARTS == part);
    own.map(|(n, sentence)| {
        let found = model.decode(&tags::features(&forms(sentence)), |_, _| true);
        (n, found.into_iter().map(|l| labels[l].clone()).collect())
    })
    .collect()
}

fn forms(sentence: &Sentence) -> Vec<&str> {
    sentence.iter().map(|w| w.form.as_str()).collect()
}

fn tree(sentence: &Sentence, names: &[String]) -> Tree {
    Tree {
        heads: sentence
            .iter()
            .map(|w| w.head.checked_sub(1).unwrap_or(sentence.len()))
            .collect(),
        relations: sentence
            .iter()
            .map(|w| names.iter().position(|n| *n == w.relation).unwrap_or(0))
            .collect(),
    }
}
