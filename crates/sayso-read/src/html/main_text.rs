//! Which blocks of a page are its article: those whose words the extractor gives back.

use std::collections::HashSet;
use std::panic::catch_unwind;

use sayso_record::Metadata;

use super::key;
use super::page::Page;

/// What an extractor says of a page.
pub(super) struct Extracted {
    /// The words of the article.
    pub(super) text: String,
    /// What it found about the page.
    pub(super) metadata: Metadata,
}

/// Runs both extractors; the first's words count, the second's where the first finds nothing or
/// far too much. A panic inside either is
/// the same as finding nothing.
pub(super) fn extract(html: &str) -> Option<Extracted> {
    let first = catch_unwind(|| {
        rs_trafilatura::extract(html).ok().map(|found| Extracted {
            text: found.content_text,
            metadata: Metadata {
                title: found.metadata.title,
                author: found.metadata.author,
                outlet: found.metadata.sitename,
                published: found
                    .metadata
                    .date
                    .map(|d| d.format("%Y-%m-%d").to_string()),
                language: found.metadata.language,
                ..Metadata::default()
            },
        })
    })
    .ok()
    .flatten()
    .filter(|found| found.text.trim().len() > 100);
    let second = catch_unwind(|| {
        let mut reader = dom_smoothie::Readability::new(html, None, None).ok()?;
        let article = reader.parse().ok()?;
        Some(Extracted {
            text: article.text_content.to_string(),
            metadata: Metadata {
                title: Some(article.title),
                author: article.byline,
                outlet: article.site_name,
                published: article.published_time,
                language: article.lang,
                ..Metadata::default()
            },
        })
    })
    .ok()
    .flatten()
    .filter(|found| !found.text.trim().is_empty());
    match (first, second) {
        // Far more than the second finds is the article and the teasers around it.
        (Some(first), Some(second))
            if second.text.len() > 600 && first.text.len() > second.text.len() * 3 / 2 =>
        {
            Some(Extracted {
                text: second.text,
                ..first
            })
        }
        (first, second) => first.or(second),
    }
}

/// For each block whether it is part of the article.
pub(super) fn choose(page: &Page, extracted: Option<&str>) -> Vec<bool> {
    let mut chosen = match extracted {
        Some(words) => matched(page, words),
        None => page
            .blocks
            .iter()
            .map(|b| {
                !b.place.chrome
                    && b.place.comment.is_none()
                    && !b.place.caption
                    && b.linked * 3 < b.text.len()
                    && (b.text.len() >= 80 || b.place.paragraph && b.text.len() >= 30)
            })
            .collect(),
    };
    cut_teasers(page, &mut chosen);
    chosen
}

/// Takes away what extractors leave of other articles: teasers, which break off with an ellipsis
/// after words that stand in full before them, and lists with time stamps at the end.
fn cut_teasers(page: &Page, chosen: &mut [bool]) {
    let all: Vec<usize> = (0..chosen.len()).filter(|i| chosen[*i]).collect();
    for &i in all.iter().skip(1) {
        let words = page.blocks[i].text.trim();
        let cut = words.trim_end_matches(['.', '…']);
        let teaser = (words.ends_with("...") || words.ends_with('…')) && {
            let start = key(cut);
            start.len() >= 20
                && all
                    .iter()
                    .any(|&j| j < i && key(&page.blocks[j].text).starts_with(&start))
        };
        chosen[i] &= !teaser;
    }
    // Three or more time stamps close together end a page with a list of other articles; the
    // headline and byline of the first stand before its stamp.
    let stamp = |i: usize| {
        let words = page.blocks[i].text.trim();
        words.len() < 40
            && words.bytes().filter(u8::is_ascii_digit).count() >= 4
            && words.chars().filter(|c| c.is_alphabetic()).count() <= 9
    };
    let stamps: Vec<usize> = (0..all.len()).filter(|n| stamp(all[*n])).collect();
    let mut first = stamps.len();
    while first > 1 && stamps[first - 1] - stamps[first - 2] <= 4 {
        first -= 1;
    }
    if stamps.len() - first.saturating_sub(1) >= 3 {
        let at = stamps[first - 1];
        // A sentence is the article's; headlines and bylines end without a stop.
        let short = |n: &usize| {
            let words = page.blocks[all[*n]].text.trim_end();
            words.len() < 200 && !words.ends_with(['.', '”', '"', '!', '?'])
        };
        let from = (at.saturating_sub(2)..at).rev().take_while(short).last();
        for &i in &all[from.unwrap_or(at).max(1)..] {
            chosen[i] = false;
        }
    }
}

