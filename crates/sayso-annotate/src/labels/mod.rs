//! Ways actors are named: the noun phrase around a known name, or around a noun that stands for a
//! fighting or governing body, with the tone that the table gives its words.
//!
//! A phrase that names nobody known keeps its own words as actor: "the rebels" of two texts need
//! not be the same.

use sayso_record::{Actor, ActorKind, Document, Label, Layers, Remark, Span, Tone};

use crate::attributions::scan;
use crate::{Context, times, voice};

/// Nouns that stand for a body of people; with a name before them they name its people.
pub(crate) const BODIES: &[&str] = &[
    "activist",
    "aggressor",
    "allies",
    "ally",
    "administration",
    "army",
    "attacker",
    "authorities",
    "battalion",
    "bloc",
    "brigade",
    "coalition",
    "commander",
    "criminal",
    "crusader",
    "element",
    "extremist",
    "faction",
    "fanatic",
    "fighter",
    "force",
    "gang",
    "general",
    "government",
    "group",
    "gunman",
    "gunmen",
    "hero",
    "heroes",
    "insurgent",
    "invader",
    "islamist",
    "jihadist",
    "jihadi",
    "junta",
    "killer",
    "leader",
    "leadership",
    "loyalist",
    "martyr",
    "media",
    "mercenaries",
    "mercenary",
    "militant",
    "military",
    "militia",
    "militiaman",
    "militiamen",
    "mob",
    "movement",
    "occupier",
    "opposition",
    "outlet",
    "partisan",
    "patriot",
    "plane",
    "president",
    "proxies",
    "proxy",
    "puppet",
    "rebel",
    "regime",
    "resistance",
    "separatist",
    "servicemen",
    "sniper",
    "soldier",
    "squad",
    "stooge",
    "takfiri",
    "terrorist",
    "thug",
    "trainee",
    "traitor",
    "troop",
    "unit",
    "volunteer",
    "warplane",
];

/// Nouns that name nobody unless something before them says who.
const BARE: &[&str] = &[
    "activist",
    "administration",
    "army",
    "authorities",
    "bloc",
    "commander",
    "element",
    "faction",
    "force",
    "general",
    "government",
    "group",
    "leader",
    "leadership",
    "media",
    "military",
    "movement",
    "outlet",
    "plane",
    "president",
    "squad",
    "troop",
    "trainee",
    "unit",
    "volunteer",
    "warplane",
    "fighter",
    "soldier",
    "battalion",
    "brigade",
    "coalition",
];

/// Labels in text order.
pub(crate) fn annotate(
    context: &Context<'_>,
    document: &Document,
    layers: &Layers,
) -> (Vec<Label>, Vec<Remark>) {
    let mut out: Vec<Label> = Vec::new();
    let readable = voice::readable(document);
    let tokens = &layers.tokens;
    let mut named = vec![false; layers.actors.len()];
    for head in 0..tokens.len() {
        if !noun(layers, head) || inner(layers, head) {
            continue;
        }
        let word = document.text[tokens[head].start..tokens[head].end].to_lowercase();
        let body = body(BODIES, &word);
        // "hodgepodge of …", not "the help of …"
        let charged = body || context.knowledge.tone(&word).is_some();
        let phrase = phrase(document, layers, head, charged);
        let mut span = Span::new(tokens[phrase.0].start, tokens[phrase.1].end);
        if !readable.iter().any(|r| r.contains(span)) {
            continue;
        }
        let inside = |a: &Actor| a.start < span.end && span.start < a.end;
        let from = layers.actors.partition_point(|a| a.end <= span.start);
        let here: Vec<usize> = (from..layers.actors.len())
            .take_while(|n| layers.actors[*n].start < span.end)
            .filter(|n| inside(&layers.actors[*n]))
            .collect();
        // The name that reaches the head, else, before a noun for people, the first.
        let at_head = here
            .iter()
            .rev()
            .find(|n| layers.actors[**n].end > tokens[head].start);
        // "Iran-backed militias" are not Iran.
        let whose = here.iter().find(|n| {
            let a = &layers.actors[**n];
            a.kind != ActorKind::People && !document.text[a.end..].starts_with('-')
        });
        let actor = at_head.or(whose.filter(|_| body)).copied();
        if let Some(n) = actor {
            let name = &layers.actors[n];
            // In headlines the tree runs a name on into the verb after it.
            if name.start <= tokens[head].start && name.end >= tokens[head].end {
                span.end = span.end.min(name.end.max(tokens[head].end));
            }
            span = span.join(Span::new(name.start, name.end));
        }
        let tone = tone(context, document, layers, span);
        let label = words(&document.text, span);
        let name = match actor {
            Some(n) => layers.actors[n].canonical.clone(),
            None if body => {
                let says = tone != Tone::Neutral || phrase.0 < head || !self::body(BARE, &word);
                if !says {
                    continue;
                }
                let own = label.to_lowercase();
                own.strip_prefix("other ").unwrap_or(&own).to_owned()
            }
            None => continue,
        };
        for n in here {
            named[n] = true;
        }
        out.push(Label {
            start: span.start,
            end: span.end,
            actor: name,
            label,
            tone,
        });
    }
    // Names that no phrase took, as they stand.
    for (actor, _) in layers.actors.iter().zip(named).filter(|a| !a.1) {
        let span = Span::new(actor.start, actor.end);
        out.push(Label {
            start: span.start,
            end: span.end,
            actor: actor.canonical.clone(),
            label: words(&document.text, span),
            tone: tone(context, document, layers, span),
        });
    }
    out.sort_by_key(|l| (l.start, l.end));
    out.dedup_by(|b, a| a.start == b.start && a.end == b.end);
    (out, Vec::new())
}

