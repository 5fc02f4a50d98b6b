//! What happened to the counted: the verb that governs them, a participle on them, a noun of harm
//! done to them, a toll that is told.

use std::ops::Range;

use sayso_record::{ActorKind, FigureKind};

use super::counted::Counted;
use super::numbers;
use crate::attributions::scan::{self, Word};
use crate::frame::Frame;

pub(crate) const DONE: &[(&str, FigureKind)] = &[
    ("killed", FigureKind::Killed),
    ("died", FigureKind::Killed),
    ("dead", FigureKind::Killed),
    ("killing", FigureKind::Killed),
    ("kill", FigureKind::Killed),
    ("murdered", FigureKind::Killed),
    ("executed", FigureKind::Killed),
    ("massacred", FigureKind::Killed),
    ("assassinated", FigureKind::Killed),
    ("slain", FigureKind::Killed),
    ("lives", FigureKind::Killed),
    ("deaths", FigureKind::Killed),
    ("kills", FigureKind::Killed),
    ("perished", FigureKind::Killed),
    ("perish", FigureKind::Killed),
    ("slaughtered", FigureKind::Killed),
    ("beheaded", FigureKind::Killed),
    ("drowned", FigureKind::Killed),
    ("martyred", FigureKind::Killed),
    ("die", FigureKind::Killed),
    ("dies", FigureKind::Killed),
    ("dying", FigureKind::Killed),
    ("fatalities", FigureKind::Killed),
    ("corpses", FigureKind::Killed),
    ("martyrs", FigureKind::Killed),
    ("wounded", FigureKind::Wounded),
    ("injured", FigureKind::Wounded),
    ("wounding", FigureKind::Wounded),
    ("injuring", FigureKind::Wounded),
    ("injuries", FigureKind::Wounded),
    ("injure", FigureKind::Wounded),
    ("injures", FigureKind::Wounded),
    ("wound", FigureKind::Wounded),
    ("wounds", FigureKind::Wounded),
    ("maimed", FigureKind::Wounded),
    ("hurt", FigureKind::Wounded),
    ("captured", FigureKind::Captured),
    ("kidnapped", FigureKind::Detained),
    ("kidnapping", FigureKind::Detained),
    ("detaining", FigureKind::Detained),
    ("arresting", FigureKind::Detained),
    ("abducted", FigureKind::Detained),
    ("detained", FigureKind::Detained),
    ("arrested", FigureKind::Detained),
    ("missing", FigureKind::Missing),
    ("displaced", FigureKind::Displaced),
    ("fled", FigureKind::Displaced),
    ("evacuated", FigureKind::Evacuated),
    ("gunned", FigureKind::Killed),
];

/// What the tree says happened to a noun's people.
pub(super) enum Fate {
    Suffered(FigureKind),
    /// They are who did it: who killed is not who was killed.
    Acted,
    Untold,
}

/// Nouns of harm done to whom "of" names.
pub(crate) const HARM: &[(&str, FigureKind)] = &[
    ("murder", FigureKind::Killed),
    ("murders", FigureKind::Killed),
    ("killing", FigureKind::Killed),
    ("killings", FigureKind::Killed),
    ("death", FigureKind::Killed),
    ("deaths", FigureKind::Killed),
    ("massacre", FigureKind::Killed),
    ("assassination", FigureKind::Killed),
    ("execution", FigureKind::Killed),
    ("slaying", FigureKind::Killed),
    ("martyrdom", FigureKind::Killed),
    ("lives", FigureKind::Killed),
    ("bodies", FigureKind::Killed),
    ("wounding", FigureKind::Wounded),
    ("injury", FigureKind::Wounded),
    ("injuries", FigureKind::Wounded),
    ("kidnapping", FigureKind::Detained),
    ("abduction", FigureKind::Detained),
    ("arrest", FigureKind::Detained),
    ("arrests", FigureKind::Detained),
    ("detention", FigureKind::Detained),
    ("disappearance", FigureKind::Missing),
];

/// What a word of the table tells.
pub(super) fn told(lower: &str) -> Option<FigureKind> {
    DONE.iter().find(|d| d.0 == lower).map(|d| d.1)
}

/// Verbs whose subject suffers what they tell, whatever their object.
const SUFFERS: &[&str] = &[
    "died", "die", "dies", "dying", "perished", "perish", "fled", "drowned", "missing",
];

