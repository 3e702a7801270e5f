//! What nobody knows, kept apart from luck: each unknown is drawn once a pair, keyed by its name,
//! and serves all arms and all rows of the pair.

pub mod copula;
pub mod drawn;
pub mod entry;
pub mod list;
pub mod mode;
pub mod source;
pub mod usual;
pub(crate) mod words;

pub use drawn::{Drawn, Uncertain};
pub use mode::{Draws, Mode};
