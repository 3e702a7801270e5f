//! A forecast of demand, and the level up to which a planner orders by it.

use super::{Come, Material, Origin, Plant};

/// (R, S): at every review a new forecast of what will be taken until the order after this one can have
/// come, and a safety stock for its error; up to both together.
///
/// The forecast is what customers will really want in that time, and what others take of it on average,
/// plus an error: normal, with mean `bias` and with the standard deviation `error` of one `period`, both
/// as shares of mean demand; errors of periods are independent, so that of a time H has the standard
/// deviation `error` x mean demand x sqrt(period x H). The safety stock is z times that, with `sized_for`
/// in the place of `error`. Silver, Pyke & Thomas, Inventory and Production Management in Supply Chains,
/// 4th ed. 2017, section 6.7 (safety stock k sigma_L from the error of forecasts).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// Time between reviews R \[s\].
    pub every: f64,
    /// From order to delivery, as the planner counts \[s\]; `None`: the mean lead time of the usual
    /// supplier, or of the transport.
    pub lead: Option<f64>,
    /// Factor z of the safety stock: the quantile of the normal law at the wanted service of a cycle.
    pub z: f64,
    /// Standard deviation of the error of the forecast of one period, as a share of its mean demand.
    pub error: f64,
    /// The period \[s\].
    pub period: f64,
    /// Mean error, as a share of mean demand; above 0: too much is forecast.
    pub bias: f64,
    /// The error that the safety stock is sized for.
    pub sized_for: f64,
    /// What machines, orders of the shop and other stocks take on average \[units/s\].
    pub used: f64,
}

impl Forecast {
    /// The time H that an order must last for: R and the lead time \[s\].
    pub fn horizon(&self, material: &Material, plant: &Plant) -> f64 {
        let lead = || match &material.origin {
            Origin::Inside => 0.0,
            Origin::Suppliers(offers) => plant.suppliers[offers[0].supplier.index()].lead.mean(),
            Origin::Stock { transport, .. } => transport.mean(),
        };
        self.every + self.lead.unwrap_or_else(lead)
    }

    /// Mean demand of all who take the material \[units/s\].
    pub fn rate(&self, material: &Material) -> f64 {
        let customers = material.customers.as_ref().map_or(0.0, |c| match &c.come {
            Come::Each { every, size } => size.mean() / every.mean(),
            Come::Steady(pace) => 1.0 / pace,
        });
        customers + self.used
    }

    /// What the standard deviation of a forecast over so long a time is a multiple of: `error` times
    /// this \[units\].
    pub fn scale(&self, rate: f64, horizon: f64) -> f64 {
        rate * libm::sqrt(self.period * horizon)
    }
}
