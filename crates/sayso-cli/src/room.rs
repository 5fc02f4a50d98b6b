//! Opening the reading room, and the accounts that let people in.

use std::io::{BufRead, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::Path;

use sayso_serve::{Accounts, Door, Options, Role, Users};

use crate::Failure;
use crate::args::{Room, UsersAct};

/// Serves until interrupted.
pub(crate) fn serve(ledger: &Path, room: &Room) -> Result<(), Failure> {
    let door = match &room.users {
        Some(users) => Door::Accounts(Accounts {
            tls: room.tls_proxy,
            ..Accounts::of(users.clone())
        }),
        None if room.share => Door::Shared,
        None => Door::Machine,
    };
    open(
        ledger,
        &Options {
            address: SocketAddr::new(room.host, room.port),
            write: room.write,
            door,
            names: room.names.clone(),
        },
    )
}

/// Serves to this machine, to be read.
pub(crate) fn serve_here(ledger: &Path, port: u16) -> Result<(), Failure> {
    let mut options = Options::default();
    options.address.set_port(port);
    open(ledger, &options)
}

fn open(ledger: &Path, options: &Options) -> Result<(), Failure> {
    let bare = match &options.door {
        Door::Accounts(accounts) => !accounts.tls && !options.address.ip().is_loopback(),
        Door::Machine | Door::Shared => false,
    };
    sayso_serve::serve(ledger, options, &|address| {
        eprintln!("reading room at http://{address}/ (Ctrl-C ends it)");
        if bare {
            eprintln!(
                "passwords and words go over the network in the clear; put a TLS proxy before it and say --tls-proxy"
            );
        }
    })?;
    Ok(())
}

/// Works on a file of accounts.
pub(crate) fn users(act: UsersAct, out: &mut impl Write) -> Result<(), Failure> {
    match act {
        UsersAct::Add { name, users, role } => {
            let role = role_of(&role)?;
            let mut all = Users::open_or_new(&users)?;
            // Asked before the password: nobody thinks one up in vain.
            if all.has(&name) {
                return Err(format!(
                    "there is an account {name} already; `sayso users password` sets its password"
                )
                .into());
            }
            all.add(&name, role, &password()?)?;
            eprintln!("{} may come in as a {}", name.trim(), role.word());
        }
        UsersAct::List { users } => {
            for (name, role) in Users::open(&users)?.list() {
                writeln!(out, "{name}\t{}", role.word())?;
            }
        }
        UsersAct::Password { name, users } => {
            let mut all = Users::open(&users)?;
            if !all.has(&name) {
                return Err(
                    format!("there is no account {name}; `sayso users list` shows all").into(),
                );
            }
            all.set_password(&name, &password()?)?;
            eprintln!("{} has another password", name.trim());
        }
        UsersAct::Role { name, role, users } => {
            let role = role_of(&role)?;
            Users::open(&users)?.set_role(&name, role)?;
            eprintln!("{} is a {} now", name.trim(), role.word());
        }
        UsersAct::Remove { name, users } => {
            Users::open(&users)?.remove(&name)?;
            eprintln!("{} is signed out and has no account any more", name.trim());
        }
    }
    Ok(())
}

fn role_of(word: &str) -> Result<Role, Failure> {
    Ok(Role::of(word).ok_or_else(|| format!("{word}: no such role"))?)
}

/// Typed twice and not shown, or the first line of standard input; never an argument, which others
/// on the machine could read.
fn password() -> Result<String, Failure> {
    if std::io::stdin().is_terminal() {
        let first = rpassword::prompt_password("password: ")?;
        if rpassword::prompt_password("once more: ")? != first {
            return Err("the two are not the same; nothing was written".into());
        }
        return Ok(first);
    }
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
