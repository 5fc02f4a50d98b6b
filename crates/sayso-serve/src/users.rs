//! Accounts: names, roles and hashes of passwords in a file that only its owner may read.
//!
//! The file is JSON, replaced as a whole by each change, so that a server that reads it meanwhile
//! finds the old accounts or the new ones and never half of them. Whoever changes it locks a file
//! beside it, `NAME.lock`, and reads it anew before: of two changes at once none is lost. The lock
//! is another file because a file that is replaced cannot hold one; it stays, since taking it away
//! could part two who wait for it.

use std::io::Write;
use std::path::{Path, PathBuf};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use sayso::record::id::sha256_hex;
use serde::{Deserialize, Serialize};

use crate::Error;

/// Raised when the file means something else than before.
const FORMAT: u32 = 1;

/// Fewest letters of a password: nothing but it stands between a stranger and the pile.
const SHORTEST: usize = 12;
/// Most bytes of a password; a longer one is a mistake or an attack.
const LONGEST: usize = 1024;

/// What an account may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Read everything, write nothing.
    Reader,
    /// Also judge and add documents, where the server was started to write.
    Reviewer,
}

impl Role {
    /// The word for it, in the file and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Reviewer => "reviewer",
        }
    }

    /// The role of that word.
    pub fn of(word: &str) -> Option<Role> {
        [Role::Reader, Role::Reviewer]
            .into_iter()
            .find(|r| r.word() == word)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// As a PHC string: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`.
    pub(crate) password: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: u32,
    users: Vec<User>,
}

/// The accounts of a file.
pub struct Users {
    path: PathBuf,
    users: Vec<User>,
}

impl Users {
    /// Reads the accounts.
    ///
    /// # Errors
    /// When the file is not there, can be read by others than its owner, or holds anything else.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let trouble = |found: String| Error::Users {
            path: path.to_owned(),
            found,
        };
        let meta = std::fs::metadata(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => trouble(
                "no such file; `sayso users add NAME --users FILE` makes it with a first account"
                    .into(),
            ),
            _ => trouble(format!("cannot be read: {e}")),
        })?;
        private(&meta).map_err(&trouble)?;
        let bytes = std::fs::read(path).map_err(|e| trouble(format!("cannot be read: {e}")))?;
        let written: Written = serde_json::from_slice(&bytes)
            .map_err(|e| trouble(format!("is no file of accounts: {e}")))?;
        if written.format != FORMAT {
            return Err(trouble(format!(
                "has format {}, this program reads {FORMAT}",
                written.format
            )));
        }
        for (n, user) in written.users.iter().enumerate() {
            let twice = written.users[..n]
                .iter()
                .any(|u| alike(&u.name, &user.name));
            if twice || fitting(&user.name).is_err() {
                return Err(trouble(format!(
                    "“{}” is no name or stands there twice; remove it with `sayso users remove`",
                    user.name.escape_debug()
                )));
            }
            let hash = PasswordHash::new(&user.password);
            if !hash.is_ok_and(|h| h.algorithm.as_str() == "argon2id") {
                return Err(trouble(format!(
                    "the password of {} is no argon2id hash; set it with `sayso users password`",
                    user.name
                )));
            }
        }
        Ok(Users {
            path: path.to_owned(),
            users: written.users,
        })
    }

    /// Reads the accounts; none where there is no such file yet.
    ///
    /// # Errors
    /// As [`Users::open`].
    pub fn open_or_new(path: &Path) -> Result<Self, Error> {
        match std::fs::symlink_metadata(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Users {
                path: path.to_owned(),
                users: Vec::new(),
            }),
            _ => Users::open(path),
        }
    }

    /// Names with their roles, in the order in which they were made.
    pub fn list(&self) -> impl Iterator<Item = (&str, Role)> {
        self.users.iter().map(|u| (u.name.as_str(), u.role))
    }

    /// Whether there is an account of this name; letters large or small.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    pub(crate) fn find(&self, name: &str) -> Option<&User> {
        let name = name.trim();
        self.users.iter().find(|u| alike(&u.name, name))
    }

    /// Makes an account and writes the file.
    ///
    /// # Errors
    /// When the name is taken or none, the password too short or too long, or the file cannot be
    /// written.
    pub fn add(&mut self, name: &str, role: Role, password: &str) -> Result<(), Error> {
        let name = fitting(name).map_err(Error::Account)?;
        let password = hashed(password)?;
        self.change(|all| {
            if all.has(&name) {
                return Err(Error::Account(format!(
                    "there is an account {name} already; `sayso users password` sets its password"
                )));
            }
            all.users.push(User {
                name,
                role,
                password,
            });
            Ok(())
        })
    }

    /// Sets a password and writes the file; sessions under the old one end.
    ///
    /// # Errors
    /// When there is no such account, the password does not fit, or the file cannot be written.
    pub fn set_password(&mut self, name: &str, password: &str) -> Result<(), Error> {
        let password = hashed(password)?;
        self.change(|all| {
            let at = all.at(name)?;
            all.users[at].password = password;
            Ok(())
        })
    }

    /// Sets a role and writes the file; sessions in the old one end.
    ///
    /// # Errors
    /// When there is no such account or the file cannot be written.
    pub fn set_role(&mut self, name: &str, role: Role) -> Result<(), Error> {
        self.change(|all| {
            let at = all.at(name)?;
            all.users[at].role = role;
            Ok(())
        })
    }

    /// Takes an account away and writes the file; its sessions end, its judgements stay.
    ///
    /// # Errors
    /// When there is no such account or the file cannot be written.
    pub fn remove(&mut self, name: &str) -> Result<(), Error> {
        self.change(|all| {
            let at = all.at(name)?;
            all.users.remove(at);
            Ok(())
        })
    }

    /// Changes the accounts as the file has them now, while nobody else does.
    fn change(&mut self, make: impl FnOnce(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        let trouble = |e: std::io::Error| Error::Users {
            path: self.path.clone(),
            found: format!("cannot be locked: {e}"),
        };
        let mut beside = self.place().into_os_string();
        beside.push(".lock");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(false);
        // Whoever can open it can keep others waiting.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(beside).map_err(trouble)?;
        lock.lock().map_err(trouble)?;
        let mut now = Users::open_or_new(&self.path)?;
        make(&mut now)?;
        now.save()?;
        *self = now;
        Ok(())
    }

    /// Where the file lies: a link stays, and what it leads to is replaced.
    fn place(&self) -> PathBuf {
        std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }

    fn at(&self, name: &str) -> Result<usize, Error> {
        let found = self.users.iter().position(|u| alike(&u.name, name.trim()));
        found.ok_or_else(|| {
            Error::Account(format!(
                "there is no account {}; `sayso users list` shows all",
                name.trim()
            ))
        })
    }

    fn save(&self) -> Result<(), Error> {
        let trouble = |found: String| Error::Users {
            path: self.path.clone(),
            found: format!("cannot be written: {found}"),
        };
        let mut bytes = serde_json::to_vec_pretty(&Written {
            format: FORMAT,
            users: self.users.clone(),
        })
        .map_err(|e| trouble(e.to_string()))?;
        bytes.push(b'\n');
        let path = self.place();
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        // Such a file is made with mode 600.
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))
            .and_then(|mut file| {
                file.write_all(&bytes)?;
                file.as_file().sync_all()?;
                file.persist(&path)?;
                Ok(())
            })
            .map_err(|e| trouble(e.to_string()))
    }
}

