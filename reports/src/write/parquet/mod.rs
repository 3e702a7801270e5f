//! Tables for analysts: Parquet, with the unit of every column and the provenance in the metadata of
//! the file. The same input gives the same bytes.

mod ledgers;
mod pairs;
mod states;
mod table;

pub use ledgers::LedgersParquet;
pub use pairs::pairs_parquet;
pub use states::states_parquet;
