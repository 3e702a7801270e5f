//! Records of a file: kind, length, content, checksum. What is torn or changed is found.

use std::io::{Read, Write};

/// First bytes of every file of futures.
pub(crate) const MAGIC: [u8; 8] = *b"GEMBAFUT";
/// Version of the format, in the four bytes after them.
pub(crate) const VERSION: u32 = 3;

/// Kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What is in the file; the first record.
    Head = 1,
    /// A pair.
    Pair = 2,
    /// A pair that failed.
    Failed = 3,
    /// What was known when all pairs were there; the last record.
    End = 4,
}

/// Why there is no record.
#[derive(Debug)]
pub(crate) enum Broken {
    /// The file ends in the middle.
    Torn,
    /// Its bytes are not those that were written.
    Changed,
    /// The system says no.
    Io(std::io::Error),
}

fn checksum(kind: u8, length: [u8; 4], content: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&[kind]);
    sum.update(&length);
    sum.update(content);
    sum.finalize()
}

/// Writes one record, as a whole: what is there after a call outlives the program.
pub(crate) fn write(out: &mut impl Write, kind: Kind, content: &[u8]) -> std::io::Result<()> {
    let length = u32::try_from(content.len()).map_err(|_| {
        std::io::Error::new(std::io::ErrorKind::FileTooLarge, "a record of more than 4 GB")
    })?;
    let length = length.to_le_bytes();
    let mut record = Vec::with_capacity(content.len() + 9);
    record.push(kind as u8);
    record.extend_from_slice(&length);
    record.extend_from_slice(content);
    record.extend_from_slice(&checksum(kind as u8, length, content).to_le_bytes());
    out.write_all(&record)
}

/// A record as it lies in the file, not yet checked.
#[derive(Debug)]
pub(crate) struct Record {
    kind: u8,
    content: Vec<u8>,
    sum: u32,
}

impl Record {
    /// The next record; `left` bytes of the file are still there. Its content takes the place of one that
    /// nobody needs any more.
    pub(crate) fn read(
        input: &mut impl Read,
        left: u64,
        mut content: Vec<u8>,
    ) -> Result<Self, Broken> {
        let mut head = [0; 5];
        fill(input, &mut head)?;
        let [kind, a, b, c, d] = head;
        let length = u32::from_le_bytes([a, b, c, d]);
        if u64::from(length) + 9 > left {
            return Err(Broken::Torn);
        }
        content.resize(length as usize, 0);
        fill(input, &mut content)?;
        let mut sum = [0; 4];
        fill(input, &mut sum)?;
        Ok(Self { kind, content, sum: u32::from_le_bytes(sum) })
    }

    /// Writes it as it was read.
    pub(crate) fn copy(&self, out: &mut impl Write) -> std::io::Result<()> {
        let (kind, content) = self.checked().map_err(|_| std::io::ErrorKind::InvalidData)?;
        write(out, kind, content)
    }

    /// Its content, to be written over.
    pub(crate) fn used(self) -> Vec<u8> {
        self.content
    }

    /// Bytes that it takes in the file.
    pub(crate) fn size(&self) -> u64 {
        self.content.len() as u64 + 9
    }

    /// Its kind and content, if they are those that were written.
    pub(crate) fn checked(&self) -> Result<(Kind, &[u8]), Broken> {
        let length = (self.content.len() as u32).to_le_bytes();
        if checksum(self.kind, length, &self.content) != self.sum {
            return Err(Broken::Changed);
        }
        let kinds = [Kind::Head, Kind::Pair, Kind::Failed, Kind::End];
        let kind = kinds.into_iter().find(|k| *k as u8 == self.kind).ok_or(Broken::Changed)?;
        Ok((kind, &self.content))
    }

    /// Does it say of itself that it is the last?
    pub(crate) fn is_last(&self) -> bool {
        self.kind == Kind::End as u8
    }
}

pub(crate) fn fill(input: &mut impl Read, bytes: &mut [u8]) -> Result<(), Broken> {
    input.read_exact(bytes).map_err(|error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => Broken::Torn,
        _ => Broken::Io(error),
    })
}
