//! The policies of a mode as plant files: renewals and inspections at their intervals.

use super::edit;
use super::offer::{Offer, Policy, wears_out};
use sim_core::{Distribution, TICKS_PER_HOUR};
use twin_models::plant::calendar::CalendarState;
use twin_models::plant::model::{Clock, FailureMode, Life, Plant};
use twin_models::text::{Document, Key, Node, Table, Value};

/// Intervals of preventive renewal, as shares of the mean life.
const RENEWALS: [f64; 7] = [0.25, 0.4, 0.55, 0.7, 0.85, 1.0, 1.3];
/// Intervals of inspection, as shares of the mean warning.
const INSPECTIONS: [f64; 4] = [0.2, 0.4, 0.7, 1.0];
/// Length of an inspection where the plant file has none.
const LOOK: &str = "0.5 h";
/// Probability of finding a defect at an inspection where the plant file has none.
const DETECTS: &str = "90 %";

/// A duration for the plant file, with as many digits as one types.
fn hours(seconds: f64) -> String {
    let hours = seconds / 3600.0;
    let round = match hours >= 100.0 {
        true => libm::round(hours / 10.0) * 10.0,
        false => libm::round(hours * 10.0).max(1.0) / 10.0,
    };
    format!("{round} h")
}

pub(super) const NO_WARNING: &str = "it gives no warning before it fails (no `warning`, no `onset` and `delay`): \
                          there is nothing to see";

/// What the policies of a mode are made of.
pub(super) struct Draft<'a> {
    pub(super) file: &'a Document,
    pub(super) mode: &'a str,
    pub(super) model: &'a FailureMode,
    pub(super) plant: &'a Plant,
    /// The file without any maintenance of the mode.
    pub(super) stripped: Document,
}

