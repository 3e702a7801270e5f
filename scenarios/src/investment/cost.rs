//! What an investment costs in one replication: the planned list under this luck.

use super::uncertainty::Luck;
use crate::finance::inflation::Prices;
use crate::finance::tco::{CostItem, CostLine, Timing, Treatment};

/// Name of the line for a connectivity gap, which no budget foresees.
pub const GAP_LINE: &str = "connectivity gap";

/// Name of the line for complying with a rule.
pub const GATE_LINE: &str = "compliance";

/// Name of the line for integration, estimated by interfaces.
pub const INTERFACES_LINE: &str = "integration by interfaces";

/// Name of the line for the reviews before anything is live.
pub const REVIEWS_LINE: &str = "reviews";

/// The planned lines as they come out: one-off costs overrun, a gap is added, and a project given
/// up in month `abandoned_from` pays no annual fee that would begin later.
pub fn drawn(
    planned: &[CostLine],
    luck: &Luck,
    abandoned_from: Option<u32>,
    prices: &Prices,
) -> Vec<CostLine> {
    let mut lines = Vec::with_capacity(planned.len() + 1);
    for line in planned {
        match (line.timing, abandoned_from) {
            (Timing::AnnualInAdvance { escalator }, Some(review)) => {
                let paid = (0..).take_while(|y| 12 * y < review);
                lines.extend(paid.map(|y| CostLine {
                    amount: line.amount * prices.step(escalator, y),
                    // Counted in the same month as the fee it stands for.
                    timing: if y == 0 { Timing::AtStart } else { Timing::Month(12 * y + 1) },
                    ..line.clone()
                }));
            }
            (timing, _) if timing.is_one_off() && timing != Timing::AtEnd => {
                // What is drawn itself does not overrun besides.
                let factor = match &*line.name {
                    INTERFACES_LINE => luck.integration,
                    REVIEWS_LINE => luck.review_cost,
                    _ => luck.overrun,
                };
                lines.push(CostLine { amount: line.amount * factor, ..line.clone() });
            }
            _ => lines.push(line.clone()),
        }
    }
    let like = planned.iter().find(|line| matches!(line.treatment, Treatment::Capital(_)));
    if let (Some(like), true) = (like, luck.gap_cost > 0.0) {
        lines.push(CostLine {
            name: GAP_LINE.into(),
            item: CostItem::Connectivity,
            amount: luck.gap_cost,
            timing: Timing::AtStart,
            in_quote: false,
            ..like.clone()
        });
    }
    if let (Some(like), true) = (planned.first(), luck.gate_cost > 0.0) {
        lines.push(CostLine {
            name: GATE_LINE.into(),
            item: CostItem::CyberAndCompliance,
            amount: luck.gate_cost,
            timing: Timing::AtStart,
            treatment: Treatment::Expense,
            in_quote: false,
            ..like.clone()
        });
    }
    lines
}

/// The same lines of a contract signed `start` months later.
pub fn begun(lines: Vec<CostLine>, start: u32) -> Vec<CostLine> {
    lines.into_iter().map(|line| CostLine { begins: line.begins + start, ..line }).collect()
}

/// The same lines as savings of the other side of a comparison.
pub fn saved(lines: &[CostLine]) -> impl Iterator<Item = CostLine> + '_ {
    lines.iter().map(|line| CostLine { amount: -line.amount, ..line.clone() })
}

/// All lines dearer by a factor: the budget of the pessimistic table.
pub fn dearer(lines: &[CostLine], factor: f64) -> Vec<CostLine> {
    lines.iter().map(|line| CostLine { amount: line.amount * factor, ..line.clone() }).collect()
}
