//! From TOML text to the tree, and values back to text.

use super::diagnostic::{Diagnostics, Fault};
use super::node::{Key, Node, Table, Value};
use super::path::push_key;
use super::slip;
use super::source::{FileId, Source, Span};
use jiff::civil::Date;
use std::fmt::Write;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Parses a source; all syntax errors, at most one per line.
pub fn parse(source: &Source) -> Result<Node, Diagnostics> {
    let (tree, errors) = DeTable::parse_recoverable(&source.text);
    let mut faults: Vec<Fault> = Vec::new();
    for error in &errors {
        let span = span_of(source.id(), &error.span().unwrap_or(0..0));
        let fault = slip::explain(source, span, error.message());
        let follows = |f: &Fault| f.line == fault.line || slip::follows(source, f, &fault);
        if !faults.iter().any(follows) {
            faults.push(fault);
        }
    }
    let mut build = Build { file: source.id(), source, faults };
    let span = tree.span();
    let root = build.table(&tree.into_inner());
    if build.faults.is_empty() {
        Ok(Node { value: Value::Table(root), span: Some(span_of(source.id(), &span)) })
    } else {
        Err(Diagnostics::new(build.faults))
    }
}

fn span_of(file: FileId, range: &Range<usize>) -> Span {
    let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span { file, start: clamp(range.start), end: clamp(range.end) }
}

struct Build<'s> {
    file: FileId,
    source: &'s Source,
    faults: Vec<Fault>,
}

impl Build<'_> {
    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let mut entries: Vec<(Key, Node)> = Vec::with_capacity(table.len());
        for (key, value) in table {
            let span = span_of(self.file, &key.span());
            let key = Key { name: key.get_ref().as_ref().into(), span: Some(span) };
            entries.push((key, self.node(value)));
        }
        entries.sort_by_key(|(key, _)| key.span);
        Table { entries }
    }

    fn node(&mut self, value: &Spanned<DeValue<'_>>) -> Node {
        let span = span_of(self.file, &value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => Value::String(text.as_ref().into()),
            DeValue::Integer(n) => match i64::from_str_radix(n.as_str(), n.radix()) {
                Ok(n) => Value::Integer(n),
                Err(_) => self.too_large(span, Value::Integer(0)),
            },
            DeValue::Float(x) => match x.as_str().parse::<f64>() {
                Ok(x) => Value::Float(x),
                Err(_) => self.too_large(span, Value::Float(0.0)),
            },
            DeValue::Boolean(b) => Value::Boolean(*b),
            DeValue::Datetime(d) => match (d.date, d.time) {
                (Some(date), None) => {
                    let year = i16::try_from(date.year).unwrap_or(i16::MAX);
                    match Date::new(year, date.month as i8, date.day as i8) {
                        Ok(date) => Value::Date(date),
                        Err(_) => self.no_such_day(span),
                    }
                }
                _ => Value::Time(d.to_string().into()),
            },
            DeValue::Array(list) => Value::Array(list.iter().map(|n| self.node(n)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { value, span: Some(span) }
    }

    fn no_such_day(&mut self, span: Span) -> Value {
        let fault = Fault::at(self.source, span, "", "this day does not exist")
            .with_remedy("write a day of the calendar as year-month-day: 2027-02-28");
        self.faults.push(fault);
        Value::Boolean(false)
    }

    fn too_large(&mut self, span: Span, placeholder: Value) -> Value {
        let fault = Fault::at(self.source, span, "", "this number cannot be represented")
            .with_remedy("whole numbers go to 9223372036854775807");
        self.faults.push(fault);
        placeholder
    }
}

fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Writes a value as TOML on one line.
pub(super) fn write_value(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => push_text(out, text),
        Value::Integer(n) => {
            let _ = write!(out, "{n}");
        }
        Value::Float(x) => {
            let _ = write!(out, "{x:?}");
        }
        Value::Boolean(b) => {
            let _ = write!(out, "{b}");
        }
        Value::Date(d) => {
            let _ = write!(out, "{d}");
        }
        Value::Time(d) => out.push_str(d),
        Value::Array(list) => {
            out.push('[');
            for (k, node) in list.iter().enumerate() {
                out.push_str(if k > 0 { ", " } else { "" });
                write_value(&node.value, out);
            }
            out.push(']');
        }
        Value::Table(table) => {
            out.push_str("{ ");
            for (k, (key, node)) in table.entries.iter().enumerate() {
                out.push_str(if k > 0 { ", " } else { "" });
                push_key(out, &key.name);
                out.push_str(" = ");
                write_value(&node.value, out);
            }
            out.push_str(" }");
        }
    }
}
