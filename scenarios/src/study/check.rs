//! Building the arms: every investment is tried on the plant, at its beginning and at its end.

use super::arm::{Arm, plant_with};
use super::result::Role;
use super::structure::same_structure;
use crate::investment::progress::Reach;
use crate::investment::project::Investment;
use crate::programme::plan::{Bundle, Programme, Set};
use jiff::civil::Date;
use std::borrow::Cow;
use std::sync::Arc;
use twin_models::plant::read::{ReadPlant, read_plant};
use twin_models::text::{Context, Document, Fault, InputEcho};

/// The arms, and what the plant reader had to say about them.
#[derive(Debug)]
pub struct Checked {
    /// `before`, `do_minimum` if any, the investments, their slow twins.
    pub arms: Vec<Arm>,
    /// Warnings about lines of the study file.
    pub warnings: Vec<Fault>,
    /// Numbers of the study file that only the plant reader understands.
    pub inputs: Vec<InputEcho>,
}

/// Before anything is live.
const NOTHING: Reach = Reach { tech: 0.0, people: 0.0, adoption: 1.0, live: false };
/// A first day on which it is live.
const BEGUN: Reach = Reach { tech: 1e-3, people: 1e-3, adoption: 1.0, live: true };
/// Everything has been reached.
pub(crate) const ALL: Reach = Reach { tech: 1.0, people: 1.0, adoption: 1.0, live: true };

/// What is asked about several investments.
#[derive(Clone, Copy, Debug)]
pub struct Together<'a> {
    /// All on the first day.
    pub bundle: Option<&'a Bundle>,
    /// One after the other.
    pub programme: Option<&'a Programme>,
}

/// Builds all arms, or reports why one cannot be built.
pub fn arms(
    study: &Document,
    plant_file: &Document,
    plant: &ReadPlant,
    investments: &[Investment],
    minimum: Option<usize>,
    together: Together<'_>,
    context: &Context<'_>,
) -> Option<Checked> {
    let mut checked = Checked { arms: Vec::new(), warnings: Vec::new(), inputs: Vec::new() };
    checked.arms.push(Arm {
        name: "before".to_owned(),
        title: "today's plant, continued".to_owned(),
        role: Role::Before,
        investments: Vec::new(),
        starts: Vec::new(),
        pace: 1.0,
        learning: None,
        plant: Arc::new(plant.plant.clone()),
    });
    let mut order: Vec<usize> = minimum.into_iter().collect();
    order.extend((0..investments.len()).filter(|k| Some(*k) != minimum));
    let mut complete = true;
    for k in order {
        let is_minimum = Some(k) == minimum;
        let investment = &investments[k];
        match tried(study, plant_file, investment, &mut checked) {
            Ok(full) => checked.arms.push(Arm {
                name: if is_minimum { "do_minimum".to_owned() } else { investment.name.clone() },
                title: investment.title.clone(),
                role: if is_minimum { Role::DoMinimum } else { Role::After },
                investments: vec![k],
                starts: vec![0],
                pace: 1.0,
                learning: None,
                plant: full,
            }),
            Err(faults) => {
                complete = false;
                faults.into_iter().for_each(|fault| context.report(fault));
            }
        }
    }
    if complete {
        let files = (study, plant_file);
        match together.arms(files, investments, &checked.arms, plant.plant.start) {
            Ok(arms) => {
                // The whole is the first question, its parts the last.
                let (wholes, parts): (Vec<Arm>, Vec<Arm>) =
                    arms.into_iter().partition(|arm| arm.role == Role::After);
                let first = checked.arms.iter().position(|arm| arm.role == Role::After);
                let at = first.unwrap_or(checked.arms.len());
                checked.arms.splice(at..at, wholes);
                let end = checked.arms.len();
                checked.arms.splice(end..end, parts);
            }
            Err(faults) => {
                complete = false;
                faults.into_iter().for_each(|fault| context.report(fault));
            }
        }
    }
    let slow: Vec<Arm> = checked
        .arms
        .iter()
        .filter(|arm| arm.role == Role::After)
        .map(|arm| Arm {
            name: format!("{} (adoption x2)", arm.name),
            role: Role::AfterSlow,
            pace: 2.0,
            ..arm.clone()
        })
        .collect();
    checked.arms.extend(slow);
    complete.then_some(checked)
}

impl Together<'_> {
    /// The arms that bundle and programme need and that are not there yet.
    fn arms(
        self,
        files: (&Document, &Document),
        investments: &[Investment],
        known: &[Arm],
        first_day: Date,
    ) -> Result<Vec<Arm>, Vec<Fault>> {
        let mut wanted: Vec<(String, String, Role, Set)> = Vec::new();
        if let Some(bundle) = self.bundle {
            let title = bundle.title.clone();
            wanted.push(("bundle".to_owned(), title, Role::After, bundle.whole()));
            for set in bundle.parts() {
                wanted.push((name_of(investments, &set), String::new(), Role::Part, set));
            }
        }
        if let Some(programme) = self.programme {
            let title = programme.title.clone();
            wanted.push(("programme".to_owned(), title, Role::After, programme.whole()));
            let steps = programme.steps.len();
            let others = (1..steps).map(|n| programme.first(n)).chain([programme.at_once()]);
            for set in others.chain(programme.wait.iter().map(|m| programme.later(*m))) {
                wanted.push((name_of(investments, &set), String::new(), Role::Part, set));
            }
        }
        let learning =
            self.programme.and_then(|programme| programme.learning.clone()).map(Arc::new);
        let mut arms: Vec<Arm> = Vec::new();
        for (name, title, role, set) in wanted {
            let is_it = |arm: &&Arm| {
                let own = arm.investments.iter().copied().zip(arm.starts.iter().copied());
                own.eq(set.iter().copied())
            };
            if known.iter().chain(&arms).any(|arm| is_it(&arm)) {
                continue;
            }
            let plant = combined(files, first_day, investments, &set)?;
            let title = if title.is_empty() { name.clone() } else { title };
            let (investments, starts) = set.into_iter().unzip();
            let learning = learning.clone();
            arms.push(Arm { name, title, role, investments, starts, pace: 1.0, learning, plant });
        }
        Ok(arms)
    }
}

