//! What is known of the defective pieces in the line, to the model and to nobody in it.

use super::super::component::Item;
use crate::plant::model::DefectKind;

/// A defect on its way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    /// Position of the process that made it.
    pub(super) process: u32,
    pub(super) kind: DefectKind,
    /// Position of its episode among those of the process; `None`: made in control.
    pub(super) episode: Option<u32>,
    /// Number of the piece at its machine.
    pub(super) piece: u64,
    /// Found when pieces were sorted: it leaves at the next inspection.
    pub(super) found: bool,
}

/// Records by number; a piece carries the number, 0 for none.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    list: Vec<Option<Record>>,
    free: Vec<u16>,
}

impl Records {
    pub(super) fn clear(&mut self) {
        self.list.clear();
        self.free.clear();
    }

    /// A number for the record; `None`: all 65,535 are taken.
    pub(super) fn add(&mut self, record: Record) -> Option<u16> {
        if let Some(tag) = self.free.pop() {
            self.list[usize::from(tag) - 1] = Some(record);
            return Some(tag);
        }
        let tag = u16::try_from(self.list.len() + 1).ok()?;
        self.list.push(Some(record));
        Some(tag)
    }

    pub(super) fn of(&self, item: Item) -> Option<Record> {
        *self.list.get(usize::from(item.tag).checked_sub(1)?)?
    }

    /// Takes the record off the piece.
    pub(super) fn remove(&mut self, item: Item) -> Option<Record> {
        let record = self.list.get_mut(usize::from(item.tag).checked_sub(1)?)?.take()?;
        self.free.push(item.tag);
        Some(record)
    }

    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Record> {
        self.list.iter_mut().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_used_again() {
        let record =
            Record { process: 0, kind: DefectKind::Low, episode: None, piece: 1, found: false };
        let mut records = Records::default();
        let tags: Vec<u16> = (0..3).filter_map(|_| records.add(record)).collect();
        assert_eq!(tags, [1, 2, 3]);
        let item = |tag| Item { defective: true, loops: 0, tag };
        assert!(records.remove(item(2)).is_some());
        assert!(records.remove(item(2)).is_none());
        assert!(records.of(item(0)).is_none());
        assert_eq!(records.add(record), Some(2));
        assert_eq!(records.add(record), Some(4));
        assert_eq!(records.iter_mut().count(), 4);
    }

    #[test]
    fn more_than_there_are_numbers_is_said() {
        let record =
            Record { process: 0, kind: DefectKind::High, episode: None, piece: 1, found: false };
        let mut records = Records::default();
        assert_eq!((0..70_000).filter_map(|_| records.add(record)).count(), 65_535);
    }
}
