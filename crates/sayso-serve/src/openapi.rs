//! The API's own description. Its tests hold it against the routes and against real answers.

use axum::Json;
use serde_json::{Map, Value, json};

/// A claim, a document and a capture of the examples.
const CLAIM: &str = "claim-5927479ee661";
const DOCUMENT: &str = "20-thread";
const CAPTURE: &str = "08d24eedf059cc8b3d081aa0e21ff5f9594993223740500651b46dcf1fd7946b";

pub(crate) async fn openapi() -> Json<Value> {
    Json(description())
}

fn text(name: &str, about: &str, example: &str) -> Value {
    json!({"name": name, "in": "query", "description": about, "schema": {"type": "string"}, "example": example})
}

fn number(name: &str, about: &str) -> Value {
    json!({"name": name, "in": "query", "description": about, "schema": {"type": "integer", "minimum": 0}})
}

fn yes(name: &str, about: &str) -> Value {
    json!({"name": name, "in": "query", "description": about, "schema": {"type": "boolean"}})
}

/// A parameter that cannot be left out.
fn needed(place: &str, name: &str, about: &str, example: &str) -> Value {
    json!({"name": name, "in": place, "required": true, "description": about, "schema": {"type": "string"}, "example": example})
}

fn day() -> Value {
    text(
        "as_of",
        "as it could be known at the end of this day, month or year (EDTF)",
        "2019-04-04",
    )
}

fn failures(codes: &[u16]) -> Map<String, Value> {
    let says = |code: u16| match code {
        400 => "{\"error\": what does not fit}",
        401 => {
            "{\"error\"}: there are accounts, and nobody is signed in or name or password is wrong"
        }
        403 => {
            "{\"error\"}: read only, a reader’s account, a wrong token, or no page of this server"
        }
        404 => "{\"error\": what was not found}",
        409 => "{\"error\", …}: somebody was first, or the name is there; nothing was written",
        413 => "{\"error\"}: too large",
        415 => "{\"error\"}: not JSON",
        429 => "{\"error\"}: too many wrong tries; Retry-After says how many seconds to wait",
        _ => "{\"error\"}",
    };
    let one = |code: &u16| {
        let example =
            json!({"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}});
        (
            code.to_string(),
            json!({"description": says(*code), "content": example}),
        )
    };
    codes.iter().map(one).collect()
}

/// What answers with JSON: each example with the address that was asked for it.
fn get(about: &str, parameters: Value, examples: &[(&str, Value)]) -> Value {
    let examples: Map<String, Value> = examples
        .iter()
        .enumerate()
        .map(|(n, (asked, value))| {
            let n = format!("example{}", n + 1);
            (n, json!({"summary": asked, "value": value}))
        })
        .collect();
    let mut responses = failures(&[400, 401, 404]);
    let content = json!({"application/json": {"examples": examples}});
    responses.insert(
        "200".into(),
        json!({"description": "JSON", "content": content}),
    );
    json!({"get": {"summary": about, "parameters": parameters, "responses": responses}})
}

/// What answers with anything else: media types, each with a few of its first characters.
fn file(about: &str, parameters: Value, media: &[(&str, &str)]) -> Value {
    let content: Map<String, Value> = media
        .iter()
        .map(|(kind, example)| ((*kind).to_owned(), json!({"example": example})))
        .collect();
    let mut responses = failures(&[400, 401, 404]);
    responses.insert(
        "200".into(),
        json!({"description": "the file", "content": content}),
    );
    json!({"get": {"summary": about, "parameters": parameters, "responses": responses}})
}

/// What writes: the body, the code and content of the answer, and what may go wrong.
fn writes(
    method: &str,
    about: &str,
    parameters: Value,
    body: Value,
    (code, content): (u16, Value),
    wrong: &[u16],
) -> Value {
    let mut responses = failures(wrong);
    let mut answer = json!({"description": "done"});
    if !content.is_null() {
        answer["content"] = content;
    }
    responses.insert(code.to_string(), answer);
    let mut operation = json!({"summary": about, "parameters": parameters, "responses": responses,
        "security": [{"session": [], "token": []}, {"token": []}]});
    if !body.is_null() {
        operation["requestBody"] = json!({"required": true, "content": body});
    }
    json!({ method: operation })
}

fn both(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}

fn json_body(example: Value) -> Value {
    json!({"application/json": {"example": example}})
}

fn description() -> Value {
    let mut paths = Map::new();
    for part in [lists(), pages(), views(), acts(), session()] {
        if let Value::Object(part) = part {
            paths.extend(part);
        }
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "sayso", "version": env!("CARGO_PKG_VERSION"),
            "description": "One ledger. GET answers carry a strong ETag. Spans are half-open: start, end in UTF-8 bytes, start16, end16 in UTF-16 units. Whatever writes answers 403 unless the server was started with --write; it takes the header X-Sayso-Token, from /api/meta. With --users everything but /api/session answers 401 until somebody is signed in."},
        "components": {
            "schemas": {"Error": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}},
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "sayso", "description": "set by POST /api/session; behind a TLS proxy its name is __Host-sayso"},
                "token": {"type": "apiKey", "in": "header", "name": "X-Sayso-Token", "description": "from /api/meta or /api/session"}}},
        "security": [{"session": []}, {}],
        "paths": paths,
    })
}

