//! What went wrong, and the exit code that says so: 2 for input that cannot be used, 3 for
//! a result that is not what was required, 4 for a model that fails (it will fail again), 1 for the rest.

use scenarios::pairing::record::PairFailure;
use scenarios::store::StoreError;
use scenarios::study::StudyError;
use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

/// Bad input: nothing was run, nothing was written.
pub(crate) const BAD_INPUT: u8 = 2;
/// The result is written, but does not fulfil what `--require` asks for.
pub(crate) const NOT_MET: u8 = 3;
/// A pair cannot be simulated: the same seed fails in the same way, wherever and however often it is tried.
pub(crate) const MODEL_FAILS: u8 = 4;
/// A run that was stopped by hand; its partial result is valid.
pub(crate) const STOPPED: u8 = 130;

/// Why a command did not do what it was asked to.
pub(crate) struct Failure {
    code: u8,
    text: String,
}

impl Failure {
    /// Input that cannot be used.
    pub(crate) fn input(text: impl Display) -> Self {
        Self { code: BAD_INPUT, text: text.to_string() }
    }
    /// Stopped by hand before there was anything to save.
    pub(crate) fn stopped(text: impl Display) -> Self {
        Self { code: STOPPED, text: text.to_string() }
    }
    /// The model fails, and will do so again.
    pub(crate) fn model(text: impl Display) -> Self {
        Self { code: MODEL_FAILS, text: text.to_string() }
    }
    /// Anything else.
    pub(crate) fn run(text: impl Display) -> Self {
        Self { code: 1, text: text.to_string() }
    }
    /// Tells it, and gives the exit code.
    pub(crate) fn say(&self) -> ExitCode {
        let text = self.text.trim_end();
        // Faults of files bring their own `error:` lines.
        let lead = if text.starts_with("error") { "" } else { "error: " };
        // A closed stderr is no reason to fail differently.
        let _ = writeln!(std::io::stderr(), "{lead}{text}");
        ExitCode::from(self.code)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::run(format!("{error:#}"))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Io { .. } => Self::run(error),
            StoreError::Study(StudyError::PairFailed { .. }) => Self::model(error),
            _ => Self::input(error),
        }
    }
}

impl From<PairFailure> for Failure {
    fn from(failure: PairFailure) -> Self {
        Self::model(failure)
    }
}

/// A line on stdout; a reader that has gone (`gemba ... | head`) is no error.
pub(crate) fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let end = if text.ends_with('\n') { "" } else { "\n" };
    let _ = write!(out, "{text}{end}");
    let _ = out.flush();
}

/// A line on stderr.
pub(crate) fn note(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
