//! The reading room's API over one ledger: on loopback, or for those with an account, or shared to
//! be read; read only unless it is started to write.
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
mod document;
mod door;
mod etag;
mod events;
mod export;
mod forecasts;
mod held;
mod index;
mod judge;
mod lists;
mod offsets;
mod openapi;
mod report;
mod review;
mod sessions;
mod sources;
mod then;
mod thread;
mod throttle;
mod users;
mod words;
mod write;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, header};
use tower::ServiceExt;

pub use api::router;
pub use users::{Role, Users};

/// Where to listen, and for whom.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address; loopback unless the caller says otherwise. Port 0 takes any free one.
    pub address: SocketAddr,
    /// Whether pages may record judgements and add documents: on loopback, or for reviewers.
    pub write: bool,
    /// Who may come in.
    pub door: Door,
    /// Names of this server that are answered besides localhost and, off loopback, addresses.
    pub names: Vec<String>,
}

impl Default for Options {
    /// Loopback, any free port, read only, nobody need sign in.
    fn default() -> Self {
        Options {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            write: false,
            door: Door::Machine,
            names: Vec::new(),
        }
    }
}

impl Options {
    /// Whether strangers stay out, and nobody writes whose name is not known.
    fn sound(&self) -> Result<(), Error> {
        let elsewhere = !self.address.ip().is_loopback() || !self.names.is_empty();
        match self.door {
            Door::Machine if elsewhere => Err(Error::Open(self.address)),
            Door::Shared if self.write => Err(Error::SharedToWrite),
            _ => Ok(()),
        }
    }
}

/// Who may come in.
#[derive(Debug, Clone)]
pub enum Door {
    /// Whoever is at this machine; on loopback only.
    Machine,
    /// Whoever reaches the address, to read. Nothing can ever be written.
    Shared,
    /// Those with an account.
    Accounts(Accounts),
}

/// Which accounts, and how long somebody stays signed in.
#[derive(Debug, Clone)]
pub struct Accounts {
    /// The file, as [`Users`] writes it. Changes hold from the next request on.
    pub users: PathBuf,
    /// Whether a proxy before this server speaks TLS: then the cookie is for TLS only, pages come
    /// from `https`, and the last address in `X-Forwarded-For` is whoever asks.
    pub tls: bool,
    /// Longest time without a request.
    pub idle: Duration,
    /// Longest time in all.
    pub longest: Duration,
}

impl Accounts {
    /// The accounts of a file: an hour without a request, twelve in all, no proxy.
    pub fn of(users: PathBuf) -> Self {
        Accounts {
            users,
            tls: false,
            idle: Duration::from_secs(60 * 60),
            longest: Duration::from_secs(12 * 60 * 60),
        }
    }
}

/// What stops the server, or an account from being made.
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
    /// Others could come in.
    #[error(
        "{0} would be open to others: give --users FILE to let in those with an account, or --share to let whoever reaches it read"
    )]
    Open(SocketAddr),
    /// Writing needs a name.
    #[error(
        "a shared room is read only: leave out --write, or give --users FILE in place of --share"
    )]
    SharedToWrite,
    /// The file of accounts.
    #[error("{}: {found}", path.display())]
    Users {
        /// The file.
        path: PathBuf,
        /// What is wrong with it and what to do.
        found: String,
    },
    /// An account that cannot be made or is not there.
    #[error("{0}")]
    Account(String),
    /// No random numbers.
    #[error("cannot make a secret: {0}")]
    Token(String),
    /// The server broke off.
    #[error("the server stopped: {0}")]
    Server(std::io::Error),
}

/// Serves a ledger until interrupted. `ready` is told the address once it listens.
///
/// # Errors
/// When the ledger or the accounts cannot be opened or the address not be had, or when strangers
/// could come in.
pub fn serve(ledger: &Path, options: &Options, ready: &dyn Fn(SocketAddr)) -> Result<(), Error> {
    sayso::Ledger::open_read_only(ledger).map_err(sayso::Error::from)?;
    let app = router(PathBuf::from(ledger), options)?;
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
        tokio::spawn(warm(app.clone()));
        let app = app.into_make_service_with_connect_info::<SocketAddr>();
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
async fn warm(app: axum::Router) {
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
        "compare",
        "review",
        "report",
    ] {
        let asked = Request::get(format!("/api/{view}"))
            .header(header::HOST, "localhost")
            .extension(sessions::Person::inside())
            .body(Body::empty());
        if let Ok(asked) = asked {
            app.clone().oneshot(asked).await.ok();
        }
    }
}
