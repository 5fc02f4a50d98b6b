//! Who may come in: which hosts are answered, and, where there are accounts, who is signed in.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use axum::Json;
use axum::extract::{ConnectInfo, Extension, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;

use crate::Options;
use crate::api::{Shared, Site, Trouble};
use crate::sessions::{Keeper, Person};
use crate::users::Role;
use crate::write;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; font-src 'self'; frame-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Most bytes of a name with its password.
const MOST: usize = 8 * 1024;

/// Which hosts are answered. A page elsewhere can give a name of its own the address of this
/// server, and would then read the ledger as if it were a page of this server.
pub(crate) struct Hosts {
    pub(crate) loopback: bool,
    /// Names given when the server was started, in small letters.
    pub(crate) names: Vec<String>,
}

impl Hosts {
    pub(crate) fn of(options: &Options) -> Self {
        Hosts {
            loopback: options.address.ip().is_loopback(),
            names: options
                .names
                .iter()
                .map(|n| n.to_ascii_lowercase())
                .collect(),
        }
    }

    fn answered(&self, host: &str) -> bool {
        // A port is digits after the last colon; the colons of a bare IPv6 address stand in brackets.
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.to_ascii_lowercase();
        if matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]") {
            return true;
        }
        // An address is no name that anybody could give away.
        let bare = name.strip_prefix('[').and_then(|n| n.strip_suffix(']'));
        let address = bare.unwrap_or(&name).parse::<IpAddr>().is_ok();
        !self.loopback && address || self.names.contains(&name)
    }
}

/// Answers the hosts it should, and gives each answer the headers that keep captured words from
/// running.
pub(crate) async fn guard(State(site): Shared, request: Request, next: Next) -> Response {
    let host = said(request.headers(), header::HOST.as_str()).unwrap_or("");
    let mut response = if site.hosts.answered(host) {
        next.run(request).await
    } else {
        let asked: String = host.chars().take(80).collect();
        let text = format!(
            "{asked}: this server answers 127.0.0.1 and localhost only, and names given to `sayso serve --name`"
        );
        Trouble(StatusCode::FORBIDDEN, text).into_response()
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What one account may see no cache keeps for another.
    let cache = match site.keeper {
        Some(_) => "private, no-cache",
        None => "no-cache",
    };
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(cache));
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    response
}

/// What a header says.
pub(crate) fn said<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|v| v.to_str().ok())
}

/// Whether a page elsewhere asks: by what the browser says of it, where it says anything.
pub(crate) fn foreign(site: &Site, headers: &HeaderMap) -> bool {
    let host = said(headers, header::HOST.as_str()).unwrap_or_default();
    let scheme = match &site.keeper {
        Some(keeper) if keeper.tls => "https",
        _ => "http",
    };
    let origin = said(headers, header::ORIGIN.as_str());
    let fetched = said(headers, "sec-fetch-site");
    origin.is_some_and(|o| o != format!("{scheme}://{host}"))
        || fetched.is_some_and(|s| !matches!(s, "same-origin" | "none"))
}

fn cookie<'h>(keeper: &Keeper, headers: &'h HeaderMap) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter();
    all.filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == keeper.cookie())
        .map(|(_, value)| value)
}

/// Lets those in who are signed in, where there are accounts, and says to the rest who asks.
pub(crate) async fn let_in(State(site): Shared, mut request: Request, next: Next) -> Response {
    // The server's own first questions come with a person: no request from outside can.
    if let Some(keeper) = &site.keeper
        && request.extensions().get::<Person>().is_none()
    {
        match keeper.person(cookie(keeper, request.headers())) {
            Ok(Some(person)) => request.extensions_mut().insert(person),
            Ok(None) => {
                let text = "sign in first; this reading room is for those with an account";
                return Trouble(StatusCode::UNAUTHORIZED, text.into()).into_response();
            }
            Err(trouble) => return trouble.into_response(),
        };
    }
    next.run(request).await
}

fn elsewhere() -> Trouble {
    let text = "this answer is for pages of this server";
    Trouble(StatusCode::FORBIDDEN, text.into())
}

fn accounts(site: &Site) -> Result<&Keeper, Trouble> {
    let text = "this reading room has no accounts; nobody need sign in";
    let keeper = site.keeper.as_ref();
    keeper.ok_or_else(|| Trouble(StatusCode::NOT_FOUND, text.into()))
}

fn answer(accounts: bool, person: Option<&Person>) -> Response {
    let answer = json!({
        "accounts": accounts, "name": person.map(|p| &p.name),
        "role": person.map(|p| p.role.word()), "token": person.map(|p| &p.token),
    });
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

/// Whether there are accounts, who is signed in, and the token of the session.
pub(crate) async fn session(State(site): Shared, headers: HeaderMap) -> Result<Response, Trouble> {
    if foreign(&site, &headers) {
        return Err(elsewhere());
    }
    let Some(keeper) = &site.keeper else {
        return Ok(answer(false, None));
    };
    let person = keeper.person(cookie(keeper, &headers))?;
    Ok(answer(true, person.as_ref()))
}

#[derive(Deserialize)]
struct SignIn {
    name: String,
    password: String,
}

/// Who asks, for the throttle: behind a proxy its last word on it.
fn from(keeper: &Keeper, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::from([0, 0, 0, 0]), |ConnectInfo(a)| a.ip());
    let told = || {
        let mut all = request.headers().get_all("x-forwarded-for").iter();
        let last = all.next_back()?.to_str().ok()?.rsplit(',').next()?;
        last.trim().parse().ok()
    };
    keeper.tls.then(told).flatten().unwrap_or(peer)
}

