//! Reading a table along its list of keys, collecting faults instead of stopping at the first.

use super::context::Context;
use super::dimension::Dimension;
use super::field::{Field, Kind, Need, Section};
use super::item::Item;
use super::node::{Node, Table};
use super::path::push_step;
use super::source::Span;
use super::units::{Wrong, nearest};
use jiff::civil::Date;
use sim_core::Distribution;

/// Reads one table.
pub struct Reader<'c, 'd> {
    /// Faults go here.
    pub context: &'c Context<'d>,
    /// The keys it may have.
    pub section: &'static Section,
    /// Its path; empty: the whole file.
    pub path: String,
    /// Where its name was written.
    pub span: Option<Span>,
    /// The table itself, then those it is `like`, nearest first.
    layers: Vec<&'d Table>,
    /// Keys that were written with a slip: they are not missing.
    slips: Vec<&'static str>,
    /// A table it is `like` is not there: nothing is missing here.
    gaps: bool,
}

impl<'c, 'd> Reader<'c, 'd> {
    /// Reads `layers`, the first hiding the others; unknown keys of the first are faults.
    pub fn new(
        context: &'c Context<'d>,
        section: &'static Section,
        path: String,
        span: Option<Span>,
        layers: Vec<&'d Table>,
    ) -> Self {
        let slips = Vec::new();
        let mut reader = Self { context, section, path, span, layers, slips, gaps: false };
        reader.refuse_unknown();
        reader
    }

    pub(super) fn with_gaps(self, gaps: bool) -> Self {
        Self { gaps, ..self }
    }

    fn refuse_unknown(&mut self) {
        let Some(table) = self.layers.first() else { return };
        let mut slips = Vec::new();
        for (key, _) in &table.entries {
            if self.section.field(&key.name).is_some() {
                continue;
            }
            let whose = if self.path.is_empty() { "the file" } else { self.section.name };
            let remedy = match nearest(&key.name, self.section.names()) {
                Some(near) => {
                    slips.extend(self.section.names().filter(|n| *n == near));
                    format!("did you mean `{near}`?")
                }
                None => {
                    format!("it may have: {}", self.section.names().collect::<Vec<_>>().join(", "))
                }
            };
            let reason = format!("{whose} has no key `{}`", key.name);
            self.context.error(key.span, &self.path_of(&key.name), Wrong::new(reason, remedy));
        }
        self.slips = slips;
    }

    /// The path of a key.
    pub fn path_of(&self, key: &str) -> String {
        let mut path = self.path.clone();
        push_step(&mut path, key);
        path
    }

    /// Does the key stand there, here or in a table it is `like`?
    pub fn has(&self, key: &str) -> bool {
        self.layers.iter().any(|t| t.get(key).is_some())
    }

    /// The value at a key, if one stands there. A missing required key is a fault.
    pub fn item(&self, key: &str) -> Option<Item<'c, 'd>> {
        let found = self.layers.iter().enumerate().find_map(|(k, t)| Some((k, t.get(key)?)));
        match found {
            Some((layer, node)) => {
                Some(Item { context: self.context, node, path: self.path_of(key), own: layer == 0 })
            }
            None => {
                let field = self.field(key);
                if field.need == Need::Required {
                    self.missing(field);
                }
                None
            }
        }
    }

