//! Tests of the crate as others use it: theory, laws and the published reference cases.

mod event_list;
mod streams;