/// Signs in: a name and its password for a session and its cookie.
pub(crate) async fn sign_in(State(site): Shared, request: Request) -> Result<Response, Trouble> {
    let keeper = accounts(&site)?;
    if foreign(&site, request.headers()) {
        return Err(elsewhere());
    }
    // A form of another page can send no JSON.
    let kind = said(request.headers(), header::CONTENT_TYPE.as_str()).unwrap_or("");
    if kind.split(';').next().map(str::trim) != Some("application/json") {
        let text = "sign in with JSON: {\"name\", \"password\"}";
        return Err(Trouble(StatusCode::UNSUPPORTED_MEDIA_TYPE, text.into()));
    }
    let address = from(keeper, &request);
    let old = cookie(keeper, request.headers()).map(str::to_owned);
    let bytes = axum::body::to_bytes(request.into_body(), MOST).await;
    let text = "a name with its password is shorter";
    let bytes = bytes.map_err(|_| Trouble(StatusCode::PAYLOAD_TOO_LARGE, text.into()))?;
    // What does not fit is not repeated: it may hold the password.
    let text = "sign in with {\"name\", \"password\"}";
    let asked: SignIn = serde_json::from_slice(&bytes)
        .map_err(|_| Trouble(StatusCode::BAD_REQUEST, text.into()))?;
    let throttle = || {
        let held = keeper.throttle.lock();
        held.unwrap_or_else(PoisonError::into_inner)
    };
    let tried = throttle().try_one(&asked.name, address, Instant::now());
    if let Err(wait) = tried {
        let seconds = wait.as_secs() + 1;
        let text = format!("too many wrong tries; wait {seconds} seconds, then try again");
        let said = Trouble(StatusCode::TOO_MANY_REQUESTS, text);
        return Ok(([(header::RETRY_AFTER, seconds.to_string())], said).into_response());
    }
    let broken = |e: String| Trouble(StatusCode::INTERNAL_SERVER_ERROR, e);
    let turn = Arc::clone(&keeper.turns).acquire_owned().await;
    let turn = turn.map_err(|e| broken(e.to_string()))?;
    let (name, of) = (asked.name.clone(), site.clone());
    let found = tokio::task::spawn_blocking(move || {
        // Held until the work is done, also where nobody waits for the answer any more.
        let _turn = turn;
        accounts(&of)?.account(&asked.name, &asked.password)
    })
    .await
    .map_err(|e| broken(e.to_string()))??;
    let Some(user) = found else {
        let text = "name or password is wrong";
        return Err(Trouble(StatusCode::UNAUTHORIZED, text.into()));
    };
    throttle().right(&name, address);
    // A session is never taken over: whoever signs in gets a new one.
    keeper.close(old.as_deref());
    let (cookie, person) = keeper.open(user).map_err(|e| broken(e.to_string()))?;
    let mut response = answer(true, Some(&person));
    set_cookie(keeper, &cookie, &mut response);
    Ok(response)
}

/// Signs out. Without a session there is nothing to do.
pub(crate) async fn sign_out(State(site): Shared, headers: HeaderMap) -> Result<Response, Trouble> {
    let keeper = accounts(&site)?;
    if foreign(&site, &headers) {
        return Err(elsewhere());
    }
    let cookie = cookie(keeper, &headers);
    if let Some(person) = keeper.person(cookie)? {
        write::token(&headers, &person.token)?;
        keeper.close(cookie);
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(keeper, "", &mut response);
    Ok(response)
}

/// Sets the session's cookie, or takes it away. It ends with the browser at the latest.
fn set_cookie(keeper: &Keeper, value: &str, response: &mut Response) {
    let secure = if keeper.tls { "; Secure" } else { "" };
    let gone = if value.is_empty() { "; Max-Age=0" } else { "" };
    let name = keeper.cookie();
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{gone}");
    if let Ok(text) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(header::SET_COOKIE, text);
    }
}

/// Whether somebody may write, as far as their account says.
pub(crate) fn reviewer(person: Option<&Person>) -> bool {
    person.is_none_or(|p| p.role == Role::Reviewer)
}

/// Who asks; nobody where there are no accounts.
pub(crate) type Asker = Option<Extension<Person>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_this_server_are_answered() {
        let local = Hosts {
            loopback: true,
            names: vec!["room.example.org".into()],
        };
        for good in [
            "localhost",
            "LOCALHOST:7",
            "127.0.0.1:1",
            "[::1]:7",
            "Room.example.org",
        ] {
            assert!(local.answered(good), "{good}");
        }
        let bad = [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil",
            "192.0.2.7",
        ];
        for bad in bad {
            assert!(!local.answered(bad), "{bad}");
        }
        let open = Hosts {
            loopback: false,
            names: Vec::new(),
        };
        assert!(open.answered("192.0.2.7:80") && open.answered("[2001:db8::1]:80"));
        assert!(!open.answered("room.example.org") && !open.answered("2001.evil"));
    }
}
