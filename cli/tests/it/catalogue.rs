//! `gemba catalogue` and `gemba init --investment`.

use crate::{empty, gemba, json, names};

#[test]
fn a_starter_of_the_catalogue_is_a_sound_study() {
    let folder = empty();
    let list = gemba(folder.path(), &["catalogue"]).fine().out;
    assert!(list.contains("predictive_maintenance") && list.contains("35 % to 55 %"), "{list}");
    let all = json(&gemba(folder.path(), &["catalogue", "--json"]).fine().out);
    assert_eq!(all.as_array().unwrap().len(), 9);
    let block = gemba(folder.path(), &["catalogue", "cyber_segmentation"]).fine().out;
    assert!(block.contains("[investments.segmentation]") && block.contains("replace me"));
    for kind in ["cyber_segmentation", "energy_management"] {
        let arguments = ["init", kind, "--investment", kind];
        let said = gemba(folder.path(), &arguments).fine().out;
        assert!(said.contains("next:"), "{said}");
        let study = format!("{kind}/studies/{kind}.toml");
        let checked = gemba(folder.path(), &["check", &study]).fine().out;
        assert!(checked.contains("a sound study"), "{checked}");
    }
    // Nothing is overwritten.
    let again =
        gemba(folder.path(), &["init", "energy_management", "--investment", "energy_management"]);
    assert_eq!(again.code, Some(2), "{}", again.err);
}

#[test]
fn an_unknown_investment_is_told_the_nearest() {
    let folder = empty();
    for arguments in [
        &["catalogue", "cyber_segmentatoin"][..],
        &["init", "x", "--investment", "cyber_segmentatoin"],
    ] {
        let ran = gemba(folder.path(), arguments);
        assert_eq!(ran.code, Some(2));
        assert!(ran.err.contains("did you mean `cyber_segmentation`"), "{}", ran.err);
    }
    assert!(names(folder.path()).is_empty());
}
