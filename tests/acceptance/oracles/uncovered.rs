//! Cases of the areas queues, lines, maintenance and inventory that are not run yet, and why.

const SLOTTED: &str = "slot-synchronous line; the engine runs in continuous time (L-05, L-13 to L-16, \
                       L-22, L-23 stand in)";

pub(crate) const UNCOVERED: [(&str, &str); 4] =
    [("L-17", SLOTTED), ("L-18", SLOTTED), ("L-21", SLOTTED), ("L-31", SLOTTED)];
