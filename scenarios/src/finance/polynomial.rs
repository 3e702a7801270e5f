//! The net present value as a polynomial of the rate, and its roots.

use super::root::{brent, minimise};
use sim_core::sums::{sum, sum_of_sizes};
use std::sync::OnceLock;

/// Lowest `1 + rho` looked at.
const LOWEST: f64 = 0.01;
/// Highest `1 + rho` looked at.
pub(super) const HIGHEST: f64 = 11.0;
const POINTS: u32 = 400;
/// Chains of coefficients.
const CHAINS: usize = 8;
/// Points that are evaluated side by side.
const LANES: usize = 8;
/// Sums of sums in a round, and rounds until every point is looked at.
const DEEP: usize = 8;
const ROUNDS: usize = 2;

/// The points that are looked at, `1 + rho = 1` among them.
struct Grid {
    /// `1 + rho`, ascending.
    x: Vec<f64>,
    /// The variable of the polynomial there.
    y: Vec<f64>,
    /// The point 1.
    one: usize,
}

impl Grid {
    fn get() -> &'static Self {
        static GRID: OnceLock<Grid> = OnceLock::new();
        GRID.get_or_init(|| {
            let point = |k: u32| {
                let share = f64::from(k) / f64::from(POINTS);
                if k == POINTS { HIGHEST } else { LOWEST * libm::pow(HIGHEST / LOWEST, share) }
            };
            let mut x: Vec<f64> = (1..=POINTS).map(point).collect();
            let one = x.partition_point(|x| *x < 1.0);
            x.insert(one, 1.0);
            let y = x.iter().map(|x| variable(*x)).collect();
            Self { x, y, one }
        })
    }

    /// The first and last point of a side; both sides have the point 1.
    fn ends(&self, side: Side) -> (usize, usize) {
        match side {
            Side::Below => (0, self.one),
            Side::Above => (self.one, self.x.len() - 1),
        }
    }
}

/// Rates below zero, and the others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Above,
}

/// The net sums by half month as a polynomial, evaluated on the side where powers stay below 1: `g(x)` for
/// `x >= 1`, `x^M g(x)` below, with `M` the last date or a little more. Same sign, same roots, no overflow at
/// any horizon.
pub(super) struct Polynomial<'a> {
    /// By date, without zeros at the end.
    net: &'a [f64],
    /// Sum of the money moved, whatever its direction.
    pub(super) magnitude: f64,
    /// Sum of the money.
    pub(super) total: f64,
}

impl<'a> Polynomial<'a> {
    /// Of net sums by date.
    pub(super) fn of(net: &'a [f64]) -> Self {
        let until = net.iter().rposition(|c| *c != 0.0).map_or(0, |k| k + 1);
        let net = &net[..until];
        Self { net, magnitude: sum_of_sizes(net), total: sum(net) }
    }

    /// The value at `x = 1 + rho`.
    pub(super) fn value(&self, x: f64) -> f64 {
        let side = if x >= 1.0 { Side::Above } else { Side::Below };
        self.at(side, variable(x))
    }

    /// Folds dates in groups of so many, the last one filled with zeros, from high to low powers on this side.
    #[inline]
    fn falling<const N: usize, S>(
        &self,
        side: Side,
        start: S,
        next: impl Fn(S, &[f64; N]) -> S,
    ) -> S {
        let (groups, rest) = self.net.as_chunks::<N>();
        let mut last = [0.0; N];
        last[..rest.len()].copy_from_slice(rest);
        let end = |state: S| if rest.is_empty() { state } else { next(state, &last) };
        match side {
            Side::Below => end(groups.iter().fold(start, &next)),
            Side::Above => groups.iter().rev().fold(end(start), &next),
        }
    }

    /// The value where the variable is `y`: eight chains of every eighth date.
    fn at(&self, side: Side, y: f64) -> f64 {
        let square = y * y;
        let fourth = square * square;
        let step = fourth * fourth;
        let next = |sums: [f64; CHAINS], eight: &[f64; CHAINS]| {
            std::array::from_fn(|k| sums[k] * step + eight[k])
        };
        let mut sums = self.falling(side, [0.0; CHAINS], next);
        // The first date of a group has the lowest power above, the highest below.
        if side == Side::Above {
            sums.reverse();
        }
        let [a, b, c, d, e, f, g, h] = sums;
        let high = (a * y + b) * square + (c * y + d);
        high * fourth + ((e * y + f) * square + (g * y + h))
    }

