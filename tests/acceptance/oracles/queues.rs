//! Area queues, by plant files: one station behind a buffer, and machines that share a crew.

use super::counter::{self, Waits};
use super::direct;
use super::seen::{Seen, Text, exponential, h, lognormal, uniform};
use super::trial::{Figures, Trial, figures};
use sim_core::Distribution;
use twin_models::state::Leaf;

/// Arrivals into a queue without limit, one station of equal servers.
fn queue(every: &str, service: &str, servers: u32) -> Text {
    let servers = format!("servers = {servers}");
    Text::new("server").machine("server", service, &[&servers]).source(
        every,
        "server",
        "\"unlimited\"",
        "wait",
    )
}

/// Waiting time by Little's law: pieces waiting over time, per arrival.
fn wait(seen: &Seen<'_>) -> f64 {
    seen.buffer("queue") * seen.time() / seen.outcome.arrivals[0].0 as f64
}

/// Time in the system by Little's law.
fn stay(seen: &Seen<'_>) -> f64 {
    seen.outcome.wip_mean / seen.throughput()
}

pub(crate) fn m_m_1(t: &mut Trial<'_>) {
    let (arrivals, service) = (t.case.number("arrival_rate"), t.case.number("service_rate"));
    t.rate = arrivals;
    let (every, work) = (1.0 / arrivals, 1.0 / service);
    t.plant(queue(&exponential(every), &exponential(work), 1).text(), |s| {
        figures([
            ("L_system", s.outcome.wip_mean),
            ("utilisation", s.share("server", Leaf::Run)),
            ("Lq", s.buffer("queue")),
            ("W", stay(s)),
            ("Wq", wait(s)),
            ("P_wait_zero", s.share("server", Leaf::NoMaterial)),
        ])
    });
    let twice = 2.0 * t.case.expects("W");
    let laws =
        (Distribution::exponential(every * 3600.0), Distribution::exponential(work * 3600.0));
    counter::queue(t, laws, 1, move |waits: &Waits| {
        figures([
            ("P_n_ge_5", waits.share_of_arrivals_that_see(5)),
            ("W_p90", waits.stay_quantile(0.9)),
            ("P_W_gt_2meanW", waits.share_of_stays_beyond(twice)),
        ])
    });
}

pub(crate) fn m_m_c(t: &mut Trial<'_>) {
    let (arrivals, service) = (t.case.number("arrival_rate"), t.case.number("service_rate"));
    let servers = t.case.number("servers");
    t.rate = arrivals;
    let (every, work) = (1.0 / arrivals, 1.0 / service);
    t.plant(queue(&exponential(every), &exponential(work), servers as u32).text(), |s| {
        figures([
            ("Lq", s.buffer("queue")),
            ("L", s.outcome.wip_mean),
            ("server_utilisation", s.share("server", Leaf::Run) / servers),
            ("W", stay(s)),
            ("Wq", wait(s)),
        ])
    });
    let laws =
        (Distribution::exponential(every * 3600.0), Distribution::exponential(work * 3600.0));
    counter::queue(t, laws, servers as usize, move |waits: &Waits| {
        figures([
            ("erlang_C", waits.share_of_waits_beyond(0.0)),
            ("P_wait_gt_service_mean", waits.share_of_waits_beyond(work)),
        ])
    });
}

/// M/G/1: deterministic or lognormal service.
pub(crate) fn m_g_1(t: &mut Trial<'_>) {
    let arrivals = t.case.number("arrival_rate");
    t.rate = arrivals;
    let every = 1.0 / arrivals;
    let (text, law) = match t.case.value("service").as_f64() {
        Some(work) => (h(work), Ok(Distribution::constant(work * 3600.0))),
        None => {
            let (mean, cv) = (t.case.number("service_mean"), t.case.number("service_cv"));
            (lognormal(mean, cv), Distribution::lognormal(mean * 3600.0, cv))
        }
    };
    t.plant(queue(&exponential(every), &text, 1).text(), |s| {
        figures([
            ("Wq", wait(s)),
            ("utilisation", s.share("server", Leaf::Run)),
            ("W", stay(s)),
            ("Lq", s.buffer("queue")),
            ("L", s.outcome.wip_mean),
            ("P_wait_zero", s.share("server", Leaf::NoMaterial)),
        ])
    });
    counter::queue(t, (Distribution::exponential(every * 3600.0), law), 1, |waits: &Waits| {
        figures([("busy_period_mean", waits.busy_period())])
    });
}

