//! A project from approval over lock and tracking file to budget review, from outside.

use crate::{empty, gemba, json};
use std::fs;
use std::path::Path;

const STUDY: &str = "D/studies/bottling.toml";
const TRACKING: &str = "D/studies/bottling.tracking.csv";

const PROJECT: &str = "
[tracking]
futures = 10

[investments.pdm.approval]
approver = \"Capital committee\"
approved = 2026-11-30
hurdle = \"14 %/year\"
post_audits = [2027-12-31, 2029-01-31]

[[investments.pdm.interfaces]]
class = \"plc_legacy\"
count = 6
rate = \"110 $/h\"

[[investments.pdm.reviews]]
topic = \"cybersecurity\"
what = \"remote access of the vendor\"
cost = \"4 k$\"
chance = \"25 %\"
remedy_time = \"2 months\"

[investments.pdm.pilot]
lasts = \"6 months\"
metric = \"unplanned_downtime\"
target = \"-10 %\"
gate = \"50 %\"

[provenance]
\"tracking\" = { source = \"this study\", owner = \"Controller\", kind = \"estimated\" }";

fn project(here: &Path) {
    gemba(here, &["init", "D"]).fine();
    let path = here.join(STUDY);
    let text = fs::read_to_string(&path).unwrap();
    let text = text.replacen("[provenance]", PROJECT.trim_start(), 1);
    fs::write(&path, text.replacen("horizon = \"60 months\"", "horizon = \"24 months\"", 1))
        .unwrap();
}

/// The tracking file with these figures in it: name, month, what stands there.
fn filled(here: &Path, figures: &[(&str, u32, &str, &str)]) -> String {
    let text = fs::read_to_string(here.join(TRACKING)).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for (name, month, value, said) in figures {
        let mine = |line: &&mut String| {
            let cells: Vec<&str> = line.split(',').collect();
            cells[0] == month.to_string() && cells[3] == *name
        };
        let line = lines.iter_mut().find(mine).unwrap();
        // The last two columns are empty: actual and cause.
        assert!(line.ends_with(",,"), "{line}");
        line.truncate(line.len() - 1);
        line.push_str(&format!("{value},{said}"));
    }
    lines.join("\n") + "\n"
}

#[test]
fn c07_c49_a04_c52_from_the_lock_to_the_budget_review() {
    let here = empty();
    let here = here.path();
    project(here);
    let ran = gemba(here, &["lock", STUDY, "--pairs", "2"]).fine();
    assert!(ran.out.contains("bottling.tracking.csv"), "{}", ran.out);
    let table = fs::read_to_string(here.join(TRACKING)).unwrap();
    let scores = table.lines().filter(|line| line.contains(",scorecard,")).count();
    assert_eq!(scores, 3 * 24, "three indicators in every month, before anything is live");
    // Approver, hurdle rate and pilot on the first page and in the report.
    let ran = gemba(here, &["run", STUDY, "--pairs", "4", "--out", "R"]).fine();
    assert!(ran.out.contains("approved by Capital committee on 2026-11-30"), "{}", ran.out);
    let html = fs::read_to_string(here.join("R/report.html")).unwrap().replace('\u{a0}', " ");
    for words in
        ["Hurdle rate", "Pilots, before anything goes live", "Visible without it", "2029-01-31"]
    {
        assert!(html.contains(words), "{words}");
    }
    let result = json(&fs::read_to_string(here.join("R/result.json")).unwrap());
    let seen = &result["tracking"]["pilots"][0]["seen"];
    assert_eq!((seen["from_month"].as_u64(), seen["to_month"].as_u64()), (Some(1), Some(6)));
    // Figures: one within, one far above its band, one driver far above.
    let forecast = |name: &str, kind: &str, month: usize, key: &str| {
        let all = result["tracking"][kind].as_array().unwrap();
        let line = all.iter().find(|l| l["name"] == name).unwrap();
        line["forecast"][month - 1][key].as_f64().unwrap()
    };
    let within = forecast("unplanned_downtime", "lines", 1, "p50").to_string();
    let far = (forecast("unplanned_downtime", "lines", 2, "p90") + 50.0).to_string();
    let failures = (forecast("failures", "drivers", 2, "p90") + 9.0).to_string();
    let actual = filled(
        here,
        &[
            ("unplanned_downtime", 1, &within, ""),
            ("unplanned_downtime", 2, &far, "bearing of the filler"),
            ("failures", 2, &failures, ""),
        ],
    );
    fs::write(here.join("actual.csv"), &actual).unwrap();
    let ran =
        gemba(here, &["review", "R", "--actual", "actual.csv", "--as-of", "2028-01-15"]).fine();
    assert!(ran.out.contains("1 of 2 actual figures are outside the band"), "{}", ran.out);
    assert!(ran.out.contains("Post-audit due"), "{}", ran.out);
    assert!(ran.out.contains("2027-12-31"), "{}", ran.out);
    assert!(ran.out.contains("Next post-audit"), "{}", ran.out);
    let review = json(&fs::read_to_string(here.join("R/review/review.json")).unwrap());
    let months = &review["lines"][0]["months"];
    assert_eq!(
        (&months[0]["standing"], &months[1]["standing"]),
        (&"within".into(), &"worse".into())
    );
    // 50 h and more of standstill cost money, and failures explain them.
    let worth = &months[1]["money"];
    assert!(worth["amount"].as_f64().unwrap() < 0.0, "{worth}");
    assert!(worth["interval"]["low"].as_f64() <= worth["amount"].as_f64());
    let causes = months[1]["causes"].as_array().unwrap();
    let outside: Vec<&str> = causes
        .iter()
        .filter(|c| c["outside"] == true)
        .filter_map(|c| c["title"].as_str())
        .collect();
    assert_eq!(outside, ["Failures"]);
    assert!(causes.iter().any(|c| c["actual"].is_null()), "what nobody reported is not observed");
    assert!(months[0]["causes"].is_null(), "nothing to explain within the band");
    let csv = fs::read_to_string(here.join("R/review/review.csv")).unwrap();
    assert!(csv.contains("worse than the band") && csv.contains("bearing of the filler"), "{csv}");
    let page = fs::read_to_string(here.join("R/review/review.html")).unwrap();
    assert!(page.contains("bearing of the filler") && page.contains("<svg"));
    // A locked baseline is tracked in one file only.
    let again =
        gemba(here, &["lock", STUDY, "--pairs", "2", "--out", "D/studies/bottling2.lock.json"]);
    assert!(here.join("D/studies/bottling2.tracking.csv").exists(), "{}", again.err);
    // Every fault of a file at once, with its line.
    let bad = "month,name,unit,actual\n1,unplanned_downtime,h/month,many\n99,mtbf,,4\n2,oee,,1\n3,mtbf,days,4\n\
               3,unplanned_downtime,h/month,-4\n";
    fs::write(here.join("bad.csv"), bad).unwrap();
    let ran = gemba(here, &["review", "R", "--actual", "bad.csv"]);
    assert_eq!(ran.code, Some(2));
    for words in [
        "line 2: `many` is no number",
        "line 3: `99` is no month",
        "line 4: `oee` is not tracked",
        "line 5: mtbf is told in h",
        "line 6: `-4` of unplanned_downtime is below 0, which it cannot be",
    ] {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
}
