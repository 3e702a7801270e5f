//! `gemba sensitivity`, as a controller types it.

use crate::{empty, gemba, json, names, repository, text};
use std::fs;

#[test]
fn sensitivity_writes_its_folder_and_says_what_decides() {
    let here = empty();
    let study = repository("examples/studies/predictive_maintenance.toml");
    let words = ["sensitivity", text(&study), "--pairs", "24"];
    let ran = gemba(here.path(), &words).fine();
    let folder = here.path().join("gemba-sensitivity");
    assert_eq!(names(&folder), ["manifest.json", "sensitivity.html", "sensitivity.json"]);
    for words in ["NPV is 0 at", "downtime hour", "sensitivity.html", "Fragile"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let result = json(&read("sensitivity.json"));
    assert_eq!(result["format"], "gemba.sensitivity/1");
    assert_eq!(result["moved_pairs"], 20);
    assert_eq!(result["rows"].as_array().unwrap().len(), 8);
    let bars = result["tornado"].as_array().unwrap();
    assert!(bars.iter().any(|bar| bar["id"] == "cost of a downtime hour"), "B26");
    let page = read("sensitivity.html");
    for words in ["tornado-figure", "What to measure first", "What would have to be true"] {
        assert!(page.contains(words), "{words}");
    }
    // The same bytes again, on another number of threads.
    let again = gemba(here.path(), &[&words[..], &["--threads", "1", "--json"]].concat()).fine();
    assert_eq!(again.out, read("sensitivity.json"));
}
