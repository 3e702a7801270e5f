//! What a run in parts will cost, in words: `gemba plan --explain`.

use crate::document::Table;
use crate::number::{Scale, count};
use crate::write::text_table::text_table;
use scenarios::shards::cost::{Explained, Limit, Sample, Wanted, Work};

/// For a terminal.
pub fn terminal(told: &Explained) -> String {
    let (model, estimate) = (&told.model, &told.estimate);
    let pair = &model.pair_seconds;
    let mut lines = vec![
        format!(
            "What it costs, from a pilot of {} pairs (processor time of one core of this machine):",
            count(told.pilot_pairs)
        ),
        line("a pair", &sample(pair, seconds)),
        line("all pairs", &core_hours(estimate.core_hours, estimate.core_hours_half_width)),
        line(
            "start of a shard",
            &format!(
                "{} measured (plan read, plants built), {} assumed of the scheduler",
                seconds(model.begin_seconds),
                seconds(model.task_seconds)
            ),
        ),
        line("merge, one core", &merge(told)),
        line("memory", &memory(told)),
        line(
            "a shard",
            &format!(
                "{} of {} pairs; {} a pair",
                bytes(estimate.shard_bytes as f64),
                count(estimate.per_shard.min(estimate.pairs)),
                sample(&model.pair_bytes, bytes)
            ),
        ),
        line(
            "moved",
            &format!(
                "{} out (the plan, {}, to {}), {} back",
                bytes(estimate.out_bytes as f64),
                bytes(model.plan_bytes as f64),
                shards(estimate.shards),
                bytes(estimate.back_bytes as f64)
            ),
        ),
        line(
            "written",
            &format!(
                "futures.bin {}, pairs.csv {}",
                bytes(estimate.futures_bytes as f64),
                bytes(estimate.csv_bytes as f64)
            ),
        ),
        String::new(),
    ];
    lines.extend(text_table(&cores(told), 100));
    lines.push(format!(
        "With a core for each of {}: {} times as fast as one core, and no more.",
        shards(estimate.shards),
        times(estimate.most_speed_up)
    ));
    if !told.precision.is_empty() {
        lines.push(String::new());
        lines.extend(precision(told));
    }
    lines.join("\n")
}

fn shards(number: u64) -> String {
    format!("{} shard{}", count(number), if number == 1 { "" } else { "s" })
}

fn line(what: &str, text: &str) -> String {
    format!("  {what:<18}{text}")
}

fn merge(told: &Explained) -> String {
    let (model, estimate) = (&told.model, &told.estimate);
    let each = model.merge_pair_seconds + model.answer_pair_seconds;
    let after: Vec<String> = model
        .after
        .iter()
        .filter(|after| after.seconds(estimate.pairs) >= 0.01 * estimate.merge_seconds)
        .map(|after| format!("{} {}", name(after.work), seconds(after.seconds(estimate.pairs))))
        .collect();
    let after = match after.is_empty() {
        true => String::new(),
        false => format!(
            "\n{:20}simulated after the pairs {}: {}",
            "",
            seconds(estimate.after_seconds),
            after.join(", ")
        ),
    };
    format!(
        "{}: {} a pair to read, price and count, {} whatever the pairs{after}",
        seconds(estimate.merge_seconds),
        seconds(each),
        seconds(model.merge_begin_seconds + model.task_seconds)
    )
}

fn memory(told: &Explained) -> String {
    let (model, estimate) = (&told.model, &told.estimate);
    match (model.worker_bytes, estimate.merge_bytes) {
        (Some(worker), Some(merge)) => format!(
            "{} a worker (the most in the pilot); about {} in the merge, {} of it for each pair\n\
             {:20}and {} for each of {} that are read at once",
            bytes(worker as f64),
            bytes(merge as f64),
            bytes(model.kept_bytes),
            "",
            bytes(model.open_bytes),
            count(model.open_pairs.min(estimate.pairs))
        ),
        _ => format!(
            "not told by this system; the merge keeps {} of each pair",
            bytes(model.kept_bytes)
        ),
    }
}

fn cores(told: &Explained) -> Table {
    let headings =
        [">cores", ">shards each", ">shards made", ">report there", ">speed-up", "limit"];
    let mut table = Table::new("", &headings);
    for at in &told.estimate.at {
        table.row(vec![
            count(at.cores).into(),
            count(at.waves).into(),
            seconds(at.shards_seconds).into(),
            seconds(at.wall_seconds).into(),
            times(at.speed_up).into(),
            limit(at.limit).into(),
        ]);
    }
    table
}

fn limit(limit: Limit) -> &'static str {
    match limit {
        Limit::Pairs => "pairs: more cores help",
        Limit::Start => "start of tasks: larger shards help (--per-shard)",
        Limit::Waves => "cores that wait for the last shards: smaller shards help (--per-shard)",
        Limit::Merge => "merge, on one core",
    }
}

