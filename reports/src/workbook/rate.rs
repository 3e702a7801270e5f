//! Sheet `Rate`: the cash flow by half months, and the internal rate of return from it.
//!
//! All dates are whole half months. The net present value as a function of the rate is looked at on a
//! grid of rates; every change of sign holds an internal rate, and bisection finds it. No guess is
//! needed, and the sheet knows when there is no rate, or more than one.

use super::costs::{self, at};
use super::ink::{self, Kind, Page, Role};
use super::model::Model;
use super::{Desk, WorkbookError, appraisal, depreciation, months};
use rust_xlsxwriter::Worksheet;

const FIRST: u32 = 5;
const POINTS: u32 = 400;
/// Halvings: to the last digits of a number.
const STEPS: usize = 52;

/// Columns.
const NET: u16 = 1;
const FACTOR: u16 = 2;
const GRID: u16 = 4;
const LOW: u16 = 9;

/// What the sheet finds.
pub(super) struct Solved {
    /// `1 + rate`, and the value there.
    grid: Vec<(f64, f64)>,
    changes: Vec<bool>,
    /// Low, high, middle, value in the middle.
    steps: Vec<[f64; 4]>,
    last: usize,
    pub(super) total: f64,
    pub(super) npv: f64,
    pub(super) irr: Result<f64, &'static str>,
    pub(super) mirr: Option<f64>,
    pub(super) rounding: f64,
    pub(super) rounding_present: f64,
    first: u32,
}

pub(super) const NO_OUTLAY: &str = "none: there is no one-off outlay";
pub(super) const GAINS: &str = "none: a gain at every rate";
pub(super) const LOSES: &str = "none: a loss at every rate";
pub(super) const SEVERAL: &str = "several: see sheet Rate, use MIRR";

impl Solved {
    pub(super) fn of(model: &Model<'_>) -> Self {
        let value = |x: f64| -> f64 {
            let at = |(d, c): (usize, &f64)| c * libm::pow(x, -(d as f64 / 24.0));
            model.net.iter().enumerate().map(at).sum()
        };
        let grid: Vec<(f64, f64)> = points().map(|x| (x, value(x))).collect();
        let sign = |x: f64| f64::from(i8::from(x > 0.0) - i8::from(x < 0.0));
        let change = |k: usize| match (grid[k], grid.get(k + 1)) {
            ((_, 0.0), _) => true,
            ((_, a), Some((_, b))) => sign(a) * sign(*b) == -1.0,
            _ => false,
        };
        let changes: Vec<bool> = (0..grid.len()).map(change).collect();
        let count = changes.iter().filter(|c| **c).count() as u32;
        let below = |k: &usize| changes[*k] && grid.get(k + 1).is_some_and(|(x, _)| *x <= 1.0);
        let negative = (0..grid.len()).filter(below).count() as u32;
        let last = changes.iter().rposition(|c| *c).map_or(0, |k| k + 1);
        let (mut low, mut high) = (1.0, 1.0);
        if last > 0 {
            low = grid[last - 1].0;
            high = grid.get(last).map_or(low, |(x, _)| *x);
        }
        let side = if last > 0 { sign(grid[last - 1].1) } else { 0.0 };
        let mut steps = Vec::with_capacity(STEPS);
        for _ in 0..STEPS {
            let middle = 0.5 * (low + high);
            let there = value(middle);
            steps.push([low, high, middle, there]);
            if sign(there) == side { low = middle } else { high = middle }
        }
        let total: f64 = model.net.iter().sum();
        let top = grid.last().map_or(0.0, |(_, v)| *v);
        let root = steps.last().map_or(0.0, |s| s[2] - 1.0);
        let irr = match (model.first_outlay, count) {
            (None, _) => Err(NO_OUTLAY),
            (_, 0) if top > 0.0 => Err(GAINS),
            (_, 0) => Err(LOSES),
            (_, 1) => Ok(root),
            _ if total > 0.0 && count == negative + 1 => Ok(root),
            _ => Err(SEVERAL),
        };
        let years = f64::from(model.horizon) / 12.0;
        let (mut future, mut present) = (0.0, 0.0);
        for (d, c) in model.net.iter().enumerate() {
            let t = d as f64 / 24.0;
            if *c > 0.0 {
                future += c * libm::pow(1.0 + model.wacc, years - t);
            } else {
                present -= c * libm::pow(1.0 + model.wacc, -t);
            }
        }
        let two_sided = future > 0.0 && present > 0.0;
        let moved = |of: &dyn Fn(&super::model::Month) -> f64| -> f64 {
            1e-12 * model.months.iter().map(|m| of(m).abs()).sum::<f64>()
        };
        Self {
            npv: value(1.0 + model.wacc),
            grid,
            changes,
            steps,
            last,
            total,
            irr,
            mirr: two_sided.then(|| libm::pow(future / present, 1.0 / years) - 1.0),
            rounding: moved(&|m| m.cash),
            rounding_present: moved(&|m| m.present),
            first: model.first_outlay.unwrap_or(0),
        }
    }

