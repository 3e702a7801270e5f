//! The same question at other prices: the physics stay, nothing is resolved again.

use super::sections::STUDY_FILE;
use super::{finance, hours_of_months, investments, prices, union};
use crate::money::ledger::Pricing;
use crate::money::prices::PriceBook;
use crate::study::Study;
use twin_models::outcome::Schema;
use twin_models::text::{Context, Document};

impl Study {
    /// This study with `[prices]`, `[finance]` and the cost lists of a changed study file. Everything
    /// else of the file is left aside. `None` when the changed values cannot be read.
    pub fn repriced(&self, file: &Document) -> Option<Self> {
        let context = Context::new(file, true);
        let root = context.root(&STUDY_FILE);
        let terms = finance::read(&root.table("finance")?)?;
        let read = investments(&root, Some(&terms));
        let full = &self.arms.last()?.plant;
        let schemas: Vec<Schema> = self.tools.iter().map(|tools| tools.schema.clone()).collect();
        let book = prices::read(&root.table("prices")?, full, &union(&schemas))?;
        let (faults, _) = context.finish();
        if faults.iter().any(|fault| fault.severity == twin_models::text::Severity::Error) {
            return None;
        }
        let mut study = self.clone();
        for investment in &mut study.investments {
            let same = read.iter().find(|other| other.name == investment.name)?;
            investment.cost.clone_from(&same.cost);
        }
        study.terms = terms;
        Some(study.with_book(book))
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
