//! The published reference cases, read from the file beside the workspace.

use serde_json::Value;

/// Case `id`; `None`, with the reason printed, where the file does not exist. On the build server
/// (environment variable CI) it has to exist.
pub(crate) fn case(id: &str) -> Option<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/oracles/public.json");
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("skipped {id}: {path}: {error}");
            return None;
        }
        Err(error) => panic!("{path}: {error}"),
    };
    let whole: Value = serde_json::from_str(&text).expect("the file is JSON");
    let cases = whole["cases"].as_array().expect("a list of cases");
    Some(cases.iter().find(|case| case["id"] == id).expect("the case exists").clone())
}

/// The number at `value`.
pub(crate) fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

/// Asserts |found − expected| ≤ 1e-9·max(1, |expected|): ten printed digits.
pub(crate) fn assert_close(what: &str, found: f64, expected: &Value) {
    let expected = number(expected);
    let slack = 1e-9 * expected.abs().max(1.0);
    assert!((found - expected).abs() <= slack, "{what}: {found}, expected {expected}");
}