    /// The values at several points.
    fn at_all(&self, side: Side, y: [f64; LANES]) -> [f64; LANES] {
        let square = y.map(|y| y * y);
        // Two chains: even powers wait for no odd ones.
        let next = |(first, second): ([f64; LANES], [f64; LANES]), [a, b]: &[f64; 2]| {
            (
                std::array::from_fn(|k| first[k] * square[k] + a),
                std::array::from_fn(|k| second[k] * square[k] + b),
            )
        };
        let (first, second) = self.falling(side, ([0.0; LANES], [0.0; LANES]), next);
        match side {
            Side::Below => std::array::from_fn(|k| first[k] * y[k] + second[k]),
            Side::Above => std::array::from_fn(|k| second[k] * y[k] + first[k]),
        }
    }

    /// The roots in `x = 1 + rho` below 1, ascending.
    pub(super) fn roots_below(&self) -> Vec<f64> {
        self.roots_of(Side::Below)
    }

    /// Those of 1 and more, ascending.
    pub(super) fn roots_above(&self) -> Vec<f64> {
        self.roots_of(Side::Above)
    }

    fn roots_of(&self, side: Side) -> Vec<f64> {
        let mut roots = match self.apart(side) {
            Some(brackets) => brackets.iter().map(|ends| self.root(side, *ends)).collect(),
            None => self.scan(side),
        };
        roots.sort_unstable_by(f64::total_cmp);
        roots
    }

    /// Brackets with one root each, if a few points show all roots of a side that there can be.
    fn apart(&self, side: Side) -> Option<Vec<(usize, usize)>> {
        // A root at 1 belongs to both sides.
        if self.total == 0.0 {
            return None;
        }
        let most = match side {
            Side::Below => Bound::first(self.net.iter().rev()),
            Side::Above => Bound::first(self.net.iter()),
        };
        if most == 0 {
            return Some(Vec::new());
        }
        let (first, last) = Grid::get().ends(side);
        let places: [usize; LANES] =
            std::array::from_fn(|k| first + (last - first) * k / (LANES - 1));
        let values = self.at_all(side, places.map(|k| Grid::get().y[k]));
        if values.contains(&0.0) {
            return None;
        }
        let pairs = places.windows(2).zip(values.windows(2));
        let brackets: Vec<(usize, usize)> = pairs
            .filter(|(_, values)| opposite(values[0], values[1]))
            .map(|(places, _)| (places[0], places[1]))
            .collect();
        // Roots come in pairs unless the signs at the ends differ: one more than is seen is none.
        let shown = |roots: usize| roots <= brackets.len() + 1;
        if shown(most) {
            return Some(brackets);
        }
        let mut bound = match side {
            Side::Below => Bound::of(self.net.iter().rev()),
            Side::Above => Bound::of(self.net.iter()),
        };
        let proven = (0..ROUNDS).any(|_| {
            bound.sharpen();
            shown(bound.roots())
        });
        proven.then_some(brackets)
    }

    /// The one root between two points of the grid on one side.
    fn root(&self, side: Side, (low, high): (usize, usize)) -> f64 {
        let grid = Grid::get();
        side.point(brent(|y| self.at(side, y), (grid.y[low], grid.y[high])))
    }

    /// The roots of a side as every point of the grid shows them.
    fn scan(&self, side: Side) -> Vec<f64> {
        let mut roots = Vec::new();
        let g = |y: f64| self.at(side, y);
        let mine = |x: &f64| (*x >= 1.0) == (side == Side::Above);
        let points = self.on_grid(side);
        for (k, &(x, y, value)) in points.iter().enumerate() {
            if value == 0.0 {
                roots.extend(Some(x).filter(mine));
                continue;
            }
            let Some(&(_, next, next_value)) = points.get(k + 1) else { continue };
            if opposite(value, next_value) {
                roots.extend(Some(side.point(brent(g, (y, next)))).filter(mine));
            }
            let Some(&(_, after, after_value)) = points.get(k + 2) else { continue };
            let same_side = opposite(value, -next_value) && opposite(next_value, -after_value);
            let dip = next_value.abs() < value.abs() && next_value.abs() <= after_value.abs();
            if same_side && dip {
                let sign = value.signum();
                let (bottom, low) = minimise(|y| sign * g(y), (y, after));
                let found = if low < 0.0 {
                    vec![brent(g, (y, bottom)), brent(g, (bottom, after))]
                } else if low <= 1e-15 * self.magnitude {
                    vec![bottom]
                } else {
                    Vec::new()
                };
                roots.extend(found.into_iter().map(|y| side.point(y)).filter(mine));
            }
        }
        roots
    }

