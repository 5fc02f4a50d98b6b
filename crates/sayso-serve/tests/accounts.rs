//! Accounts, sessions and shared rooms, asked over TCP as a browser or an attacker would.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use sayso_serve::{Accounts, Door, Error, Options, Role, Users, serve};
use serde_json::{Value, json};

const WORD: &str = "correct horse battery";

struct Place {
    _folder: tempfile::TempDir,
    ledger: PathBuf,
    users: PathBuf,
}

/// A ledger and a file of two accounts: Ona reviews, Tariq reads.
fn place() -> Place {
    static MADE: OnceLock<(tempfile::TempDir, PathBuf, PathBuf)> = OnceLock::new();
    let (_, ledger, users) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pile = folder.path().join("pile");
        std::fs::create_dir(&pile).expect("ours");
        for (name, text) in [
            (
                "a",
                "The army said that 40 civilians were killed in Aleppo on 28 March 2016.",
            ),
            (
                "b",
                "Activists said that at least 90 civilians were killed in Aleppo on 28 March 2016.",
            ),
        ] {
            std::fs::write(pile.join(format!("{name}.txt")), text).expect("ours");
        }
        let ledger = folder.path().join("x.sayso");
        sayso::build(&[pile], &ledger, &sayso::Options::default(), &|_, _, _| {}).expect("builds");
        let path = folder.path().join("users.json");
        let mut users = Users::open_or_new(&path).expect("none yet");
        users.add("Ona Brandt", Role::Reviewer, WORD).expect("fits");
        users.add("Tariq", Role::Reader, WORD).expect("fits");
        (folder, ledger, path)
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (own, own_users) = (
        folder.path().join("x.sayso"),
        folder.path().join("users.json"),
    );
    std::fs::copy(ledger, &own).expect("ours");
    // A copy keeps the mode.
    std::fs::copy(users, &own_users).expect("ours");
    Place {
        _folder: folder,
        ledger: own,
        users: own_users,
    }
}

/// A server that runs until the tests end.
struct Server {
    address: SocketAddr,
    place: Place,
}

struct Said {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Said {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// What a browser sends back.
    fn cookie(&self) -> String {
        let set = self.header("set-cookie");
        set.split(';').next().unwrap_or_default().to_owned()
    }
}

impl Server {
    fn new(change: impl FnOnce(&mut Accounts)) -> Self {
        let place = place();
        let mut accounts = Accounts::of(place.users.clone());
        change(&mut accounts);
        Server::with(
            place,
            Options {
                write: true,
                door: Door::Accounts(accounts),
                ..Options::default()
            },
        )
    }

    fn with(place: Place, options: Options) -> Self {
        let (tell, told) = std::sync::mpsc::channel();
        let ledger = place.ledger.clone();
        std::thread::spawn(move || {
            serve(&ledger, &options, &|address| {
                tell.send(address).expect("somebody waits");
            })
        });
        let mut address: SocketAddr = told.recv().expect("it listens");
        if address.ip().is_unspecified() {
            address.set_ip([127, 0, 0, 1].into());
        }
        Server { address, place }
    }

