//! Totals of the cost list, and what they say about the vendor's quote.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::inflation::Prices;
use super::tco::{Calendar, CostItem, CostLine, Timing, Treatment};

/// Undiscounted totals over the horizon \[currency\].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TcoTotals {
    /// Everything, opportunity cost included.
    pub total: f64,
    /// One-off cash.
    pub one_off: f64,
    /// Recurring cash.
    pub recurring: f64,
    /// Not paid, but a cost.
    pub opportunity: f64,
    /// By item, in the order of the list; items without a line are absent.
    pub by_item: Vec<(CostItem, f64)>,
    /// What the vendor quotes.
    pub quote: f64,
    /// Full cost over the quote; null without a quote.
    pub total_over_quote: Option<f64>,
}

/// Adds up the lines over the horizon.
pub fn totals(lines: &[CostLine], calendar: &Calendar, prices: &Prices) -> TcoTotals {
    let mut totals = TcoTotals {
        total: 0.0,
        one_off: 0.0,
        recurring: 0.0,
        opportunity: 0.0,
        by_item: Vec::new(),
        quote: 0.0,
        total_over_quote: None,
    };
    for line in lines {
        let sum: f64 = line.payments(calendar, prices).iter().map(|p| p.amount).sum();
        totals.total += sum;
        match (line.treatment, line.timing.is_one_off()) {
            (Treatment::Opportunity, _) => totals.opportunity += sum,
            (_, true) => totals.one_off += sum,
            (_, false) => totals.recurring += sum,
        }
        if line.in_quote {
            totals.quote += sum;
        }
        match totals.by_item.iter_mut().find(|(item, _)| *item == line.item) {
            Some((_, item_sum)) => *item_sum += sum,
            None => totals.by_item.push((line.item, sum)),
        }
    }
    totals.by_item.sort_by_key(|(item, _)| *item);
    totals.total_over_quote = (totals.quote > 0.0).then(|| totals.total / totals.quote);
    totals
}

/// What integration is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntegrationBase {
    /// The licence, or three years of subscription where there is no licence. The default.
    #[default]
    Software,
    /// The licence.
    Licence,
    /// Three years of subscription, before escalation.
    SubscriptionThreeYears,
}

/// The share of integration in the cost of software, and whether it is usual (flag F08).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct IntegrationShare {
    /// Integration over software cost; null without software.
    pub share: Option<f64>,
    /// Outside 30 to 50 %, where mid-size firms usually end.
    pub unusual: bool,
}

/// Compares the integration lines with the software they integrate.
pub fn integration_share(lines: &[CostLine], base: IntegrationBase) -> IntegrationShare {
    let first_amounts = |item: CostItem| -> f64 {
        let three_years = |line: &CostLine| match line.timing {
            Timing::AnnualInAdvance { .. } => 3.0 * line.amount,
            Timing::Monthly { .. } => 36.0 * line.amount,
            _ => line.amount,
        };
        lines.iter().filter(|line| line.item == item).map(three_years).sum()
    };
    let licence = first_amounts(CostItem::Licence);
    let software = match base {
        IntegrationBase::Software if licence > 0.0 => licence,
        IntegrationBase::Licence => licence,
        IntegrationBase::Software | IntegrationBase::SubscriptionThreeYears => {
            first_amounts(CostItem::Subscription)
        }
    };
    let share = (software > 0.0).then(|| first_amounts(CostItem::Integration) / software);
    let unusual = share.is_some_and(|share| !(0.3..=0.5).contains(&share));
    IntegrationShare { share, unusual }
}
