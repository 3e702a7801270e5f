//! What a pair consists of: arms, their quantities, and which number foretells which.

use crate::indicator::INDICATORS;
use crate::study::Study;
use crate::study::result::{PairRow, Role};
use serde::{Deserialize, Serialize};

/// What each pair of a file consists of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Months of every arm.
    pub months: usize,
    /// The investments whose unknowns are drawn.
    pub investments: Vec<String>,
    /// The arms, in the order of the study.
    pub arms: Vec<ArmLayout>,
    /// Keys of the indicators of every arm.
    pub indicators: Vec<String>,
    /// Keys of the totals of every arm.
    pub totals: Vec<String>,
}

/// One arm of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArmLayout {
    /// Its name.
    pub name: String,
    /// The arm, before this one, that is most like it; absent for the first.
    pub like: Option<usize>,
    /// Key and unit of every monthly quantity.
    pub quantities: Vec<(String, String)>,
    /// Machines.
    pub machines: Vec<String>,
    /// Failure modes.
    pub modes: Vec<String>,
}

impl Layout {
    /// That of a study.
    pub fn of(study: &Study) -> Self {
        let arm = |k: usize| {
            let arm = &study.arms[k];
            let pace = |j: &usize| arm.role == Role::AfterSlow && *j > 0;
            let twin = (0..k).filter(pace).find(|j| study.arms[*j].investments == arm.investments);
            ArmLayout {
                name: arm.name.clone(),
                like: twin.or_else(|| (k > 0).then_some(0)),
                quantities: study.tools[k]
                    .schema
                    .iter()
                    .map(|q| (q.key.clone(), q.unit.code().to_owned()))
                    .collect(),
                machines: arm.plant.machines.iter().map(|m| m.name.clone()).collect(),
                modes: arm.plant.modes.iter().map(|m| m.name.clone()).collect(),
            }
        };
        Self {
            months: study.horizon as usize,
            investments: study.investments.iter().map(|i| i.name.clone()).collect(),
            arms: (0..study.arms.len()).map(arm).collect(),
            indicators: INDICATORS.iter().map(|i| i.key.to_owned()).collect(),
            totals: PairRow::DELTA_KEYS.iter().map(|key| (*key).to_owned()).collect(),
        }
    }

    /// For every arm, for every column: the same quantity of the arm that is most like it.
    pub(super) fn foretold(&self) -> Vec<Vec<Option<usize>>> {
        let columns = |arm: &ArmLayout| {
            let like = arm.like.and_then(|k| self.arms.get(k));
            let same = |(key, _): &(String, String)| {
                like.and_then(|other| other.quantities.iter().position(|(k, _)| k == key))
            };
            arm.quantities.iter().map(same).collect()
        };
        self.arms.iter().map(columns).collect()
    }
}
