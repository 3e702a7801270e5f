//! Keys of products, orders and the stations of the shop.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

const DAY: f64 = 86_400.0;

const TIME: Bounds = Bounds::NOT_NEGATIVE.likely(0.0, 30.0 * DAY);

pub(in crate::plant::read) static PRODUCT: Section = Section {
    name: "[products.NAME]",
    doc: "A product that is made by orders. The stations of its route belong to the shop: orders \
          pass them one after the other, and no buffer leads to them.",
    fields: &[
        Field::required("route", Kind::List(&Kind::Table(&STEP)), "its operations in their order"),
        Field::optional(
            "family",
            Kind::Text,
            "products of one family need little set-up between them; absent: a family of its own",
        ),
        Field::optional(
            "transfer_lot",
            Kind::Count(1, 1_000_000),
            "pieces of an order that move on together; absent: the whole order",
        ),
        Field::optional(
            "after",
            Kind::Law(Dimension::Time, TIME),
            "from the last operation to the end of the order, without capacity: test, packing",
        ),
        Field::optional(
            "parts",
            Kind::Map(&Kind::Count(1, 100_000)),
            "pieces of other products, each with a `store`, that go into one piece; an order is \
             released when they are there",
        ),
        Field::optional(
            "materials",
            Kind::Map(&Kind::Value(
                Dimension::Number,
                Bounds { open: true, ..Bounds::between(0.0, 1e9) },
            )),
            "material that one piece takes out of stock, in its unit, by the name of the material; an \
             order is released when all of it is there",
        ),
        Field::optional(
            "gives",
            Kind::Map(&Kind::Table(&GAIN)),
            "pieces of other products, each with a `store`, that come out of one good piece",
        ),
        Field::optional(
            "store",
            Kind::Table(&STORE),
            "good pieces go into a store, which places orders of its own",
        ),
    ],
};

pub(in crate::plant::read) static STEP: Section = Section {
    name: "route",
    doc: "An operation. A job (an order, or a transfer lot of it) takes its set-up, `per_job`, and \
          its quantity times `time`.",
    fields: &[
        Field::required("station", Kind::Name("machine"), "where it is done"),
        Field::optional(
            "time",
            Kind::Law(Dimension::Time, TIME),
            "time for one piece, one draw for all pieces of a job; absent: `cycle` of the machine",
        ),
        Field::default(
            "per_job",
            Kind::Law(Dimension::Time, TIME),
            "0 s",
            "time of each job whatever its quantity, beside set-up",
        ),
        Field::optional(
            "alternates",
            Kind::List(&Kind::Either(&[Kind::Name("machine"), Kind::Table(&ALTERNATE)])),
            "other machines that can do it, in order of preference: the first that is free",
        ),
        Field::default(
            "scrap",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.2)),
            "0 %",
            "probability that a piece is scrapped here",
        ),
        Field::optional("rework", Kind::Table(&REWORK), "jobs that are sent back"),
    ],
};

pub(in crate::plant::read) static ALTERNATE: Section = Section {
    name: "alternates of an operation",
    doc: "Another machine that can do an operation.",
    fields: &[
        Field::required("station", Kind::Name("machine"), "the machine"),
        Field::optional(
            "time",
            Kind::Law(Dimension::Time, TIME),
            "time for one piece there; absent: that of the operation",
        ),
    ],
};

/// What comes out of a piece.
pub(in crate::plant::read) static GAIN: Section = Section {
    name: "gives",
    doc: "Pieces that come out of a good piece of another product.",
    fields: &[
        Field::default("pieces", Kind::Count(1, 1000), "1", "how many"),
        Field::default(
            "usable",
            Kind::Value(Dimension::Share, Bounds::SHARE),
            "100 %",
            "probability that such a piece can be used",
        ),
    ],
};

static STORE: Section = Section {
    name: "store",
    doc: "A store of finished pieces for other products: it orders when pieces at hand and on \
          order, less those asked for, have come down to `reorder_at`.",
    fields: &[
        Field::required("reorder_at", Kind::Count(0, 1_000_000), "when to order"),
        Field::required("order", Kind::Count(1, 1_000_000), "orders are multiples of this"),
        Field::default("initial", Kind::Count(0, 1_000_000), "0", "pieces at the start"),
        Field::required(
            "lead",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 365.0 * DAY)),
            "from the order to its due date",
        ),
        Field::default(
            "priority",
            Kind::Count(1, 9),
            "5",
            "class of its orders, 1 the most urgent",
        ),
    ],
};

static CANCEL: Section = Section {
    name: "cancel",
    doc: "Very late orders are cancelled; jobs on machines end with their operation.",
    fields: &[
        Field::required(
            "after",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 365.0 * DAY)),
            "lateness from which on orders are cancelled",
        ),
        Field::required(
            "per_day",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.3)),
            "probability of each day from then on",
        ),
    ],
};

