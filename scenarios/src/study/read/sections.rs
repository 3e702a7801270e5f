//! The keys of a study file: one list behind reader, JSON Schema and reference.

use super::sections_money::{FINANCE, PRICES};
use super::units::{
    FACTOR_LAW, MONEY, MONEY_LAW, MONTH, MONTH_LAW, SHARE, SHARE_LAW, YEARLY, free,
};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// A whole study file.
pub static STUDY_FILE: Section = Section {
    name: "study file",
    doc: "One question: what does an investment in this plant bring?",
    fields: &[
        Field::required("study", Kind::Table(&STUDY), "What is asked, and how precisely."),
        Field::required("investments", Kind::Named(&INVESTMENT), "What may be done to the plant."),
        Field::required("prices", Kind::Table(&PRICES), "What quantities are worth."),
        Field::required("finance", Kind::Table(&FINANCE), "Currency, cost of capital, tax."),
        Field::optional("claims", Kind::List(&Kind::Table(&CLAIM)), "What vendors promise."),
        Field::optional(
            "provenance",
            Kind::Map(&Kind::Table(&PROVENANCE)),
            "Path of a group of values and where they come from.",
        ),
    ],
};

/// `[study]`.
pub static STUDY: Section = Section {
    name: "[study]",
    doc: "What is asked, and how precisely.",
    fields: &[
        Field::required("name", Kind::Text, "Name for people."),
        Field::required("plant", Kind::Text, "The plant file, relative to this file."),
        Field::default("horizon", MONTH, "60 months", "How long is simulated and counted."),
        Field::default("seed", Kind::Count(0, u32::MAX), "1", "Master seed of all luck."),
        Field::optional(
            "pairs",
            Kind::Either(&[Kind::Count(2, 1_000_000), Kind::Table(&PAIRS)]),
            "Number of pairs, or the precision wanted.",
        ),
        Field::optional(
            "do_minimum",
            Kind::Name("investment"),
            "The cheap fix without technology; itself an investment.",
        ),
        Field::default(
            "allowed_failures",
            Kind::Count(0, 1_000_000),
            "0",
            "Pairs that may fail and are counted and shown; one more stops the run.",
        ),
    ],
};

/// `pairs = { ... }`.
pub static PAIRS: Section = Section {
    name: "pairs",
    doc: "When enough pairs have been run.",
    fields: &[
        Field::default(
            "min",
            Kind::Count(2, 1_000_000),
            "200",
            "At least so many, and so many at a time.",
        ),
        Field::default("max", Kind::Count(2, 1_000_000), "5000", "Never more than so many."),
        Field::optional(
            "half_width",
            MONEY,
            "Wanted 95 % half-width of the mean NPV; absent: the larger of 2 % of the one-off outlay and 5 % of the mean.",
        ),
    ],
};

/// `[investments.NAME]`.
pub static INVESTMENT: Section = Section {
    name: "[investments.NAME]",
    doc: "Edits of the plant, how they grow, and what they cost.",
    fields: &[
        Field::optional("title", Kind::Text, "Name for people; absent: the key."),
        Field::required(
            "kind",
            Kind::Word(&["edits", "predictive_maintenance"]),
            "`edits` changes values of the plant; `predictive_maintenance` adds a programme too.",
        ),
        Field::optional("edits", Kind::List(&Kind::Table(&EDIT)), "Changes of single values."),
        Field::optional(
            "on",
            Kind::List(&Kind::Name("failure mode")),
            "Predictive: modes that are watched.",
        ),
        Field::optional(
            "detection",
            Kind::Either(&[SHARE, Kind::Map(&SHARE)]),
            "Predictive: probability of detection at maturity, or by mode with `default`.",
        ),
        Field::optional(
            "delay",
            Kind::Text,
            "Predictive: from the beginning of a defect to the alert, as in the plant file.",
        ),
        Field::optional("sensor_uptime", Kind::Text, "Predictive: as in the plant file."),
        Field::optional("sensor_outage", Kind::Text, "Predictive: as in the plant file."),
        Field::optional(
            "false_alarms",
            Kind::Text,
            "Predictive: as in the plant file, without `share`.",
        ),
        Field::default(
            "acted_on",
            SHARE,
            "100 %",
            "Predictive: share of alerts on which people act who have adopted it.",
        ),
        Field::optional(
            "response",
            Kind::Text,
            "Predictive: from alert to work order, as in the plant file.",
        ),
        Field::optional(
            "planned_repair_x",
            Kind::Text,
            "Predictive: factor on repair time when planned, as in the plant file.",
        ),
        Field::optional(
            "window",
            Kind::Text,
            "Predictive: when planned repairs are done, as in the plant file.",
        ),
        Field::default(
            "ramp",
            Kind::Either(&[Kind::Word(&["default", "immediate"]), Kind::List(&Kind::Table(&KNOT))]),
            "default",
            "How the effect grows.",
        ),
        free(
            "effectiveness",
            SHARE_LAW,
            "100 %",
            "Share of the intended technical effect that is reached.",
        ),
        free("adoption", SHARE_LAW, "100 %", "Share of the people who do their part."),
        free("slow_factor", FACTOR_LAW, "1", "Factor on the time of the ramp."),
        Field::optional("stall", Kind::Table(&STALL), "Pilots that never get beyond being pilots."),
        Field::optional(
            "connectivity_gap",
            Kind::Table(&GAP),
            "Machines that turn out not to be connectable as they are.",
        ),
        free("overrun", FACTOR_LAW, "1", "Factor on one-off costs."),
        free("correlation", SHARE, "50 %", "Rank correlation between overrun, gap and slowness."),
        Field::required(
            "cost",
            Kind::Either(&[Kind::Table(&COST), Kind::Word(&["none"])]),
            "Total cost of ownership; `\"none\"` if it is free.",
        ),
    ],
};

