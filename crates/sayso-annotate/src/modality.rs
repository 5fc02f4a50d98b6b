//! Whether a proposition is said to be so: negated, future, supposed or actual.
//!
//! Read along the tree from the word that tells it, up through the verbs that govern it: each adds
//! its own "not", its auxiliary, and what it does to the verb below it ("managed to", "failed to",
//! "plans to"). Two denials make none. The table of governors follows the distinction of
//! implicative and non-factive verbs (Karttunen 1971). What the tree misses a window of words
//! catches, for negation only: a lost "not" does the most harm. `specimens/modality.tsv` holds what
//! a person would say of each.

use std::collections::HashMap;
use std::sync::LazyLock;

use sayso_record::Modality;

use crate::frame::Frame;

/// What a governor does to the verb below it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Effect {
    /// What is below is so when the governor is ("managed to").
    Implies,
    /// An event below is so ("launched strikes"); an infinitive tells what it was for ("launched an
    /// attack to retake").
    Carries,
    /// What is below is not so when the governor is ("failed to").
    Denies,
    /// It lies ahead, or was meant to.
    Ahead,
    /// It is left open.
    Opens,
}

/// What a governor does to the verb below it.
pub(crate) const GOVERNORS: &[(Effect, &str)] = &[
    (
        Effect::Implies,
        "managed manage manages succeeded succeed succeeds began begin begins begun started start \
         starts continued continue continues helped help helps helping forced forces forcing \
         caused allowed let made make went go came proceeded kept keep saw seen used able enabled \
         ceased stopped claimed reported true certain",
    ),
    (
        Effect::Carries,
        "launched launch launches launching carried carry carrying conducted conduct staged \
         mounted committed perpetrated waged led repelled repulsed resumed sent",
    ),
    (
        Effect::Denies,
        "failed fail fails failing refused refuse refuses declined unable unwilling avoided avoid \
         avoids prevented prevent prevents foiled foil thwarted averted impossible yet false \
         untrue neglected",
    ),
    (
        Effect::Ahead,
        "plan plans planned planning wants want wanted vowed vow vows promised promises promise \
         threatened threatens threaten intends intend intended hopes hope hoped seeks seek sought \
         seeking aims aim aimed expected expects expect likely set poised about ready due going \
         prepared preparing prepares prepare decided decides agreed ordered orders order urged \
         urges urge asked told called wishes pledged bound scheduled close verge brink cusp",
    ),
    (
        Effect::Opens,
        "tried try tries trying attempted attempts attempt attempting possible unclear unknown \
         evidence doubt doubts doubtful supposed proof",
    ),
];

fn effect(lower: &str) -> Option<Effect> {
    static TABLE: LazyLock<HashMap<&str, Effect>> =
        LazyLock::new(|| crate::rules::index(GOVERNORS));
    TABLE.get(lower).copied()
}

/// How often a climb goes on.
const STEPS: usize = 8;

