//! Web archives: the pages of a WARC, each by the byte its record starts at.

use sayso_record::{Document, Remark, Unwrap};

use crate::html;
use crate::unwrap::gunzip;

/// Header names in lower case, and their values.
type Headers = Vec<(String, String)>;

/// A record, taken apart.
struct Record<'a> {
    headers: Headers,
    block: &'a [u8],
    /// Where the next record starts.
    next: usize,
    /// Whether the file ends inside it.
    cut: bool,
}

impl Record<'_> {
    fn header(&self, name: &str) -> Option<&str> {
        value(&self.headers, name)
    }
}

fn value<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, v)| v.as_str())
}

/// Header lines up to the empty one, and where the block after it starts.
fn headers(bytes: &[u8]) -> Option<(String, Headers, usize)> {
    let (end, gap) = (0..bytes.len()).find_map(|i| {
        if bytes[i..].starts_with(b"\r\n\r\n") {
            Some((i, 4))
        } else if bytes[i..].starts_with(b"\n\n") {
            Some((i, 2))
        } else {
            None
        }
    })?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let first = lines.next().unwrap_or("").to_owned();
    let list = lines
        .filter_map(|l| l.split_once(':'))
        .map(|(k, v)| (k.trim().to_lowercase(), v.trim().to_owned()))
        .collect();
    Some((first, list, end + gap))
}

fn record(bytes: &[u8], start: usize) -> Option<Record<'_>> {
    let rest = bytes.get(start..)?;
    // Headers are short; a file without a blank line must not be searched to its end each time.
    let (first, headers, block) = headers(&rest[..rest.len().min(1 << 16)])?;
    if !first.starts_with("WARC/") {
        return None;
    }
    let length: usize = value(&headers, "content-length")?.parse().ok()?;
    let end = block.saturating_add(length);
    Some(Record {
        cut: end > rest.len(),
        block: &rest[block..end.min(rest.len())],
        headers,
        next: start + end.min(rest.len()),
    })
}

/// The body an HTTP response carries, its transfer and content encodings undone.
fn body(block: &[u8]) -> Option<(Headers, Vec<u8>)> {
    if !block.starts_with(b"HTTP/") {
        return None;
    }
    let (_, headers, start) = headers(block)?;
    let mut body = block[start..].to_vec();
    let chunked = value(&headers, "transfer-encoding").is_some_and(|v| v.contains("chunked"));
    if chunked {
        body = dechunked(&body);
    }
    // Some archivers store the body undone and keep the header: only real gzip is unfolded.
    let zipped = value(&headers, "content-encoding").is_some_and(|v| v.contains("gzip"));
    if zipped && body.starts_with(&[0x1f, 0x8b]) {
        body = gunzip(&body).bytes;
    }
    Some((headers, body))
}

/// The chunks joined; bytes that are no chunks are left as they are.
fn dechunked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(line) = bytes[at..].iter().position(|b| *b == b'\n') {
        let head = String::from_utf8_lossy(&bytes[at..at + line]).into_owned();
        let digits = head.trim().split(';').next().unwrap_or("").trim();
        let Ok(size) = usize::from_str_radix(digits, 16) else {
            if at == 0 {
                return bytes.to_vec();
            }
            break;
        };
        if size == 0 {
            break;
        }
        let from = at + line + 1;
        let to = from.saturating_add(size).min(bytes.len());
        out.extend_from_slice(&bytes[from..to]);
        at = to;
        if bytes[at..].starts_with(b"\r") {
            at += 1;
        }
        if bytes[at..].starts_with(b"\n") {
            at += 1;
        }
    }
    out
}

/// Replays a [`Unwrap::WarcRecord`] step.
pub(crate) fn replay(warc: &[u8], start: u64) -> Option<Vec<u8>> {
    let record = record(warc, usize::try_from(start).ok()?)?;
    body(record.block).map(|(_, body)| body)
}

/// Reads the pages of a WARC.
pub(crate) fn read(
    container: &str,
    bytes: &[u8],
    steps: &[Unwrap],
    remarks: &mut Vec<Remark>,
) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let Some(record) = record(bytes, at) else {
            let rest = &bytes[at..];
            if rest.trim_ascii().is_empty() {
                break;
            }
            // Broken in the middle: go on at the next record.
            let next = rest.windows(6).skip(1).position(|w| w == b"\nWARC/");
            remarks.push(Remark::new(
                container,
                "read",
                format!("no WARC record at byte {at}; passed over"),
            ));
            match next {
                Some(i) => at += i + 2,
                None => break,
            }
            continue;
        };
        let start = at;
        at = record.next;
        while bytes.get(at).is_some_and(|b| matches!(b, b'\r' | b'\n')) {
            at += 1;
        }
        let uri = record
            .header("warc-target-uri")
            .map(|u| u.trim_matches(['<', '>']).to_owned());
        if record.cut {
            remarks.push(Remark::new(
                container,
                "read",
                format!(
                    "ends inside the record of {}; read as far as it goes",
                    uri.as_deref().unwrap_or("no address")
                ),
            ));
        }
        if record.header("warc-type") != Some("response") {
            continue;
        }
        let Some((headers, body)) = body(record.block) else {
            continue;
        };
        let sort = value(&headers, "content-type").unwrap_or("").to_lowercase();
        if !sort.contains("html") && !sort.is_empty() {
            continue;
        }
        let charset = sort
            .split("charset=")
            .nth(1)
            .map(|c| c.trim_matches(['"', '\'', ' ', ';']).to_owned());
        let id = match &uri {
            Some(uri) => format!("{container}#{uri}"),
            None => format!("{container}#{start}"),
        };
        let mut unwrap = steps.to_vec();
        unwrap.push(Unwrap::WarcRecord(start as u64));
        if let Some(mut document) = html::read(&id, &body, unwrap, charset.as_deref(), remarks) {
            document.captured_at = record.header("warc-date").map(str::to_owned);
            document.metadata.uri = uri;
            documents.push(document);
        }
    }
    documents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(uri: &str, http: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2016-03-28T10:00:00Z\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
            http.len()
        )
    }

    #[test]
    fn pages_are_read_and_replayed_and_a_cut_end_is_a_remark() {
        let words = "<html><body><p>The ferry to Orlo sank off the harbour on Sunday evening, the coast guard said; eleven people were taken from the water.</p></body></html>";
        let chunked = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{words}\r\n0\r\n\r\n",
            words.len()
        );
        let plain =
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{words}");
        let mut warc = response("http://a.example/1", &chunked);
        warc.push_str(&response("http://a.example/2", &plain));
        let cut = &warc.as_bytes()[..warc.len() - 40];
        let mut remarks = Vec::new();
        let documents = read("w", cut, &[], &mut remarks);
        assert_eq!(documents.len(), 2, "{remarks:?}");
        assert_eq!(documents[0].id, "w#http://a.example/1");
        assert_eq!(
            documents[0].captured_at.as_deref(),
            Some("2016-03-28T10:00:00Z")
        );
        for document in &documents {
            let payload = crate::payload(cut, &document.unwrap).expect("replays");
            assert_eq!(crate::check_document(document, &payload), Ok(()));
            assert!(document.text.contains("coast guard"), "{}", document.text);
        }
        assert!(
            remarks.iter().any(|r| r.message.contains("ends inside")),
            "{remarks:?}"
        );
    }
}