    /// Is the firm out of pocket at the end of a month?
    pub(super) fn short(&self, month: u32, model: &Model<'_>, discounted: bool) -> bool {
        let at = &model.months[month as usize];
        let (sum, limit) = if discounted {
            (at.cumulative_present, self.rounding_present)
        } else {
            (at.cumulative, self.rounding)
        };
        month >= self.first && sum < -limit
    }

    /// Months until the money is back for good.
    pub(super) fn payback(&self, model: &Model<'_>, discounted: bool) -> Option<f64> {
        if !self.short(self.first, model, discounted) {
            return Some(f64::from(self.first));
        }
        let k = (0..=model.horizon).rev().find(|m| self.short(*m, model, discounted))?;
        let sum = |m: u32| {
            let at = model.months.get(m as usize)?;
            Some(if discounted { at.cumulative_present } else { at.cumulative })
        };
        let (here, next) = (sum(k)?, sum(k + 1)?);
        Some(f64::from(k) - here / (next - here))
    }
}

/// `1 + rate`: log spaced from 0.01 to 11, and 1 itself.
fn points() -> impl Iterator<Item = f64> {
    let point = |k: u32| match k {
        POINTS => 11.0,
        k => 0.01 * libm::pow(1100.0, f64::from(k) / f64::from(POINTS)),
    };
    let mut all: Vec<f64> = (1..=POINTS).map(point).chain([1.0]).collect();
    all.sort_by(f64::total_cmp);
    all.into_iter()
}

fn dates(desk: &Desk<'_>) -> (u32, u32) {
    (FIRST, FIRST + desk.model.net.len() as u32 - 1)
}

/// Dates, net cash, discount factors.
pub(super) fn flows(desk: &Desk<'_>) -> [String; 3] {
    [0, NET, FACTOR].map(|col| ink::down("Rate", col, dates(desk)))
}

fn grid_rows() -> (u32, u32) {
    (FIRST, FIRST + POINTS)
}

/// Changes of sign; those below 0 %; value at the highest rate; the root found.
pub(super) fn found() -> [String; 4] {
    let last = FIRST + STEPS as u32 - 1;
    [
        format!("SUM({})", ink::down("Rate", GRID + 2, grid_rows())),
        format!("SUM({})", ink::down("Rate", GRID + 3, grid_rows())),
        format!("Rate!{}", ink::fixed(grid_rows().1, GRID + 1)),
        format!("Rate!{}-1", ink::fixed(last, LOW + 2)),
    ]
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let mut page = Page::new(
        "Rate",
        "Cash flow by half months, and its internal rate of return",
        "Left: net cash by date. Middle: its present value at 401 rates from -99 % to 1000 % a year; a change of \
         sign holds an internal rate. Right: bisection in the last such interval.",
    )?;
    page.headings(4, 0, &["Date [half months]", "Net cash", "Discount factor"])?;
    page.headings(4, GRID, &["1 + rate", "Present value", "Change of sign", "below 0 %"])?;
    page.headings(4, LOW, &["Low", "High", "Middle", "Present value"])?;
    let [month, _, operating] = months::keys(desk);
    let of = |column: months::Column| months::all(desk, column);
    let (cash, paid) = (costs::all(desk, at::CASH), costs::all(desk, at::DATE));
    let [year, shields, _] = depreciation::shields(desk);
    for (row, (d, net)) in (FIRST..).zip(desk.model.net.iter().enumerate()) {
        page.number((row, 0), d as f64, Kind::Count, Role::Live)?;
        let here = ink::cell(row, 0);
        let mut formula = format!("=SUMIFS({cash},{paid},{here})");
        for column in [months::Column::Benefits, months::Column::Moves] {
            formula += &format!("+SUMIFS({},{operating},{here})", of(column));
        }
        if d % 2 == 0 {
            for column in [months::Column::AtHorizon, months::Column::Salvage, months::Column::Tax]
            {
                formula += &format!("+SUMIFS({},{month},{here}/2)", of(column));
            }
        }
        if d % 24 == 0 {
            formula += &format!("+SUMIFS({shields},{year},{here}/24)");
        }
        page.live((row, NET), &formula, *net, Kind::Cents)?;
        let factor = desk.model.discount(d as u32);
        page.live((row, FACTOR), &format!("=(1+WACC)^-({here}/24)"), factor, Kind::Factor)?;
    }
    grid(&mut page, desk)?;
    steps(&mut page, desk)?;
    page.widths(&[10.0, 17.0, 12.0, 3.0, 12.0, 20.0, 9.0, 9.0, 3.0, 20.0, 20.0, 20.0, 20.0])?;
    page.sheet.set_row_height(4, 32)?;
    page.freeze(5, 0)?;
    Ok(page.sheet)
}

