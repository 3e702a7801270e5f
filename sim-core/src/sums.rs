//! Sums of many numbers, eight chains side by side: the order is fixed, and no addition waits for the one
//! before it.

const CHAINS: usize = 8;

/// The sum of all.
#[inline]
pub fn sum(all: &[f64]) -> f64 {
    sum_of(all, |x| x)
}

/// The sum of all without their signs.
#[inline]
pub fn sum_of_sizes(all: &[f64]) -> f64 {
    sum_of(all, f64::abs)
}

/// The sum of something of each.
#[inline]
pub fn sum_of(all: &[f64], of: impl Fn(f64) -> f64) -> f64 {
    let (eights, rest) = all.as_chunks::<CHAINS>();
    let mut sums = [0.0; CHAINS];
    for eight in eights {
        sums = std::array::from_fn(|k| sums[k] + of(eight[k]));
    }
    together(sums) + rest.iter().fold(0.0, |sum, x| sum + of(*x))
}

/// The sum of all products, as long as the shorter list.
#[inline]
pub fn sum_of_products(a: &[f64], b: &[f64]) -> f64 {
    sum_of_both(a, b, |x, y| x * y)
}

/// The sum of what two lists have in common, as long as the shorter one.
#[inline]
pub fn sum_of_both(a: &[f64], b: &[f64], of: impl Fn(f64, f64) -> f64) -> f64 {
    let shorter = a.len().min(b.len());
    let (a, b) = (a[..shorter].as_chunks::<CHAINS>(), b[..shorter].as_chunks::<CHAINS>());
    let mut sums = [0.0; CHAINS];
    for (x, y) in a.0.iter().zip(b.0) {
        sums = std::array::from_fn(|k| sums[k] + of(x[k], y[k]));
    }
    together(sums) + a.1.iter().zip(b.1).fold(0.0, |sum, (x, y)| sum + of(*x, *y))
}

/// The least and the greatest; `None` of nothing.
pub fn extremes(all: &[f64]) -> Option<(f64, f64)> {
    let (eights, rest) = all.as_chunks::<CHAINS>();
    let first = *all.first()?;
    let (mut least, mut greatest) = ([first; CHAINS], [first; CHAINS]);
    for eight in eights {
        least = std::array::from_fn(|k| least[k].min(eight[k]));
        greatest = std::array::from_fn(|k| greatest[k].max(eight[k]));
    }
    let least = least.iter().chain(rest).fold(first, |least, x| least.min(*x));
    let greatest = greatest.iter().chain(rest).fold(first, |greatest, x| greatest.max(*x));
    Some((least, greatest))
}

fn together([a, b, c, d, e, f, g, h]: [f64; CHAINS]) -> f64 {
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_out() {
        for n in 0..40 {
            let a: Vec<f64> = (1..=n).map(f64::from).collect();
            let n = f64::from(n);
            assert_eq!(sum(&a), n * (n + 1.0) / 2.0);
            let signed: Vec<f64> = a.iter().map(|x| if x % 3.0 == 0.0 { -x } else { *x }).collect();
            assert_eq!(sum_of_sizes(&signed), sum(&a));
            let ends =
                signed.iter().copied().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, g), x| {
                    (f64::min(l, x), f64::max(g, x))
                });
            assert_eq!(extremes(&signed), (!a.is_empty()).then_some(ends));
            assert_eq!(sum_of_products(&a, &a), n * (n + 1.0) * (2.0 * n + 1.0) / 6.0);
            assert_eq!(sum_of_products(&a, &[2.0]), if a.is_empty() { 0.0 } else { 2.0 });
        }
    }
}
