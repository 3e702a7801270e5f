//! Pure functions on cash flows: no entity, no randomness, no clock.
//!
//! In reading order: a [`rate`] and a date ([`timing`]), a [`cash_flow`], its measures ([`npv`],
//! [`irr`], [`payback`], [`roi`]).

pub mod cash_flow;
pub mod irr;
pub mod npv;
pub mod payback;
pub mod rate;
pub mod roi;
mod root;
pub mod timing;
