//! People's corrections: a slot set right, words set aside as boilerplate.

use std::collections::BTreeMap;

use sayso_record::{Judgement, Passage, Proposition, Remark, Span, Statement};

/// Applies `correct` (target: a statement; value: `slot=value`, an empty value clears it) and
/// `boilerplate` (target: `DOC#START-END`) to the statements, in the order of the judgements.
pub(crate) fn apply(
    told: &mut Vec<Statement>,
    judgements: &[&Judgement],
    remarks: &mut Vec<Remark>,
) {
    let mut acts: Vec<&&Judgement> = judgements.iter().filter(|j| j.act == "correct").collect();
    acts.sort_by_key(|j| (&j.when, &j.id));
    let places: BTreeMap<String, usize> = told
        .iter()
        .enumerate()
        .map(|(n, s)| (s.id.clone(), n))
        .collect();
    for j in acts {
        let done = places
            .get(&j.target)
            .ok_or_else(|| "nothing in this pile has this id".to_owned())
            .and_then(|&n| set(&mut told[n].proposition, j.value.as_deref().unwrap_or("")));
        if let Err(why) = done {
            remarks.push(Remark::new(
                &j.target,
                "relate",
                format!(
                    "the judgement {} (correct by {}) could not be applied: {why}",
                    j.id, j.who
                ),
            ));
        }
    }
    let set_aside = ranges(judgements);
    told.retain(|s| {
        let at = s.evidence.first();
        !inside(&set_aside, &at.doc, at.span())
    });
}

/// Takes out the passages that lie on either side in words set aside.
pub(crate) fn set_aside(passages: &mut Vec<Passage>, judgements: &[&Judgement]) {
    let ranges = ranges(judgements);
    passages.retain(|p| {
        ![&p.a, &p.b]
            .iter()
            .any(|side| inside(&ranges, &side.doc, side.span()))
    });
}

fn ranges<'j>(judgements: &[&'j Judgement]) -> Vec<(&'j str, Span)> {
    let range = |j: &&'j Judgement| {
        let (doc, bytes) = j.target.rsplit_once('#')?;
        let (start, end) = bytes.split_once('-')?;
        Some((doc, Span::new(start.parse().ok()?, end.parse().ok()?)))
    };
    let marked = judgements.iter().filter(|j| j.act == "boilerplate");
    marked.filter_map(range).collect()
}

fn inside(ranges: &[(&str, Span)], doc: &str, span: Span) -> bool {
    ranges.iter().any(|(d, r)| *d == doc && r.contains(span))
}

/// See [`crate::correct`].
pub(crate) fn set(proposition: &mut Proposition, told: &str) -> Result<(), String> {
    let (slot, value) = told
        .split_once('=')
        .ok_or_else(|| "a correction is written slot=value, such as low=120".to_owned())?;
    let (slot, value) = (slot.trim(), value.trim());
    let mut fields = serde_json::to_value(&*proposition).map_err(|e| e.to_string())?;
    let map = fields
        .as_object_mut()
        .ok_or_else(|| "it has no slots".to_owned())?;
    if slot == "kind" || !map.contains_key(slot) {
        let slots: Vec<&str> = map
            .keys()
            .map(String::as_str)
            .filter(|k| *k != "kind")
            .collect();
        return Err(format!(
            "{slot}: no such slot; there are {}",
            slots.join(", ")
        ));
    }
    let list = map.get(slot).is_some_and(serde_json::Value::is_array);
    let number = matches!(slot, "low" | "high");
    let new = if value.is_empty() && !list {
        serde_json::Value::Null
    } else if number {
        let n: Option<f64> = value.replace(',', "").parse().ok();
        n.filter(|n| n.is_finite())
            .ok_or_else(|| format!("{value} is no number"))?
            .into()
    } else if list {
        let names: Vec<&str> = value
            .split(';')
            .map(str::trim)
            .filter(|v| !v.is_empty())
            .collect();
        names.into()
    } else {
        value.into()
    };
    map.insert(slot.to_owned(), new);
    *proposition =
        serde_json::from_value(fields).map_err(|e| format!("{slot} cannot be “{value}”: {e}"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_record::FigureKind;

    #[test]
    fn a_slot_is_set_and_a_wrong_one_refused() {
        let mut figure = Proposition::Figure {
            what: FigureKind::Killed,
            of: None,
            low: Some(40.0),
            high: Some(40.0),
            unit: None,
            place: None,
            time: None,
        };
        assert_eq!(set(&mut figure, "low=4,000"), Ok(()));
        assert_eq!(set(&mut figure, "place=Velmora"), Ok(()));
        assert_eq!(set(&mut figure, "high="), Ok(()));
        let Proposition::Figure {
            low, high, place, ..
        } = &figure
        else {
            unreachable!()
        };
        assert_eq!((*low, *high), (Some(4000.0), None));
        assert_eq!(place.as_deref(), Some("Velmora"));
        assert!(set(&mut figure, "holder=x").is_err_and(|e| e.contains("low")));
        assert!(set(&mut figure, "what=eaten").is_err());
        assert!(set(&mut figure, "low=many").is_err());
    }
}