    fn field(&self, key: &str) -> &'static Field {
        static UNKNOWN: Field = Field::optional("", Kind::Text, "");
        let field = self.section.field(key);
        debug_assert!(field.is_some(), "{} lists no key {key}", self.section.name);
        field.unwrap_or(&UNKNOWN)
    }

    fn missing(&self, field: &'static Field) {
        if self.gaps || self.slips.contains(&field.name) {
            return;
        }
        let example = field.kind.example();
        let remedy = match &field.kind {
            Kind::Named(section) => format!("add {}: {}", section.name, field.doc),
            Kind::Table(section) if self.path.is_empty() => {
                format!("add {}: {}", section.name, field.doc)
            }
            _ => format!("add `{} = {example}`: {}", field.name, field.doc),
        };
        let wrong = Wrong::new(format!("`{}` is missing", field.name), remedy);
        self.context.error(self.span, &self.path_of(field.name), wrong);
    }

    /// Reports that one of several keys must stand here.
    pub fn missing_one_of(&self, keys: &[&str], remedy: &str) {
        if self.gaps || keys.iter().any(|k| self.slips.contains(k)) {
            return;
        }
        let names = keys.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" or ");
        self.context.error(
            self.span,
            &self.path,
            Wrong::new(format!("{names} is missing"), remedy),
        );
    }

    /// Which of several keys that exclude each other stands here; two in one table are a fault.
    pub fn one_of(&self, keys: &[&'static str]) -> Option<&'static str> {
        let layer = self.layers.iter().find(|t| keys.iter().any(|k| t.get(k).is_some()))?;
        let mut present = keys.iter().filter_map(|k| Some((*k, layer.entry(k)?)));
        let (first, _) = present.next()?;
        for (second, (key, _)) in present {
            let wrong = Wrong::new(
                format!("`{first}` and `{second}` exclude each other"),
                format!("delete `{first}` or `{second}`"),
            );
            self.context.error(key.span, &self.path_of(second), wrong);
        }
        Some(first)
    }

    /// Reports an error at a key, or at the table where the key is absent.
    pub fn error(&self, key: &str, reason: impl Into<String>, remedy: impl Into<String>) {
        self.context.error(self.span_of(key), &self.path_of(key), Wrong::new(reason, remedy));
    }

    /// Reports a warning at a key, or at the table where the key is absent.
    pub fn warn(&self, key: &str, reason: impl Into<String>, remedy: impl Into<String>) {
        self.context.warn(self.span_of(key), &self.path_of(key), Wrong::new(reason, remedy));
    }

    /// Where the value of a key stands, or else the table.
    pub fn span_of(&self, key: &str) -> Option<Span> {
        self.layers.iter().find_map(|t| t.get(key)).map_or(self.span, |node| node.span)
    }

    /// The default of a key, as it would be written.
    pub fn default_of(&self, key: &str) -> Option<&'static str> {
        match self.field(key).need {
            Need::Default(text) => Some(text),
            _ => None,
        }
    }

    /// A number in SI units, or its default.
    pub fn value(&self, key: &str) -> Option<f64> {
        let (dimension, bounds) = self.field(key).kind.measure();
        match self.item(key) {
            Some(item) => item.value(dimension, bounds),
            None => self.default_of(key).and_then(|t| default_number(dimension, t)),
        }
    }

    /// A law in SI units, or its default.
    pub fn law(&self, key: &str) -> Option<Distribution> {
        let (dimension, bounds) = self.field(key).kind.measure();
        self.law_in(key, dimension, bounds)
    }

    /// A law whose dimension depends on other keys.
    pub fn law_in(
        &self,
        key: &str,
        dimension: Dimension,
        bounds: super::Bounds,
    ) -> Option<Distribution> {
        match self.item(key) {
            Some(item) => item.law(dimension, bounds),
            None => {
                let number = default_number(dimension, self.default_of(key)?)?;
                Some(Distribution::constant(number))
            }
        }
    }

    /// A whole number, or its default.
    pub fn count(&self, key: &str) -> Option<u32> {
        let range = match self.field(key).kind {
            Kind::Count(least, most) => (least, most),
            _ => (0, u32::MAX),
        };
        match self.item(key) {
            Some(item) => item.count(range.0, range.1),
            None => self.default_of(key)?.parse().ok(),
        }
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<&'d str> {
        self.item(key)?.text()
    }

    /// One of the words of the list of keys, or its default.
    pub fn word(&self, key: &str) -> Option<&'static str> {
        match (&self.field(key).kind, self.item(key)) {
            (Kind::Word(words), Some(item)) => item.word(words),
            _ => self.default_of(key),
        }
    }

    /// True or false, or the default.
    pub fn flag(&self, key: &str) -> Option<bool> {
        match self.item(key) {
            Some(item) => item.flag(),
            None => self.default_of(key).map(|text| text == "true"),
        }
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Date> {
        self.item(key)?.date()
    }

    /// The items of a list; nothing when it is absent.
    pub fn list(&self, key: &str) -> Vec<Item<'c, 'd>> {
        self.item(key).and_then(|item| item.list()).unwrap_or_default()
    }

    /// The reader of a sub-table.
    pub fn table(&self, key: &str) -> Option<Reader<'c, 'd>> {
        let section = self.field(key).kind.section()?;
        self.item(key)?.table(section)
    }

    /// The readers of all tables with free names; those with `like` look further in the other.
    pub fn named(&self, key: &str) -> Vec<(&'d str, Reader<'c, 'd>)> {
        let Some(section) = self.field(key).kind.section() else { return Vec::new() };
        let Some(item) = self.item(key) else { return Vec::new() };
        super::named::named(&item, section)
    }

    /// The table's own entry of a key (for its place).
    pub fn own_node(&self, key: &str) -> Option<&'d Node> {
        self.layers.first()?.get(key)
    }

    /// True when `key` stands in the same table, or a nearer one, as `other`: it is meant with it.
    pub fn stands_with(&self, key: &str, other: &str) -> bool {
        let layer = |name: &str| self.layers.iter().position(|t| t.get(name).is_some());
        match (layer(key), layer(other)) {
            (Some(a), Some(b)) => a <= b,
            _ => false,
        }
    }
}

fn default_number(dimension: Dimension, text: &str) -> Option<f64> {
    let parsed = dimension.parse_text(text).ok().or_else(|| text.parse().ok());
    debug_assert!(parsed.is_some(), "{text} is not a default of {}", dimension.noun());
    parsed
}
