//! Prices of characteristics and inspection points.

use super::price_lines::rest_on;
use super::prices::{Prices, line};
use crate::finance::inflation::PriceCategory as Follows;
use crate::finance::ledger::BenefitCategory as Belongs;
use crate::money::prices::PriceLine;

impl Prices<'_, '_, '_> {
    pub(super) fn quality_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.quality.iter().map(|q| &*q.name).collect();
        let mut lines = Vec::new();
        for (name, prices) in self.named("quality", "characteristic", &names) {
            let first = lines.len();
            let term = |quantity: &str, key: &str| {
                (format!("{quantity}:{name}"), -prices.value(key).unwrap_or(0.0))
            };
            let mut add = |what: &str, follows, terms| {
                lines.push(line(format!("{name}: {what}"), Belongs::Quality, follows, terms));
            };
            add("tools", Follows::Material, vec![term("tool_changes", "tool")]);
            let watching = vec![term("measured", "measurement"), term("sorted", "sorting")];
            add("measuring and sorting", Follows::Wage, watching);
            add("looking for causes", Follows::Wage, vec![term("quality_hold_h", "hold_hour")]);
            let customers = vec![term("claims", "claim"), term("containments", "containment")];
            add("claims and containment", Follows::Price, customers);
            rest_on(&mut lines[first..], &prices.path);
        }
        lines
    }

    pub(super) fn inspection_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.inspections.iter().map(|p| &*p.name).collect();
        let mut lines = Vec::new();
        for (name, prices) in self.named("inspections", "inspection", &names) {
            let first = lines.len();
            let term = |quantity: &str, key: &str| {
                (format!("{quantity}:{name}"), -prices.value(key).unwrap_or(0.0))
            };
            let mut add = |what: &str, follows, terms| {
                lines.push(line(format!("{name}: {what}"), Belongs::Quality, follows, terms));
            };
            let looks =
                vec![term("inspected", "inspection"), term("false_rejects", "verification")];
            add("inspection and second looks", Follows::Wage, looks);
            add(
                "rework",
                Follows::Wage,
                vec![term("reworks", "rework"), term("rework_h", "rework_hour")],
            );
            add(
                "value added to what is scrapped",
                Follows::Material,
                vec![term("rejects_scrapped", "value_added")],
            );
            rest_on(&mut lines[first..], &prices.path);
        }
        lines
    }
}
