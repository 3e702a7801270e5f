//! Total cost of ownership: the whole list of costs, not the vendor's quote.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::currency::Currency;
use super::depreciation::Depreciation;
use super::inflation::{Levels, PriceCategory};
use super::rate::{AnnualRate, Nominal};
use super::timing::{Convention, HalfMonths};
use std::sync::Arc;

/// The items of the list. Each must be stated; zero is allowed, silence is not.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CostItem {
    /// Hardware, sensors, network, gateways, edge computers.
    Hardware,
    /// Perpetual software licence.
    Licence,
    /// Software subscription.
    Subscription,
    /// Implementation and integration.
    Integration,
    /// Connectivity and remediation of control networks, segmentation.
    Connectivity,
    /// Own people during the implementation.
    InternalResources,
    /// Training and change management, refreshers included.
    Training,
    /// Support and maintenance of software and hardware.
    Support,
    /// Data and cloud, calibration, analyst, model retraining, sensor batteries.
    DataAndAnalysts,
    /// Cyber security, compliance, insurance difference.
    CyberAndCompliance,
    /// Contingency.
    Contingency,
    /// Decommissioning and exit.
    Exit,
    /// Production lost while commissioning, where it is not simulated. Never required.
    Disruption,
}

impl CostItem {
    /// What must be stated. Licence and subscription are one item: either will do.
    const REQUIRED: [&[Self]; 11] = [
        &[Self::Hardware],
        &[Self::Licence, Self::Subscription],
        &[Self::Integration],
        &[Self::Connectivity],
        &[Self::InternalResources],
        &[Self::Training],
        &[Self::Support],
        &[Self::DataAndAnalysts],
        &[Self::CyberAndCompliance],
        &[Self::Contingency],
        &[Self::Exit],
    ];
}

/// When a cost falls due. Months count from the start of the investment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Timing {
    /// One-off, with the signature.
    AtStart,
    /// One-off, during month `m` (a milestone); month 0 is the signature.
    Month(u32),
    /// One-off, in equal parts over the months `.0 ..= .1`.
    Spread(u32, u32),
    /// One-off, at the horizon.
    AtEnd,
    /// Every year in advance, the first with the signature; `amount` is that of the first year.
    AnnualInAdvance {
        /// Step of the contract each year.
        escalator: AnnualRate<Nominal>,
    },
    /// Every month from the first; `amount` is a month's, at prices of time 0.
    Monthly {
        /// The price it follows.
        escalation: PriceCategory,
    },
}

impl Timing {
    /// Whether it is paid once, as against every year or month.
    pub fn is_one_off(self) -> bool {
        !matches!(self, Self::AnnualInAdvance { .. } | Self::Monthly { .. })
    }
}

/// How tax and cash see a cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Treatment {
    /// Paid, and deducted over the years.
    Capital(Depreciation),
    /// Paid, and deducted at once.
    Expense,
    /// Not paid (own people not replaced): a cost in the return on investment, not in cash.
    Opportunity,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct CostLine {
    /// What it is.
    pub name: Arc<str>,
    /// Which item it belongs to.
    pub item: CostItem,
    /// Cost, positive \[currency\]; per year or month for recurring timings.
    pub amount: f64,
    /// Its currency; must be the study's.
    pub currency: Currency,
    /// When.
    pub timing: Timing,
    /// How tax sees it.
    pub treatment: Treatment,
    /// Whether the vendor's quote contains it.
    pub in_quote: bool,
    /// Life of the thing bought \[months\]: bought again whenever it ends before the horizon, at the
    /// price level then. `None`: lasts. One-off lines only.
    pub life_months: Option<u32>,
    /// Months after the start of the investment at which the contract of this line is signed: all
    /// its months count from there, and it is paid at the prices of then (those of `price`, of
    /// annual fees the contract's own step).
    pub begins: u32,
}

