//! From the tree of a study to sheets.

use super::{Cell, Form, Sheet};
use twin_models::text::{Document, Node, Table, Value};

/// Tables of named tables that have a sheet of their own, and its form.
const GRIDS: [(&str, Form); 11] = [
    ("investments", Form::Columns),
    ("prices.crews", Form::Rows),
    ("prices.spares", Form::Rows),
    ("prices.products", Form::Rows),
    ("prices.materials", Form::Rows),
    ("prices.service", Form::Rows),
    ("prices.quality", Form::Rows),
    ("prices.inspections", Form::Rows),
    ("scorecard", Form::Rows),
    ("provenance", Form::Rows),
    ("investments.cost", Form::Columns),
];

fn grid(path: &str) -> Option<Form> {
    GRIDS.iter().find(|(name, _)| *name == path).map(|(_, form)| *form)
}

/// The sheets of a study, in its order.
pub(crate) fn sheets(document: &Document) -> Vec<Sheet> {
    let Some(root) = document.root.as_table() else { return Vec::new() };
    let mut all = Vec::new();
    let mut rest = Table::default();
    for (key, node) in &root.entries {
        match &node.value {
            Value::Table(table) => section(document, &key.name, table, &mut all),
            Value::Array(items) if list(items) => all.push(items_of(&key.name, None, items)),
            _ => rest.entries.push((key.clone(), node.clone())),
        }
    }
    if !rest.entries.is_empty() {
        all.push(values(document, "", &rest));
    }
    all
}

fn list(items: &[Node]) -> bool {
    !items.is_empty() && items.iter().all(|item| item.as_table().is_some())
}

fn section(document: &Document, path: &str, table: &Table, all: &mut Vec<Sheet>) {
    let named = |table: &Table| table.entries.iter().all(|(_, node)| node.as_table().is_some());
    if let Some(form) = grid(path).filter(|_| named(table)) {
        return named_tables(path, form, table, all);
    }
    let mut own = Table::default();
    let mut later = Vec::new();
    for (key, node) in &table.entries {
        let below = format!("{path}.{}", key.name);
        match &node.value {
            Value::Table(inner) if grid(&below).is_some() && named(inner) => {
                named_tables(&below, grid(&below).unwrap_or(Form::Rows), inner, &mut later);
            }
            Value::Array(items) if list(items) && path == "prices" => {
                later.push(items_of(&below, None, items));
            }
            _ => own.entries.push((key.clone(), node.clone())),
        }
    }
    all.push(values(document, path, &own));
    all.extend(later);
}

/// A table of tables: each a row or a column. Costs and edits of investments have sheets of their own.
fn named_tables(path: &str, form: Form, table: &Table, all: &mut Vec<Sheet>) {
    let mut costs = Table::default();
    let mut edits: Vec<(String, Node)> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    let mut cells: Vec<(usize, &str, Cell)> = Vec::new();
    for (name, node) in &table.entries {
        let at = names.len();
        names.push(&name.name);
        for (key, value) in node.as_table().map_or(&[][..], |t| &t.entries) {
            match &value.value {
                Value::Table(_) if path == "investments" && &*key.name == "cost" => {
                    costs.entries.push((name.clone(), value.clone()));
                    continue;
                }
                Value::Array(items)
                    if path == "investments" && &*key.name == "edits" && list(items) =>
                {
                    edits.extend(items.iter().map(|item| (name.name.to_string(), item.clone())));
                    continue;
                }
                _ => {}
            }
            if !keys.contains(&&*key.name) {
                keys.push(&key.name);
            }
            cells.push((at, &key.name, cell(value)));
        }
    }
    let found = |at: usize, key: &str| {
        let here = cells.iter().find(|(k, name, _)| *k == at && *name == key);
        here.map_or(Cell::Empty, |(_, _, cell)| cell.clone())
    };
    let text = |s: &str| Cell::Text(s.to_owned());
    let corner = text(form.corner());
    let mut rows = Vec::new();
    if form == Form::Columns {
        rows.push(std::iter::once(corner).chain(names.iter().map(|n| text(n))).collect());
        for key in &keys {
            let values = (0..names.len()).map(|at| found(at, key));
            rows.push(std::iter::once(text(key)).chain(values).collect());
        }
    } else {
        rows.push(std::iter::once(corner).chain(keys.iter().map(|k| text(k))).collect());
        for (at, name) in names.iter().enumerate() {
            let values = keys.iter().map(|key| found(at, key));
            rows.push(std::iter::once(text(name)).chain(values).collect());
        }
    }
    all.push(Sheet { name: path.to_owned(), form, rows });
    if !edits.is_empty() {
        let (names, items): (Vec<String>, Vec<Node>) = edits.into_iter().unzip();
        all.push(items_of("investments.edits", Some(&names), &items));
    }
    if !costs.entries.is_empty() {
        named_tables("investments.cost", Form::Columns, &costs, all);
    }
}

