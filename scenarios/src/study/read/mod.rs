//! From a study file to a [`Study`]: all faults of study, plant and edits at once.

mod attacks;
mod beside;
mod currency;
pub mod finance;
mod governance;
mod honest;
pub mod investment;
mod learning;
mod own_unit;
mod parts;
mod paths;
mod price_lines;
pub mod prices;
mod programme;
mod quality_lines;
mod repriced;
mod scorecard;
pub mod sections;
mod sections_attacks;
pub mod sections_beside;
mod sections_energy;
pub mod sections_governance;
pub mod sections_investment;
pub mod sections_money;
mod sections_paths;
pub mod sections_programme;
pub mod sections_quality;
pub mod sections_scorecard;
mod sections_team;
pub mod sections_uncertain;
mod tariff;
mod team;
mod uncertain;
pub mod units;

use super::arm::Arm;
use super::assumptions;
use super::beside::Beside;
use super::calibrate::calibrate;
use super::check;
use super::question::{ArmTools, Study};
use crate::indicator::Frame;
use crate::investment::project::Investment;
use crate::investment::sources::Sources;
use crate::money::ledger::Pricing;
use crate::money::prices::PriceBook;
use parts::{claims, cost_centres, design, do_minimum, footprint, origins};
use sections::STUDY_FILE;
use sim_core::TICKS_PER_HOUR;
use std::path::Path;
use twin_models::outcome::{Schema, schema};
use twin_models::plant::calendar::Calendar;
use twin_models::plant::read::{ReadPlant, read_plant};
use twin_models::text::{Context, Diagnostics, Document, Fault, Reader};

/// The JSON Schema (draft 2020-12) of a study file.
pub fn study_schema() -> serde_json::Value {
    twin_models::text::schema::schema(&STUDY_FILE, "Gemba study file")
}

/// The reference of the study file as Markdown.
pub fn study_reference() -> String {
    twin_models::text::reference::reference(&STUDY_FILE)
}

/// Reads the study file at `path`; its plant file is looked for beside it.
///
/// # Errors
/// All faults of both files.
pub fn read_study_file(path: &Path) -> Result<Study, Diagnostics> {
    let document = Document::read(path)?;
    let folder = path.parent().unwrap_or(Path::new(""));
    read_study(document, &|plant| Document::read(&folder.join(plant)))
}

