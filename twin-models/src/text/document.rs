//! A parsed text: read, looked up and edited by path.

use super::diagnostic::{Diagnostics, Fault};
use super::guard;
use super::node::{Key, Node, Table, Value};
use super::parse;
use super::path::{Path, PathError, Step};
use super::source::{FileId, Source, Span};

/// A parsed text. Nodes of other documents may be set into it: they keep their place.
#[derive(Clone, Debug)]
pub struct Document {
    /// The files that spans of this document refer to; the first is its own.
    pub sources: Vec<Source>,
    /// The tree, a table.
    pub root: Node,
}

impl Document {
    /// Parses bytes; `file` is their name for people.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Diagnostics> {
        guard::check_size(file, bytes.len() as u64)?;
        let text = guard::check_text(file, bytes)?;
        let source = Source::new(file, text);
        guard::check_depth(&source)?;
        let root = parse::parse(&source)?;
        Ok(Self { sources: vec![source], root })
    }

    /// Reads and parses a file, after a look at its size.
    pub fn read(path: &std::path::Path) -> Result<Self, Diagnostics> {
        let name = path.display().to_string();
        let fail = |error: std::io::Error| {
            Fault::of_file(&name, format!("cannot be read: {error}"), "check the path")
        };
        let metadata = std::fs::metadata(path).map_err(fail)?;
        if !metadata.is_file() {
            return Err(Fault::of_file(&name, "this is not a file", "give a TOML file").into());
        }
        guard::check_size(&name, metadata.len())?;
        let bytes = std::fs::read(path).map_err(fail)?;
        Self::parse(&name, &bytes)
    }

    /// Name of its own file.
    pub fn file(&self) -> &str {
        self.sources.first().map_or("", |s| &*s.name)
    }

    /// Text of its own file.
    pub fn text(&self) -> &str {
        self.sources.first().map_or("", |s| &*s.text)
    }

    /// The file a span refers to.
    pub fn source_of(&self, span: Span) -> Option<&Source> {
        self.sources.iter().find(|s| s.id() == span.file)
    }

    /// The text of a node as it was written, or as a program would write it.
    pub fn text_of(&self, node: &Node) -> String {
        let written = node.span.and_then(|s| self.source_of(s).map(|source| source.slice(s)));
        match (written, &node.value) {
            // Of `[[name]]` only the head is written in one place: it is no value of what stands below.
            (Some(text), Value::Array(items))
                if text.starts_with("[[") && items.iter().all(|item| item.as_table().is_some()) =>
            {
                node.to_toml()
            }
            (Some(text), v) if text.starts_with("[[") && !matches!(v, Value::Array(_)) => {
                node.to_toml()
            }
            // What an edit `{ path = .., multiply = .. }` has made of a value.
            (Some(text), v) if text.starts_with('{') && !matches!(v, Value::Table(_)) => {
                node.to_toml()
            }
            (Some(text), v) if !text.is_empty() && !matches!(v, Value::Table(_)) => text.to_owned(),
            (Some(text), Value::Table(_)) if text.starts_with('{') => text.to_owned(),
            _ => node.to_toml(),
        }
    }

    /// Makes the files of another document known, before nodes of it are set into this one.
    pub fn know(&mut self, other: &Self) {
        for source in &other.sources {
            let id: FileId = source.id();
            if self.sources.iter().all(|s| s.id() != id) {
                self.sources.push(source.clone());
            }
        }
    }

    /// The node at these keys.
    pub fn get(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(&self.root, |node, key| node.as_table()?.get(key))
    }

    /// The node at a path.
    pub fn at(&self, path: &Path) -> Option<&Node> {
        path.steps.iter().try_fold(&self.root, |node, step| node.step(step))
    }

    /// Replaces the node at a path. The last key may be new; everything before it must exist.
    pub fn set(&mut self, path: &Path, node: Node) -> Result<(), PathError> {
        self.put(path, node, false)
    }

    /// Like [`set`](Self::set), but makes the tables that are missing.
    pub fn insert(&mut self, path: &Path, node: Node) -> Result<(), PathError> {
        self.put(path, node, true)
    }

    fn put(&mut self, path: &Path, node: Node, make: bool) -> Result<(), PathError> {
        let Some((last, parents)) = path.steps.split_last() else {
            return Err(PathError::empty());
        };
        let mut here = &mut self.root;
        for (k, step) in parents.iter().enumerate() {
            let missing = here.step(step).is_none();
            if missing {
                match (&mut here.value, step) {
                    (Value::Table(table), Step::Key(name)) if make => {
                        let key = Key { name: name.as_str().into(), span: node.span };
                        let empty = Node { value: Value::Table(Table::default()), span: node.span };
                        table.entries.push((key, empty));
                    }
                    _ => return Err(PathError::missing(path, k, here)),
                }
            }
            here = match here.step_mut(step) {
                Some(next) => next,
                None => return Err(PathError::empty()),
            };
        }
        if let Some(old) = here.step_mut(last) {
            *old = node;
            return Ok(());
        }
        match (&mut here.value, last) {
            (Value::Table(table), Step::Key(name)) => {
                table.entries.push((Key { name: name.as_str().into(), span: node.span }, node));
                Ok(())
            }
            _ => Err(PathError::missing(path, parents.len(), here)),
        }
    }

    /// Takes the node at a path away; `None` if there is none.
    pub fn remove(&mut self, path: &Path) -> Option<Node> {
        let (last, parents) = path.steps.split_last()?;
        let parent = parents.iter().try_fold(&mut self.root, |node, step| node.step_mut(step))?;
        match (&mut parent.value, last) {
            (Value::Table(table), Step::Key(name)) => {
                let k = table.entries.iter().position(|(key, _)| *key.name == **name)?;
                Some(table.entries.remove(k).1)
            }
            (Value::Array(list), Step::Index(k)) if *k < list.len() => Some(list.remove(*k)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let text = b"[machines.mill]\ncycle = \"2 min\"\n[machines.\"a b\"]\nx = [1, 2]\n";
        Document::parse("plant.toml", text).unwrap()
    }

    #[test]
    fn order_is_that_of_the_text() {
        let doc = Document::parse("a", b"z = 1\n[t]\ny = 2\nb = 3\n[a]\n[t.c]\n").unwrap();
        let names: Vec<&str> = doc.root.as_table().unwrap().names().collect();
        assert_eq!(names, ["z", "t", "a"]);
        let names: Vec<&str> = doc.get(&["t"]).unwrap().as_table().unwrap().names().collect();
        assert_eq!(names, ["y", "b", "c"]);
    }

    #[test]
    fn an_edited_node_keeps_its_own_place() {
        let mut doc = document();
        let study = Document::parse("study.toml", b"edit = \"3 min\"").unwrap();
        let path = Path::parse("machines.mill.cycle").unwrap();
        doc.know(&study);
        doc.set(&path, study.get(&["edit"]).unwrap().clone()).unwrap();
        let span = doc.at(&path).unwrap().span.unwrap();
        assert_eq!(&*doc.source_of(span).unwrap().name, "study.toml");
        assert_eq!(doc.text_of(doc.at(&path).unwrap()), "\"3 min\"");
    }

    #[test]
    fn paths_reach_quoted_names_and_list_items() {
        let mut doc = document();
        let path = Path::parse("machines.\"a b\".x[1]").unwrap();
        assert_eq!(doc.at(&path).unwrap().value, Value::Integer(2));
        assert!(doc.set(&Path::parse("machines.mil.cycle").unwrap(), Node::number(1.0)).is_err());
        doc.insert(&Path::parse("machines.new.cycle").unwrap(), Node::text("1 s")).unwrap();
        assert!(doc.get(&["machines", "new", "cycle"]).is_some());
        assert!(doc.remove(&path).is_some());
        assert!(doc.at(&path).is_none());
    }
}
