//! Electricity of small plants, computed by hand.

use super::runs::{plant, run_for};
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::{HOURS_OF_WEEK, Outcome, RootKind, schema};
use twin_models::plant::model::Plant;
use twin_models::state::Leaf;
use twin_models::{Phase, Replica};

fn quantity(plant: &Plant, outcome: &Outcome, key: &str) -> f64 {
    let at = schema(plant).iter().position(|q| q.key == key);
    outcome.monthly[at.unwrap_or_else(|| panic!("no {key}"))]
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found}, not {expected}");
}

fn peak(outcome: &Outcome) -> f64 {
    let Some(energy) = &outcome.energy else { panic!("no meter") };
    energy.peak_kw.iter().copied().fold(0.0, f64::max)
}

fn months(plant: &Plant, months: u32) -> Outcome {
    let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
    let run = Replica::assemble(plant).run(&phases, months, Streams::new(3, 0), &Limits::default());
    run.unwrap_or_else(|error| panic!("{error}"))
}

const POWER: &str = "power = { processing = \"24 kW\", idle = \"6 kW\", off = \"1 kW\" }\n";

#[test]
fn energy_is_power_times_time_in_states_and_lies_where_it_was_drawn() {
    // Mon-Fri 06:00 to 14:00 with a break: 7.5 h of work, 0.5 h idle, 16 h off.
    let plant = plant(&format!(
        "[calendar]\nshifts = [{{ days = \"Mon-Fri\", from = \"06:00\", to = \"14:00\" }}]\n\
         breaks = [{{ days = \"Mon-Fri\", from = \"10:10\", to = \"10:40\" }}]\n\
         [machines.m]\ncycle = \"1 min\"\n{POWER}\
         [energy.loads.light]\nopen = \"10 kW\"\nclosed = \"2 kW\"\n"
    ));
    let outcome = run_for(&plant, 0.0, 168.0);
    near(quantity(&plant, &outcome, "energy_kwh:m"), 5.0 * (7.5 * 24.0 + 0.5 * 6.0) + 128.0);
    near(quantity(&plant, &outcome, "energy_kwh:light"), 5.0 * 80.0 + 128.0 * 2.0);
    let energy = outcome.energy.as_ref().expect("a meter");
    assert_eq!(energy.kwh.len(), HOURS_OF_WEEK);
    near(energy.kwh.iter().sum(), quantity(&plant, &outcome, "energy_kwh"));
    // Monday 05, 06, 10 o'clock and Sunday noon.
    let hours = [5, 6, 10, 6 * 24 + 12].map(|h| energy.kwh[h]);
    for (found, expected) in hours.iter().zip([3.0, 34.0, 34.0 - 9.0, 3.0]) {
        near(*found, expected);
    }
    // The quarter hour from 10:30 on: 10 min idle, 5 min work.
    near(energy.peak_kw[10], 34.0);
    near(energy.peak_kw[5], 3.0);
    near(peak(&outcome), 34.0);
}

#[test]
fn c22_trap_24_the_peak_is_that_of_the_plant_and_not_the_sum_of_the_machines() {
    // Two machines that take turns: each draws 24 kW for half the time, never together.
    let stops = |k: u32| {
        let all: Vec<String> = (0..50)
            .map(|i| format!("{{ from = \"{} h\", to = \"{} h\" }}", 2 * i + k, 2 * i + k + 1))
            .collect();
        format!("stops = [{}]", all.join(", "))
    };
    let power = "power = { processing = \"24 kW\", idle = \"6 kW\", maintenance = \"2 kW\" }";
    let plant = plant(&format!(
        "[machines.m]\ncycle = \"1 min\"\n{power}\n{}\n[machines.n]\ncycle = \"1 min\"\n{power}\n{}\n",
        stops(0),
        stops(1)
    ));
    let outcome = run_for(&plant, 0.0, 100.0);
    near(peak(&outcome), 26.0);
    near(quantity(&plant, &outcome, "energy_kwh"), 100.0 * 26.0);
    // 15 minutes, not an hour: a quarter hour at full power counts in full.
    let short = plant_with_short_work();
    near(peak(&run_for(&short, 0.0, 48.0)), 24.0);
}

