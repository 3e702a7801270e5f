//! From physical quantities to money: prices, the ledger, working capital.

pub mod ledger;
pub mod paths;
pub mod prices;
pub mod tariff;
