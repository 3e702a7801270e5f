//! `gemba schema`: the JSON schema of a format.

use crate::args::{Schema, SchemaKind};
use crate::failure::{Failure, print};
use reports::write::{self, Kind};
use std::process::ExitCode;

/// Prints the schema.
pub(crate) fn schema(options: &Schema) -> Result<ExitCode, Failure> {
    let of_file = |value: serde_json::Value| {
        serde_json::to_string_pretty(&value).map(|text| text + "\n").map_err(Failure::run)
    };
    let text = match options.kind {
        SchemaKind::Plant => of_file(twin_models::plant::read::plant_schema())?,
        SchemaKind::Study => of_file(scenarios::study::read::study_schema())?,
        SchemaKind::Result => write::schema(Kind::Result).map_err(Failure::run)?,
        SchemaKind::Lock => write::schema(Kind::Lock).map_err(Failure::run)?,
        SchemaKind::Manifest => write::schema(Kind::Manifest).map_err(Failure::run)?,
        SchemaKind::Policies => write::schema(Kind::Policies).map_err(Failure::run)?,
        SchemaKind::Schedule => write::schema(Kind::Schedule).map_err(Failure::run)?,
        SchemaKind::Sensitivity => write::schema(Kind::Sensitivity).map_err(Failure::run)?,
        SchemaKind::Review => write::schema(Kind::Review).map_err(Failure::run)?,
        SchemaKind::Sweep => write::schema(Kind::Sweep).map_err(Failure::run)?,
        SchemaKind::Simulate => write::schema(Kind::Simulate).map_err(Failure::run)?,
    };
    print(&text);
    Ok(ExitCode::SUCCESS)
}
