//! Which words tell of a place being taken, held, lost, besieged or fought over, and which noun of
//! the tree they make its holder and its place.

use std::collections::HashMap;
use std::sync::LazyLock;

use sayso_record::ControlStatus;

use crate::frame::Frame;

use ControlStatus::{Besieged, Captured, Contested, Holds, Lost, Share};

/// Verbs whose object or passive subject is the place.
pub(crate) const VERBS: &[(ControlStatus, &str)] = &[
    (
        Captured,
        "recaptured retook retake retaken retakes retaking recapture recaptures recapturing \
         liberated liberate liberates liberating captured capture capturing captures seized seize \
         seizes seizing overran overrun overruns regained regain regains conquered conquer \
         conquering took take taken taking takes reconquered stormed cleared clear freed secured \
         reclaimed reclaim won gained gain gains annexed annex annexes annexing",
    ),
    (
        Holds,
        "holds hold holding controls control controlling controlled occupied occupies occupy \
         occupying held rules ruled defended defends defending defend keep keeps kept governs \
         govern governed",
    ),
    (
        Lost,
        "lost lose loses losing abandoned abandon abandons abandoning evacuated",
    ),
    (
        Besieged,
        "besieged surrounded encircled besiege besieges besieging surround surrounds encircle \
         encircles encircling",
    ),
    (Contested, "contested contest entered enters enter"),
];

pub(super) fn verb(lower: &str) -> Option<ControlStatus> {
    static TABLE: LazyLock<HashMap<&str, ControlStatus>> =
        LazyLock::new(|| crate::rules::index(VERBS));
    TABLE.get(lower).copied()
}

/// Verbs of taking and keeping that mean many other things: their object must be a place.
const LIGHT: &[&str] = &[
    "take", "took", "taken", "takes", "taking", "gain", "gained", "gains", "won", "keep", "kept",
    "keeps",
];

/// Verbs of taking that a bare "it" after them leaves a place.
const SURELY: &[&str] = &[
    "recaptured",
    "recapture",
    "retook",
    "retaken",
    "retake",
    "liberated",
    "liberate",
    "overran",
    "besieged",
    "conquered",
    "lost",
    "regained",
    "captured",
    "seized",
];

/// Verbs that drive somebody from a place.
pub(super) const DRIVES: &[&str] = &[
    "drove",
    "driven",
    "drive",
    "drives",
    "driving",
    "rout",
    "routed",
    "routing",
    "expelled",
    "expel",
    "expelling",
    "ousted",
    "ousting",
    "oust",
    "pushed",
    "evicted",
    "dislodged",
    "forced",
];

/// Verbs of who leaves a place that he held.
pub(crate) const LEAVES: &[&str] = &[
    "withdrew",
    "withdraw",
    "withdraws",
    "withdrawn",
    "withdrawing",
    "retreated",
    "retreat",
    "retreats",
    "retreating",
    "pulled",
    "pull",
    "pulls",
];

/// Verbs of who gives a place to another.
pub(crate) const GIVES: &[&str] = &[
    "handed",
    "handing",
    "ceded",
    "cede",
    "cedes",
    "ceding",
    "surrendered",
    "surrender",
    "surrenders",
    "relinquished",
    "relinquish",
    "transferred",
    "yielded",
];

/// Verbs that end a siege.
pub(super) const RELIEVES: &[&str] = &[
    "lifted", "lift", "lifts", "lifting", "broke", "broken", "break", "breaks", "breaking",
    "ended", "end", "ends", "ending", "relieved",
];

/// Nouns of taking and holding, with "of" and the place.
pub(crate) const NOUNS: &[(ControlStatus, &str)] = &[
    (
        Captured,
        "liberation recapture capture seizure conquest fall takeover taking retaking recapturing",
    ),
    (Lost, "loss withdrawal retreat pullout"),
    (Besieged, "siege encirclement blockade"),
    (Contested, "battle"),
    (Holds, "control occupation"),
];

fn noun(lower: &str) -> Option<ControlStatus> {
    static TABLE: LazyLock<HashMap<&str, ControlStatus>> =
        LazyLock::new(|| crate::rules::index(NOUNS));
    TABLE.get(lower).copied()
}

/// Second halves of words like "rebel-held".
const HELD: &[(&str, ControlStatus)] = &[
    ("-held", Holds),
    ("-controlled", Holds),
    ("-occupied", Holds),
    ("-besieged", Besieged),
];

/// Who holds, and how, of "rebel-held".
pub(super) fn held(lower: &str) -> Option<(&str, ControlStatus)> {
    HELD.iter()
        .find_map(|(end, status)| Some((lower.strip_suffix(end)?, *status)))
        .filter(|(who, _)| who.len() > 1)
}

