//! Dates: ISO, or day and month in an order that the whole column must prove.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::read::Cell;
use crate::read::number::clock_seconds;

/// Order of day and month in `a/b/yyyy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOrder {
    /// Day first, as in Europe and Latin America.
    DayFirst,
    /// Month first, as in the United States.
    MonthFirst,
}

/// A date and a time of day, in s, each if the cell has one.
pub type Moment = (Option<Date>, Option<f64>);

/// Days from 1970-01-01.
pub fn day_number(date: Date) -> i64 {
    i64::from(Date::constant(1970, 1, 1).until(date).map_or(0, |s: Span| s.get_days()))
}

/// Decides the order of day and month from the texts of a column.
///
/// # Errors
/// Both orders are proven (mixed formats), or none is: the reason in words.
pub fn day_order<'a>(texts: impl Iterator<Item = &'a str>) -> Result<DayOrder, String> {
    let (mut day_first, mut month_first, mut open) = (0, 0, 0);
    for (a, b, _, dotted) in texts.filter_map(slashed) {
        if dotted || (a > 12 && b <= 12) {
            day_first += 1;
        } else if b > 12 && a <= 12 {
            month_first += 1;
        } else {
            open += 1;
        }
    }
    match (day_first, month_first) {
        (0, 0) if open > 0 => {
            Err(format!("ambiguous dates: all {open} can be read day first or month first"))
        }
        (d, m) if d > 0 && m > 0 => {
            Err(format!("contradictory dates: {d} can only be day first, {m} only month first"))
        }
        (0, m) if m > 0 => Ok(DayOrder::MonthFirst),
        _ => Ok(DayOrder::DayFirst),
    }
}

/// The three numbers of `a/b/c`, `a.b.c` or `a-b-c` with the year last, and whether by dots.
fn slashed(text: &str) -> Option<(u32, u32, i16, bool)> {
    let head = text.split([' ', 'T']).next()?;
    let mark = head.chars().find(|c| "/.-".contains(*c))?;
    let mut parts = head.split(mark).map(|p| p.parse::<u32>().ok());
    let (a, b, c) = (parts.next()??, parts.next()??, parts.next()??);
    let year = match c {
        0..=69 => c + 2000,
        70..=99 => c + 1900,
        _ => c,
    };
    (parts.next().is_none() && a < 1000 && year < 9999).then_some((
        a,
        b,
        i16::try_from(year).ok()?,
        mark == '.',
    ))
}

/// Reads a date, a time or both.
///
/// # Errors
/// The text is none of these, or names a day the calendar does not have.
pub fn moment(cell: &Cell, order: DayOrder) -> Result<Moment, String> {
    match cell {
        Cell::Empty => Ok((None, None)),
        Cell::Number(serial) | Cell::Serial(serial) => serial_moment(*serial),
        Cell::Text(text) => text_moment(text, order),
    }
}

fn serial_moment(serial: f64) -> Result<Moment, String> {
    if !(0.0..2_958_466.0).contains(&serial) {
        return Err(format!("{serial} is not a date of a workbook"));
    }
    let whole = serial.floor();
    // Whole microseconds: a serial day is a double, with noise below that.
    let seconds = ((serial - whole) * 86_400.0 * 1e6).round() / 1e6;
    let date = (whole >= 1.0)
        .then(|| Date::constant(1899, 12, 30).checked_add((whole as i32).days()).ok())
        .flatten();
    Ok((date, (seconds > 0.0 || date.is_none()).then_some(seconds)))
}

fn text_moment(text: &str, order: DayOrder) -> Result<Moment, String> {
    if let Some(seconds) = clock_seconds(text).filter(|s| *s <= 86_400.0) {
        return Ok((None, Some(seconds)));
    }
    let (head, tail) = match text.find([' ', 'T']) {
        Some(at) => (&text[..at], text[at + 1..].trim().trim_end_matches('Z')),
        None => (text, ""),
    };
    let impossible = || format!("\"{head}\" is not a day of the calendar");
    let date = if let Some((a, b, year, _)) = slashed(head) {
        let (day, month) = if order == DayOrder::DayFirst { (a, b) } else { (b, a) };
        let (Ok(day), Ok(month)) = (i8::try_from(day), i8::try_from(month)) else {
            return Err(impossible());
        };
        Date::new(year, month, day).map_err(|_| impossible())?
    } else if head.len() == 10 && head.is_ascii() && head.as_bytes()[4] == b'-' {
        head.parse().map_err(|_| impossible())?
    } else {
        return Err(format!("\"{text}\" is neither a date nor a time"));
    };
    let time = match tail {
        "" => None,
        tail => match clock_seconds(tail).filter(|s| *s < 86_400.0) {
            Some(seconds) => Some(seconds),
            None => return Err(format!("\"{tail}\" is not a time of day")),
        },
    };
    Ok((Some(date), time))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_needs_evidence() {
        assert_eq!(day_order(["03/04/2024", "13/04/2024"].into_iter()), Ok(DayOrder::DayFirst));
        assert_eq!(day_order(["03/04/2024", "03/14/2024"].into_iter()), Ok(DayOrder::MonthFirst));
        assert!(day_order(["03/04/2024"].into_iter()).is_err());
        assert!(day_order(["13/04/2024", "03/14/2024"].into_iter()).is_err());
        assert_eq!(day_order(["3.4.2024"].into_iter()), Ok(DayOrder::DayFirst));
    }

    #[test]
    fn february_has_no_thirtieth() {
        let cell = Cell::Text("30/02/2024".into());
        assert!(moment(&cell, DayOrder::DayFirst).is_err());
    }

    #[test]
    fn a_serial_is_a_date_and_a_time() {
        let (date, time) = moment(&Cell::Serial(44_764.5), DayOrder::DayFirst).unwrap();
        assert_eq!(date, Some(Date::constant(2022, 7, 22)));
        assert_eq!(time, Some(43_200.0));
    }
}
