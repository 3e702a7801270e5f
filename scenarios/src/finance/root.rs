//! Root and minimum of a function of one variable inside a bracket.

/// The root of `f` in a bracket whose ends have opposite signs, by Brent's method, to the last
/// digits of `f64`.
///
/// Source: Brent, *Algorithms for Minimization without Derivatives* (1973), ch. 4 (`zero`).
pub(crate) fn brent(f: impl Fn(f64) -> f64, (low, high): (f64, f64)) -> f64 {
    let (mut a, mut b) = (low, high);
    let (mut fa, mut fb) = (f(a), f(b));
    let (mut c, mut fc) = (a, fa);
    let mut step = b - a;
    let mut before = step;
    for _ in 0..200 {
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let tolerance = 2.0 * f64::EPSILON * b.abs();
        let half = 0.5 * (c - b);
        if half.abs() <= tolerance || fb == 0.0 {
            break;
        }
        if before.abs() < tolerance || fa.abs() <= fb.abs() {
            (step, before) = (half, half);
        } else {
            let s = fb / fa;
            let (mut p, mut q) = if a == c {
                (2.0 * half * s, 1.0 - s)
            } else {
                let (q, r) = (fa / fc, fb / fc);
                (
                    s * (2.0 * half * q * (q - r) - (b - a) * (r - 1.0)),
                    (q - 1.0) * (r - 1.0) * (s - 1.0),
                )
            };
            if p > 0.0 {
                q = -q;
            } else {
                p = -p;
            }
            let inside = 2.0 * p < (3.0 * half * q - (tolerance * q).abs());
            if inside && p < (0.5 * before * q).abs() {
                (before, step) = (step, p / q);
            } else {
                (step, before) = (half, half);
            }
        }
        (a, fa) = (b, fb);
        b += if step.abs() > tolerance { step } else { tolerance.copysign(half) };
        fb = f(b);
        if (fb > 0.0) == (fc > 0.0) {
            (c, fc) = (a, fa);
            step = b - a;
            before = step;
        }
    }
    b
}

/// The lowest point of `f` in a bracket, by golden section; stops early below zero.
///
/// Source: Kiefer (1953), *Proceedings of the American Mathematical Society* 4(3).
pub(crate) fn minimise(f: impl Fn(f64) -> f64, (low, high): (f64, f64)) -> (f64, f64) {
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let (mut a, mut b) = (low, high);
    let (mut x1, mut x2) = (b - GOLDEN * (b - a), a + GOLDEN * (b - a));
    let (mut f1, mut f2) = (f(x1), f(x2));
    for _ in 0..90 {
        if f1 < 0.0 || f2 < 0.0 {
            break;
        }
        if f1 < f2 {
            (b, x2, f2) = (x2, x1, f1);
            x1 = b - GOLDEN * (b - a);
            f1 = f(x1);
        } else {
            (a, x1, f1) = (x1, x2, f2);
            x2 = a + GOLDEN * (b - a);
            f2 = f(x2);
        }
    }
    if f1 < f2 { (x1, f1) } else { (x2, f2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brent_finds_the_root_to_the_last_digits() {
        assert!((brent(|x| x * x - 2.0, (0.0, 2.0)) - std::f64::consts::SQRT_2).abs() < 1e-15);
        let steep = brent(|x| libm::pow(x, -40.0) - 1e-3, (0.5, 3.0));
        assert!((steep - libm::pow(10.0, 3.0 / 40.0)).abs() < 1e-14);
    }

    #[test]
    fn minimise_finds_a_dip() {
        let (x, low) = minimise(|x| (x - 0.3) * (x - 0.3) + 1.0, (0.0, 1.0));
        assert!((x - 0.3).abs() < 1e-7 && (low - 1.0).abs() < 1e-12);
    }
}
