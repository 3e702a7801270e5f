//! Key performance indicators by their standard names: one list with definition, formula, unit,
//! direction, source and what each is mistaken for; each a pure function of an outcome.
//!
//! [`indicator`](crate::indicator) is what a study follows from pair to pair; this is the catalogue in
//! which a plant looks up what its own figure is called. Times are summed from the states of machines,
//! so the identities of ISO 22400 hold exactly.

mod lens;
mod machine;
mod orders;
mod plant;
mod quality;
mod reading;
mod sight;

pub use lens::Lens;
pub use quality::{AtStation, LookedAt, Made};
pub use reading::{Absent, Reading};
pub use sight::{Sight, Whole};

use crate::study::result::Better;
use twin_models::text::units::nearest;

/// One indicator of the catalogue.
pub struct Kpi {
    /// Stable name in files and on the command line.
    pub id: &'static str,
    /// Name in its standard.
    pub name: &'static str,
    /// Formula, with the standard's letters.
    pub formula: &'static str,
    /// Unit of its value.
    pub unit: &'static str,
    /// Which direction is good.
    pub better: Better,
    /// Standard and clause, as far as known.
    pub source: &'static str,
    /// What it is often mistaken for, and how they differ.
    pub not: &'static str,
    /// How it is computed.
    pub of: Of,
}

/// What an indicator looks at.
#[derive(Clone, Copy)]
pub enum Of {
    /// A machine; a line by its constraint station, never by an average of machines.
    Machine(fn(&Sight) -> Reading),
    /// The plant as a whole, by its recorded quantities.
    Plant(fn(&Whole<'_>) -> Reading),
}

/// Lists of the same form.
macro_rules! kpis {
    ($list:ident, $of:ident: $($id:literal, $name:literal, $formula:literal, $unit:literal,
        $better:ident, $source:literal, not $not:literal, $value:expr;)*) => {
        pub(super) static $list: &[super::Kpi] = &[$(super::Kpi {
            id: $id, name: $name, formula: $formula, unit: $unit,
            better: crate::study::result::Better::$better, source: $source, not: $not,
            of: super::Of::$of($value),
        }),*];
    };
}
use kpis;

/// Indicators of a machine or a line, in the order of tables.
pub fn of_machines() -> impl Iterator<Item = &'static Kpi> {
    machine::LIST.iter().chain(quality::LIST)
}

/// Indicators of a plant, in the order of tables.
pub fn of_plants() -> impl Iterator<Item = &'static Kpi> {
    plant::LIST.iter().chain(orders::LIST)
}

/// The whole catalogue.
pub fn all() -> impl Iterator<Item = &'static Kpi> {
    of_machines().chain(of_plants())
}

/// The indicator of this id or name.
///
/// # Errors
/// The id that was probably meant, if one is near.
pub fn find(wanted: &str) -> Result<&'static Kpi, Option<&'static str>> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let same = |text: &str| plain(text) == plain(wanted);
    if let Some(kpi) = all().find(|k| same(k.id) || same(k.name)) {
        return Ok(kpi);
    }
    let name = nearest(wanted, all().map(|k| k.name)).and_then(|n| all().find(|k| k.name == n));
    Err(nearest(wanted, all().map(|k| k.id)).or(name.map(|k| k.id)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a48_every_entry_is_complete_and_has_its_own_id() {
        let ids: Vec<&str> = all().map(|k| k.id).collect();
        for (n, kpi) in all().enumerate() {
            assert!(!ids[..n].contains(&kpi.id), "{} twice", kpi.id);
            let words = [kpi.id, kpi.name, kpi.formula, kpi.unit, kpi.source, kpi.not];
            assert!(words.iter().all(|w| !w.is_empty()), "{}", kpi.id);
            assert!(
                kpi.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            );
        }
    }

    #[test]
    fn a_name_is_found_however_it_is_written_and_a_slip_is_seen() {
        for (typed, id) in [("oee", "oee"), ("OEE index", "oee"), ("TPM-OEE", "tpm_oee")] {
            assert!(find(typed).is_ok_and(|k| k.id == id), "{typed}");
        }
        assert!(matches!(find("availabilty"), Err(Some("availability"))));
        assert!(matches!(find("zzzzzzzz"), Err(None)));
    }
}
