//! The paths of prices over all pairs.

use super::groups::Groups;
use super::spread::full_spread;
use crate::money::paths::PricePath;
use crate::study::Study;
use crate::study::result::{PathYear, PricePathResult};
use crate::study::run::Pairs;

/// How far each price had moved at the end of each year.
pub fn all(study: &Study, groups: &Groups, pairs: &Pairs) -> Vec<PricePathResult> {
    study.book.paths.iter().map(|path| one(study, groups, pairs, path)).collect()
}

fn one(study: &Study, groups: &Groups, pairs: &Pairs, path: &PricePath) -> PricePathResult {
    let of = |pair: &u64| path.factors(study.draws().luck(*pair), study.horizon);
    let all: Vec<Vec<f64>> = pairs.done.iter().map(|(pair, _)| of(pair)).collect();
    let ends = (1..=study.horizon.div_ceil(12)).map(|year| (year, (12 * year).min(study.horizon)));
    let year = |(year, end): (u32, u32)| {
        let last = all.iter().filter_map(|months| months.get(end.saturating_sub(1) as usize));
        PathYear { year, factor: full_spread(groups, last.copied()) }
    };
    PricePathResult {
        name: path.name.clone(),
        volatility: path.volatility,
        half_life_months: path.half_life,
        by_year: ends.map(year).collect(),
    }
}
