//! The one test binary of the crate.

mod finance_cases;
mod finance_edges;
mod finance_golden;
mod finance_laws;
mod finance_oracle;
mod finance_summary;
