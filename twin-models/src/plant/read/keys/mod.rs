//! The keys of a plant file: the one list behind reader, JSON Schema and reference.

mod changeovers;
mod degradation;
mod flow;
mod lab;
mod market;
mod people;
mod upkeep;

pub(super) use degradation::{LEVEL, STATE};
pub(super) use flow::{STARTUP_SCRAP, STOP, WINDOW};
pub(super) use lab::EFFECTS;
pub(super) use market::PROVENANCE;
pub(super) use people::{CALL_OUT, DUTY_CYCLE};
pub(super) use upkeep::FALSE_ALARMS;

use crate::text::{Field, Kind, Section};

/// The whole file.
pub static PLANT_FILE: Section = Section {
    name: "plant file",
    doc: "A factory: what stands on the shop floor and how it runs.",
    fields: &[
        Field::required("plant", Kind::Table(&flow::PLANT), "the plant as a whole"),
        Field::optional("calendar", Kind::Table(&flow::CALENDAR), "when the plant works"),
        Field::optional("sources", Kind::Named(&flow::SOURCE), "arrivals from outside"),
        Field::required("machines", Kind::Named(&flow::MACHINE), "what makes pieces"),
        Field::optional("buffers", Kind::Named(&flow::BUFFER), "places between machines"),
        Field::optional("inspection", Kind::Table(&flow::INSPECTION), "a look at every piece"),
        Field::optional(
            "changeovers",
            Kind::Table(&changeovers::CHANGEOVERS),
            "changes from one order to the next",
        ),
        Field::optional("failures", Kind::Named(&upkeep::FAILURE), "how machines fail"),
        Field::optional("maintenance", Kind::Named(&upkeep::MAINTENANCE), "planned tasks"),
        Field::optional("predictive", Kind::Named(&upkeep::PREDICTIVE), "predictive programmes"),
        Field::optional("crews", Kind::Named(&people::CREW), "people who maintain"),
        Field::optional("spares", Kind::Named(&people::SPARE), "spare parts"),
        Field::optional("demand", Kind::Table(&market::DEMAND), "what customers take"),
        Field::optional(
            "provenance",
            Kind::Map(&Kind::Table(&market::PROVENANCE)),
            "where numbers come from, by path; the longest matching path counts",
        ),
    ],
};
