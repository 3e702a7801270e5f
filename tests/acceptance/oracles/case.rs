//! The published cases as they stand in the file beside the workspace.

use serde_json::Value;

/// All cases; `None`, with the reason printed, where the file does not exist. On the build server
/// (environment variable CI) it has to exist.
pub(crate) fn load() -> Option<Vec<Case>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/oracles/public.json");
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if std::env::var_os("CI").is_none() => {
            super::say(&format!("oracles skipped: {path}: {error}"));
            return None;
        }
        Err(error) => panic!("{path}: {error}"),
    };
    let whole: Value = serde_json::from_str(&text).expect("the file is JSON");
    let cases = whole["cases"].as_array().expect("a list of cases");
    Some(cases.iter().cloned().map(Case).collect())
}

/// One case.
pub(crate) struct Case(Value);

/// How long one replication is, in the time unit of the case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Horizon {
    pub(crate) warm_up: f64,
    pub(crate) length: f64,
}

/// What is required of one figure.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Metric {
    pub(crate) accept: f64,
    /// Half-width of a 95 % interval, where the variance is known.
    pub(crate) half_width: Option<f64>,
}

impl Case {
    pub(crate) fn id(&self) -> &str {
        self.0["id"].as_str().expect("every case has an id")
    }

    pub(crate) fn area(&self) -> &str {
        self.0["area"].as_str().expect("every case has an area")
    }

    /// A parameter; `a.b` is `b` inside `a`.
    pub(crate) fn value(&self, path: &str) -> &Value {
        path.split('.').fold(&self.0["parameters"], |v, key| &v[key])
    }

    pub(crate) fn number(&self, path: &str) -> f64 {
        self.value(path).as_f64().unwrap_or_else(|| panic!("{} has no number {path}", self.id()))
    }

    pub(crate) fn list(&self, path: &str) -> Vec<f64> {
        numbers(self.value(path))
    }

    /// The numbers in the text of a parameter, such as `Weibull(shape 2.5, scale 100 h)`.
    pub(crate) fn law(&self, path: &str) -> Vec<f64> {
        let text = self.value(path).as_str().expect("a law in words");
        text.split(|c: char| !(c.is_ascii_digit() || c == '.'))
            .filter_map(|word| word.parse().ok())
            .collect()
    }

    pub(crate) fn expected(&self, name: &str) -> Option<&Value> {
        self.0["expected"].get(name)
    }

    pub(crate) fn expects(&self, name: &str) -> f64 {
        self.expected(name)
            .and_then(Value::as_f64)
            .unwrap_or_else(|| panic!("{} expects no {name}", self.id()))
    }

    /// Every figure that the case gives.
    pub(crate) fn expected_names(&self) -> Vec<&str> {
        let table = self.0["expected"].as_object().expect("every case expects something");
        table.keys().map(String::as_str).collect()
    }

    fn tolerance(&self) -> &Value {
        &self.0["tolerance"]
    }

    pub(crate) fn replications(&self) -> u64 {
        self.tolerance()["replications"].as_u64().expect("a number of replications")
    }

    /// Required precision where the variance is not known: 3.29 SE within this share.
    pub(crate) fn precision(&self) -> Option<f64> {
        self.tolerance()["accept_rel"].as_f64()
    }

    /// Length and warm-up, counted in time or in customers that come at `rate`.
    pub(crate) fn horizon(&self, rate: f64) -> Horizon {
        let tolerance = self.tolerance();
        let unit = tolerance["unit"].as_str().unwrap_or("time");
        let length = [&tolerance["run_length"], &tolerance["run"]]
            .into_iter()
            .find_map(Value::as_f64)
            .unwrap_or_else(|| panic!("{} has no run length", self.id()));
        let counted = |unit: &str| ["customers", "arrivals", "jobs"].contains(&unit);
        let warm_up = match &tolerance["warmup"] {
            Value::String(words) => {
                let mut words = words.split(' ');
                let number: f64 = words.next().and_then(|n| n.parse().ok()).expect("a number");
                if words.next().is_some_and(counted) { number / rate } else { number }
            }
            number => number.as_f64().unwrap_or(0.0),
        };
        Horizon { warm_up, length: if counted(unit) { length / rate } else { length } }
    }

    /// What the case requires of a figure explicitly.
    pub(crate) fn metric(&self, name: &str) -> Option<Metric> {
        let metric = self.tolerance()["metrics"].get(name)?;
        let mut accept = metric["accept_abs"].as_f64().expect("accept_abs");
        if self.tolerance()["note"].as_str().is_some_and(|n| n.starts_with("widen accept_abs by 4"))
        {
            accept += 4.0 * self.expects("standard_error_of_reference");
        }
        Some(Metric { accept, half_width: metric["hw95_expected"].as_f64() })
    }

    pub(crate) fn metric_names(&self) -> Vec<&str> {
        let metrics = self.tolerance()["metrics"].as_object();
        metrics.map(|m| m.keys().map(String::as_str).collect()).unwrap_or_default()
    }
}

/// A list of numbers.
pub(crate) fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list of numbers");
    list.iter().map(|v| v.as_f64().expect("a number")).collect()
}
