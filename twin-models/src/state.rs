//! The states of a machine: exactly one at every instant, mapped to SEMI E10 and ISO 22400.

use serde::{Deserialize, Serialize};

macro_rules! leaves {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $e10:ident, $iso:ident;)*) => {
        /// Leaf of the state tree (docs/states.md). In code order, most urgent first within its group.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Leaf { $($(#[$doc])* #[serde(rename = $code)] $name),* }
        impl Leaf {
            /// All leaves, in order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
            /// How many there are.
            pub const COUNT: usize = Self::ALL.len();
            /// Code used in tables and files.
            pub const fn code(self) -> &'static str { match self { $(Self::$name => $code),* } }
            /// Basic state after SEMI E10.
            pub const fn e10(self) -> E10 { match self { $(Self::$name => E10::$e10),* } }
            /// Time category after ISO 22400-2.
            pub const fn iso22400(self) -> Iso22400 { match self { $(Self::$name => Iso22400::$iso),* } }
        }
    };
}

/// The six basic states of SEMI E10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum E10 {
    /// Productive.
    PRD,
    /// Standby.
    SBY,
    /// Engineering.
    ENG,
    /// Scheduled downtime.
    SDT,
    /// Unscheduled downtime.
    UDT,
    /// Non-scheduled.
    NST,
}

/// Time categories of ISO 22400-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Iso22400 {
    /// Actual production time.
    APT,
    /// Actual unit setup time.
    AUST,
    /// Actual unit delay time.
    ADET,
    /// Actual down time outside the busy time (no order).
    ADOT,
    /// Planned down time.
    PDT,
    /// Outside the planned operation time.
    OutsidePOT,
}

leaves! {
    /// Processing.
    Run = "PRD_RUN", PRD, APT;
    /// Warming up after sleep: the piece that woke it waits on it.
    WarmUp = "PRD_WARMUP", PRD, APT;
    /// A shared service has failed: electricity, air, cooling, network.
    Facility = "UDT_FACILITY", UDT, ADET;
    /// Active repair of a failure.
    Repair = "UDT_REPAIR", UDT, ADET;
    /// Failed, waiting for a crew.
    WaitCrew = "UDT_WAIT_CREW", UDT, ADET;
    /// Failed, waiting for a spare part.
    WaitPart = "UDT_WAIT_PART", UDT, ADET;
    /// Failed, cause being found.
    Diagnosis = "UDT_DIAG", UDT, ADET;
    /// Repaired, being verified and restarted.
    Restart = "UDT_RESTART", UDT, ADET;
    /// Minor stop, cleared by the operator.
    Minor = "UDT_MINOR", UDT, ADET;
    /// Kept free for maintenance by the calendar, whatever is done in it; a known stop.
    PlannedSlot = "SDT_SLOT", SDT, PDT;
    /// Preventive work outside a planned slot.
    Preventive = "SDT_PM", SDT, ADET;
    /// Planned repair after an alert or a finding.
    ConditionBased = "SDT_CBM", SDT, ADET;
    /// Stopped in the middle of planned work: its crew has gone off duty.
    WaitPlanned = "SDT_WAIT_PM", SDT, ADET;
    /// Inspection, or stop for a false alarm.
    Inspect = "SDT_INSPECT", SDT, ADET;
    /// Being set up for the next order.
    Setup = "SDT_SETUP", SDT, AUST;
    /// Its tool is being changed.
    ToolChange = "SDT_TOOL", SDT, ADET;
    /// Stopped after an alarm of quality: the cause is being looked for.
    QualityHold = "SBY_QHOLD", SBY, ADET;
    /// A finished piece cannot leave: no room downstream.
    Blocked = "SBY_BLOCKED", SBY, ADET;
    /// No piece to work on.
    Starved = "SBY_STARVED", SBY, ADET;
    /// No piece to work on because arrivals from outside are missing.
    NoMaterial = "SBY_NO_MATERIAL", SBY, ADET;
    /// Could work, be cleared or be set up, and nobody is free to do it.
    NoOperator = "SBY_NO_OPERATOR", SBY, ADET;
    /// Blocked because customers take no more: the store of finished goods is full.
    NoOrder = "SBY_NO_ORDER", SBY, ADOT;
    /// Put to sleep to save energy: it has waited for long.
    Sleep = "SBY_SLEEP", SBY, ADOT;
    /// Outside the shifts.
    Closed = "NST_CLOSED", NST, OutsidePOT;
    /// Closed day.
    Holiday = "NST_HOLIDAY", NST, OutsidePOT;
    /// Break.
    Break = "NST_BREAK", NST, OutsidePOT;
    /// Under repair outside the shifts.
    OffShiftRepair = "NST_REPAIR", NST, OutsidePOT;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_has_its_own_code_whose_prefix_is_its_e10_state() {
        for (k, leaf) in Leaf::ALL.iter().enumerate() {
            assert_eq!(*leaf as usize, k);
            assert!(leaf.code().starts_with(&format!("{:?}_", leaf.e10())));
            assert!(Leaf::ALL[..k].iter().all(|other| other.code() != leaf.code()));
        }
    }
}
