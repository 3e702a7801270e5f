//! `gemba catalogue`: investments that others have made.

use crate::args::Catalogue;
use crate::failure::{Failure, print};
use scenarios::catalogue::{self, BANDS, Band, CONTEXT, Entry, Survey};
use std::fmt::Write;
use std::process::ExitCode;
use twin_models::text::units::nearest;

/// Prints one investment, or the list.
pub(crate) fn catalogue(options: &Catalogue) -> Result<ExitCode, Failure> {
    let text = match &options.kind {
        Some(kind) if options.json => json(&entry(kind)?)?,
        Some(kind) => entry(kind)?.text.to_owned(),
        None => {
            let all = catalogue::all().map_err(Failure::run)?;
            if options.json { json(&all)? } else { list(&all) }
        }
    };
    print(&text);
    Ok(ExitCode::SUCCESS)
}

/// An investment by its name.
pub(super) fn entry(kind: &str) -> Result<Entry, Failure> {
    catalogue::find(kind).map_err(Failure::run)?.ok_or_else(|| {
        let remedy = nearest(kind, catalogue::keys()).map_or_else(
            || "`gemba catalogue` lists all".to_owned(),
            |near| format!("did you mean `{near}`? `gemba catalogue` lists all"),
        );
        Failure::input(format!("the catalogue has no investment `{kind}`\nhelp: {remedy}"))
    })
}

fn json(what: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(what).map_err(Failure::run)
}

fn list(all: &[Entry]) -> String {
    let mut text = String::new();
    for entry in all {
        let lead = format!("{}\n  {} ({})\n", entry.key, entry.title, entry.scenario);
        let asks =
            format!("  asks: {}\n  must show: {}\n", entry.question, entry.evidence.join("; "));
        // Writing into a text cannot fail.
        let _ = write!(text, "{lead}{asks}");
        for claim in &entry.claims {
            let _ = writeln!(text, "  claimed: {}", claim.text());
        }
        text.push('\n');
    }
    text += "Beside the results, never in them:\n";
    for line in BANDS.iter().map(Band::text).chain(CONTEXT.iter().map(Survey::text)) {
        let _ = writeln!(text, "  {line}");
    }
    text.push('\n');
    text + "Claims are compared with the simulation, never used as effects; a first-year average of x needs a\n\
            steady state of x / 0.55 with the default ramp. `gemba catalogue KIND` prints the block to paste,\n\
            `gemba init FOLDER --investment KIND` writes a study with it.\n"
}