/// `pdm + vision from month 12`.
fn name_of(investments: &[Investment], set: &Set) -> String {
    let one = |(k, start): &(usize, u32)| match start {
        0 => investments[*k].name.clone(),
        month => format!("{} from month {month}", investments[*k].name),
    };
    set.iter().map(one).collect::<Vec<_>>().join(" + ")
}

/// The plant with several investments complete, if it can be built at every stage.
fn combined(
    (study, plant_file): (&Document, &Document),
    first_day: Date,
    investments: &[Investment],
    set: &Set,
) -> Result<Arc<twin_models::plant::model::Plant>, Vec<Fault>> {
    let begun: Vec<_> =
        set.iter().map(|(k, start)| investments[*k].begun(*start, first_day)).collect();
    let at = |stage: Option<Reach>| -> Vec<(&Investment, Vec<Reach>)> {
        let one = |(investment, (_, start)): (&'_ Cow<'_, Investment>, &(usize, u32))| {
            let at_once = *start == 0 && investment.is_complete_at_once();
            let reach = if at_once { ALL } else { stage.unwrap_or(ALL) };
            (investment.edits.len(), reach)
        };
        let reached = begun.iter().zip(set).map(one);
        let all = begun.iter().map(|i| &**i).zip(reached);
        all.map(|(i, (edits, reach))| (i, vec![reach; 1 + edits])).collect()
    };
    let build = |stage| plant_with(plant_file, study, &at(stage)).map_err(|f| f.into_faults());
    let full = build(None)?;
    for stage in [NOTHING, BEGUN] {
        if let Err(why) = same_structure(&build(Some(stage))?, &full) {
            let span = set.iter().find(|(_, start)| *start > 0).map(|(k, _)| investments[*k].span);
            let reason = format!(
                "{}: the structure of the plant would change over time: {why}",
                name_of(investments, set)
            );
            let fault = Fault::in_document(study, span.flatten(), "programme".to_owned(), reason);
            return Err(vec![fault.with_remedy(
                "what changes the structure must be there in full from the first day",
            )]);
        }
    }
    Ok(Arc::new(full))
}

/// The plant with the investment complete, if it can be built at every stage.
fn tried(
    study: &Document,
    plant_file: &Document,
    investment: &Investment,
    checked: &mut Checked,
) -> Result<Arc<twin_models::plant::model::Plant>, Vec<Fault>> {
    let at = |reach: Reach| vec![(investment, vec![reach; 1 + investment.edits.len()])];
    let full = plant_with(plant_file, study, &at(ALL)).map_err(|f| f.into_faults())?;
    let mut document = plant_file.clone();
    document.know(study);
    if investment.apply(&mut document, &at(ALL)[0].1).is_ok()
        && let Ok(read) = read_plant(&document)
    {
        let of_study = |file: &str| file == study.file();
        let warnings = read.warnings.into_faults().into_iter();
        checked.warnings.extend(warnings.filter(|f| of_study(&f.file)));
        let own = read.inputs.into_iter().filter(|i| of_study(&i.file));
        // What `detection` and `team` say is told as it stands there.
        let team = |path: &str| path.starts_with("crews.") && path.contains(".away[");
        let own = own.filter(|i| !i.path.contains(".detection"));
        let own = own.filter(|i| investment.team.is_empty() || !team(&i.path));
        let moved = own.map(|i| InputEcho { path: path_in_study(investment, &i.path), ..i });
        checked.inputs.extend(moved);
    }
    let stages = if investment.is_complete_at_once() { &[][..] } else { &[NOTHING, BEGUN] };
    for stage in stages.iter().copied() {
        let early = plant_with(plant_file, study, &at(stage)).map_err(|f| f.into_faults())?;
        if let Err(why) = same_structure(&early, &full) {
            let place = format!("investments.{}", investment.name);
            let fault = Fault::in_document(
                study,
                investment.span,
                place,
                format!("the investment changes the structure of the plant over time: {why}"),
            );
            let remedy = "what changes the structure must be there in full from the first day: ramp = \
                          \"immediate\", no `start`, stall, gap or uncertain effectiveness";
            return Err(vec![fault.with_remedy(remedy)]);
        }
    }
    Ok(Arc::new(full))
}

/// Where a number of the edited plant stands in the study file.
fn path_in_study(investment: &Investment, path: &str) -> String {
    let name = &investment.name;
    match path.strip_prefix(&format!("predictive.{name}.")) {
        Some(rest) => format!("investments.{name}.{rest}"),
        None => format!("investments.{name}.edits.{path}"),
    }
}
