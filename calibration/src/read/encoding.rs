//! Bytes to text: UTF-8, UTF-16 with a mark, or line by line Windows-1252.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text with what had to be decided on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte-order mark.
    pub text: String,
    /// Decisions, in words with counts.
    pub notes: Vec<String>,
}

/// Decodes a text file. Latin-1 is read as Windows-1252, its superset. A file of mixed encodings
/// (exports glued together) is decoded line by line: a line that is not UTF-8 is Windows-1252.
///
/// # Errors
/// The file holds zero bytes or many control characters: it is not text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let utf16 = match bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => None,
    };
    if let Some(encoding) = utf16 {
        let (text, _) = encoding.decode_with_bom_removal(bytes);
        return Ok(Decoded { text: text.into_owned(), notes: vec!["read as UTF-16".into()] });
    }
    let (bytes, marked) = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (rest, true),
        _ => (bytes, false),
    };
    let control =
        bytes.iter().filter(|b| **b < 32 && !matches!(**b, b'\n' | b'\r' | b'\t')).count();
    if bytes.contains(&0) || control * 100 > bytes.len() {
        return Err("this is a binary file, not a table of text".into());
    }
    let mut notes = Vec::new();
    if marked {
        notes.push("byte-order mark dropped".into());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: text.to_owned(), notes });
    }
    let (mut foreign, mut utf8) = (0, 0);
    let mut text = String::with_capacity(bytes.len() + 64);
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if let Ok(line) = std::str::from_utf8(line) {
            utf8 += usize::from(!line.is_ascii());
            text.push_str(line);
        } else {
            foreign += 1;
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0);
        }
    }
    notes.push(if utf8 == 0 {
        format!("not UTF-8: {foreign} lines read as Windows-1252 (Latin-1)")
    } else {
        format!("mixed encodings: {foreign} lines read as Windows-1252, {utf8} as UTF-8")
    });
    Ok(Decoded { text, notes })
}