fn plant_with_short_work() -> Plant {
    plant(&format!(
        "[calendar]\nshifts = [{{ days = \"Mon\", from = \"06:00\", to = \"06:15\" }}]\n\
         [machines.m]\ncycle = \"1 min\"\n{POWER}"
    ))
}

#[test]
fn c23_a_load_follows_the_work_of_its_machines() {
    for flow in ["piece", "rate"] {
        // m works, n gets a piece every two minutes and works half of the time.
        let plant = plant(&format!(
            "flow = {flow:?}\n[machines.m]\ncycle = \"2 min\"\n{POWER}\
             [machines.n]\ncycle = \"1 min\"\n{POWER}\
             [buffers.b]\nfrom = \"m\"\nto = \"n\"\ncapacity = 5\n\
             [energy.loads.air]\nopen = \"18 kW\"\nclosed = \"18 kW\"\nfollowing = \"40 kW\"\n"
        ));
        let outcome = run_for(&plant, 10.0, 100.0);
        near(quantity(&plant, &outcome, "energy_kwh:m"), 2400.0);
        near(quantity(&plant, &outcome, "energy_kwh:n"), 100.0 * (12.0 + 3.0));
        near(quantity(&plant, &outcome, "energy_kwh:air"), 100.0 * (18.0 + 0.75 * 40.0));
        near(outcome.energy.as_ref().unwrap().kwh.iter().sum(), 2400.0 + 1500.0 + 4800.0);
    }
}

#[test]
fn cooling_follows_the_months() {
    // Warmest in the middle of July: 11 + 10 = 21 degrees, 5 above 16.
    let plant = plant(
        "[machines.m]\ncycle = \"1 h\"\n[energy]\nemission_factor = \"0.4 kg/kWh\"\n\
         [energy.weather]\nmean = 11\namplitude = 10\nwarmest = 200\n\
         [energy.loads.cooling]\nopen = \"60 kW\"\nper_degree = \"4 kW/K\"\nabove = 16\n",
    );
    let outcome = months(&plant, 12);
    let columns = schema(&plant);
    let at = columns.iter().position(|q| q.key == "energy_kwh:cooling").unwrap();
    let kw: Vec<f64> = (0..12)
        .map(|m| {
            let hours = outcome.monthly
                [m * columns.len() + columns.iter().position(|q| q.key == "open_h").unwrap()];
            outcome.monthly[m * columns.len() + at] / hours
        })
        .collect();
    // Months begin on the 4th: July's middle is the 19th, January's the 19th.
    assert!((kw[6] - 80.0).abs() < 0.1, "{kw:?}");
    near(kw[0], 60.0);
    assert!(kw[5] < kw[6] && kw[7] < kw[6] && kw[3] == 60.0, "{kw:?}");
    let co2: f64 = outcome.monthly.chunks(columns.len()).map(|row| row[columns.len() - 1]).sum();
    let kwh: f64 = outcome.energy.as_ref().unwrap().kwh.iter().sum();
    near(co2, 0.4 * kwh);
}

const SLEEPER: &str = "power = { processing = \"30 kW\", idle = \"24 kW\", sleep = \"2 kW\", \
     start_up_energy = \"19 kWh\", warm_up = \"0.5 h\", sleep_after = AFTER }\n";

/// A piece every 4 h that takes 1 h.
fn sleeper(after: &str) -> Plant {
    plant(&format!(
        "[machines.m]\ncycle = \"1 h\"\n{}[buffers.b]\nto = \"m\"\ncapacity = 9\n\
         [sources.s]\nto = \"b\"\nevery = \"4 h\"\n",
        SLEEPER.replace("AFTER", after)
    ))
}

#[test]
fn break_even_of_sleep() {
    let plant = sleeper("\"1 h\"");
    let power = plant.machines[0].power.as_ref().unwrap();
    // (19 kWh - 2 kW x 0.5 h) / (24 kW - 2 kW) = 49.1 min.
    near(power.break_even().unwrap(), 18.0 / 22.0 * 3600.0);
}

