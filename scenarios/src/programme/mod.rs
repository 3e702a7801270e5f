//! Several investments: together, one after the other, and what each of them brings to the whole.

pub mod bundle;
pub mod clash;
pub mod learning;
pub mod plan;
pub mod sequence;
pub mod shapley;
mod use_cases;
