//! Reading a table along its list of keys, collecting faults instead of stopping at the first.

use super::diagnostic::Fault;
use super::dimension::Dimension;
use super::document::{Document, Node, Table};
use super::field::{Field, Kind, Need, Section};
use super::item::Item;
use super::path::push_step;
use super::source::Span;
use super::units::{Wrong, nearest};
use jiff::civil::Date;
use sim_core::Distribution;
use std::cell::RefCell;

/// What is known while a document is read: its faults and the numbers met so far.
pub struct Context<'d> {
    /// The document.
    pub document: &'d Document,
    faults: RefCell<Vec<Fault>>,
    inputs: Option<RefCell<Vec<Input<'d>>>>,
}

/// A number or law met in the text.
struct Input<'d> {
    path: String,
    node: &'d Node,
    value: Quantity,
}

/// What a number of the text means.
pub(super) enum Quantity {
    Number(f64, Dimension),
    Law(Distribution, Dimension),
}

/// A number or law of the text, for the register of assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct InputEcho {
    /// Its path.
    pub path: String,
    /// As it was written.
    pub text: String,
    /// As it is used, in SI units.
    pub value: String,
    /// The number in SI units; of a law its mean.
    pub number: f64,
    /// File it stands in.
    pub file: String,
    /// Line it stands in; 0: set by a program.
    pub line: u32,
    /// Index into the provenance records, if one covers it.
    pub provenance: Option<usize>,
}

impl<'d> Context<'d> {
    /// To read a document; `echo`: remember all its numbers.
    pub fn new(document: &'d Document, echo: bool) -> Self {
        let inputs = echo.then(|| RefCell::new(Vec::with_capacity(256)));
        Self { document, faults: RefCell::new(Vec::new()), inputs }
    }

    /// Records a fault.
    pub fn report(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }

    /// Records an error.
    pub fn error(&self, span: Option<Span>, path: &str, wrong: Wrong) {
        let fault = Fault::in_document(self.document, span, path, wrong.reason);
        self.report(Fault { remedy: wrong.remedy, ..fault });
    }

    /// Records a warning.
    pub fn warn(&self, span: Option<Span>, path: &str, wrong: Wrong) {
        let fault = Fault::in_document(self.document, span, path, wrong.reason);
        self.report(Fault { remedy: wrong.remedy, ..fault }.as_warning());
    }

    /// How many faults there are by now.
    pub fn count(&self) -> usize {
        self.faults.borrow().len()
    }

    /// The reader of the whole document.
    pub fn root(&self, section: &'static Section) -> Reader<'_, 'd> {
        match self.document.root.as_table() {
            Some(table) => Reader::new(self, section, String::new(), None, vec![table]),
            None => Reader::new(self, section, String::new(), None, Vec::new()),
        }
    }

    pub(super) fn echo(&self, path: &str, node: &'d Node, value: Quantity) {
        if let Some(inputs) = &self.inputs {
            inputs.borrow_mut().push(Input { path: path.to_owned(), node, value });
        }
    }

    /// True when numbers are remembered.
    pub(super) fn echoes(&self) -> bool {
        self.inputs.is_some()
    }

    /// Faults and numbers.
    pub fn finish(self) -> (Vec<Fault>, Vec<InputEcho>) {
        let document = self.document;
        let inputs = self.inputs.map(RefCell::into_inner).unwrap_or_default();
        let echo = |input: Input<'d>| {
            let place = input.node.span.and_then(|s| Some((s, document.source_of(s)?)));
            let (number, value) = match &input.value {
                Quantity::Number(v, d) => (*v, format!("{v} {}", d.si()).trim_end().to_owned()),
                Quantity::Law(law, d) => {
                    let unit = if d.si().is_empty() { "" } else { " in " };
                    (law.mean(), format!("{}{unit}{}", law.describe(), d.si()))
                }
            };
            InputEcho {
                text: document.text_of(input.node),
                path: input.path,
                value,
                number,
                file: place.map_or_else(String::new, |(_, source)| source.name.to_string()),
                line: place.map_or(0, |(span, source)| source.position(span).line),
                provenance: None,
            }
        };
        (self.faults.into_inner(), inputs.into_iter().map(echo).collect())
    }
}

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
        let reader = Self { context, section, path, span, layers };
        reader.refuse_unknown();
        reader
    }

    fn refuse_unknown(&self) {
        for (key, _) in self.layers.first().iter().flat_map(|t| &t.entries) {
            if self.section.field(&key.name).is_some() {
                continue;
            }
            let whose = if self.path.is_empty() { "the file" } else { self.section.name };
            let remedy = match nearest(&key.name, self.section.names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    format!("it may have: {}", self.section.names().collect::<Vec<_>>().join(", "))
                }
            };
            let reason = format!("{whose} has no key `{}`", key.name);
            self.context.error(key.span, &self.path_of(&key.name), Wrong::new(reason, remedy));
        }
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
        let example = field.kind.example();
        let remedy = match &field.kind {
            Kind::Named(_) | Kind::Table(_) => format!("add [{}]: {}", field.name, field.doc),
            _ => format!("add `{} = {example}`: {}", field.name, field.doc),
        };
        let wrong = Wrong::new(format!("`{}` is missing", field.name), remedy);
        self.context.error(self.span, &self.path_of(field.name), wrong);
    }

    /// Reports that one of several keys must stand here.
    pub fn missing_one_of(&self, keys: &[&str], remedy: &str) {
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
                format!("keep one of them, delete `{second}` or `{first}`"),
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
        super::item::named(&item, section)
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

impl Kind {
    /// The dimension and bounds of the number that stands here.
    fn measure(&self) -> (Dimension, super::Bounds) {
        match self {
            Self::Value(dimension, bounds) | Self::Law(dimension, bounds) => (*dimension, *bounds),
            Self::Either(kinds) => {
                let number = |k: &&Self| matches!(k, Self::Value(..) | Self::Law(..));
                kinds
                    .iter()
                    .find(number)
                    .map_or((Dimension::Number, super::Bounds::ANY), Self::measure)
            }
            _ => (Dimension::Number, super::Bounds::ANY),
        }
    }

    fn section(&self) -> Option<&'static Section> {
        match self {
            Self::Table(section) | Self::Named(section) => Some(section),
            Self::Either(kinds) => kinds.iter().find_map(Self::section),
            _ => None,
        }
    }
}
