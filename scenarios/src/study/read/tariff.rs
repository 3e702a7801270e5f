//! Reading `[prices.electricity]`.

use super::sections_energy::{DEMAND_CHARGE, ENERGY_RATE};
use crate::money::tariff::{DemandCharge, EnergyRate, Hours, Tariff};
use twin_models::outcome::HOURS_OF_WEEK;
use twin_models::plant::model::Plant;
use twin_models::text::Reader;
use twin_models::text::week::{DAYS, parse_clock, parse_days};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The tariff; `None` where there is none, or where it is faulty.
pub(super) fn read(reader: &Reader<'_, '_>, plant: &Plant) -> Option<Tariff> {
    if !plant.is_metered() {
        reader.context.error(
            reader.span,
            &reader.path,
            twin_models::text::Wrong::new(
                "the plant has no meter: nobody knows what it draws".to_owned(),
                "add [machines.NAME.power] or [energy] to the plant file".to_owned(),
            ),
        );
    }
    let mut energy = Vec::new();
    for item in reader.list("energy") {
        let Some(rate) = item.table(&ENERGY_RATE) else { continue };
        let when = hours(&rate);
        energy.push(Some((when, rate.value("rate"))));
    }
    let mut demand = Vec::new();
    for item in reader.list("demand") {
        let Some(charge) = item.table(&DEMAND_CHARGE) else { continue };
        let (when, per_kw) = (hours(&charge), charge.value("rate"));
        demand.push((when, per_kw, charge.value("ratchet")));
    }
    let (rider, fixed) = (reader.value("rider"), reader.value("fixed"));
    let energy: Option<Vec<EnergyRate>> = energy
        .into_iter()
        .map(|rate| {
            let (when, per_kwh) = rate?;
            Some(EnergyRate { when: when?, per_kwh: per_kwh? })
        })
        .collect();
    let demand: Option<Vec<DemandCharge>> = demand
        .into_iter()
        .map(|(when, per_kw, ratchet)| {
            Some(DemandCharge { when: when?, per_kw: per_kw?, ratchet: ratchet? })
        })
        .collect();
    let first_month = plant.start.month() as usize - 1;
    let tariff =
        Tariff { energy: energy?, demand: demand?, rider: rider?, fixed: fixed?, first_month };
    if let Some((month, hour)) = tariff.gap() {
        let at = format!("{} {:02}:00 in {}", DAYS[hour / 24], hour % 24, MONTHS[month]);
        reader.error(
            "energy",
            format!("no rate covers {at}"),
            "add a last rate without `months`, `days`, `from` and `to`: it covers the rest",
        );
    }
    if plant.start.day() != 1 {
        reader.warn(
            "energy",
            "months of the study do not begin on the first: bills are of those months, at the rates \
             of the calendar month in which each begins",
            "let the plant start on the first of a month",
        );
    }
    Some(tariff)
}

/// When a rate or a charge applies.
fn hours(reader: &Reader<'_, '_>) -> Option<Hours> {
    let mut when = Hours::ALWAYS;
    if reader.has("months") {
        when.months = [false; 12];
        for item in reader.list("months") {
            if let Some(month) = item.count(1, 12) {
                when.months[month as usize - 1] = true;
            }
        }
    }
    let days = match reader.item("days") {
        None => [true; 7],
        Some(item) => parse_days(item.text()?).map_err(|wrong| item.wrong(wrong)).ok()?,
    };
    let clock = |key: &str, absent: u32| -> Option<u32> {
        let Some(item) = reader.item(key) else { return Some(absent) };
        let minutes = parse_clock(item.text()?).map_err(|wrong| item.wrong(wrong)).ok()?;
        if minutes % 60 != 0 {
            item.error("a tariff has whole hours here", "write a full hour such as \"13:00\"");
        }
        Some(minutes / 60)
    };
    let (from, to) = (clock("from", 0), clock("to", 24));
    let (from, to) = (from? as usize, to? as usize);
    if from >= to {
        reader.error(
            if reader.has("to") { "to" } else { "from" },
            "it ends before it begins",
            "hours over midnight are two entries",
        );
    }
    for hour in 0..HOURS_OF_WEEK {
        when.hours[hour] = days[hour / 24] && (from..to).contains(&(hour % 24));
    }
    Some(when)
}
