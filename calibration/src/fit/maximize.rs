//! The maximum of a likelihood in one or two log-parameters.
//!
//! Nelder and Mead (1965) finds the hill from a moment estimate, Newton's method with central
//! differences climbs its top; the curvature there is the observed information.

use serde::Serialize;

use crate::fit::law::{Family, Law};
use crate::fit::sample::{Sample, Seen};

/// A fitted law.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fit {
    /// The law, in the unit of the sample.
    pub law: Law,
    /// Log-likelihood at the maximum.
    pub ln_likelihood: f64,
    /// Standard errors of the search coordinates (`Law::from_theta`), from the observed
    /// information; the second is 0 for the exponential.
    pub se_theta: [f64; 2],
    /// AIC = 2 k − 2 lnL (Akaike 1974).
    pub aic: f64,
    /// BIC = k ln n − 2 lnL (Schwarz 1978), n = units.
    pub bic: f64,
}

impl Fit {
    /// 95 % interval of a parameter that is searched by its logarithm: x exp(±1.96 se).
    pub fn interval95(&self, value: f64, coordinate: usize) -> [f64; 2] {
        let half = 1.959_963_984_540_054 * self.se_theta[coordinate];
        [value * libm::exp(-half), value * libm::exp(half)]
    }
}

/// Why no law is fitted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// Fewer than 3 events, or fewer than the shape needs.
    #[error("{events} events; {needed} are needed for a {family} law")]
    TooFew {
        /// Events seen.
        events: f64,
        /// Events needed.
        needed: f64,
        /// Family asked for.
        family: &'static str,
    },
    /// A time is negative, zero or not finite, or an entry lies after its time.
    #[error("times must be positive and finite, entries before them")]
    Unsound,
    /// The likelihood has no inner maximum: all times equal, or all at one end.
    #[error("degenerate {0} fit: the likelihood has no inner maximum")]
    Degenerate(&'static str),
}

/// Fewest events for any fit.
pub const MIN_EVENTS: f64 = 3.0;

/// Maximum likelihood of one family. The number of events that a shape needs in practice (10) is
/// for [`crate::fit::select()`] to ask; here 3 suffice.
///
/// # Errors
/// See [`FitError`].
pub fn fit(family: Family, sample: &Sample) -> Result<Fit, FitError> {
    let name = family.name();
    let events = sample.events();
    if events < MIN_EVENTS {
        return Err(FitError::TooFew { events, needed: MIN_EVENTS, family: name });
    }
    if !sample.is_sound() {
        return Err(FitError::Unsound);
    }
    let dims = family.parameters();
    let value = |theta: &[f64; 2]| {
        let l = Law::from_theta(family, theta).ln_likelihood(sample);
        if l.is_finite() { l } else { f64::NEG_INFINITY }
    };
    let guess = start(family, sample).ok_or(FitError::Degenerate(name))?;
    let top = match (family, sample.as_complete()) {
        (Family::Exponential | Family::Lognormal, Some(_)) => guess,
        _ => climb(&value, guess, dims),
    };
    let law = Law::from_theta(family, &top);
    let hessian = curvature(&value, &top, dims).1;
    let se_theta = standard_errors(&hessian, dims).ok_or(FitError::Degenerate(name))?;
    let spread = law.cv();
    if !(1e-4..=1e6).contains(&spread) || !law.mean().is_finite() {
        return Err(FitError::Degenerate(name));
    }
    let ln_likelihood = value(&top);
    let k = dims as f64;
    Ok(Fit {
        law,
        ln_likelihood,
        se_theta,
        aic: 2.0 * k - 2.0 * ln_likelihood,
        bic: k * libm::log(sample.size()) - 2.0 * ln_likelihood,
    })
}

/// Start: the exponential estimate for the scale, the spread of the logarithms for the shape.
/// For complete exponential and lognormal samples this is the maximum itself.
fn start(family: Family, sample: &Sample) -> Option<[f64; 2]> {
    let (mut exposure, mut events) = (0.0, 0.0);
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for o in &sample.rows {
        let (time, ended) = match o.seen {
            Seen::Exact(t) => (t, true),
            Seen::Right(t) => (t, false),
            Seen::Left(t) => (0.5 * t, true),
            Seen::Interval(a, b) => (0.5 * (a + b), true),
        };
        exposure += o.weight * (time - o.entry.min(time));
        if ended {
            let x = libm::log(time);
            events += o.weight;
            n += o.weight;
            sum += o.weight * x;
            squares += o.weight * x * x;
        }
    }
    let mu = sum / n;
    let mut variance = 0.0;
    if squares.is_finite() {
        for o in &sample.rows {
            if let Seen::Exact(t) = o.seen {
                let d = libm::log(t) - mu;
                variance += o.weight * d * d / n;
            }
        }
    }
    let complete = sample.as_complete().is_some();
    if complete && variance < 1e-12 && family != Family::Exponential {
        return None;
    }
    let sigma = libm::sqrt(variance).clamp(0.05, 5.0);
    let mean = exposure / events;
    Some(match family {
        Family::Exponential => [libm::log(mean), 0.0],
        Family::Weibull => [libm::log(1.2 / sigma), libm::log(mean)],
        Family::Lognormal if complete => [mu, 0.5 * libm::log(variance)],
        Family::Lognormal => [libm::log(mean), libm::log(sigma)],
        Family::Gamma => [-2.0 * libm::log(sigma), libm::log(mean)],
    })
}

