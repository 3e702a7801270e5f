//! How material moved, in words, and what folding minor stops was measured to change.

use crate::number::{Scale, count};
use scenarios::study::result::{FlowKind, FlowUsed, FoldingCheck, MinorStopsAs};

/// Which way material moved and who chose it.
pub(crate) fn words(flow: &FlowUsed) -> String {
    let way = match (flow.kind, flow.lot) {
        (FlowKind::Piece, _) => {
            "Piece by piece: every piece is timed by itself at every machine".to_owned()
        }
        (FlowKind::Rate, _) => {
            "At rates: material flows steadily between stops, repairs, the calendar, and buffers \
             that become full or empty; pieces are real numbers"
                .to_owned()
        }
        (FlowKind::Lot, Some(size)) => {
            format!("In lots of {} pieces, which move as one", count(u64::from(size)))
        }
        (FlowKind::Lot, None) => "In lots, which move as one".to_owned(),
    };
    let chosen = match (flow.by_default, flow.kind) {
        (false, _) => "The plant file asks for it.",
        (true, FlowKind::Rate) => {
            "Chosen by default: the plant file does not say, and its fastest machine needs 2 s a \
             piece or less."
        }
        (true, _) => "Chosen by default: the plant file does not say.",
    };
    let stops = match flow.minor_stops {
        Some(MinorStopsAs::Folded) => {
            " Minor stops that the neighbouring buffers absorb lower the rate of their machine; \
             longer ones are events."
        }
        Some(MinorStopsAs::Events) => " Every minor stop is an event.",
        None => "",
    };
    format!("{way}. {chosen}{stops}")
}

/// What folding was measured to change, against the bar.
pub(crate) fn folding(check: Option<&FoldingCheck>) -> String {
    let Some(check) = check else {
        return "What folding changes was not measured: the run was stopped, or no output could be \
                compared."
            .to_owned();
    };
    let found = check.output_difference;
    let scale = Scale::percent(Some(found.half_width.max(1e-4)));
    let measured = format!(
        "The output of today's plant differs from every stop as an event by {} ± {} (95 % interval; \
         {} pairs of {} months under the same luck).",
        scale.signed(found.mean),
        scale.full(found.half_width),
        count(found.replications),
        check.months
    );
    let bar = Scale::percent(Some(1e-3)).at_most(1).full(check.allowed);
    let remedy = "write `minor_stops = \"events\"` in [plant] and run the study again.";
    let verdict = if found.mean.abs() > check.allowed {
        format!("That is more than the {bar} allowed: do not rely on the figures; {remedy}")
    } else if found.mean.abs() + found.half_width > check.allowed {
        format!("It may be more than the {bar} allowed: for certainty {remedy}")
    } else {
        format!("The {bar} allowed are kept.")
    };
    format!("{measured} {verdict}")
}
