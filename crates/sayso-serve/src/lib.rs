//! The reading room's API over one ledger, on loopback; read only unless it is started to write.
//!
//! Captured words are hostile: every answer forbids content sniffing and framing, the pages run
//! under a policy without inline code, and captures are sent as plain text in a sandbox.
//! All spans are sent twice, in UTF-8 bytes (`start`, `end`) and in UTF-16 units (`start16`,
//! `end16`), since browsers count the latter.

mod adding;
mod api;
mod changes;
mod compare;
mod control;
mod correct;
mod etag;
mod export;
mod forecasts;
mod held;
mod judge;
mod lists;
mod offsets;
mod openapi;
mod report;
mod review;
mod sources;
mod then;
mod thread;
mod words;
mod write;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use api::{router, router_that_writes};

/// Where to listen.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address; loopback unless the caller says otherwise. Port 0 takes any free one.
    pub address: SocketAddr,
    /// Whether pages may record judgements and add documents; on loopback only.
    pub write: bool,
}

/// What stops the server.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] sayso::Error),
    /// The address is taken or forbidden.
    #[error("cannot listen on {address}: {found}; choose another with --port")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        found: std::io::Error,
    },
    /// Writing is for this machine only.
    #[error("{0} can be reached from elsewhere: judgements are taken on 127.0.0.1 only")]
    Open(SocketAddr),
    /// No random numbers.
    #[error("cannot make a token for the pages: {0}")]
    Token(String),
    /// The server broke off.
    #[error("the server stopped: {0}")]
    Server(std::io::Error),
}

/// Serves a ledger until interrupted. `ready` is told the address once it listens.
///
/// # Errors
/// When the ledger cannot be opened or the address not be had, or when it is to write for others.
pub fn serve(ledger: &Path, options: &Options, ready: &dyn Fn(SocketAddr)) -> Result<(), Error> {
    sayso::Ledger::open_read_only(ledger).map_err(sayso::Error::from)?;
    let loopback = options.address.ip().is_loopback();
    let app = match (options.write, loopback) {
        (true, false) => return Err(Error::Open(options.address)),
        (true, true) => router_that_writes(PathBuf::from(ledger)).map_err(Error::Token)?,
        (false, _) => router(PathBuf::from(ledger), loopback),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::Server)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(options.address)
            .await
            .map_err(|found| Error::Listen {
                address: options.address,
                found,
            })?;
        let address = listener.local_addr().map_err(Error::Server)?;
        ready(address);
        if loopback {
            tokio::task::spawn_blocking(move || warm(address));
        }
        axum::serve(listener, app)
            .with_graceful_shutdown(async {
                // Without signals there is nothing to wait for but the end of the process.
                if tokio::signal::ctrl_c().await.is_err() {
                    std::future::pending::<()>().await;
                }
            })
            .await
            .map_err(Error::Server)
    })
}

/// Asks for the views over the whole pile once, one after the other, so that whoever opens one of
/// them first need not wait for it. Trouble is told to those who ask.
fn warm(address: SocketAddr) {
    use std::io::{Read, Write};
    for view in [
        "ledger",
        "claims",
        "documents",
        "choices",
        "sources",
        "forecasts",
        "control",
        "naming",
        "threads",
    ] {
        let asked = std::net::TcpStream::connect(address).and_then(|mut stream| {
            let host = format!("127.0.0.1:{}", address.port());
            write!(
                stream,
                "GET /api/{view} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            )?;
            stream.read_to_end(&mut Vec::new())
        });
        if asked.is_err() {
            return;
        }
    }
}
