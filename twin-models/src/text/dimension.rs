//! What a number measures: how it is written, and what it is in SI units.

use super::node::Value;
use super::say::{say_duration, say_number};
use super::units::{self, Wrong, parse_quantity};

/// What a number measures.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dimension {
    /// A duration, `"35 min"` \[s\].
    Time,
    /// A number of pieces, `"1200 pieces"`.
    Pieces,
    /// A share, `"3 %"` or 0.03 \[0 to 1\].
    Share,
    /// A bare number.
    Number,
    /// Pieces per time, `"24/h"`; read as time per piece \[s\].
    Rate,
    /// Growth of a share, `"0.01 % per h"` \[1/s\].
    Growth,
    /// An amount of money, `"62 k$"`; the currency itself is checked by whoever knows it.
    Money,
    /// Any other quantity with units of its own.
    Other(&'static Unit),
}

/// A quantity with units of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unit {
    /// What it is, for messages: "a price per hour".
    pub noun: &'static str,
    /// An example: `14.2 $/h`.
    pub example: &'static str,
    /// Name of the SI unit.
    pub si: &'static str,
    /// Units and their factors to the SI unit.
    pub units: &'static [(&'static str, f64)],
}

/// Money in units, thousands and millions of a currency.
static MONEY: Unit = Unit {
    noun: "an amount of money",
    example: "62 k$",
    si: "money",
    units: &[
        ("$", 1.0),
        ("k$", 1e3),
        ("M$", 1e6),
        ("\u{20ac}", 1.0),
        ("k\u{20ac}", 1e3),
        ("M\u{20ac}", 1e6),
        ("\u{a3}", 1.0),
        ("k\u{a3}", 1e3),
        ("M\u{a3}", 1e6),
    ],
};

impl Dimension {
    /// What it is, for messages.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Time => "a duration",
            Self::Pieces => "a number of pieces",
            Self::Share => "a share",
            Self::Number => "a number",
            Self::Rate => "a rate",
            Self::Growth => "the growth of a share",
            Self::Money => MONEY.noun,
            Self::Other(unit) => unit.noun,
        }
    }

    /// An example, as it stands in a file.
    pub fn example(self) -> String {
        let text = match self {
            Self::Time => "35 min",
            Self::Pieces => "1200 pieces",
            Self::Share => "3 %",
            Self::Number => return "1.5".to_owned(),
            Self::Rate => "24/h",
            Self::Growth => "0.01 % per h",
            Self::Money => MONEY.example,
            Self::Other(unit) => unit.example,
        };
        format!("\"{text}\"")
    }

    /// The SI unit of the parsed value.
    pub const fn si(self) -> &'static str {
        match self {
            Self::Time => "s",
            Self::Pieces => "pieces",
            Self::Share | Self::Number => "",
            Self::Rate => "s per piece",
            Self::Growth => "1/s",
            Self::Money => MONEY.si,
            Self::Other(unit) => unit.si,
        }
    }

    /// A value as people say it.
    pub fn say(self, value: f64) -> String {
        match self {
            Self::Time | Self::Rate => say_duration(value),
            Self::Pieces => format!("{} pieces", say_number(value)),
            Self::Share => format!("{} %", say_number(value * 100.0)),
            Self::Growth => format!("{} % per h", say_number(value * 360_000.0)),
            Self::Number | Self::Money => say_number(value),
            Self::Other(unit) => format!("{} {}", say_number(value), unit.si),
        }
    }

    /// Reads a text.
    pub fn parse_text(self, text: &str) -> Result<f64, Wrong> {
        match self {
            Self::Time => units::parse_duration(text),
            Self::Pieces => units::parse_pieces(text),
            Self::Share => units::parse_share(text),
            Self::Rate => units::parse_rate(text),
            Self::Growth => units::parse_growth(text),
            Self::Number => Err(match parse_quantity(text) {
                Some((value, "")) => {
                    Wrong::new("a number stands without quotes", format!("write {value}"))
                }
                Some((value, unit)) => Wrong::new(
                    format!("this number has no unit, and `{unit}` is one"),
                    format!("write {value} without quotes and unit"),
                ),
                None => Wrong::new(format!("\"{text}\" is not a number"), "write it like 1.5"),
            }),
            Self::Money => MONEY.parse(text),
            Self::Other(unit) => unit.parse(text),
        }
    }

    /// Reads a value of a file.
    pub fn parse(self, value: &Value) -> Result<f64, Wrong> {
        let number = match value {
            Value::String(text) => return self.parse_text(text),
            Value::Integer(n) => *n as f64,
            Value::Float(x) => *x,
            other => {
                return Err(Wrong::new(
                    format!("{} must stand here, not {}", self.noun(), other.kind()),
                    format!("write it like {}", self.example()),
                ));
            }
        };
        if !number.is_finite() {
            return Err(Wrong::new("this is not a finite number", "write a number"));
        }
        match self {
            Self::Number => Ok(number),
            Self::Share if (0.0..=1.0).contains(&number) => Ok(number),
            Self::Share if (0.0..=100.0).contains(&number) => Err(Wrong::new(
                "a share without % lies between 0 and 1",
                format!("write \"{number} %\" or {}", say_number(number / 100.0)),
            )),
            Self::Share => Err(Wrong::new("a share lies between 0 and 1", "write it like \"3 %\"")),
            _ => {
                let example = self.example();
                let unit = parse_quantity(example.trim_matches('"')).map_or("", |(_, unit)| unit);
                let space = if unit.starts_with('/') { "" } else { " " };
                let list = match self {
                    Self::Time => format!(" (units: {})", units::TIME_UNITS),
                    _ => String::new(),
                };
                let also = match self {
                    Self::Time => format!(" or \"{number} h\""),
                    _ => String::new(),
                };
                Err(Wrong::new(
                    format!("{} needs a unit", self.noun()),
                    format!("write \"{number}{space}{unit}\"{also}{list}"),
                ))
            }
        }
    }
}

impl Unit {
    fn parse(&self, text: &str) -> Result<f64, Wrong> {
        let all = || self.units.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let Some((value, unit)) = parse_quantity(text) else {
            return Err(Wrong::new(
                format!("\"{text}\" is not {}", self.noun),
                format!("write it like \"{}\"", self.example),
            ));
        };
        match self.units.iter().find(|(name, _)| *name == unit) {
            Some((_, factor)) => Ok(value * factor),
            None => Err(Wrong::new(
                format!("`{unit}` is not a unit of {}", self.noun.trim_start_matches("a ")),
                format!("units: {}", all()),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_is_told_its_unit() {
        let wrong = Dimension::Time.parse(&Value::Integer(45)).unwrap_err();
        assert!(wrong.remedy.unwrap().starts_with("write \"45 min\""));
        let wrong = Dimension::Share.parse(&Value::Integer(3)).unwrap_err();
        assert_eq!(wrong.remedy.unwrap(), "write \"3 %\" or 0.03");
        let wrong = Dimension::Rate.parse(&Value::Integer(24)).unwrap_err();
        assert_eq!(wrong.remedy.unwrap(), "write \"24/h\"");
        assert!(Dimension::Number.parse(&Value::Float(f64::NAN)).is_err());
        assert_eq!(Dimension::Money.parse_text("62 k$").unwrap(), 62_000.0);
        assert!(Dimension::Money.parse_text("62 dollars").is_err());
    }
}
