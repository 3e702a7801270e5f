//! What an indicator means: definition, formula, unit, source, and what it is mistaken for.

use crate::document::Table;
use crate::write::{pretty, text_table::text_table, wrap};
use scenarios::indicator::INDICATORS;
use scenarios::kpi::{self, Of};
use scenarios::study::result::Better;
use serde::Serialize;
use twin_models::text::units::nearest;

/// Everything known of an indicator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Explained {
    /// Stable name.
    pub id: String,
    /// Name in its standard.
    pub name: String,
    /// How it is computed.
    pub formula: String,
    /// Unit.
    pub unit: String,
    /// Which direction is good.
    pub better: Better,
    /// Whose it is: machine and line, plant, or study.
    pub of: String,
    /// Standard.
    pub source: Option<String>,
    /// What it is mistaken for.
    pub not_to_be_confused_with: Option<String>,
    /// How studies compute the indicator of the same key, from pair to pair.
    pub in_studies: Option<String>,
}

/// The catalogue, and the indicators of studies that are not in it.
pub fn all() -> Vec<Explained> {
    let study = |id: &str| INDICATORS.iter().find(|i| i.key == id).map(|i| i.definition.to_owned());
    let catalogue = kpi::all().map(|k| Explained {
        id: k.id.to_owned(),
        name: k.name.to_owned(),
        formula: k.formula.to_owned(),
        unit: k.unit.to_owned(),
        better: k.better,
        of: match k.of {
            Of::Machine(_) => "machine, line by its constraint",
            Of::Plant(_) => "plant",
        }
        .to_owned(),
        source: Some(k.source.to_owned()).filter(|s| s != "-"),
        not_to_be_confused_with: Some(k.not.to_owned()),
        in_studies: study(k.id),
    });
    let others = INDICATORS.iter().filter(|i| kpi::all().all(|k| k.id != i.key));
    let others = others.map(|i| Explained {
        id: i.key.to_owned(),
        name: i.name.to_owned(),
        formula: i.definition.to_owned(),
        unit: i.unit.to_owned(),
        better: i.better,
        of: "study, from pair to pair".to_owned(),
        source: None,
        not_to_be_confused_with: None,
        in_studies: Some(i.definition.to_owned()),
    });
    catalogue.chain(others).collect()
}

/// The indicator of this id or name.
///
/// # Errors
/// The id that was probably meant, if one is near.
pub fn find(wanted: &str) -> Result<Explained, Option<String>> {
    if let Some(study) = all().into_iter().find(|e| e.id == wanted) {
        return Ok(study);
    }
    match kpi::find(wanted) {
        Ok(kpi) => all().into_iter().find(|e| e.id == kpi.id).ok_or(None),
        Err(near) => {
            let ids = INDICATORS.iter().map(|i| i.key);
            Err(near.or_else(|| nearest(wanted, ids)).map(str::to_owned))
        }
    }
}

fn direction(better: Better) -> &'static str {
    match better {
        Better::Higher => "higher is better",
        Better::Lower => "lower is better",
        Better::Neither => "neither direction is better by itself",
    }
}

impl Explained {
    /// For a terminal.
    pub fn text(&self) -> String {
        let mut lines = vec![format!("{} ({})", self.name, self.id)];
        let mut say = |label: &str, text: &str| {
            for (k, line) in wrap(text, 78).iter().enumerate() {
                lines.push(format!("  {:<14}{line}", if k == 0 { label } else { "" }));
            }
        };
        say("formula", &self.formula);
        say("unit", &format!("{}; {}", self.unit, direction(self.better)));
        say("of", &self.of);
        if let Some(source) = &self.source {
            say("source", source);
        }
        if let Some(not) = &self.not_to_be_confused_with {
            say("not", not);
        }
        if let Some(words) = self.in_studies.as_ref().filter(|w| **w != self.formula) {
            say("in studies", words);
        }
        lines.join("\n") + "\n"
    }
}

/// The list for a terminal.
pub fn list() -> String {
    let mut table = Table::new("Indicators", &["KPI", "Name", "Unit", "Of"]);
    for one in all() {
        let of = one.of.split(',').next().unwrap_or_default().to_owned();
        table.row(vec![one.id.into(), one.name.into(), one.unit.into(), of.into()]);
    }
    text_table(&table, 100).join("\n") + "\n\ngemba explain KPI says how one is computed.\n"
}

/// As JSON.
///
/// # Errors
/// When the writer refuses.
pub fn json<T: Serialize>(value: &T) -> Result<String, serde_json::Error> {
    pretty(value)
}
