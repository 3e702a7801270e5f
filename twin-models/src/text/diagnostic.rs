//! Faults in a text: where, what, why, and what to do about it.

use super::document::Document;
use super::source::{Source, Span};
use serde::Serialize;
use std::fmt;

/// How bad a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The text has no meaning; nothing is run.
    Error,
    /// The text has a meaning, but perhaps not the intended one.
    Warning,
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Error or warning.
    pub severity: Severity,
    /// File, as people know it.
    pub file: String,
    /// Line, first = 1; 0: the whole file.
    pub line: u32,
    /// Column in characters, first = 1; 0: the whole line.
    pub column: u32,
    /// Characters of the faulty text.
    pub width: u32,
    /// The line of the file.
    pub source_line: Option<String>,
    /// The value's path, such as `machines.mill.cycle`; empty: the whole file.
    pub path: String,
    /// What stands there.
    pub found: Option<String>,
    /// Why it cannot be.
    pub reason: String,
    /// What to write instead.
    pub remedy: Option<String>,
}

impl Fault {
    /// An error about a whole file.
    pub fn of_file(file: &str, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            file: file.to_owned(),
            line: 0,
            column: 0,
            width: 0,
            source_line: None,
            path: String::new(),
            found: None,
            reason: reason.into(),
            remedy: Some(remedy.into()),
        }
    }

    /// An error at a place of a source.
    pub fn at(
        source: &Source,
        span: Span,
        path: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        let place = source.position(span);
        let found = source.slice(span);
        Self {
            severity: Severity::Error,
            file: source.name.to_string(),
            line: place.line,
            column: place.column,
            width: place.width,
            source_line: Some(place.text),
            path: path.into(),
            found: (!found.is_empty()).then(|| shorten(found, 80)),
            reason: reason.into(),
            remedy: None,
        }
    }

    /// An error at a node of a document; without a span, about the document's file.
    pub fn in_document(
        document: &Document,
        span: Option<Span>,
        path: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        match span.and_then(|s| document.source_of(s).map(|source| (source, s))) {
            Some((source, span)) => Self::at(source, span, path, reason),
            None => Self {
                path: path.into(),
                remedy: None,
                ..Self::of_file(document.file(), reason, "")
            },
        }
    }

    /// With what to do about it.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// As a warning.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }
}

/// At most `most` characters on one line.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let mut short: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if short.chars().count() > most {
        short = short.chars().take(most).chain("...".chars()).collect();
    }
    short
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let colon = if self.path.is_empty() { "" } else { ": " };
        writeln!(f, "{word}: {}{colon}{}", self.path, self.reason)?;
        let gutter = self.line.to_string().len();
        if self.line == 0 {
            writeln!(f, " --> {}", self.file)?;
        } else {
            writeln!(f, "{:gutter$}--> {}:{}:{}", "", self.file, self.line, self.column)?;
        }
        if let Some(text) = &self.source_line {
            self.excerpt(f, text, gutter)?;
        }
        match &self.remedy {
            Some(remedy) if !remedy.is_empty() => writeln!(f, "help: {remedy}"),
            _ => Ok(()),
        }
    }
}

impl Fault {
    /// The line of the source with carets; of a very long line only the surroundings.
    fn excerpt(&self, f: &mut fmt::Formatter<'_>, text: &str, gutter: usize) -> fmt::Result {
        const ROOM: usize = 120;
        let before = (self.column as usize).saturating_sub(1);
        let skip = if before > ROOM - 20 { before - 40 } else { 0 };
        let cut = text.chars().count() > skip + ROOM;
        let clean = |c: char| if c.is_control() { ' ' } else { c };
        let shown: String = text.chars().skip(skip).take(ROOM).map(clean).collect();
        let dots = |on: bool| if on { "..." } else { "" };
        let pad = before - skip + dots(skip > 0).len();
        let room = shown.chars().count().saturating_sub(before - skip).max(1);
        let carets = "^".repeat((self.width as usize).clamp(1, room));
        writeln!(f, "{:gutter$} |", "")?;
        writeln!(f, "{} | {}{}{}", self.line, dots(skip > 0), shown.trim_end(), dots(cut))?;
        writeln!(f, "{:gutter$} | {:pad$}{carets}", "", "")
    }
}

/// All faults of a text, in the order of its lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostics {
    faults: Vec<Fault>,
}

impl Diagnostics {
    /// Sorts faults by file, line and column; the same fault is told once.
    pub fn new(mut faults: Vec<Fault>) -> Self {
        faults.sort_by(|a, b| {
            (&a.file, a.line, a.column, a.severity).cmp(&(&b.file, b.line, b.column, b.severity))
        });
        let mut unique: Vec<Fault> = Vec::with_capacity(faults.len());
        for fault in faults {
            let same = |u: &Fault| {
                (u.line, u.column, &u.reason) == (fault.line, fault.column, &fault.reason)
                    && u.file == fault.file
                    && (fault.line > 0 || u.path == fault.path)
            };
            if !unique.iter().rev().take(8).any(same) {
                unique.push(fault);
            }
        }
        Self { faults: unique }
    }

    /// All of them.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// Number of errors.
    pub fn errors(&self) -> usize {
        self.faults.iter().filter(|f| f.severity == Severity::Error).count()
    }

    /// Number of warnings.
    pub fn warnings(&self) -> usize {
        self.faults.len() - self.errors()
    }

    /// Nothing to report.
    pub fn is_empty(&self) -> bool {
        self.faults.is_empty()
    }

    /// The faults, to be joined with others.
    pub fn into_faults(self) -> Vec<Fault> {
        self.faults
    }
}

impl From<Fault> for Diagnostics {
    fn from(fault: Fault) -> Self {
        Self { faults: vec![fault] }
    }
}

impl std::error::Error for Diagnostics {}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 100;
        for fault in self.faults.iter().take(MOST) {
            writeln!(f, "{fault}")?;
        }
        if self.faults.len() > MOST {
            writeln!(f, "... and {} more\n", self.faults.len() - MOST)?;
        }
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        let (errors, warnings) = (self.errors(), self.warnings());
        match (errors, warnings) {
            (e, 0) => write!(f, "{e} error{}", plural(e)),
            (0, w) => write!(f, "{w} warning{}", plural(w)),
            (e, w) => write!(f, "{e} error{}, {w} warning{}", plural(e), plural(w)),
        }
    }
}
