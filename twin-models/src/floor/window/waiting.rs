//! Whose fault the waiting inside a window was.
//!
//! A starved machine waits for the one upstream, a blocked one for the one downstream, and inherits
//! its root for as long as that one waits itself. The roots of starving are passed on downstream,
//! those of blocking upstream.

use super::lines::Work;
use crate::floor::Floor;
use crate::floor::account::Root;
use crate::floor::component::{Load, NEVER, NONE};
use crate::outcome::RootKind;
use crate::plant::model::MachineIx;
use crate::state::Leaf;
use std::ops::Range;

/// A stretch of waiting of one machine.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gap {
    pub(super) from: i64,
    /// `NEVER`: it goes on at the window's end.
    pub(super) to: i64,
    /// With a finished piece, for room; otherwise for a piece.
    pub(super) blocked: bool,
}

/// The root that a machine gives to those that wait for it, from an instant on.
pub(super) type Seen = (i64, Root);

impl Floor<'_, '_> {
    /// Books what was waited in a window, and the state of every machine at its end.
    pub(super) fn book_waiting(
        &mut self,
        work: &mut Work,
        places: Range<usize>,
        start: i64,
        end: i64,
    ) {
        let (mut starved, mut blocked) = (false, false);
        for link in &mut work.links[places.clone()] {
            let station = &self.station[link.machine];
            if station.load != Load::Working && station.halts == 0 {
                let from = self.account[link.machine].load_since.max(start);
                let blocked = station.load == Load::Finished;
                link.gaps.push(Gap { from, to: NEVER, blocked });
            }
            for gap in &link.gaps {
                blocked |= gap.blocked;
                starved |= !gap.blocked;
            }
        }
        if !starved && !blocked {
            return;
        }
        work.beyond.clear();
        for place in places.clone().filter(|_| starved) {
            self.book_gaps(work, place, false);
        }
        work.beyond.clear();
        for place in places.clone().rev().filter(|_| blocked) {
            self.book_gaps(work, place, true);
        }
        for link in &mut work.links[places] {
            if link.gaps.is_empty() {
                continue;
            }
            link.gaps.clear();
            let (station, account) =
                (&mut self.station[link.machine], &mut self.account[link.machine]);
            let since = link.open.map_or(end - 1, |(since, _)| since);
            let ran = since - account.since - std::mem::take(&mut link.waited);
            account.ticks[Leaf::Run as usize] += ran;
            let from = std::mem::replace(&mut account.since, since);
            if let Some(meter) = &mut self.yard.energy {
                meter.book(link.machine, Leaf::Run, from, since);
            }
            if let Some((_, root)) = link.open.take() {
                account.root = root;
            }
            station.leaf = match station.load {
                Load::Working => Leaf::Run,
                Load::Finished => station.full_leaf,
                Load::Empty => station.empty_leaf,
            };
        }
    }

    /// Books the gaps of one kind of the machine at `place`, whose neighbour in that direction was
    /// seen as `work.beyond` says; leaves there what this machine was seen as.
    #[inline]
    fn book_gaps(&mut self, work: &mut Work, place: usize, blocked: bool) {
        let Work { links, seen, beyond, .. } = work;
        let link = &mut links[place];
        if link.gaps.is_empty() {
            beyond.clear();
            return;
        }
        let m = link.machine;
        seen.clear();
        let station = &self.station[m];
        let neighbour = if blocked { station.down_line } else { station.up };
        let leaf = if blocked { station.full_leaf } else { station.empty_leaf };
        // Whoever waited at the start for the other reason is seen at work once that is over.
        let at_first = self.station[m].leaf;
        let working = Root::new(m, RootKind::Pace);
        let mut later = beyond.iter().peekable();
        let mut root = if neighbour == NONE {
            Root::new(m, RootKind::Demand)
        } else {
            self.root_of(MachineIx(neighbour))
        };
        for (i, gap) in link.gaps.iter().enumerate() {
            let goes_on = i == 0 && at_first != Leaf::Run;
            if gap.blocked != blocked {
                if goes_on && gap.to != NEVER {
                    seen.push((gap.to, working));
                }
                continue;
            }
            let mut since = gap.from;
            if goes_on {
                debug_assert!(at_first == leaf && self.account[m].root == root);
                since = self.account[m].since;
            } else {
                while let Some((_, next)) = later.next_if(|(at, _)| *at <= since) {
                    root = *next;
                }
                seen.push((since, root));
            }
            let row = self.yard.lost_rows[m.index()];
            let mut book = |root: Root, from: i64, to: i64| {
                let time = to - from;
                if let Some(meter) = &mut self.yard.energy {
                    meter.book_instead_of_work(m, leaf, from, to);
                }
                self.account[m].ticks[leaf as usize] += time;
                self.yard.lost[row.place(root)] += time;
                link.waited += time;
            };
            while let Some((at, next)) = later.next_if(|(at, _)| *at < gap.to) {
                if *next != root {
                    book(root, since, *at);
                    (since, root) = (*at, *next);
                    seen.push((since, root));
                }
            }
            if gap.to == NEVER {
                link.open = Some((since, root));
            } else {
                book(root, since, gap.to);
                seen.push((gap.to, working));
            }
        }
        std::mem::swap(seen, beyond);
    }
}