/// By what claims can be asked for, and more.
fn asked_for(more: Vec<Value>) -> Value {
    let mut all = vec![
        text("q", "words in question, answers or speakers", "al-Sukhnah"),
        text("place", "canonical place", "Palmyra"),
        text(
            "kind",
            "figure, event, control, responsibility, forecast, other",
            "control",
        ),
        text(
            "actor",
            "who acts, or answers a question that asks who",
            "Islamic State",
        ),
        text("outlet", "of a document that tells it", "Norwind Press"),
        text(
            "from",
            "its time may touch this day, month or year, or later ones",
            "2019-04",
        ),
        text("to", "and not only later ones", "2019-04-05"),
        yes("contested", "only those whose answers exclude each other"),
        yes(
            "reviewed",
            "only those that a person has judged; false: only others",
        ),
        day(),
        text("claims", "only these ids, with commas between", CLAIM),
    ];
    all.extend(more);
    json!(all)
}

fn lists() -> Value {
    json!({
        "/api/ledger": get("What the ledger holds, and its remarks", json!([]), &[("/api/ledger",
            json!({"name": "demo.sayso", "documents": 25, "claims": 20, "passages": 64, "remarks": []}))]),
        "/api/claims": get("Claims, contested ones first", asked_for(vec![number("limit", "at most 1000, else 100"), number("offset", "how many to pass over")]), &[("/api/claims?limit=1",
            json!({"total": 20, "offset": 0, "as_of": null, "all": 20, "now": 20, "claims": [
                {"id": CLAIM, "question": "Who captured al-Sukhnah in April 2019?", "kind": "control", "relation": "conflict",
                 "place": "al-Sukhnah", "time": "2019-04", "origins": {"min": 3, "max": 4}, "answers": []}]}))]),
        "/api/claims.csv": file("The same claims as a table, a row a telling, all of them", asked_for(Vec::new()), &[
            ("text/csv; charset=utf-8", "claim,question,kind,relation,")]),
        "/api/choices": get("What claims can be asked for by: places, actors and outlets with their number of claims", json!([day()]), &[("/api/choices",
            json!({"places": [{"name": "al-Sukhnah", "claims": 12}], "actors": [{"name": "Islamic State", "claims": 3}], "outlets": [{"name": "Norwind Press", "claims": 5}]}))]),
        "/api/documents": get("Documents, by id", json!([text("q", "words in id, title, author, outlet or date", "norwind"), text("sort", "id, newest, oldest", "newest"), day(),
            number("limit", "all unless told"), number("offset", "how many to pass over")]), &[("/api/documents",
            json!({"as_of": null, "all": 25, "total": 25, "offset": 0, "documents": [{"id": "01-norwind-dispatch", "title": "Troops enter eastern quarter of al-Sukhnah",
                "author": "Lena Harrow", "outlet": "Norwind Press", "published": "2019-04-02", "kind": "article", "bytes": 557, "capture": CAPTURE}]}))]),
        "/api/naming": get("Who is named; with an actor every way in which each teller names it", json!([text("actor", "canonical name", "Islamic State"), day()]), &[
            ("/api/naming", json!({"as_of": null, "actors": [{"actor": "Islamic State", "uses": 17, "loaded": 0}]})),
            ("/api/naming?actor=Islamic%20State", json!({"actor": "Islamic State", "as_of": null, "naming": [{"teller": "Abendblatt der Steppe", "actor": "Islamic State", "label": "Islamic State", "tone": "neutral", "own": 1, "quoted": 0}]}))]),
        "/api/sources": get("Sources by a number of their records, and the network of who speaks through whom and who takes words from whom; with a name its record; with a list what stands behind a number", json!([
            text("name", "a source", "Norwind Press"), text("list", "of the named source: speaks, passes_on, copies_from, copied_by, corrected, corrects, hedges_lost, hedges_gained, agrees, stands_against", "speaks"),
            text("with", "only with this other source; speaks with its own name: in its own voice", "Valley Courier"), text("q", "words in the name", "press"),
            day(), text("sort", "source, speaks, own, through, passes_on, copies_from, copied_by, corrected, corrects, hedges_lost, hedges_gained, forecasts, agrees, stands_against", "speaks"),
            number("limit", "at most 2000 sources, else 100; at most 500 of a list, else 50"), number("offset", "how many to pass over, of the sources or of a list; the network comes with the first")]), &[
            ("/api/sources?limit=1", json!({"all": 45, "total": 45, "offset": 0, "as_of": null, "sources": [{"source": "Norwind Press", "speaks": 5, "own": 1, "through": 4}],
                "network": {"nodes": ["A baker"], "edges": [], "all_nodes": 44, "all_edges": 60}})),
            ("/api/sources?name=Norwind%20Press", json!({"record": {"source": "Norwind Press", "speaks": 5, "through": {"Lena Harrow": 2}}, "row": {"source": "Norwind Press", "speaks": 5}, "of": 45, "as_of": null})),
            ("/api/sources?name=Norwind%20Press&list=speaks", json!({"name": "Norwind Press", "list": "speaks", "with": null, "total": 5, "offset": 0,
                "items": [{"id": "statement-fd0356209526", "speaker": "Norwind Press", "commitment": "neutral", "hedge": "none", "modality": "actual"}]}))]),
        "/api/forecasts": get("Forecasts with what came of them by what others told later, those decided first; and a record for each who foretells", json!([
            text("by", "who foretells", "Fadi Nasser"), text("outcome", "fulfilled, contradicted, disputed, open", "open"), text("place", "canonical place", "al-Sukhnah"),
            day(), number("limit", "at most 1000, else 100"), number("offset", "how many to pass over")]), &[("/api/forecasts?limit=1",
            json!({"all": 2, "total": 2, "offset": 0, "as_of": null, "all_speakers": 2, "places": ["al-Sukhnah"],
                "speakers": [{"speaker": "Elias Brandt", "contradicted": 0, "disputed": 0, "fulfilled": 0, "open": 1}],
                "forecasts": [{"id": "statement-c6016a77b143", "speaker": "Fadi Nasser", "outcome": "open", "because": ["nothing later in the pile tells"]}]}))]),
        "/api/threads": get("Documents with comments; with a day those comments that had appeared", json!([day()]), &[("/api/threads",
            json!({"as_of": null, "threads": [{"id": DOCUMENT, "title": null, "author": "Moderator", "outlet": "Steppe Forum", "published": "2019-04-04", "comments": 40}]}))]),
        "/api/search": get("Full text", json!([text("q", "all of these words; the last may be a beginning", "tanker tru"),
            number("limit", "at most 500, else 50"), number("offset", "how many to pass over")]), &[("/api/search?q=fighters",
            json!({"query": "fighters", "total": 3, "offset": 0, "hits": [{"doc": DOCUMENT, "segment": "c1", "start": 238, "end": 352, "start16": 238, "end16": 352, "title": null, "teller": "Tarn", "published": "2019-04-04T10:00Z", "snippet": "I hear that 4,000 [fighters] attacked"}]}))]),
        "/api/review": get("What most needs a person: by doubt, then weight; and what was decided last", json!([
            number("limit", "at most 1000, else 100"), number("offset", "how many to pass over; left out: the part in which the question asked for stands"),
            text("at", "id of a question: the answer says where it stands, if it waits", CLAIM)]), &[("/api/review?limit=1",
            json!({"total": 24, "offset": 0, "at": null, "judged": 0, "decided": [], "items": [{"id": format!("{CLAIM}/0"), "kind": "origin", "claim": CLAIM, "answer": 0, "doubt": 4}]}))]),
    })
}

