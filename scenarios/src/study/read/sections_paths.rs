//! The keys of prices that move.

use super::units::MONTH;
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// `[prices.path.NAME]`.
pub(super) static PATH: Section = Section {
    name: "[prices.path.NAME]",
    doc: "A price that moves by chance over the years: `wage`, `energy`, `material` or `price`, the groups of \
          prices that [finance] inflation knows. Monthly steps, one path in each future, the same in all arms; it \
          begins at the prices of the first day and is on average what inflation says.",
    fields: &[
        Field::required(
            "volatility",
            Kind::Value(Dimension::Share, Bounds::between(0.0, 3.0).likely(0.0, 1.0)),
            "Standard deviation of the logarithm of the price over a year, as far as nothing draws it back.",
        ),
        Field::optional(
            "half_life",
            MONTH,
            "Months in which half of a deviation is gone: prices that return to their mean. Absent: a random \
             walk, which never returns.",
        ),
    ],
};
