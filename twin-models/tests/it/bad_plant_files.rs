//! Plant files that are wrong: what their author reads.

use std::fmt::Write;
use std::path::Path;
use twin_models::plant::read::{read_plant, resolve_plant};
use twin_models::text::{Diagnostics, Document};

/// What an author reads about a file; never empty.
fn told(name: &str, bytes: &[u8]) -> String {
    let read = Document::parse(name, bytes).and_then(|document| {
        let plain = resolve_plant(&document).err().map(|d| d.errors());
        let read = read_plant(&document);
        assert_eq!(read.as_ref().err().map(Diagnostics::errors), plain);
        read
    });
    match read {
        Ok(read) => format!("{}\n", read.warnings),
        Err(diagnostics) => format!("{diagnostics}\n"),
    }
}

#[test]
fn golden() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml"))
        .collect();
    names.sort();
    assert!(names.len() >= 20);
    for name in names {
        let bytes = std::fs::read(folder.join(&name)).unwrap();
        let comment = std::str::from_utf8(&bytes).unwrap().lines().next().unwrap_or("").to_owned();
        assert!(comment.starts_with("# Mistake: "), "{name} does not say its mistake");
        let text = format!("{comment}\n\n{}", told(&name, &bytes));
        assert!(!text.contains("\n0 errors"), "{name} has no fault");
        let name = name.trim_end_matches(".toml");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

#[test]
fn generated() {
    let mut text = String::new();
    let mut add = |what: &str, bytes: &[u8]| {
        let _ = writeln!(text, "# {what}\n\n{}", told("plant.toml", bytes));
    };
    add("10,000 brackets", format!("a = {}", "[".repeat(10_000)).as_bytes());
    add("10,000 dots", format!("a{} = 1", ".b".repeat(10_000)).as_bytes());
    add("a spreadsheet", b"PK\x03\x04\x14\x00\x06\x00");
    add("Latin-1", b"[plant]\nname = \"Fr\xE4serei\"\n");
    add("a number too large", b"[plant]\nname = 99999999999999999999\n");
    add("a control character", b"[plant]\nname = \"a\x07b\"\n");
    add("a long line", format!("x = [{}]", "1, ".repeat(2000)).as_bytes());
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("generated", text);
    });
}

#[test]
fn two_hundred_megabytes_are_refused_unread() {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().set_len(200 << 20).unwrap();
    let refused = Document::read(file.path()).unwrap_err();
    let fault = &refused.faults()[0];
    assert_eq!(fault.reason, "the file has 200 MB; at most 16 MB are read");
    assert!(Document::read(&std::env::temp_dir()).is_err());
    assert!(Document::read(Path::new("/no/such/file.toml")).is_err());
}

#[test]
fn a_fault_in_an_edited_node_is_told_where_the_study_wrote_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/plants/machining_line.toml");
    let mut plant = Document::read(&path).unwrap();
    let study =
        Document::parse("study.toml", b"[edit]\n\"machines.mill.cycle\" = \"2 hous\"\n").unwrap();
    let edits = study.get(&["edit"]).and_then(|n| n.as_table()).unwrap();
    plant.know(&study);
    for (key, node) in &edits.entries {
        let path = twin_models::text::Path::parse(&key.name).unwrap();
        plant.set(&path, node.clone()).unwrap();
    }
    let diagnostics = resolve_plant(&plant).unwrap_err();
    let fault = &diagnostics.faults()[0];
    assert_eq!((fault.file.as_str(), fault.line, fault.column), ("study.toml", 2, 25));
    assert_eq!(diagnostics.errors(), 1);
}
