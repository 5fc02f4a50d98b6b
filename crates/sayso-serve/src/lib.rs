//! The reading room's API over one ledger, on loopback, read only.
//!
//! Captured words are hostile: every answer forbids content sniffing and framing, the pages run
//! under a policy without inline code, and captures are sent as plain text in a sandbox.
//! All spans are sent twice, in UTF-8 bytes (`start`, `end`) and in UTF-16 units (`start16`,
//! `end16`), since browsers count the latter.

mod api;
mod compare;
mod control;
mod offsets;
mod thread;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

pub use api::router;

/// Where to listen.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address; loopback unless the caller says otherwise. Port 0 takes any free one.
    pub address: SocketAddr,
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
    /// The server broke off.
    #[error("the server stopped: {0}")]
    Server(std::io::Error),
}

/// Serves a ledger until interrupted. `ready` is told the address once it listens.
///
/// # Errors
/// When the ledger cannot be opened or the address not be had.
pub fn serve(ledger: &Path, options: &Options, ready: &dyn Fn(SocketAddr)) -> Result<(), Error> {
    sayso::Ledger::open_read_only(ledger).map_err(sayso::Error::from)?;
    let app = router(PathBuf::from(ledger), options.address.ip().is_loopback());
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
        ready(listener.local_addr().map_err(Error::Server)?);
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
