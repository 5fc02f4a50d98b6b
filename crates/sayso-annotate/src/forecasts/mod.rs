//! Forecasts: what is said to come, by whom, how strongly, by when, on what condition; and the
//! claim of having foretold something.
//!
//! A sentence that names an actor or a place, with a word that looks ahead. Looking back ("would
//! have") and asking are none. "Would" and "could" count only inside reported speech, where they
//! are "will" and "can" shifted back. Known misses: forecasts with no such word ("the days of X
//! are numbered"), several in one clause.

use sayso_record::{Document, Forecast, ForecastKind, Layers, Remark, Span, Strength};
use serde_json::json;

use crate::Context;
use crate::attributions::scan::{self, Holders, Reading, Word};

/// Forecasts in text order.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Forecast>, Vec<Remark>) {
    let reading = Reading::new(document, layers);
    let holders = Holders::new(layers);
    let mut out: Vec<Forecast> = Vec::new();
    for clause in &reading.clauses {
        let words = reading.of(clause);
        if words.last().is_some_and(|w| w.is("?")) {
            continue;
        }
        let named = !scan::inside(&layers.labels, clause.span, |l| l.start).is_empty()
            || scan::places(document, layers, clause.span).next().is_some()
            || words.iter().any(|w| w.lower == "they");
        let mut i = 0;
        while i < words.len() {
            let foresight = foresight(words, i);
            // Looked up only where a word may look ahead: most do not.
            if !foresight && (!named || ahead(words, i, true).is_none()) {
                i += 1;
                continue;
            }
            let holder = scan::holder_of(&holders, Span::new(words[i].start, words[i].end));
            let told = holder
                .as_deref()
                .and_then(|id| scan::attribution(layers, id));
            let reported = told.is_some_and(|a| !a.own_voice);
            let strength = ahead(words, i, reported).filter(|_| named);
            if strength.is_none() && !foresight {
                i += 1;
                continue;
            }
            let (mut from, to) = extent(words, i);
            // "promised to retake the city": what is promised, not the promising.
            if matches!(words[i].lower.as_str(), "vowed" | "promised" | "pledged") {
                from = i + 1;
            }
            let span = Span::new(words[from].start, words[to - 1].end);
            let made = reading.made(clause);
            let negated = words
                .get(i + 1)
                .is_some_and(|w| w.lower == "not" || w.lower == "never")
                || matches!(words[i].lower.as_str(), "won't" | "unlikely");
            let from = layers.control.partition_point(|k| k.start < span.start);
            let control = layers.control[from..]
                .iter()
                .take_while(|k| k.start < span.end)
                .find(|k| k.end <= span.end);
            let proposition = match control {
                Some(k) => json!({
                    "kind": "control", "place": k.place, "holder": k.holder,
                    "status": k.status.word(), "negated": negated,
                }),
                None => json!({
                    "kind": "other", "text": span.text(&document.text), "negated": negated,
                }),
            };
            out.push(Forecast {
                id: format!("p{}", out.len() + 1),
                start: span.start,
                end: span.end,
                by: told
                    .and_then(|a| a.speaker.clone())
                    .unwrap_or_else(|| reading.teller(clause).to_owned()),
                horizon: scan::times(layers, clause.span)
                    .iter()
                    .map(|t| t.edtf.clone())
                    .find(|t| {
                        made.as_deref()
                            .is_some_and(|m| t.as_str() > m && t.starts_with('2'))
                    }),
                condition: condition(words),
                made,
                strength: strength.unwrap_or(Strength::Certain),
                kind: if foresight {
                    ForecastKind::ClaimOfForesight
                } else {
                    ForecastKind::Forecast
                },
                proposition,
                attribution: holder,
            });
            i = to.max(i + 1);
        }
    }
    (out, Vec::new())
}

