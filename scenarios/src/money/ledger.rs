//! The ledger of one arm in one replication: lines of money by month, and the cash bound in stocks.

use super::prices::{PriceBook, PriceLine};
use super::tariff::Tariff;
use crate::finance::inflation::PriceCategory;
use std::sync::Arc;
use twin_models::outcome::{EnergyOutcome, Schema};

/// The price book resolved against the quantities of one plant.
#[derive(Clone, Debug)]
pub struct Pricing {
    /// Per line: column of the quantity and money per unit.
    lines: Vec<Vec<(usize, f64)>>,
    /// Column of the integrated stock and cash cost of a piece.
    stocks: Vec<(usize, f64)>,
    /// Columns of a month.
    width: usize,
    /// Hours of every month.
    hours: Vec<f64>,
    /// The electricity tariff, and the first of its lines.
    electricity: Option<(Tariff, usize)>,
    /// Factors by month on the lines that follow a price path of this future; normally none.
    moved: Vec<(usize, Arc<[f64]>)>,
}

/// Money of one arm in one replication, at base prices.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// `lines[l][m]`: line `l` of the price book in month `m` (first 0); income positive.
    pub lines: Vec<Vec<f64>>,
    /// Cash bound in stocks, average of each month.
    pub working_capital: Vec<f64>,
}

impl Pricing {
    /// Quantities that the plant does not record count as 0. `hours` are the lengths of the months.
    pub fn new(book: &PriceBook, schema: &Schema, hours: Vec<f64>) -> Self {
        let column = |key: &str| schema.iter().position(|q| q.key == key);
        let priced = |line: &PriceLine| {
            line.terms.iter().filter_map(|(key, money)| Some((column(key)?, *money))).collect()
        };
        Self {
            lines: book.lines.iter().map(priced).collect(),
            stocks: book
                .stocks
                .iter()
                .filter_map(|stock| Some((column(&stock.key)?, stock.value)))
                .collect(),
            width: schema.len(),
            hours,
            electricity: book.electricity.clone(),
            moved: Vec::new(),
        }
    }

    /// From now on the lines follow these paths: factors by month.
    pub fn follow(&mut self, book: &PriceBook, paths: &[(PriceCategory, Arc<[f64]>)]) {
        let follows = |(line, of): (usize, &PriceLine)| {
            let (_, factors) = paths.iter().find(|(category, _)| *category == of.prices)?;
            Some((line, Arc::clone(factors)))
        };
        self.moved = book.lines.iter().enumerate().filter_map(follows).collect();
    }

    /// The same for the first months only.
    pub fn first(&self, months: u32) -> Self {
        let hours = self.hours.iter().copied().take(months as usize).collect();
        Self { hours, ..self.clone() }
    }

    /// The same for tables of other columns: column `c` stands at `places[c]` of `width`.
    pub fn moved(&self, places: &[usize], width: usize) -> Self {
        let moved = |terms: &Vec<(usize, f64)>| {
            terms.iter().map(|(column, money)| (places[*column], *money)).collect()
        };
        Self {
            lines: self.lines.iter().map(moved).collect(),
            stocks: moved(&self.stocks),
            width,
            ..self.clone()
        }
    }

    /// Has this column of the plant's quantities a price?
    pub fn needs(&self, column: usize) -> bool {
        let of = |terms: &Vec<(usize, f64)>| terms.iter().any(|(priced, _)| *priced == column);
        self.lines.iter().chain([&self.stocks]).any(of)
    }

    /// The ledger of the quantities of an outcome (month-major) and its electricity.
    pub fn ledger(&self, monthly: &[f64], energy: Option<&EnergyOutcome>) -> Ledger {
        let months = self.hours.len();
        let sums = |terms: &[(usize, f64)]| {
            let mut sums = vec![0.0; months];
            for (column, money) in terms {
                let quantities = monthly.iter().skip(*column).step_by(self.width);
                sums.iter_mut().zip(quantities).for_each(|(sum, x)| *sum += x * money);
            }
            sums
        };
        let mut lines: Vec<Vec<f64>> = self.lines.iter().map(|terms| sums(terms)).collect();
        if let (Some((tariff, first)), Some(energy)) = (&self.electricity, energy) {
            for (m, bill) in tariff.bills(energy).iter().enumerate().take(months) {
                lines[*first][m] -= bill.energy;
                lines[first + 1][m] -= bill.demand;
                lines[first + 2][m] -= bill.fixed;
            }
        }
        for (line, factors) in &self.moved {
            lines[*line].iter_mut().zip(factors.iter()).for_each(|(x, factor)| *x *= factor);
        }
        let stocks = sums(&self.stocks);
        Ledger {
            lines,
            working_capital: stocks.iter().zip(&self.hours).map(|(sum, h)| sum / h).collect(),
        }
    }
}

impl Ledger {
    /// Investment minus reference, line by line.
    pub fn minus(&self, reference: &Self) -> Self {
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        Self {
            lines: self.lines.iter().zip(&reference.lines).map(|(a, b)| minus(a, b)).collect(),
            working_capital: minus(&self.working_capital, &reference.working_capital),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finance::ledger::BenefitCategory;
    use crate::money::prices::{Basics, StockValue};
    use crate::study::result::Firmness;
    use twin_models::outcome::{Quantity, Unit};

    fn quantity(key: &str, unit: Unit) -> Quantity {
        Quantity { key: key.into(), unit, what: String::new() }
    }

    #[test]
    fn a_line_is_quantity_times_price_and_a_missing_quantity_is_zero() {
        let book = PriceBook {
            lines: vec![PriceLine {
                name: "margin".into(),
                category: BenefitCategory::Downtime,
                firmness: Firmness::Hard,
                prices: PriceCategory::Price,
                terms: vec![("sold".into(), 200.0), ("absent".into(), -1e9)],
                inputs: Vec::new(),
            }],
            stocks: vec![StockValue { key: "wip_ph".into(), value: 50.0 }],
            electricity: None,
            paths: Vec::new(),
            basics: Basics::default(),
        };
        let schema = vec![quantity("wip_ph", Unit::PieceHours), quantity("sold", Unit::Pieces)];
        let monthly = [7440.0, 3.0, 6720.0, 5.0];
        let ledger = Pricing::new(&book, &schema, vec![744.0, 672.0]).ledger(&monthly, None);
        assert_eq!(ledger.lines, vec![vec![600.0, 1000.0]]);
        assert_eq!(ledger.working_capital, vec![500.0, 500.0]);
        let zero = ledger.minus(&ledger);
        assert_eq!(zero.lines, vec![vec![0.0, 0.0]]);
    }
}
