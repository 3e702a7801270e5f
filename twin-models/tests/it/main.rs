//! Integration tests of the crate, in one binary.

mod any_text;
mod away;
mod bad_plant_files;
mod changeovers;
mod dwell;
mod energy;
mod extend;
mod forecast;
mod lab;
mod outage;
mod planning;
mod plant_files;
mod quality;
mod runs;
mod shifts;
mod shop;
mod shop_drawn;
mod shop_theory;
mod staffing;
mod supply;
mod trace;
