//! Many independent runs, on all processors, in an order no processor can change.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How to run replications.
#[derive(Clone, Copy, Default)]
pub struct Plan<'a> {
    /// Failures to put up with; with 0 the first failure ends the study.
    pub allowed_failures: u64,
    /// Once true, no further replication starts and the finished prefix is returned.
    pub cancel: Option<&'a AtomicBool>,
    /// Told after each replication how many are done; called from any thread, not always in order.
    pub progress: Option<&'a (dyn Fn(u64) + Sync)>,
}

/// A replication that failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("replication {replication} failed: {error}")]
pub struct Failure<E: fmt::Display> {
    /// Its number.
    pub replication: u64,
    /// Why.
    pub error: E,
}

/// More replications failed than were allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooManyFailures<E: fmt::Display> {
    /// The failure that was one too many: without allowance the first in replication order.
    pub last: Failure<E>,
    /// Those before it, in replication order.
    pub before: Vec<Failure<E>>,
}

impl<E: fmt::Display> fmt::Display for TooManyFailures<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.last)?;
        if !self.before.is_empty() {
            write!(f, " (after {} allowed failures)", self.before.len())?;
        }
        Ok(())
    }
}
impl<E: fmt::Display + fmt::Debug> std::error::Error for TooManyFailures<E> {}

/// What a set of replications came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replications<T, E: fmt::Display> {
    /// Number and result of each success, in replication order.
    pub results: Vec<(u64, T)>,
    /// Every failure, in replication order; never more than allowed.
    pub failures: Vec<Failure<E>>,
    /// The replications that were run: without cancellation all of them, otherwise the longest
    /// finished run of numbers from the start.
    pub completed: Range<u64>,
    /// True when cancellation left some out.
    pub cancelled: bool,
}

/// How a set of replications ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished<E: fmt::Display> {
    /// Every failure, in replication order; never more than allowed.
    pub failures: Vec<Failure<E>>,
    /// The replications that were run: without cancellation all of them, otherwise the longest
    /// finished run of numbers from the start.
    pub completed: Range<u64>,
    /// True when cancellation left some out.
    pub cancelled: bool,
}

/// The states of workers, kept from one set of replications to the next.
pub struct Workers<S, F> {
    idle: Mutex<Vec<S>>,
    make: F,
}

impl<S, F> fmt::Debug for Workers<S, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workers").finish_non_exhaustive()
    }
}

impl<S, F: Fn() -> S> Workers<S, F> {
    /// No state yet; `make` makes one for each thread that needs one.
    pub const fn new(make: F) -> Self {
        Self { idle: Mutex::new(Vec::new()), make }
    }

    fn lend(&self) -> Lease<'_, S> {
        let used = lock(&self.idle).pop();
        Lease { pool: &self.idle, state: Some(used.unwrap_or_else(&self.make)) }
    }
}

/// A worker's state, lent from a common pool and given back.
struct Lease<'p, S> {
    pool: &'p Mutex<Vec<S>>,
    state: Option<S>,
}

