//! Shapes from which the formula of an emulator is made.

/// Highest power of an input.
const POWERS: u8 = 4;
/// Powers of two inputs that act together, added.
const TOGETHER: u8 = 3;
/// Share of equal values at an end of the range from which a step there is a shape of its own: a cost
/// that is mostly 0, say.
const LUMP: f64 = 0.02;

/// Range of one input in the sample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axis {
    low: f64,
    high: f64,
    /// Highest power that the number of different values allows.
    powers: u8,
    /// Are many values at the lower end, at the upper end?
    lumps: [bool; 2],
}

/// One shape of one input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Legendre polynomial of this degree on the range.
    Power(u8),
    /// 0 at the lower end of the range, 1 above.
    AboveLow,
    /// 1 at the upper end of the range, 0 below.
    AtHigh,
}

/// A shape of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Factor {
    pub(super) input: usize,
    pub(super) shape: Shape,
}

impl Axis {
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.collect();
        sorted.sort_unstable_by(f64::total_cmp);
        let (low, high) = match (sorted.first(), sorted.last()) {
            (Some(low), Some(high)) => (*low, *high),
            _ => (0.0, 0.0),
        };
        let different = 1 + sorted.windows(2).filter(|pair| pair[0] < pair[1]).take(5).count();
        let share = |end: f64| {
            sorted.iter().filter(|x| **x == end).count() as f64 / sorted.len().max(1) as f64
        };
        let lump = |end: f64| different > 2 && share(end) >= LUMP;
        let powers = POWERS.min(different as u8 - 1);
        Self { low, high, powers, lumps: [lump(low), lump(high)] }
    }

    pub(super) fn value(&self, shape: Shape, x: f64) -> f64 {
        match shape {
            Shape::AboveLow => f64::from(u8::from(x > self.low)),
            Shape::AtHigh => f64::from(u8::from(x >= self.high)),
            Shape::Power(degree) => {
                let t = (2.0 * (x - self.low) / (self.high - self.low) - 1.0).clamp(-1.0, 1.0);
                let (mut before, mut here) = (1.0, t);
                for k in 1..degree {
                    let k = f64::from(k);
                    (before, here) = (here, ((2.0 * k + 1.0) * t * here - k * before) / (k + 1.0));
                }
                here
            }
        }
    }

    /// Shapes, with the power that each counts as.
    fn shapes(&self) -> impl Iterator<Item = (Shape, u8)> + '_ {
        let steps = [Shape::AboveLow, Shape::AtHigh].into_iter().zip(self.lumps);
        let steps = steps.filter(|(_, there)| *there).map(|(shape, _)| (shape, 1));
        (1..=self.powers).map(|power| (Shape::Power(power), power)).chain(steps)
    }
}

/// All terms: the shapes of every input, and products of the shapes of two inputs of `together`.
pub(super) fn candidates(axes: &[Axis], together: &[usize]) -> Vec<Vec<Factor>> {
    let mut terms: Vec<Vec<Factor>> = Vec::new();
    for (input, axis) in axes.iter().enumerate() {
        terms.extend(axis.shapes().map(|(shape, _)| vec![Factor { input, shape }]));
    }
    for (k, one) in together.iter().enumerate() {
        for other in &together[k + 1..] {
            for (a, p) in axes[*one].shapes() {
                let fits = axes[*other].shapes().filter(|(_, q)| p + q <= TOGETHER);
                terms.extend(fits.map(|(b, _)| {
                    vec![Factor { input: *one, shape: a }, Factor { input: *other, shape: b }]
                }));
            }
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legendre_polynomials_are_those_of_the_books() {
        let axis = Axis { low: -1.0, high: 1.0, powers: 4, lumps: [false; 2] };
        let at = |degree| axis.value(Shape::Power(degree), 0.5);
        assert_eq!((at(1), at(2)), (0.5, -0.125));
        assert!((at(3) + 0.4375).abs() < 1e-15 && (at(4) + 0.289_062_5).abs() < 1e-15);
        assert_eq!(axis.value(Shape::Power(1), 7.0), 1.0, "nothing is extrapolated");
    }

    #[test]
    fn an_event_has_one_shape_and_a_cost_that_is_mostly_0_a_step() {
        let event = Axis::of([0.0, 0.0, 1.0].into_iter());
        assert_eq!(event.shapes().collect::<Vec<_>>(), [(Shape::Power(1), 1)]);
        let cost = Axis::of([0.0, 0.0, 0.0, 4.0, 5.0, 6.0, 7.0].into_iter());
        assert!(cost.shapes().any(|(shape, _)| shape == Shape::AboveLow));
        let constant = Axis::of([3.0, 3.0].into_iter());
        assert_eq!(constant.shapes().count(), 0);
    }
}
