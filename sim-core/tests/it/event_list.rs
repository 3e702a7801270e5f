//! The event list against a binary heap and a sorted vector that cannot be wrong.

use proptest::prelude::*;
use sim_core::{EventList, SimTime, Slot, Transit};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

#[derive(Clone, Debug)]
enum Step {
    Schedule(u32, i64),
    Cancel(u32),
    Pop,
    Peek,
    Clear,
}

fn step(slots: u32) -> impl Strategy<Value = Step> {
    prop_oneof![
        // Few instants: most events tie.
        8 => (0..slots, 0..6_i64).prop_map(|(slot, at)| Step::Schedule(slot, at)),
        2 => (0..slots).prop_map(Step::Cancel),
        6 => Just(Step::Pop),
        2 => Just(Step::Peek),
        1 => Just(Step::Clear),
    ]
}

/// The reference: a heap with dead entries that are skipped.
struct Reference {
    heap: BinaryHeap<Reverse<(SimTime, u32)>>,
    due: Vec<Option<SimTime>>,
}

impl Reference {
    fn first(&mut self) -> Option<(SimTime, Slot)> {
        while let Some(&Reverse((at, slot))) = self.heap.peek() {
            if self.due[slot as usize] == Some(at) {
                return Some((at, Slot(slot)));
            }
            self.heap.pop();
        }
        None
    }
}

proptest! {
    #[test]
    fn agrees_with_a_heap_step_by_step(
        (slots, steps) in (1..40_u32).prop_flat_map(|slots| {
            (Just(slots), prop::collection::vec(step(slots), 0..300))
        })
    ) {
        let mut list = EventList::new(slots as usize);
        let mut reference =
            Reference { heap: BinaryHeap::new(), due: vec![None; slots as usize] };
        for step in steps {
            match step {
                Step::Schedule(slot, at) => {
                    list.schedule(Slot(slot), SimTime(at));
                    reference.due[slot as usize] = Some(SimTime(at));
                    reference.heap.push(Reverse((SimTime(at), slot)));
                }
                Step::Cancel(slot) => {
                    list.cancel(Slot(slot));
                    reference.due[slot as usize] = None;
                }
                Step::Pop => {
                    let first = reference.first();
                    prop_assert_eq!(list.pop(), first);
                    if let Some((_, slot)) = first {
                        reference.due[slot.0 as usize] = None;
                    }
                }
                Step::Peek => prop_assert_eq!(list.peek(), reference.first().map(|e| e.0)),
                Step::Clear => {
                    list.clear();
                    reference.due.fill(None);
                }
            }
            for slot in 0..slots {
                prop_assert_eq!(list.due(Slot(slot)), reference.due[slot as usize]);
            }
        }
    }

    #[test]
    fn empties_in_order_of_instant_then_slot(times in prop::collection::vec(0..10_i64, 1..200)) {
        let mut list = EventList::new(times.len());
        let mut sorted = Vec::new();
        for (slot, &at) in times.iter().enumerate() {
            list.schedule(Slot(slot as u32), SimTime(at));
            sorted.push((SimTime(at), Slot(slot as u32)));
        }
        sorted.sort();
        let popped: Vec<_> = std::iter::from_fn(|| list.pop()).collect();
        prop_assert_eq!(popped, sorted);
    }

    #[test]
    fn loads_in_transit_arrive_by_instant_then_order_of_entry(
        times in prop::collection::vec(0..10_i64, 0..100)
    ) {
        let mut transit = Transit::default();
        let mut sorted: Vec<(SimTime, usize)> = Vec::new();
        for (entry, &at) in times.iter().enumerate() {
            transit.push(SimTime(at), entry);
            sorted.push((SimTime(at), entry));
        }
        sorted.sort();
        prop_assert_eq!(transit.due(), sorted.first().map(|e| e.0));
        prop_assert_eq!(transit.len(), sorted.len());
        let popped: Vec<_> = std::iter::from_fn(|| transit.pop()).collect();
        prop_assert_eq!(popped, sorted);
        prop_assert!(transit.is_empty());
    }
}

#[test]
fn a_slot_popped_and_left_alone_does_not_come_back() {
    let mut list = EventList::new(2);
    list.schedule(Slot(1), SimTime(3));
    assert_eq!(list.pop(), Some((SimTime(3), Slot(1))));
    list.cancel(Slot(1));
    assert_eq!(list.peek(), None);
    list.schedule(Slot(0), SimTime::NEVER);
    assert_eq!(list.pop(), None);
}
