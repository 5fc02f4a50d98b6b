//! The API's own description.

use axum::Json;
use serde_json::{Value, json};

pub(crate) async fn openapi() -> Json<Value> {
    let text = |name: &str, about: &str| json!({"name": name, "in": "query", "description": about, "schema": {"type": "string"}});
    let number = |name: &str, about: &str| json!({"name": name, "in": "query", "description": about, "schema": {"type": "integer", "minimum": 0}});
    let get = |about: &str, parameters: Value| json!({"get": {"summary": about, "parameters": parameters, "responses": {"200": {"description": "JSON"}, "404": {"description": "{\"error\": what was not found}"}}}});
    let post = |about: &str, parameters: Value, body: Value| {
        json!({"post": {"summary": about, "parameters": parameters, "requestBody": {"content": body},
        "responses": {"201": {"description": "done"}, "400": {"description": "{\"error\": what does not fit}"}, "403": {"description": "read only, or not a page of this server"},
            "409": {"description": "{\"error\", \"judgements\", \"seen\"}: somebody was first; nothing was written"}, "413": {"description": "too large"}}}})
    };
    let both = |mut one: Value, other: Value| {
        if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
            one.extend(other);
        }
        one
    };
    let id = json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
    let batch =
        json!([{"name": "batch", "in": "path", "required": true, "schema": {"type": "integer"}}]);
    let words = json!({"type": "string"});
    let act = json!({"application/json": {"schema": {"type": "object", "required": ["act", "target", "who"], "properties": {
        "claim": {"type": "string", "description": "on which the person looked; needed by all acts but boilerplate"},
        "act": {"enum": ["same_origin", "not_same_origin", "merge", "split", "grade", "correct", "boilerplate", "withdraw", "note"]},
        "target": {"type": "string", "description": "an id; DOC#START-END, in bytes, for boilerplate; a statement for correct"}, "other": words,
        "value": {"type": "string", "description": "a grade, or slot=value for correct"}, "reason": words, "who": words,
        "seen": {"type": "string", "description": "as /api/claims/{id} sent it; 409 where it is another by now"}}}}});
    let put = json!({"put": {"summary": "Puts one file into a batch; at most 64 MB a batch", "parameters": [batch[0], text("name", "the file's own name, with folders")],
        "requestBody": {"content": {"application/octet-stream": {}}}, "responses": {"201": {"description": "done"}, "409": {"description": "a second file of this name"}, "413": {"description": "too large"}}}});
    Json(json!({
        "openapi": "3.1.0",
        "info": {"title": "sayso", "version": env!("CARGO_PKG_VERSION"),
            "description": "One ledger. GET answers carry a strong ETag. Whatever writes answers 403 unless the server was started with --write; it takes the header X-Sayso-Token, from /api/meta. Spans are half-open: start, end in UTF-8 bytes, start16, end16 in UTF-16 units."},
        "paths": {
            "/api/ledger": get("What the ledger holds, and its remarks", json!([])),
            "/api/claims": get("Claims, contested ones first", json!([
                text("q", "words in question, answers or speakers"), text("place", "canonical place"),
                text("kind", "figure, event, control, responsibility, forecast, other"),
                {"name": "contested", "in": "query", "schema": {"type": "boolean"}},
                text("as_of", "as they could be known at the end of this day, month or year (EDTF)"),
                number("limit", "at most 1000, else 100"), number("offset", "how many to pass over")])),
            "/api/claims/{id}": get("One claim with its words in context, its relations and its course in time", json!([
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                text("as_of", "as it could be known at the end of this day, month or year (EDTF)")])),
            "/api/documents": get("All documents", json!([])),
            "/api/documents/{id}": get("One document with segments and layers; slashes and hashes of its id percent-encoded", json!([
                {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}])),
            "/api/document": get("One document with segments and layers", json!([
                {"name": "id", "in": "query", "required": true, "schema": {"type": "string"}}])),
            "/api/naming": get("Who is named; with an actor every way in which each teller names it", json!([text("actor", "canonical name")])),
            "/api/control": get("Who is said to hold which place from which day to which, and where the places lie", json!([])),
            "/api/sources": get("Sources by a number of their records, and the network of who speaks through whom and who takes words from whom; with a name its record; with a list what stands behind a number", json!([
                text("name", "a source"), text("list", "of the named source: speaks, passes_on, copies_from, copied_by, corrected, corrects, hedges_lost, hedges_gained, agrees, stands_against"),
                text("with", "only with this other source; speaks with its own name: in its own voice"), text("q", "words in the name"),
                text("sort", "source, speaks, own, through, passes_on, copies_from, copied_by, corrected, corrects, hedges_lost, hedges_gained, forecasts, agrees, stands_against"),
                number("limit", "at most 2000 sources, else 100; at most 500 of a list, else 50"), number("offset", "how many of a list to pass over")])),
            "/api/forecasts": get("Forecasts with what came of them by what others told later, those decided first; and a record for each who foretells", json!([
                text("by", "who foretells"), text("outcome", "fulfilled, contradicted, disputed, open"), text("place", "canonical place"),
                number("limit", "at most 1000, else 100"), number("offset", "how many to pass over")])),
            "/api/compare": get("Two documents, their passages and what became of each word; with none named all pairs", json!([
                text("a", "id of the one document"), text("b", "id of the other, or the same"), text("passage", "id of a passage, in place of both")])),
            "/api/threads": get("Documents with comments", json!([])),
            "/api/thread": get("One document's comments: what each answers, the claims told in them in order of time, their relations and passages, and what replies seem to do by the stance model", json!([
                {"name": "id", "in": "query", "required": true, "schema": {"type": "string"}}])),
            "/api/search": get("Full text", json!([text("q", "all of these words; the last may be a beginning"), number("limit", "at most 500, else 50")])),
            "/api/meta": get("Whether this server writes, the token for its own pages, most bytes of a batch", json!([])),
            "/api/report": get("Chosen claims with their notes: exact words, document, bytes, SHA-256 of the capture; and how to cite them", json!([
                text("claims", "ids, with commas between, or: contested"), {"name": "initials", "in": "query", "description": "names of private persons as initials", "schema": {"type": "boolean"}}])),
            "/api/export": get("The ledger in another form, as a file", json!([
                {"name": "to", "in": "query", "required": true, "schema": {"enum": ["jsonl", "csv", "geojson", "acled", "ucdp", "claimreview"]}}])),
            "/api/review": get("What most needs a person: by doubt, then weight; and what was decided last", json!([number("limit", "at most 1000, else 100")])),
            "/api/judgements": both(get("All judgements, the newest first", json!([])), post("Records a judgement and counts the pile again", json!([]), act)),
            "/api/judgements/{id}/retract": post("Takes a judgement back; the record stays", id, json!({"application/json": {"schema": {"type": "object", "required": ["who"], "properties": {"who": words}}}})),
            "/api/add": post("Opens an empty batch", json!([]), json!({})),
            "/api/add/{batch}": both(put, post("Adds a batch; answers with server-sent events: progress, then done or trouble", batch.clone(), json!({}))),
            "/capture/{sha256}": get("The captured bytes, as plain text in a sandbox", json!([
                {"name": "sha256", "in": "path", "required": true, "schema": {"type": "string"}}])),
        }
    }))
}
