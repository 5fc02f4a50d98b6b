//! Time expressions to EDTF: dates, months, years, seasons, quarters, decades, ranges, feasts;
//! weekdays and "last August"; "two days ago", "a week later", "the next day"; lengths and
//! repetitions; times nobody can date ("a few days", "recently").
//!
//! News looks back from its own date; a text that tells of another time goes forward from the day
//! it last spoke of. Edges ("early March", "the end of 2015") are given as the time they belong
//! to. Known misses: hours, and quoted text with a date of its own.

mod read;
mod reckon;
mod value;
mod words;

use jiff::civil::Date;
use sayso_record::{Document, Layers, Remark, Time};

use crate::attributions::scan;
use crate::{Context, voice};
use read::{Base, Reader};
use value::{Point, Value};

/// Whether a lower-case word is a day of the week: "Sunday rebel fighters left" has no others.
pub(crate) fn weekday(word: &str) -> bool {
    words::weekday(word).is_some()
}

/// Whether a lower-case word is a month's name.
pub(crate) fn month(word: &str) -> bool {
    words::month(word).is_some()
}

/// Time expressions in what is readable.
pub(crate) fn annotate(
    _: &Context<'_>,
    document: &Document,
    _: &Layers,
) -> (Vec<Time>, Vec<Remark>) {
    let written = document.metadata.published.as_deref().and_then(date);
    let mut out = Vec::new();
    for part in voice::readable(document) {
        let now = document
            .comment_at(part.start)
            .and_then(|c| c.time.as_deref().and_then(date))
            .or(written);
        let words = scan::words(&document.text, part);
        for (from, to, value) in find(&words, base(&words, now)) {
            let (edtf, kind) = value.written();
            out.push(Time {
                start: words[from].start,
                end: words[to - 1].end,
                edtf,
                kind,
            });
        }
    }
    (out, Vec::new())
}

