//! Who gets people, and who gives them back.

use super::{Operators, Work};
use crate::floor::Floor;
use crate::floor::component::Load;
use crate::plant::model::{CrewIx, MachineIx, PERSON};

/// Order of asking: how urgent, since when, which machine.
type Turn = (Work, i64, MachineIx);

impl Floor<'_, '_> {
    /// People are handed out: the last event of an instant at which anybody asked or was let go.
    pub(in crate::floor) fn hand_out_people(&mut self) {
        for c in (0..self.crew.len() as u32).map(CrewIx) {
            let Some(operators) = &self.yard.operators else { return };
            if operators.desks[c.index()].machines.is_empty() {
                continue;
            }
            self.dispatch(c);
            self.call_back(c);
            self.hand_out(c);
        }
    }

    /// Whole people of the crew who clear stops or set machines up, and are not called away.
    pub(in crate::floor) fn people_bound(&self, c: CrewIx) -> i64 {
        let desk = |o: &Operators| o.desks[c.index()].bound;
        let bound = self.yard.operators.as_deref().map_or(0, desk);
        (bound + i64::from(PERSON) - 1) / i64::from(PERSON)
    }

    /// Those of the crew who are there, in millionths of a person.
    fn present(&self, c: CrewIx) -> i64 {
        let crew = &self.crew[c];
        let there = crew.on_duty && !self.has_break(c);
        if there { i64::from(crew.present) * i64::from(PERSON) } else { 0 }
    }

    /// Those nobody has asked for yet; below zero where fewer are there than at work.
    fn people_left(&self, c: CrewIx) -> i64 {
        let held = self.yard.operators.as_deref().map_or(0, |o| o.desks[c.index()].held);
        self.present(c) - i64::from(self.crew[c].busy) * i64::from(PERSON) - held
    }

    /// Where more are at work than there are, the last to begin goes: from running machines first.
    fn call_back(&mut self, c: CrewIx) {
        while self.people_left(c) < 0 {
            let Some(operators) = &self.yard.operators else { return };
            let here = |m: &MachineIx| {
                let post = operators.post(*m);
                let (work, crew) = post.work?;
                if work == Work::Run && self.is_past_shift(*m) {
                    return None;
                }
                (crew == c).then_some((work, post.begun, *m))
            };
            let last: Option<Turn> =
                operators.desks[c.index()].machines.iter().filter_map(here).max();
            let Some((work, _, m)) = last else { return };
            self.interrupt(m, work);
        }
    }

    /// Those who wait get people, the most urgent and longest waiting first. The first whose people
    /// are not free keeps the others waiting, unless so many are not there at all.
    fn hand_out(&mut self, c: CrewIx) {
        let mut after: Option<Turn> = None;
        loop {
            let Some(operators) = &self.yard.operators else { return };
            let machines = operators.desks[c.index()].machines.iter();
            let turn = |m: &MachineIx| {
                let work = self.asks_for(*m)?;
                let asked = self.attendance(*m, work)?;
                let turn = (work, operators.post(*m).asked, *m);
                let later = after.is_none_or(|a| turn > a);
                (asked.crew == c && later).then_some((turn, i64::from(asked.share)))
            };
            let Some((turn, share)) = machines.filter_map(turn).min() else { return };
            after = Some(turn);
            if share <= self.people_left(c) {
                self.take_on(turn.2, turn.0, c, share);
            } else if share <= self.present(c) {
                return;
            }
        }
    }

    /// What the machine waits for somebody to do.
    fn asks_for(&self, m: MachineIx) -> Option<Work> {
        let post = self.yard.operators.as_deref()?.post(m);
        let station = &self.station[m];
        if post.work.is_some() {
            None
        } else if station.minor {
            Some(Work::Clear)
        } else if post.unmanned {
            (self.rates.on || station.load == Load::Working).then_some(Work::Run)
        } else {
            (station.setup && station.halts == 1).then_some(Work::SetUp)
        }
    }

    /// People go to the machine and begin.
    fn take_on(&mut self, m: MachineIx, work: Work, c: CrewIx, share: i64) {
        self.book_labour(c);
        let now = self.now.0;
        let Some(operators) = &mut self.yard.operators else { return };
        let post = &mut operators.posts[m.index()];
        post.work = Some((work, c));
        (post.held, post.since, post.begun) = (share, now, now);
        let desk = &mut operators.desks[c.index()];
        desk.held += share;
        match work {
            Work::Run => {
                post.unmanned = false;
                self.go_to_work(m);
            }
            Work::Clear => {
                desk.bound += share;
                self.go_clear(m);
            }
            Work::SetUp => {
                desk.bound += share;
                self.set_up_goes_on(m);
            }
        }
        self.settle(m);
    }

    /// The people at the machine are free for others.
    pub(super) fn let_go(&mut self, m: MachineIx) {
        let Some(operators) = &self.yard.operators else { return };
        let Some((work, c)) = operators.post(m).work else { return };
        self.book_labour(c);
        let Some(operators) = &mut self.yard.operators else { return };
        let post = &mut operators.posts[m.index()];
        post.work = None;
        let desk = &mut operators.desks[c.index()];
        desk.held -= post.held;
        if work != Work::Run {
            desk.bound -= post.held;
        }
        post.held = 0;
        self.look_for_people();
    }

    /// They are called away in the middle; the machine asks anew.
    fn interrupt(&mut self, m: MachineIx, work: Work) {
        let now = self.now.0;
        match work {
            Work::Run => {
                self.let_go(m);
                if let Some(operators) = &mut self.yard.operators {
                    operators.posts[m.index()].unmanned = true;
                }
                self.stand_still(m);
            }
            Work::Clear => {
                let slot = self.station[m].slot;
                self.list.cancel(slot);
                if let Some(operators) = &mut self.yard.operators {
                    let post = &mut operators.posts[m.index()];
                    post.left -= now - post.begun;
                }
                self.let_go(m);
            }
            Work::SetUp => self.set_up_pauses(m),
        }
        self.ask_for_people(m);
        self.settle(m);
    }
}
