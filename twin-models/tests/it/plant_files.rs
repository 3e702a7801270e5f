//! Plant files that are right.

use twin_models::plant::model::{InitialAge, Life, MachineIx, RepairEffect, Takes};
use twin_models::plant::read::{ReadPlant, read_plant, resolve_plant, resolve_programmes};
use twin_models::text::Document;

fn read(path: &str) -> ReadPlant {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let document = Document::read(&path).unwrap_or_else(|e| panic!("{e}"));
    let read = read_plant(&document).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(resolve_plant(&document).as_ref(), Ok(&read.plant));
    read
}

#[test]
fn other_programmes_of_the_same_plant_need_no_second_reading() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/good/everything.toml");
    let text = std::fs::read_to_string(path).unwrap();
    let parse = |text: &str| Document::parse("plant.toml", text.as_bytes()).unwrap();
    let base = resolve_plant(&parse(&text)).unwrap();
    let other = parse(&text.replace("P1 = \"85 %\"", "P1 = \"15 %\"").replace("97 %", "50 %"));
    let found = resolve_programmes(&other, &base).unwrap();
    assert_eq!(found, resolve_plant(&other).unwrap());
    assert_ne!(found, base);
    let wrong = parse(&text.replace("on = [\"J1\"]\ndetection", "on = [\"J9\"]\ndetection"));
    let faults = resolve_programmes(&wrong, &base).unwrap_err();
    assert_eq!(faults, resolve_plant(&wrong).unwrap_err());
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
    assert_eq!(plant.modes.len(), 9);
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

#[test]
fn job_shop() {
    let read = read("../examples/plants/job_shop.toml");
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let orphans: Vec<&str> = read
        .inputs
        .iter()
        .filter(|i| i.provenance.is_none() && !i.path.starts_with("calendar"))
        .map(|i| &*i.path)
        .collect();
    assert!(orphans.is_empty(), "without a source: {orphans:?}");
    let shop = read.plant.shop.unwrap();
    assert_eq!((shop.products.len(), shop.stations.len(), shop.families.len()), (3, 5, 2));
    let centre = &shop.stations[2];
    assert_eq!(centre.machines, [MachineIx(2), MachineIx(3)]);
    let matrix = centre.set_up.as_ref().unwrap();
    let hours = |from, to| matrix.between(from, to).0.mean() / 3600.0;
    // Manifold, housing, shaft: aluminium, aluminium, steel.
    assert!((hours((0, 0), (2, 1)) - 2.0).abs() < 1e-9);
    assert!((hours((2, 1), (0, 0)) - 80.0 / 60.0).abs() < 1e-9);
    assert!((hours((1, 0), (0, 0)) - 35.0 / 60.0).abs() < 1e-9);
    assert!((hours((0, 0), (0, 0)) - 20.0 / 60.0).abs() < 1e-9);
}

#[test]
fn bottling_line() {
    let read = read("../examples/plants/bottling_line.toml");
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let orphans: Vec<&str> =
        read.inputs.iter().filter(|i| i.provenance.is_none()).map(|i| &*i.path).collect();
    assert!(orphans.is_empty(), "without a source: {orphans:?}");
    let plant = read.plant;
    assert_eq!(plant.machines.len(), 6);
    assert_eq!(plant.modes.len(), 14);
    assert_eq!(plant.modes.iter().filter(|m| m.labour.is_some()).count(), 14);
    let warned = |m: &&twin_models::plant::model::FailureMode| {
        matches!(m.life, Life::Whole { warning: Some(_), .. })
    };
    let names: Vec<&str> = plant.modes.iter().filter(warned).map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["F1", "F2", "L1", "P1", "Z1", "D1", "R1"]);
    // The filler is the slowest; away from it machines get faster.
    let seconds: Vec<f64> = plant.machines.iter().map(|m| m.cycle.mean()).collect();
    let filler = plant.constraint.index();
    assert!(seconds[..=filler].is_sorted() && seconds[filler..].is_sorted_by(|a, b| a > b));
    let changeovers = plant.changeovers.unwrap();
    assert_eq!((changeovers.every.mean(), changeovers.machines.len()), (16.5 * 3600.0, 6));
    let kinds: Vec<(&str, u32)> =
        changeovers.kinds.iter().map(|k| (k.name.as_str(), k.times)).collect();
    assert_eq!(kinds, [("flavour", 6), ("format", 1)]);
    // Two whole weeks of every year are closed.
    for (first, last) in &plant.calendar.closed {
        assert_eq!(first.until(*last).unwrap().get_days(), 13);
        assert_eq!(first.weekday(), jiff::civil::Weekday::Monday);
    }
    assert_eq!(plant.calendar.closed.len(), 5);
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

