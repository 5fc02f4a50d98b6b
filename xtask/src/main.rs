//! Chores of the workspace: `cargo xtask test`, `demo`, `room`, `tidy`, `train`.
//!
//! All do their own set-up: `npm ci` where npm is there, and for the browser tests Debian's
//! Chromium where this user may install it. What cannot be set up is said plainly and left out.

mod tidy;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

const USAGE: &str = "xtask: commands
  test   everything: web checks, formatting, lints, tests, browser tests
  demo   build the demo pile's ledger and open the reading room on it
  tidy   the laws a machine can hold: dependency table, map, heads, lengths, quiet libraries
  room   build the reading room, so that the next cargo build embeds it
  train NAME DATA   train a bundled model (clusters, tags, parse, mentions, attribution) on the
         annotated corpora in the folder DATA; print its dev scores, write it under models/";

const CHROMIUM: &str = "/usr/bin/chromium";

fn main() -> ExitCode {
    let done = match std::env::args().nth(1).as_deref() {
        Some("test") => test(),
        Some("room") => room(),
        Some("tidy") => tidy(),
        Some("demo") => demo(),
        Some("train") => {
            let rest: Vec<String> = std::env::args().skip(2).collect();
            run(&format!(
                "cargo run --release -q -p sayso-train -- {}",
                rest.join(" ")
            ))
        }
        _ => {
            eprintln!("{USAGE}");
            false
        }
    };
    if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

fn command(line: &str) -> Command {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(root());
    command
}

/// Runs a command line; says which one failed.
fn run(line: &str) -> bool {
    eprintln!("xtask: {line}");
    let done = command(line).status().is_ok_and(|s| s.success());
    if !done {
        eprintln!("xtask: failed: {line}");
    }
    done
}

fn has(program: &str) -> bool {
    command(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

fn tidy() -> bool {
    let found = tidy::troubles(&root());
    for line in &found {
        eprintln!("{line}");
    }
    found.is_empty()
}

fn room() -> bool {
    if !has("npm") {
        eprintln!(
            "xtask: npm is not here; install Node.js 20.19 or later to build the reading room"
        );
        return false;
    }
    run("npm --prefix web ci --no-audit --no-fund")
        && run("npm --prefix web run check")
        && run("npm --prefix web run build")
}

fn test() -> bool {
    let web = has("npm");
    if web {
        if !room() {
            return false;
        }
    } else {
        eprintln!(
            "xtask: npm is not here: the reading room and its browser tests are left out; install Node.js 20.19 or later to run them"
        );
    }
    run("cargo fmt --all --check")
        && run("cargo clippy --workspace --all-targets -- -D warnings")
        && run("cargo test --workspace")
        && (!web || browser())
}

/// The room's tests in a real browser, over the real texts too where they are at hand.
fn browser() -> bool {
    if !Path::new(CHROMIUM).exists() && !install() {
        eprintln!(
            "xtask: {CHROMIUM} is not here: the browser tests are left out; install Debian's package chromium to run them"
        );
        return true;
    }
    if !run("cargo build --package sayso-cli") {
        return false;
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let binary = target.join("debug/sayso");
    let mut tests = command("npm --prefix web test");
    tests.env("SAYSO_BIN", &binary);
    let pile = root().join("../shared/corpus/palmyra");
    if pile.is_dir() {
        let ledger = target.join("palmyra.sayso");
        std::fs::remove_file(&ledger).ok();
        let built = Command::new(&binary)
            .arg("build")
            .arg(&pile)
            .arg("--metadata")
            .arg(pile.join("metadata.csv"))
            .arg("-o")
            .arg(&ledger)
            .arg("--quiet")
            .status();
        if built.is_ok_and(|s| matches!(s.code(), Some(0 | 1))) {
            tests.env("SAYSO_LEDGER", ledger);
        }
    }
    eprintln!("xtask: npm --prefix web test");
    tests.status().is_ok_and(|s| s.success())
}

/// Debian's Chromium, where apt is there and this user may use it.
fn install() -> bool {
    let superuser = command("id")
        .arg("-u")
        .output()
        .is_ok_and(|o| o.stdout.trim_ascii() == b"0");
    superuser
        && has("apt-get")
        && run("apt-get update -qq")
        && run("apt-get install -y -qq --no-install-recommends chromium")
        && Path::new(CHROMIUM).exists()
}

/// The demo pile's ledger and the reading room on it, with all set-up.
fn demo() -> bool {
    let built = if has("npm") {
        room()
    } else {
        eprintln!(
            "xtask: npm is not here: the reading room's pages are left out; install Node.js 20.19 or later for them"
        );
        true
    };
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let binary = target.join("release/sayso").display().to_string();
    let ledger = target.join("demo.sayso").display().to_string();
    built
        && run("cargo build --release --package sayso-cli")
        && run(&format!("{binary} demo -o {ledger}"))
}
