//! An entry of `[uncertain]`: a law in the place of a number of the plant or the study file.

use crate::investment::edit::{Number, number, scaled};
use crate::study::result::Acts;
use sim_core::Distribution;
use twin_models::text::units::{Wrong, parse_duration};
use twin_models::text::{Document, Node, Path, Span, Step, Value};

/// Laws are cut at this quantile and at its mirror: what can be drawn has been tried on the files
/// when they were read.
pub const TAIL: f64 = 1e-4;

/// The file in which a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InFile {
    /// The plant file.
    Plant,
    /// The study file.
    Study,
}

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In which file.
    pub file: InFile,
    /// Where in it.
    pub path: Path,
}

/// What a draw does to the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It becomes the draw.
    Set,
    /// It is multiplied by the draw; a law is stretched without touching its shape.
    Multiply,
    /// The draw is added.
    Add,
}

/// An unknown of `[uncertain]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its key, for example `plant:machines.filler.cycle`: the key of its draw too.
    pub name: String,
    /// For people.
    pub title: String,
    /// Its value, and those that move with it.
    pub places: Vec<Place>,
    /// What the draw does.
    pub how: How,
    /// The law, in `unit`.
    pub law: Distribution,
    /// Unit of the draw, as the file writes the value; `factor` where it multiplies.
    pub unit: String,
    /// The law as written, in words.
    pub words: String,
    /// Where it was written.
    pub span: Option<Span>,
}

impl Place {
    /// Reads `plant:machines.filler.cycle`.
    ///
    /// # Errors
    /// When it names no file or is no path.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let parts = [("plant:", InFile::Plant), ("study:", InFile::Study)];
        let found = parts.iter().find_map(|(word, file)| Some((file, text.strip_prefix(word)?)));
        let Some((file, path)) = found else {
            let remedy = "write \"plant:machines.filler.cycle\" or \"study:prices.piece\"";
            return Err(Wrong::new(format!("`{text}` does not say in which file it is"), remedy));
        };
        let path = Path::parse(path).map_err(|e| Wrong { reason: e.reason, remedy: e.remedy })?;
        Ok(Self { file: *file, path })
    }

    /// What a change of it changes.
    pub fn acts(&self) -> Acts {
        let key = |k: usize| match self.path.steps.get(k) {
            Some(Step::Key(name)) => name.as_str(),
            _ => "",
        };
        match (self.file, key(0), key(2)) {
            (InFile::Plant, ..) => Acts::Physics,
            (InFile::Study, "investments", "cost" | "overrun") => Acts::Money,
            (InFile::Study, "investments", "team") if matches!(key(4), "hours" | "rate") => {
                Acts::Money
            }
            (InFile::Study, "investments", "stall" | "team") => Acts::Both,
            (InFile::Study, "investments", _) => Acts::Physics,
            (InFile::Study, ..) => Acts::Money,
        }
    }
}

impl Entry {
    /// What a change of it changes.
    pub fn acts(&self) -> Acts {
        let mut all = self.places.iter().map(Place::acts);
        let first = all.next().unwrap_or(Acts::Money);
        if all.all(|acts| acts == first) { first } else { Acts::Both }
    }

    /// The draw that belongs to a uniform number.
    pub fn value(&self, u: f64) -> f64 {
        self.law.quantile(u.clamp(TAIL, 1.0 - TAIL))
    }

    /// Puts a draw into the files.
    ///
    /// # Errors
    /// When a place is not there or cannot be changed like this.
    pub fn apply(
        &self,
        draw: f64,
        plant: &mut Document,
        study: &mut Document,
    ) -> Result<(), Wrong> {
        for place in &self.places {
            let document = match place.file {
                InFile::Plant => &mut *plant,
                InFile::Study => &mut *study,
            };
            let Some(old) = document.at(&place.path) else {
                return Err(Wrong::new(format!("`{}` is not there", place.path), ""));
            };
            if let Some(new) = changed(old, self.how, draw)? {
                let set = document.set(&place.path, Node { span: self.span, ..new });
                set.map_err(|e| Wrong { reason: e.reason, remedy: e.remedy })?;
            }
        }
        Ok(())
    }
}

