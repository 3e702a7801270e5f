//! Futures that are kept: everything that money is made from, pair by pair, in one file.
//!
//! A file holds the pairs of one range of numbers of one study. What it says of itself
//! ([`head::Head`]) is enough to refuse a study whose futures would be others, naming the values that
//! differ. Composing a result from a file gives the bytes that the run gave; with other prices, costs,
//! tax or discount rate it gives what a run with them would give, without a simulation
//! ([`reprice`](crate::study::Study::reprice)).
//!
//! | part | content |
//! |---|---|
//! | `GEMBAFUT`, version of the format (4 bytes, little endian) | |
//! | record 1 | [`head::Head`] as JSON |
//! | records 2 | a pair: its number, length and bytes; what it adds to the sums of the run |
//! | records 3 | a pair that failed, as JSON |
//! | record 4 | length and JSON of [`head::End`]; the sums of the file |
//!
//! A record is its kind (1 byte), the length of its content (4 bytes), the content, and a CRC-32 of all
//! these (4 bytes). Numbers are written as [`codec`] says. The file is written under another name, pair
//! by pair, and renamed when its last record is there; where it was left in the middle, the next run goes on.

pub mod codec;
pub mod error;
pub mod floats;
pub(crate) mod frame;
pub mod head;
pub mod keeper;
pub mod layout;
pub mod ledgers;
pub mod pair;
pub mod physics;
pub mod reader;
pub mod reprice;
pub(crate) mod source;
pub(crate) mod sums;

pub use error::StoreError;
pub use keeper::{Earlier, Keeper, Kept};
pub use reader::Futures;

/// Name of the file in the folder of a run.
pub const FILE: &str = "futures.bin";