fn pages() -> Value {
    let document = json!({"id": DOCUMENT, "text": "Steppe Forum\n\nApril 4, 2019", "kind": "thread", "captured_at": null,
        "metadata": {"title": null, "outlet": "Steppe Forum", "published": "2019-04-04"}, "printed": {"published": "2019-04-04T10:00Z"},
        "segments": [{"id": "b1", "kind": "body", "start": 0, "end": 173, "start16": 0, "end16": 173}],
        "layers": {"figures": []}, "counts": {"figures": 0}, "claims": [], "passages": [], "set_aside": [], "capture": {"sha256": CAPTURE, "media_type": "text/plain"}});
    let layers = || {
        text(
            "layers",
            "only these, with commas between; left out: all but tokens; without sentences and mentions it is read several times faster",
            "attributions,figures",
        )
    };
    let bare = || {
        yes(
            "bare",
            "id, layers and counts (how many records each layer that was read has), nothing else",
        )
    };
    let spans = || {
        yes(
            "spans",
            "of each layer but attributions only where its records lie",
        )
    };
    let layer = json!({"id": DOCUMENT, "layers": {"figures": []}, "counts": {"figures": 0}});
    json!({
        "/api/claims/{id}": get("One claim with its words in context, its relations and its course in time", json!([
            needed("path", "id", "as /api/claims lists it", CLAIM), day()]), &[(&format!("/api/claims/{CLAIM}"),
            json!({"claim": {"id": CLAIM, "question": "Who captured al-Sukhnah in April 2019?"}, "contexts": {}, "documents": {}, "relations": [], "judgements": [],
                "seen": "seen-e3b0c44298fc", "as_of": null, "now": CLAIM, "slots": {}, "course": []}))]),
        "/api/document": get("One document with segments and layers", json!([needed("query", "id", "as /api/documents lists it", DOCUMENT), layers(), bare(), spans()]),
            &[(&format!("/api/document?id={DOCUMENT}"), document.clone()), (&format!("/api/document?id={DOCUMENT}&layers=figures&bare=true"), layer)]),
        "/api/documents/{id}": get("The same; slashes and hashes of its id percent-encoded", json!([needed("path", "id", "as /api/documents lists it", DOCUMENT), layers(), bare(), spans()]),
            &[(&format!("/api/documents/{DOCUMENT}"), document)]),
        "/api/thread": get("One document's comments: what each answers, the claims told in them in order of time, their relations and passages, and what replies seem to do by the stance model", json!([
            needed("query", "id", "as /api/threads lists it", DOCUMENT), day()]), &[(&format!("/api/thread?id={DOCUMENT}"),
            json!({"id": DOCUMENT, "as_of": null, "metadata": {"outlet": "Steppe Forum"}, "teller": "Moderator", "words": "Open thread", "claims": [], "relations": [], "passages": [], "replies": [],
                "comments": [{"id": "c1", "number": 1, "author": "Tarn", "time": "2019-04-04T10:00Z", "answers": [], "words": "Good piece."}]}))]),
        "/api/compare": get("Two documents, their passages and what became of each word; with none named all pairs", json!([
            text("a", "id of the one document", "03-standard-uncredited"), text("b", "id of the other, or the same", "02-courier-credited"), text("passage", "id of a passage, in place of both", "passage-0123456789ab"),
            text("q", "of all pairs those with these words in a title or id", "norwind"), number("limit", "all pairs unless told"), number("offset", "how many pairs to pass over")]), &[
            ("/api/compare", json!({"all": 5, "total": 5, "offset": 0, "pairs": [{"a": DOCUMENT, "b": DOCUMENT, "a_title": null, "b_title": null, "passages": 52, "kinds": ["quoted"], "known": true}]})),
            ("/api/compare?a=03-standard-uncredited&b=02-courier-credited", json!({"a": {"id": "03-standard-uncredited"}, "b": {"id": "02-courier-credited"}, "passages": [], "claims": []}))]),
    })
}

