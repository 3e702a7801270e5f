//! A machine behaviour that Gemba does not have, in one file: a press that gets cold.
//!
//! After a pause of half an hour the tool is cold: ten pieces take a third longer, and one in five of
//! them is scrapped. How much output do short stops upstream cost beyond the stops themselves?
//!
//! `cargo run --release -p gemba-examples --example own_behaviour`
#![expect(clippy::print_stdout, reason = "an example talks")]

use sim_core::{Limits, SimDuration, Stream, Streams};
use twin_models::Replica;
use twin_models::extend::{Fate, MachineBehaviour, Piece};
use twin_models::plant::model::Plant;

const LINE: &str = r#"
[plant]
name = "saw and press"
start = 2027-01-04
constraint = "press"
condition = "new"
flow = "piece"

[machines.saw]
cycle = "50 s"

[machines.press]
cycle = "1 min"

[buffers.between]
from = "saw"
to = "press"
capacity = PLACES

[failures.blade]
machine = "saw"
life = { exponential = { mean = "8 h" } }
repair = { exponential = { mean = "1 h" } }
"#;

/// Cold after a pause; warm again after some pieces.
struct GetsCold {
    last_piece: f64,
    cold_pieces: u32,
    scrap: Stream,
}

impl MachineBehaviour for GetsCold {
    fn begin(&mut self, luck: Streams) {
        *self = Self { last_piece: 0.0, cold_pieces: 0, scrap: luck.stream("press", "cold scrap") };
    }

    fn cycle(&mut self, piece: &Piece, drawn: f64) -> f64 {
        if piece.now - self.last_piece > 1800.0 {
            self.cold_pieces = 10;
        }
        if self.cold_pieces > 0 { drawn * 4.0 / 3.0 } else { drawn }
    }

    fn finished(&mut self, piece: &Piece) -> Fate {
        self.last_piece = piece.now;
        let cold = self.cold_pieces > 0;
        self.cold_pieces = self.cold_pieces.saturating_sub(1);
        // Keyed by the piece: the same piece has the same luck in every plant.
        let bad = self.scrap.uniform_at(piece.number) < 0.2;
        if cold && bad { Fate::Scrapped } else { Fate::Passed }
    }
}

fn main() -> anyhow::Result<()> {
    println!(
        "places   good pieces an hour: always warm   gets cold   (20 runs of 1,000 h, same luck)"
    );
    for places in [5, 20, 60, 120] {
        let text = LINE.replace("PLACES", &places.to_string());
        let mut good = [0.0; 2];
        for (cold, sum) in [false, true].into_iter().zip(&mut good) {
            let mut plant = Plant::from_toml("line.toml", text.as_bytes())?.plant;
            if cold {
                let start =
                    || GetsCold { last_piece: 0.0, cold_pieces: 0, scrap: Stream::default() };
                plant.add_behaviour("press", start)?;
            }
            let mut replica = Replica::assemble(&plant);
            let (none, length) = (SimDuration::ZERO, SimDuration::from_hours(1000.0));
            for k in 0..20 {
                let luck = Streams::new(1, k);
                let outcome = replica.run_for(&plant, none, length, luck, &Limits::default())?;
                let press = &outcome.machines[1];
                *sum += press.completed - press.scrapped;
            }
        }
        let [warm, cold] = good.map(|pieces| pieces / 20_000.0);
        println!("{places:6}   {warm:32.2}   {cold:9.2}");
    }
    Ok(())
}
