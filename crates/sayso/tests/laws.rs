//! Laws that only the whole house can show, on a pile written here.

use std::path::{Path, PathBuf};

use sayso::record::Judgement;
use sayso::{Form, Ledger, Options, add, build, check, export, judge};

const AGENCY: &str = "Rebels fired on the northern bridge at Talbaya on Monday, and the convoy of nine trucks turned back before noon, the agency said. Nobody was hurt, according to two drivers who reached the depot later that evening.";

fn pile(folder: &Path) {
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).expect("the folder is ours");
    };
    put("a.txt", AGENCY.as_bytes());
    put("b.txt", format!("Our own report.\n\n{AGENCY}\n").as_bytes());
    put(
        "latin.txt",
        b"The caf\xe9 at Zam\xf3ra near Palmyra was hit on 28 March 2016.",
    );
    put("empty.txt", b"");
    put("broken.pdf", b"%PDF-1.4 nothing more");
    put("cut.txt.gz", &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]);
    put(
        "lines.jsonl",
        "{\"id\":\"j1\",\"text\":\"A \\\"quoted\\\" word \\ud83d\\ude00 in Aleppo.\",\"odd\":7}\nnot json\n"
            .as_bytes(),
    );
}

fn made(folder: &Path, jobs: usize) -> (PathBuf, Ledger) {
    let path = folder.join(format!("{jobs}.sayso"));
    let options = Options {
        jobs,
        ..Options::default()
    };
    build(&[folder.join("pile")], &path, &options, &|_, _, _| {}).expect("the pile builds");
    let ledger = Ledger::open(&path).expect("it is a ledger");
    (path, ledger)
}

/// Everything a ledger says: its export.
fn said(ledger: &Ledger) -> String {
    let mut out = Vec::new();
    export(ledger, Form::Jsonl, &mut out).expect("it can be exported");
    String::from_utf8(out).expect("an export is UTF-8")
}

fn start() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("pile")).expect("a folder in it");
    pile(&folder.path().join("pile"));
    folder
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let folder = start();
    let (one, many) = (made(folder.path(), 1).1, made(folder.path(), 4).1);
    assert_eq!(said(&one), said(&many));
}

#[test]
fn bad_input_is_a_remark_and_the_rest_is_built() {
    let folder = start();
    let ledger = made(folder.path(), 2).1;
    let ids = ledger.document_ids().expect("ids");
    for id in ["a", "b", "j1", "latin"] {
        assert!(ids.iter().any(|i| i == id), "{id} is missing from {ids:?}");
    }
    let remarks = ledger.remarks().expect("remarks");
    for about in ["empty", "broken", "cut", "lines"] {
        assert!(
            remarks.iter().any(|r| r.about.starts_with(about)),
            "nothing is said of {about}: {remarks:?}"
        );
    }
    assert_eq!(
        check(&ledger).expect("it can be read"),
        Vec::<String>::new()
    );
    let text = ledger.document("j1").expect("read").expect("there").text;
    assert_eq!(text, "A \"quoted\" word 😀 in Aleppo.");
}

#[test]
fn a_copy_is_found_and_its_words_are_those_of_both_texts() {
    let folder = start();
    let ledger = made(folder.path(), 2).1;
    let passages = ledger.passages().expect("passages");
    let pair = passages
        .iter()
        .find(|p| p.a.doc != p.b.doc)
        .expect("b copies a");
    let words = |at: &sayso::record::DocSpan| {
        let text = ledger.document(&at.doc).expect("read").expect("there").text;
        text[at.start..at.end].to_owned()
    };
    assert_eq!(words(&pair.a), words(&pair.b));
    assert!(words(&pair.a).contains("nine trucks turned back"));
}