fn views() -> Value {
    json!({
        "/api/control": get("Who is said to hold which place from which day to which, and where the places lie", json!([day()]), &[("/api/control",
            json!({"as_of": null, "reports": [{"place": "al-Sukhnah", "holder": "Syrian Arab Army", "status": "captured", "from": "2019-04-02", "to": "2019-04-02"}],
                "places": [{"name": "Palmyra", "lat": 34.5624, "lon": 38.28402, "country": "SY", "precision": "populated", "reports": 1}], "around": []}))]),
        "/api/events": get("Days with events, those of one day, those without a day; takings of places are control and talk happens nowhere: neither is here", json!([
            text("day", "of the events, as 2016-12-09; none without it", "2019-04-02"), day()]), &[("/api/events?day=2019-04-02",
            json!({"day": "2019-04-02", "events": [{"event": "Attack", "actor": [], "recipient": [], "place": "al-Sukhnah", "from": "2019-04-02", "to": "2019-04-02", "modality": "actual"}],
                "total": 1, "undated": {"total": 0, "events": []}, "unplaced": 0, "days": {"2019-04-02": 1}, "places": [], "as_of": null}))]),
        "/api/report": get("Chosen claims with their notes: exact words, document, bytes, SHA-256 of the capture; and how to cite them", json!([
            text("claims", "ids, with commas between, or: contested", CLAIM), yes("initials", "names of private persons as initials"), day()]), &[(&format!("/api/report?claims={CLAIM}"),
            json!({"name": "demo.sayso", "ledger": "e282a7d692c06f1f42da9c35c9f0a2228c7a1eca482c97f6aae8e83855c0cafe", "newest": "2019-04-07T08:00Z", "documents": 25, "total": 1, "missing": [], "initials": false, "as_of": null,
                "claims": [{"claim": {"id": CLAIM}, "notes": [], "judgements": []}]}))]),
        "/api/export": file("The ledger in another form, as a file", json!([
            {"name": "to", "in": "query", "required": true, "description": "jsonl: every record; csv: claims; geojson: control; acled, ucdp: incidents as CSV; claimreview: JSON-LD",
             "schema": {"enum": ["jsonl", "csv", "geojson", "acled", "ucdp", "claimreview"]}, "example": "csv"}]), &[
            ("application/x-ndjson", "{\"record\":\"actor\",\"doc\":\"01-norwind-dispatch\",\"start\":90,"),
            ("text/csv; charset=utf-8", "claim,question,kind,relation,"),
            ("application/geo+json", "{\"type\":\"FeatureCollection\""),
            ("application/ld+json", "{\"@context\"")]),
        "/api/openapi.json": get("This description", json!([]), &[("/api/openapi.json",
            json!({"openapi": "3.1.0", "info": {"title": "sayso"}, "components": {}, "security": [], "paths": {}}))]),
        "/capture/{sha256}": file("The captured bytes, as plain text in a sandbox, never run", json!([
            needed("path", "sha256", "of the capture", CAPTURE)]), &[("text/plain; charset=utf-8", "Troops enter eastern quarter")]),
    })
}