/// Value of the cash flow at a rate whose `1 + rate` is in this cell.
fn value(desk: &Desk<'_>, x: &str) -> String {
    let rows = dates(desk);
    let column = |col: u16| format!("{}:{}", ink::fixed(rows.0, col), ink::fixed(rows.1, col));
    format!("=SUMPRODUCT({},{x}^(-{}/24))", column(NET), column(0))
}

fn grid(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let solved = desk.solved;
    for (k, (x, there)) in solved.grid.iter().enumerate() {
        let row = FIRST + k as u32;
        page.number((row, GRID), *x, Kind::Factor, Role::Live)?;
        page.live((row, GRID + 1), &value(desk, &ink::cell(row, GRID)), *there, Kind::Cents)?;
        let here = ink::cell(row, GRID + 1);
        let next = ink::cell(row + 1, GRID + 1);
        let last = k + 1 == solved.grid.len();
        let formula = if last {
            format!("=IF({here}=0,1,0)")
        } else {
            format!("=IF({here}=0,1,IF(SIGN({here})*SIGN({next})=-1,1,0))")
        };
        page.live((row, GRID + 2), &formula, u32::from(solved.changes[k]), Kind::Count)?;
        let below = !last && solved.grid[k + 1].0 <= 1.0;
        let formula =
            if below { format!("={}", ink::cell(row, GRID + 2)) } else { "=0".to_owned() };
        page.live((row, GRID + 3), &formula, u32::from(below && solved.changes[k]), Kind::Count)?;
    }
    Ok(())
}

fn steps(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let solved = desk.solved;
    let (first, last) = grid_rows();
    let column = |col: u16| format!("{}:{}", ink::fixed(first, col), ink::fixed(last, col));
    let at_top = (2, LOW + 3);
    page.text(2, LOW + 2, "Interval no.", &ink::quiet())?;
    let formula =
        format!("=SUMPRODUCT(MAX({}*(ROW({})-{first})))", column(GRID + 2), column(GRID + 2));
    page.live(at_top, &formula, solved.last as f64, Kind::Count)?;
    let no = ink::fixed(at_top.0, at_top.1);
    let points = POINTS + 1;
    for (k, [low, high, middle, there]) in solved.steps.iter().enumerate() {
        let row = FIRST + k as u32;
        let [l, h, m, v] = [0, 1, 2, 3].map(|c| ink::cell(row.saturating_sub(1), LOW + c));
        let (left, right) = if k == 0 {
            (
                format!("=IF({no}=0,1,INDEX({},{no}))", column(GRID)),
                format!("=IF({no}=0,1,INDEX({},MIN({points},{no}+1)))", column(GRID)),
            )
        } else {
            let side = format!("SIGN(INDEX({},MAX(1,{no})))", column(GRID + 1));
            let same = format!("AND({no}>0,SIGN({v})={side})");
            let at_rest = |keep: &str, take: &str| format!("=IF({same},{keep},{take})");
            (at_rest(&m, &l), at_rest(&h, &m))
        };
        page.live((row, LOW), &left, *low, Kind::Factor)?;
        page.live((row, LOW + 1), &right, *high, Kind::Factor)?;
        let formula = format!("=({}+{})/2", ink::cell(row, LOW), ink::cell(row, LOW + 1));
        page.live((row, LOW + 2), &formula, *middle, Kind::Factor)?;
        page.live((row, LOW + 3), &value(desk, &ink::cell(row, LOW + 2)), *there, Kind::Cents)?;
    }
    let row = FIRST + STEPS as u32 + 1;
    page.text(row, LOW, "Internal rate of return", &ink::bold())?;
    let irr: super::ink::Value = solved.irr.map_or_else(Into::into, Into::into);
    page.live_as(
        (row, LOW + 2),
        &format!("={}", appraisal::IRR),
        irr,
        &ink::format(Kind::Rate, Role::Strong),
    )
}
