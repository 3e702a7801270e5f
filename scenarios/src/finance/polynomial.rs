//! The net present value as a polynomial of the rate, and its roots.

use super::root::{brent, minimise};
use super::sums::{sum, sum_of_sizes};
use std::cell::OnceCell;
use std::ops::Range;
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
/// `x >= 1`, `x^N g(x)` below. Same sign, same roots, no overflow at any horizon.
pub(super) struct Polynomial {
    /// By side, coefficients of falling powers, a multiple of eight, once somebody asks for them.
    falling: [OnceCell<Vec<f64>>; 2],
    /// By date, without zeros at the end.
    net: Vec<f64>,
    /// Sum of the money moved, whatever its direction.
    pub(super) magnitude: f64,
    /// Sum of the money.
    pub(super) total: f64,
}

impl Polynomial {
    /// Of net sums by date.
    pub(super) fn of(net: &[f64]) -> Self {
        let until = net.iter().rposition(|c| *c != 0.0).map_or(0, |k| k + 1);
        let net = net[..until].to_vec();
        let total = sum(&net);
        let magnitude = sum_of_sizes(&net);
        Self { falling: Default::default(), net, magnitude, total }
    }

    fn falling(&self, side: Side) -> &[f64] {
        self.falling[side as usize].get_or_init(|| {
            let padding = (CHAINS - self.net.len() % CHAINS) % CHAINS;
            let mut falling = Vec::with_capacity(padding + self.net.len());
            falling.resize(padding, 0.0);
            match side {
                Side::Below => falling.extend(&self.net),
                Side::Above => falling.extend(self.net.iter().rev()),
            }
            falling
        })
    }

    /// The value at `x = 1 + rho`.
    pub(super) fn value(&self, x: f64) -> f64 {
        let side = if x >= 1.0 { Side::Above } else { Side::Below };
        self.at(side, variable(x))
    }

    /// The value where the variable is `y`: eight chains of every eighth coefficient.
    fn at(&self, side: Side, y: f64) -> f64 {
        let mut sums = [0.0; CHAINS];
        let square = y * y;
        let fourth = square * square;
        let step = fourth * fourth;
        for eight in self.falling(side).as_chunks::<CHAINS>().0 {
            sums = std::array::from_fn(|k| sums[k] * step + eight[k]);
        }
        let [a, b, c, d, e, f, g, h] = sums;
        let high = (a * y + b) * square + (c * y + d);
        high * fourth + ((e * y + f) * square + (g * y + h))
    }

    /// The values at several points of the grid.
    fn at_all(&self, side: Side, places: [usize; LANES]) -> [f64; LANES] {
        let y = places.map(|k| Grid::get().y[k]);
        let square = y.map(|y| y * y);
        // Two chains: even powers wait for no odd ones.
        let (mut odd, mut even) = ([0.0; LANES], [0.0; LANES]);
        for [a, b] in self.falling(side).as_chunks::<2>().0 {
            odd = std::array::from_fn(|k| odd[k] * square[k] + a);
            even = std::array::from_fn(|k| even[k] * square[k] + b);
        }
        std::array::from_fn(|k| odd[k] * y[k] + even[k])
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
        let mut bound = match side {
            Side::Below => Bound::of(self.net.iter().rev()),
            Side::Above => Bound::of(self.net.iter()),
        };
        if bound.roots() == 0 {
            return Some(Vec::new());
        }
        let (first, last) = Grid::get().ends(side);
        let places = std::array::from_fn(|k| first + (last - first) * k / (LANES - 1));
        let values = self.at_all(side, places);
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
        let sharper: [fn(&mut Bound); 3] = [|_| {}, Bound::sharpen::<7>, Bound::sharpen::<8>];
        let proven = sharper.iter().any(|sharpen| {
            sharpen(&mut bound);
            shown(bound.roots())
        });
        proven.then_some(brackets)
    }

    /// The one root between two points of the grid on one side.
    fn root(&self, side: Side, (low, high): (usize, usize)) -> f64 {
        let grid = Grid::get();
        let y = brent(|y| self.at(side, y), (grid.y[low], grid.y[high]));
        libm::pow(y, if side == Side::Above { -PER_YEAR } else { PER_YEAR })
    }

