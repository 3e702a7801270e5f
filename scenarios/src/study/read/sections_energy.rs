//! The keys of `[prices.electricity]`.

use super::units::{SHARE, free};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section, Unit};

macro_rules! per {
    ($(#[$doc:meta])* $name:ident, $noun:literal, $example:literal, $si:literal, $($unit:literal),*) => {
        $(#[$doc])*
        pub(super) static $name: Unit = Unit {
            noun: $noun,
            example: $example,
            si: $si,
            units: &[$(
                (concat!("$", $unit), 1.0),
                (concat!("\u{20ac}", $unit), 1.0),
                (concat!("\u{a3}", $unit), 1.0)
            ),*],
        };
    };
}
per!(
    /// Money per kilowatt hour.
    PER_KWH, "a price per kilowatt hour", "0.086 $/kWh", "money/kWh", "/kWh"
);
per!(
    /// Money per kilowatt and month.
    PER_KW, "a price per kilowatt and month", "11.5 $/kW-month", "money/kW-month", "/kW-month"
);
per!(
    /// Money per month.
    PER_MONTH, "a cost per month", "120 $/month", "money/month", "/month"
);

/// `[prices.electricity]`.
pub(super) static ELECTRICITY: Section = Section {
    name: "[prices.electricity]",
    doc: "The tariff, for a plant that says what it draws. The peak is the largest mean of 15 minutes \
          of the whole plant. Carbon: a further line of the quantity co2e_kg, hard only if it is \
          really paid, otherwise shadow.",
    fields: &[
        Field::required(
            "energy",
            Kind::List(&Kind::Table(&ENERGY_RATE)),
            "Rates in order; the first that applies to an hour counts.",
        ),
        Field::optional(
            "demand",
            Kind::List(&Kind::Table(&DEMAND_CHARGE)),
            "Demand charges; all that apply are paid.",
        ),
        free(
            "rider",
            Kind::Value(Dimension::Other(&PER_KWH), Bounds::NOT_NEGATIVE),
            "0 $/kWh",
            "Levies on every kilowatt hour.",
        ),
        free(
            "fixed",
            Kind::Value(Dimension::Other(&PER_MONTH), Bounds::NOT_NEGATIVE),
            "0 $/month",
            "Fixed part of every bill.",
        ),
    ],
};

const MONTHS: Field =
    Field::optional("months", Kind::List(&Kind::Count(1, 12)), "Months of the year; absent: all.");
const DAYS: Field = Field::optional("days", Kind::Days, "Days of the week; absent: all.");
const FROM: Field = Field::optional("from", Kind::Clock, "Begin, a full hour; absent: 00:00.");
const TO: Field = Field::optional("to", Kind::Clock, "End, a full hour; absent: 24:00.");

/// `[[prices.electricity.energy]]`.
pub(super) static ENERGY_RATE: Section = Section {
    name: "[[prices.electricity.energy]]",
    doc: "The price of energy in some hours.",
    fields: &[
        Field::required(
            "rate",
            Kind::Value(Dimension::Other(&PER_KWH), Bounds::between(0.0, 10.0).likely(0.01, 1.0)),
            "Per kilowatt hour.",
        ),
        MONTHS,
        DAYS,
        FROM,
        TO,
    ],
};

/// `[[prices.electricity.demand]]`.
pub(super) static DEMAND_CHARGE: Section = Section {
    name: "[[prices.electricity.demand]]",
    doc: "The price of the peak of a month in some hours.",
    fields: &[
        Field::required(
            "rate",
            Kind::Value(Dimension::Other(&PER_KW), Bounds::between(0.0, 1000.0).likely(0.5, 60.0)),
            "Per kilowatt of the month's peak.",
        ),
        free(
            "ratchet",
            SHARE,
            "0 %",
            "The billed peak is at least this share of the largest of the eleven months before.",
        ),
        MONTHS,
        DAYS,
        FROM,
        TO,
    ],
};
