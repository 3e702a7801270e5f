//! One value of a text, read as what it should be.

use super::bounds::Bounds;
use super::context::{Context, Quantity};
use super::dimension::Dimension;
use super::field::Section;
use super::law;
use super::node::{Node, Table, Value};
use super::path::{push_index, push_step};
use super::reader::Reader;
use super::units::{Wrong, nearest};
use jiff::civil::Date;
use sim_core::Distribution;

/// A value and its path.
#[derive(Clone)]
pub struct Item<'c, 'd> {
    /// Faults go here.
    pub context: &'c Context<'d>,
    /// The value.
    pub node: &'d Node,
    /// Its path.
    pub path: String,
    /// It stands in the table itself, not in one that it is `like`.
    pub own: bool,
}

impl<'c, 'd> Item<'c, 'd> {
    /// Reports an error here.
    pub fn error(&self, reason: impl Into<String>, remedy: impl Into<String>) {
        self.wrong(Wrong::new(reason, remedy));
    }

    /// Reports a warning here.
    pub fn warn(&self, reason: impl Into<String>, remedy: impl Into<String>) {
        self.context.warn(self.node.span, &self.path, Wrong::new(reason, remedy));
    }

    /// Reports an error here.
    pub fn wrong(&self, wrong: Wrong) {
        self.context.error(self.node.span, &self.path, wrong);
    }

    fn not(&self, wanted: &str, example: &str) {
        let reason = format!("{wanted} must stand here, not {}", self.node.value.kind());
        self.error(reason, format!("write it like {example}"));
    }

    /// A number in SI units.
    pub fn value(&self, dimension: Dimension, bounds: Bounds) -> Option<f64> {
        let value = match dimension.parse(&self.node.value) {
            Ok(value) => value,
            Err(wrong) => {
                self.wrong(wrong);
                return None;
            }
        };
        if !self.is_allowed(value, dimension, &bounds) {
            return None;
        }
        self.echo(|| Quantity::Number(value, dimension));
        Some(value)
    }

    /// Checks a number against its bounds and reports.
    pub(super) fn is_allowed(&self, value: f64, dimension: Dimension, bounds: &Bounds) -> bool {
        if !bounds.allows(value) {
            let may = bounds.describe(|v| dimension.say(v));
            let remedy = match value {
                v if v < 0.0 && bounds.allows(-v) => "write it without the minus sign".to_owned(),
                _ if bounds.most.is_finite() => format!("write a value from {may}"),
                _ => format!("write a value that is {may}"),
            };
            let noun = dimension.noun();
            self.error(
                format!("{noun} here must be {may}, and this is {}", dimension.say(value)),
                remedy,
            );
            return false;
        }
        self.expect(value, dimension, bounds);
        true
    }

    /// Warns of an implausible number.
    pub(super) fn expect(&self, value: f64, dimension: Dimension, bounds: &Bounds) {
        if !bounds.expects(value) {
            let (least, most) = bounds.likely;
            let range = match (least == 0.0, most.is_finite()) {
                (true, true) => format!("up to {}", dimension.say(most)),
                _ => Bounds::between(least, most).describe(|v| dimension.say(v)),
            };
            self.warn(
                format!("{} is unusual here (usual: {range})", dimension.say(value)),
                "check the number and its unit; if it is right, leave it",
            );
        }
    }

    fn echo(&self, value: impl FnOnce() -> Quantity) {
        if self.own && self.context.echoes() {
            self.context.echo(&self.path, self.node, value());
        }
    }

    /// A law in SI units; a single value is a constant.
    pub fn law(&self, dimension: Dimension, bounds: Bounds) -> Option<Distribution> {
        let law = law::read(self, dimension, &bounds)?;
        self.echo(|| Quantity::Law(law.clone(), dimension));
        Some(law)
    }

