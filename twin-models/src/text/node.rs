//! The tree of a TOML text, every node with the place it was written at.

use super::parse;
use super::path::Step;
use super::source::Span;
use jiff::civil::Date;
use std::sync::Arc;

/// The name of a value in a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// The name.
    pub name: Arc<str>,
    /// Where it was written.
    pub span: Option<Span>,
}

/// A value and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it was written; `None`: set by a program.
    pub span: Option<Span>,
}

/// A TOML value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    String(Arc<str>),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// True or false.
    Boolean(bool),
    /// A day.
    Date(Date),
    /// A time of day, or a day with a time, as written.
    Time(Arc<str>),
    /// A list.
    Array(Vec<Node>),
    /// Named values.
    Table(Table),
}

impl Value {
    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::String(_) => "text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number",
            Self::Boolean(_) => "true or false",
            Self::Date(_) => "a date",
            Self::Time(_) => "a time",
            Self::Array(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// Named values in the order of the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Names and values; no name twice.
    pub entries: Vec<(Key, Node)>,
}

impl Table {
    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|(_, node)| node)
    }

    /// Name and value.
    pub fn entry(&self, name: &str) -> Option<&(Key, Node)> {
        self.entries.iter().find(|(key, _)| &*key.name == name)
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|(key, _)| &*key.name)
    }

    fn get_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|(key, _)| &*key.name == name).map(|(_, node)| node)
    }
}

impl Node {
    /// A value set by a program.
    pub fn new(value: Value) -> Self {
        Self { value, span: None }
    }

    /// A text set by a program.
    pub fn text(text: &str) -> Self {
        Self::new(Value::String(text.into()))
    }

    /// A number set by a program.
    pub fn number(value: f64) -> Self {
        Self::new(Value::Float(value))
    }

    /// The table, if it is one.
    pub fn as_table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The value as TOML text on one line.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        parse::write_value(&self.value, &mut out);
        out
    }

    pub(super) fn step(&self, step: &Step) -> Option<&Self> {
        match (&self.value, step) {
            (Value::Table(table), Step::Key(name)) => table.get(name),
            (Value::Array(list), Step::Index(k)) => list.get(*k),
            _ => None,
        }
    }

    pub(super) fn step_mut(&mut self, step: &Step) -> Option<&mut Self> {
        match (&mut self.value, step) {
            (Value::Table(table), Step::Key(name)) => table.get_mut(name),
            (Value::Array(list), Step::Index(k)) => list.get_mut(*k),
            _ => None,
        }
    }
}
