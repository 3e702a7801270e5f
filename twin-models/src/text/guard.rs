//! What is refused before a parser sees it: too large, not text, nested too deeply.

use super::diagnostic::{Diagnostics, Fault};
use super::source::{Source, Span};

/// Largest file that is read \[bytes\].
pub const MAX_BYTES: u64 = 16 << 20;
/// Deepest nesting of brackets and dotted keys.
pub const MAX_DEPTH: usize = 64;

/// Refuses a file larger than [`MAX_BYTES`].
pub fn check_size(file: &str, bytes: u64) -> Result<(), Diagnostics> {
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    let mb = |n: u64| n as f64 / f64::from(1 << 20);
    Err(Fault::of_file(
        file,
        format!("the file has {:.0} MB; at most {:.0} MB are read", mb(bytes), mb(MAX_BYTES)),
        "a plant or a study is a text of some hundred lines: is this the right file?",
    )
    .into())
}

/// The bytes as text; refuses zero bytes and anything that is not UTF-8.
pub fn check_text<'b>(file: &str, bytes: &'b [u8]) -> Result<&'b str, Diagnostics> {
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return Err(Fault::of_file(
            file,
            format!("this is not a text file: byte {at} is zero"),
            "give a TOML file; a spreadsheet or a database must be exported first",
        )
        .into());
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let line = 1 + bytes[..at].iter().filter(|b| **b == b'\n').count();
        let byte = bytes.get(at).copied().unwrap_or_default();
        Fault::of_file(
            file,
            format!("the file is not UTF-8: byte {at} (line {line}) is 0x{byte:02X}"),
            "save it as UTF-8: a letter like \u{e4}, \u{e9} or \u{b5} was saved in an older encoding",
        )
        .into()
    })
}

/// Refuses nesting deeper than [`MAX_DEPTH`], without recursion.
pub fn check_depth(source: &Source) -> Result<(), Diagnostics> {
    let bytes = source.text.as_bytes();
    // For every open bracket: the dots of the key it is the value of.
    let mut open: Vec<usize> = Vec::new();
    let (mut depth, mut dots, mut at) = (0_usize, 0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' => {
                at += bytes[at..].iter().position(|b| *b == b'\n').unwrap_or(bytes.len() - at);
                continue;
            }
            b'"' | b'\'' => {
                at = end_of_string(bytes, at);
                continue;
            }
            b'.' => dots += 1,
            b',' => dots = 0,
            b'\n' if open.is_empty() => dots = 0,
            b'[' | b'{' => {
                open.push(dots);
                depth += 1 + dots;
                dots = 0;
            }
            b']' | b'}' => {
                depth -= open.pop().map_or(0, |d| d + 1);
                dots = 0;
            }
            _ => {}
        }
        if depth + dots > MAX_DEPTH {
            let start = u32::try_from(at).unwrap_or(u32::MAX);
            let span = Span { file: source.id(), start, end: start + 1 };
            return Err(Fault::at(
                source,
                span,
                "",
                format!("nested deeper than {MAX_DEPTH} levels"),
            )
            .with_remedy("a plant needs 6 levels; is a bracket never closed?")
            .into());
        }
        at += 1;
    }
    Ok(())
}

/// The byte after the string that begins at `at`.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let escapes = quote == b'"';
    let long = bytes.get(at..at + 3).is_some_and(|b| b.iter().all(|c| *c == quote));
    let mut k = at + if long { 3 } else { 1 };
    while let Some(&byte) = bytes.get(k) {
        if byte == b'\\' && escapes {
            k += 1;
        } else if long && bytes.get(k..k + 3).is_some_and(|b| b.iter().all(|c| *c == quote)) {
            return k + 3;
        } else if !long && (byte == quote || byte == b'\n') {
            return k + 1;
        }
        k += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn depth(text: &str) -> Result<(), Diagnostics> {
        check_depth(&Source::new("a", text))
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let many = "[".repeat(500);
        assert!(
            depth(&format!("a = \"{many}\" # {many}\nb = '{many}'\nc = '''\n{many}'''")).is_ok()
        );
        assert!(depth("a = [1.5, 2.5, 3.5]\nb = { c.d = [0.1] }").is_ok());
    }

    #[test]
    fn deep_brackets_and_deep_keys_are_refused() {
        assert!(depth(&format!("a = {}", "[".repeat(65))).is_err());
        assert!(depth(&format!("a{} = 1", ".b".repeat(65))).is_err());
        assert!(depth(&format!("a = {}", "{ a.b.c.d.e = ".repeat(15))).is_err());
        assert!(depth(&format!("a = {}1{}", "[".repeat(30), "]".repeat(30))).is_ok());
    }

    #[test]
    fn text_is_checked_byte_by_byte() {
        assert!(check_text("a", b"x\0").unwrap_err().faults()[0].reason.contains("byte 1"));
        assert!(
            check_text("a", b"ab\n\xE4").unwrap_err().faults()[0]
                .reason
                .contains("byte 3 (line 2)")
        );
        assert_eq!(check_text("a", b"\xEF\xBB\xBFx").unwrap(), "x");
        assert!(check_size("a", MAX_BYTES + 1).is_err());
    }
}
