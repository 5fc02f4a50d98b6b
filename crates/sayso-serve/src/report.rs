//! A report on chosen claims: everything that a printed page needs to be checked by somebody who
//! has the captures and not this program.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use sayso::record::{Claim, ClaimRelation, Document};
use sayso::{Options, private_persons, shorten};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::api::{Answer, Asked, Shared, Trouble, around, read, store, value};
use crate::judge;
use crate::offsets::Pile;
use crate::then::asked;

/// Most claims of one report.
const MOST: usize = 200;

/// Fields whose values are no words: names in them stay.
const NOT_WORDS: [&str; 9] = [
    "id",
    "statement",
    "doc",
    "sha256",
    "target",
    "other",
    "who",
    "ledger",
    "name",
];

#[derive(Deserialize)]
pub(crate) struct Wanted {
    claims: Option<String>,
    initials: Option<bool>,
    as_of: Option<String>,
}

/// The claims asked for, in the order asked, with their notes; with a day as they could be known
/// at its end.
pub(crate) async fn report(State(site): Shared, Asked(wanted): Asked<Wanted>) -> Answer {
    read(site, move |site, ledger| {
        let known = site.known(ledger, asked(&wanted.as_of))?;
        let all = &known.claims;
        let asked = wanted.claims.unwrap_or_default();
        let ids: Vec<&str> = asked
            .split(',')
            .map(str::trim)
            .filter(|i| !i.is_empty())
            .collect();
        let (mut chosen, mut missing): (Vec<&Claim>, Vec<&str>) = (Vec::new(), Vec::new());
        if ids == ["contested"] {
            chosen.extend(all.iter().filter(|c| c.relation == ClaimRelation::Conflict));
        } else {
            for id in ids {
                match all.iter().find(|c| c.id == id) {
                    Some(claim) if !chosen.iter().any(|c| c.id == id) => chosen.push(claim),
                    Some(_) => {}
                    None => missing.push(id),
                }
            }
        }
        let total = chosen.len();
        chosen.truncate(MOST);
        let judgements = store(ledger.judgements())?;
        let documents = site.entries(ledger)?;
        let mut by_id: BTreeMap<&str, Document> = BTreeMap::new();
        let told = chosen.iter().flat_map(|c| &c.answers);
        for x in told.flat_map(|a| &a.appearances) {
            if !by_id.contains_key(x.doc.as_str())
                && let Some(document) = store(ledger.document(&x.doc))?
            {
                by_id.insert(&x.doc, document);
            }
        }
        let newest = documents
            .iter()
            .filter_map(|d| d.metadata.published.as_deref())
            .filter(|p| known.appeared(Some(p)))
            .filter(|p| p.starts_with(|c: char| c.is_ascii_digit()))
            .max();
        let sum = site
            .index
            .sums
            .get(site.stamp(), "", || sha256(&site.path))?;
        let mut claims = Vec::new();
        for claim in &chosen {
            claims.push(json!({
                "claim": value(*claim)?,
                "notes": notes(claim, &by_id),
                "judgements": value(&judge::touching(&judgements, claim))?,
            }));
        }
        let names = if wanted.initials == Some(true) {
            let told = chosen.iter().flat_map(|c| &c.answers);
            let docs: BTreeSet<String> = told
                .flat_map(|a| &a.appearances)
                .map(|x| x.doc.clone())
                .collect();
            private_persons(ledger, &docs, &Options::default())?
        } else {
            Vec::new()
        };
        let mut claims = Value::Array(claims);
        store(Pile::new(site, ledger).add(&mut claims))?;
        redact(&mut claims, &names);
        Ok(Json(json!({
            "name": site.path.file_name().map(|n| n.to_string_lossy()),
            "ledger": *sum, "newest": newest, "documents": documents.iter().filter(|d| known.appeared(d.metadata.published.as_deref())).count(),
            "as_of": known.day,
            "total": total, "missing": missing, "initials": wanted.initials == Some(true),
            "claims": claims,
        })))
    })
    .await
}

/// A note for each appearance, in the claim's order: its words and where they stand.
fn notes(claim: &Claim, documents: &BTreeMap<&str, Document>) -> Vec<Value> {
    let told = claim.answers.iter().flat_map(|a| &a.appearances);
    told.map(|x| {
        let document = documents.get(x.doc.as_str());
        let (before, words, after) =
            document.map_or_else(Default::default, |d| around(&d.text, x.start, x.end));
        json!({"id": x.id, "doc": x.doc, "start": x.start, "end": x.end,
            "before": before, "words": words, "after": after,
            "title": document.and_then(|d| d.metadata.title.as_ref()),
            "outlet": document.and_then(|d| d.metadata.outlet.as_ref()),
            "author": document.and_then(|d| d.metadata.author.as_ref()),
            "published": x.published.as_ref().or(document.and_then(|d| d.metadata.published.as_ref())),
            "sha256": document.map(|d| &d.capture)})
    })
    .collect()
}

/// Shortens the names in all words of a value.
fn redact(value: &mut Value, names: &[String]) {
    match value {
        Value::String(text) => *text = shorten(text, names),
        Value::Array(list) => list.iter_mut().for_each(|v| redact(v, names)),
        Value::Object(fields) => {
            for (name, v) in fields.iter_mut() {
                if !NOT_WORDS.contains(&name.as_str()) {
                    redact(v, names);
                }
            }
        }
        _ => {}
    }
}

/// The hash of the ledger as it lies on the disk.
fn sha256(path: &Path) -> Result<String, Trouble> {
    let trouble = |e: std::io::Error| {
        Trouble(
            StatusCode::INTERNAL_SERVER_ERROR,
            format!("{}: {e}", path.display()),
        )
    };
    let mut file = std::fs::File::open(path).map_err(trouble)?;
    let mut hasher = Sha256::new();
    let mut held = vec![0u8; 1 << 20];
    loop {
        let n = file.read(&mut held).map_err(trouble)?;
        if n == 0 {
            break;
        }
        hasher.update(&held[..n]);
    }
    Ok(hasher
        .finalize()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect())
}
