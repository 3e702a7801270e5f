//! What a study found: everything a report needs, and nothing that changes with the machine it ran
//! on (no wall time, no path, no number of threads).

mod arm;
mod attacks;
mod baseline;
mod benchmarks;
mod beside;
mod channels;
mod comparison;
mod effects;
mod flow;
mod footprint;
mod idle;
mod ignorance;
mod judgement;
mod learning;
mod metrics;
mod pair_row;
mod paths;
mod probes;
mod programme;
mod project;
mod resting;
mod spread;
mod tracking;
mod unknowns;

pub use arm::{
    ArmResult, Better, Indicator, LossHours, MachineStates, ModeCounts, MonthlyMean, Role,
    StateHours,
};
pub use attacks::{LossExceedance, LossPoint, OnceIn, YearlyLoss};
pub use baseline::{
    Baseline, Change, Checkpoint, LockState, LockUsed, LockedValue, MeasuredValue, ScoreLine,
};
pub use benchmarks::{Band, Benchmark};
pub use beside::{
    AtRiskResult, DemandUpside, GreenUpside, Reference, SoftBenefit, StressResult, UpsideResult,
};
pub use channels::{Channel, ChannelMoney, ChannelOutcome, Channels};
pub use comparison::{
    BenefitLine, ClaimCheck, ClosedForm, Comparison, CostLine, CurvePoint, Delta, FanPoint,
    Firmness, LedgerLine, NamedNumber, WaterfallStep,
};
pub use effects::{Basis, Calibration, Effect, EffectChain, HaircutUsed};
pub use flow::{FlowKind, FlowUsed, FoldingCheck, MeasuredDifference, MinorStopsAs};
pub use footprint::{Footprint, PerPiece, ProductFootprint};
pub use idle::IdlePeople;
pub use ignorance::{Apart, Decision, Ignorance, NullTest};
pub use judgement::{Combined, Driver, Judgement, Standing};
pub use learning::{LearnedFactor, LearnedStep, LearningResult, UseCase};
pub use metrics::{Metrics, ScenarioRow, Verdict};
pub use pair_row::PairRow;
pub use paths::{PathYear, PricePathResult};
pub use probes::{BeforeAfter, DowntimeHour, DowntimePoint, FirstAvoided, Resilience, WorstEvent};
pub use programme::{
    BundleMember, BundlePart, BundleResult, Delay, GateResult, ProgrammeResult, ProgrammeStep,
};
pub use project::{
    ApprovalResult, CheckItem, ChecklistResult, IntegrationResult, InterfaceResult, Project,
};
pub use resting::{RestingFigure, RestingOn, RestingRow, Stays};
pub use spread::{
    Interval, IrrSpread, PaidBackWithin, PaybackSpread, PaybackTime, RateOfReturn, Share, Spread,
};
pub use tracking::{Detection, ForecastBand, MoneyPerUnit, PilotResult, TrackedLine, Tracking};
pub use unknowns::{Acts, DrawnAs, Unknown, Unknowns};

use crate::sensitivity::result::{Decides, PaybackRace};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of this format.
pub const FORMAT: &str = "gemba.result/1";

/// The answer to a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StudyResult {
    /// Always [`FORMAT`].
    pub format: String,
    /// What was asked and how.
    pub provenance: Provenance,
    /// The arms, `before` first, slow twins last.
    pub arms: Vec<ArmResult>,
    /// The comparisons, headline first.
    pub comparisons: Vec<Comparison>,
    /// Sanity flags, quiet ones too.
    pub flags: Vec<Flag>,
    /// Every input with its source.
    pub assumptions: Vec<Assumption>,
    /// Pairs that failed, where the study allows some.
    pub failed_pairs: Vec<FailedPair>,
    /// The most expensive single event, where it was computed.
    pub worst_event: Option<WorstEvent>,
    /// What an hour of downtime costs, by the length of the stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub downtime_hour: Option<DowntimeHour>,
    /// Worst week, recovery and service, before and after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resilience: Option<Resilience>,
    /// Yearly loss by attacks against its chance; absent where the plants have no attacks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attacks: Option<LossExceedance>,
    /// Outcomes and money by channel; absent without a comparison.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Channels>,
    /// Benefits that are no money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub soft: Vec<SoftBenefit>,
    /// Other sites to be asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Scenarios beyond today's demand and prices, where the study asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upside: Option<UpsideResult>,
    /// Prices that moved by chance over the years; empty where none does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub price_paths: Vec<PricePathResult>,
    /// Revenue that rules and contracts put at risk: scenarios in no headline.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at_risk: Vec<AtRiskResult>,
    /// Energy and emissions of a good piece, where the study asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footprint: Option<Footprint>,
    /// Further stresses beside the pessimistic table, where the study asks for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stresses: Vec<StressResult>,
    /// What folding minor stops changes, measured; absent where none are folded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folding_check: Option<FoldingCheck>,
    /// What the effect of each investment rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<Effect>,
    /// What it is measured against; absent in results of versions without a lock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Investments made together; absent without `[bundle]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<BundleResult>,
    /// Investments made one after the other; absent without `[programme]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeResult>,
    /// What nobody knows, and what was drawn of it; empty where everything is said to be known.
    #[serde(default, skip_serializing_if = "Unknowns::is_empty")]
    pub unknowns: Unknowns,
    /// Luck and ignorance apart; absent unless draws are nested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ignorance: Option<Ignorance>,
    /// What nothing and what a hundredth of the headline's effect change; absent where a twentieth of
    /// the run is too little to measure it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null_test: Option<NullTest>,
    /// How much of the headline rests on the word of vendors and on industry averages; absent in a run
    /// in which such effects are not believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resting_on: Option<RestingOn>,
    /// Which unknowns decide about the headline; absent without unknowns, or with too few pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decides: Option<Decides>,
    /// What others report beside what was simulated, channel by channel.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benchmarks: Vec<Benchmark>,
    /// Which investments are paid back first; absent where there is one only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payback_races: Vec<PaybackRace>,
    /// Investments as capital projects; only those that say who answers for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
    /// The scorecard month by month; absent unless `[tracking]` or a pilot asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<Tracking>,
    /// One row per pair, comparison and scenario, for `pairs.csv`; not part of `result.json`.
    #[serde(skip)]
    pub pairs: Vec<PairRow>,
}

