//! What replies do with what they answer: RumourEval 2017, train and dev together.
//!
//! Judged by leaving one event out: of each event the posts are told by a model of the others. The
//! judged posts are written to `target/stance-held-out.jsonl` for `bench/stance.py`.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use flate2::read::GzDecoder;
use sayso_annotate::learned::stance::{CLASSES, features};
use sayso_learn::{Choices, Example, Model, train_crf};
use serde_json::Value;

/// Weight of a class's rarity: 0 leaves what is likely, 1 undoes the shares of the classes. Chosen
/// between 0 and 1 on the events left out; comments are three of four posts, and what matters are
/// the others.
const EVEN: f32 = 0.8;

struct Post {
    id: String,
    event: String,
    example: Example,
}

/// Trains, judges by event, writes the model of all events.
pub(crate) fn recipe(data: &Path) -> Result<(), Box<dyn Error>> {
    let posts = posts(&data.join("stance-rumoureval2017/traindev.jsonl.gz"))?;
    let mut events: Vec<&str> = posts.iter().map(|p| p.event.as_str()).collect();
    events.sort_unstable();
    events.dedup();
    let held_out = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/stance-held-out.jsonl");
    let mut out = std::fs::File::create(&held_out)?;
    // Right, told and gold of each class.
    let mut counts = [[0usize; 3]; 4];
    for event in events {
        let model = learn(posts.iter().filter(|p| p.event != event))?;
        for post in posts.iter().filter(|p| p.event == event) {
            let told = told(&model, &post.example.features);
            let gold = post.example.labels[0];
            counts[told][0] += usize::from(told == gold);
            counts[told][1] += 1;
            counts[gold][2] += 1;
            let line = serde_json::json!({"id": post.id, "stance": CLASSES[told]});
            writeln!(out, "{line}")?;
        }
    }
    let mut macro_f1 = 0.0;
    for (class, [right, told, gold]) in CLASSES.iter().zip(counts) {
        let f1 = 2.0 * right as f64 / (told + gold).max(1) as f64;
        macro_f1 += f1 / 4.0;
        println!("{class}: F1 {f1:.3} ({right} right, {told} told, {gold} gold)");
    }
    println!("macro-F1, each event left out: {macro_f1:.4}");
    let model = learn(posts.iter())?;
    let path = crate::model_path("stance");
    let bytes = model.to_bytes();
    std::fs::write(&path, &bytes)?;
    println!("{}: {} bytes", path.display(), bytes.len());
    Ok(())
}

fn told(model: &Model, features: &[Vec<u32>]) -> usize {
    model
        .decode(features, |_, _| true)
        .first()
        .copied()
        .unwrap_or(3)
}

fn learn<'p>(posts: impl Iterator<Item = &'p Post> + Clone) -> Result<Model, Box<dyn Error>> {
    let labels: Vec<String> = CLASSES.iter().map(|c| (*c).to_owned()).collect();
    let examples: Vec<Example> = posts.map(|p| p.example.clone()).collect();
    let mut shares = [0f32; 4];
    for example in &examples {
        shares[example.labels[0]] += 1.0 / examples.len() as f32;
    }
    let choices = Choices {
        epochs: 4,
        least: 0.003,
    };
    let mut model = train_crf(&examples, &labels, &choices, 0.02, |_, _| true, |_, _| {});
    for (label, share) in shares.iter().enumerate() {
        model = model.leaning(label, -EVEN * share.max(1e-3).ln());
    }
    Ok(Model::from_bytes(&model.to_bytes())?)
}

fn posts(path: &Path) -> Result<Vec<Post>, Box<dyn Error>> {
    let file = std::fs::File::open(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut out = Vec::new();
    for line in BufReader::new(GzDecoder::new(file)).lines() {
        let thread: Value = serde_json::from_str(&line?)?;
        let list = thread["posts"].as_array().cloned().unwrap_or_default();
        let text = |post: &Value| post["text"].as_str().unwrap_or("").to_owned();
        let texts: BTreeMap<&str, String> = list
            .iter()
            .filter_map(|p| Some((p["id"].as_str()?, text(p))))
            .collect();
        let first = list.first().map(text);
        for post in &list {
            let stance = post["stance"].as_str().unwrap_or("");
            let Some(label) = CLASSES.iter().position(|c| *c == stance) else {
                continue;
            };
            let parent = post["parent"]
                .as_str()
                .map(|p| texts.get(p).map_or("", String::as_str));
            out.push(Post {
                id: post["id"].as_str().unwrap_or("").to_owned(),
                event: thread["event"].as_str().unwrap_or("").to_owned(),
                example: Example {
                    features: vec![features(&text(post), parent, first.as_deref())],
                    labels: vec![label],
                },
            });
        }
    }
    Ok(out)
}