/// Modality of what the word at `at` tells.
pub(crate) fn of(frame: &Frame<'_, '_, '_>, at: usize) -> Modality {
    let mut chain = vec![at];
    let mut found = local(frame, at, None);
    let mut here = at;
    // "a drone attack was foiled": what is told of the attack is told of the drone
    let of = frame.syntax.head[at].filter(|_| frame.syntax.relation[at] == "compound");
    if let Some(of) = of.filter(|h| *h > at && frame.syntax.tag[*h] == "NOUN") {
        chain.push(of);
        found = stronger(found, local(frame, of, Some(at)));
        here = of;
    }
    for _ in 0..STEPS {
        let Some((above, joins)) = governor(frame, here) else {
            break;
        };
        chain.push(above);
        let own = local(frame, above, Some(here));
        let mut effect = effect(frame.lower(above));
        // "stopped the army from taking"
        let from = frame
            .kids(here, &["mark", "case"])
            .any(|m| frame.lower(m) == "from");
        if from
            && matches!(
                frame.lower(above),
                "stopped" | "stop" | "stops" | "kept" | "keep"
            )
        {
            effect = Some(Effect::Denies);
        }
        // "warned them against taking"
        if frame
            .kids(here, &["mark", "case"])
            .any(|m| frame.lower(m) == "against")
        {
            effect = Some(Effect::Opens);
        }
        // "had to close, killing": only "close to" is short of what follows.
        let to = frame.kids(here, &["mark"]).any(|m| frame.lower(m) == "to");
        if frame.lower(above) == "close" && !to {
            effect = None;
        }
        // "came close to taking"
        let short = frame.kids(above, &["advmod", "xcomp"]);
        if to && short.into_iter().any(|k| frame.lower(k) == "close") {
            effect = Some(Effect::Ahead);
        }
        if infinitive(frame, here) {
            effect = effect.or_else(|| held_so(frame, above));
        } else if effect == Some(Effect::Ahead) && TELLS.contains(&frame.lower(above)) {
            // "told Reuters that it fell": what is told of is no order
            effect = None;
        }
        // "unable to verify that", "has yet to confirm that"
        let unchecked = here != at && checks(frame.lower(here));
        if unchecked && (effect == Some(Effect::Denies) || own == Modality::Negated) {
            found = stronger(found, Modality::Hypothetical);
            here = above;
            continue;
        }
        found = match joins {
            // "will take and hold": the auxiliary is shared, the "not" too.
            Joins::Coordinate => stronger(found, own),
            // "allegedly took it, killing nine"
            Joins::Outcome => {
                found = stronger(found, own_mood(own));
                break;
            }
            Joins::Event | Joins::Complement | Joins::Purpose => {
                let under = match effect {
                    Some(Effect::Denies) if own == Modality::Negated => {
                        break;
                    }
                    // "thwarted an attack, killing scores": only "from" denies what is done.
                    Some(Effect::Denies)
                        if !from
                            && frame.lower(here).ends_with("ing")
                            && frame.syntax.relation[here].starts_with("advcl") =>
                    {
                        Modality::Actual
                    }
                    Some(Effect::Denies) => Modality::Negated,
                    Some(Effect::Opens) if own == Modality::Negated && open(frame.lower(above)) => {
                        // "no evidence that", "nobody doubts that"
                        if frame.lower(above).starts_with("doubt") {
                            break;
                        }
                        Modality::Hypothetical
                    }
                    _ if own == Modality::Negated && checks(frame.lower(above)) => {
                        Modality::Hypothetical
                    }
                    _ if own == Modality::Negated => Modality::Negated,
                    Some(Effect::Opens) => Modality::Hypothetical,
                    Some(Effect::Ahead) => Modality::Future,
                    _ if joins == Joins::Purpose => Modality::Future,
                    Some(Effect::Carries) if infinitive(frame, here) => Modality::Future,
                    Some(Effect::Implies | Effect::Carries) => Modality::Actual,
                    None if joins == Joins::Complement && infinitive(frame, here) => {
                        Modality::Future
                    }
                    None => Modality::Actual,
                };
                stronger(found, stronger(under, own_mood(own)))
            }
        };
        here = above;
    }
    // "their goal was to retake it": an infinitive that nothing makes a fact is none.
    if found == Modality::Actual && chain.len() == 1 && infinitive(frame, at) {
        found = Modality::Future;
    }
    if found != Modality::Negated && (near(frame, at, &chain) || untrue(frame, at)) {
        return Modality::Negated;
    }
    if found == Modality::Actual && unverified(frame, at) {
        return Modality::Hypothetical;
    }
    found
}

/// The mood of a governor that reaches down beside its effect: its negation is in the effect.
fn own_mood(own: Modality) -> Modality {
    if own == Modality::Negated {
        Modality::Actual
    } else {
        own
    }
}

/// What "appears to hold" and "is said to hold" do: such an infinitive lies not ahead.
fn held_so(frame: &Frame<'_, '_, '_>, above: usize) -> Option<Effect> {
    let passive = frame.kids(above, &["aux:pass"]).next().is_some();
    match frame.lower(above) {
        "appear" | "appears" | "appeared" | "seem" | "seems" | "seemed" => Some(Effect::Opens),
        "believed" | "thought" | "alleged" | "rumoured" | "rumored" | "suspected" | "feared"
            if passive =>
        {
            Some(Effect::Opens)
        }
        "said" | "known" | "understood" if passive => Some(Effect::Implies),
        "claims" | "claim" | "claiming" => Some(Effect::Implies),
        _ => None,
    }
}

