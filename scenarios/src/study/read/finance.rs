//! Reading `[finance]`.

use super::sections_money::INFLATION;
use crate::finance::currency::Currency;
use crate::finance::depreciation::{Depreciation, Macrs, Method};
use crate::finance::inflation::{Escalation, Prices};
use crate::finance::rate::{AnnualRate, Nominal};
use crate::finance::tax::{Losses, Remainder, TaxPeriod, TaxRules};
use crate::finance::timing::Convention;
use crate::finance::working_capital::AtHorizon;
use twin_models::text::Reader;

/// What turns a ledger into a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// The one currency.
    pub currency: Currency,
    /// Weighted average cost of capital, nominal.
    pub wacc: AnnualRate<Nominal>,
    /// Rise of prices.
    pub escalation: Escalation,
    /// Tax.
    pub tax: TaxRules,
    /// Of all capital.
    pub depreciation: Depreciation,
    /// Dates of monthly flows.
    pub convention: Convention,
    /// What becomes of working capital at the horizon.
    pub working_capital: AtHorizon,
}

impl Terms {
    /// Prices of the appraisal.
    pub fn prices(&self) -> Prices {
        Prices::Nominal { wacc: self.wacc, escalation: self.escalation }
    }
}

/// Reads the terms; faults go to the reader's context.
pub fn read(reader: &Reader<'_, '_>) -> Option<Terms> {
    let currency = reader.word("currency");
    let wacc = rate(reader, "wacc");
    let tax = reader.value("tax");
    let escalation = escalation(reader);
    let depreciation = depreciation(reader);
    let rules = TaxRules {
        rate: tax?,
        losses: match reader.word("losses") {
            Some("carry forward") => Losses::CarryForward,
            _ => Losses::Refund,
        },
        period: match reader.word("tax_period") {
            Some("quarter") => TaxPeriod::Quarter,
            _ => TaxPeriod::Year,
        },
        remainder: match reader.word("book_value") {
            Some("continued") => Remainder::Continued,
            _ => Remainder::WrittenOff,
        },
    };
    Some(Terms {
        currency: Currency::try_from(currency?.to_owned()).ok()?,
        wacc: wacc?,
        escalation: escalation?,
        tax: rules,
        depreciation: depreciation?,
        convention: match reader.word("convention") {
            Some("end-month") => Convention::EndMonth,
            _ => Convention::MidMonth,
        },
        working_capital: match reader.word("working_capital") {
            Some("kept") => AtHorizon::Kept,
            _ => AtHorizon::Reverses,
        },
    })
}

fn rate(reader: &Reader<'_, '_>, key: &str) -> Option<AnnualRate<Nominal>> {
    AnnualRate::new(reader.value(key)?).ok()
}

fn escalation(reader: &Reader<'_, '_>) -> Option<Escalation> {
    let item = reader.item("inflation")?;
    if item.node.as_table().is_none() {
        return rate(reader, "inflation").map(Escalation::uniform);
    }
    let table = item.table(&INFLATION)?;
    Some(Escalation {
        wage: rate(&table, "wage")?,
        energy: rate(&table, "energy")?,
        material: rate(&table, "material")?,
        price: rate(&table, "price")?,
        subscription: rate(&table, "subscription")?,
    })
}

fn depreciation(reader: &Reader<'_, '_>) -> Option<Depreciation> {
    let method = match reader.word("depreciation")? {
        "macrs 3" => Method::Macrs(Macrs::ThreeYear),
        "macrs 7" => Method::Macrs(Macrs::SevenYear),
        "macrs 10" => Method::Macrs(Macrs::TenYear),
        "macrs 15" => Method::Macrs(Macrs::FifteenYear),
        "straight line 3" => Depreciation::straight_line(3).method,
        "straight line 5" => Depreciation::straight_line(5).method,
        "straight line 7" => Depreciation::straight_line(7).method,
        "straight line 10" => Depreciation::straight_line(10).method,
        _ => Method::Macrs(Macrs::FiveYear),
    };
    Some(Depreciation { method, bonus_share: reader.value("bonus")? })
}
