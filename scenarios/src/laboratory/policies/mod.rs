//! Ways to maintain a failure mode, side by side under common luck.
//!
//! Every policy is an edit of the plant file ([`edit`]), so it passes the same checks as any plant
//! file. What a mode does not allow is not offered, with the reason ([`offer`]).

mod draft;
pub mod edit;
pub mod measure;
pub mod offer;
pub mod result;

use super::contest::{Rules, Variant, Watch, contend};
use super::goal::Goal;
use super::meter::Meter;
use super::result::LabProvenance;
use super::sweep::Wish;
use super::{LaboratoryError, summary};
use crate::study::read::hours_of_months;
use crate::study::result::FlowUsed;
use offer::{Offer, Offered};
use result::{ModePolicies, POLICIES_FORMAT, PoliciesResult, PolicyVariant};
use std::sync::Arc;
use twin_models::outcome::{Outcome, Schema, schema};
use twin_models::plant::model::Plant;
use twin_models::plant::read::{ReadPlant, read_plant, resolve_plant};
use twin_models::text::Document;
use twin_models::text::units::nearest;

/// The comparison of one mode.
#[derive(Clone, Debug)]
pub struct ModeContest {
    /// Its key in the plant file.
    pub mode: String,
    /// What can be done about it, and what not.
    pub offer: Offer,
    /// Beside the offered variants: what contends.
    pub variants: Vec<Variant>,
    /// Beside them: quantities of each.
    goal: Goal,
    recorded: Schema,
}

/// The policies of one or several modes of a plant.
#[derive(Clone, Debug)]
pub struct Policies {
    /// The plant file.
    pub file: Document,
    /// The plant as the file says.
    pub base: ReadPlant,
    /// Mode by mode.
    pub contests: Vec<ModeContest>,
    /// How the best is selected.
    pub rules: Rules,
}

