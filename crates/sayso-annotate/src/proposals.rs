//! What a back-end outside sayso proposes, and the gate before the layers: words are quoted, never
//! placed, and a proposal whose words do not stand in the text is dropped with a remark. No
//! verbatim span, no record.

use sayso_record::{Document, MentionType, Remark, Span};
use serde::Deserialize;

/// What a back-end proposes for one document or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Proposal {
    /// Names and other typed mentions.
    pub mentions: Vec<ProposedMention>,
    /// Who is made to say what.
    pub attributions: Vec<ProposedAttribution>,
}

/// A mention, by its words.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ProposedMention {
    /// The words, letter for letter.
    pub quote: String,
    /// Type, a word of the contract ("person", "organisation", …).
    #[serde(rename = "type")]
    pub kind: String,
    /// Which occurrence of the words, from 0.
    pub nth: usize,
}

/// An attribution, by its words. All three stand in one sentence.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct ProposedAttribution {
    /// Words that name the source; empty when nobody is named.
    pub source: String,
    /// Words that attribute.
    pub cue: String,
    /// What is attributed.
    pub content: String,
}

/// Words of an admitted attribution.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Admitted {
    pub(crate) source: Option<Span>,
    pub(crate) cue: Span,
    pub(crate) content: Span,
}

/// Where words stand in a text: whole words, letter for letter, in text order.
fn places<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Span> + 't {
    let words = words.trim();
    let inner = |a: Option<char>, b: Option<char>| {
        a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric)
    };
    let found = (!words.is_empty()).then(|| text.match_indices(words));
    found
        .into_iter()
        .flatten()
        .map(|(at, words)| Span::new(at, at + words.len()))
        .filter(move |s| {
            let (first, last) = (words.chars().next(), words.chars().next_back());
            !inner(text[..s.start].chars().next_back(), first)
                && !inner(last, text[s.end..].chars().next())
        })
}

fn dropped(document: &Document, what: &str, words: &str, why: &str) -> Remark {
    let shown: String = words.chars().take(80).collect();
    Remark::new(
        document.id.clone(),
        "annotate",
        format!("a back-end's {what} “{shown}” is dropped: {why}"),
    )
}

/// Mentions that pass the gate.
pub(crate) fn mentions(
    document: &Document,
    proposals: &[Proposal],
    remarks: &mut Vec<Remark>,
) -> Vec<(Span, MentionType)> {
    let mut out = Vec::new();
    for proposed in proposals.iter().flat_map(|p| &p.mentions) {
        let kind = serde_json::from_value(proposed.kind.clone().into());
        let place = places(&document.text, &proposed.quote).nth(proposed.nth);
        match (place, kind) {
            (Some(place), Ok(kind)) => out.push((place, kind)),
            (None, _) => remarks.push(dropped(
                document,
                "mention",
                &proposed.quote,
                "these words do not stand in the text",
            )),
            (_, Err(_)) => remarks.push(dropped(
                document,
                "mention",
                &proposed.quote,
                &format!("“{}” is no type of mention", proposed.kind),
            )),
        }
    }
    out.sort();
    out.dedup();
    out
}

/// Attributions that pass the gate: of several places of the cue and the source the nearest to the
/// content, inside its sentence.
pub(crate) fn attributions(
    document: &Document,
    sentences: &[Span],
    proposals: &[Proposal],
    remarks: &mut Vec<Remark>,
) -> Vec<Admitted> {
    let mut out = Vec::new();
    for proposed in proposals.iter().flat_map(|p| &p.attributions) {
        let mut why = "these words do not stand in the text";
        let admitted = places(&document.text, &proposed.content).find_map(|content| {
            let Some(sentence) = sentences.iter().find(|s| s.contains(content)) else {
                why = "it runs over the end of a sentence";
                return None;
            };
            let near = |words: &str| {
                places(&document.text, words)
                    .filter(|s| sentence.contains(*s) && !s.overlaps(content))
                    .min_by_key(|s| content.start.abs_diff(s.start))
            };
            let Some(cue) = near(&proposed.cue) else {
                why = "its cue does not stand in the same sentence";
                return None;
            };
            let source = near(&proposed.source).filter(|s| !s.overlaps(cue));
            if source.is_none() && !proposed.source.trim().is_empty() {
                why = "its source does not stand in the same sentence";
                return None;
            }
            Some(Admitted {
                source,
                cue,
                content,
            })
        });
        match admitted {
            Some(admitted) => out.push(admitted),
            None => remarks.push(dropped(document, "attribution", &proposed.content, why)),
        }
    }
    out.sort_by_key(|a| (a.content, a.cue));
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Context, Options, annotate};
    use sayso_knowledge::Knowledge;
    use sayso_record::Layers;

    const TEXT: &str = "Quiet all night. In the view of Harbour Watch the convoy never left the \
                        Qasra depot. The mayor said the bridge was hit.";

    fn layers(proposal: &str) -> (Layers, Vec<String>) {
        let proposal: Proposal = serde_json::from_str(proposal).expect("a proposal");
        let knowledge = Knowledge::bundled();
        let context = Context {
            knowledge: &knowledge,
            proposals: std::slice::from_ref(&proposal),
        };
        let document = Document::plain("d", TEXT);
        let (layers, remarks) = annotate(&context, &document, &Options::default());
        (layers, remarks.into_iter().map(|r| r.message).collect())
    }

    #[test]
    fn what_stands_in_the_text_is_admitted_and_marked() {
        let (layers, remarks) = layers(
            r#"{"mentions":[{"quote":"Qasra depot","type":"location"}],
                "attributions":[{"source":"Harbour Watch","cue":"In the view of",
                                 "content":"the convoy never left the Qasra depot"}]}"#,
        );
        assert!(remarks.is_empty(), "{remarks:?}");
        let named = |s: Span| s.text(TEXT).expect("inside").to_owned();
        let told = layers
            .attributions
            .iter()
            .find(|a| a.id.starts_with("pa"))
            .expect("admitted");
        assert_eq!(named(told.cue[0]), "In the view of");
        assert_eq!(
            named(told.content[0]),
            "the convoy never left the Qasra depot"
        );
        assert_eq!(told.speaker.as_deref(), Some("Harbour Watch"));
    }

    #[test]
    fn words_that_do_not_stand_in_the_text_make_no_record() {
        let (with, remarks) = layers(
            r#"{"mentions":[{"quote":"Qasra Depots","type":"location"},{"quote":"depo","type":"location"},
                            {"quote":"Quiet","type":"mood"}],
                "attributions":[{"source":"Harbour Watch","cue":"said",
                                 "content":"the convoy left the Qasra depot"},
                                {"source":"Harbour Watch","cue":"said","content":"the bridge was hit"}]}"#,
        );
        let (without, _) = layers("{}");
        assert_eq!(remarks.len(), 5, "{remarks:?}");
        assert_eq!(with, without);
    }
}