/// M/M/1/5: the place on the machine counts.
pub(crate) fn m_m_1_k(t: &mut Trial<'_>) {
    let (arrivals, service) = (t.case.number("arrival_rate"), t.case.number("service_rate"));
    t.rate = arrivals;
    let waiting = format!("{}", t.case.number("K") - t.case.number("servers"));
    let text = Text::new("server").machine("server", &exponential(1.0 / service), &[]).source(
        &exponential(1.0 / arrivals),
        "server",
        &waiting,
        "lost",
    );
    t.plant(text.text(), |s| {
        let (came, lost) = s.outcome.arrivals[0];
        figures([
            ("throughput", s.throughput()),
            ("L", s.outcome.wip_mean),
            ("P_block", lost as f64 / came as f64),
            ("Lq", s.buffer("queue")),
            ("W_of_accepted", stay(s)),
            ("utilisation", s.share("server", Leaf::Run)),
        ])
    });
}

pub(crate) fn erlang_loss(t: &mut Trial<'_>) {
    let arrivals = t.case.number("arrival_rate");
    t.rate = arrivals;
    let servers = format!("servers = {}", t.case.number("servers"));
    let text = Text::new("server").machine("server", "\"1 h\"", &[&servers]).source(
        &exponential(1.0 / arrivals),
        "server",
        "0",
        "lost",
    );
    t.plant(text.text(), |s| {
        let (came, lost) = s.outcome.arrivals[0];
        figures([
            ("P_loss", lost as f64 / came as f64),
            ("throughput", s.throughput()),
            ("mean_busy", s.share("server", Leaf::Run)),
        ])
    });
}

/// Machines that fail and share one crew; all of them always have work.
fn shared_crew(machines: f64, life: f64, repair: &str, people: f64) -> Text {
    let servers = format!("servers = {machines}");
    let (life, repair) = (format!("life = {}", exponential(life)), format!("repair = {repair}"));
    let people = format!("people = {people}");
    Text::new("press")
        .machine("press", "\"50 h\"", &[&servers])
        .failure("stop", "press", &[&life, &repair, "skill = \"fitter\""])
        .with("crews.fitters", &["skills = [\"fitter\"]", &people, "duty = \"always\""])
}

pub(crate) fn machine_repair(t: &mut Trial<'_>) {
    let (n, crews) = (t.case.number("machines"), t.case.number("crews"));
    let (life, repair) = (t.case.number("MTBF"), t.case.number("MTTR"));
    t.plant(shared_crew(n, life, &exponential(repair), crews).text(), |s| {
        let up = s.share("press", Leaf::Run);
        let waiting = s.share("press", Leaf::WaitCrew);
        let failures = s.modes().failures as f64;
        figures([
            ("availability", up / n),
            ("mean_waiting_for_crew", waiting),
            ("mean_machines_up", up),
            ("mean_failed", n - up),
            ("mean_wait_for_crew", waiting * s.time() / failures),
            ("crew_utilisation", s.quantity("labour_ph:fitters") / (crews * s.time())),
            ("failures_per_time", failures / s.time()),
        ])
    });
    let (needed, crews) = (n as usize, crews as usize);
    direct::machine_repair(t, (needed, 0, crews), (life, repair), t.case.horizon(1.0), |m| {
        figures([("P_all_N_up", m.all_up())])
    });
    none_up(t, (needed, 0, crews), (life, repair));
}

/// So rare that it takes far longer runs to see it at all.
fn none_up(t: &mut Trial<'_>, counts: (usize, usize, usize), means: (f64, f64)) {
    let mut horizon = t.case.horizon(1.0);
    horizon.length *= 50.0;
    direct::machine_repair(t, counts, means, horizon, |m| figures([("P_none_up", m.none_up())]));
}

/// Cold spares that stand in for failed machines: no plant file says that.
pub(crate) fn machine_repair_with_spares(t: &mut Trial<'_>) {
    let count = |name| t.case.number(name) as usize;
    let counts = (count("machines"), count("spares"), count("crews"));
    let means = (t.case.number("MTBF"), t.case.number("MTTR"));
    direct::machine_repair(t, counts, means, t.case.horizon(1.0), |m| {
        figures([
            ("availability", m.up() / counts.0 as f64),
            ("mean_waiting_for_crew", m.waiting()),
            ("mean_machines_up", m.up()),
            ("mean_failed", m.failed()),
            ("mean_wait_for_crew", m.waiting() / m.failure_rate()),
            ("crew_utilisation", (m.failed() - m.waiting()) / counts.2 as f64),
            ("failures_per_time", m.failure_rate()),
            ("P_all_N_up", m.all_up()),
        ])
    });
    none_up(t, counts, means);
}

