//! The pessimistic table: three stresses, every combination.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::input::AppraisalInput;

/// A stress a business case has to bear.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stress {
    /// Every cost 20 % higher.
    #[serde(rename = "budget_plus_20")]
    BudgetPlus20,
    /// Adoption takes twice as long. The plant must be simulated again with the slower ramp:
    /// stretching the benefit in money is not the same.
    #[serde(rename = "adoption_x2")]
    AdoptionX2,
    /// Only 60 % of every hard benefit, costs unchanged.
    #[serde(rename = "gain_60")]
    Gain60,
}

impl Stress {
    /// All three.
    pub const ALL: [Self; 3] = [Self::BudgetPlus20, Self::AdoptionX2, Self::Gain60];

    /// The assumption that fails under it.
    pub fn assumption(self) -> &'static str {
        match self {
            Self::BudgetPlus20 => "the budget is kept",
            Self::AdoptionX2 => "adoption is as fast as planned",
            Self::Gain60 => "more than 60 % of the gains are realised",
        }
    }
}

/// One row of the table: a combination of stresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct StressRow {
    /// Every cost 20 % higher.
    pub budget_plus_20: bool,
    /// Adoption takes twice as long.
    pub adoption_x2: bool,
    /// Only 60 % of the hard benefits.
    pub gain_60: bool,
}

impl StressRow {
    /// The plan as it is.
    pub const BASE: Self = Self { budget_plus_20: false, adoption_x2: false, gain_60: false };
    /// All stresses at once.
    pub const COMBINED: Self = Self { budget_plus_20: true, adoption_x2: true, gain_60: true };

    /// The eight rows, the base first and the combined last.
    pub fn all() -> [Self; 8] {
        std::array::from_fn(|row| Self {
            budget_plus_20: row & 1 != 0,
            adoption_x2: row & 2 != 0,
            gain_60: row & 4 != 0,
        })
    }

    /// Whether it contains a stress.
    pub fn has(self, stress: Stress) -> bool {
        match stress {
            Stress::BudgetPlus20 => self.budget_plus_20,
            Stress::AdoptionX2 => self.adoption_x2,
            Stress::Gain60 => self.gain_60,
        }
    }

    /// Its stresses.
    pub fn stresses(self) -> Vec<Stress> {
        Stress::ALL.into_iter().filter(|&stress| self.has(stress)).collect()
    }

    /// Factor on all costs.
    pub fn cost_factor(self) -> f64 {
        if self.budget_plus_20 { 1.2 } else { 1.0 }
    }

    /// Slow factor `s` of the adoption ramp.
    pub fn slow_factor(self) -> f64 {
        if self.adoption_x2 { 2.0 } else { 1.0 }
    }

    /// Factor on all hard benefits.
    pub fn benefit_factor(self) -> f64 {
        if self.gain_60 { 0.6 } else { 1.0 }
    }

    /// Whether the plant must be simulated again; the other stresses are arithmetic.
    pub fn needs_new_simulation(self) -> bool {
        self.adoption_x2
    }

    /// The input under this row. With [`StressRow::needs_new_simulation`] the benefits given must
    /// come from the simulation at [`StressRow::slow_factor`].
    pub fn apply(self, mut input: AppraisalInput) -> AppraisalInput {
        input.cost_factor *= self.cost_factor();
        input.benefit_factor *= self.benefit_factor();
        input
    }

    /// Label for tables.
    pub fn label(self) -> String {
        let part = |stress| match stress {
            Stress::BudgetPlus20 => "budget +20 %",
            Stress::AdoptionX2 => "adoption twice as slow",
            Stress::Gain60 => "60 % of gains",
        };
        let parts: Vec<&str> = self.stresses().into_iter().map(part).collect();
        if parts.is_empty() { "base".to_owned() } else { parts.join(", ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_eight_rows_from_base_to_combined() {
        let rows = StressRow::all();
        assert_eq!((rows[0], rows[7]), (StressRow::BASE, StressRow::COMBINED));
        assert_eq!(rows[7].label(), "budget +20 %, adoption twice as slow, 60 % of gains");
        assert_eq!(rows.iter().filter(|row| row.needs_new_simulation()).count(), 4);
    }
}
