//! From a plant file to a [`Plant`]: all faults at once, or a plant that cannot be wrong.

mod away;
mod changeovers;
mod degradation;
mod dwell;
mod energy;
mod failures;
mod flow;
mod graph;
mod inspections;
mod keys;
mod lab;
mod maintenance;
mod market;
mod movement;
mod names;
mod outage;
mod people;
mod plausible;
mod predictive;
mod provenance;
mod quality;
mod shop;
mod staffing;
mod station;
mod supply;
mod week;

pub use keys::PLANT_FILE;
pub use provenance::Provenance;

use super::calendar::Calendar;
use super::model::{Flow, Folding, MachineIx, Plant};
use crate::text::reference::reference;
use crate::text::schema::schema;
use crate::text::{Context, Diagnostics, Document, InputEcho, Reader, Severity};
use names::Names;
use sim_core::Distribution;

/// A plant and what is known about its numbers.
#[derive(Clone, Debug)]
pub struct ReadPlant {
    /// The plant.
    pub plant: Plant,
    /// Where numbers come from.
    pub provenance: Vec<Provenance>,
    /// Every number and law of the file, as written and as used.
    pub inputs: Vec<InputEcho>,
    /// What may be meant otherwise.
    pub warnings: Diagnostics,
}

/// Reads a plant file with everything that a report tells about it.
pub fn read_plant(document: &Document) -> Result<ReadPlant, Diagnostics> {
    let context = Context::new(document, true);
    let (plant, provenance) = read(&context);
    let (faults, mut inputs) = context.finish();
    let warnings = Diagnostics::new(faults);
    if warnings.errors() > 0 {
        return Err(warnings);
    }
    provenance::assign(&provenance, &mut inputs);
    Ok(ReadPlant { plant, provenance, inputs, warnings })
}

/// Reads the plant alone; for documents that a study has edited, thousands of times.
pub fn resolve_plant(document: &Document) -> Result<Plant, Diagnostics> {
    let context = Context::new(document, false);
    let (plant, _) = read(&context);
    let (faults, _) = context.finish();
    match faults.iter().any(|f| f.severity == Severity::Error) {
        true => Err(Diagnostics::new(faults)),
        false => Ok(plant),
    }
}

/// The plant of a document that differs from that of `base` below `[predictive]` only: what did not
/// change is not read again.
///
/// # Errors
/// All faults of the programmes.
pub fn resolve_programmes(document: &Document, base: &Plant) -> Result<Plant, Diagnostics> {
    let context = Context::new(document, false);
    let root = context.root(&PLANT_FILE);
    let sections = Sections::of(&root);
    let names = register(&context, &sections);
    let draft = Draft { names: &names, sections: &sections, calendar: &base.calendar };
    let monitors = predictive::read(&draft, &root.named("predictive"), base);
    let (faults, _) = context.finish();
    match faults.iter().any(|f| f.severity == Severity::Error) {
        true => Err(Diagnostics::new(faults)),
        false => Ok(Plant { monitors, ..base.clone() }),
    }
}

/// The JSON Schema (draft 2020-12) of a plant file.
pub fn plant_schema() -> serde_json::Value {
    schema(&PLANT_FILE, "Gemba plant file")
}

/// The reference of the plant file as Markdown.
pub fn plant_reference() -> String {
    reference(&PLANT_FILE)
}

impl Plant {
    /// Reads a plant from the bytes of a file; `file` is its name for people.
    pub fn from_toml(file: &str, bytes: &[u8]) -> Result<ReadPlant, Diagnostics> {
        read_plant(&Document::parse(file, bytes)?)
    }
}

/// Stands where a law was faulty: such a plant is never handed out.
fn placeholder() -> Distribution {
    Distribution::constant(1.0)
}

/// Tables with free names.
type Named<'c, 'd> = Vec<(&'d str, Reader<'c, 'd>)>;

/// The readers of all sections with free names.
struct Sections<'c, 'd> {
    sources: Named<'c, 'd>,
    machines: Named<'c, 'd>,
    buffers: Named<'c, 'd>,
    failures: Named<'c, 'd>,
    products: Named<'c, 'd>,
    crews: Named<'c, 'd>,
    spares: Named<'c, 'd>,
    materials: Named<'c, 'd>,
    suppliers: Named<'c, 'd>,
    quality: Named<'c, 'd>,
    inspections: Named<'c, 'd>,
}

impl<'c, 'd> Sections<'c, 'd> {
    fn of(root: &Reader<'c, 'd>) -> Self {
        Self {
            sources: root.named("sources"),
            machines: root.named("machines"),
            buffers: root.named("buffers"),
            failures: root.named("failures"),
            products: root.named("products"),
            crews: root.named("crews"),
            spares: root.named("spares"),
            materials: root.named("materials"),
            suppliers: root.named("suppliers"),
            quality: root.named("quality"),
            inspections: root.named("inspections"),
        }
    }
}

/// What one section's reader may look at.
struct Draft<'a, 'c, 'd> {
    names: &'a Names<'d>,
    sections: &'a Sections<'c, 'd>,
    calendar: &'a Calendar,
}