    /// The roots of a side as every point of the grid shows them.
    fn scan(&self, side: Side) -> Vec<f64> {
        let mut roots = Vec::new();
        let grid = Grid::get();
        let (first, last) = grid.ends(side);
        // One point more: a dip has three.
        let range = first.saturating_sub(1)..(last + 2).min(grid.x.len());
        let mine = |x: f64| (x >= 1.0) == (side == Side::Above);
        let points = self.on_grid(range);
        for (k, &(x, value)) in points.iter().enumerate() {
            if value == 0.0 {
                roots.extend(Some(x).filter(|x| mine(*x)));
                continue;
            }
            let Some(&(next, next_value)) = points.get(k + 1) else { continue };
            if opposite(value, next_value) {
                roots.extend(Some(brent(|x| self.value(x), (x, next))).filter(|x| mine(*x)));
            }
            let Some(&(after, after_value)) = points.get(k + 2) else { continue };
            let same_side = opposite(value, -next_value) && opposite(next_value, -after_value);
            let dip = next_value.abs() < value.abs() && next_value.abs() <= after_value.abs();
            if same_side && dip {
                let sign = value.signum();
                let (x_low, low) = minimise(|x| sign * self.value(x), (x, after));
                let found = if low < 0.0 {
                    let g = |x: f64| self.value(x);
                    vec![brent(g, (x, x_low)), brent(g, (x_low, after))]
                } else if low <= 1e-15 * self.magnitude {
                    vec![x_low]
                } else {
                    Vec::new()
                };
                roots.extend(found.into_iter().filter(|x| mine(*x)));
            }
        }
        roots
    }

    /// Points of the grid and the values there.
    fn on_grid(&self, range: Range<usize>) -> Vec<(f64, f64)> {
        let grid = Grid::get();
        let split = grid.one.clamp(range.start, range.end);
        let mut points = Vec::with_capacity(range.len());
        for (side, range) in [(Side::Below, range.start..split), (Side::Above, split..range.end)] {
            for first in range.clone().step_by(LANES) {
                let places = std::array::from_fn(|k| (first + k).min(range.end - 1));
                let values = places.into_iter().zip(self.at_all(side, places));
                let new = range.end - first;
                points.extend(values.take(new).map(|(k, value)| (grid.x[k], value)));
            }
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
    /// Changes of sign in them, and the sign of the last one that is not 0.
    changes: usize,
    below: bool,
    /// The last of the sums of every round, the latest first: what follows beyond `N` changes sign at most
    /// as often as this list.
    lasts: Vec<f64>,
}

impl Bound {
    fn of<'a>(coefficients: impl Iterator<Item = &'a f64>) -> Self {
        let (sums, lasts) = (coefficients.copied().collect(), Vec::with_capacity(16));
        let mut bound = Self { sums, changes: 0, below: false, lasts };
        bound.sharpen::<1>();
        bound
    }

    /// Sums up so many times, side by side.
    fn sharpen<const TIMES: usize>(&mut self) {
        // Sums of sums begin with the first coefficient that is not 0.
        let first = self.sums.iter().find(|value| **value != 0.0);
        let mut signs = Signs { changes: 0, below: first.is_some_and(|value| *value < 0.0) };
        let mut running = [0.0; TIMES];
        for value in &mut self.sums {
            let mut all = *value;
            for sum in &mut running {
                *sum += all;
                all = *sum;
            }
            *value = all;
            signs.see(all);
        }
        Signs { changes: self.changes, below: self.below } = signs;
        self.lasts.splice(0..0, running.into_iter().rev());
    }

    fn roots(&self) -> usize {
        let mut signs = Signs { changes: self.changes, below: self.below };
        self.lasts.iter().for_each(|value| signs.see(*value));
        signs.changes
    }
}

/// Counts changes of sign; zeros are looked through.
struct Signs {
    changes: usize,
    below: bool,
}

impl Signs {
    fn see(&mut self, value: f64) {
        let change = (value != 0.0) & ((value < 0.0) != self.below);
        self.below ^= change;
        self.changes += usize::from(change);
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
