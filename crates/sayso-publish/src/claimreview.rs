//! Claims as schema.org Claim and ClaimReview, in JSON-LD.
//!
//! schema.org has no word for how claims stand to each other; the context adds `sayso:` for that
//! (conflictsWith, refines, corrects, copies, derives, sharesOriginWith). A review is the suggested
//! grade or the person's; it names its author, prints its reasons and gives no truth rating.

use std::collections::BTreeMap;
use std::io::Write;

use sayso_record::{Appearance, ClaimRelation, Relation};
use serde_json::{Value, json};

use crate::{Error, Pile};

/// One JSON-LD document with everything in its `@graph`.
///
/// # Errors
/// When the output refuses.
pub fn claimreview(pile: &Pile<'_>, out: &mut dyn Write) -> Result<(), Error> {
    let documents: BTreeMap<&str, _> = pile.documents.iter().map(|d| (d.id.as_str(), d)).collect();
    let mut relations: BTreeMap<&str, Vec<&Relation>> = BTreeMap::new();
    for relation in &pile.findings.relations {
        relations.entry(&relation.b).or_default().push(relation);
    }
    let mut graph: Vec<Value> = Vec::new();
    for claim in &pile.findings.claims {
        let answer_id = |n: usize| format!("urn:sayso:{}:answer-{}", claim.id, n + 1);
        for (n, answer) in claim.answers.iter().enumerate() {
            let appearance = |x: &Appearance| {
                let document = documents.get(x.doc.as_str());
                let words = document.and_then(|d| d.text.get(x.start..x.end));
                let related: Vec<Value> = relations
                    .get(x.statement.as_str())
                    .into_iter()
                    .flatten()
                    .map(|r| {
                        json!({
                            "@type": format!("sayso:{}", r.kind.word()),
                            "sayso:target": format!("urn:sayso:{}", r.a),
                            "sayso:score": r.score,
                            "sayso:reason": r.reason,
                        })
                    })
                    .collect();
                json!({
                    "@type": "CreativeWork",
                    "@id": format!("urn:sayso:{}", x.statement),
                    "url": document.and_then(|d| d.metadata.uri.clone()),
                    "name": document.and_then(|d| d.metadata.title.clone()),
                    "publisher": document.and_then(|d| d.metadata.outlet.clone()),
                    "datePublished": x.published,
                    "text": words,
                    "sayso:document": x.doc,
                    "sayso:sha256": document.map(|d| d.capture.clone()),
                    "sayso:bytes": [x.start, x.end],
                    "sayso:chain": x.chain.iter().map(|l| l.teller.clone()).collect::<Vec<_>>(),
                    "sayso:commitment": x.commitment.word(),
                    "sayso:relations": related,
                })
            };
            // The earliest that has a date; without dates the first in order.
            let first = answer
                .appearances
                .iter()
                .min_by_key(|x| (x.published.is_none(), x.published.clone()));
            let conflicts: Vec<Value> = (0..claim.answers.len())
                .filter(|&m| m != n && claim.relation == ClaimRelation::Conflict)
                .map(|m| json!({"@id": answer_id(m)}))
                .collect();
            let mut speakers: Vec<&str> = answer
                .appearances
                .iter()
                .map(|x| x.speaker.as_str())
                .collect();
            speakers.sort_unstable();
            speakers.dedup();
            graph.push(json!({
                "@type": "Claim",
                "@id": answer_id(n),
                "text": format!("{} {}", claim.question, answer.value),
                "about": claim.place,
                "author": speakers.iter().map(|s| json!({"@type": "Thing", "name": s})).collect::<Vec<_>>(),
                "firstAppearance": first.map(|x| json!({"@id": format!("urn:sayso:{}", x.statement)})),
                "appearance": answer.appearances.iter().map(appearance).collect::<Vec<_>>(),
                "sayso:answers": claim.id,
                "sayso:conflictsWith": conflicts,
                "sayso:origins": {"min": answer.origins.min, "max": answer.origins.max},
                "sayso:sharesOriginWith": answer.origin_groups,
                "sayso:because": answer.because,
            }));
        }
        let by = match claim.grade.by.as_str() {
            "rule" => json!({"@type": "SoftwareApplication", "name": "sayso"}),
            person => json!({"@type": "Person", "name": person}),
        };
        graph.push(json!({
            "@type": "ClaimReview",
            "@id": format!("urn:sayso:{}", claim.id),
            "claimReviewed": claim.question,
            "itemReviewed": (0..claim.answers.len()).map(|n| json!({"@id": answer_id(n)})).collect::<Vec<_>>(),
            "author": by,
            "reviewRating": {
                "@type": "Rating",
                "alternateName": claim.grade.airwars,
                "ratingExplanation": claim.grade.because.join("; "),
                "sayso:admiralty": claim.grade.admiralty,
            },
        }));
    }
    let whole = json!({
        "@context": ["https://schema.org", {"sayso": "urn:sayso:terms#"}],
        "@graph": graph,
    });
    writeln!(out, "{}", serde_json::to_string(&whole)?)?;
    Ok(())
}