fn acts() -> Value {
    let act = json!({"application/json": {"schema": {"type": "object", "required": ["act", "target"], "properties": {
        "claim": {"type": "string", "description": "on which the person looked; needed by all acts but boilerplate"},
        "act": {"enum": ["same_origin", "not_same_origin", "merge", "split", "grade", "correct", "boilerplate", "withdraw", "note"]},
        "target": {"type": "string", "description": "an id; DOC#START-END, in bytes, for boilerplate; a statement for correct"}, "other": {"type": "string"},
        "value": {"type": "string", "description": "a grade, or slot=value for correct"}, "reason": {"type": "string"},
        "who": {"type": "string", "description": "needed where there are no accounts; else the account’s name stands"},
        "seen": {"type": "string", "description": "as /api/claims/{id} sent it; 409 where it is another by now"}}},
        "example": {"claim": CLAIM, "act": "grade", "target": CLAIM, "value": "weak B2", "reason": "I asked both", "who": "Ona Brandt", "seen": "seen-e3b0c44298fc"}}});
    let done = json!({"judgement": {"id": "judgement-0123456789ab", "act": "grade", "target": CLAIM, "value": "weak B2", "who": "Ona Brandt"}, "trouble": null, "changes": {"new": [], "changed": [], "gone": []}});
    let batch = needed("path", "batch", "as POST /api/add numbered it", "1");
    let name = needed(
        "query",
        "name",
        "the file's own name, with folders",
        "reports/a.html",
    );
    let events = json!({"text/event-stream": {"example": "event: progress\ndata: {\"stage\":\"read\",\"done\":1,\"of\":2}\n\nevent: done\ndata: {\"documents\":[],\"remarks\":[],\"changes\":{}}\n\n"}});
    json!({
        "/api/meta": get("Whether this server writes for who asks, in whose name, the token for its own pages, most bytes of a batch", json!([]), &[("/api/meta",
            json!({"write": false, "token": null, "why": "this reading room is read only", "who": null, "limit": 67_108_864}))]),
        "/api/judgements": both(get("All judgements, the newest first", json!([]), &[("/api/judgements", json!({"judgements": []}))]),
            writes("post", "Records a judgement and counts the pile again", json!([]), act, (201, json_body(done.clone())), &[400, 401, 403, 404, 409, 413])),
        "/api/judgements/{id}/retract": writes("post", "Takes a judgement back; the record stays", json!([needed("path", "id", "of the judgement", "judgement-0123456789ab")]),
            json_body(json!({"who": "Ona Brandt"})), (200, json_body(done)), &[400, 401, 403, 404, 409, 413]),
        "/api/add": writes("post", "Opens an empty batch", json!([]), Value::Null, (201, json_body(json!({"batch": 1, "limit": 67_108_864}))), &[401, 403]),
        "/api/add/{batch}": both(
            writes("put", "Puts one file into a batch; at most 64 MB a batch", json!([batch, name]), json!({"application/octet-stream": {}}),
                (201, json_body(json!({"name": "reports/a.html", "bytes": 557}))), &[400, 401, 403, 404, 409, 413]),
            writes("post", "Adds a batch; answers with server-sent events: progress, then done or trouble", json!([batch]), Value::Null, (200, events), &[400, 401, 403, 404])),
    })
}

