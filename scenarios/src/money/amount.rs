//! Amounts of money as people write them: `"62 k$"`, `"0.48 M$"`, `"510 $/piece"`, `"48 k$/year"`.

use twin_models::text::units::{Wrong, parse_quantity};

/// Currencies that have a sign of their own: sign, ISO 4217 code.
const SIGNS: [(&str, &str); 4] = [("$", "USD"), ("\u{20ac}", "EUR"), ("\u{a3}", "GBP"), ("\u{a5}", "JPY")];

/// An amount with the currency and the "per what" it was written with.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    /// Number of currency units (thousands and millions resolved).
    pub value: f64,
    /// ISO 4217 code.
    pub currency: String,
    /// What stands after the `/`; empty for a plain amount.
    pub per: String,
}

/// Reads an amount.
///
/// # Errors
/// With what to write instead.
pub fn parse_amount(text: &str) -> Result<Amount, Wrong> {
    let wrong = |reason: String| {
        Wrong::new(reason, "write an amount with its currency, such as \"62 k$\" or \"46 $/h\"")
    };
    let trimmed = text.trim();
    // "$240" as well as "240 $".
    let leading = SIGNS.iter().find_map(|(sign, code)| Some((trimmed.strip_prefix(sign)?, *code)));
    let number = leading.map_or(trimmed, |(rest, _)| rest);
    let Some((value, unit)) = parse_quantity(number) else {
        return Err(wrong(format!("\"{text}\" is not an amount of money")));
    };
    let (unit, per) = unit.split_once('/').map_or((unit, ""), |(u, p)| (u.trim_end(), p.trim()));
    let (factor, unit) = match unit.chars().next() {
        Some('k') => (1e3, unit[1..].trim_start()),
        Some('M') => (1e6, unit[1..].trim_start()),
        _ => (1.0, unit),
    };
    let currency = match leading {
        Some((_, code)) if unit.is_empty() => code.to_owned(),
        Some(_) => return Err(wrong(format!("\"{text}\" names its currency twice"))),
        None => match SIGNS.iter().find(|(sign, _)| *sign == unit) {
            Some((_, code)) => (*code).to_owned(),
            None if unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()) => unit.to_owned(),
            None if unit.is_empty() => {
                return Err(wrong(format!("\"{text}\" has no currency")));
            }
            None => return Err(wrong(format!("`{unit}` is not a currency"))),
        },
    };
    Ok(Amount { value: value * factor, currency, per: per.to_owned() })
}

/// Reads a yearly rate such as `"10 %/year"`, as a number per year.
///
/// # Errors
/// With what to write instead.
pub fn parse_yearly_share(text: &str) -> Result<f64, Wrong> {
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    squeezed
        .strip_suffix("%/year")
        .and_then(|number| parse_quantity(number))
        .and_then(|(value, rest)| rest.is_empty().then_some(value / 100.0))
        .ok_or_else(|| {
            Wrong::new(
                format!("\"{text}\" is not a rate per year"),
                "write it like \"10 %/year\"",
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        let cases = [
            ("62 k$", 62_000.0, "USD", ""),
            ("0.48 M$", 480_000.0, "USD", ""),
            ("$240", 240.0, "USD", ""),
            ("510 $/piece", 510.0, "USD", "piece"),
            ("48 k$/year", 48_000.0, "USD", "year"),
            ("12 \u{20ac}/h", 12.0, "EUR", "h"),
            ("5 CHF / h", 5.0, "CHF", "h"),
            ("-3 k CHF", -3000.0, "CHF", ""),
        ];
        for (text, value, currency, per) in cases {
            let amount = parse_amount(text).unwrap();
            assert_eq!((amount.value, &*amount.currency, &*amount.per), (value, currency, per), "{text}");
        }
        for text in ["", "12", "k$", "12 bananas", "$12 USD", "$"] {
            assert!(parse_amount(text).is_err(), "{text}");
        }
        assert_eq!(parse_yearly_share("10 %/year").unwrap(), 0.10);
        assert!(parse_yearly_share("10 %").is_err());
    }
}
