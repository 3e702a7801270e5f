//! The JSON Schemas of the input files: every key is explained with unit and example, and every file
//! that is shipped is valid by them.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use twin_models::text::{Document, Key, Node, Value as Toml};

fn plant() -> Value {
    twin_models::plant::read::plant_schema()
}

fn study() -> Value {
    scenarios::study::read::study_schema()
}

/// Every key of every table: path and schema.
fn walk<'a>(schema: &'a Value, path: &str, found: &mut Vec<(String, &'a Value)>) {
    let Value::Object(map) = schema else { return };
    for (word, inner) in map {
        match (word.as_str(), inner) {
            ("properties", Value::Object(keys)) => {
                for (key, of) in keys {
                    let here = format!("{path}.{key}");
                    found.push((here.clone(), of));
                    walk(of, &here, found);
                }
            }
            ("$defs", Value::Object(defs)) => {
                defs.iter().for_each(|(name, of)| walk(of, &format!("{path}#{name}"), found));
            }
            ("additionalProperties" | "items", of) => walk(of, &format!("{path}.*"), found),
            ("anyOf", Value::Array(all)) => all.iter().for_each(|of| walk(of, path, found)),
            _ => {}
        }
    }
}

#[test]
fn every_key_has_description_unit_and_an_example_that_is_valid() {
    for root in [plant(), study()] {
        let mut found = Vec::new();
        walk(&root, "", &mut found);
        assert!(found.len() > 100, "{} keys", found.len());
        for (path, schema) in found {
            // The forms of a law are explained by their example.
            let law = path.starts_with("#law.") && path.matches('.').count() == 1;
            let wanted: &[&str] = if law { &["description"] } else { &["description", "unit"] };
            for word in wanted {
                let text = schema[*word].as_str().unwrap_or_default();
                assert!(!text.is_empty(), "{path} has no {word}");
            }
            let examples = schema["examples"].as_array();
            assert!(law || examples.is_some_and(|e| !e.is_empty()), "{path} has no example");
            let mut alone = schema.clone();
            alone["$defs"] = root["$defs"].clone();
            let validator = jsonschema::validator_for(&alone).expect("a schema");
            for example in examples.into_iter().flatten() {
                assert!(validator.is_valid(example), "{path}: {example} is not valid");
            }
        }
    }
}

/// A value as tools hand it to a schema: dates are texts.
fn as_json(node: &Node) -> Value {
    match &node.value {
        Toml::String(text) | Toml::Time(text) => json!(&**text),
        Toml::Integer(n) => json!(n),
        Toml::Float(x) => json!(x),
        Toml::Boolean(flag) => json!(flag),
        Toml::Date(date) => json!(date.to_string()),
        Toml::Array(list) => list.iter().map(as_json).collect(),
        Toml::Table(table) => {
            let entry = |(key, node): &(Key, Node)| (key.name.to_string(), as_json(node));
            Value::Object(table.entries.iter().map(entry).collect())
        }
    }
}

fn read(path: &Path) -> Option<Value> {
    Document::read(path).ok().map(|document| as_json(&document.root))
}

fn files(folder: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let entries = std::fs::read_dir(root.join(folder)).expect("a folder");
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    files
}

#[test]
fn every_file_that_is_shipped_is_valid() {
    let validator = |schema: &Value| jsonschema::validator_for(schema).expect("a schema");
    let (of_plants, of_studies) = (validator(&plant()), validator(&study()));
    let folders = [
        "examples/plants",
        "examples/studies",
        "twin-models/fixtures/good",
        "scenarios/fixtures/good",
    ];
    let mut read_files = [0, 0];
    for path in folders.iter().flat_map(|f| files(f)) {
        let value = read(&path).expect("TOML");
        let is_study = value.get("study").is_some();
        read_files[usize::from(is_study)] += 1;
        let validator = if is_study { &of_studies } else { &of_plants };
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(faults.is_empty(), "{}:\n{}", path.display(), faults.join("\n"));
    }
    assert!(read_files[0] >= 6 && read_files[1] >= 5, "{read_files:?}");
}

/// What the schema can see it does see; what needs the whole plant only the reader sees.
#[test]
fn slips_are_seen() {
    let validator = jsonschema::validator_for(&plant()).expect("a schema");
    let path = "../twin-models/fixtures/good/everything.toml";
    let good = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("TOML");
    let machine = good["machines"].as_object().and_then(|m| m.keys().next()).expect("a machine");
    for (key, value) in [
        ("cycel", json!("1 min")),
        ("cycle", json!(3)),
        ("servers", json!("two")),
        ("part_at_failure", json!("forget")),
    ] {
        let mut bad = good.clone();
        bad["machines"][machine][key] = value;
        assert!(!validator.is_valid(&bad), "{key}");
    }
}