static REWORK: Section = Section {
    name: "rework of a job",
    doc: "Jobs that are sent back after an operation.",
    fields: &[
        Field::required(
            "to",
            Kind::Name("machine"),
            "the operation, by its station, at or before this one",
        ),
        Field::required(
            "probability",
            Kind::Value(Dimension::Share, Bounds::SHARE.likely(0.0, 0.5)),
            "share of the jobs that are sent back",
        ),
        Field::default(
            "at_most",
            Kind::Count(1, 200),
            "3",
            "a job that has been sent back so often is scrapped instead",
        ),
    ],
};

/// What a machine of the shop has beside what all machines have.
pub(in crate::plant::read) static SHOP_STATION: Section = Section {
    name: "shop",
    doc: "How a machine in the route of a product takes its jobs.",
    fields: &[
        Field::default(
            "dispatch",
            Kind::Word(&[
                "first come",
                "due date",
                "shortest",
                "critical ratio",
                "slack per operation",
                "avoid set-ups",
                "plan",
            ]),
            "first come",
            "the waiting job that comes next: first come (FIFO); earliest due date (EDD); shortest \
             processing time (SPT); smallest ratio of time until due to work left; least slack per \
             operation left; or earliest due date, but before it those of the present family that \
             are due within `look_ahead` of it; or by the plan: orders of the book in their \
             `sequence`, the others behind them by due date",
        ),
        Field::optional(
            "look_ahead",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 365.0 * DAY)),
            "for `avoid set-ups`",
        ),
        Field::default(
            "priority_first",
            Kind::Flag,
            "false",
            "jobs of a more urgent class come before all others",
        ),
        Field::optional("set_up", Kind::Table(&SET_UP), "set-ups from one order to the next"),
        Field::optional("batch", Kind::Table(&BATCH), "it works on several jobs together"),
    ],
};

static BATCH: Section = Section {
    name: "batch",
    doc: "A machine such as an oven, which works on several jobs of one family together and takes \
          the longest `per_job` of them, and `time` for every piece. It begins when `at_least` \
          pieces wait, or a job has waited for `max_wait`.",
    fields: &[
        Field::default("at_least", Kind::Count(1, 1_000_000), "1", "pieces"),
        Field::required("at_most", Kind::Count(1, 1_000_000), "pieces, unless one job has more"),
        Field::default(
            "max_wait",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 30.0 * DAY)),
            "0 s",
            "longest time that a job waits for others while the machine is free",
        ),
    ],
};

static CARDS: Section = Section {
    name: "[orders.kanban.NAME]",
    doc: "A loop of cards: a job takes one when it begins at `from`, and gives it back when it \
          begins at `to` or is gone.",
    fields: &[
        Field::required("from", Kind::Name("machine"), "machine that needs a card to begin a job"),
        Field::required("to", Kind::Name("machine"), "machine that gives the card back"),
        Field::required("cards", Kind::Count(1, 1_000_000), "how many there are"),
    ],
};

static SET_UP: Section = Section {
    name: "set_up",
    doc: "Set-up from one order to the next, by the family of their products; lots of one order \
          need none. A set-up that is interrupted goes on afterwards.",
    fields: &[
        Field::required(
            "other_family",
            Kind::Law(Dimension::Time, TIME),
            "to another family, where `pairs` says nothing else",
        ),
        Field::default(
            "same_family",
            Kind::Law(Dimension::Time, TIME),
            "0 s",
            "to another product of the same family",
        ),
        Field::optional(
            "same_product",
            Kind::Law(Dimension::Time, TIME),
            "to another order of the same product; absent: as `same_family`",
        ),
        Field::default(
            "scrap",
            Kind::Count(0, 1_000_000),
            "0",
            "pieces of the job that are scrapped after a set-up to another family",
        ),
        Field::optional("pairs", Kind::List(&Kind::Table(&SET_UP_PAIR)), "particular pairs"),
        Field::optional(
            "first",
            Kind::Name("product"),
            "what the machine is set up for at the start; absent: the first job needs no set-up",
        ),
    ],
};

pub(in crate::plant::read) static SET_UP_PAIR: Section = Section {
    name: "pairs",
    doc: "The set-up from one family to another; the way back is another pair.",
    fields: &[
        Field::required("from", Kind::Name("family"), "family before"),
        Field::required("to", Kind::Name("family"), "family after"),
        Field::required("lasts", Kind::Law(Dimension::Time, TIME), "duration"),
        Field::default(
            "scrap",
            Kind::Count(0, 1_000_000),
            "0",
            "pieces of the job that are scrapped afterwards",
        ),
    ],
};

