//! Laws of chance: `"2 h"` or `{ weibull = { shape = 2.6, scale = "5200 h" } }`.

use super::bounds::Bounds;
use super::dimension::Dimension;
use super::document::{Table, Value};
use super::item::Item;
use super::units::{Wrong, nearest, say_number};
use sim_core::{Distribution, DistributionError};

/// Names of the laws and their parameters, as people write them.
pub const LAWS: [(&str, &[&str], &str); 13] = [
    ("constant", &[], "{ constant = \"2 h\" }"),
    ("uniform", &["min", "max"], "{ uniform = { min = \"1 h\", max = \"3 h\" } }"),
    (
        "triangular",
        &["min", "mode", "max"],
        "{ triangular = { min = \"1 h\", mode = \"2 h\", max = \"4 h\" } }",
    ),
    (
        "pert",
        &["min", "mode", "max", "weight"],
        "{ pert = { min = \"1 h\", mode = \"2 h\", max = \"4 h\" } }",
    ),
    ("exponential", &["mean"], "{ exponential = { mean = \"380 h\" } }"),
    (
        "weibull",
        &["shape", "scale", "location", "mean"],
        "{ weibull = { shape = 2.6, scale = \"5200 h\" } }",
    ),
    ("gamma", &["shape", "scale", "mean", "cv"], "{ gamma = { mean = \"2 h\", cv = 0.5 } }"),
    ("lognormal", &["mean", "cv", "p50", "p90"], "{ lognormal = { mean = \"2 h\", cv = 0.5 } }"),
    (
        "normal",
        &["mean", "sd", "min", "max"],
        "{ normal = { mean = \"2 h\", sd = \"0.5 h\", min = \"0 h\" } }",
    ),
    (
        "beta",
        &["a", "b", "min", "max"],
        "{ beta = { a = 2, b = 3, min = \"1 h\", max = \"4 h\" } }",
    ),
    (
        "empirical",
        &["values", "weights", "interpolate"],
        "{ empirical = { values = [\"1 h\", \"2 h\", \"5 h\"] } }",
    ),
    (
        "mixture",
        &[],
        "{ mixture = [{ weight = \"70 %\", law = \"1 h\" }, { weight = \"30 %\", law = \"4 h\" }] }",
    ),
    (
        "discrete",
        &["values", "weights"],
        "{ discrete = { values = [\"1 h\", \"2 h\"], weights = [3, 1] } }",
    ),
];

/// Reads a law and checks it against the bounds of its values.
pub(super) fn read(
    item: &Item<'_, '_>,
    dimension: Dimension,
    bounds: &Bounds,
) -> Option<Distribution> {
    let Some(table) = item.node.as_table() else {
        let value = dimension.parse(&item.node.value).map_err(|wrong| item.wrong(wrong)).ok()?;
        return item.is_allowed(value, dimension, bounds).then(|| Distribution::constant(value));
    };
    let law = Form { item, dimension }.read(table)?;
    check(item, &law, dimension, bounds).then_some(law)
}

/// Checks what a law can give against what the number may be.
fn check(item: &Item<'_, '_>, law: &Distribution, dimension: Dimension, bounds: &Bounds) -> bool {
    let (least, most, mean) = (law.min(), law.max(), law.mean());
    let may = bounds.describe(|v| dimension.say(v));
    if least < bounds.least {
        item.error(
            format!("{} must be {may}, and this law goes down to {}", dimension.noun(), {
                if least.is_finite() { dimension.say(least) } else { "minus infinity".to_owned() }
            }),
            format!("give the law a lower end: min = {}", quoted(dimension, bounds.least)),
        );
        return false;
    }
    if bounds.open && mean <= bounds.least {
        item.error(
            format!("{} must be {may}, and the mean of this law is {}", dimension.noun(), {
                dimension.say(mean)
            }),
            "raise its parameters",
        );
        return false;
    }
    if most > bounds.most {
        item.error(
            format!("{} must be {may}, and this law goes up to {}", dimension.noun(), {
                if most.is_finite() { dimension.say(most) } else { "infinity".to_owned() }
            }),
            format!("take a law with an upper end: max = {}", quoted(dimension, bounds.most)),
        );
        return false;
    }
    item.expect(mean, dimension, bounds);
    true
}

fn quoted(dimension: Dimension, value: f64) -> String {
    let text = dimension.say(value);
    if dimension == Dimension::Number { text } else { format!("\"{text}\"") }
}

/// A law that is being read.
struct Form<'i, 'c, 'd> {
    item: &'i Item<'c, 'd>,
    dimension: Dimension,
}

