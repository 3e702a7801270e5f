//! The null test in words.

use crate::number::{Scale, count, percent};
use scenarios::study::result::NullTest;

/// What was measured, for the chapter on method.
pub(crate) fn words(test: &NullTest, currency: &str) -> String {
    let nothing = if test.nothing == 0.0 {
        "An investment that does and costs nothing makes a difference of exactly 0 in every line and \
         month."
            .to_owned()
    } else {
        let scale = Scale::money(currency, test.nothing, Some(0.1 * test.nothing));
        format!(
            "An investment that does and costs nothing makes a difference of {} in some line and \
             month, and not exactly 0: do not rely on the differences.",
            scale.full(test.nothing)
        )
    };
    let noise = match (test.divergence_noise, test.ratio()) {
        (Some(noise), Some(ratio)) => {
            let scale = Scale::money(currency, test.npv_sd, Some(0.01 * test.npv_sd));
            let verdict = match test.only_the_decision() {
                true => "more than",
                false => "not more than",
            };
            format!(
                " With {} of the effect the courses of the two plants part: the net present value of \
                 it has a standard deviation of {}, {} of the {} of the whole investment and {verdict} \
                 the {} at which single pairs still tell probabilities.",
                percent(test.effect),
                scale.full(noise),
                percent(ratio),
                scale.full(test.npv_sd),
                percent(test.allowed)
            )
        }
        _ => " The investment cannot be done by a hundredth, so how far courses part is not measured."
            .to_owned(),
    };
    format!("{nothing}{noise} Measured with {} pairs.", count(test.pairs))
}

/// What follows from too much noise.
pub(crate) fn warning(test: &NullTest, nested: bool) -> String {
    let ratio = percent(test.ratio().unwrap_or(0.0));
    let instead = if nested {
        "Use the distribution for a decision above."
    } else {
        "A nested run gives it: uncertainty = { nested = { outer = 200, inner = 20 } } in [study]."
    };
    format!(
        "Two plants that hardly differ drift apart so far under the same luck that this alone makes \
         {ratio} of the standard deviation of the net present value. Means are right; the share of \
         pairs above 0 is not the probability that the project is good. Only the distribution for a \
         decision may be used for probabilities. {instead}"
    )
}