/// Blocks whose words stand in the extractor's, in its order; short ones only where they join on
/// to a long one, since "Share" or a name stands in many places of a page.
fn matched(page: &Page, words: &str) -> Vec<bool> {
    let whole = key(words);
    let grams: HashSet<&str> = words_of(words).collect();
    let keys: Vec<String> = page.blocks.iter().map(|b| key(&b.text)).collect();
    let mut found: Vec<Option<(usize, usize)>> = vec![None; keys.len()];
    let mut cursor = 0;
    for (i, k) in keys.iter().enumerate() {
        if k.len() < 25 {
            continue;
        }
        let hit = whole[cursor..]
            .find(k.as_str())
            .map(|at| at + cursor)
            .or_else(|| whole.find(k.as_str()));
        if let Some(at) = hit {
            // An early block found far ahead (a teaser repeated below) must not carry the cursor
            // past the article.
            if at >= cursor && at - cursor < 4000 {
                cursor = at + k.len();
            }
            found[i] = Some((at, at + k.len()));
        } else if k.len() > 80 {
            // The extractor has cut or joined something inside: most of its words will do.
            let all: Vec<&str> = words_of(&page.blocks[i].text).collect();
            let known = all.iter().filter(|w| grams.contains(*w)).count();
            let sample: Vec<char> = k.chars().collect();
            let half: String = sample[sample.len() / 4..sample.len() * 3 / 4]
                .iter()
                .collect();
            if known * 10 >= all.len() * 9
                && let Some(at) = whole.find(&half)
            {
                found[i] = Some((at, at + half.len()));
            }
        }
    }
    // The same words twice on a page (a teaser, a print version): the place with more neighbours.
    for i in 0..found.len() {
        let Some(a) = found[i] else { continue };
        if let Some(j) = (i + 1..found.len()).find(|j| found[*j] == Some(a)) {
            let joined = |x: usize| {
                let (from, to) = (x.saturating_sub(6), (x + 7).min(found.len()));
                (from..to)
                    .filter(|n| *n != x && found[*n].is_some())
                    .count()
            };
            let loser = if joined(i) >= joined(j) { j } else { i };
            found[loser] = None;
        }
    }
    // Short blocks join on where the extractor has them directly before or after a found one.
    for forward in [true, false] {
        let order: Vec<usize> = if forward {
            (0..keys.len()).collect()
        } else {
            (0..keys.len()).rev().collect()
        };
        let mut edge: Option<usize> = None;
        for i in order {
            if let Some((start, end)) = found[i] {
                edge = Some(if forward { end } else { start });
                continue;
            }
            let k = &keys[i];
            if k.is_empty() || k.len() >= 25 {
                continue;
            }
            let Some(at) = edge else { continue };
            let joins = if forward {
                whole[at..].starts_with(k.as_str())
            } else {
                whole[..at].ends_with(k.as_str())
            };
            if joins {
                let range = if forward {
                    (at, at + k.len())
                } else {
                    (at - k.len(), at)
                };
                found[i] = Some(range);
                edge = Some(if forward { range.1 } else { range.0 });
            }
        }
    }
    found.iter().map(Option::is_some).collect()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
}
