//! Stocks of material: orders, deliveries, customers, machines that take and make.
//!
//! Amounts are whole millionths of a unit, so that every balance holds exactly. A stock is booked
//! before it changes; what follows from a change (orders, machines that go on) comes after it.

mod collect;
mod customers;
mod flow;
mod forecast;
mod kit;
mod machine;
mod order;
mod outage;
mod position;
mod receipt;
mod stock;

pub(super) use collect::quantities;
use stock::Stock;

use super::Floor;
use super::component::NEVER;
use crate::plant::model::{MachineIx, MaterialIx, Plant, Policy, SupplierIx};
use sim_core::{Stream, Streams, Transit};

/// Millionths of a unit.
const UNIT: f64 = 1e6;

/// An amount of the plant file in millionths.
fn millionths(units: f64) -> i64 {
    (units * UNIT).round() as i64
}

/// All stocks of a plant, and who fills them; empty where the plant has none.
pub(super) struct Supply {
    stocks: Vec<Stock>,
    sellers: Vec<Seller>,
    /// What is on its way into a stock.
    under_way: Transit<Shipment>,
    /// Per machine: its place among those that wait for material; `None`: it does not.
    waits: Vec<Option<u64>>,
    places: u64,
    /// Per material: the machines that take it, and those that make it.
    takers: Vec<Vec<MachineIx>>,
    makers: Vec<Vec<MachineIx>>,
    /// What moved as one from a machine into a stock.
    stored: u64,
}

/// A delivery under way.
#[derive(Clone, Copy, Debug)]
struct Shipment {
    to: MaterialIx,
    /// Number of the order.
    order: u64,
    amount: i64,
}

/// A supplier while the plant runs.
#[derive(Clone, Copy, Debug)]
struct Seller {
    /// When it has made everything that is ordered \[µs\].
    free_at: i64,
    /// Outages begun.
    outages: u64,
    /// End of the present outage, and from when on the plant knows of it; `NEVER`: there is none.
    ends: i64,
    known_from: i64,
    /// How long the present outage lasts \[µs\].
    lasts: i64,
    every: Stream,
    length: Stream,
    known: Stream,
    known_after: Stream,
}

/// Who waits for material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waiter {
    /// A machine with a piece to begin.
    Machine(MachineIx),
}

impl Supply {
    /// The stocks of a plant, still without luck.
    pub(super) fn new(plant: &Plant) -> Self {
        let nobody = Streams::new(0, 0);
        let all = || (0..plant.materials.len() as u32).map(MaterialIx);
        let machines = |of: &dyn Fn(&crate::plant::model::Machine) -> bool| -> Vec<MachineIx> {
            let found = plant.machines.iter().enumerate().filter(|(_, m)| of(m));
            found.map(|(i, _)| MachineIx(i as u32)).collect()
        };
        Self {
            stocks: plant.materials.iter().map(|m| Stock::new(m, nobody)).collect(),
            sellers: plant
                .suppliers
                .iter()
                .map(|s| Seller {
                    free_at: 0,
                    outages: 0,
                    ends: NEVER,
                    known_from: NEVER,
                    lasts: 0,
                    every: nobody.stream(&s.name, "time to the next outage"),
                    length: nobody.stream(&s.name, "length of an outage"),
                    known: nobody.stream(&s.name, "outage known"),
                    known_after: nobody.stream(&s.name, "time until an outage is known"),
                })
                .collect(),
            under_way: Transit::default(),
            waits: vec![None; plant.machines.len()],
            places: 0,
            takers: all()
                .map(|k| machines(&|m| m.consumes.iter().any(|(other, _)| *other == k)))
                .collect(),
            makers: all().map(|k| machines(&|m| m.makes == Some(k))).collect(),
            stored: 0,
        }
    }

    /// At the start of a replication.
    pub(super) fn reset(&mut self, plant: &Plant, streams: Streams) {
        for (stock, material) in self.stocks.iter_mut().zip(&plant.materials) {
            stock.reset(material, streams);
        }
        for seller in &mut self.sellers {
            let again = |stream: &Stream| streams.again(stream);
            *seller = Seller {
                free_at: 0,
                outages: 0,
                ends: NEVER,
                known_from: NEVER,
                lasts: 0,
                every: again(&seller.every),
                length: again(&seller.length),
                known: again(&seller.known),
                known_after: again(&seller.known_after),
            };
        }
        self.under_way.clear();
        self.waits.fill(None);
        self.places = 0;
        self.stored = 0;
    }
}

impl Floor<'_, '_> {
    /// The stock of a material, booked up to now.
    fn booked(&mut self, k: MaterialIx) -> &mut Stock {
        let now = self.now.0;
        let stock = &mut self.yard.supply.stocks[k.index()];
        stock.book(now);
        stock
    }

    /// The first reviews, counts, customers and outages.
    pub(super) fn begin_supply(&mut self) {
        for s in (0..self.plant.suppliers.len() as u32).map(SupplierIx) {
            self.next_supplier_outage(s);
        }
        for k in self.all_materials() {
            self.count_stock(k);
            self.next_customer(k);
            self.begin_reviews(k);
        }
    }

    fn all_materials(&self) -> impl Iterator<Item = MaterialIx> + use<> {
        (0..self.plant.materials.len() as u32).map(MaterialIx)
    }

    /// New parameters: every stock is looked at again, and so is who waits.
    pub(super) fn change_supply(&mut self, before: &Plant) {
        let plant = self.plant;
        for k in self.all_materials() {
            let material = &plant.materials[k.index()];
            self.booked(k).set_steady(material);
            self.yard.supply.stocks[k.index()].ahead = None;
            let policy = &before.materials[k.index()].policy;
            if !matches!(policy, Policy::Forecast(_)) {
                self.forecast(k);
            }
            if policy.every() != material.policy.every() {
                self.begin_reviews(k);
            } else {
                self.after_a_change(k);
            }
            self.machines_go_on(k);
        }
    }
}
