//! One binary for all integration tests of the crate.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod at_risk;
mod attacks;
mod baseline;
mod board;
mod case;
mod catalogue;
mod caution;
mod channels;
mod combined;
mod effects;
mod finance_cases;
mod finance_edges;
mod finance_golden;
mod finance_laws;
mod finance_oracle;
mod finance_summary;
mod folding;
mod footprint;
mod governance;
mod kpi;
mod laboratory;
mod luck;
mod paths;
mod proof;
mod response;
mod resting;
mod sampling;
mod sensitivity;
mod store;
mod structure;
mod study_files;
mod together;
mod uncertain;
mod unknowns;
mod usual;
