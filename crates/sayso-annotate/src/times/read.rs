//! Reads one time expression at a word: the longest that begins there.

use jiff::ToSpan;
use jiff::civil::Date;

use super::value::{Point, Value};
use super::words::{Unit, feast, month, ordinal, season, unit};
use crate::attributions::scan::Word;

/// Days that relative expressions are reckoned from.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Base {
    /// When the words were written.
    pub(super) now: Option<Date>,
    /// The day last spoken of.
    pub(super) told: Option<Date>,
    /// Whether that was told to the day.
    pub(super) fine: bool,
    /// Whether the text tells of another time than its own, and so goes forward from day to day.
    pub(super) story: bool,
}

impl Base {
    /// The day a bare month or weekday is near: the day last spoken of in a story, else the day of
    /// writing.
    pub(super) fn near(self) -> Option<Date> {
        if self.story {
            self.told.or(self.now)
        } else {
            self.now.or(self.told)
        }
    }

    /// A month without a year; what is told of as to come is the next one.
    fn month(self, m: i8, to_come: bool) -> Option<Point> {
        let near = self.near()?;
        let ahead = m - near.month();
        if to_come && !self.story {
            return Some(Point::Month(near.year() + i16::from(ahead < 0), m));
        }
        // A story goes on, news looks back.
        let year = if self.story {
            near.year() + i16::from(ahead < -8)
        } else {
            near.year() - i16::from(ahead > 1)
        };
        Some(Point::Month(year, m))
    }

    /// A day of a month without a year.
    fn day(self, m: i8, d: i8, to_come: bool) -> Option<Point> {
        let Point::Month(year, m) = self.month(m, to_come)? else {
            return None;
        };
        // A day of the next three months is that one: nine months back would be told with its year.
        let next = Date::new(year + 1, m, d).ok().filter(|next| {
            let now = self.near().filter(|_| !self.story);
            now.is_some_and(|now| *next <= now + 90.days())
        });
        let day = next.map_or_else(|| Date::new(year, m, d).ok(), Some);
        day.map(Point::Day)
    }
}

/// Verbs of saying: their own day is past, whatever they tell of.
const SAYS: &[&str] = &[
    "said",
    "says",
    "told",
    "announced",
    "reported",
    "confirmed",
    "added",
    "warned",
    "wrote",
    "stated",
    "vowed",
    "agreed",
];

/// Words that make the rest of their clause lie ahead.
const AHEAD: &[&str] = &[
    "will",
    "'ll",
    "shall",
    "would",
    "planned",
    "plans",
    "planning",
    "scheduled",
    "due",
    "set",
    "slated",
    "expected",
    "expects",
    "hopes",
    "aims",
    "intends",
    "going",
];

pub(super) struct Reader<'w> {
    pub(super) words: &'w [Word<'w>],
    pub(super) base: Base,
}

/// An expression: one past its last word, and its value.
pub(super) type Found = (usize, Value);

