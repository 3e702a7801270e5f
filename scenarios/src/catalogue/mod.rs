//! Investments that others have made, as blocks to be pasted into a study file: what each changes in
//! the plant, what it costs, which question it answers, what it must show, and what is claimed of it.
//!
//! A file has a part about the investment (`[catalogue]`), then blocks for the plant file (where the
//! plant needs something to edit), for the study file, and for its scorecard.

mod context;
mod keys;
mod library;
mod study;

pub use context::{BANDS, Band, CONTEXT, FIRST_AVOIDED, PLATFORM, SAVINGS, Survey};
pub use library::{FIRST_YEAR_OF_STEADY, LibraryClaim};
pub use study::complete;

use keys::FILE;
use serde::Serialize;
use twin_models::text::{Context, Diagnostics, Document};

/// Name and text of every file, in the order of the list.
const FILES: [(&str, &str); 9] = [
    ("predictive_maintenance", include_str!("../../catalogue/predictive_maintenance.toml")),
    ("ai_quality", include_str!("../../catalogue/ai_quality.toml")),
    ("energy_management", include_str!("../../catalogue/energy_management.toml")),
    ("planning_supply", include_str!("../../catalogue/planning_supply.toml")),
    ("financial_operations", include_str!("../../catalogue/financial_operations.toml")),
    ("facility_intelligence", include_str!("../../catalogue/facility_intelligence.toml")),
    ("cyber_segmentation", include_str!("../../catalogue/cyber_segmentation.toml")),
    ("automation", include_str!("../../catalogue/automation.toml")),
    ("user_defined", include_str!("../../catalogue/user_defined.toml")),
];

/// Lines that begin a block.
const PLANT: &str = "# ---- add to the plant file";
const STUDY: &str = "# ---- paste into the study file";
const SCORECARD: &str = "# ---- scorecard";

/// One investment of the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Its name, as `gemba catalogue` takes it.
    pub key: &'static str,
    /// For people.
    pub title: String,
    /// What kind of twin it is judged as: `line`, `quality`, `facility_energy`, `security`,
    /// `planning`, `finance`. Each has its own indicators and its own evidence; there is no common
    /// formula.
    pub scenario: &'static str,
    /// The question that it answers; from there one works back to decision, data and sensor.
    pub question: String,
    /// The decision that changes.
    pub decision: String,
    /// The data that tell it.
    pub data: String,
    /// What it must show to be believed.
    pub evidence: Vec<String>,
    /// What is claimed of it, each source for itself; compared with the simulation, never an effect.
    pub claims: Vec<LibraryClaim>,
    /// Example study whose plant the paths of the block are those of.
    pub example: String,
    /// The whole file.
    #[serde(skip)]
    pub text: &'static str,
    /// What the plant file needs, where it needs something.
    #[serde(skip)]
    pub plant: Option<&'static str>,
    /// The block for the study file.
    #[serde(skip)]
    pub study: &'static str,
    /// The block of its scorecard.
    #[serde(skip)]
    pub scorecard: &'static str,
}

/// All names.
pub fn keys() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(key, _)| *key)
}

/// The whole catalogue.
///
/// # Errors
/// When a file of the catalogue is not as it should be; tests see to it that none is.
pub fn all() -> Result<Vec<Entry>, Diagnostics> {
    FILES.iter().map(|(key, text)| read(key, text)).collect()
}

/// One investment; `None`: no such name.
///
/// # Errors
/// As [`all`].
pub fn find(name: &str) -> Result<Option<Entry>, Diagnostics> {
    let found = FILES.iter().find(|(key, _)| *key == name);
    found.map(|(key, text)| read(key, text)).transpose()
}

fn read(key: &'static str, text: &'static str) -> Result<Entry, Diagnostics> {
    let (about, plant, study, scorecard) = blocks(text);
    let document = Document::parse(key, about.as_bytes())?;
    let context = Context::new(&document, false);
    let root = context.root(&FILE);
    let entry = root.table("catalogue").and_then(|r| {
        let word = |key: &str| r.text(key).map(str::to_owned);
        let evidence = r.list("evidence");
        Some(Entry {
            key,
            title: word("title")?,
            scenario: r.word("scenario")?,
            question: word("question")?,
            decision: word("decision")?,
            data: word("data")?,
            evidence: evidence.iter().filter_map(|e| Some(e.text()?.to_owned())).collect(),
            claims: library::read(&r),
            example: word("example")?,
            text,
            plant,
            study,
            scorecard,
        })
    });
    match (entry, context.finish().0) {
        (Some(entry), faults) if faults.is_empty() => Ok(entry),
        (_, faults) => Err(Diagnostics::new(faults)),
    }
}

/// The part about it, then the blocks.
fn blocks(text: &'static str) -> (&'static str, Option<&'static str>, &'static str, &'static str) {
    let split = |text: &'static str, mark: &str| match text.split_once(mark) {
        Some((before, after)) => (before, after.split_once('\n').map_or("", |(_, rest)| rest)),
        None => (text, ""),
    };
    let (rest, scorecard) = split(text, SCORECARD);
    let (rest, study) = split(rest, STUDY);
    let (about, plant) = split(rest, PLANT);
    (about, (!plant.is_empty()).then_some(plant), study, scorecard)
}
