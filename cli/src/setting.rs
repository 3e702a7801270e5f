//! `--set PATH=VALUE`: one value of a file, changed where it stands, everything else as it was written.

use twin_models::text::setting::{self, SettingError};
use twin_models::text::{Document, Node};

/// The text of a document with this value at this path; the path leads to a value, or to a new key of a
/// table that is there.
pub(crate) fn set(document: &Document, typed: &str) -> Result<Document, String> {
    let wrong = |why: String| format!("--set {typed:?}: {why}");
    let (path, value) =
        typed.split_once('=').ok_or_else(|| wrong("write PATH=VALUE".to_owned()))?;
    setting::set(document, path, &toml(value.trim())).map_err(|error| match error {
        SettingError::NoSuchValue => {
            wrong(format!("{error}\nhelp: change a copy of the study and name it with --study"))
        }
        error => wrong(error.to_string()),
    })
}

/// Numbers, `true`, `false`, lists and tables as they are; anything else is text.
fn toml(value: &str) -> String {
    let plain = value.parse::<f64>().is_ok_and(f64::is_finite)
        || ["true", "false"].contains(&value)
        || value.starts_with(['[', '{', '"', '\'']);
    if plain { value.to_owned() } else { Node::text(value).to_toml() }
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
