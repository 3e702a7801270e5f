//! The usual defect rate from outside: asked for, printed beside the simulation.

use crate::{empty, gemba};
use std::fs;

#[test]
fn a21_formula_and_simulation_of_a_usual_defect_rate_stand_side_by_side() {
    let here = empty();
    let here = here.path();
    gemba(here, &["init", "D"]).fine();
    let study = here.join("D/studies/cnc_quality.toml");
    let text = fs::read_to_string(&study).unwrap();
    assert!(!text.contains("[uncertain]"), "the example has unknowns of its own");
    let path = "\"plant:quality.bore.visual\" = \"usual defect rate\"";
    fs::write(&study, format!("{text}\n[uncertain]\n{path}\n")).unwrap();
    gemba(here, &["run", "D/studies/cnc_quality.toml", "--pairs", "2", "--out", "R"]).fine();
    let page = fs::read_to_string(here.join("R/report.html")).unwrap().replace('\u{a0}', " ");
    let (_, evidence) = page.split_once("<section id=\"evidence\">").unwrap();
    let (evidence, _) = evidence.split_once("</section>").unwrap();
    assert!(evidence.contains("Usual defect rate"), "{evidence}");
    assert!(evidence.contains("By formula: 3.00 % on average at each"), "{evidence}");
    assert!(evidence.contains("Simulated for the whole plant:"), "{evidence}");
}
