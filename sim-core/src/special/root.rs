//! Newton's method kept inside a bracket.

/// Root of an increasing function by Newton steps, bisecting whenever a step leaves the bracket or
/// shrinks too slowly (Press et al., Numerical Recipes, 3rd ed., section 9.4, `rtsafe`).
///
/// `function` returns value and slope; `low` and `high` bracket the root; `guess` starts.
pub(super) fn increasing_root(
    function: impl Fn(f64) -> (f64, f64),
    mut low: f64,
    mut high: f64,
    guess: f64,
) -> f64 {
    let mut x = if guess > low && guess < high { guess } else { 0.5 * (low + high) };
    let mut last_step = high - low;
    for _ in 0..200 {
        let (value, slope) = function(x);
        if value == 0.0 {
            return x;
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let mut step = -value / slope;
        let next = x + step;
        // Written so that a slope of zero or NaN falls through to the bisection.
        let newton = next > low && next < high && step.abs() <= 0.5 * last_step.abs();
        let next = if newton {
            next
        } else {
            step = 0.5 * (high - low);
            low + step
        };
        last_step = step;
        let close = (next - x).abs() <= 2.0 * f64::EPSILON * x.abs().max(1e-3);
        x = next;
        if close || high <= low {
            break;
        }
    }
    x
}
