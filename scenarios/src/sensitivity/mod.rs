//! What decides: which inputs the value hangs on, where it breaks even, what to measure first.

pub mod decide;
pub mod payback_race;
pub mod result;
pub mod unknown;
