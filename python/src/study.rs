//! A study: plant, investments, prices, finance, ready to be run.

use crate::fault::{self, Fault, faults};
use crate::inputs::Input;
use crate::plan::{Plan, plan};
use crate::plant::{self, Plant};
use crate::policy::Factory;
use crate::run::{Begun, How, Run};
use crate::value;
use crate::watch::{Watch, watched};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use scenarios::answer::PairRows;
use scenarios::baseline::beside::{ROLE, attach};
use scenarios::store::Keeper;
use scenarios::study::luck::{WORDS, sampling};
use scenarios::study::{self as library, RunOptions, StudyError, read_study};
use sim_core::Sampling;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use twin_models::plant::read::read_plant;
use twin_models::text::{Document, setting};

/// A question about a plant: investments, what they change and cost, prices, finance. It never changes; `set`
/// and the like give another one.
///
/// >>> study = gemba.example()
/// >>> study.investments
/// ['pdm', 'spare_bearing']
/// >>> run = study.run(pairs=20)
/// >>> run.pairs_done
/// 20
/// >>> run.npv.p10 < run.npv.p50 < run.npv.p90
/// True
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Study {
    pub(crate) study: Arc<library::Study>,
    pub(crate) inputs: Vec<Input>,
    /// Where files that the study names are looked for.
    folder: PathBuf,
    /// Has it policies of Python, which no file tells?
    pub(crate) own_policies: bool,
}

impl Study {
    /// Reads a study; its plant is given, or looked for in `folder`.
    pub(crate) fn read(file: Document, plant: Option<Document>, folder: &Path) -> PyResult<Self> {
        let load = |name: &str| match &plant {
            Some(plant) => Ok(plant.clone()),
            None => Document::read(&folder.join(name)),
        };
        let mut study = read_study(file, &load).map_err(|faults| fault::unreadable(&faults))?;
        let input = |role, file: &Document| Input::new(role, file.file(), file.text());
        let mut inputs = vec![input("study", &study.study_file), input("plant", &study.plant_file)];
        if let Some(path) = attach(&mut study, folder).map_err(fault::input)? {
            let text = std::fs::read_to_string(&path)?;
            inputs.push(Input::new(ROLE, &path.display().to_string(), &text));
        }
        let (study, folder) = (Arc::new(study), folder.to_owned());
        Ok(Self { study, inputs, folder, own_policies: false })
    }

    /// One that was read elsewhere.
    pub(crate) fn of(study: library::Study, inputs: Vec<Input>) -> Self {
        Self { study: Arc::new(study), inputs, folder: PathBuf::new(), own_policies: false }
    }

    /// Edits of files would forget what no file tells.
    fn only_files(&self) -> PyResult<()> {
        if self.own_policies {
            return Err(fault::input(
                "this study has a policy in Python, which its files do not tell\nhelp: change the values first, \
                 then call with_policy",
            ));
        }
        if self.study.without.is_empty() {
            return Ok(());
        }
        Err(fault::input(
            "this is a study without some effects\nhelp: change it first, then call without",
        ))
    }
}

#[pymethods]
impl Study {
    /// Reads a study file; its plant is looked for beside it.
    #[staticmethod]
    fn load(path: PathBuf) -> PyResult<Self> {
        let file = Document::read(&path).map_err(|faults| fault::unreadable(&faults))?;
        Self::read(file, None, path.parent().unwrap_or(Path::new("")))
    }

    /// Reads the text of a study file; `plant` is the text of its plant file or a `Plant`, without it the plant
    /// file is looked for in the working directory. `name` is its name in messages.
    #[staticmethod]
    #[pyo3(signature = (text, plant = None, name = "study.toml"))]
    fn parse(text: &str, plant: Option<&Bound<'_, PyAny>>, name: &str) -> PyResult<Self> {
        let parse = |name: &str, text: &str| {
            Document::parse(name, text.as_bytes()).map_err(|faults| fault::unreadable(&faults))
        };
        let plant = match plant {
            None => None,
            Some(given) => match given.cast::<Plant>() {
                Ok(plant) => Some(document_of(plant.get())?),
                Err(_) => Some(parse("plant.toml", &given.extract::<String>()?)?),
            },
        };
        Self::read(parse(name, text)?, plant, Path::new(""))
    }

    /// Builds a study from a dictionary with the keys of a study file, and its plant.
    #[staticmethod]
    #[pyo3(signature = (tables, plant, name = "study.toml"))]
    fn build(tables: &Bound<'_, PyDict>, plant: &Bound<'_, PyAny>, name: &str) -> PyResult<Self> {
        Self::parse(&value::text(&value::table(tables)?), Some(plant), name)
    }

