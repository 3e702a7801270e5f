//! Financial operations: no machine is touched, so nothing is simulated. Formula-based, and labelled so.
//!
//! hours freed = (before - after) a month x loaded wage; write-offs avoided = postings a year x fall of
//! the error rate x mean error cost x unrecoverable share; cash released = revenue / 365 x days by which
//! invoices go out earlier, working capital that reverses at the end.

use crate::finance::inflation::PriceCategory;
use crate::finance::ledger::BenefitCategory;
use crate::money::ledger::Ledger;
use crate::money::prices::PriceLine;
use crate::study::result::Firmness;

/// What the integration changes at full effect, at prices of the first day.
#[derive(Clone, Debug, PartialEq)]
pub struct Office {
    /// Worth of the hours freed \[money per month\].
    pub hours: f64,
    /// Share of them that leaves the payroll; the rest is soft.
    pub cashable: f64,
    /// Write-offs avoided \[money per month\].
    pub write_offs: f64,
    /// Is there evidence in the ledger for them? Without it they are soft.
    pub write_offs_proven: bool,
    /// Fees of auditors and temporary staff avoided \[money per month\].
    pub fees: f64,
    /// Are there invoices for them? Without them they are soft.
    pub fees_proven: bool,
    /// Cash released from receivables \[money\].
    pub released: f64,
}

impl Office {
    /// How many lines of the ledger it has.
    pub const LINES: usize = 4;

    /// Its lines of the ledger; no quantity of the plant stands behind them.
    pub fn lines(&self, name: &str) -> [PriceLine; Self::LINES] {
        let firm = |proven: bool| if proven { Firmness::Hard } else { Firmness::Soft };
        let line = |what: &str, firmness, prices| PriceLine {
            name: format!("{name}: {what} (formula)"),
            category: BenefitCategory::LabourAutomation,
            firmness,
            prices,
            terms: Vec::new(),
            inputs: vec![format!("investments.{name}")],
        };
        [
            line("hours that leave the payroll", Firmness::Hard, PriceCategory::Wage),
            line("hours freed", Firmness::Soft, PriceCategory::Wage),
            line("write-offs avoided", firm(self.write_offs_proven), PriceCategory::Price),
            line("fees avoided", firm(self.fees_proven), PriceCategory::Price),
        ]
    }

    /// Enters a month in which this share of the effect is reached; `first` is the first of its lines.
    pub fn enter(&self, ledger: &mut Ledger, first: usize, month: usize, reached: f64) {
        let amounts = [
            self.hours * self.cashable,
            self.hours * (1.0 - self.cashable),
            self.write_offs,
            self.fees,
        ];
        for (k, amount) in amounts.into_iter().enumerate() {
            if let Some(cell) = ledger.line_mut(first + k).get_mut(month) {
                *cell += amount * reached;
            }
        }
        if let Some(bound) = ledger.working_capital.get_mut(month) {
            *bound -= self.released * reached;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a23_freed_hours_are_soft_and_receivables_are_working_capital() {
        let office = Office {
            hours: 3000.0,
            cashable: 0.0,
            write_offs: 100.0,
            write_offs_proven: false,
            fees: 50.0,
            fees_proven: true,
            released: 9000.0,
        };
        let firm: Vec<Firmness> = office.lines("x").iter().map(|l| l.firmness).collect();
        assert_eq!(firm, [Firmness::Hard, Firmness::Soft, Firmness::Soft, Firmness::Hard]);
        let mut ledger = Ledger::empty(5, 2);
        ledger.working_capital.fill(500.0);
        office.enter(&mut ledger, 1, 1, 0.5);
        let months: Vec<f64> = ledger.lines().map(|l| l[1]).collect();
        assert_eq!(months, [0.0, 0.0, 1500.0, 50.0, 25.0]);
        assert_eq!(ledger.working_capital, [500.0, -4000.0]);
    }
}
