//! Indicators of drawn plants: the identities of ISO 22400, and no number where there is none.

use super::conservation::draw;
use scenarios::indicator::{Frame, INDICATORS, View};
use scenarios::kpi::{self, Lens, Of, Sight};
use sim_core::{Limits, Streams};
use std::sync::Arc;
use twin_models::outcome::schema;
use twin_models::plant::model::Plant;
use twin_models::state::Iso22400;
use twin_models::{Phase, Replica};

fn value(id: &str, sight: &Sight) -> Option<f64> {
    match kpi::find(id).map(|k| k.of) {
        Ok(Of::Machine(of)) => of(sight).ok(),
        _ => panic!("no {id} of machines"),
    }
}

/// Time elements in microseconds, each summed from the leaves by itself.
fn times_agree(s: &Sight) {
    let of = |category: Iso22400| s.ticks_in(|l| l.iso22400() == category);
    let pot = s.ticks.iter().sum::<i64>() - of(Iso22400::OutsidePOT);
    let pbt = pot - of(Iso22400::PDT);
    let aubt = of(Iso22400::APT) + of(Iso22400::AUST) + of(Iso22400::ADET);
    assert_eq!(pbt, aubt + of(Iso22400::ADOT), "PBT = AUBT + ADOT");
    let hours = pbt as f64 / 3.6e9;
    assert!((s.pbt() - hours).abs() < 1e-9 && (s.pot() - s.pdt() - s.pbt()).abs() < 1e-6);
    assert!((s.aubt() + s.adot() - s.pbt()).abs() < 1e-6);
    assert!((s.aupt() - s.apt() - s.aust()).abs() < 1e-6);
}

fn products_agree(s: &Sight, plant: &str) {
    let near = |a: Option<f64>, b: Option<f64>| {
        if let (Some(a), Some(b)) = (a, b) {
            assert!((a - b).abs() < 1e-9 * b.abs().max(1.0), "{a} {b}\n{plant}");
        }
    };
    let v = |id: &str| value(id, s);
    let product = |ids: [&str; 3]| ids.iter().map(|id| v(id)).product::<Option<f64>>();
    near(product(["availability", "effectiveness", "quality_ratio"]), v("oee"));
    near(product(["tpm_availability", "tpm_performance", "tpm_quality"]), v("tpm_oee"));
    near(v("quality_ratio").map(|q| 1.0 - q), v("scrap_ratio"));
    let teep = v("oee").map(|oee| oee * s.pbt() / s.calendar());
    near(teep, v("teep"));
    near(
        v("allocation_efficiency").zip(v("utilisation_efficiency")).map(|(a, u)| a * u),
        v("availability"),
    );
    near(v("nee").zip(v("availability")).map(|(n, a)| n * a), {
        let whole = s.aupt() / s.pbt();
        v("oee").map(|oee| whole * oee)
    });
    for share in [
        "availability",
        "tpm_availability",
        "technical_efficiency",
        "setup_ratio",
        "operational_uptime",
        "unscheduled_share",
        "corrective_ratio",
        "failure_availability",
        "maintenance_availability",
        "unplanned_pct_busy",
    ] {
        let x = v(share);
        assert!(x.is_none_or(|x| (0.0..=1.0 + 1e-12).contains(&x)), "{share}: {x:?}\n{plant}");
    }
}

#[test]
fn identities_hold_in_every_plant() {
    let (mut absent, mut present) = (0, 0);
    for number in 0..150 {
        let text = draw(number);
        let plant = Plant::from_toml("drawn", text.as_bytes()).expect("a plant").plant;
        let phases = [Phase { from_month: 0, plant: Arc::new(plant.clone()) }];
        let mut replica = Replica::assemble(&plant);
        replica.record_months();
        let outcome = replica.run(&phases, 2, Streams::new(6, number), &Limits::default());
        let outcome = outcome.expect("a run");
        let columns = schema(&plant);
        let lens = Lens::new(&plant, &columns, 2);
        let mut sights = vec![lens.line(&outcome, None).expect("a line")];
        for k in 0..plant.machines.len() {
            sights.push(lens.machine(&outcome, k).expect("a machine"));
            sights.extend((0..2).map(|m| lens.machine_in(&outcome, k, m).expect("a month")));
        }
        for sight in &sights {
            times_agree(sight);
            products_agree(sight, &text);
        }
        let wholes = [None, Some(0), Some(1)].map(|m| lens.plant(&outcome, m).expect("a plant"));
        for kpi in kpi::all() {
            let readings: Vec<kpi::Reading> = match kpi.of {
                Of::Machine(of) => sights.iter().map(of).collect(),
                Of::Plant(of) => wholes.iter().map(of).collect(),
            };
            for reading in readings {
                assert!(
                    reading.is_ok_and(f64::is_finite) || reading.is_err(),
                    "{}\n{text}",
                    kpi.id
                );
                (absent, present) =
                    (absent + i32::from(reading.is_err()), present + i32::from(reading.is_ok()));
            }
        }
        // What studies call by the same name is the same.
        let frame = Frame::new(&plant, &plant, &columns, 2);
        let view = View { frame: &frame, outcome: &outcome };
        for (study, id) in [
            ("oee_constraint", "oee"),
            ("availability", "availability"),
            ("effectiveness", "effectiveness"),
            ("quality_ratio", "quality_ratio"),
        ] {
            let spec = INDICATORS.iter().find(|i| i.key == study).expect("an indicator");
            let (a, b) = ((spec.of)(&view), value(id, &sights[0]));
            assert!(a == b || a.zip(b).is_some_and(|(a, b)| (a - b).abs() < 1e-12), "{a:?} {b:?}");
        }
    }
    assert!(absent > 1000 && present > 10_000, "{absent} absent, {present} present");
}
