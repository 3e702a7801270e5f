//! What attacks cost in a year: simulated with and without, and told as a curve.

use crate::luck::with;
use scenarios::study::result::{LossExceedance, StudyResult};
use scenarios::study::{RunOptions, Study, read_study};
use twin_models::text::Document;

const CYBER: &str = "\n[cyber]\nper_year = 2\nencryption = \"60 %\"\nspread = \"50 %\"\n\
    lasts = { lognormal = { mean = \"7 d\", cv = 0.5 } }\nransom_paid = \"40 %\"\n";

/// The press under attack; `edit` is what the investment does.
fn attacked(edit: &str, prices: &str, pairs: u64) -> Study {
    let edit = format!("edits = [{edit}]");
    with(
        "faster_press.toml",
        |plant| format!("{plant}{CYBER}"),
        |text| {
            let text = text
                .replace("pairs = 8", &format!("pairs = {pairs}"))
                .replace("horizon = \"12 months\"", "horizon = \"24 months\"")
                .replace("edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]", &edit);
            format!("{text}\n{prices}")
        },
    )
}

const PRICES: &str = "[prices.cyber]\nresponse = \"250 k$\"\nransom = \"1 M$\"\n";

fn run(study: &Study) -> StudyResult {
    study.run(&RunOptions::default()).unwrap()
}

#[track_caller]
fn curve(result: StudyResult) -> LossExceedance {
    result.attacks.unwrap()
}

#[test]
fn d35_the_curve_of_yearly_loss_against_its_chance_before_and_after() {
    let study = attacked("{ path = \"cyber.spread\", set = \"10 %\" }", PRICES, 60);
    let result = run(&study);
    let total = |arm: usize, key: &str| -> f64 {
        let found = result.arms[arm].monthly.iter().find(|q| q.key == key);
        found.unwrap().mean.iter().sum()
    };
    let (outages, ransoms) = (total(0, "outages:cyber"), total(0, "ransoms"));
    let hard = |name: &str| {
        let lines = result.comparisons[0].benefits.iter().flat_map(|b| &b.lines);
        lines.filter(|l| l.name == name).map(|l| l.per_year).sum::<f64>()
    };
    // What attacks cost beside the output is in the cash flow: quantities times prices.
    let fewer = outages - total(1, "outages:cyber");
    assert!((hard("response to attacks") - 250e3 * fewer / 2.0).abs() < 1e-6 * 250e3);
    assert!(hard("ransoms") > 0.0);
    let found = curve(result.clone());
    assert_eq!((found.pairs, found.years), (60, 2));
    // Whole years: every attack of the horizon is in the curve.
    assert!((found.before.attacks - outages / 2.0).abs() < 1e-12);
    assert!((found.before.response - 250e3 * outages / 2.0).abs() < 1e-3, "{found:?}");
    assert!((found.before.ransom - 1e6 * ransoms / 2.0).abs() < 1e-3);
    assert!(found.before.output > 0.0, "lost output costs something: {:?}", found.before);
    let (before, after) = (&found.before, &found.after);
    for year in [before, after] {
        assert!((year.mean - year.output - year.response - year.ransom).abs() < 1e-6);
        assert!(year.mean_ci.is_some_and(|ci| ci.low < year.mean && year.mean < ci.high));
    }
    assert!((found.avoided - before.mean + after.mean).abs() < 1e-6);
    assert!(found.avoided > 0.0 && found.avoided_ci.unwrap().low > 0.0);
    // 120 years: a loss of once in 10 or 20 years can be told, of once in 50 not.
    let told: Vec<u32> = before.once_in.iter().map(|once| once.years).collect();
    assert_eq!(told, [10, 20]);
    let points = &found.curve;
    assert!(points.len() > 8, "{}", points.len());
    for pair in points.windows(2) {
        assert!(pair[0].loss < pair[1].loss);
        assert!(pair[0].before.value >= pair[1].before.value);
        assert!(pair[0].after.value >= pair[1].after.value);
        assert!(pair[0].before.ci.high >= pair[1].before.ci.high, "bounds fall too");
    }
    for point in points {
        let apart = point.before.value - point.after.value;
        assert!((point.difference - apart).abs() < 1e-12);
        assert!(point.before.ci.low <= point.before.value);
        assert!(point.before.value <= point.before.ci.high && point.before.of == 120);
    }
    assert!(points[0].before.value > points[0].after.value);
    assert_eq!(points.last().unwrap().before.count + points.last().unwrap().after.count, 0);
    assert!(before.largest <= points.last().unwrap().loss);
    // About 0.6 x 0.5 x 2 outages a year less the time out: a Poisson year without any has e^-0.6.
    let chance = points[0].before.value;
    assert!((0.3..0.58).contains(&chance), "{chance}");
}

#[test]
fn d35_trap_01_the_loss_is_that_of_the_future_without_the_attack() {
    // Who keeps all attacks from the floor loses nothing, exactly; who changes nothing, as much.
    let shut = curve(run(&attacked("{ path = \"cyber.spread\", set = \"0 %\" }", PRICES, 12)));
    assert_eq!((shut.after.mean, shut.after.largest, shut.after.attacks), (0.0, 0.0, 0.0));
    assert!((shut.avoided - shut.before.mean).abs() < 1e-9 && shut.before.mean > 0.0);
    let same =
        curve(run(&attacked("{ path = \"machines.press.cycle\", set = \"10 min\" }", PRICES, 12)));
    assert_eq!(same.before, same.after);
    assert_eq!((same.avoided, same.avoided_ci), (0.0, None));
    assert!(same.curve.iter().all(|point| point.difference == 0.0));
    // Without prices of their own attacks cost the output that stock and overtime do not make up for: less
    // than the margin of all hours that the floor stood.
    let bare = curve(run(&attacked("{ path = \"cyber.spread\", set = \"0 %\" }", "", 12)));
    assert_eq!((bare.before.response, bare.before.ransom), (0.0, 0.0));
    assert!((bare.before.output - shut.before.output).abs() < 1e-6, "{bare:?} {shut:?}");
}

#[test]
fn d35_a_plant_without_attacks_has_no_curve_and_no_price_for_them() {
    let plain = with("faster_press.toml", str::to_owned, str::to_owned);
    assert!(run(&plain).attacks.is_none());
    let of = attacked("{ path = \"machines.press.cycle\", set = \"9 min\" }", "", 8);
    let faults = |plant: &str, prices: &str| {
        let text = format!("{}\n{prices}", of.study_file.text());
        let plant = of.plant_file.text().replace(CYBER, plant);
        let study = Document::parse("study.toml", text.as_bytes()).unwrap();
        let read = read_study(study, &|_| Document::parse("plant.toml", plant.as_bytes()));
        read.err().map(|faults| faults.to_string()).unwrap_or_default()
    };
    assert!(faults("\n", PRICES).contains("the plant has no attacks"));
    let silent = CYBER.replace("ransom_paid = \"40 %\"\n", "");
    assert!(faults(&silent, PRICES).contains("does not say whether a ransom is paid"));
    assert_eq!(faults(CYBER, PRICES), "");
}
