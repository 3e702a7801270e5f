//! Keys of a forecast and the level that follows it.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

const DAY: f64 = 86_400.0;
/// Error as a share of mean demand.
const ERROR: Kind = Kind::Value(Dimension::Share, Bounds::between(0.0, 10.0).likely(0.0, 2.0));

pub(super) static FORECAST: Section = Section {
    name: "forecast",
    doc: "Up to a level that follows a forecast of demand, at every review: what will be taken until the \
          next order can have come, and a safety stock for the error of the forecast.",
    fields: &[
        Field::required(
            "every",
            Kind::Value(Dimension::Time, Bounds::POSITIVE.likely(60.0, 400.0 * DAY)),
            "time between reviews R; each has a forecast of its own",
        ),
        Field::required(
            "error",
            ERROR,
            "standard deviation of the error of the forecast of one `period`, as a share of its mean \
             demand; over a time H it is `error` x sqrt(H / `period`) of the mean demand of a `period`",
        ),
        Field::required(
            "service",
            Kind::Value(Dimension::Share, Bounds::between(0.01, 0.9999).likely(0.5, 0.9999)),
            "probability that a cycle ends without stock-out; the safety stock is this quantile of the \
             normal law times the standard deviation over review and lead time",
        ),
        Field::default(
            "period",
            Kind::Value(Dimension::Time, Bounds::POSITIVE.likely(DAY, 400.0 * DAY)),
            "30 d",
            "what `error` is measured on",
        ),
        Field::default(
            "bias",
            Kind::Value(Dimension::Share, Bounds::between(-0.99, 10.0).likely(-0.5, 1.0)),
            "0 %",
            "mean error as a share of mean demand; above 0: too much is forecast",
        ),
        Field::optional(
            "sized_for",
            ERROR,
            "the error that the safety stock is sized for, where planners do not adjust it; absent: `error`",
        ),
        Field::optional(
            "lead",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 1000.0 * DAY)),
            "from order to delivery, as the planner counts; absent: the mean of the usual supplier's \
             `lead`, or of `transport`. Needed where a machine makes the material",
        ),
        Field::optional(
            "use",
            Kind::Value(Dimension::Rate, Bounds::POSITIVE),
            "what machines, orders of the shop and other stocks take on average, \"240/d\"; needed \
             without a `demand` of its own",
        ),
    ],
};
