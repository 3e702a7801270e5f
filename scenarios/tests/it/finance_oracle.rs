//! The public oracle collection, area finance: every figure under its stated tolerance.
//!
//! Skipped with a reason where the collection is not installed; a failure where `CI` is set.

use std::path::Path;

use serde_json::Value;

mod appraisals;
mod distributions;
mod rates;

/// One case, and how many of its figures were checked.
struct Case {
    id: String,
    expected: Value,
    parameters: Value,
    absolute: f64,
    relative: f64,
    metrics: Value,
    checked: std::cell::Cell<u32>,
}

impl Case {
    /// The parameter at a JSON pointer, as numbers.
    #[expect(clippy::unwrap_used, reason = "a test helper")]
    fn numbers(&self, pointer: &str) -> Vec<f64> {
        let list = self.parameters.pointer(pointer).unwrap().as_array().unwrap();
        list.iter().map(|number| number.as_f64().unwrap()).collect()
    }

    /// The parameter at a JSON pointer, as one number.
    #[expect(clippy::unwrap_used, reason = "a test helper")]
    fn number(&self, pointer: &str) -> f64 {
        self.parameters.pointer(pointer).unwrap().as_f64().unwrap()
    }

    /// Checks one expected figure; `name` is its key, with `/i` for an element of a list.
    #[track_caller]
    fn check(&self, name: &str, found: impl Into<Option<f64>>) {
        let found: Option<f64> = found.into();
        let expected = self.expected.pointer(&format!("/{name}"));
        let expected = expected.unwrap_or_else(|| panic!("{}: no figure {name}", self.id));
        self.checked.set(self.checked.get() + 1);
        let id = &self.id;
        match (found, expected.as_f64()) {
            (None, None) => assert!(expected.is_null(), "{id} {name}: {expected} is no number"),
            (Some(found), Some(expected)) => {
                let metric = &self.metrics[name]["accept_abs"];
                let is_rate = name.contains("IRR");
                let is_time = name.contains("payback");
                let absolute = match metric.as_f64() {
                    Some(accepted) => accepted,
                    None if is_rate => self.absolute.min(1e-8),
                    None if is_time => self.absolute.min(1e-9),
                    None => self.absolute,
                };
                // The collection prints ten significant digits: the truth is that far from them.
                let relative = f64::max(self.relative, 5e-10);
                let accepted = f64::max(absolute, relative * expected.abs());
                let off = (found - expected).abs();
                assert!(off <= accepted, "{id} {name}: {found} instead of {expected}, off {off}");
            }
            (found, _) => panic!("{id} {name}: {found:?} instead of {expected}"),
        }
    }

    /// Checks a figure of a simulation: `accepted` is 3.29 standard errors, and small enough.
    #[track_caller]
    fn check_mean(&self, name: &str, found: f64, accepted: f64, largest: f64) {
        let (id, expected) = (&self.id, self.expected[name].as_f64());
        let expected = expected.unwrap_or_else(|| panic!("{id}: no figure {name}"));
        self.checked.set(self.checked.get() + 1);
        let off = (found - expected).abs();
        assert!(off <= accepted, "{id} {name}: {found} instead of {expected}, off {off}");
        assert!(accepted <= largest, "{id} {name}: run longer, {accepted} is wider than {largest}");
    }

    /// Prints how much of the case was checked.
    #[expect(clippy::print_stdout, reason = "a test tells what it checked")]
    fn done(self, elsewhere: &str) {
        let note = if elsewhere.is_empty() { "" } else { "; not here: " };
        println!("{}: {} figures checked{note}{elsewhere}", self.id, self.checked.get());
    }
}

/// The case `id`, or `None` where there is no collection.
#[expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test helper")]
fn case(id: &str) -> Option<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/oracles/public.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(std::env::var_os("CI").is_none(), "CI needs the oracles at {}", path.display());
        println!("{id} skipped: no oracle collection at {}", path.display());
        return None;
    };
    let collection: Value = serde_json::from_str(&text).unwrap();
    let cases = collection["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["id"] == id).unwrap();
    let tolerance = &case["tolerance"];
    Some(Case {
        id: id.to_owned(),
        expected: case["expected"].clone(),
        parameters: case["parameters"].clone(),
        absolute: tolerance["abs"].as_f64().unwrap_or(1e-6),
        relative: tolerance["rel"].as_f64().unwrap_or(0.0),
        metrics: tolerance["metrics"].clone(),
        checked: std::cell::Cell::new(0),
    })
}