/// The value after the draw; `None` where it does not change.
fn changed(old: &Node, how: How, draw: f64) -> Result<Option<Node>, Wrong> {
    if (how, draw) == (How::Multiply, 1.0) || (how, draw) == (How::Add, 0.0) {
        return Ok(None);
    }
    let of = |x: f64| match how {
        How::Set => draw,
        How::Multiply => x * draw,
        How::Add => x + draw,
    };
    let new = match (&old.value, written(old)) {
        // A count stays one where it can: where it cannot, the reader says so.
        (Value::Integer(n), _) => bare(of(*n as f64)),
        (_, Some((x, unit))) if unit.is_empty() => Node::number(of(x)),
        (_, Some((x, unit))) => amount(of(x), &unit),
        _ if how == How::Multiply => scaled(old, draw)?,
        _ => return Err(not_a_number(old)),
    };
    Ok(if new.value == old.value { None } else { Some(new) })
}

/// The number that a file writes, with its unit; `None` where it writes none.
pub fn written(node: &Node) -> Option<(f64, String)> {
    match (number(node), &node.value) {
        (Some(Number::Bare(x)), _) => Some((x, String::new())),
        (Some(Number::With(x, unit)), _) => Some((x, unit.to_owned())),
        (None, Value::Integer(n)) => Some((*n as f64, String::new())),
        // "1 h 30 min"
        (None, Value::String(text)) => Some((parse_duration(text).ok()?, "s".to_owned())),
        _ => None,
    }
}

/// Why a value can have no law.
pub fn not_a_number(node: &Node) -> Wrong {
    Wrong::new(
        format!("{} is not one number", node.to_toml()),
        "name a single number, such as failures.F1.life.weibull.scale, or use multiply = ...",
    )
}

fn bare(x: f64) -> Node {
    let whole = x == libm::rint(x) && x.abs() < 9e15;
    if whole { Node::new(Value::Integer(x as i64)) } else { Node::number(x) }
}

fn amount(x: f64, unit: &str) -> Node {
    let space = if unit.starts_with('/') { "" } else { " " };
    Node::text(&format!("{x}{space}{unit}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, how: How, draw: f64) -> Option<String> {
        let file = Document::parse("p", format!("x = {text}\n").as_bytes()).unwrap();
        changed(file.get(&["x"]).unwrap(), how, draw).unwrap().map(|node| node.to_toml())
    }

    #[test]
    fn a_draw_changes_the_number_and_keeps_its_unit() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(after("\"2.5 min\"", How::Multiply, 2.0), text("\"5 min\""));
        assert_eq!(after("\"2.5 min\"", How::Set, 3.0), text("\"3 min\""));
        assert_eq!(after("\"24/h\"", How::Add, 1.0), text("\"25/h\""));
        assert_eq!(after("\"1 h 30 min\"", How::Multiply, 2.0), text("\"10800 s\""));
        assert_eq!(after("3", How::Set, 4.0), text("4"));
        assert_eq!(after("3", How::Multiply, 1.5), text("4.5"));
        assert_eq!(after("0.5", How::Add, 0.25), text("0.75"));
        let law = "{ weibull = { shape = 2.0, scale = \"10 h\" } }";
        assert!(after(law, How::Multiply, 2.0).unwrap().contains("\"20 h\""));
    }

    #[test]
    fn what_changes_nothing_leaves_the_text_alone() {
        assert_eq!(after("\"1 h 30 min\"", How::Multiply, 1.0), None);
        assert_eq!(after("\"0.55 $/piece\"", How::Add, 0.0), None);
        assert_eq!(after("\"0.55 $/piece\"", How::Set, 0.55), None);
        assert_eq!(after("3", How::Set, 3.0), None);
    }
}