/// What befell a noun's people by the tree.
pub(super) fn fate(frame: &Frame<'_, '_, '_>, noun: usize) -> Fate {
    let mut acted = false;
    let mut on = None;
    // "323 wounded, 7 civilians": what a comma parts is another's
    let own = |k: &usize| *k > noun || !frame.words[*k..noun].iter().any(|w| w.is(","));
    for k in frame.kids(noun, &["acl", "amod", "acl:relcl"]).filter(own) {
        let Some(kind) = told(frame.lower(k)) else {
            continue;
        };
        let subject = frame.kids(k, &["nsubj", "nsubj:pass"]).next();
        match subject.map(|s| (s, matches!(frame.lower(s), "who" | "which" | "that"))) {
            // "the gunman who killed": what he did is told, what befell him may be.
            Some((_, true)) if does(frame, k) => acted = true,
            // "a raid in which six people died" did not die
            Some((_, false)) => {}
            _ => on = on.or(Some(kind)),
        }
    }
    match (on, befell(frame, noun)) {
        // "two people injured on Friday have died"
        (Some(_), Fate::Suffered(FigureKind::Killed)) => Fate::Suffered(FigureKind::Killed),
        (Some(kind), _) => Fate::Suffered(kind),
        (None, Fate::Untold) if acted => Fate::Acted,
        (None, fate) => fate,
    }
}

/// What befell a noun's people by the clause that it stands in.
fn befell(frame: &Frame<'_, '_, '_>, noun: usize) -> Fate {
    // "a baker and two more men were killed": the first of them stands in the clause.
    let mut at = noun;
    for _ in 0..6 {
        match frame.syntax.head[at] {
            Some(head) if frame.syntax.relation[at] == "conj" && !frame.verb(at) => at = head,
            _ => break,
        }
    }
    let Some(head) = frame.syntax.head[at] else {
        return Fate::Untold;
    };
    let relation = frame.syntax.relation[at];
    let with = frame
        .kids(noun, &["case"])
        .any(|c| frame.lower(c) == "with");
    let fought = frame.lower(head).starts_with("attack");
    if frame.verb(head) && fought && (relation == "nsubj" || with) {
        return Fate::Suffered(FigureKind::Attackers);
    }
    let of = frame.kids(at, &["case"]).any(|c| frame.lower(c) == "of");
    if relation == "nmod" && of || relation == "nmod:poss" {
        let harm = HARM.iter().find(|h| h.0 == frame.lower(head));
        return harm.map_or(Fate::Untold, |h| Fate::Suffered(h.1));
    }
    if !matches!(relation, "nsubj" | "nsubj:pass" | "obj" | "nsubj:outer") {
        return Fate::Untold;
    }
    let verb = frame.lower(head);
    // "were shot dead", "are feared killed", "lost their lives"
    let result = || {
        let below = frame.kids(head, &["xcomp", "advmod", "amod", "obj", "advcl", "ccomp"]);
        let far = if HELPS.contains(&verb) { 6 } else { 4 };
        below
            .filter(|k| *k > head && *k - head <= far)
            .find_map(|k| told(frame.lower(k)).filter(|_| k != at))
            .filter(|_| RESULTS.contains(&verb) || HELPS.contains(&verb))
    };
    // "were on a visit and were wounded"
    let next = || {
        let mut below = frame.kids(head, &["conj"]);
        below.find_map(|k| {
            let own = frame.kids(k, &["nsubj", "nsubj:pass"]).next().is_some();
            told(frame.lower(k)).filter(|_| !own && frame.passive(k))
        })
    };
    let hostage = || {
        let after = (head + 1..(head + 3).min(frame.words.len())).map(|n| frame.lower(n));
        let taken = matches!(verb, "held" | "taken" | "holding" | "took");
        (taken
            && after
                .into_iter()
                .any(|w| matches!(w, "hostage" | "captive" | "prisoner")))
        .then_some(FigureKind::Detained)
    };
    match told(verb).or_else(result).or_else(hostage).or_else(next) {
        Some(_) if relation == "nsubj" && acts(frame, head, at) => Fate::Acted,
        Some(kind) => Fate::Suffered(kind),
        None => Fate::Untold,
    }
}

