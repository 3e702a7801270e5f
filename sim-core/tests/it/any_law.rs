//! Laws with any parameters a user may give: nothing may be NaN, fall, or fail to invert.

use proptest::prelude::*;
use sim_core::{Distribution, DistributionError};

/// A positive number of any size from 1e-`down` to 1e`up`.
fn size(down: i32, up: i32) -> impl Strategy<Value = f64> {
    (f64::from(-down)..f64::from(up)).prop_map(|exponent| libm::pow(10.0, exponent))
}

fn law() -> impl Strategy<Value = Distribution> {
    let ok = |law: Result<Distribution, DistributionError>| law.ok();
    prop_oneof![
        size(6, 6).prop_filter_map("mean", move |mean| ok(Distribution::exponential(mean))),
        (size(1, 2), size(6, 6)).prop_filter_map("weibull", move |(shape, mean)| {
            ok(Distribution::weibull_with_mean(mean, shape))
        }),
        (size(6, 6), size(3, 1)).prop_filter_map("gamma", move |(mean, cv)| {
            ok(Distribution::gamma_with_mean(mean, cv))
        }),
        (size(6, 6), size(3, 1)).prop_filter_map("lognormal", move |(mean, cv)| {
            ok(Distribution::lognormal(mean, cv))
        }),
        (size(2, 3), size(2, 3), 0.0..5.0, size(3, 3)).prop_filter_map(
            "beta",
            move |(a, b, min, width)| ok(Distribution::beta(a, b, min, min + width))
        ),
        (0.0..1.0, size(3, 3), 0.0..20.0).prop_filter_map("pert", move |(share, width, weight)| {
            ok(Distribution::pert(1.0, 1.0 + share * width, 1.0 + width, weight))
        }),
        (0.0..1.0, size(3, 3)).prop_filter_map("triangular", move |(share, width)| {
            ok(Distribution::triangular(1.0, 1.0 + share * width, 1.0 + width))
        }),
        (-30.0..30.0, size(1, 1), 0.0..20.0, size(2, 2)).prop_filter_map(
            "normal",
            move |(mean, sd, min, width)| ok(Distribution::normal(mean, sd, min, min + width))
        ),
        (prop::collection::vec((0.0..100.0, 0.01..1.0), 2..30), any::<bool>()).prop_filter_map(
            "empirical",
            move |(points, interpolate)| {
                let (values, weights): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
                ok(Distribution::empirical(&values, Some(&weights), interpolate))
            }
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(5000) })]

    #[test]
    fn inverts_rises_and_stays_a_number(law in law(), mut points in prop::collection::vec(1e-6..0.999_999, 2..6)) {
        points.sort_by(f64::total_cmp);
        let text = law.describe();
        prop_assert!(law.mean().is_finite() && law.variance() >= 0.0, "{}", text);
        prop_assert!(law.min() <= law.mean() * (1.0 + 1e-9) && law.mean() <= law.max() * (1.0 + 1e-9));
        let mut last = law.min();
        for &u in &points {
            let x = law.quantile(u);
            // Numeric inverses may lose the last digits of neighbours.
            prop_assert!(x >= last - 1e-9 * last.abs() && x <= law.max(), "{text} at {u}: {x}, {last}");
            last = x;
            let tolerance = 1e-9 * x.abs().max(1e-250);
            prop_assert!(law.cdf(x + tolerance) >= u - 1e-7, "{text} at {u}: {x}");
            if x > law.min() + tolerance {
                prop_assert!(law.cdf(x - tolerance) <= u + 1e-7, "{text} at {u}: {x}");
            }
        }
    }

    #[test]
    fn residual_life_and_equilibrium_age_stay_in_bounds(
        law in law(), age in size(3, 2), limit in size(2, 2), u in 1e-6..0.999_999
    ) {
        let text = law.describe();
        let (age, limit) = (age * law.mean(), limit * law.mean());
        let left = law.residual(age, u);
        prop_assert!(left >= 0.0 && left.is_finite(), "{text} at {age}: {left}");
        prop_assert!(age + left <= law.max().max(age) * (1.0 + 1e-12), "{text} at {age}: {left}");
        let found = law.equilibrium_age(u, limit);
        prop_assert!(found >= 0.0 && found <= limit * (1.0 + 1e-12), "{text} {u} {limit}: {found}");
        let (part, whole) = (law.limited_mean(found), law.limited_mean(limit.min(law.max())));
        prop_assert!((part / whole / u - 1.0).abs() < 1e-6, "{text} {u} {limit}: {found}");
    }
}
