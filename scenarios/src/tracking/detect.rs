//! Can it be seen? The plant has no twin without the investment: it can only compare some months with
//! those before. Whether the difference stands out from the noise of months is tried in every future.

use super::{Future, band, reaches, share};
use crate::study::result::{Better, Detection};
use sim_core::special::student_t_cdf;
use sim_core::statistics::Tally;
use std::ops::Range;

/// Level of the test.
pub const LEVEL: f64 = 0.05;
/// A difference is visible from the month on from which so many futures show it.
pub const VISIBLE: f64 = 0.8;
/// The least months of a mean.
const LEAST: u32 = 2;
/// Months before the contract cannot be simulated under the luck of a future; the last months of the
/// same future without the investment stand for them: the same plant, the same unknowns, other luck.
const LEAST_HISTORY: u32 = 3;

/// Which months are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Windows {
    /// After the contract.
    pub(super) after: Range<u32>,
    /// In the future without the investment.
    pub(super) history: Range<u32>,
}

impl Windows {
    /// None where the horizon is too short.
    pub(super) fn new(after: Range<u32>, history: u32, horizon: u32) -> Option<Self> {
        let history = history.min(horizon.checked_sub(after.end)?);
        let long = after.end.checked_sub(after.start).is_some_and(|n| n >= LEAST);
        let windows = Self { after, history: horizon - history..horizon };
        (long && history >= LEAST_HISTORY).then_some(windows)
    }
}

/// What is asked of an indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Question {
    /// Its direction.
    pub(super) better: Better,
    /// Relative change that passes; none: nobody said.
    pub(super) wanted: Option<f64>,
}

/// Asks it of line `l` of arm `arm`.
pub(super) fn detection(
    futures: &[Future],
    (arm, l): (usize, usize),
    windows: &Windows,
    question: Question,
) -> Detection {
    let values = |future: &Future, arm: usize, months: &Range<u32>| -> Vec<f64> {
        let months = months.start as usize..months.end as usize;
        future.arms[arm].values[l][months].iter().copied().flatten().collect()
    };
    let seen = |future: &Future, arm: usize, after: &Range<u32>| {
        let history = values(future, 0, &windows.history);
        stands_out(&history, &values(future, arm, after), question.better)
    };
    let change = |future: &Future| {
        let mean = |values: Vec<f64>| values.into_iter().collect::<Tally>().mean();
        let old = mean(values(future, 0, &windows.history))?;
        let new = mean(values(future, arm, &windows.after))?;
        (old != 0.0).then(|| (new - old) / old.abs())
    };
    let changes: Vec<Option<f64>> = futures.iter().map(change).collect();
    let power = |after: &Range<u32>| share(futures.iter().filter_map(|f| seen(f, arm, after)));
    let passes = |wanted: f64| {
        share(changes.iter().flatten().map(|change| reaches(question.better, *change, wanted)))
    };
    let length = windows.after.end - windows.after.start;
    let visible_from = (length..=windows.history.start)
        .find(|end| power(&(end - length..*end)).is_some_and(|share| share.value >= VISIBLE));
    Detection {
        from_month: windows.after.start + 1,
        to_month: windows.after.end,
        history_months: windows.history.end - windows.history.start,
        wanted: question.wanted,
        change: band(changes.iter().copied()),
        pass: question.wanted.and_then(passes),
        power: power(&windows.after),
        false_alarm: share(futures.iter().filter_map(|f| seen(f, 0, &windows.after))),
        visible_from,
    }
}

/// Does the mean after differ from the mean before in the wanted direction? Welch's test, one-sided at
/// 5 %, two-sided where neither direction is better; none with fewer than two months on a side.
pub fn stands_out(history: &[f64], after: &[f64], better: Better) -> Option<bool> {
    let (before, after): (Tally, Tally) =
        (history.iter().copied().collect(), after.iter().copied().collect());
    let part = |tally: &Tally| Some(tally.variance()? / tally.count() as f64);
    let (a, b) = (part(&before)?, part(&after)?);
    let gap = after.mean()? - before.mean()?;
    let toward = match better {
        Better::Lower => -gap,
        Better::Higher => gap,
        Better::Neither => gap.abs(),
    };
    if a + b <= 0.0 {
        return Some(toward > 0.0);
    }
    let (n, m) = ((before.count() - 1) as f64, (after.count() - 1) as f64);
    let degrees = (a + b) * (a + b) / (a * a / n + b * b / m);
    let sides = if better == Better::Neither { 2.0 } else { 1.0 };
    let p = sides * student_t_cdf(-toward / (a + b).sqrt(), degrees);
    Some(p <= LEVEL)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c52_the_test_is_that_of_welch() {
        // A published example: t = -2.46 with 25.0 degrees, two-sided p = 0.021.
        let before = [
            27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7,
            21.4,
        ];
        let after = [
            27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 30.5,
            24.9,
        ];
        assert_eq!(stands_out(&before, &after, Better::Higher), Some(true));
        assert_eq!(stands_out(&before, &after, Better::Lower), Some(false));
        assert_eq!(stands_out(&before, &after, Better::Neither), Some(true));
        assert_eq!(stands_out(&[1.0, 1.0], &[1.0, 1.0], Better::Lower), Some(false));
        assert_eq!(stands_out(&[1.0, 1.0], &[0.5, 0.5], Better::Lower), Some(true));
        assert_eq!(stands_out(&[1.0, 2.0], &[0.5], Better::Lower), None);
    }

    #[test]
    fn c52_history_and_window_never_overlap() {
        let windows = Windows::new(0..3, 12, 60).unwrap();
        assert_eq!(windows.history, 48..60);
        assert_eq!(Windows::new(0..3, 12, 12).unwrap().history, 3..12);
        assert_eq!(Windows::new(0..3, 12, 5), None);
        assert_eq!(Windows::new(10..13, 12, 12), None);
        assert_eq!(Windows::new(4..5, 12, 60), None);
    }
}