/// Verbs whose outcome follows them: "shot dead", "left wounded", "lost their lives".
const RESULTS: &[&str] = &[
    "shot",
    "left",
    "leaving",
    "leaves",
    "found",
    "feared",
    "confirmed",
    "presumed",
    "reported",
    "beaten",
    "stabbed",
    "burned",
    "burnt",
    "declared",
    "lost",
    "lose",
    "losing",
    "believed",
    "thought",
    "gunned",
];

/// Helping verbs that a tree may take for the verb of the clause ("have so far been killed").
const HELPS: &[&str] = &["have", "has", "had", "were", "was", "are", "is"];

/// Whether a verb tells what its subject does to somebody, named or not.
fn does(frame: &Frame<'_, '_, '_>, verb: usize) -> bool {
    let told = frame.lower(verb);
    let alone = SUFFERS.contains(&told) || matches!(told, "evacuated" | "dead");
    frame.verb(verb) && !alone && !frame.passive(verb)
}

/// Whether a subject does to others what its verb tells.
fn acts(frame: &Frame<'_, '_, '_>, verb: usize, subject: usize) -> bool {
    let told = frame.lower(verb);
    let suffers = SUFFERS.contains(&told) || RESULTS.contains(&told) || HELPS.contains(&told);
    !suffers && !frame.passive(verb) && frame.patient(verb).is_some_and(|object| object != subject)
}

/// Active verbs just before a number: "killing 12", "injure dozens".
fn just_done(frame: &Frame<'_, '_, '_>, lead: usize) -> Option<FigureKind> {
    let verb = lead.checked_sub(1)?;
    // "hacked to death 17 farmers"
    if frame.lower(verb) == "death" && verb > 0 && frame.lower(verb - 1) == "to" {
        return Some(FigureKind::Killed);
    }
    // "the death of one civilian"
    if frame.lower(verb) == "of" && verb > 0 {
        let harm = HARM.iter().find(|h| h.0 == frame.lower(verb - 1));
        return harm.map(|h| h.1);
    }
    // "killed and crucified five"
    let paired = verb > 1 && frame.verb(verb) && frame.lower(verb - 1) == "and";
    let verb = if paired && told(frame.lower(verb)).is_none() {
        verb - 2
    } else {
        verb
    };
    let kind = told(frame.lower(verb))?;
    let noun = matches!(
        frame.lower(verb),
        "dead" | "deaths" | "injuries" | "lives" | "missing"
    );
    let passive = frame.kids(verb, &["aux:pass"]).next().is_some();
    (!noun && !passive).then_some(kind)
}

/// "a death toll of 12", "raised the toll to 61", "the number of wounded is 59": what a toll told
/// just before a number counts.
pub(super) fn toll(frame: &Frame<'_, '_, '_>, lead: usize) -> Option<FigureKind> {
    let joins = lead.checked_sub(1).is_some_and(|n| {
        matches!(
            frame.lower(n),
            "of" | "to"
                | "at"
                | "is"
                | "was"
                | "reached"
                | "reaches"
                | "reaching"
                | "hit"
                | "exceeded"
                | "exceeds"
                | "passed"
                | "surpassed"
                | "stands"
                | "stood"
                | "as"
                | "be"
                | "over"
        )
    });
    let window = lead.saturating_sub(20)..lead;
    // "initially given as 17, has been revised to 15": the new one counts
    let moved = lead > 1 && frame.lower(lead - 1) == "to" && MOVES.contains(&frame.lower(lead - 2));
    let (from, kind) = window.rev().find_map(|n| match frame.lower(n) {
        "toll" | "tolls" => Some((n + 1, FigureKind::Killed)),
        "count" if n > 0 && frame.lower(n - 1) == "death" => Some((n + 1, FigureKind::Killed)),
        "number" if n + 2 < lead && frame.lower(n + 1) == "of" => {
            let whose = (n + 2..(n + 5).min(lead)).find_map(|k| match frame.lower(k) {
                "victims" => Some((k, FigureKind::Killed)),
                word => told(word).map(|kind| (k, kind)),
            });
            whose.map(|(k, kind)| (k + 1, kind))
        }
        _ => None,
    })?;
    // Another number, or others between, have the toll to themselves.
    let free = (from..lead)
        .all(|n| numbers::number(frame.words, n).is_none() && told(frame.lower(n)).is_none());
    (joins && (free || moved)).then_some(kind)
}

