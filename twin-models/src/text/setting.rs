//! One value of a text changed where it stands, everything else as it was written.

use super::{Diagnostics, Document, Node, Path, PathError, Step, Value};

/// Why a value cannot be changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SettingError {
    /// The path cannot be read.
    #[error("{}", _0.reason)]
    Path(#[from] PathError),
    /// Nothing stands there, and nothing new can.
    #[error("there is no such value")]
    NoSuchValue,
    /// What it should become cannot stand there.
    #[error("this is no TOML value: {0}")]
    NotToml(Diagnostics),
    /// The text says the same as before.
    #[error("it has no effect")]
    NoEffect,
}

/// The text of a document with this value, written as TOML, at this path; the path leads to a value, or to
/// a new key of a table that is there.
///
/// # Errors
/// Why it cannot be.
pub fn set(document: &Document, path: &str, value: &str) -> Result<Document, SettingError> {
    let path = Path::parse(path.trim())?;
    let text = match document.at(&path) {
        Some(node) => replaced(document, node, value),
        None => added(document, &path, value),
    };
    let text = text.ok_or(SettingError::NoSuchValue)?;
    let changed =
        Document::parse(document.file(), text.as_bytes()).map_err(SettingError::NotToml)?;
    if changed.at(&path).is_some() { Ok(changed) } else { Err(SettingError::NoEffect) }
}

fn replaced(document: &Document, node: &Node, value: &str) -> Option<String> {
    let span = node.span?;
    let (text, written) = (document.text(), document.text_of(node));
    let (start, end) = (span.start as usize, span.end as usize);
    // A table under a heading has no text of its own.
    let whole = text.get(start..end) == Some(&written);
    let table = node.as_table().is_some() && !is_inline(document, node);
    (whole && !table).then(|| format!("{}{value}{}", &text[..start], &text[end..]))
}

/// Is it a table written in braces?
fn is_inline(document: &Document, node: &Node) -> bool {
    let source = node.span.and_then(|s| document.text().get(s.start as usize..s.end as usize));
    node.as_table().is_some() && source.is_some_and(|text| text.starts_with('{'))
}

fn added(document: &Document, path: &Path, value: &str) -> Option<String> {
    let (last, parents) = path.steps.split_last()?;
    let Step::Key(name) = last else { return None };
    let parent = document.at(&Path { steps: parents.to_vec() })?;
    let table = parent.as_table()?;
    let text = document.text();
    let line = format!("{} = {value}", key(name));
    if let (true, Some(span)) = (is_inline(document, parent), parent.span) {
        let end = (span.end as usize)
            .checked_sub(1)
            .filter(|k| text.as_bytes().get(*k) == Some(&b'}'))?;
        let comma = if table.entries.is_empty() { " " } else { ", " };
        return Some(format!("{}{comma}{line} {}", text[..end].trim_end(), &text[end..]));
    }
    let own = |node: &&Node| node.as_table().is_none() || is_inline(document, node);
    let spans = table.entries.iter().map(|(_, node)| node).filter(own).filter_map(|n| n.span);
    let after = spans.map(|span| span.end as usize).max()?;
    let end = text[after..].find('\n').map_or(text.len(), |k| after + k);
    Some(format!("{}\n{line}{}", &text[..end], &text[end..]))
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        Node::new(Value::String(name.into())).to_toml()
    }
}
