//! Batch means: an interval for the mean of one long, autocorrelated series.

use super::{Interval, Tally, mean_interval};

/// The mean of one long run, its interval, and whether the batches are long enough for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchMeans {
    /// Mean of the batch means with Student's limits.
    pub interval: Interval,
    /// Number of batches.
    pub batches: u64,
    /// Observations a batch.
    pub size: u64,
    /// Correlation of neighbouring batch means; `None` when they have no spread.
    pub lag_one: Option<f64>,
}

impl BatchMeans {
    /// True unless neighbouring batches are correlated more than chance would explain (one-sided
    /// 5 %: r₁ > 1.645/√b; Law, section 9.5.3): then the interval is too narrow and the batches
    /// must be longer.
    pub fn looks_independent(&self) -> bool {
        self.lag_one.is_none_or(|r| r <= 1.645 / (self.batches as f64).sqrt())
    }
}

/// The series is too short for this many batches, or fewer than two batches were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{observations} observations do not make {batches} batches; two of one are the least")]
pub struct TooFewBatches {
    /// Observations there are.
    pub observations: u64,
    /// Batches asked for.
    pub batches: u64,
}

/// Cuts the (warmed-up) series into `batches` of equal length and treats their means as
/// independent; a remainder is left out at the start. 20 to 30 batches are customary (Schmeiser
/// 1982, Operations Research 30, 556-568).
///
/// # Errors
/// When the series cannot be cut so, is not finite, or the level is impossible.
pub fn batch_means(
    series: &[f64],
    batches: usize,
    level: f64,
) -> Result<BatchMeans, TooFewBatches> {
    let refuse = TooFewBatches { observations: series.len() as u64, batches: batches as u64 };
    let size = series.len().checked_div(batches).filter(|&size| size > 0).ok_or(refuse)?;
    let kept = &series[series.len() - size * batches..];
    let means: Vec<f64> =
        kept.chunks_exact(size).map(|batch| batch.iter().sum::<f64>() / size as f64).collect();
    let tally: Tally = means.iter().copied().collect();
    let interval = mean_interval(&tally, level).ok_or(refuse)?;
    let centre = interval.estimate;
    let total: f64 = means.iter().map(|m| (m - centre) * (m - centre)).sum();
    let shared: f64 = means.windows(2).map(|w| (w[0] - centre) * (w[1] - centre)).sum();
    let lag_one = (total > 0.0).then_some(shared / total);
    Ok(BatchMeans { interval, batches: batches as u64, size: size as u64, lag_one })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_cannot_be_cut() {
        assert!(batch_means(&[1.0; 5], 0, 0.95).is_err());
        assert!(batch_means(&[1.0; 5], 1, 0.95).is_err());
        assert!(batch_means(&[1.0; 5], 6, 0.95).is_err());
        let flat = batch_means(&[9.0, 1.0, 1.0, 1.0, 1.0], 2, 0.95).unwrap();
        assert_eq!((flat.interval.estimate, flat.size, flat.lag_one), (1.0, 2, None));
        assert!(flat.looks_independent());
    }
}
