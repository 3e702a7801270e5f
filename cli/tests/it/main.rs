//! Tests of the program from outside: what is typed, what comes back, what is written.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking and print what was counted"
)]

mod bad_input;
mod catalogue;
mod cost;
#[cfg(unix)]
mod engine;
mod export;
mod front_door;
mod import;
mod laboratory;
mod lock;
mod reprice;
#[cfg(unix)]
mod resume;
mod review;
mod same_bytes;
mod schedule;
mod screen;
mod sensitivity;
mod shards;
#[cfg(unix)]
mod stopping;
mod tables;
mod usual;
mod without;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a call left behind.
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ran {
    /// Exit code 0, or the test fails with what was said.
    #[track_caller]
    fn fine(self) -> Self {
        assert_eq!(self.code, Some(0), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }
}

/// A fresh empty folder.
fn empty() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The program, to be run in this folder.
fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gemba"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

/// Runs the program in this folder to its end.
fn gemba(folder: &Path, arguments: &[&str]) -> Ran {
    let output = command(folder, arguments).output().unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A path of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The same as text, for an argument.
fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| name(entry).to_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
