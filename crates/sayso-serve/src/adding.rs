//! Adding documents: files are put into a batch one by one, under their own names in a temporary
//! folder; starting the batch adds them all, tells how far it is, and ends with what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_core::Stream;
use sayso::{Error, Ledger, Options};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::api::{Asked, Shared, Site, Trouble, store, value};
use crate::changes;

/// Most bytes of a batch.
pub(crate) const LIMIT: usize = 64 * 1024 * 1024;

/// Most batches waiting; the oldest gives way.
const WAITING: usize = 8;

/// A file of this name in a batch says what the collector knew, as `--metadata` does.
const SIDECAR: &str = "metadata.csv";

struct Batch {
    folder: tempfile::TempDir,
    names: BTreeSet<String>,
    size: usize,
}

/// Batches that are being filled, by number.
#[derive(Default)]
pub(crate) struct Batches(Mutex<(u64, BTreeMap<u64, Batch>)>);

impl Batches {
    fn held(&self) -> MutexGuard<'_, (u64, BTreeMap<u64, Batch>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn trouble(status: StatusCode, text: impl Into<String>) -> Trouble {
    Trouble(status, text.into())
}

fn gone() -> Trouble {
    trouble(
        StatusCode::NOT_FOUND,
        "this batch is not waiting; choose the files again",
    )
}

fn too_much() -> Trouble {
    trouble(
        StatusCode::PAYLOAD_TOO_LARGE,
        format!(
            "these files are over {} MB together; add them in parts, or with `sayso add`",
            LIMIT / 1024 / 1024
        ),
    )
}

fn disk(error: &std::io::Error) -> Trouble {
    trouble(
        StatusCode::INTERNAL_SERVER_ERROR,
        format!("the temporary folder cannot be written: {error}"),
    )
}

/// A name below the folder that means nothing else to any system: no way up, nothing hidden, no
/// control characters.
fn sane(name: &str) -> Option<PathBuf> {
    let parts: Vec<String> = name
        .split(['/', '\\'])
        .map(|part| {
            let kept: String = part
                .chars()
                .filter(|c| !c.is_control() && !"<>:\"|?*".contains(*c))
                .collect();
            kept.trim().trim_start_matches('.').to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect();
    let fits = !parts.is_empty() && parts.len() <= 8 && parts.iter().all(|p| p.len() <= 200);
    fits.then(|| parts.iter().collect())
}

/// Opens an empty batch.
pub(crate) async fn open(State(site): Shared) -> Result<(StatusCode, Json<Value>), Trouble> {
    let folder = tempfile::Builder::new()
        .prefix("sayso-add-")
        .tempdir()
        .map_err(|e| disk(&e))?;
    let mut held = site.writing()?.batches.held();
    held.0 += 1;
    let number = held.0;
    held.1.insert(
        number,
        Batch {
            folder,
            names: BTreeSet::new(),
            size: 0,
        },
    );
    while held.1.len() > WAITING {
        held.1.pop_first();
    }
    Ok((
        StatusCode::CREATED,
        Json(json!({"batch": number, "limit": LIMIT})),
    ))
}

#[derive(Deserialize)]
pub(crate) struct Named {
    name: String,
}

/// Puts one file into a batch: its bytes are the body.
pub(crate) async fn put(
    State(site): Shared,
    Path(number): Path<u64>,
    Asked(named): Asked<Named>,
    request: Request,
) -> Result<(StatusCode, Json<Value>), Trouble> {
    let name = sane(&named.name).ok_or_else(|| {
        trouble(
            StatusCode::BAD_REQUEST,
            format!("“{}” is no name for a file", named.name),
        )
    })?;
    let free = {
        let held = site.writing()?.batches.held();
        let batch = held.1.get(&number).ok_or_else(gone)?;
        LIMIT.saturating_sub(batch.size)
    };
    let bytes = axum::body::to_bytes(request.into_body(), free)
        .await
        .map_err(|_| too_much())?;
    tokio::task::spawn_blocking(move || {
        let mut held = site.writing()?.batches.held();
        let batch = held.1.get_mut(&number).ok_or_else(gone)?;
        if batch.size + bytes.len() > LIMIT {
            return Err(too_much());
        }
        let shown = name.to_string_lossy().into_owned();
        let path = batch.folder.path().join(&name);
        if !batch.names.insert(shown.to_lowercase()) || path.exists() {
            return Err(trouble(
                StatusCode::CONFLICT,
                format!("two of these files are called {shown}; rename one"),
            ));
        }
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above).map_err(|e| disk(&e))?;
        }
        std::fs::write(&path, &bytes).map_err(|e| disk(&e))?;
        batch.size += bytes.len();
        Ok((
            StatusCode::CREATED,
            Json(json!({"name": shown, "bytes": bytes.len()})),
        ))
    })
    .await
    .map_err(|e| trouble(StatusCode::INTERNAL_SERVER_ERROR, e.to_string()))?
}

