//! The whole house against what it promises: published results, balances, isolation, architecture.
#![expect(clippy::expect_used, reason = "helpers of tests fail loudly, too")]

mod architecture;
mod bottling;
mod cnc_cell;
mod conservation;
mod drawn_dwell;
mod drawn_quality;
mod electronics;
mod isolation;
mod kpi;
mod laboratory;
mod oracles;
mod rate_flow;
mod schemas;
mod smt_energy;
mod supply;
