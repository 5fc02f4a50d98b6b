//! The cue table: what words attribute, what complement they want, where the outer teller stands.

use std::collections::HashMap;
use std::sync::LazyLock;

use sayso_record::{Commitment, Edge, Hedge, Stance};

/// What a cue needs after it to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// Anything: "said the road was open".
    Any,
    /// A that-clause, a question word or a quotation: "hopes that", "asked whether".
    That,
    /// As `That`, or an infinitive: "promised to retake".
    To,
    /// A quotation, or "for", "on": "called it a “gift”", "called for".
    Quote,
}

/// A cue word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cue {
    /// Needed complement.
    pub(crate) wants: Wants,
    /// What the speaker does.
    pub(crate) stance: Stance,
    /// Reservation the word itself carries.
    pub(crate) hedge: Hedge,
    /// Where the outer teller stands when he uses the word.
    pub(crate) commitment: Commitment,
    /// How the outer teller passes it on.
    pub(crate) edge: Edge,
    /// Whether the form is also a common noun ("claims", "reports").
    pub(crate) noun: bool,
    /// Whether it may stand before its subject: "…, said the mayor".
    pub(crate) inverts: bool,
}

/// Lemma, complement, flags: `a` denies, `q` asks, `p` predicts or promises, `o` orders; `d` the
/// teller distances himself, `+` he vouches, `?` he doubts; `n` noun too; `i` inverts;
/// `c` confirms; `y` probable, `z` possible.
const VERBS: &[(&str, Wants, &str)] = &[
    ("say", Wants::Any, "i"),
    ("tell", Wants::Any, ""),
    ("claim", Wants::Any, "dni"),
    ("allege", Wants::Any, "di"),
    ("assert", Wants::Any, "di"),
    ("insist", Wants::Any, "di"),
    ("maintain", Wants::That, "di"),
    ("contend", Wants::Any, "di"),
    ("report", Wants::Any, "ni"),
    ("announce", Wants::Any, "i"),
    ("declare", Wants::Any, "i"),
    ("state", Wants::That, "ni"),
    ("add", Wants::That, "i"),
    ("note", Wants::That, "ni+"),
    ("explain", Wants::Any, "i"),
    ("stress", Wants::Any, "ni"),
    ("emphasize", Wants::Any, "i"),
    ("emphasise", Wants::Any, "i"),
    ("underline", Wants::That, ""),
    ("tweet", Wants::Any, "ni"),
    ("write", Wants::That, "i"),
    ("estimate", Wants::Any, "nyi"),
    ("argue", Wants::Any, "i"),
    ("acknowledge", Wants::Any, "i+"),
    ("admit", Wants::Any, "i+"),
    ("concede", Wants::Any, "i+"),
    ("confirm", Wants::Any, "ic"),
    ("reveal", Wants::Any, "i+"),
    ("disclose", Wants::Any, "+"),
    ("recall", Wants::That, "i"),
    ("deny", Wants::Any, "a"),
    ("reject", Wants::Quote, "a"),
    ("dismiss", Wants::Quote, "a"),
    ("refute", Wants::That, "a"),
    ("rebut", Wants::That, "a"),
    ("dispute", Wants::That, "a"),
    ("contradict", Wants::That, "a"),
    ("debunk", Wants::That, "a"),
    ("disavow", Wants::That, "a"),
    ("repudiate", Wants::That, "a"),
    ("warn", Wants::Any, "ip"),
    ("predict", Wants::Any, "ip"),
    ("forecast", Wants::Any, "np"),
    ("expect", Wants::To, "py"),
    ("promise", Wants::To, "npi"),
    ("vow", Wants::To, "npi"),
    ("pledge", Wants::To, "npi"),
    ("swear", Wants::To, ""),
    ("threaten", Wants::To, "p"),
    ("hope", Wants::That, "npz"),
    ("believe", Wants::Any, "yi"),
    ("think", Wants::Any, "yi"),
    ("suspect", Wants::That, "nz"),
    ("fear", Wants::That, "nz"),
    ("know", Wants::That, ""),
    ("suggest", Wants::Any, "zi"),
    ("indicate", Wants::Any, ""),
    ("show", Wants::Any, "+n"),
    ("find", Wants::That, "+"),
    ("conclude", Wants::That, "i"),
    ("learn", Wants::That, "+"),
    ("agree", Wants::To, "i"),
    ("decide", Wants::To, ""),
    ("plan", Wants::To, "np"),
    ("propose", Wants::To, ""),
    ("ask", Wants::That, "qi"),
    ("wonder", Wants::That, "qi"),
    ("question", Wants::That, "qn"),
    ("urge", Wants::Any, "on"),
    ("demand", Wants::Any, "on"),
    ("order", Wants::To, "on"),
    ("request", Wants::That, "on"),
    ("call", Wants::Quote, "n"),
    ("describe", Wants::Any, ""),
    ("dub", Wants::Quote, ""),
    ("label", Wants::Quote, "n"),
    ("portray", Wants::Any, "d"),
    ("accuse", Wants::Any, "d"),
    ("blame", Wants::Any, "dn"),
    ("boast", Wants::That, "di"),
    ("quip", Wants::That, "i"),
    ("respond", Wants::That, "i"),
    ("reply", Wants::That, "ni"),
    ("answer", Wants::That, "ni"),
    ("comment", Wants::That, "ni"),
    ("remark", Wants::That, "ni"),
    ("observe", Wants::That, "i"),
    ("continue", Wants::Quote, "i"),
    ("conclude", Wants::That, "i"),
    ("complain", Wants::That, "i"),
    ("lament", Wants::That, "i"),
    ("testify", Wants::That, "i"),
    ("mention", Wants::That, "n"),
    ("point", Wants::Quote, "n"),
    ("proclaim", Wants::Any, "d"),
    ("pretend", Wants::Any, "?"),
    ("imply", Wants::Any, "z"),
    ("relate", Wants::That, "i"),
    ("shout", Wants::Quote, "i"),
    ("whisper", Wants::Quote, "i"),
    ("publish", Wants::Quote, ""),
    ("post", Wants::Quote, "ni"),
    ("cite", Wants::Any, ""),
    ("endorse", Wants::Quote, ""),
    ("refuse", Wants::To, "a"),
    ("decline", Wants::To, "an"),
    ("want", Wants::To, ""),
];

