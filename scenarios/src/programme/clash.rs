//! Two investments that change one value: what may be done together, and what may not.

use crate::investment::edit::{Edit, Op};
use crate::investment::project::Investment;
use twin_models::text::Span;

/// Two edits whose common effect depends on who comes first.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// Where the second of them was written.
    pub span: Option<Span>,
    /// In words.
    pub reason: String,
    /// What to do about it.
    pub remedy: &'static str,
}

/// All clashes between different investments.
///
/// Factors on one value multiply and steps added to one value add up, in any order. Any other meeting
/// of two edits in one value (two targets, a target and a factor, a factor and a step) depends on the
/// order, so that it has no meaning for a bundle.
pub fn clashes(investments: &[&Investment]) -> Vec<Clash> {
    let mut found = Vec::new();
    for (k, second) in investments.iter().enumerate() {
        for first in &investments[..k] {
            for b in &second.edits {
                for a in first.edits.iter().filter(|a| meet(a, b) && !commute(a, b)) {
                    found.push(clash((first, a), (second, b)));
                }
            }
        }
    }
    found
}

/// Do they change the same value, or one a part of the other's?
fn meet(a: &Edit, b: &Edit) -> bool {
    let short = a.path.steps.len().min(b.path.steps.len());
    a.path.steps[..short] == b.path.steps[..short]
}

fn commute(a: &Edit, b: &Edit) -> bool {
    matches!((&a.op, &b.op), (Op::Multiply(_), Op::Multiply(_)) | (Op::Add(_), Op::Add(_)))
}

fn clash((first, a): (&Investment, &Edit), (second, b): (&Investment, &Edit)) -> Clash {
    let word = |op: &Op| match op {
        Op::Set(_) => "sets",
        Op::Multiply(_) => "multiplies",
        Op::Add(_) => "adds to",
    };
    Clash {
        span: b.span,
        reason: format!(
            "`{}` {} `{}`, and `{}` {} `{}`: what both do together depends on who comes first",
            first.name,
            word(&a.op),
            a.path,
            second.name,
            word(&b.op),
            b.path
        ),
        remedy: "let one of the two change it, or write both as `multiply` (they multiply) or both as \
                 `add` (they add up)",
    }
}
