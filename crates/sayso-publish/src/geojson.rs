//! Control of places as GeoJSON (RFC 7946).

use std::collections::BTreeMap;
use std::io::Write;

use sayso_record::{Modality, Proposition, Statement};
use serde_json::json;

use crate::{Error, Pile};

/// Statements on control of places whose point is known, a feature each, with the words.
/// Conflicting statements stand side by side.
///
/// # Errors
/// When the output refuses.
pub fn geojson(
    pile: &Pile<'_>,
    keep: &dyn Fn(&Statement) -> bool,
    out: &mut dyn Write,
) -> Result<(), Error> {
    // Of namesakes each document means its own.
    let mut points: BTreeMap<(&str, &str), (f64, f64)> = BTreeMap::new();
    for (document, layers) in pile.documents.iter().zip(pile.layers) {
        for place in &layers.places {
            if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
                let key = (document.id.as_str(), place.canonical.as_str());
                points.entry(key).or_insert((lat, lon));
            }
        }
    }
    let texts: BTreeMap<&str, &str> = pile
        .documents
        .iter()
        .map(|d| (d.id.as_str(), d.text.as_str()))
        .collect();
    let mut features = Vec::new();
    for statement in pile.findings.statements.iter().filter(|s| keep(s)) {
        let Proposition::Control {
            place,
            holder,
            status,
            time,
            ..
        } = &statement.proposition
        else {
            continue;
        };
        let at = statement.evidence.first();
        let Some((lat, lon)) = points.get(&(at.doc.as_str(), place.as_str())) else {
            continue;
        };
        let words = texts
            .get(at.doc.as_str())
            .and_then(|t| t.get(at.start..at.end));
        features.push(json!({
            "type": "Feature",
            "id": statement.id,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "place": place, "holder": holder, "status": status.word(), "time": time,
                "modality": statement.modality.word(),
                "negated": statement.modality == Modality::Negated,
                "speaker": statement.speaker, "commitment": statement.commitment.word(),
                "doc": at.doc, "start": at.start, "end": at.end, "words": words,
            },
        }));
    }
    let whole = json!({"type": "FeatureCollection", "features": features});
    writeln!(out, "{}", serde_json::to_string(&whole)?)?;
    Ok(())
}
