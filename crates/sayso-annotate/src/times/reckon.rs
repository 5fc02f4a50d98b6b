//! Times that are reckoned: from the day of writing, from the day last spoken of, or not at all.

use jiff::ToSpan;

use super::read::{Found, Reader};
use super::value::{Point, Value};
use super::words::{Unit, number, part_of_day, unit, weekday};
use crate::attributions::scan::Word;

impl Reader<'_> {
    /// Reckoned from the day of writing or the day last spoken of.
    pub(super) fn relative(&self, i: usize) -> Option<Found> {
        let now = self.base.now;
        let point = |end, p| Some((end, Value::Point(p)));
        // Without a day of writing "yesterday" is a day that nobody can tell.
        let day = |end, off: i64| {
            let day = now.and_then(|n| n.checked_add(off.days()).ok());
            Some((
                end,
                day.map_or(Value::Vague, |d| Value::Point(Point::Day(d))),
            ))
        };
        match (self.w(i), self.w(i + 1)) {
            ("yesterday", next) => return day(i + 1 + usize::from(part_of_day(next)), -1),
            ("today" | "tonight", _) => return day(i + 1, 0),
            ("tomorrow", next) => return day(i + 1 + usize::from(part_of_day(next)), 1),
            ("last", "night") => return day(i + 2, -1),
            ("this", part) if part_of_day(part) => return day(i + 2, 0),
            _ => {}
        }
        // weekdays
        let step = match self.w(i) {
            "last" | "this" | "next" | "past" => 1,
            _ => 0,
        };
        if let Some(wanted) = weekday(self.w(i + step))
            .filter(|_| self.words.get(i + step).is_some_and(Word::capital))
        {
            let told = self.base.told.filter(|_| self.base.fine);
            let near = if self.base.story { told.or(now) } else { now };
            let Some(near) = near else {
                return Some((i + step + 1, Value::Vague));
            };
            let today = i64::from(near.weekday().to_monday_zero_offset());
            let off = if self.w(i) == "next" || self.base.story || step == 0 && self.to_come(i) {
                (wanted - today - 1).rem_euclid(7) + 1
            } else {
                // The day itself counts: a Monday paper's "Monday" is today.
                -(today - wanted).rem_euclid(7)
            };
            let end = i + step + 1;
            let end = end + usize::from(part_of_day(self.w(end)));
            return point(end, Point::Day(near.checked_add(off.days()).ok()?));
        }
        // last August, next spring
        if step == 1
            && let Some((end, m)) = self.month_at(i + 1)
            && self.year_after(end).is_none()
            && self.day_at(end).is_none()
        {
            let Some(now) = now else {
                return Some((end, Value::Vague));
            };
            let year = match self.w(i) {
                "this" => now.year(),
                "next" => now.year() + i16::from(m <= now.month()),
                _ => now.year() - i16::from(m >= now.month()),
            };
            return point(end, Point::Month(year, m));
        }
        self.around(i)
    }

    /// "last week", "the next day", "the past two weeks", "the same month".
    fn around(&self, i: usize) -> Option<Found> {
        let now = self.base.now;
        let mut at = i + usize::from(self.w(i) == "the");
        let word = self.w(at).to_owned();
        let same = matches!(word.as_str(), "same" | "that") || word == "very";
        let word = if word == "that" && self.w(at + 1) == "same" {
            at += 1;
            "same".to_owned()
        } else {
            word
        };
        let bare = at > i && unit(&word).is_some();
        let told = self.base.told.or(now);
        if bare {
            // "the year", "the month": the one spoken of; "the day before"
            let (u, plural) = unit(&word)?;
            if plural || u == Unit::Second || u == Unit::Minute || u == Unit::Hour {
                return None;
            }
            let off = match self.w(at + 1) {
                "before" => -1,
                "after" => 1,
                _ => 0,
            };
            if off != 0 && u == Unit::Day {
                let day = told?.checked_add(u.gap(off)).ok()?;
                return Some((at + 2, Value::Point(Point::holding(day, u))));
            }
            if off == 0 && u != Unit::Day {
                let near = self.base.near()?;
                let working = near.weekday().to_monday_zero_offset() < 5;
                // "the weekend" in a Monday's paper is the one just past.
                let past = u == Unit::Weekend && working && !self.base.story;
                let near = if past {
                    near.checked_sub(1.weeks()).ok()?
                } else {
                    near
                };
                return Some((at + 1, Value::Point(Point::holding(near, u))));
            }
            return None;
        }
        let off = match word.as_str() {
            "last" | "past" | "previous" | "preceding" | "latest" => -1,
            "next" | "following" | "coming" | "subsequent" => 1,
            "this" | "current" => 0,
            _ if same => 0,
            _ => return None,
        };
        let from = match word.as_str() {
            "last" | "past" | "this" | "current" | "coming" | "latest" => now,
            "next" if at == i => now,
            _ => told,
        };
        if let Some((u, plural)) = unit(self.w(at + 1)) {
            if plural {
                return Some((at + 2, Value::Vague));
            }
            if matches!(u, Unit::Second | Unit::Minute | Unit::Hour) {
                return None;
            }
            let back = if word == "latest" || word == "past" && u == Unit::Day {
                0
            } else {
                off
            };
            let end = at + 2;
            let Some(from) = from else {
                return Some((end, Value::Vague));
            };
            let day = from.checked_add(u.gap(back)).ok()?;
            let end = end + usize::from(u == Unit::Day && part_of_day(self.w(end)));
            return Some((end, Value::Point(Point::holding(day, u))));
        }
        // "the past two weeks": counted from the day it starts from.
        let (n, u, end) = self.count(at + 1)?;
        let Some(n) = n else {
            return Some((end, Value::Vague));
        };
        if off == 0 || same {
            return None;
        }
        let Some(from) = from.filter(|_| {
            matches!(
                u,
                Unit::Day | Unit::Week | Unit::Month | Unit::Year | Unit::Decade
            )
        }) else {
            return Some((end, Value::Length(u.length(n))));
        };
        let other = from.checked_add(u.gap(off * n)).ok()?;
        let value = if off < 0 {
            Value::Days(other, from)
        } else {
            Value::Days(from, other)
        };
        Some((end, value))
    }

    /// A count and a unit: "two weeks", "several months" (no number), "a couple of days".
    fn count(&self, i: usize) -> Option<(Option<i64>, Unit, usize)> {
        let mut at = i;
        let word = self.w(at);
        // "10-month"
        if let Some((n, u)) = word.rsplit_once('-')
            && let (Some(n), Some((u, _))) = (number(n), unit(u))
        {
            return Some((Some(n), u, at + 1));
        }
        let n = match word {
            "several" | "few" | "many" | "some" | "recent" | "countless" => {
                at += 1;
                None
            }
            "a" if matches!(self.w(at + 1), "few" | "couple") => {
                at += 2 + usize::from(self.w(at + 2) == "of");
                None
            }
            "dozens" | "hundreds" | "tens" if self.w(at + 1) == "of" => {
                at += 2;
                None
            }
            "half" if matches!(self.w(at + 1), "a" | "an") => return None,
            _ => {
                let n = number(word)?;
                at += 1;
                let scale = self.w(at) == "hundred" && n < 100;
                at += usize::from(scale);
                // "2 1/2 years", "one and a half years" keep their whole part.
                Some(if scale { n * 100 } else { n })
            }
        };
        // "ten brutal months", "the first nine months"
        let skip =
            usize::from(unit(self.w(at)).is_none() && unit(self.w(at + 1)).is_some_and(|u| u.1));
        let adjective = skip == 0
            || self
                .words
                .get(at)
                .is_some_and(|w| !w.mark() && !w.capital());
        let (u, plural) = unit(self.w(at + skip)).filter(|_| adjective)?;
        // "five city quarters" are districts.
        if u == Unit::Quarter && skip > 0 {
            return None;
        }
        if n.is_none() && !plural {
            return None;
        }
        // "a weeks long siege" tells no number.
        let n = n.filter(|_| !(plural && matches!(word, "a" | "an")));
        Some((n, u, at + skip + 1))
    }

    /// Lengths, and lengths before or after a day.
    pub(super) fn counted(&self, i: usize) -> Option<Found> {
        let mut at = i;
        // "may one day", "One day, they will": no length
        let some_day = self.w(i) == "one" && self.w(i + 1) == "day";
        if some_day && (self.hoped(i) || self.w(i + 2) == ",") {
            return Some((i + 2, Value::Vague));
        }
        let led = match (self.w(i), self.w(i + 1)) {
            ("more" | "less" | "fewer", "than") | ("at", "least" | "most") | ("up", "to") => 2,
            (
                "over" | "nearly" | "almost" | "about" | "around" | "roughly" | "approximately",
                _,
            ) => 1,
            ("the", "first" | "final" | "entire") => 2,
            _ => 0,
        };
        at += led;
        let (n, u, end) = self.count(at)?;
        let word = self.w(end);
        let back = match word {
            "ago" => self.base.now,
            "earlier" | "before" | "previously" => self.base.told.or(self.base.now),
            _ => None,
        };
        if matches!(word, "ago" | "earlier") || word == "before" && u.fine() && back.is_some() {
            let (Some(n), Some(back)) = (n, back) else {
                return Some((end + 1, Value::Vague));
            };
            let day = back.checked_sub(u.gap(n)).ok()?;
            let u = if u == Unit::Week { Unit::Day } else { u };
            return Some((end + 1, Value::Point(Point::holding(day, u))));
        }
        if matches!(word, "later" | "afterwards" | "afterward") {
            let Some(n) = n else {
                return Some((end + 1, Value::Vague));
            };
            let from = self.base.told.or(self.base.now)?;
            let day = from.checked_add(u.gap(n)).ok()?;
            let u = if u == Unit::Week { Unit::Day } else { u };
            return Some((end + 1, Value::Point(Point::holding(day, u))));
        }
        let age = word == "old" || self.w(at).ends_with("-old");
        match n {
            Some(n) => Some((end + usize::from(age), Value::Length(u.length(n)))),
            None => Some((end, Value::Vague)),
        }
    }

    /// Whether what comes is spoken of just before.
    fn hoped(&self, i: usize) -> bool {
        (i.saturating_sub(3)..i).any(|n| HOPES.contains(&self.w(n)))
    }

    /// Repetition, and times nobody can date.
    pub(super) fn loose(&self, i: usize) -> Option<Found> {
        let word = self.w(i);
        if self.w(i + 1) == "as" {
            return None;
        }
        let every = |u: Unit| Value::Every(u.length(1));
        if word == "every" || word == "each" {
            if let Some((u, false)) = unit(self.w(i + 1)) {
                return Some((i + 2, every(u)));
            }
            return weekday(self.w(i + 1)).map(|_| (i + 2, every(Unit::Week)));
        }
        let value = match word {
            "daily" => every(Unit::Day),
            "weekly" => every(Unit::Week),
            "monthly" => every(Unit::Month),
            "annually" | "yearly" | "annual" => every(Unit::Year),
            "now" | "currently" | "recently" | "nowadays" | "previously" | "formerly"
            | "someday" => Value::Vague,
            "soon" if self.hoped(i) => Value::Vague,
            "these" if self.w(i + 1) == "days" => return Some((i + 2, Value::Vague)),
            "recent" | "past" | "coming" if unit(self.w(i + 1)).is_some_and(|u| u.1) => {
                return Some((i + 2, Value::Vague));
            }
            "the"
                if matches!(self.w(i + 1), "future" | "past")
                    && !self.w(i + 2).starts_with(char::is_alphabetic) =>
            {
                return Some((i + 2, Value::Vague));
            }
            _ => {
                let (u, plural) = unit(word)?;
                let led =
                    i > 0 && matches!(self.w(i - 1), "for" | "in" | "within" | "of" | "after");
                return (plural && led && !matches!(u, Unit::Second))
                    .then_some((i + 1, Value::Vague));
            }
        };
        Some((i + 1, value))
    }
}

/// Words before "one day" and "soon" that make it a day to come.
const HOPES: &[&str] = &[
    "can", "could", "hope", "hopes", "may", "maybe", "might", "perhaps", "should", "will", "would",
];