/// Forms that the regular rules do not give.
const IRREGULAR: &[(&str, &[&str])] = &[
    ("say", &["says", "said", "saying"]),
    ("tell", &["tells", "told", "telling"]),
    ("write", &["writes", "wrote", "written", "writing"]),
    ("swear", &["swears", "swore", "swearing"]),
    ("show", &["shows", "showed", "shown", "showing"]),
    ("find", &["finds", "found", "finding"]),
    ("think", &["thinks", "thought", "thinking"]),
    ("know", &["knows", "knew", "known", "knowing"]),
    ("forecast", &["forecasts", "forecast", "forecasting"]),
    ("learn", &["learns", "learned", "learnt", "learning"]),
    ("admit", &["admits", "admitted", "admitting"]),
    ("quip", &["quips", "quipped", "quipping"]),
    ("plan", &["plans", "planned", "planning"]),
    ("dub", &["dubs", "dubbed", "dubbing"]),
    (
        "label",
        &["labels", "labelled", "labeled", "labelling", "labeling"],
    ),
    ("stress", &["stresses", "stressed", "stressing"]),
    ("dismiss", &["dismisses", "dismissed", "dismissing"]),
    ("publish", &["publishes", "published", "publishing"]),
];

fn forms(lemma: &str) -> Vec<String> {
    let mut out = vec![lemma.to_owned()];
    if let Some((_, list)) = IRREGULAR.iter().find(|(l, _)| *l == lemma) {
        out.extend(list.iter().map(|f| (*f).to_owned()));
        return out;
    }
    if let Some(stem) = lemma.strip_suffix('e') {
        out.extend([
            format!("{lemma}s"),
            format!("{stem}ed"),
            format!("{stem}ing"),
        ]);
    } else if let Some(stem) = lemma
        .strip_suffix('y')
        .filter(|s| !s.ends_with(['a', 'e', 'o']))
    {
        out.extend([
            format!("{stem}ies"),
            format!("{stem}ied"),
            format!("{lemma}ing"),
        ]);
    } else {
        out.extend([
            format!("{lemma}s"),
            format!("{lemma}ed"),
            format!("{lemma}ing"),
        ]);
    }
    out
}

fn cue(wants: Wants, flags: &str) -> Cue {
    let has = |c: char| flags.contains(c);
    Cue {
        wants,
        stance: if has('a') {
            Stance::Denies
        } else if has('q') {
            Stance::Questions
        } else if has('p') {
            Stance::Predicts
        } else if has('o') {
            Stance::Orders
        } else {
            Stance::Asserts
        },
        hedge: if has('y') {
            Hedge::Probable
        } else if has('z') {
            Hedge::Possible
        } else {
            Hedge::None
        },
        commitment: if has('d') {
            Commitment::Distances
        } else if has('+') || has('c') {
            Commitment::Asserts
        } else if has('?') {
            Commitment::Rejects
        } else {
            Commitment::Neutral
        },
        edge: if has('c') {
            Edge::Confirms
        } else if has('a') {
            Edge::Denies
        } else {
            Edge::Reports
        },
        noun: has('n'),
        inverts: has('i'),
    }
}

static TABLE: LazyLock<HashMap<String, (Cue, &'static str)>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for (lemma, wants, flags) in VERBS {
        for form in forms(lemma) {
            let mut c = cue(*wants, flags);
            // "claimed", "reporting" are never nouns; "claim", "claims" may be
            c.noun &= !form.ends_with("ed") && !form.ends_with("ing");
            table.entry(form).or_insert((c, *lemma));
        }
    }
    table
});

/// The cue a verb form is, with its lemma.
pub(crate) fn verb(lower: &str) -> Option<(&'static Cue, &'static str)> {
    TABLE.get(lower).map(|(c, l)| (c, *l))
}

