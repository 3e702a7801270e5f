//! Warm-up: how much of the start of a run to leave out.

use super::known;

/// Where a warm-up ends, if that can be told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WarmUp {
    /// Leave out this many observations.
    Ends {
        /// Observations to leave out at the start.
        truncate: usize,
        /// Value of the MSER statistic there \[unit of the values, squared\].
        statistic: f64,
        /// Mean of what remains (of its whole batches).
        mean: f64,
    },
    /// The statistic is least at the end of the search: the series has not settled in its first
    /// half and no truncation point can be trusted. Run longer.
    NotSettled {
        /// Observations searched.
        searched: usize,
    },
    /// Too short to judge.
    TooShort {
        /// Observations there are.
        observations: usize,
        /// Observations it takes.
        needed: usize,
    },
}

/// Fewest batches MSER judges by.
const FEWEST: usize = 20;

/// Marginal standard error rule on means of `batch` observations: the d in 0..=n/2 that minimises
/// MSER(d) = Σ_{i>d} (Y_i − mean_d)²/(n − d)², the smallest one of equals (White 1997, Simulation
/// 69, 323-334; White, Cobb and Spratt 2000, Proc. Winter Simulation Conference). A minimum in the
/// very last place is not trusted.
///
/// A remainder shorter than a batch is left out at the end. Values must be finite; otherwise the
/// series counts as not settled.
pub fn mser(series: &[f64], batch: usize) -> WarmUp {
    let batch = batch.max(1);
    let means: Vec<f64> =
        series.chunks_exact(batch).map(|part| part.iter().sum::<f64>() / batch as f64).collect();
    let n = means.len();
    if n < FEWEST {
        return WarmUp::TooShort { observations: series.len(), needed: FEWEST * batch };
    }
    // From the end, so that one pass serves every d (Welford's recurrence).
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    let mut best: Option<(f64, usize, f64)> = None;
    for d in (0..n).rev() {
        count += 1.0;
        let deviation = means[d] - mean;
        mean += deviation / count;
        squares += deviation * (means[d] - mean);
        let statistic = squares / (count * count);
        // Equals go to the smaller d: rounding must not decide, hence the tiny margin.
        if d <= n / 2 && best.is_none_or(|(least, ..)| statistic <= least * (1.0 + 1e-12)) {
            best = Some((statistic, d, mean));
        }
    }
    match best {
        Some((statistic, d, mean)) if d < n / 2 && known(statistic).is_some() => {
            WarmUp::Ends { truncate: d * batch, statistic, mean }
        }
        _ => WarmUp::NotSettled { searched: n / 2 * batch },
    }
}

/// [`mser`] on means of five observations, the customary MSER-5.
pub fn mser5(series: &[f64]) -> WarmUp {
    mser(series, 5)
}

/// Welch's moving average of the mean over replications at each time, to be looked at: half
/// `window` w on both sides, narrower at the start (Welch 1983; Law, section 9.5.1):
/// (1/(2w+1)) Σ_{s=−w..w} Y_{i+s} for i > w, (1/(2i−1)) Σ_{s=−(i−1)..i−1} Y_{i+s} before.
///
/// The result is `window` values shorter; `None` when the series is not longer than the window or
/// a mean is not finite.
pub fn welch_moving_average(series: &[f64], window: usize) -> Option<Vec<f64>> {
    if series.len() <= window {
        return None;
    }
    (0..series.len() - window)
        .map(|i| {
            let reach = window.min(i);
            let part = &series[i - reach..=i + reach];
            known(part.iter().sum::<f64>() / part.len() as f64)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_series_needs_no_warm_up_and_a_trend_never_settles() {
        let flat = WarmUp::Ends { truncate: 0, statistic: 0.0, mean: 3.0 };
        assert_eq!(mser5(&[3.0; 200]), flat);
        let trend: Vec<f64> = (0..400).map(f64::from).collect();
        assert_eq!(mser5(&trend), WarmUp::NotSettled { searched: 200 });
        assert_eq!(mser5(&[1.0; 99]), WarmUp::TooShort { observations: 99, needed: 100 });
        assert_eq!(mser5(&[f64::NAN; 200]), WarmUp::NotSettled { searched: 100 });
    }

    #[test]
    fn moving_average_narrows_at_the_start() {
        let series = [1.0, 2.0, 6.0, 3.0, 3.0];
        assert_eq!(welch_moving_average(&series, 1), Some(vec![1.0, 3.0, 11.0 / 3.0, 4.0]));
        assert_eq!(welch_moving_average(&series, 5), None);
        assert_eq!(welch_moving_average(&[f64::NAN; 3], 1), None);
    }
}
