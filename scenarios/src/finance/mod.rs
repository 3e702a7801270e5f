//! Pure functions on cash flows: no entity, no randomness, no clock.
//!
//! In reading order: a [`rate`] and a date ([`timing`]), a [`cash_flow`], and its measures ([`npv`],
//! [`irr`], [`mirr`], [`payback`], [`roi`]); then what makes the flow: the cost list ([`tco`],
//! [`tco_total`]), [`depreciation`], [`tax`], [`working_capital`], [`inflation`] and
//! [`currency`](mod@currency); then all of it together, from [`input`] to [`appraisal`] with its
//! [`ledger`]. Around it: [`break_even`], the formulas
//! of hand calculation ([`closed_form`]), and the [`summary`] of many replications.

pub mod appraisal;
mod books;
pub mod break_even;
pub mod cash_flow;
pub mod closed_form;
pub mod currency;
pub mod depreciation;
pub mod inflation;
pub mod input;
pub mod input_fault;
pub mod irr;
pub mod ledger;
pub mod mirr;
pub mod npv;
pub mod payback;
mod polynomial;
pub mod prepared;
pub mod rate;
pub mod roi;
mod root;
pub mod summary;
pub mod tables;
pub mod tax;
pub mod tco;
pub mod tco_total;
pub mod timing;
pub mod working_capital;