/// What was asked and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// Name of the study.
    pub study: String,
    /// Name of the plant.
    pub plant: String,
    /// Version of the program.
    pub version: String,
    /// SHA-256 of study file and plant file; filled in by who read them.
    pub input_hash: Option<String>,
    /// Master seed.
    pub seed: u64,
    /// First day of the run, ISO 8601.
    pub start: String,
    /// Months simulated.
    pub horizon_months: u32,
    /// Currency, ISO 4217.
    pub currency: String,
    /// Weighted average cost of capital, effective per year.
    pub wacc: f64,
    /// Tax rate.
    pub tax: f64,
    /// Pairs in the numbers.
    pub pairs: u64,
    /// Pairs tried, failed ones included.
    pub pairs_tried: u64,
    /// Why it stopped.
    pub stopped: Stopped,
    /// Was the run cut short?
    pub partial: bool,
    /// Precision reached, one line per criterion of the stopping rule.
    pub precision: Vec<Precision>,
    /// How the two worlds are coupled, in words: part of the meaning of every distribution here.
    pub coupling: String,
    /// How the luck of pairs hangs together; absent: every pair has luck of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub luck: Option<LuckUsed>,
    /// Kinds of knowledge on whose word no effect was believed; normally none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<String>,
    /// How material moved; absent in results of versions that moved everything piece by piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<FlowUsed>,
}

/// A design in which pairs depend on each other, and what it brought. Every interval of the result
/// takes the couple or block as the unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LuckUsed {
    /// `antithetic` (couples that mirror each other), `stratified` (blocks in which first failures
    /// and unknowns are spread evenly), `latin hypercube` (unknowns only), or `independent` in a nested
    /// run, where it is said of the draws of the unknowns.
    pub kind: String,
    /// Pairs in a couple or block, or with a draw of the unknowns.
    pub unit: u64,
    /// Couples, blocks or draws.
    pub groups: u64,
    /// Pairs with one draw of the unknowns; absent unless draws are nested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inner: Option<u64>,
    /// Variance of the mean NPV of the headline, over the variance that as many independent pairs
    /// would give it, estimated from the couples or blocks; absent without spread.
    pub variance_ratio: Option<f64>,
}

/// Why the run stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// The number of pairs was given.
    Fixed,
    /// The wanted precision was reached.
    Precise,
    /// The largest number of pairs was reached before the precision.
    AtMaximum,
    /// Somebody stopped it.
    Cancelled,
}

/// One criterion of the stopping rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Precision {
    /// What is measured.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Half-width reached; absent when there are too few pairs for it.
    pub half_width: Option<f64>,
    /// Half-width wanted.
    pub wanted: f64,
    /// Reached?
    pub met: bool,
}

/// How loudly a flag speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FlagState {
    /// Checked, nothing found.
    Quiet,
    /// Found; for information.
    Information,
    /// Found; look at it before you believe the result.
    Warning,
    /// Cannot be checked with what the study says.
    NotChecked,
}

/// A sanity flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Flag {
    /// F01, F02, ...
    pub id: String,
    /// What it looks for.
    pub title: String,
    /// What it found.
    pub state: FlagState,
    /// In words, with numbers.
    pub text: String,
    /// The comparison it speaks of, if one.
    pub comparison: Option<String>,
}

/// One input of the study or the plant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assumption {
    /// `plant` or `study`.
    pub file: String,
    /// Path in the file, for example `machines.mill.cycle`.
    pub path: String,
    /// As written, with its unit.
    pub value: String,
    /// Where it comes from; absent: nobody said.
    pub source: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// `measured`, `estimated`, `vendor` or `industry`.
    pub kind: Option<String>,
    /// Date of the source, ISO 8601.
    pub date: Option<String>,
}

/// A pair that could not be simulated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FailedPair {
    /// Number of the pair, from 0.
    pub pair: u64,
    /// The seed of the study, to repeat it.
    pub seed: u64,
    /// The arm that failed.
    pub arm: String,
    /// Why.
    pub reason: String,
}