/// Verbs by which a toll comes to a new number.
const MOVES: &[&str] = &[
    "revised",
    "lowered",
    "raised",
    "corrected",
    "cut",
    "reduced",
    "increased",
    "risen",
    "rose",
    "climbed",
    "climbing",
    "jumped",
    "fell",
    "dropped",
    "doubled",
    "tripled",
    "rising",
    "brought",
    "bringing",
    "updated",
    "up",
];

/// "A policeman was killed", "the murder of the mayor", "Luis Rojas was kidnapped": one, without a
/// number.
pub(super) fn single(frame: &Frame<'_, '_, '_>, at: usize) -> Option<(numbers::Number, Counted)> {
    let (noun, end) = one(frame, at)?;
    use FigureKind::{Detained, Killed, Missing, Wounded};
    // "killing a priest"
    let fate = just_done(frame, at).map_or_else(|| fate(frame, noun), Fate::Suffered);
    // "businessman Pablo Rojas": what befell him is told of the noun before his name.
    let title = at.checked_sub(1).filter(|n| {
        let mut own = frame.kids(*n, &["det"]);
        frame.syntax.tag[*n] == "NOUN" && !own.any(|d| matches!(frame.lower(d), "a" | "an"))
    });
    let fate = match (fate, title) {
        (Fate::Untold, Some(h)) => self::fate(frame, h),
        (fate, _) => fate,
    };
    let Fate::Suffered(what @ (Killed | Wounded | Detained | Missing)) = fate else {
        return None;
    };
    if unreal(frame, at..end) {
        return None;
    }
    let article = usize::from(frame.syntax.relation[at] == "det");
    let of = frame.span(&(at + article..end));
    let named = scan::named(frame.layers, of).map(|a| a.canonical.clone());
    let own: Vec<&str> = frame.words[at + article..end]
        .iter()
        .map(|w| w.text)
        .collect();
    let number = numbers::Number {
        low: Some(1.0),
        high: Some(1.0),
        exactness: sayso_record::Exactness::Exact,
        end,
    };
    let counted = Counted {
        what,
        of: named
            .or(Some(own.join(" ")))
            .filter(|of| !of.eq_ignore_ascii_case("one")),
        unit: Some("people".to_owned()),
        last: end,
    };
    Some((number, counted))
}

/// One person told of from a word on: the noun, and one past the last word.
fn one(frame: &Frame<'_, '_, '_>, at: usize) -> Option<(usize, usize)> {
    let tag = |n: usize| frame.syntax.tag[n];
    if frame.syntax.relation[at] == "det" {
        let noun = frame.syntax.head[at].filter(|n| *n > at && *n < at + 6)?;
        let lower = frame.lower(noun);
        let any = matches!(frame.lower(at), "a" | "an" | "another") && !THINGS.contains(&lower);
        let known = frame.lower(at) == "the" && ONE.iter().any(|end| lower.ends_with(end));
        let person = tag(noun) == "NOUN" && known || any && matches!(tag(noun), "NOUN" | "PROPN");
        return person.then_some((noun, noun + 1));
    }
    // "killed one", "one was killed"
    if frame.lower(at) == "one" {
        let next = frame.words.get(at + 1).map_or("X", |_| tag(at + 1));
        let alone = !matches!(next, "NOUN" | "PROPN" | "ADJ" | "NUM" | "ADP" | "PART");
        let verb = at
            .checked_sub(1)
            .is_some_and(|v| tag(v) == "VERB" && told(frame.lower(v)).is_some());
        if alone && (verb || frame.syntax.relation[at] == "nsubj:pass") {
            return Some((at, at + 1));
        }
    }
    // "one of the ambassador's daughters"
    if frame.lower(at) == "one" && at + 1 < frame.words.len() && frame.lower(at + 1) == "of" {
        let many = frame.with_case(at, &["of"])?;
        return (tag(many) == "NOUN" && frame.lower(many).ends_with('s')).then_some((at, many + 1));
    }
    // "MURDER OF JORGE VARGAS": where all is in capitals no name is told from a noun, but a single
    // thing without an article is a name.
    let after_harm = at > 1
        && frame.lower(at - 1) == "of"
        && HARM.iter().any(|h| h.0 == frame.lower(at - 2))
        && frame
            .words
            .iter()
            .all(|w| !w.text.contains(char::is_lowercase));
    if after_harm {
        let name = |n: &usize| matches!(tag(*n), "NOUN" | "PROPN" | "ADJ");
        let end = (at..frame.words.len()).take_while(name).last()? + 1;
        let last = frame.lower(end - 1);
        let many = last.ends_with('s') && tag(end - 1) != "PROPN" || MANY.contains(&last);
        return (end - at >= 2 && !many).then_some((at, end));
    }
    // "Gen. Ali Hassan" goes on after the full stop.
    let inner = |n: usize| {
        let title = n > 0 && frame.words[n].is(".") && frame.words[n - 1].text.len() <= 4;
        tag(n) == "PROPN" || title && n + 1 < frame.words.len() && tag(n + 1) == "PROPN"
    };
    if tag(at) != "PROPN" || at > 0 && inner(at - 1) {
        return None;
    }
    let end = (at..frame.words.len()).find(|n| !inner(*n));
    let end = end.unwrap_or(frame.words.len());
    let name = frame.span(&(at..end));
    let actor = scan::named(frame.layers, name);
    let person = actor.is_none_or(|a| a.kind == ActorKind::Person);
    let lies = (at..end).any(|n| frame.place_at(n).is_some());
    // A surname alone was told before.
    let noun = (at..end).find(|n| frame.syntax.head[*n].is_none_or(|h| !(at..end).contains(&h)))?;
    (end - at >= 2 && person && !lies).then_some((noun, end))
}

