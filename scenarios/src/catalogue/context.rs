//! What is told of other plants: bands to stand beside a result, and surveys that say how common a
//! technology is. Nothing here can enter a calculation: it has no indicator, and no study can name it.

use serde::Serialize;

/// What others report of a result, from one end to the other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// What is told.
    pub about: &'static str,
    /// The lower end, in `unit`.
    pub from: f64,
    /// The upper end.
    pub to: f64,
    /// `months` or `$/year`.
    pub unit: &'static str,
    /// Who says so, and of when.
    pub source: &'static str,
    /// Requirement that it comes from.
    pub proves: &'static str,
}

const FORMULA: &str = "the ROI formula and its three drivers (undated, read 2026-11)";
const SURVEY: &str = "survey of manufacturers (2025), in: the smart factory in 2025 (2025)";

/// First major failure avoided, prediction on critical equipment.
pub const FIRST_AVOIDED: Band = Band {
    about: "first major failure avoided, prediction on critical equipment",
    from: 3.0,
    to: 6.0,
    unit: "months",
    source: FORMULA,
    proves: "B23",
};

/// Full payback of a whole platform.
pub const PLATFORM: Band = Band {
    about: "full payback of a whole platform, implementation and ramp included",
    from: 12.0,
    to: 18.0,
    unit: "months",
    source: FORMULA,
    proves: "B24",
};

/// Annual savings of a mid-size plant.
pub const SAVINGS: Band = Band {
    about: "savings of a mid-size plant, as customers report them",
    from: 0.5e6,
    to: 2e6,
    unit: "$/year",
    source: FORMULA,
    proves: "B25",
};

/// All bands.
pub const BANDS: [Band; 3] = [FIRST_AVOIDED, PLATFORM, SAVINGS];

/// How common a technology is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Survey {
    /// What manufacturers say that they use.
    pub about: &'static str,
    /// Share of them.
    pub share: f64,
    /// Who asked, and when.
    pub source: &'static str,
    /// Requirement that it comes from.
    pub proves: &'static str,
}

/// How far others are: context, no effect.
pub const CONTEXT: [Survey; 3] = [
    Survey { about: "use cloud computing", share: 0.57, source: SURVEY, proves: "D01" },
    Survey { about: "use data analytics", share: 0.57, source: SURVEY, proves: "D01" },
    Survey { about: "use industrial IoT", share: 0.46, source: SURVEY, proves: "D01" },
];

impl Band {
    /// In one line.
    pub fn text(&self) -> String {
        let Self { about, from, to, source, proves, .. } = self;
        match self.unit {
            "months" => format!("{about}: {from} to {to} months; {source} [{proves}]"),
            _ => format!("{about}: {} to {} M$ a year; {source} [{proves}]", from / 1e6, to / 1e6),
        }
    }
}

impl Survey {
    /// In one line.
    pub fn text(&self) -> String {
        format!("{:.0} % {}; {} [{}]", 100.0 * self.share, self.about, self.source, self.proves)
    }
}