pub(crate) fn ashcroft(t: &mut Trial<'_>) {
    let n = t.case.number("machines");
    let repair = h(t.case.number("repair_time"));
    t.plant(shared_crew(n, t.case.number("MTBF"), &repair, 1.0).text(), |s| {
        let up = s.share("press", Leaf::Run);
        figures([
            ("mean_machines_up", up),
            ("availability", up / n),
            ("repairman_utilisation", s.quantity("labour_ph:fitters") / s.time()),
            ("failures_per_time", s.modes().failures as f64 / s.time()),
        ])
    });
}

/// Interarrival times that are constant or uniform, exponential or uniform service.
pub(crate) fn g_g_1(t: &mut Trial<'_>) {
    let seconds = |pair: [f64; 2]| Distribution::uniform(pair[0] * 3600.0, pair[1] * 3600.0);
    let (every, law, mean) = match t.case.value("interarrival").as_str() {
        Some(words) if words.starts_with("deterministic") => {
            let every = t.case.law("interarrival")[0];
            (h(every), Ok(Distribution::constant(every * 3600.0)), every)
        }
        words => {
            let list = |path| t.case.list(path);
            let ends =
                if words.is_some() { t.case.law("interarrival") } else { list("interarrival") };
            let ends = [ends[0], ends[1]];
            (uniform(ends[0], ends[1]), seconds(ends), (ends[0] + ends[1]) / 2.0)
        }
    };
    t.rate = 1.0 / mean;
    t.leave_out("a bound", &["Kingman_upper_bound_Wq"]);
    let exponential_service = t.case.value("service_rate").as_f64();
    if let Some(rate) = exponential_service {
        t.plant(queue(&every, &exponential(1.0 / rate), 1).text(), |s| {
            figures([("Wq", wait(s)), ("L_time", s.outcome.wip_mean)])
        });
        let laws = (law, Distribution::exponential(3600.0 / rate));
        counter::queue(t, laws, 1, |waits: &Waits| {
            let waited = waits.share_of_waits_beyond(0.0);
            figures([
                ("P_wait", waited),
                ("sigma", waited),
                ("L_at_arrivals", waits.seen_by_arrivals()),
            ])
        });
    } else {
        t.leave_out("an approximation, not the truth", &["Kingman_VUT_approximation"]);
        let ends = t.case.list("service");
        t.plant(queue(&every, &uniform(ends[0], ends[1]), 1).text(), |s| {
            figures([("Wq", wait(s)), ("utilisation", s.share("server", Leaf::Run))])
        });
    }
    let bound = t.case.expects("Kingman_upper_bound_Wq");
    let found = t.verdicts.iter().find(|v| v.figure == "Wq").map_or(0.0, |v| v.found);
    t.against("Wq below Kingman's bound", found.min(bound), found, 0.0);
}

pub(crate) fn unreliable_server(t: &mut Trial<'_>) {
    let number = |name| t.case.number(name);
    let (arrivals, service) = (number("arrival_rate"), number("service_rate"));
    let (life, repair) = (1.0 / number("failure_rate"), 1.0 / number("repair_rate"));
    t.rate = arrivals;
    for (kind, clock) in [("ODF", "operating"), ("TDF", "calendar")] {
        let life = format!("life = {}", exponential(life));
        let repair = format!("repair = {}", exponential(repair));
        let clock = format!("clock = {clock:?}");
        let text = queue(&exponential(1.0 / arrivals), &exponential(1.0 / service), 1).failure(
            "stop",
            "server",
            &[&clock, &life, &repair],
        );
        t.plant(text.text(), |s| {
            let mut seen: Figures = vec![
                (format!("L_{kind}"), s.outcome.wip_mean),
                (format!("W_{kind}"), stay(s)),
                (format!("server_down_fraction_{kind}"), s.share("server", Leaf::Repair)),
            ];
            if kind == "ODF" {
                let busy = s.share("server", Leaf::Run) + s.share("server", Leaf::Repair);
                seen.push(("completion_time_mean".into(), busy / s.throughput()));
            }
            seen
        });
    }
}

/// One server, two classes in order of priority.
pub(crate) fn priority(t: &mut Trial<'_>) {
    let law = |name: &str| t.case.law(name).last().copied().expect("a mean");
    let means = [law("service1"), law("service2")];
    let rates = [t.case.number("lambda1"), t.case.number("lambda2")];
    t.rate = rates[0] + rates[1];
    counter::priorities(t, rates, means);
}

pub(crate) fn conwip(t: &mut Trial<'_>) {
    let count = |name| t.case.number(name) as usize;
    let pallets = count("pallets");
    direct::closed_line(t, count("stations"), pallets, 1.0 / t.case.number("rate"), |rate| {
        figures([("throughput", rate), ("cycle_time", pallets as f64 / rate)])
    });
}