/// Ends of nouns that, with "the", are one person.
const ONE: &[&str] = &[
    "activist",
    "ambassador",
    "bishop",
    "boy",
    "candidate",
    "captain",
    "chief",
    "child",
    "cleric",
    "colonel",
    "commander",
    "consul",
    "deputy",
    "driver",
    "engineer",
    "father",
    "general",
    "girl",
    "governor",
    "guard",
    "imam",
    "journalist",
    "judge",
    "lawyer",
    "leader",
    "lieutenant",
    "mayor",
    "minister",
    "mother",
    "nun",
    "nurse",
    "officer",
    "official",
    "peasant",
    "photographer",
    "physician",
    "pilot",
    "policeman",
    "president",
    "priest",
    "prosecutor",
    "reporter",
    "senator",
    "sergeant",
    "sheikh",
    "soldier",
    "student",
    "teacher",
    "wife",
    "woman",
    "worker",
    "writer",
];

/// Nouns of many that do not end as such.
const MANY: &[&str] = &[
    "people", "children", "men", "women", "police", "army", "union",
];

/// What is "killed" or "arrested" only in a manner of speaking, or is no person.
const THINGS: &[&str] = &[
    "attack", "bomb", "bullet", "car", "day", "deal", "dog", "horse", "idea", "lot", "number",
    "plan", "plane", "project", "proposal", "strike", "tank", "truck", "vehicle", "whale", "total",
    "month", "week", "year", "time", "few", "quarter", "half", "third", "dozen", "hundred",
    "thousand",
];

/// What happened to the counted: an active verb just before, the verb that governs them, a
/// participle on them or just after, else a word of the table close by. `lead` is the first word
/// of the number with its qualifier.
pub(super) fn done(
    frame: &Frame<'_, '_, '_>,
    noun: Option<usize>,
    numeral: &Range<usize>,
    lead: usize,
) -> Option<FigureKind> {
    let last = noun.map_or(numeral.end, |n| n + 1).max(numeral.end);
    if released(frame, noun, lead) || mixed(frame, lead, last) {
        return Some(FigureKind::Other);
    }
    let things = noun.is_some_and(|n| NO_PEOPLE.contains(&frame.lower(n)));
    befallen(frame, noun, numeral, lead).filter(|kind| !(things && harms(*kind)))
}