fn read<'d>(context: &Context<'d>) -> (Plant, Vec<Provenance>) {
    let root = context.root(&PLANT_FILE);
    let general = root.table("plant");
    let calendar = root.table("calendar").map(|r| week::read(&r)).unwrap_or_default();
    let sections = Sections::of(&root);
    let names = register(context, &sections);
    let draft = Draft { names: &names, sections: &sections, calendar: &calendar };
    let in_service = general.as_ref().and_then(|g| g.word("condition")) != Some("new");
    let constraint = general.as_ref().and_then(|g| names.station(&g.item("constraint")?));
    let machines = flow::machines(&draft);
    let buffers = flow::buffers(&draft);
    let mut plant = Plant {
        name: general.as_ref().and_then(|g| g.text("name")).unwrap_or("").to_owned(),
        start: general.as_ref().and_then(|g| g.date("start")).unwrap_or(jiff::civil::Date::ZERO),
        constraint: MachineIx(constraint.map_or(0, |k| names.stations[k].first)),
        sources: flow::sources(&draft),
        modes: failures::read(&draft, in_service),
        parts: people::spares(&draft),
        crews: people::crews(&draft),
        tasks: Vec::new(),
        extensions: Default::default(),
        monitors: Vec::new(),
        changeovers: root
            .table("changeovers")
            .and_then(|r| changeovers::read(&draft, &r, constraint)),
        utilities: outage::utilities(&draft, &root),
        cyber: root.table("cyber").and_then(|r| outage::cyber(&draft, &r)),
        energy: root.table("energy").and_then(|r| energy::read(&draft, &r)),
        suppliers: supply::suppliers(&draft),
        materials: supply::materials(&draft),
        quality: quality::read(&draft, in_service),
        inspections: Vec::new(),
        shop: None,
        demand: root.table("demand").and_then(|r| market::read(&r)),
        calendar: calendar.clone(),
        flow: Flow::Piece,
        folding: Folding::Folded,
        machines,
        buffers,
    };
    flow::connect(&draft, &mut plant);
    flow::inspection(&draft, &root, &mut plant);
    plant.inspections = inspections::read(&draft, &root, &plant);
    plant.tasks = maintenance::read(&draft, &root.named("maintenance"), &plant);
    plant.monitors = predictive::read(&draft, &root.named("predictive"), &plant);
    shop::read(&draft, &root, &mut plant);
    dwell::check(&draft, &plant);
    supply::connect(&draft, &mut plant);
    graph::check(&draft, &plant);
    movement::read(&draft, general.as_ref(), &mut plant);
    staffing::check(&draft, &plant);
    energy::check_sleep(&draft, &plant);
    if let Some(station) = constraint.map(|k| &names.stations[k]) {
        plausible::check_demand(&root, &plant, station.servers);
    }
    (plant, provenance::read(&root))
}

/// All names, before anything refers to them.
fn register<'d>(context: &Context<'d>, sections: &Sections<'_, 'd>) -> Names<'d> {
    let mut names = Names { buffers: keys_of(&sections.buffers), ..Names::default() };
    names.parts = keys_of(&sections.spares);
    names.materials = keys_of(&sections.materials);
    names.suppliers = keys_of(&sections.suppliers);
    let mut first = 0;
    let of_routes = shop::stations_of_routes(&sections.products);
    for (name, reader) in &sections.machines {
        let servers = reader.count("servers").unwrap_or(1);
        let in_shop = of_routes.contains(name);
        names.stations.push(names::Station { name, first, servers, in_shop });
        first += servers;
    }
    let mut first = 0;
    for (name, reader) in &sections.failures {
        let station = reader.item("machine").and_then(|item| names.station(&item));
        let (units, needed) = degradation::units(reader);
        names.modes.push(names::ModeGroup { name, first, station, units, needed });
        first += station.map_or(1, |k| names.stations[k].servers) * units;
    }
    names.crews = sections.crews.iter().map(|(name, r)| people::entry(name, r)).collect();
    names::refuse_ambiguous(
        context,
        &[
            ("machine", &sections.machines),
            ("buffer", &sections.buffers),
            ("failure mode", &sections.failures),
            ("material", &sections.materials),
            ("supplier", &sections.suppliers),
        ],
    );
    names
}

fn keys_of<'d>(named: &Named<'_, 'd>) -> Vec<&'d str> {
    named.iter().map(|(name, _)| *name).collect()
}
