//! The catalogue: indicators of a machine, and of a line by its constraint.

use super::kpis;
use super::reading::{Absent, Reading, per_piece, per_time};
use super::sight::Sight;
use crate::indicator::waits;
use twin_models::state::{E10, Leaf};

const BUSY: &str = "planned busy time";

/// Time over failures; without a failure what the observed time says.
fn per_failure(hours: f64, observed_h: f64, failures: u64) -> Reading {
    if failures > 0 { Ok(hours / failures as f64) } else { Err(Absent::no_failure(observed_h)) }
}

fn effectiveness(s: &Sight) -> Reading {
    per_time(s.planned_run_h * s.pieces, s.apt(), "production time")
}

fn quality(s: &Sight) -> Reading {
    per_piece(s.good, s.pieces)
}

fn oee(s: &Sight) -> Reading {
    per_time(s.planned_run_h * s.good, s.pbt(), BUSY)
}

fn mttr(s: &Sight) -> Reading {
    let down = s.down_ticks.ok_or(Absent::NotRecorded("restoration times by month are"))?;
    match s.failures {
        0 => Err(Absent::Nothing("failure")),
        n => Ok(down as f64 / sim_core::TICKS_PER_HOUR as f64 / n as f64),
    }
}

/// A wait for repair, or why there is none.
fn waited(s: &Sight, value: Option<f64>) -> Reading {
    value.ok_or(match s.failures {
        0 => Absent::Nothing("failure"),
        _ => Absent::Nothing("repair for which somebody or a part has to come"),
    })
}

fn maintenance_times(s: &Sight) -> (f64, f64) {
    let at_work = |l| matches!(l, Leaf::Repair | Leaf::Diagnosis | Leaf::Restart);
    (s.hours(at_work), s.planned_work())
}