    fn ask(&self, line: &str, headers: &[(&str, &str)], body: &str) -> Said {
        let mut stream = TcpStream::connect(self.address).expect("it listens");
        let mut text = format!("{line} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|h| h.0 == "Host") {
            text += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        text += &format!("Content-Length: {}\r\n\r\n{body}", body.len());
        stream.write_all(text.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let mut lines = head.lines();
        let status = lines.next().and_then(|l| l.split(' ').nth(1));
        let headers = lines.filter_map(|l| l.split_once(": "));
        Said {
            status: status.and_then(|s| s.parse().ok()).expect("a status"),
            headers: headers
                .map(|(n, v)| (n.to_lowercase(), v.to_owned()))
                .collect(),
            body: body.to_owned(),
        }
    }

    fn sign_in(&self, name: &str, password: &str) -> Said {
        let body = json!({"name": name, "password": password}).to_string();
        let origin = format!("http://{}", self.address);
        let headers = [("Content-Type", "application/json"), ("Origin", &origin)];
        self.ask("POST /api/session", &headers, &body)
    }

    fn get(&self, path: &str, cookie: &str) -> Said {
        self.ask(&format!("GET {path}"), &[("Cookie", cookie)], "")
    }
}

#[test]
fn nothing_is_told_to_who_is_not_signed_in() {
    let server = Server::new(|_| {});
    for path in [
        "/api/ledger",
        "/api/claims",
        "/api/documents/a",
        "/api/export?to=jsonl",
        "/api/meta",
        "/api/openapi.json",
        "/capture/00",
    ] {
        let said = server.get(path, "");
        assert_eq!(said.status, 401, "{path}");
        assert!(
            said.json()["error"]
                .as_str()
                .is_some_and(|e| e.contains("sign in"))
        );
        assert_eq!(server.get(path, "sayso=0123").status, 401, "{path}");
        // Whoever guesses a tag learns nothing either.
        let tag = [("If-None-Match", "*")];
        assert_eq!(server.ask(&format!("GET {path}"), &tag, "").status, 401);
    }
    assert_eq!(server.ask("POST /api/judgements", &[], "{}").status, 401);
    assert_eq!(server.ask("POST /api/add", &[], "").status, 401);
    assert_eq!(server.ask("DELETE /api/claims", &[], "").status, 401);
    // The pages themselves are open, and who may come in is told.
    assert_eq!(server.get("/", "").status, 200);
    let session = server.get("/api/session", "");
    let none = json!({"accounts": true, "name": null, "role": null, "token": null});
    assert_eq!((session.status, session.json()), (200, none));
    assert_eq!(session.header("cache-control"), "no-store");
}

#[test]
fn a_right_password_opens_a_session_and_signing_out_ends_it() {
    let server = Server::new(|_| {});
    let said = server.sign_in("ona brandt", WORD);
    assert_eq!(said.status, 200, "{}", said.body);
    let set = said.header("set-cookie");
    let value = said.cookie();
    let value = value.strip_prefix("sayso=").expect("its name");
    assert!(
        value.len() == 64 && value.bytes().all(|b| b.is_ascii_hexdigit()),
        "{set}"
    );
    assert_eq!(
        set,
        format!("sayso={value}; Path=/; HttpOnly; SameSite=Strict")
    );
    let told = said.json();
    assert_eq!(
        (&told["name"], &told["role"]),
        (&json!("Ona Brandt"), &json!("reviewer"))
    );
    assert!(
        told["token"]
            .as_str()
            .is_some_and(|t| t.len() == 64 && t != value)
    );
    let cookie = format!("other=1; {}", said.cookie());
    let claims = server.get("/api/claims", &cookie);
    assert_eq!(claims.status, 200);
    assert_eq!(claims.header("cache-control"), "private, no-cache");
    assert_eq!(server.get("/api/session", &cookie).json(), told);
    assert_eq!(server.get("/api/meta", &cookie).json()["who"], "Ona Brandt");
    let again = server.sign_in("Ona Brandt", WORD);
    assert_ne!(again.cookie(), said.cookie());

    // Another page cannot sign anybody out.
    let leave = |headers: &[(&str, &str)]| server.ask("DELETE /api/session", headers, "").status;
    assert_eq!(leave(&[("Cookie", &cookie)]), 403);
    let token = told["token"].as_str().unwrap_or_default();
    let foreign = ("Origin", "http://evil.example");
    assert_eq!(
        leave(&[("Cookie", &cookie), ("X-Sayso-Token", token), foreign]),
        403
    );
    assert_eq!(server.get("/api/claims", &cookie).status, 200);
    assert_eq!(leave(&[("Cookie", &cookie), ("X-Sayso-Token", token)]), 204);
    assert_eq!(server.get("/api/claims", &cookie).status, 401);
    assert_eq!(server.get("/api/claims", &again.cookie()).status, 200);
    assert_eq!(
        leave(&[("Cookie", &cookie)]),
        204,
        "there is nothing to end"
    );
}

#[test]
fn a_wrong_password_and_a_wrong_name_are_answered_alike_and_soon_not_at_all() {
    let server = Server::new(|_| {});
    let wrong = server.sign_in("Ona Brandt", "wrong");
    let nobody = server.sign_in("Nobody", WORD);
    assert_eq!((wrong.status, nobody.status), (401, 401));
    assert_eq!(wrong.body, nobody.body);
    assert!(wrong.body.contains("name or password is wrong"));
    assert_eq!(wrong.header("set-cookie"), "");
    for name in ["Ona Brandt", "Nobody"] {
        for _ in 0..4 {
            assert_eq!(server.sign_in(name, "wrong").status, 401);
        }
        let said = server.sign_in(name, WORD);
        assert_eq!(said.status, 429, "{name}");
        assert!(
            said.header("retry-after")
                .parse::<u32>()
                .is_ok_and(|s| (1..=2).contains(&s))
        );
        assert!(said.body.contains("wait"), "{}", said.body);
    }
    assert_eq!(server.sign_in("Tariq", WORD).status, 200, "others may");
}

#[test]
fn names_without_an_account_take_as_long() {
    let server = Server::new(|_| {});
    let time = |name: &str| {
        let mut times: Vec<Duration> = (0..4)
            .map(|_| {
                let start = std::time::Instant::now();
                assert_eq!(server.sign_in(name, "wrong").status, 401);
                start.elapsed()
            })
            .collect();
        times.sort();
        times[0]
    };
    let (known, unknown) = (time("Ona Brandt"), time("Nobody"));
    let ratio = unknown.as_secs_f64() / known.as_secs_f64();
    assert!((0.2..5.0).contains(&ratio), "{unknown:?} against {known:?}");
}

#[test]
fn only_pages_of_this_server_sign_in_and_what_does_not_fit_is_not_repeated() {
    let server = Server::new(|_| {});
    let body = json!({"name": "Ona Brandt", "password": WORD}).to_string();
    let kind = ("Content-Type", "application/json");
    let ask = |headers: &[(&str, &str)], body: &str| server.ask("POST /api/session", headers, body);
    assert_eq!(
        ask(&[kind, ("Origin", "http://evil.example")], &body).status,
        403
    );
    assert_eq!(
        ask(&[kind, ("Sec-Fetch-Site", "cross-site")], &body).status,
        403
    );
    assert_eq!(ask(&[("Content-Type", "text/plain")], &body).status, 415);
    let broken = ask(&[kind], "{\"name\": \"Ona\", \"password\": \"my secret");
    assert_eq!(broken.status, 400);
    assert!(!broken.body.contains("secret"), "{}", broken.body);
    assert_eq!(ask(&[kind], &"x".repeat(9000)).status, 413);
    let host = ("Host", "evil.example");
    assert_eq!(ask(&[kind, host], &body).status, 403);
    assert_eq!(ask(&[kind], &body).status, 200);
}

#[test]
fn sessions_end_when_nobody_asks_and_at_the_latest_after_their_time() {
    let idle = Server::new(|a| a.idle = Duration::from_millis(700));
    let cookie = idle.sign_in("Tariq", WORD).cookie();
    for _ in 0..4 {
        std::thread::sleep(Duration::from_millis(250));
        assert_eq!(idle.get("/api/session", &cookie).json()["name"], "Tariq");
    }
    std::thread::sleep(Duration::from_millis(900));
    assert_eq!(idle.get("/api/claims", &cookie).status, 401);

    let longest = Server::new(|a| a.longest = Duration::from_millis(700));
    let cookie = longest.sign_in("Tariq", WORD).cookie();
    let mut status = 200;
    for _ in 0..4 {
        std::thread::sleep(Duration::from_millis(250));
        status = longest.get("/api/claims", &cookie).status;
    }
    assert_eq!(status, 401);
}

#[test]
fn writing_needs_the_sessions_own_token_and_a_reviewer() {
    let server = Server::new(|_| {});
    let sign = |name: &str| {
        let said = server.sign_in(name, WORD);
        let token = said.json()["token"].as_str().unwrap_or_default().to_owned();
        (said.cookie(), token)
    };
    let (ona, token) = sign("Ona Brandt");
    let (tariq, readers) = sign("Tariq");
    let claims = server.get("/api/claims", &ona).json();
    let id = claims["claims"][0]["id"]
        .as_str()
        .expect("a claim")
        .to_owned();
    let seen = server.get(&format!("/api/claims/{id}"), &ona).json()["seen"].clone();
    // The name that a page says counts for nothing.
    let act = json!({"claim": id, "act": "grade", "target": id, "value": "weak B2", "seen": seen,
        "who": "Somebody Else", "reason": "I asked both"});
    let post = |cookie: &str, token: &str, more: &[(&str, &str)]| {
        let mut headers = vec![("Cookie", cookie), ("X-Sayso-Token", token)];
        headers.extend(more);
        server.ask("POST /api/judgements", &headers, &act.to_string())
    };
    assert_eq!(post(&ona, "", &[]).status, 403, "no token");
    assert_eq!(post(&ona, &readers, &[]).status, 403, "another's token");
    let foreign = ("Origin", "http://evil.example");
    assert_eq!(post(&ona, &token, &[foreign]).status, 403);
    assert_eq!(post("", &token, &[]).status, 401, "no session");
    let refused = post(&tariq, &readers, &[]);
    assert_eq!(refused.status, 403);
    assert!(
        refused.body.contains("may read, not write"),
        "{}",
        refused.body
    );
    let meta = server.get("/api/meta", &tariq).json();
    assert_eq!(
        (&meta["write"], &meta["token"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(
        server.get("/api/judgements", &tariq).json()["judgements"],
        json!([])
    );

    let meta = server.get("/api/meta", &ona).json();
    assert_eq!(
        (&meta["write"], &meta["token"]),
        (&json!(true), &json!(token))
    );
    let done = post(&ona, &token, &[]);
    assert_eq!(done.status, 201, "{}", done.body);
    let judgement = &done.json()["judgement"];
    assert_eq!(judgement["who"], "Ona Brandt");
    let uri = format!(
        "POST /api/judgements/{}/retract",
        judgement["id"].as_str().unwrap_or("")
    );
    let headers = [("Cookie", ona.as_str()), ("X-Sayso-Token", &token)];
    assert_eq!(
        server.ask(&uri, &headers, "{}").status,
        200,
        "no name is needed"
    );
    let all = server.get("/api/judgements", &ona).json();
    assert_eq!(all["judgements"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_changed_in_the_file_holds_at_once() {
    let server = Server::new(|_| {});
    let ona = server.sign_in("Ona Brandt", WORD).cookie();
    let tariq = server.sign_in("Tariq", WORD).cookie();
    let mut users = Users::open(&server.place.users).expect("accounts");
    users.remove("Tariq").expect("there");
    assert_eq!(server.get("/api/claims", &tariq).status, 401);
    assert_eq!(server.get("/api/claims", &ona).status, 200);
    users
        .add("Mina", Role::Reader, "another long password")
        .expect("fits");
    assert_eq!(server.sign_in("Mina", "another long password").status, 200);
    std::fs::write(&server.place.users, "garbage").expect("ours");
    let said = server.get("/api/claims", &ona);
    assert_eq!(said.status, 500);
    assert!(!said.body.contains("users.json"), "{}", said.body);
    assert_eq!(server.sign_in("Ona Brandt", WORD).status, 500);
}

#[test]
fn behind_a_tls_proxy_cookies_and_pages_are_for_tls() {
    let place = place();
    let accounts = Accounts {
        tls: true,
        ..Accounts::of(place.users.clone())
    };
    let options = Options {
        write: true,
        door: Door::Accounts(accounts),
        names: vec!["room.example.org".into()],
        ..Options::default()
    };
    let server = Server::with(place, options);
    let body = |password: &str| json!({"name": "Tariq", "password": password}).to_string();
    let ask = |origin: &str, from: &str, body: &str| {
        let headers = [
            ("Host", "room.example.org"),
            ("Content-Type", "application/json"),
            ("Origin", origin),
            ("X-Forwarded-For", from),
        ];
        server.ask("POST /api/session", &headers, body)
    };
    assert_eq!(
        ask("http://room.example.org", "192.0.2.1", &body(WORD)).status,
        403
    );
    let said = ask("https://room.example.org", "192.0.2.1", &body(WORD));
    assert_eq!(said.status, 200, "{}", said.body);
    let set = said.header("set-cookie");
    assert!(
        set.starts_with("__Host-sayso=") && set.ends_with("; Secure"),
        "{set}"
    );
    // Whoever guesses at many names from one address waits; the proxy's own word on it counts.
    for n in 0..20 {
        let made_up = format!("198.51.100.{n}, 192.0.2.9");
        let guess = json!({"name": n.to_string(), "password": "x"}).to_string();
        assert_eq!(
            ask("https://room.example.org", &made_up, &guess).status,
            401,
            "{n}"
        );
    }
    let guess = json!({"name": "x", "password": "x"}).to_string();
    assert_eq!(
        ask("https://room.example.org", "192.0.2.9", &guess).status,
        429
    );
    assert_eq!(
        ask("https://room.example.org", "192.0.2.1", &body(WORD)).status,
        200
    );
}

#[test]
fn a_room_open_to_others_needs_accounts_or_is_shared_to_be_read() {
    let place = place();
    let refused = |options: Options| match serve(&place.ledger, &options, &|_| {}) {
        Ok(()) => String::new(),
        Err(e) => e.to_string(),
    };
    let open = Options {
        address: ([0, 0, 0, 0], 0).into(),
        ..Options::default()
    };
    for options in [
        open.clone(),
        Options {
            write: true,
            ..open.clone()
        },
        Options {
            names: vec!["room.example.org".into()],
            ..Options::default()
        },
    ] {
        let said = refused(options);
        assert!(
            said.contains("--users") && said.contains("--share"),
            "{said}"
        );
    }
    let shared = Options {
        door: Door::Shared,
        ..open.clone()
    };
    let said = refused(Options {
        write: true,
        ..shared.clone()
    });
    assert!(said.contains("read only"), "{said}");
    let none = place.users.with_file_name("none.json");
    let said = refused(Options {
        door: Door::Accounts(Accounts::of(none)),
        ..open
    });
    assert!(said.contains("sayso users add"), "{said}");
    std::fs::write(&place.users, "{\"format\":1,\"users\":[]}").expect("ours");
    let accounts = Door::Accounts(Accounts::of(place.users.clone()));
    let said = refused(Options {
        door: accounts,
        ..shared.clone()
    });
    assert!(said.contains("holds no account"), "{said}");

    let server = Server::with(place, shared);
    assert_eq!(server.get("/api/claims", "").status, 200);
    let session = server.get("/api/session", "").json();
    assert_eq!(session["accounts"], false);
    assert_eq!(server.get("/api/meta", "").json()["write"], false);
    for line in [
        "POST /api/judgements",
        "POST /api/judgements/x/retract",
        "POST /api/add",
        "PUT /api/add/1?name=a",
        "POST /api/add/1",
    ] {
        assert_eq!(server.ask(line, &[], "{}").status, 403, "{line}");
    }
    assert_eq!(server.sign_in("Ona Brandt", WORD).status, 404);
    let said = server.ask("GET /api/claims", &[("Host", "evil.example")], "");
    assert_eq!(said.status, 403, "a name that somebody gave away");
}

#[test]
fn a_missing_ledger_is_told_before_anything_else() {
    let gone = PathBuf::from("gone.sayso");
    let said = serve(&gone, &Options::default(), &|_| {});
    assert!(matches!(said, Err(Error::Ledger(_))));
}
