//! The people of the shop floor: who must be at a machine, and for what.

use super::{CrewIx, Machine, Plant};

/// People of a crew that a machine needs at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attendance {
    /// Which crew.
    pub crew: CrewIx,
    /// How much of its people, in millionths of a person, more than 0: 250 000 of one person is one
    /// operator for four machines.
    pub share: u32,
}

/// Millionths of a person.
pub const PERSON: u32 = 1_000_000;

/// Who must be at a machine. The default is nobody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Staffing {
    /// While it works on a piece (in rate flow: while nothing else stops it).
    pub operator: Option<Attendance>,
    /// For the whole of a minor stop.
    pub cleared_by: Option<Attendance>,
    /// For the whole of a set-up at a changeover.
    pub set_up_by: Option<Attendance>,
    /// Does it run through the breaks of the calendar?
    pub unattended: bool,
    /// What it does when its shift ends.
    pub shift_end: ShiftEnd,
}

/// What a machine does with its piece when the shift ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ShiftEnd {
    /// It stands still; the rest is done in the next shift.
    #[default]
    Pause,
    /// The piece in hand is finished. In rate flow there is none: as `Pause`.
    Finish,
}

impl Staffing {
    /// All that it asks for.
    pub fn asked(&self) -> impl Iterator<Item = Attendance> {
        [self.operator, self.cleared_by, self.set_up_by].into_iter().flatten()
    }
}

impl Machine {
    /// Does it ever wait for people of the floor?
    pub fn is_staffed(&self) -> bool {
        self.staffing.asked().next().is_some()
    }
}

impl Plant {
    /// Does any machine ever wait for people of the floor?
    pub fn is_staffed(&self) -> bool {
        self.machines.iter().any(Machine::is_staffed)
    }

    /// Does any machine work past the end of a shift?
    pub fn works_past_shifts(&self) -> bool {
        self.machines.iter().any(|m| m.staffing.shift_end != ShiftEnd::Pause)
    }

    /// Does a machine ever ask for people of this crew?
    pub fn is_pool(&self, crew: CrewIx) -> bool {
        self.machines.iter().any(|m| m.staffing.asked().any(|a| a.crew == crew))
    }
}
