//! Numbers with a point or a comma, and durations with a unit.

use crate::read::Cell;

/// A number written with a decimal point or comma; thousands marks are accepted only when a
/// decimal mark of the other kind follows. `None` when it is not a number.
pub fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim();
    let (point, comma) = (text.rfind('.'), text.rfind(','));
    let plain = match (point, comma) {
        (Some(p), Some(c)) if c > p => text.replace('.', "").replace(',', "."),
        (Some(_), Some(_)) => text.replace(',', ""),
        (None, Some(_)) => text.replace(',', "."),
        _ => text.to_owned(),
    };
    if !plain.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c)) {
        return None;
    }
    plain.parse().ok().filter(|v: &f64| v.is_finite())
}

/// Number in a cell.
pub fn number(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Number(v) | Cell::Serial(v) => Some(*v),
        Cell::Text(text) => parse_number(text),
        Cell::Empty => None,
    }
}

/// Clock text `hh:mm`, `hh:mm:ss` or `hh:mm:ss.fff`, in s; hours may exceed 23 (a duration).
pub fn clock_seconds(text: &str) -> Option<f64> {
    let mut parts = text.trim().split(':');
    let whole = |part: Option<&str>| part?.trim().parse::<u32>().ok().map(f64::from);
    let hours = whole(parts.next())?;
    let minutes = whole(parts.next()).filter(|m| *m < 60.0)?;
    let seconds = match parts.next() {
        None => 0.0,
        Some(part) => parse_number(part).filter(|s| (0.0..60.0).contains(s))?,
    };
    parts.next().is_none().then_some(hours * 3600.0 + minutes * 60.0 + seconds)
}

/// Seconds in the unit that `word` names; English, German, Spanish and Portuguese words.
pub fn unit_seconds(word: &str) -> Option<f64> {
    Some(match word {
        "s" | "sec" | "secs" | "second" | "seconds" | "sek" | "sekunde" | "sekunden"
        | "segundos" | "seg" => 1.0,
        "min" | "mins" | "minute" | "minutes" | "minuten" | "minutos" | "minuto" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "horas" | "hora"
        | "dec" => 3600.0,
        "d" | "day" | "days" | "tage" | "dias" => 86_400.0,
        _ => return None,
    })
}

/// A duration in words such as `30 min` or `1.5 h`, in s.
pub fn parse_duration(text: &str) -> Option<f64> {
    if let Some(seconds) = clock_seconds(text) {
        return Some(seconds);
    }
    let text = text.trim();
    let split = text.find(|c: char| c.is_alphabetic())?;
    let unit = unit_seconds(text[split..].trim().to_lowercase().as_str())?;
    parse_number(&text[..split]).map(|v| v * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_point_comma_and_thousands() {
        assert_eq!(parse_number("1.234,5"), Some(1234.5));
        assert_eq!(parse_number("1,234.5"), Some(1234.5));
        assert_eq!(parse_number(" 3,5 "), Some(3.5));
        assert_eq!(parse_number("12-a"), None);
    }

    #[test]
    fn durations_in_clock_and_words() {
        assert_eq!(parse_duration("00:03:30.500"), Some(210.5));
        assert_eq!(parse_duration("1,5 h"), Some(5400.0));
        assert_eq!(parse_duration("10:75"), None);
    }
}