impl Draft<'_> {
    pub(super) fn as_it_is(&self, offer: &mut Offer) {
        let kept = ["maintenance", "predictive"].map(|kind| edit::on(self.file, kind, self.mode));
        let names: Vec<String> = kept.into_iter().flatten().collect();
        if names.is_empty() {
            return;
        }
        offer.add(Policy::AsItIs, "as it is", None, self.file.clone());
        let every = names.iter().filter_map(|name| {
            let table = |key: &str| self.file.get(&["maintenance", name, key]);
            Some(format!("{name} ({} every {})", plain(table("policy")?), plain(table("every")?)))
        });
        let described: Vec<String> = every.collect();
        if !described.is_empty() {
            offer.notes.push(format!("As it is: {}.", described.join(", ")));
        }
    }

    /// Seconds of operating time in a unit of the mode's clock.
    fn operating(&self) -> Option<f64> {
        match self.model.clock {
            Clock::Operating => Some(1.0),
            Clock::Cycles => {
                self.plant.machines.get(self.model.machine.index()).map(|m| m.cycle.mean())
            }
            Clock::Calendar => None,
        }
    }

    /// Share of the hours of a week in which production is planned, hour by hour.
    fn open(&self) -> f64 {
        let calendar = &self.plant.calendar;
        let hour = |h: i64| calendar.state_of_week(h * TICKS_PER_HOUR + TICKS_PER_HOUR / 2);
        let open = (0..168).filter(|h| hour(*h) == CalendarState::Open).count();
        open.max(1) as f64 / 168.0
    }

    pub(super) fn renewals(&self, offer: &mut Offer) {
        let mean = match &self.model.life {
            Life::Whole { life, .. } => {
                if !wears_out(life) {
                    offer.notes.push(
                        "Its life does not wear out (exponential, or failing early): a used one is as good \
                         as a new one, so renewal by age or calendar prevents no failure and costs \
                         its work."
                            .to_owned(),
                    );
                }
                life.mean()
            }
            Life::TwoStage { concurrent: true, .. } => {
                let reason = "defects begin independently of each other and of renewals";
                offer.refuse("age", reason);
                offer.refuse("calendar", reason);
                return;
            }
            Life::TwoStage { onset, delay, .. } => onset.mean() + delay.mean(),
            Life::Degrades(_) => {
                let reason = "its life comes from a degradation process, whose mean is not known \
                              beforehand; vary the age of a task with `gemba sweep`";
                offer.refuse("age", reason);
                offer.refuse("calendar", reason);
                return;
            }
        };
        let name = self.renewing_task();
        match self.operating() {
            Some(unit) => {
                for share in RENEWALS {
                    let every = hours(share * mean * unit);
                    let file = self.renewed(&name, "age", &every);
                    offer.add(Policy::Age, "age", Some(every), file);
                }
            }
            None => offer.refuse(
                "age",
                "it ages by the calendar, and age is counted in operating time; the calendar policy is \
                 its block replacement",
            ),
        }
        let calendar = self.operating().map_or(1.0, |unit| unit / self.open());
        for share in RENEWALS {
            let every = hours(share * mean * calendar);
            let file = self.renewed(&name, "calendar", &every);
            offer.add(Policy::Calendar, "calendar", Some(every), file);
        }
    }

    /// The task of the file that renews the mode, or a name for a new one.
    fn renewing_task(&self) -> String {
        let renews = |name: &String| self.file.get(&["maintenance", name, "inspects"]).is_none();
        let known = edit::on(self.file, "maintenance", self.mode).into_iter().find(renews);
        known.unwrap_or_else(|| format!("{}_renewal", self.mode))
    }

    /// The keys of a task: those of the task of this name in the file with `keys` in their place, or
    /// `keys` with who repairs the mode.
    fn task(&self, name: &str, keys: Vec<(&'static str, Node)>) -> Vec<(String, Node)> {
        let is_new = |key: &str| keys.iter().all(|(new, _)| *new != key);
        let known = self.file.get(&["maintenance", name]).and_then(Node::as_table);
        let rest: Vec<(String, Node)> = match known {
            Some(table) => {
                let kept = table.entries.iter().filter(|(key, _)| is_new(&key.name));
                kept.map(|(key, node)| (key.name.to_string(), node.clone())).collect()
            }
            None => ["skill", "people", "part"]
                .into_iter()
                // A look takes no spare part.
                .filter(|key| is_new("inspects") || *key != "part")
                .filter_map(|key| {
                    let node = edit::value(self.file, "failures", self.mode, key)?;
                    Some((key.to_owned(), node.clone()))
                })
                .collect(),
        };
        keys.into_iter().map(|(key, node)| (key.to_owned(), node)).chain(rest).collect()
    }

    /// Active repair, as the file says.
    fn repair(&self) -> Node {
        let written = edit::value(self.file, "failures", self.mode, "repair").cloned();
        written.unwrap_or_else(|| Node::text(&hours(self.model.repair.mean())))
    }

    fn renewed(&self, name: &str, policy: &str, every: &str) -> Document {
        let duration = self.file.get(&["maintenance", name, "duration"]).cloned();
        let keys = vec![
            ("on", Node::text(self.mode)),
            ("policy", Node::text(policy)),
            ("every", Node::text(every)),
            ("duration", duration.unwrap_or_else(|| self.repair())),
        ];
        self.with_task(name, self.task(name, keys))
    }

    fn with_task(&self, name: &str, entries: Vec<(String, Node)>) -> Document {
        let mut file = self.stripped.clone();
        // A task that keeps other modes keeps its name; this one needs another.
        let taken = file.get(&["maintenance", name]).is_some();
        let name = if taken { format!("{}_{name}", self.mode) } else { name.to_owned() };
        edit::add_task(&mut file, &name, entries);
        file
    }

    /// Mean time in which a defect can be seen, on the clock of the mode.
    pub(super) fn warning(&self) -> Option<f64> {
        match &self.model.life {
            Life::Whole { warning, .. } => warning.as_ref().map(Distribution::mean),
            Life::TwoStage { delay, .. } => Some(delay.mean()),
            Life::Degrades(_) => None,
        }
    }

    pub(super) fn inspections(&self, offer: &mut Offer) {
        let Some(warning) = self.warning() else {
            offer.refuse("inspection", NO_WARNING);
            return;
        };
        let inspects = |name: &String| self.file.get(&["maintenance", name, "inspects"]).is_some();
        let known = edit::on(self.file, "maintenance", self.mode).into_iter().find(inspects);
        let written = |key: &str| self.file.get(&["maintenance", known.as_deref()?, key]).cloned();
        if known.is_none() {
            offer.notes.push(format!(
                "Inspection: the plant file has none, so {LOOK} a look that finds {DETECTS} of the \
                 defects was assumed, and the fix takes as long as the repair."
            ));
        }
        if self.model.part.is_some() {
            offer.notes.push(
                "Inspection: repairs of defects that were found take no spare part from the store; their \
                 price (planned_repairs) should hold it."
                    .to_owned(),
            );
        }
        let name = known.clone().unwrap_or_else(|| format!("{}_inspection", self.mode));
        let (policy, unit) = match self.operating() {
            Some(unit) => ("operating", unit),
            None => ("calendar", 1.0),
        };
        for share in INSPECTIONS {
            let every = hours(share * warning * unit);
            let keys = vec![
                ("on", Node::text(self.mode)),
                ("policy", Node::text(policy)),
                ("every", Node::text(&every)),
                ("duration", written("duration").unwrap_or_else(|| Node::text(LOOK))),
                ("inspects", written("inspects").unwrap_or_else(|| self.look())),
            ];
            let file = self.with_task(&name, self.task(&name, keys));
            offer.add(Policy::Inspection, "inspection", Some(every), file);
        }
    }

    fn look(&self) -> Node {
        let key = |name: &str| Key { name: name.into(), span: None };
        let entries = vec![(key("detects"), Node::text(DETECTS)), (key("fix"), self.repair())];
        Node::new(Value::Table(Table { entries }))
    }
}

/// A value without quotes.
fn plain(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.to_string(),
        _ => node.to_toml(),
    }
}
