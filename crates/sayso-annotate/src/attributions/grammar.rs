//! The cue grammar: from the words of one sentence to sources, cues and contents.

// A content is a list of ranges that mostly has one; the lint takes it for a mistake.
#![allow(clippy::single_range_in_vec_init)]

use std::ops::Range;

use sayso_record::{Commitment, Edge, Hedge, Stance};

use super::cues::{self, Wants};
use super::phrase::{self, Subject};
use super::relay;
use super::scan::Word;

/// A cue found in a sentence; ranges count words of the sentence.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Words of the source, may be empty.
    pub(crate) source: Range<usize>,
    /// Words of the cue.
    pub(crate) cue: Range<usize>,
    /// Words of the content; several when discontinuous; none when it follows below a lead-in.
    pub(crate) content: Vec<Range<usize>>,
    /// What the speaker does.
    pub(crate) stance: Stance,
    /// Reservation.
    pub(crate) hedge: Hedge,
    /// The outer teller's stand.
    pub(crate) commitment: Commitment,
    /// How the outer teller passes it on.
    pub(crate) edge: Edge,
    /// Whether nobody in particular speaks ("is said to").
    pub(crate) impersonal: bool,
    /// Whether the cue leads in what stands below ("Here's what they said:").
    pub(crate) leads: bool,
    /// First word of the clause that the cue opens: an earlier content ends before it when the
    /// two are coordinate.
    pub(crate) opens: usize,
    /// Whether the content stands in front of the cue.
    pub(crate) fronted: bool,
    /// Whether the source was labelled by the model and names a speaker, whatever its words.
    pub(crate) trusted: bool,
}

/// All cues of a sentence, in order.
pub(crate) fn sentence(words: &[Word<'_>]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        let hit = if words[i].mark() {
            None
        } else if words[i].lower == "according" && words.get(i + 1).is_some_and(|w| w.lower == "to")
        {
            according(words, i)
        } else if let Some(hit) = noun_cue(words, i) {
            Some(hit)
        } else {
            verb_cue(words, i, found.last())
        };
        i += 1;
        if let Some(hit) = hit {
            i = i.max(hit.cue.end);
            found.push(hit);
        }
    }
    if let Some(lead) = relay::lead_in(words, &found) {
        found.push(lead);
    }
    cut(words, &mut found);
    found.retain(|f| f.leads || f.content.iter().any(|c| !c.is_empty()));
    found
}

