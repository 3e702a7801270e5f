//! Amounts as ERP systems print them: `1.234,50`, `1,234.50`, `120.00-`.

use crate::read::Cell;

/// The decimal mark of a column, from its texts.
///
/// # Errors
/// Both marks are proven, or a mark before three digits can be either: the reason in words.
pub fn decimal<'a>(texts: impl Iterator<Item = &'a str>) -> Result<char, String> {
    let (mut point, mut comma, mut open) = (0, 0, None);
    for text in texts {
        match proof(text) {
            Proof::Mark('.') => point += 1,
            Proof::Mark(_) => comma += 1,
            Proof::Either => open = open.or(Some(text)),
            Proof::None => {}
        }
    }
    match (point, comma, open) {
        (0, 0, Some(text)) => Err(format!(
            "\"{text}\" can be a thousand or a decimal fraction, and no other value tells"
        )),
        (p, c, _) if p > 0 && c > 0 => {
            Err(format!("{p} values have a decimal point, {c} a decimal comma"))
        }
        (_, c, _) if c > 0 => Ok(','),
        _ => Ok('.'),
    }
}

/// What a text says about the decimal mark.
enum Proof {
    Mark(char),
    /// One mark with three digits behind it.
    Either,
    None,
}

fn proof(text: &str) -> Proof {
    let text = bare(text);
    let marks: Vec<(usize, char)> =
        text.char_indices().filter(|(_, c)| ".,".contains(*c)).collect();
    let other = |mark: char| if mark == '.' { ',' } else { '.' };
    match marks[..] {
        [] => Proof::None,
        [(at, mark)] => {
            let behind = text.len() - at - 1;
            // 0,123 has no thousands, and no thousand has four digits before its mark.
            let group = behind == 3 && at > 0 && at <= 3 && !text.starts_with('0');
            if group { Proof::Either } else { Proof::Mark(mark) }
        }
        [.., (_, before), (_, last)] if before == last => Proof::Mark(other(last)),
        [.., (_, last)] => Proof::Mark(last),
    }
}

/// Without sign, blanks and apostrophes between thousands.
fn bare(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !"+-'\u{2019}".contains(*c);
    text.chars().filter(kept).collect()
}

/// The amount that a text writes; `None` when it is none.
pub fn amount(text: &str, decimal: char) -> Option<f64> {
    let text = text.trim();
    let minus = text.starts_with('-') || text.ends_with('-');
    let inner = text.trim_start_matches(['-', '+']).trim_end_matches('-');
    if inner.contains(['-', '+']) {
        return None;
    }
    let plain = bare(inner);
    if plain.is_empty() {
        return None;
    }
    let (whole, fraction) = plain.split_once(decimal).unwrap_or((&plain, "0"));
    let thousands = if decimal == '.' { ',' } else { '.' };
    let mut groups = whole.split(thousands);
    let first = groups.next()?;
    let later: Vec<&str> = groups.collect();
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    let grouped = later.is_empty() || (first.len() <= 3 && !first.is_empty());
    if !grouped || later.iter().any(|g| g.len() != 3 || !digits(g)) {
        return None;
    }
    if !digits(first) || !digits(fraction) || (first.is_empty() && fraction.is_empty()) {
        return None;
    }
    let value: f64 = format!("{first}{}.{fraction}", later.concat()).parse().ok()?;
    Some(if minus { -value } else { value })
}

/// The amount in a cell; `None` when there is none to read.
pub fn of(cell: &Cell, decimal: char) -> Option<f64> {
    match cell {
        Cell::Number(value) => Some(*value).filter(|v| v.is_finite()),
        Cell::Text(text) => amount(text, decimal),
        Cell::Serial(_) | Cell::Empty => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a22_amounts_as_erp_systems_print_them() {
        for (text, decimal, want) in [
            ("1.234,50", ',', Some(1234.5)),
            ("1,234.50", '.', Some(1234.5)),
            ("1 234 567,5", ',', Some(1_234_567.5)),
            ("1'234.5", '.', Some(1234.5)),
            ("120.00-", '.', Some(-120.0)),
            ("-7", '.', Some(-7.0)),
            (".5", '.', Some(0.5)),
            ("12,34.5", '.', None),
            ("n/a", '.', None),
            ("3-4", '.', None),
            ("", '.', None),
            ("1.2.3", '.', None),
        ] {
            assert_eq!(amount(text, decimal), want, "{text}");
        }
    }

    #[test]
    fn a22_a_thousand_is_not_taken_for_a_fraction() {
        assert!(decimal(["1,234", "17"].into_iter()).is_err());
        assert_eq!(decimal(["1,234", "17.5"].into_iter()), Ok('.'));
        assert_eq!(decimal(["1,234", "17,5"].into_iter()), Ok(','));
        assert_eq!(decimal(["1,234,567"].into_iter()), Ok('.'));
        assert_eq!(decimal(["1.234,5"].into_iter()), Ok(','));
        assert_eq!(decimal(["0,125"].into_iter()), Ok(','));
        assert!(decimal(["17.5", "17,5"].into_iter()).is_err());
        assert_eq!(decimal(["17"].into_iter()), Ok('.'));
    }
}