/// The verbs for the book: lemma, then what its user and its speaker do by it.
pub(crate) fn rows() -> Vec<(String, String)> {
    let row = |(lemma, _, _): &(&str, Wants, &str)| {
        let told = verb(lemma).map(|(c, _)| {
            let mut said = vec![c.stance.word()];
            if c.hedge != Hedge::None {
                said.push(c.hedge.word());
            }
            said.push(c.edge.word());
            format!("{}; its user {}", said.join(", "), c.commitment.word())
        });
        ((*lemma).to_owned(), told.unwrap_or_default())
    };
    VERBS.iter().map(row).collect()
}

/// Nouns that take a content clause, with the outer teller's stand and the reservation.
const NOUNS: &[(&str, Commitment, Hedge)] = &[
    ("claim", Commitment::Distances, Hedge::Alleged),
    ("claims", Commitment::Distances, Hedge::Alleged),
    ("allegation", Commitment::Distances, Hedge::Alleged),
    ("allegations", Commitment::Distances, Hedge::Alleged),
    ("report", Commitment::Neutral, Hedge::Reported),
    ("reports", Commitment::Neutral, Hedge::Reported),
    ("rumour", Commitment::Questions, Hedge::Unconfirmed),
    ("rumor", Commitment::Questions, Hedge::Unconfirmed),
    ("rumours", Commitment::Questions, Hedge::Unconfirmed),
    ("rumors", Commitment::Questions, Hedge::Unconfirmed),
    ("suspicion", Commitment::Questions, Hedge::Possible),
    ("myth", Commitment::Rejects, Hedge::None),
    ("lie", Commitment::Rejects, Hedge::None),
    ("lies", Commitment::Rejects, Hedge::None),
    ("hoax", Commitment::Rejects, Hedge::None),
    ("notion", Commitment::Questions, Hedge::None),
    ("belief", Commitment::Neutral, Hedge::Probable),
    ("hope", Commitment::Neutral, Hedge::Possible),
    ("hopes", Commitment::Neutral, Hedge::Possible),
    ("fear", Commitment::Neutral, Hedge::Possible),
    ("fears", Commitment::Neutral, Hedge::Possible),
    ("statement", Commitment::Neutral, Hedge::None),
    ("assertion", Commitment::Distances, Hedge::None),
    ("accusation", Commitment::Distances, Hedge::Alleged),
    ("accusations", Commitment::Distances, Hedge::Alleged),
    ("announcement", Commitment::Neutral, Hedge::None),
    ("prediction", Commitment::Neutral, Hedge::None),
    ("promise", Commitment::Neutral, Hedge::None),
    ("promises", Commitment::Neutral, Hedge::None),
    ("warning", Commitment::Neutral, Hedge::None),
    ("warnings", Commitment::Neutral, Hedge::None),
    ("decision", Commitment::Neutral, Hedge::None),
    ("information", Commitment::Neutral, Hedge::Reported),
    ("propaganda", Commitment::Rejects, Hedge::None),
    ("denial", Commitment::Neutral, Hedge::None),
    ("denials", Commitment::Neutral, Hedge::None),
];

/// What the speaker does by a noun.
pub(crate) fn noun_stance(lower: &str) -> Stance {
    match lower {
        "denial" | "denials" => Stance::Denies,
        "prediction" | "warning" | "warnings" | "promise" | "promises" | "hope" | "hopes" => {
            Stance::Predicts
        }
        _ => Stance::Asserts,
    }
}

/// The cue a noun is.
pub(crate) fn noun(lower: &str) -> Option<(Commitment, Hedge)> {
    NOUNS
        .iter()
        .find(|(n, ..)| *n == lower)
        .map(|(_, c, h)| (*c, *h))
}

/// Words before a cue by which the outer teller rejects what follows.
pub(crate) fn rejecting(lower: &str) -> bool {
    matches!(
        lower,
        "falsely"
            | "wrongly"
            | "wrongfully"
            | "mistakenly"
            | "dishonestly"
            | "bogusly"
            | "absurdly"
            | "ludicrously"
            | "big"
            | "so-called"
            | "bogus"
            | "false"
            | "fake"
            | "nonexistent"
            | "baseless"
            | "debunked"
            | "discredited"
    )
}

/// Words that mark a finite verb well enough to tell a clause from a name.
pub(crate) fn verbal(lower: &str) -> bool {
    matches!(
        lower,
        "is" | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "may"
            | "might"
            | "must"
            | "shall"
            | "should"
            | "does"
            | "did"
            | "do"
            | "isn't"
            | "aren't"
            | "wasn't"
            | "weren't"
            | "won't"
            | "wouldn't"
            | "can't"
            | "couldn't"
            | "hasn't"
            | "haven't"
            | "hadn't"
            | "doesn't"
            | "didn't"
            | "don't"
            | "it's"
            | "he's"
            | "she's"
            | "they're"
            | "we're"
            | "i'm"
            | "took"
            | "fell"
            | "went"
            | "came"
            | "left"
            | "lost"
            | "held"
            | "won"
            | "began"
            | "said"
            | "says"
            | "told"
            | "made"
            | "gave"
            | "got"
    ) || (lower.len() > 4 && lower.ends_with("ed"))
}
