//! Sentences and scales of the laboratory.

use crate::number::{Scale, UNKNOWN, count, largest};
use scenarios::laboratory::result::{
    Found, GoalSought, LabProvenance, SelectionMade, SelectionOutcome, Standing,
};

/// The scale of a number with this error.
pub(super) fn scale(goal: &GoalSought, most: f64, error: Option<f64>) -> Scale {
    let error = error.filter(|h| *h > 0.0).map(|h| h.max(1e-5 * most.abs()));
    match goal.currency.as_deref() {
        Some("") => Scale::plain("", most, error),
        Some(currency) => Scale::money(currency, most, error),
        None => Scale::of_unit(&goal.unit, most, error),
    }
}

/// The scale of the means of all variants: digits follow the best half-width.
pub(super) fn of_means<'a>(
    goal: &GoalSought,
    found: impl Iterator<Item = &'a Found> + Clone,
) -> Scale {
    let errors = found.clone().filter_map(|f| f.half_width).filter(|h| *h > 0.0);
    let error = errors.fold(f64::INFINITY, f64::min);
    scale(goal, largest(found.map(|f| f.mean)), error.is_finite().then_some(error))
}

/// `12,345 ± 67`.
pub(super) fn with_error(scale: &Scale, value: f64, half_width: Option<f64>) -> String {
    match half_width {
        Some(half) if half > 0.0 => format!("{} ± {}", scale.full(value), scale.bare(half)),
        _ => scale.full(value),
    }
}

/// Difference to the best, `best` for itself.
pub(super) fn difference(goal: &GoalSought, one: &Found) -> String {
    match one.difference_half_width {
        // The best itself.
        None => "-".to_owned(),
        Some(half) => {
            let scale = scale(goal, one.difference.abs().max(half), Some(half));
            match half > 0.0 {
                true => format!("{} ± {}", scale.signed(one.difference), scale.bare(half)),
                false => scale.signed(one.difference),
            }
        }
    }
}

/// A word for a standing.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Best => "best",
        Standing::Equal => "equal to the best",
        Standing::Open => "may be the best",
        Standing::AsGood => "as good",
        Standing::Out => "out",
    }
}

/// The answer in one sentence.
pub(super) fn answer(
    goal: &GoalSought,
    made: &SelectionMade,
    names: &[&str],
    found: &[&Found],
) -> String {
    let name = |k: &usize| names.get(*k).copied().unwrap_or(UNKNOWN);
    let Some(best) = found.get(made.best) else { return UNKNOWN.to_owned() };
    let scale_of = scale(goal, best.mean, best.half_width);
    let value = with_error(&scale_of, best.mean, best.half_width);
    let others = || {
        let all: Vec<&str> = made.survivors.iter().skip(1).map(name).collect();
        match all.len() {
            0..=6 => all.join("; "),
            n => format!("{}; and {} more", all[..6].join("; "), n - 6),
        }
    };
    match made.outcome {
        SelectionOutcome::Selected if found.len() == 1 => {
            format!("{}: {value}.", names.first().copied().unwrap_or(UNKNOWN))
        }
        SelectionOutcome::Selected => {
            format!("The {}: {}, with {value}.", goal.title, name(&made.best))
        }
        SelectionOutcome::Equal => format!(
            "The {}: {}, with {value}. The same value in every replication: {}. What is varied makes \
             no difference between them.",
            goal.title,
            name(&made.best),
            others()
        ),
        SelectionOutcome::Open => {
            format!(
                "Not decided. Best mean so far: {}, with {value}. May still be the best: {}.",
                name(&made.best),
                others()
            )
        }
    }
}

/// A probability, without digits that nobody asked for.
fn percent(share: f64) -> String {
    let whole = (100.0 * share - libm::round(100.0 * share)).abs() < 1e-9;
    Scale::percent((!whole).then_some(0.001)).full(share)
}

/// What the probability means here.
pub(super) fn promise(goal: &GoalSought, made: &SelectionMade, variants: usize) -> String {
    if variants < 2 {
        return "There is one variant, so there is nothing to select.".to_owned();
    }
    let money = |x: f64| scale(goal, x, Some(0.1 * x)).full(x);
    let percent = percent(made.confidence);
    let mut text = match made.outcome {
        SelectionOutcome::Selected => format!(
            "With a probability of at least {percent} this is the best, if it is better than every other \
             by {} or more; what differs by less does not matter and may be chosen instead.",
            money(made.delta)
        ),
        SelectionOutcome::Equal => format!(
            "Everything else is worse, with a probability of at least {percent} for differences of {} \
             or more.",
            money(made.delta)
        ),
        SelectionOutcome::Open => format!(
            "{} replications were not enough for differences of {} at {percent}{}. Allow more with \
             --most, or name a larger --delta.",
            count(made.most),
            money(made.delta),
            made.supported_delta
                .map_or(String::new(), |d| format!("; they are enough from {} on", money(d)))
        ),
    };
    if made.delta_by_default {
        text.push_str(
            " Nobody said which difference matters: 1 % of the best mean of the first stage was \
             taken, which makes the probability approximate; --delta names it.",
        );
    }
    text
}

/// The procedure and its assumptions.
pub(super) fn procedure(made: &SelectionMade) -> String {
    format!(
        "{}. All variants meet the same replications (common random numbers), so differences are paired. \
         It assumes that replications are independent, which they are, and that they are about normal, \
         which sums over many events are; rare events need longer replications (--months). First stage \
         {} replications, at most {}. Intervals: ± half-width at 95 %; differences to the best hold \
         together with the probability of the selection (Bonferroni), and do not account for the \
         early end of the worse variants.",
        made.procedure,
        count(made.first),
        count(made.most)
    )
}

/// One line below the title.
pub(super) fn subtitle(p: &LabProvenance) -> String {
    format!(
        "{} replications of {} months from {}, seed {}",
        count(p.replications),
        p.months,
        p.start,
        p.seed
    )
}
