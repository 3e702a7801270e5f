//! The keys that make a capital project of an investment.

use super::units::RATE;
use twin_models::text::{Field, Kind, Section};

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
