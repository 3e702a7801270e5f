//! A level that follows a forecast: against theory, and by hand.

use super::runs::{plant, run_for};
use super::shop::quantity;
use sim_core::special::{normal_cdf, normal_density, normal_quantile};
use sim_core::{Limits, SimDuration, Streams};
use std::sync::Arc;
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;
use twin_models::{Phase, Replica};

/// A machine that does nothing for the stock, and a supplier.
const ASIDE: &str = "[machines.m]\ncycle = \"1000000 h\"\n[suppliers.s]\nlead = \"10 d\"\n";

/// Ten a day, or as `size` says; looked at every 20 days, 10 days under way.
fn stock(forecast: &str, size: &str) -> Plant {
    plant(&format!(
        "{ASIDE}[materials.x]\nsupplier = \"s\"\ninitial = 300\n\
         policy = {{ forecast = {{ every = \"20 d\", {forecast} }} }}\n\
         demand = {{ every = \"1 d\", size = {size} }}\n"
    ))
}

const SIZES: &str = "{ discrete = { values = [0, 10, 40], weights = [3, 4, 1] } }";

fn of(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    quantity(plant, outcome, &format!("{key}:x"))
}

/// After ten reviews, one hundred more.
fn long(plant: &Plant) -> Outcome {
    run_for(plant, 4800.0, 48_000.0)
}

/// What lies there or is owed just before a delivery is normal with mean z sigma and standard deviation
/// sigma = error x mean demand of a period x sqrt(H / period): Silver, Pyke & Thomas, 4th ed. 2017,
/// section 6.7. j days of 10 before it lie above that, so the mean stock is the mean over
/// j = 0 .. 19 of E[(mu + 10 j + sigma Z)+] = m Phi(m / sigma) + sigma phi(m / sigma).
#[test]
fn a34_stock_and_service_are_those_of_a_normal_error() {
    for (error, service) in [(0.1, 0.9), (0.05, 0.9), (0.1, 0.6)] {
        let plant = stock(
            &format!("error = \"{} %\", service = \"{} %\"", 100.0 * error, 100.0 * service),
            "10",
        );
        let sigma = error * 10.0 * 30.0;
        let (mut on_hand, mut owing) = (0.0, 0.0);
        for j in 0..20 {
            let m = normal_quantile(service) * sigma + 10.0 * f64::from(j);
            on_hand += (m * normal_cdf(m / sigma) + sigma * normal_density(m / sigma)) / 20.0;
            owing += normal_cdf(-m / sigma) / 20.0;
        }
        let runs: Vec<[f64; 2]> = (0..30)
            .map(|k| {
                let (warm_up, length) =
                    (SimDuration::from_hours(4800.0), SimDuration::from_hours(48_000.0));
                let mut replica = Replica::assemble(&plant);
                let run = replica.run_for(
                    &plant,
                    warm_up,
                    length,
                    Streams::new(34, k),
                    &Limits::default(),
                );
                let outcome = run.unwrap_or_else(|error| panic!("{error}"));
                ["stock_ph", "owed_h"].map(|key| of(&plant, &outcome, key) / 48_000.0)
            })
            .collect();
        for (at, theory) in [on_hand, owing].into_iter().enumerate() {
            // 99 % interval, Student with 29 degrees of freedom: 2.756.
            let mean = runs.iter().map(|r| r[at]).sum::<f64>() / 30.0;
            let variance = runs.iter().map(|r| (r[at] - mean) * (r[at] - mean)).sum::<f64>() / 29.0;
            let half = 2.756 * (variance / 30.0).sqrt();
            assert!(
                (mean - theory).abs() < half,
                "{error}, {service}: {mean}, not {theory} +- {half}"
            );
            assert!(half < 0.2 * theory, "{error}, {service}: {half} tells nothing of {theory}");
        }
    }
}

#[test]
fn without_error_every_cycle_ends_empty_and_nobody_waits() {
    let plant = stock("error = \"0 %\", service = \"50 %\"", SIZES);
    let outcome = long(&plant);
    let of = |key: &str| of(&plant, &outcome, key);
    assert!(of("wanted") > 10_000.0);
    assert_eq!((of("filled"), of("owed_ph")), (of("wanted"), 0.0));
    // The last customer of a cycle takes all there is; the delivery comes a day later.
    assert!(of("stock_out_h") >= 100.0 * 24.0, "{}", of("stock_out_h"));
}

#[test]
fn bias_and_safety_stock_lie_on_the_shelf() {
    let held = |forecast: &str| {
        let plant = stock(forecast, "10");
        let outcome = long(&plant);
        of(&plant, &outcome, "stock_ph") / 48_000.0
    };
    let exact = held("error = \"0 %\", service = \"50 %\"");
    assert!((exact - 95.0).abs() < 1e-6, "{exact}");
    let biased = held("error = \"0 %\", service = \"50 %\", bias = \"20 %\"");
    assert!((biased - exact - 0.2 * 300.0).abs() < 1e-6, "{biased}");
    // Sized for what the forecast no longer is; a period of 7.5 d is a fourth of the 30 d ahead.
    let safe =
        held("error = \"0 %\", sized_for = \"40 %\", period = \"7.5 d\", service = \"97.5 %\"");
    let safety = 1.959_963_985 * 0.4 * 75.0 * 2.0;
    assert!((safe - exact - safety).abs() < 1e-5, "{safe}");
}

