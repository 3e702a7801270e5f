//! Paths of values: `machines.mill.cycle`, `machines."old mill".stops[0].to`.

use super::node::{Node, Value};
use super::units::nearest;
use std::fmt;
use std::fmt::Write;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list, first = 0.
    Index(usize),
}

/// The way from the root of a document to a node.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path {
    /// The steps.
    pub steps: Vec<Step>,
}

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct PathError {
    /// Why.
    pub reason: String,
    /// What to write instead.
    pub remedy: Option<String>,
}

impl PathError {
    pub(super) fn empty() -> Self {
        Self { reason: "the path is empty".to_owned(), remedy: None }
    }

    /// Step `k` of `path` does not exist in `here`.
    pub(super) fn missing(path: &Path, k: usize, here: &Node) -> Self {
        let parent = Path { steps: path.steps[..k].to_vec() }.to_string();
        let whose = if parent.is_empty() { "the file".to_owned() } else { format!("`{parent}`") };
        let (reason, remedy) = match (&path.steps[k], &here.value) {
            (Step::Key(name), Value::Table(table)) => {
                let near = nearest(name, table.names()).map(|n| format!("did you mean `{n}`?"));
                let all = || format!("it has: {}", table.names().collect::<Vec<_>>().join(", "));
                (format!("{whose} has no `{name}`"), Some(near.unwrap_or_else(all)))
            }
            (Step::Index(n), Value::Array(list)) => {
                (format!("{whose} has {} items, so there is no [{n}]", list.len()), None)
            }
            (step, value) => {
                let step = Path { steps: vec![step.clone()] };
                (format!("{whose} is {}, so it has no `{step}`", value.kind()), None)
            }
        };
        Self { reason, remedy }
    }
}

impl Path {
    /// The path of these keys.
    pub fn of(keys: &[&str]) -> Self {
        Self { steps: keys.iter().map(|k| Step::Key((*k).to_owned())).collect() }
    }

    /// Reads a dotted path; names with other characters than letters, digits, `_` and `-` stand in
    /// double quotes, `[n]` steps into a list.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let wrong = |at: usize| PathError {
            reason: format!("`{text}` is not a path (character {})", at + 1),
            remedy: Some("write it like machines.mill.cycle or calendar.shifts[0].from".to_owned()),
        };
        let chars: Vec<char> = text.chars().collect();
        let mut steps = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            if chars[at] == '[' {
                let end = (at..chars.len()).find(|k| chars[*k] == ']').ok_or_else(|| wrong(at))?;
                let digits: String = chars[at + 1..end].iter().collect();
                steps.push(Step::Index(digits.parse().map_err(|_| wrong(at))?));
                at = end + 1;
            } else {
                let mut name = String::new();
                if chars[at] == '"' {
                    at += 1;
                    while chars.get(at).is_some_and(|c| *c != '"') {
                        name.push(chars[at]);
                        at += 1;
                    }
                    if at == chars.len() {
                        return Err(wrong(at));
                    }
                    at += 1;
                } else {
                    while chars.get(at).is_some_and(|c| is_bare(*c)) {
                        name.push(chars[at]);
                        at += 1;
                    }
                    if name.is_empty() {
                        return Err(wrong(at));
                    }
                }
                steps.push(Step::Key(name));
            }
            match chars.get(at) {
                None | Some('[') => {}
                Some('.') if at + 1 < chars.len() => at += 1,
                Some(_) => return Err(wrong(at)),
            }
        }
        if steps.is_empty() { Err(PathError::empty()) } else { Ok(Self { steps }) }
    }

    /// True when `other` is this path or lies below it.
    pub fn is_prefix_of(&self, other: &Self) -> bool {
        other.steps.starts_with(&self.steps)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        for step in &self.steps {
            match step {
                Step::Key(name) => push_step(&mut out, name),
                Step::Index(k) => push_index(&mut out, *k),
            }
        }
        f.write_str(&out)
    }
}

const fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// Appends a key, quoted where TOML wants it.
pub(super) fn push_key(out: &mut String, name: &str) {
    if !name.is_empty() && name.chars().all(is_bare) {
        out.push_str(name);
    } else {
        out.push('"');
        out.push_str(name);
        out.push('"');
    }
}

/// Appends `.name` to a path.
pub(crate) fn push_step(out: &mut String, name: &str) {
    if !out.is_empty() {
        out.push('.');
    }
    push_key(out, name);
}

/// Appends `[k]` to a path.
pub(crate) fn push_index(out: &mut String, k: usize) {
    let _ = write!(out, "[{k}]");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_read_and_write_the_same() {
        for text in ["machines.mill.cycle", "calendar.shifts[0].from", "machines.\"a b\".x[1][2]"] {
            assert_eq!(Path::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn wrong_paths_are_refused() {
        for text in ["", ".a", "a..b", "a.", "a b", "a[x]", "a[1", "\"a"] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }
}
