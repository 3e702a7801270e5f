//! Numbers for people: the digits follow the interval, and there is never a NaN.
//!
//! A [`Scale`] is chosen once for a family of numbers (a sentence, a table, an axis), so that they
//! can be compared by eye: same unit, same decimals.

use scenarios::study::result::{Interval, PaybackTime, RateOfReturn, Share, Spread};

/// Printed where a number does not exist.
pub const UNKNOWN: &str = "not observed";

/// What stands before and after a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Sign of the currency, or nothing.
    prefix: String,
    /// Unit, with the space before it.
    suffix: String,
    /// Power of ten by which numbers are divided.
    power: i32,
    /// Power of ten of the last digit that is told; below it there are zeros or nothing.
    place: i32,
}

/// The place of the last digit that an error of this size supports, as a power of ten: the first
/// digit of the error, or the second where the first is a 1.
fn supported_place(half_width: f64) -> Option<i32> {
    if !half_width.is_finite() || half_width <= 0.0 {
        return None;
    }
    let place = libm::floor(libm::log10(half_width)) as i32;
    Some(if half_width < 1.95 * power_of_ten(place) { place - 1 } else { place })
}

fn power_of_ten(exponent: i32) -> f64 {
    libm::pow(10.0, f64::from(exponent))
}

/// The place of the third digit.
fn third_digit(largest: f64) -> i32 {
    if largest > 0.0 && largest.is_finite() {
        libm::floor(libm::log10(largest)) as i32 - 2
    } else {
        0
    }
}

impl Scale {
    /// Money: the largest unit of 1, thousand, million, billion that needs two decimals at most and
    /// of which the largest number holds one.
    pub fn money(currency: &str, largest: f64, half_width: Option<f64>) -> Self {
        let largest = if largest.is_finite() { largest.abs() } else { 0.0 };
        let place = half_width.and_then(supported_place).unwrap_or_else(|| third_digit(largest));
        let fits = |power: &i32| place >= power - 2 && largest >= power_of_ten(*power);
        let power = [9, 6, 3].into_iter().find(fits).unwrap_or(0);
        let letter = match power {
            9 => "B",
            6 => "M",
            3 => "k",
            _ => "",
        };
        Self {
            prefix: currency_sign(currency),
            suffix: letter.to_owned(),
            power,
            place: place.max(power - 2),
        }
    }

    /// Shares of one, written in percent.
    pub fn percent(half_width: Option<f64>) -> Self {
        let place = half_width.and_then(|h| supported_place(100.0 * h)).unwrap_or(0);
        let place = place.clamp(-2, 0) - 2;
        Self { prefix: String::new(), suffix: " %".to_owned(), power: -2, place }
    }

    /// Anything else, with its unit as it is written (may be empty).
    pub fn plain(unit: &str, largest: f64, half_width: Option<f64>) -> Self {
        let place = half_width.and_then(supported_place).unwrap_or_else(|| third_digit(largest));
        let suffix = if unit.is_empty() { String::new() } else { format!(" {unit}") };
        Self { prefix: String::new(), suffix, power: 0, place: place.max(-4) }
    }

    /// The scale of a unit as it stands in a result: `share` becomes percent.
    pub fn of_unit(unit: &str, largest: f64, half_width: Option<f64>) -> Self {
        match unit {
            "share" => Self::percent(half_width),
            _ => Self::plain(unit, largest, half_width),
        }
    }

    /// The same scale, at most this many decimals.
    pub fn at_most(mut self, decimals: u8) -> Self {
        self.place = self.place.max(self.power - i32::from(decimals));
        self
    }

    /// The same unit with as many decimals as tell the ticks of an axis apart.
    pub fn for_step(&self, step: f64) -> Self {
        let place = supported_place(2.0 * step).unwrap_or(self.place).max(self.power - 4);
        Self { place, ..self.clone() }
    }

    /// The number with its unit.
    pub fn full(&self, value: f64) -> String {
        if !value.is_finite() {
            return UNKNOWN.to_owned();
        }
        let (minus, digits) = self.digits(value);
        format!("{minus}{}{digits}{}", self.prefix, self.suffix)
    }

    /// The number with its unit and its sign, even when positive.
    pub fn signed(&self, value: f64) -> String {
        let text = self.full(value);
        let (minus, digits) = self.digits(value);
        let zero = !digits.bytes().any(|b| (b'1'..=b'9').contains(&b));
        if value.is_finite() && minus.is_empty() && !zero { format!("+{text}") } else { text }
    }

    /// The number alone, for a column whose heading has the unit.
    pub fn bare(&self, value: f64) -> String {
        if !value.is_finite() {
            return UNKNOWN.to_owned();
        }
        let (minus, digits) = self.digits(value);
        format!("{minus}{digits}")
    }