#[test]
fn a_smaller_error_holds_less_for_the_same_customers() {
    let [rough, fine] = ["30 %", "10 %"].map(|error| {
        let plant = stock(&format!("error = \"{error}\", service = \"95 %\""), SIZES);
        let outcome = long(&plant);
        ["stock_ph", "wanted"].map(|key| of(&plant, &outcome, key))
    });
    assert_eq!(rough[1], fine[1]);
    assert!(fine[0] < 0.8 * rough[0], "{} and {}", fine[0], rough[0]);
    // Planners who keep their safety stock do not hold less, and serve better.
    let [worse, better] = ["30 %", "10 %"].map(|error| {
        let plant =
            stock(&format!("error = \"{error}\", sized_for = \"10 %\", service = \"90 %\""), SIZES);
        let outcome = long(&plant);
        of(&plant, &outcome, "owed_h")
    });
    assert!(better < 0.6 * worse, "{better} and {worse}");
}

/// Machines that take it: their mean use is forecast, and the supplier's mean lead counts.
#[test]
fn what_machines_take_is_forecast_by_its_mean() {
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\nconsumes = { x = 2 }\n[suppliers.s]\nlead = \"24 h\"\n\
         [materials.x]\nsupplier = \"s\"\ninitial = 50\n\
         policy = { forecast = { every = \"1 d\", error = \"0 %\", service = \"50 %\", use = \"48/d\" } }\n",
    );
    // Up to 96 at 0 h: 46 are ordered, and 2 x 24 every day from then on.
    let outcome = run_for(&plant, 0.0, 23.5);
    assert_eq!(of(&plant, &outcome, "ordered"), 48.0);
    let outcome = run_for(&plant, 0.0, 24.0 * 10.0 + 0.5);
    assert_eq!(of(&plant, &outcome, "ordered"), 48.0 + 10.0 * 48.0);
}

#[test]
fn a_machine_works_up_to_the_forecast() {
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\nmakes = \"x\"\n[materials.x]\n\
         policy = { forecast = { every = \"7 d\", lead = \"3 d\", error = \"0 %\", service = \"50 %\" } }\n\
         demand = { every = \"1 d\", size = { discrete = { values = [2, 12], weights = [1, 1] } } }\n",
    );
    let outcome = run_for(&plant, 24.0 * 70.0, 24.0 * 700.0);
    let of = |key: &str| of(&plant, &outcome, key);
    assert_eq!(of("filled"), of("wanted"));
    let hours = |leaf: Leaf| outcome.machines[0].ticks[leaf as usize] as f64 / 3.6e9;
    // Seven a day, so 17 h of each day nothing is to be made.
    assert!((hours(Leaf::NoOrder) / 700.0 - 17.0).abs() < 0.5, "{}", hours(Leaf::NoOrder));
    assert!((of("made") - of("wanted")).abs() <= 60.0, "{} for {}", of("made"), of("wanted"));
}

/// An order of the shop that is known is part of what was forecast, not beside it.
#[test]
fn known_orders_are_not_counted_beside_the_forecast() {
    let plant = plant(
        "[machines.m]\ncycle = \"1 min\"\n[suppliers.s]\nlead = \"3 d\"\n\
         [products.p]\nmaterials = { x = 1 }\nroute = [{ station = \"m\" }]\n\
         [orders]\nbook = [{ name = \"a\", product = \"p\", quantity = 100, due = \"20 d\" }]\n\
         [materials.x]\nsupplier = \"s\"\n\
         policy = { forecast = { every = \"7 d\", error = \"0 %\", service = \"50 %\", use = \"2/d\" } }\n",
    );
    let ordered = |hours: f64| of(&plant, &run_for(&plant, 0.0, hours), "ordered");
    // Two a day for ten days; then 100 pieces are known and more than that; then they are used.
    assert_eq!(ordered(24.0 * 6.9), 20.0);
    assert_eq!(ordered(24.0 * 7.1), 100.0);
    assert_eq!(ordered(24.0 * 14.1), 120.0);
}

/// The same parameters from a later month on change nothing, in the middle of what was looked ahead.
#[test]
fn a_change_without_effect_moves_nothing() {
    let text = |more: &str| stock(&format!("error = \"25 %\", service = \"95 %\", {more}"), SIZES);
    let run = |plants: Vec<Arc<Plant>>| {
        let phases: Vec<Phase> = plants
            .iter()
            .enumerate()
            .map(|(k, plant)| Phase { from_month: k as u32 * 3, plant: plant.clone() })
            .collect();
        let mut replica = Replica::assemble(&plants[0]);
        let run = replica.run(&phases, 12, Streams::new(3, 0), &Limits::default());
        run.unwrap_or_else(|error| panic!("{error}"))
    };
    let plain = Arc::new(text("bias = \"0 %\""));
    let same = Arc::new(text("period = \"30 d\", sized_for = \"25 %\", lead = \"10 d\""));
    let (once, thrice) = (run(vec![plain.clone()]), run(vec![plain.clone(), same, plain.clone()]));
    assert_eq!(once.monthly, thrice.monthly);
    let finer = Arc::new(stock("error = \"5 %\", service = \"95 %\"", SIZES));
    let later = run(vec![plain.clone(), plain.clone(), finer]);
    let month = schema(&plain).len();
    // From the first review of the seventh month on.
    assert_eq!(once.monthly[..6 * month], later.monthly[..6 * month]);
    assert_ne!(once.monthly[6 * month..], later.monthly[6 * month..]);
}
