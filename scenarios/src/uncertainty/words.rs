//! A law as written, in words.

use twin_models::text::{Node, Value};

/// `{ triangular = { min = "50 %", max = "100 %" } }` as `triangular (min 50 %, max 100 %)`.
pub(crate) fn words(node: &Node) -> String {
    match &node.value {
        Value::String(text) => text.to_string(),
        Value::Table(table) => {
            let word = |(key, node): &(twin_models::text::Key, Node)| match &node.value {
                Value::Table(_) => format!("{} ({})", key.name, words(node)),
                _ => format!("{} {}", key.name, words(node)),
            };
            table.entries.iter().map(word).collect::<Vec<_>>().join(", ")
        }
        Value::Array(list) => list.iter().map(words).collect::<Vec<_>>().join("; "),
        _ => node.to_toml(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin_models::text::Document;

    #[test]
    fn a_law_is_told_as_it_was_written() {
        let text = b"a = { pert = { min = \"50 %\", max = 2 } }\nb = \"9 h\"\nc = 1.5\n";
        let file = Document::parse("s", text).unwrap();
        let told = |key| words(file.get(&[key]).unwrap());
        assert_eq!([told("a"), told("b"), told("c")], ["pert (min 50 %, max 2)", "9 h", "1.5"]);
    }
}
