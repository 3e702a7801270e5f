//! The parameters of one law, and the law they make.

use super::bounds::Bounds;
use super::dimension::Dimension;
use super::item::Item;
use super::law::example;
use super::node::{Table, Value};
use sim_core::{Distribution, DistributionError};

/// The parameters of one law.
pub(super) struct Parameters<'i, 'c, 'd> {
    pub(super) law: &'static str,
    pub(super) item: &'i Item<'c, 'd>,
    pub(super) table: &'d Table,
    pub(super) dimension: Dimension,
}

impl<'c, 'd> Parameters<'_, 'c, 'd> {
    fn has(&self, name: &str) -> bool {
        self.table.get(name).is_some()
    }

    fn parameter(&self, name: &str) -> Option<Item<'c, 'd>> {
        let Some(node) = self.table.get(name) else {
            self.item.error(
                format!("the law `{}` needs `{name}`", self.law),
                format!("write it like {}", example(self.law)),
            );
            return None;
        };
        let path = format!("{}.{name}", self.item.path);
        Some(Item { context: self.item.context, node, path, own: false })
    }

    /// A parameter with the unit of the variate.
    fn variate(&self, name: &str, bounds: Bounds) -> Option<f64> {
        self.parameter(name)?.value(self.dimension, bounds)
    }

    /// A parameter without unit.
    fn number(&self, name: &str, bounds: Bounds) -> Option<f64> {
        self.parameter(name)?.value(Dimension::Number, bounds)
    }

    /// The law, or reported faults.
    pub(super) fn make(&self) -> Option<Distribution> {
        use Bounds as B;
        let size = B::POSITIVE;
        let cv = B::NOT_NEGATIVE.likely(0.0, 5.0);
        let shape = B::POSITIVE.likely(0.2, 20.0);
        let made = match self.law {
            "uniform" => {
                let (min, max) = both(self.variate("min", B::ANY), self.variate("max", B::ANY))?;
                Distribution::uniform(min, max)
            }
            "triangular" | "pert" => {
                let min = self.variate("min", B::ANY);
                let mode = self.variate("mode", B::ANY);
                let (max, min, mode) = (self.variate("max", B::ANY)?, min?, mode?);
                if self.law == "triangular" {
                    Distribution::triangular(min, mode, max)
                } else if self.has("weight") {
                    let weight = self.number("weight", B::NOT_NEGATIVE)?;
                    Distribution::pert(min, mode, max, weight)
                } else {
                    Distribution::pert(min, mode, max, 4.0)
                }
            }
            "exponential" => Distribution::exponential(self.variate("mean", size)?),
            "weibull" => {
                let k = self.number("shape", shape);
                if self.either(&["mean"], &["scale", "location"])? {
                    let (mean, k) = both(self.variate("mean", size), k)?;
                    Distribution::weibull_with_mean(mean, k)
                } else {
                    let scale = self.variate("scale", size);
                    let location = match self.has("location") {
                        true => self.variate("location", B::ANY),
                        false => Some(0.0),
                    };
                    let ((k, scale), location) = both(both(k, scale), location)?;
                    Distribution::weibull(k, scale, location)
                }
            }
            "gamma" => {
                if self.either(&["mean", "cv"], &["shape", "scale"])? {
                    let (mean, cv) = both(self.variate("mean", size), self.number("cv", cv))?;
                    Distribution::gamma_with_mean(mean, cv)
                } else {
                    let shape = self.number("shape", B::POSITIVE);
                    let (shape, scale) = both(shape, self.variate("scale", size))?;
                    Distribution::gamma(shape, scale)
                }
            }
            "lognormal" => {
                if self.either(&["mean", "cv"], &["p50", "p90"])? {
                    let (mean, cv) = both(self.variate("mean", size), self.number("cv", cv))?;
                    Distribution::lognormal(mean, cv)
                } else {
                    let (p50, p90) = both(self.variate("p50", size), self.variate("p90", size))?;
                    Distribution::lognormal_p50_p90(p50, p90)
                }
            }
            "normal" => {
                let mean = self.variate("mean", B::ANY);
                let sd = self.variate("sd", B::NOT_NEGATIVE);
                let min = if self.has("min") || self.dimension == Dimension::Time {
                    self.variate("min", B::ANY)
                } else {
                    Some(f64::NEG_INFINITY)
                };
                let max = match self.has("max") {
                    true => self.variate("max", B::ANY),
                    false => Some(f64::INFINITY),
                };
                let ((mean, sd), (min, max)) = both(both(mean, sd), both(min, max))?;
                Distribution::normal(mean, sd, min, max)
            }
            "beta" => {
                let (a, b) = (self.number("a", size), self.number("b", size));
                let (min, max) = (self.variate("min", B::ANY), self.variate("max", B::ANY));
                let ((a, b), (min, max)) = both(both(a, b), both(min, max))?;
                Distribution::beta(a, b, min, max)
            }
            _ => self.table_law()?,
        };
        made.map_err(|error| self.explain(&error)).ok()
    }

    /// `empirical` and `discrete`.
    fn table_law(&self) -> Option<Result<Distribution, DistributionError>> {
        let values = self.parameter("values")?;
        let items = values.list()?;
        let read: Vec<Option<f64>> =
            items.iter().map(|i| i.value(self.dimension, Bounds::ANY)).collect();
        let numbers: Option<Vec<f64>> = read.into_iter().collect();
        let weights = match (self.has("weights"), self.law) {
            (false, "empirical") => None,
            _ => {
                let items = self.parameter("weights")?.list()?;
                let weight = |i: &Item<'_, '_>| match i.node.value {
                    Value::String(_) => i.value(Dimension::Share, Bounds::SHARE),
                    _ => i.value(Dimension::Number, Bounds::NOT_NEGATIVE),
                };
                let read: Vec<Option<f64>> = items.iter().map(weight).collect();
                Some(read.into_iter().collect::<Option<Vec<f64>>>()?)
            }
        };
        let numbers = numbers?;
        if self.law == "discrete" {
            return Some(Distribution::discrete(&numbers, &weights.unwrap_or_default()));
        }
        if numbers.len() < 20 && weights.is_none() {
            values.warn(
                format!("an empirical law of {} values knows nothing of the tail", numbers.len()),
                "give at least 20 values, or fit a law such as lognormal or weibull",
            );
        }
        let interpolate = match self.table.get("interpolate") {
            Some(_) => self.parameter("interpolate")?.flag()?,
            None => true,
        };
        Some(Distribution::empirical(&numbers, weights.as_deref(), interpolate))
    }

    /// True: the first form stands here; false: the second; `None`: both or neither, reported.
    fn either(&self, first: &[&str], second: &[&str]) -> Option<bool> {
        let has = |names: &[&str]| names.iter().any(|n| self.has(n));
        let list = |names: &[&str]| names.join("` and `");
        match (has(first), has(second)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            (both, _) => {
                let word = if both { "either" } else { "" };
                self.item.error(
                    format!("the law `{}` needs {word} `{}` or `{}`", self.law, list(first), {
                        list(&second[..second.len().min(if self.law == "weibull" { 1 } else { 2 })])
                    })
                    .replace("  ", " "),
                    format!("write it like {}", example(self.law)),
                );
                None
            }
        }
    }

    /// A refused law, in the units of the file.
    fn explain(&self, error: &DistributionError) {
        let say = |v: f64| self.dimension.say(v);
        match error {
            DistributionError::Order { lower, lower_value, upper, upper_value, .. } => {
                self.item.error(
                    format!(
                        "`{lower}` is {} and `{upper}` is {}: the first must not be larger",
                        say(*lower_value),
                        say(*upper_value)
                    ),
                    format!("put them in order: {lower}, then {upper}"),
                );
            }
            other => self.item.error(other.to_string(), format!("example: {}", example(self.law))),
        }
    }
}

fn both<A, B>(a: Option<A>, b: Option<B>) -> Option<(A, B)> {
    a.zip(b)
}
