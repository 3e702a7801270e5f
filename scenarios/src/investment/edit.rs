//! Changes of single values of the plant file, and how far they go on the way to their target.

use super::progress::Reach;
use twin_models::text::units::{Wrong, parse_duration, parse_quantity};
use twin_models::text::{Document, Node, Path, Span, Table, Value};

/// What carries the effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mechanism {
    /// The technology alone.
    Tech,
    /// People who must do their part.
    People,
}

/// What is done to the value.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// It becomes this; on the way, on a straight line where it is a number with the same unit,
    /// otherwise at once when the investment goes live.
    Set(Node),
    /// It is multiplied; on the way geometrically.
    Multiply(f64),
    /// This is added; on the way, on a straight line.
    Add(Node),
}

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The value, for example `machines.mill.cycle`.
    pub path: Path,
    /// What is done.
    pub op: Op,
    /// What carries it.
    pub mechanism: Mechanism,
    /// Months after the start of the investment at which it begins.
    pub start_month: u32,
    /// Where it was written.
    pub span: Option<Span>,
}

impl Edit {
    /// Carries the edit out in `document` as far as `reach` says; the value before comes from it.
    ///
    /// # Errors
    /// When there is no such value, or it cannot be changed like this.
    pub fn apply(&self, document: &mut Document, reach: &Reach) -> Result<(), Wrong> {
        let share = match self.mechanism {
            Mechanism::Tech => reach.tech,
            Mechanism::People => reach.people,
        };
        let Some(old) = document.at(&self.path) else {
            return match document.set(&self.path, Node::text("")) {
                Err(error) => Err(Wrong { reason: error.reason, remedy: error.remedy }),
                Ok(()) => self.fill_absent(document, reach),
            };
        };
        let mut new = match &self.op {
            Op::Set(target) => towards(old, target, share, reach.live)?,
            Op::Multiply(factor) => scaled(old, libm::pow(*factor, share))?,
            Op::Add(step) => added(old, step, share)?,
        };
        // A fault of the new value is a fault of the line that asks for it.
        let asked = match &self.op {
            Op::Set(node) | Op::Add(node) => node.span,
            Op::Multiply(_) => self.span,
        };
        new.span = asked.or(old.span);
        document.set(&self.path, new).map_err(|e| Wrong { reason: e.reason, remedy: e.remedy })
    }

    /// The key is absent in an existing table: it may be set, from the moment the investment lives.
    fn fill_absent(&self, document: &mut Document, reach: &Reach) -> Result<(), Wrong> {
        document.remove(&self.path);
        match &self.op {
            Op::Set(target) if reach.live => {
                let set = document.set(&self.path, target.clone());
                set.map_err(|e| Wrong { reason: e.reason, remedy: e.remedy })
            }
            Op::Set(_) => Ok(()),
            Op::Multiply(_) | Op::Add(_) => Err(Wrong::new(
                format!(
                    "the plant file does not write `{}`, so there is nothing to change",
                    self.path
                ),
                "write the value into the plant file, or use `set`",
            )),
        }
    }
}

/// A number of a file, taken apart.
pub(crate) enum Number<'a> {
    /// Without a unit.
    Bare(f64),
    /// With this unit.
    With(f64, &'a str),
}

/// The number with one unit that stands there, if one does.
pub(crate) fn number(node: &Node) -> Option<Number<'_>> {
    match &node.value {
        Value::Float(x) => Some(Number::Bare(*x)),
        Value::String(text) => parse_quantity(text)
            .filter(|(_, unit)| {
                // Dates, clock times and "1 h 30 min" are no numbers with one unit.
                !unit.is_empty()
                    && !unit.starts_with(['-', ':'])
                    && !unit.contains(|c: char| c.is_ascii_digit())
            })
            .map(|(value, unit)| Number::With(value, unit)),
        _ => None,
    }
}

