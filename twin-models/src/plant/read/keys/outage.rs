//! Keys of shared services and of attacks on the network.

use crate::text::{Bounds, Dimension, Field, Kind, Section};

const DAY: f64 = 86_400.0;
const SHARE: Kind = Kind::Value(Dimension::Share, Bounds::SHARE);
const FACTOR: Kind = Kind::Value(Dimension::Number, Bounds::between(0.0, 10.0).likely(0.0, 2.0));
const LASTS: Kind = Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(1.0, 120.0 * DAY));

pub(in crate::plant::read) static UTILITY: Section = Section {
    name: "[utilities.NAME]",
    doc: "A shared service that fails: electricity, compressed air, cooling, clean room, network. \
          While it is out, the machines that need it stand in `UDT_FACILITY`.",
    fields: &[
        Field::required(
            "every",
            Kind::Law(Dimension::Time, Bounds::POSITIVE.likely(3600.0, 36_525.0 * DAY)),
            "calendar time from the end of one outage, at first from the start of the run, to the \
             beginning of the next",
        ),
        Field::required("lasts", LASTS, "duration, until the machines run again"),
        Field::optional(
            "serves",
            Kind::List(&Kind::Name("machine")),
            "machines that need it; absent: all",
        ),
        Field::default(
            "hit",
            SHARE,
            "100 %",
            "probability that an outage stops a machine; each machine is drawn for itself",
        ),
    ],
};

pub(in crate::plant::read) static CYBER: Section = Section {
    name: "[cyber]",
    doc: "Attacks on the information technology that may reach the shop floor. A compromise stops \
          machines only if it ends in encryption and spreads.",
    fields: &[
        Field::required(
            "per_year",
            Kind::Value(Dimension::Number, Bounds::between(0.0, 1000.0).likely(0.0, 3.0)),
            "compromises a year; not the number of attempts",
        ),
        Field::default(
            "exposure",
            Kind::Value(Dimension::Share, Bounds::between(0.0, 10.0)),
            "0 %",
            "by how much connecting the plant adds to them",
        ),
        Field::required("encryption", SHARE, "probability that a compromise ends in encryption"),
        Field::default("encryption_x", FACTOR, "1", "factor on it: monitoring makes it smaller"),
        Field::required(
            "spread",
            SHARE,
            "probability that encryption spreads to the shop floor: segmentation makes it smaller",
        ),
        Field::required("lasts", LASTS, "duration of the outage, until the machines run again"),
        Field::default("lasts_x", FACTOR, "1", "factor on it: backups make it smaller"),
        Field::optional(
            "stops",
            Kind::List(&Kind::Name("machine")),
            "machines that stand still; absent: all",
        ),
        Field::optional(
            "ransom_paid",
            SHARE,
            "probability that a ransom is paid for an attack that stops machines, drawn for each; \
             absent: not asked",
        ),
    ],
};
