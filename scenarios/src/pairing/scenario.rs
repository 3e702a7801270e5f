//! The rows of the pessimistic table.

/// Factor on all costs when the budget does not hold.
pub const OVER_BUDGET: f64 = 1.2;
/// Factor on all gains when the technology keeps 60 % of its promise.
pub const LESS_GAIN: f64 = 0.6;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// All costs x 1.2.
    pub over_budget: bool,
    /// Adoption takes twice as long.
    pub slow_adoption: bool,
    /// 60 % of every hard gain.
    pub gains_60: bool,
}

impl Scenario {
    /// The base case.
    pub const BASE: Self = Self { over_budget: false, slow_adoption: false, gains_60: false };

    /// All rows: base, the three alone, the pairs, all three.
    pub const ALL: [Self; 8] = {
        const fn row(over_budget: bool, slow_adoption: bool, gains_60: bool) -> Scenario {
            Scenario { over_budget, slow_adoption, gains_60 }
        }
        [
            row(false, false, false),
            row(true, false, false),
            row(false, true, false),
            row(false, false, true),
            row(true, true, false),
            row(true, false, true),
            row(false, true, true),
            row(true, true, true),
        ]
    };

    /// Its name in files.
    pub fn id(self) -> String {
        let parts = [
            (self.over_budget, "budget"),
            (self.slow_adoption, "adoption"),
            (self.gains_60, "gains"),
        ];
        let named: Vec<&str> = parts.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
        if named.is_empty() { "base".to_owned() } else { named.join("+") }
    }

    /// Its name for people.
    pub fn title(self) -> String {
        let parts = [
            (self.over_budget, "budget x 1.2"),
            (self.slow_adoption, "adoption takes twice as long"),
            (self.gains_60, "60 % of the gains"),
        ];
        let named: Vec<&str> = parts.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
        match named.len() {
            0 => "base case".to_owned(),
            3 => "all three".to_owned(),
            _ => named.join(", "),
        }
    }

    /// Factor on costs.
    pub const fn cost_factor(self) -> f64 {
        if self.over_budget { OVER_BUDGET } else { 1.0 }
    }

    /// Factor on gains.
    pub const fn gain_factor(self) -> f64 {
        if self.gains_60 { LESS_GAIN } else { 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_rows_with_eight_names() {
        let mut names: Vec<String> = Scenario::ALL.iter().map(|s| s.id()).collect();
        assert_eq!(names[0], "base");
        assert_eq!(names[7], "budget+adoption+gains");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 8);
    }
}