/// A list of tables; with `owners`, the first column names the investment of each.
fn items_of(path: &str, owners: Option<&[String]>, items: &[Node]) -> Sheet {
    let tables: Vec<&Table> = items.iter().filter_map(Node::as_table).collect();
    let mut keys: Vec<&str> = Vec::new();
    for name in tables.iter().flat_map(|t| t.names()) {
        if !keys.contains(&name) {
            keys.push(name);
        }
    }
    let first = |k: usize| match owners {
        Some(owners) => Cell::Text(owners[k].clone()),
        None => Cell::Number((k + 1) as f64),
    };
    let mut rows = vec![vec![Cell::Text(Form::List.corner().to_owned())]];
    rows[0].extend(keys.iter().map(|key| Cell::Text((*key).to_owned())));
    for (k, table) in tables.iter().enumerate() {
        let values = keys.iter().map(|key| table.get(key).map_or(Cell::Empty, cell));
        rows.push(std::iter::once(first(k)).chain(values).collect());
    }
    Sheet { name: path.to_owned(), form: Form::List, rows }
}

/// Key, value, and what the study says about it at the end of the line.
fn values(document: &Document, path: &str, table: &Table) -> Sheet {
    let head = [Form::Values.corner(), "value", "(note)"];
    let mut rows: Vec<Vec<Cell>> = vec![head.map(|s| Cell::Text(s.to_owned())).to_vec()];
    for (key, node) in &table.entries {
        let flat = node.as_table().filter(|t| {
            !t.entries.is_empty()
                && t.entries.iter().all(|(k, n)| plain(n) && !k.name.contains('.'))
        });
        match flat.filter(|_| !key.name.contains('.')) {
            Some(inner) => rows.extend(inner.entries.iter().map(|(k, n)| {
                vec![Cell::Text(format!("{}.{}", key.name, k.name)), cell(n), note(document, n)]
            })),
            None => {
                let name = match key.name.contains('.') || key.name.starts_with('"') {
                    true => Node::text(&key.name).to_toml(),
                    false => key.name.to_string(),
                };
                rows.push(vec![Cell::Text(name), cell(node), note(document, node)]);
            }
        }
    }
    Sheet { name: path.to_owned(), form: Form::Values, rows }
}

fn plain(node: &Node) -> bool {
    !matches!(node.value, Value::Table(_) | Value::Array(_))
}

/// The comment behind a value.
fn note(document: &Document, node: &Node) -> Cell {
    let said = node.span.and_then(|span| {
        let rest = document.source_of(span)?.text.get(span.end as usize..)?;
        let line = rest.lines().next()?.trim_start_matches([' ', '}', ',']);
        line.strip_prefix('#').map(|note| note.trim().to_owned())
    });
    said.filter(|s| !s.is_empty()).map_or(Cell::Empty, Cell::Text)
}

/// A value as a cell; [`super::text`] reads it back.
fn cell(node: &Node) -> Cell {
    match &node.value {
        Value::String(s) if super::text::is_read_as_it_stands(s) => Cell::Text(s.to_string()),
        Value::Integer(n) if n.unsigned_abs() < 1 << 53 => Cell::Number(*n as f64),
        Value::Float(x) if x.is_finite() && x.fract() != 0.0 => Cell::Number(*x),
        Value::Boolean(yes) => Cell::Truth(*yes),
        Value::Date(day) => Cell::Day(*day),
        _ => Cell::Text(node.to_toml()),
    }
}
