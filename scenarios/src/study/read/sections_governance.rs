//! The keys that make a capital project of an investment.

use super::sections::SIGNED_SHARE;
use super::units::{MONTH, MONTHS, RATE, SHARE, free};
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
