//! Tables with free names, `[machines.NAME]`, some of them `like` another one.

use super::field::Section;
use super::item::Item;
use super::node::{Node, Table};
use super::path::push_step;
use super::reader::Reader;
use super::units::nearest;

/// The readers of tables with free names, each with the tables it is `like`.
pub(super) fn named<'c, 'd>(
    item: &Item<'c, 'd>,
    section: &'static Section,
) -> Vec<(&'d str, Reader<'c, 'd>)> {
    let Some(all) = item.node.as_table() else {
        item.error(
            format!("named tables must stand here, not {}", item.node.value.kind()),
            format!("write a section {} for each", section.name),
        );
        return Vec::new();
    };
    let has_like = section.field("like").is_some();
    let mut readers = Vec::with_capacity(all.entries.len());
    for ((key, node), child) in all.entries.iter().zip(item.children(all)) {
        let Some(table) = node.as_table() else {
            child.error(
                format!("a table must stand here, not {}", node.value.kind()),
                format!("write a section {}", section.name),
            );
            continue;
        };
        let mut layers = vec![table];
        let complete = !has_like || follow_like(&child, all, &mut layers);
        let span = key.span.or(node.span);
        readers.push((&*key.name, {
            Reader::new(item.context, section, child.path, span, layers).with_gaps(!complete)
        }));
    }
    readers
}

/// Adds the tables that the last layer is `like`; false: one of them is not there.
fn follow_like<'d>(item: &Item<'_, 'd>, all: &'d Table, layers: &mut Vec<&'d Table>) -> bool {
    while let Some(like) = layers.last().and_then(|t| t.get("like")) {
        let mut path = item.path.clone();
        push_step(&mut path, "like");
        let like = Item { context: item.context, node: like, path, own: false };
        let Some(name) = like.text() else { return false };
        let Some(table) = all.get(name).and_then(Node::as_table) else {
            let remedy = match nearest(name, all.names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there is: {}", all.names().collect::<Vec<_>>().join(", ")),
            };
            like.error(format!("`{name}` does not exist"), remedy);
            return false;
        };
        if layers.iter().any(|l| std::ptr::eq(*l, table)) {
            like.error(
                format!("`{name}` is like itself, round in a circle"),
                "one of them must be written out in full",
            );
            return false;
        }
        layers.push(table);
    }
    true
}
