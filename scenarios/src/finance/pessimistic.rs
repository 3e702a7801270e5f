//! The pessimistic table: three stresses, every combination, and the verdict.

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

    fn is_within(self, other: Self) -> bool {
        Stress::ALL.into_iter().all(|stress| !self.has(stress) || other.has(stress))
    }
}

/// What the table says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// Positive median in every row, the combined pessimistic one included.
    Robust,
    /// Positive in the base row, not in all others.
    Fragile {
        /// Rows whose median is not positive.
        failing: Vec<StressRow>,
        /// The stresses of the mildest failing rows: what must not happen.
        needs: Vec<Stress>,
    },
    /// Not even the base row is positive.
    Fails,
}

/// The verdict on the median (P50) net present values of [`StressRow::all`], in that order.
pub fn verdict(p50_npv: &[f64; 8]) -> Verdict {
    let rows = StressRow::all().into_iter().zip(p50_npv);
    let failing: Vec<StressRow> =
        rows.filter(|(_, npv)| npv.is_nan() || **npv <= 0.0).map(|(row, _)| row).collect();
    if failing.is_empty() {
        return Verdict::Robust;
    }
    if failing.contains(&StressRow::BASE) {
        return Verdict::Fails;
    }
    let mildest =
        |row: &&StressRow| !failing.iter().any(|other| other != *row && other.is_within(**row));
    let mildest: Vec<StressRow> = failing.iter().filter(mildest).copied().collect();
    let in_any = |stress: &Stress| mildest.iter().any(|row| row.has(*stress));
    let needs = Stress::ALL.into_iter().filter(in_any).collect();
    Verdict::Fragile { failing, needs }
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

    #[test]
    fn the_verdict_names_what_must_not_happen() {
        assert_eq!(verdict(&[1.0; 8]), Verdict::Robust);
        assert_eq!(verdict(&[-1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0]), Verdict::Fails);
        // Rows with 60 % of gains fail, and so does budget with adoption.
        let npv = [9.0, 5.0, 4.0, -1.0, -2.0, -3.0, -4.0, -5.0];
        let Verdict::Fragile { failing, needs } = verdict(&npv) else { panic!("not fragile") };
        assert_eq!(failing.len(), 5);
        assert_eq!(needs, Stress::ALL);
        let Verdict::Fragile { needs, .. } = verdict(&[9.0, 5.0, 4.0, 1.0, -2.0, -3.0, -4.0, -5.0])
        else {
            panic!("not fragile")
        };
        assert_eq!(needs, [Stress::Gain60]);
    }

    #[test]
    fn a_median_of_nothing_is_no_pass() {
        assert_eq!(verdict(&[0.0; 8]), Verdict::Fails);
        assert_eq!(verdict(&[f64::NAN; 8]), Verdict::Fails);
    }
}
