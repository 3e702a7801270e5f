//! Reading `[prices]`: every price becomes a line of the ledger.

use super::sections_money::LINE;
use super::units::PER_PIECE;
use crate::finance::inflation::PriceCategory as Follows;
use crate::finance::ledger::BenefitCategory as Belongs;
use crate::money::prices::{Basics, CATEGORIES, PriceBook, PriceLine, StockValue};
use crate::study::result::Firmness;
use twin_models::outcome::Schema;
use twin_models::plant::model::Plant;
use twin_models::text::units::nearest;
use twin_models::text::{Bounds, Dimension, Item, Reader};

/// Hours of a year, for holding rates.
const HOURS_PER_YEAR: f64 = 8766.0;

/// Reads the price book of a plant with these quantities; faults go to the reader's context.
pub fn read(reader: &Reader<'_, '_>, plant: &Plant, schema: &Schema) -> Option<PriceBook> {
    let prices = Prices { reader, plant, schema };
    let basics = prices.basics();
    let mut lines = prices.piece_lines();
    lines.extend(prices.crew_lines());
    lines.extend(prices.spare_lines());
    lines.extend(prices.service_lines());
    for item in reader.list("line") {
        lines.extend(prices.own_line(&item));
    }
    let basics = Basics { maintenance_wage: prices.maintenance_wage(), ..basics? };
    lines.extend(prices.holding(&basics));
    Some(PriceBook { lines, stocks: prices.stocks(), basics })
}

struct Prices<'r, 'c, 'd> {
    reader: &'r Reader<'c, 'd>,
    plant: &'r Plant,
    schema: &'r Schema,
}

fn line(name: String, category: Belongs, prices: Follows, terms: Vec<(String, f64)>) -> PriceLine {
    PriceLine { name, category, firmness: Firmness::Hard, prices, terms }
}

fn term(key: impl Into<String>, money: f64) -> Vec<(String, f64)> {
    vec![(key.into(), money)]
}

