//! Which words tell of an event, and of which ACLED sub-event type.

use std::ops::Range;

use crate::attributions::scan::Word;

/// Cue words and the sub-event type each stands for.
pub(crate) const CUES: &[(&str, &[&str])] = &[
    (
        "Air/drone strike",
        &[
            "airstrike",
            "airstrikes",
            "air-strike",
            "air-strikes",
            "bombed",
            "bombing",
            "bombings",
            "bombardment",
            "bombards",
            "bombarded",
            "airstriked",
        ],
    ),
    (
        "Shelling/artillery/missile attack",
        &[
            "shelled", "shelling", "shells", "mortar", "mortars", "rocket", "rockets",
        ],
    ),
    (
        "Remote explosive/landmine/IED",
        &[
            "ied",
            "ieds",
            "mine",
            "mines",
            "landmine",
            "landmines",
            "booby",
            "bomb",
            "bombs",
            "explosion",
            "explosions",
            "exploded",
            "detonated",
            "blast",
            "blasts",
        ],
    ),
    (
        "Armed clash",
        &[
            "clash",
            "clashes",
            "clashed",
            "attacked",
            "attack",
            "attacks",
            "attacking",
            "assault",
            "ambush",
            "ambushed",
            "offensive",
            "fighting",
            "battle",
            "battles",
            "repulsed",
            "repelled",
            "raided",
            "stormed",
        ],
    ),
    (
        "Attack",
        &[
            "execution",
            "executions",
            "executed",
            "massacre",
            "massacred",
            "beheaded",
            "beheading",
            "murdered",
            "assassinated",
            "assassination",
            "slaughtered",
            "murder",
            "murders",
            "assassinate",
            "assassinations",
            "kill",
            "machinegunned",
            "gunned",
            "killed",
            "killing",
            "slain",
            "slaying",
            "slayings",
        ],
    ),
    (
        "Abduction/forced disappearance",
        &[
            "kidnapped",
            "abducted",
            "abduction",
            "kidnapping",
            "kidnappings",
            "abductions",
            "kidnap",
            "kidnappers",
        ],
    ),
    ("Arrests", &["arrested", "arrests", "detained"]),
    ("Agreement", &["ceasefire", "truce", "accord", "memorandum"]),
    (
        "Looting/property destruction",
        &[
            "destroyed",
            "destroy",
            "destroying",
            "destruction",
            "looted",
            "looting",
            "dynamited",
            "demolished",
            "desecrated",
            "decapitated",
            "torched",
            "burned",
            "dynamite",
            "burned",
        ],
    ),
    ("Change to group/activity", &["deployed", "reinforcements"]),
    (
        "Non-violent transfer of territory",
        &["withdrew", "withdrawal", "retreated", "surrendered"],
    ),
    (
        "Statement/meeting/call",
        &[
            "congratulated",
            "phoned",
            "met",
            "urged",
            "announced",
            "talks",
            "telephoned",
            "condemned",
            "summoned",
            "visited",
        ],
    ),
    ("Chemical weapon", &["sarin", "chlorine"]),
    (
        "Peaceful protest",
        &["protested", "protesters", "demonstrators"],
    ),
];

/// The event type that words at `at` tell, and one past the last of them.
pub(super) fn cue(words: &[Word<'_>], at: usize) -> Option<(&'static str, usize)> {
    let word = words[at].lower.as_str();
    let next = words.get(at + 1).map_or("", |w| w.lower.as_str());
    if word == "air"
        && matches!(
            next,
            "strike" | "strikes" | "raid" | "raids" | "attacks" | "attack" | "campaign"
        )
    {
        return Some(("Air/drone strike", at + 2));
    }
    if let Some(found) = weapon(words, at).or_else(|| struck(words, at)) {
        return Some(found);
    }
    if word == "suicide" && !next.is_empty() {
        return Some(("Suicide bomb", at + 2));
    }
    if word == "opened" && next == "fire" {
        return Some(("Armed clash", at + 2));
    }
    // "a device went off", "blew up a bridge"
    let charge = |w: &Word<'_>| {
        ["bomb", "device", "explosive", "charge", "mine", "grenade"]
            .iter()
            .any(|c| w.lower.starts_with(c))
    };
    if word == "went" && next == "off" && words[at.saturating_sub(4)..at].iter().any(charge) {
        return Some(("Remote explosive/landmine/IED", at + 2));
    }
    if matches!(word, "blew" | "blown") && next == "up" {
        return Some(("Remote explosive/landmine/IED", at + 2));
    }
    if word == "shot" && next == "dead" {
        return Some(("Attack", at + 2));
    }
    let after = words.get(at + 2).map_or("", |w| w.lower.as_str());
    if word == "shot" && next == "and" && matches!(after, "killed" | "wounded" | "injured") {
        return Some(("Attack", at + 3));
    }
    if word == "shot" && next != "down" && at > 0 {
        let passive = matches!(words[at - 1].lower.as_str(), "was" | "were" | "been");
        return passive.then_some(("Attack", at + 1));
    }
    if word == "spoke" && next == "by" {
        return Some(("Statement/meeting/call", (at + 3).min(words.len())));
    }
    if word == "called" && (next == "for" || !words[at + 1..].iter().take(3).any(Word::capital)) {
        return None;
    }
    if word == "called" {
        return Some(("Statement/meeting/call", at + 1));
    }
    // "mine" after a preposition is a pronoun.
    if word == "mine" && at > 0 && words[at - 1].lower == "of" {
        return None;
    }
    CUES.iter()
        .find(|c| c.1.contains(&word))
        .map(|c| (c.0, at + 1))
}

