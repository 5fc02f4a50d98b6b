//! RSS and Atom: each item is a document.

use std::ops::Range;

use sayso_record::{Alignment, Document, Metadata, Remark, Run, RunKind, Span, Unwrap};

use crate::encoding::{self, Decoded};
use crate::{html, printed};

/// Reads the items of a feed.
pub(crate) fn read(
    container: &str,
    bytes: &[u8],
    steps: &[Unwrap],
    remarks: &mut Vec<Remark>,
) -> Vec<Document> {
    let whole = encoding::decode(bytes);
    let set = encoding_rs::Encoding::for_label(declared(bytes).as_bytes())
        .or(encoding_rs::Encoding::for_label(whole.name.as_bytes()))
        .unwrap_or(encoding_rs::UTF_8);
    let mut documents = Vec::new();
    let (mut at, mut number, mut outlet) = (0, 0, None);
    while let Some(found) = item(bytes, at) {
        if number == 0 {
            let head = encoding::decode_as(set, &bytes[..found.start], 0).text;
            outlet = element(&head, "title").map(|r| plain(&head[r]));
        }
        number += 1;
        at = found.end;
        let decoded = encoding::decode_as(set, &bytes[found.clone()], 0);
        let xml = decoded.text.as_str();
        let get = |names: &[&str]| {
            names
                .iter()
                .find_map(|n| element(xml, n))
                .map(|r| plain(&xml[r]))
                .filter(|v| !v.is_empty())
        };
        let link = get(&["link"])
            .or_else(|| href(xml))
            .or_else(|| get(&["guid", "id"]));
        let id = match &link {
            Some(link) => format!("{container}#{link}"),
            None => format!("{container}#{number}"),
        };
        let content = [
            "content:encoded",
            "content",
            "description",
            "summary",
            "title",
        ]
        .iter()
        .find_map(|n| element(xml, n).filter(|r| !xml[r.clone()].trim().is_empty()));
        let Some(content) = content else {
            remarks.push(Remark::new(id, "read", "an item without words; left out"));
            continue;
        };
        let inner = unescaped(&decoded, content);
        let mut unwrap = steps.to_vec();
        unwrap.push(Unwrap::Range(found.start as u64, found.end as u64));
        let by = get(&["dc:creator", "author", "name"]);
        let (author, agency) = by.as_deref().map(printed::byline).unwrap_or_default();
        let metadata = Metadata {
            title: get(&["title"]),
            author,
            agency,
            outlet: outlet.clone(),
            published: get(&["pubDate", "published", "dc:date", "updated"])
                .and_then(|w| printed::when(&w)),
            uri: link,
            ..Metadata::default()
        };
        match html::fragment(&id, &inner, unwrap, metadata) {
            Some(document) => documents.push(document),
            None => remarks.push(Remark::new(id, "read", "an item without words; left out")),
        }
    }
    documents
}

fn declared(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    head.split("encoding=")
        .nth(1)
        .map(|r| {
            r.trim_start_matches(['"', '\''])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
                .collect()
        })
        .unwrap_or_default()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    rest.windows(what.len())
        .position(|w| w == what)
        .map(|i| i + from)
}

/// The next `item` or `entry` element at or after `from`.
fn item(bytes: &[u8], from: usize) -> Option<Range<usize>> {
    ["item", "entry"]
        .iter()
        .filter_map(|name| {
            let mut at = from;
            loop {
                let open = format!("<{name}");
                let start = find(bytes, at, open.as_bytes())?;
                let after = start + open.len();
                if matches!(bytes.get(after), Some(b'>' | b' ' | b'\n' | b'\r' | b'\t')) {
                    let close = format!("</{name}>");
                    let end = find(bytes, after, close.as_bytes())
                        .map_or(bytes.len(), |e| e + close.len());
                    return Some(start..end);
                }
                at = after;
            }
        })
        .min_by_key(|r| r.start)
}

