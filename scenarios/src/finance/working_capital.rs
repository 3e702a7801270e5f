//! Working capital: money tied up in stock and receivables, kept apart from every annual saving.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happens to the balance at the horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AtHorizon {
    /// It reverses: a release is paid back, so that only the time value counts. The default.
    #[default]
    Reverses,
    /// It is kept.
    Kept,
}

/// Cash by month from the balance difference by month: `cash_m = -(d_m - d_(m-1))`, `d_0 = 0`.
///
/// `balance[m - 1]` is `d_m = WC_after - WC_before` at the end of month `m`, at cash cost
/// (inventories + receivables - payables) \[currency\]. A fall releases cash; a rise is an outflow.
/// No tax is due on it.
pub fn cash_by_month(balance: &[f64]) -> Vec<f64> {
    let mut before = 0.0;
    balance
        .iter()
        .map(|&d| {
            let cash = before - d;
            before = d;
            cash
        })
        .collect()
}

/// Cash at the horizon: the last balance, when it reverses.
pub fn cash_at_horizon(balance: &[f64], rule: AtHorizon) -> f64 {
    match rule {
        AtHorizon::Reverses => balance.last().copied().unwrap_or(0.0),
        AtHorizon::Kept => 0.0,
    }
}

/// Mean of the last `months` balances at each month, for reports only (6 is usual): the cash flow
/// takes the balance as it is.
pub fn smoothed(balance: &[f64], months: usize) -> Vec<f64> {
    (1..=balance.len())
        .map(|end| {
            let window = &balance[end.saturating_sub(months.max(1))..end];
            window.iter().sum::<f64>() / window.len() as f64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edge_a_rise_of_stock_is_an_outflow() {
        assert_eq!(cash_by_month(&[50.0, 50.0, 20.0]), [-50.0, 0.0, 30.0]);
    }

    #[test]
    fn a_balance_that_reverses_moves_no_net_cash() {
        let balance = [-30.0, -10.0, -25.0];
        let moved: f64 = cash_by_month(&balance).iter().sum();
        assert_eq!(moved + cash_at_horizon(&balance, AtHorizon::Reverses), 0.0);
        assert_eq!(cash_at_horizon(&balance, AtHorizon::Kept), 0.0);
    }

    #[test]
    fn smoothing_looks_back_only() {
        assert_eq!(smoothed(&[2.0, 4.0, 6.0], 2), [2.0, 3.0, 5.0]);
    }
}
