//! Laws of chance: `"2 h"` or `{ weibull = { shape = 2.6, scale = "5200 h" } }`.

use super::bounds::Bounds;
use super::dimension::Dimension;
use super::item::Item;
use super::law_parameters::Parameters;
use super::node::Table;
use super::say::say_number;
use super::units::{Wrong, nearest};
use sim_core::Distribution;

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

/// How a law is written.
pub(super) fn example(law: &str) -> &'static str {
    LAWS.iter().find(|l| l.0 == law).map_or("", |l| l.2)
}
