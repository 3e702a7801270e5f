//! The keys of a study file: one list behind reader, JSON Schema and reference.

use super::sections_beside::{AT_RISK, REFERENCE, SOFT, STRESS, UPSIDE};
use super::sections_governance::TRACKING;
use super::sections_investment::INVESTMENT;
use super::sections_money::{FINANCE, PRICES};
use super::sections_programme::{BUNDLE, PROGRAMME};
use super::sections_scorecard::SCORE;
use super::sections_uncertain::{AT_A_PATH, CORRELATED, UNCERTAINTY};
use super::units::{MONEY, MONTH, SHARE, free};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// A whole study file.
pub static STUDY_FILE: Section = Section {
    name: "study file",
    doc: "One question: what does an investment in this plant bring?",
    fields: &[
        Field::required("study", Kind::Table(&STUDY), "What is asked, and how precisely."),
        Field::required("investments", Kind::Named(&INVESTMENT), "What may be done to the plant."),
        Field::optional("bundle", Kind::Table(&BUNDLE), "Investments made together."),
        Field::optional(
            "programme",
            Kind::Table(&PROGRAMME),
            "Investments made one after the other.",
        ),
        Field::required("prices", Kind::Table(&PRICES), "What quantities are worth."),
        Field::required("finance", Kind::Table(&FINANCE), "Currency, cost of capital, tax."),
        Field::optional(
            "uncertain",
            Kind::Map(&AT_A_PATH),
            "Numbers of plant or study that nobody knows.",
        ),
        Field::optional(
            "correlated",
            Kind::List(&Kind::Table(&CORRELATED)),
            "Unknowns that go up and down together.",
        ),
        Field::optional("claims", Kind::List(&Kind::Table(&CLAIM)), "What vendors promise."),
        Field::optional("soft", Kind::List(&Kind::Table(&SOFT)), "Benefits that are no money."),
        Field::optional("references", Kind::List(&Kind::Table(&REFERENCE)), "Other sites."),
        Field::optional("upside", Kind::Table(&UPSIDE), "What more could come."),
        Field::optional(
            "at_risk",
            Kind::List(&Kind::Table(&AT_RISK)),
            "Rules and contracts by which revenue may be lost.",
        ),
        Field::optional("stress", Kind::Table(&STRESS), "What may go wrong otherwise."),
        Field::optional(
            "cost_centres",
            Kind::Map(&Kind::Text),
            "Cost centre of a line, machine, crew, category of benefit or account in `ledger.csv`.",
        ),
        Field::optional(
            "scorecard",
            Kind::Named(&SCORE),
            "Three to five indicators that the technology is designed to move.",
        ),
        Field::optional(
            "tracking",
            Kind::Table(&TRACKING),
            "The scorecard month by month, for reviews.",
        ),
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
        Field::default(
            "uncertainty",
            Kind::Either(&[Kind::Word(&["mixed", "fixed"]), Kind::Table(&UNCERTAINTY)]),
            "mixed",
            "How unknowns are drawn: anew in every pair; all at their medians; or nested, so that luck and ignorance can be told apart.",
        ),
        Field::optional(
            "do_minimum",
            Kind::Name("investment"),
            "The cheap fix without technology; itself an investment.",
        ),
        Field::optional(
            "baseline",
            Kind::Text,
            "The lock of the baseline, relative to this file, as `gemba lock` writes it.",
        ),
        Field::default(
            "allowed_failures",
            Kind::Count(0, 1_000_000),
            "0",
            "Pairs that may fail and are counted and shown; one more stops the run.",
        ),
        Field::default(
            "footprint",
            Kind::Flag,
            "false",
            "Tell energy and emissions of a good piece of each product, before and after; for a plant with a meter.",
        ),
        free(
            "confidence",
            SHARE,
            "50 %",
            "Least share of pairs with a positive NPV with which a row of the pessimistic table passes; with 50 % the median decides.",
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
        Field::default(
            "luck",
            Kind::Word(&crate::study::luck::WORDS),
            "independent",
            "Luck of the pairs: each its own; couples that mirror each other; or blocks of 20 that spread first failures and unknowns evenly, or unknowns alone. Numbers of pairs are rounded up to whole couples or blocks.",
        ),
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
