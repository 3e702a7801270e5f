//! Laws in the unit in which a file happens to write a value.

use super::units::FACTOR_LAW;
use sim_core::Distribution;
use twin_models::text::units::{Wrong, parse_duration};
use twin_models::text::{
    Bounds, Context, Dimension, Document, Fault, Field, Item, Key, Kind, Node, Section, Span,
    Table, Value, parse_quantity,
};

static FACTOR: Section = Section {
    name: "law",
    doc: "A law of factors.",
    fields: &[Field::required("law", FACTOR_LAW, "The law.")],
};
static NUMBER: Section = Section {
    name: "law",
    doc: "A law of numbers.",
    fields: &[Field::required("law", Kind::Law(Dimension::Number, Bounds::ANY), "The law.")],
};

/// Parameters that have no unit.
const BARE: [&str; 7] = ["shape", "cv", "a", "b", "weight", "weights", "interpolate"];

/// The law at `item`: of factors where there is no unit to keep, otherwise with values in `unit`.
/// Faults go to the item's context.
pub(super) fn law_in(item: &Item<'_, '_>, unit: Option<&str>) -> Option<Distribution> {
    let mut wrongs = Vec::new();
    let node = match unit {
        Some(unit) if !unit.is_empty() => converted(item.node, "value", unit, &mut wrongs),
        _ => item.node.clone(),
    };
    if !wrongs.is_empty() {
        for (span, wrong) in wrongs {
            item.context.error(span, &item.path, wrong);
        }
        return None;
    }
    let entries = vec![(Key { name: "law".into(), span: None }, node)];
    let sources = item.context.document.sources.clone();
    let document = Document { sources, root: Node::new(Value::Table(Table { entries })) };
    let context = Context::new(&document, false);
    let law = context.root(if unit.is_none() { &FACTOR } else { &NUMBER }).law("law");
    for fault in context.finish().0 {
        let rest = fault.path.strip_prefix("law").unwrap_or_default();
        item.context.report(Fault { path: format!("{}{rest}", item.path), ..fault });
    }
    law
}

type Wrongs = Vec<(Option<Span>, Wrong)>;

/// The same law with bare numbers in `unit`.
fn converted(node: &Node, key: &str, unit: &str, wrongs: &mut Wrongs) -> Node {
    let example = |number: &str| format!("write \"{number} {unit}\"");
    let value = match &node.value {
        Value::Table(table) => {
            let entry =
                |(key, node): &(Key, Node)| (key.clone(), converted(node, &key.name, unit, wrongs));
            Value::Table(Table { entries: table.entries.iter().map(entry).collect() })
        }
        Value::Array(list) => {
            Value::Array(list.iter().map(|node| converted(node, key, unit, wrongs)).collect())
        }
        _ if BARE.contains(&key) => node.value.clone(),
        Value::String(text) => match in_unit(text, unit) {
            Some(number) => Value::Float(number),
            None => {
                let reason = format!("the value is written in {unit}, and this is \"{text}\"");
                wrongs.push((node.span, Wrong::new(reason, format!("write it in {unit}"))));
                node.value.clone()
            }
        },
        Value::Integer(_) | Value::Float(_) => {
            let reason = "the value has a unit, and this number has none";
            wrongs.push((node.span, Wrong::new(reason, example(&node.to_toml()))));
            node.value.clone()
        }
        other => other.clone(),
    };
    Node { value, span: node.span }
}

fn in_unit(text: &str, unit: &str) -> Option<f64> {
    match parse_quantity(text) {
        Some((number, own)) if own == unit => Some(number),
        _ => {
            let one = parse_duration(&format!("1 {unit}")).ok()?;
            Some(parse_duration(text).ok()? / one)
        }
    }
}
