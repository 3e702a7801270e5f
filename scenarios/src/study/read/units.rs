//! Quantities with money in them, as they are written in a study file.

use twin_models::text::{Bounds, Dimension, Field, Kind, Unit};

macro_rules! money_unit {
    ($(#[$doc:meta])* $name:ident, $noun:literal, $example:literal, $si:literal, $per:literal) => {
        $(#[$doc])*
        pub static $name: Unit = Unit {
            noun: $noun,
            example: $example,
            si: $si,
            units: &[
                (concat!("$", $per), 1.0),
                (concat!("k$", $per), 1e3),
                (concat!("M$", $per), 1e6),
                (concat!("\u{20ac}", $per), 1.0),
                (concat!("k\u{20ac}", $per), 1e3),
                (concat!("M\u{20ac}", $per), 1e6),
                (concat!("\u{a3}", $per), 1.0),
                (concat!("k\u{a3}", $per), 1e3),
                (concat!("M\u{a3}", $per), 1e6),
            ],
        };
    };
}

money_unit! {
    /// Money per piece.
    PER_PIECE, "a price per piece", "510 $/piece", "money/piece", "/piece"
}
money_unit! {
    /// Money per hour.
    PER_HOUR, "a price per hour", "46 $/h", "money/h", "/h"
}
money_unit! {
    /// Money per year.
    PER_YEAR, "a cost per year", "48 k$/year", "money/year", "/year"
}
money_unit! {
    /// Money per job.
    PER_JOB, "a price per job", "1500 $/job", "money/job", "/job"
}

/// Months.
pub static MONTHS: Unit = Unit {
    noun: "a number of months",
    example: "18 months",
    si: "months",
    units: &[("months", 1.0), ("month", 1.0), ("years", 12.0), ("year", 12.0)],
};

/// A share per year.
pub static PER_CENT_A_YEAR: Unit = Unit {
    noun: "a rate per year",
    example: "2.5 %/year",
    si: "per year",
    units: &[("%/year", 0.01), ("% / year", 0.01), ("% per year", 0.01)],
};

/// An amount of money.
pub const MONEY: Kind = Kind::Value(Dimension::Money, Bounds::NOT_NEGATIVE);
/// A price per piece.
pub const PRICE: Kind = Kind::Value(Dimension::Other(&PER_PIECE), Bounds::NOT_NEGATIVE);
/// A price per hour.
pub const HOURLY: Kind = Kind::Value(Dimension::Other(&PER_HOUR), Bounds::NOT_NEGATIVE);
/// A cost per year.
pub const YEARLY: Kind = Kind::Value(Dimension::Other(&PER_YEAR), Bounds::NOT_NEGATIVE);
/// A price per job.
pub const JOB: Kind = Kind::Value(Dimension::Other(&PER_JOB), Bounds::NOT_NEGATIVE);
/// A rate per year.
pub const RATE: Kind =
    Kind::Value(Dimension::Other(&PER_CENT_A_YEAR), Bounds::between(-0.5, 2.0).likely(-0.05, 0.3));
/// A share.
pub const SHARE: Kind = Kind::Value(Dimension::Share, Bounds::SHARE);
/// A law of shares.
pub const SHARE_LAW: Kind = Kind::Law(Dimension::Share, Bounds::SHARE);
/// A law of factors.
pub const FACTOR_LAW: Kind = Kind::Law(Dimension::Number, Bounds::POSITIVE);
/// A number of months.
pub const MONTH: Kind = Kind::Value(Dimension::Other(&MONTHS), Bounds::between(0.0, 1200.0));
/// A law of months.
pub const MONTH_LAW: Kind = Kind::Law(Dimension::Other(&MONTHS), Bounds::between(0.0, 1200.0));
/// A law of amounts.
pub const MONEY_LAW: Kind = Kind::Law(Dimension::Money, Bounds::NOT_NEGATIVE);

/// A key whose absence costs nothing.
pub const fn free(name: &'static str, kind: Kind, zero: &'static str, doc: &'static str) -> Field {
    Field::default(name, kind, zero, doc)
}
