//! What the baseline rests on: every value of the plant file, and of the study file those that price
//! the plant as it is. The investments are not in it: a baseline holds whatever is bought later.

use crate::study::Study;
use std::collections::BTreeMap;
use twin_models::text::path::{Path, Step};
use twin_models::text::{Document, Node, Value};

/// Value by path, as written.
pub type Leaves = BTreeMap<String, String>;

/// Every value of a document whose path is wanted.
pub fn leaves(document: &Document, wanted: impl Fn(&str) -> bool) -> Leaves {
    let mut found = Leaves::new();
    let mut path = Path::default();
    collect(&document.root, &mut path, &mut found);
    found.retain(|path, _| wanted(path));
    found
}

fn collect(node: &Node, path: &mut Path, found: &mut Leaves) {
    let mut leaf = |text: String| {
        found.insert(path.to_string(), text);
    };
    match &node.value {
        Value::String(text) | Value::Time(text) => leaf(text.to_string()),
        Value::Integer(number) => leaf(number.to_string()),
        Value::Float(number) => leaf(number.to_string()),
        Value::Boolean(flag) => leaf(flag.to_string()),
        Value::Date(date) => leaf(date.to_string()),
        Value::Array(list) if list.is_empty() => leaf("[]".to_owned()),
        Value::Table(table) if table.entries.is_empty() => leaf("{}".to_owned()),
        Value::Array(list) => {
            for (k, item) in list.iter().enumerate() {
                path.steps.push(Step::Index(k));
                collect(item, path, found);
                path.steps.pop();
            }
        }
        Value::Table(table) => {
            for (key, item) in &table.entries {
                path.steps.push(Step::Key(key.name.to_string()));
                collect(item, path, found);
                path.steps.pop();
            }
        }
    }
}

/// Is `path` the table or list `head`, or below it?
pub fn is_below(path: &str, head: &str) -> bool {
    path.strip_prefix(head)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || rest.starts_with('['))
}

/// Parts of the study file on which the baseline rests.
const OF_STUDY: [&str; 5] = ["prices", "finance", "scorecard", "uncertain", "study.horizon"];

impl Study {
    /// What the baseline rests on, by file (`plant`, `study`) and path.
    pub fn baseline_inputs(&self) -> BTreeMap<String, Leaves> {
        let plant = leaves(&self.plant_file, |path| !is_below(path, "provenance"));
        let mut study =
            leaves(&self.study_file, |path| OF_STUDY.iter().any(|head| is_below(path, head)));
        // A default is a value too.
        study
            .entry("study.horizon".to_owned())
            .or_insert_with(|| format!("{} months", self.horizon));
        BTreeMap::from([("plant".to_owned(), plant), ("study".to_owned(), study)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_path_and_no_table_is_one() {
        let text =
            b"a = 1\n[b]\nc = [\"2 h\", { d = true }]\ne = []\n[b.\"x y\"]\nf = 2027-01-04\n";
        let document = Document::parse("p.toml", text).unwrap();
        let found = leaves(&document, |_| true);
        let paths: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(paths, ["a", "b.\"x y\".f", "b.c[0]", "b.c[1].d", "b.e"]);
        assert_eq!(found["b.c[0]"], "2 h");
        assert!(is_below("b.c[0]", "b.c") && !is_below("b.cd", "b.c"));
    }
}
