//! The keys of `[investments.NAME]`.

use super::sections::SIGNED_SHARE;
use super::sections_governance::{APPROVAL, INTERFACE, PILOT, REVIEW};
use super::sections_team::TEAM;
use super::units::{
    FACTOR_LAW, HOURLY, MONEY, MONEY_LAW, MONTH, MONTH_LAW, SHARE, SHARE_LAW, YEARLY, free,
};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// `[investments.NAME]`.
pub static INVESTMENT: Section = Section {
    name: "[investments.NAME]",
    doc: "Edits of the plant, how they grow, and what they cost.",
    fields: &[
        Field::optional("title", Kind::Text, "Name for people; absent: the key."),
        Field::required(
            "kind",
            Kind::Word(&["edits", "predictive_maintenance", "financial_operations"]),
            "`edits` changes values of the plant; `predictive_maintenance` adds a programme too; `financial_operations` touches no machine and is counted by formula.",
        ),
        Field::optional(
            "office",
            Kind::Table(&OFFICE),
            "Financial operations: what is done by hand today, and after.",
        ),
        Field::optional("edits", Kind::List(&Kind::Table(&EDIT)), "Changes of single values."),
        Field::optional(
            "commissioning",
            Kind::List(&Kind::Table(&COMMISSIONING)),
            "What is stopped while it is being installed.",
        ),
        Field::optional("team", Kind::Named(&TEAM), "Own people on the project, by role."),
        Field::optional(
            "claim_calibrated",
            Kind::Table(&CALIBRATED),
            "Where physics are not known: one value is moved until the credible part of a claim comes out. Labelled in every report.",
        ),
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
            Kind::Either(&[
                Kind::Law(Dimension::Share, Bounds::SHARE),
                Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE),
            ]),
            "Predictive: from the beginning of a defect to the alert, as in the plant file.",
        ),
        Field::optional("sensor_uptime", SHARE, "Predictive: as in the plant file."),
        Field::optional(
            "sensor_outage",
            Kind::Value(Dimension::Time, Bounds::POSITIVE),
            "Predictive: as in the plant file.",
        ),
        Field::optional(
            "false_alarms",
            Kind::Table(&FALSE_ALARMS),
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
            Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE),
            "Predictive: from alert to work order, as in the plant file.",
        ),
        Field::optional(
            "planned_repair_x",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "Predictive: factor on repair time when planned, as in the plant file.",
        ),
        Field::optional(
            "window",
            Kind::Word(&["any", "planned slot", "closed"]),
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
        Field::optional(
            "haircut",
            Kind::Either(&[Kind::Word(&["default"]), SHARE_LAW]),
            "Share of an effect on the word of a vendor ([provenance]) that is believed, drawn once a pair; \
             \"default\": even between 50 and 60 %. Absent: effects stand as written.",
        ),
        free("adoption", SHARE_LAW, "100 %", "Share of the people who do their part."),
        free("slow_factor", FACTOR_LAW, "1", "Factor on the time of the ramp."),
        Field::optional("stall", Kind::Table(&STALL), "Pilots that never get beyond being pilots."),
        Field::optional(
            "connectivity_gap",
            Kind::Table(&GAP),
            "Machines that turn out not to be connectable as they are.",
        ),
        Field::optional(
            "compliance_gate",
            Kind::Table(&COMPLIANCE),
            "A rule (ISO, IEC, UL, GDPR, NDAA ...) that may hold the project up, or end it.",
        ),
        free("overrun", FACTOR_LAW, "1", "Factor on one-off costs."),
        free(
            "correlation",
            SHARE,
            "50 %",
            "Rank correlation between overrun, gap, compliance gate and slowness.",
        ),
        Field::optional(
            "same_luck_as",
            Kind::Name("investment"),
            "Its unknowns turn out as well or as badly as those of this one: the same draws decide. For \
             the second step of what a pilot tries.",
        ),
        Field::optional(
            "chain",
            Kind::List(&Kind::Table(&CHAIN)),
            "From a signal to what changes in the plant. `claim_calibrated` needs one; other effects without one are flagged (F22).",
        ),
        Field::required(
            "cost",
            Kind::Either(&[Kind::Table(&COST), Kind::Word(&["none"])]),
            "Total cost of ownership; `\"none\"` if it is free.",
        ),
        Field::optional(
            "approval",
            Kind::Table(&APPROVAL),
            "The investment as a capital project: approver, dates, hurdle rate.",
        ),
        Field::optional(
            "interfaces",
            Kind::List(&Kind::Table(&INTERFACE)),
            "What it takes to connect it: integration estimated by interfaces.",
        ),
        Field::optional(
            "reviews",
            Kind::List(&Kind::Table(&REVIEW)),
            "Checklist of data governance, cyber security and compliance.",
        ),
        Field::optional(
            "from_day_one",
            Kind::Text,
            "Why the full effect is there on the first day. Without a reason that is refused of a predictive programme, of financial operations, of what is calibrated against a claim, and of what a claim is made for.",
        ),
        Field::optional(
            "pilot",
            Kind::Table(&PILOT),
            "What is tried first, and what must be seen.",
        ),
    ],
};

/// A chain from signal to physical change.
pub static CHAIN: Section = Section {
    name: "chain",
    doc: "Why an effect happens at all: a signal changes a decision, and the decision changes something physical.",
    fields: &[
        Field::required(
            "signal",
            Kind::Text,
            "What is measured that was not known before, such as \"vibration of the spindle bearing\".",
        ),
        Field::required(
            "decision",
            Kind::Text,
            "Who decides what otherwise because of it, such as \"the planner replaces the bearing in the next slot\".",
        ),
        Field::required(
            "change",
            Kind::Text,
            "What is then physically different, such as \"a planned repair of 9 h instead of a failure of 60 h\".",
        ),
        Field::optional(
            "effects",
            Kind::List(&Kind::Text),
            "Paths of the edits that it explains, or `programme`, `office`, `claim_calibrated`; absent: all of the investment.",
        ),
    ],
};