impl<'c, 'd> Prices<'_, 'c, 'd> {
    fn get(&self, key: &str) -> f64 {
        self.reader.value(key).unwrap_or(0.0)
    }

    fn basics(&self) -> Option<Basics> {
        let variable = self.reader.item("variable_cost").and_then(|item| {
            let costs = item.entries()?;
            let read = |(_, at): &(&str, Item<'_, '_>)| {
                at.value(Dimension::Other(&PER_PIECE), Bounds::NOT_NEGATIVE)
            };
            costs.iter().map(read).sum::<Option<f64>>()
        });
        let reader = self.reader;
        let scrap = reader.value("scrap");
        let basics = Basics {
            price: reader.value("piece")?,
            variable_cost: variable?,
            scrap: scrap?,
            line_wage: reader.value("line_wage")?,
            overtime_hour: reader.value("overtime_hour")?,
            maintenance_wage: 0.0,
            holding: reader.value("holding")?,
            scrap_absorbed: reader.value("scrap_absorbed").filter(|x| *x > 0.0).or(scrap)?,
        };
        if basics.margin() <= 0.0 {
            reader.error(
                "piece",
                "a piece is sold for less than its variable cost",
                "check `piece` and `variable_cost`: with a negative margin the plant should stand still",
            );
        }
        Some(basics)
    }

    fn piece_lines(&self) -> Vec<PriceLine> {
        let margin = self.basics_quietly();
        let scrap = self.get("scrap");
        let rejects = vec![
            ("rejected_bad".to_owned(), -scrap),
            ("rejected_good".to_owned(), -(scrap + self.get("false_reject"))),
        ];
        let late = self.get("late") / 24.0;
        vec![
            line(
                "margin of pieces sold".into(),
                Belongs::Downtime,
                Follows::Price,
                term("sold", margin),
            ),
            line(
                "overtime of the line".into(),
                Belongs::Downtime,
                Follows::Wage,
                term("overtime_h", -self.get("overtime_hour")),
            ),
            line("scrap".into(), Belongs::Quality, Follows::Material, term("scrap", -scrap)),
            line("rejects at inspection".into(), Belongs::Quality, Follows::Material, rejects),
            line(
                "escapes".into(),
                Belongs::Quality,
                Follows::Price,
                term("escaped", -self.get("escape")),
            ),
            line(
                "lost sales beyond margin".into(),
                Belongs::Delivery,
                Follows::Price,
                term("lost_sales", -self.get("lost_sale")),
            ),
            line(
                "late deliveries".into(),
                Belongs::Delivery,
                Follows::Price,
                term("backlog_ph", -late),
            ),
        ]
    }

    /// Margin without reporting faults a second time.
    fn basics_quietly(&self) -> f64 {
        let price = self.reader.own_node("piece");
        let of = |node| Dimension::Other(&PER_PIECE).parse(node).unwrap_or(0.0);
        let costs = self.reader.own_node("variable_cost").and_then(|node| node.as_table());
        let variable: f64 =
            costs.map_or(0.0, |t| t.entries.iter().map(|(_, n)| of(&n.value)).sum());
        price.map_or(0.0, |node| of(&node.value)) - variable
    }

    /// Names of the plant that must be priced, and are not; names priced that do not exist.
    fn named(
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
                    twin_models::text::units::Wrong::new(
                        format!("the plant has no {what} `{name}`"),
                        remedy,
                    ),
                );
            }
        }
        for name in names {
            if key != "service" && !found.iter().any(|(n, _)| n == name) {
                self.reader.error(
                    key,
                    format!("the {what} `{name}` of the plant has no price"),
                    format!("add [prices.{key}.{name}]"),
                );
            }
        }
        found
    }

    fn crew_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.crews.iter().map(|c| &*c.name).collect();
        let mut lines = Vec::new();
        for (name, crew) in self.named("crews", "crew", &names) {
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
            let (on_duty, cashable) = (format!("labour_ph:{name}"), get("cashable"));
            if cashable > 0.0 {
                let terms = term(&*on_duty, -wage * cashable);
                lines.push(line(
                    format!("hours of {name} that leave the payroll"),
                    Belongs::LabourAutomation,
                    Follows::Wage,
                    terms,
                ));
            }
            if cashable < 1.0 {
                let terms = term(&*on_duty, -wage * (1.0 - cashable));
                let freed = line(
                    format!("freed hours of {name}"),
                    Belongs::LabourAutomation,
                    Follows::Wage,
                    terms,
                );
                lines.push(PriceLine { firmness: Firmness::Soft, ..freed });
            }
        }
        lines
    }

    fn spare_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.parts.iter().map(|p| &*p.name).collect();
        let mut lines = Vec::new();
        for (name, spare) in self.named("spares", "spare part", &names) {
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
        }
        lines
    }

    fn service_lines(&self) -> Vec<PriceLine> {
        let names: Vec<&str> = self.plant.modes.iter().map(|m| &*m.name).collect();
        let mut lines = Vec::new();
        for (name, service) in self.named("service", "failure mode", &names) {
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
        }
        lines
    }

    fn own_line(&self, item: &Item<'_, '_>) -> Option<PriceLine> {
        let own = item.table(&LINE)?;
        let name = own.text("name")?.to_owned();
        let at = own.item("quantity")?;
        let key = at.text()?.to_owned();
        if !self.schema.iter().any(|q| q.key == key) {
            let remedy = match nearest(&key, self.schema.iter().map(|q| &*q.key)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`gemba schema quantities` lists them".to_owned(),
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
        })
    }

    fn maintenance_wage(&self) -> f64 {
        let crews = self.reader.named("crews");
        let people = |name: &str| {
            let crew = self.plant.crews.iter().find(|c| c.name == name);
            crew.map_or(1.0, |c| f64::from(c.people))
        };
        let (mut heads, mut wages) = (0.0, 0.0);
        for (name, crew) in &crews {
            let node = crew.own_node("wage");
            let wage =
                node.and_then(|n| Dimension::Other(&super::units::PER_HOUR).parse(&n.value).ok());
            heads += people(name);
            wages += people(name) * wage.unwrap_or(0.0);
        }
        if heads > 0.0 { wages / heads } else { 0.0 }
    }

    fn holding(&self, basics: &Basics) -> Vec<PriceLine> {
        let rate = basics.holding / HOURS_PER_YEAR;
        let terms = self.stocks().into_iter().map(|s| (s.key, -s.value * rate)).collect();
        vec![line(
            "holding of stock, without capital".into(),
            Belongs::Inventory,
            Follows::Material,
            terms,
        )]
    }

    fn stocks(&self) -> Vec<StockValue> {
        let value = self
            .reader
            .own_node("stock_value")
            .and_then(|node| Dimension::Other(&PER_PIECE).parse(&node.value).ok())
            .unwrap_or(0.0);
        let mut stocks: Vec<StockValue> = ["finished_goods_ph", "wip_ph"]
            .iter()
            .map(|key| StockValue { key: (*key).to_owned(), value })
            .collect();
        for (name, spare) in self.reader.named("spares") {
            let cost = spare.own_node("cost").and_then(|n| Dimension::Money.parse(&n.value).ok());
            stocks.push(StockValue {
                key: format!("part_stock_ph:{name}"),
                value: cost.unwrap_or(0.0),
            });
        }
        stocks
    }
}
