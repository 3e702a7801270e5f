//! Good files run, bad files meet golden diagnostics: all faults at once, each with its place.

use scenarios::study::read_study_file;
use std::path::{Path, PathBuf};

pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

#[test]
fn every_bad_study_meets_its_golden_diagnostics() {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(fixture("bad")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "toml"));
    files.sort();
    assert!(files.len() >= 10);
    let root = format!("{}/", fixture("bad").display());
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let faults = match read_study_file(&file) {
            Ok(_) => panic!("{name} was accepted"),
            Err(faults) => faults,
        };
        assert!(faults.errors() > 0);
        let text = faults.to_string().replace(&root, "");
        insta::with_settings!({ snapshot_path => "../../fixtures/bad", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn the_shipped_studies_are_free_of_faults() {
    let studies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/studies");
    for name in [
        "predictive_maintenance.toml",
        "bottling.toml",
        "cnc_quality.toml",
        "electronics.toml",
        "smt_energy.toml",
        "bundle.toml",
        "placebo.toml",
    ] {
        let study = read_study_file(&studies.join(name)).unwrap_or_else(|f| panic!("{f}"));
        assert!(study.warnings.is_empty(), "{}", study.warnings);
        let of_study = study.assumptions.iter().filter(|a| a.file == "study");
        let orphans: Vec<&str> = of_study.filter(|a| a.owner.is_none()).map(|a| &*a.path).collect();
        assert!(orphans.is_empty() || name == "placebo.toml", "without an owner: {orphans:?}");
    }
}
