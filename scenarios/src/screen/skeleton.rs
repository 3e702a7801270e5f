//! A study to start from: one loss, one asset, one plant.

use super::{Candidate, Loss, Screen, candidate};
use crate::study::Study;

/// Headings of the blocks that are taken over, with all comments in them.
const KEPT: [&str; 4] = ["[prices", "[[prices", "[finance", "[inflation"];

/// The study file for a loss of a screening; `plant` is the path of the plant file in it. Its investment
/// changes nothing yet: what it changes, and what it costs, must come from who proposes it.
pub fn skeleton(study: &Study, screen: &Screen, loss: &Loss, plant: &str) -> String {
    let all = candidate::all(&study.plant_file);
    let is = |c: &&Candidate| c.kind == loss.kind && c.asset == loss.asset;
    let edits: Vec<String> = all
        .iter()
        .find(is)
        .map(|found| found.edits.iter().map(|(path, rest)| edit(path, rest)).collect())
        .unwrap_or_default();
    let ci = loss.per_year.mean_ci.map_or(String::new(), |ci| {
        format!(" ({:.0} to {:.0}, 95 % interval of the mean)", ci.low, ci.high)
    });
    format!(
        "# One loss, one asset, one plant: {what}.\n\
         #\n\
         # Written by `gemba screen` from the prices of \"{name}\". Without this loss the plant would earn\n\
         # {mean:.0} {currency} a year more{ci}, {pairs} pairs of {months} months. That is the most an\n\
         # investment could bring, not what it brings. `gemba catalogue {fits}` prints a block to compare.\n\
         # Replace everything that says `replace me`; until then the investment does and costs nothing.\n\n\
         [study]\nname = \"{what}\"\nplant = \"{plant}\"\nhorizon = \"60 months\"\nseed = {seed}\npairs = 200\n\n\
         [investments.first]\ntitle = \"replace me: what is bought\"\nkind = \"edits\"\n\
         edits = [   # replace me: what it changes; 1.0 changes nothing\n{edits}]\n\
         chain = [{{ signal = \"replace me\", decision = \"replace me\", change = \"replace me\" }}]\n\
         ramp = \"default\"\n\n\
         [investments.first.cost]   # replace me, line by line; 0 must be said\n{costs}\n{money}\n\
         [provenance]\n\"investments.first\" = {{ source = \"replace me\", owner = \"replace me\", kind = \"estimated\" }}\n",
        what = loss.what.replace(['"', '\\'], "'"),
        name = study.name,
        mean = loss.per_year.mean,
        currency = screen.currency,
        pairs = screen.pairs,
        months = screen.months,
        fits = loss.fits,
        seed = study.seed,
        edits = edits.concat(),
        costs = costs(&screen.currency),
        money = money(study.study_file.text()),
    )
}

/// An edit that changes nothing yet.
fn edit(path: &str, rest: &str) -> String {
    match rest.starts_with("multiply") {
        true => format!("  {{ path = \"{path}\", multiply = 1.0 }},\n"),
        false => format!("  {{ path = \"{path}\", set = \"0 min\" }},\n"),
    }
}

fn costs(currency: &str) -> String {
    let sign = match currency {
        "EUR" => "\u{20ac}",
        "GBP" => "\u{a3}",
        _ => "$",
    };
    let once = ["hardware", "licence", "integration", "connectivity", "internal", "training"];
    let yearly = ["subscription", "support", "data_and_analysts", "security"];
    let line = |name: &str, unit: &str| format!("{name} = \"0 {sign}{unit}\"\n");
    let mut text: String = once.map(|name| line(name, "")).concat();
    text += &yearly.map(|name| line(name, "/year")).concat();
    text + &["contingency", "exit"].map(|name| line(name, "")).concat()
}

/// The blocks of prices and finance, as they were written.
fn money(study: &str) -> String {
    let mut kept = false;
    let mut text = String::new();
    for line in study.lines() {
        if line.starts_with('[') {
            kept = KEPT.iter().any(|head| line.starts_with(head));
        }
        if kept {
            text += line;
            text.push('\n');
        }
    }
    text
}
