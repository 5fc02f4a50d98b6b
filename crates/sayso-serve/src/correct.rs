//! What people set right in the reading itself: a slot of a statement, words that tell nothing.

use axum::http::StatusCode;
use sayso::Ledger;
use sayso::record::{Document, Judgement, Proposition, Span};
use serde_json::{Value, json};

use crate::api::{Trouble, store, value};
use crate::offsets::Offsets;

fn bad(text: impl Into<String>) -> Trouble {
    Trouble(StatusCode::BAD_REQUEST, text.into())
}

/// The slots of a proposition that can be set, each with its value as a person writes it.
pub(crate) fn slots(proposition: &Proposition) -> Result<Value, Trouble> {
    let Value::Object(fields) = value(proposition)? else {
        return Ok(json!({}));
    };
    let shown = |v: &Value| match v {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let names: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            names.join("; ")
        }
        other => other.to_string(),
    };
    Ok(fields
        .iter()
        .filter(|(name, v)| *name != "kind" && !v.is_object() && !v.is_boolean())
        .map(|(name, v)| (name.clone(), Value::from(shown(v))))
        .collect::<serde_json::Map<_, _>>()
        .into())
}

/// Whether `slot=value` can be set, by the rule that relating follows.
pub(crate) fn fits(proposition: &Proposition, told: &str) -> Result<(), Trouble> {
    sayso::correct(&mut proposition.clone(), told).map_err(bad)
}

/// `DOC#START-END`, the way in which words are named that a person sets aside.
fn place(target: &str) -> Option<(&str, Span)> {
    let (doc, bytes) = target.rsplit_once('#')?;
    let (start, end) = bytes.split_once('-')?;
    let (start, end): (usize, usize) = (start.parse().ok()?, end.parse().ok()?);
    (start < end).then(|| (doc, Span::new(start, end)))
}

/// Whether these words stand in the ledger and nobody has set them aside.
pub(crate) fn aside(target: &str, ledger: &Ledger, all: &[Judgement]) -> Result<(), Trouble> {
    let (doc, span) = place(target)
        .ok_or_else(|| bad("choose the words to set aside: DOCUMENT#START-END, in bytes"))?;
    let Some(document) = store(ledger.document(doc))? else {
        return Err(bad(format!("{doc}: no such document")));
    };
    if span
        .text(&document.text)
        .is_none_or(|w| w.trim().is_empty())
    {
        return Err(bad(format!("{doc} has no words at these bytes")));
    }
    let mut before = all.iter().filter(|j| {
        j.act == "boilerplate"
            && j.retracted.is_none()
            && place(&j.target).is_some_and(|(d, s)| d == doc && s.contains(span))
    });
    match before.next() {
        Some(j) => Err(bad(format!(
            "these words are set aside already, by {}",
            j.who
        ))),
        None => Ok(()),
    }
}

/// What people have set aside in a document, in text order.
pub(crate) fn of(
    document: &Document,
    all: &[Judgement],
    offsets: &Offsets,
) -> Result<Value, Trouble> {
    let mut found = Vec::new();
    for j in all
        .iter()
        .filter(|j| j.act == "boilerplate" && j.retracted.is_none())
    {
        if let Some((doc, span)) = place(&j.target)
            && doc == document.id
        {
            let mut one = value(j)?;
            one["start"] = json!(span.start);
            one["end"] = json!(span.end);
            found.push((span, one));
        }
    }
    found.sort_by_key(|(span, _)| (span.start, span.end));
    let mut found = Value::Array(found.into_iter().map(|f| f.1).collect());
    offsets.add(&mut found);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_correction_fits_its_slot_or_is_refused_with_the_reason() {
        let figure: Proposition = serde_json::from_value(json!({"kind": "figure", "what": "killed",
            "of": "civilians", "low": 40.0, "high": null, "unit": null, "place": "Velmora", "time": null}))
        .expect("a figure");
        for good in ["low=4,000", "high=", "place = Arkest", "what=wounded"] {
            assert!(fits(&figure, good).is_ok(), "{good}");
        }
        for (wrong, why) in [
            ("low=many", "no number"),
            ("low=inf", "no number"),
            ("what=eaten", "cannot be"),
            ("holder=x", "no such slot"),
            ("kind=event", "no such slot"),
            ("ninety", "slot=value"),
        ] {
            let said = fits(&figure, wrong).err().map(|t| t.1).unwrap_or_default();
            assert!(said.contains(why), "{wrong}: {said}");
        }
        assert_eq!(
            slots(&figure).ok().map(|s| s["high"].clone()),
            Some("".into())
        );
    }

    #[test]
    fn a_place_may_have_hashes_in_its_document() {
        assert_eq!(place("a#b#3-9"), Some(("a#b", Span::new(3, 9))));
        assert_eq!(place("a#9-3"), None);
        assert_eq!(place("a"), None);
    }
}