    /// The study with another value; the path is that of the study file, the rest of the text stays.
    ///
    /// >>> gemba.example().set("finance.wacc", "12 %/year").get("finance.wacc")
    /// '12 %/year'
    fn set(&self, path: &str, value: &Bound<'_, PyAny>) -> PyResult<Self> {
        self.only_files()?;
        let toml = value::node(value)?.to_toml();
        let changed = setting::set(&self.study.study_file, path, &toml)
            .map_err(|error| fault::input(format!("{path}: {error}")))?;
        let named = |file: &Document| file.get(&["study", "plant"]).map(|node| node.to_toml());
        let same = named(&changed) == named(&self.study.study_file);
        Self::read(changed, same.then(|| self.study.plant_file.clone()), &self.folder)
    }

    /// The value at a path of the study file; `None` where nothing stands.
    fn get(&self, py: Python<'_>, path: &str) -> PyResult<Option<Py<PyAny>>> {
        plant::get(py, &self.study.study_file, path)
    }

    /// The same question about another plant.
    fn with_plant(&self, plant: &Plant) -> PyResult<Self> {
        self.only_files()?;
        Self::read(self.study.study_file.clone(), Some(document_of(plant)?), &self.folder)
    }

    /// The study in which no effect is believed that rests on inputs of these kinds: `"vendor"`, `"industry"`,
    /// `"estimated"`, `"measured"`.
    #[pyo3(signature = (*kinds))]
    fn without(&self, kinds: Vec<String>) -> PyResult<Self> {
        let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
        let study = self.study.without(&kinds).map_err(|faults| fault::unreadable(&faults))?;
        Ok(Self { study: Arc::new(study), ..self.clone() })
    }

    /// The study in which some arms (all without `arms`) have a maintenance policy of your own at a station, see
    /// `Plant.with_policy`.
    #[pyo3(signature = (station, make, arms = None))]
    fn with_policy(
        &self,
        station: &str,
        make: Py<PyAny>,
        arms: Option<Vec<String>>,
    ) -> PyResult<Self> {
        let mut study = (*self.study).clone();
        let unknown = |name: &&String| study.arms.iter().all(|arm| arm.name != **name);
        if let Some(name) = arms.iter().flatten().find(unknown) {
            return Err(fault::input(format!(
                "there is no arm {name:?}\nhelp: there are {}",
                self.arms().join(", ")
            )));
        }
        let Some(first) = study.arms.first() else {
            return Err(fault::input("the study has no arm"));
        };
        let factory = Factory::new(make, &first.plant);
        for arm in &mut study.arms {
            if arms.as_ref().is_none_or(|arms| arms.contains(&arm.name)) {
                factory.named(&arm.plant).join(Arc::make_mut(&mut arm.plant), station)?;
            }
        }
        Ok(Self { study: Arc::new(study), own_policies: true, ..self.clone() })
    }

