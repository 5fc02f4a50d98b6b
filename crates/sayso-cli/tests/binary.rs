//! The binary as a user meets it: exit codes, what goes where, and a pile at hand where there is
//! one.

use std::path::Path;
use std::process::{Command, Output};

fn sayso(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(arguments)
        .output()
        .expect("the binary runs")
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(
        folder.path().join("a.txt"),
        "The mayor said on Monday that 12 civilians were killed in Aleppo.",
    )
    .expect("the folder is ours");
    folder
}

fn at(folder: &Path, name: &str) -> String {
    folder.join(name).display().to_string()
}

#[test]
fn exit_codes_say_done_remarks_failed() {
    let folder = folder();
    let (input, ledger) = (at(folder.path(), "a.txt"), at(folder.path(), "x.sayso"));
    let built = sayso(&["build", &input, "-o", &ledger, "--quiet"]);
    assert_eq!(built.status.code(), Some(0), "{built:?}");
    assert!(built.stdout.is_empty());
    assert_eq!(sayso(&["check", &ledger]).status.code(), Some(0));

    std::fs::write(folder.path().join("empty.txt"), "").expect("the folder is ours");
    let whole = folder.path().display().to_string();
    let remarks = sayso(&["annotate", &whole]);
    assert_eq!(remarks.status.code(), Some(1), "{remarks:?}");
    let lines = String::from_utf8(remarks.stdout).expect("UTF-8");
    assert!(lines.lines().all(|l| l.starts_with('{')), "{lines}");

    let gone = sayso(&["build", &at(folder.path(), "gone.txt"), "-o", &ledger]);
    assert_eq!(gone.status.code(), Some(2));
    let said = String::from_utf8(gone.stderr).expect("UTF-8");
    assert!(
        said.contains("gone.txt") && said.contains("check the path"),
        "{said}"
    );
    assert_eq!(sayso(&["claims", &input]).status.code(), Some(2));
}

#[test]
fn a_listing_is_narrowed_by_what_holds_and_by_dates_alone() {
    let folder = folder();
    let (input, ledger) = (at(folder.path(), "a.txt"), at(folder.path(), "x.sayso"));
    assert_eq!(
        sayso(&["build", &input, "-o", &ledger, "--quiet"])
            .status
            .code(),
        Some(0)
    );
    let said = |out: Output| String::from_utf8(out.stdout).expect("UTF-8");
    assert!(said(sayso(&["figures", &ledger])).contains("killed: 12"));
    // One report conflicts with nobody.
    let contested = said(sayso(&["figures", &ledger, "--contested"]));
    assert_eq!(contested, "nothing here; take a filter away\n");
    assert_eq!(said(sayso(&["control", &ledger])), "nothing here\n");
    let wrong = sayso(&["figures", &ledger, "--at", "yesterday"]);
    assert_eq!(wrong.status.code(), Some(2), "{wrong:?}");
}

#[test]
fn a_full_disk_is_told_and_nothing_panics() {
    if !Path::new("/dev/full").exists() {
        eprintln!("skipped: this system has no /dev/full");
        return;
    }
    let folder = folder();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("it opens");
    let done = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(["annotate", &at(folder.path(), "a.txt")])
        .stdout(full)
        .output()
        .expect("the binary runs");
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8(done.stderr).expect("UTF-8");
    assert!(
        said.starts_with("sayso: ") && !said.contains("panicked"),
        "{said}"
    );
}

#[test]
fn five_real_texts_give_a_sound_ledger() {
    let pile = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/corpus/palmyra"
    );
    if !Path::new(pile).exists() {
        eprintln!("skipped: {pile} is not here");
        return;
    }
    let folder = folder();
    let ledger = at(folder.path(), "palmyra.sayso");
    let metadata = format!("{pile}/metadata.csv");
    let built = sayso(&[
        "build",
        pile,
        "--metadata",
        &metadata,
        "-o",
        &ledger,
        "--quiet",
    ]);
    assert!(matches!(built.status.code(), Some(0 | 1)), "{built:?}");
    assert_eq!(sayso(&["check", &ledger]).status.code(), Some(0));
    let claims = String::from_utf8(sayso(&["claims", &ledger]).stdout).expect("UTF-8");
    for words in [
        "US Central Command",
        "at most 70 %",
        "at most 5 %",
        "Who captured Palmyra",
    ] {
        assert!(
            claims.contains(words),
            "{words} is not among the claims:\n{claims}"
        );
    }
    let thread = sayso(&["thread", &ledger, "004_ab9f896ab881ce26"]).stdout;
    let comments = String::from_utf8(thread).expect("UTF-8").lines().count();
    assert_eq!(comments, 98);
}

