//! The file a value was written in, and the place in it.

use std::sync::Arc;

/// Names a file inside spans: derived from the file's name, so that nodes of several files can
/// stand in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub u32);

impl FileId {
    /// The id of a file of this name (FNV-1a).
    pub fn of(name: &str) -> Self {
        let hash =
            name.bytes().fold(0x811c_9dc5_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193));
        Self(hash)
    }
}

/// Bytes `start..end` of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Which file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A text file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name as people know it, for messages.
    pub name: Arc<str>,
    /// Its whole text.
    pub text: Arc<str>,
    /// Where its lines begin.
    lines: Arc<[u32]>,
}

/// A place as an editor shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, first = 1.
    pub line: u32,
    /// Column in characters, first = 1.
    pub column: u32,
    /// Characters of the span on this line, at least 1.
    pub width: u32,
    /// The line itself.
    pub text: String,
}

impl Source {
    /// A file of this name and text.
    pub fn new(name: &str, text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        let starts = breaks.map(|(k, _)| u32::try_from(k + 1).unwrap_or(u32::MAX));
        let lines = std::iter::once(0).chain(starts).collect();
        Self { name: name.into(), text: text.into(), lines }
    }

    /// The line of a byte, first = 1.
    pub fn line(&self, byte: u32) -> u32 {
        u32::try_from(self.lines.partition_point(|start| *start <= byte)).unwrap_or(u32::MAX)
    }

    /// Its id.
    pub fn id(&self) -> FileId {
        FileId::of(&self.name)
    }

    /// The text between two bytes; empty when they are not a place of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Line and column of a span.
    pub fn position(&self, span: Span) -> Position {
        let text = &*self.text;
        let mut start = (span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line = self.line(u32::try_from(start).unwrap_or(u32::MAX));
        let begin = self.lines.get(line as usize - 1).map_or(0, |at| *at as usize);
        let length = text[begin..].find('\n').unwrap_or(text.len() - begin);
        let line_text = text[begin..begin + length].trim_end_matches('\r');
        let mut end = (span.end as usize).clamp(start, (begin + line_text.len()).max(start));
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let count = |s: &str| u32::try_from(s.chars().count()).unwrap_or(u32::MAX);
        Position {
            line,
            column: 1 + count(&text[begin..start]),
            width: count(&text[start..end]).max(1),
            text: line_text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let source = Source::new("a", "x\nµ€ = 5\r\ny");
        let at = source.text.find('5').unwrap() as u32;
        let place = source.position(Span { file: source.id(), start: at, end: at + 1 });
        assert_eq!((place.line, place.column, place.width), (2, 6, 1));
        assert_eq!(place.text, "µ€ = 5");
    }

    #[test]
    fn a_span_beyond_the_text_is_its_end() {
        let source = Source::new("a", "ab");
        let place = source.position(Span { file: source.id(), start: 90, end: 99 });
        assert_eq!((place.line, place.column), (1, 3));
    }
}