/// Reads a study; `load` finds its plant file by the name that stands in it.
///
/// # Errors
/// All faults of both files.
pub fn read_study(
    file: Document,
    load: &dyn Fn(&str) -> Result<Document, Diagnostics>,
) -> Result<Study, Diagnostics> {
    let context = Context::new(&file, true);
    let root = context.root(&STUDY_FILE);
    let general = root.table("study");
    let plant = general.as_ref().and_then(|general| plant_of(general, load, &context));
    let money = root.table("finance");
    let terms = money.as_ref().and_then(finance::read);
    if let Some(terms) = &terms {
        currency::check(&context, &terms.currency.to_string());
    }
    let mut investments = investments(&root, terms.as_ref());
    let minimum = general.as_ref().and_then(|general| do_minimum(general, &investments));
    let horizon = general.as_ref().and_then(|g| g.value("horizon"));
    let bundle = programme::bundle(&root, &investments);
    let programme = programme::programme(&root, &investments, horizon);
    let design = general.as_ref().and_then(design);
    let claims = claims(&root, &investments);
    let mut origins = origins(&root);
    honest::effects(&context, &investments, &claims, &origins);
    investments.iter_mut().for_each(|i| i.sources = Sources::of(i, &origins));
    honest::haircuts(&context, &investments);
    let price_table = root.table("prices");
    let mode = general.as_ref().and_then(uncertain::mode);
    let plant_file = plant.as_ref().map(|(document, _)| document);
    let (uncertain, laws) = uncertain::read(&root, plant_file, &file);
    let informal_hour = price_table
        .as_ref()
        .filter(|prices| prices.has("informal_downtime_hour"))
        .and_then(|prices| prices.value("informal_downtime_hour"));
    let has_demand = plant.as_ref().is_none_or(|(_, read)| read.plant.demand.is_some());
    let metered = plant.as_ref().is_none_or(|(_, read)| read.plant.is_metered());
    let footprint = general.as_ref().is_some_and(|g| footprint(g, metered));
    let beside = Beside { informal_hour, footprint, ..beside::read(&root, has_demand) };
    if let Some(((_, read), horizon)) = plant.as_ref().zip(horizon) {
        beside::within(&root, &beside.at_risk, read.plant.start, horizon as u32);
    }

    let arms = match &plant {
        Some((plant_file, plant)) => {
            let together =
                check::Together { bundle: bundle.as_ref(), programme: programme.as_ref() };
            check::arms(&file, plant_file, plant, &investments, minimum, together, &context)
        }
        None => None,
    };
    let schemas: Vec<Schema> =
        arms.iter().flat_map(|checked| &checked.arms).map(|arm| schema(&arm.plant)).collect();
    let mut book = match (&price_table, &arms, &plant) {
        (Some(prices), Some(checked), _) => {
            let full = checked.arms.last().map(|arm| &arm.plant);
            full.and_then(|full| prices::read(prices, full, &union(&schemas)))
        }
        // No study comes of it, but its faults are told.
        (Some(prices), None, Some((_, read))) => {
            prices::read(prices, &read.plant, &schema(&read.plant))
        }
        _ => None,
    };
    // Formula-based lines are the last of the book, see `pairing::offices`.
    if let Some(book) = &mut book {
        office_lines(book, &investments);
    }
    let full = arms.as_ref().and_then(|checked| checked.arms.last()).map(|arm| &*arm.plant);
    let cost_centres = cost_centres(&root, full, book.as_ref(), &investments);
    let name = general.as_ref().and_then(|g| g.text("name")).unwrap_or_default().to_owned();
    let count = |key: &str| general.as_ref().and_then(|g| g.count(key));
    let confidence = general.as_ref().and_then(|g| g.value("confidence")).unwrap_or(0.5);
    let baseline_file = general.as_ref().and_then(|g| g.text("baseline")).map(str::to_owned);
    let scorecard = match (&plant, &book) {
        (Some((_, read)), Some(book)) => scorecard::read(&root, &read.plant, &book.lines),
        _ => Vec::new(),
    };
    origins.extend(scorecard.iter().filter_map(assumptions::origin_of_score));
    governance::pilots(&context, &file, &investments, &scorecard, horizon);
    let tracking = governance::tracking(&root, &investments);
    let (seed, allowed) = (count("seed"), count("allowed_failures"));

    let (mut faults, mut inputs) = context.finish();
    inputs.extend(laws);
    let mut assumptions = assumptions::register("study", &inputs, &origins);
    if let Some((_, read)) = &plant {
        faults.extend(read.warnings.faults().iter().cloned());
        assumptions.extend(assumptions::of_plant(read));
    }
    if let Some(checked) = &arms {
        faults.extend(checked.warnings.iter().cloned());
        assumptions.extend(assumptions::register("study", &checked.inputs, &origins));
    }
    assumptions::complete(&mut assumptions, "study", &file, &origins);
    if let Some((plant_file, read)) = &plant {
        let origins = assumptions::origins_of_plant(read);
        assumptions::complete(&mut assumptions, "plant", plant_file, &origins);
    }
    // What two parts of a study read is one input.
    let mut told = std::collections::BTreeSet::new();
    assumptions.retain(|a| told.insert((a.file.clone(), a.path.clone())));
    let warnings = Diagnostics::new(faults);
    let complete = (plant, arms, book, terms, design, horizon, seed, allowed, mode);
    let (
        Some((plant_file, read)),
        Some(checked),
        Some(book),
        Some(terms),
        Some((design, sampling)),
        Some(horizon),
        Some(seed),
        Some(allowed),
        Some(mode),
    ) = complete
    else {
        return Err(warnings);
    };
    if warnings.errors() > 0 {
        return Err(warnings);
    }
    let horizon = horizon as u32;
    let hours = hours_of_months(read.plant.start, horizon);
    let before = checked.arms.first().map(|arm| arm.plant.clone());
    let tool = |(arm, schema): (&Arm, &Schema)| ArmTools {
        frame: Frame::new(&arm.plant, before.as_ref().unwrap_or(&arm.plant), schema, horizon),
        pricing: Pricing::new(&book, schema, hours.clone()),
        schema: schema.clone(),
        places: None,
    };
    let mut study = Study {
        name,
        plant: read.plant.name.clone(),
        start: read.plant.start,
        horizon,
        seed: u64::from(seed),
        design,
        sampling,
        allowed_failures: u64::from(allowed),
        confidence,
        tools: checked.arms.iter().zip(&schemas).map(tool).collect(),
        comparisons: Study::plan(&checked.arms),
        arms: checked.arms,
        investments,
        bundle,
        programme,
        book,
        terms,
        uncertain,
        plants_are_drawn: false,
        mode,
        known: Vec::new(),
        without: Vec::new(),
        claims,
        beside,
        cost_centres,
        scorecard,
        tracking,
        baseline_file,
        lock: None,
        data: Vec::new(),
        assumptions,
        warnings,
        plant_file,
        study_file: file.clone(),
    };
    calibrate(&mut study)?;
    match uncertain::tried(&study) {
        faults if faults.is_empty() => Ok(study),
        faults => Err(Diagnostics::new(faults)),
    }
}

/// What of a study file is worth or costs money.
#[derive(Clone, Debug)]
pub(crate) struct Money {
    /// Cost of capital, tax, inflation.
    pub(crate) terms: finance::Terms,
    /// The investments.
    pub(crate) investments: Vec<Investment>,
    /// Prices.
    pub(crate) book: PriceBook,
}