    /// `0.31 to 0.55`.
    pub fn range(&self, low: f64, high: f64) -> String {
        format!("{} to {}", self.bare(low), self.bare(high))
    }

    /// `$0.42M (0.31 to 0.55)`.
    pub fn with_range(&self, value: f64, low: f64, high: f64) -> String {
        format!("{} ({})", self.full(value), self.range(low, high))
    }

    /// Unit for the heading of a column or an axis, for example `$M`.
    pub fn unit(&self) -> String {
        format!("{}{}", self.prefix, self.suffix).trim().to_owned()
    }

    fn digits(&self, value: f64) -> (&'static str, String) {
        let mut scaled = value / power_of_ten(self.power);
        if self.place > self.power {
            let unit = power_of_ten(self.place - self.power);
            scaled = libm::round(scaled / unit) * unit;
        }
        let decimals = (self.power - self.place).max(0) as usize;
        let text = grouped(&format!("{:.*}", decimals, scaled.abs()));
        let zero = !text.bytes().any(|b| (b'1'..=b'9').contains(&b));
        (if scaled < 0.0 && !zero { "\u{2212}" } else { "" }, text)
    }
}

/// Commas between thousands.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = String::with_capacity(digits.len() + whole.len() / 3);
    for (k, digit) in whole.chars().enumerate() {
        if k > 0 && (whole.len() - k) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

/// `$` for USD and so on; the ISO code and a space where there is no sign of its own.
pub fn currency_sign(code: &str) -> String {
    match code {
        "USD" => "$".to_owned(),
        "EUR" => "€".to_owned(),
        "GBP" => "£".to_owned(),
        "JPY" => "¥".to_owned(),
        other => format!("{other} "),
    }
}

/// Half of an interval.
pub fn half_width(interval: Option<Interval>) -> Option<f64> {
    interval.map(|i| 0.5 * (i.high - i.low)).filter(|h| h.is_finite())
}

/// The largest magnitude of some numbers.
pub fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    values.into_iter().filter(|v| v.is_finite()).fold(0.0, |most, v| v.abs().max(most))
}

/// The scale in which the quantiles of a distribution of money are written: digits after the error
/// of the median, else of the mean.
pub fn money_of(currency: &str, spread: &Spread) -> Scale {
    let error = half_width(spread.p50_ci.or(spread.mean_ci));
    Scale::money(currency, largest([spread.p10, spread.p50, spread.p90]), error)
}

/// `83 % (80 to 86)`.
pub fn share(share: &Share) -> String {
    let scale = Scale::percent(half_width(Some(share.ci))).at_most(1);
    scale.with_range(share.value, share.ci.low, share.ci.high)
}

/// A share without its interval; never 0 % or 100 % when it is not.
pub fn percent(value: f64) -> String {
    match value {
        v if v > 0.0 && v < 0.005 => "under 1 %".to_owned(),
        v if v < 1.0 && v > 0.995 => "over 99 %".to_owned(),
        v => Scale::percent(None).full(v),
    }
}

/// Whole months, for sentences: `38 months`, `not within 60 months`.
pub fn payback(time: PaybackTime, horizon_months: u32) -> String {
    match time {
        PaybackTime::Within(months) if months.is_finite() => {
            let months = libm::round(months);
            match months {
                m if m <= 0.0 => "at once".to_owned(),
                1.0 => "1 month".to_owned(),
                m => format!("{} months", grouped(&format!("{m:.0}"))),
            }
        }
        _ => format!("not within {horizon_months} months"),
    }
}

/// For a cell of a column headed by months: `38`, `> 60`.
pub fn payback_cell(time: PaybackTime, horizon_months: u32) -> String {
    match time {
        PaybackTime::Within(months) if months.is_finite() => {
            grouped(&format!("{:.0}", libm::round(months).max(0.0)))
        }
        _ => format!("> {horizon_months}"),
    }
}

/// `21 %`, or why there is none.
pub fn rate(rate: Option<&RateOfReturn>) -> String {
    match rate {
        Some(RateOfReturn::One(value)) => Scale::percent(None).full(*value),
        Some(RateOfReturn::NoneLosing) => "no IRR (never recovers)".to_owned(),
        Some(RateOfReturn::NoneGaining) => "no IRR (never in debt)".to_owned(),
        Some(RateOfReturn::Several(all)) => {
            let all: Vec<String> = all.iter().map(|r| Scale::percent(None).full(*r)).collect();
            format!("several IRRs ({})", all.join(", "))
        }
        None => "no IRR".to_owned(),
    }
}

/// Counts: `1,234`.
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

#[cfg(test)]
mod tests;
