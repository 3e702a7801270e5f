//! Slips of the pen in TOML: the parser's message in the words of the author.

use super::diagnostic::Fault;
use super::source::{Source, Span};

/// A fault of syntax with its probable cause.
pub(super) fn explain(source: &Source, span: Span, message: &str) -> Fault {
    let fault = Fault::at(source, span, "", "");
    let line = fault.source_line.as_deref().unwrap_or("").trim().to_owned();
    let found = source.slice(span);
    let (reason, remedy) = if message.contains("duplicate key") {
        let first = source.text.lines().position(|l| without_comment(l) == without_comment(&line));
        let first = first.map_or(0, |k| k + 1);
        let place = match first > 0 && first < fault.line as usize {
            true => format!("the first stands in line {first}: "),
            false => String::new(),
        };
        (format!("`{found}` stands here for the second time"), {
            format!("{place}rename or delete one of them")
        })
    } else if let Some(expected) = message.strip_prefix("invalid date") {
        let reason = format!("there is no such date{}", expected.replace(", expected", ":"));
        (reason, "write a date of the calendar as year-month-day, such as 2027-02-28".to_owned())
    } else if message.starts_with("string values must be quoted") {
        ("a text or a value with a unit must stand in double quotes".to_owned(), {
            format!("write \"{}\"", found.trim())
        })
    } else if message.starts_with("invalid basic string") && found.chars().any(char::is_control) {
        if found.starts_with(['\n', '\r']) {
            ("this text is not closed".to_owned(), "close it with a double quote".to_owned())
        } else {
            ("an invisible character stands in this text".to_owned(), {
                "delete it, and write the text anew".to_owned()
            })
        }
    } else if message.starts_with("invalid basic string") && line.matches('"').count() % 2 == 1 {
        ("this text is not closed".to_owned(), "close it with a double quote".to_owned())
    } else {
        (format!("this is not TOML: {message}"), {
            "a line is `key = value` or [section]; texts stand in double quotes".to_owned()
        })
    };
    Fault { reason, ..fault }.with_remedy(remedy)
}

/// True when `second` is a consequence of `first`: the keys of a section that stands there twice.
pub(super) fn follows(source: &Source, first: &Fault, second: &Fault) -> bool {
    let twice = |f: &Fault| f.reason.ends_with("for the second time");
    let is_header = |line: &str| line.trim_start().starts_with('[');
    let header = first.source_line.as_deref().is_some_and(is_header);
    let between = source
        .text
        .lines()
        .skip(first.line as usize)
        .take(second.line.saturating_sub(first.line) as usize);
    twice(first) && twice(second) && header && !between.into_iter().any(is_header)
}

fn without_comment(line: &str) -> &str {
    line.split('#').next().unwrap_or("").trim()
}
