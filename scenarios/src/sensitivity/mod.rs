//! What decides: which inputs the value hangs on, where it breaks even, what to measure first.

pub mod bench;
pub mod compute;
pub mod decide;
pub mod money;
pub mod payback_race;
pub mod result;
pub mod reverse;
pub mod tornado;
pub mod unknown;