/// What is told of a batch at work.
pub(crate) struct Told(UnboundedReceiver<Event>);

impl Stream for Told {
    type Item = Result<Event, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(cx).map(|event| event.map(Ok))
    }
}

/// Adds a batch to the ledger. Events: `progress` (`stage`, `done`, `of`), then `done` with what
/// changed, or `trouble`. It goes on where nobody listens any more.
pub(crate) async fn start(
    State(site): Shared,
    Path(number): Path<u64>,
) -> Result<Sse<axum::response::sse::KeepAliveStream<Told>>, Trouble> {
    let taken = site.writing()?.batches.held().1.remove(&number);
    let batch = taken.ok_or_else(gone)?;
    if batch.names.is_empty() {
        return Err(trouble(
            StatusCode::BAD_REQUEST,
            "nothing was put into this batch",
        ));
    }
    let (tell, told) = unbounded_channel();
    tokio::task::spawn_blocking(move || {
        let end = match work(&site, &batch, &tell) {
            Ok(done) => Event::default().event("done").data(done.to_string()),
            Err(Trouble(_, text)) => Event::default()
                .event("trouble")
                .data(json!({"error": text}).to_string()),
        };
        // Nobody may be listening any more; what was added stays.
        tell.send(end).ok();
    });
    Ok(Sse::new(Told(told)).keep_alive(KeepAlive::default()))
}

fn work(site: &Site, batch: &Batch, tell: &UnboundedSender<Event>) -> Result<Value, Trouble> {
    let say = |stage: &str, done: usize, of: usize| {
        let data = json!({"stage": stage, "done": done, "of": of}).to_string();
        tell.send(Event::default().event("progress").data(data))
            .ok();
    };
    say("wait", 0, 1);
    let _turn = site.writing()?.turn();
    let ledger = Ledger::open_read_only(&site.path).map_err(Error::from)?;
    let claims = site.claims(&ledger)?;
    let documents: BTreeSet<String> = store(ledger.document_ids())?.into_iter().collect();
    let remarks = store(ledger.remarks())?;
    let sidecar = batch.folder.path().join(SIDECAR);
    let options = Options {
        metadata: sidecar.is_file().then_some(sidecar),
        ..Options::default()
    };
    let inputs = [batch.folder.path().to_path_buf()];
    sayso::add(&site.path, &inputs, &options, &say)?;
    let mut new = Vec::new();
    for id in store(ledger.document_ids())? {
        if documents.contains(&id) {
            continue;
        }
        let metadata = store(ledger.document(&id))?.map(|d| d.metadata);
        new.push(json!({"id": id, "title": metadata.and_then(|m| m.title)}));
    }
    let said: Vec<_> = store(ledger.remarks())?
        .into_iter()
        .filter(|r| !remarks.contains(r))
        .collect();
    Ok(json!({
        "documents": new, "remarks": value(&said)?,
        "changes": changes::between(&claims, &site.claims(&ledger)?),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_below_its_folder() {
        let name = |n: &str| sane(n).map(|p| p.to_string_lossy().into_owned());
        assert_eq!(name("a b.txt").as_deref(), Some("a b.txt"));
        assert_eq!(name("../../etc/passwd").as_deref(), Some("etc/passwd"));
        assert_eq!(
            name("C:\\x\\report.html").as_deref(),
            Some("C/x/report.html")
        );
        assert_eq!(name(".hidden").as_deref(), Some("hidden"));
        assert_eq!(name("a\0\nb.txt").as_deref(), Some("ab.txt"));
        for none in ["", "..", "/", "./.", &"x".repeat(300)] {
            assert_eq!(name(none), None, "{none}");
        }
    }
}
