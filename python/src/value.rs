//! Values of a file as Python objects, and back.

use crate::fault;
use jiff::civil::Date;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use twin_models::text::{Key, Node, Table, Value};

/// A Python value as it stands in a file: numbers, texts, booleans, dates, lists, dictionaries.
pub(crate) fn node(value: &Bound<'_, PyAny>) -> PyResult<Node> {
    let value = if let Ok(truth) = value.cast::<PyBool>() {
        Value::Boolean(truth.is_true())
    } else if value.cast::<PyInt>().is_ok() {
        Value::Integer(value.extract()?)
    } else if value.cast::<PyFloat>().is_ok() {
        let number: f64 = value.extract()?;
        if !number.is_finite() {
            return Err(fault::input(format!("{number} is no value of a file")));
        }
        Value::Float(number)
    } else if let Ok(text) = value.cast::<PyString>() {
        Value::String(text.to_string().into())
    } else if let Ok(dict) = value.cast::<PyDict>() {
        Value::Table(table(dict)?)
    } else if value.cast::<PyList>().is_ok() || value.cast::<PyTuple>().is_ok() {
        Value::Array(value.try_iter()?.map(|item| node(&item?)).collect::<PyResult<_>>()?)
    } else if value.get_type().name()? == "date" {
        let text = value.call_method0("isoformat")?.to_string();
        Value::Date(text.parse::<Date>().map_err(fault::input)?)
    } else {
        let kind = value.get_type().name()?;
        return Err(fault::input(format!(
            "{kind} is no value of a file\nhelp: give a number, a text such as \"50 $/h\", True or False, a \
             date, a list or a dict"
        )));
    };
    Ok(Node::new(value))
}

/// A dictionary as a table, in its order.
pub(crate) fn table(dict: &Bound<'_, PyDict>) -> PyResult<Table> {
    let entry = |(name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
        let name: String = name.extract()?;
        Ok((Key { name: name.into(), span: None }, node(&value)?))
    };
    Ok(Table { entries: dict.iter().map(entry).collect::<PyResult<_>>()? })
}

/// A value of a file for Python.
pub(crate) fn python(py: Python<'_>, node: &Node) -> PyResult<Py<PyAny>> {
    Ok(match &node.value {
        Value::String(text) | Value::Time(text) => {
            text.as_ref().into_pyobject(py)?.into_any().unbind()
        }
        Value::Integer(number) => number.into_pyobject(py)?.into_any().unbind(),
        Value::Float(number) => number.into_pyobject(py)?.into_any().unbind(),
        Value::Boolean(truth) => PyBool::new(py, *truth).to_owned().into_any().unbind(),
        Value::Date(day) => {
            let class = py.import("datetime")?.getattr("date")?;
            class.call_method1("fromisoformat", (day.to_string(),))?.unbind()
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| python(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any().unbind()
        }
        Value::Table(table) => {
            let dict = PyDict::new(py);
            for (key, value) in &table.entries {
                dict.set_item(&*key.name, python(py, value)?)?;
            }
            dict.into_any().unbind()
        }
    })
}

/// A whole file as text: a heading for every table that holds tables or stands at the top, everything
/// below them on one line.
pub(crate) fn text(table: &Table) -> String {
    let mut out = String::new();
    section(table, &mut Vec::new(), &mut out);
    out.trim_start().to_owned()
}

/// Tables deeper than this stand on one line: `[machines.mill]` has a heading, a law below it has none.
const HEADINGS: usize = 2;

fn section(table: &Table, path: &mut Vec<String>, out: &mut String) {
    let below = |node: &Node| path.len() < HEADINGS && node.as_table().is_some();
    let own: Vec<_> = table.entries.iter().filter(|(_, node)| !below(node)).collect();
    if !path.is_empty() && (!own.is_empty() || table.entries.is_empty()) {
        out.push_str(&format!("\n[{}]\n", path.join(".")));
    }
    for (key, node) in own {
        out.push_str(&format!("{} = {}\n", bare(&key.name), node.to_toml()));
    }
    for (key, node) in &table.entries {
        if path.len() < HEADINGS
            && let Some(table) = node.as_table()
        {
            path.push(bare(&key.name));
            section(table, path, out);
            path.pop();
        }
    }
}

fn bare(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else {
        Node::text(name).to_toml()
    }
}