/// Verbs of telling that order only what stands in the infinitive.
const TELLS: &[&str] = &[
    "told", "asked", "agreed", "decided", "urged", "called", "warned",
];

/// "It is not true that", "it is a lie that", whatever the tree hangs below.
fn untrue(frame: &Frame<'_, '_, '_>, at: usize) -> bool {
    let that = (at.saturating_sub(15)..at)
        .rev()
        .take_while(|n| !frame.words[*n].is(";"))
        .find(|n| frame.lower(*n) == "that");
    let Some(word) = that.and_then(|t| t.checked_sub(1)) else {
        return false;
    };
    let from = word.saturating_sub(5);
    let has = |list: &[&str]| (from..word).any(|n| list.contains(&frame.lower(n)));
    let it = has(&["it", "it's"]) && has(&["is", "was", "it's", "'s"]);
    let not = has(&["not", "n't", "isn't", "wasn't"]);
    match frame.lower(word) {
        "true" | "case" | "correct" | "accurate" => it && not,
        "untrue" | "false" | "incorrect" | "lie" | "myth" | "hoax" | "fabrication" | "fiction"
        | "nonsense" => it && !not,
        _ => false,
    }
}

/// "Reports that X fell could not be independently verified", which trees get wrong.
fn unverified(frame: &Frame<'_, '_, '_>, at: usize) -> bool {
    let told = |n: usize| {
        matches!(
            frame.lower(n),
            "claims" | "claim" | "reports" | "report" | "allegations" | "rumours" | "rumors"
        )
    };
    let checked = |n: usize| {
        let word = matches!(frame.lower(n), "verified" | "confirmed" | "corroborated");
        word && (n.saturating_sub(4)..n).any(|k| matches!(frame.lower(k), "not" | "n't"))
    };
    (0..at.min(4)).any(|n| told(n) && frame.lower(n + 1) == "that")
        && (at + 1..frame.words.len()).any(checked)
}

/// Verbs of checking: what could not be checked is open, not denied.
fn checks(lower: &str) -> bool {
    ["verif", "confirm", "corroborat", "substantiat"]
        .iter()
        .any(|stem| lower.starts_with(stem))
}

/// Words whose denial leaves what is below open rather than denies it.
fn open(lower: &str) -> bool {
    matches!(lower, "evidence" | "proof" | "doubt" | "doubts" | "clear")
}

fn stronger(a: Modality, b: Modality) -> Modality {
    let rank = |m: Modality| match m {
        Modality::Negated => 3,
        Modality::Hypothetical => 2,
        Modality::Future => 1,
        Modality::Actual => 0,
    };
    if rank(a) >= rank(b) { a } else { b }
}

#[derive(Clone, Copy, PartialEq)]
enum Joins {
    Complement,
    Coordinate,
    Event,
    /// "a campaign for the liberation of": under an effort, what it is for.
    Purpose,
    /// "took it, killing nine": what came of it, under the same reserve.
    Outcome,
}

/// Nouns and verbs whose "for" or "of" names what they are for.
const EFFORTS: &[&str] = &[
    "aim",
    "aims",
    "assault",
    "battle",
    "bid",
    "battles",
    "called",
    "calling",
    "calls",
    "campaign",
    "drive",
    "effort",
    "efforts",
    "fight",
    "fighting",
    "goal",
    "objective",
    "offensive",
    "operation",
    "operations",
    "plan",
    "plans",
    "preparation",
    "preparations",
    "prepare",
    "prepared",
    "preparing",
    "push",
    "struggle",
    "war",
];

/// Whether a noun or gerund stands with "for" ("of" after an aim) under a word of effort, or just
/// after one, wherever the tree hangs it.
fn purpose(frame: &Frame<'_, '_, '_>, at: usize, head: usize) -> bool {
    let Some(case) = frame.kids(at, &["case", "mark"]).next() else {
        return false;
    };
    let before = case.checked_sub(1).unwrap_or(head);
    [head, before].into_iter().any(|n| {
        let above = frame.lower(n);
        let aim = matches!(above, "aim" | "aims" | "goal" | "objective");
        let word = frame.lower(case);
        EFFORTS.contains(&above) && (word == "for" || aim && word == "of")
    })
}

