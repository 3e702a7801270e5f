//! Reading `[uncertain]`, `[[correlated]]` and `uncertainty`.

use super::own_unit::law_in;
use super::sections_uncertain::{CORRELATED, NESTED, UNCERTAINTY, UNKNOWN};
use crate::study::Study;
use crate::uncertainty::copula::Copula;
use crate::uncertainty::entry::{Entry, How, InFile, Place, TAIL, not_a_number, written};
use crate::uncertainty::usual;
use crate::uncertainty::words::words;
use crate::uncertainty::{Mode, Uncertain};
use twin_models::text::law::LAWS;
use twin_models::text::units::{Wrong, nearest};
use twin_models::text::{Document, Fault, InputEcho, Item, Node, Reader, Step, Value};

const KEYS: [&str; 5] = ["multiply", "set", "add", "also", "title"];

/// How unknowns are drawn over the pairs.
pub(super) fn mode(general: &Reader<'_, '_>) -> Option<Mode> {
    let Some(item) = general.item("uncertainty") else { return Some(Mode::Mixed) };
    if item.node.as_table().is_none() {
        return item.word(&["mixed", "fixed"]).map(|word| match word {
            "fixed" => Mode::Fixed,
            _ => Mode::Mixed,
        });
    }
    let nested = item.table(&UNCERTAINTY)?.item("nested")?.table(&NESTED)?;
    let (outer, inner) = (nested.count("outer")?, nested.count("inner")?);
    Some(Mode::Nested { outer: outer.into(), inner: inner.into() })
}

/// The unknowns, and the laws for the register of assumptions.
pub(super) fn read(
    root: &Reader<'_, '_>,
    plant: Option<&Document>,
    study: &Document,
) -> (Uncertain, Vec<InputEcho>) {
    let (mut entries, mut echoes) = (Vec::new(), Vec::new());
    let items = root.item("uncertain").and_then(|item| item.entries()).unwrap_or_default();
    for (name, item) in &items {
        let files = Files { plant, study };
        if let Some(entry) = files.entry(name, item) {
            echoes.push(echo(&entry, item, study));
            entries.push(entry);
        }
    }
    overlaps(&items, &entries);
    let copula = correlated(root, &entries, entries.len() == items.len());
    (Uncertain { entries, copula: copula.unwrap_or_default() }, echoes)
}

fn echo(entry: &Entry, item: &Item<'_, '_>, study: &Document) -> InputEcho {
    let source = item.node.span.and_then(|span| Some((span, study.source_of(span)?)));
    InputEcho {
        path: item.path.clone(),
        text: study.text_of(item.node),
        value: entry.law.describe(),
        number: entry.law.mean(),
        file: study.file().to_owned(),
        line: source.map_or(0, |(span, source)| source.line(span.start)),
        provenance: None,
    }
}

/// The files in which unknowns stand; the plant may be missing because of its faults.
struct Files<'a> {
    plant: Option<&'a Document>,
    study: &'a Document,
}

