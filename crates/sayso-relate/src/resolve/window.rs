//! Times as the months and days that statements are compared in.

/// The month and day a time expression falls in, as far as it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Window {
    /// `2016-12`, or a bare year, or empty.
    pub month: String,
    /// `2016-12-09`, only when one day is meant.
    pub day: Option<String>,
}

impl Window {
    /// Of an EDTF value; of an interval, where it begins (its end when the beginning is open).
    pub(crate) fn of(edtf: &str) -> Window {
        let mut parts = edtf.split('/');
        let first = parts.next().unwrap_or_default();
        let second = parts.next();
        let (part, single) = match second {
            None => (first, true),
            Some(end) if first.is_empty() || first == ".." => (end, false),
            Some(end) => (first, day(first).is_some() && day(first) == day(end)),
        };
        let day = day(part).filter(|_| single);
        let digits: String = clean(part).chars().take(7).collect();
        let month = if is_shape(&digits, "0000-00") && month_name(&digits).is_some() {
            digits
        } else {
            let year: String = digits.chars().take(4).collect();
            if is_shape(&year, "0000") {
                year
            } else {
                String::new()
            }
        };
        Window { month, day }
    }

    /// The first of the values that says anything.
    pub(crate) fn first_of(values: &[Option<&str>]) -> Window {
        values
            .iter()
            .flatten()
            .map(|v| Window::of(v))
            .find(|w| !w.month.is_empty())
            .unwrap_or_default()
    }
}

/// Whether two days are known and differ.
pub(crate) fn days_differ(a: &Window, b: &Window) -> bool {
    matches!((&a.day, &b.day), (Some(x), Some(y)) if x != y)
}

/// In plain words with a preposition: `in December 2016`, `on 9 December 2016`, or nothing.
pub(crate) fn phrase(edtf: &str) -> String {
    let year = edtf.get(..4).unwrap_or_default();
    match (month_name(edtf), edtf.get(8..10)) {
        (Some(name), Some(day)) => {
            format!(" on {} {name} {year}", day.trim_start_matches('0'))
        }
        (Some(name), None) => format!(" in {name} {year}"),
        _ if year.len() == 4 => format!(" in {year}"),
        _ => String::new(),
    }
}

fn month_name(edtf: &str) -> Option<&'static str> {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let n: usize = edtf.get(5..7)?.parse().ok()?;
    NAMES.get(n.checked_sub(1)?).copied()
}

fn clean(part: &str) -> String {
    part.chars()
        .filter(|c| !matches!(c, '?' | '~' | '%' | '[' | ']' | '{' | '}' | '.'))
        .collect()
}

fn day(part: &str) -> Option<String> {
    let day: String = clean(part).chars().take(10).collect();
    is_shape(&day, "0000-00-00").then_some(day)
}

/// Whether `value` has digits where the shape has `0` and the same sign elsewhere.
fn is_shape(value: &str, shape: &str) -> bool {
    value.len() == shape.len()
        && value
            .chars()
            .zip(shape.chars())
            .all(|(v, s)| if s == '0' { v.is_ascii_digit() } else { v == s })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days() {
        assert_eq!(Window::of("2031-02-09").day.as_deref(), Some("2031-02-09"));
        assert_eq!(Window::of("2031-02").month, "2031-02");
        assert_eq!(Window::of("2031-02-XX").day, None);
        assert_eq!(Window::of("2031-02-XX").month, "2031-02");
        assert_eq!(Window::of("../2031-02-09").month, "2031-02");
        assert_eq!(Window::of("../2031-02-09").day, None);
        assert_eq!(Window::of("2031?").month, "2031");
        assert_eq!(Window::of("ünfug"), Window::default());
        assert_eq!(
            Window::of("2031-02-09T10:00Z").day.as_deref(),
            Some("2031-02-09")
        );
        assert_eq!(phrase("2031-02"), " in February 2031");
        assert_eq!(phrase("2031-02-09"), " on 9 February 2031");
        assert_eq!(phrase(""), "");
    }
}
