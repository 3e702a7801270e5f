//! The reference of a file as Markdown, from its list of keys.

use super::field::{Kind, Need, Section};
use std::fmt::Write;

/// One table of keys per section, sections in the order of the list.
pub fn reference(root: &'static Section) -> String {
    let mut out = String::new();
    let mut done: Vec<&str> = Vec::new();
    let mut queue = vec![root];
    while let Some(section) = queue.pop() {
        if done.contains(&section.name) {
            continue;
        }
        done.push(section.name);
        if !std::ptr::eq(section, root) {
            keys(section, &mut out);
        }
        let inner: Vec<&'static Section> =
            section.fields.iter().flat_map(|f| sections(&f.kind)).collect();
        queue.extend(inner.into_iter().rev());
    }
    out
}

fn keys(section: &Section, out: &mut String) {
    let _ = write!(out, "## `{}`\n\n{}\n\n", section.name, section.doc);
    out.push_str("| key | value | default | meaning |\n|---|---|---|---|\n");
    for field in section.fields {
        let need = match field.need {
            Need::Required => "**required**".to_owned(),
            Need::Optional => String::new(),
            Need::Default(text) => format!("`{text}`"),
        };
        let kind = field.kind.describe();
        // A bar would end the column.
        let doc = field.doc.replace('|', "\\|");
        let _ = writeln!(out, "| `{}` | {kind} | {need} | {doc} |", field.name);
    }
    out.push('\n');
}

fn sections(kind: &'static Kind) -> Vec<&'static Section> {
    match kind {
        Kind::Table(section) | Kind::Named(section) => vec![section],
        Kind::List(kind) | Kind::Map(kind) => sections(kind),
        Kind::Either(kinds) => kinds.iter().flat_map(sections).collect(),
        _ => Vec::new(),
    }
}
