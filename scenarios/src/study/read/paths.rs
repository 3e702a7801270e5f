//! Reading `[prices.path]`.

use super::prices::Prices;
use crate::finance::inflation::PriceCategory;
use crate::money::paths::PricePath;
use twin_models::text::Wrong;

impl Prices<'_, '_, '_> {
    /// Prices that move.
    pub(super) fn paths(&self) -> Vec<PricePath> {
        let mut all = Vec::new();
        for (name, at) in self.reader.named("path") {
            let category = match name {
                "wage" => PriceCategory::Wage,
                "energy" => PriceCategory::Energy,
                "material" => PriceCategory::Material,
                "price" => PriceCategory::Price,
                _ => {
                    let reason = format!("there is no group of prices `{name}`");
                    let remedy = "write wage, energy, material or price";
                    at.context.error(at.span, &at.path, Wrong::new(reason, remedy.to_owned()));
                    continue;
                }
            };
            let half_life = if at.has("half_life") { at.value("half_life") } else { None };
            if half_life.is_some_and(|months| months <= 0.0) {
                let remedy = "write a number of months above 0, or leave it out for a random walk";
                at.error("half_life", "a deviation is never gone at once", remedy);
            }
            if let Some(volatility) = at.value("volatility") {
                all.push(PricePath { name: name.to_owned(), category, volatility, half_life });
            }
        }
        all
    }
}
