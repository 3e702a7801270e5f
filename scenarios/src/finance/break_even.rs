//! Break-even: how far an assumption can fall before the net present value is zero.

use super::appraisal::{AppraisalError, net_present_value_at};
use super::input::AppraisalInput;
use super::root::brent;
use super::tax::Losses;

/// Share `phi` of the simulated hard benefit at which the net present value is zero:
/// `phi = NPV(0) / (NPV(0) - NPV(1))`, exact where the value is linear in the benefit (losses
/// refunded). Give means over replications for the mean. `None` when the benefit changes nothing.
///
/// Above 1 the plan misses break-even; below 0 it would pay with no benefit at all.
pub fn break_even_share(npv_without_benefit: f64, npv_with_benefit: f64) -> Option<f64> {
    let slope = npv_with_benefit - npv_without_benefit;
    let share = -npv_without_benefit / slope;
    (slope != 0.0 && share.is_finite()).then_some(share)
}

/// The share `phi` of all hard benefits at which the mean net present value of the replications is
/// zero: exact where losses are refunded, else searched between 0 and 10.
///
/// # Errors
/// As [`appraise`](super::appraisal::appraise), for the first replication that fails.
pub fn break_even_of(replications: &[AppraisalInput]) -> Result<Option<f64>, AppraisalError> {
    let sum = |phi: f64| {
        replications.iter().try_fold(0.0, |sum, input| {
            Ok::<f64, AppraisalError>(sum + net_present_value_at(input, phi)?)
        })
    };
    let (without, with) = (sum(0.0)?, sum(1.0)?);
    if replications.iter().all(|input| input.tax.losses == Losses::Refund) {
        return Ok(break_even_share(without, with));
    }
    // What can be appraised at 0 and 1 can be appraised at every share; an overflow ends the search.
    Ok(break_even(|phi| sum(phi).unwrap_or(f64::NAN), (0.0, 10.0)))
}

/// The value of one parameter within `range` at which `npv` is zero, for values that are not linear
/// (losses carried forward, physical parameters). `None` when `npv` has the same sign at both ends:
/// no break-even inside the range.
pub fn break_even(npv: impl Fn(f64) -> f64, range: (f64, f64)) -> Option<f64> {
    let (low, high) = (npv(range.0), npv(range.1));
    if low == 0.0 {
        return Some(range.0);
    }
    if high == 0.0 {
        return Some(range.1);
    }
    let crosses = (low < 0.0 && high > 0.0) || (low > 0.0 && high < 0.0);
    crosses.then(|| brent(npv, range))
}

/// Years until an annuity of `annual` at the end of each year has paid for `outlay` at rate `i`:
/// `n = -ln(1 - i outlay / annual) / ln(1 + i)`. `None` when it never does.
pub fn break_even_life_years(outlay: f64, annual: f64, i: f64) -> Option<f64> {
    if outlay <= 0.0 {
        return Some(0.0);
    }
    if annual <= 0.0 {
        return None;
    }
    if i == 0.0 {
        return Some(outlay / annual);
    }
    let share = i * outlay / annual;
    (share < 1.0).then(|| -libm::log1p(-share) / libm::log1p(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_is_where_the_line_crosses_zero() {
        assert_eq!(break_even_share(-50.0, 150.0), Some(0.25));
        assert_eq!(break_even_share(5.0, 5.0), None);
    }

    #[test]
    fn no_break_even_is_none() {
        assert_eq!(break_even(|x| x * x + 1.0, (0.0, 2.0)), None);
        assert_eq!(break_even_life_years(100.0, 5.0, 0.05), None);
        assert_eq!(break_even(|x| x - 1.0, (1.0, 2.0)), Some(1.0));
        assert!(
            (break_even(|x| x * x - 2.0, (0.0, 2.0)).unwrap() - std::f64::consts::SQRT_2).abs()
                < 1e-9
        );
    }
}
