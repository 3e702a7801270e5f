//! Plant files that are right.

use twin_models::plant::model::{InitialAge, Life, MachineIx, Takes};
use twin_models::plant::read::{ReadPlant, read_plant, resolve_plant};
use twin_models::text::Document;

fn read(path: &str) -> ReadPlant {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let document = Document::read(&path).unwrap_or_else(|e| panic!("{e}"));
    let read = read_plant(&document).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(resolve_plant(&document).as_ref(), Ok(&read.plant));
    read
}

#[test]
fn machining_line() {
    let read = read("../examples/plants/machining_line.toml");
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let plant = read.plant;
    let names: Vec<&str> = plant.machines.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["saw", "lathe", "mill", "drill", "wash"]);
    assert_eq!(plant.constraint, MachineIx(2));
    assert!((plant.machines[2].cycle.mean() - 174.0).abs() < 1e-9);
    assert_eq!(plant.machines[2].inputs.len(), 1);
    assert!(plant.machines[4].outputs.is_empty() && plant.machines[4].inspection.is_some());
    assert_eq!(plant.modes.len(), 7);
    assert!(plant.modes.iter().all(|m| m.initial_age == InitialAge::InService));
    assert!(matches!(plant.modes[0].life, Life::Whole { warning: Some(_), .. }));
    assert_eq!(plant.calendar.shifts.len(), 5);
    assert_eq!(plant.machines[0].takes, Takes::Any);
    assert_eq!(plant.demand.as_ref().map(|d| d.max_wait_days), Some(14));
    let scrap = read.inputs.iter().find(|i| i.path == "machines.mill.scrap").unwrap();
    assert_eq!((scrap.text.as_str(), scrap.number), ("\"0.4 %\"", 0.004));
    assert_eq!(scrap.provenance.map(|k| read.provenance[k].path.as_str()), Some("machines"));
    let warning = read.inputs.iter().find(|i| i.path == "failures.M1.warning").unwrap();
    assert_eq!(warning.provenance.map(|k| read.provenance[k].kind), Some("estimated"));
}

/// Not a check of speed, but a look at it: `cargo test --release -- speed --nocapture --ignored`.
#[test]
#[ignore = "prints times"]
#[expect(clippy::disallowed_methods, clippy::print_stderr, reason = "measures")]
fn speed() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples/plants/machining_line.toml");
    let bytes = std::fs::read(path).unwrap();
    let document = Document::parse("plant.toml", &bytes).unwrap();
    let time = |what: &str, run: &mut dyn FnMut()| {
        let start = std::time::Instant::now();
        for _ in 0..2000 {
            run();
        }
        eprintln!("{what}: {:.1} us", start.elapsed().as_secs_f64() / 2000.0 * 1e6);
    };
    time("parse", &mut || drop(Document::parse("plant.toml", &bytes)));
    time("clone", &mut || drop(document.clone()));
    time("read_plant", &mut || drop(read_plant(&document)));
    time("resolve_plant", &mut || drop(resolve_plant(&document)));
}
