//! The job shop: products with routes, the orders for them, and the stations that they pass.

use super::{MachineIx, MaterialIx, Planning, Plant};
use sim_core::{Distribution, SimDuration};

/// A job shop beside the line: orders move from station to station along their product's route.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    /// What is made.
    pub products: Vec<Product>,
    /// Names of the families of products, in order of first mention.
    pub families: Vec<String>,
    /// The stations of all routes, in the order of the plant's machines.
    pub stations: Vec<ShopStation>,
    /// Orders that come by chance.
    pub drawn: Option<DrawnOrders>,
    /// Orders known by name, in order of release.
    pub book: Vec<Order>,
    /// Most orders in process at once; others wait for their release.
    pub at_most_in_process: Option<u32>,
    /// The same, by family.
    pub at_most_of_family: Vec<Option<u32>>,
    /// Loops of cards between stations (kanban), at most 32.
    pub loops: Vec<CardLoop>,
    /// What becomes of orders that are very late.
    pub cancel: Option<Cancel>,
    /// Lateness counts up to this span.
    pub late_at_most: Option<SimDuration>,
    /// How the plan is kept up to date; `None`: it is not.
    pub planning: Option<Planning>,
    /// Is every order noted in the outcome?
    pub record: bool,
}

/// A product.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    /// For people, and the suffix of its quantities.
    pub name: String,
    /// Position in [`Shop::families`].
    pub family: u32,
    /// Pieces that move on together; `None`: the whole order.
    pub transfer_lot: Option<u32>,
    /// Its operations; at least one, at most 254.
    pub route: Vec<RouteStep>,
    /// From the last operation to the end of the order, without capacity \[s\].
    pub after: Option<Distribution>,
    /// Pieces of other products that go into one piece; each of them has a store.
    pub parts: Vec<(u32, u32)>,
    /// Material of one piece, taken out of stock when an order is released.
    pub materials: Vec<(MaterialIx, f64)>,
    /// Pieces of other products that come out of one good piece; each of them has a store.
    pub gives: Vec<Gain>,
    /// Good pieces go into a store that is filled up by orders of its own.
    pub store: Option<Store>,
}

/// Pieces that come out of another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gain {
    /// What comes out.
    pub product: u32,
    /// Pieces for each good one.
    pub pieces: u32,
    /// Probability that such a piece can be used.
    pub usable: f64,
}

/// A store of finished pieces, reordered by quantity: (s, Q).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Store {
    /// Pieces at the start.
    pub initial: u32,
    /// An order is placed when pieces at hand and on order less those asked for are at most this.
    pub reorder_at: u32,
    /// Orders are multiples of this.
    pub lot: u32,
    /// From the order to its due date.
    pub lead: SimDuration,
    /// Class, 1 the most urgent.
    pub priority: u32,
}

/// Very late orders are cancelled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cancel {
    /// Not before this much after the due date.
    pub after: SimDuration,
    /// Probability of each day from then on.
    pub per_day: f64,
}

/// One operation of a route.
#[derive(Clone, Debug, PartialEq)]
pub struct RouteStep {
    /// Where it can be done, in order of preference; at least one.
    pub places: Vec<Place>,
    /// Time of each job whatever its quantity, without set-up \[s\].
    pub per_job: Distribution,
    /// Probability that a piece is scrapped here.
    pub scrap: f64,
    /// Jobs that must be done again.
    pub rework: Option<JobRework>,
}

/// A station that can do an operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Position in [`Shop::stations`].
    pub station: u32,
    /// Time for one piece \[s\]: one draw for all pieces of a job.
    pub time: Distribution,
}

/// Jobs that must be done again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JobRework {
    /// The operation to which they return, at or before the one that sends them back.
    pub to: u32,
    /// Probability that a job returns.
    pub probability: f64,
    /// A job that has returned so often, wherever, is scrapped instead.
    pub at_most: u32,
}

/// A station of the shop.
#[derive(Clone, Debug, PartialEq)]
pub struct ShopStation {
    /// The station's name.
    pub name: String,
    /// Its servers.
    pub machines: Vec<MachineIx>,
    /// Which waiting job comes next.
    pub dispatch: Dispatch,
    /// Jobs of a more urgent class come before all others.
    pub priority_first: bool,
    /// Set-ups from one job to the next.
    pub set_up: Option<SetUpMatrix>,
    /// It works on several jobs of one family together.
    pub batch: Option<Batch>,
}

/// Jobs of one family that a machine works on together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Batch {
    /// It begins with so many pieces,
    pub at_least: u32,
    /// or when a job has waited so long,
    pub max_wait: SimDuration,
    /// and takes no more than this, unless a single job has more.
    pub at_most: u32,
}

/// A loop of cards between two stations: a job needs one to begin at the first, and gives it back
/// when it begins at the second.
#[derive(Clone, Debug, PartialEq)]
pub struct CardLoop {
    /// For people and for edits of a study.
    pub name: String,
    /// Station at which a card is taken.
    pub from: u32,
    /// Station at which it is given back.
    pub to: u32,
    /// How many there are.
    pub cards: u32,
}

