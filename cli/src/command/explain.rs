//! `gemba explain`: what an indicator means.

use crate::args::Explain;
use crate::failure::{Failure, print};
use reports::explain;
use std::process::ExitCode;

/// Prints one indicator, or the list.
pub(crate) fn explain(options: &Explain) -> Result<ExitCode, Failure> {
    let text = match &options.kpi {
        None if options.json => explain::json(&explain::all()).map_err(Failure::run)?,
        None => explain::list(),
        Some(wanted) => {
            let one = explain::find(wanted).map_err(|near| {
                let remedy = near.map_or_else(
                    || "`gemba explain` lists all".to_owned(),
                    |id| format!("did you mean `{id}`? `gemba explain` lists all"),
                );
                Failure::input(format!("there is no indicator `{wanted}`\nhelp: {remedy}"))
            })?;
            if options.json { explain::json(&one).map_err(Failure::run)? } else { one.text() }
        }
    };
    print(&text);
    Ok(ExitCode::SUCCESS)
}
