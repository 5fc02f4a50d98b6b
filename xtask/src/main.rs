//! Chores of the workspace: `cargo xtask test`.

use std::process::{Command, ExitCode};

fn run(program: &str, arguments: &[&str]) -> bool {
    eprintln!("xtask: {program} {}", arguments.join(" "));
    Command::new(program)
        .args(arguments)
        .status()
        .is_ok_and(|status| status.success())
}

fn main() -> ExitCode {
    let done = match std::env::args().nth(1).as_deref() {
        Some("test") => {
            run("cargo", &["fmt", "--all", "--check"])
                && run(
                    "cargo",
                    &[
                        "clippy",
                        "--workspace",
                        "--all-targets",
                        "--",
                        "-D",
                        "warnings",
                    ],
                )
                && run("cargo", &["test", "--workspace"])
        }
        _ => {
            eprintln!("xtask: commands: test");
            false
        }
    };
    if done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
