//! Noun phrases around a cue: who speaks, found without a parser, by the words that bound a
//! phrase.

use std::ops::Range;

use super::cues;
use super::scan::Word;

/// Who stands before a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subject {
    /// Words of the subject; empty when the verb has none of its own.
    pub(super) words: Range<usize>,
    /// First word of the verb group: auxiliaries and adverbs included.
    pub(super) group: usize,
    /// Whether an auxiliary denies ("did not say").
    pub(super) negated: bool,
    /// Whether the verb group is passive ("is said").
    pub(super) passive: bool,
    /// Whether the verb is an infinitive or hangs on a modal ("to say", "should say").
    pub(super) unreal: bool,
}

fn auxiliary(lower: &str) -> bool {
    matches!(
        lower,
        "has"
            | "have"
            | "had"
            | "was"
            | "were"
            | "is"
            | "are"
            | "be"
            | "been"
            | "being"
            | "did"
            | "do"
            | "does"
            | "also"
            | "later"
            | "just"
            | "then"
            | "now"
            | "still"
            | "once"
            | "again"
            | "never"
            | "not"
            | "didn't"
            | "doesn't"
            | "don't"
            | "hasn't"
            | "haven't"
            | "hadn't"
            | "wasn't"
            | "weren't"
            | "isn't"
            | "aren't"
            | "even"
            | "already"
            | "only"
            | "first"
            | "always"
            | "often"
            | "himself"
            | "herself"
            | "itself"
            | "themselves"
            | "both"
            | "all"
            | "too"
            | "soon"
            | "would"
            | "will"
            | "could"
            | "can"
            | "may"
            | "might"
            | "must"
            | "should"
            | "cannot"
            | "can't"
            | "won't"
            | "wouldn't"
            | "couldn't"
            | "to"
            | "further"
            | "previously"
            | "long"
            | "ago"
    ) || (lower.len() > 4 && lower.ends_with("ly") && lower != "italy" && lower != "family")
}

/// Whether a full stop after this word belongs to it ("Gen.", "Mr.").
fn abbreviation(lower: &str) -> bool {
    matches!(
        lower,
        "gen"
            | "lt"
            | "col"
            | "maj"
            | "sgt"
            | "capt"
            | "brig"
            | "mr"
            | "mrs"
            | "ms"
            | "dr"
            | "sen"
            | "rep"
            | "gov"
            | "st"
            | "prof"
            | "adm"
            | "cmdr"
            | "no"
            | "jr"
            | "sr"
    ) || lower.chars().count() == 1
}

