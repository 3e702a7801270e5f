//! `case.xlsx`: the investment case as a workbook whose cash flow is alive.
//!
//! The sheets from `Inputs` to `Rate` compute the cash flow of the median future again with formulas;
//! what is written beside every formula is what it gives before anybody changes an input. The other
//! sheets show what the whole run found. Nothing in the file depends on clock or machine.

mod appraisal;
mod attacks;
mod audit;
mod benchmarks;
mod benefits;
mod board;
mod board_data;
mod channels;
mod costs;
mod cover;
mod depreciation;
mod findings;
mod footprint;
mod ink;
mod inputs;
mod learning;
mod ledger;
mod model;
mod months;
mod pairs;
mod rate;
mod register;
mod stresses;
mod tax;
mod tco;
mod years;

use crate::look;
use model::Model;
use rate::Solved;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use scenarios::case::Case;
use scenarios::study::result::{Comparison, Metrics, PairRow, StudyResult};

pub(crate) use ledger::account;
pub use ledger::ledger_csv;

/// A workbook that could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The result holds no comparison.
    #[error("nothing is compared: there is no case")]
    NoCase,
    /// A sheet is larger than a workbook can hold, say.
    #[error("the workbook cannot be written: {0}")]
    Write(#[from] XlsxError),
}

/// What the sheets are written from.
struct Desk<'a> {
    result: &'a StudyResult,
    comparison: &'a Comparison,
    base: &'a Metrics,
    case: &'a Case,
    model: &'a Model<'a>,
    solved: &'a Solved,
    /// Base row of the pairs of the headline.
    pairs: Vec<&'a PairRow>,
}

impl Desk<'_> {
    fn currency(&self) -> &str {
        &self.result.provenance.currency
    }

    /// Rows of a pair in the headline, base first.
    fn rows_of(&self, pair: u64) -> Vec<&PairRow> {
        let id = self.comparison.id.as_str();
        let is = |row: &&PairRow| row.pair == pair && &*row.comparison == id;
        self.result.pairs.iter().filter(is).collect()
    }
}

type Sheet = fn(&Desk<'_>) -> Result<Worksheet, WorkbookError>;

type MaybeSheet = fn(&Desk<'_>) -> Result<Option<Worksheet>, WorkbookError>;

/// In the order of the tabs.
const SHEETS: [Sheet; 21] = [
    cover::write,
    board::write,
    inputs::write,
    appraisal::write,
    years::write,
    months::write,
    benefits::write,
    costs::lines,
    costs::payments,
    depreciation::write,
    tax::write,
    rate::write,
    tco::write,
    findings::drivers,
    findings::flags,
    findings::reconciliation,
    benchmarks::write,
    register::write,
    pairs::write,
    ledger::write,
    audit::write,
];

/// Sheets of what not every study asks for, behind the others.
const ASKED_FOR: [MaybeSheet; 5] =
    [channels::write, attacks::write, stresses::write, footprint::write, learning::write];

/// The bytes of `case.xlsx`.
///
/// # Errors
/// [`WorkbookError`] when nothing is compared, or a sheet has no room for what there is to say.
pub fn workbook(result: &StudyResult, case: &Case) -> Result<Vec<u8>, WorkbookError> {
    let comparison = look::headline(result).ok_or(WorkbookError::NoCase)?;
    let base = look::base(comparison).ok_or(WorkbookError::NoCase)?;
    let model = Model::of(case);
    let solved = Solved::of(&model);
    let is_base = |row: &&PairRow| *row.comparison == *comparison.id && &*row.row == "base";
    let pairs = result.pairs.iter().filter(is_base).collect();
    let desk = Desk { result, comparison, base, case, model: &model, solved: &solved, pairs };
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::parse_from_str(&result.provenance.start)?;
    let properties = DocProperties::new()
        .set_title(&result.provenance.study)
        .set_subject("Investment case")
        .set_author(format!("gemba {}", result.provenance.version))
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    for write in SHEETS {
        workbook.push_worksheet(write(&desk)?);
    }
    for write in ASKED_FOR {
        if let Some(sheet) = write(&desk)? {
            workbook.push_worksheet(sheet);
        }
    }
    workbook.push_worksheet(board_data::write(&desk)?);
    for (name, place) in inputs::names(&desk) {
        workbook.define_name(name, &format!("={place}"))?;
    }
    for (name, place) in appraisal::names() {
        workbook.define_name(name, &format!("={place}"))?;
    }
    Ok(workbook.save_to_buffer()?)
}
