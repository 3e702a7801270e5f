//! What folding minor stops changes is measured wherever something is folded, and only there.

use crate::luck::with;
use scenarios::study::result::{FlowKind, MinorStopsAs, StudyResult};
use scenarios::study::{RunOptions, Study};

/// Minor stops of the oven where nothing else is said.
const SHORT: &str = "{ exponential = { mean = \"20 s\" } }";

/// The plant of the fixture, a second a piece, with this buffer, these minor stops of the oven, and
/// these words on its flow.
fn fast(capacity: u32, lasts: &str, flow: &str) -> Study {
    let every = "{ exponential = { mean = \"20 min\" } }";
    let stops = format!("minor_stops = {{ every = {every}, lasts = {lasts} }}");
    let plant = |text: &str| {
        text.replace("cycle = \"10 min\"", "cycle = \"1 s\"")
            .replace("cycle = \"8 min\"", "cycle = \"0.9 s\"")
            .replace("capacity = 5", &format!("capacity = {capacity}"))
            .replace("430 pieces", "258000 pieces")
            .replace("600 pieces", "360000 pieces")
            .replace("200 pieces", "120000 pieces")
            .replace("[plant]\n", &format!("[plant]\n{flow}\n"))
            .replace("cycle = \"0.9 s\"", &format!("cycle = \"0.9 s\"\n{stops}"))
    };
    with("faster_press.toml", plant, |t| t.replace("\"9 min\"", "\"0.95 s\""))
}

fn run(study: &Study, threads: usize) -> StudyResult {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let options = RunOptions { pairs: Some(2), ..RunOptions::default() };
    pool.install(|| study.run(&options)).unwrap()
}

#[test]
fn folded_stops_are_measured_on_any_number_of_threads() {
    let study = fast(400, SHORT, "");
    let one = run(&study, 1);
    let flow = one.provenance.flow.expect("a flow");
    assert_eq!((flow.kind, flow.by_default), (FlowKind::Rate, true));
    assert_eq!(flow.minor_stops, Some(MinorStopsAs::Folded));
    let check = one.folding_check.expect("a check");
    let found = check.output_difference;
    assert_eq!((found.replications, check.months), (20, 12));
    assert!(found.half_width > 0.0, "nothing was folded: {found:?}");
    assert!(found.mean.abs() < check.allowed, "{found:?}");
    assert_eq!(run(&study, 2).folding_check, one.folding_check);
}

#[test]
fn stops_that_no_buffer_absorbs_are_events_already() {
    let found = run(&fast(5, "\"2 min\"", ""), 2).folding_check.expect("a check").output_difference;
    assert_eq!((found.mean, found.half_width), (0.0, 0.0));
}

#[test]
fn nothing_is_measured_where_nothing_is_folded() {
    for (words, kind, stops) in [
        ("flow = \"piece\"", FlowKind::Piece, None),
        ("flow = \"rate\"\nminor_stops = \"events\"", FlowKind::Rate, Some(MinorStopsAs::Events)),
    ] {
        let result = run(&fast(400, SHORT, words), 2);
        let flow = result.provenance.flow.expect("a flow");
        assert_eq!((flow.kind, flow.by_default, flow.minor_stops), (kind, false, stops));
        assert_eq!(result.folding_check, None, "{words}");
    }
}
