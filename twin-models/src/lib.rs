//! The factory: what stands on the shop floor and how it runs. Knows no money.

pub mod extend;
mod floor;
pub mod outcome;
pub mod plant;
mod replica;
pub mod state;
pub mod text;
pub mod trace;

pub use replica::{Phase, Replica};