/// One payment of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Payment {
    /// When.
    pub date: HalfMonths,
    /// Month it is counted in.
    pub bucket: u32,
    /// Month whose year bears it, for tax and annual ratios: what is bought at the end of a month
    /// is used from the next one on.
    pub borne_in: u32,
    /// Cost, positive \[currency\].
    pub amount: f64,
}

/// The calendar that payments fall on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calendar {
    /// Signature of the contract, in months after the start of the study.
    pub start_month: u32,
    /// Length of the study \[months\].
    pub horizon_months: u32,
    /// Where operational payments fall in their month.
    pub convention: Convention,
}

impl CostLine {
    /// Its payments within the horizon, replacements included, in order of time.
    ///
    /// Annual fees are dated the start of their year and counted in the month after; a year begun
    /// before the horizon is paid in full.
    pub fn payments(&self, calendar: &Calendar, prices: &impl Levels) -> Vec<Payment> {
        let Calendar { start_month, horizon_months: end, convention } = *calendar;
        let start = start_month + self.begins;
        if start >= end && self.begins > 0 {
            return Vec::new();
        }
        let later = match self.timing {
            _ if self.begins == 0 => 1.0,
            Timing::Monthly { .. } | Timing::AtEnd => 1.0,
            Timing::AnnualInAdvance { escalator } => {
                let step = prices.step(escalator, 1);
                libm::pow(step, f64::from(self.begins) / 12.0)
            }
            _ => prices.level(PriceCategory::Price, self.begins),
        };
        let amount = self.amount * later;
        let at_end_of = |month: u32, amount: f64| Payment {
            date: HalfMonths::end_of_month(month),
            bucket: month,
            borne_in: end.min(month + 1),
            amount,
        };
        let during = |month: u32, amount: f64| Payment {
            date: convention.date(month),
            bucket: month,
            borne_in: month,
            amount,
        };
        let mut payments: Vec<Payment> = match self.timing {
            Timing::AtStart | Timing::Month(0) => vec![at_end_of(start, amount)],
            Timing::Month(m) => vec![during(start + m, amount)],
            Timing::Spread(from, to) => {
                let part = amount / f64::from(to.saturating_sub(from) + 1);
                let pay = |m| if m == 0 { at_end_of(start, part) } else { during(start + m, part) };
                (from..=to).map(pay).collect()
            }
            Timing::AtEnd => vec![at_end_of(end, amount)],
            Timing::AnnualInAdvance { escalator } => (0u32..)
                .map(|y| (y, start + 12 * y))
                .take_while(|&(_, month)| month < end)
                .map(|(y, month)| Payment {
                    bucket: month + 1,
                    ..at_end_of(month, amount * prices.step(escalator, y))
                })
                .collect(),
            Timing::Monthly { escalation } => {
                (start + 1..=end).map(|m| during(m, amount * prices.level(escalation, m))).collect()
            }
        };
        let bought = payments.last().map_or(start, |payment| payment.bucket);
        if let (Some(life @ 1..), true) = (self.life_months, self.timing.is_one_off()) {
            let deaths = (1u32..).map(|k| bought + k * life).take_while(|&month| month < end);
            let renewed = |month: u32| {
                at_end_of(month, self.amount * prices.level(PriceCategory::Price, month))
            };
            payments.extend(deaths.map(renewed));
        }
        if self.begins > 0 {
            // What would be paid after the end is not paid.
            payments.retain(|payment| payment.bucket <= end);
        }
        payments
    }
}

/// Items of the list that no line states.
pub fn missing(lines: &[CostLine]) -> Vec<CostItem> {
    let stated = |item: &CostItem| lines.iter().any(|line| line.item == *item);
    CostItem::REQUIRED
        .iter()
        .filter(|alternatives| !alternatives.iter().any(stated))
        .map(|alternatives| alternatives[0])
        .collect()
}

/// Horizon cut to the shortest life in any arm, for studies that do not replace what dies.
pub fn horizon_cut_to_lives(horizon_months: u32, lives: &[u32]) -> u32 {
    lives.iter().copied().min().map_or(horizon_months, |life| life.min(horizon_months))
}
