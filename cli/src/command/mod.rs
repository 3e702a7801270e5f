//! One file a verb.

pub(crate) mod calibrate;
pub(crate) mod catalogue;
pub(crate) mod check;
pub(crate) mod cost;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod laboratory;
pub(crate) mod lock;
pub(crate) mod merge;
pub(crate) mod plan;
pub(crate) mod policies;
pub(crate) mod prove;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod reprice;
pub(crate) mod review;
pub(crate) mod run;
pub(crate) mod schedule;
pub(crate) mod schema;
pub(crate) mod screen;
pub(crate) mod sensitivity;
pub(crate) mod shard;
pub(crate) mod simulate;
pub(crate) mod sweep;