kpis! { LIST, Machine:
    "availability", "Availability", "APT / PBT", "share", Higher, "ISO 22400-2",
        not "technical and TPM availability: here set-up, blocked and starved count as lost, so a plant's \
             \"92 % availability\" is seldom this one. Ask which is meant before it is typed in",
        |s| per_time(s.apt(), s.pbt(), BUSY);
    "effectiveness", "Effectiveness", "PRI x PQ / APT", "share", Higher, "ISO 22400-2",
        not "efficiency against a standard with allowances: PRI is the run time at nameplate speed",
        effectiveness;
    "quality_ratio", "Quality ratio", "GQ / PQ", "share", Higher, "ISO 22400-2",
        not "first pass yield: here each machine answers for its own scrap, and rejects of a later \
             inspection do not count", quality;
    "oee", "OEE index", "sum of PRI x GQ / PBT = availability x effectiveness x quality ratio", "share",
        Higher, "ISO 22400-2",
        not "TPM-OEE, whose loading time leaves out time without an order; and the mean of the machines' \
             OEE: a line has the OEE of its constraint", oee;
    "nee", "NEE index", "AUPT / PBT x effectiveness x quality ratio", "share", Higher, "ISO 22400-2",
        not "OEE: NEE counts set-up as used time",
        |s| Ok(per_time(s.aupt(), s.pbt(), BUSY)? * effectiveness(s)? * quality(s)?);
    "teep", "TEEP", "sum of PRI x GQ / calendar time = OEE x PBT / calendar time", "share", Higher,
        "TPM practice, after ISO 22400-2 terms",
        not "OEE: nights, weekends and planned downtime count as lost here",
        |s| per_time(s.planned_run_h * s.good, s.calendar(), "calendar time");
    "tpm_oee", "TPM-OEE", "availability x performance x quality of TPM = PRI x GQ / loading time", "share",
        Higher, "TPM (Nakajima 1988)",
        not "the OEE index of ISO 22400: time without an order is left out of the loading time here",
        |s| per_time(s.planned_run_h * s.good, s.loading(), "loading time");
    "tpm_availability", "TPM availability",
        "(loading - UDT without minor stops - set-up - SDT_TOOL - SBY_QHOLD - maintenance outside planned \
         downtime) / loading; loading = PBT - ADOT", "share", Higher, "TPM (Nakajima 1988)",
        not "availability of ISO 22400: minor stops, blocked and starved are not lost here but in \
             performance", |s| per_time(s.tpm_operating(), s.loading(), "loading time");
    "tpm_performance", "TPM performance", "PRI x PQ / (TPM availability x loading)", "share", Higher,
        "TPM (Nakajima 1988)",
        not "speed alone: minor stops and waiting for others are in it, see tpm_waiting",
        |s| per_time(s.planned_run_h * s.pieces, s.tpm_operating(), "operating time");
    "tpm_quality", "TPM quality", "GQ / PQ", "share", Higher, "TPM (Nakajima 1988)",
        not "first pass yield: rejects of a later inspection do not count at this machine", quality;
    "tpm_waiting", "Waiting inside TPM performance",
        "(SBY_BLOCKED + SBY_STARVED + SBY_NO_MATERIAL) / (TPM availability x loading)", "share", Lower,
        "the part of TPM performance that is not the machine's own",
        not "speed loss: the machine could work and is not let",
        |s| per_time(s.waiting(), s.tpm_operating(), "operating time");
    "allocation_efficiency", "Allocation efficiency", "AUBT / PBT", "share", Higher, "ISO 22400-2",
        not "utilisation: it only leaves out time without an order", |s| per_time(s.aubt(), s.pbt(), BUSY);
    "utilisation_efficiency", "Utilisation efficiency", "APT / AUBT", "share", Higher, "ISO 22400-2",
        not "utilisation of the calendar: nights and planned downtime are left out",
        |s| per_time(s.apt(), s.aubt(), "busy time");
    "technical_efficiency", "Technical efficiency", "APT / (APT + ADET)", "share", Higher, "ISO 22400-2",
        not "technical availability: waiting for others (ADET) counts as lost here",
        |s| per_time(s.apt(), s.apt() + s.adet(), "production or delay");
    "setup_ratio", "Setup ratio", "AUST / AUPT", "share", Lower, "ISO 22400-2",
        not "set-up over the schedule: the denominator is production and set-up only",
        |s| per_time(s.aust(), s.aupt(), "production or set-up");
    "throughput_rate", "Throughput rate", "PQ / AOET; the run is one order, AOET = POT", "pieces/h",
        Higher, "ISO 22400-2",
        not "speed while running: stops and waiting are in it, nights are not",
        |s| per_time(s.pieces, s.pot(), "operations time");
    "running_rate", "Output per running hour", "PQ / APT", "pieces/h", Higher, "reciprocal of the mean cycle",
        not "throughput rate: stops are left out", |s| per_time(s.pieces, s.apt(), "production time");
    "equipment_load_ratio", "Equipment load ratio", "PQ / EPC; EPC = POT / PRI", "share", Higher,
        "ISO 22400-2",
        not "OEE: scrap counts as load, planned downtime as capacity",
        |s| per_time(s.planned_run_h * s.pieces, s.pot(), "operations time");
    "scrap_ratio", "Scrap ratio", "SQ / PQ", "share", Lower, "ISO 22400-2",
        not "fall-off ratio, which is measured against what entered the plant",
        |s| per_piece(s.pieces - s.good, s.pieces);
    "fall_off_ratio", "Fall-off ratio", "SQ of the machine / PQ of the first operation", "share", Lower,
        "ISO 22400-2",
        not "scrap ratio, which is measured against the machine's own pieces",
        |s| per_piece(s.pieces - s.good, s.started);
    "mtbf", "MTBF", "operating time / FE", "h", Higher,
        "ISO 22400-2, which prints FE + 1 (?); EN 15341 T17 (2007 numbering) (?)",
        not "calendar time between failures, and life of a part: only time at work counts, over all \
             modes; without a failure there is a lower bound and no value",
        |s| per_failure(s.productive(), s.productive(), s.failures);
    "mttf", "MTTF", "time able to produce (POT - UDT without minor stops - maintenance) / FE", "h", Higher,
        "ISO 22400-2, which prints FE + 1 (?)",
        not "MTBF: time in which the machine could work and waited counts here",
        |s| { let able = s.pot() - s.unplanned() - s.planned_work();
              per_failure(able, able, s.failures) };
    "mtbfp", "MTBFp", "PRD / failures", "h", Higher, "SEMI E10",
        not "MTBF over all uptime: only productive time counts (here the operating clock is productive \
             time, so it equals mtbf)", |s| per_failure(s.productive(), s.productive(), s.failures);
    "mttr", "MTTR", "time from failure to restart, nights included / FE", "h", Lower,
        "ISO 22400-2, which prints FE + 1 (?); EN 15341 T21 (2007 numbering) (?)",
        not "repair time: waiting for crew and part, diagnosis and restart are in it", mttr;
    "alarm_response_h", "Alarm response time",
        "time from failure to the crew at the machine, nights included / failures whose repair has begun", "h",
        Lower, "-",
        not "MTTR: diagnosis, waiting for a part and the repair come after it; and not a time to acknowledge: \
             somebody is there", |s| waited(s, waits::mean(waits::to_crew(&s.responses)));
    "alarm_response_p90_h", "Alarm response time, 9 of 10",
        "P90 of the times from failure to the crew at the machine", "h", Lower, "-",
        not "the mean, which a few nights without a crew move far",
        |s| waited(s, waits::p90(waits::to_crew(&s.responses)));
    "repair_wait_h", "Wait until the repair begins",
        "time from failure to the beginning of the repair: response, diagnosis, waiting for a part / failures \
         whose repair has begun", "h", Lower, "-",
        not "alarm response time, which ends when somebody is there, and MTTR, which ends with the restart",
        |s| waited(s, waits::mean(waits::to_repair(&s.responses)));
    "downtime_per_failure", "Scheduled downtime per failure", "UDT without minor stops / FE", "h", Lower,
        "SEMI E10 times",
        not "MTTR: only hours inside the schedule count",
        |s| if s.failures > 0 { Ok(s.unplanned() / s.failures as f64) }
            else { Err(Absent::Nothing("failure")) };
    "failures", "Failures", "FE per year, all modes", "jobs/year", Lower, "EN 13306",
        not "stops: minor stops are no failures", |s| per_time(s.failures as f64, s.years, "time");
    "unplanned_down_h", "Unplanned downtime", "UDT without minor stops, per year", "h/year", Lower,
        "SEMI E10",
        not "time to restore: nights are left out", |s| per_time(s.unplanned(), s.years, "time");
    "unplanned_pct_busy", "Unplanned downtime of planned busy time", "UDT without minor stops / PBT",
        "share", Lower, "SEMI E10 over ISO 22400-2",
        not "the same over calendar time: always name the denominator",
        |s| per_time(s.unplanned(), s.pbt(), BUSY);
    "unplanned_pct_calendar", "Unplanned downtime of calendar time",
        "UDT without minor stops / calendar time", "share", Lower, "SEMI E10",
        not "the same over planned busy time: always name the denominator",
        |s| per_time(s.unplanned(), s.calendar(), "calendar time");
    "unscheduled_share", "Unscheduled downtime of operations time", "UDT / operations time", "share", Lower,
        "SEMI E10",
        not "unplanned downtime without minor stops, as reports of plants have it",
        |s| per_time(s.hours(|l| l.e10() == E10::UDT), s.pot(), "operations time");
    "operational_uptime", "Operational uptime", "(PRD + SBY + ENG) / operations time", "share", Higher,
        "SEMI E10",
        not "availability of ISO 22400: blocked and starved count as up",
        |s| per_time(s.uptime(), s.pot(), "operations time");
    "availability_technical", "Availability, technical", "PRD / (PRD + UDT + SDT)", "share", Higher,
        "SEMI E10 states",
        not "availability of ISO 22400: waiting for others is left out of both sides here, minor stops \
             and planned work are lost", |s| {
            let down = s.hours(|l| matches!(l.e10(), E10::UDT | E10::SDT));
            per_time(s.productive(), s.productive() + down, "running or down")
        };
    "maintenance_availability", "Availability related to maintenance",
        "operating time / (operating time + downtime due to maintenance)", "share", Higher,
        "EN 15341 T1 (2007 numbering) (?)",
        not "availability of ISO 22400: minor stops, set-up, tool changes and waiting are left out", |s| {
            let down = s.unplanned() + s.planned_work();
            per_time(s.productive(), s.productive() + down, "operating or down")
        };
    "failure_availability", "Availability related to failures",
        "operating time / (operating time + downtime due to failures)", "share", Higher,
        "EN 15341 T6 (2007 numbering) (?)",
        not "T1: planned maintenance is left out",
        |s| per_time(s.productive(), s.productive() + s.unplanned(), "operating or down");
    "corrective_ratio", "Corrective maintenance ratio",
        "CMT / (CMT + PMT); CMT = repair, diagnosis, restart; PMT = SDT outside planned downtime", "share",
        Lower, "ISO 22400-2",
        not "a share of cost or of man-hours; work inside a planned slot is not told apart from the slot \
             and counts in neither", |s| {
            let (corrective, preventive) = maintenance_times(s);
            per_time(corrective, corrective + preventive, "maintenance")
        };
}
