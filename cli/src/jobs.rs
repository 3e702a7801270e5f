//! Job files for those who run many tasks.

use scenarios::shards::Plan;

/// Whose job file is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Scheduler {
    /// Slurm: an array, then a job that merges
    Slurm,
    /// HyperQueue: an array, then the merge
    Hq,
    /// Kubernetes: an Indexed Job over a volume, and a job that merges
    Kubernetes,
}

/// Tasks of an array: Slurm allows 1,001 unless somebody has changed it. A task makes every so many shards.
const MOST_TASKS: u64 = 1000;
/// Pods at a time, to begin with.
const PARALLEL: u64 = 64;

/// Names and texts of the files for a plan that lies in `name`.
pub(crate) fn files(plan: &Plan, name: &str, scheduler: Scheduler) -> Vec<(String, String)> {
    let stem = name.strip_suffix(".json").unwrap_or(name);
    let (shards, merge) =
        (format!("{stem}.kubernetes.yaml"), format!("{stem}.kubernetes-merge.yaml"));
    let tasks = plan.shards().min(MOST_TASKS);
    let filled = |text: &str| {
        let words = [
            ("pairs", plan.pairs.to_string()),
            ("shards", plan.shards().to_string()),
            ("last", (plan.shards() - 1).to_string()),
            ("per_shard", plan.per_shard.to_string()),
            ("tasks", tasks.to_string()),
            ("last_task", (tasks - 1).to_string()),
            ("parallel", tasks.min(PARALLEL).to_string()),
            ("plan", name.to_owned()),
            ("folder", "shards".to_owned()),
            ("run", "gemba-run".to_owned()),
            ("version", plan.version.clone()),
            // A tag has no plus sign.
            ("image", format!("gemba:{}", plan.version.replace('+', "-"))),
            ("shards_file", shards.clone()),
            ("merge_file", merge.clone()),
        ];
        let fill = |text: String, (key, word): &(&str, String)| {
            text.replace(&format!("{{{{{key}}}}}"), word)
        };
        words.iter().fold(text.to_owned(), fill)
    };
    match scheduler {
        Scheduler::Slurm => {
            vec![(format!("{stem}.slurm.sh"), filled(include_str!("jobs/slurm.sh")))]
        }
        Scheduler::Hq => vec![(format!("{stem}.hq.sh"), filled(include_str!("jobs/hq.sh")))],
        Scheduler::Kubernetes => vec![
            (shards.clone(), filled(include_str!("jobs/kubernetes.yaml"))),
            (merge.clone(), filled(include_str!("jobs/kubernetes-merge.yaml"))),
        ],
    }
}

/// May this name stand in a job file as it is?
pub(crate) fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
        && !name.starts_with('-')
}
