//! The random streams of the quality room; every ordinal is the number of a piece, a tool, a lot or
//! a cause, so that no edit shifts another's draws.

use sim_core::{Stream, Streams};

macro_rules! luck {
    ($(#[$doc:meta])* $name:ident { $($field:ident = $purpose:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(super) struct $name { $(pub(super) $field: Stream,)* }

        impl $name {
            fn of(entity: &str) -> Self {
                let streams = Streams::new(0, 0);
                Self { $($field: streams.stream(entity, $purpose),)* }
            }

            /// The same draws under other luck.
            pub(super) fn again(&mut self, streams: Streams) {
                $(self.$field = streams.again(&self.$field);)*
            }
        }
    };
}

luck! {
    /// Of a characteristic at a machine.
    ProcessLuck {
        value = "value of the characteristic",
        attribute = "attribute defect",
        material = "defect of the material",
        lot = "bad lot",
        gauge = "measurement",
        check = "check",
        gauge_acted = "alarm of the gauge acted on",
        wear = "wear of the tool",
        offset = "setting of the tool",
        breaks = "life of the tool",
        change = "tool change",
        start = "tool at the start",
        false_stop = "time between false stops",
        false_find = "search without a cause",
        claim = "claim",
        claim_lag = "time to the claim",
        sort = "sorting",
    }
}

luck! {
    /// Of an assignable cause of a characteristic at a machine.
    CauseLuck {
        every = "time to the next cause",
        shift = "size of the shift",
        direction = "direction of the shift",
        by_tool = "cleared by a tool change",
        by_restart = "cleared by a restart",
        seen = "seen by the monitor",
        lag = "time to the alarm",
        acted = "alarm of the monitor acted on",
        find = "search for the cause",
        fix = "removal of the cause",
    }
}

luck! {
    /// Of an inspection point at a machine.
    PointLuck {
        look = "inspection of a piece",
        verify = "second look",
        rework = "rework",
        rework_hours = "work of a rework",
    }
}

impl ProcessLuck {
    pub(super) fn new(characteristic: &str, machine: &str) -> Self {
        Self::of(&format!("{characteristic} on {machine}"))
    }
}

impl CauseLuck {
    pub(super) fn new(cause: &str, characteristic: &str, machine: &str) -> Self {
        Self::of(&format!("{cause} of {characteristic} on {machine}"))
    }
}

impl PointLuck {
    pub(super) fn new(point: &str, machine: &str) -> Self {
        Self::of(&format!("{point} behind {machine}"))
    }
}
