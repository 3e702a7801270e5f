//! A schedule against chance: a book of orders is carried out over many replications, as it is and
//! under stress, and every order gets a probability of being on time.
//!
//! All cases meet the same replications (common random numbers), so the changes from the first case
//! to the others are paired. A case without effect differs by exactly 0.

mod compute;
pub mod result;
pub mod stress;

use result::ScheduleResult;
use sim_core::{Limits, Plan, Streams, replicate};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use twin_models::outcome::{OrderId, OrderOutcome, Outcome};
use twin_models::plant::calendar::{Calendar, TICKS_PER_DAY};
use twin_models::plant::model::{Decides, Dispatch, Order, Planning, Plant};
use twin_models::{Phase, Replica};

/// A run goes on for at least so many days after the last due date.
const AFTER_LAST_DUE: i64 = 28;

/// A plant with its book, and what is different in it.
#[derive(Clone, Debug)]
pub struct Case {
    /// For people.
    pub name: String,
    /// The plant; its shop holds the book and notes every order.
    pub plant: Arc<Plant>,
}

/// How to run.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Replications.
    pub replications: u64,
    /// Master seed.
    pub seed: u64,
    /// Once true, the run stops after the replications under way; the result says so.
    pub cancel: Option<&'a AtomicBool>,
    /// Told after every replication how many are done.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

/// Why there is no answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ScheduleError {
    /// What was asked does not fit the plant.
    #[error("{reason}\nhelp: {remedy}")]
    Question {
        /// Why.
        reason: String,
        /// What to do instead.
        remedy: String,
    },
    /// A replication failed.
    #[error("replication {replication} of seed {seed} failed: {reason}")]
    Run {
        /// Its number.
        replication: u64,
        /// The seed.
        seed: u64,
        /// What happened.
        reason: String,
    },
    /// It was stopped before the first replication was done.
    #[error("stopped before the first replication was done")]
    Stopped,
}

impl ScheduleError {
    /// What was asked cannot be.
    pub fn question(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::Question { reason: reason.into(), remedy: remedy.into() }
    }

    /// Is it a fault of what was asked, rather than of a run?
    pub const fn is_input(&self) -> bool {
        matches!(self, Self::Question { .. })
    }
}

/// Puts a book into a plant in place of its own; orders by chance stay only where `by_chance` says
/// so. Where the book gives a sequence, all machines of the shop keep to it.
///
/// # Errors
/// The plant has no shop.
pub fn put_book(plant: &mut Plant, book: Vec<Order>, by_chance: bool) -> Result<(), ScheduleError> {
    let Some(shop) = &mut plant.shop else { return Err(no_shop()) };
    let in_sequence = book.iter().any(|o| o.sequence.is_some());
    shop.set_book(book);
    shop.record = true;
    if !by_chance {
        shop.drawn = None;
    }
    if in_sequence {
        by_plan(plant);
    }
    Ok(())
}

/// All machines of the shop dispatch by the plan.
pub fn by_plan(plant: &mut Plant) {
    for station in plant.shop.iter_mut().flat_map(|s| &mut s.stations) {
        station.dispatch = Dispatch::Plan;
        station.priority_first = false;
    }
}

/// The three ways to plan, with the same plan at the start: it is kept as given; delays are told,
/// and it is kept; alternatives are tested, and the best becomes the plan.
///
/// # Errors
/// The plant has no shop.
pub fn arms(plant: &Plant, planning: Planning) -> Result<Vec<Case>, ScheduleError> {
    let mut plant = plant.clone();
    by_plan(&mut plant);
    let mut cases = Vec::with_capacity(ARMS.len());
    for (name, decides) in ARMS {
        let mut plant = plant.clone();
        let Some(shop) = &mut plant.shop else { return Err(no_shop()) };
        shop.planning = Some(Planning { decides, ..planning });
        cases.push(Case { name: name.to_owned(), plant: Arc::new(plant) });
    }
    Ok(cases)
}

/// Names of the three ways to plan.
const ARMS: [(&str, Decides); 3] = [
    ("no twin: the plan is kept", Decides::Keep),
    ("visualise only: delays are told", Decides::Report),
    ("test alternatives", Decides::Alternatives),
];

