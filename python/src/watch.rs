//! Long work beside a living interpreter: the GIL is free, Ctrl-C is heard, progress is told.

use crate::fault;
use crate::policy::Broken;
use pyo3::prelude::*;
use pyo3::types::PyBool;
use rayon::{ThreadBuilder, ThreadPoolBuilder};
use std::panic;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How often signals are looked for.
const LOOK: Duration = Duration::from_millis(50);

/// What work is given: a wish to stop, and somebody to tell.
pub(crate) struct Watch<'a> {
    /// Once true, no further piece of work begins.
    pub(crate) cancel: &'a AtomicBool,
    /// Told how much is done, and how much there is by now.
    pub(crate) tell: &'a (dyn Fn(u64, u64) + Sync),
    /// Threads there are.
    pub(crate) threads: u32,
}

/// Runs `work` on so many threads (all processors without a number) with the GIL released.
///
/// `progress` is called with (done, planned) a few times a second, in the calling thread; when it returns
/// `False` the work is asked to stop, and what it has is its result. An exception of `progress`, or of a
/// signal handler such as that of Ctrl-C, stops the work and is raised.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    threads: Option<u16>,
    progress: Option<&Bound<'_, PyAny>>,
    work: impl FnOnce(Watch<'_>) -> T + Send,
) -> PyResult<T> {
    if threads == Some(0) {
        return Err(fault::input("threads: at least 1 thread is needed"));
    }
    let progress = listener(py, progress)?;
    let threads = threads.map_or(0, usize::from);
    // A thread that is known to the interpreter need not be made known for every call of a policy.
    let known = |thread: ThreadBuilder| Python::attach(|py| py.detach(|| thread.run()));
    let (cancel, done, planned) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let mut raised = None;
    let result = py.detach(|| {
        let (alive, over) = channel::<()>();
        thread::scope(|scope| {
            let (cancel, done, planned) = (&cancel, &done, &planned);
            let worker = scope.spawn(move || {
                let _alive = alive;
                let tell = |now: u64, until: u64| {
                    done.fetch_max(now, Ordering::Relaxed);
                    planned.store(until, Ordering::Relaxed);
                };
                // All its threads have ended when it returns.
                let pool = ThreadPoolBuilder::new().num_threads(threads);
                pool.build_scoped(known, |pool| {
                    let threads = pool.current_num_threads() as u32;
                    pool.install(|| work(Watch { cancel, tell: &tell, threads }))
                })
            });
            let mut told = 0;
            loop {
                let ended = over.recv_timeout(LOOK) != Err(RecvTimeoutError::Timeout);
                let now = done.load(Ordering::Relaxed);
                let news = now > told;
                told = now;
                let until = planned.load(Ordering::Relaxed);
                // A thread that waits here holds no GIL.
                let heard = Python::attach(|py| -> PyResult<bool> {
                    py.check_signals()?;
                    match progress.as_ref().filter(|_| news && raised.is_none()) {
                        Some(progress) => {
                            let answer = progress.bind(py).call1((now, until))?;
                            Ok(answer.cast::<PyBool>().is_ok_and(|answer| !answer.is_true()))
                        }
                        None => Ok(false),
                    }
                });
                match heard {
                    Ok(stop) => drop(stop.then(|| cancel.store(true, Ordering::SeqCst))),
                    Err(error) => {
                        cancel.store(true, Ordering::SeqCst);
                        raised.get_or_insert(error);
                    }
                }
                if ended {
                    break worker.join();
                }
            }
        })
    });
    if let Some(error) = raised {
        return Err(error);
    }
    let result = result.map(|built| built.map_err(fault::run));
    result.unwrap_or_else(|panic| match panic.downcast::<Broken>() {
        Ok(broken) => {
            let error = broken.lock().unwrap_or_else(PoisonError::into_inner).take();
            Err(error.unwrap_or_else(|| fault::run("a policy in Python failed")))
        }
        // A panic is a fault of Gemba: PyO3 raises it as such.
        Err(panic) => panic::resume_unwind(panic),
    })
}

/// Whom to tell: a callable, `True` for a bar on stderr, nobody.
fn listener(py: Python<'_>, progress: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Py<PyAny>>> {
    let Some(progress) = progress else { return Ok(None) };
    match progress.cast::<PyBool>() {
        Ok(wish) if wish.is_true() => {
            let bar = py.import("gemba._progress")?.getattr("Bar")?.call0()?;
            Ok(Some(bar.unbind()))
        }
        Ok(_) => Ok(None),
        Err(_) => Ok(Some(progress.clone().unbind())),
    }
}