#[test]
fn d23_sleep_saves_idle_power_and_costs_the_start() {
    // From the first piece at 4 h on, every 4 h: 0.5 h warm-up, 1 h work, 1 h idle, 1.5 h asleep.
    let plant = sleeper("\"1 h\"");
    let outcome = run_for(&plant, 4.0, 400.0);
    let hours = |leaf: Leaf| outcome.machines[0].ticks[leaf as usize] as f64 / 3.6e9;
    near(hours(Leaf::WarmUp), 50.0);
    near(hours(Leaf::Run), 100.0);
    near(hours(Leaf::NoMaterial), 100.0);
    near(hours(Leaf::Sleep), 150.0);
    let kwh = 100.0 * (19.0 + 30.0 + 24.0 + 1.5 * 2.0);
    near(quantity(&plant, &outcome, "energy_kwh:m"), kwh);
    let lost = |kind| -> f64 {
        outcome.losses.iter().filter(|l| l.kind == kind).map(|l| l.ticks as f64 / 3.6e9).sum()
    };
    near(lost(RootKind::Supply), 250.0);
    near(lost(RootKind::WarmUp), 50.0);
    // Never: the piece does not wait, and the machine idles.
    let never = sleeper("\"never\"");
    let outcome = run_for(&never, 4.0, 400.0);
    near(quantity(&never, &outcome, "energy_kwh:m"), 100.0 * (30.0 + 3.0 * 24.0));
    assert_eq!(outcome.machines[0].ticks[Leaf::Sleep as usize], 0);
}

#[test]
fn short_closings_leave_idle_and_long_ones_switch_off() {
    let closing = |more: &str| {
        plant(&format!(
            "[calendar]\nshifts = [{{ days = \"Mon-Fri\", from = \"06:00\", to = \"22:00\" }}]\n\
             [machines.m]\ncycle = \"1 min\"\npower = {{ processing = \"30 kW\", idle = \"24 kW\", \
             off_after = \"10 h\", start_up_energy = \"20 kWh\", warm_up = \"30 min\" }}\n\
             [machines.n]\nlike = \"m\"\n{more}"
        ))
    };
    // Nights of 8 h idle, the weekend and the first six hours off, five starts less four.
    let plant = closing("");
    let outcome = run_for(&plant, 0.0, 2.0 * 168.0);
    let week = 80.0 * 30.0 + 4.0 * 8.0 * 24.0;
    // The first morning is after a closing of 6 h as the run sees it: too short.
    near(quantity(&plant, &outcome, "energy_kwh:m"), 2.0 * week + 6.0 * 24.0 + 20.0);
    // Both start on the second Monday: 2 x (30 + 40) kW in two quarter hours.
    near(peak(&outcome), 140.0);
    // One after the other: 60 + 40.
    let staggered = closing("[energy]\nstagger = \"30 min\"\n");
    let apart = run_for(&staggered, 0.0, 2.0 * 168.0);
    near(peak(&apart), 100.0);
    near(quantity(&staggered, &apart, "energy_kwh"), quantity(&plant, &outcome, "energy_kwh"));
}

#[test]
fn new_parameters_count_from_their_month_on() {
    let before = plant(&format!("[machines.m]\ncycle = \"1 min\"\n{POWER}"));
    let after = plant(&format!("[machines.m]\ncycle = \"1 min\"\n{}", POWER.replace("24", "12")));
    let phases = [
        Phase { from_month: 0, plant: Arc::new(before.clone()) },
        Phase { from_month: 1, plant: Arc::new(after) },
    ];
    let mut replica = Replica::assemble(&before);
    let run = replica.run(&phases, 2, Streams::new(3, 0), &Limits::default());
    let outcome = run.unwrap_or_else(|error| panic!("{error}"));
    let energy = outcome.energy.as_ref().unwrap();
    let month =
        |m: usize| energy.kwh[m * HOURS_OF_WEEK..(m + 1) * HOURS_OF_WEEK].iter().sum::<f64>();
    near(month(0), 31.0 * 24.0 * 24.0);
    near(month(1), 28.0 * 24.0 * 12.0);
}
