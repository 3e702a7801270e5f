//! Material: what lies in stock, who supplies it, who takes it.

use super::{Forecast, MaterialIx, SupplierIx};
use sim_core::Distribution;

/// A stock of one material: raw material, component, sub-assembly or finished goods alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Material {
    /// Key of its random streams.
    pub name: String,
    /// What its amounts are counted in, for people.
    pub unit: String,
    /// On hand at the start.
    pub initial: f64,
    /// When how much is ordered.
    pub policy: Policy,
    /// Least amount of an order (MOQ); 0: none.
    pub order_at_least: f64,
    /// Orders are whole multiples of this; 0: any amount.
    pub order_multiple: f64,
    /// Where it comes from.
    pub origin: Origin,
    /// An order placed while less than this is on hand (as far as the planner knows) is expedited.
    pub expedite_below: Option<f64>,
    /// Customers who take it straight from stock.
    pub customers: Option<Customers>,
    /// What the planner knows of the stock; `None`: everything, at once.
    pub record: Option<Record>,
}

/// When how much is ordered. The position is what is on hand and on order, less what is owed.
///
/// Zipkin, Foundations of Inventory Management, 2000; Silver, Pyke & Thomas, 4th ed. 2017.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Policy {
    /// Never.
    None,
    /// (s, Q): at or below `reorder`, the least number of `quantity` that brings the position above it.
    Quantity {
        /// s; below 0: so much may be owed before an order is placed.
        reorder: f64,
        /// Q.
        quantity: f64,
        /// Looked at every so often \[s\]; `None`: at every movement.
        every: Option<f64>,
    },
    /// (s, S): at or below `reorder`, up to `up_to`.
    UpTo {
        /// s.
        reorder: f64,
        /// S.
        up_to: f64,
        /// Looked at every so often \[s\]; `None`: at every movement.
        every: Option<f64>,
    },
    /// (R, S): at every review, up to `up_to`.
    Periodic {
        /// R \[s\].
        every: f64,
        /// S.
        up_to: f64,
    },
    /// (S - 1, S): whatever is taken is ordered again at once.
    BaseStock(f64),
    /// So many containers of a size; an empty one is an order. What is owed orders nothing.
    Kanban {
        /// How many containers (cards).
        cards: u32,
        /// What one holds.
        size: f64,
    },
    /// (R, S) with a level that follows a forecast of demand. A machine that makes the material works up
    /// to that level.
    Forecast(Forecast),
}

/// Where a material comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// Nowhere, or from a machine that makes it.
    Inside,
    /// From suppliers, the usual one first.
    Suppliers(Vec<Offer>),
    /// Out of another stock of the plant (two echelons): what is not there is owed, first come
    /// first served.
    Stock {
        /// The other stock.
        material: MaterialIx,
        /// From there to here \[s\].
        transport: Distribution,
    },
}

/// A supplier of a material.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Who.
    pub supplier: SupplierIx,
    /// When it is asked.
    pub when: When,
    /// One that is not qualified is never asked.
    pub qualified: bool,
}

/// When a supplier is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// Where nothing else holds: the usual supplier.
    Usual,
    /// While an outage of the usual supplier is known.
    Outage,
    /// While less than this is on hand, as far as the planner knows.
    Below(f64),
}

/// Customers who take a material straight from stock.
#[derive(Clone, Debug, PartialEq)]
pub struct Customers {
    /// How they come.
    pub come: Come,
    /// Share of unmet demand that waits; the rest is lost. A customer waits or does not.
    pub backorder: f64,
}

/// How customers come.
#[derive(Clone, Debug, PartialEq)]
pub enum Come {
    /// One after the other: time between them \[s\], and what each wants.
    Each {
        /// Time between two customers \[s\].
        every: Distribution,
        /// What a customer wants.
        size: Distribution,
    },
    /// A steady stream: time for one unit \[s\].
    Steady(f64),
}

/// What the planner knows of a stock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    /// The record is the true stock times 1 + e, e normal with this standard deviation.
    pub error: f64,
    /// Counted every so often \[s\]: then e is drawn anew.
    pub every: f64,
    /// What is taken is taken off the record so much later \[s\].
    pub lag: f64,
}

/// Who supplies materials.
#[derive(Clone, Debug, PartialEq)]
pub struct Supplier {
    /// Key of its random streams.
    pub name: String,
    /// From order to delivery \[s\].
    pub lead: Distribution,
    /// The same of an expedited order \[s\]; `None`: nothing can be expedited.
    pub expedited_lead: Option<Distribution>,
    /// Deliveries of a material come in the order in which they were ordered.
    pub no_crossing: bool,
    /// Share of an order that is delivered; the rest never comes.
    pub delivers: Distribution,
    /// Share of a delivery that is bad, and rejected on receipt.
    pub bad: Distribution,
    /// Time for one unit \[s\], over all its materials; `None`: no limit.
    pub pace: Option<f64>,
    /// An order comes bit by bit as it is made, not as a whole.
    pub as_made: bool,
    /// Times in which it delivers nothing.
    pub outage: Option<Outage>,
}

/// Outages of a supplier: whatever is due in one comes later by its length.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// From the end of one (or the start of the run) to the next \[s\].
    pub every: Distribution,
    /// How long one lasts \[s\].
    pub lasts: Distribution,
    /// Probability that it becomes known before its end.
    pub known: f64,
    /// How long after its beginning \[s\].
    pub known_after: Distribution,
}

impl Policy {
    /// Time between reviews \[s\]; `None`: continuous review.
    pub const fn every(&self) -> Option<f64> {
        match self {
            Self::Quantity { every, .. } | Self::UpTo { every, .. } => *every,
            Self::Periodic { every, .. } | Self::Forecast(Forecast { every, .. }) => Some(*every),
            _ => None,
        }
    }
}
