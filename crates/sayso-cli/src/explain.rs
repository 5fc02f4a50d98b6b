//! `sayso explain`: why, for any record of a ledger.

use std::io::Write;

use sayso::Ledger;
use sayso::record::{Claim, Commitment, Judgement, Outcome, Passage, Relation, Statement};

use crate::Failure;
use crate::views::{origins, path};

/// Why: every reason and every word behind the record of an id.
pub(crate) fn explain(ledger: &Ledger, id: &str, out: &mut dyn Write) -> Result<(), Failure> {
    let kind = id.split('-').next().unwrap_or_default();
    let found = match kind {
        "claim" => ledger.claim(id)?.map(|c| claim(ledger, &c, out)),
        "relation" => {
            let all = ledger.relations()?;
            all.iter()
                .find(|r| r.id == id)
                .map(|r| relation(ledger, r, out))
        }
        "passage" => {
            let all = ledger.passages()?;
            all.iter()
                .find(|p| p.id == id)
                .map(|p| passage(ledger, p, out))
        }
        "statement" => {
            let found = ledger.statement(id)?;
            found.map(|s| statement(ledger, &s, out))
        }
        "appearance" => {
            let all = ledger.claims()?;
            let of = |c: &&Claim| {
                let list = c.answers.iter().flat_map(|a| &a.appearances);
                list.into_iter().any(|x| x.id == id)
            };
            all.iter().find(of).map(|c| claim(ledger, c, out))
        }
        "outcome" => {
            let all = ledger.outcomes()?;
            all.iter()
                .find(|o| o.id == id)
                .map(|o| outcome(ledger, o, out))
        }
        "judgement" => {
            let all = ledger.judgements()?;
            all.iter().find(|j| j.id == id).map(|j| judgement(j, out))
        }
        _ => None,
    };
    found.unwrap_or_else(|| {
        Err(format!(
            "{id}: nothing in this ledger has this id; claims, appearances, relations, passages, \
             statements, outcomes and judgements can be explained (`sayso claims`, `sayso export --to jsonl`)"
        )
        .into())
    })
}

/// The words of a range with what stands around them, and where they stand.
fn words(
    ledger: &Ledger,
    (doc, start, end): (&str, usize, usize),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let document = ledger.document(doc)?;
    let text = document.as_ref().map_or("", |d| d.text.as_str());
    writeln!(
        out,
        "    {doc} {start}..{end}: {}",
        context(text, start, end)
    )?;
    Ok(())
}

fn relation(ledger: &Ledger, r: &Relation, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{} {} {} ({:.2})", r.a, r.kind.word(), r.b, r.score)?;
    writeln!(out, "  ∵ {}", r.reason)?;
    for at in r.evidence.spans() {
        words(ledger, (&at.doc, at.start, at.end), out)?;
    }
    Ok(())
}

fn passage(ledger: &Ledger, p: &Passage, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} {} ({:.2}), {}",
        p.kind.word(),
        p.direction.word(),
        p.similarity,
        if p.credited {
            "credited"
        } else {
            "not credited"
        }
    )?;
    writeln!(out, "  ∵ {}", p.reason)?;
    for at in [&p.a, &p.b] {
        words(ledger, (&at.doc, at.start, at.end), out)?;
    }
    Ok(())
}

fn statement(ledger: &Ledger, s: &Statement, out: &mut dyn Write) -> Result<(), Failure> {
    let names: Vec<&str> = s.chain.iter().map(|c| c.teller.as_str()).collect();
    writeln!(out, "{}", names.join(" ← "))?;
    writeln!(
        out,
        "  {}, hedge {}, {}; told {}",
        s.commitment.word(),
        s.hedge.word(),
        s.modality.word(),
        s.published.as_deref().unwrap_or("at an unknown time")
    )?;
    writeln!(out, "  {}", serde_json::to_string(&s.proposition)?)?;
    for at in s.evidence.spans() {
        words(ledger, (&at.doc, at.start, at.end), out)?;
    }
    for c in ledger.claims()? {
        for a in &c.answers {
            if a.appearances.iter().any(|x| x.statement == s.id) {
                writeln!(out, "  answers {} “{}”: {}", c.id, c.question, a.value)?;
            }
        }
    }
    for r in ledger.relations_of(&[&s.id])? {
        writeln!(out, "  {} {} {}: {}", r.a, r.kind.word(), r.b, r.reason)?;
    }
    Ok(())
}

