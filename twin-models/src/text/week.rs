//! Times of day and days of the week.

use super::units::Wrong;

/// Short names of the days, Monday first.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A time of day such as `"06:00"` or `"24:00"` \[minutes since midnight\].
pub fn parse_clock(text: &str) -> Result<u32, Wrong> {
    let wrong = || {
        Wrong::new(
            format!("\"{text}\" is not a time of day"),
            "write hours and minutes with two digits each, \"00:00\" to \"24:00\", such as \"06:30\"",
        )
    };
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let number = |digits: &str| match digits.len() {
        2 if digits.bytes().all(|b| b.is_ascii_digit()) => digits.parse::<u32>().ok(),
        _ => None,
    };
    let (hours, minutes) = number(hours).zip(number(minutes)).ok_or_else(wrong)?;
    let total = hours * 60 + minutes;
    if minutes < 60 && total <= 24 * 60 { Ok(total) } else { Err(wrong()) }
}

/// Days of the week such as `"Mon-Fri"`, `"Sat"` or `"Mon,Wed,Fri"`, Monday first.
pub fn parse_days(text: &str) -> Result<[bool; 7], Wrong> {
    let remedy = "write days like \"Mon-Fri\", \"Sat\" or \"Mon,Wed,Fri\"";
    let day = |name: &str| {
        let name = name.trim();
        DAYS.iter().position(|d| *d == name).ok_or_else(|| {
            let lower = name.to_lowercase();
            let near = DAYS.iter().find(|d| lower.starts_with(&d.to_lowercase()));
            match near {
                Some(near) => {
                    Wrong::new(format!("\"{name}\" is not a day"), format!("write \"{near}\""))
                }
                None => Wrong::new(
                    format!("\"{name}\" is not a day"),
                    format!("{remedy} (days: {})", DAYS.join(", ")),
                ),
            }
        })
    };
    let mut days = [false; 7];
    for part in text.split(',') {
        let (first, last) = match part.split_once('-') {
            Some((first, last)) => (day(first)?, day(last)?),
            None => (day(part)?, day(part)?),
        };
        let length = (last + 7 - first) % 7;
        for k in first..=first + length {
            if std::mem::replace(&mut days[k % 7], true) {
                let name = DAYS[k % 7];
                return Err(Wrong::new(format!("{name} stands in \"{text}\" twice"), remedy));
            }
        }
    }
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks() {
        assert_eq!(parse_clock("06:30").unwrap(), 390);
        assert_eq!(parse_clock("24:00").unwrap(), 1440);
        for text in ["24:01", "6:30", "06:60", "0630", "", "06:3x", "+6:30"] {
            assert!(parse_clock(text).is_err(), "{text}");
        }
    }

    #[test]
    fn days() {
        assert_eq!(parse_days("Mon-Fri").unwrap(), [true, true, true, true, true, false, false]);
        assert_eq!(parse_days("Sun-Tue").unwrap(), [true, true, false, false, false, false, true]);
        assert!(parse_days("Mon, Sat").unwrap()[5]);
        for text in ["", "Monday", "Mon-Fri,Wed", "Mon;Tue", "Mo"] {
            assert!(parse_days(text).is_err(), "{text}");
        }
    }
}
