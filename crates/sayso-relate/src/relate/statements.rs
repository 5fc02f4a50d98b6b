//! Statements: one for each figure, event, control record and forecast, with its chain.

use std::collections::BTreeMap;

use sayso_record::{
    Attribution, ChainLink, Commitment, Document, Edge, Evidence, Hedge, Layers, Modality,
    Proposition, Remark, Span, Stance, Statement, content_id,
};

use super::claims::takes_ground;

use super::credit::appeared;

/// The statements of one document, in no particular order. A record that names a range outside
/// the text is left out with a remark.
pub(crate) fn of(
    document: &Document,
    layers: &Layers,
    remarks: &mut Vec<Remark>,
) -> Vec<Statement> {
    let mut records: Vec<(Span, Option<&str>, Modality, Proposition)> = Vec::new();
    for f in &layers.figures {
        records.push((
            Span {
                start: f.start,
                end: f.end,
            },
            f.attribution.as_deref(),
            if f.negated {
                Modality::Negated
            } else {
                Modality::Actual
            },
            Proposition::Figure {
                what: f.what,
                of: f.of.clone(),
                low: f.low,
                high: f.high,
                unit: f.unit.clone(),
                place: f.place.clone(),
                time: f.time.clone(),
            },
        ));
    }
    for e in &layers.events {
        // The control record in the same words tells it already: one telling, one statement.
        let at = layers.control.partition_point(|c| c.start < e.start);
        let told = layers.control[at..]
            .iter()
            .take_while(|c| c.start == e.start)
            .any(|c| c.end == e.end);
        if told && takes_ground(&e.kind) {
            continue;
        }
        records.push((
            Span {
                start: e.start,
                end: e.end,
            },
            e.attribution.as_deref(),
            e.modality,
            Proposition::Event {
                event: e.kind.clone(),
                actor: e.actor.clone(),
                recipient: e.recipient.clone(),
                place: e.place.clone(),
                time: e.time.clone(),
            },
        ));
    }
    for c in &layers.control {
        records.push((
            Span {
                start: c.start,
                end: c.end,
            },
            c.attribution.as_deref(),
            c.modality,
            Proposition::Control {
                place: c.place.clone(),
                holder: c.holder.clone(),
                status: c.status,
                low: c.value.as_ref().and_then(|v| v.low),
                high: c.value.as_ref().and_then(|v| v.high),
                time: c.time.clone(),
            },
        ));
    }
    for f in &layers.forecasts {
        let span = Span {
            start: f.start,
            end: f.end,
        };
        records.push((
            span,
            f.attribution.as_deref(),
            Modality::Future,
            Proposition::Forecast {
                text: words(document, span),
                made: f.made.clone(),
                horizon: f.horizon.clone(),
                strength: f.strength,
                place: f
                    .proposition
                    .get("place")
                    .and_then(|p| p.as_str())
                    .map(str::to_owned),
                foretold: foretold(&f.proposition).map(Box::new),
                negated: f.proposition.get("negated") == Some(&serde_json::Value::Bool(true)),
            },
        ));
    }
    let by_id: BTreeMap<&str, &Attribution> = layers
        .attributions
        .iter()
        .map(|a| (a.id.as_str(), a))
        .collect();
    records
        .into_iter()
        .filter_map(|(span, attribution, modality, proposition)| {
            if span.is_empty() || span.text(&document.text).is_none() {
                remarks.push(Remark::new(
                    &document.id,
                    "relate",
                    format!(
                        "a record at {}..{} lies outside the text and was left out",
                        span.start, span.end
                    ),
                ));
                return None;
            }
            let attribution = attribution.and_then(|id| by_id.get(id).copied());
            statement(document, span, attribution, modality, proposition)
        })
        .collect()
}

/// The slots of what is foretold, where the layer gives them.
fn foretold(slots: &serde_json::Value) -> Option<Proposition> {
    let text = |name: &str| slots.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let names = |name: &str| -> Vec<String> {
        let list = slots.get(name).and_then(|v| v.as_array());
        let strings = list.into_iter().flatten().filter_map(|v| v.as_str());
        strings.map(str::to_owned).collect()
    };
    match text("kind")?.as_str() {
        "control" => Some(Proposition::Control {
            place: text("place")?,
            holder: text("holder"),
            status: serde_json::from_value(slots.get("status")?.clone()).ok()?,
            low: None,
            high: None,
            time: None,
        }),
        "event" => Some(Proposition::Event {
            event: text("type")?,
            actor: names("actor"),
            recipient: names("recipient"),
            place: text("place"),
            time: None,
        }),
        _ => None,
    }
}

fn statement(
    document: &Document,
    span: Span,
    attribution: Option<&Attribution>,
    modality: Modality,
    proposition: Proposition,
) -> Option<Statement> {
    let chain = chain(document, span, attribution);
    let speaker = chain.last()?.teller.clone();
    let stance = attribution.map_or(Stance::Asserts, |a| a.stance);
    let mut commitment = chain.first()?.commitment;
    // A lone speaker who only asks does not stand behind what he asks about.
    if stance == Stance::Questions && chain.len() == 1 {
        commitment = Commitment::Questions;
    }
    let denied = stance == Stance::Denies || chain.last()?.edge == Edge::Denies;
    let modality = if denied && modality == Modality::Actual {
        Modality::Negated
    } else {
        modality
    };
    let slots = serde_json::to_string(&proposition).ok()?;
    Some(Statement {
        id: content_id(
            "statement",
            &[
                &document.id,
                &span.start.to_string(),
                &span.end.to_string(),
                &slots,
            ],
        ),
        doc: document.id.clone(),
        proposition,
        speaker,
        commitment,
        hedge: attribution.map_or(Hedge::None, |a| a.hedge),
        modality,
        attribution: attribution.map(|a| a.id.clone()),
        segment: document
            .comment_at(span.start)
            .or_else(|| document.segment_at(span.start))
            .map(|s| s.id.clone()),
        published: appeared(document, span.start).map(str::to_owned),
        evidence: Evidence::one(&document.id, span).ok()?,
        chain,
    })
}

/// The attribution's chain; without one, whoever's voice stands there, asserting.
fn chain(document: &Document, span: Span, attribution: Option<&Attribution>) -> Vec<ChainLink> {
    let own = |commitment| ChainLink {
        teller: document.teller_at(span.start).to_owned(),
        edge: Edge::Reports,
        cue: None,
        commitment,
    };
    let Some(attribution) = attribution else {
        return vec![own(Commitment::Asserts)];
    };
    if !attribution.chain.is_empty() {
        return attribution.chain.clone();
    }
    let cue = attribution.cue.first().copied();
    match &attribution.speaker {
        Some(speaker) if !attribution.own_voice => vec![
            own(Commitment::Neutral),
            ChainLink {
                teller: speaker.clone(),
                edge: Edge::Reports,
                cue,
                commitment: Commitment::Asserts,
            },
        ],
        _ => vec![own(Commitment::Asserts)],
    }
}

/// The words at a span on one line.
fn words(document: &Document, span: Span) -> String {
    span.text(&document.text)
        .unwrap_or_default()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}
