//! What a physical quantity is worth.

use crate::study::result::Firmness;
use serde::{Deserialize, Serialize};

/// Where a line of the ledger belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Contribution margin of pieces sold, overtime that recovers lost pieces.
    Downtime,
    /// Scrap, rejects, escapes.
    Quality,
    /// Spare parts, emergency premiums, contractors, overtime of the crews.
    Maintenance,
    /// Holding of stock, without capital.
    Inventory,
    /// Late and lost deliveries, beyond their margin.
    Delivery,
    /// Hours of people.
    Labour,
    /// Energy.
    Energy,
}

impl Category {
    /// All, in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::Downtime,
        Self::Quality,
        Self::Maintenance,
        Self::Inventory,
        Self::Delivery,
        Self::Labour,
        Self::Energy,
    ];

    /// Its name in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Downtime => "downtime",
            Self::Quality => "quality",
            Self::Maintenance => "maintenance",
            Self::Inventory => "inventory",
            Self::Delivery => "delivery",
            Self::Labour => "labour",
            Self::Energy => "energy",
        }
    }
}

/// Which prices a line follows through the years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Index {
    /// Sales prices and variable cost.
    Sales,
    /// Wages.
    Wages,
    /// Spare parts and services.
    Parts,
}

/// Yearly rise of prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Escalation {
    /// Sales prices and variable cost.
    pub sales: f64,
    /// Wages.
    pub wages: f64,
    /// Spare parts and services.
    pub parts: f64,
}

impl Escalation {
    /// Factor on base prices in the middle of month `m`, 1 the first.
    pub fn factor(&self, index: Index, m: u32) -> f64 {
        let rise = match index {
            Index::Sales => self.sales,
            Index::Wages => self.wages,
            Index::Parts => self.parts,
        };
        libm::pow(1.0 + rise, (f64::from(m) - 0.5) / 12.0)
    }
}

/// One line of the ledger: quantities of the plant, each with its price.
#[derive(Clone, Debug, PartialEq)]
pub struct PriceLine {
    /// For people; unique.
    pub name: String,
    /// Where it belongs.
    pub category: Category,
    /// How firm it is.
    pub firmness: Firmness,
    /// Which prices it follows.
    pub index: Index,
    /// Key of the quantity and money per unit of it: income positive, cost negative.
    pub terms: Vec<(String, f64)>,
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
