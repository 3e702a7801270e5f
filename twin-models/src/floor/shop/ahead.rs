//! A look ahead: the jobs that are there, scheduled with mean times in a given sequence.

use crate::plant::model::Shop;

/// A job with operations left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    /// Its order, as a position among those looked at.
    pub(super) of: u32,
    pub(super) product: u32,
    pub(super) quantity: u32,
    pub(super) step: u32,
    /// Working time until it can go on \[µs\].
    pub(super) ready: i64,
}

/// List scheduling: of all jobs and machines the pair that can begin first begins; of equals the job
/// whose order stands first in the sequence. Times are mean times, set-ups included; nothing fails,
/// nothing is scrapped or sent back, batches and cards are left aside. \[µs of working time\]
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    pub(super) tasks: Vec<Task>,
    /// As they are now: set up for which product, free when.
    machines: Vec<(u32, i64)>,
    left: Vec<Task>,
    busy: Vec<(u32, i64)>,
    rank: Vec<u32>,
    /// Per order: first start, end, product.
    ends: Vec<(Option<i64>, i64, u32)>,
}

impl Ahead {
    pub(super) fn begin(&mut self, machines: usize) {
        self.tasks.clear();
        self.machines.clear();
        self.machines.resize(machines, (u32::MAX, 0));
    }

    pub(super) fn machine(&mut self, k: usize, product: u32, free: i64) {
        self.machines[k] = (product, free);
    }

    /// When the first operation of an order begins that has not begun.
    pub(super) fn first_start(&self, order: usize) -> Option<i64> {
        self.ends[order].0
    }

    /// When an order ends, and its product.
    pub(super) fn end(&self, order: usize) -> (i64, u32) {
        (self.ends[order].1, self.ends[order].2)
    }

    /// Schedules the jobs in the sequence of their orders.
    pub(super) fn run(&mut self, shop: &Shop, sequence: &[u32]) {
        let Self { tasks, machines, left, busy, rank, ends } = self;
        left.clone_from(tasks);
        busy.clone_from(machines);
        rank.clear();
        rank.resize(sequence.len(), 0);
        for (at, order) in (0..).zip(sequence) {
            rank[*order as usize] = at;
        }
        ends.clear();
        ends.resize(sequence.len(), (None, 0, 0));
        for task in left.iter() {
            let end = &mut ends[task.of as usize];
            (end.1, end.2) = (end.1.max(task.ready), task.product);
        }
        let has_more = |t: &Task| (t.step as usize) < shop.products[t.product as usize].route.len();
        left.retain(has_more);
        while !left.is_empty() {
            let mut next = None;
            for (j, task) in left.iter().enumerate() {
                let step = &shop.products[task.product as usize].route[task.step as usize];
                for (choice, place) in step.places.iter().enumerate() {
                    for m in &shop.stations[place.station as usize].machines {
                        let start = task.ready.max(busy[m.index()].1);
                        let key = (start, rank[task.of as usize], choice, j, m.index());
                        if next.is_none_or(|best| key < best) {
                            next = Some(key);
                        }
                    }
                }
            }
            let Some((start, _, choice, j, m)) = next else { return };
            let task = left[j];
            let product = &shop.products[task.product as usize];
            let step = &product.route[task.step as usize];
            let place = &step.places[choice];
            let station = &shop.stations[place.station as usize];
            let before = busy[m].0;
            let from = shop.products.get(before as usize).map(|p| (before, p.family));
            let set_up = station.set_up.as_ref().zip(from).map_or(0.0, |(matrix, from)| {
                matrix.between(from, (task.product, product.family)).0.mean()
            });
            let work = step.per_job.mean() + place.time.mean() * f64::from(task.quantity);
            let end = start + ((set_up + work) * 1e6) as i64;
            busy[m] = (task.product, end);
            let of = &mut ends[task.of as usize];
            of.0 = Some(of.0.map_or(start, |t| t.min(start)));
            of.1 = of.1.max(end);
            (left[j].ready, left[j].step) = (end, task.step + 1);
            if !has_more(&left[j]) {
                left.swap_remove(j);
            }
        }
    }
}
