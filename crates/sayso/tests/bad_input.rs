//! What collectors really have: broken, odd and hostile files. Each is a remark or text; the rest
//! of the pile is built; nothing panics or hangs.

use std::io::Write;
use std::path::Path;

use sayso::{Ledger, Options, build, check};

const GOOD: &str = "The mayor said on Monday that 12 civilians were killed in Aleppo.";

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    std::fs::write(folder.join(name), bytes).expect("the folder is ours");
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

#[test]
fn every_kind_of_trouble_is_told_and_the_rest_is_built() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pile = folder.path().join("pile");
    std::fs::create_dir(&pile).expect("ours");
    put(&pile, "good.txt", GOOD.as_bytes());
    put(&pile, "empty.html", b"");
    put(&pile, "zero.pdf", b"");
    put(
        &pile,
        "half",
        b"%PDF-1.7\n1 0 obj << /Length 99 >> stream\nabc",
    );
    let packed = gzip(GOOD.repeat(2000).as_bytes());
    put(&pile, "cut.txt.gz", &packed[..packed.len() / 2]);
    put(
        &pile,
        "latin.txt",
        b"The caf\xe9 in Zam\xf3ra was closed on Monday.",
    );
    let mut wide = vec![0xff, 0xfe];
    wide.extend(GOOD.encode_utf16().flat_map(u16::to_le_bytes));
    put(&pile, "wide.txt", &wide);
    put(
        &pile,
        "noise.bin",
        &(0..5000u32)
            .map(|n| (n * 7919 % 251) as u8)
            .collect::<Vec<_>>(),
    );
    let page = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><p>{}</p></body></html>",
        GOOD.repeat(4)
    );
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.invalid/\r\nWARC-Date: 2019-04-06T09:00:00Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
        page.len()
    );
    let twice = format!("{record}{}", &record[..record.len() - 60]);
    put(&pile, "cut.warc", twice.as_bytes());
    // An inlined picture makes such lines; the words are what people came for.
    let line = format!(
        "<html><body><p>{GOOD}</p><img src=\"data:image/png;base64,{}\"><p>{GOOD} {GOOD}</p></body></html>",
        "QUJD".repeat(12_600_000)
    );
    assert!(line.len() > 50_000_000 && !line.contains('\n'));
    put(&pile, "long.html", line.as_bytes());
    put(
        &pile,
        "deep.html",
        format!("<html><body>{}{GOOD}", "<div>".repeat(100_000))
            .replace(GOOD, &GOOD.repeat(4))
            .as_bytes(),
    );
    put(
        &pile,
        "lines.jsonl",
        b"{\"text\":\"ok\"}\n{\"text\":\n[1,2]\n",
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&pile, pile.join("loop")).expect("a link");
        std::os::unix::fs::symlink("nowhere", pile.join("dangling")).expect("a link");
    }
    let path = folder.path().join("x.sayso");
    let outcome = build(&[pile], &path, &Options::default(), &|_, _, _| {}).expect("it is built");
    let ledger = Ledger::open(&path).expect("it is a ledger");
    let ids = ledger.document_ids().expect("ids");
    for id in ["good", "latin", "wide", "cut.txt", "long", "deep"] {
        assert!(
            ids.iter().any(|i| i.starts_with(id)),
            "{id} is missing from {ids:?}"
        );
    }
    let wide = ledger.document("wide").expect("read").expect("there");
    assert_eq!(wide.text, GOOD);
    let said: Vec<&str> = outcome.remarks.iter().map(|r| r.about.as_str()).collect();
    for about in [
        "empty",
        "zero",
        "half",
        "cut.txt.gz",
        "noise",
        "cut",
        "long",
        "lines",
    ] {
        assert!(
            said.iter().any(|s| s.starts_with(about)),
            "nothing is said of {about}: {said:?}"
        );
    }
    #[cfg(unix)]
    for about in ["loop", "dangling"] {
        assert!(
            said.iter().any(|s| s.starts_with(about)),
            "nothing is said of {about}: {said:?}"
        );
    }
    assert_eq!(
        check(&ledger).expect("it can be read"),
        Vec::<String>::new()
    );
}

#[test]
fn a_file_nobody_may_read_is_a_remark() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a temporary folder");
        put(folder.path(), "good.txt", GOOD.as_bytes());
        put(folder.path(), "shut.txt", GOOD.as_bytes());
        let shut = folder.path().join("shut.txt");
        std::fs::set_permissions(&shut, std::fs::Permissions::from_mode(0o0)).expect("ours");
        if std::fs::read(&shut).is_ok() {
            eprintln!("skipped: this user may read everything");
            return;
        }
        let out = tempfile::tempdir().expect("a temporary folder");
        let outcome = build(
            &[folder.path().to_path_buf()],
            &out.path().join("x.sayso"),
            &Options::default(),
            &|_, _, _| {},
        )
        .expect("the rest is built");
        assert_eq!(outcome.documents, 1);
        assert!(outcome.remarks.iter().any(|r| r.about == "shut.txt"));
    }
}
