//! The factory: what stands on the shop floor and how it runs. Knows no money.

pub mod outcome;
pub mod plant;
pub mod state;
pub mod text;
