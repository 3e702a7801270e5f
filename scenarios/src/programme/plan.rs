//! What a study asks about several investments.

use super::learning::Learning;
use twin_models::text::Span;

/// Investments made together on the first day.
#[derive(Clone, Debug, PartialEq)]
pub struct Bundle {
    /// For people.
    pub title: String,
    /// Indices of the investments, in the order of the study file.
    pub members: Vec<usize>,
    /// Where it was written.
    pub span: Option<Span>,
}

/// Investments made one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Programme {
    /// For people.
    pub title: String,
    /// Index of an investment and the month in which its contract is signed, earliest first.
    pub steps: Vec<(usize, u32)>,
    /// The whole programme begun so many months later, to tell what waiting costs.
    pub wait: Vec<u32>,
    /// After the first step somebody looks whether it works.
    pub gate: Option<Gate>,
    /// What later projects learn from earlier ones.
    pub learning: Option<Learning>,
    /// Where it was written.
    pub span: Option<Span>,
}

/// The review of the first step, after which the rest is begun or not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// Months after the contract of the first step.
    pub month: u32,
    /// It passes if so large a share of the intended effect is reached, people included.
    pub reach: f64,
}

/// Investments and the months of their contracts.
pub type Set = Vec<(usize, u32)>;

/// More investments than this are not taken apart: there would be too many combinations.
pub const MOST_TAKEN_APART: usize = 4;

impl Bundle {
    /// All members on the first day.
    pub fn whole(&self) -> Set {
        self.members.iter().map(|k| (*k, 0)).collect()
    }

    /// The members of subset `set` (bit k: member k).
    pub fn subset(&self, set: usize) -> Set {
        let chosen = self.members.iter().enumerate().filter(|(k, _)| set & (1 << k) != 0);
        chosen.map(|(_, investment)| (*investment, 0)).collect()
    }

    /// Subsets that need an arm of their own: of two members or more, but not all of them; none
    /// where there are too many.
    pub fn parts(&self) -> Vec<Set> {
        if self.members.len() > MOST_TAKEN_APART {
            return Vec::new();
        }
        let all = (1_usize << self.members.len()) - 1;
        let sets = (1..all).filter(|set| set.count_ones() >= 2);
        sets.map(|set| self.subset(set)).collect()
    }
}

impl Programme {
    /// The first `n` steps.
    pub fn first(&self, n: usize) -> Set {
        sorted(self.steps.iter().take(n).copied().collect())
    }

    /// All steps at their months.
    pub fn whole(&self) -> Set {
        self.first(self.steps.len())
    }

    /// All steps on the first day.
    pub fn at_once(&self) -> Set {
        sorted(self.steps.iter().map(|(k, _)| (*k, 0)).collect())
    }

    /// All steps so many months later.
    pub fn later(&self, months: u32) -> Set {
        sorted(self.steps.iter().map(|(k, start)| (*k, start + months)).collect())
    }
}

/// By investment: edits are made in the same order in every arm.
fn sorted(mut set: Set) -> Set {
    set.sort_unstable();
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn up_to_four_are_taken_apart() {
        let bundle =
            |n: usize| Bundle { title: String::new(), members: (0..n).collect(), span: None };
        assert_eq!(bundle(2).parts().len(), 0);
        assert_eq!(bundle(3).parts().len(), 3);
        assert_eq!(bundle(4).parts().len(), 10);
        assert_eq!(bundle(5).parts().len(), 0);
        assert_eq!(bundle(3).subset(0b101), [(0, 0), (2, 0)]);
    }

    #[test]
    fn d42_at_once_has_the_same_scope_as_the_sequence() {
        let programme = Programme {
            title: String::new(),
            steps: vec![(2, 0), (0, 12)],
            wait: vec![3],
            gate: None,
            learning: None,
            span: None,
        };
        assert_eq!(programme.whole(), [(0, 12), (2, 0)]);
        assert_eq!(programme.at_once(), [(0, 0), (2, 0)]);
        assert_eq!(programme.first(1), [(2, 0)]);
        assert_eq!(programme.later(3), [(0, 15), (2, 3)]);
    }
}
