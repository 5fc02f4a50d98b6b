//! What a time expression stands for, and how it is written in EDTF (ISO 8601-2).

use jiff::ToSpan;
use jiff::civil::Date;
use sayso_record::TimeKind;

use super::words::Unit;

/// A time on the calendar, as fine as it was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Point {
    Day(Date),
    /// First day of a week, Monday.
    Week(Date),
    /// Saturday.
    Weekend(Date),
    Month(i16, i8),
    /// Year and EDTF code.
    Season(i16, i64),
    Quarter(i16, i64),
    /// Astronomical: 1 BC is 0.
    Year(i16),
    Decade(i16),
    Century(i16),
}

impl Point {
    /// EDTF.
    pub(super) fn edtf(self) -> String {
        match self {
            Point::Day(d) => d.to_string(),
            Point::Week(d) => format!("{d}/{}", later(d, 6)),
            Point::Weekend(d) => format!("{d}/{}", later(d, 1)),
            Point::Month(y, m) => format!("{}-{m:02}", year(y)),
            Point::Season(y, s) => format!("{}-{s}", year(y)),
            Point::Quarter(y, q) => format!("{}-{}", year(y), 32 + q),
            Point::Year(y) => year(y),
            Point::Decade(y) => format!("{:03}X", y / 10),
            Point::Century(y) => format!("{:02}XX", y / 100),
        }
    }

    /// A day to count from: the first.
    pub(super) fn first(self) -> Option<Date> {
        match self {
            Point::Day(d) | Point::Week(d) | Point::Weekend(d) => Some(d),
            Point::Month(y, m) => Date::new(y, m, 1).ok(),
            Point::Season(y, s) => Date::new(y, ((s - 21) * 3 + 3).min(12) as i8, 1).ok(),
            Point::Quarter(y, q) => Date::new(y, ((q - 1) * 3 + 1) as i8, 1).ok(),
            Point::Year(y) | Point::Decade(y) | Point::Century(y) => Date::new(y, 1, 1).ok(),
        }
    }

    /// The point of a unit that holds a day.
    pub(super) fn holding(day: Date, unit: Unit) -> Self {
        match unit {
            Unit::Week => Point::Week(monday(day)),
            Unit::Weekend => Point::Weekend(later(monday(day), 5)),
            Unit::Month => Point::Month(day.year(), day.month()),
            Unit::Quarter => Point::Quarter(day.year(), i64::from((day.month() - 1) / 3 + 1)),
            Unit::Year => Point::Year(day.year()),
            Unit::Decade => Point::Decade(day.year() / 10 * 10),
            Unit::Century => Point::Century(day.year() / 100 * 100),
            _ => Point::Day(day),
        }
    }
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}

fn monday(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(day)
}

fn year(y: i16) -> String {
    if y < 0 {
        format!("-{:04}", -i32::from(y))
    } else {
        format!("{y:04}")
    }
}

/// What an expression stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Point(Point),
    /// First and last, both told.
    Range(Point, Point),
    /// From a day to a day, counted.
    Days(Date, Date),
    /// ISO 8601 length.
    Length(String),
    /// ISO 8601 length between repetitions.
    Every(String),
    /// "a few days", "recently".
    Vague,
}

impl Value {
    /// EDTF and kind; a week, a weekend and a range are intervals.
    pub(super) fn written(&self) -> (String, TimeKind) {
        match self {
            Value::Point(p @ (Point::Week(_) | Point::Weekend(_))) => {
                (p.edtf(), TimeKind::Interval)
            }
            Value::Point(p) => (p.edtf(), TimeKind::Date),
            Value::Range(a, b) => (format!("{}/{}", a.edtf(), b.edtf()), TimeKind::Interval),
            Value::Days(a, b) => (format!("{a}/{b}"), TimeKind::Interval),
            Value::Length(l) => (l.clone(), TimeKind::Duration),
            Value::Every(l) => (format!("R/{l}"), TimeKind::Recurring),
            Value::Vague => (String::new(), TimeKind::Vague),
        }
    }
}