/// Reads the money of a study file again, in which single numbers have changed since `study` was
/// read.
///
/// # Errors
/// All faults of the numbers, or a price that a draw has made to nothing.
pub(crate) fn money_again(file: &Document, study: &Study) -> Result<Money, Diagnostics> {
    let context = Context::new(file, false);
    let root = context.root(&STUDY_FILE);
    let terms = root.table("finance").as_ref().and_then(finance::read);
    let mut investments = investments(&root, terms.as_ref());
    // What was calibrated stays as it was found.
    for (new, old) in investments.iter_mut().zip(&study.investments) {
        new.sources.clone_from(&old.sources);
        if old.calibrated.is_some() {
            new.edits.clone_from(&old.edits);
            new.calibrated.clone_from(&old.calibrated);
        }
    }
    let schemas: Vec<Schema> = study.tools.iter().map(|tools| tools.schema.clone()).collect();
    let full = study.arms.last().map(|arm| &arm.plant);
    let mut book = match (root.table("prices"), full) {
        (Some(prices), Some(full)) => prices::read(&prices, full, &union(&schemas)),
        _ => None,
    };
    if let Some(book) = &mut book {
        office_lines(book, &investments);
    }
    let faults = Diagnostics::new(context.finish().0);
    let names = |book: &PriceBook| book.lines.iter().map(|l| l.name.clone()).collect::<Vec<_>>();
    match (terms, book) {
        (Some(terms), Some(book)) if faults.errors() == 0 => {
            match names(&book) == names(&study.book) {
                true => Ok(Money { terms, investments, book }),
                false => Err(Fault::of_file(
                    file.file(),
                    "a draw makes a price 0, or something out of 0",
                    "let the law of a price stay above 0, and write no price of 0 that has a law",
                )
                .into()),
            }
        }
        _ => Err(faults),
    }
}

/// Adds the lines of financial operations at the end of the book.
fn office_lines(book: &mut PriceBook, investments: &[Investment]) {
    let offices = investments.iter().filter_map(|i| Some((i, i.office.as_ref()?)));
    offices.for_each(|(i, office)| book.lines.extend(office.lines(&i.name)));
}

/// All quantities of all arms, each once.
fn union(schemas: &[Schema]) -> Schema {
    let mut all: Schema = Vec::new();
    for quantity in schemas.iter().flatten() {
        if all.iter().all(|q| q.key != quantity.key) {
            all.push(quantity.clone());
        }
    }
    all
}

pub(crate) fn hours_of_months(start: jiff::civil::Date, months: u32) -> Vec<f64> {
    let edges = Calendar::months(start, months);
    edges.windows(2).map(|e| (e[1].0 - e[0].0) as f64 / TICKS_PER_HOUR as f64).collect()
}

fn plant_of(
    general: &Reader<'_, '_>,
    load: &dyn Fn(&str) -> Result<Document, Diagnostics>,
    context: &Context<'_>,
) -> Option<(Document, ReadPlant)> {
    let at = general.item("plant")?;
    let name = at.text()?;
    let report =
        |faults: Diagnostics| faults.into_faults().into_iter().for_each(|f| context.report(f));
    match load(name) {
        Ok(document) => match read_plant(&document) {
            Ok(read) => Some((document, read)),
            Err(faults) => {
                report(faults);
                None
            }
        },
        Err(faults) => {
            // A file that cannot be read is a fault of the line that names it.
            let (whole, inside): (Vec<Fault>, Vec<Fault>) =
                faults.into_faults().into_iter().partition(|fault| fault.line == 0);
            for fault in whole {
                at.error(
                    format!("the plant file: {}", fault.reason),
                    "give its path, relative to this file",
                );
            }
            inside.into_iter().for_each(|fault| context.report(fault));
            None
        }
    }
}

fn investments(root: &Reader<'_, '_>, terms: Option<&finance::Terms>) -> Vec<Investment> {
    // Without terms the study is refused anyway; the investments are still read for their faults.
    let stand_in = crate::finance::rate::AnnualRate::new(0.0).ok();
    let cost_terms = investment::CostTerms {
        currency: terms.map_or(crate::finance::currency::Currency::USD, |t| t.currency),
        depreciation: terms
            .map_or(crate::finance::depreciation::Depreciation::straight_line(5), |t| {
                t.depreciation
            }),
        escalator: match terms.map(|t| t.escalation.subscription).or(stand_in) {
            Some(rate) => rate,
            None => return Vec::new(),
        },
    };
    let all = root.named("investments");
    let read: Vec<Investment> =
        all.iter().map(|(name, reader)| investment::read(name, reader, &cost_terms)).collect();
    for (i, (_, reader)) in read.iter().zip(&all) {
        if read.iter().all(|other| other.name != i.same_luck_as) {
            let remedy = parts::did_you_mean(&i.same_luck_as, &read);
            let reason = format!("there is no investment `{}`", i.same_luck_as);
            reader.error("same_luck_as", reason, remedy);
        }
    }
    if all.is_empty() && root.has("investments") {
        root.error("investments", "there is no investment", "add [investments.NAME]");
    }
    read
}
