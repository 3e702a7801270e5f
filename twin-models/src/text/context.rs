//! What is known while a document is read: its faults, and the numbers met so far.

use super::diagnostic::Fault;
use super::dimension::Dimension;
use super::document::Document;
use super::field::Section;
use super::node::Node;
use super::reader::Reader;
use super::source::Span;
use super::units::Wrong;
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
                line: place.map_or(0, |(span, source)| source.line(span.start)),
                provenance: None,
            }
        };
        (self.faults.into_inner(), inputs.into_iter().map(echo).collect())
    }
}