impl Reader<'_> {
    pub(super) fn w(&self, i: usize) -> &str {
        self.words.get(i).map_or("", |w| w.lower.as_str())
    }

    fn digits(&self, i: usize, lens: std::ops::RangeInclusive<usize>) -> Option<i64> {
        let word = self.w(i);
        (lens.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit()))
            .then(|| word.parse().ok())
            .flatten()
    }

    /// Whether the clause around a word tells of what is to come: "will resume on", "planned for",
    /// "On Friday the army will".
    pub(super) fn to_come(&self, i: usize) -> bool {
        let stops = |w: &str| w == "that" || w == "," || w == ";" || w == ":" || SAYS.contains(&w);
        let mut before = (i.saturating_sub(12)..i).rev().map(|n| (n, self.w(n)));
        let led = before
            .by_ref()
            .take_while(|(_, w)| !stops(w))
            .any(|(n, w)| {
                let is_to = w == "to" && matches!(self.w(n.wrapping_sub(1)), "is" | "are");
                is_to || AHEAD.contains(&w)
            });
        let opens = i == 0 || i == 1 && matches!(self.w(0), "on" | "by" | "in" | "next");
        led || opens
            && (i + 1..i + 11)
                .map(|n| self.w(n))
                .take_while(|w| !stops(w))
                .any(|w| matches!(w, "will" | "'ll" | "shall"))
    }

    /// Whether two neighbours stand without white space between.
    fn joined(&self, i: usize) -> bool {
        self.words
            .get(i)
            .zip(self.words.get(i + 1))
            .is_some_and(|(a, b)| a.end == b.start)
    }

    /// The longest expression that begins at a word.
    pub(super) fn at(&self, i: usize) -> Option<Found> {
        let first = self.one(i)?;
        self.range(i, first.clone()).or(Some(first))
    }

    /// "from A to B", "between A and B", "A–B": B follows at once.
    fn range(&self, i: usize, (end, a): Found) -> Option<Found> {
        let Value::Point(first) = a else { return None };
        let before = if i > 0 { self.w(i - 1) } else { "" };
        let link = match self.w(end) {
            "-" | "–" | "—" => true,
            "to" | "until" | "till" | "through" => {
                matches!(before, "from") || self.w(end) == "through"
            }
            "and" => before == "between",
            _ => false,
        };
        if !link {
            return None;
        }
        let (to, last) = self.one(end + 1)?;
        let Value::Point(last) = last else {
            return None;
        };
        // "March 3–5", "1914–18" were read with their first half; both ends must be as fine.
        let kinds = std::mem::discriminant(&first) == std::mem::discriminant(&last);
        // A first half without its year has the year of the second.
        let first = match (first, last) {
            (Point::Day(a), Point::Day(b)) if a > b => {
                Point::Day(Date::new(b.year(), a.month(), a.day()).ok()?)
            }
            (Point::Month(y, m), Point::Month(y2, m2)) if (y, m) > (y2, m2) => {
                Point::Month(y2 - i16::from(m > m2), m)
            }
            _ => first,
        };
        (kinds && first.first()? <= last.first()?).then_some((to, Value::Range(first, last)))
    }

    fn one(&self, i: usize) -> Option<Found> {
        self.calendar(i)
            .or_else(|| self.edge(i))
            .or_else(|| self.relative(i))
            .or_else(|| self.counted(i))
            .or_else(|| self.loose(i))
    }

    fn year_at(&self, i: usize) -> Option<(usize, i16)> {
        let y = self.digits(i, 1..=4)?;
        if matches!(self.w(i + 1), "bc" | "bce" | "b.c" | "b.c.") {
            return Some((i + 2, 1 - y as i16));
        }
        if matches!(self.w(i + 1), "ad" | "ce") {
            return Some((i + 2, y as i16));
        }
        ((1000..=2100).contains(&y) && self.w(i).len() == 4).then_some((i + 1, y as i16))
    }

    pub(super) fn month_at(&self, i: usize) -> Option<(usize, i8)> {
        let word = self.words.get(i)?;
        if !word.capital() {
            return None;
        }
        let m = month(&word.lower)?;
        let short =
            word.lower.len() <= 4 && !matches!(word.lower.as_str(), "may" | "june" | "july");
        let point = short && self.w(i + 1) == "." && self.joined(i);
        Some((i + 1 + usize::from(point), m))
    }

    pub(super) fn day_at(&self, i: usize) -> Option<i8> {
        let d = self.digits(i, 1..=2).or_else(|| {
            ordinal(self.w(i)).filter(|_| self.w(i).starts_with(|c: char| c.is_ascii_digit()))
        })?;
        (1..=31).contains(&d).then_some(d as i8)
    }

    /// A year after what came before: "2016", ", 2016", "of 2016", "of that year".
    pub(super) fn year_after(&self, i: usize) -> Option<(usize, i16)> {
        let at = match self.w(i) {
            "," | "of" | "in" => i + 1,
            _ => i,
        };
        if let Some(found) = self.year_at(at) {
            return Some(found);
        }
        let named = self.w(i) == "of"
            && matches!(self.w(i + 1), "that" | "the" | "this" | "last" | "next")
            && (self.w(i + 2) == "year" || self.w(i + 2) == "same" && self.w(i + 3) == "year");
        if named {
            let off = match self.w(i + 1) {
                "last" => -1,
                "next" => 1,
                _ => 0,
            };
            let base = if off == 0 && self.w(i + 1) != "this" {
                self.base.told.or(self.base.now)
            } else {
                self.base.now
            };
            let end = i + 3 + usize::from(self.w(i + 2) == "same");
            return Some((end, base?.year() + off));
        }
        None
    }

    /// Dates by day, month, year, season, quarter, decade, century.
    pub(super) fn calendar(&self, i: usize) -> Option<Found> {
        let point = |end, p| Some((end, Value::Point(p)));
        let word = self.w(i);
        if word.len() == 10
            && word.as_bytes()[4] == b'-'
            && let Ok(day) = word.parse::<Date>()
        {
            return point(i + 1, Point::Day(day));
        }
        // 08/16/2000: month first unless that cannot be.
        if self.w(i + 1) == "/" && self.w(i + 3) == "/" && self.joined(i) {
            let (a, b) = (self.digits(i, 1..=2)?, self.digits(i + 2, 1..=2)?);
            let y = self.digits(i + 4, 4..=4)?;
            let (m, d) = if a > 12 { (b, a) } else { (a, b) };
            let day = Date::new(y as i16, m.try_into().ok()?, d.try_into().ok()?).ok()?;
            return point(i + 5, Point::Day(day));
        }
        // March 28, 2016; March 3-5; March 2016; March.
        if let Some((at, m)) = self.month_at(i) {
            if let Some((d, d2)) = self.two_days(at)
                && let Some((end, y)) = self.year_after(at + 1).or_else(|| {
                    let Some(Point::Month(y, _)) = self.base.month(m, self.to_come(i)) else {
                        return None;
                    };
                    Some((at + 1, y))
                })
            {
                let (a, b) = (Date::new(y, m, d).ok()?, Date::new(y, m, d2).ok()?);
                return Some((end, Value::Range(Point::Day(a), Point::Day(b))));
            }
            if let Some(d) = self.day_at(at).filter(|_| self.unit_after(at).is_none()) {
                if let Some((end, y)) = self.year_after(at + 1) {
                    return point(end, Point::Day(Date::new(y, m, d).ok()?));
                }
                return point(at + 1, self.base.day(m, d, self.to_come(i))?);
            }
            if let Some((end, y)) = self.year_after(at) {
                return point(end, Point::Month(y, m));
            }
            // "May" may be a verb, "March" too: a bare one needs a word before it.
            let plain = !matches!(
                word,
                "may" | "march" | "mar" | "jan" | "dec" | "jun" | "sun"
            );
            let led = i > 0
                && matches!(
                    self.w(i - 1),
                    "in" | "since"
                        | "by"
                        | "from"
                        | "until"
                        | "of"
                        | "last"
                        | "this"
                        | "next"
                        | "early"
                        | "late"
                        | "mid"
                        | "during"
                        | "and"
                        | "to"
                        | "between"
                        | "before"
                        | "after"
                        | "through"
                );
            if led || plain && word.len() > 4 {
                return point(at, self.base.month(m, self.to_come(i))?);
            }
            return None;
        }
        // 28 March 2016, 3-5 March, 28th of March.
        if let Some(d) = self.day_at(i) {
            let of = usize::from(self.w(i + 1) == "of");
            if let Some((at, m)) = self.month_at(i + 1 + of) {
                if let Some((end, y)) = self.year_after(at) {
                    return point(end, Point::Day(Date::new(y, m, d).ok()?));
                }
                return point(at, self.base.day(m, d, self.to_come(i))?);
            }
        }
        if let Some((d, d2)) = self.two_days(i)
            && let Some((at, m)) = self.month_at(i + 1)
        {
            let (end, y) = match self.year_after(at) {
                Some(found) => found,
                None => {
                    let Point::Month(y, _) = self.base.month(m, self.to_come(i))? else {
                        return None;
                    };
                    (at, y)
                }
            };
            let (a, b) = (Date::new(y, m, d).ok()?, Date::new(y, m, d2).ok()?);
            return Some((end, Value::Range(Point::Day(a), Point::Day(b))));
        }
        // mid-2016, mid-August.
        if let Some(rest) = word.strip_prefix("mid-") {
            if let Some(m) = month(rest) {
                if let Some((end, y)) = self.year_after(i + 1) {
                    return point(end, Point::Month(y, m));
                }
                return point(i + 1, self.base.month(m, self.to_come(i))?);
            }
            if let Some(decade) = self.decade(rest) {
                return point(i + 1, decade);
            }
            let y: i16 = rest.parse().ok().filter(|y| (1000..=2100).contains(y))?;
            return point(i + 1, Point::Year(y));
        }
        if let Some(decade) = self.decade(word) {
            return point(i + 1, decade);
        }
        // the 19th century
        if let Some(n) = ordinal(word)
            && self.w(i + 1) == "century"
        {
            let before = matches!(self.w(i + 2), "bc" | "bce" | "b.c" | "b.c.");
            return if before {
                None
            } else {
                point(i + 2, Point::Century(((n - 1) * 100) as i16))
            };
        }
        self.season_or_quarter(i)
            .or_else(|| self.feast_at(i))
            .or_else(|| self.bare_year(i))
    }

    /// "3-5": two days of a month.
    fn two_days(&self, i: usize) -> Option<(i8, i8)> {
        let (a, b) = self.w(i).split_once('-')?;
        let (a, b): (i8, i8) = (a.parse().ok()?, b.parse().ok()?);
        (1..b).contains(&a).then_some((a, b)).filter(|d| d.1 <= 31)
    }

    pub(super) fn unit_after(&self, i: usize) -> Option<(Unit, bool)> {
        unit(self.w(i + 1))
    }

    /// "1980s", "80s" after an apostrophe.
    fn decade(&self, word: &str) -> Option<Point> {
        let y: i16 = word
            .strip_suffix('s')?
            .trim_end_matches('\'')
            .parse()
            .ok()?;
        match y {
            1000..=2090 if y % 10 == 0 => Some(Point::Decade(y)),
            _ => None,
        }
    }

    fn season_or_quarter(&self, i: usize) -> Option<Found> {
        let word = self.w(i);
        let led = i > 0
            && matches!(
                self.w(i - 1),
                "the"
                    | "this"
                    | "last"
                    | "next"
                    | "in"
                    | "of"
                    | "late"
                    | "early"
                    | "mid"
                    | "by"
                    | "during"
                    | "that"
                    | "previous"
                    | "following"
                    | "since"
                    | "until"
            );
        if let Some(s) = season(word) {
            if let Some((end, y)) = self.year_after(i + 1) {
                return Some((end, Value::Point(Point::Season(y, s))));
            }
            // "the fall of the town" is no season.
            if !led || word == "fall" && self.w(i + 1) == "of" {
                return None;
            }
            let near = self.base.near()?;
            let y = match self.w(i.wrapping_sub(1)) {
                "last" | "previous" if s as i8 * 3 - 60 > near.month() => near.year() - 1,
                "next" => near.year() + i16::from(i64::from(near.month()) >= (s - 21) * 3 + 3),
                _ => near.year(),
            };
            return Some((i + 1, Value::Point(Point::Season(y, s))));
        }
        // third quarter, third-quarter, Q3
        if let Some((_, y)) = self.year_at(i)
            && let Some(q) = ordinal(self.w(i + 1)).filter(|q| (1..=4).contains(q))
            && self.w(i + 2) == "quarter"
        {
            return Some((i + 3, Value::Point(Point::Quarter(y, q))));
        }
        let (q, end) = if let Some(q) = word.strip_suffix("-quarter") {
            (ordinal(q)?, i + 1)
        } else if let Some(q) = ordinal(word).filter(|_| self.w(i + 1) == "quarter") {
            (q, i + 2)
        } else {
            let q = word.strip_prefix('q').and_then(|q| q.parse().ok());
            (q.filter(|q| (1..=4).contains(q))?, i + 1)
        };
        if !(1..=4).contains(&q) {
            return None;
        }
        if let Some((end, y)) = self.year_after(end) {
            return Some((end, Value::Point(Point::Quarter(y, q))));
        }
        let near = self.base.near()?;
        let year = near.year() - i16::from(i64::from(near.month()) < 3 * q - 2);
        Some((end, Value::Point(Point::Quarter(year, q))))
    }

    fn feast_at(&self, i: usize) -> Option<Found> {
        if !self.words.get(i)?.capital() {
            return None;
        }
        let near = self.base.near().unwrap_or_default();
        let two = [self.w(i), self.w(i + 1)].join(" ");
        for (len, name) in [(2, two.as_str()), (1, self.w(i))] {
            if feast(name, near.year()).is_none() {
                continue;
            }
            let (end, year) = if let Some(found) = self.year_after(i + len) {
                found
            } else {
                let near = self.base.near()?;
                let day = feast(name, near.year())?;
                let ahead = self.base.now.is_some_and(|n| day > n + 60.days());
                (i + len, near.year() - i16::from(ahead))
            };
            return Some((end, Value::Point(Point::Day(feast(name, year)?))));
        }
        None
    }

    /// A year by itself, "1914-18", "493 BC": four digits with nothing counted after them.
    fn bare_year(&self, i: usize) -> Option<Found> {
        let word = self.w(i);
        if let Some((a, b)) = word.split_once('-')
            && a.len() == 4
            && let (Ok(a), Ok(b)) = (a.parse::<i16>(), b.parse::<i16>())
            && (1000..=2100).contains(&a)
        {
            let b = if b < 100 { a / 100 * 100 + b } else { b };
            return (a < b && b < a + 100)
                .then_some((i + 1, Value::Range(Point::Year(a), Point::Year(b))));
        }
        let (end, y) = self.year_at(i)?;
        if end > i + 1 {
            return Some((end, Value::Point(Point::Year(y))));
        }
        // The year of a date that cannot be ("February 31, 2016") dates nothing.
        if i > 2
            && self.w(i - 1) == ","
            && self.day_at(i - 2).is_some()
            && self.month_at(i - 3).is_some()
        {
            return None;
        }
        let before = if i > 0 { self.w(i - 1) } else { "" };
        let led = matches!(
            before,
            "in" | "since"
                | "by"
                | "from"
                | "until"
                | "till"
                | "of"
                | "early"
                | "late"
                | "mid"
                | "during"
                | "after"
                | "before"
                | "between"
                | "through"
                | "circa"
                | "fiscal"
                | "year"
                | "spring"
                | "summer"
                | "autumn"
                | "winter"
        );
        let next = self.words.get(i + 1);
        let alone = next.is_none_or(|n| n.mark() && !n.is("%") && !n.is("$"))
            || matches!(
                self.w(i + 1),
                "and"
                    | "to"
                    | "by"
                    | "the"
                    | "in"
                    | "was"
                    | "when"
                    | "after"
                    | "as"
                    | "with"
                    | "had"
            );
        let counted = matches!(
            before,
            "$" | "€"
                | "£"
                | "#"
                | "than"
                | "about"
                | "some"
                | "nearly"
                | "over"
                | "almost"
                | "least"
                | "up"
        );
        let plausible = (1700..=2100).contains(&y) || (1000..=2100).contains(&y) && led;
        let counts = self.unit_after(i).is_some()
            || self.w(i + 1).ends_with('s')
                && self.w(i + 1).len() > 3
                && !matches!(self.w(i + 1), "was" | "levels")
                && !self.w(i + 1).ends_with("'s");
        (plausible && !counted && !counts && (led || alone || (1900..=2100).contains(&y)))
            .then_some((end, Value::Point(Point::Year(y))))
    }

    /// "early 1944", "the end of March", "late last week": as the time they are an edge of.
    fn edge(&self, i: usize) -> Option<Found> {
        let mut at = i;
        if self.w(at) == "the" {
            at += 1;
        }
        let edge = matches!(
            self.w(at),
            "end" | "start" | "beginning" | "middle" | "close" | "turn" | "outset"
        ) && self.w(at + 1) == "of";
        let soft = matches!(self.w(at), "early" | "late" | "mid" | "later" | "earlier");
        if edge {
            at += 2;
        } else if soft && at == i {
            at += 1;
            // "mid to late summer"
            if matches!(self.w(at), "to" | "or" | "and")
                && matches!(self.w(at + 1), "late" | "mid" | "early")
            {
                at += 2;
            }
            if self.w(at) == "in" {
                at += 1;
            }
        } else {
            return None;
        }
        let article = usize::from(self.w(at) == "the");
        self.calendar(at + article)
            .or_else(|| self.relative(at))
            .filter(|f| matches!(f.1, Value::Point(_)))
    }
}
