#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "tests")]
//! Tests of the crate as others use it: theory, laws and the published reference cases.

mod any_law;
mod event_list;
mod laws;
mod oracle;
mod queueing;
mod sampling;
mod selection;
mod statistics;
mod streams;