#[test]
fn a_build_killed_at_any_moment_ends_in_the_same_ledger() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pile = folder.path().join("pile");
    std::fs::create_dir(&pile).expect("the folder is ours");
    for n in 0..600 {
        let text = format!(
            "Report {n}. The mayor of Aleppo said on Monday that {} civilians were killed near bridge {n}.",
            n % 40 + 2
        );
        std::fs::write(pile.join(format!("{n:03}.txt")), text).expect("the folder is ours");
    }
    let input = pile.display().to_string();
    let export = |ledger: &str| sayso(&["export", ledger, "--to", "jsonl"]).stdout;
    let whole = at(folder.path(), "whole.sayso");
    assert_eq!(
        sayso(&["build", &input, "-o", &whole, "--quiet"])
            .status
            .code(),
        Some(0)
    );
    let expected = export(&whole);
    let mut cut = 0;
    for wait in [5, 20, 40, 80, 160, 320] {
        let ledger = at(folder.path(), &format!("{wait}.sayso"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
            .args(["build", &input, "-o", &ledger, "--quiet", "--jobs", "1"])
            .spawn()
            .expect("the binary runs");
        std::thread::sleep(std::time::Duration::from_millis(wait));
        cut += usize::from(child.try_wait().expect("its state").is_none());
        child.kill().ok();
        child.wait().expect("it has ended");
        let resumed = sayso(&["build", &input, "-o", &ledger, "--quiet"]);
        assert_eq!(resumed.status.code(), Some(0), "{wait} ms: {resumed:?}");
        assert!(export(&ledger) == expected, "killed after {wait} ms");
        assert_eq!(sayso(&["check", &ledger]).status.code(), Some(0));
    }
    assert!(
        cut > 0,
        "no build was still running when it was to be killed"
    );
}

#[test]
fn the_demo_is_inside_the_binary_and_replaces_only_ledgers() {
    let folder = folder();
    let ledger = at(folder.path(), "demo.sayso");
    for _ in 0..2 {
        let done = sayso(&["demo", "-o", &ledger, "--no-serve"]);
        assert_eq!(done.status.code(), Some(0), "{done:?}");
    }
    assert_eq!(sayso(&["check", &ledger]).status.code(), Some(0));
    let other = at(folder.path(), "a.txt");
    assert_eq!(
        sayso(&["demo", "-o", &other, "--no-serve"]).status.code(),
        Some(2)
    );
    assert!(Path::new(&other).exists(), "another file is left alone");
}

#[test]
fn listings_are_narrowed_to_an_outlet_and_printed_for_spreadsheets() {
    let folder = folder();
    let ledger = at(folder.path(), "demo.sayso");
    assert_eq!(
        sayso(&["demo", "-o", &ledger, "--no-serve"]).status.code(),
        Some(0)
    );
    let lines = |arguments: &[&str]| -> Vec<String> {
        let done = sayso(arguments);
        assert_eq!(done.status.code(), Some(0));
        let text = String::from_utf8(done.stdout).expect("UTF-8");
        text.lines().map(str::to_owned).collect()
    };
    for kind in ["figures", "events", "control", "forecasts"] {
        let all = lines(&[kind, &ledger, "--format", "csv"]);
        let one = lines(&[
            kind,
            &ledger,
            "--format",
            "csv",
            "--outlet",
            "norwind press",
        ]);
        assert!(all[0].starts_with("statement,place,time,"), "{}", all[0]);
        assert!(1 < one.len() && one.len() < all.len(), "{kind}: {one:?}");
        assert!(one[1..].iter().all(|l| l.contains("Norwind Press")));
    }
    let claims = lines(&[
        "claims",
        &ledger,
        "--outlet",
        "Norwind Press",
        "--format",
        "jsonl",
    ]);
    let all = lines(&["claims", &ledger, "--format", "jsonl"]);
    assert!(!claims.is_empty() && claims.len() < all.len());
}

#[test]
fn a_ledger_on_a_full_disk_is_told_and_stays_whole() {
    let folder = folder();
    let small = folder.path().join("small");
    std::fs::create_dir(&small).expect("the folder is ours");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=200k", "tmpfs"])
        .arg(&small)
        .output()
        .is_ok_and(|o| o.status.success());
    if !mounted {
        eprintln!("skipped: this user may not mount a small disk");
        return;
    }
    let pile = folder.path().join("pile");
    std::fs::create_dir(&pile).expect("the folder is ours");
    // Words that do not compress away, so that the disk does fill.
    let mut seed = 7u64;
    for n in 0..40 {
        let mut text = String::new();
        for _ in 0..3000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(&format!("{:x} ", seed >> 40));
        }
        std::fs::write(pile.join(format!("{n}.txt")), text).expect("the folder is ours");
    }
    let ledger = at(&small, "x.sayso");
    let done = sayso(&[
        "build",
        &pile.display().to_string(),
        "-o",
        &ledger,
        "--quiet",
    ]);
    let check = sayso(&["check", &ledger]);
    Command::new("umount")
        .arg(&small)
        .output()
        .expect("umount runs");
    assert_eq!(done.status.code(), Some(2), "{done:?}");
    let said = String::from_utf8(done.stderr).expect("UTF-8");
    assert!(
        said.contains("full") && said.contains("free space"),
        "{said}"
    );
    assert_eq!(check.status.code(), Some(0), "{check:?}");
}