    /// The points of the grid on a side, and one more (a dip has three): `1 + rho`, the variable, the value.
    fn on_grid(&self, side: Side) -> Vec<(f64, f64, f64)> {
        let grid = Grid::get();
        let (first, last) = grid.ends(side);
        // The one beyond the end of the side has the variable of the other side.
        let places: Vec<(f64, f64)> = match side {
            Side::Below => (first..last + 2).map(|k| (grid.x[k], grid.y[k])).collect(),
            Side::Above => (first - 1..last + 1).map(|k| (grid.x[k], grid.y[k])).collect(),
        };
        let mine = |(x, y): (f64, f64)| match side {
            Side::Below if x > 1.0 => 1.0 / y,
            Side::Above if x < 1.0 => 1.0 / y,
            _ => y,
        };
        let mut points = Vec::with_capacity(places.len());
        for some in places.chunks(LANES) {
            let y = std::array::from_fn(|k| mine(some[k.min(some.len() - 1)]));
            let values = self.at_all(side, y);
            points
                .extend(some.iter().zip(y).zip(values).map(|(((x, _), y), value)| (*x, y, value)));
        }
        points
    }

    /// All roots without the short way.
    #[cfg(test)]
    pub(super) fn roots_on_the_grid(&self) -> Vec<f64> {
        let mut roots = self.scan(Side::Below);
        roots.extend(self.scan(Side::Above));
        roots.sort_unstable_by(f64::total_cmp);
        roots
    }
}

/// How many roots a polynomial can have between 0 and 1: the changes of sign of the coefficients of
/// `g(y) / (1 - y)^k` (Descartes' rule for power series), which are running sums of running sums. Their
/// number falls as `k` grows; noise from month to month is the first to go.
struct Bound {
    /// Of powers `0..=N`.
    sums: Vec<f64>,
    /// Changes of sign in them.
    signs: Signs,
    /// The last of the sums of every round, the latest first: what follows beyond `N` changes sign at most
    /// as often as this list.
    lasts: Vec<f64>,
}

impl Bound {
    /// The number after one round of sums.
    fn first<'a>(coefficients: impl Iterator<Item = &'a f64>) -> usize {
        let (mut signs, mut sum) = (Signs::default(), 0.0);
        for value in coefficients {
            sum += value;
            signs.see(sum);
        }
        signs.changes
    }

    fn of<'a>(coefficients: impl Iterator<Item = &'a f64>) -> Self {
        let (sums, lasts) = (coefficients.copied().collect(), Vec::with_capacity(ROUNDS * DEEP));
        Self { sums, signs: Signs::default(), lasts }
    }

    /// Sums up [`DEEP`] times, side by side.
    fn sharpen(&mut self) {
        let mut signs = Signs::default();
        let mut running = [0.0; DEEP];
        for value in &mut self.sums {
            let mut all = *value;
            for sum in &mut running {
                *sum += all;
                all = *sum;
            }
            *value = all;
            signs.see(all);
        }
        self.signs = signs;
        self.lasts.splice(0..0, running.into_iter().rev());
    }

    fn roots(&self) -> usize {
        let mut signs = self.signs;
        self.lasts.iter().for_each(|value| signs.see(*value));
        signs.changes
    }
}

/// Counts changes of sign; zeros are looked through.
#[derive(Clone, Copy, Default)]
struct Signs {
    changes: usize,
    /// Was there one that is not 0? The sign of the last of these.
    seen: bool,
    below: bool,
}

impl Signs {
    /// Without a branch: signs cannot be foretold.
    fn see(&mut self, value: f64) {
        let there = value != 0.0;
        let other = there & ((value < 0.0) != self.below);
        self.changes += usize::from(other & self.seen);
        self.below ^= other;
        self.seen |= there;
    }
}

impl Side {
    /// `1 + rho` where the variable is `y`.
    fn point(self, y: f64) -> f64 {
        libm::pow(y, if self == Self::Above { -PER_YEAR } else { PER_YEAR })
    }
}

fn opposite(a: f64, b: f64) -> bool {
    (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0)
}

/// Half months of a year.
const PER_YEAR: f64 = 24.0;

/// The variable of the polynomial at `x = 1 + rho`.
fn variable(x: f64) -> f64 {
    libm::pow(x, if x >= 1.0 { -1.0 / PER_YEAR } else { 1.0 / PER_YEAR })
}
