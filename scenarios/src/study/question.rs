//! [`Study`]: a question that cannot be wrong, ready to be run.

use super::arm::Arm;
use super::beside::Beside;
use super::read::finance::Terms;
use super::result::{Assumption, Role};
use crate::baseline::lock::Lock;
use crate::baseline::score::Score;
use crate::indicator::Frame;
use crate::investment::project::Investment;
use crate::money::ledger::Pricing;
use crate::money::prices::PriceBook;
use crate::programme::plan::{Bundle, Programme};
use crate::tracking::TrackingPlan;
use crate::uncertainty::{Draws, Mode, Uncertain};
use jiff::civil::Date;
use sim_core::Sampling;
use std::sync::Arc;
use twin_models::outcome::Schema;
use twin_models::text::{Diagnostics, Document};

/// How many pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Design {
    /// So many.
    Fixed(u64),
    /// Until the answer is precise enough.
    Precise {
        /// At least so many, and so many at a time.
        min: u64,
        /// Never more.
        max: u64,
        /// Wanted half-width of the mean NPV \[money\]; `None`: relative to outlay and mean.
        half_width: Option<f64>,
    },
}

/// A vendor's claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Index of the investment.
    pub investment: usize,
    /// Key of the indicator.
    pub indicator: String,
    /// Promised relative change.
    pub change: f64,
    /// Share of it that is credible.
    pub haircut: f64,
    /// Who promises it.
    pub source: String,
}

/// Two arms to be compared.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonPlan {
    /// `INVESTMENT_vs_REFERENCE`.
    pub id: String,
    /// Index of the arm that costs money.
    pub investment: usize,
    /// Index of its slow twin, where the pessimistic table is wanted.
    pub slow: Option<usize>,
    /// Index of the arm it is measured against.
    pub reference: usize,
}

/// What an arm needs besides its plant.
#[derive(Clone, Debug)]
pub struct ArmTools {
    /// Quantities it records.
    pub schema: Schema,
    /// For its indicators.
    pub frame: Frame,
    /// For its ledger.
    pub pricing: Pricing,
    /// Where its tables are read column by column: how many columns stand before each.
    pub places: Option<Arc<[usize]>>,
}

/// A study.
#[derive(Clone, Debug)]
pub struct Study {
    /// Name for people.
    pub name: String,
    /// Name of the plant.
    pub plant: String,
    /// First day.
    pub start: Date,
    /// Months simulated and counted.
    pub horizon: u32,
    /// Master seed.
    pub seed: u64,
    /// How many pairs.
    pub design: Design,
    /// How the luck of pairs hangs together.
    pub sampling: Sampling,
    /// Pairs that may fail.
    pub allowed_failures: u64,
    /// Share of pairs with a positive NPV that a row of the pessimistic table needs to pass.
    pub confidence: f64,
    /// `before`, `do_minimum` if any, the investments, their slow twins.
    pub arms: Vec<Arm>,
    /// Beside `arms`.
    pub tools: Vec<ArmTools>,
    /// What is compared, headline first.
    pub comparisons: Vec<ComparisonPlan>,
    /// The investments.
    pub investments: Vec<Investment>,
    /// Investments made together.
    pub bundle: Option<Bundle>,
    /// Investments made one after the other.
    pub programme: Option<Programme>,
    /// Prices.
    pub book: PriceBook,
    /// Cost of capital, tax, inflation.
    pub terms: Terms,
    /// Numbers of plant and study that have a law.
    pub uncertain: Uncertain,
    /// Are the plants those of one draw of `[uncertain]`?
    pub(crate) plants_are_drawn: bool,
    /// How unknowns are drawn over the pairs.
    pub mode: Mode,
    /// Unknowns that have one value in every pair, by their index in [`Study::unknowns`]; normally
    /// none. Set by [`Study::with_unknowns`].
    pub known: Vec<(usize, f64)>,
    /// Kinds of knowledge on whose word no effect is believed; normally none. Set by
    /// [`Study::without`].
    pub without: Vec<String>,
    /// What vendors promise.
    pub claims: Vec<Claim>,
    /// Soft benefits, references, upside.
    pub beside: Beside,
    /// Cost centres by line, machine, crew, category or account, as `[cost_centres]` says.
    pub cost_centres: Vec<(String, String)>,
    /// The scorecard: what the technology is designed to move.
    pub scorecard: Vec<Score>,
    /// How the scorecard is tracked month by month; normally not at all.
    pub tracking: Option<TrackingPlan>,
    /// The lock that the study names, relative to its file.
    pub baseline_file: Option<String>,
    /// The lock itself, once somebody has read it.
    pub lock: Option<Lock>,
    /// Files with records and their hashes, once somebody has read them.
    pub data: Vec<(String, Option<String>)>,
    /// All inputs with their sources.
    pub assumptions: Vec<Assumption>,
    /// Warnings of both files.
    pub warnings: Diagnostics,
    /// The plant file.
    pub plant_file: Document,
    /// The study file.
    pub study_file: Document,
}

impl Study {
    /// How luck and unknowns are drawn.
    pub const fn draws(&self) -> Draws {
        Draws { mode: self.mode, sampling: self.sampling, seed: self.seed }
    }

    /// The arm of a role, the first of them.
    pub fn arm(&self, role: Role) -> Option<usize> {
        self.arms.iter().position(|arm| arm.role == role)
    }

    /// The comparisons that these arms call for: every investment against before (headline first),
    /// the cheap fix against before, every investment against the cheap fix, the parts of bundles
    /// and programmes against before.
    pub fn plan(arms: &[Arm]) -> Vec<ComparisonPlan> {
        let of = |role: Role| (0..arms.len()).filter(move |k| arms[*k].role == role);
        let slow = |after: usize| {
            of(Role::AfterSlow).find(|k| {
                arms[*k].investments == arms[after].investments
                    && arms[*k].starts == arms[after].starts
            })
        };
        let plan = |investment: usize, slow: Option<usize>, reference: usize| ComparisonPlan {
            id: format!("{}_vs_{}", arms[investment].name, arms[reference].name),
            investment,
            slow,
            reference,
        };
        let (before, minimum) = (of(Role::Before).next(), of(Role::DoMinimum).next());
        let mut plans = Vec::new();
        plans.extend(
            before.into_iter().flat_map(|b| of(Role::After).map(move |a| plan(a, slow(a), b))),
        );
        plans.extend(before.zip(minimum).map(|(b, m)| plan(m, None, b)));
        plans.extend(
            minimum.into_iter().flat_map(|m| of(Role::After).map(move |a| plan(a, slow(a), m))),
        );
        plans
            .extend(before.into_iter().flat_map(|b| of(Role::Part).map(move |a| plan(a, None, b))));
        plans
    }
}
