//! What nobody knows, kept apart from luck: each unknown is drawn once a pair, keyed by its name,
//! and serves all arms and all rows of the pair.

pub mod list;
pub mod source;
mod words;
