//! Predicates and their arguments, from the tree: who acts, on whom, where, by whom; what an
//! infinitive or a participle inherits from the clause above it.
//!
//! Positions are words of one sentence. Relations are those of Universal Dependencies.

use std::ops::Range;

use sayso_record::{Actor, ActorKind, Layers, Place, Precision, Sense, Span};

use crate::attributions::scan::{Syntax, Word};

/// A sentence with its tree.
pub(crate) struct Frame<'s, 't, 'l> {
    pub(crate) words: &'s [Word<'t>],
    pub(crate) syntax: Syntax<'l>,
    kids: Vec<Vec<usize>>,
    pub(crate) layers: &'l Layers,
}

/// How often a climb goes on: deeper ones mean a tree that is wrong.
const STEPS: usize = 6;

impl<'s, 't, 'l> Frame<'s, 't, 'l> {
    pub(crate) fn new(words: &'s [Word<'t>], syntax: Syntax<'l>, layers: &'l Layers) -> Self {
        let mut kids = vec![Vec::new(); words.len()];
        for (word, head) in syntax.head.iter().enumerate() {
            if let Some(head) = head {
                kids[*head].push(word);
            }
        }
        Frame {
            words,
            syntax,
            kids,
            layers,
        }
    }

    /// Relation without subtype.
    fn plain(&self, at: usize) -> &str {
        let relation = self.syntax.relation[at];
        relation.split(':').next().unwrap_or(relation)
    }

    pub(crate) fn lower(&self, at: usize) -> &str {
        &self.words[at].lower
    }

    /// What hangs on a word by one of these relations, in order; a subtype counts only when named.
    pub(crate) fn kids<'a>(
        &'a self,
        at: usize,
        relations: &'a [&'a str],
    ) -> impl DoubleEndedIterator<Item = usize> + 'a {
        self.kids[at]
            .iter()
            .copied()
            .filter(move |k| relations.contains(&self.syntax.relation[*k]))
    }

    fn kid(&self, at: usize, relations: &[&str]) -> Option<usize> {
        self.kids(at, relations).next()
    }

    /// A word and those joined to it by "and".
    pub(crate) fn with_conjuncts(&self, at: usize) -> Vec<usize> {
        let mut out = vec![at];
        let mut next = 0;
        while let Some(word) = out.get(next).copied() {
            if out.len() < 12 {
                let joined: Vec<usize> = self.kids(word, &["conj"]).collect();
                out.extend(joined);
            }
            next += 1;
        }
        out
    }

    pub(crate) fn verb(&self, at: usize) -> bool {
        self.syntax.tag[at] == "VERB"
    }

    /// Whether a verb is in the passive, by its auxiliary, its subject, or as a participle that
    /// hangs on a noun ("the town held by").
    pub(crate) fn passive(&self, verb: usize) -> bool {
        self.kid(verb, &["aux:pass", "nsubj:pass"]).is_some() || self.participle(verb)
    }

    /// A past participle on a noun.
    fn participle(&self, verb: usize) -> bool {
        let word = self.lower(verb);
        matches!(self.syntax.relation[verb], "acl" | "amod")
            && !word.ends_with("ing")
            && self.kid(verb, &["obj", "mark"]).is_none()
    }

    fn relative(&self, at: usize) -> bool {
        matches!(self.lower(at), "who" | "which" | "that" | "whom")
    }

    /// The grammatical subject of a verb, active or passive; an infinitive's or a participle's from
    /// the clause it hangs on.
    fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..STEPS {
            let head = self.syntax.head[at];
            let own = ["nsubj", "nsubj:pass", "nsubj:outer"];
            let own = if self.gapped(at) {
                self.kids(at, &own).last()
            } else {
                self.kid(at, &own)
            };
            if let Some(own) = own {
                if self.relative(own) && self.plain(at) == "acl" {
                    return head;
                }
                return Some(own);
            }
            match (self.plain(at), head) {
                ("acl", head) => return head,
                // "allowed them to take": the object takes.
                ("xcomp", Some(head)) => {
                    if let Some(object) = self.kid(head, &["obj", "iobj"]) {
                        return Some(object);
                    }
                    at = head;
                }
                // "accused them of taking", "called on them not to": whom it is told of, if anybody.
                ("advcl" | "ccomp", Some(head)) if OF_OTHERS.contains(&self.lower(head)) => {
                    let object = self.kid(head, &["obj", "iobj"]);
                    return object.or_else(|| self.with_case(head, &["on"]));
                }
                ("conj" | "advcl" | "ccomp" | "parataxis", Some(head)) if self.verbal(head) => {
                    // "while X held, Y took": no subject passes over "before" and "until".
                    let bound = self
                        .kids(at, &["mark", "case"])
                        .any(|m| matches!(self.lower(m), "before" | "until" | "till" | "after"));
                    if bound && !self.lower(at).ends_with("ing") {
                        return None;
                    }
                    // A finite clause of its own has a subject or none.
                    if matches!(self.plain(at), "ccomp" | "parataxis") {
                        return None;
                    }
                    at = head;
                }
                _ => return None,
            }
        }
        None
    }

    /// "the province ISIS holds", read as one clause with two subjects: the first is what is held.
    fn gapped(&self, verb: usize) -> bool {
        self.kids(verb, &["nsubj"]).filter(|k| *k < verb).count() > 1
            && self.kid(verb, &["obj", "cop"]).is_none()
    }

    fn verbal(&self, at: usize) -> bool {
        matches!(self.syntax.tag[at], "VERB" | "AUX" | "ADJ")
            || self.kid(at, &["cop", "nsubj"]).is_some()
    }

    /// What hangs on a word with one of these prepositions.
    pub(crate) fn with_case(&self, at: usize, cases: &[&str]) -> Option<usize> {
        self.kids[at].iter().copied().find(|k| {
            matches!(self.plain(*k), "obl" | "nmod")
                && self
                    .kids(*k, &["case"])
                    .any(|c| cases.contains(&self.lower(c)))
        })
    }

    /// Who does what a verb says.
    pub(crate) fn agent(&self, verb: usize) -> Option<usize> {
        if self.passive(verb) {
            let by = self.kid(verb, &["obl:agent"]);
            return by.or_else(|| self.with_case(verb, &["by"])).or_else(|| {
                // "ISIS-held", "the government held part"
                let names = ["compound", "obl", "nsubj", "obl:npmod", "obl:unmarked"];
                self.kids(verb, &names).rfind(|k| *k < verb)
            });
        }
        self.subject(verb)
    }

    /// What is done to whom or what. "A city it controls" and "a province where it holds ground"
    /// have it above the clause.
    pub(crate) fn patient(&self, verb: usize) -> Option<usize> {
        if self.syntax.relation[verb] == "acl:relcl" && !self.passive(verb) {
            let subject = self.kid(verb, &["nsubj"]);
            let gap = subject.is_some_and(|s| !self.relative(s))
                && self.kid(verb, &["obj"]).is_none_or(|o| self.relative(o));
            if gap {
                return self.syntax.head[verb];
            }
        }
        if self.participle(verb) {
            return self.syntax.head[verb];
        }
        if self.passive(verb) {
            return self.subject(verb);
        }
        if self.gapped(verb) {
            return self.kid(verb, &["nsubj"]);
        }
        self.kid(verb, &["obj"])
    }

    /// The place that "where" before a verb takes up: the narrowest of those just before it.
    pub(crate) fn place_where(&self, verb: usize) -> Option<usize> {
        let adverb = self
            .kids(verb, &["advmod"])
            .find(|k| self.lower(*k) == "where")?;
        let near = adverb.saturating_sub(7)..adverb;
        let wide = |n: &usize| {
            self.place_at(*n)
                .is_some_and(|p| p.precision == Precision::Country)
        };
        let all: Vec<usize> = near.filter(|n| self.place_at(*n).is_some()).collect();
        let narrow = all.iter().rev().find(|n| !wide(n));
        narrow.or(all.last()).copied()
    }

    /// The words of a noun's own phrase: what stands before it and belongs to it, and names after
    /// it; no clauses, no other nouns joined by prepositions.
    pub(crate) fn phrase(&self, noun: usize) -> Range<usize> {
        let (mut from, mut to) = (noun, noun + 1);
        let part = |k: usize| {
            matches!(
                self.plain(k),
                "amod" | "compound" | "flat" | "nummod" | "det" | "goeswith"
            ) || self.syntax.relation[k] == "nmod:poss"
        };
        let mut stack = vec![noun];
        while let Some(at) = stack.pop() {
            for k in self.kids[at].iter().copied().filter(|k| part(*k)) {
                if k.abs_diff(noun) <= 10 {
                    from = from.min(k);
                    to = to.max(k + 1);
                    stack.push(k);
                }
            }
        }
        from..to
    }

    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.words[range.start].start, self.words[range.end - 1].end)
    }

    /// The name that a capitalised noun opens or closes: "Army of Conquest", "Northern Brigade".
    pub(crate) fn title(&self, noun: usize) -> String {
        let mut range = self.phrase(noun);
        if let Some(of) = self.with_case(noun, &["of"])
            && self.words[of].capital()
        {
            range.end = range.end.max(of + 1);
        }
        while range.start < noun && !self.words[range.start].capital() {
            range.start += 1;
        }
        let words = self.words[range].iter().map(|w| w.text);
        words.collect::<Vec<_>>().join(" ")
    }

    fn here<'a, T>(
        list: &'a [T],
        span: Span,
        at: impl Fn(&T) -> Span + 'a,
    ) -> impl Iterator<Item = &'a T> + 'a {
        let from = list.partition_point(|x| at(x).end <= span.start);
        list[from..]
            .iter()
            .take_while(move |x| at(x).start < span.end)
    }

    /// The group that a pronoun or "the group" takes up: the last armed group or force named
    /// before it, in the sentence or shortly before.
    fn actor_again(&self, noun: usize) -> Option<String> {
        let takes_up = matches!(self.lower(noun), "it" | "they")
            || self.lower(noun) == "group"
                && self.kids(noun, &["det"]).any(|d| self.lower(d) == "the")
                && self.kid(noun, &["amod", "compound", "nmod"]).is_none();
        // "its troops"
        let whose = self
            .kids(noun, &["nmod:poss"])
            .find(|p| matches!(self.lower(*p), "its" | "their"))
            .filter(|_| TROOPS.contains(&self.lower(noun)));
        if takes_up || whose.is_some() {
            let said = self.says(noun);
            let told = self.syntax.head[noun].is_some_and(|v| self.plain(v) == "ccomp");
            let owner = || self.owner_before(whose.filter(|_| !told)?);
            if let Some(who) = said.or_else(owner) {
                return Some(who);
            }
        }
        let from = match self.lower(noun) {
            "group" => return takes_up.then(|| self.group_before(noun)).flatten(),
            _ => self.words[0].start,
        };
        takes_up.then(|| self.group_from(noun, from)).flatten()
    }

    /// "Kyiv said it held X": the state or group that says what "it" does.
    fn says(&self, pronoun: usize) -> Option<String> {
        let verb = self.syntax.head[pronoun].filter(|_| self.plain(pronoun) == "nsubj")?;
        let above = self.syntax.head[verb].filter(|_| self.plain(verb) == "ccomp")?;
        let who = self.known(self.kid(above, &["nsubj"])?)?;
        use ActorKind::{ArmedGroup, Coalition, State};
        matches!(who.kind, ArmedGroup | Coalition | State).then(|| who.canonical.clone())
    }

    /// The last state, armed group or coalition named before "its" or "their", in the sentence.
    pub(crate) fn owner_before(&self, word: usize) -> Option<String> {
        if !matches!(self.lower(word), "its" | "their") {
            return None;
        }
        let at = self.words[word].start;
        let before = self.layers.actors.partition_point(|a| a.end <= at);
        use ActorKind::{ArmedGroup, Coalition, State};
        self.layers.actors[..before]
            .iter()
            .rev()
            .take_while(|a| a.start >= self.words[0].start)
            .find(|a| matches!(a.kind, ArmedGroup | Coalition | State))
            .map(|a| a.canonical.clone())
    }

    /// The last armed group or coalition named in the 400 bytes before a word.
    pub(crate) fn group_before(&self, word: usize) -> Option<String> {
        self.group_from(word, self.words[word].start.saturating_sub(400))
    }

    fn group_from(&self, word: usize, from: usize) -> Option<String> {
        let at = self.words[word].start;
        let before = self.layers.actors.partition_point(|a| a.end <= at);
        let group = |a: &&Actor| matches!(a.kind, ActorKind::ArmedGroup | ActorKind::Coalition);
        self.layers.actors[..before]
            .iter()
            .rev()
            .take_while(|a| a.start >= from)
            .find(group)
            .map(|a| a.canonical.clone())
    }

    /// The first actor of everything that hangs on a noun ("forces backed by …" are the forces).
    pub(crate) fn actor_within(&self, noun: usize) -> Option<&'l Actor> {
        let mut from = noun;
        let mut stack = vec![noun];
        while let Some(at) = stack.pop() {
            from = from.min(at);
            let clause = ["acl:relcl", "conj", "parataxis"];
            stack.extend(
                self.kids[at]
                    .iter()
                    .filter(|k| **k < noun && !clause.contains(&self.syntax.relation[**k])),
            );
        }
        let layers = self.layers;
        let span = self.span(&(from..noun + 1));
        let own = Self::here(&layers.actors, span, |a| Span::new(a.start, a.end))
            .find(|a| !matches!(a.kind, ActorKind::People | ActorKind::Person));
        // "forces backed by strikes drove": the strikes are the forces'.
        own.or_else(|| {
            let by = self.plain(noun) == "obl"
                && self.kids(noun, &["case"]).any(|c| self.lower(c) == "by");
            let verb = self.syntax.head[noun].filter(|_| by)?;
            let above = self.syntax.head[verb].filter(|_| self.participle(verb))?;
            self.actor_within(above)
        })
    }

    /// The actor that a noun names: as the labels have it, so that "the rebels" are somebody too.
    /// A name that merely belongs to the phrase ("Iran-backed militias") is not the noun's.
    pub(crate) fn actor(&self, noun: usize) -> Option<String> {
        let word = Span::new(self.words[noun].start, self.words[noun].end);
        let label = Self::here(&self.layers.labels, word, |l| Span::new(l.start, l.end))
            // A clitic belongs to the word, not to the label.
            .find(|l| l.start <= word.start && word.end <= l.end + 4);
        if let Some(label) = label {
            return Some(label.actor.clone());
        }
        let phrase = self.span(&self.phrase(noun));
        let known = Self::here(&self.layers.actors, phrase, |a| Span::new(a.start, a.end));
        known
            .filter(|a| a.kind != ActorKind::People)
            .last()
            .map(|a| a.canonical.clone())
            .or_else(|| self.actor_again(noun))
    }

    /// As [`Frame::actor`], the table's row.
    pub(crate) fn known(&self, noun: usize) -> Option<&'l Actor> {
        let phrase = self.span(&self.phrase(noun));
        let layers = self.layers;
        Self::here(&layers.actors, phrase, |a| Span::new(a.start, a.end)).last()
    }

    /// Actors of a noun and those joined to it.
    pub(crate) fn actors(&self, noun: usize) -> Vec<String> {
        let mut out = Vec::new();
        for at in self.with_conjuncts(noun) {
            if let Some(name) = self.actor(at)
                && !out.contains(&name)
            {
                out.push(name);
            }
        }
        out
    }

    /// The place that covers a word.
    pub(crate) fn place_at(&self, word: usize) -> Option<&'l Place> {
        let at = Span::new(self.words[word].start, self.words[word].end);
        let layers = self.layers;
        Self::here(&layers.places, at, |p| Span::new(p.start, p.end)).next()
    }

    /// The places that a noun stands for: itself and those joined to it, what it is an apposition
    /// of, or, for a noun of place ("the centre of", "two districts in"), what it is part of.
    pub(crate) fn places(&self, noun: usize) -> Vec<&'l Place> {
        let mut out: Vec<&Place> = Vec::new();
        let mut take = |found: Option<&'l Place>| {
            out.extend(found);
        };
        for at in self.with_conjuncts(noun) {
            if let Some(place) = self.place_at(at) {
                // "Raqqa, Deir Ezzor and other land", as one name
                let listed = self.kids(
                    at,
                    &["compound", "list", "dep", "appos", "flat", "nmod:desc"],
                );
                for k in listed.filter(|k| *k < at) {
                    take(self.place_at(k).filter(|p| p.end < place.start));
                }
                take(Some(place));
                continue;
            }
            let lower = self.lower(at);
            let town = AGAIN.contains(&lower) || MANY.contains(&lower);
            let area = AREAS.contains(&lower) || town || matches!(lower, "%" | "percent");
            let inner = self.inner(at, area, town);
            let mut any = false;
            for k in inner {
                for n in self.with_conjuncts(k) {
                    any |= self.place_at(n).is_some();
                    take(self.place_at(n));
                }
                if !any && AREAS.contains(&self.lower(k)) {
                    for n in self.kids(k, &["nmod", "compound", "appos"]) {
                        take(self.place_at(n));
                    }
                }
            }
            if !any && self.plain(at) == "appos" {
                any = true;
                take(self.syntax.head[at].and_then(|h| self.place_at(h)));
            }
            // "PLACE, an eastern city", wherever the tree hangs the city
            let start = self.phrase(at).start;
            if !any && area && start >= 2 && self.words[start - 1].is(",") {
                any = self.place_at(start - 2).is_some();
                take(self.place_at(start - 2));
            }
            // "the second city, PLACE"
            let comma = self.words.get(at + 1).is_some_and(|w| w.is(","));
            if !any && town && comma && at + 2 < self.words.len() {
                take(self.place_at(at + 2));
            }
        }
        out.retain(|p| {
            p.sense == Sense::Loc || self.layers.actors.iter().all(|a| a.start != p.start)
        });
        out
    }

    /// What names the place of a noun of place: what it is "of" or is called rather than what it
    /// lies in; villages in a province are not the province, a suburb is not the city.
    fn inner(&self, at: usize, area: bool, town: bool) -> Vec<usize> {
        let parts = [
            "nmod",
            "compound",
            "appos",
            "flat",
            "nmod:poss",
            "amod",
            "nmod:desc",
        ];
        let holds = |k: usize| {
            let cases: Vec<usize> = self.kids(k, &["case"]).collect();
            cases.is_empty()
                || cases.into_iter().any(|c| match self.lower(c) {
                    // "east of X" is not X.
                    "of" => c < 2 || !beside(self.lower(c - 1)) || self.lower(c - 2) == "the",
                    "in" | "inside" | "within" | "across" | "on" => !town,
                    _ => false,
                })
        };
        let all: Vec<usize> = self
            .kids(at, &parts)
            .filter(|k| area || self.syntax.relation[*k] == "appos")
            .filter(|k| holds(*k))
            // "Syria's largest city" is not Syria.
            .filter(|k| {
                self.syntax.relation[*k] != "nmod:poss"
                    || self
                        .place_at(*k)
                        .is_none_or(|p| p.precision != Precision::Country)
            })
            .collect();
        let named = |k: &usize| {
            matches!(self.plain(*k), "nmod" | "appos" | "flat") && self.place_at(*k).is_some()
        };
        let many = MANY.contains(&self.lower(at));
        if many || all.iter().any(named) {
            return all.into_iter().filter(named).collect();
        }
        all
    }

    /// Whether a word is of the name of a place narrower than a country that something lies in.
    pub(crate) fn within(&self, word: usize) -> bool {
        self.place_at(word)
            .is_some_and(|p| p.precision != Precision::Country && p.sense == Sense::Loc)
            && self
                .kids(word, &["case"])
                .any(|c| matches!(self.lower(c), "in" | "inside" | "at"))
    }

    /// Whether a noun names a place or takes one up.
    pub(crate) fn names_place(&self, noun: usize) -> bool {
        !self.places(noun).is_empty() || self.place_again(noun)
    }

    /// What a relative pronoun takes up, any other word itself.
    pub(crate) fn antecedent(&self, word: usize) -> usize {
        if !self.relative(word) {
            return word;
        }
        let mut at = word;
        for _ in 0..STEPS {
            let Some(head) = self.syntax.head[at] else {
                break;
            };
            if self.syntax.relation[at] == "acl:relcl" {
                return head;
            }
            at = head;
        }
        // wherever the tree hangs its clause: the noun just before it
        let before = (0..word).rev().find(|n| !self.words[*n].is(","));
        before
            .filter(|n| word - n <= 2 && matches!(self.syntax.tag[*n], "NOUN" | "PROPN"))
            .unwrap_or(word)
    }

    /// Whether a noun is "the city", "this town": the place spoken of.
    pub(crate) fn place_again(&self, noun: usize) -> bool {
        let share = matches!(
            self.lower(noun),
            "%" | "percent" | "part" | "parts" | "most" | "half"
        );
        if share && let Some(of) = self.with_case(noun, &["of"]) {
            return self.place_again(of);
        }
        AGAIN.contains(&self.lower(noun))
            && self
                .kids(noun, &["det"])
                .any(|d| matches!(self.lower(d), "the" | "this" | "that"))
            && self
                .kids(noun, &["nmod", "nmod:unmarked", "acl:relcl", "amod"])
                .all(|k| matches!(self.lower(k), "itself" | "entire" | "whole"))
    }
}

