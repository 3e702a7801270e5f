use super::text::text;
use super::{Cell, Form, Sheet, sheets};
use std::path::Path;
use twin_models::text::{Document, Node, Value};

/// A tree without places; names in order, keys of one table sorted.
fn tree(node: &Node) -> String {
    match &node.value {
        Value::Table(table) => {
            let mut all: Vec<String> =
                table.entries.iter().map(|(k, n)| format!("{:?}: {}", k.name, tree(n))).collect();
            all.sort();
            format!("{{{}}}", all.join(", "))
        }
        Value::Array(items) => {
            format!("[{}]", items.iter().map(tree).collect::<Vec<_>>().join(", "))
        }
        value => format!("{value:?}"),
    }
}

fn names(document: &Document, at: &str) -> Vec<String> {
    let table = document.get(&[at]).and_then(Node::as_table);
    table.map_or_else(Vec::new, |t| t.names().map(str::to_owned).collect())
}

#[test]
fn every_shipped_study_is_the_same_from_its_sheets() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/studies");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let document = Document::read(&file.unwrap().path()).unwrap();
        let (text, bad) = text(&sheets(&document));
        assert!(bad.is_empty());
        assert_eq!(text.toml.lines().count(), text.places.len());
        let back = Document::parse("back", text.toml.as_bytes()).unwrap_or_else(|f| panic!("{f}"));
        assert_eq!(tree(&document.root), tree(&back.root));
        assert_eq!(names(&document, "investments"), names(&back, "investments"));
        seen += 1;
    }
    assert!(seen >= 6);
}

#[test]
fn values_survive_whatever_they_look_like() {
    let toml = r#"
        loose = "1.0"
        [study]
        whole = 7
        point = 1.0
        part = 0.1
        long = 9223372036854775807
        yes = true
        day = 2026-11-02
        text = " { \"a\" } "
        braces = "{ x }"
        lines = "a\nb"
        quotes = "it's \"5\" \\ and é"
        empty = ""
        list = [1, "2", 3.5]
        flat = { a = 1, b = "x" }
        "a.b" = "dotted"
        [prices]
        line = [{ name = "a", cost = "1 $" }, { name = "b", income = "2 $" }]
        [prices.crews."two words"]
        wage = "4 $/h"
    "#;
    let document = Document::parse("a", toml.as_bytes()).unwrap_or_else(|f| panic!("{f}"));
    let (text, bad) = text(&sheets(&document));
    assert!(bad.is_empty());
    let back =
        Document::parse("b", text.toml.as_bytes()).unwrap_or_else(|f| panic!("{f}\n{}", text.toml));
    assert_eq!(tree(&document.root), tree(&back.root));
}

#[test]
fn a_line_knows_its_cell() {
    let text_of = |s: &str| Cell::Text(s.to_owned());
    let sheet = Sheet {
        name: "investments.cost".to_owned(),
        form: Form::Columns,
        rows: vec![
            vec![text_of("key \\ name"), text_of("a"), text_of("(note)"), text_of("b")],
            vec![text_of("hardware"), text_of("1 $"), text_of("who knows"), text_of("2 $")],
        ],
    };
    let (text, bad) = text(&[sheet]);
    assert!(bad.is_empty());
    let place = |line: &str| {
        let k = text.toml.lines().position(|l| l == line).unwrap();
        (text.places[k].row, text.places[k].column)
    };
    assert_eq!(place("hardware = \"1 $\""), (2, 2));
    assert_eq!(place("hardware = \"2 $\""), (2, 4));
    assert_eq!(place("[investments.b.cost]"), (1, 4));
    assert!(!text.toml.contains("who knows"));
}
