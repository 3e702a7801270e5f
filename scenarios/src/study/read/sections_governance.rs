//! The keys that make a capital project of an investment.

use super::sections::SIGNED_SHARE;
use super::units::{HOURLY, MONEY_LAW, MONTH, MONTH_LAW, MONTHS, RATE, SHARE, free};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// `approval = { ... }`.
pub static APPROVAL: Section = Section {
    name: "approval",
    doc: "The investment as a capital project: who approves it, at which rate, and when it is audited. Printed on the cover of report and workbook; `gemba review` says which post-audit is due.",
    fields: &[
        Field::required("approver", Kind::Text, "Who approves it, such as \"Capital committee\"."),
        Field::optional(
            "approved",
            Kind::Date,
            "Day of the approval; absent: still to be decided.",
        ),
        Field::optional(
            "capex",
            Kind::Date,
            "Day on which the money is spent; absent: the first day of the contract.",
        ),
        Field::optional(
            "hurdle",
            RATE,
            "Least internal rate of return; absent: the `wacc` of the study. It discounts nothing: the report tells the share of futures that reach it.",
        ),
        Field::optional(
            "post_audits",
            Kind::List(&Kind::Date),
            "Days on which actual figures are held against the case, such as [2028-01-31, 2029-01-31].",
        ),
    ],
};

/// `pilot = { ... }`.
pub static PILOT: Section = Section {
    name: "pilot",
    doc: "A pilot: what is tried, and what must be seen before anybody goes on. It exists before anything goes live: `gemba lock` writes the file in which it is tracked, and the report tells the chance that it passes and the chance that the improvement can be seen at all.",
    fields: &[
        free("start", MONTH, "0 months", "Months after the contract at which it begins."),
        Field::required(
            "lasts",
            Kind::Value(Dimension::Other(&MONTHS), Bounds::between(2.0, 1200.0)),
            "Its length.",
        ),
        Field::required("metric", Kind::Text, "The line of `[scorecard]` by which it is judged."),
        Field::optional(
            "target",
            Kind::Value(Dimension::Other(&SIGNED_SHARE), Bounds::between(-1.0, 10.0)),
            "Relative change of the metric that is wanted while it lasts; absent: the target of the scorecard.",
        ),
        free("gate", SHARE, "100 %", "Share of the target that must be seen at its end to go on."),
    ],
};

/// `[tracking]`.
pub static TRACKING: Section = Section {
    name: "[tracking]",
    doc: "The scorecard month by month, as bands over futures with and without the investment: what `gemba review` holds actual figures against, and whether the improvement can be seen on day 90. A pilot asks for it too. The futures are simulated after the pairs; no other number depends on them.",
    fields: &[
        Field::default("futures", Kind::Count(10, 100_000), "100", "Futures behind every band."),
        free(
            "history",
            HISTORY,
            "12 months",
            "Months before the contract with which the plant compares itself. They are not simulated: the last months of the same future without the investment stand for them.",
        ),
    ],
};

const HISTORY: Kind = Kind::Value(Dimension::Other(&MONTHS), Bounds::between(3.0, 1200.0));

/// Classes of effort, with hours of work (least, usual, most) for one interface: data mapping, driver, test
/// at the machine. Planning values of this program, not measured: a study should write its own.
pub const CLASSES: [(&str, [f64; 3]); 9] = [
    ("plc_modern", [8.0, 16.0, 40.0]),
    ("plc_legacy", [24.0, 48.0, 140.0]),
    ("camera", [8.0, 20.0, 60.0]),
    ("building", [16.0, 32.0, 80.0]),
    ("historian", [8.0, 24.0, 60.0]),
    ("mes", [40.0, 80.0, 200.0]),
    ("erp", [40.0, 100.0, 280.0]),
    ("cloud", [8.0, 24.0, 80.0]),
    ("other", [8.0, 24.0, 120.0]),
];

const CLASS_WORDS: &[&str] = &[
    "plc_modern",
    "plc_legacy",
    "camera",
    "building",
    "historian",
    "mes",
    "erp",
    "cloud",
    "other",
];

/// `[[investments.NAME.interfaces]]`.
pub static INTERFACE: Section = Section {
    name: "interfaces",
    doc: "Integration estimated by interfaces: how many of which class of effort, hours of work on one of them, at a rate. Drawn once a future, all interfaces of a line alike; a capital cost line of its own beside `cost.integration`, without `overrun`, because the hours are its uncertainty.",
    fields: &[
        Field::required("class", Kind::Word(CLASS_WORDS), "Class of effort."),
        Field::required("count", Kind::Count(1, 100_000), "How many interfaces."),
        Field::optional(
            "hours",
            Kind::Law(Dimension::Time, Bounds::POSITIVE),
            "Work on one of them; absent: hours of the class (triangular), planning values of this program that nobody has measured: plc_modern 8, 16, 40 h; plc_legacy 24, 48, 140; camera 8, 20, 60; building 16, 32, 80; historian 8, 24, 60; mes 40, 80, 200; erp 40, 100, 280; cloud 8, 24, 80; other 8, 24, 120.",
        ),
        Field::required("rate", HOURLY, "Cost of an hour of this work."),
    ],
};

/// `[[investments.NAME.reviews]]`.
pub static REVIEW: Section = Section {
    name: "reviews",
    doc: "A line of the checklist of data governance, cyber security and compliance: what must be looked at before anything is live. All begin with the contract and run side by side; the effect begins when the last one is passed.",
    fields: &[
        Field::required(
            "topic",
            Kind::Word(&["data governance", "cybersecurity", "compliance", "privacy", "safety"]),
            "What it is about.",
        ),
        Field::required(
            "what",
            Kind::Text,
            "What is looked at, such as \"remote access of the vendor\".",
        ),
        Field::optional("owner", Kind::Text, "Who answers for it."),
        free("cost", MONEY_LAW, "0 $", "Its cost, expensed at the start."),
        free("lasts", MONTH_LAW, "0 months", "How long it takes."),
        free("chance", SHARE, "0 %", "Probability that it blocks until something is mended."),
        free("remedy_cost", MONEY_LAW, "0 $", "Cost of mending it."),
        free("remedy_time", MONTH_LAW, "0 months", "How much longer it takes then."),
    ],
};
