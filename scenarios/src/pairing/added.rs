//! The ledger of an arm, added up once for all comparisons and rows of a pair.

use crate::finance::input::{Apart, BenefitStream};
use crate::finance::tables::Tables;
use crate::money::ledger::Ledger;
use crate::money::prices::PriceLine;
use crate::study::Study;
use crate::study::result::Firmness;
use sim_core::sums::{sum, sum_of_products};
use std::cell::OnceCell;

/// A ledger and what it adds up to, at prices of the first day.
#[derive(Clone, Debug)]
pub struct Added<'a> {
    ledger: &'a Ledger,
    /// Hard lines by category and by the price they follow, months `1..=H`.
    streams: Vec<BenefitStream>,
    upside: Vec<f64>,
    shadow: Vec<f64>,
    /// Every line over the horizon.
    lines: OnceCell<Box<[f64]>>,
    /// Hard lines over the horizon at the prices of their months.
    hard: OnceCell<f64>,
}

impl<'a> Added<'a> {
    /// Adds up a ledger of the study's price book.
    pub fn of(study: &Study, ledger: &'a Ledger) -> Self {
        let mut streams: Vec<BenefitStream> = Vec::new();
        let (mut upside, mut shadow) = (Vec::new(), Vec::new());
        for (line, months) in lines(study, ledger) {
            let into = match line.firmness {
                Firmness::Hard => stream(study, &mut streams, line),
                Firmness::Upside => &mut upside,
                Firmness::Shadow => &mut shadow,
                Firmness::Soft => continue,
            };
            into.resize(months.len(), 0.0);
            into.iter_mut().zip(months).for_each(|(sum, x)| *sum += x);
        }
        Self { ledger, streams, upside, shadow, lines: OnceCell::new(), hard: OnceCell::new() }
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        self.ledger
    }

    /// Every line over the horizon.
    pub fn lines(&self) -> &[f64] {
        self.lines.get_or_init(|| self.ledger.lines().map(sum).collect())
    }

    /// Hard lines over the horizon at the prices of their months, line by line: the ledger's side of the
    /// balance.
    pub fn hard(&self, study: &Study, tables: &Tables) -> f64 {
        let hard = || lines(study, self.ledger).filter(|(line, _)| line.firmness == Firmness::Hard);
        let total =
            || hard().map(|(l, months)| sum_of_products(months, tables.levels(l.prices))).sum();
        *self.hard.get_or_init(total)
    }

    /// Hard benefits over those of the reference.
    pub fn benefits_over(&self, reference: &Self) -> Vec<BenefitStream> {
        let both = self.streams.iter().zip(&reference.streams);
        let over = |(a, b): (&BenefitStream, &BenefitStream)| BenefitStream {
            monthly: minus(&a.monthly, &b.monthly),
            ..*a
        };
        both.map(over).collect()
    }

    /// What is told apart from the headline, over that of the reference.
    pub fn apart_over(&self, reference: &Self) -> Apart {
        Apart {
            upside: minus(&self.upside, &reference.upside),
            shadow: minus(&self.shadow, &reference.shadow),
            ..Apart::default()
        }
    }

    /// Cash bound in stocks over that of the reference, average of each month.
    pub fn working_capital_over(&self, reference: &Self) -> Vec<f64> {
        minus(&self.ledger.working_capital, &reference.ledger.working_capital)
    }
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn lines<'a>(
    study: &'a Study,
    ledger: &'a Ledger,
) -> impl Iterator<Item = (&'a PriceLine, &'a [f64])> {
    study.book.lines.iter().zip(ledger.lines())
}

/// Where a hard line is added.
fn stream<'a>(
    study: &Study,
    streams: &'a mut Vec<BenefitStream>,
    line: &PriceLine,
) -> &'a mut Vec<f64> {
    let same = |s: &BenefitStream| s.category == line.category && s.escalation == line.prices;
    let place = streams.iter().position(same).unwrap_or_else(|| {
        streams.push(BenefitStream {
            category: line.category,
            escalation: line.prices,
            currency: study.terms.currency,
            monthly: Vec::new(),
        });
        streams.len() - 1
    });
    &mut streams[place].monthly
}
