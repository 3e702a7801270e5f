//! Reading `[prices.cyber]`.

use super::prices::{Prices, line, term};
use crate::finance::inflation::PriceCategory as Follows;
use crate::finance::ledger::BenefitCategory as Belongs;
use crate::money::prices::PriceLine;

impl Prices<'_, '_, '_> {
    /// What attacks cost beside the output they take.
    pub(super) fn attack_lines(&self) -> Vec<PriceLine> {
        let Some(reader) = self.reader.has("cyber").then(|| self.reader.table("cyber")).flatten()
        else {
            return Vec::new();
        };
        let get = |key: &str| reader.value(key).unwrap_or(0.0);
        let (response, ransom) = (get("response"), get("ransom"));
        let Some(cyber) = &self.plant.cyber else {
            let remedy = "add [cyber] to the plant, or leave [prices.cyber] out";
            self.reader.error(
                "cyber",
                "the plant has no attacks that could cost something",
                remedy,
            );
            return Vec::new();
        };
        if ransom > 0.0 && cyber.ransom_paid.is_none() {
            let remedy = "say in the plant's [cyber] how often one is paid: ransom_paid = \"30 %\"";
            reader.error("ransom", "the plant does not say whether a ransom is paid", remedy);
        }
        let of = |name: &str, key: &str, follows: Follows, money: f64| {
            line(name.into(), Belongs::Downtime, follows, term(key, -money))
        };
        vec![
            of("response to attacks", "outages:cyber", Follows::Material, response)
                .resting_on(&["prices.cyber.response"]),
            of("ransoms", "ransoms", Follows::Fixed, ransom).resting_on(&["prices.cyber.ransom"]),
        ]
    }
}