impl Files<'_> {
    fn entry(&self, name: &str, item: &Item<'_, '_>) -> Option<Entry> {
        let place = Place::parse(name).map_err(|wrong| item.wrong(wrong)).ok()?;
        let own = item.node.as_table().is_some_and(|t| t.names().any(|n| KEYS.contains(&n)));
        let reader = if own { Some(item.table(&UNKNOWN)?) } else { None };
        let (how, law) = match &reader {
            None => (How::Set, item.clone()),
            Some(reader) => {
                let how = match reader.one_of(&["multiply", "set", "add"]) {
                    Some("multiply") => How::Multiply,
                    Some("set") => How::Set,
                    Some(_) => How::Add,
                    None => {
                        let remedy =
                            "say what is drawn: multiply = { lognormal = { mean = 1, cv = 0.1 } }";
                        reader.missing_one_of(&["multiply", "set", "add"], remedy);
                        return None;
                    }
                };
                let key = match how {
                    How::Multiply => "multiply",
                    How::Set => "set",
                    How::Add => "add",
                };
                (how, reader.item(key)?)
            }
        };
        let mut places = vec![place];
        for other in reader.iter().flat_map(|r| r.list("also")) {
            let place = Place::parse(other.text()?).map_err(|wrong| other.wrong(wrong)).ok()?;
            places.push(place);
        }
        let mut units = Vec::new();
        for place in &places {
            let unit = self.unit(place, how);
            units.push(unit.map_err(|wrong| item.wrong(wrong)).ok()??);
        }
        let unit = units.first().cloned().unwrap_or_default();
        if let Some(other) = units.iter().find(|other| **other != unit) {
            let reason = format!("the values are written in `{unit}` and in `{other}`");
            item.error(reason, "write them in one unit, or use multiply = ...");
            return None;
        }
        let usual = how == How::Set
            && matches!(&law.node.value, Value::String(text) if &**text == usual::DEFECT_RATE);
        let drawn = if usual {
            let all = places.iter().map(|place| usual::defect_rate(place, &unit));
            let laws: Result<Vec<_>, Wrong> = all.collect();
            laws.map_err(|wrong| law.wrong(wrong)).ok()?.into_iter().next()
        } else {
            law_in(&law, if how == How::Multiply { None } else { Some(&unit) })
        };
        Some(Entry {
            name: name.to_owned(),
            title: reader.as_ref().and_then(|r| r.text("title")).unwrap_or(name).to_owned(),
            places,
            how,
            law: drawn?,
            unit: if how == How::Multiply { "factor".to_owned() } else { unit },
            words: match how {
                How::Set if usual => format!("{}: even between 2 % and 4 %", usual::DEFECT_RATE),
                How::Set => words(law.node),
                How::Multiply => format!("times {}", words(law.node)),
                How::Add => format!("plus {}", words(law.node)),
            },
            span: item.node.span,
        })
    }

    /// The unit of the number at a place; absent where the file is missing.
    fn unit(&self, place: &Place, how: How) -> Result<Option<String>, Wrong> {
        if let (InFile::Study, Some(Step::Key(first))) = (place.file, place.path.steps.first()) {
            refused(first)?;
        }
        let document = match place.file {
            InFile::Study => self.study,
            InFile::Plant => match self.plant {
                Some(plant) => plant,
                None => return Ok(None),
            },
        };
        let Some(node) = document.at(&place.path) else {
            return Err(missing(document, place));
        };
        match (written(node), how) {
            (Some(_), How::Multiply) => Ok(Some(String::new())),
            (None, How::Multiply) if is_law(node) => Ok(Some(String::new())),
            (Some((_, unit)), _) => Ok(Some(unit)),
            (None, _) => Err(not_a_number(node)),
        }
    }
}

/// Is it a law, and no table of other things?
fn is_law(node: &Node) -> bool {
    let names = node.as_table().map(|table| table.names().collect::<Vec<_>>()).unwrap_or_default();
    matches!(names[..], [one] if LAWS.iter().any(|(law, ..)| *law == one))
}

/// Parts of a study that are no quantity of the world.
fn refused(section: &str) -> Result<(), Wrong> {
    let why = match section {
        "claims" => {
            "a claim is printed beside the simulation and never used in it, so its haircut is no unknown"
        }
        "study" | "programme" => "what is asked is no unknown",
        "provenance" | "uncertain" | "correlated" => "this is no number of the plant or its money",
        _ => return Ok(()),
    };
    Err(Wrong::new(
        why,
        "give a law to numbers below prices, finance or investments, or of the plant",
    ))
}

fn missing(document: &Document, place: &Place) -> Wrong {
    let mut trial = document.clone();
    // The error of setting says what is there instead.
    let mut path = place.path.clone();
    path.steps.push(Step::Key("value".to_owned()));
    match trial.set(&path, Node::number(0.0)) {
        Err(error) => Wrong { reason: error.reason, remedy: error.remedy },
        Ok(()) => Wrong::new(format!("`{}` is not there", place.path), "write the value first"),
    }
}

