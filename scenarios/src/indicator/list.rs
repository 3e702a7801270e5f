//! The list of indicators, in the order of reports.

use super::{View, is_planned_stop, is_unplanned, ratio, waits};
use crate::study::result::Better;
use twin_models::state::E10;

/// The first of the indicators that some plants do not have: where no arm has it, a result leaves it out.
const FIRST_OF_SOME: &str = "idle_people_h";

/// May a result leave it out, because no arm of the study has it?
pub fn is_of_some(key: &str) -> bool {
    INDICATORS.iter().skip_while(|spec| spec.key != FIRST_OF_SOME).any(|spec| spec.key == key)
}

/// One indicator.
#[derive(Debug)]
pub struct Spec {
    /// Stable key.
    pub key: &'static str,
    /// For people.
    pub name: &'static str,
    /// Unit.
    pub unit: &'static str,
    /// Formula and standard.
    pub definition: &'static str,
    /// Direction.
    pub better: Better,
    /// Its value; absent when it does not exist in a replication.
    pub of: fn(&View<'_>) -> Option<f64>,
}

macro_rules! indicators {
    ($($key:literal, $name:literal, $unit:literal, $better:ident, $definition:literal, $of:expr;)*) => {
        /// Every indicator.
        pub static INDICATORS: &[Spec] = &[$(Spec {
            key: $key, name: $name, unit: $unit, definition: $definition,
            better: Better::$better, of: $of,
        }),*];
    };
}

indicators! {
    "oee_constraint", "OEE of the constraint", "share", Higher,
        "ISO 22400-2 OEE index: planned run time x good pieces / planned busy time, at the designated constraint",
        |v| ratio(v.planned_run_h()? * v.constraint_pieces().1, v.busy_h());
    "availability", "Availability of the constraint", "share", Higher,
        "ISO 22400-2: actual production time / planned busy time (starved and blocked count as lost)",
        |v| ratio(v.production_h(), v.busy_h());
    "technical_availability", "Technical availability of the constraint", "share", Higher,
        "1 - unplanned downtime / operations time (SEMI E10, without minor stops)",
        |v| ratio(v.constraint_h(is_unplanned), v.constraint_h(|l| l.e10() != E10::NST)).map(|x| 1.0 - x);
    "effectiveness", "Effectiveness of the constraint", "share", Higher,
        "ISO 22400-2: planned run time x pieces / actual production time",
        |v| ratio(v.planned_run_h()? * v.constraint_pieces().0, v.production_h());
    "quality_ratio", "Quality ratio of the constraint", "share", Higher,
        "ISO 22400-2: good pieces / pieces",
        |v| ratio(v.constraint_pieces().1, v.constraint_pieces().0);
    "unplanned_down_share", "Unplanned downtime", "share", Lower,
        "unplanned downtime of all machines / their operations time (SEMI E10), without minor stops",
        |v| ratio(v.all_h(is_unplanned), v.all_h(|l| l.e10() != E10::NST));
    "unplanned_down_h", "Unplanned downtime", "h/year", Lower,
        "sum over machines, inside the schedule, without minor stops",
        |v| Some(v.all_h(is_unplanned) / v.frame.years);
    "planned_stop_h", "Stops for planned work", "h/year", Lower,
        "preventive, condition-based, inspections, false alarms and waiting for them; all machines",
        |v| Some(v.all_h(is_planned_stop) / v.frame.years);
    "mtbf", "Mean operating time between failures", "h", Higher,
        "operating time of all machines / failures; absent without a failure",
        |v| ratio(v.all_h(|l| l.e10() == E10::PRD), v.total("failures"));
    "mttr", "Mean time to restoration", "h", Lower,
        "from failure to restart, nights included / failures; absent without a failure",
        |v| {
            let ticks: i64 = v.outcome.modes.iter().map(|m| m.down_ticks).sum();
            ratio(ticks as f64 / sim_core::TICKS_PER_HOUR as f64, v.total("failures"))
        };
    "failures", "Failures", "jobs/year", Lower, "all modes, all machines",
        |v| Some(v.per_year("failures"));
    "planned_repairs", "Planned repairs", "jobs/year", Neither,
        "repairs after an alert or a finding, before failure", |v| Some(v.per_year("planned_repairs"));
    "preventive_tasks", "Preventive tasks", "jobs/year", Neither, "predetermined maintenance done",
        |v| Some(v.per_year("tasks"));
    "false_alarms", "False alarms", "jobs/year", Lower, "alerts without a defect",
        |v| Some(v.per_year("false_alarms"));
    "good", "Good pieces", "pieces/year", Higher,
        "pieces that entered finished goods; of a shop: good, past their last operation",
        |v| v.pieces_per_year("good", Some("finished_pieces"));
    "sold", "Pieces sold", "pieces/year", Higher, "shipped, backorders included",
        |v| v.pieces_per_year("sold", None);
    "lost_sales", "Lost sales", "pieces/year", Lower, "wanted and never delivered",
        |v| v.pieces_per_year("lost_sales", None);
    "served", "Demand served", "share", Higher, "sold / demand",
        |v| ratio(v.total("sold"), v.total("demand"));
    "scrap", "Scrap", "pieces/year", Lower, "scrapped at machines, at failures and restarts included",
        |v| v.pieces_per_year("scrap", Some("scrapped_pieces"));
    "rejects", "Rejects at inspection", "pieces/year", Lower, "found defective, or rejected though good",
        |v| Some(v.per_year("rejected_bad") + v.per_year("rejected_good"));
    "escapes", "Escapes", "pieces/year", Lower, "defective pieces that entered finished goods",
        |v| Some(v.per_year("escaped"));
    "overtime_h", "Overtime of the line", "h/year", Lower, "extra hours worked to recover lost pieces",
        |v| Some(v.per_year("overtime_h"));
    "labour_h", "Maintenance labour", "person h/year", Lower,
        "work of the crews: on duty, finishing off duty, called out",
        |v| Some(v.per_year("labour_ph") + v.per_year("overtime_ph") + v.per_year("callout_ph"));
    "crew_overtime_h", "Maintenance overtime", "person h/year", Lower, "off duty and called out",
        |v| Some(v.per_year("overtime_ph") + v.per_year("callout_ph"));
    "parts_emergency", "Emergency purchases", "pieces/year", Lower, "spare parts bought in emergency",
        |v| Some(v.per_year("parts_emergency"));
    "wip", "Work in process", "pieces", Lower, "time average, raw material to finished goods",
        |v| v.held("wip_ph", Some("shop_wip_ph"));
    "finished_goods", "Finished goods", "pieces", Neither, "time average",
        |v| v.held("finished_goods_ph", Some("store_ph"));
    "backlog", "Backorders", "pieces", Lower, "time average",
        |v| v.held("backlog_ph", None);
    "idle_people_h", "People of the line waiting for repairs", "h/year", Lower,
        "hours inside the schedule that the constraint lost to failures, its own and those of other machines, \
         without minor stops; mean of its servers",
        |v| Some(v.waiting_for_repair_h() / v.frame.years);
    "defect_rate", "Defective pieces", "share", Lower,
        "(scrap + rejects found defective + rework + escapes) / pieces started; absent where nothing is ever \
         defective",
        |v| {
            let bad = ["scrap", "rejected_bad", "reworks", "escaped"].map(|key| v.total(key));
            ratio(bad.iter().sum(), v.total("started")).filter(|share| *share > 0.0)
        };
    "reworks", "Rework", "pieces/year", Lower, "trials of rework at all inspection points",
        |v| v.recorded("reworks").then(|| v.per_year("reworks"));
    "pieces_to_find", "Pieces made before a drift is found", "pieces", Lower,
        "pieces from the cause to its finding / drifts found; absent where none is found",
        |v| ratio(v.total("pieces_to_find"), v.total("drifts_found"));
    "cause_h", "Stop to find and mend a cause", "h", Lower,
        "hours that machines stand to look for a cause of bad quality / alarms that somebody acts on",
        |v| ratio(v.total("quality_hold_h"), v.total("quality_alarms") - v.total("quality_ignored"))
            .filter(|hours| *hours > 0.0);
    "energy_kwh", "Electricity", "kWh/year", Lower, "machines and loads of the plant",
        |v| v.outcome.energy.as_ref().map(|e| e.kwh.iter().sum::<f64>() / v.frame.years);
    "peak_kw", "Peak of the month", "kW", Lower,
        "largest mean power of 15 minutes of the whole plant in a month, mean over the months",
        |v| {
            let peaks = &v.outcome.energy.as_ref()?.peak_kw;
            ratio(peaks.iter().sum(), peaks.len() as f64)
        };
    "service_outages", "Outages of building services", "jobs/year", Lower, "all services and attacks",
        |v| v.recorded("outages").then(|| v.per_year("outages"));
    "service_outage_h", "Hours without a building service", "h/year", Lower, "all services and attacks",
        |v| v.recorded("outage_h").then(|| v.per_year("outage_h"));
    "orders_finished", "Orders finished", "jobs/year", Higher, "of a shop",
        |v| v.recorded("orders_finished").then(|| v.per_year("orders_finished"));
    "orders_on_time", "Orders on time", "share", Higher, "orders finished by their due date / orders finished",
        |v| ratio(v.total("orders_on_time"), v.total("orders_finished"));
    "order_lead_time", "Lead time of an order", "h", Lower, "from arrival to end, mean of the orders finished",
        |v| ratio(v.total("order_lead_h"), v.total("orders_finished"));
    "alarm_response_h", "Alarm response time", "h", Lower,
        "from failure to the crew at the machine (notice, waiting for free people, their way), nights included, \
         mean of the failures whose repair has begun; absent without one, and where no crew has to come",
        |v| waits::mean(waits::to_crew(&v.outcome.responses));
    "alarm_response_p90_h", "Alarm response time, 9 of 10", "h", Lower,
        "nine of ten failures had their crew at the machine within this time: P90 of a future's failures",
        |v| waits::p90(waits::to_crew(&v.outcome.responses));
    "repair_wait_h", "Wait until the repair begins", "h", Lower,
        "from failure to the beginning of the repair itself: alarm response, diagnosis, waiting for a part and \
         for free people again; nights included, mean of the failures whose repair has begun; absent without \
         one, and where neither crew nor part has to come",
        |v| waits::mean(waits::to_repair(&v.outcome.responses));
}