#[test]
fn judgements_survive_and_a_rerun_ends_the_same() {
    let folder = start();
    let (path, ledger) = made(folder.path(), 2);
    let before = said(&ledger);
    let judgement = Judgement {
        id: "j-1".into(),
        act: "note".into(),
        target: "a".into(),
        other: None,
        value: None,
        who: "Rana".into(),
        when: Some("2026-01-02T03:04:05Z".into()),
        reason: "seen at the bridge".into(),
        retracted: None,
    };
    ledger.add_judgement(&judgement).expect("kept");
    drop(ledger);
    let again = made(folder.path(), 2).1;
    let without: String = said(&again)
        .lines()
        .filter(|l| !l.starts_with(r#"{"record":"judgement""#))
        .map(|l| format!("{l}\n"))
        .collect();
    assert_eq!(without, before);
    assert_eq!(again.judgements().expect("judgements"), [judgement]);
    drop(again);
    let other = build(
        &[folder.path().join("pile/a.txt")],
        &path,
        &Options::default(),
        &|_, _, _| {},
    );
    assert!(other.is_err(), "another pile must be refused");
}

#[test]
fn a_changed_capture_is_noticed() {
    let folder = start();
    let (path, ledger) = made(folder.path(), 2);
    let mut document = ledger.document("a").expect("read").expect("there");
    document.text = document.text.replace("Nobody", "Anyone");
    ledger.put_document(&document).expect("kept");
    drop(ledger);
    let ledger = Ledger::open_read_only(&path).expect("it is a ledger");
    assert!(!check(&ledger).expect("it can be read").is_empty());
}

#[test]
fn what_is_no_ledger_is_refused_in_words() {
    let folder = start();
    let error = Ledger::open(&folder.path().join("pile/a.txt")).expect_err("a text file");
    assert!(error.to_string().contains("sayso build"), "{error}");
}

#[test]
fn a_person_outranks_the_rules_and_a_rebuild_keeps_it() {
    let folder = start();
    std::fs::write(
        folder.path().join("pile/c.txt"),
        "The army said that 40 civilians were killed in Aleppo on 28 March 2016.",
    )
    .expect("the folder is ours");
    let (path, ledger) = made(folder.path(), 2);
    let claim = ledger
        .claims()
        .expect("claims")
        .into_iter()
        .find(|c| c.question.contains("killed"))
        .expect("the figure makes a claim");
    assert_ne!(claim.grade.airwars, "discounted");
    drop(ledger);
    let judgement = Judgement {
        id: "j-2".into(),
        act: "grade".into(),
        target: claim.id.clone(),
        other: None,
        value: Some("discounted".into()),
        who: "Rana".into(),
        when: Some("2026-01-02T03:04:05Z".into()),
        reason: "the dead were counted elsewhere".into(),
        retracted: None,
    };
    judge(&path, &judgement, &Options::default()).expect("it is kept");
    let graded = |ledger: &Ledger| ledger.claim(&claim.id).expect("read").expect("there").grade;
    let ledger = Ledger::open_read_only(&path).expect("it is a ledger");
    assert_eq!(graded(&ledger).airwars, "discounted");
    assert_eq!(graded(&ledger).by, "Rana");
    drop(ledger);
    assert_eq!(graded(&made(folder.path(), 2).1).by, "Rana");
    let taken_back = Judgement {
        retracted: Some("2026-01-03T03:04:05Z".into()),
        ..judgement
    };
    judge(&path, &taken_back, &Options::default()).expect("it is kept");
    let ledger = Ledger::open_read_only(&path).expect("it is a ledger");
    assert_eq!(graded(&ledger), claim.grade);
}

#[test]
fn two_speakers_with_two_figures_are_no_copy_however_alike_their_words() {
    // The trade's phrases make the sentences alike; the speakers and the dead do not agree.
    let folder = start();
    for (name, text) in [
        (
            "c.txt",
            "The army said that 40 civilians were killed in Aleppo on 28 March 2016.",
        ),
        (
            "d.txt",
            "Activists said that at least 90 civilians were killed in Aleppo on 28 March 2016.",
        ),
    ] {
        std::fs::write(folder.path().join("pile").join(name), text).expect("the folder is ours");
    }
    let ledger = made(folder.path(), 2).1;
    let claim = ledger
        .claims()
        .expect("claims")
        .into_iter()
        .find(|c| c.question.contains("killed"))
        .expect("the figures make a claim");
    assert_eq!(claim.relation.word(), "conflict");
    assert_eq!((claim.origins.min, claim.origins.max), (2, 2));
}

#[test]
fn adding_ends_in_the_ledger_that_building_at_once_gives() {
    let folder = start();
    let pile = folder.path().join("pile");
    let (path, first) = made(folder.path(), 2);
    drop(first);
    std::fs::write(
        pile.join("later.txt"),
        format!("Later, the same words.\n\n{AGENCY}\n"),
    )
    .expect("the folder is ours");
    let outcome = add(
        &path,
        &[pile.join("later.txt")],
        &Options::default(),
        &|_, _, _| {},
    )
    .expect("it can be added");
    let added = said(&Ledger::open(&path).expect("it is a ledger"));
    let whole = folder.path().join("whole.sayso");
    build(
        std::slice::from_ref(&pile),
        &whole,
        &Options::default(),
        &|_, _, _| {},
    )
    .expect("the pile builds");
    assert_eq!(added, said(&Ledger::open(&whole).expect("it is a ledger")));
    // The same input again changes nothing; the whole pile is now this ledger's own.
    let again = add(
        &path,
        &[pile.join("later.txt")],
        &Options::default(),
        &|_, _, _| {},
    )
    .expect("it can be added");
    assert_eq!(again.documents, outcome.documents);
    build(&[pile], &path, &Options::default(), &|_, _, _| {}).expect("the same inputs");
    assert_eq!(added, said(&Ledger::open(&path).expect("it is a ledger")));
    std::fs::write(folder.path().join("a.txt"), "other bytes").expect("ours");
    let refused = add(
        &path,
        &[folder.path().join("a.txt")],
        &Options::default(),
        &|_, _, _| {},
    );
    assert!(refused.is_err(), "a.txt with other bytes");
}
