//! From what the steps take to what the run takes.

use super::CostModel;
use serde::Serialize;

const HOUR: f64 = 3600.0;

/// What keeps a run from being faster with so many cores: the largest part of its wall time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// The pairs themselves: more cores help.
    Pairs,
    /// Starting of tasks: larger shards help.
    Start,
    /// Cores that wait for the last shards: smaller shards help.
    Waves,
    /// Merge and what follows the pairs: nothing helps.
    Merge,
}

/// The run on so many cores.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtCores {
    /// Cores that make shards.
    pub cores: u64,
    /// Shards that the busiest core makes, one after the other.
    pub waves: u64,
    /// Until all shards are there \[s\].
    pub shards_seconds: f64,
    /// Until the report is there \[s\].
    pub wall_seconds: f64,
    /// Wall time of one core over that of these.
    pub speed_up: f64,
    /// What takes most of the wall time.
    pub limit: Limit,
}

/// What a run in parts costs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Pairs.
    pub pairs: u64,
    /// Shards.
    pub shards: u64,
    /// Pairs of a shard.
    pub per_shard: u64,
    /// All pairs \[core hours\].
    pub core_hours: f64,
    /// Half-width of the 95 % interval of this \[core hours\], from the spread of the pilot.
    pub core_hours_half_width: Option<f64>,
    /// One task: start, and its pairs \[s\].
    pub shard_seconds: f64,
    /// What is simulated after the pairs \[s\].
    pub after_seconds: f64,
    /// The merge on one core, with what is simulated after the pairs \[s\].
    pub merge_seconds: f64,
    /// A whole shard \[byte\].
    pub shard_bytes: u64,
    /// Plans to all tasks \[byte\].
    pub out_bytes: u64,
    /// All shards \[byte\].
    pub back_bytes: u64,
    /// `futures.bin` \[byte\].
    pub futures_bytes: u64,
    /// `pairs.csv` \[byte\].
    pub csv_bytes: u64,
    /// Memory of the merge \[byte\]: what a worker has, what is kept of all pairs, and those that are being read or, later, a future that is watched;
    /// `None` where the system does not tell the first.
    pub merge_bytes: Option<u64>,
    /// On one core, and on more.
    pub at: Vec<AtCores>,
    /// Speed-up with a core for every shard: there is no more.
    pub most_speed_up: f64,
}