/// Whether two names are one to a person who types them.
fn alike(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

#[cfg(unix)]
fn private(meta: &std::fs::Metadata) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    let mode = meta.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(format!(
        "others may read or change it (mode {mode:o}); close it with `chmod 600`"
    ))
}

/// Elsewhere the folder's own rights are all there is.
#[cfg(not(unix))]
fn private(_: &std::fs::Metadata) -> Result<(), String> {
    Ok(())
}

/// A name that can stand under an act, or why it cannot.
pub(crate) fn fitting(name: &str) -> Result<String, String> {
    let name = name.trim();
    let fits =
        !name.is_empty() && name.chars().count() <= 80 && !name.chars().any(char::is_control);
    if !fits || name.eq_ignore_ascii_case("rule") {
        return Err("a name has 1 to 80 letters, and is not “rule”".into());
    }
    Ok(name.to_owned())
}

/// The hash of a password that is long enough.
fn hashed(password: &str) -> Result<String, Error> {
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return Err(Error::Account(format!(
            "a password has {SHORTEST} letters or more, at most {LONGEST} bytes"
        )));
    }
    hash(password)
}

/// Argon2id as OWASP advises (19 MiB, two rounds, one lane), with a salt of its own.
fn hash(password: &str) -> Result<String, Error> {
    let made = Argon2::default().hash_password(password.as_bytes());
    made.map(|h| h.to_string())
        .map_err(|e| Error::Token(e.to_string()))
}

/// The hash of a password that nobody knows: names without an account are tried against it, so
/// that the time taken does not tell which names have one.
///
/// # Errors
/// When the system has no random numbers.
pub(crate) fn nobody() -> Result<String, Error> {
    hash(&secret()?)
}

