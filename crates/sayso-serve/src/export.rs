//! A ledger in another form, as a file to keep: sent while it is written.

use std::io::{BufWriter, Error as Broken, ErrorKind, Write};
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use sayso::record::Claim;
use sayso::{Error, Form, Ledger};
use serde::Deserialize;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::api::{Asked, Shared, Trouble};
use crate::lists::Wanted as Which;

/// Bytes sent at a time, and how many such parts may wait for a slow reader.
const PART: usize = 64 * 1024;
const PARTS: usize = 8;

#[derive(Deserialize)]
pub(crate) struct Wanted {
    to: Option<String>,
}

/// The form asked for, its media type and the ending of its file.
fn form(to: &str) -> Option<(Form, &'static str, &'static str)> {
    Some(match to {
        "jsonl" => (Form::Jsonl, "application/x-ndjson", "jsonl"),
        "csv" => (Form::Csv, "text/csv; charset=utf-8", "csv"),
        "geojson" => (Form::Geojson, "application/geo+json", "geojson"),
        "acled" => (Form::Acled, "text/csv; charset=utf-8", "acled.csv"),
        "ucdp" => (Form::Ucdp, "text/csv; charset=utf-8", "ucdp.csv"),
        "claimreview" => (
            Form::Claimreview,
            "application/ld+json",
            "claimreview.jsonld",
        ),
        _ => return None,
    })
}

/// The file's name, from the ledger's own; in letters that no header or file system minds.
fn name(ledger: &Path, ending: &str) -> String {
    let stem = ledger.file_stem().unwrap_or_default().to_string_lossy();
    let safe = |c: char| {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            c
        } else {
            '_'
        }
    };
    format!("{}.{ending}", stem.chars().map(safe).collect::<String>())
}

/// Writes the ledger in the form asked for.
pub(crate) async fn export(
    State(site): Shared,
    Asked(wanted): Asked<Wanted>,
) -> Result<Response, Trouble> {
    let to = wanted.to.unwrap_or_default();
    let Some((form, media, ending)) = form(&to) else {
        let text =
            format!("{to}: no such form; there are jsonl, csv, geojson, acled, ucdp, claimreview");
        return Err(Trouble(StatusCode::BAD_REQUEST, text));
    };
    let path = site.path.clone();
    let ledger = tokio::task::spawn_blocking(move || Ledger::open_read_only(&path))
        .await
        .map_err(|e| Trouble(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))?
        .map_err(Error::from)?;
    let file = name(&site.path, ending);
    Ok(sent(&file, media, move |out| {
        sayso::export(&ledger, form, out)
    }))
}

/// The claims that a list of claims would tell, in its order, as a table.
pub(crate) async fn claims(
    State(site): Shared,
    Asked(wanted): Asked<Which>,
) -> Result<Response, Trouble> {
    let file = name(&site.path, "claims.csv");
    let (ledger, claims) = tokio::task::spawn_blocking(move || {
        let ledger = Ledger::open_read_only(&site.path).map_err(Error::from)?;
        let (passed, all) = wanted.found(&site, &ledger)?;
        let claims: Vec<Claim> = passed.into_iter().map(|n| all[n].clone()).collect();
        Ok::<_, Trouble>((ledger, claims))
    })
    .await
    .map_err(|e| Trouble(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))??;
    Ok(sent(&file, "text/csv; charset=utf-8", move |out| {
        sayso::claims_csv(&ledger, &claims, out)
    }))
}

/// A file of this name, sent while it is written.
fn sent(
    file: &str,
    media: &'static str,
    write: impl FnOnce(&mut dyn Write) -> Result<(), Error> + Send + 'static,
) -> Response {
    let (sender, receiver) = channel(PARTS);
    tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::with_capacity(PART, Parts(sender.clone()));
        let done = write(&mut out).map_err(|e| e.to_string());
        let done = done.and_then(|()| out.flush().map_err(|e| e.to_string()));
        if let Err(found) = done {
            // Nobody may be left to hear it; a file that breaks off is seen to have broken off.
            let _gone = sender.blocking_send(Err(Broken::other(found)));
        }
    });
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    let file = format!("attachment; filename=\"{file}\"");
    if let Ok(file) = HeaderValue::from_str(&file) {
        headers.insert(header::CONTENT_DISPOSITION, file);
    }
    (headers, Body::from_stream(Sent(receiver))).into_response()
}

type Part = Result<Vec<u8>, Broken>;

/// Hands what is written to whoever reads.
struct Parts(Sender<Part>);

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let sent = self.0.blocking_send(Ok(bytes.to_vec()));
        sent.map_err(|_| Broken::from(ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

struct Sent(Receiver<Part>);

impl Stream for Sent {
    type Item = Part;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Part>> {
        self.0.poll_recv(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_its_ledger_in_harmless_letters() {
        let named = name(Path::new("/x/a \"b\"\nü.sayso"), "csv");
        assert_eq!(named, "a__b___.csv");
    }
}