impl Estimate {
    /// Of `pairs` pairs in shards of `per_shard`, on these numbers of cores.
    pub fn of(model: &CostModel, pairs: u64, per_shard: u64, cores: &[u64]) -> Self {
        let per_shard = per_shard.max(1);
        let (n, each) = (pairs as f64, per_shard.min(pairs) as f64);
        let shards = pairs.div_ceil(per_shard);
        let pair = model.pair_seconds.mean;
        let start = model.task_seconds + model.begin_seconds;
        let shard_seconds = start + each * pair;
        let after_seconds = model.after.iter().map(|after| after.seconds(pairs)).sum::<f64>();
        let merge_seconds = model.task_seconds
            + model.merge_begin_seconds
            + n * (model.merge_pair_seconds + model.answer_pair_seconds)
            + after_seconds;
        let wall = |cores: u64| {
            let waves = shards.div_ceil(cores.max(1)) as f64;
            (waves, waves * shard_seconds, waves * shard_seconds + merge_seconds)
        };
        let at = |cores: u64| {
            let (waves, shards_seconds, wall_seconds) = wall(cores);
            let ideal = n * pair / cores.max(1) as f64;
            let parts = [
                (Limit::Pairs, ideal),
                (Limit::Start, waves * start),
                (Limit::Waves, waves * each * pair - ideal),
                (Limit::Merge, merge_seconds),
            ];
            let largest = parts.iter().fold(parts[0], |a, b| if b.1 > a.1 { *b } else { a });
            AtCores {
                cores,
                waves: waves as u64,
                shards_seconds,
                wall_seconds,
                speed_up: wall(1).2 / wall_seconds,
                limit: largest.0,
            }
        };
        let bytes = |fixed: u64, of: u64, pairs: f64| {
            fixed.saturating_mul(of).saturating_add((pairs * model.pair_bytes.mean) as u64)
        };
        Self {
            pairs,
            shards,
            per_shard,
            core_hours: n * pair / HOUR,
            core_hours_half_width: model.pair_seconds.half_width.map(|half| n * half / HOUR),
            shard_seconds,
            after_seconds,
            merge_seconds,
            shard_bytes: bytes(model.shard_bytes, 1, each),
            out_bytes: model.plan_bytes.saturating_mul(shards),
            back_bytes: bytes(model.shard_bytes, shards, n),
            futures_bytes: bytes(model.futures_bytes, 1, n),
            csv_bytes: model.csv_bytes + (n * model.csv_pair_bytes) as u64,
            merge_bytes: model.worker_bytes.map(|worker| {
                let open = pairs.min(model.open_pairs) as f64 * model.open_bytes;
                worker + (n * model.kept_bytes + open.max(model.watched_bytes as f64)) as u64
            }),
            at: cores.iter().map(|cores| at(*cores)).collect(),
            most_speed_up: at(shards).speed_up,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shards::cost::{After, Sample, Work};

    fn sample(mean: f64) -> Sample {
        Sample { mean, half_width: Some(0.1 * mean), least: mean, most: mean, count: 9 }
    }

    fn model() -> CostModel {
        CostModel {
            pair_seconds: sample(2.0),
            pair_bytes: sample(1000.0),
            arms: 2,
            begin_seconds: 1.0,
            task_seconds: 3.0,
            plan_bytes: 500,
            shard_bytes: 50,
            futures_bytes: 40,
            csv_bytes: 30,
            csv_pair_bytes: 20.0,
            merge_pair_seconds: 0.01,
            answer_pair_seconds: 0.01,
            merge_begin_seconds: 1.0,
            // A simulation for ten pairs, from 15 of them on, 30 at most.
            after: vec![After { cutoff: 15.0, most: 30.0, ..After::new(Work::NullTest, 0.1, 0.5) }],
            worker_bytes: Some(1_000_000),
            kept_bytes: 100.0,
            watched_bytes: 0,
            open_bytes: 2000.0,
            open_pairs: 50,
        }
    }

    /// Ten shards of 10 pairs at 2 s and 4 s to start: 24 s a wave; merge 3 + 1 + 100 x 0.02 = 6 s.
    #[test]
    fn cores_make_whole_shards_and_the_merge_is_one_core_s() {
        let found = Estimate::of(&model(), 100, 10, &[1, 2, 3, 10, 64]);
        assert_eq!((found.shards, found.shard_seconds, found.merge_seconds), (10, 24.0, 6.0));
        let walls: Vec<(u64, f64)> =
            found.at.iter().map(|at| (at.waves, at.wall_seconds)).collect();
        assert_eq!(walls, [(10, 246.0), (5, 126.0), (4, 102.0), (1, 30.0), (1, 30.0)]);
        assert_eq!(found.at[3].speed_up, 8.2);
        // With more cores than shards nothing is gained.
        assert_eq!(found.most_speed_up, 8.2);
        assert!((found.core_hours - 200.0 / 3600.0).abs() < 1e-15);
        assert!((found.core_hours_half_width.unwrap() - 20.0 / 3600.0).abs() < 1e-15);
    }

    #[test]
    fn what_limits_is_the_largest_part_of_the_wall_time() {
        let limit = |model: &CostModel, per_shard, cores| {
            Estimate::of(model, 100, per_shard, &[cores]).at[0].limit
        };
        assert_eq!(limit(&model(), 10, 1), Limit::Pairs);
        assert_eq!(limit(&model(), 1, 1), Limit::Start);
        // Two shards on 64 cores: 62 of them have nothing to do.
        assert_eq!(limit(&model(), 50, 64), Limit::Waves);
        let slow = CostModel { merge_pair_seconds: 5.0, ..model() };
        assert_eq!(limit(&slow, 10, 10), Limit::Merge);
    }

    #[test]
    fn bytes_and_memory_are_counted_by_shard_and_by_pair() {
        let found = Estimate::of(&model(), 95, 10, &[1]);
        assert_eq!(found.shard_bytes, 50 + 10_000);
        assert_eq!(found.out_bytes, 10 * 500);
        assert_eq!(found.back_bytes, 10 * 50 + 95_000);
        assert_eq!(found.futures_bytes, 40 + 95_000);
        assert_eq!(found.csv_bytes, 30 + 1900);
        assert_eq!(found.merge_bytes, Some(1_000_000 + 9500 + 50 * 2000));
        // Fewer pairs than a shard may have.
        assert_eq!(Estimate::of(&model(), 4, 10, &[1]).shard_bytes, 50 + 4000);
        // A future is watched when all pairs have been read.
        let watched = CostModel { watched_bytes: 200_000, ..model() };
        assert_eq!(Estimate::of(&watched, 95, 10, &[1]).merge_bytes, Some(1_209_500));
        let unknown = CostModel { worker_bytes: None, ..model() };
        assert_eq!(Estimate::of(&unknown, 95, 10, &[1]).merge_bytes, None);
    }

    #[test]
    fn what_follows_the_pairs_is_known_at_the_pairs_asked_for() {
        let seconds = |pairs| Estimate::of(&model(), pairs, 10, &[1]).after_seconds;
        assert_eq!([100, 200, 100_000].map(seconds), [0.0, 10.0, 15.0]);
    }
}
