//! A grid over values of the plant file.

use super::contest::{Rules, Variant, Watch, contend};
use super::goal::{Goal, Measure};
use super::meter::Meter;
use super::result::{AxisVaried, LabProvenance, Point, SWEEP_FORMAT, SweepResult};
use super::vary::Axis;
use super::{LaboratoryError, summary};
use crate::investment::edit::{Edit, Mechanism, Op};
use crate::investment::progress::Reach;
use crate::study::read::hours_of_months;
use crate::study::result::FlowUsed;
use std::sync::Arc;
use twin_models::outcome::{Schema, schema};
use twin_models::plant::model::Plant;
use twin_models::plant::read::{ReadPlant, read_plant, resolve_plant};
use twin_models::text::Document;

/// Most points of a grid.
pub const MOST_POINTS: usize = 2000;

/// What is sought, as it was typed.
#[derive(Clone, Debug)]
pub enum Wish {
    /// Least cost: `KEY=MONEY` each.
    Cost(Vec<String>),
    /// `max:KEY` or `min:KEY`.
    Goal(String),
    /// The largest margin under these prices.
    Margin(Measure),
}

impl Wish {
    /// What it is for plants that record these quantities.
    ///
    /// # Errors
    /// When it cannot be read, or there is no such number.
    pub fn resolve(&self, schemas: &[&Schema]) -> Result<Goal, LaboratoryError> {
        let goal = match self {
            Self::Cost(terms) => Goal::cost(terms)?,
            Self::Goal(typed) => Goal::parse(typed, schemas)?,
            Self::Margin(measure) => Goal { maximise: true, measure: measure.clone() },
        };
        goal.check(schemas)?;
        Ok(goal)
    }
}

/// A plant, what is varied and what is sought.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The plant file.
    pub file: Document,
    /// The plant as the file says.
    pub base: ReadPlant,
    /// What is varied, outermost first.
    pub axes: Vec<Axis>,
    /// What is sought.
    pub goal: Goal,
    /// The plants, the last axis running fastest.
    pub variants: Vec<Variant>,
    /// How the best is selected.
    pub rules: Rules,
}

impl Sweep {
    /// Builds and checks every plant of the grid.
    ///
    /// # Errors
    /// A question that makes no sense, or all faults of the first point that is no plant.
    pub fn new(
        file: Document,
        axes: Vec<Axis>,
        wish: &Wish,
        rules: Rules,
    ) -> Result<Self, LaboratoryError> {
        let base = read_plant(&file)?;
        let points: usize = axes.iter().map(|axis| axis.values.len()).product();
        if axes.is_empty() || points > MOST_POINTS {
            return Err(LaboratoryError::question(
                match axes.is_empty() {
                    true => "nothing is varied".to_owned(),
                    false => format!("the grid has {points} points, at most {MOST_POINTS} can be"),
                },
                "give --vary PATH=from:to:n, once for each value",
            ));
        }
        let plants = (0..points)
            .map(|k| plant_at(&file, &axes, &places(&axes, k)))
            .collect::<Result<Vec<Plant>, _>>()?;
        same_flow(&base.plant, &plants)?;
        let schemas: Vec<Schema> = plants.iter().map(schema).collect();
        let goal = wish.resolve(&schemas.iter().collect::<Vec<_>>())?;
        let hours = hours_of_months(base.plant.start, rules.months);
        let variants = plants
            .into_iter()
            .zip(&schemas)
            .enumerate()
            .map(|(k, (plant, schema))| Variant {
                name: name(&axes, &places(&axes, k)),
                meter: Meter::new(&goal, &plant, &base.plant, schema, &hours),
                plant: Arc::new(plant),
            })
            .collect();
        Ok(Self { file, base, axes, goal, variants, rules })
    }

    /// Runs it.
    ///
    /// # Errors
    /// When a replication fails or the goal does not exist in one.
    pub fn run(&self, watch: &Watch<'_>) -> Result<SweepResult, LaboratoryError> {
        let standings =
            contend(&self.variants, self.goal.maximise, &self.rules, watch, &|_, _| ())?;
        let found = summary::found(&standings, &self.goal, &self.rules);
        let recorded: Schema = self.variants.first().map(|v| schema(&v.plant)).unwrap_or_default();
        Ok(SweepResult {
            format: SWEEP_FORMAT.to_owned(),
            provenance: LabProvenance {
                plant: self.base.plant.name.clone(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                input_hash: None,
                seed: self.rules.seed,
                start: self.base.plant.start.to_string(),
                months: self.rules.months,
                flow: FlowUsed::of(&self.base.plant, &self.file),
                replications: found.iter().map(|f| f.replications).sum(),
                partial: standings.partial,
            },
            goal: summary::sought(&self.goal, &recorded),
            axes: self.axes.iter().map(varied).collect(),
            selection: summary::selection(&standings, &self.rules),
            points: found
                .into_iter()
                .enumerate()
                .map(|(k, found)| Point {
                    at: places(&self.axes, k),
                    name: self.variants[k].name.clone(),
                    found,
                })
                .collect(),
        })
    }
}

/// Index of the value on each axis at point `k`.
fn places(axes: &[Axis], k: usize) -> Vec<usize> {
    let mut rest = k;
    let mut at: Vec<usize> = axes
        .iter()
        .rev()
        .map(|axis| {
            let here = rest % axis.values.len();
            rest /= axis.values.len();
            here
        })
        .collect();
    at.reverse();
    at
}

fn name(axes: &[Axis], at: &[usize]) -> String {
    let one = |(axis, k): (&Axis, &usize)| format!("{} = {}", axis.path, axis.values[*k].label);
    axes.iter().zip(at).map(one).collect::<Vec<_>>().join(", ")
}

/// The plant of a point: the file with its values set, read and checked like any plant file.
fn plant_at(file: &Document, axes: &[Axis], at: &[usize]) -> Result<Plant, LaboratoryError> {
    let full = Reach { tech: 1.0, people: 1.0, adoption: 1.0, live: true };
    let mut document = file.clone();
    for (axis, k) in axes.iter().zip(at) {
        let setting = &axis.values[*k];
        let edit = Edit {
            path: axis.path.clone(),
            op: Op::Set(setting.node.clone()),
            mechanism: Mechanism::Tech,
            start_month: 0,
            span: None,
        };
        edit.apply(&mut document, &full).map_err(|wrong| {
            LaboratoryError::question(
                format!("--vary {}: {}", axis.path, wrong.reason),
                wrong.remedy.unwrap_or_else(|| "look at the plant file".to_owned()),
            )
        })?;
    }
    resolve_plant(&document).map_err(|faults| {
        LaboratoryError::question(
            format!("{} makes no plant:\n{}", name(axes, at), faults.to_string().trim_end()),
            "choose values that the plant file could have",
        )
    })
}

/// Differences between ways in which material moves are no differences between plants.
pub(super) fn same_flow(base: &Plant, plants: &[Plant]) -> Result<(), LaboratoryError> {
    match plants.iter().all(|p| (p.flow, p.folding) == (base.flow, base.folding)) {
        true => Ok(()),
        false => Err(LaboratoryError::question(
            "material would move piece by piece at some points and at rates at others",
            "write flow = \"piece\" or flow = \"rate\" under [plant]",
        )),
    }
}

fn varied(axis: &Axis) -> AxisVaried {
    AxisVaried {
        path: axis.path.to_string(),
        unit: axis.unit().map(str::to_owned),
        log: axis.log,
        values: axis.values.iter().map(|v| v.label.clone()).collect(),
        numbers: axis.numbers(),
    }
}
