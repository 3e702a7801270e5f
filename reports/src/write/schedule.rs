//! `schedule.json` and its table: full precision; unknown is empty.

use super::csv::{WriteError, finish, maybe, number};
use super::pretty;
use scenarios::schedule::result::ScheduleResult;

/// What became of a schedule as it stands in `schedule.json`: same inputs, same bytes.
pub fn schedule_json(result: &ScheduleResult) -> Result<String, serde_json::Error> {
    pretty(result)
}

const COLUMNS: [&str; 18] = [
    "case",
    "order",
    "product",
    "quantity",
    "release",
    "due",
    "priority",
    "on_time",
    "on_time_low_95",
    "on_time_high_95",
    "finished",
    "finish_p10",
    "finish_p50",
    "finish_p90",
    "tardiness_h",
    "on_time_change",
    "on_time_change_low_95",
    "on_time_change_high_95",
];

/// Every order of every case: one line each.
pub fn schedule_csv(result: &ScheduleResult) -> Result<String, WriteError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for case in &result.cases {
        for one in &case.orders {
            let change = one.change;
            let interval = change.and_then(|c| c.interval);
            writer.write_record([
                case.name.clone(),
                one.order.clone(),
                one.product.clone(),
                one.quantity.to_string(),
                one.release.clone(),
                one.due.clone(),
                one.priority.to_string(),
                number(one.on_time),
                number(one.on_time_interval.low),
                number(one.on_time_interval.high),
                number(one.finished),
                one.finish_p10.clone().unwrap_or_default(),
                one.finish_p50.clone().unwrap_or_default(),
                one.finish_p90.clone().unwrap_or_default(),
                number(one.tardiness_h),
                maybe(change.map(|c| c.estimate)),
                maybe(interval.map(|i| i.low)),
                maybe(interval.map(|i| i.high)),
            ])?;
        }
    }
    finish(writer)
}
