//! A first scorecard for a study that has none, by what its investments change.

use crate::indicator::INDICATORS;
use crate::study::Study;
use std::fmt::Write;

/// What an investment is about, and the indicators that belong to it.
struct Template {
    /// For people.
    what: &'static str,
    /// Key of the line, indicator, words for the money.
    lines: &'static [(&'static str, &'static str, &'static str)],
}

const MAINTENANCE: Template = Template {
    what: "predictive maintenance",
    lines: &[
        ("mtbf", "mtbf", "fewer failures: fewer repairs, parts and hours of standstill"),
        (
            "unplanned_downtime",
            "unplanned_down_h",
            "an hour of the constraint is margin of pieces not sold, or overtime to recover them",
        ),
        (
            "maintenance_labour",
            "maintenance_labour_cost_per_machine",
            "wages of repairs, off duty and called out dearer than on duty",
        ),
    ],
};

const QUALITY: Template = Template {
    what: "quality",
    lines: &[
        ("defect_rate", "plant_scrap_ratio", "a scrapped piece costs its material and energy"),
        ("rework", "rework_share_of_cogs", "a trial of rework costs its price and its hours"),
        ("returns", "return_rate", "a claim costs what the customer is paid"),
    ],
};

const ENERGY: Template = Template {
    what: "energy",
    lines: &[
        ("energy", "energy_per_good_piece", "kilowatt hours at the tariff"),
        ("output", "good_per_year", "saving energy must not cost output"),
        ("delivery", "delivery_reliability", "saving energy must not cost deliveries"),
    ],
};

const PLANNING: Template = Template {
    what: "planning and supply",
    lines: &[
        ("turns", "inventory_turns", "less stock binds less cash"),
        ("carrying_cost", "carrying_cost", "storage, insurance, obsolescence of stocks"),
        ("delivery", "delivery_reliability", "what is not delivered is margin lost"),
    ],
};

const GENERAL: Template = Template {
    what: "the line",
    lines: &[
        (
            "unplanned_downtime",
            "unplanned_down_h",
            "an hour of the constraint is margin not earned",
        ),
        ("defect_rate", "plant_scrap_ratio", "a scrapped piece costs its material and energy"),
        (
            "labour",
            "labour_hours_per_unit",
            "hours at their wages, as far as they leave the payroll",
        ),
    ],
};

impl Study {
    fn template(&self) -> &'static Template {
        let investment = self.comparisons.first().and_then(|c| {
            let arm = self.arms.get(c.investment)?;
            self.investments.get(*arm.investments.first()?)
        });
        let Some(investment) = investment else { return &GENERAL };
        if investment.predictive.is_some() {
            return &MAINTENANCE;
        }
        let heads = [
            ("quality", &QUALITY),
            ("inspection", &QUALITY),
            ("energy", &ENERGY),
            ("materials", &PLANNING),
            ("suppliers", &PLANNING),
            ("orders", &PLANNING),
            ("maintenance", &MAINTENANCE),
            ("failures", &MAINTENANCE),
        ];
        let path = |edit: &crate::investment::edit::Edit| edit.path.to_string();
        let paths: Vec<String> = investment.edits.iter().map(path).collect();
        let powers = paths.iter().any(|p| p.contains(".power"));
        let found = heads.iter().find(|(head, _)| paths.iter().any(|p| p.starts_with(head)));
        if powers { &ENERGY } else { found.map_or(&GENERAL, |(_, template)| *template) }
    }

    /// A first scorecard as it could stand in the study file. Owners and sources are left to people.
    pub fn suggested_scorecard(&self) -> String {
        let template = self.template();
        let mut text = format!(
            "# A first scorecard for {}. Name who answers for each and where it is read: without owner \
             and\n# source nothing is locked.\n",
            template.what
        );
        for (name, kpi, money) in template.lines {
            let title = INDICATORS.iter().find(|i| i.key == *kpi).map_or("", |i| i.name);
            let comment = if title.is_empty() { String::new() } else { format!("  # {title}") };
            let _ = write!(
                text,
                "\n[scorecard.{name}]\nkpi = \"{kpi}\"{comment}\nowner = \"\"\nsource = \"\"\nmoney = \"{money}\"\n"
            );
        }
        text
    }
}