    /// Runs pairs of futures, and tells what the investment is worth.
    ///
    /// The result depends on study, plant and seed only: not on threads or on what else the machine does. It is
    /// that of `gemba run`, byte for byte (`Run.to_json`). The GIL is free while it runs, and Ctrl-C stops it.
    ///
    /// Args:
    ///     pairs: so many, whatever the study says.
    ///     seed: another seed than that of the study.
    ///     threads: all processors without it.
    ///     progress: `True` for a bar on stderr, or a callable that is told (pairs done, pairs planned); when it
    ///         returns `False` the run stops and its result is partial.
    ///     luck: `"independent"`, `"antithetic"`, `"stratified"` or `"latin hypercube"`.
    ///     futures: keeps the futures in this file, such as `"runs/mine/futures.bin"`, for `reprice`. Pairs of the same
    ///         futures that are there already (of a run that was stopped, or had fewer pairs) are not simulated again.
    #[pyo3(signature = (
        pairs = None, seed = None, threads = None, progress = None, luck = None, futures = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn run(
        &self,
        py: Python<'_>,
        pairs: Option<u64>,
        seed: Option<u64>,
        threads: Option<u16>,
        progress: Option<&Bound<'_, PyAny>>,
        luck: Option<&str>,
        futures: Option<PathBuf>,
    ) -> PyResult<Run> {
        if pairs.is_some_and(|pairs| pairs < 2) {
            return Err(fault::input("pairs: at least 2 pairs are needed for any statement"));
        }
        if futures.is_some() && self.own_policies {
            return Err(fault::input(
                "futures: a file cannot tell what a policy in Python did\nhelp: run this study without it",
            ));
        }
        let sampling = luck.map(luck_of).transpose()?;
        if let Some(folder) = futures.as_ref().and_then(|file| file.parent()) {
            fs::create_dir_all(folder)?;
        }
        let keeper = futures.clone().map(|file| Keeper::new(file).resume());
        let begun = Begun::now();
        let run = |watch: Watch<'_>| {
            let (cancel, progress) = (Some(watch.cancel), Some(watch.tell as _));
            let keep = keeper.as_ref();
            let options = RunOptions { pairs, seed, sampling, cancel, progress, keep };
            (self.study.run(&options), watch.threads)
        };
        let (result, threads) = watched(py, threads, progress, run)?;
        let mut how = begun.ended(threads);
        let result = result.map_err(|error| match error {
            StudyError::PairFailed { .. } => fault::run(format!(
                "{error}\nhelp: run it again with the same seed to see it again; a study may allow failures with \
                 `allowed_failures`"
            )),
            StudyError::Kept { .. } => fault::input(error),
            error => fault::run(error),
        })?;
        if let Some(keeper) = keeper {
            match keeper.finish() {
                Ok(kept) => how.futures = futures.filter(|_| kept.written),
                Err(error) => fault::warn(py, &format!("the futures are not kept: {error}"))?,
            }
        }
        Ok(Run::of(self.clone(), result, how))
    }

    /// The result of this study on the futures that another run has kept: other money, nothing is simulated. A study
    /// that differs in more than money is refused. All comparisons and pairs are those of a run; what a run simulates
    /// beside them (the most expensive event, what nothing changes, further scenarios) is absent.
    #[pyo3(signature = (futures, threads = None))]
    fn reprice(&self, py: Python<'_>, futures: PathBuf, threads: Option<u16>) -> PyResult<Run> {
        if self.own_policies {
            return Err(fault::input("reprice: kept futures know no policy in Python"));
        }
        let begun = Begun::now();
        let (repriced, threads) = watched(py, threads, None, |watch: Watch<'_>| {
            (self.study.reprice(&futures, PairRows::Made), watch.threads)
        })?;
        let repriced = repriced.map_err(fault::input)?;
        let how = How { futures: Some(futures), missing: repriced.missing, ..begun.ended(threads) };
        Ok(Run::of(self.clone(), repriced.result, how))
    }

    /// A run in parts, for many machines: `pairs` of the study in shards of `per_shard`; seed and luck as for `run`.
    #[pyo3(signature = (pairs = None, per_shard = 100, seed = None, luck = None))]
    fn plan(
        &self,
        pairs: Option<u64>,
        per_shard: u64,
        seed: Option<u64>,
        luck: Option<&str>,
    ) -> PyResult<Plan> {
        plan(self, pairs, per_shard, seed, luck)
    }

    /// Writes the study file; its plant has a `save` of its own.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        Ok(fs::write(path, self.study.study_file.text())?)
    }

    /// The text of the study file.
    fn to_toml(&self) -> &str {
        self.study.study_file.text()
    }

    /// Its plant.
    #[getter]
    fn plant(&self) -> PyResult<Plant> {
        let document = self.study.plant_file.clone();
        let read = read_plant(&document).map_err(|faults| fault::unreadable(&faults))?;
        Ok(Plant { document, read: Arc::new(read) })
    }

    /// Its name.
    #[getter]
    fn name(&self) -> &str {
        &self.study.name
    }

    /// Months that are simulated.
    #[getter]
    fn horizon_months(&self) -> u32 {
        self.study.horizon
    }

    /// The seed that the file gives.
    #[getter]
    fn seed(&self) -> u64 {
        self.study.seed
    }

    /// The currency of all money, ISO 4217.
    #[getter]
    fn currency(&self) -> String {
        self.study.terms.currency.to_string()
    }

    /// Names of the investments.
    #[getter]
    fn investments(&self) -> Vec<&str> {
        self.study.investments.iter().map(|one| one.name.as_str()).collect()
    }

    /// The futures that are simulated under the same luck: `before` first.
    #[getter]
    fn arms(&self) -> Vec<&str> {
        self.study.arms.iter().map(|arm| arm.name.as_str()).collect()
    }

    /// The most pairs that a run may want.
    #[getter]
    fn most_pairs(&self) -> u64 {
        self.study.most_pairs(None)
    }

    /// What can be read, but is perhaps not meant.
    #[getter]
    fn warnings(&self) -> Vec<Fault> {
        faults(&self.study.warnings)
    }

    fn __repr__(&self) -> String {
        let study = &self.study;
        let names = self.investments().join(", ");
        format!("<gemba.Study {:?}: {names}; {} months>", study.name, study.horizon)
    }
}

/// The luck that a word stands for.
pub(crate) fn luck_of(word: &str) -> PyResult<Sampling> {
    sampling(word).ok_or_else(|| {
        fault::input(format!("luck: there is no {word:?}\nhelp: there are {}", WORDS.join(", ")))
    })
}

/// The file of a plant, which must tell all of it.
fn document_of(plant: &Plant) -> PyResult<Document> {
    let file = read_plant(&plant.document).map_err(|faults| fault::unreadable(&faults))?;
    if file.plant != plant.read.plant {
        return Err(fault::input(
            "this plant has a policy in Python, which its file does not tell\nhelp: give the study the plain plant, \
             then call Study.with_policy",
        ));
    }
    Ok(plant.document.clone())
}
