//! The mapping file: a TOML that says what header words cannot.

use std::path::Path;

use serde::Deserialize;

use crate::error::{CalibrationError, Fault};
use crate::read::file_name;

/// What the mapping file may say; everything is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Where the stops are.
    pub log: LogMap,
    /// Columns of the log by role.
    pub columns: Columns,
    /// Where the running hours are.
    pub hours: Option<HoursMap>,
    /// Choices of cleaning.
    pub rules: Rules,
    /// Names for the plant file.
    pub plant: PlantMap,
}

/// `[log]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LogMap {
    /// Sheet of the workbook.
    pub sheet: Option<String>,
    /// Unit of a bare duration: `s`, `min`, `h`.
    pub duration_unit: Option<String>,
    /// `d/m/y` or `m/d/y`, when the column does not tell.
    pub date_format: Option<String>,
}

/// `[columns]`: header by role.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the keys are the roles of `header::Role`")]
pub struct Columns {
    pub start: Option<String>,
    pub end: Option<String>,
    pub id: Option<String>,
    pub duration: Option<String>,
    pub date: Option<String>,
    pub stopped: Option<String>,
    pub machine: Option<String>,
    pub group: Option<String>,
    pub reason: Option<String>,
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub shift: Option<String>,
}

impl Columns {
    /// Header given for the key of a role.
    pub fn get(&self, key: &str) -> Option<&str> {
        match key {
            "start" => &self.start,
            "end" => &self.end,
            "id" => &self.id,
            "duration" => &self.duration,
            "date" => &self.date,
            "stopped" => &self.stopped,
            "machine" => &self.machine,
            "group" => &self.group,
            "reason" => &self.reason,
            "type" => &self.kind,
            _ => &self.shift,
        }
        .as_deref()
    }
}

/// `[hours]`: running hours, in another file or another sheet.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HoursMap {
    /// File, relative to the log; absent: the log's own workbook.
    pub file: Option<String>,
    /// Sheet of the workbook.
    pub sheet: Option<String>,
    /// Header of the date.
    pub date: Option<String>,
    /// Header of the running (operating) hours.
    pub running: Option<String>,
    /// Header of the monitored (running + stopped) hours, if kept.
    pub monitored: Option<String>,
    /// Header of the pieces made, if kept.
    pub units: Option<String>,
    /// `h` (default), `min`, `s`.
    pub unit: Option<String>,
}

/// `[rules]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Identical rows of a log without times: `keep` (default) or `drop`.
    pub duplicates: Option<Choice>,
    /// Stops on days without running hours: `keep` (default) or `drop`.
    pub off_schedule: Option<Choice>,
    /// Stops shorter than this are minor stops and set aside, such as `"5 min"`.
    pub minor_below: Option<String>,
    /// Column whose values become failure modes: `machine`, `group`, `reason`, `type`, or `none`.
    pub modes: Option<String>,
    /// Fewest events of a failure mode of its own; fewer are pooled (default 30).
    pub mode_events: Option<usize>,
}

/// Keep or drop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// Keep the rows and count them.
    Keep,
    /// Drop the rows and count them.
    Drop,
}

/// `[plant]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlantMap {
    /// Name of the plant.
    pub name: Option<String>,
    /// Key of the machine that stands for the line.
    pub machine: Option<String>,
    /// Cycle per piece such as `"45 s"`, when the records hold no production.
    pub cycle: Option<String>,
}

/// Reads a mapping file.
///
/// # Errors
/// The file is absent or not a mapping; line and column are in the reason.
pub fn read(path: &Path) -> Result<Mapping, CalibrationError> {
    let name = file_name(path);
    let text = std::fs::read_to_string(path).map_err(|_| {
        CalibrationError::one(Fault::of_file(
            &name,
            "the mapping file cannot be read",
            "check the path; it must be UTF-8 text",
        ))
    })?;
    toml::from_str(&text).map_err(|error| {
        let row = error.span().map(|s| text[..s.start.min(text.len())].matches('\n').count() + 1);
        CalibrationError::one(
            Fault::of_file(
                &name,
                error.message().to_owned(),
                "sections are [log], [columns], [hours], [rules], [plant]",
            )
            .at(row, None),
        )
    })
}
