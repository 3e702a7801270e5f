//! The ledger of one arm in one replication: lines of money by month, and the cash bound in stocks.

use super::prices::{PriceBook, PriceLine};
use super::tariff::Tariff;
use crate::finance::inflation::PriceCategory;
use std::sync::Arc;
use twin_models::outcome::{EnergyOutcome, Schema};

/// The price book resolved against the quantities of one plant.
#[derive(Clone, Debug)]
pub struct Pricing {
    /// Per line: where the quantity of the first month stands, and money per unit.
    lines: Vec<Vec<(usize, f64)>>,
    /// The same of the integrated stock, and cash cost of a piece.
    stocks: Vec<(usize, f64)>,
    /// From a month to the next.
    step: usize,
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
    months: usize,
    /// Line by line.
    sums: Vec<f64>,
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
            step: schema.len(),
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

    /// The same for tables by column, in which column `c` is number `places[c]`.
    pub fn by_column(&self, places: &[usize]) -> Self {
        let months = self.hours.len();
        let moved = |terms: &Vec<(usize, f64)>| {
            terms.iter().map(|(column, money)| (places[*column] * months, *money)).collect()
        };
        Self {
            lines: self.lines.iter().map(moved).collect(),
            stocks: moved(&self.stocks),
            step: 1,
            ..self.clone()
        }
    }

    /// Has this column of the plant's quantities a price?
    pub fn needs(&self, column: usize) -> bool {
        let of = |terms: &Vec<(usize, f64)>| terms.iter().any(|(priced, _)| *priced == column);
        self.lines.iter().chain([&self.stocks]).any(of)
    }

    /// The ledger of the quantities of an outcome (month-major, unless [`by_column`](Self::by_column)) and
    /// its electricity.
    pub fn ledger(&self, monthly: &[f64], energy: Option<&EnergyOutcome>) -> Ledger {
        let months = self.hours.len();
        let mut ledger = Ledger::empty(self.lines.len(), months);
        let add = |sums: &mut [f64], terms: &[(usize, f64)]| {
            for (first, money) in terms {
                let quantities = monthly.get(*first..).unwrap_or_default();
                if self.step == 1 {
                    sums.iter_mut().zip(quantities).for_each(|(sum, x)| *sum += x * money);
                } else {
                    let quantities = quantities.iter().step_by(self.step);
                    sums.iter_mut().zip(quantities).for_each(|(sum, x)| *sum += x * money);
                }
            }
        };
        for (line, terms) in self.lines.iter().enumerate().filter(|(_, terms)| !terms.is_empty()) {
            add(ledger.line_mut(line), terms);
        }
        if let (Some((tariff, first)), Some(energy)) = (&self.electricity, energy) {
            for (m, bill) in tariff.bills(energy).iter().enumerate().take(months) {
                ledger.line_mut(*first)[m] -= bill.energy;
                ledger.line_mut(first + 1)[m] -= bill.demand;
                ledger.line_mut(first + 2)[m] -= bill.fixed;
            }
        }
        for (line, factors) in &self.moved {
            let line = ledger.line_mut(*line).iter_mut();
            line.zip(factors.iter()).for_each(|(x, factor)| *x *= factor);
        }
        add(&mut ledger.working_capital, &self.stocks);
        ledger.working_capital.iter_mut().zip(&self.hours).for_each(|(sum, h)| *sum /= h);
        ledger
    }
}

impl Ledger {
    /// Nothing, in so many lines of so many months.
    pub fn empty(lines: usize, months: usize) -> Self {
        Self { months, sums: vec![0.0; lines * months], working_capital: vec![0.0; months] }
    }

    /// The lines of the price book by month (first 0); income positive.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = &[f64]> + Clone {
        self.sums.chunks_exact(self.months.max(1))
    }

    /// One of them.
    pub fn line(&self, line: usize) -> &[f64] {
        &self.sums[line * self.months..(line + 1) * self.months]
    }

    /// One of them, to be written in.
    pub fn line_mut(&mut self, line: usize) -> &mut [f64] {
        &mut self.sums[line * self.months..(line + 1) * self.months]
    }

    /// Investment minus reference, line by line.
    pub fn minus(&self, reference: &Self) -> Self {
        let minus = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        Self {
            months: self.months,
            sums: minus(&self.sums, &reference.sums),
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
        assert_eq!(ledger.lines().collect::<Vec<_>>(), [[600.0, 1000.0]]);
        assert_eq!(ledger.working_capital, vec![500.0, 500.0]);
        let zero = ledger.minus(&ledger);
        assert_eq!(zero.line(0), [0.0, 0.0]);
    }
}
