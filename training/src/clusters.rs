//! Word clusters: the exchange algorithm for class bigram models (Kneser and Ney 1993; Martin,
//! Liermann and Ney 1998). Each word in turn moves to the class that makes the text likeliest.
//! Two sets of classes, coarse and fine.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use sayso_annotate::learned::clusters::words;

/// Words seen less often have no class.
const LEAST: u32 = 5;
const COARSE: usize = 64;
const FINE: usize = 480;
const ROUNDS: usize = 10;

/// Reads the staged news and the training texts, writes `models/clusters-v1.txt`: a word, its
/// coarse and its fine class on each line.
pub(crate) fn recipe(data: &Path) -> Result<(), Box<dyn Error>> {
    let inputs = [
        "news-allsides/articles.jsonl.zst",
        "fa-kes/articles.jsonl.gz",
        "reuse-pan13/sources.jsonl.gz",
        "india-police-events/train.jsonl",
        "satp/train.jsonl",
        "polnear/train.jsonl",
        "re3d/train.jsonl",
    ]
    .map(|name| data.join(name));
    let mut corpus = Corpus::default();
    let sidecar = sayso_read::Sidecar::default();
    let (sources, _) = sayso_read::discover(&inputs, &sidecar)?;
    for source in &sources {
        let (capture, bytes) = sayso_read::obtain(source).map_err(|r| r.message)?;
        let (documents, _) = sayso_read::read(source, &capture, &bytes, &sidecar);
        for document in &documents {
            corpus.add(&document.text);
        }
        eprintln!("{}: {} documents", capture.name, documents.len());
    }
    for corpus_name in ["ud-ewt", "ud-gum"] {
        for sentence in crate::conllu::read(&data.join(corpus_name).join("train.conllu"))? {
            let forms: Vec<&str> = sentence.iter().map(|w| w.form.as_str()).collect();
            corpus.add(&forms.join(" "));
        }
    }
    let table = corpus.table();
    eprintln!(
        "{} running words, {} kept",
        corpus.running,
        table.words.len()
    );
    let (fine, coarse) = std::thread::scope(|scope| {
        let coarse = scope.spawn(|| classes(&table, COARSE));
        (classes(&table, FINE), coarse.join().expect("no panic"))
    });
    let mut out = String::new();
    let mut lines: Vec<usize> = (0..table.words.len()).collect();
    lines.sort_by(|a, b| table.words[*a].cmp(&table.words[*b]));
    for n in lines {
        writeln!(out, "{} {} {}", table.words[n], coarse[n], fine[n])?;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../models/clusters-v1.txt");
    std::fs::write(&path, &out)?;
    println!("{}: {} bytes", path.display(), out.len());
    Ok(())
}

#[derive(Default)]
struct Corpus {
    numbers: HashMap<String, u32>,
    counts: Vec<u32>,
    pairs: HashMap<(u32, u32), u32>,
    running: usize,
}

struct Table {
    words: Vec<String>,
    counts: Vec<u32>,
    /// Words before and after each word, with counts.
    before: Vec<Vec<(u32, u32)>>,
    after: Vec<Vec<(u32, u32)>>,
}

impl Corpus {
    fn add(&mut self, text: &str) {
        for sentence in words(text) {
            let mut last: Option<u32> = None;
            for word in sentence {
                let next = self.counts.len() as u32;
                let number = *self.numbers.entry(word).or_insert(next);
                if number == next {
                    self.counts.push(0);
                }
                self.counts[number as usize] += 1;
                self.running += 1;
                if let Some(last) = last {
                    *self.pairs.entry((last, number)).or_default() += 1;
                }
                last = Some(number);
            }
        }
    }

    /// The words seen often enough, most frequent first, and their neighbours among each other.
    fn table(&self) -> Table {
        let mut kept: Vec<(&str, u32)> = self
            .numbers
            .iter()
            .map(|(w, n)| (w.as_str(), *n))
            .filter(|(w, n)| {
                self.counts[*n as usize] >= LEAST && !w.chars().any(char::is_whitespace)
            })
            .collect();
        kept.sort_by_key(|(w, n)| (std::cmp::Reverse(self.counts[*n as usize]), *w));
        let mut place = vec![u32::MAX; self.counts.len()];
        for (at, (_, number)) in kept.iter().enumerate() {
            place[*number as usize] = at as u32;
        }
        let mut before = vec![Vec::new(); kept.len()];
        let mut after = vec![Vec::new(); kept.len()];
        let mut pairs: Vec<(u32, u32, u32)> = self
            .pairs
            .iter()
            .map(|((a, b), n)| (place[*a as usize], place[*b as usize], *n))
            .filter(|(a, b, _)| *a != u32::MAX && *b != u32::MAX)
            .collect();
        pairs.sort_unstable();
        for (a, b, n) in pairs {
            after[a as usize].push((b, n));
            before[b as usize].push((a, n));
        }
        Table {
            words: kept.iter().map(|(w, _)| (*w).to_owned()).collect(),
            counts: kept.iter().map(|(_, n)| self.counts[*n as usize]).collect(),
            before,
            after,
        }
    }
}

/// Class of each word.
fn classes(table: &Table, many: usize) -> Vec<usize> {
    let mut class: Vec<usize> = (0..table.words.len()).map(|n| n % many).collect();
    let mut sizes = vec![0i64; many];
    let mut pairs = vec![0i64; many * many];
    for (word, after) in table.after.iter().enumerate() {
        sizes[class[word]] += i64::from(table.counts[word]);
        for (next, n) in after {
            pairs[class[word] * many + class[*next as usize]] += i64::from(*n);
        }
    }
    let entropy: Vec<f64> = (0..1 << 16)
        .map(|n| {
            if n > 0 {
                f64::from(n) * f64::from(n).ln()
            } else {
                0.0
            }
        })
        .collect();
    let f = |n: i64| -> f64 {
        match usize::try_from(n) {
            Ok(at) if at < entropy.len() => entropy[at],
            Ok(_) => n as f64 * (n as f64).ln(),
            Err(_) => 0.0,
        }
    };
    let sums = |list: &[(u32, u32)], class: &[usize], own: usize| -> Vec<(usize, i64)> {
        let mut out: HashMap<usize, i64> = HashMap::new();
        for (word, n) in list.iter().filter(|(w, _)| *w as usize != own) {
            *out.entry(class[*word as usize]).or_default() += i64::from(*n);
        }
        let mut out: Vec<(usize, i64)> = out.into_iter().collect();
        out.sort_unstable();
        out
    };
    for round in 0..ROUNDS {
        let mut moved = 0usize;
        for word in 0..table.words.len() {
            let before = sums(&table.before[word], &class, word);
            let after = sums(&table.after[word], &class, word);
            let count = i64::from(table.counts[word]);
            let old = class[word];
            let shift = |pairs: &mut [i64], sizes: &mut [i64], to: usize, sign: i64| {
                for (c, n) in &before {
                    pairs[c * many + to] += sign * n;
                }
                for (c, n) in &after {
                    pairs[to * many + c] += sign * n;
                }
                sizes[to] += sign * count;
            };
            shift(&mut pairs, &mut sizes, old, -1);
            let mut best = (f64::NEG_INFINITY, old);
            for to in 0..many {
                let mut gain = -2.0 * (f(sizes[to] + count) - f(sizes[to]));
                for (c, n) in &before {
                    let now = pairs[c * many + to];
                    gain += f(now + n) - f(now);
                }
                for (c, n) in &after {
                    let now = pairs[to * many + c];
                    gain += f(now + n) - f(now);
                }
                if gain > best.0 {
                    best = (gain, to);
                }
            }
            shift(&mut pairs, &mut sizes, best.1, 1);
            class[word] = best.1;
            moved += usize::from(best.1 != old);
        }
        eprintln!("{many} classes, round {}: {moved} moved", round + 1);
    }
    class
}