impl Policies {
    /// Builds and checks every plant. Without `mode` all failure modes are compared, each for itself.
    ///
    /// # Errors
    /// A question that makes no sense, or all faults of the plant file.
    pub fn new(
        file: Document,
        mode: Option<&str>,
        wish: &Wish,
        rules: Rules,
    ) -> Result<Self, LaboratoryError> {
        let base = read_plant(&file)?;
        let all = edit::names(&file, "failures");
        let modes = match mode {
            Some(name) if all.iter().any(|m| m == name) => vec![name.to_owned()],
            Some(name) => {
                return Err(LaboratoryError::question(
                    format!("the plant has no failure mode `{name}`"),
                    match nearest(name, all.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("it has: {}", all.join(", ")),
                    },
                ));
            }
            None if all.is_empty() => {
                return Err(LaboratoryError::question(
                    "the plant has no failure mode",
                    "add [failures.NAME] to the plant file",
                ));
            }
            None => all,
        };
        let contests = modes
            .iter()
            .map(|mode| contest(&file, &base.plant, mode, wish, &rules))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self { file, base, contests, rules })
    }

    /// Runs all of them, one mode after the other.
    ///
    /// # Errors
    /// When a replication fails or the goal does not exist in one.
    pub fn run(&self, watch: &Watch<'_>) -> Result<PoliciesResult, LaboratoryError> {
        let mut modes = Vec::new();
        let mut partial = false;
        let mut sought = None;
        for contest in &self.contests {
            let compared = self.compare(contest, watch)?;
            partial |= compared.1;
            sought.get_or_insert_with(|| summary::sought(&contest.goal, &contest.recorded));
            modes.push(compared.0);
            if partial {
                break;
            }
        }
        let goal = sought.ok_or(LaboratoryError::Stopped)?;
        let variants = || modes.iter().flat_map(|m: &ModePolicies| &m.variants);
        Ok(PoliciesResult {
            format: POLICIES_FORMAT.to_owned(),
            provenance: LabProvenance {
                plant: self.base.plant.name.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                input_hash: None,
                seed: self.rules.seed,
                start: self.base.plant.start.to_string(),
                months: self.rules.months,
                flow: FlowUsed::of(&self.base.plant, &self.file),
                replications: variants().map(|v| v.found.replications).sum(),
                partial,
            },
            goal,
            modes,
        })
    }

    fn compare(
        &self,
        contest: &ModeContest,
        watch: &Watch<'_>,
    ) -> Result<(ModePolicies, bool), LaboratoryError> {
        let seen: Vec<measure::Watched> = contest
            .variants
            .iter()
            .map(|v| measure::Watched::new(&v.plant, &contest.mode))
            .collect();
        let more =
            |k: usize, outcome: &Outcome| seen[k].read(&contest.variants[k].meter.frame, outcome);
        let (variants, goal) = (&contest.variants, &contest.goal);
        let standings = contend(variants, goal.maximise, &self.rules, watch, &more)?;
        let found = summary::found(&standings, goal, &self.rules);
        let better = |a: f64, b: f64| if goal.maximise { a > b } else { a < b };
        let offered = &contest.offer.offered;
        // Of each policy the interval with the best mean is shown; the selected one before all.
        let best = summary::best(&standings);
        let shown = |k: usize| {
            let same = |j: &usize| offered[*j].policy == offered[k].policy;
            let rivals = || (0..offered.len()).filter(same);
            k == best
                || !rivals().any(|j| j == best)
                    && rivals().all(|j| j == k || !better(found[j].mean, found[k].mean))
                    && !rivals().any(|j| j < k && found[j].mean == found[k].mean)
        };
        let variants = (0..offered.len())
            .map(|k| PolicyVariant {
                policy: offered[k].policy.key().to_owned(),
                name: offered[k].name.clone(),
                interval: offered[k].interval.clone(),
                shown: shown(k),
                found: found[k].clone(),
                measures: measure::means(&standings.readings[k]),
            })
            .collect();
        let model = offer::model_of(&self.base.plant, &contest.mode);
        let machine = model.and_then(|m| self.base.plant.machines.get(m.machine.index()));
        let compared = ModePolicies {
            mode: contest.mode.clone(),
            what: model.map_or_else(String::new, |m| m.what.clone()),
            machine: machine.map_or_else(String::new, |m| m.station.clone()),
            not_offered: contest.offer.not_offered.clone(),
            notes: contest.offer.notes.clone(),
            selection: summary::selection(&standings, &self.rules),
            variants,
        };
        Ok((compared, standings.partial))
    }
}

fn contest(
    file: &Document,
    base: &Plant,
    mode: &str,
    wish: &Wish,
    rules: &Rules,
) -> Result<ModeContest, LaboratoryError> {
    let mut offer = Offer::new(file, base, mode)?;
    let mut plants = offer
        .offered
        .iter()
        .map(|offered: &Offered| {
            resolve_plant(&offered.file).map_err(|faults| {
                LaboratoryError::question(
                    format!(
                        "`{}` for {mode} makes no plant:\n{}",
                        offered.name,
                        faults.to_string().trim_end()
                    ),
                    "tasks and programmes that depend on this mode stand in the way",
                )
            })
        })
        .collect::<Result<Vec<Plant>, _>>()?;
    // The plant as it is may be one of the policies: then it stands once, under its own name.
    if let [first, rest @ ..] = plants.as_slice()
        && let Some(twin) = rest.iter().position(|plant| plant == first)
    {
        plants.remove(0);
        offer.offered.remove(0);
        offer.offered[twin].name.push_str(" (as it is)");
    }
    super::sweep::same_flow(base, &plants)?;
    let schemas: Vec<Schema> = plants.iter().map(schema).collect();
    let goal = wish.resolve(&schemas.iter().collect::<Vec<_>>())?;
    let hours = hours_of_months(base.start, rules.months);
    let variants = plants
        .into_iter()
        .zip(&schemas)
        .zip(&offer.offered)
        .map(|((plant, schema), offered)| Variant {
            name: format!("{mode}: {}", offered.name),
            meter: Meter::new(&goal, &plant, base, schema, &hours),
            plant: Arc::new(plant),
        })
        .collect();
    let recorded = schemas.into_iter().next().unwrap_or_default();
    Ok(ModeContest { mode: mode.to_owned(), offer, variants, goal, recorded })
}
