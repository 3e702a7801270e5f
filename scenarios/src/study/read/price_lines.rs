//! Prices of crews, spare parts and services, and lines of the study's own.

use super::prices::{Prices, line, term};
use super::sections_money::LINE;
use crate::finance::inflation::PriceCategory as Follows;
use crate::finance::ledger::BenefitCategory as Belongs;
use crate::money::prices::{CATEGORIES, PriceLine};
use crate::study::result::Firmness;
use twin_models::text::units::{Wrong, nearest};
use twin_models::text::{Item, Reader};

/// All prices of these lines stand in one table.
pub(super) fn rest_on(lines: &mut [PriceLine], path: &str) {
    lines.iter_mut().for_each(|line| line.inputs.push(path.to_owned()));
}

impl<'c, 'd> Prices<'_, 'c, 'd> {
    /// Names of the plant that must be priced, and are not; names priced that do not exist.
    pub(super) fn named(
        &self,
        key: &'static str,
        what: &str,
        names: &[&str],
    ) -> Vec<(&'d str, Reader<'c, 'd>)> {
        let found = self.reader.named(key);
        for (name, at) in &found {
            if !names.contains(name) {
                let remedy = match nearest(name, names.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the plant has: {}", names.join(", ")),
                };
                at.context.error(
                    at.span,
                    &at.path,
                    Wrong::new(format!("the plant has no {what} `{name}`"), remedy),
                );
            }
        }
        for name in names {
            if matches!(key, "crews" | "spares" | "materials")
                && !found.iter().any(|(n, _)| n == name)
            {
                self.reader.error(
                    key,
                    format!("the {what} `{name}` of the plant has no price"),
                    format!("add [prices.{key}.{name}]"),
                );
            }
        }
        found
    }

    pub(super) fn crew_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.crews.iter().map(|c| &*c.name).collect();
        let mut lines = Vec::new();
        for (name, crew) in self.named("crews", "crew", &names) {
            let first = lines.len();
            let get = |key: &str| crew.value(key).unwrap_or(0.0);
            let wage = get("wage");
            let off_duty = vec![
                (format!("overtime_ph:{name}"), -wage * get("overtime")),
                (format!("callout_ph:{name}"), -wage * get("call_out")),
                (format!("callouts:{name}"), -get("call_out_fee")),
            ];
            lines.push(line(
                format!("overtime and call-outs of {name}"),
                Belongs::Maintenance,
                Follows::Wage,
                off_duty,
            ));
            let cashable = get("cashable");
            let pool = ["run_ph", "setup_ph"].map(|key| format!("{key}:{name}"));
            let recorded = |key: &String| self.schema.iter().any(|q| q.key == *key);
            let on_duty: Vec<String> = std::iter::once(format!("labour_ph:{name}"))
                .chain(pool.into_iter().filter(recorded))
                .collect();
            let hours_at = |price: f64| on_duty.iter().map(|key| (key.clone(), price)).collect();
            if cashable > 0.0 {
                let terms = hours_at(-wage * cashable);
                lines.push(line(
                    format!("hours of {name} that leave the payroll"),
                    Belongs::LabourAutomation,
                    Follows::Wage,
                    terms,
                ));
            }
            if cashable < 1.0 {
                let terms = hours_at(-wage * (1.0 - cashable));
                let freed = line(
                    format!("freed hours of {name}"),
                    Belongs::LabourAutomation,
                    Follows::Wage,
                    terms,
                );
                lines.push(PriceLine { firmness: Firmness::Soft, ..freed });
            }
            rest_on(&mut lines[first..], &crew.path);
        }
        lines
    }

    pub(super) fn spare_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.parts.iter().map(|p| &*p.name).collect();
        let mut lines = Vec::new();
        for (name, spare) in self.named("spares", "spare part", &names) {
            let first = lines.len();
            let cost = spare.value("cost").unwrap_or(0.0);
            let premium = spare.value("emergency_premium").unwrap_or(0.0);
            let used = term(format!("parts_used:{name}"), -cost);
            lines.push(line(
                format!("{name}: parts used"),
                Belongs::Maintenance,
                Follows::Material,
                used,
            ));
            let emergency = term(format!("parts_emergency:{name}"), -cost * premium);
            lines.push(line(
                format!("{name}: emergency premium"),
                Belongs::Maintenance,
                Follows::Material,
                emergency,
            ));
            let part = self.plant.parts.iter().position(|p| p.name == name);
            let damage: Vec<(String, f64)> = self
                .plant
                .modes
                .iter()
                .filter(|mode| part.is_some() && mode.part.map(|p| p.index()) == part)
                .filter_map(|mode| {
                    let extra = mode.secondary?.parts_factor - 1.0;
                    (extra != 0.0).then(|| (format!("secondary:{}", mode.name), -cost * extra))
                })
                .collect();
            if !damage.is_empty() {
                lines.push(line(
                    format!("{name}: further damage"),
                    Belongs::Maintenance,
                    Follows::Material,
                    damage,
                ));
            }
            rest_on(&mut lines[first..], &spare.path);
        }
        lines
    }

    pub(super) fn product_lines(&self) -> Vec<PriceLine> {
        let products = self.plant.shop.iter().flat_map(|s| &s.products);
        let names: Vec<&str> = products.map(|p| &*p.name).collect();
        let mut lines = Vec::new();
        for (name, product) in self.named("products", "product", &names) {
            let first = lines.len();
            let get = |key: &str| product.value(key).unwrap_or(0.0);
            let lost = -get("scrap");
            let lost = vec![
                (format!("scrapped_pieces:{name}"), lost),
                (format!("cancelled_pieces:{name}"), lost),
            ];
            let made = term(format!("finished_pieces:{name}"), get("margin"));
            let late = term(format!("late_ph:{name}"), -get("late") / 24.0);
            lines.extend([
                line(format!("margin of {name}"), Belongs::Downtime, Follows::Price, made),
                line(format!("scrap of {name}"), Belongs::Quality, Follows::Material, lost),
                line(format!("late orders of {name}"), Belongs::Delivery, Follows::Price, late),
            ]);
            rest_on(&mut lines[first..], &product.path);
        }
        lines
    }

    /// What material costs beyond its own price, and what its customers bring. Holding and the cash
    /// that it binds come from the stocks.
    pub(super) fn material_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.materials.iter().map(|m| &*m.name).collect();
        let mut lines = Vec::new();
        for (name, material) in self.named("materials", "material", &names) {
            let first = lines.len();
            let get = |key: &str| material.value(key).unwrap_or(0.0);
            let value = get("value");
            let mut add = |what: &str, belongs, follows, quantity: &str, money: f64| {
                let terms = term(format!("{quantity}:{name}"), money);
                lines.push(line(format!("{name}: {what}"), belongs, follows, terms));
            };
            let table = material.path.clone();
            let (material, price) = (Follows::Material, Follows::Price);
            let (inventory, delivery) = (Belongs::Inventory, Belongs::Delivery);
            add("orders", inventory, material, "orders", -get("order"));
            add("expediting", inventory, material, "expedited", -value * get("expedite"));
            add("alternates", inventory, material, "premium", -value * get("alternate"));
            add("margin of deliveries", delivery, price, "delivered", get("margin"));
            add("lost customers beyond margin", delivery, price, "lost", -get("lost"));
            add("late deliveries", delivery, price, "owed_ph", -get("late") / 24.0);
            rest_on(&mut lines[first..], &table);
        }
        lines
    }

    pub(super) fn service_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.modes.iter().map(|m| &*m.name).collect();
        let mut lines = Vec::new();
        for (name, service) in self.named("service", "failure mode", &names) {
            let first = lines.len();
            let get = |key: &str| service.value(key).unwrap_or(0.0);
            let terms = vec![
                (format!("failures:{name}"), -get("failure")),
                (format!("planned_repairs:{name}"), -get("planned")),
            ];
            lines.push(line(
                format!("external service for {name}"),
                Belongs::Maintenance,
                Follows::Material,
                terms,
            ));
            rest_on(&mut lines[first..], &service.path);
        }
        lines
    }

    pub(super) fn own_line(&self, item: &Item<'_, '_>) -> Option<PriceLine> {
        let own = item.table(&LINE)?;
        let name = own.text("name")?.to_owned();
        let at = own.item("quantity")?;
        let key = at.text()?.to_owned();
        if !self.schema.iter().any(|q| q.key == key) {
            let remedy = match nearest(&key, self.schema.iter().map(|q| &*q.key)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`arms[].monthly` in result.json of a run lists them".to_owned(),
            };
            at.error(format!("the plant records no quantity `{key}`"), remedy);
        }
        let money = match own.one_of(&["cost", "income"]) {
            Some("cost") => -own.value("cost")?,
            Some(_) => own.value("income")?,
            None => {
                own.missing_one_of(&["cost", "income"], "add cost = \"80 $\"");
                return None;
            }
        };
        let category = own.word("category")?;
        let (category, _) = *CATEGORIES.iter().find(|(_, code)| *code == category)?;
        Some(PriceLine {
            name,
            category,
            firmness: match own.word("firmness")? {
                "soft" => Firmness::Soft,
                "upside" => Firmness::Upside,
                "shadow" => Firmness::Shadow,
                _ => Firmness::Hard,
            },
            prices: match own.word("follows")? {
                "wage" => Follows::Wage,
                "energy" => Follows::Energy,
                "price" => Follows::Price,
                "fixed" => Follows::Fixed,
                _ => Follows::Material,
            },
            terms: term(key, money),
            inputs: vec![item.path.clone()],
        })
    }
}
