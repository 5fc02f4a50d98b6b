//! Verdicts on what is told: "Reports that P were denied by Damascus", "The claim that P is false".
//!
//! The verdict stands behind a whole clause, and the parser takes its subject for that clause's last
//! noun ("Palmyra were denied"). So verdicts are found by their words, and the tree is put right
//! before anything reads it. Known misses: verdicts behind a comma, and those without "that".

use std::ops::Range;

use sayso_record::{Commitment, Hedge, Stance};

use super::grammar::Found;
use super::scan::{Syntax, Word, uncircle};
use super::{cues, phrase};

/// What becomes of what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// It is denied.
    Rejected,
    /// It is confirmed.
    Confirmed,
    /// It is left open.
    Open,
    /// Something else is told of the telling ("was ignored", "sparked panic").
    Other,
}

/// Words of a verdict.
const WORDS: &[(Kind, &str)] = &[
    (
        Kind::Rejected,
        "denied rejected dismissed refuted rebutted debunked disproved disproven contradicted \
         discredited retracted false untrue wrong baseless unfounded groundless fabricated fake \
         bogus incorrect inaccurate nonsense lie lies hoax fabrication fabrications myth \
         fiction falsehood propaganda invention",
    ),
    (
        Kind::Confirmed,
        "confirmed verified corroborated true correct accurate",
    ),
    (
        Kind::Open,
        "unconfirmed unverified disputed questioned questionable doubtful unclear",
    ),
    (
        Kind::Other,
        "ignored met greeted repeated published circulated carried made welcomed condemned followed \
         broadcast leaked received seen described",
    ),
];

/// Verbs that tell what a report did.
const DID: &[&str] = &[
    "caused",
    "came",
    "circulated",
    "drew",
    "emerged",
    "fuelled",
    "fueled",
    "led",
    "met",
    "prompted",
    "raised",
    "sparked",
    "spread",
    "surfaced",
    "triggered",
];

/// Words that a verdict begins with.
const HELPS: &[&str] = &[
    "are", "can", "cannot", "could", "had", "has", "have", "is", "remain", "remained", "remains",
    "was", "were", "proved", "turned",
];

/// Words of its group.
const WITHIN: &[&str] = &[
    "a",
    "an",
    "blatant",
    "complete",
    "outright",
    "pure",
    "total",
    "also",
    "be",
    "been",
    "being",
    "flatly",
    "fully",
    "immediately",
    "independently",
    "later",
    "n't",
    "not",
    "officially",
    "out",
    "promptly",
    "quickly",
    "since",
    "to",
    "totally",
    "completely",
    "strongly",
    "entirely",
    "widely",
    "yet",
    "never",
];

/// A verdict, by words.
#[derive(Debug)]
struct Verdict {
    /// The noun of telling.
    noun: usize,
    /// Its "that".
    that: usize,
    /// First word of the verdict.
    group: usize,
    /// Its last word.
    word: usize,
    kind: Kind,
}

