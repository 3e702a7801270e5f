//! `gemba sweep` and `gemba policies`, as a newcomer types them.

use crate::{empty, gemba, json, names, repository, text};
use std::fs;

/// Small enough for a test.
const SMALL: [&str; 6] = ["--months", "3", "--first", "5", "--most", "15"];

#[test]
fn a_sweep_without_a_file_answers_the_example_and_writes_its_folder() {
    let here = empty();
    let ran = gemba(here.path(), &[&["sweep"], &SMALL[..]].concat()).fine();
    let files = ["manifest.json", "sweep.csv", "sweep.html", "sweep.json"];
    assert_eq!(names(&here.path().join("gemba-sweep")), files);
    for words in ["maintenance.bearing_change.every", "95 %", "sweep.html"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let read = |name: &str| fs::read_to_string(here.path().join("gemba-sweep").join(name)).unwrap();
    let result = json(&read("sweep.json"));
    assert_eq!(result["format"], "gemba.sweep/1");
    assert_eq!(result["points"].as_array().unwrap().len(), 9);
    assert_eq!(read("sweep.csv").lines().count(), 10);
    assert!(read("sweep.html").contains("<svg"), "the curve");
    assert_eq!(json(&read("manifest.json"))["partial"], false);
}

#[test]
fn policies_without_a_file_compare_the_bearing_and_name_each_once() {
    let here = empty();
    let ran = gemba(here.path(), &[&["policies", "--json"], &SMALL[..]].concat()).fine();
    let result = json(&ran.out);
    let mode = &result["modes"][0];
    assert_eq!((&mode["mode"], result["modes"].as_array().unwrap().len()), (&"bearing".into(), 1));
    let shown: Vec<&str> = mode["variants"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|v| v["shown"] == true)
        .map(|v| v["policy"].as_str().unwrap())
        .collect();
    assert_eq!(shown, ["as_it_is", "run_to_failure", "age", "calendar", "inspection"]);
    assert_eq!(mode["not_offered"][0]["policy"], "predictive");
    let files = ["manifest.json", "policies.csv", "policies.html", "policies.json"];
    assert_eq!(names(&here.path().join("gemba-policies")), files);
    // In words, too.
    let ran = gemba(here.path(), &[&["policies"], &SMALL[..]].concat()).fine();
    for words in ["bearing (main bearing) of press", "Emergency", "Not offered: predictive"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
}

#[test]
fn a_grid_of_two_is_a_map_with_the_prices_of_a_study() {
    let here = empty();
    let study = repository("examples/studies/predictive_maintenance.toml");
    let words = ["sweep", "--study", text(&study), "--vary", "buffers.lathe_mill.capacity=5,20"];
    let more = ["--vary", "buffers.mill_drill.capacity=5,20", "--json"];
    let small = ["--months", "1", "--first", "3", "--most", "3"];
    let ran = gemba(here.path(), &[&words[..], &more, &small].concat()).fine();
    let result = json(&ran.out);
    assert_eq!(result["provenance"]["plant"], "Manifold machining line");
    assert_eq!(result["goal"]["better"], "higher");
    assert_eq!(result["goal"]["currency"], "USD");
    let at: Vec<&serde_json::Value> =
        result["points"].as_array().unwrap().iter().map(|p| &p["at"]).collect();
    assert_eq!(serde_json::to_string(&at).unwrap(), "[[0,0],[0,1],[1,0],[1,1]]");
}

#[test]
fn threads_and_folders_change_no_byte_of_a_sweep() {
    let here = empty();
    let run = |threads: &str, out: &str| {
        let words = ["sweep", "--threads", threads, "--out", out, "--quiet"];
        let ran = gemba(here.path(), &[&words[..], &SMALL].concat()).fine();
        assert_eq!((&*ran.out, &*ran.err), ("", ""));
        fs::read(here.path().join(out).join("sweep.json")).unwrap()
    };
    assert!(run("1", "one") == run("3", "three"), "other bytes");
}

#[test]
fn what_cannot_be_asked_is_input_and_writes_nothing() {
    let here = empty();
    let plant = repository("examples/plants/forging_press.toml");
    let plant = text(&plant);
    let every = "maintenance.bearing_change.every=200 h,400 h";
    let cases: [(&[&str], &str); 8] = [
        (&["sweep", plant], "what is sought"),
        (&["sweep", plant, "--goal", "max:good"], "nothing is varied"),
        (&["sweep", plant, "--goal", "max:god", "--vary", every], "did you mean `good`?"),
        (
            &["sweep", plant, "--cost", "failures=1", "--vary", "a=b:c"],
            "neither a range nor a list",
        ),
        (
            &["sweep", plant, "--goal", "max:good", "--vary", "machines.press.cycle=-1 s,2 s"],
            "makes no plant",
        ),
        (&["sweep", "--vary", every, "--confidence", "0.4"], "between 0.5 (guessing) and 1"),
        (&["sweep", "--first", "9", "--most", "5"], "--most 5 is less than --first 9"),
        (
            &["policies", plant, "--mode", "baering", "--goal", "max:good"],
            "did you mean `bearing`?",
        ),
    ];
    for (words, reason) in cases {
        let ran = gemba(here.path(), words);
        assert_eq!(ran.code, Some(2), "{words:?}: {}", ran.err);
        assert!(ran.err.contains(reason) && ran.err.contains("help: "), "{words:?}: {}", ran.err);
    }
    assert!(names(here.path()).is_empty());
}
