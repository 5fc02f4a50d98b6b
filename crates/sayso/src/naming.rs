//! How each outlet or author names each actor, in its own voice and in others' words, over time.

use std::collections::BTreeMap;

use sayso_record::{Document, Layers, Quotation, SegmentKind, Span, Tone};
use serde::Serialize;

use crate::{Error, Ledger};

/// One way in which one teller names one actor.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Naming {
    /// Outlet, or author of comments and documents without one.
    pub teller: String,
    /// Canonical name, or the label itself where nobody known is named.
    pub actor: String,
    /// The words as the first use has them; uses that differ in case alone are counted together.
    pub label: String,
    /// Their tone by `knowledge/tone.csv`, or by marks that keep a distance; one record a tone.
    pub tone: Tone,
    /// Uses in the teller's own voice.
    pub own: usize,
    /// Uses inside quotations, quote blocks and what others are made to say.
    pub quoted: usize,
    /// Uses by month of writing (EDTF, `XXXX` when undated), both voices.
    pub months: BTreeMap<String, usize>,
    /// Of these the quoted ones.
    pub months_quoted: BTreeMap<String, usize>,
    /// The first use: document, first byte, one past the last.
    pub first: (String, usize, usize),
}

/// All ways of naming in a ledger: by actor, then teller, the most used first; with a day, month or
/// year (EDTF) only in what had appeared by its end.
///
/// # Errors
/// When the ledger cannot be read, or the day is no date.
pub fn naming(ledger: &Ledger, day: Option<&str>) -> Result<Vec<Naming>, Error> {
    day.map_or(Ok(()), crate::check_day)?;
    let mut all: BTreeMap<(String, String, String, &str), Naming> = BTreeMap::new();
    for document in ledger.documents()? {
        let layers = ledger
            .layers_without_words(&document.id)?
            .unwrap_or_default();
        let told = told_by_others(&document, &layers);
        for label in &layers.labels {
            let span = Span::new(label.start, label.end);
            let (teller, when) = voice(&document, span);
            if day.is_some_and(|day| !crate::known_by(when.as_deref(), day)) {
                continue;
            }
            let words = label.label.to_lowercase();
            let key = (
                label.actor.clone(),
                teller.clone(),
                words.clone(),
                label.tone.word(),
            );
            let entry = all.entry(key).or_insert_with(|| Naming {
                teller,
                actor: label.actor.clone(),
                label: label.label.clone(),
                tone: label.tone,
                own: 0,
                quoted: 0,
                months: BTreeMap::new(),
                months_quoted: BTreeMap::new(),
                first: (document.id.clone(), label.start, label.end),
            });
            let month = when.map_or_else(|| "XXXX".to_owned(), |w| w.chars().take(7).collect());
            if told.iter().any(|t| t.contains(span)) {
                entry.quoted += 1;
                *entry.months_quoted.entry(month.clone()).or_default() += 1;
            } else {
                entry.own += 1;
            }
            *entry.months.entry(month).or_default() += 1;
        }
    }
    let mut out: Vec<Naming> = all.into_values().collect();
    out.sort_by(|a, b| {
        (&a.actor, &a.teller)
            .cmp(&(&b.actor, &b.teller))
            .then((b.own + b.quoted).cmp(&(a.own + a.quoted)))
            .then(a.label.cmp(&b.label))
    });
    Ok(out)
}

/// Whose words stand at a place, and when they were written.
fn voice(document: &Document, at: Span) -> (String, Option<String>) {
    let comment = document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Comment && s.span().contains(at))
        .min_by_key(|s| s.end - s.start);
    let author = comment.and_then(|c| c.author.clone());
    let time = comment.and_then(|c| c.time.clone());
    (
        author.unwrap_or_else(|| document.teller().to_owned()),
        time.or_else(|| document.metadata.published.clone()),
    )
}

/// Ranges that hold others' words.
fn told_by_others(document: &Document, layers: &Layers) -> Vec<Span> {
    let quoted = |q: &Quotation| Span::new(q.start, q.end);
    let others = layers.attributions.iter().filter(|a| !a.own_voice);
    let segments = document
        .segments
        .iter()
        .filter(|s| matches!(s.kind, SegmentKind::QuoteBlock | SegmentKind::EmbeddedPost));
    // Marks round a word or two keep a distance; they quote nobody.
    let long = |q: &&Quotation| q.end - q.start > 30;
    layers
        .quotations
        .iter()
        .filter(long)
        .map(quoted)
        .chain(others.flat_map(|a| a.content.iter().copied()))
        .chain(segments.map(sayso_record::Segment::span))
        .collect()
}