/// Nouns and verbs of fighting, with "for" or "over" and a place or its control.
const FIGHTS: &[&str] = &[
    "battle",
    "battled",
    "battles",
    "battling",
    "battled",
    "fight",
    "fighting",
    "fought",
    "fights",
    "clash",
    "clashed",
    "clashes",
    "clashing",
    "struggle",
    "struggling",
    "vying",
    "attack",
];

/// Verbs with "control of": who has it, and who comes to have it.
const HAS: &[&str] = &[
    "has",
    "have",
    "had",
    "having",
    "maintain",
    "maintains",
    "maintained",
    "retain",
    "retains",
    "retained",
    "keeps",
    "kept",
    "tightened",
    "consolidated",
    "consolidates",
    "holds",
    "exercises",
];

/// Words of a cue that a sentence must have one of to be looked at.
pub(super) fn cue(lower: &str) -> bool {
    verb(lower).is_some()
        || noun(lower).is_some()
        || DRIVES.contains(&lower)
        || LEAVES.contains(&lower)
        || GIVES.contains(&lower)
        || matches!(lower, "raised" | "hoisted" | "raise" | "raises" | "planted")
        || FIGHTS.contains(&lower)
        || held(lower).is_some()
        || matches!(
            lower,
            "fell"
                | "falls"
                | "fallen"
                | "falling"
                | "fall"
                | "hands"
                | "capital"
                | "stronghold"
                | "bastion"
                | "divided"
                | "split"
        )
}

/// One reading of a predicate, before names are looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Word of the cue.
    pub(super) at: usize,
    /// What is told.
    pub(super) status: ControlStatus,
    /// The noun that names the place.
    pub(super) place: usize,
    /// The noun that names the holder.
    pub(super) holder: Option<usize>,
    /// Whether it is told in a finite clause.
    pub(super) finite: bool,
    /// Whether it is land in the place rather than the place.
    pub(super) land: bool,
}

impl Found {
    /// A reading of the place itself; none without a place.
    fn of(
        at: usize,
        status: ControlStatus,
        place: Option<usize>,
        holder: Option<usize>,
        finite: bool,
    ) -> Vec<Found> {
        let found = place.map(|place| Found {
            at,
            status,
            place,
            holder,
            finite,
            land: false,
        });
        found.into_iter().collect()
    }
}

/// What the word at `at` says of a place.
pub(super) fn predicate(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let lower = frame.lower(at);
    let one = |status, place, holder, finite| Found::of(at, status, place, holder, finite);
    if matches!(lower, "fell" | "falls" | "fallen" | "falling" | "fall") && frame.verb(at) {
        return falls(frame, at);
    }
    if DRIVES.contains(&lower) && frame.verb(at) {
        return drives(frame, at);
    }
    if LEAVES.contains(&lower) && frame.verb(at) {
        let from = frame.with_case(at, &["from", "of"]);
        // "withdrew its forces from"
        let own = from.or_else(|| {
            let forces = frame.patient(at)?;
            frame.with_case(forces, &["from"])
        });
        let who = if frame.passive(at) {
            frame.patient(at)
        } else {
            frame.agent(at)
        };
        return one(Lost, own.filter(|_| who.is_some()), who, true);
    }
    if matches!(lower, "divided" | "split") && frame.verb(at) {
        return divided(frame, at);
    }
    if GIVES.contains(&lower) && frame.verb(at) {
        return gives(frame, at);
    }
    // "raised its flag over X"
    if matches!(lower, "raised" | "hoisted" | "raise" | "raises" | "planted") && frame.verb(at) {
        let flag = frame.patient(at);
        let flag = flag.filter(|f| matches!(frame.lower(*f), "flag" | "flags" | "banner"));
        let cases = &["over", "in", "on", "above", "at", "inside"];
        let place = flag.and_then(|f| {
            let own = frame.with_case(f, cases);
            own.or_else(|| frame.with_case(at, cases))
        });
        let place = place.filter(|p| frame.names_place(*p));
        return one(Captured, place, frame.agent(at), true);
    }
    let verbal = frame.verb(at) || frame.syntax.relation[at] == "amod";
    if let (Some(status), true) = (verb(lower), verbal) {
        let found = verb_found(frame, at, status);
        let named = found
            .iter()
            .any(|f| f.holder.is_some() && frame.names_place(f.place));
        if !named && matches!(lower, "held" | "occupied" | "controlled") {
            return attributive(frame, at, status);
        }
        return found;
    }
    // "the ISIS-held city of Raqqa"
    if let Some((_, status)) = held(lower) {
        // "rebel-held east Aleppo": the tree may hang it on the direction
        let head = frame.syntax.head[at].filter(|h| *h > at && h - at < 8);
        let place = head.filter(|h| frame.names_place(*h)).or_else(|| {
            (at + 1..(at + 5).min(frame.words.len()))
                .take_while(|n| !frame.verb(*n) && frame.syntax.tag[*n] != "ADP")
                .find(|n| frame.names_place(*n))
        });
        return one(status, place, Some(at), true);
    }
    if FIGHTS.contains(&lower) {
        let over = frame.with_case(at, &["over", "for"]).and_then(|n| {
            if frame.lower(n) == "control" {
                frame.with_case(n, &["of", "over"])
            } else {
                Some(n)
            }
        });
        if over.is_some() {
            return one(Contested, over, None, lower != "battle");
        }
        return attacked(frame, at);
    }
    if let (Some(status), "NOUN" | "PROPN") = (noun(lower), frame.syntax.tag[at]) {
        return noun_found(frame, at, status);
    }
    // "Raqqa, the group's de facto capital"
    if matches!(lower, "capital" | "stronghold" | "bastion") {
        let owner = frame
            .kids(at, &["nmod:poss", "compound"])
            .rfind(|o| frame.actor(*o).is_some());
        let place = frame.kids(at, &["nsubj"]).next().or(Some(at));
        return owner
            .map(|o| one(Holds, place, Some(o), true))
            .unwrap_or_default();
    }
    // "in the hands of"
    if lower == "hands" {
        return in_power(frame, at, Holds);
    }
    Vec::new()
}

