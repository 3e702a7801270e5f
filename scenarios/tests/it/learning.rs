//! What later projects of a programme learn, and when the n-th of them works.

use crate::luck::with;
use crate::store::pairs;
use scenarios::answer::PairRows;
use scenarios::study::RunOptions;
use scenarios::study::Study;
use scenarios::study::result::{LearningResult, PaybackTime, ProgrammeResult, StudyResult};
use std::sync::LazyLock;

const FACTORS: &str = "connectivity = { rate = \"20 %\", share = \"40 %\" }\n\
                       change_management = { rate = \"30 %\", share = \"50 %\", of = [\"duration\", \"success\"] }\n";

/// Without learning; with it; and with it on the people of one project.
static PLAIN: LazyLock<StudyResult> = LazyLock::new(|| run(&asked("")));
static TAUGHT: LazyLock<StudyResult> = LazyLock::new(|| run(&asked(&learning(FACTORS))));
static SHARED: LazyLock<StudyResult> =
    LazyLock::new(|| run(&asked(&learning(&format!("{FACTORS}team = 1\n")))));

/// Three projects of one kind that stall often, nine months apart.
fn asked(learning: &str) -> Study {
    let project = |name: &str| {
        format!(
            "
[investments.{name}]
kind = \"edits\"
edits = [{{ path = \"machines.oven.cycle\", multiply = 0.99 }}]
ramp = [{{ month = 0, share = \"10 %\" }}, {{ month = 8, share = \"100 %\" }}]
slow_factor = {{ uniform = {{ min = 1.0, max = 1.3 }} }}
stall = {{ chance = \"30 %\", at = \"10 %\", review = \"18 months\" }}
overrun = {{ lognormal = {{ mean = 1.1, cv = 0.15 }} }}

[investments.{name}.cost]
hardware = \"10 k$\"
licence = \"0 $\"
integration = \"4 k$\"
connectivity = \"0 $\"
internal = \"0 $\"
training = \"0 $\"
subscription = \"3 k$/year\"
support = \"0 $/year\"
data_and_analysts = \"0 $/year\"
security = \"0 $/year\"
contingency = \"0 $\"
exit = \"0 $\"
"
        )
    };
    let all = ["first", "second", "third"].map(project).concat();
    let programme = format!(
        "\n[programme]\nstart = {{ first = \"0 months\", second = \"9 months\", third = \"18 months\" }}\n\
         gate = {{ after = \"8 months\", reach = \"50 %\" }}\n{learning}"
    );
    with("predictive_press.toml", str::to_owned, |text| {
        let text = text.replace("do_minimum = \"spare\"\n", "").replace("12 months", "40 months");
        let (head, _) = text.split_once("[investments.watch]").unwrap();
        format!("{head}{all}{programme}")
    })
}

fn run(study: &Study) -> StudyResult {
    study.run(&pairs(20)).unwrap()
}

fn learning(more: &str) -> String {
    format!("\n[programme.learning]\n{more}")
}

fn of(result: &StudyResult) -> (&ProgrammeResult, &LearningResult) {
    let programme = result.programme.as_ref().unwrap();
    (programme, programme.learning.as_ref().unwrap())
}

fn npv(result: &StudyResult, id: &str) -> Vec<f64> {
    result.comparisons.iter().find(|c| c.id == id).unwrap().npv_by_pair.clone()
}

#[test]
fn d44_who_failed_the_gate_teaches_nothing_and_who_passed_it_does() {
    let (plain, taught) = (&*PLAIN, &*TAUGHT);
    let (_, told) = of(taught);
    // The second has experience in exactly those pairs in which the first passed.
    assert_eq!(told.steps[0].experience.len(), 1);
    assert_eq!(told.steps[0].passed.count, told.steps[1].experience[1].count);
    assert!(told.steps[1].experience[0].count >= 3, "{:?}", told.steps[1].experience);
    assert_eq!(told.steps[2].experience.len(), 3);
    // With the first two alone: every number of a pair is the same where the first failed its gate.
    let id = "first + second from month 9_vs_before";
    let (without, with) = (npv(plain, id), npv(taught, id));
    let changed = without.iter().zip(&with).filter(|(a, b)| a != b).count() as u64;
    assert_eq!(changed, told.steps[1].experience[1].count);
    // Alone and at once nobody learns.
    for id in ["first_vs_before", "first + second + third_vs_before"] {
        assert_eq!(npv(plain, id), npv(taught, id), "{id}");
    }
    assert!(of(taught).0.sequence.mean > plain.programme.as_ref().unwrap().sequence.mean);
}

#[test]
fn d44_without_the_key_the_result_says_nothing_of_it() {
    let plain = asked("").run(&pairs(4)).unwrap();
    let text = serde_json::to_string(&plain.programme).unwrap();
    assert!(!text.contains("learning"), "{text}");
    // A rate of nothing changes no number.
    let nothing = asked(&learning("connectivity = { rate = \"0 %\", share = \"100 %\" }\n"));
    let nothing = nothing.run(&pairs(4)).unwrap();
    assert_eq!(plain.pairs, nothing.pairs);
}

#[test]
fn d46_cost_duration_and_chance_follow_the_curve() {
    let result = &*TAUGHT;
    let steps = &of(result).1.steps;
    let one =
        |step: usize| (steps[step].cost.max, steps[step].duration.max, steps[step].chance.max);
    assert_eq!(one(0), (1.0, 1.0, 1.0));
    // Second project: connectivity 40 % x 0.8; change management 50 % x 0.7 on all but cost.
    let second = &steps[1];
    assert!((second.cost.min - 0.92).abs() < 1e-12 && second.cost.max == 1.0);
    assert!((second.duration.min - 0.77).abs() < 1e-12);
    assert!((second.chance.min - 0.77).abs() < 1e-12);
    assert!(steps[2].cost.min < second.cost.min, "the third learns from two");
    assert!(steps[2].spared.count > 0, "{:?}", steps[2].spared);
    // Sources and owners are asked for as for every input.
    let rate = "programme.learning.connectivity.rate";
    assert!(result.assumptions.iter().any(|a| a.path == rate && a.file == "study"));
}

#[test]
fn d45_on_the_people_of_one_project_the_focused_are_earlier_with_every_use_case() {
    let (free, shared) = (&*TAUGHT, &*SHARED);
    let months = |time: PaybackTime| match time {
        PaybackTime::Within(months) => months,
        PaybackTime::Never => f64::INFINITY,
    };
    let first = |r: &StudyResult| of(r).1.use_cases[0].clone();
    // As many people as are asked for: all at once is never later.
    assert_eq!(first(free).focused_earlier.count, 0);
    assert!(months(first(free).at_once.p50) <= months(first(free).focused.p50));
    // Three on the people of one take three times as long.
    let (a, b) = (first(free).at_once.p10, first(shared).at_once.p10);
    assert!(months(b) > 2.0 * months(a), "{a:?} {b:?}");
    let first = first(shared);
    assert!(months(first.focused.p50) < months(first.at_once.p50), "{first:?}");
    assert!(first.focused_earlier.count > first.focused_later.count, "{first:?}");
    // Stalled in more than one pair in ten: the third of three is a matter of never.
    let third = &of(shared).1.use_cases[2];
    assert_eq!((third.focused.p90, third.at_once.p90), (PaybackTime::Never, PaybackTime::Never));
    assert!(third.focused.never.value <= third.at_once.never.value, "{third:?}");
    // The headline with other people is another one.
    assert_ne!(of(free).0.at_once, of(shared).0.at_once);
}

#[test]
fn d46_what_cannot_be_learned_is_refused_with_its_place() {
    let faults = |more: &str| {
        let text = std::fs::read_to_string(
            crate::study_files::fixture("good").join("predictive_press.toml"),
        );
        let text =
            text.unwrap().replace("12 months", "36 months").replace("do_minimum = \"spare\"\n", "");
        let text = format!(
            "{text}\n[programme]\nstart = {{ watch = \"0 months\", spare = \"9 months\" }}\n{more}"
        );
        let study = twin_models::text::Document::parse("study.toml", text.as_bytes()).unwrap();
        let plant =
            std::fs::read(crate::study_files::fixture("good").join("two_machines.toml")).unwrap();
        let load = |_: &str| twin_models::text::Document::parse("plant.toml", &plant);
        scenarios::study::read_study(study, &load).map(|_| ()).unwrap_err().to_string()
    };
    let none = faults("[programme.learning]\n");
    assert!(none.contains("it says nothing") && none.contains("there is no gate"), "{none}");
    let gate = "gate = { after = \"6 months\", reach = \"50 %\" }\n[programme.learning]\n";
    let much = faults(&format!(
        "{gate}connectivity = {{ rate = \"95 %\", share = \"60 %\" }}\n\
         data_management = {{ rate = \"10 %\", share = \"60 %\", of = [\"cost\", \"luck\"] }}\nteam = 0.5\n"
    ));
    for part in ["connectivity.rate", "learning.team", "of[1]"] {
        assert!(much.contains(part), "{part}: {much}");
    }
    let sum = faults(&format!(
        "{gate}connectivity = {{ rate = \"20 %\", share = \"60 %\" }}\n\
         data_management = {{ rate = \"10 %\", share = \"60 %\" }}\n"
    ));
    assert!(sum.contains("make 120 %"), "{sum}");
}

#[test]
fn d44_futures_of_a_programme_that_learns_are_priced_as_they_were_run() {
    let plain = asked(&learning(FACTORS));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("futures.bin");
    let keeper = scenarios::store::Keeper::new(file.clone());
    let ran = plain.run(&RunOptions { keep: Some(&keeper), ..pairs(2) }).unwrap();
    assert!(keeper.finish().unwrap());
    assert_eq!(ran.pairs, plain.reprice(&file, PairRows::Made).unwrap().result.pairs);
    let other = asked(&learning(&FACTORS.replace("20 %", "25 %")));
    assert!(other.reprice(&file, PairRows::Made).is_err(), "learning is physics");
}
