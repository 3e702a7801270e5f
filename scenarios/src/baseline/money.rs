//! Indicators in money: what the books of a plant know and the shop floor does not.

use crate::money::prices::PriceBook;
use crate::study::result::Better;
use twin_models::outcome::Schema;
use twin_models::plant::model::Plant;

/// One indicator in money.
pub struct MoneyKpi {
    /// Stable key.
    pub key: &'static str,
    /// For people.
    pub name: &'static str,
    /// Unit; `money` is the currency of the study at prices of the first day.
    pub unit: &'static str,
    /// Formula.
    pub formula: &'static str,
    /// Direction.
    pub better: Better,
    /// What `on` may name.
    pub on: &'static [&'static str],
    /// Quantities that it is made of, with those behind a colon.
    pub keys: &'static [&'static str],
    /// Its value.
    pub of: fn(&Spent<'_>, Option<&str>) -> Option<f64>,
}

/// What one arm used in one replication, and what it is worth.
pub struct Spent<'a> {
    /// Prices.
    pub book: &'a PriceBook,
    /// Quantities.
    pub schema: &'a Schema,
    /// The plant.
    pub plant: &'a Plant,
    /// Quantities by month, month-major; or column by column.
    pub monthly: &'a [f64],
    /// In tables by column: how many columns stand before each, and months.
    pub by_column: Option<(&'a [usize], usize)>,
    /// Length \[h\].
    pub elapsed_h: f64,
}

/// Kinds of stock: word, keys of their integrals.
const STOCKS: [(&str, &[&str]); 4] = [
    ("raw", &["stock_ph", "allocated_ph"]),
    ("wip", &["wip_ph"]),
    ("finished", &["finished_goods_ph"]),
    ("spares", &["part_stock_ph"]),
];
/// Keys of [`STOCKS`].
const STOCK_KEYS: &[&str] =
    &["stock_ph", "allocated_ph", "wip_ph", "finished_goods_ph", "part_stock_ph"];
/// Hours and calls of the crews.
const LABOUR: &[&str] = &["labour_ph", "overtime_ph", "callout_ph", "callouts"];
/// Words of [`STOCKS`].
const STOCK_WORDS: &[&str] = &["raw", "wip", "finished", "spares"];

fn is_of(name: &str, key: &str) -> bool {
    name.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

impl MoneyKpi {
    /// Is this quantity part of it?
    pub fn needs(&self, quantity: &str) -> bool {
        self.keys.iter().any(|key| is_of(quantity, key))
    }
}

impl Spent<'_> {
    fn years(&self) -> f64 {
        let months = match self.by_column {
            Some((_, months)) => months,
            None => self.monthly.len() / self.schema.len().max(1),
        };
        months as f64 / 12.0
    }

    fn column(&self, k: usize) -> f64 {
        match self.by_column {
            Some((places, months)) => {
                self.monthly.iter().skip(places[k] * months).take(months).sum()
            }
            None => self.monthly.iter().skip(k).step_by(self.schema.len()).sum(),
        }
    }

    fn total(&self, key: &str) -> Option<f64> {
        let columns = self.schema.iter().enumerate().filter(|(_, q)| is_of(&q.key, key));
        columns.map(|(k, _)| self.column(k)).reduce(|a, b| a + b)
    }

    /// Cost of these quantities at the prices of the ledger.
    fn cost(&self, keys: &[&str]) -> f64 {
        let terms = self.book.lines.iter().flat_map(|line| &line.terms);
        let mine = terms.filter(|(name, _)| keys.iter().any(|key| is_of(name, key)));
        let at = |name: &str| self.schema.iter().position(|q| q.key == name);
        mine.filter_map(|(name, money)| Some(-money * self.column(at(name)?))).sum::<f64>() + 0.0
    }

    /// Cash bound in stocks, time average.
    fn stock(&self, on: Option<&str>) -> Option<f64> {
        let wanted = |key: &str| match on {
            None => true,
            Some(word) => STOCKS
                .iter()
                .any(|(w, keys)| *w == word && keys.iter().any(|stock| is_of(key, stock))),
        };
        let hours = self.elapsed_h;
        let at = |name: &str| self.schema.iter().position(|q| q.key == name);
        let stocks = self.book.stocks.iter().filter(|stock| wanted(&stock.key));
        let held = stocks.filter_map(|stock| Some(stock.value * self.column(at(&stock.key)?)));
        let sum = held.reduce(|a, b| a + b)?;
        (hours > 0.0).then(|| sum / hours)
    }
}

fn per(numerator: f64, denominator: f64) -> Option<f64> {
    (denominator > 0.0).then(|| numerator / denominator)
}

/// Every indicator in money.
pub static MONEY_KPIS: &[MoneyKpi] = &[
    MoneyKpi {
        key: "maintenance_labour_cost_per_machine",
        name: "Maintenance labour cost per machine",
        unit: "money/machine/year",
        formula: "(hours of the crews on duty, off duty, called out) x their wages / machines / years",
        better: Better::Lower,
        on: &[],
        keys: LABOUR,
        of: |s, _| {
            let cost = s.cost(LABOUR);
            per(cost, s.plant.machines.len() as f64 * s.years())
        },
    },
    MoneyKpi {
        key: "stock_value",
        name: "Value of stocks",
        unit: "money",
        formula: "time average of stocks x their value at cash cost (`stock_value`, cost of spare \
                  parts, value of materials)",
        better: Better::Lower,
        on: STOCK_WORDS,
        keys: STOCK_KEYS,
        of: |s, on| s.stock(on),
    },
    MoneyKpi {
        key: "carrying_cost",
        name: "Inventory carrying cost",
        unit: "money/year",
        formula: "value of stocks x `holding` (storage, insurance, obsolescence); the cost of the \
                  capital bound is not in it, it enters the NPV as working capital",
        better: Better::Lower,
        on: STOCK_WORDS,
        keys: STOCK_KEYS,
        of: |s, on| Some(s.stock(on)? * s.book.basics.holding),
    },
    MoneyKpi {
        key: "rework_share_of_cogs",
        name: "Rework cost of cost of goods sold",
        unit: "share",
        formula: "(trials and hours of rework x their prices) / (pieces sold x `variable_cost`)",
        better: Better::Lower,
        on: &[],
        keys: &["reworks", "rework_h", "sold"],
        of: |s, _| {
            per(s.cost(&["reworks", "rework_h"]), s.total("sold")? * s.book.basics.variable_cost)
        },
    },
    MoneyKpi {
        key: "return_rate",
        name: "Customer return rate",
        unit: "share",
        formula: "claims / pieces sold; in a plant without claims: escapes / pieces sold",
        better: Better::Lower,
        on: &[],
        keys: &["claims", "escaped", "sold"],
        of: |s, _| per(s.total("claims").or_else(|| s.total("escaped"))?, s.total("sold")?),
    },
];

#[cfg(test)]
mod tests {
    use super::{STOCK_KEYS, STOCK_WORDS, STOCKS};

    #[test]
    fn words_and_keys_are_those_of_the_stocks() {
        let keys: Vec<&str> = STOCKS.iter().flat_map(|(_, keys)| *keys).copied().collect();
        assert_eq!(keys, STOCK_KEYS);
        assert_eq!(STOCKS.map(|(word, _)| word), STOCK_WORDS);
    }
}
