//! A run in parts is the run: same bytes, whoever made which part, and no part is taken that is not right.

use crate::luck::with;
use crate::store::other_money;
use crate::study_files::fixture;
use scenarios::shards::{Plan, PlanFile, ShardError, ShardFault};
use scenarios::store::Keeper;
use scenarios::study::{RunOptions, Study};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const PER_SHARD: u64 = 3;

fn text(name: &str) -> String {
    fs::read_to_string(fixture("good").join(name)).unwrap()
}

fn planned(pairs: u64, edit: impl Fn(&str) -> String) -> (Plan, Study) {
    let study = with("predictive_press.toml", str::to_owned, &edit);
    let file = |role: &str, path: &str, text: String| PlanFile {
        role: role.to_owned(),
        path: path.to_owned(),
        text,
    };
    let files = vec![
        file("study", "predictive_press.toml", edit(&text("predictive_press.toml"))),
        file("plant", "two_machines.toml", text("two_machines.toml")),
    ];
    let options = RunOptions { pairs: Some(pairs), ..RunOptions::default() };
    let plan = Plan::of(&study, &options, PER_SHARD, files);
    let read = Plan::parse(&plan.to_json().unwrap()).unwrap();
    assert_eq!(plan, read);
    let study = read.study().unwrap();
    (read, study)
}

fn shards(plan: &Plan, study: &Study, which: impl IntoIterator<Item = u64>, folder: &Path) {
    for index in which {
        let file = folder.join(Plan::file_name(index));
        study.run_shard(plan, index, &file, &RunOptions::default()).unwrap();
    }
}

/// Result and futures of a run that begins with what the shards hold.
fn merged(plan: &Plan, study: &Study, folder: &Path) -> (serde_json::Value, Vec<u8>, u64) {
    let out = tempfile::tempdir().unwrap();
    let file = out.path().join("futures.bin");
    plan.gather(study, folder, &file).unwrap_or_else(|faults| panic!("{faults:?}"));
    let (result, bytes) = run(study, plan.asked, &file);
    (result.0, bytes, result.1)
}

fn run(study: &Study, pairs: Option<u64>, file: &Path) -> ((serde_json::Value, u64), Vec<u8>) {
    let keeper = Keeper::new(file.to_owned()).resume();
    let options = RunOptions { pairs, keep: Some(&keeper), ..RunOptions::default() };
    let result = study.run(&options).unwrap();
    let kept = keeper.finish().unwrap();
    assert!(kept.written);
    ((serde_json::to_value(&result).unwrap(), kept.earlier.pairs), fs::read(file).unwrap())
}

fn undisturbed(study: &Study, pairs: u64) -> (serde_json::Value, Vec<u8>) {
    let out = tempfile::tempdir().unwrap();
    let ((result, _), bytes) = run(study, Some(pairs), &out.path().join("futures.bin"));
    (result, bytes)
}

#[test]
fn shards_in_any_order_are_the_run() {
    let (plan, study) = planned(8, str::to_owned);
    assert_eq!((plan.shards(), plan.range(2)), (3, 6..8));
    let folder = tempfile::tempdir().unwrap();
    shards(&plan, &study, [2, 0, 1], folder.path());
    // A retried shard that was not lost after all.
    fs::copy(folder.path().join("shard-00001.bin"), folder.path().join("shard-00001-again.bin"))
        .unwrap();
    let (result, bytes, taken) = merged(&plan, &study, folder.path());
    assert_eq!(taken, 8);
    let (wanted, wanted_bytes) = undisturbed(&study, 8);
    assert!(result == wanted, "the result differs");
    assert!(bytes == wanted_bytes, "the futures differ");
}