fn session() -> Value {
    let none = json!({"accounts": false, "name": null, "role": null, "token": null});
    let in_ = json!({"accounts": true, "name": "Ona Brandt", "role": "reviewer", "token": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"});
    let mut entry = both(
        get(
            "Whether there are accounts, who is signed in, and the session's token",
            json!([]),
            &[("/api/session", none)],
        ),
        writes(
            "post",
            "Signs in; the answer sets the session's cookie (HttpOnly, SameSite=Strict)",
            json!([]),
            json_body(json!({"name": "Ona Brandt", "password": "correct horse battery"})),
            (200, json_body(in_)),
            &[400, 401, 403, 404, 413, 415, 429],
        ),
    );
    entry["post"]["security"] = json!([]);
    let out = "Signs out; takes the session's token. Without a session there is nothing to do";
    let leave = writes(
        "delete",
        out,
        json!([]),
        Value::Null,
        (204, Value::Null),
        &[403, 404],
    );
    json!({"/api/session": both(entry, leave)})
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use axum::body::{Body, to_bytes};
    use axum::http::{Request, StatusCode, header};
    use tower::ServiceExt;

    use super::*;

    /// Methods and paths as the router's own source lays them.
    fn routes() -> BTreeSet<String> {
        let source = include_str!("api.rs");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        let calls = source.split(".route(").skip(1);
        let mut out = BTreeSet::new();
        for call in calls {
            let mut parts = call.splitn(3, '"');
            let (Some(""), Some(path), Some(rest)) =
                (parts.next().map(str::trim), parts.next(), parts.next())
            else {
                panic!("a route without a literal path: {call:.60}");
            };
            let handlers = rest.split(".route").next().unwrap_or_default();
            for method in ["get", "post", "put", "delete"] {
                if handlers.contains(&format!("{method}(")) {
                    out.insert(format!("{method} {path}"));
                }
            }
        }
        out
    }

    #[test]
    fn every_route_is_described_and_nothing_else() {
        let description = description();
        let paths = description["paths"].as_object().expect("paths");
        let described: BTreeSet<String> = paths
            .iter()
            .flat_map(|(path, entry)| {
                let methods = entry.as_object().expect("an entry").keys();
                methods.map(move |m| format!("{m} {path}"))
            })
            .collect();
        assert!(described.len() > 25);
        assert_eq!(described, routes());
        for (path, entry) in paths {
            for (method, operation) in entry.as_object().expect("an entry") {
                let named: BTreeSet<&str> = operation["parameters"]
                    .as_array()
                    .expect("parameters")
                    .iter()
                    .filter(|p| p["in"] == "path")
                    .filter_map(|p| p["name"].as_str())
                    .collect();
                let held: BTreeSet<&str> = path
                    .split('{')
                    .skip(1)
                    .filter_map(|p| p.split('}').next())
                    .collect();
                assert_eq!(named, held, "{method} {path}");
            }
        }
    }

    #[test]
    fn answers_have_the_shape_of_their_examples() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/pile");
        let ledger = folder.path().join("demo.sayso");
        let options = sayso::Options {
            metadata: Some(demo.join("metadata.csv")),
            ..Default::default()
        };
        sayso::build(&[demo], &ledger, &options, &|_, _, _| {}).expect("the pile builds");
        let app = crate::router(ledger, &crate::Options::default()).expect("read only");
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let ask = |address: &str| {
            let asked = Request::get(address).header(header::HOST, "localhost");
            let asked = asked.body(Body::empty()).expect("a request");
            runtime.block_on(async {
                let answer = app.clone().oneshot(asked).await.expect("an answer");
                assert_eq!(answer.status(), StatusCode::OK, "{address}");
                let kind = answer.headers()[header::CONTENT_TYPE].clone();
                let body = to_bytes(answer.into_body(), usize::MAX).await;
                let kind = kind.to_str().expect("letters").to_owned();
                (kind, body.expect("a body"))
            })
        };
        let json =
            |address: &str| -> Value { serde_json::from_slice(&ask(address).1).expect("JSON") };
        // Ids change with the rules; examples keep theirs.
        let claim = json("/api/claims")["claims"][0]["id"].clone();
        let capture = json("/api/documents")["documents"][0]["capture"].clone();
        let real = |asked: &str| {
            let asked = asked.replace(CLAIM, claim.as_str().expect("an id"));
            asked.replace("{sha256}", capture.as_str().expect("a hash"))
        };
        let description = description();
        let mut compared = 0;
        for (path, entry) in description["paths"].as_object().expect("paths") {
            let content = &entry["get"]["responses"]["200"]["content"];
            let Some(content) = content.as_object() else {
                continue;
            };
            for (media, one) in content {
                let Some(examples) = one["examples"].as_object() else {
                    // A file: each form says which of these it is.
                    let forms = &entry["get"]["parameters"][0]["schema"]["enum"];
                    let asked: Vec<String> = match forms.as_array() {
                        Some(forms) => forms
                            .iter()
                            .map(|f| format!("{path}?to={}", f.as_str().expect("a word")))
                            .collect(),
                        None => vec![real(path)],
                    };
                    assert!(asked.iter().any(|a| ask(a).0 == *media), "{path} {media}");
                    assert!(asked.iter().all(|a| content.contains_key(&ask(a).0)));
                    continue;
                };
                for example in examples.values() {
                    let asked = example["summary"].as_str().expect("an address");
                    let keys = |v: &Value| -> BTreeSet<String> {
                        v.as_object().expect("an object").keys().cloned().collect()
                    };
                    let answer = json(&real(asked));
                    assert_eq!(keys(&answer), keys(&example["value"]), "{asked}");
                    compared += 1;
                }
            }
        }
        assert!(compared > 20, "{compared}");
    }
}