impl<'c, 'd> Form<'_, 'c, 'd> {
    fn read(&self, table: &'d Table) -> Option<Distribution> {
        let [(key, _)] = table.entries.as_slice() else {
            return self.not_a_law(table);
        };
        let Some((name, allowed, _)) = LAWS.iter().find(|(name, ..)| *name == &*key.name) else {
            return self.not_a_law(table);
        };
        let (_, inner) = self.item.entries()?.into_iter().next()?;
        let inner = Item { own: false, ..inner };
        match *name {
            "constant" => {
                return inner.value(self.dimension, Bounds::ANY).map(Distribution::constant);
            }
            "mixture" => return self.mixture(&inner),
            _ => {}
        }
        let Some(parameters) = inner.node.as_table() else {
            inner.error(
                format!("the parameters of `{name}` must stand here, not {}", {
                    inner.node.value.kind()
                }),
                format!("write it like {}", example(name)),
            );
            return None;
        };
        let mut known = true;
        for (key, _) in &parameters.entries {
            if !allowed.contains(&&*key.name) {
                known = false;
                let remedy = match nearest(&key.name, allowed.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("write it like {}", example(name)),
                };
                let reason = format!("the law `{name}` has no parameter `{}`", key.name);
                let path = format!("{}.{}", inner.path, key.name);
                self.item.context.error(key.span, &path, Wrong::new(reason, remedy));
            }
        }
        let form =
            Parameters { law: name, item: &inner, table: parameters, dimension: self.dimension };
        let made = form.make()?;
        known.then_some(made)
    }

    fn not_a_law(&self, table: &Table) -> Option<Distribution> {
        let names: Vec<&str> = LAWS.iter().map(|l| l.0).collect();
        let keys: Vec<&str> = table.names().collect();
        let fits = |l: &&(&str, &[&str], &str)| {
            !l.1.is_empty() && !keys.is_empty() && keys.iter().all(|k| l.1.contains(k))
        };
        let near = match keys.as_slice() {
            [one] => nearest(one, names.iter().copied()),
            _ => None,
        };
        let (reason, remedy) = if let Some(near) = near {
            (format!("there is no law `{}`", keys[0]), format!("did you mean `{near}`?"))
        } else if let Some((_, _, example)) = LAWS.iter().find(fits) {
            let reason = "these are parameters, but the name of the law is missing";
            (reason.to_owned(), format!("write it like {example}"))
        } else if keys.len() > 1 {
            let reason = "a law has one name with its parameters, and here stand several keys";
            (reason.to_owned(), format!("write it like {}", example("lognormal")))
        } else {
            let reason = match keys.first() {
                Some(key) => format!("there is no law `{key}`"),
                None => "the law is empty".to_owned(),
            };
            (reason, format!("laws: {}", names.join(", ")))
        };
        self.item.error(reason, remedy);
        None
    }

    fn mixture(&self, inner: &Item<'c, 'd>) -> Option<Distribution> {
        let mut parts = Vec::new();
        let (mut sum, mut complete) = (0.0, true);
        for part in inner.list()? {
            let Some(entries) = part.entries() else {
                complete = false;
                continue;
            };
            let find = |name: &str| entries.iter().find(|(n, _)| *n == name).map(|(_, i)| i);
            for (name, item) in &entries {
                if !["weight", "law"].contains(name) {
                    complete = false;
                    item.error(format!("a part of a mixture has no `{name}`"), {
                        "write { weight = \"70 %\", law = ... }"
                    });
                }
            }
            let (Some(weight), Some(law)) = (find("weight"), find("law")) else {
                complete = false;
                part.error("a part of a mixture needs `weight` and `law`", {
                    "write { weight = \"70 %\", law = ... }"
                });
                continue;
            };
            let weight = weight.value(Dimension::Share, Bounds::SHARE);
            let law = read(law, self.dimension, &Bounds::ANY);
            sum += weight.unwrap_or(0.0);
            complete &= weight.is_some() && law.is_some();
            parts.extend(weight.zip(law));
        }
        if !complete {
            return None;
        }
        if (sum - 1.0).abs() > 1e-3 {
            inner.error(
                format!("the weights add up to {} %, not 100 %", say_number(sum * 100.0)),
                "change the weights so that they add up to 100 %",
            );
            return None;
        }
        Distribution::mixture(parts).map_err(|e| self.item.error(e.to_string(), "")).ok()
    }
}

fn example(law: &str) -> &'static str {
    LAWS.iter().find(|l| l.0 == law).map_or("", |l| l.2)
}

/// The parameters of one law.
struct Parameters<'i, 'c, 'd> {
    law: &'static str,
    item: &'i Item<'c, 'd>,
    table: &'d Table,
    dimension: Dimension,
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

    fn make(&self) -> Option<Distribution> {
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