/// The top of `value` near `start`, in the first `dims` coordinates.
pub(crate) fn climb(value: &impl Fn(&[f64; 2]) -> f64, start: [f64; 2], dims: usize) -> [f64; 2] {
    newton(value, simplex(value, start, dims), dims)
}

type Point = ([f64; 2], f64);

/// Nelder and Mead in `dims` coordinates, until the values agree to 1e-7.
fn simplex(value: &impl Fn(&[f64; 2]) -> f64, start: [f64; 2], dims: usize) -> [f64; 2] {
    let mut points: Vec<Point> = vec![(start, value(&start))];
    for i in 0..dims {
        let mut p = start;
        p[i] += 0.3;
        points.push((p, value(&p)));
    }
    for _ in 0..400 {
        points.sort_by(|a, b| b.1.total_cmp(&a.1));
        let (best, worst) = (points[0], points[dims]);
        if best.1 - worst.1 < 1e-7 && best.1.is_finite() {
            break;
        }
        let mut centre = [0.0; 2];
        for (p, _) in &points[..dims] {
            for i in 0..dims {
                centre[i] += p[i] / dims as f64;
            }
        }
        let toward = |factor: f64| {
            let mut p = start;
            for i in 0..dims {
                p[i] = centre[i] + factor * (worst.0[i] - centre[i]);
            }
            (p, value(&p))
        };
        let reflected = toward(-1.0);
        let second = points[dims - 1].1;
        points[dims] = if reflected.1 > best.1 {
            let far = toward(-2.0);
            if far.1 > reflected.1 { far } else { reflected }
        } else if reflected.1 > second {
            reflected
        } else {
            let near = toward(if reflected.1 > worst.1 { -0.5 } else { 0.5 });
            if near.1 > worst.1.max(reflected.1) {
                near
            } else {
                for point in &mut points[1..] {
                    for i in 0..dims {
                        point.0[i] = 0.5 * (point.0[i] + best.0[i]);
                    }
                    point.1 = value(&point.0);
                }
                continue;
            }
        };
    }
    points.sort_by(|a, b| b.1.total_cmp(&a.1));
    points[0].0
}

/// Gradient and second derivatives [xx, xy, yy] by central differences.
fn curvature(
    value: &impl Fn(&[f64; 2]) -> f64,
    at: &[f64; 2],
    dims: usize,
) -> ([f64; 2], [f64; 3]) {
    const H: f64 = 1e-4;
    let f = |i: f64, j: f64| value(&[at[0] + i * H, at[1] + j * H]);
    let middle = f(0.0, 0.0);
    let (right, left) = (f(1.0, 0.0), f(-1.0, 0.0));
    let xx = (right - 2.0 * middle + left) / (H * H);
    let gx = (right - left) / (2.0 * H);
    if dims == 1 {
        return ([gx, 0.0], [xx, 0.0, -1.0]);
    }
    let (up, down) = (f(0.0, 1.0), f(0.0, -1.0));
    let yy = (up - 2.0 * middle + down) / (H * H);
    let xy = (f(1.0, 1.0) - f(1.0, -1.0) - f(-1.0, 1.0) + f(-1.0, -1.0)) / (4.0 * H * H);
    ([gx, (up - down) / (2.0 * H)], [xx, xy, yy])
}

/// Newton steps, halved until they climb.
fn newton(value: &impl Fn(&[f64; 2]) -> f64, start: [f64; 2], dims: usize) -> [f64; 2] {
    let mut at = start;
    for _ in 0..30 {
        let (g, [xx, xy, yy]) = curvature(value, &at, dims);
        let det = xx * yy - xy * xy;
        if xx >= 0.0 || det <= 0.0 {
            break;
        }
        let step = [-(yy * g[0] - xy * g[1]) / det, -(xx * g[1] - xy * g[0]) / det];
        let here = value(&at);
        let mut factor = 1.0;
        let mut next = at;
        while factor > 1e-6 {
            next = [at[0] + factor * step[0], at[1] + factor * step[1]];
            if value(&next) >= here - 1e-10 * here.abs() {
                break;
            }
            factor *= 0.5;
        }
        at = next;
        if step[0].abs() + step[1].abs() < 1e-10 {
            break;
        }
    }
    at
}

/// Square roots of the diagonal of the inverse of minus the Hessian; `None` unless it is negative
/// definite.
fn standard_errors(&[xx, xy, yy]: &[f64; 3], dims: usize) -> Option<[f64; 2]> {
    let det = xx * yy - xy * xy;
    if !(xx < 0.0 && det > 0.0 && det.is_finite()) {
        return None;
    }
    let second = if dims == 1 { 0.0 } else { libm::sqrt(-xx / det) };
    Some([libm::sqrt(-yy / det), second])
}