#[test]
fn every_key_is_read() {
    let read = read("fixtures/good/everything.toml");
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let plant = read.plant;
    let names: Vec<&str> = plant.machines.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names[..6], ["press", "press#2", "weld", "paint", "lids", "join"]);
    assert_eq!(names[6..], ["saw", "bench", "bench#2"]);
    let names: Vec<&str> = plant.modes.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(
        names,
        ["P1", "P1#2", "P2", "P2#2", "J1", "W1", "L1", "L2", "L3", "J2", "J2#unit2", "J2#unit3",]
    );
    assert_eq!(plant.modes[1].machine, MachineIx(1));
    assert_eq!(plant.modes[5].machine, MachineIx(2));
    assert_eq!(plant.modes[5].repair, plant.modes[0].repair);
    assert_eq!(plant.modes[5].initial_age, InitialAge::New);
    assert_eq!(plant.modes[0].initial_age, InitialAge::Known(720_000.0));
    assert_eq!(plant.modes[2].initial_age, InitialAge::Known(1500.0));
    let names: Vec<&str> = plant.tasks.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "grind", "measure", "seals", "seals#2", "look", "service", "polish", "polish#2",
            "exchange"
        ]
    );
    let effects = [RepairEffect::KijimaOne(0.2), RepairEffect::KijimaTwo(0.1)];
    assert_eq!([plant.modes[0].effect, plant.modes[5].effect], effects);
    assert_eq!(plant.tasks[2].effect, RepairEffect::KijimaTwo(0.3));
    assert_eq!(plant.modes[0].induced.as_ref().map(|i| i.chance), Some(0.02));
    assert_eq!(plant.tasks[3].modes.iter().map(|m| m.0).collect::<Vec<_>>(), [1]);
    assert_eq!(plant.monitors[0].modes.iter().map(|m| m.1).collect::<Vec<_>>(), [0.85, 0.85, 0.7]);
    assert_eq!(plant.machines[0].split.as_deref(), Some(&[0.6, 1.0][..]));
    assert_eq!(plant.machines[2].cycle.as_constant(), Some(60.0));
    assert_eq!(plant.machines[2].split, None);
    assert_eq!(plant.buffers[0].capacity, u32::MAX);
    let changeovers = plant.changeovers.as_ref().unwrap();
    let kind = |n: u64| changeovers.kind(n).map(|k| k.name.as_str());
    assert_eq!([kind(6), kind(7), kind(8), kind(14)].map(Option::unwrap), {
        ["colour", "size", "colour", "size"]
    });
    assert_eq!(changeovers.machines.iter().map(|m| m.0).collect::<Vec<_>>(), [0, 1, 2, 3]);
    assert_eq!(changeovers.scrap_at, [MachineIx(0), MachineIx(1)]);
    assert_eq!(plant.crews[2].duty.clone(), {
        let hour = 3_600_000_000_i64;
        let at = |day: i64| (day * 24 * hour + 22 * hour, day * 24 * hour + 24 * hour);
        twin_models::plant::model::Duty::Windows(vec![at(0), at(1), at(2), at(3), at(6)])
    });
}