/// What flies, and what is shot, as the subject or means of "struck".
const FLYING: &[&str] = &[
    "aircraft",
    "drone",
    "drones",
    "helicopter",
    "helicopters",
    "jet",
    "jets",
    "plane",
    "planes",
    "uav",
    "uavs",
    "warplane",
    "warplanes",
];
const SHOT: &[&str] = &[
    "artillery",
    "missile",
    "missiles",
    "mortar",
    "mortars",
    "projectile",
    "projectiles",
    "rocket",
    "rockets",
    "shell",
    "shells",
];

/// "Drones struck X", "a missile hit X", "fired missiles at X", "Israel struck Beirut", "a strike
/// on X". Earthquakes strike too: without a weapon only a name does.
fn struck(words: &[Word<'_>], at: usize) -> Option<(&'static str, usize)> {
    let word = words[at].lower.as_str();
    let kind = |w: &Word<'_>| match w.lower.as_str() {
        w if FLYING.contains(&w) => Some("Air/drone strike"),
        w if SHOT.contains(&w) => Some("Shelling/artillery/missile attack"),
        _ => None,
    };
    let before = &words[at.saturating_sub(4)..at];
    let after = &words[at + 1..words.len().min(at + 8)];
    let on = after
        .first()
        .is_some_and(|w| matches!(w.lower.as_str(), "on" | "against"));
    match word {
        "strike" | "strikes" if on => {
            let work = before
                .last()
                .is_some_and(|w| matches!(w.lower.as_str(), "on" | "hunger" | "general" | "to"));
            (!work).then_some(("Air/drone strike", at + 1))
        }
        "struck" | "hit" | "hits" | "strikes" | "hitting" | "striking" => {
            let subject = before
                .iter()
                .rev()
                .take_while(|w| !w.mark())
                .find_map(|w| Some((w, kind(w)?)));
            // "Shells hit": the shells are the event.
            let told = |w: &Word<'_>| CUES.iter().any(|c| c.1.contains(&w.lower.as_str()));
            if subject.is_some_and(|(w, _)| told(w)) {
                return None;
            }
            let subject = subject.map(|s| s.1);
            let means = &after[..after.len().min(5)];
            let with = means
                .iter()
                .position(|w| matches!(w.lower.as_str(), "with" | "by"));
            let means = with.and_then(|with| means[with..].iter().find_map(kind));
            let named = word == "struck"
                && before.last().is_some_and(Word::capital)
                && after.first().is_some_and(Word::capital);
            let kind = subject
                .or(means)
                .or_else(|| named.then_some("Air/drone strike"))?;
            Some((kind, at + 1))
        }
        "fired" | "firing" | "launched" | "lobbed" => {
            let weapon = after
                .iter()
                .take(5)
                .take_while(|w| !w.mark())
                .position(|w| kind(w).is_some())?;
            let at_something = after.get(weapon + 1).is_some_and(|w| {
                matches!(
                    w.lower.as_str(),
                    "at" | "into" | "on" | "towards" | "toward" | "against"
                )
            });
            at_something.then_some((kind(&after[weapon])?, at + weapon + 2))
        }
        _ => None,
    }
}

/// Words for what an attack is made with, and the type it makes of it; the first that stands in a
/// phrase decides.
pub(crate) const WEAPONS: &[(&str, &[&str])] = &[
    (
        "Chemical weapon",
        &[
            "chemical", "gas", "chlorine", "sarin", "nerve", "toxic", "poison",
        ],
    ),
    ("Suicide bomb", &["suicide"]),
    (
        "Air/drone strike",
        &[
            "air",
            "drone",
            "aerial",
            "barrel",
            "helicopter",
            "airborne",
            "warplane",
        ],
    ),
    (
        "Shelling/artillery/missile attack",
        &[
            "rocket",
            "rockets",
            "mortar",
            "mortars",
            "shell",
            "missile",
            "artillery",
            "grenade",
            "tank",
        ],
    ),
    (
        "Remote explosive/landmine/IED",
        &[
            "bomb",
            "car",
            "ied",
            "roadside",
            "landmine",
            "explosive",
            "truck",
        ],
    ),
];

