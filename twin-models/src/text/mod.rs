//! Text that engineers write: TOML with units, read with faults that say place, reason and remedy.
//!
//! A [`Document`] is a tree of nodes that remember where they were written. A [`Reader`] walks a
//! table of it along a [`Section`], the list of the keys that may stand there; it collects faults
//! instead of stopping at the first. The same list gives the JSON Schema and the reference.

pub mod bounds;
pub mod context;
pub mod diagnostic;
pub mod dimension;
pub mod document;
pub mod field;
pub mod guard;
pub mod item;
pub mod law;
mod law_parameters;
mod named;
pub mod node;
pub mod parse;
pub mod path;
pub mod reader;
pub mod reference;
pub mod say;
pub mod schema;
pub mod setting;
mod slip;
pub mod source;
pub mod units;
pub mod week;

pub use bounds::Bounds;
pub use context::{Context, InputEcho};
pub use diagnostic::{Diagnostics, Fault, Severity};
pub use dimension::{Dimension, Unit};
pub use document::Document;
pub use field::{Field, Kind, Need, Section};
pub use item::Item;
pub use node::{Key, Node, Table, Value};
pub use path::{Path, PathError, Step};
pub use reader::Reader;
pub use source::{FileId, Source, Span};
pub use units::{Wrong, parse_quantity};
