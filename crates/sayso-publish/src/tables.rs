//! Statements of one kind as a table: what is told, of where and when, who tells it through whom,
//! and in which words.

use std::collections::BTreeMap;
use std::io::Write;

use sayso_record::{Document, Outcome, Proposition, Statement};

use crate::{Error, safe};

/// A kind of statement that has a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// Counts and measures.
    Figures,
    /// Things that happened.
    Events,
    /// Holds on places.
    Control,
    /// Things foretold, with what came of them.
    Forecasts,
}

impl TableKind {
    /// Columns of its own, between place and time and those all kinds have.
    fn columns(self) -> &'static [&'static str] {
        match self {
            TableKind::Figures => &["what", "of", "low", "high", "unit"],
            TableKind::Events => &["type", "actors", "recipients"],
            TableKind::Control => &["holder", "status", "share_low", "share_high"],
            TableKind::Forecasts => &[
                "text",
                "horizon",
                "strength",
                "foretold_not",
                "outcome",
                "because",
            ],
        }
    }

    /// Place, time and cells of its own columns; none for a statement of another kind.
    fn cells(
        self,
        s: &Statement,
        outcome: Option<&Outcome>,
    ) -> Option<(String, String, Vec<String>)> {
        let text = |x: &Option<String>| x.clone().unwrap_or_default();
        let number = |x: &Option<f64>| x.map(|n| n.to_string()).unwrap_or_default();
        match (self, &s.proposition) {
            (
                TableKind::Figures,
                Proposition::Figure {
                    what,
                    of,
                    low,
                    high,
                    unit,
                    place,
                    time,
                },
            ) => Some((
                text(place),
                text(time),
                vec![
                    what.word().to_owned(),
                    text(of),
                    number(low),
                    number(high),
                    text(unit),
                ],
            )),
            (
                TableKind::Events,
                Proposition::Event {
                    event,
                    actor,
                    recipient,
                    place,
                    time,
                },
            ) => Some((
                text(place),
                text(time),
                vec![event.clone(), actor.join("; "), recipient.join("; ")],
            )),
            (
                TableKind::Control,
                Proposition::Control {
                    place,
                    holder,
                    status,
                    low,
                    high,
                    time,
                },
            ) => Some((
                place.clone(),
                text(time),
                vec![
                    text(holder),
                    status.word().to_owned(),
                    number(low),
                    number(high),
                ],
            )),
            (
                TableKind::Forecasts,
                Proposition::Forecast {
                    text: words,
                    made,
                    horizon,
                    strength,
                    place,
                    negated,
                    ..
                },
            ) => Some((
                text(place),
                text(made),
                vec![
                    words.split_whitespace().collect::<Vec<_>>().join(" "),
                    text(horizon),
                    strength.word().to_owned(),
                    negated.to_string(),
                    outcome.map_or("", |o| o.outcome.word()).to_owned(),
                    outcome.map(|o| o.because.join("; ")).unwrap_or_default(),
                ],
            )),
            _ => None,
        }
    }
}

/// One row a statement of the kind, in the order given. `time` of a forecast is when it was made;
/// byte offsets are half-open.
///
/// # Errors
/// When the output refuses.
pub fn table(
    kind: TableKind,
    statements: &[&Statement],
    outcomes: &BTreeMap<String, Outcome>,
    documents: &[Document],
    out: &mut dyn Write,
) -> Result<(), Error> {
    let by_id: BTreeMap<&str, &Document> = documents.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut rows = csv::Writer::from_writer(out);
    let head = ["statement", "place", "time"];
    let tail = [
        "modality",
        "commitment",
        "hedge",
        "speaker",
        "chain",
        "doc",
        "outlet",
        "published",
        "start",
        "end",
        "words",
    ];
    rows.write_record(head.iter().chain(kind.columns()).chain(&tail))?;
    for s in statements {
        let Some((place, time, own)) = kind.cells(s, outcomes.get(&s.id)) else {
            continue;
        };
        let at = s.evidence.first();
        let document = by_id.get(at.doc.as_str());
        let words = document.and_then(|d| d.text.get(at.start..at.end));
        let chain: Vec<&str> = s.chain.iter().map(|c| c.teller.as_str()).collect();
        let outlet = document.and_then(|d| d.metadata.outlet.clone());
        let cells = [s.id.clone(), place, time].into_iter().chain(own).chain([
            s.modality.word().to_owned(),
            s.commitment.word().to_owned(),
            s.hedge.word().to_owned(),
            s.speaker.clone(),
            chain.join(" > "),
            at.doc.clone(),
            outlet.unwrap_or_default(),
            s.published.clone().unwrap_or_default(),
            at.start.to_string(),
            at.end.to_string(),
            words.unwrap_or("").to_owned(),
        ]);
        rows.write_record(cells.map(|c| safe(&c)))?;
    }
    rows.flush()?;
    Ok(())
}
