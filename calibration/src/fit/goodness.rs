//! Does the law describe the data? Anderson and Darling's statistic with a bootstrapped p-value.

use sim_core::Streams;

use crate::fit::law::Law;
use crate::fit::maximize::fit;
use crate::fit::sample::Sample;

/// A² = −n − (1/n) Σ (2i − 1) [ln F(t_i) + ln S(t_{n+1−i})], times in rising order
/// (Anderson and Darling 1954).
pub fn anderson_darling(law: &Law, times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let tiny = f64::MIN_POSITIVE;
    let sum: f64 = (0..n)
        .map(|i| {
            let ln_f = libm::log(law.cdf(sorted[i]).max(tiny));
            (2 * i + 1) as f64 * (ln_f + law.ln_survival(sorted[n - 1 - i]).max(-700.0))
        })
        .sum();
    -(n as f64) - sum / n as f64
}

/// Share of samples drawn from the law, each fitted anew, whose A² is at least the one observed:
/// (1 + hits) / (1 + resamples) (parametric bootstrap, Stute, Manteiga and Quindimil 1993). The
/// parameters are estimated, so tables of A² for a known law do not apply. The seed is fixed.
pub fn bootstrap_p(law: &Law, times: &[f64], resamples: u32) -> f64 {
    let observed = anderson_darling(law, times);
    let mut hits = 0;
    for replication in 0..resamples {
        let mut luck = Streams::new(1, u64::from(replication)).stream("calibration", "goodness");
        let drawn: Vec<f64> = times.iter().map(|_| law.quantile(luck.uniform())).collect();
        let refit = fit(law.family, &Sample::complete(drawn.iter().copied()));
        hits += u32::from(refit.is_ok_and(|f| anderson_darling(&f.law, &drawn) >= observed));
    }
    f64::from(1 + hits) / f64::from(1 + resamples)
}