    /// A whole number from `least` to `most`.
    pub fn count(&self, least: u32, most: u32) -> Option<u32> {
        let count = match &self.node.value {
            Value::Integer(n) => *n,
            Value::String(text) => {
                let number =
                    super::parse_quantity(text).map(|(v, _)| v).unwrap_or(f64::from(least));
                self.error("a count stands without quotes and unit", format!("write {number}"));
                return None;
            }
            Value::Float(x) => {
                self.error("a count is a whole number", format!("write {}", x.round()));
                return None;
            }
            _ => {
                self.not("a whole number", "3");
                return None;
            }
        };
        match u32::try_from(count) {
            Ok(n) if least <= n && n <= most => {
                self.echo(|| Quantity::Number(f64::from(n), Dimension::Number));
                Some(n)
            }
            _ => {
                let may = match most {
                    4_000_000_000.. => format!("at least {least}"),
                    _ => format!("{least} to {most}"),
                };
                let remedy = match count {
                    n if n < 0 => "write it without the minus sign".to_owned(),
                    _ => format!("write a whole number: {may}"),
                };
                self.error(format!("this count must be {may}, and it is {count}"), remedy);
                None
            }
        }
    }

    /// A text.
    pub fn text(&self) -> Option<&'d str> {
        match &self.node.value {
            Value::String(text) => Some(text),
            _ => {
                self.not("text", "\"name\" (in double quotes)");
                None
            }
        }
    }

    /// One of several words.
    pub fn word(&self, words: &'static [&'static str]) -> Option<&'static str> {
        let all = || words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(", ");
        let Value::String(text) = &self.node.value else {
            self.error(format!("a word must stand here, not {}", self.node.value.kind()), {
                format!("write one of {}", all())
            });
            return None;
        };
        let found = words.iter().find(|w| ***w == **text);
        if found.is_none() {
            let remedy = match nearest(text, words.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"? It may be {}", all()),
                None => format!("write one of {}", all()),
            };
            self.error(format!("\"{text}\" is not a choice here"), remedy);
        }
        found.copied()
    }

    /// True or false.
    pub fn flag(&self) -> Option<bool> {
        match &self.node.value {
            Value::Boolean(flag) => Some(*flag),
            _ => {
                self.not("true or false", "true (without quotes)");
                None
            }
        }
    }

    /// A date.
    pub fn date(&self) -> Option<Date> {
        match &self.node.value {
            Value::Date(date) => Some(*date),
            _ => {
                self.not("a date", "2027-01-04 (without quotes and without a time of day)");
                None
            }
        }
    }

    /// The items of a list.
    pub fn list(&self) -> Option<Vec<Item<'c, 'd>>> {
        let Value::Array(list) = &self.node.value else {
            self.not("a list", "[..., ...]");
            return None;
        };
        let item = |(k, node): (usize, &'d Node)| {
            let mut path = self.path.clone();
            push_index(&mut path, k);
            Item { context: self.context, node, path, own: self.own }
        };
        Some(list.iter().enumerate().map(item).collect())
    }

    /// The items of a list, or the one item that is none.
    pub fn one_or_list(&self) -> Vec<Item<'c, 'd>> {
        match self.node.value {
            Value::Array(_) => self.list().unwrap_or_default(),
            _ => vec![self.clone()],
        }
    }

    /// The entries of a table with free names.
    pub fn entries(&self) -> Option<Vec<(&'d str, Item<'c, 'd>)>> {
        let Some(table) = self.node.as_table() else {
            self.not("a table", "{ name = ... }");
            return None;
        };
        Some(table.names().zip(self.children(table)).collect())
    }

    pub(super) fn children(&self, table: &'d Table) -> Vec<Item<'c, 'd>> {
        let item = |(key, node): &'d (super::Key, Node)| {
            let mut path = self.path.clone();
            push_step(&mut path, &key.name);
            Item { context: self.context, node, path, own: self.own }
        };
        table.entries.iter().map(item).collect()
    }

    /// The reader of a table.
    pub fn table(&self, section: &'static Section) -> Option<Reader<'c, 'd>> {
        let Some(table) = self.node.as_table() else {
            let keys = section.names().collect::<Vec<_>>().join(", ");
            self.error(
                format!("a table must stand here, not {}", self.node.value.kind()),
                format!("write {{ ... }} with the keys {keys}"),
            );
            return None;
        };
        let (context, path, span) = (self.context, self.path.clone(), self.node.span);
        Some(Reader::new(context, section, path, span, vec![table]))
    }
}
