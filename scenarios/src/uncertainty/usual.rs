//! Laws that a study may ask for by name where the plant has no figure of its own.

use super::entry::{InFile, Place};
use sim_core::Distribution;
use twin_models::text::Step;
use twin_models::text::units::Wrong;

/// The name of the law of a usual baseline defect rate.
pub const DEFECT_RATE: &str = "usual defect rate";

/// Ends of that law, which is even between them: plants report 2 to 4 % of their pieces as defective.
pub const DEFECT_RATES: (f64, f64) = (0.02, 0.04);

/// Keys of a plant that are a share of defective pieces.
const SHARES: [&str; 3] = ["scrap", "visual", "probability"];

/// The law of a usual defect rate at a place, in the unit in which the file writes the share.
///
/// # Errors
/// When the place is no share of defective pieces of the plant.
pub fn defect_rate(place: &Place, unit: &str) -> Result<Distribution, Wrong> {
    let last = place.path.steps.last();
    let is_share = matches!(last, Some(Step::Key(key)) if SHARES.contains(&key.as_str()));
    let factor = match unit {
        "%" => 100.0,
        "" => 1.0,
        _ => return Err(refused(place)),
    };
    if place.file != InFile::Plant || !is_share {
        return Err(refused(place));
    }
    let (low, high) = DEFECT_RATES;
    Distribution::uniform(factor * low, factor * high)
        .map_err(|error| Wrong::new(error.to_string(), "write a law"))
}

fn refused(place: &Place) -> Wrong {
    Wrong::new(
        format!("`{}` is no share of defective pieces of the plant", place.path),
        "the usual defect rate may stand for machines.NAME.scrap, quality.NAME.visual or \
         machines.NAME.defects.probability; write a law of its own for anything else",
    )
}
