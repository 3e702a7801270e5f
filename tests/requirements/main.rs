//! What finance asks of the program, row by row: which test shows it, and what is not met and why.
//!
//! A test that proves a row carries its ID at the head of its name (`a31_b30_...`, `trap_07_...`), in
//! any crate. `GEMBA_WRITE_DOCS=1 cargo test -p gemba-tests --test requirements` writes
//! `docs/requirements.md` from these names.

#![expect(clippy::expect_used, reason = "helpers of tests fail by panicking")]

mod bands;
mod beside;
mod drivers;
mod evidence;
mod money;
mod plant;
mod table;
mod traps;