/// Whether a password is the one of a hash. Takes tens of milliseconds: keep it off async threads.
pub(crate) fn right(hash: &str, password: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|h| {
        Argon2::default()
            .verify_password(password.as_bytes(), &h)
            .is_ok()
    })
}

/// 256 random bits as 64 digits.
///
/// # Errors
/// When the system has no random numbers.
pub(crate) fn secret() -> Result<String, Error> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|e| Error::Token(e.to_string()))?;
    Ok(sha256_hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_made_changed_and_taken_away() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        let mut users = Users::open_or_new(&path).expect("none yet");
        users
            .add(" Ona Brandt ", Role::Reviewer, "correct horse battery")
            .expect("fits");
        for (name, password) in [
            ("ona brandt", "correct horse battery"),
            ("", "correct horse battery"),
            ("rule", "correct horse battery"),
            ("a\nb", "correct horse battery"),
            ("Tariq", "short"),
        ] {
            assert!(users.add(name, Role::Reader, password).is_err(), "{name:?}");
        }
        users
            .add("Tariq", Role::Reader, "another long password")
            .expect("fits");
        let text = std::fs::read_to_string(&path).expect("written");
        assert!(text.contains("$argon2id$v=19$m=19456,t=2,p=1$"), "{text}");
        assert!(!text.contains("horse"));
        let mut users = Users::open(&path).expect("whole");
        let names: Vec<_> = users.list().collect();
        assert_eq!(
            names,
            [("Ona Brandt", Role::Reviewer), ("Tariq", Role::Reader)]
        );
        let hash = users.find("ONA brandt").map(|u| u.password.clone());
        let hash = hash.expect("there");
        assert!(right(&hash, "correct horse battery") && !right(&hash, "correct horse batter"));
        users
            .set_password("Ona Brandt", "yet another password")
            .expect("there");
        users.remove("tariq").expect("there");
        assert!(users.remove("tariq").is_err());
        let users = Users::open(&path).expect("whole");
        let found = users.find("Ona Brandt").expect("there");
        assert!(right(&found.password, "yet another password"));
        assert_eq!(users.list().count(), 1);
    }

    #[test]
    fn of_changes_at_once_none_is_lost() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        let mut first = Users::open_or_new(&path).expect("none yet");
        let mut second = Users::open_or_new(&path).expect("none yet");
        first
            .add("Ona", Role::Reader, "correct horse battery")
            .expect("fits");
        // The second read the file before the first wrote it.
        second
            .add("Tariq", Role::Reader, "another long password")
            .expect("fits");
        assert!(first.remove("Nobody").is_err());
        std::thread::scope(|threads| {
            for n in 0..6 {
                let path = &path;
                threads.spawn(move || {
                    let mut own = Users::open(path).expect("whole");
                    let name = format!("Reader {n}");
                    own.add(&name, Role::Reader, "a password of many letters")
                        .expect("fits");
                    own.set_role(&name, Role::Reviewer).expect("there");
                });
            }
        });
        let users = Users::open(&path).expect("whole");
        assert_eq!(users.list().count(), 8);
        assert_eq!(users.list().filter(|u| u.1 == Role::Reviewer).count(), 6);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let lock = std::fs::metadata(folder.path().join("users.json.lock")).expect("it stays");
            assert_eq!(lock.permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_is_no_file_of_accounts_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("users.json");
        let says = || match Users::open(&path) {
            Ok(_) => String::new(),
            Err(e) => e.to_string(),
        };
        assert!(says().contains("sayso users add"), "{}", says());
        let mut users = Users::open_or_new(&path).expect("none yet");
        users
            .add("Ona", Role::Reader, "correct horse battery")
            .expect("fits");
        let good = std::fs::read_to_string(&path).expect("written");
        let bad = [
            ("", "no file of accounts"),
            ("ona:secret", "no file of accounts"),
            (&good.replace("reader", "king"), "no file of accounts"),
            (&good.replace("\"format\": 1", "\"format\": 2"), "format 2"),
            (&good.replace("argon2id", "plain"), "no argon2id hash"),
            (&good.replace("Ona", " "), "is no name"),
        ];
        for (text, why) in bad {
            // Written in place, so that the mode stays.
            std::fs::write(&path, text).expect("ours");
            assert!(says().contains(why), "{text}: {}", says());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let open = std::fs::Permissions::from_mode(0o644);
            std::fs::set_permissions(&path, open).expect("ours");
            assert!(says().contains("mode 644") && says().contains("chmod 600"));
        }
    }
}