/// Which waiting job comes next; of equals the one whose order arrived first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dispatch {
    /// First in, first out at this station.
    Fifo,
    /// Earliest due date.
    Edd,
    /// Shortest planned processing time here, without set-up.
    Spt,
    /// Smallest ratio of the time until the due date to the planned work left.
    CriticalRatio,
    /// Least slack (time until the due date less planned work left) per operation left.
    SlackPerOperation,
    /// Earliest due date; of the jobs due within this span of it those of the family that the
    /// machine is set up for.
    SetUpAvoiding(SimDuration),
    /// By the plan: orders with a place in it in their sequence, the others behind them by due
    /// date.
    Plan,
}

/// Set-up times from one job to the next \[s\].
#[derive(Clone, Debug, PartialEq)]
pub struct SetUpMatrix {
    /// The product that each machine is set up for at the start; `None`: the first job needs no
    /// set-up.
    pub first: Option<u32>,
    /// To another order of the same product.
    pub same_product: Distribution,
    /// To another product of the same family.
    pub same_family: Distribution,
    /// To another family, where no pair says otherwise.
    pub other_family: Distribution,
    /// Pieces scrapped after a set-up to another family.
    pub scrap: u32,
    /// Particular pairs of families.
    pub pairs: Vec<SetUpPair>,
}

/// The set-up from one family to another.
#[derive(Clone, Debug, PartialEq)]
pub struct SetUpPair {
    /// Family before.
    pub from: u32,
    /// Family after.
    pub to: u32,
    /// Duration \[s\].
    pub lasts: Distribution,
    /// Pieces of the next job scrapped afterwards.
    pub scrap: u32,
}

/// Orders that come by chance.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnOrders {
    /// Time between orders in a month of factor 1 \[s\].
    pub every: Distribution,
    /// Does that time run on working days only (days on which a shift begins)?
    pub working_days: bool,
    /// Factor on the frequency by calendar month, January first.
    pub season: [f64; 12],
    /// Coefficient of variation of a month's frequency (lognormal).
    pub cv: f64,
    /// What is ordered.
    pub mix: Vec<MixLine>,
}

/// A product among the drawn orders.
#[derive(Clone, Debug, PartialEq)]
pub struct MixLine {
    /// Position in [`Shop::products`].
    pub product: u32,
    /// Cumulative share of the orders (last = 1).
    pub up_to: f64,
    /// Pieces of an order, rounded to whole ones, at least 1.
    pub quantity: Distribution,
    /// From the order's arrival to its due date \[s\].
    pub lead: Distribution,
    /// Class, 1 the most urgent.
    pub priority: u32,
}

/// An order known by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Key of its random streams; no other order of the book has it.
    pub name: String,
    /// Position in [`Shop::products`].
    pub product: u32,
    /// Pieces.
    pub quantity: u32,
    /// When it becomes known, from the start of the run.
    pub release: SimDuration,
    /// When it is due, from the start of the run.
    pub due: SimDuration,
    /// Class, 1 the most urgent.
    pub priority: u32,
    /// Its place in the plan; `None`: behind those that have one, by due date.
    pub sequence: Option<u32>,
}

impl Shop {
    /// Most pieces of an order.
    pub const MOST_PIECES: u32 = 1_000_000;

    /// Puts orders into the book, in order of release, then as they were given.
    pub fn set_book(&mut self, mut orders: Vec<Order>) {
        orders.sort_by_key(|o| o.release);
        self.book = orders;
    }

    /// The station of a machine, as a position in [`stations`](Self::stations).
    pub fn station_of(&self, machine: MachineIx) -> Option<usize> {
        self.stations.iter().position(|s| s.machines.contains(&machine))
    }
}

impl SetUpMatrix {
    /// Duration and scrap of the set-up for `to` (product, family) after `from`.
    pub fn between(&self, from: (u32, u32), to: (u32, u32)) -> (&Distribution, u32) {
        if from.0 == to.0 {
            return (&self.same_product, 0);
        }
        if from.1 == to.1 {
            return (&self.same_family, 0);
        }
        let pair = self.pairs.iter().find(|p| (p.from, p.to) == (from.1, to.1));
        pair.map_or((&self.other_family, self.scrap), |p| (&p.lasts, p.scrap))
    }
}

impl Product {
    /// Does it take this material?
    pub fn takes(&self, material: MaterialIx) -> bool {
        self.materials.iter().any(|(k, _)| *k == material)
    }

    /// Planned seconds of operation `step` at its preferred place: per job, and per piece.
    pub fn planned(&self, step: usize) -> (f64, f64) {
        let step = &self.route[step];
        (step.per_job.mean(), step.places[0].time.mean())
    }
}

impl Plant {
    /// Do jobs pass this machine, rather than pieces?
    pub fn is_in_shop(&self, machine: MachineIx) -> bool {
        self.machines[machine.index()].takes == super::Takes::Jobs
    }
}
