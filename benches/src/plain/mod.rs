//! The same plants written by hand without any framework: arrays, integer time, the same keyed
//! random numbers and nothing kept but counts. What the shop floor is measured against.

pub mod line;
pub mod pending;
pub mod shop;

#[cfg(test)]
mod tests {
    use super::pending::{Heap, WinnerTree};
    use super::{line, shop};
    use crate::{Floor, file, plants};
    use sim_core::Streams;

    #[test]
    fn the_line_by_hand_is_the_line_of_the_shop_floor() {
        let mut floor = Floor::new(&file("examples/plants/ten_machine_line.toml"));
        for luck in (10..14).map(|k| Streams::new(3, k)) {
            let same = floor.tally(1, luck);
            assert_eq!(line::run::<Heap>(luck, 31), same);
            assert_eq!(line::run::<WinnerTree<32>>(luck, 31), same);
        }
    }

    #[test]
    fn the_shop_by_hand_is_the_shop_of_the_shop_floor() {
        let mut floor = Floor::new(&plants::shop(10));
        for luck in (10..14).map(|k| Streams::new(3, k)) {
            let same = floor.tally(1, luck);
            assert_eq!(shop::run(luck, 31), Ok(same));
            assert!(same.failures > 300 && same.services > 600, "{same:?}: maintenance matters");
        }
    }
}
