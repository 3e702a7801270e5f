//! The constructors of [`Distribution`].

use super::error::{finite, not_negative, ordered, positive, shares};
use super::*;

type Result<T> = std::result::Result<T, DistributionError>;

impl Distribution {
    /// Always `value`.
    ///
    /// # Panics
    /// Never; a value that is not finite is the caller's to refuse.
    pub const fn constant(value: f64) -> Self {
        Self(Law::Constant(value))
    }

    /// Every value from `min` to `max` alike.
    ///
    /// # Errors
    /// When a bound is not finite or `min > max`.
    pub fn uniform(min: f64, max: f64) -> Result<Self> {
        let law = "uniform";
        finite(law, "min", min)?;
        finite(law, "max", max)?;
        ordered(law, ("min", min), ("max", max))?;
        Ok(Self(if min == max { Law::Constant(min) } else { Law::Uniform(Uniform { min, max }) }))
    }

    /// Density rising straight from `min` to `mode` and falling straight to `max`.
    ///
    /// # Errors
    /// When a parameter is not finite or they are out of order.
    pub fn triangular(min: f64, mode: f64, max: f64) -> Result<Self> {
        if three_points("triangular", min, mode, max)? {
            return Ok(Self::constant(min));
        }
        Ok(Self(Law::Triangular(Triangular { min, mode, max })))
    }

    /// PERT: a beta law on \[`min`, `max`\] with mean (min + weight·mode + max)/(weight + 2);
    /// `weight` is 4 by custom, 0 gives the uniform law.
    ///
    /// Beta(1 + λ(c−a)/(b−a), 1 + λ(b−c)/(b−a)) for min a, mode c, max b, weight λ
    /// (Malcolm et al. 1959; Vose, Risk Analysis, 3rd ed.).
    ///
    /// # Errors
    /// When a parameter is not finite, they are out of order, or the weight is negative.
    pub fn pert(min: f64, mode: f64, max: f64, weight: f64) -> Result<Self> {
        not_negative("pert", "weight", weight)?;
        if three_points("pert", min, mode, max)? {
            return Ok(Self::constant(min));
        }
        let a = 1.0 + weight * ((mode - min) / (max - min));
        let b = 1.0 + weight * ((max - mode) / (max - min));
        Ok(Self(Law::Beta(Arc::new(Beta::new(a, b, min, max, Some((mode, weight)))))))
    }

    /// Exponential with this mean: failures without memory, rate 1/mean.
    ///
    /// # Errors
    /// When the mean is not finite and positive.
    pub fn exponential(mean: f64) -> Result<Self> {
        Ok(Self(Law::Exponential(Exponential { mean: positive("exponential", "mean", mean)? })))
    }

    /// Weibull: S(x) = exp(−((x − location)/scale)^shape); shape above 1 is wear-out.
    ///
    /// # Errors
    /// When shape or scale is not positive, the location not finite, or the mean infinite.
    pub fn weibull(shape: f64, scale: f64, location: f64) -> Result<Self> {
        let law = "weibull";
        positive(law, "shape", shape)?;
        positive(law, "scale", scale)?;
        finite(law, "location", location)?;
        let made = Weibull::new(shape, scale, location);
        finite(law, "mean", made.mean())?;
        finite(law, "variance", made.variance())?;
        Ok(Self(Law::Weibull(made)))
    }

    /// Weibull without location by its mean and shape: scale = mean/Γ(1 + 1/shape).
    ///
    /// # Errors
    /// When mean or shape is not positive, or the scale cannot be represented.
    pub fn weibull_with_mean(mean: f64, shape: f64) -> Result<Self> {
        positive("weibull", "mean", mean)?;
        positive("weibull", "shape", shape)?;
        Self::weibull(shape, mean / libm::tgamma(1.0 + 1.0 / shape), 0.0)
    }

    /// Gamma with this shape k and scale θ: mean kθ; for whole k the Erlang law.
    ///
    /// # Errors
    /// When a parameter is not finite and positive.
    pub fn gamma(shape: f64, scale: f64) -> Result<Self> {
        positive("gamma", "shape", shape)?;
        positive("gamma", "scale", scale)?;
        finite("gamma", "variance", shape * scale * scale)?;
        Ok(Self(Law::Gamma(Gamma { shape, scale })))
    }

    /// Gamma by mean and coefficient of variation: shape 1/cv², scale mean·cv²; cv 0 is constant.
    ///
    /// # Errors
    /// When the mean is not positive or the coefficient of variation is negative.
    pub fn gamma_with_mean(mean: f64, cv: f64) -> Result<Self> {
        positive("gamma", "mean", mean)?;
        if not_negative("gamma", "cv", cv)? == 0.0 {
            return Ok(Self::constant(mean));
        }
        Self::gamma(1.0 / (cv * cv), mean * (cv * cv))
    }

    /// Lognormal by the mean and the coefficient of variation *of the values*:
    /// σ² = ln(1 + cv²), μ = ln(mean) − σ²/2; cv 0 is constant.
    ///
    /// # Errors
    /// When the mean is not positive or the coefficient of variation is negative.
    pub fn lognormal(mean: f64, cv: f64) -> Result<Self> {
        positive("lognormal", "mean", mean)?;
        if not_negative("lognormal", "cv", cv)? == 0.0 {
            return Ok(Self::constant(mean));
        }
        let variance_of_log =
            finite("lognormal", "variance of the logarithm", libm::log1p(cv * cv))?;
        let mu = libm::log(mean) - 0.5 * variance_of_log;
        Ok(Self(Law::Lognormal(Lognormal { mu, sigma: variance_of_log.sqrt() })))
    }

