//! Which keys may stand in a table: the one list behind reader, JSON Schema and reference.

use super::bounds::Bounds;
use super::dimension::Dimension;

/// A table and its keys.
#[derive(Debug)]
pub struct Section {
    /// Name as people write it: `[machines.NAME]`, or the key of a sub-table.
    pub name: &'static str,
    /// What it describes.
    pub doc: &'static str,
    /// Its keys, in the order of the reference.
    pub fields: &'static [Field],
}

/// A key.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What stands there.
    pub kind: Kind,
    /// Must it stand there?
    pub need: Need,
    /// What it means.
    pub doc: &'static str,
}

/// Must a key stand there?
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// Yes.
    Required,
    /// No; without it the thing does not exist.
    Optional,
    /// No; without it this counts, written as in the file (texts without quotes).
    Default(&'static str),
}

/// What stands at a key.
#[derive(Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number without unit, from .. to.
    Count(u32, u32),
    /// A number.
    Value(Dimension, Bounds),
    /// A number or a law of chance.
    Law(Dimension, Bounds),
    /// A TOML date.
    Date,
    /// A time of day, `"06:00"`.
    Clock,
    /// Days of the week, `"Mon-Fri"`.
    Days,
    /// The name of something defined elsewhere, such as a machine.
    Name(&'static str),
    /// A list.
    List(&'static Kind),
    /// A table with these keys.
    Table(&'static Section),
    /// Tables with free names.
    Named(&'static Section),
    /// Values with free names.
    Map(&'static Kind),
    /// One of several.
    Either(&'static [Kind]),
}

impl Field {
    /// A key that must stand there.
    pub const fn required(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, need: Need::Required, doc }
    }
    /// A key that may be absent.
    pub const fn optional(name: &'static str, kind: Kind, doc: &'static str) -> Self {
        Self { name, kind, need: Need::Optional, doc }
    }
    /// A key with a default.
    pub const fn default(
        name: &'static str,
        kind: Kind,
        default: &'static str,
        doc: &'static str,
    ) -> Self {
        Self { name, kind, need: Need::Default(default), doc }
    }
}

impl Section {
    /// The key of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|f| f.name == name)
    }

    /// Names of all keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|f| f.name)
    }
}

impl Kind {
    /// An example, as it stands in a file; empty where none is short.
    pub fn example(&self) -> String {
        match self {
            Self::Text => "\"...\"".to_owned(),
            Self::Word(words) => format!("\"{}\"", words.first().unwrap_or(&"")),
            Self::Flag => "true".to_owned(),
            Self::Count(least, _) => format!("{}", least.max(&1)),
            Self::Value(dimension, _) | Self::Law(dimension, _) => dimension.example(),
            Self::Date => "2027-01-04".to_owned(),
            Self::Clock => "\"06:00\"".to_owned(),
            Self::Days => "\"Mon-Fri\"".to_owned(),
            Self::Name(what) => format!("\"name of a {what}\""),
            Self::List(kind) => format!("[{}]", kind.example()),
            Self::Table(section) => {
                let needed = section.fields.iter().filter(|f| f.need == Need::Required);
                let inner: Vec<String> =
                    needed.map(|f| format!("{} = {}", f.name, f.kind.example())).collect();
                format!("{{ {} }}", inner.join(", "))
            }
            Self::Named(_) => String::new(),
            Self::Map(kind) => format!("{{ NAME = {} }}", kind.example()),
            Self::Either(kinds) => kinds.first().map_or_else(String::new, Self::example),
        }
    }

    /// What it is, for the reference.
    pub fn describe(&self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Word(words) => {
                words.iter().map(|w| format!("`\"{w}\"`")).collect::<Vec<_>>().join(", ")
            }
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Count(least, u32::MAX) => format!("whole number from {least}"),
            Self::Count(least, most) => format!("whole number {least} to {most}"),
            Self::Value(dimension, bounds) => {
                let noun = dimension.noun().trim_start_matches("a ").trim_start_matches("an ");
                format!("{noun}, {}", bounds.describe(|v| dimension.say(v)))
            }
            Self::Law(dimension, bounds) => {
                format!("law, {}", bounds.describe(|v| dimension.say(v)))
            }
            Self::Date => "date".to_owned(),
            Self::Clock => "time of day".to_owned(),
            Self::Days => "days of the week".to_owned(),
            Self::Name(what) => format!("name of a {what}"),
            Self::List(kind) => format!("list of: {}", kind.describe()),
            Self::Table(section) => format!("table `{}`", section.name),
            Self::Named(section) => format!("tables `{}`", section.name),
            Self::Map(kind) => format!("table, by name: {}", kind.describe()),
            Self::Either(kinds) => {
                kinds.iter().map(Self::describe).collect::<Vec<_>>().join("; or ")
            }
        }
    }

    /// The dimension and bounds of the number that stands here.
    pub(super) fn measure(&self) -> (Dimension, Bounds) {
        match self {
            Self::Value(dimension, bounds) | Self::Law(dimension, bounds) => (*dimension, *bounds),
            Self::Either(kinds) => {
                let number = |k: &&Self| matches!(k, Self::Value(..) | Self::Law(..));
                kinds.iter().find(number).map_or((Dimension::Number, Bounds::ANY), Self::measure)
            }
            _ => (Dimension::Number, Bounds::ANY),
        }
    }

    pub(super) fn section(&self) -> Option<&'static Section> {
        match self {
            Self::Table(section) | Self::Named(section) => Some(section),
            Self::Either(kinds) => kinds.iter().find_map(Self::section),
            _ => None,
        }
    }
}
