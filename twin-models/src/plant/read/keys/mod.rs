//! The keys of a plant file: the one list behind reader, JSON Schema and reference.

mod changeovers;
mod degradation;
mod energy;
mod flow;
mod forecast;
mod inspections;
mod lab;
mod market;
mod outage;
mod people;
mod quality;
mod shop;
mod staffing;
mod supply;
mod upkeep;
mod water;

pub(super) use degradation::{LEVEL, STATE};
pub(super) use flow::{STARTUP_SCRAP, STOP, WINDOW};
pub(super) use inspections::{PLAN, REWORK};
pub(super) use lab::EFFECTS;
pub(super) use market::PROVENANCE;
pub(super) use people::{AWAY, CALL_OUT, DUTY_CYCLE, HEADCOUNT};
pub(super) use shop::{ALTERNATE, BOOK, GAIN, SET_UP_PAIR, STEP};
pub(super) use staffing::WORKERS;
pub(super) use supply::{OFFER, POLICY};
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
        Field::optional(
            "energy",
            Kind::Table(&energy::ENERGY_SECTION),
            "what the plant draws beside its machines",
        ),
        Field::optional("utilities", Kind::Named(&outage::UTILITY), "shared services that fail"),
        Field::optional("cyber", Kind::Table(&outage::CYBER), "attacks on the network"),
        Field::optional(
            "quality",
            Kind::Named(&quality::QUALITY),
            "what can go wrong with a piece, and how the process is watched",
        ),
        Field::optional(
            "inspections",
            Kind::Named(&inspections::INSPECTIONS),
            "where pieces are inspected, by kinds of defects",
        ),
        Field::optional("failures", Kind::Named(&upkeep::FAILURE), "how machines fail"),
        Field::optional("maintenance", Kind::Named(&upkeep::MAINTENANCE), "planned tasks"),
        Field::optional("predictive", Kind::Named(&upkeep::PREDICTIVE), "predictive programmes"),
        Field::optional("crews", Kind::Named(&people::CREW), "people who maintain"),
        Field::optional("spares", Kind::Named(&people::SPARE), "spare parts"),
        Field::optional("materials", Kind::Named(&supply::MATERIAL), "stocks of material"),
        Field::optional("suppliers", Kind::Named(&supply::SUPPLIER), "who supplies material"),
        Field::optional("products", Kind::Named(&shop::PRODUCT), "what is made by orders"),
        Field::optional("orders", Kind::Table(&shop::ORDERS), "what is ordered of the products"),
        Field::optional("demand", Kind::Table(&market::DEMAND), "what customers take"),
        Field::optional(
            "provenance",
            Kind::Map(&Kind::Table(&market::PROVENANCE)),
            "where numbers come from, by path; the longest matching path counts",
        ),
    ],
};
