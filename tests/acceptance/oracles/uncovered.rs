//! Cases of the areas queues, lines and maintenance that are not run yet, and why.

const SLOTTED: &str = "slot-synchronous line; the engine runs in continuous time (L-05, L-13 to L-16, \
                       L-22, L-23 stand in)";
const MARKOV: &str = "Markov deterioration belongs to the maintenance laboratory";
const GAMMA: &str = "gamma process belongs to the maintenance laboratory";
const OPPORTUNISTIC: &str = "opportunistic maintenance belongs to the maintenance laboratory";
const K_OUT_OF_N: &str = "k-out-of-n system belongs to the maintenance laboratory";

pub(crate) const UNCOVERED: [(&str, &str); 11] = [
    ("L-17", SLOTTED),
    ("L-18", SLOTTED),
    ("L-21", SLOTTED),
    ("L-31", SLOTTED),
    ("M-17", MARKOV),
    ("M-18", MARKOV),
    ("M-19", GAMMA),
    ("M-20", OPPORTUNISTIC),
    ("M-21", OPPORTUNISTIC),
    ("M-22", K_OUT_OF_N),
    ("M-30", K_OUT_OF_N),
];
