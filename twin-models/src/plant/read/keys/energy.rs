//! Keys of electricity: `[machines.NAME.power]` and `[energy]`.

use crate::text::{Bounds, Dimension, Field, Kind, Section, Unit};

const DAY: f64 = 86_400.0;

/// Power \[W\].
static POWER: Unit = Unit {
    noun: "a power",
    example: "24 kW",
    si: "W",
    units: &[("W", 1.0), ("kW", 1e3), ("MW", 1e6)],
};

/// Energy \[W s\].
static ENERGY: Unit = Unit {
    noun: "an energy",
    example: "19 kWh",
    si: "J",
    units: &[("Wh", 3.6e3), ("kWh", 3.6e6), ("MWh", 3.6e9), ("MJ", 1e6)],
};

/// Power per degree \[W/K\].
static PER_DEGREE: Unit = Unit {
    noun: "a power per degree",
    example: "4 kW/K",
    si: "W/K",
    units: &[("W/K", 1.0), ("kW/K", 1e3)],
};

/// Mass per energy \[kg/kWh\].
static EMISSION: Unit = Unit {
    noun: "an emission factor",
    example: "0.37 kg/kWh",
    si: "kg/kWh",
    units: &[("kg/kWh", 1.0), ("g/kWh", 1e-3), ("t/MWh", 1.0)],
};

/// What one machine may draw: up to 1 GW, so that sums stay exact.
const WATTS: Kind =
    Kind::Value(Dimension::Other(&POWER), Bounds::between(0.0, 1e9).likely(0.0, 2e7));
const SHORT: Kind = Kind::Value(Dimension::Time, Bounds::POSITIVE.likely(1.0, 2.0 * DAY));

pub(in crate::plant::read) static MACHINE_POWER: Section = Section {
    name: "power",
    doc: "What a server draws from the mains, by what it does; kept in whole watts.",
    fields: &[
        Field::required("processing", WATTS, "while it works; at rates in proportion to its work"),
        Field::required("idle", WATTS, "while it waits, has a minor stop or waits for repair"),
        Field::optional("setup", WATTS, "while it is set up; absent: as idle"),
        Field::optional("maintenance", WATTS, "while people work on it; absent: as idle"),
        Field::default("off", WATTS, "0 kW", "while it is switched off, and in a facility outage"),
        Field::optional("sleep", WATTS, "while it sleeps; absent: as off"),
        Field::default(
            "off_after",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 14.0 * DAY)),
            "0 h",
            "closings (nights, weekends, holidays; overtime counts as closed) at least this long \
             switch it off; shorter ones leave it idle",
        ),
        Field::optional(
            "start_up_energy",
            Kind::Value(Dimension::Other(&ENERGY), Bounds::NOT_NEGATIVE.likely(0.0, 3.6e10)),
            "from off or sleep to working order, drawn evenly over `warm_up`: all of it when \
             waking, beyond what its state draws when the plant opens",
        ),
        Field::optional(
            "warm_up",
            SHORT,
            "duration of a start; it holds the machine up when it wakes from sleep, not when the \
             plant opens",
        ),
        Field::optional(
            "sleep_after",
            Kind::Either(&[SHORT, Kind::Word(&["never"])]),
            "waiting for so long puts it to sleep; the next piece wakes it. Absent: it cannot sleep",
        ),
    ],
};

pub(in crate::plant::read) static ENERGY_SECTION: Section = Section {
    name: "[energy]",
    doc: "What the plant draws beside its machines.",
    fields: &[
        Field::optional("loads", Kind::Named(&LOAD), "loads of the building and of services"),
        Field::optional("weather", Kind::Table(&WEATHER), "temperature outside"),
        Field::default(
            "stagger",
            Kind::Value(Dimension::Time, Bounds::NOT_NEGATIVE.likely(0.0, 7200.0)),
            "0 min",
            "at an opening, time from the start-up of one machine to that of the next, in the order \
             of the file",
        ),
        Field::optional(
            "emission_factor",
            Kind::Value(Dimension::Other(&EMISSION), Bounds::between(0.0, 3.0).likely(0.0, 1.2)),
            "carbon dioxide equivalent of electricity, for `co2e_kg`",
        ),
    ],
};

static LOAD: Section = Section {
    name: "[energy.loads.NAME]",
    doc: "One load beside the machines.",
    fields: &[
        Field::default("open", WATTS, "0 kW", "while the shifts are there, breaks included"),
        Field::default("closed", WATTS, "0 kW", "while they are not"),
        Field::default(
            "following",
            WATTS,
            "0 kW",
            "added while all machines of `serves` work, and in proportion while some do",
        ),
        Field::optional(
            "serves",
            Kind::List(&Kind::Name("machine")),
            "machines that `following` follows; absent: all",
        ),
        Field::default(
            "per_degree",
            Kind::Value(Dimension::Other(&PER_DEGREE), Bounds::between(0.0, 1e8)),
            "0 kW/K",
            "added while the shifts are there, for every degree outside above `above`",
        ),
        Field::default(
            "above",
            Kind::Value(Dimension::Number, Bounds::between(-50.0, 60.0)),
            "18",
            "°C",
        ),
    ],
};

static WEATHER: Section = Section {
    name: "[energy.weather]",
    doc: "Mean outside temperature of the months: a sine over the year.",
    fields: &[
        Field::required(
            "mean",
            Kind::Value(Dimension::Number, Bounds::between(-50.0, 60.0).likely(-10.0, 35.0)),
            "mean of the year, °C",
        ),
        Field::required(
            "amplitude",
            Kind::Value(Dimension::Number, Bounds::between(0.0, 50.0).likely(0.0, 25.0)),
            "from the mean to the maximum, °C",
        ),
        Field::default(
            "warmest",
            Kind::Count(1, 366),
            "200",
            "day of the year of the maximum (200: 19 July; 20 south of the equator)",
        ),
    ],
};