/// The inside of the first element `name`.
fn element(xml: &str, name: &str) -> Option<Range<usize>> {
    let open = format!("<{name}");
    let mut at = 0;
    while let Some(start) = xml[at..].find(&open).map(|i| i + at) {
        let after = start + open.len();
        at = after;
        if !xml[after..].starts_with(['>', ' ', '\n', '\r', '\t']) {
            continue;
        }
        let inside = after + xml[after..].find('>')? + 1;
        if xml[..inside].ends_with("/>") {
            continue;
        }
        let end = inside + xml[inside..].find(&format!("</{name}>"))?;
        return Some(inside..end);
    }
    None
}

/// `href` of an Atom link: the one to the page itself.
fn href(xml: &str) -> Option<String> {
    xml.split("<link")
        .skip(1)
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
        .filter(|tag| !tag.contains("rel=") || tag.contains("alternate"))
        .find_map(|tag| {
            let value = tag.split("href=").nth(1)?;
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            value[1..].split(quote).next().map(html::decoded)
        })
}

/// The words of a short element.
fn plain(inside: &str) -> String {
    let inside = inside.trim();
    let inside = inside
        .strip_prefix("<![CDATA[")
        .and_then(|i| i.strip_suffix("]]>"))
        .unwrap_or(inside);
    let mut out = String::new();
    let mut tag = false;
    for c in inside.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            c if !tag => out.push(c),
            _ => {}
        }
    }
    html::decoded(out.trim())
}

/// The HTML that stands escaped, or in CDATA, in an element.
fn unescaped(xml: &Decoded, inside: Range<usize>) -> Decoded {
    let mut text = String::new();
    let mut runs = Vec::new();
    let mut add = |words: &str, source: Span, kind: RunKind| {
        if words.is_empty() {
            return;
        }
        let start = text.len();
        text.push_str(words);
        let run = Run {
            text: Span::new(start, text.len()),
            source,
            kind,
        };
        html::compose(xml, &run, 0, &mut runs);
    };
    let mut at = inside.start;
    while at < inside.end {
        let rest = &xml.text[at..inside.end];
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let len = data.find("]]>").unwrap_or(data.len());
            let from = at + 9;
            add(&data[..len], Span::new(from, from + len), RunKind::Copied);
            at = (from + len + 3).min(inside.end);
        } else if let Some((letters, len)) = html::entity(rest) {
            add(&letters, Span::new(at, at + len), RunKind::Decoded);
            at += len;
        } else {
            let len = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| matches!(c, '&' | '<'))
                .map_or(rest.len(), |(i, _)| i);
            add(&rest[..len], Span::new(at, at + len), RunKind::Copied);
            at += len;
        }
    }
    Decoded {
        text,
        alignment: Alignment(runs),
        name: xml.name,
        lossy: xml.lossy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_become_documents_that_map_back() {
        let feed = "<?xml version=\"1.0\"?><rss><channel><title>The Vane</title>\
<item><title>Ferry &amp; pier</title><link>http://v.example/1</link><pubDate>Mon, 28 Mar 2016 10:00:00 GMT</pubDate>\
<dc:creator>Anna Bell</dc:creator><description>&lt;p&gt;The ferry sank off Orlo&amp;#8217;s pier.&lt;/p&gt;</description></item>\
<item><link>http://v.example/2</link><description><![CDATA[<p>Nobody was hurt.</p>]]></description></item></channel></rss>";
        let mut remarks = Vec::new();
        let documents = read("f", feed.as_bytes(), &[], &mut remarks);
        assert_eq!(documents.len(), 2, "{remarks:?}");
        assert_eq!(documents[0].id, "f#http://v.example/1");
        assert_eq!(documents[0].text, "The ferry sank off Orlo’s pier.");
        assert_eq!(documents[1].text, "Nobody was hurt.");
        assert_eq!(documents[0].metadata.title.as_deref(), Some("Ferry & pier"));
        assert_eq!(
            documents[0].metadata.published.as_deref(),
            Some("2016-03-28T10:00Z")
        );
        for d in &documents {
            let payload = crate::payload(feed.as_bytes(), &d.unwrap).expect("replays");
            assert_eq!(crate::check_document(d, &payload), Ok(()));
        }
    }
}