fn end_of(words: &[Word<'_>]) -> usize {
    let mut end = words.len();
    while end > 0 && (words[end - 1].is(".") || words[end - 1].is(":")) {
        end -= 1;
    }
    end
}

/// First word after the last clause boundary before `at`.
pub(super) fn clause_start(words: &[Word<'_>], at: usize) -> usize {
    (0..at)
        .rev()
        .find(|&i| words[i].is(";") || words[i].is(":"))
        .map_or(0, |i| i + 1)
}

fn according(words: &[Word<'_>], at: usize) -> Option<Found> {
    let source = at + 2..phrase::forwards(words, at + 2);
    if source.is_empty() {
        return None;
    }
    let start = clause_start(words, at);
    let opening = words[start..at].iter().all(|w| {
        w.mark()
            || matches!(
                w.lower.as_str(),
                "and" | "but" | "meanwhile" | "while" | "yet" | "however"
            )
    });
    let comma_before = at > 0 && words[at - 1].is(",");
    let after = words.get(source.end).is_some_and(|w| w.is(","));
    // ", and according to B, ..." opens a clause of its own
    let coordinate = at > 0 && matches!(words[at - 1].lower.as_str(), "and" | "but" | "while");
    let content = if (opening || coordinate) && after {
        vec![source.end + 1..end_of(words)]
    } else if opening || coordinate {
        vec![source.end..end_of(words)]
    } else {
        let mut parts = vec![start..if comma_before { at - 1 } else { at }];
        if comma_before && after && source.end + 3 < end_of(words) {
            parts.push(source.end + 1..end_of(words));
        }
        parts
    };
    Some(Found {
        source,
        cue: at..at + 2,
        content,
        stance: Stance::Asserts,
        hedge: Hedge::None,
        commitment: Commitment::Neutral,
        edge: Edge::Reports,
        impersonal: false,
        leads: false,
        opens: if coordinate { at - 1 } else { at },
        fronted: !(opening || coordinate),
        trusted: false,
    })
}

fn rejected(words: &[Word<'_>], at: usize) -> bool {
    words[at.saturating_sub(2)..at]
        .iter()
        .any(|w| cues::rejecting(&w.lower))
}

/// "the claim that …", "claims of …", "the myth that …", "b's prediction was that …".
fn noun_cue(words: &[Word<'_>], at: usize) -> Option<Found> {
    let (mut commitment, hedge) = cues::noun(&words[at].lower)?;
    let next = words.get(at + 1)?;
    let lower = words[at].lower.as_str();
    let mut from = at + 1;
    let mut impersonal_is = false;
    if matches!(next.lower.as_str(), "is" | "was" | "were" | "are") {
        from += 1;
        impersonal_is = true;
    }
    let opener = words.get(from)?;
    let from = match opener.lower.as_str() {
        "that" => from,
        "of" | "about" if !impersonal_is && lower != "information" && lower != "statement" => {
            // "reports of fighting" asserts; "a report of the committee" does not
            let of = words.get(from + 1)?;
            let event = of.lower.ends_with("ing")
                || matches!(
                    lower,
                    "myth" | "lie" | "lies" | "claims" | "rumours" | "rumors" | "suspicion"
                );
            if !event {
                return None;
            }
            from + 1
        }
        "to" if !impersonal_is
            && matches!(
                lower,
                "promise" | "promises" | "decision" | "hope" | "hopes"
            ) =>
        {
            from
        }
        _ => return None,
    };
    // a verb use ("they claim that") is the verb grammar's
    let prev = at.checked_sub(1).map(|i| &words[i]);
    let nominal = prev.is_none_or(|p| {
        p.mark()
            || matches!(
                p.lower.as_str(),
                "the"
                    | "a"
                    | "an"
                    | "this"
                    | "his"
                    | "her"
                    | "its"
                    | "their"
                    | "our"
                    | "my"
                    | "any"
                    | "no"
                    | "of"
                    | "by"
                    | "from"
                    | "to"
                    | "on"
                    | "with"
                    | "despite"
                    | "are"
                    | "is"
                    | "some"
                    | "these"
                    | "those"
                    | "and"
                    | "big"
                    | "official"
                    | "old"
                    | "latest"
                    | "also"
                    | "unconfirmed"
                    | "recent"
            )
            || p.lower.ends_with("'s")
            || p.lower.ends_with("s'")
            || cues::rejecting(&p.lower)
            || !matches!(opener.lower.as_str(), "that" | "to")
    });
    if !nominal {
        return None;
    }
    let mut source = at..at;
    if let Some(p) = prev {
        let possessive = p.lower.ends_with("'s") || p.lower.ends_with("s'");
        if possessive || (p.capital() && !p.mark() && at > 1) || p.lower == "us" && p.text == "US" {
            let mut k = at - 1;
            while k > 0
                && (words[k - 1].capital() && !words[k - 1].mark()
                    || possessive
                        && matches!(words[k - 1].lower.as_str(), "the" | "a" | "an")
                        && at - k < 5)
            {
                k -= 1;
            }
            source = k..at;
        } else if matches!(
            p.lower.as_str(),
            "his" | "her" | "its" | "their" | "our" | "my"
        ) {
            source = at - 1..at;
        }
    }
    if rejected(words, at) {
        commitment = Commitment::Rejects;
    }
    Some(Found {
        source,
        cue: at..at + 1,
        content: vec![from..end_of(words)],
        stance: cues::noun_stance(lower),
        hedge: if words[at.saturating_sub(2)..at]
            .iter()
            .any(|w| w.lower == "unconfirmed")
        {
            Hedge::Unconfirmed
        } else {
            hedge
        },
        commitment,
        edge: Edge::Reports,
        impersonal: false,
        leads: false,
        opens: at,
        fronted: false,
        trusted: false,
    })
}

/// Whether a form that may be a noun is used as one.
fn nominal(words: &[Word<'_>], v: usize) -> bool {
    let prev = v.checked_sub(1).map(|i| words[i].lower.as_str());
    let next = words.get(v + 1).map(|w| w.lower.as_str());
    prev.is_none_or(|p| {
        matches!(
            p,
            "the"
                | "a"
                | "an"
                | "this"
                | "these"
                | "those"
                | "his"
                | "her"
                | "its"
                | "their"
                | "our"
                | "my"
                | "any"
                | "no"
                | "of"
                | "by"
                | "from"
                | "on"
                | "with"
                | "in"
                | "some"
                | "several"
                | "many"
                | "and"
                | "or"
                | "for"
                | "new"
                | "latest"
                | "official"
                | "media"
                | "as"
                | "at"
                | "one"
                | "under"
        ) || p.ends_with("'s")
    }) || next.is_some_and(|n| {
        matches!(
            n,
            "of" | "from"
                | "about"
                | "against"
                | "by"
                | "is"
                | "are"
                | "was"
                | "were"
                | "have"
                | "has"
        )
    })
}

fn verb_cue(words: &[Word<'_>], v: usize, before: Option<&Found>) -> Option<Found> {
    let (cue, lemma) = cues::verb(&words[v].lower)?;
    let word = words[v].lower.as_str();
    if cue.noun && nominal(words, v) {
        return None;
    }
    let end = end_of(words);
    let mut group = v;
    // "was quoted as saying": the group starts at "quoted"
    let quoted = v >= 2
        && words[v - 1].lower == "as"
        && matches!(words[v - 2].lower.as_str(), "quoted" | "cited" | "reported");
    let mut subject = phrase::subject(words, if quoted { v - 2 } else { v });
    if quoted {
        group = v - 2;
        subject.passive = false;
    }
    if let Some(found) = relay::relayed(words, v) {
        return Some(found);
    }
    let gerund = word.ends_with("ing") && !quoted;
    let finite = word != lemma || lemma == "forecast";
    if subject.unreal && !subject.passive && subject.group < v {
        let to = words[subject.group].lower == "to";
        if to || !finite {
            return None;
        }
    }
    let be = words[subject.group..v].iter().any(|w| {
        matches!(
            w.lower.as_str(),
            "is" | "are" | "was" | "were" | "been" | "be" | "am"
        )
    });
    if gerund && !be {
        return participle(words, v, before, end);
    }
    if subject.passive && !quoted {
        return passive(words, v, &subject, lemma, end);
    }
    let inverted = inversion(words, v, &subject, cue.inverts);
    let mut source = subject.words.clone();
    let mut after = v + 1;
    if let Some(range) = inverted.clone() {
        after = range.end;
        source = range;
    }
    if source.is_empty() {
        // "…, and added that": the sentence's speaker goes on
        let joined = subject.group > 0
            && matches!(
                words[subject.group - 1].lower.as_str(),
                "and" | "but" | "then" | ","
            );
        match before {
            Some(b) if joined && finite => source = b.source.clone(),
            _ => return None,
        }
    }
    if !finite && source.end == subject.group && source.len() == 1 {
        let s = &words[source.start].lower;
        // imperative or plural subject: a bare form needs a plural-looking subject
        if !(s.ends_with('s')
            || matches!(
                s.as_str(),
                "they" | "we" | "i" | "you" | "people" | "media" | "some" | "many"
            ))
        {
            return None;
        }
    }
    let mut commitment = cue.commitment;
    if rejected(words, v) {
        commitment = Commitment::Rejects;
    }
    let (stance, hedge) = stand(&words[v].lower, subject.negated, cue.stance, cue.hedge);
    let cue_range = if subject.group < v && !quoted && inverted.is_none() {
        v..v + 1
    } else {
        group..v + 1
    };
    let mut found = Found {
        source: source.clone(),
        cue: cue_range,
        content: Vec::new(),
        stance,
        hedge,
        commitment,
        edge: cue.edge,
        impersonal: false,
        leads: false,
        opens: source.start.min(v),
        fronted: false,
        trusted: false,
    };
    // "…, a doctor told the BBC": the addressee is skipped
    if lemma == "tell" {
        after = phrase::addressee(words, after);
    }
    // the mark before the source and before the verb group tell where the content stands
    let left = source.start.min(v);
    let mark = left.checked_sub(1).filter(|&i| words[i].mark());
    let comma = mark.is_some_and(|i| {
        words[i].is(",") || words[i].quote() || words[i].is("?") || words[i].is("!")
    });
    let start = clause_start(words, left);
    let mut stop = left;
    while stop > start && words[stop - 1].is(",") {
        stop -= 1;
    }
    let substantial = stop > start + 1 || stop > start && left > 2;
    let quote_before = mark.is_some_and(|i| words[i].quote());
    if comma && substantial && phrase::trailing(words, after) {
        found.content = vec![start..stop];
        found.fronted = true;
        return Some(found);
    }
    if comma && substantial {
        // interposed: a comma closes the insertion
        let close = (after..(after + 7).min(words.len()))
            .find(|&i| words[i].is(",") || words[i].quote() && quote_before);
        let clean = close.is_some_and(|c| {
            words[after..c]
                .iter()
                .all(|w| !w.quote() && w.lower != "that")
                && (c == after || phrase::trailing(&words[..c], after))
        });
        // "On Monday, he said, …": an opening adverbial alone is no content
        let adverbial = stop - start <= 3
            && matches!(
                words[start].lower.as_str(),
                "on" | "in" | "at" | "meanwhile" | "however" | "but" | "last"
            );
        if let Some(c) = close.filter(|_| clean && !adverbial) {
            let mut from = c;
            while words.get(from).is_some_and(|w| w.is(",")) {
                from += 1;
            }
            found.content = vec![start..stop, from..end];
            found.fronted = true;
            return Some(found);
        }
        if quote_before
            && !words[after..end]
                .iter()
                .any(|w| w.quote() || w.lower == "that")
        {
            found.content = vec![start..stop];
            found.fronted = true;
            return Some(found);
        }
    }
    if inverted.is_some() {
        return None;
    }
    let (from, clausal) = phrase::complement(words, v, lemma);
    let mut from = from;
    if words.get(from).is_some_and(|w| w.is(":")) {
        from += 1;
    }
    while words.get(from).is_some_and(|w| w.is(",")) {
        from += 1;
    }
    if from >= end {
        // "Here is what they said:" leads in the lines below
        if words.last().is_some_and(|w| w.is(":")) {
            found.leads = true;
            return Some(found);
        }
        return None;
    }
    let quote_near = words[from..end.min(from + 12)].iter().any(Word::quote);
    let next = words[from].lower.as_str();
    // "rejects the allegation that"
    let claim = cue.stance == Stance::Denies
        && (from..end.min(from + 6)).any(|n| {
            cues::noun(&words[n].lower).is_some()
                && words
                    .get(n + 1)
                    .is_some_and(|w| matches!(w.lower.as_str(), "that" | "by" | "of"))
        });
    let fits = claim
        || match cue.wants {
            Wants::Any => true,
            Wants::That => clausal || words[from].quote() || words[from - 1].is(":"),
            Wants::To => clausal || words[from].quote() || next == "to" || words[from - 1].is(":"),
            Wants::Quote => {
                quote_near
                    || matches!(next, "for" | "on" | "out") && matches!(lemma, "call" | "point")
            }
        };
    if !fits {
        return None;
    }
    if lemma == "call" && matches!(next, "for" | "on") {
        found.cue.end = found.cue.end.max(from + 1);
        found.stance = Stance::Orders;
        from += 1;
    }
    found.content = vec![from..end];
    Some(found)
}

/// "…, saying that", "… adding:": the speaker of the sentence goes on.
fn participle(words: &[Word<'_>], v: usize, before: Option<&Found>, end: usize) -> Option<Found> {
    let (cue, lemma) = cues::verb(&words[v].lower)?;
    let opening = v == 0 || words[v - 1].is(",") || words[v - 1].quote();
    let (from, clausal) = phrase::complement(words, v, lemma);
    if !(opening || clausal) || from >= end || lemma == "show" || lemma == "find" {
        return None;
    }
    if !(clausal
        || words[from].quote()
        || matches!(lemma, "say" | "claim" | "add" | "argue" | "insist"))
    {
        return None;
    }
    let source = match before {
        Some(b) if !b.source.is_empty() => b.source.clone(),
        _ => {
            let verb =
                (1..v).find(|&i| cues::verbal(&words[i].lower) && !words[i].lower.contains('-'))?;
            let s = phrase::subject(words, verb);
            if s.words.is_empty() {
                return None;
            }
            s.words
        }
    };
    Some(Found {
        source,
        cue: v..v + 1,
        content: vec![from..end],
        stance: cue.stance,
        hedge: cue.hedge,
        commitment: if rejected(words, v) {
            Commitment::Rejects
        } else {
            cue.commitment
        },
        edge: cue.edge,
        impersonal: false,
        leads: false,
        opens: v,
        fronted: false,
        trusted: false,
    })
}

/// "is said to have moved", "it was reported that".
fn passive(
    words: &[Word<'_>],
    v: usize,
    subject: &Subject,
    lemma: &str,
    end: usize,
) -> Option<Found> {
    let next = words.get(v + 1)?;
    let known = matches!(
        lemma,
        "say"
            | "think"
            | "report"
            | "believe"
            | "expect"
            | "allege"
            | "claim"
            | "estimate"
            | "know"
            | "suspect"
            | "announce"
            | "decide"
            | "confirm"
            | "show"
            | "rumour"
            | "reveal"
            | "agree"
    );
    if !known {
        return None;
    }
    let it = subject.words.len() == 1 && words[subject.words.start].lower == "it";
    let content = match next.lower.as_str() {
        "that" => vec![v + 1..end],
        "to" if it => vec![v + 1..end],
        "to" | "as" if !subject.words.is_empty() => vec![subject.words.clone(), v + 1..end],
        _ => return None,
    };
    let (cue, _) = cues::verb(&words[v].lower)?;
    let hedge = match lemma {
        "say" | "report" | "announce" | "confirm" => Hedge::Reported,
        "allege" | "claim" => Hedge::Alleged,
        _ => cue.hedge,
    };
    let (stance, hedge) = stand(&words[v].lower, subject.negated, cue.stance, hedge);
    Some(Found {
        source: v..v,
        cue: subject.group..v + 1,
        content,
        stance,
        hedge,
        commitment: if rejected(words, v) {
            Commitment::Rejects
        } else {
            cue.commitment
        },
        edge: cue.edge,
        impersonal: true,
        leads: false,
        opens: subject.words.start.min(subject.group),
        fronted: false,
        trusted: false,
    })
}

/// What a speaker does who denies his verb: who did not confirm or say a thing leaves it open, who
/// did not believe it denies it.
fn stand(verb: &str, negated: bool, stance: Stance, hedge: Hedge) -> (Stance, Hedge) {
    const OPEN: &[&str] = &[
        "confirm",
        "verif",
        "know",
        "knew",
        "acknowledg",
        "disclos",
        "reveal",
        "specif",
        "establish",
        "corroborat",
        "substantiat",
        "announc",
        "said",
        "say",
        "stat",
        "claim",
        "report",
        "mention",
    ];
    match (negated, stance) {
        (true, Stance::Asserts) if OPEN.iter().any(|o| verb.starts_with(o)) => {
            (Stance::Questions, Hedge::Unconfirmed)
        }
        (true, Stance::Asserts) => (Stance::Denies, hedge),
        _ => (stance, hedge),
    }
}

/// The source of "…, said the mayor".
fn inversion(
    words: &[Word<'_>],
    v: usize,
    subject: &Subject,
    inverts: bool,
) -> Option<Range<usize>> {
    if !inverts || v == 0 || subject.group != v {
        return None;
    }
    let before = &words[v - 1];
    if !(before.is(",") || before.quote() || before.is("?") || before.is("!")) {
        return None;
    }
    let first = words.get(v + 1)?;
    let name = first.capital()
        || matches!(
            first.lower.as_str(),
            "the" | "a" | "an" | "one" | "his" | "her" | "its" | "he" | "she" | "another"
        );
    if !name || first.mark() {
        return None;
    }
    let end = phrase::forwards(words, v + 1);
    (end > v + 1).then_some(v + 1..end)
}

/// A cue governs its clause: contents end where a coordinate cue's clause begins, where a quotation
/// closes with a comma, at a semicolon.
fn cut(words: &[Word<'_>], found: &mut [Found]) {
    let opens: Vec<(usize, usize, bool)> = found
        .iter()
        .map(|f| (f.opens, f.cue.start, f.fronted))
        .collect();
    for (n, f) in found.iter_mut().enumerate() {
        let cue_end = f.cue.end;
        let fronted = f.fronted;
        for part in &mut f.content {
            if fronted && part.start < cue_end {
                // in front of the cue: begin after an earlier coordinate clause
                for (m, o) in opens.iter().enumerate() {
                    if m < n && o.1 < cue_end {
                        let join = (o.1..part.end).rev().find(|&i| {
                            matches!(words[i].lower.as_str(), "but" | "while" | "and")
                                && i > 0
                                && words[i - 1].is(",")
                        });
                        if let Some(j) = join.filter(|&j| j + 1 < part.end) {
                            part.start = part.start.max(j + 1);
                        }
                    }
                }
                continue;
            }
            let mut end = part.end;
            for (m, o) in opens.iter().enumerate() {
                if m == n || o.0 <= part.start || o.0 >= end || o.1 < part.start {
                    continue;
                }
                let before = &words[o.0 - 1];
                let comma = o.0 >= 2 && words[o.0 - 2].is(",");
                let join = matches!(before.lower.as_str(), "and" | "but" | "while" | "whereas");
                if join {
                    end = if comma { o.0 - 2 } else { o.0 - 1 };
                } else if before.is(",") || before.is(";") {
                    end = o.0 - 1;
                }
            }
            let quote = words.get(part.start).is_some_and(Word::quote);
            let mut depth = usize::from(quote);
            let mut i = part.start + usize::from(quote);
            while i < end {
                let w = &words[i];
                if w.quote() {
                    let closes = matches!(w.text, "”" | "’" | "»") || (w.text == "\"" && depth > 0);
                    if closes && depth > 0 {
                        depth -= 1;
                        let comma_in = i > 0 && words[i - 1].is(",") && words[i - 1].end == w.start;
                        if depth == 0 && comma_in {
                            end = i + 1;
                        }
                    } else if !closes {
                        depth += 1;
                    }
                } else if depth == 0 && w.is(";") {
                    end = i;
                }
                i += 1;
            }
            part.end = end.max(part.start);
        }
    }
}
