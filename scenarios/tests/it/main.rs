//! The one test binary of the crate.

mod finance_cases;
mod finance_golden;