/// "the mostly ISIS held west of X", whatever the tree makes of it: who stands just before, the
/// place just after.
fn attributive(frame: &Frame<'_, '_, '_>, at: usize, status: ControlStatus) -> Vec<Found> {
    let Some(who) = at.checked_sub(1) else {
        return Vec::new();
    };
    let body = matches!(frame.syntax.tag[who], "NOUN" | "PROPN");
    let place = (at + 1..(at + 4).min(frame.words.len()))
        .take_while(|n| !matches!(frame.syntax.tag[*n], "ADP" | "DET" | "PUNCT" | "VERB"))
        .find(|n| frame.names_place(*n));
    Found::of(at, status, place.filter(|_| body), Some(who), true)
}

/// "attack ISIS in X", "X is under attack in Y": fought over, and held by who is attacked.
fn attacked(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let under = frame.kids(at, &["case"]).any(|c| frame.lower(c) == "under");
    let whom = if under {
        frame.kids(at, &["nsubj"]).next()
    } else {
        frame.kids(at, &["obj", "appos"]).find(|o| *o > at)
    };
    let Some(whom) = whom else {
        return Vec::new();
    };
    // the narrowest of "in Iraq in Mosul"
    let from = whom.max(at) + 1;
    let place = (from..(from + 8).min(frame.words.len()))
        .take_while(|n| !frame.verb(*n) && frame.syntax.tag[*n] != "PUNCT")
        .filter(|n| frame.within(*n))
        .last();
    Found::of(at, Contested, place, Some(whom), true)
}

/// "fell to X", "fell into the hands of X", "has fallen out of government control".
fn falls(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let found = |status, holder| Found::of(at, status, frame.agent(at), holder, true);
    let out = frame.with_case(at, &["of", "from"]).filter(|n| {
        matches!(frame.lower(*n), "control" | "hands")
            && (at..*n).any(|k| matches!(frame.lower(k), "out" | "from"))
    });
    if let Some(out) = out {
        let owner = frame
            .kids(out, &["nmod:poss", "compound", "amod"])
            .last()
            .or_else(|| frame.with_case(out, &["of"]));
        return found(Lost, owner);
    }
    let to = frame.with_case(at, &["to"]);
    let hands = frame
        .with_case(at, &["into", "in"])
        .filter(|h| frame.lower(*h) == "hands")
        .and_then(|h| frame.with_case(h, &["of"]));
    found(Captured, to.or(hands))
}