/// Whether the verb that a count hangs on lies ahead or is only supposed: "could kill 30",
/// "threatened to kill 12".
pub(super) fn unreal(frame: &Frame<'_, '_, '_>, count: Range<usize>) -> bool {
    const MODAL: &[&str] = &[
        "will", "would", "could", "might", "may", "can", "should", "'ll", "'d", "wo",
    ];
    let above = |n: usize| frame.syntax.head[n].filter(|h| !count.contains(h));
    count.clone().find_map(above).is_some_and(|v| {
        let is = |list: &[&str], relation: &str| {
            frame
                .kids(v, &[relation])
                .any(|k| list.contains(&frame.lower(k)))
        };
        if !frame.verb(v) {
            // "an attempted assassination of the governor"
            return is(
                &["attempted", "failed", "foiled", "planned", "thwarted"],
                "amod",
            );
        }
        // "may have killed 12" tells of what was
        let past = is(&["may", "might", "must"], "aux") && is(&["have"], "aux");
        let ahead = crate::modality::of(frame, v) == sayso_record::Modality::Future;
        !past && (ahead || is(MODAL, "aux"))
    })
}

/// Whether a kind counts people whom something was done to.
pub(super) fn harms(kind: FigureKind) -> bool {
    use FigureKind::{Captured, Detained, Killed, Missing, Wounded};
    matches!(kind, Killed | Wounded | Captured | Detained | Missing)
}

/// What is no people, whatever word of harm stands near ("gunmen on 30 motorcycles killed 21").
const NO_PEOPLE: &[&str] = &[
    "airstrikes",
    "attacks",
    "bikes",
    "bombs",
    "boats",
    "buildings",
    "cars",
    "checkpoints",
    "days",
    "districts",
    "drones",
    "explosions",
    "homes",
    "hours",
    "houses",
    "jets",
    "kilometers",
    "kilometres",
    "miles",
    "missiles",
    "months",
    "mortars",
    "motorbikes",
    "motorcycles",
    "pickups",
    "places",
    "positions",
    "projectiles",
    "provinces",
    "raids",
    "rockets",
    "rounds",
    "shells",
    "sites",
    "strikes",
    "towns",
    "trucks",
    "vehicles",
    "villages",
    "weeks",
    "years",
];

/// Verbs that set people free.
const RELEASES: &[&str] = &[
    "freed",
    "free",
    "freeing",
    "released",
    "release",
    "releases",
    "releasing",
    "rescued",
    "rescue",
    "rescuing",
    "swapped",
    "exchanged",
    "exchange",
    "returned",
    "pardoned",
];

/// Whether the counted are set free: "freed 90 prisoners", "five officers were released".
fn released(frame: &Frame<'_, '_, '_>, noun: Option<usize>, lead: usize) -> bool {
    let free = |n: usize| RELEASES.contains(&frame.lower(n)) && frame.verb(n);
    let above = noun.filter(|n| matches!(frame.syntax.relation[*n], "obj" | "nsubj:pass" | "obl"));
    // "handed over three hostages"
    let handed = lead > 1 && frame.lower(lead - 1) == "over" && phrasal(frame.lower(lead - 2));
    handed
        || lead.checked_sub(1).is_some_and(free)
        || above.and_then(|n| frame.syntax.head[n]).is_some_and(free)
}

/// Verbs with "over" that count nothing: "handed over three" are not more than three.
pub(super) fn phrasal(lower: &str) -> bool {
    ["hand", "turn", "gave", "give"]
        .iter()
        .any(|s| lower.starts_with(s))
        || matches!(lower, "took" | "take" | "taken" | "takes" | "taking")
}

/// "500 were killed or wounded": of both together, so of neither.
pub(super) fn mixed(frame: &Frame<'_, '_, '_>, lead: usize, last: usize) -> bool {
    let words = frame.words;
    let from = lead.saturating_sub(4);
    let to = words.len().saturating_sub(2).min(last + 5);
    (from..to).any(|n| {
        let (Some(a), Some(b)) = (told(frame.lower(n)), told(frame.lower(n + 2))) else {
            return false;
        };
        let joined = matches!(frame.lower(n + 1), "and" | "or" | "/");
        let own = number_after(words, n + 2).is_some() || number_after(words, n).is_some();
        // "killed and kidnapped 20" tells the second of others
        joined && !own && a != b && harms(a) && harms(b) && {
            let near = n + 1 >= last || n + 2 < lead;
            near && !(last..n.max(last)).any(|k| words[k].mark() || frame.lower(k) == "and")
        }
    })
}

