//! What every machine did in every month of one pair.

use super::record::PairFailure;
use super::{Worker, live, seen};
use crate::study::Study;
use sim_core::TICKS_PER_HOUR;
use twin_models::state::Leaf;

/// One state of one machine in one month of one arm.
#[derive(Clone, Debug, PartialEq)]
pub struct StateMonth {
    /// The arm.
    pub arm: String,
    /// The machine (of a station with several: this one).
    pub machine: String,
    /// Month of the study, from 0.
    pub month: u32,
    /// The state.
    pub leaf: Leaf,
    /// Time in it \[h\]; the states of a machine add up to the hours of the month.
    pub hours: f64,
}

impl Study {
    /// Simulates pair number `pair` once more and tells the states of all machines month by month: every arm
    /// but slow twins, machines and states in their order; states that did not occur are left out.
    ///
    /// # Errors
    /// When the pair fails.
    pub fn states_by_month(&self, pair: u64) -> Result<Vec<StateMonth>, PairFailure> {
        let mut worker = Worker::new(self);
        worker.replicas.iter_mut().for_each(twin_models::Replica::record_months);
        let drawn = self.draw(pair);
        let study = seen(self, &drawn)?;
        let told = live(&study, &mut worker, pair, &drawn.lucks)?;
        let mut all = Vec::new();
        for (arm, (outcome, _)) in study.arms.iter().zip(&told) {
            let by_month = outcome.by_month.as_deref().unwrap_or_default();
            let machines = &arm.plant.machines;
            for (k, at) in by_month.iter().enumerate() {
                let (month, machine) = (k / machines.len(), k % machines.len());
                for &leaf in Leaf::ALL {
                    let ticks = at.ticks[leaf as usize];
                    if ticks > 0 {
                        all.push(StateMonth {
                            arm: arm.name.clone(),
                            machine: machines[machine].name.clone(),
                            month: month as u32,
                            leaf,
                            hours: ticks as f64 / TICKS_PER_HOUR as f64,
                        });
                    }
                }
            }
        }
        Ok(all)
    }
}
