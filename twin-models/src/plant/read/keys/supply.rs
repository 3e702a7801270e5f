//! Keys of materials and suppliers.

use super::forecast::FORECAST;
use crate::text::{Bounds, Dimension, Field, Kind, Section};

const DAY: f64 = 86_400.0;
/// An amount of material, in its own unit.
const AMOUNT: Kind = Kind::Value(Dimension::Number, Bounds::between(0.0, MOST));
/// The same, of something.
const SOME: Kind =
    Kind::Value(Dimension::Number, Bounds { open: true, ..Bounds::between(0.0, MOST) });
/// A level of the position, which may lie below 0.
const LEVEL: Kind = Kind::Value(Dimension::Number, Bounds::between(-MOST, MOST));
/// Amounts are counted in millionths; this many units can be.
const MOST: f64 = 1e12;
const INTERVAL: Bounds = Bounds::POSITIVE.likely(60.0, 400.0 * DAY);
const LEAD: Kind = Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 1000.0 * DAY));

pub(in crate::plant::read) static MATERIAL: Section = Section {
    name: "[materials.NAME]",
    doc: "A stock of one material: raw material, component, sub-assembly or finished goods. Amounts \
          are bare numbers, counted in its `unit`.",
    fields: &[
        Field::default("unit", Kind::Text, "pieces", "what its amounts are counted in, for people"),
        Field::default("initial", AMOUNT, "0", "on hand at the start"),
        Field::default(
            "policy",
            Kind::Either(&[Kind::Word(&["none"]), Kind::Table(&POLICY)]),
            "none",
            "when how much is ordered; of a material that a machine makes, when it is made",
        ),
        Field::default("order_at_least", AMOUNT, "0", "least amount of an order (MOQ); 0: none"),
        Field::default(
            "order_multiple",
            AMOUNT,
            "0",
            "orders are whole multiples of this; 0: any amount",
        ),
        Field::optional("supplier", Kind::Name("supplier"), "the usual supplier"),
        Field::optional(
            "alternates",
            Kind::List(&Kind::Table(&OFFER)),
            "other suppliers; the first whose time has come gets the order",
        ),
        Field::optional(
            "from",
            Kind::Name("material"),
            "another stock of the plant that it is taken from, instead of `supplier` (two echelons)",
        ),
        Field::optional("transport", LEAD, "from the other stock to this one; needed with `from`"),
        Field::optional(
            "expedite_below",
            AMOUNT,
            "an order placed while less than this is on hand, as far as the planner knows, is expedited",
        ),
        Field::optional(
            "demand",
            Kind::Table(&DEMAND),
            "customers who take it straight from stock",
        ),
        Field::optional(
            "record",
            Kind::Table(&RECORD),
            "what the planner knows of the stock; absent: everything, at once",
        ),
    ],
};

pub(in crate::plant::read) static POLICY: Section = Section {
    name: "policy",
    doc: "One of these. The position is what is on hand and on order, less what is owed.",
    fields: &[
        Field::optional("s_q", Kind::Table(&QUANTITY), "(s, Q)"),
        Field::optional("s_s", Kind::Table(&UP_TO), "(s, S)"),
        Field::optional("r_s", Kind::Table(&PERIODIC), "(R, S)"),
        Field::optional("base_stock", AMOUNT, "what is taken is ordered again at once, up to this"),
        Field::optional("kanban", Kind::Table(&KANBAN), "containers; an empty one is an order"),
        Field::optional(
            "forecast",
            Kind::Table(&FORECAST),
            "(R, S) with S from a forecast of demand",
        ),
    ],
};

const EVERY: Field = Field::optional(
    "every",
    Kind::Value(Dimension::Time, INTERVAL),
    "looked at every so often, from the start of the run on; absent: at every movement",
);

static QUANTITY: Section = Section {
    name: "s_q",
    doc: "A fixed quantity at or below a reorder point; several at once where one does not suffice.",
    fields: &[
        Field::required("reorder", LEVEL, "reorder point s; below 0, so much may be owed"),
        Field::required("quantity", SOME, "Q"),
        EVERY,
    ],
};

static UP_TO: Section = Section {
    name: "s_s",
    doc: "Up to a level, at or below a reorder point.",
    fields: &[
        Field::required("reorder", LEVEL, "reorder point s"),
        Field::required("up_to", LEVEL, "order-up-to level S"),
        EVERY,
    ],
};

static PERIODIC: Section = Section {
    name: "r_s",
    doc: "Up to a level, at every review.",
    fields: &[
        Field::required("every", Kind::Value(Dimension::Time, INTERVAL), "time between reviews R"),
        Field::required("up_to", LEVEL, "order-up-to level S"),
    ],
};