/// What a stretch is reckoned from. It is a story of another time when it names five years or more
/// and nearly all lie well before its own; such a text begins in the first of them.
fn base(words: &[scan::Word<'_>], now: Option<Date>) -> Base {
    let years: Vec<i16> = words
        .iter()
        .filter(|w| w.lower.len() == 4)
        .filter_map(|w| w.lower.parse().ok())
        .filter(|y| (1000..=2100).contains(y))
        .collect();
    let past = |y: &&i16| now.is_none_or(|n| **y + 2 <= n.year());
    let story = now.is_none()
        || years.len() >= 5 && 10 * years.iter().filter(past).count() >= 8 * years.len();
    Base {
        now,
        told: years
            .first()
            .filter(|_| story)
            .and_then(|y| Date::new(*y, 1, 1).ok()),
        fine: false,
        story,
    }
}

/// Expressions of a stretch: first word, one past the last, value.
fn find(words: &[scan::Word<'_>], base: Base) -> Vec<(usize, usize, Value)> {
    let mut out = Vec::new();
    let mut reader = Reader { words, base };
    let mut i = 0;
    while i < words.len() {
        match reader.at(i) {
            Some((end, value)) if end > i => {
                if let Value::Point(point) | Value::Range(point, _) = &value
                    && let Some(first) = point.first()
                {
                    reader.base.told = Some(first);
                    reader.base.fine = matches!(point, Point::Day(_));
                }
                out.push((i, end, value));
                i = end;
            }
            _ => i += 1,
        }
    }
    out
}

/// The day an EDTF date begins with; none for a month or year.
fn date(edtf: &str) -> Option<Date> {
    edtf.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_record::Span;

    fn of(text: &str) -> Vec<String> {
        let words = scan::words(text, Span::new(0, text.len()));
        let found = find(&words, base(&words, "2016-03-28".parse().ok()));
        found.into_iter().map(|f| f.2.written().0).collect()
    }

    #[test]
    fn news_looks_back() {
        // 28 March 2016 is a Monday.
        assert_eq!(of("They left on Sunday."), ["2016-03-27"]);
        assert_eq!(of("As recently as last August they hoped."), ["2015-08"]);
        assert_eq!(of("Since September 30 the tide turned."), ["2015-09-30"]);
        assert_eq!(of("From October on nothing moved."), ["2015-10"]);
        assert_eq!(
            of("Two weeks ago and yesterday"),
            ["2016-03-14", "2016-03-27"]
        );
        assert_eq!(of("since October 2011, in 2012"), ["2011-10", "2012"]);
        assert_eq!(of("a 10-month siege"), ["P10M"]);
        assert_eq!(of("a weeks long siege"), [""]);
        // Nine months back would be told with its year.
        assert_eq!(of("The talks open on May 9."), ["2016-05-09"]);
        assert_eq!(of("They left on November 9."), ["2015-11-09"]);
        assert_eq!(of("in the 2015 third quarter"), ["2015-35"]);
        assert_eq!(
            of("53% of 1913 levels. 1939\n\nFranco's troops"),
            ["1913", "1939"]
        );
        assert_eq!(of("over the weekend"), ["2016-03-26/2016-03-27"]);
        assert_eq!(of("over the past two weeks"), ["2016-03-14/2016-03-28"]);
    }

    #[test]
    fn without_a_day_of_writing_nobody_knows_which_saturday() {
        let of = |text: &str| -> Vec<String> {
            let words = scan::words(text, Span::new(0, text.len()));
            let found = find(&words, base(&words, None));
            found.into_iter().map(|f| f.2.written().0).collect()
        };
        assert_eq!(
            of("The war of 2007. They left on Saturday, two days ago; yesterday, last week."),
            ["2007", "", "", "", ""]
        );
        assert_eq!(
            of("On 10 May 1940 it began. On Sunday they fled, two days later they came back."),
            ["1940-05-10", "1940-05-12", "1940-05-14"]
        );
    }

    #[test]
    fn a_story_of_another_time_goes_forward() {
        assert_eq!(
            of(
                "In 1938, 1939 and 1940 it grew. On 10 May 1940 it began. The next day and two \
                weeks later, in June, they fled; that winter of 1941 came."
            ),
            [
                "1938",
                "1939",
                "1940",
                "1940-05-10",
                "1940-05-11",
                "1940-05-25",
                "1940-06",
                "1941-24"
            ]
        );
    }

    #[test]
    fn ranges_seasons_decades_and_feasts() {
        assert_eq!(
            of("from March 3 to March 5, 2015"),
            ["2015-03-03/2015-03-05"]
        );
        assert_eq!(of("between 1914 and 1918"), ["1914/1918"]);
        assert_eq!(of("by mid to late summer of 2015"), ["2015-22"]);
        assert_eq!(of("in the 1980s and the 19th century"), ["198X", "18XX"]);
        assert_eq!(of("a 3rd century queen"), ["02XX"]);
        assert_eq!(of("on Easter Sunday"), ["2016-03-27"]);
        assert_eq!(of("the third quarter of 2015"), ["2015-35"]);
        assert_eq!(of("in early January 2016"), ["2016-01"]);
    }

    #[test]
    fn what_will_be_lies_ahead() {
        // 28 March 2016 is a Monday.
        assert_eq!(of("Talks will resume on Friday."), ["2016-04-01"]);
        assert_eq!(of("On Friday the army will enter."), ["2016-04-01"]);
        assert_eq!(of("The attack is planned for Tuesday."), ["2016-03-29"]);
        assert_eq!(of("Russia will take it by January."), ["2017-01"]);
        assert_eq!(of("They are to leave by 9 February."), ["2017-02-09"]);
        assert_eq!(
            of("He said on Friday that talks will resume."),
            ["2016-03-25"]
        );
        assert_eq!(
            of("The army will leave, he said on Friday."),
            ["2016-03-25"]
        );
        assert_eq!(of("They left on Friday."), ["2016-03-25"]);
    }

    #[test]
    fn one_day_to_come_is_no_length() {
        assert_eq!(of("This may one day end."), [""]);
        assert_eq!(of("It will soon end."), [""]);
        assert_eq!(of("It lasted one day."), ["P1D"]);
        assert!(of("They soon left.").is_empty());
    }

    #[test]
    fn counts_are_no_years_and_verbs_no_months() {
        assert!(of("They may march; 2000 soldiers and 1,900 tanks fall back.").is_empty());
        assert!(of("on February 31, 2016 nobody").is_empty());
        assert!(of("five city quarters").is_empty());
    }
}