/// "told you so", "as we predicted", "as expected".
fn foresight(words: &[Word<'_>], at: usize) -> bool {
    let is = |n: usize, any: &[&str]| {
        words
            .get(at + n)
            .is_some_and(|w| any.contains(&w.lower.as_str()))
    };
    let foretold = ["predicted", "foretold", "forecast", "warned", "expected"];
    is(0, &["told"]) && is(1, &["you"]) && is(2, &["so"])
        || is(0, &["as"])
            && (is(1, &foretold) || is(1, &["we", "i", "he", "she"]) && is(2, &foretold))
}

/// How strongly the word at `at` looks ahead.
fn ahead(words: &[Word<'_>], at: usize, reported: bool) -> Option<Strength> {
    let next = words.get(at + 1).map_or("", |w| w.lower.as_str());
    let after = words.get(at + 2).map_or("", |w| w.lower.as_str());
    let adverb = matches!(
        next,
        "not" | "never" | "also" | "well" | "already" | "still" | "just"
    );
    let back = next == "have" || adverb && after == "have";
    // "as you may assume" foretells nothing.
    let talk = at > 0 && matches!(words[at - 1].lower.as_str(), "you" | "one" | "i");
    if back || talk && matches!(words[at].lower.as_str(), "may" | "might") {
        return None;
    }
    // "There might be some truth in it" speaks of now, "maybe they were warned" of then, and "and
    // maybe Russia?" of nothing that happens.
    let there = at > 0 && words[at - 1].lower == "there" && next == "be";
    let past = || {
        words[at + 1..]
            .iter()
            .take(7)
            .any(|w| matches!(w.lower.as_str(), "was" | "were" | "had" | "did" | "been"))
    };
    let rest = words[at + 1..].iter().filter(|w| !w.mark()).count();
    let bare = words.get(at + 1).is_none_or(|w| w.mark()) || rest < 3;
    let aside = matches!(words[at].lower.as_str(), "maybe" | "perhaps") && (bare || past());
    if there && matches!(words[at].lower.as_str(), "may" | "might") || aside {
        return None;
    }
    // "due to rain" is a cause; "due to end" is to come.
    let does = !words.get(at + 2).is_none_or(|w| {
        w.capital() || matches!(w.lower.as_str(), "the" | "a" | "an" | "its" | "their")
    });
    // "is not likely", but not "most likely did".
    let said = at > 0
        && matches!(
            words[at - 1].lower.as_str(),
            "is" | "are" | "not" | "seems" | "looks" | "n't"
        )
        && words
            .get(at + 1)
            .is_none_or(|w| w.mark() || w.lower == "that");
    match words[at].lower.as_str() {
        // "if they will", "his will": a noun or a condition.
        "will"
            if at > 0
                && matches!(
                    words[at - 1].lower.as_str(),
                    "his" | "her" | "their" | "the" | "free" | "its"
                ) =>
        {
            None
        }
        // "will probably", "perhaps will".
        "will" | "won't" | "shall" => {
            let hedge = |word: &str| match word {
                "probably" | "likely" | "presumably" => Some(Strength::Probable),
                "possibly" | "perhaps" | "maybe" => Some(Strength::Possible),
                _ => None,
            };
            let before = at.checked_sub(1).map_or("", |n| words[n].lower.as_str());
            let further = if adverb || next == "most" {
                after
            } else {
                next
            };
            hedge(further).or(hedge(before)).or(Some(Strength::Certain))
        }
        "going" if next == "to" && after != "the" => Some(Strength::Certain),
        "set" | "poised" | "due" if next == "to" && does => Some(Strength::Probable),
        "vowed" | "promised" | "pledged" if next == "to" => Some(Strength::Probable),
        "likely" | "unlikely" | "expected" if next == "to" => Some(Strength::Probable),
        "likely" | "unlikely" if said => Some(Strength::Probable),
        "may" if words[at].text != "May" => Some(Strength::Possible),
        "might" | "maybe" | "perhaps" => Some(Strength::Possible),
        "would" if reported => Some(Strength::Probable),
        "could" if reported => Some(Strength::Possible),
        _ => None,
    }
}

/// Words of the clause round a looking-ahead word: from the last boundary before it to the next
/// strong one after it.
fn extent(words: &[Word<'_>], at: usize) -> (usize, usize) {
    let bound = |w: &Word<'_>| {
        w.quote()
            || matches!(w.text, "," | ";" | ":" | "–" | "—" | "(")
            || matches!(w.lower.as_str(), "that" | "but")
    };
    let from = words[..at].iter().rposition(bound).map_or(0, |i| i + 1);
    let end = words.len() - usize::from(words.last().is_some_and(|w| w.is(".") || w.is("!")));
    // What stands in brackets is passed over.
    let mut open = 0usize;
    let mut to = end;
    for (n, word) in words[..end].iter().enumerate().skip(at) {
        match word.text {
            "(" => open += 1,
            ")" if open > 0 => open -= 1,
            ";" | ":" | "—" | ")" if open == 0 => {
                to = n;
                break;
            }
            _ if word.quote() && open == 0 => {
                to = n;
                break;
            }
            _ => {}
        }
    }
    (from.min(at), to.max(at + 1))
}

/// The words of an "if" or "unless" clause, to the next comma or the sentence's end.
fn condition(words: &[Word<'_>]) -> Option<Span> {
    let at = words
        .iter()
        .position(|w| matches!(w.lower.as_str(), "if" | "unless"))?;
    let end = words[at..]
        .iter()
        .position(|w| w.is(",") || w.is(".") || w.is(";"))
        .map_or(words.len(), |i| at + i);
    (end > at + 1).then(|| Span::new(words[at].start, words[end - 1].end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, reported: bool) -> Option<Strength> {
        let words = scan::words(text, Span::new(0, text.len()));
        (0..words.len()).find_map(|i| ahead(&words, i, reported))
    }

    #[test]
    fn what_looks_ahead_and_what_does_not() {
        for (text, reported, expected) in [
            (
                "The army will retake Talbaya.",
                false,
                Some(Strength::Certain),
            ),
            (
                "The army won't retake Talbaya.",
                false,
                Some(Strength::Certain),
            ),
            (
                "They are going to run out of men.",
                false,
                Some(Strength::Certain),
            ),
            ("They are likely to leave.", false, Some(Strength::Probable)),
            ("They will probably leave.", false, Some(Strength::Probable)),
            (
                "They will most likely leave.",
                false,
                Some(Strength::Probable),
            ),
            (
                "They probably won't leave.",
                false,
                Some(Strength::Probable),
            ),
            (
                "It will perhaps be over soon.",
                false,
                Some(Strength::Possible),
            ),
            (
                "They may give up tomorrow.",
                false,
                Some(Strength::Possible),
            ),
            ("They left in May.", false, None),
            // "would" is a shifted "will" only in reported speech.
            ("He would fall.", true, Some(Strength::Probable)),
            ("He would fall.", false, None),
            // A look back at what did not come.
            ("The town would have fallen.", true, None),
            ("They may have left.", false, None),
            ("The will of the town.", false, None),
            ("There might be some truth in this.", false, None),
            ("Maybe the gunners were better watchers.", false, None),
            ("And maybe Talbaya?", false, None),
            (
                "Maybe the gunners leave tomorrow.",
                false,
                Some(Strength::Possible),
            ),
        ] {
            assert_eq!(of(text, reported), expected, "{text}");
        }
    }
}