/// Nouns that a weapon's word makes an event of.
const MADE: &[&str] = &[
    "attack",
    "attacks",
    "strike",
    "strikes",
    "raid",
    "raids",
    "assault",
    "shells",
    "shelling",
    "fire",
    "bombing",
    "bombings",
    "bombardment",
    "blast",
    "blasts",
    "explosion",
    "explosions",
    "barrage",
    "rounds",
    "bombs",
    "bomb",
    "rockets",
    "missiles",
    "massacre",
];

/// "rocket and mortar shells", "chemical weapons attack", "car bomb": the words of a weapon and
/// what is done with it, as one event.
fn weapon(words: &[Word<'_>], at: usize) -> Option<(&'static str, usize)> {
    let kind = |n: usize| {
        let word = words.get(n)?.lower.as_str();
        WEAPONS.iter().position(|w| w.1.contains(&word))
    };
    let mut best = kind(at)?;
    let mut end = None;
    let mut n = at + 1;
    while n < words.len() && n <= at + 5 {
        let word = words[n].lower.as_str();
        if MADE.contains(&word) {
            end = Some(n + 1);
        }
        match kind(n) {
            Some(other) => best = best.min(other),
            None if matches!(word, "and" | "or" | "-" | "weapons" | "weapon" | "bomb")
                || MADE.contains(&word) => {}
            None => break,
        }
        n += 1;
    }
    let end = end?;
    // "car attack", "truck fire" need a bomb.
    let first = words[at].lower.as_str();
    let vehicle = matches!(first, "car" | "truck" | "tank" | "air")
        && !words[at + 1..end].iter().any(|w| {
            w.lower.starts_with("bomb")
                || w.lower.starts_with("explo")
                || w.lower.starts_with("blast")
        });
    let allowed = match first {
        "car" | "truck" => !vehicle,
        "tank" => words[end - 1].lower == "fire" || words[end - 1].lower.starts_with("shell"),
        _ => true,
    };
    allowed.then_some((WEAPONS[best].0, end))
}

/// The type of a cue among the words of its sentence: what "bombing" and "bombardment" are made
/// with stands elsewhere.
pub(super) fn kind_here(kind: &'static str, words: &[Word<'_>], at: Range<usize>) -> &'static str {
    let has = |of: &[&str]| {
        let stem = |w: &Word<'_>| of.iter().any(|o| w.lower.starts_with(o));
        words.iter().any(stem)
    };
    let cue = words[at.start].lower.as_str();
    if at.len() > 1 || kind != "Air/drone strike" || !cue.starts_with("bomb") {
        return kind;
    }
    let air = has(&[
        "air",
        "plane",
        "warplane",
        "jet",
        "helicopter",
        "raid",
        "drone",
        "sorti",
        "barrel",
        "pilot",
        "bomber",
    ]);
    let guns = has(&["artillery", "mortar", "shell", "rocket", "tank", "howitzer"]);
    match cue {
        _ if air => kind,
        _ if guns => "Shelling/artillery/missile attack",
        "bombing" | "bombings" => "Remote explosive/landmine/IED",
        _ => kind,
    }
}

/// Whether a cue only tells what another event did: those who died of a strike were killed once.
pub(super) fn sequel(cue: &str) -> bool {
    matches!(
        cue,
        "killed"
            | "killing"
            | "kill"
            | "slain"
            | "slaying"
            | "massacre"
            | "explosion"
            | "blast"
            | "exploded"
            | "detonated"
    )
}

/// Words for people without arms and what is theirs.
pub(super) const CIVIL: &[&str] = &[
    "civilian",
    "civilians",
    "people",
    "residents",
    "children",
    "women",
    "villagers",
    "crowd",
    "protesters",
    "demonstrators",
    "citizens",
    "students",
    "pupils",
    "worshippers",
    "pilgrims",
    "passengers",
    "journalists",
    "workers",
    "medics",
    "doctors",
    "patients",
    "school",
    "schools",
    "hospital",
    "hospitals",
    "clinic",
    "market",
    "mosque",
    "church",
    "bus",
    "buses",
    "convoy",
    "houses",
    "homes",
    "neighborhood",
    "neighborhoods",
    "neighbourhood",
    "neighbourhoods",
    "wedding",
    "funeral",
    "peasant",
    "peasants",
    "priests",
    "nuns",
    "embassy",
    "residence",
];