/// Words of a label on one line.
fn words(text: &str, span: Span) -> String {
    let words = span.text(text).unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a noun or its singular stands in a list.
fn body(list: &[&str], word: &str) -> bool {
    let one = word.strip_suffix('s').unwrap_or(word);
    list.contains(&word) || list.contains(&one)
}

fn noun(layers: &Layers, at: usize) -> bool {
    matches!(layers.tokens[at].pos.as_deref(), Some("NOUN" | "PROPN"))
}

/// Whether a noun stands inside the phrase of another ("army" in "army units").
fn inner(layers: &Layers, at: usize) -> bool {
    let rel = layers.tokens[at].rel.as_deref().unwrap_or("dep");
    matches!(rel, "compound" | "flat" | "goeswith") && layers.tokens[at].head >= 0
}

/// First and last token of a noun's phrase: what stands before it and belongs to it, names after
/// a title, and "of" with its noun.
fn phrase(document: &Document, layers: &Layers, head: usize, of: bool) -> (usize, usize) {
    let tokens = &layers.tokens;
    let word = |at: usize| &document.text[tokens[at].start..tokens[at].end];
    let under = |at: usize, from: usize, to: usize| {
        usize::try_from(tokens[at].head).is_ok_and(|h| (from..=to).contains(&h))
    };
    let rel = |at: usize| tokens[at].rel.as_deref().unwrap_or("dep");
    let mut first = head;
    while let Some(before) = first.checked_sub(1) {
        // A mark or a clitic belongs to what stands before it.
        let joins = matches!(word(before), "-" | "'s" | "’s" | "'" | "’" | "–")
            && before > 0
            && tokens[before - 1].end == tokens[before].start;
        // “moderate” rebels
        if matches!(word(before), "\"" | "”" | "’") {
            let opens = |n: &usize| matches!(word(*n), "\"" | "“" | "‘");
            match (before.saturating_sub(3)..before).rev().find(opens) {
                Some(open) => {
                    first = open;
                    continue;
                }
                None => break,
            }
        }
        let hyphened = before > 0 && matches!(word(before - 1), "-" | "–");
        let part = matches!(
            rel(before),
            "amod" | "compound" | "nmod:poss" | "flat" | "conj" | "cc" | "nmod" | "dep"
        ) && !matches!(
            tokens[before].pos.as_deref(),
            Some("AUX" | "DET" | "PRON" | "SCONJ" | "ADP" | "PUNCT")
        ) && (hyphened || tokens[before].pos.as_deref() != Some("VERB"));
        // The first part of "Britain-based" belongs to the second, whatever the tree says.
        let front = word(first) == "-" && tokens[before].end == tokens[first].start;
        let at = tokens[before].start;
        // "M23 rebels": a name that the tagger took for a number
        let figure = tokens[before].pos.as_deref() == Some("NUM");
        let known = figure && layers.actors.iter().any(|a| a.start == at);
        let fits = joins || front || known || under(before, before + 1, head) && part;
        let when = layers.times.partition_point(|t| t.end <= at);
        let dated = layers.times.get(when).is_some_and(|t| t.start <= at)
            || times::weekday(&word(before).to_lowercase());
        if !fits || dated || document.text[tokens[before].end..tokens[first].start].contains('\n') {
            break;
        }
        first = before;
    }
    let mut last = head;
    while last + 1 < tokens.len()
        && matches!(rel(last + 1), "flat" | "compound")
        && under(last + 1, head, last)
        && noun(layers, last + 1)
    {
        last += 1;
    }
    // "hodgepodge of anti-regime forces"
    if of && last + 1 < tokens.len() && word(last + 1) == "of" {
        let of = usize::try_from(tokens[last + 1].head).ok();
        if let Some(end) = of.filter(|n| *n > last + 1 && *n <= last + 4 && noun(layers, *n))
            && usize::try_from(tokens[end].head).ok() == Some(head)
            && !document.text[tokens[last].end..tokens[end].start].contains('\n')
        {
            last = end;
        }
    }
    let outside = |n: usize| {
        matches!(word(n), "-" | "'s" | "’s" | "'" | "’" | "–" | "”")
            || tokens[n].pos.as_deref() == Some("CCONJ")
    };
    while first < last && outside(first) {
        first += 1;
    }
    (first, last)
}

/// The tone of a phrase: of its words, blame before praise; praise in quotation marks of its own
/// (“moderate” rebels) is no praise.
fn tone(context: &Context<'_>, document: &Document, layers: &Layers, span: Span) -> Tone {
    let text = document.text[span.start..span.end].to_lowercase();
    let parts = || {
        text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\'' || c == '’'))
            .filter(|w| !w.is_empty())
    };
    let single = parts().flat_map(|w| {
        let whole = context.knowledge.tone(w);
        whole.or_else(|| w.split('-').find_map(|p| context.knowledge.tone(p)))
    });
    let all: Vec<&str> = parts().collect();
    let pairs = all
        .windows(2)
        .filter_map(|p| context.knowledge.tone(&format!("{} {}", p[0], p[1])));
    let mut tones: Vec<Tone> = single.chain(pairs).map(|t| t.0).collect();
    // A word or two in marks inside a phrase, or the phrase itself, keep a distance.
    let near = Span::new(span.start.saturating_sub(3), span.end);
    let scare = scan::inside(&layers.quotations, near, |q| q.start)
        .iter()
        .any(|q| q.closed && q.end - q.start <= 30);
    if scare {
        tones.retain(|t| *t == Tone::LoadedNegative);
        tones.push(Tone::LoadedNegative);
    }
    match tones {
        t if t.contains(&Tone::LoadedNegative) => Tone::LoadedNegative,
        t if t.contains(&Tone::LoadedPositive) => Tone::LoadedPositive,
        _ => Tone::Neutral,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Label, actor and tone.
    fn of(text: &str) -> Vec<(String, String, Tone)> {
        crate::testing::layers(text)
            .labels
            .into_iter()
            .map(|l| (l.label, l.actor, l.tone))
            .collect()
    }

    fn has(text: &str, label: &str, actor: &str, tone: Tone) {
        let found = of(text);
        assert!(
            found.contains(&(label.to_owned(), actor.to_owned(), tone)),
            "{label} in {text}: {found:?}"
        );
    }

    #[test]
    fn a_name_with_its_noun_is_one_way_of_naming() {
        has(
            "On Sunday Islamic State fighters left the town.",
            "Islamic State fighters",
            "Islamic State",
            Tone::Neutral,
        );
    }

    #[test]
    fn backed_by_somebody_is_somebody_else() {
        has(
            "The Iran-backed militias took the hill.",
            "Iran-backed militias",
            "iran-backed militias",
            Tone::Neutral,
        );
    }

    #[test]
    fn against_the_regime_is_not_the_regime() {
        let found = of("The anti-regime forces took the hill.");
        assert!(
            found.iter().all(|l| l.1 == "anti-regime forces"),
            "{found:?}"
        );
    }

    #[test]
    fn blame_and_praise_come_from_the_table() {
        has(
            "The army drove foreign terrorist invaders from the town.",
            "foreign terrorist invaders",
            "foreign terrorist invaders",
            Tone::LoadedNegative,
        );
        has(
            "Heroic fighters defended the town.",
            "Heroic fighters",
            "heroic fighters",
            Tone::LoadedPositive,
        );
    }

    #[test]
    fn praise_in_marks_of_its_own_is_no_praise() {
        has(
            "The “moderate” rebels shelled the market.",
            "“moderate” rebels",
            "“moderate” rebels",
            Tone::LoadedNegative,
        );
    }
}
