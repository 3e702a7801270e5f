#![doc = include_str!("../README.md")]

pub mod clean;
pub mod error;
pub mod event;
pub mod fit;
pub mod read;
