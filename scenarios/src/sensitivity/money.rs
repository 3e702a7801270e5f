//! Numbers of the study file that are taken as certain: each is moved, and the pairs are priced again.

use super::bench::{Bench, estimate};
use super::result::{Bar, BreakEven, Range};
use crate::finance::ledger::BenefitCategory;
use crate::investment::cost::dearer;
use crate::investment::edit::scaled;
use crate::investment::project::Investment;
use crate::study::question::ComparisonPlan;
use crate::study::result::{Assumption, Firmness};
use crate::study::{Study, StudyError};
use crate::uncertainty::entry::{InFile, written};
use rayon::prelude::*;
use twin_models::text::{Node, Path, Step, Value};

/// How far a number is moved whose range nobody told.
pub const MOVED: f64 = 0.1;
/// Break-even is looked for up to so many times the number.
pub const FARTHEST: f64 = 10.0;
/// Steps of the search.
const STEPS: usize = 40;

/// Id of the hour of downtime.
pub const DOWNTIME: &str = "cost of a downtime hour";

/// What is moved.
enum Moved {
    /// A number of the study file.
    Number(Path),
    /// All hard lines of downtime.
    Downtime,
    /// All costs of the investment.
    Costs,
    /// All hard benefits.
    Benefits,
}

/// One input with what is told of it.
struct Input {
    moved: Moved,
    id: String,
    title: String,
    value: f64,
    unit: String,
}

