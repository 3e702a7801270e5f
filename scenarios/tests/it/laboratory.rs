//! Sweeps: the same luck for all points, the same bytes, and questions that are refused.

use scenarios::laboratory::contest::{Rules, Watch};
use scenarios::laboratory::result::{SelectionOutcome, Standing, SweepResult};
use scenarios::laboratory::sweep::{Sweep, Wish};
use scenarios::laboratory::vary::Axis;
use std::sync::atomic::{AtomicBool, Ordering};
use twin_models::text::Document;

const PRESS: &str = r#"
[plant]
name = "press"
start = 2027-01-04
constraint = "press"
condition = "in service"
flow = "piece"
[machines.press]
cycle = "4 h"
[failures.bearing]
machine = "press"
life = { weibull = { shape = 2.8, scale = "900 h" } }
repair = "12 h"
[failures.controls]
machine = "press"
life = { exponential = { mean = "300 h" } }
repair = "1 h"
[maintenance.change]
on = ["bearing"]
policy = "age"
every = "500 h"
duration = "4 h"
"#;

fn cost() -> Wish {
    Wish::Cost(vec!["failures:bearing=5".into(), "tasks:change=1".into()])
}

fn rules() -> Rules {
    Rules { months: 12, most: 400, first: 10, ..Rules::default() }
}

fn sweep(vary: &[&str], wish: &Wish, rules: Rules) -> Result<Sweep, String> {
    let file = Document::parse("press.toml", PRESS.as_bytes()).unwrap();
    let axes: Result<Vec<_>, _> = vary.iter().map(|v| Axis::parse(v)).collect();
    let axes = axes.map_err(|e| e.to_string())?;
    Sweep::new(file, axes, wish, rules).map_err(|e| e.to_string())
}

fn run(vary: &[&str], wish: &Wish, rules: Rules) -> SweepResult {
    sweep(vary, wish, rules).unwrap().run(&Watch::default()).unwrap()
}

#[test]
fn what_changes_nothing_differs_by_exactly_nothing() {
    // A name for people changes no draw, and the third point waits too long to be the best.
    let vary = ["failures.bearing.what=one,other", "maintenance.change.every=400 h,5000 h"];
    let result = run(&vary, &cost(), Rules { delta: Some(2.0), ..rules() });
    let found: Vec<_> = result.points.iter().map(|p| &p.found).collect();
    assert_eq!(result.selection.outcome, SelectionOutcome::Equal);
    assert_eq!((found[0].standing, found[2].standing), (Standing::Best, Standing::Equal));
    assert_eq!((found[2].difference, found[2].difference_half_width), (0.0, Some(0.0)));
    assert_eq!(found[0].mean.to_bits(), found[2].mean.to_bits());
    assert_eq!((found[1].standing, found[3].standing), (Standing::Out, Standing::Out));
    assert_eq!(found[1].gone_after, found[3].gone_after);
    // What is worse costs fewer replications.
    assert!(found[1].replications <= found[0].replications);
}

#[test]
fn threads_change_no_byte() {
    let vary = ["maintenance.change.every=200 h:1000 h:5"];
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let result = pool.install(|| run(&vary, &cost(), rules()));
        serde_json::to_string(&result).unwrap()
    };
    assert_eq!(on(1), on(3));
}

#[test]
fn shared_luck_makes_differences_sharper_than_means() {
    let wish = Wish::Goal("max:good".into());
    let vary = ["failures.controls.repair=1 h:2 h:2"];
    let result = run(&vary, &wish, Rules { delta: Some(1.0), ..rules() });
    let found: Vec<_> = result.points.iter().map(|p| &p.found).collect();
    assert_eq!(result.selection.best, 0);
    let (apart, alone) = (found[1].difference_half_width.unwrap(), found[1].half_width.unwrap());
    assert!(apart < 0.7 * alone, "{apart} {alone}");
    assert!(found[1].difference < 0.0, "longer repairs make fewer pieces");
}

#[test]
fn an_open_choice_is_said_to_be_open() {
    let vary = ["maintenance.change.every=450 h:550 h:3"];
    let result = run(&vary, &cost(), Rules { delta: Some(0.01), most: 20, ..rules() });
    assert_eq!(result.selection.outcome, SelectionOutcome::Open);
    assert!(result.selection.survivors.len() > 1);
    assert!(result.selection.supported_delta.unwrap() > 0.01);
    assert!(result.points.iter().all(|p| p.found.replications <= 20));
    assert!(result.points.iter().all(|p| p.found.standing != Standing::Best));
    assert!(!result.provenance.partial, "it was not cut short: it had what it was allowed");
}

#[test]
fn a_stopped_sweep_has_whole_replications_and_says_so() {
    let stop = AtomicBool::new(false);
    let tell = |done: u64, _: u64| stop.store(done >= 20, Ordering::Relaxed);
    let watch = Watch { cancel: Some(&stop), progress: Some(&tell) };
    let vary = ["maintenance.change.every=450 h:550 h:3"];
    let rules = Rules { delta: Some(0.01), first: 50, ..rules() };
    let result = sweep(&vary, &cost(), rules).unwrap().run(&watch).unwrap();
    assert!(result.provenance.partial);
    assert_eq!(result.selection.outcome, SelectionOutcome::Open);
    let counts: Vec<u64> = result.points.iter().map(|p| p.found.replications).collect();
    assert!(counts[0] >= 2 && counts.iter().all(|n| *n == counts[0]), "{counts:?}");
}

#[test]
fn a_question_without_sense_is_refused_with_a_remedy() {
    let goal = |text: &str| Wish::Goal(text.into());
    let refused = |vary: &[&str], wish: &Wish| {
        let error = sweep(vary, wish, rules()).unwrap_err();
        assert!(error.contains("help: "), "{error}");
        error
    };
    let every = "maintenance.change.every=100 h:900 h:3";
    assert!(refused(&["maintenance.chnage.every=1 h:2 h:2"], &cost()).contains("change"));
    assert!(refused(&[every], &Wish::Cost(vec!["failures:baering=1".into()])).contains("bearing"));
    assert!(refused(&[every], &Wish::Cost(vec!["failures".into()])).contains("KEY=MONEY"));
    let two = Wish::Cost(vec!["failures=1 EUR".into(), "tasks=1 USD".into()]);
    assert!(refused(&[every], &two).contains("one currency"));
    assert!(refused(&[every], &goal("max:goods")).contains("`good`"));
    assert!(refused(&[every], &goal("good")).contains("max:KEY"));
    assert!(refused(&[], &cost()).contains("--vary"));
    let flows = refused(&["plant.flow=piece,rate"], &cost());
    assert!(flows.contains("piece by piece at some points"), "{flows}");
    let units = refused(&["maintenance.change.every=1 pieces,2 pieces"], &cost());
    assert!(units.contains("maintenance.change.every"), "{units}");
    let bad = sweep(&[every], &cost(), Rules { delta: Some(-1.0), ..rules() }).unwrap();
    assert!(bad.run(&Watch::default()).unwrap_err().is_input());
    // Without a failure there is no time between failures.
    let never = sweep(
        &["failures.bearing.repair=1 h,2 h"],
        &goal("max:mtbf"),
        Rules { months: 1, ..rules() },
    );
    let error = never.unwrap().run(&Watch::default()).unwrap_err();
    assert!(error.to_string().contains("does not exist in replication"), "{error}");
}
