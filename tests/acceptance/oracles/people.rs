//! Machine interference: operators who clear the stops of several machines.
//!
//! The same models as for a repair crew, said in another way: minor stops instead of failures, people
//! of the floor instead of fitters.

use super::queues;
use super::seen::{Text, exponential, h};
use super::trial::{Trial, figures};
use twin_models::state::Leaf;

/// Machines that stop after `every` of work for `lasts` of an operator's time.
fn interference(machines: f64, every: f64, lasts: &str, people: f64) -> Text {
    let servers = format!("servers = {machines}");
    let stops = format!("minor_stops = {{ every = {}, lasts = {lasts} }}", exponential(every));
    let people = format!("people = {people}");
    Text::new("loom")
        .machine("loom", "\"50 h\"", &[&servers, &stops, "cleared_by = \"weaver\""])
        .with("crews.weavers", &["skills = [\"weaver\"]", &people, "duty = \"always\""])
}

/// Palm's machines: exponential work and exponential clearing.
pub(crate) fn machine_repair(t: &mut Trial<'_>) {
    queues::machine_repair(t);
    let (n, people) = (t.case.number("machines"), t.case.number("crews"));
    let (every, lasts) = (t.case.number("MTBF"), t.case.number("MTTR"));
    t.plant(interference(n, every, &exponential(lasts), people).text(), |s| {
        let up = s.share("loom", Leaf::Run);
        let waiting = s.share("loom", Leaf::NoOperator);
        let stops: u64 = s.servers("loom").map(|m| m.minor_stops).sum();
        figures([
            ("availability", up / n),
            ("mean_waiting_for_crew", waiting),
            ("mean_machines_up", up),
            ("mean_failed", n - up),
            ("mean_wait_for_crew", waiting * s.time() / stops as f64),
            ("crew_utilisation", s.quantity("setup_ph:weavers") / (people * s.time())),
            ("failures_per_time", stops as f64 / s.time()),
        ])
    });
}

/// Ashcroft's machines: exponential work, constant clearing, one operator.
pub(crate) fn ashcroft(t: &mut Trial<'_>) {
    queues::ashcroft(t);
    let n = t.case.number("machines");
    let lasts = h(t.case.number("repair_time"));
    t.plant(interference(n, t.case.number("MTBF"), &lasts, 1.0).text(), |s| {
        let up = s.share("loom", Leaf::Run);
        let stops: u64 = s.servers("loom").map(|m| m.minor_stops).sum();
        figures([
            ("mean_machines_up", up),
            ("availability", up / n),
            ("repairman_utilisation", s.quantity("setup_ph:weavers") / s.time()),
            ("failures_per_time", stops as f64 / s.time()),
        ])
    });
}
