//! Progress on a terminal, silence in a pipe; Ctrl-C as a wish to stop.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set by Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

/// Makes the first Ctrl-C a wish to stop after the work under way; the second one ends at once.
pub(crate) fn stop_flag() -> &'static AtomicBool {
    // Fails only where a handler is installed already: then that one counts.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::SeqCst) {
            std::process::exit(i32::from(crate::failure::STOPPED));
        }
        crate::failure::note("stopping after the pairs under way (Ctrl-C again: at once)");
    });
    &STOP
}

/// A bar with rate and time left; nothing where stderr is no terminal.
pub(crate) fn bar(quiet: bool, what: &'static str) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(8));
    let template = "{msg} {wide_bar} {pos}/{len}  {per_sec}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

/// Runs `work` on so many threads, and tells how many there are.
pub(crate) fn on_threads<T: Send>(
    threads: Option<u16>,
    work: impl FnOnce() -> T + Send,
) -> anyhow::Result<(T, u32)> {
    let mut builder = rayon::ThreadPoolBuilder::new();
    if let Some(threads) = threads {
        builder = builder.num_threads(usize::from(threads));
    }
    let pool = builder.build()?;
    let threads = pool.current_num_threads() as u32;
    Ok((pool.install(work), threads))
}