fn name(work: Work) -> &'static str {
    match work {
        Work::Folding => "folding",
        Work::NullTest => "null test",
        Work::RestingOn => "whose word",
        Work::WorstEvent => "worst event",
        Work::DowntimeHour => "hour of downtime",
        Work::Attacks => "attacks",
        Work::Tracking => "tracking",
        Work::Upside => "upside",
        Work::Footprint => "footprint",
        Work::Stress => "stress",
    }
}

fn precision(told: &Explained) -> Vec<String> {
    let rule = match told.stops_between {
        Some((least, most)) => {
            format!(
                "\nthe study stops between {} and {}, when all are as wanted",
                count(least),
                count(most)
            )
        }
        None => String::new(),
    };
    let headings = ["headline", ">half-width then", ">a stopping rule wants", ">pairs for that"];
    let mut table = Table::new("", &headings);
    for wanted in &told.precision {
        let text = |value: f64| scale(told, wanted, value).full(value);
        let half = wanted.half_width.map_or("pilot too small".to_owned(), text);
        table.row(vec![
            wanted.what.as_str().into(),
            half.into(),
            text(wanted.allowed).into(),
            wanted.pairs.map(about).unwrap_or_default().into(),
        ]);
    }
    let mut lines = vec![format!(
        "How precise {} pairs will be (95 %, from the spread of the pilot){rule}:",
        count(told.estimate.pairs)
    )];
    lines.extend(text_table(&table, 100));
    // A variance from k values has a relative standard error of root(2 / (k - 1)), for normal values.
    let share = 2.0 * (2.0 / (told.pilot_pairs.max(2) - 1) as f64).sqrt();
    lines.push(format!(
        "A spread from {} pairs is rough: the numbers of pairs may be {:.0} % off.",
        count(told.pilot_pairs),
        100.0 * share
    ));
    lines
}

fn scale(told: &Explained, wanted: &Wanted, size: f64) -> Scale {
    if wanted.what.starts_with("P(") {
        return Scale::percent(Some(0.1 * size));
    }
    Scale::money(&told.currency, size, Some(0.02 * size))
}

/// Two digits of a number that is not known better.
fn about(pairs: u64) -> String {
    let mut unit = 1;
    while pairs / unit >= 100 {
        unit *= 10;
    }
    count(pairs.div_ceil(unit).saturating_mul(unit))
}

fn times(value: f64) -> String {
    if value < 10.0 { format!("{value:.1}") } else { count(value as u64) }
}

fn sample(sample: &Sample, text: impl Fn(f64) -> String) -> String {
    let error = sample.half_width.map_or(String::new(), |half| format!(" +- {}", text(half)));
    format!(
        "{}{error} (95 %), from {} to {}",
        text(sample.mean),
        text(sample.least),
        text(sample.most)
    )
}

fn core_hours(hours: f64, half_width: Option<f64>) -> String {
    let (text, unit): (fn(f64) -> String, _) = match hours < 0.1 {
        true => (|hours| seconds(3600.0 * hours), "of one core"),
        false => (three, "core-hours"),
    };
    let error = half_width.map_or(String::new(), |half| format!(" +- {}", text(half)));
    format!("{}{error} {unit}", text(hours))
}

/// Three digits.
fn three(value: f64) -> String {
    match value.abs() {
        v if v >= 100.0 => count(libm::round(value) as u64),
        v if v >= 10.0 => format!("{value:.1}"),
        v if v >= 1.0 => format!("{value:.2}"),
        0.0 => "0".to_owned(),
        _ => format!("{value:.3}"),
    }
}

/// A time in the unit in which it is easily read.
fn seconds(value: f64) -> String {
    let units = [(86_400.0, "d"), (3600.0, "h"), (60.0, "min"), (1.0, "s"), (1e-3, "ms")];
    let unit = units.into_iter().find(|(unit, _)| value >= 0.9995 * unit);
    let (unit, name) = unit.unwrap_or((1e-6, "µs"));
    format!("{} {name}", three(value / unit))
}

/// Bytes in powers of a thousand.
fn bytes(value: f64) -> String {
    let units = [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB")];
    match units.into_iter().find(|(unit, _)| value >= 0.9995 * unit) {
        Some((unit, name)) => format!("{} {name}", three(value / unit)),
        None => format!("{} B", libm::round(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_easily() {
        let times = [0.000_04, 0.0321, 1.0, 59.0, 61.0, 7200.0, 200_000.0].map(seconds);
        assert_eq!(
            times,
            ["40.0 µs", "32.1 ms", "1.00 s", "59.0 s", "1.02 min", "2.00 h", "2.31 d"]
        );
        let sizes = [0.0, 812.0, 39_512.0, 1.2e9].map(bytes);
        assert_eq!(sizes, ["0 B", "812 B", "39.5 kB", "1.20 GB"]);
        assert_eq!([7, 99, 101, 12_345].map(about), ["7", "99", "110", "13,000"]);
        assert_eq!(core_hours(0.01, Some(0.001)), "36.0 s +- 3.60 s of one core");
        assert_eq!(core_hours(12.345, None), "12.3 core-hours");
    }
}