/// An edit.
pub static EDIT: Section = Section {
    name: "edits",
    doc: "One changed value.",
    fields: &[
        Field::required(
            "path",
            Kind::Text,
            "The value in the plant file, such as machines.mill.cycle.",
        ),
        Field::optional(
            "set",
            Kind::Text,
            "It becomes this (anything the plant file may have there).",
        ),
        Field::optional(
            "multiply",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "It is multiplied by this.",
        ),
        Field::optional("add", Kind::Text, "This is added, in the unit of the plant file."),
        Field::default(
            "mechanism",
            Kind::Word(&["tech", "people"]),
            "tech",
            "`people`: goes only as far as it is adopted.",
        ),
        free("start", MONTH, "0 months", "Months after the contract at which it begins."),
    ],
};

/// A knot of a ramp.
pub static KNOT: Section = Section {
    name: "ramp",
    doc: "A point of the ramp; between points it runs straight.",
    fields: &[
        Field::required(
            "month",
            Kind::Value(Dimension::Number, Bounds::between(0.0, 1200.0)),
            "Months after the contract.",
        ),
        Field::required("share", SHARE, "Share of the full effect."),
    ],
};

/// A stall.
pub static STALL: Section = Section {
    name: "stall",
    doc: "Failure to scale.",
    fields: &[
        Field::required("chance", SHARE, "Its probability."),
        free("at", SHARE, "10 %", "The effect never exceeds this share."),
        free(
            "review",
            MONTH,
            "18 months",
            "When a stalled project is given up: effect and fees end.",
        ),
    ],
};

/// A connectivity gap.
pub static GAP: Section = Section {
    name: "connectivity_gap",
    doc: "Machines that turn out not to be connectable as they are.",
    fields: &[
        Field::required("chance", SHARE, "Its probability."),
        Field::required("cost", MONEY_LAW, "Further capital cost."),
        free("delay", MONTH_LAW, "0 months", "Everything begins this much later."),
    ],
};

/// The cost list.
pub static COST: Section = Section {
    name: "[investments.NAME.cost]",
    doc: "Total cost of ownership. Every line must stand there; 0 must be said.",
    fields: &[
        Field::required("hardware", MONEY, "Sensors, gateways, network, computers; capital."),
        Field::required("licence", MONEY, "Perpetual software licence; capital."),
        Field::required("integration", MONEY, "Implementation and integration; capital."),
        Field::required(
            "connectivity",
            MONEY,
            "Planned remediation and segmentation of control networks; capital.",
        ),
        Field::required(
            "internal",
            MONEY,
            "Own people during the implementation; expensed over months 1 to 9.",
        ),
        free(
            "internal_paid",
            Kind::Flag,
            "true",
            "Are they replaced (cash), or only missing elsewhere (counts in ROI, not in cash)?",
        ),
        Field::required("training", MONEY, "Training and change; expensed over months 1 to 6."),
        Field::required("subscription", YEARLY, "Software subscription, in advance."),
        Field::required("support", YEARLY, "Support and maintenance, in advance."),
        Field::required(
            "data_and_analysts",
            YEARLY,
            "Analyst, cloud, calibration, retraining, batteries; every month.",
        ),
        Field::required(
            "security",
            YEARLY,
            "Cyber security, compliance, insurance difference, in advance.",
        ),
        Field::required("contingency", MONEY, "Contingency; expensed."),
        Field::required("exit", MONEY, "Decommissioning at the end; expensed."),
    ],
};

/// A claim.
pub static CLAIM: Section = Section {
    name: "[[claims]]",
    doc: "An outcome that a vendor promises; printed beside the simulation, never used in it.",
    fields: &[
        Field::required("investment", Kind::Name("investment"), "Of which investment."),
        Field::default(
            "indicator",
            Kind::Word(&[
                "unplanned_down_h",
                "failures",
                "scrap",
                "escapes",
                "lost_sales",
                "overtime_h",
            ]),
            "unplanned_down_h",
            "Which indicator.",
        ),
        Field::required(
            "change",
            Kind::Value(Dimension::Other(&SIGNED_SHARE), Bounds::between(-1.0, 10.0)),
            "Promised relative change.",
        ),
        free("haircut", SHARE, "55 %", "Share of a claim that is credible."),
        Field::required("source", Kind::Text, "Who promises it."),
    ],
};

/// A relative change.
pub static SIGNED_SHARE: twin_models::text::Unit = twin_models::text::Unit {
    noun: "a relative change",
    example: "-45 %",
    si: "",
    units: &[("%", 0.01)],
};

/// Where values come from.
pub static PROVENANCE: Section = Section {
    name: "[provenance]",
    doc: "Where the values below a path come from; the longest matching path counts.",
    fields: &[
        Field::required("source", Kind::Text, "Document, system or person."),
        Field::required("owner", Kind::Text, "Who answers for it."),
        Field::required(
            "kind",
            Kind::Word(&["measured", "estimated", "vendor", "industry"]),
            "What kind of knowledge it is.",
        ),
        Field::optional("date", Kind::Date, "As of."),
    ],
};