/// What a run in one piece has made, whole or cut short, becomes the shards that simulating gives.
#[test]
fn pairs_of_a_run_in_one_piece_become_shards() {
    let (plan, study) = planned(8, str::to_owned);
    let (made, split) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    shards(&plan, &study, 0..3, made.path());
    let run = split.path().join("futures.bin");
    let part = split.path().join(".futures.bin.part");
    let (_, whole) = undisturbed(&study, 10);
    let wanted = |which: &[u64]| which.iter().copied().collect();
    let all = wanted(&[0, 1, 2]);
    let now = |plan: &Plan, study: &Study| plan.split(study, &run, split.path(), &all).unwrap();
    assert_eq!((plan.made_by(&study, &run), now(&plan, &study)), (0, vec![]));
    let same = |which: &[u64]| {
        for name in which.iter().map(|index| Plan::file_name(*index)) {
            let read = |folder: &Path| fs::read(folder.join(&name)).unwrap();
            assert!(read(made.path()) == read(split.path()), "{name} differs");
        }
    };
    // Cut short in pair 7: what ends at pair 6 is there. Prices do not matter.
    let (torn, dearer) = (pairs_end(&whole, 7) + 11, planned(8, other_money));
    fs::write(&part, &whole[..torn]).unwrap();
    assert_eq!(plan.made_by(&study, &run), 7);
    assert_eq!(now(&dearer.0, &dearer.1), [0, 1]);
    same(&[0, 1]);
    assert!(!split.path().join(".shard-00002.bin.part").exists());
    // The whole file has more pairs than are wanted.
    fs::write(&run, &whole).unwrap();
    assert_eq!(plan.made_by(&study, &run), 8);
    assert_eq!(plan.split(&study, &run, split.path(), &wanted(&[2])).unwrap(), [2]);
    same(&[0, 1, 2]);
    let (other, otherwise) = planned(8, |t| t.replace("pairs = 8", "pairs = 8\nseed = 5"));
    assert_eq!((other.made_by(&otherwise, &run), now(&other, &otherwise)), (0, vec![]));
}

/// A run in one piece goes on where the first shard is missing, unless it is farther itself.
#[test]
fn the_first_shards_are_where_a_run_in_one_piece_begins() {
    let (plan, study) = planned(8, str::to_owned);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("futures.bin");
    let first = || plan.gather_first(&study, folder.path(), &file).unwrap();
    shards(&plan, &study, [0, 2], folder.path());
    assert_eq!(first(), 3);
    let (wanted, wanted_bytes) = undisturbed(&study, 8);
    let ((result, taken), bytes) = run(&study, Some(8), &file);
    assert_eq!(taken, 3);
    assert!(result == wanted && bytes == wanted_bytes);
    shards(&plan, &study, [1], folder.path());
    assert_eq!(first(), 0);
    assert!(fs::read(&file).unwrap() == wanted_bytes);
    fs::remove_file(&file).unwrap();
    let part = fs::File::create(folder.path().join(".futures.bin.part")).unwrap();
    part.lock().unwrap();
    let busy = plan.gather_first(&study, folder.path(), &file).unwrap_err();
    assert!(busy.to_string().contains("another run"), "{busy}");
    drop(part);
    assert_eq!(first(), 8);
}

/// Where pair number `count` ends in a file of futures.
fn pairs_end(bytes: &[u8], count: usize) -> usize {
    (0..=count).fold(12, |at, _| {
        let length = bytes[at + 1..at + 5].try_into().unwrap();
        at + u32::from_le_bytes(length) as usize + 9
    })
}

/// Whole shards of a smaller plan are shards of the larger one, and prices do not matter.
#[test]
fn shards_of_fewer_pairs_and_other_money_are_used() {
    let (small, study) = planned(6, str::to_owned);
    let folder = tempfile::tempdir().unwrap();
    shards(&small, &study, 0..2, folder.path());
    let (large, dearer) = planned(9, other_money);
    let faults = large.gather(&dearer, folder.path(), &folder.path().join("f")).unwrap_err();
    assert!(faults[0].to_string().starts_with("1 of 3 shards are missing: 2\n"), "{}", faults[0]);
    shards(&large, &dearer, [2], folder.path());
    let (result, bytes, _) = merged(&large, &dearer, folder.path());
    let (wanted, wanted_bytes) = undisturbed(&dearer, 9);
    assert!(result == wanted && bytes == wanted_bytes);
}

/// A good set of three shards, with a fault.
fn faulty(fault: impl FnOnce(&Path)) -> (Vec<ShardFault>, TempDir) {
    let (plan, study) = planned(8, str::to_owned);
    let folder = tempfile::tempdir().unwrap();
    shards(&plan, &study, 0..3, folder.path());
    fault(folder.path());
    let into = folder.path().join("futures.bin");
    let faults = plan.gather(&study, folder.path(), &into).unwrap_err();
    assert!(!into.exists() && !folder.path().join(".futures.bin.part").exists());
    (faults, folder)
}