/// "X handed Y over to Z": Z has it; to nobody named, X has lost it.
fn gives(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let given = frame.patient(at).or_else(|| frame.with_case(at, &["over"]));
    // "control of Y"
    let place = given
        .filter(|g| matches!(frame.lower(*g), "control" | "command"))
        .and_then(|g| frame.with_case(g, &["of", "over"]))
        .or(given)
        .filter(|p| frame.names_place(*p));
    let Some(place) = place else {
        return Vec::new();
    };
    let to = [at, place].iter().find_map(|n| {
        let to = frame.with_case(*n, &["to"])?;
        let body = frame.actor(to).is_some() || super::bears_arms(frame.lower(to));
        (to > at && body).then_some(to)
    });
    match to {
        Some(to) => Found::of(at, Captured, Some(place), Some(to), true),
        None if frame.passive(at) => Vec::new(),
        None => Found::of(at, Lost, Some(place), frame.agent(at), true),
    }
}

/// "X drove Y from Z" takes Z; "Y was driven from Z" by nobody named loses it.
fn drives(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let driven = frame.patient(at);
    let from = frame.with_case(at, &["from", "of"]).or_else(|| {
        let driven = driven?;
        frame.with_case(driven, &["from"])
    });
    // "I drove from Palmyra" drives nobody out.
    let from = from.filter(|_| driven.is_some());
    // "out of parts of X"
    let agent = frame.agent(at);
    let (status, holder) = if frame.passive(at) && agent.is_none() {
        (Lost, driven)
    } else {
        (Captured, agent)
    };
    Found::of(at, status, from, holder, true)
}

/// "divided between A and B": a share for each.
fn divided(frame: &Frame<'_, '_, '_>, at: usize) -> Vec<Found> {
    let (Some(place), Some(first)) = (
        frame.patient(at).or_else(|| frame.agent(at)),
        frame.with_case(at, &["between", "among", "into"]),
    ) else {
        return Vec::new();
    };
    let share = |holder| Found::of(at, Share, Some(place), Some(holder), true);
    let mut all = frame.with_conjuncts(first);
    // "between regime and opposition control", "government control in the west and …"
    all = all
        .into_iter()
        .flat_map(|n| {
            let of: Vec<usize> = if frame.lower(n) == "control" {
                frame
                    .kids(n, &["compound", "amod"])
                    .flat_map(|k| frame.with_conjuncts(k))
                    .collect()
            } else {
                // "a rebel-held east"
                frame
                    .kids(n, &["amod", "compound"])
                    .filter(|k| held(frame.lower(*k)).is_some())
                    .collect()
            };
            if of.is_empty() { vec![n] } else { of }
        })
        .collect();
    if all.len() < 2 {
        return Vec::new();
    }
    all.into_iter().flat_map(share).collect()
}

/// A verb of the table.
fn verb_found(frame: &Frame<'_, '_, '_>, at: usize, status: ControlStatus) -> Vec<Found> {
    let lower = frame.lower(at);
    let finite = frame
        .kids(at, &["nsubj", "nsubj:pass", "aux", "aux:pass"])
        .next()
        .is_some()
        || frame.syntax.relation[at] == "acl"
        || !lower.ends_with("ing") && !frame.kids(at, &["mark"]).any(|m| frame.lower(m) == "to");
    // "in the month before ISIS captured X", whose subject the tree gives to the month
    let beside = at
        .checked_sub(1)
        .filter(|n| !frame.passive(at) && frame.verb(at) && frame.known(*n).is_some());
    let holder = frame.agent(at).or(beside);
    let found = |status, place: Option<usize>, land| -> Vec<Found> {
        let found = place.map(|place| Found {
            at,
            status,
            place,
            holder,
            finite,
            land,
        });
        found.into_iter().collect()
    };
    // "holds Russia responsible"
    let blames = (at..frame.words.len().min(at + 8)).any(|n| {
        matches!(
            frame.lower(n),
            "responsible" | "accountable" | "hostage" | "liable" | "answerable"
        )
    });
    if status == Holds && blames {
        return Vec::new();
    }
    let patient = frame.patient(at);
    let power = |noun: usize| {
        matches!(
            frame.lower(noun),
            "control" | "possession" | "hold" | "command" | "power"
        )
    };
    let ground = |noun: usize| {
        matches!(
            frame.lower(noun),
            "territory" | "territories" | "ground" | "land" | "positions" | "areas"
        )
    };
    if let Some(place) = frame.place_where(at) {
        // "where they took refuge", "where the attack took place"
        let light = LIGHT.contains(&lower) || status == Lost;
        let told = patient.map_or(!light, |p| power(p) || ground(p));
        return found(status, Some(place).filter(|_| told), true);
    }
    let Some(object) = patient else {
        let place = frame
            .with_case(at, &["on", "onto", "over", "to"])
            .filter(|p| status == Holds && !frame.places(*p).is_empty());
        return found(status, place, false);
    };
    // "this photo taken from", "took hold in"
    let other = matches!(
        frame.lower(object),
        "photo" | "photograph" | "picture" | "image" | "video" | "footage" | "screenshot" | "shot"
    );
    let idiom = frame.lower(object) == "hold" && frame.with_case(object, &["of", "over"]).is_none();
    if other || idiom && LIGHT.contains(&lower) {
        return Vec::new();
    }
    // "took control of", "holds a position in": the place hangs on the object.
    if power(object) {
        let of = frame
            .with_case(object, &["of", "over", "on"])
            .or_else(|| frame.with_case(at, &["of", "over", "in", "on"]));
        return found(status, of, false);
    }
    if ground(object) && frame.places(object).is_empty() {
        // "holds territory in"
        return found(status, frame.with_case(at, &["in"]), true);
    }
    if LIGHT.contains(&lower) && !frame.names_place(object) {
        return Vec::new();
    }
    let again = matches!(frame.lower(object), "it");
    if again && !SURELY.contains(&lower) {
        return Vec::new();
    }
    found(status, Some(object), false)
}

