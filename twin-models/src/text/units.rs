//! Numbers with units, and names that are nearly right.

/// Why a text is not the value it should be, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Why.
    pub reason: String,
    /// What to write instead.
    pub remedy: Option<String>,
}

impl Wrong {
    /// With a remedy.
    pub fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { reason: reason.into(), remedy: Some(remedy.into()) }
    }
}

/// Splits `"2.5 min"` into number and unit (which may be empty). `None`: no number at the front.
pub fn parse_quantity(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let digits = |mut at: usize| {
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        at
    };
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let mut end = digits(sign);
    if end == sign {
        return None;
    }
    if bytes.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        if fraction == end + 1 {
            return None;
        }
        end = fraction;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    let value: f64 = text[..end].parse().ok()?;
    value.is_finite().then(|| (value, text[end..].trim_start()))
}

/// Units of time: name, factor to seconds, divisor to seconds.
const TIMES: [(&str, f64, f64); 9] = [
    ("weeks", 604_800.0, 1.0),
    ("week", 604_800.0, 1.0),
    ("d", 86_400.0, 1.0),
    ("h", 3600.0, 1.0),
    ("min", 60.0, 1.0),
    ("s", 1.0, 1.0),
    ("ms", 1.0, 1e3),
    ("us", 1.0, 1e6),
    ("\u{b5}s", 1.0, 1e6),
];

/// Units of time as people list them.
pub const TIME_UNITS: &str = "us, ms, s, min, h, d, weeks";

/// Seconds of a unit of time.
pub fn time_unit(unit: &str) -> Option<(f64, f64)> {
    TIMES.iter().find(|(name, ..)| *name == unit).map(|(_, factor, divisor)| (*factor, *divisor))
}

fn time_unit_advice(unit: &str) -> Option<&'static str> {
    Some(match unit.to_lowercase().as_str() {
        "m" | "mins" | "minute" | "minutes" => "min",
        "sec" | "secs" | "second" | "seconds" => "s",
        "hr" | "hrs" | "hour" | "hours" => "h",
        "day" | "days" => "d",
        "w" | "wk" | "wks" => "weeks",
        "msec" | "millisecond" | "milliseconds" => "ms",
        "usec" | "microsecond" | "microseconds" => "us",
        _ => return None,
    })
}

/// A duration such as `"35 min"` or `"1 h 30 min"` \[s\].
pub fn parse_duration(text: &str) -> Result<f64, Wrong> {
    let mut rest = text.trim();
    let mut seconds = 0.0;
    let mut last_unit = f64::INFINITY;
    loop {
        let Some((value, after)) = parse_quantity(rest) else {
            return Err(Wrong::new(
                format!("\"{text}\" is not a duration"),
                format!("write a number and a unit, such as \"35 min\" (units: {TIME_UNITS})"),
            ));
        };
        let end = after.find(|c: char| c.is_whitespace() || c.is_ascii_digit());
        let (unit, more) = after.split_at(end.unwrap_or(after.len()));
        if unit.is_empty() {
            return Err(Wrong::new(
                "a duration needs a unit",
                format!("write \"{rest} min\" or \"{rest} h\" (units: {TIME_UNITS})"),
            ));
        }
        let Some((factor, divisor)) = time_unit(unit) else {
            let reason = format!("`{unit}` is not a unit of time");
            return Err(match time_unit_advice(unit) {
                Some(right) => Wrong::new(reason, format!("write \"{value} {right}\"")),
                None if unit.starts_with("month") || unit.starts_with("year") => Wrong::new(
                    format!("{reason}, for months and years differ in length"),
                    "write weeks or days, such as \"26 weeks\" or \"365 d\"",
                ),
                None => Wrong::new(reason, format!("units of time: {TIME_UNITS}")),
            });
        };
        let size = factor / divisor;
        if size >= last_unit || (last_unit.is_finite() && value < 0.0) {
            return Err(Wrong::new(
                format!("\"{text}\" is not a duration"),
                "the larger unit stands first, such as \"1 h 30 min\"",
            ));
        }
        last_unit = size;
        let part = value * factor / divisor;
        seconds += if seconds < 0.0 { -part } else { part };
        rest = more.trim_start();
        if rest.is_empty() {
            return Ok(seconds);
        }
    }
}

/// A share such as `"3 %"`, as a number from 0 to 1.
pub fn parse_share(text: &str) -> Result<f64, Wrong> {
    match parse_quantity(text) {
        Some((value, "%")) => Ok(value / 100.0),
        Some((value, "")) => Err(Wrong::new(
            "a share in quotes needs the sign %",
            format!("write \"{value} %\", or a number from 0 to 1 without quotes"),
        )),
        _ => Err(Wrong::new(format!("\"{text}\" is not a share"), "write it like \"3 %\" or 0.03")),
    }
}

