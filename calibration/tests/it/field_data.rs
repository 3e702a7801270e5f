//! Two real logs, kept beside the workspace and never part of it.

use std::path::{Path, PathBuf};

use calibration::clean::Action;
use calibration::fit::Family;
use calibration::{Calibration, calibrate};
use sim_core::{Distribution, Streams};

/// Path of a field file; `None`, with the reason printed, when it is absent outside CI.
fn field(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", path.display());
    println!("skipped: {} is not here", path.display());
    None
}

fn mapping(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/calibration").join(name)
}

fn seconds(text: &str) -> f64 {
    calibration::read::number::parse_duration(text).unwrap()
}

/// Availability that the written plant file implies: 1 / (1 + Σ mean repair / mean life).
fn implied_availability(result: &Calibration) -> f64 {
    let plant: toml::Table = toml::from_str(&result.plant_toml).unwrap();
    let mean = |mode: &toml::Value, key: &str| {
        let law = mode[key].as_table().unwrap().values().next().unwrap().clone();
        seconds(law["mean"].as_str().unwrap())
    };
    let ratio: f64 = plant["failures"]
        .as_table()
        .unwrap()
        .values()
        .map(|mode| mean(mode, "repair") / mean(mode, "life"))
        .sum();
    1.0 / (1.0 + ratio)
}

#[test]
fn bottling_line() {
    let Some(log) = field("bottling_kaggle/dataset.xlsx") else { return };
    for map in [None, Some(mapping("bottling.map.toml"))] {
        let result = calibrate(&log, map.as_deref()).unwrap_or_else(|e| panic!("{e}"));
        println!("{}\n{}", result.report.to_text(), result.plant_toml);
        let estimate = &result.report.estimate;
        assert_eq!(estimate.observed.stops, 1388);
        assert!((estimate.observed.log_stop_h - 131.9005).abs() < 1e-3);
        assert!((implied_availability(&result) - 101.808_975 / 238.654_637).abs() < 1e-5);
        assert!((estimate.observed.units_per_up_h.unwrap() - 60_888.0 / 101.808_975).abs() < 0.01);
        let mode = &estimate.modes[0];
        assert_eq!(mode.life.law.family, Family::Lognormal);
        assert_eq!(mode.repair.law.family, Family::Lognormal);
        let repair = mode.repair.selection.as_ref().unwrap().chosen;
        assert!(
            (repair.law.first - 4.834).abs() < 1e-3 && (repair.law.second - 0.972).abs() < 1e-3
        );
        assert!((repair.ln_likelihood + 8639.7).abs() < 0.1);
        let blocks: Vec<_> =
            result.report.rules.iter().filter(|r| r.rule == "mistyped date block").collect();
        assert_eq!(blocks.iter().map(|b| b.rows).collect::<Vec<_>>(), [33, 18]);
        assert!(blocks.iter().all(|b| b.action == Action::Corrected));
        assert!(
            blocks[0].detail.contains("from downtime_755 dated 2022-11-28 belong to 2022-10-28")
        );
        assert!(
            blocks[1].detail.contains("from downtime_1248 dated 2022-01-13 belong to 2023-01-13")
        );
        assert!(!result.report.rules.iter().any(|r| r.rule == "overlap"), "none is left");
    }
}

/// Alternating renewal process of the emitted laws over many periods of the same length: the mean
/// availability and pieces per watched hour agree with the records within the 99 % half-width.
#[test]
fn a49_trap_12_bottling_line_replayed() {
    let Some(log) = field("bottling_kaggle/dataset.xlsx") else { return };
    let result = calibrate(&log, None).unwrap_or_else(|e| panic!("{e}"));
    let estimate = &result.report.estimate;
    let mode = &estimate.modes[0];
    let law = |l: &calibration::fit::Law| Distribution::lognormal(l.mean(), l.cv()).unwrap();
    let (life, repair) = (law(&mode.life.law), law(&mode.repair.law));
    let period_s = estimate.observed.watched_h * 3600.0;
    let mut share = Vec::new();
    for replication in 0..400 {
        let mut luck = Streams::new(3, replication).stream("line", "replay");
        // The first stretch lets the start be forgotten.
        let (mut clock, mut up) = (-period_s, 0.0);
        while clock < period_s {
            let end = clock + life.quantile(luck.uniform());
            up += (end.min(period_s) - clock.max(0.0)).max(0.0);
            clock = end + repair.quantile(luck.uniform());
        }
        share.push(up / period_s);
    }
    let n = share.len() as f64;
    let mean = share.iter().sum::<f64>() / n;
    let sd = (share.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / (n - 1.0)).sqrt();
    println!("availability {mean:.4} +- {:.4}, sd of one period {sd:.4}", 2.58 * sd / n.sqrt());
    assert!((mean - 0.426_596).abs() < 2.58 * sd / n.sqrt(), "{mean}");
}

#[test]
fn paint_line() {
    let Some(log) = field("paint_line_mx/FALLAS2018.csv") else { return };
    let result =
        calibrate(&log, Some(&mapping("paint_line.map.toml"))).unwrap_or_else(|e| panic!("{e}"));
    println!("{}\n{}", result.report.to_text(), result.plant_toml);
    let observed = &result.report.estimate.observed;
    assert!((observed.mtbf_h - 9.26).abs() < 0.01, "{}", observed.mtbf_h);
    assert!((observed.mttr_s / 60.0 - 18.6).abs() < 0.05, "{}", observed.mttr_s);
    assert!((1.0 - observed.availability - 0.0323).abs() < 5e-5, "{}", observed.availability);
    assert!((implied_availability(&result) - observed.availability).abs() < 1e-5);
    assert!(result.report.estimate.modes.len() > 3);
}

/// Files that are no stop logs, or logs of another kind: a plant or a reason, never a crash.
#[test]
fn every_other_file_is_answered() {
    let Some(root) = field("paint_line_mx").and_then(|p| Some(p.parent()?.to_owned())) else {
        return;
    };
    for folder in std::fs::read_dir(root).unwrap() {
        let Ok(files) = std::fs::read_dir(folder.unwrap().path()) else { continue };
        for file in files {
            let path = file.unwrap().path();
            match calibrate(&path, None) {
                Ok(c) => println!("{}: {:?}", path.display(), c.report.estimate.observed),
                Err(e) => println!("{e}"),
            }
        }
    }
}

#[test]
fn the_other_years_of_the_paint_line() {
    let Some(log) = field("paint_line_mx/FALLAS2018.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    for (year, mtbf_h, mttr_min, down) in [(2016, 6.98, 20.4, 4.65), (2017, 4.86, 16.4, 5.33)] {
        let text = std::fs::read_to_string(mapping("paint_line.map.toml")).unwrap();
        let map = folder.path().join("map.toml");
        std::fs::write(&map, text.replace("2018", &year.to_string())).unwrap();
        let log = log.with_file_name(format!("FALLAS{year}.csv"));
        let result = calibrate(&log, Some(&map)).unwrap_or_else(|e| panic!("{e}"));
        let o = &result.report.estimate.observed;
        assert!((o.mtbf_h - mtbf_h).abs() < 0.01, "{year}: {}", o.mtbf_h);
        assert!((o.mttr_s / 60.0 - mttr_min).abs() < 0.12, "{year}: {}", o.mttr_s);
        assert!((100.0 * (1.0 - o.availability) - down).abs() < 0.01, "{year}");
    }
}