/// The word above whose mood reaches down.
fn governor(frame: &Frame<'_, '_, '_>, at: usize) -> Option<(usize, Joins)> {
    let head = frame.syntax.head[at]?;
    let relation = frame.syntax.relation[at];
    let plain = relation.split(':').next().unwrap_or(relation);
    let noun = matches!(frame.syntax.tag[at], "NOUN" | "PROPN");
    let does = effect(frame.lower(head)).is_some() || checks(frame.lower(head));
    // "after the army took X" hangs on nobody's will.
    let apart = frame.kids(at, &["mark"]).any(|m| {
        matches!(
            frame.lower(m),
            "after" | "as" | "when" | "because" | "since" | "while" | "although" | "though"
        )
    });
    match plain {
        "ccomp" | "advcl" if apart => None,
        // "warned them against taking"
        "advcl"
            if frame
                .kids(at, &["mark", "case"])
                .any(|m| frame.lower(m) == "against") =>
        {
            Some((head, Joins::Complement))
        }
        "nmod" | "obl" | "acl" | "advcl" if purpose(frame, at, head) => {
            Some((head, Joins::Purpose))
        }
        "xcomp" => Some((head, Joins::Complement)),
        // "it is not true that", "no evidence that"; what somebody said is the attribution's.
        // "winning it would be a victory"
        "csubj" => Some((head, Joins::Complement)),
        "ccomp" | "acl" if does && relation != "acl:relcl" => Some((head, Joins::Complement)),
        // "forced the rebels to leave", wherever the tree hangs the leaving
        "acl" if infinitive(frame, at) => {
            let verb = frame.syntax.head[head].filter(|v| {
                frame.syntax.relation[head] == "obj" && effect(frame.lower(*v)).is_some()
            });
            Some((verb.unwrap_or(head), Joins::Complement))
        }
        // "stopped them from taking"; "as the army took X, he called Y" governs nothing.
        "advcl" if does && frame.lower(at).ends_with("ing") || infinitive(frame, at) => {
            Some((head, Joins::Complement))
        }
        "advcl" if frame.lower(at).ends_with("ing") => Some((head, Joins::Outcome)),
        "conj" if !noun => {
            // A clause with a subject or an auxiliary of its own stands alone.
            let own = frame
                .kids(at, &["nsubj", "nsubj:pass", "aux", "aux:pass"])
                .next();
            // "did not rest and took" shares nothing, "did not take or hold" does.
            let or = frame
                .kids(at, &["cc"])
                .any(|c| matches!(frame.lower(c), "or" | "nor"));
            let shared = frame
                .kids(head, &["aux"])
                .any(|k| k < at && (or || !matches!(frame.lower(k), "did" | "do" | "does")));
            let apart = (head..at).any(|n| frame.words[n].is(","));
            let shared = shared && !apart;
            (own.is_none() && shared).then_some((head, Joins::Coordinate))
        }
        "obj" if noun && (does || frame.verb(head)) => Some((head, Joins::Event)),
        "nsubj" if noun && does_exist(frame, head) => Some((head, Joins::Event)),
        "conj" => frame.verb(head).then_some((head, Joins::Coordinate)),
        "nmod" | "obl" if noun && does => Some((head, Joins::Event)),
        _ => None,
    }
}

/// Verbs and adjectives that say of an event that it was, or was not.
fn does_exist(frame: &Frame<'_, '_, '_>, verb: usize) -> bool {
    matches!(
        frame.lower(verb),
        "took"
            | "take"
            | "taken"
            | "takes"
            | "happened"
            | "happen"
            | "occurred"
            | "occur"
            | "was"
            | "were"
            | "is"
            | "are"
            | "be"
            | "been"
            | "possible"
            | "likely"
            | "planned"
            | "foiled"
            | "thwarted"
            | "expected"
            | "prevented"
            | "averted"
            | "launched"
            | "carried"
            | "reported"
            | "imminent"
            | "impossible"
    ) || effect(frame.lower(verb)).is_some_and(|e| !matches!(e, Effect::Implies | Effect::Carries))
}

