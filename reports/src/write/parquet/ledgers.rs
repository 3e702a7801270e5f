//! `ledgers.parquet`: the general ledger of every pair and comparison.

use super::table::{Column, GROUP, Kind, Table, Values};
use crate::workbook::account;
use ::parquet::errors::ParquetError;
use scenarios::case::GeneralLedgerLine;
use scenarios::finance::ledger::Hardness;
use scenarios::store::ledgers::PairLedger;
use scenarios::study::result::StudyResult;
use std::io::Write;

const ABOUT: &str = "one row per entry of the general ledger of a pair and comparison, base case, inflow \
    positive, not rounded; hard entries are cash and add up to the cash flow of their month, opportunity \
    entries are costs without payment; months above the horizon hold tax shields that outlive the study";

/// `ledgers.parquet` under way: entries of the base case, month by month.
pub struct LedgersParquet<W: Write + Send> {
    table: Table<W>,
    currency: String,
    /// Entries so far.
    pub rows: u64,
}

impl<W: Write + Send> LedgersParquet<W> {
    /// Begins the table.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(result: &StudyResult, out: W) -> Result<Self, ParquetError> {
        let currency = result.provenance.currency.clone();
        let columns = [
            Column::new("pair", Kind::Count, ""),
            Column::new("comparison", Kind::Word, ""),
            Column::new("month", Kind::Count, "months since the contract"),
            Column::new("account", Kind::Word, ""),
            Column::new("cost_centre", Kind::Word, ""),
            Column::new("category", Kind::Word, ""),
            Column::new("line", Kind::Word, ""),
            Column::new("firmness", Kind::Word, ""),
            Column::new("amount", Kind::Number, &currency),
            Column::new("currency", Kind::Word, "ISO 4217"),
        ];
        let table = Table::new(result, ABOUT, &columns, out)?;
        Ok(Self { table, currency, rows: 0 })
    }

    /// Writes the entries of some pairs.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn add(&mut self, ledgers: &[PairLedger]) -> Result<(), ParquetError> {
        let all: Vec<(&PairLedger, &GeneralLedgerLine)> =
            ledgers.iter().flat_map(|of| of.lines.iter().map(move |line| (of, line))).collect();
        for rows in all.chunks(GROUP) {
            let word = |of: for<'a> fn(&'a GeneralLedgerLine) -> &'a str| {
                Values::words(rows.iter().map(move |(_, line)| of(line)))
            };
            self.table.group(vec![
                Values::counts(rows.iter().map(|(of, _)| of.pair)),
                Values::words(rows.iter().map(|(of, _)| &*of.comparison)),
                Values::counts(rows.iter().map(|(_, line)| u64::from(line.month))),
                word(|line| account(line.account)),
                word(|line| &line.cost_centre),
                word(|line| line.category),
                word(|line| &line.line),
                word(|line| firmness(line.hardness)),
                Values::numbers(rows.iter().map(|(_, line)| Some(line.amount))),
                Values::words(rows.iter().map(|_| self.currency.as_str())),
            ])?;
            self.rows += rows.len() as u64;
        }
        Ok(())
    }

    /// Writes the end of the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn close(self) -> Result<(), ParquetError> {
        self.table.close()
    }
}

const fn firmness(of: Hardness) -> &'static str {
    match of {
        Hardness::Hard => "hard",
        Hardness::Opportunity => "opportunity",
        Hardness::Upside => "upside",
        Hardness::Risk => "risk",
        Hardness::Shadow => "shadow",
    }
}