/// The plant makes no products to order.
pub fn no_shop() -> ScheduleError {
    ScheduleError::question(
        "the plant has no shop, so there is nothing to schedule",
        "add [products.NAME] with routes, and [orders], to the plant file",
    )
}

/// What one replication of one case showed of the orders of its book, in the order of the book.
struct Seen {
    orders: Vec<Option<OrderOutcome>>,
    /// Is the outcome that of the first case in every field?
    same: bool,
    /// Orders that reviews of the plan found late.
    foreseen: Option<u64>,
}

/// Carries out all cases in every replication and compares them with the first.
///
/// The result depends on cases and rules only, not on threads.
///
/// # Errors
/// When there is no case, one of them has no shop, a replication fails, or it was stopped at once.
pub fn run(cases: &[Case], rules: &Rules<'_>) -> Result<ScheduleResult, ScheduleError> {
    let Some(first) = cases.first() else { return Err(no_shop()) };
    if cases.iter().any(|c| c.plant.shop.is_none()) {
        return Err(no_shop());
    }
    let months = cases.iter().map(|c| months(&c.plant)).max().unwrap_or(1);
    let phases: Vec<[Phase; 1]> =
        cases.iter().map(|c| [Phase { from_month: 0, plant: Arc::clone(&c.plant) }]).collect();
    let plan = Plan { allowed_failures: 0, cancel: rules.cancel, progress: rules.progress };
    let limits = Limits::default();
    let make = || cases.iter().map(|c| Replica::assemble(&c.plant)).collect::<Vec<_>>();
    let once = |replicas: &mut Vec<Replica>, k: u64| {
        let mut seen = Vec::with_capacity(cases.len());
        let mut before: Option<Outcome> = None;
        for ((replica, phases), case) in replicas.iter_mut().zip(&phases).zip(cases) {
            let outcome = replica.run(phases, months, Streams::new(rules.seed, k), &limits)?;
            let same = before.as_ref().is_none_or(|b| *b == outcome);
            let orders = of_book(&case.plant, &outcome);
            seen.push(Seen { orders, same, foreseen: replica.foreseen_late() });
            before.get_or_insert(outcome);
        }
        Ok::<_, sim_core::RunError>(seen)
    };
    let run = replicate(0..rules.replications, &plan, make, once).map_err(|failures| {
        let (replication, reason) = (failures.last.replication, failures.last.error.to_string());
        ScheduleError::Run { replication, seed: rules.seed, reason }
    })?;
    let seen: Vec<Vec<Seen>> = run.results.into_iter().map(|(_, seen)| seen).collect();
    if seen.is_empty() {
        return Err(ScheduleError::Stopped);
    }
    let mut result = compute::result(cases, &seen, months);
    result.provenance.plant = first.plant.name.clone();
    result.provenance.seed = rules.seed;
    result.provenance.partial = run.cancelled;
    Ok(result)
}

/// The orders of the book in an outcome; `None`: not known to the plant before its end.
fn of_book(plant: &Plant, outcome: &Outcome) -> Vec<Option<OrderOutcome>> {
    let mut seen = vec![None; plant.shop.as_ref().map_or(0, |s| s.book.len())];
    for order in &outcome.orders {
        if let OrderId::Book(k) = order.id
            && let Some(place) = seen.get_mut(k as usize)
        {
            *place = Some(*order);
        }
    }
    seen
}

/// Months that a book takes: until some weeks after the last due date and release.
fn months(plant: &Plant) -> u32 {
    let book = plant.shop.iter().flat_map(|s| &s.book);
    let last = book.map(|o| o.due.0.max(o.release.0)).max().unwrap_or(0);
    let until = last.max(0).saturating_add(AFTER_LAST_DUE * TICKS_PER_DAY);
    let enough =
        |m: &u32| Calendar::months(plant.start, *m).last().is_some_and(|end| end.0 >= until);
    (1..=MOST_MONTHS).find(enough).unwrap_or(MOST_MONTHS)
}

/// Longest run.
pub const MOST_MONTHS: u32 = 600;
