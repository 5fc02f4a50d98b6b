//! Back-ends propose, the gate decides: a small server and a small process of the test's own.

use std::io::{Read, Write};
use std::net::TcpListener;

use sayso::{Backend, Ledger, Options, build};

const TEXT: &str = "Quiet all night. In the view of Harbour Watch the convoy never left the Qasra \
                    depot. The mayor said the bridge was hit.";

const PROPOSAL: &str = r#"{"mentions":[{"quote":"Qasra depot","type":"location"},{"quote":"Qasra Docks","type":"location"}],"attributions":[{"source":"Harbour Watch","cue":"In the view of","content":"the convoy never left the Qasra depot"},{"source":"Harbour Watch","cue":"said","content":"the convoy left"}]}"#;

/// Builds a pile of one text with a back-end; speakers of attributions and all remarks.
fn built(backend: Backend) -> (Vec<(String, String)>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let pile = folder.path().join("pile");
    std::fs::create_dir(&pile).expect("ours");
    std::fs::write(pile.join("a.txt"), TEXT).expect("ours");
    let options = Options {
        backend: Some(backend),
        ..Options::default()
    };
    let path = folder.path().join("a.sayso");
    let outcome = build(&[pile], &path, &options, &|_, _, _| {}).expect("built");
    let ledger = Ledger::open_read_only(&path).expect("a ledger");
    let layers = ledger.layers("a").expect("reads").expect("annotated");
    let told = layers
        .attributions
        .iter()
        .filter(|a| !a.own_voice)
        .map(|a| (a.id.clone(), a.speaker.clone().unwrap_or_default()))
        .collect();
    (
        told,
        outcome.remarks.into_iter().map(|r| r.message).collect(),
    )
}

fn admitted(told: &[(String, String)], remarks: &[String]) {
    assert!(
        told.iter()
            .any(|(id, who)| id.starts_with("pa") && who == "Harbour Watch"),
        "{told:?}"
    );
    assert_eq!(
        remarks.iter().filter(|r| r.contains("is dropped")).count(),
        2,
        "{remarks:?}"
    );
}

#[test]
fn an_endpoint_is_asked_and_its_inventions_dropped() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("asked");
        let mut asked = Vec::new();
        let mut buffer = [0; 4096];
        // The question ends with its closing brace.
        while !asked.ends_with(b"}") {
            let n = stream.read(&mut buffer).expect("reads");
            asked.extend_from_slice(&buffer[..n]);
        }
        let message = format!("```json\n{PROPOSAL}\n```");
        let body = serde_json::json!({"choices":[{"message":{"content": message}}]}).to_string();
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
        .expect("writes");
        String::from_utf8_lossy(&asked).into_owned()
    });
    let backend = Backend::parse(&format!("http://{address}/v1/"), Some("small")).expect("named");
    let (told, remarks) = built(backend);
    let asked = server.join().expect("served");
    assert!(asked.starts_with("POST /v1/chat/completions"), "{asked}");
    assert!(asked.contains("Harbour Watch") && asked.contains("\"small\""));
    admitted(&told, &remarks);
}

#[test]
fn an_endpoint_that_fails_costs_a_remark_and_no_document() {
    let address = {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.local_addr().expect("bound")
    };
    let backend = Backend::parse(&format!("http://{address}"), Some("small")).expect("named");
    let (told, remarks) = built(backend);
    assert!(
        told.iter().any(|(_, who)| who.contains("mayor")),
        "{told:?}"
    );
    assert!(
        remarks.iter().any(|r| r.contains("chat/completions")),
        "{remarks:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_process_is_asked_line_by_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let script = folder.path().join("propose.sh");
    std::fs::write(
        &script,
        format!("while read line; do cat <<'E'\n{PROPOSAL}\nE\ndone\n"),
    )
    .expect("ours");
    let command = format!("sh {}", script.display());
    let (told, remarks) = built(Backend::parse(&command, None).expect("named"));
    admitted(&told, &remarks);
}