fn quantity(value: f64, unit: &str) -> Node {
    let value = if unit == "%" { value.clamp(0.0, 100.0) } else { value };
    let space = if unit.starts_with('/') { "" } else { " " };
    Node::text(&format!("{value}{space}{unit}"))
}

fn towards(old: &Node, target: &Node, share: f64, live: bool) -> Result<Node, Wrong> {
    let between = |a: f64, b: f64| a + share * (b - a);
    if let (Value::Integer(a), Value::Float(b)) = (&old.value, &target.value) {
        return Ok(Node::number(between(*a as f64, *b)));
    }
    if let (Value::Float(a), Value::Integer(b)) = (&old.value, &target.value) {
        return Ok(Node::number(between(*a, *b as f64)));
    }
    match (number(old), number(target)) {
        (Some(Number::Bare(a)), Some(Number::Bare(b))) => Ok(Node::number(between(a, b))),
        (Some(Number::With(a, unit)), Some(Number::With(b, other))) if unit == other => {
            Ok(quantity(between(a, b), unit))
        }
        (Some(Number::With(..)), Some(Number::With(..))) => {
            let seconds = |node: &Node| match &node.value {
                Value::String(text) => parse_duration(text).ok(),
                _ => None,
            };
            match (seconds(old), seconds(target)) {
                (Some(a), Some(b)) => Ok(quantity(between(a, b), "s")),
                _ => Err(Wrong::new(
                    format!("the plant file writes {}, in another unit", old.to_toml()),
                    "write the target in the same unit",
                )),
            }
        }
        // Counts, words, switches and laws do not go half the way.
        _ => Ok(if live { target.clone() } else { old.clone() }),
    }
}

/// A number or law multiplied; shapes and weights stay.
pub(crate) fn scaled(old: &Node, factor: f64) -> Result<Node, Wrong> {
    let wrong = || {
        Wrong::new(
            format!("{} cannot be multiplied", old.to_toml()),
            "multiply a number with a unit or a law of such numbers; counts and words are `set`",
        )
    };
    match &old.value {
        Value::Table(table) => {
            let (scaled, hits) = scaled_table(table, factor);
            if hits == 0 {
                Err(wrong())
            } else {
                Ok(Node { value: Value::Table(scaled), span: old.span })
            }
        }
        _ => match number(old) {
            Some(Number::Bare(x)) => Ok(Node::number(x * factor)),
            Some(Number::With(x, unit)) => Ok(quantity(x * factor, unit)),
            None => match &old.value {
                // "1 h 30 min"
                Value::String(text) => parse_duration(text)
                    .map(|seconds| quantity(seconds * factor, "s"))
                    .map_err(|_| wrong()),
                _ => Err(wrong()),
            },
        },
    }
}

/// A law with all its parameters that have a unit multiplied; shapes and weights stay.
fn scaled_table(table: &Table, factor: f64) -> (Table, usize) {
    let mut hits = 0;
    let entries = table
        .entries
        .iter()
        .map(|(key, node)| {
            let new = match (&node.value, number(node)) {
                (Value::Table(inner), _) => {
                    let (inner, more) = scaled_table(inner, factor);
                    hits += more;
                    Node { value: Value::Table(inner), span: node.span }
                }
                (_, Some(Number::With(x, unit))) if &*key.name != "weight" => {
                    hits += 1;
                    quantity(x * factor, unit)
                }
                _ => node.clone(),
            };
            (key.clone(), new)
        })
        .collect();
    (Table { entries }, hits)
}