/// A number of pieces such as `"1200 pieces"`.
pub fn parse_pieces(text: &str) -> Result<f64, Wrong> {
    match parse_quantity(text) {
        Some((value, "pieces" | "piece")) => Ok(value),
        Some((value, _)) => {
            Err(Wrong::new("the unit here is pieces", format!("write \"{value} pieces\"")))
        }
        None => Err(Wrong::new(
            format!("\"{text}\" is not a number of pieces"),
            "write it like \"1200 pieces\"",
        )),
    }
}

/// A rate such as `"24/h"`, as time per piece \[s\].
pub fn parse_rate(text: &str) -> Result<f64, Wrong> {
    let wrong = |reason: String| {
        Wrong::new(reason, "write pieces per time, such as \"24/h\" or \"400/min\"")
    };
    let Some((value, rest)) = parse_quantity(text) else {
        return Err(wrong(format!("\"{text}\" is not a rate")));
    };
    let Some(unit) = rest.strip_prefix('/') else {
        return Err(wrong(format!("\"{text}\" is not a rate: pieces per which time?")));
    };
    let Some((factor, divisor)) = time_unit(unit.trim()) else {
        return Err(wrong(format!("`{}` is not a unit of time", unit.trim())));
    };
    if value <= 0.0 {
        return Err(wrong(format!("a rate must be more than 0, and \"{text}\" is not")));
    }
    Ok(factor / divisor / value)
}

/// Growth of a probability such as `"0.01 % per h"` \[1/s\].
pub fn parse_growth(text: &str) -> Result<f64, Wrong> {
    let wrong = || {
        Wrong::new(
            format!("\"{text}\" is not the growth of a share"),
            "write share and time, such as \"0.01 % per h\"",
        )
    };
    let (share, unit) = text.split_once(" per ").ok_or_else(wrong)?;
    let (factor, divisor) = time_unit(unit.trim()).ok_or_else(wrong)?;
    let share = parse_share(share).map_err(|_| wrong())?;
    Ok(share / (factor / divisor))
}

/// The name among `names` that was probably meant.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |s: &str| s.to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(name);
    let room = (wanted.chars().count() / 3).clamp(1, 3);
    let mut best: Option<(usize, &str)> = None;
    for candidate in names {
        let other = plain(candidate);
        let mut distance = strsim::damerau_levenshtein(&wanted, &other);
        let longer = wanted.len() >= 4 && other.len() >= 4;
        if longer && (other.starts_with(&wanted) || wanted.starts_with(&other)) {
            distance = distance.min(room);
        }
        if distance <= room && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        let cases = [
            ("35 min", 2100.0),
            ("1 h 30 min", 5400.0),
            ("1h30min", 5400.0),
            ("2 weeks", 1_209_600.0),
            ("1 week", 604_800.0),
            ("250 ms", 0.25),
            ("24.5 h", 88_200.0),
            ("7 us", 7e-6),
            ("-3 h", -10_800.0),
            ("1e3 s", 1000.0),
            ("-1 h 30 min", -5400.0),
        ];
        for (text, seconds) in cases {
            assert_eq!(parse_duration(text).unwrap(), seconds, "{text}");
        }
        for text in ["", "h", "3", "3 hours", "3 months", "30 min 1 h", "1 h 1 h", "3 h x", ".5 h"]
        {
            assert!(parse_duration(text).is_err(), "{text}");
        }
        assert_eq!(parse_duration("3 hours").unwrap_err().remedy.unwrap(), "write \"3 h\"");
    }

    #[test]
    fn shares_rates_growth_pieces() {
        assert_eq!(parse_share("3 %").unwrap(), 0.03);
        assert!(parse_share("3").is_err());
        assert_eq!(parse_rate("24/h").unwrap(), 150.0);
        assert_eq!(parse_rate("400/min").unwrap(), 0.15);
        assert!(parse_rate("2 min/piece").is_err());
        assert!(parse_rate("0/h").is_err());
        assert_eq!(parse_growth("0.36 % per h").unwrap(), 1e-6);
        assert!(parse_growth("0.36 %").is_err());
        assert_eq!(parse_pieces("1200 pieces").unwrap(), 1200.0);
        assert!(parse_pieces("1200").is_err());
    }

    #[test]
    fn quantities_of_any_unit() {
        assert_eq!(parse_quantity("14.2 $/h"), Some((14.2, "$/h")));
        assert_eq!(parse_quantity("62 k$"), Some((62.0, "k$")));
        assert_eq!(parse_quantity("2 eggs"), Some((2.0, "eggs")));
        assert_eq!(parse_quantity("1e400 h"), None);
        assert_eq!(parse_quantity("inf h"), None);
    }

    #[test]
    fn nearest_names() {
        let keys = ["cycle", "servers", "scrap", "minor_stops", "startup_scrap"];
        assert_eq!(nearest("cylce", keys.into_iter()), Some("cycle"));
        assert_eq!(nearest("minor stops", keys.into_iter()), Some("minor_stops"));
        assert_eq!(nearest("colour", keys.into_iter()), None);
    }
}