/// Two unknowns of one number.
fn overlaps(items: &[(&str, Item<'_, '_>)], entries: &[Entry]) {
    for (k, entry) in entries.iter().enumerate() {
        for place in &entry.places {
            let same = |other: &&Entry| {
                other.places.iter().any(|p| {
                    let (a, b) = (&p.path, &place.path);
                    p.file == place.file && (a.is_prefix_of(b) || b.is_prefix_of(a))
                })
            };
            if let Some(other) = entries[..k].iter().find(same)
                && let Some((_, item)) = items.iter().find(|(name, _)| *name == entry.name)
            {
                let reason = format!("`{}` is changed by `{}` already", place.path, other.name);
                item.error(reason, "keep one of the two");
            }
        }
    }
}

fn correlated(root: &Reader<'_, '_>, entries: &[Entry], complete: bool) -> Option<Copula> {
    let mut pairs: Vec<(usize, usize, f64)> = Vec::new();
    let mut last = None;
    for item in root.list("correlated") {
        let reader = item.table(&CORRELATED)?;
        let mut known = Vec::new();
        for name in reader.list("unknowns") {
            let text = name.text()?;
            match entries.iter().position(|entry| entry.name == text) {
                Some(k) => known.push(k),
                None if complete => {
                    let near = nearest(text, entries.iter().map(|e| &*e.name));
                    let remedy = near.map_or_else(
                        || "unknowns of investments have a `correlation` of their own".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    );
                    name.error(format!("[uncertain] has no `{text}`"), remedy);
                }
                None => {}
            }
        }
        let rank = reader.value("rank");
        if known.len() < 2 {
            if complete && known.len() == reader.list("unknowns").len() {
                item.error("one unknown alone is correlated with nothing", "name two or more");
            }
            continue;
        }
        for (at, i) in known.iter().enumerate() {
            for j in &known[at + 1..] {
                let twice = pairs.iter().any(|(a, b, _)| (a, b) == (i, j) || (a, b) == (j, i));
                if i == j || twice {
                    let names = (&entries[*i].name, &entries[*j].name);
                    item.error(
                        format!(
                            "the correlation of `{}` and `{}` stands here twice",
                            names.0, names.1
                        ),
                        "say it once",
                    );
                    return None;
                }
                pairs.push((*i, *j, rank?));
            }
        }
        last = Some(item);
    }
    match (Copula::new(entries.len(), &pairs), last) {
        (Ok(copula), _) => Some(copula),
        (Err(share), Some(item)) => {
            item.error(
                "no numbers can be correlated like this: the correlations contradict each other",
                format!("multiply all of them by {share} or less, or take one away"),
            );
            None
        }
        (Err(_), None) => None,
    }
}

/// Every unknown at both ends of its law, all others as written: the files must bear it. Then all at
/// their medians.
pub(super) fn tried(study: &Study) -> Vec<Fault> {
    let entries = &study.uncertain.entries;
    let mut faults = Vec::new();
    for (k, entry) in entries.iter().enumerate() {
        for (u, what) in [(TAIL, "lowest"), (1.0 - TAIL, "highest")] {
            let mut values = vec![None; entries.len()];
            let value = entry.value(u);
            values[k] = Some(value);
            let Err(found) = study.read_again(&values) else { continue };
            let first =
                found.faults().iter().find(|f| f.severity == twin_models::text::Severity::Error);
            let Some(first) = first else { continue };
            let path = format!("uncertain.\"{}\"", entry.name);
            let unit = if entry.unit == "factor" { "" } else { &entry.unit };
            let value = format!("{value:.6}");
            let value = value.trim_end_matches('0').trim_end_matches('.');
            let value = format!("{value} {unit}");
            let reason = format!("at its {what}, {}: {}", value.trim_end(), first.reason);
            let fault = Fault::in_document(&study.study_file, entry.span, path, reason);
            faults.push(fault.with_remedy(
                "let the law stay within what may stand there (min, max); a count takes a discrete law",
            ));
            break;
        }
    }
    faults
}