/// What the tree and the words around tell of the counted.
fn befallen(
    frame: &Frame<'_, '_, '_>,
    noun: Option<usize>,
    numeral: &Range<usize>,
    lead: usize,
) -> Option<FigureKind> {
    let words = frame.words;
    let last = noun.map_or(numeral.end, |n| n + 1).max(numeral.end);
    let near = (last..words.len().min(last + 3))
        .take_while(|n| !words[*n].mark())
        .find(|n| !matches!(frame.syntax.tag[*n], "ADV" | "AUX") && frame.lower(*n) != "others");
    let near = near.and_then(|n| Some((n, told(frame.lower(n))?)));
    // "8 killed 58 others injured": each has its own participle; "who killed five was arrested" is
    // of two.
    let active = lead > 0 && frame.kids(lead - 1, &["nsubj"]).next().is_some();
    let own = near.filter(|(n, _)| {
        let finite = active || (last..*n).any(|n| frame.syntax.tag[n] == "AUX");
        !finite && frame.lower(*n).ends_with("ed") && number_after(words, *n).is_none()
    });
    if let (Some((_, kind)), true) = (own, lead > 0 && told(frame.lower(lead - 1)).is_some()) {
        return Some(kind);
    }
    if let Some(kind) = just_done(frame, lead) {
        return Some(kind);
    }
    let own = numeral.clone().find(|n| {
        let head = frame.syntax.head[*n];
        head.is_none_or(|h| !numeral.contains(&h))
    });
    // "two of his colleagues were injured": the number stands in the clause.
    let hangs = |n: usize| frame.syntax.head[n].is_some_and(|h| numeral.contains(&h));
    let number = own.filter(|_| noun.is_none_or(hangs));
    for at in noun.into_iter().chain(number) {
        match fate(frame, at) {
            Fate::Suffered(kind) => return Some(kind),
            Fate::Acted => return None,
            Fate::Untold => {}
        }
    }
    if let Some((_, kind)) = near {
        return Some(kind);
    }
    // Who does something else was not killed by a word that stands near.
    let busy = noun.is_some_and(|n| {
        let subject = frame.syntax.relation[n] == "nsubj";
        subject
            && frame.syntax.head[n].is_some_and(|v| {
                frame.verb(v) && v > n && v - n <= 3 && !frame.lower(v).ends_with("ing")
            })
    });
    if busy {
        return None;
    }
    let before: &[Word<'_>] = &words[numeral.start.saturating_sub(4)..numeral.start];
    let before = before
        .iter()
        .rev()
        .take_while(|w| !w.mark() && !matches!(w.lower.as_str(), "and" | "but" | "while"))
        .find_map(|w| told(&w.lower));
    let after = onward(words, numeral.end)
        .take(8)
        .take_while(|n| {
            let w = &words[*n];
            // "… and injuring 11 others" is told of those.
            let other =
                w.lower == "and" && words.get(n + 1).is_some_and(|w| w.lower.ends_with("ing"));
            !w.is(",") && !w.is(";") && !other && super::numbers::number(words, *n).is_none()
        })
        .find_map(|n| told(frame.lower(n)));
    after.or(before)
}

/// The number that begins just after a word.
fn number_after(words: &[Word<'_>], at: usize) -> Option<numbers::Number> {
    (at + 1 < words.len())
        .then(|| numbers::number(words, at + 1))
        .flatten()
}

/// Words that tell a part of the counted aside.
fn aside(word: &Word<'_>) -> bool {
    matches!(word.lower.as_str(), "including" | "among")
}

/// Words from one on, without what stands between two dashes or in brackets, and without a part
/// that is told aside: ", including 12 children,".
fn onward<'w>(words: &'w [Word<'_>], from: usize) -> impl Iterator<Item = usize> + 'w {
    let mut at = from;
    std::iter::from_fn(move || {
        let word = words.get(at)?;
        let close = match word.text {
            "-" | "–" | "—" => word.text,
            "(" => ")",
            "," if words.get(at + 1).is_some_and(|w| aside(w)) => ",",
            _ => "",
        };
        let end = (!close.is_empty())
            .then(|| (at + 1..words.len().min(at + 16)).find(|n| words[*n].is(close)))
            .flatten();
        let here = end.map_or(at, |e| e + 1);
        at = here + 1;
        (here < words.len()).then_some(here)
    })
}
