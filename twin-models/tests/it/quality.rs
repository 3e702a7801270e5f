//! Quality: courses computed by hand, and what must not depend on what.

use super::runs::{plant, run_for};
use twin_models::outcome::{Outcome, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;

fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

fn minutes(outcome: &Outcome, machine: usize, leaf: Leaf) -> f64 {
    outcome.machines[machine].ticks[leaf as usize] as f64 / 60e6
}

/// A machine of one piece a minute with a characteristic `q`, and what follows.
fn one(quality: &str, more: &str) -> Plant {
    plant(&format!(
        "condition = \"new\"\n[machines.m]\ncycle = \"1 min\"\n[quality.q]\nat = \"m\"\n{quality}\n{more}"
    ))
}

#[test]
fn d17_tools_wear_and_are_changed() {
    // The value is 0.95, 1.95, 2.95 .. in the life of a tool: 4 of 10 are above 6.
    let q = "sigma = 0.000001\nupper = 6\nmean = 0.95\n\
             tool = { wear = 1, life = 10, change = \"5 min\" }";
    let plant = one(q, "");
    let outcome = run_for(&plant, 0.0, 25.0);
    // 15 min a tool: 100 tools in 25 h.
    assert_eq!(quantity(&plant, &outcome, "tool_changes:q"), 100.0);
    assert_eq!(quantity(&plant, &outcome, "defects_high:q"), 400.0);
    assert_eq!(quantity(&plant, &outcome, "defects_escaped:q"), 400.0);
    assert_eq!(quantity(&plant, &outcome, "escaped"), 400.0);
    assert_eq!(minutes(&outcome, 0, Leaf::ToolChange), 500.0);
    // Changed by wear: at 4, not before 5 pieces.
    let limited =
        one(&q.replace("life = 10", "life = 10, wear_limit = 4, least = 5, most = 8"), "");
    let outcome = run_for(&limited, 0.0, 10.0);
    assert_eq!(quantity(&limited, &outcome, "tool_changes:q"), 60.0);
    assert_eq!(quantity(&limited, &outcome, "defects_high:q"), 0.0);
    // It breaks with its third piece, which is scrap.
    let broken = one(&q.replace("life = 10", "life = 10, breaks = \"3 pieces\""), "");
    let outcome = run_for(&broken, 0.0, 8.0);
    assert_eq!(quantity(&broken, &outcome, "tool_breaks:q"), 60.0);
    assert_eq!(quantity(&broken, &outcome, "scrap"), 60.0);
    assert_eq!(quantity(&broken, &outcome, "good"), 120.0);
}

#[test]
fn c14_a_drift_is_found_by_the_gauge() {
    // After piece 10 the value is 50 beyond the limit of 3; every 4th piece is measured; the search and
    // the fix take 20 min. The next cause comes at 20 pieces.
    let plant = one(
        "upper = 30\nsigma = 0.001\ngauge = { every = 4, chart = \"limits\", limit = 3 }\n\
         response = { find = \"15 min\", fix = \"5 min\" }\n\
         [quality.q.causes.c]\nevery = \"10 pieces\"\nshift = 50\nup = \"100 %\"",
        "",
    );
    let outcome = run_for(&plant, 0.0, 1.2);
    // Pieces 11 and 12 are bad, 12 is measured: stop from minute 12 to 32. 21 to 24 are bad, 24 is
    // measured: stop from 44 to 64. Of the third drift piece 31 is made.
    assert_eq!(quantity(&plant, &outcome, "drifts:q"), 3.0);
    assert_eq!(quantity(&plant, &outcome, "defects_high:q"), 2.0 + 4.0 + 1.0);
    assert_eq!(quantity(&plant, &outcome, "quality_alarms:q"), 2.0);
    assert_eq!(quantity(&plant, &outcome, "quality_false_alarms:q"), 0.0);
    assert_eq!(quantity(&plant, &outcome, "pieces_to_find:q"), 2.0 + 4.0);
    assert_eq!(quantity(&plant, &outcome, "measured:q"), 7.0);
    assert_eq!(minutes(&outcome, 0, Leaf::QualityHold), 40.0);
    assert!((quantity(&plant, &outcome, "quality_hold_h:q") - 40.0 / 60.0).abs() < 1e-9);
}

#[test]
fn causes_merge_and_are_cleared() {
    let text = |cleared: &str| {
        format!(
            "upper = 30\nsigma = 0.001\ntool = {{ life = 25 }}\n\
             [quality.q.causes.c]\nevery = \"10 pieces\"\nshift = -50\nup = \"0 %\"\n{cleared}"
        )
    };
    // It comes after piece 10, 20, 30 ..; nobody notices.
    let kept = one(&text(""), "");
    let outcome = run_for(&kept, 0.0, 100.5 / 60.0);
    assert_eq!(quantity(&kept, &outcome, "drifts:q"), 1.0);
    assert_eq!(quantity(&kept, &outcome, "defects_high:q"), 90.0);
    // Cleared after piece 25, 50 (that of 50 as well), 75, 100: bad are 11 to 25, 31 to 50, 61 to 75
    // and 81 to 100.
    let cleared = one(&text("cleared_by_tool_change = \"100 %\""), "");
    let outcome = run_for(&cleared, 0.0, 100.5 / 60.0);
    assert_eq!(quantity(&cleared, &outcome, "defects_high:q"), 70.0);
    // That of 50 came while another one lasted; that of 100 as well.
    assert_eq!(quantity(&cleared, &outcome, "drifts:q"), 4.0);
}

#[test]
fn a_restart_clears_a_cause() {
    let plant = one(
        "visual = \"0 %\"\n[quality.q.causes.c]\nclock = \"operating\"\nevery = \"1 h\"\n\
         visual = \"100 %\"\ncleared_by_restart = \"100 %\"",
        "[failures.f]\nmachine = \"m\"\nlife = \"90.5 min\"\nage = \"new\"\nrepair = \"1 h\"\n",
    );
    // Bad: pieces 61 to 90, and from 121 on; 91 is finished after the repair. The last ends too late.
    let outcome = run_for(&plant, 0.0, 4.0);
    assert_eq!(outcome.machines[0].completed, 179.0);
    assert_eq!(quantity(&plant, &outcome, "defects_visual:q"), 30.0 + 59.0);
}

#[test]
fn trap_21_inspection_sorts_and_creates_no_quality() {
    let text = |detects: &str, reject: &str| {
        format!(
            "[machines.m]\ncycle = \"1 min\"\n[machines.n]\ncycle = \"30 s\"\n\
             [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 5\n\
             [quality.q]\nat = \"m\"\nlower = -2\nupper = 2.2\nvisual = \"2 %\"\n\
             lots = {{ size = 50, bad = \"10 %\", adds = \"20 %\" }}\n\
             tool = {{ wear = {{ lognormal = {{ mean = 0.01, cv = 0.3 }} }}, life = 90 }}\n\
             gauge = {{ every = 20, chart = \"limits\", limit = 2 }}\n\
             response = {{ fix = \"10 min\" }}\n\
             [quality.q.causes.c]\nevery = {{ exponential = {{ mean = \"200 pieces\" }} }}\nshift = 2\n\
             [inspections.i]\nat = \"n\"\ndetects = {detects}\nfalse_reject = \"{reject}\"\n\
             rework = {{ kinds = [\"low\"], success = \"80 %\", hours = \"0.5 h\" }}\n"
        )
    };
    let [weak, strong] =
        [("{ default = \"10 %\" }", "0 %"), ("{ high = \"99 %\", default = \"90 %\" }", "3 %")]
            .map(|(detects, reject)| plant(&text(detects, reject)));
    let [a, b] = [&weak, &strong].map(|p| run_for(p, 0.0, 500.0));
    let kinds = ["high", "low", "visual", "material"];
    let mut made = 0.0;
    for kind in kinds {
        let key = format!("defects_{kind}:q");
        assert_eq!(quantity(&weak, &a, &key), quantity(&strong, &b, &key), "{kind}");
        assert!(quantity(&weak, &a, &key) > 20.0, "{kind}");
        made += quantity(&weak, &a, &key);
    }
    for key in ["drifts:q", "quality_alarms:q", "tool_changes:q", "quality_hold_h:q"] {
        assert_eq!(quantity(&weak, &a, key), quantity(&strong, &b, key), "{key}");
    }
    // Better inspection scraps more and lets less escape.
    let scrap = |p: &Plant, o: &Outcome| {
        kinds.map(|k| quantity(p, o, &format!("defects_scrapped_{k}:q"))).iter().sum::<f64>()
    };
    assert!(scrap(&strong, &b) > 3.0 * scrap(&weak, &a));
    let escapes = |p, o| quantity(p, o, "defects_escaped:q");
    assert!(escapes(&strong, &b) < 0.3 * escapes(&weak, &a));
    // All defects are somewhere; at the end a few are between the machines.
    for (p, o) in [(&weak, &a), (&strong, &b)] {
        let gone = scrap(p, o) + quantity(p, o, "defects_reworked:q") + escapes(p, o);
        assert!((0.0..7.0).contains(&(made - gone)), "{made} made, {gone} gone");
    }
    assert!(quantity(&strong, &b, "reworks:i") >= quantity(&strong, &b, "defects_reworked:q"));
    assert_eq!(quantity(&strong, &b, "rework_h:i"), 0.5 * quantity(&strong, &b, "reworks:i"));
    let rejected = ["rejected_bad", "rejected_good"].map(|k| quantity(&strong, &b, k));
    assert_eq!(rejected.iter().sum::<f64>(), quantity(&strong, &b, "rejects_scrapped:i"));
    assert_eq!(rejected[1], quantity(&strong, &b, "false_rejects:i"));
}

#[test]
fn d18_what_sorting_finds_is_taken_out() {
    // Every piece from the 11th on is bad; the 15th is measured; 11 to 15 are before `n`, which takes
    // an hour for a piece.
    let text = |sorts: &str| {
        format!(
            "[machines.m]\ncycle = \"1 min\"\n[machines.n]\ncycle = \"1 h\"\n\
             [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 100\n\
             [quality.q]\nat = \"m\"\nupper = 30\nsigma = 0.001\n\
             gauge = {{ every = 5, chart = \"limits\", limit = 3 }}\nresponse = {{ fix = \"1 min\"{sorts} }}\n\
             [quality.q.causes.c]\nevery = \"10 pieces\"\nshift = 50\nup = \"100 %\"\n"
        )
    };
    let [kept, sorted] = ["", ", sorts = \"100 %\""].map(|s| plant(&text(s)));
    let [a, b] = [&kept, &sorted].map(|p| run_for(p, 0.0, 20.0));
    assert_eq!(quantity(&kept, &a, "sorted:q"), 0.0);
    assert_eq!(quantity(&kept, &a, "rejected_bad"), 0.0);
    assert!(quantity(&kept, &a, "escaped") > 4.0);
    assert_eq!(quantity(&sorted, &b, "escaped"), 0.0);
    assert_eq!(quantity(&sorted, &b, "rejected_bad"), quantity(&kept, &a, "escaped"));
    let alarms = quantity(&sorted, &b, "quality_alarms:q");
    assert!(alarms > 3.0);
    assert_eq!(quantity(&sorted, &b, "sorted:q"), 5.0 * alarms);
}

#[test]
fn a20_d19_claims_come_later_and_in_clusters() {
    let plant = one(
        "upper = 3\nsigma = 0.001\nescapes = { claim = \"50 %\", lag = \"10 h\", cluster = 8 }\n\
         tool = { life = 100 }\n\
         [quality.q.causes.c]\nevery = \"90 pieces\"\nshift = 50\nup = \"100 %\"\n\
         cleared_by_tool_change = \"100 %\"",
        "",
    );
    // Bad: 91 to 100, then 181 to 200, 271 to 300 and so on, until at 900 both fall together.
    let outcome = run_for(&plant, 0.0, 10.01);
    assert_eq!(quantity(&plant, &outcome, "containments:q"), 6.0);
    assert_eq!(quantity(&plant, &outcome, "claims:q"), 0.0);
    let escaped = quantity(&plant, &outcome, "escaped");
    let later = run_for(&plant, 10.01, 10.0);
    let claims = quantity(&plant, &later, "claims:q");
    // Half of those of the first ten hours.
    assert!((claims - escaped / 2.0).abs() < 3.0 * (escaped / 4.0).sqrt(), "{claims} of {escaped}");
    assert!(quantity(&plant, &later, "escaped") > 0.0);
}

#[test]
fn c10_the_monitor_sees_an_episode_once() {
    let text = |monitor: &str| {
        one(
            &format!(
                "upper = 3\nsigma = 0.001\nmonitor = {{ {monitor} }}\nresponse = {{ fix = \"10 min\" }}\n\
                 [quality.q.causes.c]\nevery = \"100 pieces\"\nshift = 50\nup = \"100 %\""
            ),
            "",
        )
    };
    // Seen 3 pieces after it began, each time; the sixth stop ends at minute 663.
    let seen = text("detects = \"100 %\", lag = \"3 pieces\"");
    let outcome = run_for(&seen, 0.0, 663.0 / 60.0);
    assert_eq!(quantity(&seen, &outcome, "drifts_found:q"), 6.0);
    assert_eq!(quantity(&seen, &outcome, "pieces_to_find:q"), 18.0);
    assert_eq!(quantity(&seen, &outcome, "defects_high:q"), 18.0);
    assert_eq!(minutes(&outcome, 0, Leaf::QualityHold), 60.0);
    // Nobody acts: alarms are ignored, and all pieces from 101 on are bad.
    let ignored = text("detects = \"100 %\", lag = \"3 pieces\", acted_on = \"0 %\"");
    let outcome = run_for(&ignored, 0.0, 660.0 / 60.0);
    assert_eq!(quantity(&ignored, &outcome, "quality_ignored:q"), 1.0);
    assert_eq!(quantity(&ignored, &outcome, "defects_high:q"), 559.0);
    // Not seen, but it stops the machine without cause every 40 pieces, while in control.
    let blind = text("detects = \"0 %\", false_stops = \"40 pieces\"");
    let outcome = run_for(&blind, 0.0, 660.0 / 60.0);
    assert_eq!(quantity(&blind, &outcome, "quality_false_alarms:q"), 2.0);
    assert_eq!(quantity(&blind, &outcome, "drifts_found:q"), 0.0);
}

#[test]
fn defects_are_of_the_piece_and_not_of_the_lot_of_luck() {
    // A second characteristic and a gauge that never stops move no draw of the first.
    let alone = one("upper = 2", "");
    let beside = one(
        "upper = 2\ngauge = { every = 7, limit = 1 }",
        "[quality.other]\nat = \"m\"\nvisual = \"5 %\"\n",
    );
    let [a, b] = [&alone, &beside].map(|p| run_for(p, 0.0, 400.0));
    let high = quantity(&alone, &a, "defects_high:q");
    assert_eq!(high, quantity(&beside, &b, "defects_high:q"));
    // 2.275 % of 24,000.
    assert!((high - 546.0).abs() < 3.3 * 23.1, "{high}");
    assert!(quantity(&beside, &b, "quality_alarms:q") > 1000.0);
}

#[test]
fn lots_move_as_one_and_balance() {
    let text = "flow = \"lot\"\nlot = 5\n[machines.m]\ncycle = \"1 min\"\n[machines.n]\ncycle = \"1 min\"\n\
        [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 100\n\
        [quality.q]\nat = \"m\"\nvisual = \"10 %\"\ntool = { life = 50, change = \"1 min\" }\n\
        [inspections.i]\nat = \"n\"\ndetects = \"50 %\"\n";
    let plant = plant(text);
    let outcome = run_for(&plant, 0.0, 1000.0);
    let made = quantity(&plant, &outcome, "defects_visual:q");
    let pieces = outcome.machines[0].completed;
    assert!((pieces - 50.0 / 51.0 * 60_000.0).abs() < 100.0, "{pieces}");
    let tools = quantity(&plant, &outcome, "tool_changes:q");
    assert!((tools - pieces / 50.0).abs() <= 1.0, "{tools} tools for {pieces} pieces");
    // Lots of five are drawn: a tenth of 11,765 lots.
    assert!((made / 5.0 - 1176.0).abs() < 3.3 * 32.5, "{made}");
}
