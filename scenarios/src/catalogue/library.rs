//! What is claimed of an investment, source by source.

use super::keys::CLAIM;
use serde::Serialize;
use twin_models::text::Reader;

/// A claim of the literature. Sources that disagree stand side by side; none is an effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LibraryClaim {
    /// What is claimed.
    pub about: String,
    /// Indicator of `[[claims]]` that it can be put in, if there is one.
    pub indicator: Option<String>,
    /// Both ends with their unit; absent: the claim has no number.
    pub range: Option<(String, String)>,
    /// `first year` (an average that contains the ramp) or `steady state`, or in words.
    pub basis: String,
    /// Who claims it, and of when.
    pub source: String,
    /// What it is a benchmark of; absent: it is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Requirement that it comes from.
    pub proves: String,
}

/// Mean of the default ramp over the first year: a first-year average of x needs a steady state of
/// x / 0.55.
pub const FIRST_YEAR_OF_STEADY: f64 = 0.55;

impl LibraryClaim {
    /// In one line.
    pub fn text(&self) -> String {
        let range = match &self.range {
            Some((from, to)) if from == to => format!(": {from}"),
            Some((from, to)) => format!(": {from} to {to}"),
            None => String::new(),
        };
        format!("{}{range} ({}); {} [{}]", self.about, self.basis, self.source, self.proves)
    }
}

pub(super) fn read(reader: &Reader<'_, '_>) -> Vec<LibraryClaim> {
    let all = reader.list("claims");
    let tables = all.iter().filter_map(|item| item.table(&CLAIM));
    let one = |claim: Reader<'_, '_>| {
        let word = |key: &str| claim.text(key).map(str::to_owned);
        let (from, to) = (word("from")?, word("to")?);
        Some(LibraryClaim {
            about: word("about")?,
            indicator: if claim.has("indicator") { word("indicator") } else { None },
            range: (from != "none").then_some((from, to)),
            basis: word("basis")?,
            source: word("source")?,
            channel: if claim.has("channel") {
                claim.word("channel").map(str::to_owned)
            } else {
                None
            },
            proves: word("proves")?,
        })
    };
    tables.filter_map(one).collect()
}