fn infinitive(frame: &Frame<'_, '_, '_>, at: usize) -> bool {
    frame.kids(at, &["mark"]).any(|m| frame.lower(m) == "to") && !frame.lower(at).ends_with("ing")
}

/// What stands at a word itself: its "not", its auxiliaries, its subject's "no", its mark.
fn local(frame: &Frame<'_, '_, '_>, at: usize, below: Option<usize>) -> Modality {
    let mut mood = Modality::Actual;
    let mut denials = 0;
    let all: Vec<usize> = frame.kids(at, ALL).collect();
    for k in all {
        if Some(k) == below {
            continue;
        }
        let word = frame.lower(k);
        // "not only", "no sooner", "no less than"
        let only = frame.words.get(k + 1).is_some_and(|w| {
            matches!(
                w.lower.as_str(),
                "only" | "sooner" | "least" | "less" | "just"
            )
        });
        if matches!(word, "not" | "never" | "n't" | "nor" | "neither") && !only
            || word.ends_with("n't")
            || word == "cannot"
            || matches!(word, "nearly" | "almost") && k < at
            || word == "longer" && k > 0 && frame.lower(k - 1) == "no"
            || word == "no" && k < at && !only
            || word == "yet" && below.is_some_and(|b| infinitive(frame, b))
        {
            denials += 1;
        }
        if matches!(word, "without") {
            denials += 1;
        }
        // "instead of taking", "rather than attack"
        if word == "instead"
            || word == "rather" && frame.kids(k, &["fixed"]).any(|f| frame.lower(f) == "than")
            || word == "than" && k > 0 && frame.lower(k - 1) == "rather"
        {
            denials += 1;
        }
        let helps = frame.syntax.relation[k].starts_with("aux");
        match word {
            "will" | "shall" | "'ll" | "wo" | "gonna" if helps => {
                mood = stronger(mood, Modality::Future);
            }
            // "in May" supposes nothing.
            "might" | "may" | "could" | "would" | "should" | "can" | "must" | "ought" | "'d"
            | "ca"
                if helps =>
            {
                mood = stronger(mood, Modality::Hypothetical);
            }
            "possibly" | "perhaps" | "maybe" | "if" | "unless" | "whether" | "allegedly"
            | "supposedly" | "purportedly" => {
                mood = stronger(mood, Modality::Hypothetical);
            }
            _ if word.ends_with("'ll") => mood = stronger(mood, Modality::Future),
            _ => {}
        }
    }
    // "lost neither Homs nor Hama"
    let mut objects = frame.kids(at, &["obj"]).filter(|o| Some(*o) != below);
    if objects.any(|o| {
        let mut before = frame.kids(o, &["cc:preconj", "det", "advmod", "cc"]);
        before.any(|k| k < o && frame.lower(k) == "neither")
    }) {
        denials += 1;
    }
    // "No soldiers took", "nobody took", "none of them took"
    let subject = frame.kids(at, &["nsubj", "nsubj:pass"]).next();
    if let Some(subject) = subject.filter(|s| Some(*s) != below) {
        let none = |w: &str| matches!(w, "nobody" | "none" | "neither" | "no-one");
        let own = frame
            .kids(subject, &["det", "cc:preconj", "advmod"])
            .filter(|d| !bounds(frame, *d))
            .any(|d| frame.lower(d) == "no" || none(frame.lower(d)));
        if frame.lower(subject).ends_with("'ll") {
            mood = stronger(mood, Modality::Future);
        }
        let sooner = frame.lower(at) == "sooner";
        if (none(frame.lower(subject)) || own) && !sooner {
            denials += 1;
        }
    }
    if question(frame, at) {
        mood = stronger(mood, Modality::Hypothetical);
    }
    if denials % 2 == 1 {
        return Modality::Negated;
    }
    mood
}

/// "No fewer than 30 were killed": the "no" is the number's.
fn bounds(frame: &Frame<'_, '_, '_>, no: usize) -> bool {
    let next = |n: usize| frame.words.get(no + n).map_or("", |w| w.lower.as_str());
    matches!(next(1), "fewer" | "less" | "more") && next(2) == "than"
}