/// Verbs whose gerund or infinitive tells of somebody else than their subject.
const OF_OTHERS: &[&str] = &[
    "accuse",
    "accused",
    "accuses",
    "accusing",
    "blame",
    "blamed",
    "blames",
    "blaming",
    "called",
    "calls",
    "condemn",
    "condemned",
    "condemns",
    "criticised",
    "criticized",
    "denounced",
    "prevent",
    "prevented",
    "stopped",
    "suspected",
    "suspects",
    "urged",
    "urges",
    "warned",
    "warns",
];

/// Nouns of those under arms whom "its" and "their" make somebody's.
const TROOPS: &[&str] = &[
    "army",
    "fighters",
    "forces",
    "men",
    "soldiers",
    "troops",
    "units",
    "warplanes",
];

/// Words that, with "of", lead out of a place.
fn beside(lower: &str) -> bool {
    matches!(
        lower.trim_end_matches("ern"),
        "north"
            | "south"
            | "east"
            | "west"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "north-east"
            | "north-west"
            | "south-east"
            | "south-west"
            | "outside"
            | "out"
    )
}

/// Nouns that stand for a part of what they are of.
const AREAS: &[&str] = &[
    "airbase",
    "airfield",
    "airport",
    "all",
    "area",
    "areas",
    "bank",
    "base",
    "bases",
    "bridge",
    "capital",
    "center",
    "centre",
    "city",
    "control",
    "countryside",
    "crossing",
    "district",
    "districts",
    "east",
    "edge",
    "enclave",
    "field",
    "fields",
    "gate",
    "governorate",
    "ground",
    "grounds",
    "half",
    "heart",
    "kilometres",
    "kilometers",
    "land",
    "lands",
    "majority",
    "miles",
    "most",
    "much",
    "neighborhood",
    "neighborhoods",
    "neighbourhood",
    "neighbourhoods",
    "north",
    "outskirts",
    "part",
    "parts",
    "pocket",
    "port",
    "province",
    "provinces",
    "quarter",
    "quarters",
    "region",
    "regions",
    "rest",
    "ruins",
    "side",
    "site",
    "south",
    "square",
    "stronghold",
    "surroundings",
    "swath",
    "swaths",
    "swathes",
    "territory",
    "territories",
    "third",
    "town",
    "west",
    "whole",
    "zone",
];

/// Nouns of places that lie in or by a named one without being part of it.
const MANY: &[&str] = &[
    "hamlets",
    "hill",
    "hills",
    "positions",
    "road",
    "suburb",
    "suburbs",
    "towns",
    "village",
    "villages",
];

/// Nouns that take up a place named before.
const AGAIN: &[&str] = &[
    "city",
    "town",
    "village",
    "capital",
    "province",
    "airport",
    "base",
    "airbase",
    "district",
    "quarter",
    "neighbourhood",
    "neighborhood",
    "enclave",
    "settlement",
    "camp",
];
