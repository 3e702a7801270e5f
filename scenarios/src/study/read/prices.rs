//! Reading `[prices]`: every price becomes a line of the ledger.

use super::tariff;
use super::units::PER_PIECE;
use crate::finance::inflation::PriceCategory as Follows;
use crate::finance::ledger::BenefitCategory as Belongs;
use crate::money::prices::{Basics, PriceBook, PriceLine, StockValue};
use crate::study::result::Firmness;
use twin_models::outcome::Schema;
use twin_models::plant::model::Plant;
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
    lines.extend(prices.product_lines());
    lines.extend(prices.material_lines());
    lines.extend(prices.service_lines());
    lines.extend(prices.quality_lines());
    lines.extend(prices.inspection_lines());
    lines.extend(prices.attack_lines());
    for item in reader.list("line") {
        lines.extend(prices.own_line(&item));
    }
    let basics = Basics { maintenance_wage: prices.maintenance_wage(), ..basics? };
    lines.extend(prices.holding(&basics));
    lines.retain(|line| line.terms.iter().any(|(_, money)| *money != 0.0));
    let electricity = reader.table("electricity").and_then(|r| tariff::read(&r, plant));
    let electricity = electricity.map(|tariff| {
        let first = lines.len();
        for name in ["electricity: energy", "electricity: demand charge", "electricity: fixed part"]
        {
            let tariff = line(name.into(), Belongs::Energy, Follows::Energy, Vec::new());
            lines.push(tariff.resting_on(&["prices.electricity"]));
        }
        (tariff, first)
    });
    let paths = prices.paths();
    Some(PriceBook { lines, stocks: prices.stocks(), electricity, paths, basics })
}

/// The table `[prices]` and the plant it prices.
pub(super) struct Prices<'r, 'c, 'd> {
    pub(super) reader: &'r Reader<'c, 'd>,
    pub(super) plant: &'r Plant,
    pub(super) schema: &'r Schema,
}

/// A hard line.
pub(super) fn line(
    name: String,
    category: Belongs,
    prices: Follows,
    terms: Vec<(String, f64)>,
) -> PriceLine {
    PriceLine { name, category, firmness: Firmness::Hard, prices, terms, inputs: Vec::new() }
}

/// One quantity and its price.
pub(super) fn term(key: impl Into<String>, money: f64) -> Vec<(String, f64)> {
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
        // Every price is asked for before the first missing one ends the reading.
        let [price, scrap, absorbed, line_wage, overtime_hour, holding] =
            ["piece", "scrap", "scrap_absorbed", "line_wage", "overtime_hour", "holding"]
                .map(|key| reader.value(key));
        let _checked = ["escape", "false_reject", "lost_sale", "late", "stock_value"]
            .map(|key| reader.value(key));
        let basics = Basics {
            price: price?,
            variable_cost: variable?,
            scrap: scrap?,
            line_wage: line_wage?,
            overtime_hour: overtime_hour?,
            maintenance_wage: 0.0,
            holding: holding?,
            scrap_absorbed: absorbed.filter(|x| *x > 0.0).or(scrap)?,
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
            )
            .resting_on(&["prices.piece", "prices.variable_cost"]),
            line(
                "overtime of the line".into(),
                Belongs::Downtime,
                Follows::Wage,
                term("overtime_h", -self.get("overtime_hour")),
            )
            .resting_on(&["prices.overtime_hour"]),
            line("scrap".into(), Belongs::Quality, Follows::Material, term("scrap", -scrap))
                .resting_on(&["prices.scrap"]),
            line("rejects at inspection".into(), Belongs::Quality, Follows::Material, rejects)
                .resting_on(&["prices.scrap", "prices.false_reject"]),
            line(
                "escapes".into(),
                Belongs::Quality,
                Follows::Price,
                term("escaped", -self.get("escape")),
            )
            .resting_on(&["prices.escape"]),
            line(
                "lost sales beyond margin".into(),
                Belongs::Delivery,
                Follows::Price,
                term("lost_sales", -self.get("lost_sale")),
            )
            .resting_on(&["prices.lost_sale"]),
            line(
                "late deliveries".into(),
                Belongs::Delivery,
                Follows::Price,
                term("backlog_ph", -late),
            )
            .resting_on(&["prices.late"]),
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
        vec![
            line(
                "holding of stock, without capital".into(),
                Belongs::Inventory,
                Follows::Material,
                terms,
            )
            .resting_on(&[
                "prices.holding",
                "prices.stock_value",
                "prices.spares",
                "prices.materials",
            ]),
        ]
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
        for (name, material) in self.reader.named("materials") {
            let value = material.own_node("value").map(|n| Dimension::Money.parse(&n.value));
            let value = value.and_then(Result::ok).unwrap_or(0.0);
            let keys = ["stock_ph", "allocated_ph"].map(|key| format!("{key}:{name}"));
            stocks.extend(keys.map(|key| StockValue { key, value }));
        }
        stocks
    }
}
