//! What a physical quantity is worth.

use super::paths::PricePath;
use super::tariff::Tariff;
use crate::finance::inflation::PriceCategory;
use crate::finance::ledger::BenefitCategory;
use crate::study::result::Firmness;

/// Categories in the order of reports, with their names in files.
pub const CATEGORIES: [(BenefitCategory, &str); 9] = [
    (BenefitCategory::Downtime, "downtime"),
    (BenefitCategory::Quality, "quality"),
    (BenefitCategory::Maintenance, "maintenance"),
    (BenefitCategory::Inventory, "inventory"),
    (BenefitCategory::Delivery, "delivery"),
    (BenefitCategory::LabourAutomation, "labour"),
    (BenefitCategory::Energy, "energy"),
    (BenefitCategory::Safety, "safety"),
    (BenefitCategory::Compliance, "compliance"),
];

/// One line of the ledger: quantities of the plant, each with its price.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceLine {
    /// For people; unique.
    pub name: String,
    /// Where it belongs.
    pub category: BenefitCategory,
    /// How firm it is.
    pub firmness: Firmness,
    /// Which prices it follows.
    pub prices: PriceCategory,
    /// Key of the quantity and money per unit of it: income positive, cost negative.
    pub terms: Vec<(String, f64)>,
    /// Paths of the study file from which its prices are made: values, or tables of them.
    pub inputs: Vec<String>,
}

impl PriceLine {
    /// The same line, with where its prices stand in the study file.
    #[must_use]
    pub fn resting_on(mut self, paths: &[&str]) -> Self {
        self.inputs.extend(paths.iter().map(|path| (*path).to_owned()));
        self
    }
}

/// A stock that binds cash.
#[derive(Clone, Debug, PartialEq)]
pub struct StockValue {
    /// Key of the integrated stock \[pieces h\].
    pub key: String,
    /// Cash cost of a piece in it.
    pub value: f64,
}

/// All prices of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceBook {
    /// Lines of the ledger, in the order of reports.
    pub lines: Vec<PriceLine>,
    /// Stocks that bind cash.
    pub stocks: Vec<StockValue>,
    /// The electricity tariff, and the first of its lines: energy, demand charge, fixed part.
    pub electricity: Option<(Tariff, usize)>,
    /// Prices that move by chance; normally none.
    pub paths: Vec<PricePath>,
    /// Numbers that the closed-form estimates need.
    pub basics: Basics,
}

/// Prices that are read one by one, by closed forms and flags.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Basics {
    /// Price of a piece.
    pub price: f64,
    /// Variable cost of a piece.
    pub variable_cost: f64,
    /// Cash cost of a scrapped piece, less salvage.
    pub scrap: f64,
    /// Wage of the people who run the line, all together \[money per open hour\].
    pub line_wage: f64,
    /// Cost of an hour of overtime of the line.
    pub overtime_hour: f64,
    /// Mean wage of the maintenance crews \[money per person hour\].
    pub maintenance_wage: f64,
    /// Holding rate of stocks, without capital \[per year\].
    pub holding: f64,
    /// Fully absorbed cost of a scrapped piece, for the closed form only.
    pub scrap_absorbed: f64,
}

impl Basics {
    /// Contribution margin of a piece sold.
    pub fn margin(&self) -> f64 {
        self.price - self.variable_cost
    }
}