impl<S> Drop for Lease<'_, S> {
    fn drop(&mut self) {
        if let Some(state) = self.state.take() {
            lock(self.pool).push(state);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Results on their way into replication order.
struct Gathering<T, E: fmt::Display, G> {
    next: u64,
    /// Results that came before their turn.
    early: BTreeMap<u64, Result<T, E>>,
    take: G,
    allowed: u64,
    failures: Vec<Failure<E>>,
    last: Option<Failure<E>>,
}

impl<T, E: fmt::Display, G: FnMut(u64, Result<T, &E>)> Gathering<T, E, G> {
    /// Hands in a result, passes on all whose turn it is; false when one failed too many.
    fn hand_in(&mut self, replication: u64, result: Result<T, E>) -> bool {
        self.early.insert(replication, result);
        while self.last.is_none()
            && let Some(result) = self.early.remove(&self.next)
        {
            let replication = self.next;
            match result {
                Ok(value) => (self.take)(replication, Ok(value)),
                Err(error) => {
                    let failure = Failure { replication, error };
                    if self.failures.len() as u64 >= self.allowed {
                        self.last = Some(failure);
                        return false;
                    }
                    (self.take)(replication, Err(&failure.error));
                    self.failures.push(failure);
                }
            }
            self.next += 1;
        }
        self.last.is_none()
    }
}

/// Runs `once(state, number)` for every number in `range` and gathers the results in order.
///
/// Each worker has a state of its own, made by `make` and used again for later replications, so
/// `once` must reset what it finds. The outcome (results, failures, which failure ends the study)
/// does not depend on the number of threads, as long as `once` depends on nothing but the number.
///
/// ```
/// use sim_core::{Plan, replicate};
/// let squares = replicate(0..5, &Plan::default(), || (), |(), k| Ok::<_, String>(k * k));
/// let results: Vec<u64> = squares.map(|s| s.results.into_iter().map(|r| r.1).collect())?;
/// assert_eq!(results, [0, 1, 4, 9, 16]);
/// # Ok::<(), sim_core::TooManyFailures<String>>(())
/// ```
///
/// # Errors
/// The failure that exceeds the allowance, in replication order, with those before it.
pub fn replicate<S, T, E>(
    range: Range<u64>,
    plan: &Plan<'_>,
    make: impl Fn() -> S + Sync,
    once: impl Fn(&mut S, u64) -> Result<T, E> + Sync,
) -> Result<Replications<T, E>, TooManyFailures<E>>
where
    S: Send,
    T: Send,
    E: Send + fmt::Display,
{
    let mut results = Vec::new();
    let keep = |replication, result: Result<T, &E>| {
        results.extend(result.ok().map(|value| (replication, value)));
    };
    let finished = replicate_into(range, plan, &Workers::new(make), once, keep)?;
    let Finished { failures, completed, cancelled } = finished;
    Ok(Replications { results, failures, completed, cancelled })
}

/// [`replicate`] without keeping: `take` is given every success, and every failure that is allowed, with
/// its number, in replication order, as soon as all before it are there. The workers may have run
/// replications before.
///
/// No thread waits for another: each takes the next number until there is none, so a cancelled study
/// has finished a whole prefix.
///
/// # Errors
/// As [`replicate`].
pub fn replicate_into<S, T, E, F>(
    range: Range<u64>,
    plan: &Plan<'_>,
    workers: &Workers<S, F>,
    once: impl Fn(&mut S, u64) -> Result<T, E> + Sync,
    take: impl FnMut(u64, Result<T, &E>) + Send,
) -> Result<Finished<E>, TooManyFailures<E>>
where
    S: Send,
    T: Send,
    E: Send + fmt::Display,
    F: Fn() -> S + Sync,
{
    let (begun, done) = (AtomicU64::new(range.start), AtomicU64::new(0));
    let stopped = AtomicBool::new(false);
    let gathering = Mutex::new(Gathering {
        next: range.start,
        early: BTreeMap::new(),
        take,
        allowed: plan.allowed_failures,
        failures: Vec::new(),
        last: None,
    });
    let cancelled = || plan.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed));
    rayon::broadcast(|_| {
        let mut lease = None;
        while !stopped.load(Ordering::Relaxed) && !cancelled() {
            let replication = begun.fetch_add(1, Ordering::Relaxed);
            if replication >= range.end {
                break;
            }
            let lease = lease.get_or_insert_with(|| workers.lend());
            let Some(state) = &mut lease.state else { break };
            let result = once(state, replication);
            let count = done.fetch_add(1, Ordering::Relaxed) + 1;
            if let Some(progress) = plan.progress {
                progress(count);
            }
            if !lock(&gathering).hand_in(replication, result) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    });
    let gathered = gathering.into_inner().unwrap_or_else(PoisonError::into_inner);
    match gathered.last {
        Some(last) => Err(TooManyFailures { last, before: gathered.failures }),
        None => Ok(Finished {
            failures: gathered.failures,
            completed: range.start..gathered.next,
            cancelled: gathered.next < range.end,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odd_ones_fail(k: u64) -> Result<u64, String> {
        if k % 10 == 7 { Err(format!("bad luck {k}")) } else { Ok(k * k) }
    }

    #[test]
    fn thread_count_changes_nothing() {
        let runs = [1, 2, 7].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let plan = Plan { allowed_failures: 100, ..Plan::default() };
            pool.install(|| replicate(3..503, &plan, || 0_u64, |_, k| odd_ones_fail(k)).unwrap())
        });
        assert_eq!(runs[0], runs[1]);
        assert_eq!(runs[0], runs[2]);
        assert_eq!(runs[0].failures.len(), 50);
        assert_eq!(runs[0].results.len(), 450);
        assert!(runs[0].results.windows(2).all(|w| w[0].0 < w[1].0));
        assert_eq!((runs[0].completed.clone(), runs[0].cancelled), (3..503, false));
    }

    #[test]
    fn the_first_failure_in_replication_order_wins() {
        let once = |_: &mut (), k| {
            // Let later ones finish first.
            if k == 7 {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            odd_ones_fail(k)
        };
        let error = replicate(0..100, &Plan::default(), || (), once).unwrap_err();
        assert_eq!(error.last.replication, 7);
        assert_eq!(error.to_string(), "replication 7 failed: bad luck 7");
        let plan = Plan { allowed_failures: 2, ..Plan::default() };
        let error = replicate(0..100, &plan, || (), once).unwrap_err();
        assert_eq!((error.last.replication, error.before.len()), (27, 2));
    }

    #[test]
    fn cancelling_keeps_a_whole_prefix() {
        let cancel = AtomicBool::new(false);
        let progress = |count| {
            if count >= 40 {
                cancel.store(true, Ordering::Relaxed);
            }
        };
        let plan = Plan { cancel: Some(&cancel), progress: Some(&progress), ..Plan::default() };
        let out = replicate(0..100_000, &plan, || (), |(), k| Ok::<_, String>(k)).unwrap();
        assert!(out.cancelled && out.completed.end < 100_000);
        let numbers: Vec<u64> = out.results.iter().map(|r| r.1).collect();
        assert_eq!(numbers, (0..out.completed.end).collect::<Vec<_>>());
        assert!(
            replicate(0..9, &plan, || (), |(), k| Ok::<_, String>(k)).unwrap().results.is_empty()
        );
    }

    #[test]
    fn states_are_used_again() {
        let made = AtomicU64::new(0);
        let make = || made.fetch_add(1, Ordering::Relaxed);
        replicate(0..10_000, &Plan::default(), make, |_, k| Ok::<_, String>(k)).unwrap();
        assert!(made.load(Ordering::Relaxed) <= rayon::current_num_threads() as u64);
        let workers = Workers::new(make);
        let before = made.load(Ordering::Relaxed);
        let mut seen = Vec::new();
        for range in [0..50, 50..60, 60..61] {
            let once = |_: &mut u64, k| Ok::<_, String>(k);
            let take = |k, value: Result<u64, &String>| {
                assert_eq!(Ok(k), value);
                seen.push(k);
            };
            replicate_into(range, &Plan::default(), &workers, once, take).unwrap();
        }
        assert_eq!(seen, (0..61).collect::<Vec<u64>>());
        let more = made.load(Ordering::Relaxed) - before;
        assert!(more <= rayon::current_num_threads() as u64, "{more}");
    }
}