/// A noun of the table.
fn noun_found(frame: &Frame<'_, '_, '_>, at: usize, status: ControlStatus) -> Vec<Found> {
    let lower = frame.lower(at);
    let found = |status, place, holder, finite| Found::of(at, status, place, holder, finite);
    let under = frame.kids(at, &["case"]).any(|c| frame.lower(c) == "under");
    // "under rebel control", "under government siege"
    if under && matches!(status, Holds | Besieged) {
        return in_power(frame, at, status);
    }
    let place = frame.with_case(at, &["of", "over", "for", "on"]);
    let above = frame.syntax.head[at].filter(|v| frame.verb(*v));
    let object = frame.syntax.relation[at].starts_with("obj")
        || frame.syntax.relation[at].starts_with("nsubj:pass");
    // "has full control of", "won control over", "laid siege to"
    if let (true, Some(verb)) = (object, above) {
        let to = place.or_else(|| frame.with_case(verb, &["to", "of", "over", "on"]));
        let does = frame.lower(verb);
        match status {
            Holds if lower == "control" => {
                let status = if HAS.contains(&does) { Holds } else { Captured };
                let gives = matches!(does, "lost" | "lose" | "losing" | "ceded" | "cede");
                let status = if gives { Lost } else { status };
                return found(status, to, frame.agent(verb), true);
            }
            Besieged if matches!(does, "laid" | "lay" | "lays" | "imposed" | "imposes") => {
                return found(Besieged, to, frame.agent(verb), true);
            }
            _ => {}
        }
    }
    if lower == "control" {
        // "is still in control of", "remain in control of"
        let within = frame.kids(at, &["case"]).any(|c| frame.lower(c) == "in");
        let who = frame.kids(at, &["nsubj"]).next();
        let who = who.or_else(|| frame.agent(above?));
        return found(Holds, place.filter(|_| within && who.is_some()), who, true);
    }
    let by = frame.with_case(at, &["by"]);
    let owner = frame.kids(at, &["nmod:poss", "compound", "amod"]).last();
    if status == Lost && lower != "loss" {
        // "Israel's withdrawal from", "the withdrawal of rebels from"
        let of = frame.with_case(at, &["of"]);
        return found(Lost, frame.with_case(at, &["from"]), owner.or(of), false);
    }
    let to = frame
        .with_case(at, &["to"])
        .filter(|_| lower == "fall" || lower == "loss");
    found(status, place, by.or(to).or(owner), false)
}

/// "The town is under rebel control", "areas in the hands of X": what the noun hangs on or is told
/// of, held by its "of" or its owner.
fn in_power(frame: &Frame<'_, '_, '_>, at: usize, status: ControlStatus) -> Vec<Found> {
    let owner = frame
        .with_case(at, &["of", "by"])
        .or_else(|| frame.kids(at, &["nmod:poss", "compound", "amod"]).last());
    let above = frame.syntax.head[at].and_then(|v| {
        if frame.verb(v) {
            // Of several subjects that a wrong tree gives it, the one that names a place.
            let all = frame.kids(v, &["nsubj", "nsubj:pass"]);
            let mut all = all.filter(|s| *s < at);
            let named = all.rfind(|s| frame.names_place(*s));
            named.or_else(|| frame.agent(v)).or(frame.patient(v))
        } else {
            Some(v)
        }
    });
    // "which is under X's control": what "which" takes up
    let subject = frame.kids(at, &["nsubj"]).next();
    let place = subject.map(|s| frame.antecedent(s)).or(above);
    Found::of(at, status, place.filter(|_| owner.is_some()), owner, true)
}