static KANBAN: Section = Section {
    name: "kanban",
    doc: "Containers of one size; an empty one is ordered full again.",
    fields: &[
        Field::required("cards", Kind::Count(1, 1_000_000), "how many containers"),
        Field::required("size", SOME, "what one holds"),
    ],
};

pub(in crate::plant::read) static OFFER: Section = Section {
    name: "alternates",
    doc: "A supplier that is asked at times.",
    fields: &[
        Field::required("supplier", Kind::Name("supplier"), "who"),
        Field::required(
            "when",
            Kind::Word(&["outage", "low"]),
            "asked while an outage of the usual supplier is known, or while less than `below` is \
             on hand, as far as the planner knows",
        ),
        Field::optional("below", AMOUNT, "with `when = \"low\"`"),
        Field::default(
            "qualified",
            Kind::Flag,
            "true",
            "one that is not qualified (approved) is never asked",
        ),
    ],
};

static DEMAND: Section = Section {
    name: "demand from stock",
    doc: "Customers come one after the other, around the clock; or they are a steady stream, all of \
          which waits where nothing is there.",
    fields: &[
        Field::optional(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE),
            "time between two customers; exponential: a Poisson process; \"1 weeks\": a demand by week",
        ),
        Field::optional(
            "size",
            Kind::Law(Dimension::Number, Bounds::NOT_NEGATIVE.likely(0.0, 1e9)),
            "with `every`: what a customer wants; absent: 1",
        ),
        Field::optional(
            "backorder",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "with `every`: share of customers who wait for what is not there, the others are lost; \
             absent: all wait",
        ),
        Field::optional(
            "steady",
            Kind::Value(Dimension::Rate, Bounds::POSITIVE),
            "units per time instead of single customers, \"24/h\"",
        ),
    ],
};

static RECORD: Section = Section {
    name: "record",
    doc: "The planner looks at a record of the stock, which is not the stock.",
    fields: &[
        Field::default(
            "error",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.3)),
            "0 %",
            "the record is the stock times 1 + e: standard deviation of e (normal)",
        ),
        Field::default(
            "count",
            Kind::Value(Dimension::Time, INTERVAL),
            "30 d",
            "counted every so often: then e is drawn anew",
        ),
        Field::default(
            "lag",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 30.0 * DAY)),
            "0 d",
            "what is taken is taken off the record so much later; needs a policy with `every`",
        ),
    ],
};

pub(in crate::plant::read) static SUPPLIER: Section = Section {
    name: "[suppliers.NAME]",
    doc: "Who supplies materials.",
    fields: &[
        Field::optional("like", Kind::Name("supplier"), "what is not written here is as there"),
        Field::required("lead", LEAD, "from order to delivery"),
        Field::optional("expedited_lead", LEAD, "of an expedited order; absent: there is none"),
        Field::default(
            "no_crossing",
            Kind::Flag,
            "false",
            "deliveries of a material come in the order in which they were ordered",
        ),
        Field::default(
            "delivers",
            Kind::Law(Dimension::Share, Bounds::SHARE),
            "100 %",
            "share of an order that is delivered; the rest never comes",
        ),
        Field::default(
            "bad",
            Kind::Law(Dimension::Share, Bounds::SHARE.likely(0.0, 0.3)),
            "0 %",
            "share of a delivery that is rejected on receipt",
        ),
        Field::optional(
            "capacity",
            Kind::Value(Dimension::Rate, Bounds::POSITIVE),
            "units per time over all its materials: orders queue, each takes its time before `lead`",
        ),
        Field::default(
            "as_made",
            Kind::Flag,
            "false",
            "an order comes bit by bit at `capacity`, after `lead`; for one material without outages",
        ),
        Field::optional("outage", Kind::Table(&OUTAGE), "times in which it delivers nothing"),
    ],
};

static OUTAGE: Section = Section {
    name: "outage",
    doc: "Orders that are due in an outage come later by its length.",
    fields: &[
        Field::required(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(DAY, 3650.0 * DAY)),
            "from the end of one, or the start of the run, to the next",
        ),
        Field::required(
            "lasts",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 400.0 * DAY)),
            "how long one lasts",
        ),
        Field::default(
            "known",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "0 %",
            "probability that the plant learns of it before its end",
        ),
        Field::default(
            "known_after",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 60.0 * DAY)),
            "0 d",
            "how long after its beginning",
        ),
    ],
};