/// An effect moved until a claim comes out.
pub static CALIBRATED: Section = Section {
    name: "claim_calibrated",
    doc: "A factor on one value of the plant, found by bisection before the study is run: at full maturity, under luck of its own (24 replications of up to 24 months), the indicator changes by `haircut` x `change`.",
    fields: &[
        Field::required("path", Kind::Text, "The value in the plant file that is multiplied."),
        Field::required(
            "from",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "Least factor that is believed.",
        ),
        Field::required(
            "to",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "Largest factor that is believed.",
        ),
        Field::default(
            "indicator",
            Kind::Word(CLAIMED),
            "unplanned_down_h",
            "What is claimed to change.",
        ),
        Field::required(
            "change",
            Kind::Value(Dimension::Other(&SIGNED_SHARE), Bounds::between(-1.0, 10.0)),
            "Claimed relative change, steady state.",
        ),
        free("haircut", SHARE, "55 %", "Share of a claim that is credible; 50 to 60 %."),
        Field::required("source", Kind::Text, "Who claims it."),
    ],
};

/// Quantities whose change can be claimed and calibrated.
pub const CLAIMED: &[&str] =
    &["unplanned_down_h", "failures", "scrap", "escaped", "lost_sales", "overtime_h"];

/// What an integration of production data and books changes.
pub static OFFICE: Section = Section {
    name: "office",
    doc: "Financial operations, by formula: nothing is simulated, and the lines of the ledger say so. All at full effect; ramp, effectiveness and adoption apply.",
    fields: &[
        free("hours_before", HOURS, "0 h", "Hours of reconciliation a month, today."),
        free("hours_after", HOURS, "0 h", "The same, after."),
        free("wage", HOURLY, "0 $/h", "Loaded wage of these hours."),
        free(
            "cashable",
            SHARE,
            "0 %",
            "Share of the freed hours that leaves the payroll; the rest is soft.",
        ),
        free("postings", Kind::Count(0, u32::MAX), "0", "Postings a year."),
        free("errors_before", SHARE, "0 %", "Share of them that is wrong, today."),
        free("errors_after", SHARE, "0 %", "The same, after."),
        free("error_cost", MONEY, "0 $", "Mean cost of an error."),
        free("unrecoverable", SHARE, "0 %", "Share of it that is written off."),
        Field::optional(
            "write_off_evidence",
            Kind::Text,
            "Account and period in which the write-offs stand; without it they are soft.",
        ),
        free("revenue", YEARLY, "0 $/year", "Sales a year."),
        free(
            "invoice_earlier",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "0 d",
            "Invoices go out so much earlier: receivables fall by that share of the sales; working capital.",
        ),
        free("fees", YEARLY, "0 $/year", "Fees of auditors and temporary staff that are saved."),
        Field::optional(
            "fee_evidence",
            Kind::Text,
            "Invoices that end; without it the fees are soft.",
        ),
    ],
};

/// Hours of work in a month.
const HOURS: Kind = Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE);

/// False alarms of a programme.
pub static FALSE_ALARMS: Section = Section {
    name: "false_alarms",
    doc: "Alerts without a defect, from the first live day.",
    fields: &[
        Field::required(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE),
            "Time between them, one process per machine.",
        ),
        Field::optional(
            "labour",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "Labour of looking into it.",
        ),
        Field::optional("stops", SHARE, "Probability that the machine is stopped for it."),
        Field::optional("stop", Kind::Law(Dimension::Time, Bounds::NOT_NEGATIVE), "How long."),
    ],
};

/// Whatever the plant file may have there.
const ANYTHING: Kind = Kind::Either(&[
    Kind::Text,
    Kind::Value(Dimension::Number, Bounds::ANY),
    Kind::Flag,
    Kind::Law(Dimension::Time, Bounds::ANY),
]);

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
            ANYTHING,
            "It becomes this (anything the plant file may have there).",
        ),
        Field::optional(
            "multiply",
            Kind::Value(Dimension::Number, Bounds::POSITIVE),
            "It is multiplied by this.",
        ),
        Field::optional("add", ANYTHING, "This is added, in the unit of the plant file."),
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

/// A compliance gate.
pub static COMPLIANCE: Section = Section {
    name: "compliance_gate",
    doc: "A rule that may hold the project up, or end it.",
    fields: &[
        Field::required("chance", SHARE, "Probability that it does not comply as it is."),
        Field::required("cost", MONEY_LAW, "Further cost to comply; expensed at the start."),
        free("delay", MONTH_LAW, "0 months", "Everything begins this much later."),
        free(
            "cancels",
            SHARE,
            "0 %",
            "Where it does not comply: probability that the project is cancelled. Then there is no effect, and \
             no annual fee after the decision; what was bought is lost.",
        ),
        free("decided", MONTH, "6 months", "Months after the contract at which it is cancelled."),
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

/// A stop for installation.
pub static COMMISSIONING: Section = Section {
    name: "commissioning",
    doc: "A stop for installation, trials or training: a known stop of machines, whatever the ramp.",
    fields: &[
        Field::optional(
            "machines",
            Kind::List(&Kind::Name("machine")),
            "Machines that stand; absent: all.",
        ),
        Field::required(
            "from",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE),
            "Begin, after the contract.",
        ),
        Field::required("lasts", Kind::Value(Dimension::Time, Bounds::POSITIVE), "How long."),
    ],
};