/// Bars of all numbers that move the NPV at all, in the order of the study file.
///
/// # Errors
/// When a sum overflows.
pub fn bars(study: &Study, bench: &Bench<'_>) -> Result<Vec<Bar>, StudyError> {
    // What has a law is an unknown, and stands in the tornado as one.
    let has_law = |input: &Input| match &input.moved {
        Moved::Number(path) => {
            let mut places = study.uncertain.entries.iter().flat_map(|entry| &entry.places);
            places.any(|place| place.file == InFile::Study && place.path.is_prefix_of(path))
        }
        _ => false,
    };
    let (base, plan) = (bench.base(), bench.plan());
    let mut all = inputs(base, plan);
    all.retain(|input| !has_law(input));
    let bar = |input: &Input| bar(base, plan, bench, input, &study.assumptions);
    let found: Vec<Option<Bar>> = all.par_iter().map(bar).collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

fn inputs(study: &Study, plan: &ComparisonPlan) -> Vec<Input> {
    let factor = |moved, title: &str| Input {
        moved,
        id: title.to_owned(),
        title: title.to_owned(),
        value: 1.0,
        unit: "x".to_owned(),
    };
    let mut all = vec![
        factor(Moved::Downtime, DOWNTIME),
        factor(Moved::Benefits, "all hard benefits"),
        factor(Moved::Costs, "all costs of the investment"),
    ];
    let mut paths = Vec::new();
    let mut tables = vec![Path::of(&["prices"]), Path::of(&["finance"])];
    for k in &study.arms[plan.investment].investments {
        let Investment { name, team, .. } = &study.investments[*k];
        tables.push(Path::of(&["investments", name, "cost"]));
        for role in team.iter().map(|member| &*member.role) {
            let of = |key| Path::of(&["investments", name, "team", role, key]);
            tables.extend(["hours", "rate"].map(of));
        }
    }
    for table in tables {
        if let Some(node) = study.study_file.at(&table) {
            numbers(node, &table, &mut paths);
        }
    }
    all.extend(paths.into_iter().map(|(path, value, unit)| Input {
        id: path.to_string(),
        title: path.to_string(),
        moved: Moved::Number(path),
        value,
        unit,
    }));
    all
}

/// Every number below a node.
fn numbers(node: &Node, at: &Path, found: &mut Vec<(Path, f64, String)>) {
    let below = |step: Step| {
        let mut path = at.clone();
        path.steps.push(step);
        path
    };
    match &node.value {
        Value::Table(table) => {
            for (key, inner) in &table.entries {
                numbers(inner, &below(Step::Key(key.name.to_string())), found);
            }
        }
        Value::Array(list) => {
            for (k, inner) in list.iter().enumerate() {
                numbers(inner, &below(Step::Index(k)), found);
            }
        }
        _ => {
            if let Some((value, unit)) = written(node).filter(|(value, _)| *value != 0.0) {
                found.push((at.clone(), value, unit));
            }
        }
    }
}

/// The study in which an input has so many times its value, and factors on costs and benefits.
fn moved(
    study: &Study,
    plan: &ComparisonPlan,
    input: &Input,
    times: f64,
) -> Option<(Study, (f64, f64))> {
    match &input.moved {
        Moved::Number(path) => {
            let mut file = study.study_file.clone();
            let node = scaled(file.at(path)?, times).ok()?;
            file.set(path, node).ok()?;
            Some((study.repriced(&file).ok()?, (1.0, 1.0)))
        }
        Moved::Downtime => {
            let mut book = study.book.clone();
            let of = |line: &&mut crate::money::prices::PriceLine| {
                line.category == BenefitCategory::Downtime && line.firmness == Firmness::Hard
            };
            let lines = book.lines.iter_mut().filter(of);
            lines.flat_map(|line| &mut line.terms).for_each(|(_, money)| *money *= times);
            Some((study.clone().with_book(book), (1.0, 1.0)))
        }
        Moved::Costs => {
            let mut study = study.clone();
            for k in study.arms[plan.investment].investments.clone() {
                study.investments[k].cost = dearer(&study.investments[k].cost, times);
            }
            Some((study, (1.0, 1.0)))
        }
        Moved::Benefits => Some((study.clone(), (1.0, times))),
    }
}

fn bar(
    study: &Study,
    plan: &ComparisonPlan,
    bench: &Bench<'_>,
    input: &Input,
    assumptions: &[Assumption],
) -> Result<Option<Bar>, StudyError> {
    // `None`: the file cannot say such a value.
    let at = |times: f64| -> Result<Option<Vec<f64>>, StudyError> {
        let Some((study, factors)) = moved(study, plan, input, times) else { return Ok(None) };
        bench.priced(&study, &bench.medians.lucks, factors).map(Some)
    };
    let (Some(low), Some(high), Some(base)) = (at(1.0 - MOVED)?, at(1.0 + MOVED)?, at(1.0)?) else {
        return Ok(None);
    };
    if low == base && high == base {
        return Ok(None);
    }
    let mean = |values: &[f64]| estimate(values.iter().copied()).value;
    let ends = (mean(&low), mean(&base), mean(&high));
    let from_file = |a: &&Assumption| a.file == "study" && a.path == input.id;
    let origin = assumptions.iter().find(from_file);
    let search = |times: f64| at(times).map(|values| values.map(|values| mean(&values)));
    Ok(Some(Bar {
        id: input.id.clone(),
        title: input.title.clone(),
        unit: input.unit.clone(),
        range: Range::TenPercent,
        low: (1.0 - MOVED) * input.value,
        middle: input.value,
        high: (1.0 + MOVED) * input.value,
        npv_low: ends.0,
        npv_high: ends.2,
        error: super::bench::difference(&high, &low).error,
        repriced: true,
        break_even: break_even(ends, input.value, &search)?,
        source: origin.and_then(|o| o.source.clone()),
        owner: origin.and_then(|o| o.owner.clone()),
        kind: origin.and_then(|o| o.kind.clone()),
    }))
}

/// The value at which the mean NPV is 0, from 0 to ten times the number: secants from the middle, which
/// is exact after one step where money is linear in a price. Values that the file cannot say end the
/// search.
fn break_even(
    (low, base, high): (f64, f64, f64),
    value: f64,
    at: &dyn Fn(f64) -> Result<Option<f64>, StudyError>,
) -> Result<BreakEven, StudyError> {
    let scale = (high - low).abs();
    let stays = if base > 0.0 { BreakEven::AlwaysPositive } else { BreakEven::AlwaysNegative };
    let (mut a, mut fa) = (1.0, base);
    let (mut b, mut fb) =
        if (high > low) == (base > 0.0) { (1.0 - MOVED, low) } else { (1.0 + MOVED, high) };
    for _ in 0..STEPS {
        let slope = (fb - fa) / (b - a);
        let next = b - fb / slope;
        if slope == 0.0 || !next.is_finite() || !(0.0..=FARTHEST).contains(&next) {
            return Ok(stays);
        }
        let Some(found) = at(next)? else { return Ok(stays) };
        (a, fa, b, fb) = (b, fb, next, found);
        if found.abs() <= 1e-6 * scale {
            let likely = (next - 1.0).abs() <= MOVED;
            let value = next * value;
            let positive_above = slope > 0.0;
            return Ok(BreakEven::At { value, error: None, likely, positive_above });
        }
    }
    Ok(BreakEven::Unknown)
}