pub(in crate::plant::read) static ORDERS: Section = Section {
    name: "[orders]",
    doc: "What is ordered of the products: orders that come by chance, orders known by name, or \
          both.",
    fields: &[
        Field::optional(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(60.0, 90.0 * DAY)),
            "time between orders that come by chance; absent: none do",
        ),
        Field::default(
            "clock",
            Kind::Word(&["calendar", "working days"]),
            "calendar",
            "on working days (a day with a shift that is no closed day) only, 24 h of each count, \
             or on all days",
        ),
        Field::optional(
            "season",
            Kind::List(&Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE)),
            "factor of each month on their number, January first; 12 numbers of mean 1",
        ),
        Field::default(
            "cv",
            Kind::Value(Dimension::Number, Bounds::NOT_NEGATIVE.likely(0.0, 1.0)),
            "0",
            "coefficient of variation of a month's factor (lognormal)",
        ),
        Field::optional("mix", Kind::Named(&MIX), "what is ordered by chance"),
        Field::optional("book", Kind::List(&Kind::Table(&BOOK)), "orders known by name"),
        Field::optional(
            "at_most_in_process",
            Kind::Count(1, 1_000_000),
            "orders on the floor at once (CONWIP); others wait for their release, by due date",
        ),
        Field::optional(
            "at_most_of_family",
            Kind::Map(&Kind::Count(1, 1_000_000)),
            "the same for single families",
        ),
        Field::optional("kanban", Kind::Named(&CARDS), "limits on jobs between two machines"),
        Field::optional(
            "planning",
            Kind::Table(&PLANNING),
            "how the plan is kept up to date by which machines with dispatch `plan` work",
        ),
        Field::optional("cancel", Kind::Table(&CANCEL), "what becomes of very late orders"),
        Field::optional(
            "late_at_most",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 365.0 * DAY)),
            "lateness of an order counts up to this much (`late_ph`)",
        ),
        Field::default("record", Kind::Flag, "false", "every order is noted in the outcome"),
    ],
};

static PLANNING: Section = Section {
    name: "[orders.planning]",
    doc: "The plan, the sequence of the orders, is looked at every so often: the orders that have \
          arrived are scheduled ahead with mean times.",
    fields: &[
        Field::required(
            "replan_every",
            Kind::Value(
                Dimension::Time,
                Bounds::between(60.0, f64::MAX).likely(3600.0, 60.0 * DAY),
            ),
            "time between two looks, at least 1 min",
        ),
        Field::default(
            "frozen",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 60.0 * DAY)),
            "0 s",
            "orders that the present plan begins within this span keep their place before all \
             others",
        ),
        Field::default(
            "information_lag",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 60.0 * DAY)),
            "0 s",
            "a new plan is in force so long after the state on which it rests",
        ),
        Field::default(
            "decides",
            Kind::Word(&["keep", "report", "test alternatives"]),
            "test alternatives",
            "what follows: nobody looks and the plan is kept; delays are told and it is kept; or \
             the sequences by due date, work left, critical ratio, slack per operation and arrival \
             are tried ahead, and the one with the least total tardiness, if it has less than the \
             present one, becomes the plan",
        ),
    ],
};

static MIX: Section = Section {
    name: "[orders.mix.NAME]",
    doc: "A product among the orders that come by chance.",
    fields: &[
        Field::required("share", Kind::Value(Dimension::Share, Bounds::SHARE), "of the orders"),
        Field::required(
            "quantity",
            Kind::Law(Dimension::Pieces, Bounds::POSITIVE.likely(1.0, 1_000_000.0)),
            "pieces of an order, rounded, at least 1",
        ),
        Field::required(
            "lead",
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE.likely(3600.0, 365.0 * DAY)),
            "quoted lead time: from the order to its due date",
        ),
        Field::default("priority", Kind::Count(1, 9), "5", "class, 1 the most urgent"),
    ],
};

pub(in crate::plant::read) static BOOK: Section = Section {
    name: "book",
    doc: "An order known by name.",
    fields: &[
        Field::required("name", Kind::Text, "its name, which no other order has"),
        Field::required("product", Kind::Name("product"), "what is ordered"),
        Field::required("quantity", Kind::Count(1, 1_000_000), "pieces"),
        Field::default(
            "release",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "0 s",
            "when it is known, from the start of the run",
        ),
        Field::required(
            "due",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "when it is due, from the start of the run",
        ),
        Field::default("priority", Kind::Count(1, 9), "5", "class, 1 the most urgent"),
        Field::optional(
            "sequence",
            Kind::Count(1, 1_000_000),
            "its place where machines dispatch by `plan`; no other order has it",
        ),
    ],
};