/// Relations of what may say "not" or "may" of a word.
const ALL: &[&str] = &[
    "advmod",
    "aux",
    "aux:pass",
    "det",
    "mark",
    "case",
    "cc",
    "cc:preconj",
    "neg",
    "discourse",
    "parataxis",
    "dep",
    "fixed",
    "amod",
    "obl",
];

/// A question that "yes" or "no" answers: it opens with its auxiliary.
fn question(frame: &Frame<'_, '_, '_>, at: usize) -> bool {
    let asks = frame.words.last().is_some_and(|w| w.is("?"));
    let opens = matches!(
        frame.lower(0),
        "did" | "does" | "do" | "has" | "have" | "had" | "is" | "are" | "was" | "were" | "will"
    );
    asks && opens
        && frame.syntax.head[at].is_none_or(|h| frame.syntax.head[h].is_none() || !frame.verb(h))
}

/// A "not" within four words before, in the same clause by its commas, that the tree hangs on
/// nothing that matters here: better a denial too many than one lost.
fn near(frame: &Frame<'_, '_, '_>, at: usize, chain: &[usize]) -> bool {
    let words = frame.words;
    let from = words[..at]
        .iter()
        .rposition(|w| w.is(",") || w.is(";") || w.is(":"))
        .map_or(0, |i| i + 1);
    let from = from.max(at.saturating_sub(4));
    (from..at).any(|n| {
        let word = frame.lower(n);
        let not = matches!(
            word,
            "not" | "never" | "cannot" | "without" | "neither" | "nor"
        ) || word.ends_with("n't");
        let only = words
            .get(n + 1)
            .is_some_and(|w| matches!(w.lower.as_str(), "only" | "just" | "least" | "less"));
        // Weighed already, or it stands with another verb between.
        let head = frame.syntax.head[n];
        let weighed = head.is_some_and(|h| chain.contains(&h));
        let other = head.is_some_and(|h| {
            matches!(frame.syntax.tag[h], "VERB" | "AUX" | "ADJ") && h != at && h < at && h > n
                || frame.verb(h)
        });
        let held = word == "without" && head.is_some_and(|h| h != at);
        not && !only && !weighed && !other && !held
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attributions::scan::Reading;
    use crate::{Context, Layer, Options, annotate};
    use sayso_knowledge::Knowledge;
    use sayso_record::Document;

    #[test]
    fn specimens() {
        let knowledge = Knowledge::bundled();
        let context = Context {
            knowledge: &knowledge,
            proposals: &[],
        };
        let mut wrong = Vec::new();
        let mut count = 0;
        for line in include_str!("../specimens/modality.tsv").lines() {
            let [text, word, mood, why] = line.split('\t').collect::<Vec<_>>()[..] else {
                assert!(line.starts_with('#'), "not four columns: {line}");
                continue;
            };
            if line.starts_with('#') {
                continue;
            }
            count += 1;
            let document = Document::plain("d", text);
            let options = Options {
                only: vec![Layer::Tokens],
            };
            let (layers, _) = annotate(&context, &document, &options);
            let reading = Reading::new(&document, &layers);
            let at = text
                .rfind(&format!(" {word}"))
                .expect("the word is in the text")
                + 1;
            let clause = reading
                .clauses
                .iter()
                .find(|c| c.span.start <= at && at < c.span.end)
                .expect("a sentence");
            let words = reading.of(clause);
            let frame = Frame::new(words, reading.syntax(clause, &layers), &layers);
            let at = words.iter().position(|w| w.start == at).expect("a word");
            let found = of(&frame, at);
            if found.word() != mood {
                let tree: Vec<String> = (0..words.len())
                    .map(|n| {
                        format!(
                            "{}/{}/{}",
                            words[n].text,
                            frame.syntax.relation[n],
                            frame.syntax.head[n].map_or("-", |h| words[h].text)
                        )
                    })
                    .collect();
                wrong.push(format!(
                    "{text} [{word}] {} instead of {mood}: {why}\n    {}",
                    found.word(),
                    tree.join(" ")
                ));
            }
        }
        assert!(count >= 120, "{count} specimens");
        assert!(
            wrong.is_empty(),
            "{} wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    }
}
