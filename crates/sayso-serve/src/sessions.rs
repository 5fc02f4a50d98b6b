//! Who is signed in: sessions in memory, gone when the server ends.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::http::StatusCode;
use sayso::record::id::sha256_hex;

use crate::api::Trouble;
use crate::throttle::Throttle;
use crate::users::{self, Role, User, Users};
use crate::{Accounts, Error};

/// Most sessions of one account; the one that rested longest gives way.
const MOST: usize = 16;

/// Most passwords looked at at once: each takes 19 MiB and tens of milliseconds of a core.
const AT_ONCE: usize = 2;

/// Who asks, as their account says.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// What this session's pages send along with whatever writes.
    pub(crate) token: String,
}

impl Person {
    /// The server itself, which reads.
    pub(crate) fn inside() -> Self {
        Person {
            name: String::new(),
            role: Role::Reader,
            token: String::new(),
        }
    }
}

struct Session {
    user: User,
    token: String,
    made: Instant,
    last: Instant,
}

type Stamp = Option<(SystemTime, u64)>;

/// Keeps accounts and sessions.
pub(crate) struct Keeper {
    path: PathBuf,
    pub(crate) tls: bool,
    idle: Duration,
    longest: Duration,
    nobody: String,
    users: Mutex<(Stamp, Option<Arc<Users>>)>,
    /// By the hash of what the cookie holds: looking one up tells nothing of another.
    sessions: Mutex<HashMap<String, Session>>,
    pub(crate) throttle: Mutex<Throttle>,
    pub(crate) turns: Arc<tokio::sync::Semaphore>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn stamp(path: &Path) -> Stamp {
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.modified().ok()?, meta.len()))
}

impl Keeper {
    /// # Errors
    /// When the file holds no accounts, or the system has no random numbers.
    pub(crate) fn new(accounts: &Accounts) -> Result<Self, Error> {
        let path = accounts.users.clone();
        let at = stamp(&path);
        let users = Users::open(&path)?;
        if users.list().next().is_none() {
            return Err(Error::Users {
                path,
                found: "holds no account; make one with `sayso users add NAME --users FILE`".into(),
            });
        }
        Ok(Keeper {
            path,
            tls: accounts.tls,
            idle: accounts.idle,
            longest: accounts.longest,
            nobody: users::nobody()?,
            users: Mutex::new((at, Some(Arc::new(users)))),
            sessions: Mutex::default(),
            throttle: Mutex::default(),
            turns: Arc::new(tokio::sync::Semaphore::new(AT_ONCE)),
        })
    }

    /// The accounts as the file has them now. Whose account was taken away or has another
    /// password or role by now is signed out.
    fn users(&self) -> Result<Arc<Users>, Trouble> {
        let at = stamp(&self.path);
        let mut known = held(&self.users);
        if known.0 != at || known.1.is_none() {
            let read = Users::open(&self.path).ok().map(Arc::new);
            if let Some(users) = &read {
                held(&self.sessions).retain(|_, s| users.find(&s.user.name) == Some(&s.user));
            }
            *known = (at, read);
        }
        // Where the file lies is for whoever started the server, not for those who ask.
        known.1.clone().ok_or_else(|| {
            Trouble(
                StatusCode::INTERNAL_SERVER_ERROR,
                "the file of accounts cannot be read; whoever started this server can see why with `sayso users list`".into(),
            )
        })
    }

    /// The account of a name and its password. Takes as long for names that have none.
    pub(crate) fn account(&self, name: &str, password: &str) -> Result<Option<User>, Trouble> {
        let users = self.users()?;
        let found = users.find(name);
        let right = users::right(found.map_or(&self.nobody, |u| &u.password), password);
        Ok(found.filter(|_| right).cloned())
    }

    /// Opens a session: what its cookie holds.
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub(crate) fn open(&self, user: User) -> Result<(String, Person), Error> {
        let (cookie, token) = (users::secret()?, users::secret()?);
        let now = Instant::now();
        let person = Person {
            name: user.name.clone(),
            role: user.role,
            token: token.clone(),
        };
        let mut all = held(&self.sessions);
        all.retain(|_, s| self.lasts(s, now));
        while all.values().filter(|s| s.user.name == user.name).count() >= MOST {
            let own = all.iter().filter(|(_, s)| s.user.name == user.name);
            let oldest = own.min_by_key(|(_, s)| s.last).map(|(key, _)| key.clone());
            oldest.and_then(|key| all.remove(&key));
        }
        all.insert(
            sha256_hex(cookie.as_bytes()),
            Session {
                user,
                token,
                made: now,
                last: now,
            },
        );
        Ok((cookie, person))
    }

    fn lasts(&self, session: &Session, now: Instant) -> bool {
        now.duration_since(session.last) < self.idle
            && now.duration_since(session.made) < self.longest
    }

    /// Whose session a cookie opens, if it lasts; asking makes it last.
    pub(crate) fn person(&self, cookie: Option<&str>) -> Result<Option<Person>, Trouble> {
        let Some(cookie) = cookie else {
            return Ok(None);
        };
        self.users()?;
        let key = sha256_hex(cookie.as_bytes());
        let now = Instant::now();
        let mut all = held(&self.sessions);
        let lasts = all.get(&key).is_some_and(|s| self.lasts(s, now));
        if !lasts {
            all.remove(&key);
        }
        Ok(all.get_mut(&key).map(|session| {
            session.last = now;
            Person {
                name: session.user.name.clone(),
                role: session.user.role,
                token: session.token.clone(),
            }
        }))
    }

    /// Ends a session.
    pub(crate) fn close(&self, cookie: Option<&str>) {
        if let Some(cookie) = cookie {
            held(&self.sessions).remove(&sha256_hex(cookie.as_bytes()));
        }
    }

    /// The cookie's name. With `__Host-` no neighbouring host can set it; browsers allow that
    /// over TLS only.
    pub(crate) fn cookie(&self) -> &'static str {
        if self.tls { "__Host-sayso" } else { "sayso" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_that_rested_longest_gives_way() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        let mut users = Users::open_or_new(&path).expect("none yet");
        let word = "correct horse battery";
        users.add("Ona", Role::Reader, word).expect("fits");
        let keeper = Keeper::new(&Accounts::of(path.clone())).ok();
        let keeper = keeper.expect("accounts");
        let user = keeper.account("ona", word).ok().flatten().expect("right");
        assert!(keeper.account("ona", "wrong").ok().flatten().is_none());
        let cookies: Vec<String> = (0..=MOST)
            .map(|_| keeper.open(user.clone()).expect("random numbers").0)
            .collect();
        let opens = |c: &String| keeper.person(Some(c)).ok().flatten().is_some();
        assert!(!opens(&cookies[0]) && cookies[1..].iter().all(opens));
        keeper.close(Some(&cookies[1]));
        assert!(!opens(&cookies[1]));
        // Another password ends what was opened under the old one.
        users
            .set_password("Ona", "yet another password")
            .expect("there");
        assert!(!opens(&cookies[2]));
        // A file that cannot be read lets nobody in, and later again those it knows.
        std::fs::write(&path, "garbage").expect("ours");
        assert!(keeper.person(Some(&cookies[2])).is_err());
    }
}
