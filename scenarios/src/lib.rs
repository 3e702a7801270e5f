//! Investments, pairs of futures, cash flows. Knows money, but no entity of the shop floor.

pub mod answer;
pub mod baseline;
pub mod case;
pub mod catalogue;
pub mod finance;
pub mod indicator;
pub mod investment;
pub mod kpi;
pub mod laboratory;
pub mod money;
pub mod pairing;
pub mod probe;
pub mod programme;
pub mod proof;
pub mod schedule;
pub mod screen;
pub mod sensitivity;
pub mod shards;
pub mod store;
pub mod study;
pub mod tracking;
pub mod uncertainty;

/// Version and, behind the plus sign, a digest of the sources of the simulation: files of futures, plans and shards are
/// used by the program that made them only, for the last digits of another one may differ.
pub const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("GEMBA_SOURCES"));