fn added(old: &Node, step: &Node, share: f64) -> Result<Node, Wrong> {
    match (number(old), number(step)) {
        (Some(Number::Bare(a)), Some(Number::Bare(b))) => Ok(Node::number(a + share * b)),
        (Some(Number::With(a, unit)), Some(Number::With(b, other))) if unit == other => {
            Ok(quantity(a + share * b, unit))
        }
        _ => Err(Wrong::new(
            format!("{} cannot be added to {}", step.to_toml(), old.to_toml()),
            "add a number in the unit of the plant file",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plant() -> Document {
        let text = "[m]\ncycle = \"2.5 min\"\nscrap = \"4 %\"\nservers = 1\nlong = \"1 h 30 min\"\n\
                    share = 0.5\nrepair = { lognormal = { mean = \"10 h\", cv = 0.5 } }\n";
        Document::parse("plant.toml", text.as_bytes()).unwrap()
    }

    fn reach(share: f64) -> Reach {
        Reach { tech: share, people: share / 2.0, adoption: 0.5, live: share > 0.0 }
    }

    fn edited(path: &str, op: Op, share: f64) -> Result<String, Wrong> {
        let path = Path::parse(path).unwrap();
        let mut document = plant();
        let edit =
            Edit { path: path.clone(), op, mechanism: Mechanism::Tech, start_month: 0, span: None };
        edit.apply(&mut document, &reach(share))?;
        Ok(document.at(&path).unwrap().to_toml())
    }

    #[test]
    fn set_and_add_go_straight_and_multiply_goes_geometrically() {
        let set = || Op::Set(Node::text("2 min"));
        assert_eq!(edited("m.cycle", set(), 0.0).unwrap(), "\"2.5 min\"");
        assert_eq!(edited("m.cycle", set(), 0.5).unwrap(), "\"2.25 min\"");
        assert_eq!(edited("m.cycle", set(), 1.0).unwrap(), "\"2 min\"");
        assert_eq!(edited("m.cycle", Op::Multiply(0.64), 0.5).unwrap(), "\"2 min\"");
        assert_eq!(edited("m.cycle", Op::Add(Node::text("1 min")), 0.5).unwrap(), "\"3 min\"");
        assert_eq!(edited("m.cycle", Op::Set(Node::text("60 s")), 1.0).unwrap(), "\"60 s\"");
        assert_eq!(edited("m.long", Op::Multiply(2.0), 1.0).unwrap(), "\"10800 s\"");
    }

    #[test]
    fn shares_stay_shares_and_laws_keep_their_shape() {
        assert_eq!(edited("m.scrap", Op::Multiply(50.0), 1.0).unwrap(), "\"100 %\"");
        assert_eq!(edited("m.scrap", Op::Add(Node::text("-9 %")), 1.0).unwrap(), "\"0 %\"");
        let law = edited("m.repair", Op::Multiply(0.5), 1.0).unwrap();
        assert!(law.contains("\"5 h\"") && law.contains("0.5"), "{law}");
    }

    #[test]
    fn counts_change_at_once_when_the_investment_is_live() {
        let set = || Op::Set(Node::new(Value::Integer(3)));
        assert_eq!(edited("m.servers", set(), 0.0).unwrap(), "1");
        assert_eq!(edited("m.servers", set(), 0.1).unwrap(), "3");
    }

    #[test]
    fn what_is_not_there_or_does_not_fit_is_refused() {
        assert!(edited("m.cylce", Op::Multiply(0.5), 1.0).is_err());
        assert!(edited("n.cycle", Op::Multiply(0.5), 1.0).is_err());
        assert!(edited("m.servers", Op::Multiply(0.5), 1.0).is_err());
        assert!(edited("m.cycle", Op::Set(Node::text("4 pieces")), 1.0).is_err());
        assert!(edited("m.cycle", Op::Add(Node::text("4 s")), 1.0).is_err());
    }

    #[test]
    fn an_effect_that_people_carry_goes_as_far_as_they_do() {
        let path = Path::parse("m.share").unwrap();
        let (op, mechanism) = (Op::Set(Node::number(1.0)), Mechanism::People);
        let edit = Edit { path: path.clone(), op, mechanism, start_month: 0, span: None };
        let mut document = plant();
        edit.apply(&mut document, &reach(1.0)).unwrap();
        assert_eq!(document.at(&path).unwrap().to_toml(), "0.75");
    }
}
