//! The keys of `[scorecard.NAME]`.

use super::sections::SIGNED_SHARE;
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// `[scorecard.NAME]`.
pub static SCORE: Section = Section {
    name: "[scorecard.NAME]",
    doc: "An indicator that the technology is designed to move, who answers for it, and how it turns into \
          money. Three to five make a scorecard; `gemba lock` measures it before the investment.",
    fields: &[
        Field::required(
            "kpi",
            Kind::Text,
            "Key of an indicator of the study, of the catalogue (`gemba explain`), or in money: maintenance_labour_cost_per_machine, stock_value, carrying_cost, rework_share_of_cogs, return_rate. With `on` the catalogue comes first.",
        ),
        Field::optional("title", Kind::Text, "Name for people; absent: that of the indicator."),
        Field::optional(
            "on",
            Kind::Text,
            "The machine it speaks of, absent: the line or the plant; of stocks: raw, wip, finished or spares.",
        ),
        Field::optional(
            "owner",
            Kind::Text,
            "Who answers for it; without an owner there is no lock.",
        ),
        Field::optional(
            "source",
            Kind::Text,
            "System or document from which the plant reads it, such as \"MES, stops of line 3\"; without it there is no lock.",
        ),
        Field::optional(
            "data",
            Kind::Text,
            "File with these records, relative to this file; its SHA-256 goes into the lock.",
        ),
        Field::optional(
            "money",
            Kind::Text,
            "How it turns into margin, in words, such as \"an hour of standstill costs the margin of the pieces not sold\"; without it there is no lock.",
        ),
        Field::optional(
            "lines",
            Kind::List(&Kind::Text),
            "Lines or categories of the ledger in which it shows, such as \"margin of pieces sold\" or \"downtime\"; printed as formulas.",
        ),
        Field::optional(
            "target",
            Kind::Value(Dimension::Other(&SIGNED_SHARE), Bounds::between(-1.0, 10.0)),
            "Relative change that is wanted.",
        ),
        Field::default(
            "checkpoint",
            Kind::Word(&["outcome", "leading"]),
            "outcome",
            "What is judged on day 90: the indicator itself, or only that the work is done, because hardly any effect is there yet.",
        ),
        Field::optional(
            "day_90",
            Kind::Text,
            "What must be true on day 90, in words, such as \"sensors report 95 % of the time, every alert answered\".",
        ),
        Field::optional(
            "measured",
            Kind::Table(&MEASURED),
            "What the plant's own records say, to be compared with the simulation.",
        ),
    ],
};

/// `measured = { ... }`.
pub static MEASURED: Section = Section {
    name: "measured",
    doc: "An indicator from the plant's own records. Numbers carry the unit of the indicator, such as \
          \"412 h/year\" or \"3.1 %\"; for an indicator in money, the study's currency stands for \
          `money`, such as \"84000 USD/year\".",
    fields: &[
        Field::required("value", Kind::Text, "The value, with the unit of the indicator."),
        Field::optional("low", Kind::Text, "Lower end of its interval."),
        Field::optional("high", Kind::Text, "Upper end of its interval."),
        Field::optional("from", Kind::Date, "First day of the records."),
        Field::optional("to", Kind::Date, "Last day of the records."),
    ],
};