    /// Lognormal by its median and its 90 % point: μ = ln p50, σ = ln(p90/p50)/1.2816.
    ///
    /// # Errors
    /// When p50 is not positive, p90 not finite, or p50 > p90.
    pub fn lognormal_p50_p90(p50: f64, p90: f64) -> Result<Self> {
        let law = "lognormal";
        positive(law, "p50", p50)?;
        finite(law, "p90", p90)?;
        ordered(law, ("p50", p50), ("p90", p90))?;
        if p50 == p90 {
            return Ok(Self::constant(p50));
        }
        let mu = libm::log(p50);
        let made =
            Lognormal { mu, sigma: (libm::log(p90) - mu) / crate::special::normal_quantile(0.9) };
        finite(law, "variance", made.variance())?;
        Ok(Self(Law::Lognormal(made)))
    }

    /// Normal with `mean` and `sd` of the *untruncated* law, cut to \[`min`, `max`\] (either may
    /// be infinite); sd 0 is constant.
    ///
    /// # Errors
    /// When a parameter is not a number, sd is negative, `min > max`, or the window holds no
    /// probability.
    pub fn normal(mean: f64, sd: f64, min: f64, max: f64) -> Result<Self> {
        let law = "normal";
        finite(law, "mean", mean)?;
        not_negative(law, "sd", sd)?;
        ordered(law, ("min", min), ("max", max))?;
        if sd == 0.0 {
            ordered(law, ("min", min), ("mean", mean))?;
            ordered(law, ("mean", mean), ("max", max))?;
            return Ok(Self::constant(mean));
        }
        if min == max {
            return Ok(Self::constant(finite(law, "min", min)?));
        }
        let made = TruncatedNormal::new(mean, sd, min, max);
        if made.mass().is_nan() || made.mass() <= 1e-290 {
            let parameter = "mean, sd, min and max";
            return Err(DistributionError::NoMass { law, parameter, value: made.mass() });
        }
        Ok(Self(Law::Normal(Arc::new(made))))
    }

    /// Beta with exponents `a` and `b` on \[`min`, `max`\].
    ///
    /// # Errors
    /// When `a` or `b` is not positive, a bound not finite, or `min > max`.
    pub fn beta(a: f64, b: f64, min: f64, max: f64) -> Result<Self> {
        let law = "beta";
        positive(law, "a", a)?;
        positive(law, "b", b)?;
        finite(law, "min", min)?;
        finite(law, "max", max)?;
        ordered(law, ("min", min), ("max", max))?;
        if min == max {
            return Ok(Self::constant(min));
        }
        Ok(Self(Law::Beta(Arc::new(Beta::new(a, b, min, max, None)))))
    }

    /// The law of a sample: each value with its weight (all alike without weights); with
    /// `interpolate`, straight between neighbouring order statistics (sample quantiles of type 7).
    ///
    /// # Errors
    /// When there are no values, one is not finite, or the weights do not fit.
    pub fn empirical(values: &[f64], weights: Option<&[f64]>, interpolate: bool) -> Result<Self> {
        let law = "empirical";
        let points = table::sorted_points(law, values, weights)?;
        match points.as_slice() {
            [] => Err(DistributionError::Empty { law, parameter: "values" }),
            [only] => Ok(Self::constant(only.0)),
            all if all.first().map(|p| p.0) == all.last().map(|p| p.0) => {
                Ok(Self::constant(all[0].0))
            }
            all if interpolate => Ok(Self(Law::Polyline(Arc::new(Polyline::new(all))))),
            all => Ok(Self(Law::Steps(Arc::new(Steps::new(all, law))))),
        }
    }

    /// Each value with probability proportional to its weight.
    ///
    /// # Errors
    /// When there are no values, one is not finite, or the weights do not fit.
    pub fn discrete(values: &[f64], weights: &[f64]) -> Result<Self> {
        let law = "discrete";
        let points = table::sorted_points(law, values, Some(weights))?;
        match points.as_slice() {
            [] => Err(DistributionError::Empty { law, parameter: "values" }),
            all if all.first().map(|p| p.0) == all.last().map(|p| p.0) => {
                Ok(Self::constant(all[0].0))
            }
            all => Ok(Self(Law::Steps(Arc::new(Steps::new(all, law))))),
        }
    }

    /// One of several laws, chosen with probability proportional to its weight; sampled by the
    /// inverse of the mixed distribution function, hence still one uniform per variate.
    ///
    /// # Errors
    /// When there are no components or the weights are negative or all zero.
    pub fn mixture(components: Vec<(f64, Self)>) -> Result<Self> {
        let law = "mixture";
        if components.is_empty() {
            return Err(DistributionError::Empty { law, parameter: "components" });
        }
        let weights: Vec<f64> = components.iter().map(|c| c.0).collect();
        let shares = shares(law, weights.len(), &weights)?;
        let mut parts: Vec<(f64, Self)> = shares
            .into_iter()
            .zip(components)
            .filter(|(w, _)| *w > 0.0)
            .map(|(w, c)| (w, c.1))
            .collect();
        if parts.len() == 1 {
            return Ok(parts.remove(0).1);
        }
        Ok(Self(Law::Mixture(Arc::new(Mixture::new(parts)))))
    }
}

/// Checks min ≤ mode ≤ max; true when all three are one.
fn three_points(law: &'static str, min: f64, mode: f64, max: f64) -> Result<bool> {
    for (parameter, value) in [("min", min), ("mode", mode), ("max", max)] {
        finite(law, parameter, value)?;
    }
    ordered(law, ("min", min), ("mode", mode))?;
    ordered(law, ("mode", mode), ("max", max))?;
    Ok(min == max)
}
