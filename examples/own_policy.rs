//! A maintenance policy that Gemba does not have, in one file: it learns from the failures it sees.
//!
//! Nobody knows how long the bearing lasts. The policy notes every life that ended in a failure and
//! renews the bearing in good time before the shortest one it has seen, once it has seen three.
//!
//! `cargo run --release -p gemba-examples --example own_policy`
#![expect(clippy::print_stdout, reason = "an example talks")]

use sim_core::{Limits, SimDuration, Streams};
use twin_models::Replica;
use twin_models::extend::{MaintenancePolicy, PolicyEvent, PolicyView};
use twin_models::plant::model::Plant;

const PRESS: &str = r#"
[plant]
name = "a press"
start = 2027-01-04
constraint = "press"
condition = "new"

[machines.press]
cycle = "1 min"

[failures.bearing]
machine = "press"
life = { weibull = { shape = 4.0, scale = "500 h" } }
repair = "20 h"
"#;

/// Renews at `share` of the shortest life that has ended in a failure.
struct Learner {
    share: f64,
    failures: u32,
    shortest: f64,
}

impl MaintenancePolicy for Learner {
    fn begin(&mut self, _: Streams) {
        *self = Self { failures: 0, shortest: f64::INFINITY, ..*self };
    }

    fn on(&mut self, event: PolicyEvent, press: &mut dyn PolicyView) {
        let bearing = press.modes()[0];
        match event {
            PolicyEvent::Failed(_) => {
                self.failures += 1;
                self.shortest = self.shortest.min(press.age(bearing));
            }
            PolicyEvent::Begin | PolicyEvent::Renewed(_) => press.look_in(8.0 * 3600.0),
            PolicyEvent::Look => {
                let age = press.age(bearing);
                if self.failures >= 3 && age > self.share * self.shortest && !press.is_failed() {
                    // A planned renewal takes a fifth of the time of a repair.
                    press.order_renewal(bearing, 0.2);
                }
                press.look_in(8.0 * 3600.0);
            }
        }
    }
}

fn main() -> anyhow::Result<()> {
    println!(
        "renews at        failures  planned  pieces a year (20 runs of 5 years, the same luck)"
    );
    for share in [f64::INFINITY, 1.0, 0.8, 0.6, 0.4] {
        let mut plant = Plant::from_toml("press.toml", PRESS.as_bytes())?.plant;
        if share.is_finite() {
            plant.add_policy("press", move || Learner {
                share,
                failures: 0,
                shortest: f64::INFINITY,
            })?;
        }
        let mut replica = Replica::assemble(&plant);
        let (none, five_years) = (SimDuration::ZERO, SimDuration::from_hours(5.0 * 8760.0));
        let (mut failures, mut planned, mut pieces) = (0, 0, 0.0);
        for k in 0..20 {
            let luck = Streams::new(1, k);
            let outcome = replica.run_for(&plant, none, five_years, luck, &Limits::default())?;
            failures += outcome.modes[0].failures;
            planned += outcome.modes[0].planned;
            pieces += outcome.machines[0].completed;
        }
        let name =
            if share.is_finite() { format!("{share:.1} x shortest") } else { "never".into() };
        let [failures, planned] = [failures, planned].map(|n| n as f64 / 100.0);
        println!("{name:15}  {failures:8.2}  {planned:7.2}  {:12.0}", pieces / 100.0);
    }
    Ok(())
}
