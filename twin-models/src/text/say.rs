//! Numbers as people say them.

/// Seconds as people say them: the largest unit that gives at least one.
pub fn say_duration(seconds: f64) -> String {
    let size = seconds.abs();
    let (unit, factor) = match size {
        s if s >= 2.0 * 604_800.0 && s % 604_800.0 == 0.0 => ("weeks", 604_800.0),
        s if s >= 2.0 * 86_400.0 && s % 86_400.0 == 0.0 => ("d", 86_400.0),
        s if s >= 3600.0 => ("h", 3600.0),
        s if s >= 60.0 => ("min", 60.0),
        s if s >= 1.0 || s == 0.0 => ("s", 1.0),
        s if s >= 1e-3 => ("ms", 1e-3),
        _ => ("us", 1e-6),
    };
    format!("{} {unit}", say_number(seconds / factor))
}

/// A number with at most 6 significant digits.
pub fn say_number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return format!("{value}");
    }
    let digits = 5 - libm::floor(libm::log10(value.abs())).clamp(-12.0, 5.0) as i32;
    let scale = libm::pow(10.0, f64::from(digits));
    format!("{}", (value * scale).round() / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saying() {
        assert_eq!(say_duration(5400.0), "1.5 h");
        assert_eq!(say_duration(0.15), "150 ms");
        assert_eq!(say_duration(2.0 * 604_800.0), "2 weeks");
        assert_eq!(say_number(0.1 + 0.2), "0.3");
        assert_eq!(say_number(1234567.0), "1234567");
    }
}