#[test]
fn a_wrong_shard_is_refused_by_name() {
    let name = "shard-00001.bin";
    let all = |faults: &[ShardFault]| -> String {
        faults.iter().map(|fault| format!("{fault}\n")).collect()
    };
    let told = |fault: &dyn Fn(&Path), words: &[&str]| {
        let (faults, _folder) = faulty(fault);
        let text = all(&faults);
        assert!(words.iter().all(|word| text.contains(word)), "{words:?} not in: {text}");
    };
    let edit = |folder: &Path, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = fs::read(folder.join(name)).unwrap();
        change(&mut bytes);
        fs::write(folder.join(name), bytes).unwrap();
    };
    told(
        &|f| fs::remove_file(f.join(name)).unwrap(),
        &["1 of 3 shards are missing: 1", "--index 1"],
    );
    told(
        &|f| edit(f, &|b| b.truncate(b.len() - 7)),
        &[name, "ends in the middle", "are missing: 1"],
    );
    told(&|f| edit(f, &|b| b.truncate(40)), &[name, "ends in the middle"]);
    told(&|f| edit(f, &|b| b.clear()), &[name, "holds no futures"]);
    told(&|f| edit(f, &|b| b.push(0)), &[name, "damaged"]);
    told(
        &|f| {
            edit(f, &|b| {
                let k = b.len() / 2;
                b[k] ^= 1;
            });
        },
        &[name, "damaged"],
    );
    // Of another seed; of a run as a whole; with other pairs; twice, but not the same.
    let other_seed = |f: &Path| {
        let (plan, study) = planned(8, |t| t.replace("pairs = 8", "pairs = 8\nseed = 5"));
        shards(&plan, &study, [1], f);
    };
    told(&other_seed, &[name, "not part of this plan", "study.seed"]);
    let whole = |f: &Path| {
        let (_, study) = planned(8, str::to_owned);
        fs::write(f.join(name), undisturbed(&study, 8).1).unwrap();
    };
    told(&whole, &[name, "a whole run"]);
    let wider = |f: &Path| {
        let (mut plan, study) = planned(8, str::to_owned);
        plan.per_shard = 4;
        shards(&plan, &study, [1], f);
    };
    told(&wider, &[name, "3 pairs each"]);
    let shorter = |f: &Path| {
        let (plan, study) = planned(5, str::to_owned);
        shards(&plan, &study, [1], f);
    };
    told(&shorter, &[name, "has pairs 3 to 5"]);
}

/// Every bit that is flipped anywhere is found.
#[test]
fn no_changed_byte_gets_through() {
    let (plan, study) = planned(2, str::to_owned);
    let folder = tempfile::tempdir().unwrap();
    shards(&plan, &study, [0], folder.path());
    let file = folder.path().join(Plan::file_name(0));
    let good = fs::read(&file).unwrap();
    for k in (0..good.len()).step_by(good.len() / 211) {
        let mut bytes = good.clone();
        bytes[k] ^= 1 << (k % 8);
        fs::write(&file, &bytes).unwrap();
        let (found, faults) = plan.look(&study, folder.path());
        assert!(found.is_empty() && faults.len() == 1, "byte {k}");
        assert!(faults[0].to_string().contains("shard-00000.bin"), "{}", faults[0]);
    }
    assert!(matches!(
        study.run_shard(&plan, 1, &file, &RunOptions::default()),
        Err(ShardError::NoSuch { index: 1, last: 0 })
    ));
}

#[test]
fn a_plan_that_was_changed_is_refused() {
    let (plan, _) = planned(8, str::to_owned);
    let refused = |change: &dyn Fn(&mut Plan)| {
        let mut changed = plan.clone();
        change(&mut changed);
        let read = Plan::parse(&changed.to_json().unwrap());
        read.and_then(|plan| plan.study().map(drop)).unwrap_err().to_string()
    };
    let edited = refused(&|plan| {
        plan.files[0].text = plan.files[0].text.replace("12 months", "13 months");
    });
    assert!(edited.contains("changed by hand"), "{edited}");
    assert!(refused(&|plan| plan.version = "0.0.1".to_owned()).contains("version 0.0.1"));
    assert!(refused(&|plan| plan.floats = "0".repeat(64)).contains("computes otherwise"));
    assert!(refused(&|plan| plan.seed += 1).contains("changed by hand"));
    let text = Plan::parse("{}").unwrap_err().to_string();
    assert!(text.contains("no plan") && text.contains("gemba plan"), "{text}");
}
