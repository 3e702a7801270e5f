//! The crates depend on each other downwards only.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Which crates of the house each may use (by folder), in whatever table of its manifest.
const MAY_USE: [(&str, &[&str]); 6] = [
    ("sim-core", &[]),
    ("twin-models", &["sim-core"]),
    ("calibration", &["twin-models", "sim-core"]),
    ("scenarios", &["twin-models", "sim-core"]),
    ("reports", &["scenarios", "twin-models", "sim-core"]),
    ("cli", &["reports", "scenarios", "calibration", "twin-models", "sim-core"]),
];

/// At the top: they may use everything, and nobody uses them.
const TOP: [&str; 3] = ["benches", "examples", "tests"];

/// Every crate of the workspace: folder, and its direct dependencies with the folder, if in the
/// workspace, or the name of the crate.
fn crates() -> BTreeMap<String, Vec<String>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--no-deps", "--offline"]);
    let output = cargo.args(["--manifest-path", root]).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata");
    let text = |v: &Value| v.as_str().expect("a text").to_owned();
    let folder = |path: &str| {
        let name = Path::new(path).file_name().expect("a folder");
        name.to_string_lossy().into_owned()
    };
    let packages = metadata["packages"].as_array().expect("packages");
    let crates = packages.iter().map(|package| {
        let manifest = text(&package["manifest_path"]);
        let home = Path::new(&manifest).parent().expect("a folder").to_string_lossy();
        let dependencies = package["dependencies"].as_array().expect("dependencies");
        let uses = dependencies.iter().map(|d| match d["path"].as_str() {
            Some(path) => folder(path),
            None => text(&d["name"]),
        });
        (folder(&home), uses.collect())
    });
    crates.collect()
}

#[test]
fn crates_depend_downwards_only() {
    for (name, uses) in crates() {
        if TOP.contains(&name.as_str()) {
            continue;
        }
        let may_use = MAY_USE.iter().find(|(known, _)| *known == name);
        let (_, may_use) = may_use.unwrap_or_else(|| panic!("{name} is new: where does it stand?"));
        for used in uses {
            let inside = MAY_USE.iter().any(|(known, _)| *known == used);
            let allowed = may_use.contains(&used.as_str());
            assert!(!inside || allowed, "{name} uses {used}: the wrong way");
            assert!(!TOP.contains(&used.as_str()), "{name} uses {used}, which is at the top");
        }
    }
}

#[test]
fn what_belongs_below_stays_below() {
    let crates = crates();
    // scenarios knows money, not entities; reports draws figures, not numbers.
    for (name, foreign) in [
        ("sim-core", &["bevy_ecs"][..]),
        ("scenarios", &["bevy_ecs"]),
        ("reports", &["bevy_ecs", "rand", "rand_distr"]),
        ("cli", &["bevy_ecs", "rand", "rand_distr"]),
    ] {
        for foreign in foreign {
            assert!(!crates[name].iter().any(|used| used == foreign), "{name} uses {foreign}");
        }
    }
}
