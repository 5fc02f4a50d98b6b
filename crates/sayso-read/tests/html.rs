//! Web pages: what is the article, what belongs to the page, and every byte's way back.

use sayso_read::{Sidecar, Source, check_document, payload, read};
use sayso_record::{Capture, Document, RunKind, SegmentKind, id::sha256_hex};

fn page(html: &str) -> Document {
    let source = Source {
        name: "page.html".into(),
        path: None,
        id: "page".into(),
    };
    let capture = Capture {
        sha256: sha256_hex(html.as_bytes()),
        media_type: "text/html".into(),
        name: source.name.clone(),
        size: html.len() as u64,
    };
    let (mut documents, _) = read(&source, &capture, html.as_bytes(), &Sidecar::default());
    assert_eq!(documents.len(), 1);
    let document = documents.remove(0);
    let bytes = payload(html.as_bytes(), &document.unwrap).expect("the steps replay");
    check_document(&document, &bytes).expect("law 1");
    document
}

fn body(document: &Document) -> String {
    document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Body && s.parent.is_none())
        .filter_map(|s| s.span().text(&document.text))
        .collect::<Vec<_>>()
        .join("\n")
}

const ARTICLE: &str = "<p>The bridge at Talbaya was shut on Monday by order of the mayor, who said that shells had weakened two of its arches &amp; that repairs would take a week.</p><p>Drivers waited on both banks until the evening, and the market was held in the school yard instead of the square by the river.</p>";

#[test]
fn a_list_with_time_stamps_is_other_articles() {
    let items: String = (1..5)
        .map(|n| format!("<p>Another headline of this page, number {n}</p><p>By STAFF</p><p>11/{n}9/2019 06:3{n} PM</p>"))
        .collect();
    let document = page(&format!(
        "<html><head><title>Bridge shut</title></head><body><article><h1>Bridge shut</h1>{ARTICLE}{items}</article></body></html>"
    ));
    let body = body(&document);
    assert!(body.contains("two of its arches & that repairs"), "{body}");
    assert!(body.contains("school yard"), "{body}");
    assert!(!body.contains("Another headline"), "{body}");
}

#[test]
fn an_entity_leads_back_to_all_its_bytes() {
    let html = format!("<html><body><article>{ARTICLE}</article></body></html>");
    let document = page(&html);
    let at = document.text.find('&').expect("the sign is in the text");
    let source = document
        .alignment
        .source_of(sayso_record::Span::new(at, at + 1))
        .expect("it has a source");
    assert_eq!(&html[source.start..source.end], "&amp;");
    assert!(
        document
            .alignment
            .0
            .iter()
            .any(|r| r.kind == RunKind::Decoded)
    );
}

#[test]
fn script_style_and_comments_of_the_markup_are_no_text() {
    let document = page(&format!(
        "<html><body><script>var x = 'The bridge';</script><style>p {{}}</style><!-- hidden -->{ARTICLE}<template>never</template></body></html>"
    ));
    for words in ["var x", "hidden", "p {"] {
        assert!(!document.text.contains(words), "{words}");
    }
}
