//! What a page says of itself in its head.

use sayso_record::Metadata;
use serde_json::Value;

use super::main_text::Extracted;
use super::page::Page;
use crate::printed;

/// Title, author, outlet, time, address and language as the page prints them.
pub(super) fn printed(page: &Page, extracted: Option<&Extracted>) -> Metadata {
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| {
            page.metas
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| super::page::decoded(value))
        })
    };
    let mut linked = Metadata::default();
    for script in &page.linked_data {
        if let Ok(value) = serde_json::from_str::<Value>(script) {
            article(&value, 0, &mut linked);
        }
    }
    let found = extracted.map(|e| e.metadata.clone()).unwrap_or_default();
    let heading = page
        .blocks
        .iter()
        .find(|b| b.place.heading == 1 && b.place.comment.is_none() && b.text.len() > 12)
        .map(|b| b.text.clone());
    let title = meta(&["og:title", "twitter:title", "dc.title"])
        .or(linked.title)
        .or(found.title)
        .or(page.title.as_ref().map(|b| b.text.clone()));
    // A heading that the title only adds the outlet to is the title as printed.
    let title = match (title, heading) {
        (Some(title), Some(heading))
            if super::key(&title).starts_with(&super::key(&heading))
                || super::key(&heading).starts_with(&super::key(&title)) =>
        {
            Some(heading)
        }
        (title, heading) => title.or(heading),
    };
    let by = linked
        .author
        .or(meta(&[
            "author",
            "article:author",
            "dc.creator",
            "sailthru.author",
            "byl",
        ]))
        .filter(|a| !a.starts_with("http"))
        .or(found.author);
    let (author, agency) = by.as_deref().map(printed::byline).unwrap_or_default();
    let published = linked
        .published
        .or(meta(&[
            "article:published_time",
            "datepublished",
            "og:article:published_time",
            "dc.date.issued",
            "dc.date",
            "pubdate",
            "publishdate",
            "sailthru.date",
            "date",
        ]))
        .and_then(|w| printed::when(&w))
        .or_else(|| page.time.as_deref().and_then(printed::when))
        .or_else(|| found.published.as_deref().and_then(printed::when));
    let language = page
        .language
        .clone()
        .or(found.language)
        .map(|l| {
            l.chars()
                .take_while(char::is_ascii_alphabetic)
                .collect::<String>()
                .to_lowercase()
        })
        .filter(|l| l.len() == 2);
    Metadata {
        title,
        author,
        agency,
        outlet: meta(&["og:site_name"]).or(linked.outlet).or(found.outlet),
        published,
        uri: page.canonical.clone().or(meta(&["og:url"])),
        language,
        translation_of: None,
    }
}

/// Takes title, author and time from the first article in a JSON-LD value.
fn article(value: &Value, depth: usize, into: &mut Metadata) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|v| article(v, depth + 1, into)),
        Value::Object(map) => {
            let sort = map.get("@type").map(Value::to_string).unwrap_or_default();
            if ["Article", "Posting", "Report"]
                .iter()
                .any(|s| sort.contains(s))
            {
                let text = |key: &str| {
                    map.get(key)
                        .and_then(Value::as_str)
                        .map(|s| super::page::decoded(s.trim()))
                        .filter(|s| !s.is_empty())
                };
                into.title = into.title.take().or(text("headline"));
                into.published = into.published.take().or(text("datePublished"));
                into.author = into.author.take().or_else(|| names(map.get("author")?));
                into.outlet = into.outlet.take().or_else(|| names(map.get("publisher")?));
            }
            if let Some(graph) = map.get("@graph") {
                article(graph, depth + 1, into);
            }
        }
        _ => {}
    }
}

fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(name) => Some(name.clone()),
        Value::Object(map) => map.get("name").and_then(names),
        Value::Array(list) => {
            let all: Vec<String> = list.iter().filter_map(names).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
        _ => None,
    }
    .filter(|name| !name.trim().is_empty())
}
