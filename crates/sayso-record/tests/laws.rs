//! Laws 1 and 2 as far as the vocabulary alone can hold them.

use proptest::prelude::*;
use sayso_record::{Alignment, DocSpan, Evidence, Run, RunKind, Span, content_id};

#[test]
fn evidence_cannot_be_empty() {
    assert!(Evidence::try_from(vec![]).is_err());
    assert!(Evidence::one("d", Span::new(3, 3)).is_err());
    assert!(serde_json::from_str::<Evidence>("[]").is_err());
    assert!(serde_json::from_str::<Evidence>(r#"[{"doc":"d","start":4,"end":4}]"#).is_err());
    assert!(serde_json::from_str::<Evidence>(r#"[{"doc":"d","start":4,"end":2}]"#).is_err());
    let one = serde_json::from_str::<Evidence>(r#"[{"doc":"d","start":4,"end":9}]"#);
    assert_eq!(
        one.expect("one good span").first(),
        &DocSpan::new("d", Span::new(4, 9))
    );
}

#[test]
fn a_claim_without_evidence_is_not_read() {
    // The same record with and without its evidence: only the first may pass.
    let with = r#"{"id":"r","a":"s1","b":"s2","kind":"agrees","score":1.0,"reason":"same","evidence":[{"doc":"d","start":0,"end":1}]}"#;
    assert!(serde_json::from_str::<sayso_record::Relation>(with).is_ok());
    let without = with.replace(r#"[{"doc":"d","start":0,"end":1}]"#, "[]");
    assert!(serde_json::from_str::<sayso_record::Relation>(&without).is_err());
    let missing = with.replace(r#","evidence":[{"doc":"d","start":0,"end":1}]"#, "");
    assert!(serde_json::from_str::<sayso_record::Relation>(&missing).is_err());
}

#[test]
fn ids_keep_parts_apart() {
    assert_ne!(content_id("c", &["ab", "c"]), content_id("c", &["a", "bc"]));
    assert_eq!(content_id("c", &["ab"]), content_id("c", &["ab"]));
}

#[test]
fn a_decoded_run_answers_with_its_whole_source() {
    // "&amp;" (5 bytes) became "&" (1 byte) between two copied runs.
    let alignment = Alignment(vec![
        Run {
            text: Span::new(0, 3),
            source: Span::new(10, 13),
            kind: RunKind::Copied,
        },
        Run {
            text: Span::new(3, 4),
            source: Span::new(13, 18),
            kind: RunKind::Decoded,
        },
        Run {
            text: Span::new(4, 8),
            source: Span::new(18, 22),
            kind: RunKind::Copied,
        },
    ]);
    assert_eq!(
        alignment.source_of(Span::new(2, 5)),
        Some(Span::new(12, 19))
    );
    assert_eq!(
        alignment.source_of(Span::new(3, 4)),
        Some(Span::new(13, 18))
    );
    assert_eq!(alignment.source_of(Span::new(8, 9)), None);
}

proptest! {
    #[test]
    fn identity_maps_every_span_to_itself(len in 1usize..200, at in 0usize..50, a in 0usize..200, b in 0usize..200) {
        let (start, end) = (a.min(b).min(len - 1), a.max(b).min(len));
        prop_assume!(start < end);
        let found = Alignment::identity(len, at).source_of(Span::new(start, end));
        prop_assert_eq!(found, Some(Span::new(start + at, end + at)));
    }

    #[test]
    fn trimming_never_leaves_the_span(text in "[ a-zé\n]{0,30}") {
        let whole = Span::new(0, text.len());
        let trimmed = whole.trimmed(&text);
        prop_assert!(whole.contains(trimmed) || trimmed.is_empty());
        prop_assert_eq!(trimmed.text(&text), Some(text.trim()));
    }
}