/// The verdicts of a sentence.
fn find(words: &[Word<'_>], tag: &[&str]) -> Vec<Verdict> {
    let lower = |n: usize| words.get(n).map_or("", |w| w.lower.as_str());
    // "That" with a subject of its own, not "the report that said"; "the claim by Moscow that".
    let that = |n: usize| {
        let by = matches!(lower(n + 1), "by" | "from");
        let that = if by {
            (n + 2..n + 6).find(|k| lower(*k) == "that")?
        } else {
            n + 1
        };
        let clause =
            lower(that) == "that" && !matches!(tag.get(that + 1), None | Some(&"VERB" | &"AUX"));
        clause.then_some(that)
    };
    let telling = |n: usize| {
        let noun = cues::noun(lower(n)).is_some() || lower(n).starts_with("suggestion");
        noun.then(|| that(n)).flatten().map(|that| (n, that))
    };
    (0..words.len())
        .filter_map(telling)
        .filter_map(|(noun, that)| {
            let from = that + 2;
            let end = (from..words.len())
                .find(|n| words[*n].is(";") || words[*n].is(":") || words[*n].quote())
                .unwrap_or(words.len());
            (from..end)
                .filter(|g| (from..*g).any(|n| tag[n] == "VERB" || tag[n] == "AUX"))
                .filter(|g| {
                    !matches!(
                        lower(g - 1),
                        "who" | "which" | "that" | "and" | "or" | "," | "they" | "it"
                    )
                })
                .find_map(|group| {
                    let (kind, word) = verdict(words, from - 1, group, end)?;
                    Some(Verdict {
                        noun,
                        that,
                        group,
                        word,
                        kind,
                    })
                })
        })
        .collect()
}

/// What a group of words says of a clause that begins at `from`, and its last word.
fn verdict(words: &[Word<'_>], from: usize, group: usize, end: usize) -> Option<(Kind, usize)> {
    let lower = |n: usize| words[n].lower.as_str();
    if DID.contains(&lower(group)) && !HELPS.contains(&lower(group)) {
        // "Reports that troops fled sparked panic": the clause has its verb, and no other verb's
        // subject stands in it.
        let other = (from..group).any(|n| matches!(lower(n), "who" | "which" | "that" | "and"));
        return (!other).then_some((Kind::Other, group));
    }
    if !HELPS.contains(&lower(group)) {
        return None;
    }
    let inner = |n: &usize| WITHIN.contains(&lower(*n)) || HELPS.contains(&lower(*n));
    let word = (group + 1..end.min(group + 7)).find(|n| !inner(n))?;
    let not = (group..word).any(|n| matches!(lower(n), "not" | "n't" | "cannot" | "never" | "yet"));
    let kind = WORDS
        .iter()
        .find(|(_, list)| list.split(' ').any(|w| w == lower(word)))?
        .0;
    let kind = match kind {
        Kind::Confirmed if not => Kind::Open,
        Kind::Rejected if not => Kind::Other,
        kind => kind,
    };
    Some((kind, word))
}

/// Makes a noun of telling the subject of its verdict, and gives back to the clause between what the
/// verdict took from it.
pub(super) fn mend(words: &[Word<'_>], syntax: &mut Syntax<'_>) {
    let found = find(words, &syntax.tag);
    for v in &found {
        let between = v.that + 1..v.group;
        let hangs = |n: &usize| syntax.head[*n] == Some(v.noun);
        let verb = |n: &usize| syntax.tag[*n] == "VERB";
        let inner = between.clone().filter(verb).find(hangs);
        let Some(inner) = inner.or_else(|| between.clone().find(verb)) else {
            continue;
        };
        if syntax.head[v.noun].is_none_or(|h| h < v.group) {
            syntax.head[v.word] = syntax.head[v.noun].filter(|h| *h < v.noun);
            syntax.relation[v.word] = syntax.relation[v.noun];
        }
        let verbal = syntax.tag[v.word] == "VERB";
        syntax.head[v.noun] = Some(v.word);
        syntax.relation[v.noun] = if verbal { "nsubj:pass" } else { "nsubj" };
        syntax.head[inner] = Some(v.noun);
        syntax.relation[inner] = "acl";
        syntax.head[v.that] = Some(inner);
        syntax.relation[v.that] = "mark";
        let object = between
            .clone()
            .any(|n| syntax.head[n] == Some(inner) && syntax.relation[n] == "obj");
        for n in between {
            if n != inner && syntax.head[n].is_some_and(|h| h >= v.group) {
                syntax.head[n] = Some(inner);
                if n > inner && syntax.relation[n].starts_with("nsubj") {
                    syntax.relation[n] = if object { "obl" } else { "obj" };
                }
            }
        }
        for n in v.group..v.word {
            syntax.head[n] = Some(v.word);
        }
    }
    if !found.is_empty() {
        uncircle(&mut syntax.head);
    }
}

/// Ends what is told before its verdict, and adds who judges it.
pub(super) fn judge(words: &[Word<'_>], syntax: &Syntax<'_>, found: &mut Vec<Found>) {
    for v in find(words, &syntax.tag) {
        found.retain(|f| !(v.group..v.word + 1).contains(&f.cue.start));
        let of_noun = |f: &Found| f.cue.contains(&v.noun);
        for part in found
            .iter_mut()
            .filter(|f| of_noun(f))
            .flat_map(|f| &mut f.content)
        {
            if part.start > v.noun && part.end > v.group {
                part.end = v.group;
            }
        }
        if v.kind == Kind::Other {
            continue;
        }
        let by = (v.word + 1..words.len().min(v.word + 5)).find(|n| words[*n].lower == "by");
        let by = by
            .map(|b| b + 1..phrase::forwards(words, b + 1))
            .filter(|r| !r.is_empty());
        let told = found
            .iter()
            .position(|f| of_noun(f) && !f.source.is_empty());
        if told.is_none() {
            found.retain(|f| !of_noun(f));
        }
        let own = told.map(|at| &mut found[at]);
        match (own, &by) {
            // The teller's own verdict on somebody's claim.
            (Some(claim), None) => match v.kind {
                Kind::Rejected => claim.commitment = Commitment::Rejects,
                Kind::Open => claim.hedge = Hedge::Unconfirmed,
                Kind::Confirmed | Kind::Other => {}
            },
            (claim, _) => {
                // Somebody's claim is inside what another rejects.
                let from = claim
                    .map(|c| c.source.start)
                    .filter(|_| v.kind == Kind::Rejected);
                let mut judged = verdict_of(words, &v, by);
                judged
                    .content
                    .push(from.unwrap_or(v.that).min(v.that)..v.group);
                // What holds the noun tells of the verdict.
                let outer = found
                    .iter()
                    .rposition(|f| f.content.iter().any(|c| c.contains(&v.noun)));
                found.insert(outer.map_or(0, |at| at + 1), judged);
            }
        }
    }
}

/// "There is no truth to reports that P": as if P were denied by who says so.
pub(super) fn no_truth(words: &[Word<'_>], found: &mut Vec<Found>) {
    let lower = |n: usize| words.get(n).map_or("", |w| w.lower.as_str());
    for n in 1..words.len() {
        let truth = matches!(lower(n), "truth" | "substance" | "basis" | "merit")
            && matches!(lower(n - 1), "no" | "without" | "any")
            && matches!(lower(n + 1), "to" | "in" | "for" | "behind");
        let noun = (n + 2..n + 6).find(|k| cues::noun(lower(*k)).is_some());
        let Some(noun) = noun.filter(|k| truth && lower(k + 1) == "that") else {
            continue;
        };
        let close = |k: &usize| words[*k].quote() || words[*k].is(";");
        let end = (noun + 2..words.len()).find(close).unwrap_or(words.len());
        // ", the army said" is who says so
        let comma = (noun + 2..end).rev().find(|k| words[*k].is(","));
        let said = |c: &usize| (*c..end).any(|k| cues::verb(lower(k)).is_some());
        let end = comma.filter(said).unwrap_or(end);
        found.retain(|f| !f.cue.contains(&noun));
        let outer = found
            .iter()
            .rposition(|f| f.content.iter().any(|c| c.contains(&noun)));
        let (_, hedge) = cues::noun(lower(noun)).unwrap_or((Commitment::Neutral, Hedge::None));
        let content = noun + 1..end;
        let told = Found {
            source: noun..noun,
            cue: noun..noun + 1,
            content: vec![content],
            stance: Stance::Asserts,
            hedge,
            commitment: Commitment::Rejects,
            edge: sayso_record::Edge::Reports,
            impersonal: true,
            leads: false,
            opens: noun,
            fronted: false,
            trusted: false,
        };
        found.insert(outer.map_or(0, |at| at + 1), told);
    }
}

/// Who judges, how, and what.
fn verdict_of(words: &[Word<'_>], v: &Verdict, by: Option<Range<usize>>) -> Found {
    let somebody = by.is_some();
    let (commitment, hedge) =
        cues::noun(&words[v.noun].lower).unwrap_or((Commitment::Neutral, Hedge::None));
    let (stance, hedge, commitment) = match v.kind {
        Kind::Rejected if somebody => (Stance::Denies, Hedge::None, Commitment::Neutral),
        Kind::Rejected => (Stance::Asserts, hedge, Commitment::Rejects),
        Kind::Confirmed if somebody => (Stance::Asserts, Hedge::None, Commitment::Asserts),
        Kind::Confirmed => (Stance::Asserts, hedge, Commitment::Asserts),
        Kind::Open | Kind::Other => (Stance::Asserts, Hedge::Unconfirmed, commitment),
    };
    let open = v.kind == Kind::Open;
    Found {
        source: by.unwrap_or(0..0),
        cue: if somebody {
            v.group..v.word + 1
        } else {
            v.noun..v.noun + 1
        },
        content: Vec::new(),
        stance: if open && somebody {
            Stance::Questions
        } else {
            stance
        },
        hedge,
        commitment,
        edge: sayso_record::Edge::Reports,
        impersonal: !somebody,
        leads: false,
        opens: v.noun,
        fronted: true,
        trusted: somebody,
    }
}

#[cfg(test)]
mod tests {
    /// Who is made to say what, and where each link of the chain stands.
    fn read(text: &str) -> Vec<String> {
        let layers = crate::testing::layers(text);
        let others = layers.attributions.iter().filter(|a| !a.own_voice);
        others
            .map(|a| {
                let speaker = a.speaker.as_deref().unwrap_or("unnamed");
                let stands: Vec<&str> = a.chain.iter().map(|l| l.commitment.word()).collect();
                let words: Vec<&str> = a.content.iter().map(|c| &text[c.start..c.end]).collect();
                format!("{speaker};{};{}", stands.join(" "), words.join(" … "))
            })
            .collect()
    }

    #[test]
    fn specimens() {
        crate::testing::specimens(include_str!("../../specimens/verdicts.tsv"), &read);
    }

    /// The clause under a verdict is read as without it.
    #[test]
    fn what_is_judged_is_read() {
        for text in [
            "Reports that the army had captured Palmyra were denied by Damascus.",
            "The report that the army captured Palmyra turned out to be wrong.",
            "The claim that the army captured Palmyra has been debunked.",
        ] {
            let layers = crate::testing::layers(text);
            let [held] = &layers.control[..] else {
                panic!("{text}: {:?}", layers.control);
            };
            assert_eq!(held.holder.as_deref(), Some("Syrian Arab Army"), "{text}");
            let told = layers
                .attributions
                .iter()
                .find(|a| Some(&a.id) == held.attribution.as_ref());
            let told = told.expect("somebody tells it");
            let rejected = told
                .chain
                .iter()
                .any(|l| l.commitment == sayso_record::Commitment::Rejects);
            assert!(rejected, "{text}: {told:?}");
        }
    }
}
