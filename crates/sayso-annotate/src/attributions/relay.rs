//! Who passes another's words on: "AFP quoted a witness as saying", "Here is more from AFP:".

use std::ops::Range;

use sayso_record::{Commitment, Edge, Hedge, Stance};

use super::grammar::{Found, clause_start};
use super::phrase;
use super::scan::Word;

/// Verbs of passing on.
const RELAYS: &[&str] = &["quoted", "quotes", "cited", "cites"];

/// "A quoted B as saying …" has two tellers: makes B the source and gives the words of A.
pub(super) fn quoted_as_saying(words: &[Word<'_>], found: &mut Found) -> Option<Range<usize>> {
    let mut cue = found.cue.clone();
    let saying = cue.find(|n| words[*n].lower == "saying")?;
    let before = saying.checked_sub(1).filter(|n| words[*n].lower == "as")?;
    let quoted = words[..before]
        .iter()
        .rposition(|w| RELAYS.contains(&w.lower.as_str()))?;
    // "was quoted as saying" names nobody between.
    if quoted + 1 >= before {
        return None;
    }
    found.source = quoted + 1..before;
    Some(phrase::subject(words, quoted).words)
}

/// "P, AFP quoted a witness as saying": what stands in front of the relay.
pub(super) fn relayed(words: &[Word<'_>], v: usize) -> Option<Found> {
    let said = words[v].lower == "saying" && v >= 3 && words[v - 1].lower == "as";
    if !said || !phrase::trailing(words, v + 1) {
        return None;
    }
    let quoted = (v.saturating_sub(12)..v - 2).rev().find(|n| {
        matches!(
            words[*n].lower.as_str(),
            "quoted" | "quotes" | "cited" | "cites"
        )
    })?;
    let relay = phrase::subject(words, quoted).words;
    let comma = relay
        .start
        .checked_sub(1)
        .filter(|n| words[*n].is(",") || words[*n].quote())?;
    let content = clause_start(words, comma)..comma;
    (comma > 1).then(|| Found {
        source: quoted + 1..v - 1,
        cue: v..v + 1,
        content: vec![content],
        stance: Stance::Asserts,
        hedge: Hedge::None,
        commitment: Commitment::Neutral,
        edge: Edge::Quotes,
        impersonal: false,
        leads: false,
        opens: relay.start,
        fronted: true,
        trusted: true,
    })
}

/// "Here is the damage, again from AFP:", "Here's more:".
pub(super) fn lead_in(words: &[Word<'_>], found: &[Found]) -> Option<Found> {
    let last = words.len().checked_sub(1)?;
    if !words[last].is(":") || found.iter().any(|f| f.leads) {
        return None;
    }
    let base = Found {
        source: last..last,
        cue: 0..last,
        content: Vec::new(),
        stance: Stance::Asserts,
        hedge: Hedge::None,
        commitment: Commitment::Neutral,
        edge: Edge::Quotes,
        impersonal: false,
        leads: true,
        opens: 0,
        fronted: false,
        trusted: false,
    };
    let from = (1..last)
        .rev()
        .find(|&i| matches!(words[i].lower.as_str(), "from" | "per" | "by"));
    if let Some(f) = from.filter(|&f| last - f <= 7 && last > f + 1) {
        let source = f + 1..phrase::forwards(words, f + 1).min(last);
        if source.end == last && words[source.start].capital() {
            let cue = if f > 0 && words[f - 1].lower == "again" {
                f - 1..f + 1
            } else {
                f..f + 1
            };
            return Some(Found {
                source,
                cue,
                ..base
            });
        }
    }
    let here = matches!(words[0].lower.as_str(), "here's" | "here")
        && last <= 4
        && words.iter().any(|w| w.lower == "more");
    here.then_some(Found {
        cue: 0..last,
        ..base
    })
}
