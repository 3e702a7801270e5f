//! Effects are physics, or say that they are not.

use crate::luck::with;
use scenarios::study::result::{Basis, StudyResult};
use scenarios::study::{RunOptions, read_study};
use twin_models::text::{Diagnostics, Document};

const FREE: &str = "cost = \"none\"";

fn text(edit: impl Fn(&str) -> String) -> String {
    let path = crate::study_files::fixture("good/faster_press.toml");
    edit(&std::fs::read_to_string(path).unwrap())
}

fn faults(edit: impl Fn(&str) -> String) -> Diagnostics {
    let plant =
        std::fs::read_to_string(crate::study_files::fixture("good/two_machines.toml")).unwrap();
    let load = |_: &str| Document::parse("plant.toml", plant.as_bytes());
    let study = Document::parse("study.toml", text(edit).as_bytes()).unwrap();
    match read_study(study, &load) {
        Ok(study) => study.warnings,
        Err(faults) => faults,
    }
}

fn run(edit: impl Fn(&str) -> String) -> StudyResult {
    with("faster_press.toml", str::to_owned, edit).run(&RunOptions::default()).unwrap()
}

const CALIBRATED: &str = "claim_calibrated = { path = \"failures.P1.life\", from = 1.0, to = 4.0, \
    indicator = \"failures\", change = \"-40 %\", haircut = \"55 %\", source = \"brochure\" }\nchain = [{ signal = \"s\", decision = \"d\", change = \"c\" }]\n\
    from_day_one = \"rebuilt before the study begins\"";

#[test]
fn f18_b02_a_claim_is_cut_down_and_comes_out_at_full_maturity() {
    let result = run(|t| {
        let t =
            t.replace("edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]", CALIBRATED);
        t.replace("pairs = 8", "pairs = 40")
    });
    let effect = &result.effects[0];
    assert_eq!(effect.basis, Basis::ClaimCalibrated);
    let calibration = effect.calibration.as_ref().unwrap();
    assert!(calibration.factor > 1.0 && calibration.factor < 4.0, "{}", calibration.factor);
    let wanted = 0.55 * -0.4;
    assert!((calibration.outcome - wanted).abs() < 0.02, "{}", calibration.outcome);
    // Other luck than that of the pairs, which see about the same.
    let delta = result.comparisons[0].deltas.iter().find(|d| d.key == "failures").unwrap();
    let seen = delta.investment.unwrap() / delta.reference.unwrap() - 1.0;
    assert!((seen - wanted).abs() < 0.08, "{seen}");
    assert!(!effect.counted_twice);
}

#[test]
fn trap_03_a_doubt_is_not_counted_twice() {
    let result = run(|t| {
        let edits = "edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]";
        let t = t.replace(edits, &format!("{CALIBRATED}\neffectiveness = \"80 %\""));
        t.replace("pairs = 8", "pairs = 2")
    });
    assert!(result.effects[0].counted_twice);
    assert!(result.effects[0].layers.len() >= 2, "{:?}", result.effects[0].layers);
    let physical = run(|t| {
        t.replace(FREE, &format!("effectiveness = \"80 %\"\n{FREE}"))
            .replace("pairs = 8", "pairs = 2")
    });
    assert!(!physical.effects[0].counted_twice);
    assert_eq!(physical.effects[0].basis, Basis::Physical);
}

#[test]
fn a_claim_out_of_reach_is_refused_in_words() {
    let found = faults(|t| {
        let far = CALIBRATED.replace("to = 4.0", "to = 1.05");
        t.replace("edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]", &far)
    });
    let text = found.to_string();
    assert!(found.errors() == 1 && text.contains("is not among them"), "{text}");
}

#[test]
fn c46_without_a_physical_path_there_is_no_hard_benefit() {
    let with_cost = |t: &str| {
        let t = t.replace("edits = [{ path = \"machines.press.cycle\", set = \"9 min\" }]\n", "");
        t.replace(FREE, "cost = { hardware = \"9 k$\", licence = \"0 $\", integration = \"0 $\", connectivity = \"0 $\", internal = \"0 $\", training = \"0 $\", subscription = \"0 $/year\", support = \"0 $/year\", data_and_analysts = \"0 $/year\", security = \"0 $/year\", contingency = \"0 $\", exit = \"0 $\" }")
    };
    let found = faults(with_cost);
    assert!(found.errors() == 0 && found.to_string().contains("soft-only"), "{found}");
    let result = run(with_cost);
    assert_eq!(result.effects[0].basis, Basis::SoftOnly);
    assert!(result.pairs.iter().all(|p| p.benefit == 0.0 && p.npv < 0.0));
}

#[test]
fn a32_a_promise_is_no_effect() {
    let claimed = |change: &str, kind: &str| {
        let (change, kind) = (change.to_owned(), kind.to_owned());
        move |t: &str| {
            let t = t.replace(
                "path = \"machines.press.cycle\", set = \"9 min\"",
                "path = \"failures.P1.life\", multiply = 1.25",
            );
            let t = t
                .replace("ramp = \"immediate\"", "ramp = \"immediate\"\nfrom_day_one = \"tested\"");
            format!(
                "{t}\n[[claims]]\ninvestment = \"faster\"\nindicator = \"failures\"\nchange = \"{change}\"\nsource = \"brochure\"\n\
                     [provenance]\n\"investments.faster\" = {{ source = \"brochure\", owner = \"x\", kind = \"{kind}\" }}\n"
            )
        }
    };
    let refused = faults(claimed("-20 %", "estimated"));
    assert!(
        refused.errors() == 1 && refused.to_string().contains("put in as an effect"),
        "{refused}"
    );
    let warned = faults(claimed("-30 %", "vendor"));
    assert!(warned.errors() == 0 && warned.to_string().contains("changes an outcome"), "{warned}");
    let fine = faults(claimed("-30 %", "measured"));
    assert!(fine.is_empty(), "{fine}");
}
