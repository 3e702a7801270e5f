//! Policies as edits of the plant file.

use twin_models::text::{Document, Key, Node, Path, Table, Value};

/// Names of the tables `[kind.NAME]`, in the order of the file.
pub fn names(file: &Document, kind: &str) -> Vec<String> {
    let tables = file.get(&[kind]).and_then(Node::as_table);
    tables.map_or_else(Vec::new, |t| t.names().map(str::to_owned).collect())
}

/// The value of a key of `[kind.NAME]`, or of what it is `like`.
pub fn value<'d>(file: &'d Document, kind: &str, name: &str, key: &str) -> Option<&'d Node> {
    let mut at = name.to_owned();
    // A chain is never longer than the list.
    for _ in 0..=names(file, kind).len() {
        if let Some(node) = file.get(&[kind, &at, key]) {
            return Some(node);
        }
        at = text(file.get(&[kind, &at, "like"])?)?.to_owned();
    }
    None
}

fn text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// The names in a key that holds one or a list.
fn listed(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Array(list) => list.iter().filter_map(text).collect(),
        _ => text(node).into_iter().collect(),
    }
}

/// Tables `[kind.NAME]` whose `on` names this mode.
pub fn on(file: &Document, kind: &str, mode: &str) -> Vec<String> {
    let names_it =
        |name: &String| file.get(&[kind, name, "on"]).is_some_and(|on| listed(on).contains(&mode));
    names(file, kind).into_iter().filter(names_it).collect()
}

/// Takes a mode out of every table `[kind.NAME]`; a table that is left without any goes.
pub fn release(file: &mut Document, kind: &str, mode: &str) {
    for name in on(file, kind, mode) {
        let path = Path::of(&[kind, &name]);
        let list = Path::of(&[kind, &name, "on"]);
        let rest: Vec<Node> = file
            .at(&list)
            .map(|node| listed(node).into_iter().filter(|m| *m != mode).map(Node::text).collect())
            .unwrap_or_default();
        if rest.is_empty() {
            file.remove(&path);
            continue;
        }
        let span = file.at(&list).and_then(|node| node.span);
        // The key is there: it was just read.
        let _ = file.set(&list, Node { value: Value::Array(rest), span });
        file.remove(&Path::of(&[kind, &name, "detection", mode]));
    }
    if names(file, kind).is_empty() {
        file.remove(&Path::of(&[kind]));
    }
}

/// Writes `[maintenance.NAME]` with these keys.
pub fn add_task(file: &mut Document, name: &str, entries: Vec<(String, Node)>) {
    let key = |name: &str| Key { name: name.into(), span: None };
    let entries = entries.into_iter().map(|(name, node)| (key(&name), node)).collect();
    let path = Path::of(&["maintenance", name]);
    // Fails only where `maintenance` is no table, and then the file would not have been read.
    let _ = file.insert(&path, Node::new(Value::Table(Table { entries })));
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "[failures.a]\nskill = \"m\"\n[failures.b]\nlike = \"a\"\n[maintenance.one]\n\
                        on = [\"a\", \"b\"]\n[maintenance.two]\non = \"a\"\n[predictive.eye]\n\
                        on = [\"a\", \"b\"]\ndetection = { default = \"80 %\", a = \"60 %\" }\n";

    fn file() -> Document {
        Document::parse("plant.toml", FILE.as_bytes()).unwrap()
    }

    #[test]
    fn a_mode_is_released_and_empty_tables_go() {
        let mut file = file();
        assert_eq!(on(&file, "maintenance", "a"), ["one", "two"]);
        release(&mut file, "maintenance", "a");
        assert_eq!(names(&file, "maintenance"), ["one"]);
        assert_eq!(on(&file, "maintenance", "b"), ["one"]);
        release(&mut file, "maintenance", "b");
        assert!(file.get(&["maintenance"]).is_none());
        release(&mut file, "predictive", "a");
        assert!(file.get(&["predictive", "eye", "detection", "a"]).is_none());
        assert!(file.get(&["predictive", "eye", "detection", "default"]).is_some());
    }

    #[test]
    fn values_come_from_what_a_mode_is_like() {
        let file = file();
        assert!(value(&file, "failures", "b", "skill").is_some());
        assert!(value(&file, "failures", "b", "part").is_none());
    }
}
