//! The catalogue: indicators of the plant as a whole.

use super::kpis;
use super::reading::{Absent, Reading, per_piece, per_time};
use super::sight::Whole;

/// Off duty and called out, and all hours of the crews.
fn crews(w: &Whole<'_>) -> Result<(f64, f64), Absent> {
    let extra = w.total("overtime_ph")? + w.total("callout_ph")?;
    Ok((extra, extra + w.total("labour_ph")?))
}

/// Average stock between raw material and customers \[pieces\].
fn stock(w: &Whole<'_>) -> Reading {
    let of_shop = w.total("shop_wip_ph").or_else(zero)? + w.total("store_ph").or_else(zero)?;
    per_time(w.total("wip_ph")? + w.total("finished_goods_ph")? + of_shop, w.elapsed_h, "time")
}

kpis! { LIST, Plant:
    "good_per_year", "Good pieces",
        "pieces that entered finished goods, and those that the shop finished and did not put into others, \
         per year", "pieces/year", Higher,
        "-", not "sales, which follow demand and stocks",
        |w| per_time(w.good()?, w.years, "time");
    "first_pass_yield", "First pass yield",
        "GP / IP: passed / looked at for the first time, all inspection points together; where there is \
         [inspection] only, good / (good + rejected)", "share", Higher, "ISO 22400-2",
        not "rolled throughput yield, which multiplies the points; and quality ratio of a machine: scrap \
             before the inspection is left out; escapes count as good, because nobody sees them", |w| {
            if let (Ok(passed), Ok(first)) = (w.total("first_pass"), w.total("first_inspected")) {
                return per_piece(passed, first);
            }
            let good = w.total("good")?;
            per_piece(good, good + w.total("rejected_bad")? + w.total("rejected_good")?)
        };
    "rolled_throughput_yield", "Rolled throughput yield",
        "product of the first pass yields of all inspection points", "share", Higher, "ISO 13053-1",
        not "the yield of a piece's way where points are in parallel: here all points count as in a row",
        |w| {
            w.total("first_inspected")?;
            let mut yields = w.each("first_inspected").map(|(name, first)| {
                per_piece(w.of("first_pass", name).ok_or(Absent::NotRecorded("first_pass"))?, first)
            });
            yields.try_fold(1.0, |product, of| Ok(product * of?))
        };
    "plant_scrap_ratio", "Scrap ratio of the plant",
        "(scrap + rejects + scrapped by the shop) / (pieces started + released to the shop)", "share", Lower,
        "ISO 22400-2, SQ / PQ of the whole plant",
        not "the scrap ratio of one machine", |w| {
            let scrapped = w.total("scrap")? + w.total("rejected_bad")? + w.total("rejected_good")?;
            let scrapped = scrapped + w.total("scrapped_pieces").or_else(zero)?;
            per_piece(scrapped, w.total("started")? + w.total("released_pieces").or_else(zero)?)
        };
    "rework_ratio", "Rework ratio", "RQ / PQ: trials of rework / pieces produced", "share", Lower,
        "ISO 22400-2",
        not "scrap ratio: a reworked piece may still be sold",
        |w| per_piece(w.total("reworks")?, w.total("produced")?);
    "inventory_turns", "Inventory turns",
        "good pieces per year / average stock (in process and finished), in pieces", "1/year", Higher,
        "ISO 22400-2",
        not "turns in money: cost of goods sold / average inventory at cost; raw material is left out",
        |w| { let stock = stock(w)?;
              let rate = per_time(w.good()?, w.years, "time")?;
              per_time(rate, stock, "stock") };
    "lead_time", "Flow time", "average pieces in process / good pieces per hour (Little's law)", "h", Lower,
        "Little 1961",
        not "cycle time of a machine",
        |w| { let rate = per_time(w.total("good")?, w.elapsed_h, "time")?;
              let wip = per_time(w.total("wip_ph")?, w.elapsed_h, "time")?;
              per_piece(wip, rate) };
    "delivery_reliability", "Demand served", "sold / demand", "share", Higher, "-",
        not "on-time delivery: a backorder delivered late counts as served",
        |w| per_time(w.total("sold")?, w.total("demand")?, "demand");
    "labour_hours_per_unit", "Labour hours per unit", "all recorded person hours / good pieces",
        "person h/piece", Lower, "-",
        not "the wages of the line: only people whose work the plant file describes are recorded",
        |w| per_piece(w.person_hours(), w.good()?);
    "worker_overtime_share", "Overtime share of maintenance",
        "(overtime + call-outs) / all hours of the crews", "share", Lower,
        "EN 15341 O21 (2007 numbering) (?)",
        not "overtime of the line, which is open time",
        |w| { let (extra, all) = crews(w)?; per_time(extra, all, "work of crews") };
    "spares_turns", "Turns of spare parts", "parts used per year / average parts on the shelf", "1/year",
        Higher, "EN 15341 E12 (2007 numbering) (?), in parts instead of money",
        not "inventory turns of goods",
        |w| { let shelf = per_time(w.total("part_stock_ph")?, w.elapsed_h, "time")?;
              let used = per_time(w.total("parts_used")?, w.years, "time")?;
              per_time(used, shelf, "stock of parts") };
    "planned_job_share", "Share of planned jobs",
        "(planned repairs + preventive tasks) / (those + failures)", "share", Higher,
        "EN 13306 terms",
        not "corrective maintenance ratio, which compares times",
        |w| { let failures = w.total("failures").or_else(zero)?;
              let planned = w.total("planned_repairs").or_else(zero)? + w.total("tasks").or_else(zero)?;
              per_time(planned, planned + failures, "job") };
    "plant_unplanned_pct_busy", "Unplanned downtime, all machines, of planned busy time",
        "UDT without minor stops / PBT, summed over machines", "share", Lower, "SEMI E10 over ISO 22400-2",
        not "downtime of the line: a machine that nobody waits for counts as much as the constraint",
        |w| per_time(w.machines.unplanned(), w.machines.pbt(), "planned busy time");
    "plant_unplanned_pct_calendar", "Unplanned downtime, all machines, of calendar time",
        "UDT without minor stops / calendar time, summed over machines", "share", Lower, "SEMI E10",
        not "the same over planned busy time: always name the denominator",
        |w| per_time(w.machines.unplanned(), w.machines.calendar(), "calendar time");
    "energy_per_good_piece", "Comprehensive energy", "energy / good pieces", "kWh/piece", Lower,
        "ISO 22400-2",
        not "energy of the machines alone: the loads of the building are in it",
        |w| per_piece(w.plain("energy_kwh")?, w.good()?);
}

/// What a plant does not have happens never.
fn zero(absent: Absent) -> Reading {
    match absent {
        Absent::NotRecorded(_) => Ok(0.0),
        other => Err(other),
    }
}
