//! The same question at other prices: the physics stay, nothing is resolved again.

use super::{hours_of_months, money_again};
use crate::money::ledger::Pricing;
use crate::money::prices::PriceBook;
use crate::study::Study;
use twin_models::text::{Diagnostics, Document};

impl Study {
    /// This study with `[prices]`, `[finance]` and the cost lists of a changed study file. Everything
    /// else of the file is left aside.
    ///
    /// # Errors
    /// When the changed values cannot be read.
    pub fn repriced(&self, file: &Document) -> Result<Self, Diagnostics> {
        let money = money_again(file, self)?;
        let mut study = self.clone();
        for investment in &mut study.investments {
            let of_file = |name: &str| money.investments.iter().find(|other| other.name == name);
            let same = of_file(&investment.name).or_else(|| of_file(&investment.same_luck_as));
            if let Some(same) = same {
                investment.cost.clone_from(&same.cost);
            }
        }
        study.terms = money.terms;
        Ok(study.with_book(money.book))
    }

    /// This study with another price book.
    pub fn with_book(mut self, book: PriceBook) -> Self {
        let hours = hours_of_months(self.start, self.horizon);
        for tools in &mut self.tools {
            tools.pricing = Pricing::new(&book, &tools.schema, hours.clone());
        }
        self.book = book;
        self
    }
}