#[test]
fn a_table_is_weighed_and_a_wrong_one_is_explained() {
    let folder = folder();
    let table = at(folder.path(), "crews.csv");
    std::fs::write(
        &table,
        "source,object,attribute,value\nlog,barge 1,crew,12\npilot,barge 1,crew,12 \nwire,barge 1,crew,40\n",
    )
    .expect("the folder is ours");
    let found = sayso(&["truth", &table]);
    assert_eq!(found.status.code(), Some(0), "{found:?}");
    let lines = String::from_utf8(found.stdout).expect("UTF-8");
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(lines[0], "object,attribute,value,probability");
    assert!(lines[1].starts_with("barge 1,crew,12,0.9"), "{lines:?}");
    assert_eq!(lines.len(), 2);

    std::fs::write(&table, "who,object,attribute,value\n").expect("the folder is ours");
    let wrong = sayso(&["truth", &table]);
    assert_eq!(wrong.status.code(), Some(2));
    let said = String::from_utf8(wrong.stderr).expect("UTF-8");
    assert!(
        said.contains("no column source") && said.contains("found who"),
        "{said}"
    );
}

/// The binary with something to read.
fn told(arguments: &[&str], input: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_sayso"))
        .args(arguments)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    if let Some(mut stdin) = child.stdin.take() {
        // It may end before it reads.
        stdin.write_all(input.as_bytes()).ok();
    }
    child.wait_with_output().expect("it ends")
}

#[test]
fn accounts_are_kept_in_a_file_for_its_owner_alone() {
    let folder = folder();
    let users = at(folder.path(), "users.json");
    let word = "correct horse battery\r\n";
    let made = told(
        &[
            "users",
            "add",
            "Ona Brandt",
            "--role",
            "reviewer",
            "--users",
            &users,
        ],
        word,
    );
    assert_eq!(made.status.code(), Some(0), "{made:?}");
    assert!(made.stdout.is_empty());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&users)
            .expect("made")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let listed = sayso(&["users", "list", "--users", &users]);
    assert_eq!(
        String::from_utf8_lossy(&listed.stdout),
        "Ona Brandt\treviewer\n"
    );
    let fails = |arguments: &[&str], input: &str, why: &str| {
        let done = told(arguments, input);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert_eq!(done.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
    };
    let (add, password) = (["users", "add"], ["users", "password"]);
    let with = |act: [&'static str; 2], name| [act[0], act[1], name, "--users", users.as_str()];
    fails(&with(add, "ona brandt"), word, "already");
    fails(&with(add, "Tariq"), "short\n", "12 letters");
    fails(&with(add, "Tariq"), "", "12 letters");
    fails(&with(password, "Tariq"), word, "no account Tariq");
    let other = told(&with(password, "Ona Brandt"), "yet another password\n");
    assert_eq!(other.status.code(), Some(0), "{other:?}");
    let role = ["users", "role", "ona brandt", "reader", "--users", &users];
    assert_eq!(told(&role, "").status.code(), Some(0));
    let listed = sayso(&["users", "list", "--users", &users]);
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert_eq!(listed, "Ona Brandt\treader\n");
    let nobody = ["users", "role", "Tariq", "reviewer", "--users", &users];
    fails(&nobody, "", "no account Tariq");

    // The room is not opened to others by mistake.
    let ledger = at(folder.path(), "x.sayso");
    sayso(&[
        "build",
        &at(folder.path(), "a.txt"),
        "-o",
        &ledger,
        "--quiet",
    ]);
    let open = ["serve", &ledger, "--host", "0.0.0.0", "--port", "0"];
    fails(&open, "", "--users FILE");
    std::fs::write(&users, "Ona:secret").expect("the folder is ours");
    let garbage = [&open[..], &["--users", users.as_str()]].concat();
    fails(&garbage, "", "no file of accounts");
    std::fs::remove_file(&users).expect("the folder is ours");
    fails(&garbage, "", "no such file");
}