fn outcome(ledger: &Ledger, o: &Outcome, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{}: {} foretold in {}",
        o.outcome.word(),
        o.speaker,
        o.forecast
    )?;
    for line in &o.because {
        writeln!(out, "  ∵ {line}")?;
    }
    for at in o.evidence.spans() {
        words(ledger, (&at.doc, at.start, at.end), out)?;
    }
    Ok(())
}

fn judgement(j: &Judgement, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "{} {}{}{} by {}, {}",
        j.act,
        j.target,
        j.other
            .as_ref()
            .map(|o| format!(" and {o}"))
            .unwrap_or_default(),
        j.value
            .as_ref()
            .map(|v| format!(": {v}"))
            .unwrap_or_default(),
        j.who,
        j.when.as_deref().unwrap_or("undated")
    )?;
    writeln!(out, "  ∵ {}", j.reason)?;
    if let Some(when) = &j.retracted {
        writeln!(out, "  taken back {when}")?;
    }
    Ok(())
}

fn claim(ledger: &Ledger, claim: &Claim, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(out, "{}\n{}", claim.question, claim.id)?;
    for answer in &claim.answers {
        writeln!(out, "\n{}: {}", answer.value, origins(answer.origins))?;
        for x in &answer.appearances {
            let stand = match x.commitment {
                Commitment::Asserts | Commitment::Neutral => String::new(),
                other => format!(", which the teller {}", other.word()),
            };
            writeln!(out, "  {}{stand}", path(x))?;
            words(ledger, (&x.doc, x.start, x.end), out)?;
        }
        for line in &answer.because {
            writeln!(out, "  ∵ {line}")?;
        }
    }
    writeln!(
        out,
        "\n{} ({}), by {}",
        claim.grade.airwars, claim.grade.admiralty, claim.grade.by
    )?;
    for line in &claim.grade.because {
        writeln!(out, "  ∵ {line}")?;
    }
    let about: Vec<&str> = claim
        .answers
        .iter()
        .flat_map(|a| &a.appearances)
        .map(|x| x.statement.as_str())
        .collect();
    let steps = sayso::course(ledger, claim)?;
    if steps.len() > 1 {
        writeln!(out, "\ncourse")?;
        for step in steps {
            writeln!(
                out,
                "  {:<18} {}: {} — {}  {} {}..{}\n    ∵ {}",
                step.when.as_deref().unwrap_or("undated"),
                step.turn.words(),
                step.answer,
                step.teller,
                step.doc,
                step.start,
                step.end,
                step.because
            )?;
        }
        writeln!(out)?;
    }
    for relation in ledger.relations_of(&about)? {
        if about.contains(&relation.a.as_str()) && about.contains(&relation.b.as_str()) {
            writeln!(
                out,
                "{} {} {} ({:.2}): {}",
                relation.a,
                relation.kind.word(),
                relation.b,
                relation.score,
                relation.reason
            )?;
        }
    }
    Ok(())
}

/// The words with what stands around them in their line, the words themselves in « ».
fn context(text: &str, start: usize, end: usize) -> String {
    let before = text.get(..start).unwrap_or("");
    let from = before
        .char_indices()
        .rev()
        .take(60)
        .take_while(|c| c.1 != '\n')
        .last()
        .map_or(start, |c| c.0);
    let after: String = text
        .get(end..)
        .unwrap_or("")
        .chars()
        .take_while(|c| *c != '\n')
        .take(60)
        .collect();
    let words = text.get(start..end).unwrap_or("").replace('\n', " ");
    format!("…{}«{words}»{after}…", before.get(from..).unwrap_or(""))
}
