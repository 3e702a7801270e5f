//! The financial baseline: the scorecard of a study, its measurement before the investment, and the
//! lock that shows later what was measured, from which inputs, and who answers for it.

pub mod beside;
pub mod differences;
pub mod leaves;
pub mod lint;
pub mod lock;
pub mod make;
pub mod money;
pub mod score;
pub mod suggest;
