//! `--set PATH=VALUE`: one value of a file, changed where it stands, everything else as it was written.

use twin_models::text::{Document, Node, Path, Step, Value};

/// The text of a document with this value at this path; the path leads to a value, or to a new key of a
/// table that is there.
pub(crate) fn set(document: &Document, typed: &str) -> Result<Document, String> {
    let wrong = |why: String| format!("--set {typed:?}: {why}");
    let (path, value) =
        typed.split_once('=').ok_or_else(|| wrong("write PATH=VALUE".to_owned()))?;
    let path = Path::parse(path.trim()).map_err(|e| wrong(e.reason))?;
    let value = toml(value.trim());
    let text = match document.at(&path) {
        Some(node) => replaced(document, node, &value),
        None => added(document, &path, &value),
    };
    let text = text.ok_or_else(|| {
        wrong(
            "there is no such value\nhelp: change a copy of the study and name it with --study"
                .to_owned(),
        )
    })?;
    let changed = Document::parse(document.file(), text.as_bytes())
        .map_err(|faults| wrong(format!("this is no TOML value: {faults}")))?;
    if changed.at(&path).is_some() {
        Ok(changed)
    } else {
        Err(wrong("it has no effect".to_owned()))
    }
}

/// Numbers, `true`, `false`, lists and tables as they are; anything else is text.
fn toml(value: &str) -> String {
    let plain = value.parse::<f64>().is_ok_and(f64::is_finite)
        || ["true", "false"].contains(&value)
        || value.starts_with(['[', '{', '"', '\'']);
    if plain { value.to_owned() } else { Node::text(value).to_toml() }
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

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "[finance]\nwacc = \"10 %/year\" # treasury\ninflation = { wage = \"3 %/year\" }\n\n\
                        [prices.crews.a]\nwage = \"45 $/h\"\n";

    #[track_caller]
    fn after(typed: &str) -> String {
        let document = Document::parse("study.toml", TEXT.as_bytes()).unwrap();
        set(&document, typed).unwrap().text().to_owned()
    }

    #[test]
    fn a_value_is_changed_where_it_stands() {
        let other = TEXT.replace("10 %/year", "12 %/year");
        assert_eq!(after("finance.wacc=12 %/year"), other);
        assert_eq!(after("finance.wacc=\"12 %/year\""), other);
        let wage = TEXT.replace("3 %/year", "4 %/year");
        assert_eq!(after("finance.inflation.wage = 4 %/year"), wage);
        assert_eq!(after("prices.crews.a.wage=50"), TEXT.replace("\"45 $/h\"", "50"));
    }

    #[test]
    fn a_new_key_joins_its_table() {
        let line = "inflation = { wage = \"3 %/year\" }";
        let tax = TEXT.replace(line, &format!("{line}\ntax = \"30 %\""));
        assert_eq!(after("finance.tax=30 %"), tax);
        let energy = TEXT.replace("\"3 %/year\" }", "\"3 %/year\", energy = \"5 %/year\" }");
        assert_eq!(after("finance.inflation.energy=5 %/year"), energy);
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        let document = Document::parse("study.toml", TEXT.as_bytes()).unwrap();
        for typed in ["finance", "finance=3", "a.b.c=3", "finance.wacc=[1", "finance.wacc[0]=1"] {
            let refused = set(&document, typed).unwrap_err();
            assert!(refused.contains(typed), "{refused}");
        }
    }
}
