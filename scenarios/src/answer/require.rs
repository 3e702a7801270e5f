//! What a result must fulfil, for pipelines: `robust`, `positive`, `p_npv_positive >= 0.8`.

use crate::study::result::{Comparison, PaybackTime, Standing, StudyResult};
use std::fmt;

/// Numbers that can be required, with their meaning.
pub const NUMBERS: [(&str, &str); 12] = [
    ("p_npv_positive", "share of pairs with a positive NPV, base row"),
    ("combined.p_npv_positive", "the same with budget, adoption and gains all turning out badly"),
    ("npv.p10", "10 % quantile of the NPV"),
    ("npv.p50", "median NPV"),
    ("npv.p90", "90 % quantile of the NPV"),
    ("npv.mean", "mean NPV"),
    ("combined.npv.p50", "median NPV of the combined pessimistic row"),
    ("cvar5", "mean of the worst 5 % of the NPVs"),
    ("roi.p50", "median ROI over the horizon"),
    ("payback.p50", "median payback in months; never is more than any number"),
    ("p_never", "share of pairs that are not paid back within the horizon"),
    ("warnings", "number of sanity flags that warn"),
];

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    AtLeast,
    AtMost,
    Above,
    Below,
}

const SIGNS: [(&str, Sign); 4] =
    [(">=", Sign::AtLeast), ("<=", Sign::AtMost), (">", Sign::Above), ("<", Sign::Below)];

/// What a result must fulfil.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    text: String,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Robust,
    Positive,
    Number { name: &'static str, sign: Sign, limit: f64 },
}

/// Is it fulfilled, and by how much?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Fulfilled?
    pub met: bool,
    /// In words.
    pub text: String,
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Requirement {
    /// Reads `robust`, `positive` or a comparison such as `npv.p50 >= 100k`.
    ///
    /// # Errors
    /// What is wrong, and what can be written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let what = match text {
            "robust" => What::Robust,
            "positive" => What::Positive,
            _ => comparison(text)?,
        };
        Ok(Self { text: text.to_owned(), what })
    }

    /// Does the headline comparison fulfil it?
    pub fn check(&self, result: &StudyResult) -> Outcome {
        let Some(head) = result.comparisons.first() else {
            return self.say(false, "the study compares nothing");
        };
        match &self.what {
            What::Robust => {
                let met = head.judgement.as_ref().is_some_and(|j| j.standing == Standing::Robust);
                self.say(met, head.judgement.as_ref().map_or("no verdict", |j| &j.sentence))
            }
            What::Positive => {
                let median = head.rows.first().map(|row| row.metrics.npv.p50);
                let met = median.is_some_and(|npv| npv > 0.0);
                self.say(met, &format!("the median NPV is {}", plain(median)))
            }
            What::Number { name, sign, limit } => {
                let found = number(name, result, head);
                // What does not exist fulfils nothing.
                let met = found.is_some_and(|found| match sign {
                    Sign::AtLeast => found >= *limit,
                    Sign::AtMost => found <= *limit,
                    Sign::Above => found > *limit,
                    Sign::Below => found < *limit,
                });
                self.say(met, &format!("{name} is {}", plain(found)))
            }
        }
    }

    fn say(&self, met: bool, found: &str) -> Outcome {
        let verb = if met { "met" } else { "not met" };
        Outcome { met, text: format!("required: {}: {verb}: {found}", self.text) }
    }
}

fn plain(value: Option<f64>) -> String {
    match value {
        None => "not defined".to_owned(),
        Some(x) if x.is_infinite() => "never within the horizon".to_owned(),
        Some(x) if x.abs() >= 1000.0 => format!("{x:.0}"),
        Some(x) => format!("{x:.4}"),
    }
}

fn comparison(text: &str) -> Result<What, String> {
    let found = SIGNS.iter().find_map(|(sign, is)| Some((text.split_once(sign)?, *is)));
    let known = || {
        let names: Vec<&str> = NUMBERS.iter().map(|(name, _)| *name).collect();
        format!("write robust, positive, or a comparison of {}", names.join(", "))
    };
    let Some(((name, limit), sign)) = found else {
        return Err(format!("`{text}` cannot be required\nhelp: {}", known()));
    };
    let (name, limit) = (name.trim(), limit.trim());
    let Some((name, _)) = NUMBERS.iter().find(|(n, _)| *n == name) else {
        return Err(format!("there is no number `{name}`\nhelp: {}", known()));
    };
    let Some(limit) = value(limit) else {
        return Err(format!("`{limit}` is no number\nhelp: write 0.8, 80 %, 100k or 1.5M"));
    };
    Ok(What::Number { name, sign, limit })
}

/// `0.8`, `80 %`, `100k`, `1.5M`.
fn value(text: &str) -> Option<f64> {
    let suffixes = [('%', 0.01), ('k', 1e3), ('M', 1e6)];
    let factor = suffixes.iter().find(|(sign, _)| text.ends_with(*sign));
    let digits = factor.map_or(text, |(sign, _)| text.trim_end_matches(*sign)).trim();
    let number: f64 = digits.parse().ok()?;
    number.is_finite().then(|| number * factor.map_or(1.0, |(_, factor)| *factor))
}

fn number(name: &str, result: &StudyResult, head: &Comparison) -> Option<f64> {
    use crate::study::result::FlagState::Warning;
    let base = &head.rows.first()?.metrics;
    let combined = head.rows.last().filter(|row| row.over_budget && row.gains_60);
    let combined = combined.map(|row| &row.metrics);
    Some(match name {
        "p_npv_positive" => base.npv_positive.value,
        "combined.p_npv_positive" => combined?.npv_positive.value,
        "npv.p10" => base.npv.p10,
        "npv.p50" => base.npv.p50,
        "npv.p90" => base.npv.p90,
        "npv.mean" => base.npv.mean,
        "combined.npv.p50" => combined?.npv.p50,
        "cvar5" => base.cvar5,
        "roi.p50" => base.roi_total.as_ref()?.p50,
        "payback.p50" => match base.payback.p50 {
            PaybackTime::Within(months) => months,
            PaybackTime::Never => f64::INFINITY,
        },
        "p_never" => base.payback.never.value,
        "warnings" => result.flags.iter().filter(|f| f.state == Warning).count() as f64,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_is_read_or_refused_in_words() {
        let read = |text: &str| Requirement::parse(text).unwrap().what;
        assert_eq!(read(" robust "), What::Robust);
        let number = |name, sign, limit| What::Number { name, sign, limit };
        assert_eq!(read("p_npv_positive >= 80 %"), number("p_npv_positive", Sign::AtLeast, 0.8));
        assert_eq!(read("npv.p50>100k"), number("npv.p50", Sign::Above, 1e5));
        assert_eq!(read("payback.p50 <= 24"), number("payback.p50", Sign::AtMost, 24.0));
        for (text, says) in [
            ("sound", "cannot be required"),
            ("npv >= 1", "there is no number `npv`"),
            ("npv.p50 >= much", "`much` is no number"),
            ("npv.p50 >= inf", "`inf` is no number"),
        ] {
            let refused = Requirement::parse(text).unwrap_err();
            assert!(refused.contains(says) && refused.contains("help: "), "{refused}");
        }
    }
}