/// Whether a phrase stops at this word.
fn boundary(words: &[Word<'_>], i: usize) -> bool {
    let w = &words[i];
    if w.mark() {
        if w.is(".") {
            return i == 0 || !abbreviation(&words[i - 1].lower);
        }
        // quotation marks round a nickname inside a phrase are too rare to risk the rest
        return !matches!(w.text, "@" | "&" | "#" | "/");
    }
    matches!(
        w.lower.as_str(),
        "that"
            | "which"
            | "who"
            | "whom"
            | "because"
            | "although"
            | "though"
            | "while"
            | "when"
            | "where"
            | "if"
            | "as"
            | "after"
            | "before"
            | "since"
            | "until"
            | "but"
            | "or"
            | "so"
            | "whether"
            | "than"
            | "what"
            | "how"
            | "why"
            | "yet"
            | "unless"
            | "there"
    )
}

fn verbal(lower: &str) -> bool {
    cues::verbal(lower)
        && !lower.contains('-')
        && !matches!(
            lower,
            "united"
                | "armed"
                | "allied"
                | "retired"
                | "exiled"
                | "so-called"
                | "unnamed"
                | "wounded"
        )
}

/// The subject of the verb at `v`, and its verb group.
pub(super) fn subject(words: &[Word<'_>], v: usize) -> Subject {
    let mut group = v;
    let (mut negated, mut passive, mut unreal) = (false, false, false);
    let participle = {
        let l = words[v].lower.as_str();
        l.ends_with("ed") || matches!(l, "said" | "told" | "thought" | "known" | "shown" | "found")
    };
    while group > 0 {
        let w = &words[group - 1];
        if w.mark() || !auxiliary(&w.lower) {
            break;
        }
        let l = w.lower.as_str();
        negated |= l == "not" || l == "never" || l.ends_with("n't") || l == "cannot";
        if matches!(l, "is" | "are" | "was" | "were" | "be" | "been" | "being") {
            passive |= participle;
        }
        unreal |= matches!(
            l,
            "to" | "should"
                | "must"
                | "can"
                | "could"
                | "cannot"
                | "can't"
                | "couldn't"
                | "may"
                | "might"
                | "will"
        );
        group -= 1;
        if l == "to" {
            break;
        }
    }
    let none = Subject {
        words: group..group,
        group,
        negated,
        passive,
        unreal,
    };
    if group == 0 {
        return none;
    }
    let mut to = group;
    let before = &words[to - 1];
    if matches!(before.lower.as_str(), "who" | "which") && to >= 2 {
        to -= 1;
        if words[to - 1].is(",") {
            to -= 1;
        }
        // "a general was on the radio yesterday who said": skip a day before "who"
        if to > 0 && matches!(words[to - 1].lower.as_str(), "yesterday" | "today") {
            to -= 1;
        }
    } else if before.is(",") {
        // "Name, the spokesman, said": an apposition between two commas
        let comma = (to.saturating_sub(16)..to - 1)
            .rev()
            .find(|&i| words[i].is(",") || words[i].quote() || words[i].is(";"));
        let Some(comma) = comma.filter(|&i| words[i].is(",") && i > 0 && to - 1 - i > 1) else {
            return none;
        };
        let start = backwards(words, comma);
        if start == comma || words[comma + 1..to - 1].iter().any(|w| w.quote()) {
            return none;
        }
        return Subject {
            words: start..to - 1,
            ..none
        };
    }
    let start = backwards(words, to);
    Subject {
        words: start..to,
        ..none
    }
}

/// First word of the phrase that ends before `to`.
fn backwards(words: &[Word<'_>], to: usize) -> usize {
    let mut start = to;
    while start > 0 && to - start < 16 {
        let i = start - 1;
        if boundary(words, i) || verbal(&words[i].lower) {
            break;
        }
        if words[i].lower == "and" {
            // "State TV and a monitoring group reported" is one subject; "he left and they said" is not
            let floor = (i.saturating_sub(12)..i)
                .rev()
                .find(|&k| boundary(words, k) || verbal(&words[k].lower));
            let clause = floor.is_some_and(|k| verbal(&words[k].lower));
            if clause || i == 0 || i == floor.map_or(0, |k| k + 1) {
                break;
            }
        }
        start = i;
    }
    skip_opening(words, start, to)
}

/// Leaves an opening adverbial out of a subject: "On Sunday the army" is the army.
fn skip_opening(words: &[Word<'_>], start: usize, to: usize) -> usize {
    let opening = |w: &Word<'_>| {
        matches!(
            w.lower.as_str(),
            "on" | "in"
                | "at"
                | "during"
                | "by"
                | "from"
                | "with"
                | "earlier"
                | "meanwhile"
                | "last"
                | "then"
                | "later"
                | "today"
                | "yesterday"
                | "and"
                | "also"
                | "to"
                | "of"
                | "for"
                | "about"
        )
    };
    let mut i = start;
    if i < to && opening(&words[i]) {
        let det = |w: &Word<'_>| {
            matches!(
                w.lower.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "his"
                    | "her"
                    | "its"
                    | "their"
                    | "he"
                    | "she"
                    | "it"
                    | "they"
                    | "we"
                    | "i"
                    | "one"
                    | "some"
                    | "several"
                    | "many"
            )
        };
        if matches!(
            words[i].lower.as_str(),
            "and" | "then" | "also" | "meanwhile" | "later" | "today" | "yesterday" | "earlier"
        ) {
            return skip_opening(words, i + 1, to);
        }
        i += 1;
        // over the object of the preposition: its first word, then on to the next determiner
        let next = (i + 1..to).find(|&k| det(&words[k]));
        if let Some(k) = next {
            return k;
        }
        if i + 1 < to {
            return i + 1;
        }
        return to;
    }
    i
}

/// End of the noun phrase that starts at `from`: for "according to NP", "said NP".
pub(super) fn forwards(words: &[Word<'_>], from: usize) -> usize {
    let mut i = from;
    while i < words.len() && i - from < 18 {
        let w = &words[i];
        if boundary(words, i) {
            break;
        }
        let l = w.lower.as_str();
        if i > from
            && (verbal(l)
                || matches!(
                    l,
                    "on" | "during" | "late" | "yesterday" | "today" | "about" | "said" | "says"
                )
                || (l == "in"
                    && words
                        .get(i + 1)
                        .is_some_and(|n| matches!(n.lower.as_str(), "a" | "an" | "his" | "her"))))
        {
            break;
        }
        if l == "and" && i + 2 < words.len() {
            // stop where "and" opens a new clause with its own verb
            let clause = words[i + 1..(i + 7).min(words.len())]
                .iter()
                .take_while(|w| !w.mark())
                .any(|w| verbal(&w.lower) || cues::verb(&w.lower).is_some_and(|(c, _)| !c.noun));
            if clause {
                break;
            }
        }
        i += 1;
    }
    i
}

/// One past whom somebody told: "told the BBC", "told reporters"; the words themselves where a
/// clause follows them.
pub(super) fn addressee(words: &[Word<'_>], from: usize) -> usize {
    let lower = |n: usize| words[n].lower.as_str();
    let article = |n: usize| {
        matches!(
            lower(n),
            "the" | "a" | "an" | "our" | "his" | "its" | "their"
        )
    };
    let mut to = from;
    while to < words.len() && to - from < 7 {
        let w = &words[to];
        let inside = to > from && !words[to - 1].capital() && !w.mark();
        if w.mark() || !(w.capital() || to == from || article(to) || inside) {
            break;
        }
        if to > from
            && matches!(
                lower(to),
                "that" | "to" | "on" | "in" | "by" | "at" | "about"
            )
        {
            break;
        }
        to += 1;
    }
    let ends = to >= words.len() || words[to].is(".") || words[to].quote();
    if to > from && (ends || trailing(words, to)) {
        to
    } else {
        from
    }
}

/// Whether the words from `from` to the end of the sentence are nothing but a time, a place or an
/// addressee: the verb before them has its content in front.
pub(super) fn trailing(words: &[Word<'_>], from: usize) -> bool {
    let rest = &words[from.min(words.len())..];
    let rest = match rest
        .iter()
        .rposition(|w| !(w.is(".") || w.quote() || w.is(")")))
    {
        Some(last) => &rest[..=last],
        None => return true,
    };
    let first = rest[0].lower.as_str();
    let adverbial = matches!(
        first,
        "on" | "in"
            | "at"
            | "to"
            | "during"
            | "after"
            | "late"
            | "early"
            | "earlier"
            | "yesterday"
            | "today"
            | "through"
            | "via"
            | "by"
            | "from"
            | "last"
            | "this"
            | "when"
            | "while"
            | "of"
            | "before"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
    );
    adverbial
        && rest.len() <= 14
        && !rest
            .iter()
            .any(|w| w.quote() || w.is(":") || w.lower == "that" || w.is(","))
}

/// Where a complement starts after the verb at `v`: behind adverbs, addressee, "on Sunday".
/// The flag tells whether a that-word or question word opens it.
pub(super) fn complement(words: &[Word<'_>], v: usize, lemma: &str) -> (usize, bool) {
    let from = v + 1;
    for i in from..words.len().min(from + 12) {
        let w = &words[i];
        let l = w.lower.as_str();
        if w.quote() || w.is(":") {
            return (i, false);
        }
        if w.mark() && !w.is(",") && !w.is(".") {
            break;
        }
        if matches!(l, "that" | "whether" | "how" | "why" | "what") || (l == "if" && lemma != "say")
        {
            // "said the bridge that fell": a that after a long phrase belongs to the phrase
            let near =
                i == from || opens_adverbial(words, from) || lemma == "tell" || lemma == "ask";
            if near {
                return (i, true);
            }
            break;
        }
        if i > from && verbal(l) {
            break;
        }
    }
    let mut i = from;
    if lemma == "tell" || lemma == "ask" || lemma == "urge" {
        // the addressee: one pronoun, a capitalised run, or "the NOUN"
        if let Some(w) = words.get(i) {
            if matches!(w.lower.as_str(), "the" | "a" | "an" | "his" | "her" | "its") {
                i += 2;
            } else if w.capital() {
                while words.get(i).is_some_and(|w| w.capital() && !w.mark()) {
                    i += 1;
                }
            } else if !w.mark() {
                i += 1;
            }
        }
    }
    (i.min(words.len()), false)
}

fn opens_adverbial(words: &[Word<'_>], i: usize) -> bool {
    words.get(i).is_some_and(|w| {
        matches!(
            w.lower.as_str(),
            "on" | "in"
                | "at"
                | "to"
                | "during"
                | "late"
                | "early"
                | "earlier"
                | "yesterday"
                | "today"
                | "last"
                | "again"
                | ","
                | "monday"
                | "tuesday"
                | "wednesday"
                | "thursday"
                | "friday"
                | "saturday"
                | "sunday"
                | "publicly"
                | "repeatedly"
        )
    })
}
