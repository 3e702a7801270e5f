//! What a good piece takes: energy, water, emissions.

use super::section;
use crate::document::{Block, Section, Table};
use crate::number::{Scale, UNKNOWN, count, half_width, largest};
use scenarios::study::result::{Footprint, PerPiece, StudyResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let found = result.footprint.as_ref()?;
    let mut section =
        section("footprint", "What a piece takes", "For the engineer and the auditor");
    section.blocks.push(Block::Table(table(found)));
    Some(section)
}

fn table(found: &Footprint) -> Table {
    let headings = [
        "Product",
        "Of a good piece",
        ">Before",
        ">95 % interval",
        ">With the investment",
        ">Difference",
        ">95 % interval",
        "Inputs",
    ];
    let mut table = Table::new("Footprint of products", &headings);
    let told = |kinds: &[String]| match kinds {
        [] => "no input".to_owned(),
        kinds => kinds.join(", "),
    };
    for product in &found.products {
        let rows = [
            ("electricity", "kWh", &product.energy_kwh, told(&found.energy_from)),
            ("water", "m\u{b3}", &product.water_m3, told(&found.water_from)),
            ("CO\u{2082}e", "kg", &product.co2e_kg, told(&found.emission_from)),
        ];
        for (what, unit, value, inputs) in rows {
            let mut row = vec![product.product.as_str().into(), format!("{what} [{unit}]").into()];
            match value {
                PerPiece::NotObserved => {
                    row.push(UNKNOWN.into());
                    row.extend((0..4).map(|_| "".into()));
                    row.push("the plant does not say it".into());
                }
                PerPiece::Simulated(of) => {
                    let most = largest([of.before.mean, of.after.mean]);
                    let scale = Scale::plain("", most, half_width(of.before.mean_ci));
                    let fine = Scale::plain("", most, half_width(of.difference.mean_ci));
                    let range = |scale: &Scale, ci: Option<scenarios::study::result::Interval>| {
                        ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high))
                    };
                    row.push(scale.full(of.before.mean).into());
                    row.push(range(&scale, of.before.mean_ci).into());
                    row.push(scale.full(of.after.mean).into());
                    row.push(fine.signed(of.difference.mean).into());
                    row.push(range(&fine, of.difference.mean_ci).into());
                    row.push(inputs.into());
                }
            }
            table.row(row);
        }
    }
    let shared = found.shared_by.as_ref().map_or(String::new(), |by| {
        format!(" Energy of the whole plant, shared out among products by the {by}: an estimate, no meter.")
    });
    table.noted(format!(
        "{} futures of both plants; all electricity of the plant, idle hours and loads included, over the \
         good pieces of the horizon.{shared} Inputs: what kind of knowledge the power or the emission factor is.",
        count(found.futures)
    ))
}
