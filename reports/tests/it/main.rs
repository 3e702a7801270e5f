//! Reports of a frozen result, looked at from outside.

#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, reason = "these are tests")]

mod fixture;
mod golden;
mod learning;
mod pages;
mod plants;
mod workbook;