/// The fixtures that show every key show every key.
#[test]
fn the_fixture_shows_every_key() {
    use twin_models::text::{Kind, Node, Section, Value};
    fn missing(section: &'static Section, nodes: &[&Node], out: &mut Vec<String>) {
        for field in section.fields {
            let here: Vec<&Node> =
                nodes.iter().filter_map(|n| n.as_table()?.get(field.name)).collect();
            if here.is_empty() {
                out.push(format!("{} {}", section.name, field.name));
            }
            descend(&field.kind, &here, out);
        }
    }
    fn descend(kind: &'static Kind, nodes: &[&Node], out: &mut Vec<String>) {
        let values = |n: &&Node| match &n.value {
            Value::Table(t) => t.entries.iter().map(|(_, n)| n.clone()).collect(),
            Value::Array(list) => list.clone(),
            _ => Vec::new(),
        };
        let inner: Vec<Node> = nodes.iter().flat_map(values).collect();
        let inner: Vec<&Node> = inner.iter().collect();
        match kind {
            Kind::Table(section) => {
                let tables: Vec<&Node> =
                    nodes.iter().copied().filter(|n| n.as_table().is_some()).collect();
                missing(section, &tables, out);
            }
            Kind::Named(section) => missing(section, &inner, out),
            Kind::List(kind) | Kind::Map(kind) => descend(kind, &inner, out),
            Kind::Either(kinds) => kinds.iter().for_each(|kind| descend(kind, nodes, out)),
            _ => {}
        }
    }
    // What [inspection] excludes stands in a plant of its own.
    let documents = ["everything", "quality"].map(|name| {
        let path = format!("{}/fixtures/good/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        Document::read(std::path::Path::new(&path)).unwrap()
    });
    let mut out = Vec::new();
    let roots = documents.each_ref().map(|d| &d.root);
    missing(&twin_models::plant::read::PLANT_FILE, &roots, &mut out);
    assert!(out.is_empty(), "{out:#?}");
}

#[test]
fn every_key_of_quality_is_read() {
    use twin_models::plant::model::{Chart, Clock, Sampling};
    let read = read("fixtures/good/quality.toml");
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let (bore, flange) = (&read.plant.quality[0], &read.plant.quality[1]);
    assert_eq!(bore.machines, [MachineIx(0), MachineIx(1)]);
    assert_eq!((bore.lower, bore.upper, bore.mean), (Some(-25.0), Some(25.0), -1.0));
    assert_eq!(bore.gauge.as_ref().unwrap().chart, Chart::Limits(19.0));
    assert_eq!(bore.tool.as_ref().unwrap().most, 160);
    assert_eq!(bore.causes.iter().map(|c| c.clock).collect::<Vec<_>>(), {
        [Clock::Cycles, Clock::Operating]
    });
    assert_eq!((flange.lower, flange.mean), (None, 0.0));
    let rules = [true, false, true];
    assert_eq!(flange.gauge.as_ref().unwrap().chart, Chart::Shewhart { limit: 3.0, rules });
    let [first, last] = &read.plant.inspections[..] else { panic!("two inspections") };
    assert_eq!(first.sampling, Sampling::Every(10));
    assert_eq!(first.detects, [0.9, 0.9, 0.75, 0.75, 0.9]);
    assert_eq!(first.rework.as_ref().unwrap().takes, [false, true, true, false, false]);
    assert_eq!(last.sampling, Sampling::Plan { lot: 100, sample: 20, accept: 1, sort: 0.9 });
    assert_eq!(last.rework.as_ref().unwrap().to.map(|b| b.index()), Some(0));
}

#[test]
fn schema_and_reference_cover_all_sections() {
    let schema = twin_models::plant::read::plant_schema();
    let machines = &schema["properties"]["machines"]["additionalProperties"];
    assert_eq!(machines["properties"]["servers"]["default"], 1);
    assert_eq!(machines["additionalProperties"], false);
    assert!(schema["$defs"]["law"]["properties"]["weibull"].is_object());
    let reference = twin_models::plant::read::plant_reference();
    for section in ["[machines.NAME]", "[failures.NAME]", "false_alarms", "[demand]"] {
        assert!(reference.contains(&format!("## `{section}`")), "{section}");
    }
}

/// `GEMBA_WRITE_DOCS=1 cargo test` writes the reference anew.
#[test]
fn the_manual_lists_every_key() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/plant-file.md");
    let manual = std::fs::read_to_string(&path).unwrap();
    let (text, _) = manual.split_once("## `[plant]`").unwrap_or((&manual, ""));
    let reference = twin_models::plant::read::plant_reference();
    let current = format!("{text}{}\n", reference.trim_end());
    if std::env::var_os("GEMBA_WRITE_DOCS").is_some() {
        std::fs::write(&path, &current).unwrap();
    }
    assert_eq!(manual, current, "run GEMBA_WRITE_DOCS=1 cargo test -p twin-models");
}

#[test]
fn supplied_line() {
    let read = read("../examples/plants/supplied_line.toml");
    assert!(read.warnings.is_empty(), "{}", read.warnings);
    let plant = read.plant;
    let names: Vec<&str> = plant.materials.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(names, ["ingot", "board", "screw", "unit"]);
    assert_eq!(plant.machines[0].consumes.len(), 1);
    assert_eq!(plant.machines[1].makes.map(|k| k.index()), Some(3));
    assert_eq!(plant.suppliers.len(), 4);
}
