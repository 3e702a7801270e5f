//! The folder of a project: plants, studies, locks and runs beside each other, under version control.

use crate::args::{Plan, Run};
use crate::failure::Failure;
use std::path::{Path, PathBuf};

/// What stands in the folder that `gemba init` writes.
pub(crate) const README: &str = "# Investment cases

Everything that a case rests on is in this folder; put it under version control (`git init`).

| here | what it is | who changes it |
|---|---|---|
| `plants/` | the plants as they are: machines, failures, people, demand, with sources and owners | engineer, planner |
| `studies/` | the questions: investments, what they change and cost, prices, finance, scorecard | planner, controller |
| `studies/NAME.lock.json` | the locked baseline of a study (`gemba lock`): scorecard, owners, hashes | nobody: it is locked |
| `runs/NAME/` | a run: report.html, case.xlsx, result.json, a copy of its inputs, manifest.json with seed, version and hashes | `gemba run` |

```sh
gemba check studies/NAME.toml          # every fault at once
gemba screen studies/NAME.toml         # where does the plant lose most?
gemba lock studies/NAME.toml           # before anything is bought
gemba run studies/NAME.toml --out runs/NAME
gemba run                              # the same, where there is one study only
gemba prove runs/NAME --number npv.p50 # where does this number come from?
```

The same files, seed and version give the same bytes, so a run can be left out of version control
(`runs/` in `.gitignore`) and made again; the manifest says from what.
";

/// Where the study of a folder is looked for.
const STUDY: &str = "study.toml";
const STUDIES: &str = "studies";
/// Where `gemba run` writes unless it is told otherwise.
const OUT: &str = "gemba-run";

/// The study of the folder in which one stands: `study.toml`, or the only one in `studies`.
fn study(folder: &Path) -> Result<Option<PathBuf>, Failure> {
    let here = folder.join(STUDY);
    if here.is_file() {
        return Ok(Some(here));
    }
    let Ok(entries) = std::fs::read_dir(folder.join(STUDIES)) else { return Ok(None) };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut found: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    found.sort();
    match found.len() {
        0 | 1 => Ok(found.pop()),
        _ => {
            let names: Vec<String> = found.iter().map(|path| path.display().to_string()).collect();
            Err(Failure::input(format!(
                "there are several studies in this folder: {}\nhelp: name one: gemba run {}",
                names.join(", "),
                names[0]
            )))
        }
    }
}

/// A plan without a study is one of that of the folder, if it has one.
pub(crate) fn planned(options: Plan) -> Result<Plan, Failure> {
    let study = match options.study {
        None => study(Path::new(""))?,
        given => given,
    };
    Ok(Plan { study, ..options })
}

/// A run without a study is that of the folder, if it has one; it goes to `runs`.
pub(crate) fn resolved(mut options: Run) -> Result<Run, Failure> {
    if options.study.is_some() {
        return Ok(options);
    }
    if let Some(study) = study(Path::new(""))? {
        if options.out == Path::new(OUT) {
            let name = study.file_stem().unwrap_or_default();
            options.out = Path::new("runs").join(name);
        }
        options.study = Some(study);
    }
    Ok(options)
}
