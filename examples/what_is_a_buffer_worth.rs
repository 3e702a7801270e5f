//! Two machines that fail, and a buffer between them: what does each place bring?
//!
//! `cargo run --release -p gemba-examples --example what_is_a_buffer_worth`
#![expect(clippy::print_stdout, reason = "an example talks")]

use sim_core::{Limits, SimDuration, Streams};
use twin_models::Replica;
use twin_models::plant::model::Plant;

const LINE: &str = r#"
[plant]
name = "two machines"
start = 2027-01-04
constraint = "press"
condition = "new"

[machines.press]
cycle = "1 min"

[machines.weld]
cycle = "1 min"

[buffers.between]
from = "press"
to = "weld"
capacity = PLACES

[failures.P]
machine = "press"
life = { exponential = { mean = "4 h" } }
repair = { exponential = { mean = "24 min" } }

[failures.W]
machine = "weld"
life = { exponential = { mean = "4 h" } }
repair = { exponential = { mean = "24 min" } }
"#;

fn main() -> anyhow::Result<()> {
    println!("places   pieces an hour (mean of 20 runs of 1,000 h under the same luck)");
    for places in [0, 5, 10, 20, 50, 100] {
        let text = LINE.replace("PLACES", &places.to_string());
        let plant = Plant::from_toml("line.toml", text.as_bytes())?.plant;
        let mut replica = Replica::assemble(&plant);
        let (warm_up, length) = (SimDuration::from_hours(100.0), SimDuration::from_hours(1000.0));
        let mut pieces = 0.0;
        for k in 0..20 {
            let luck = Streams::new(1, k);
            let outcome = replica.run_for(&plant, warm_up, length, luck, &Limits::default())?;
            pieces += outcome.machines[1].completed;
        }
        println!("{places:6}   {:.2}", pieces / 20_000.0);
    }
    Ok(())
}
