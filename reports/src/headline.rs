//! What a CFO asks first, answered in plain words: does it pay, when, how surely, and on what does
//! it hang.

use crate::look;
use crate::number::{self, Scale, half_width, money_of, payback, percent};
use scenarios::study::result::{
    Comparison, Metrics, PaybackTime, ScenarioRow, Stopped, StudyResult, Verdict, WorstEvent,
};

/// The four answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// One sentence for somebody who reads nothing else.
    pub sentence: String,
    /// The worst single event, before everything else; none where no event was watched.
    pub worst: Option<String>,
    /// Does it pay?
    pub pays: String,
    /// When?
    pub when: String,
    /// How surely?
    pub surely: String,
    /// On what does it hang?
    pub hangs_on: String,
}

/// The answers of a result; none when it holds no comparison.
pub fn headline(result: &StudyResult) -> Option<Headline> {
    let comparison = look::headline(result)?;
    let base = look::base(comparison)?;
    let horizon = result.provenance.horizon_months;
    Some(Headline {
        sentence: not_believed(result) + &sentence(result, comparison, base),
        worst: result.worst_event.as_ref().map(|event| worst(result, event)),
        pays: pays(result, base),
        when: when(base, horizon),
        surely: surely(result, base),
        hangs_on: hangs_on(result, comparison),
    })
}

/// A word for a probability, symmetric around one half.
fn likelihood(share: f64) -> &'static str {
    match share {
        s if s >= 0.95 => "almost certainly pays",
        s if s >= 0.80 => "very probably pays",
        s if s >= 0.60 => "probably pays",
        s if s > 0.40 => "may pay or not: it is close to even",
        s if s > 0.20 => "probably does not pay",
        s if s > 0.05 => "very probably does not pay",
        _ => "almost certainly does not pay",
    }
}

fn no_effect(base: &Metrics) -> bool {
    base.npv.min == 0.0 && base.npv.max == 0.0
}

/// What was taken away before anything was asked.
fn not_believed(result: &StudyResult) -> String {
    match result.provenance.without.as_slice() {
        [] => String::new(),
        kinds => {
            format!("Without the effects that rest on inputs of kind {}: ", kinds.join(" or "))
        }
    }
}

fn sentence(result: &StudyResult, comparison: &Comparison, base: &Metrics) -> String {
    let name = look::title_of(result, &comparison.investment);
    if no_effect(base) {
        return format!("{name} changes nothing: no money in, no money out, in every pair.");
    }
    let scale = money_of(&result.provenance.currency, &base.npv);
    let when = match base.payback.p50 {
        PaybackTime::Within(_) => {
            format!(
                "pays back after {}",
                payback(base.payback.p50, result.provenance.horizon_months)
            )
        }
        PaybackTime::Never => {
            format!("is not paid back within {} months", result.provenance.horizon_months)
        }
    };
    let rest = match comparison.verdict {
        Some(Verdict::PositiveUnderPessimistic) => {
            ", and the median stays positive when budget, adoption and gains all turn out badly"
        }
        Some(Verdict::OnlyUnderOptimistic) => {
            ", but not when budget, adoption and gains all turn out badly"
        }
        _ => "",
    };
    format!(
        "{name} {}: the median future is worth {} and {when}{rest}.",
        likelihood(base.npv_positive.value),
        scale.full(base.npv.p50),
    )
}

/// The worst single event in one breath; its chapter has the rest.
fn worst(result: &StudyResult, event: &WorstEvent) -> String {
    let scale = money_of(&result.provenance.currency, &event.gross);
    let prevented = match (&event.prevented_share, event.prevented) {
        (Some(found), _) => Some(number::share(found)),
        (None, found) => found.map(percent),
    };
    format!(
        "One failure costs {} in the worst of a year (gross, median; P10 to P90: {}), most often {}.{}",
        scale.full(event.gross.p50),
        scale.range(event.gross.p10, event.gross.p90),
        event.root,
        prevented.map_or(String::new(), |share| format!(
            " The investment prevents {share} of the worst ones."
        ))
    )
}

fn pays(result: &StudyResult, base: &Metrics) -> String {
    let scale = money_of(&result.provenance.currency, &base.npv);
    let npv = &base.npv;
    let mut text =
        format!("NPV {} (P10 to P90: {})", scale.full(npv.p50), scale.range(npv.p10, npv.p90));
    if let Some(roi) = &base.roi_total {
        let scale = Scale::percent(half_width(roi.p50_ci)).at_most(0);
        text += &format!("; ROI over the horizon {}", scale.with_range(roi.p50, roi.p10, roi.p90));
    }
    text + "."
}

fn when(base: &Metrics, horizon: u32) -> String {
    let median = match base.payback.p50 {
        PaybackTime::Within(_) => format!(
            "Median {}, P10 to P90 {} to {}",
            payback(base.payback.p50, horizon),
            number::payback_cell(base.payback.p10, horizon),
            number::payback_cell(base.payback.p90, horizon),
        ),
        PaybackTime::Never => format!("Median: {}", payback(base.payback.p50, horizon)),
    };
    let never = base.payback.never;
    if never.count == 0 {
        format!("{median}; every pair is paid back within {horizon} months.")
    } else {
        format!("{median}; {} of futures never within {horizon} months.", percent(never.value))
    }
}

fn surely(result: &StudyResult, base: &Metrics) -> String {
    let scale = money_of(&result.provenance.currency, &base.npv);
    let mut text = format!(
        "Positive in {} of {} paired futures; the worst 5 % average {}.",
        number::share(&base.npv_positive),
        number::count(base.npv_positive.of),
        scale.full(base.cvar5),
    );
    if let Some(error) = half_width(base.npv.mean_ci).filter(|h| *h > 0.0) {
        let fits = scale.bare(error) != scale.bare(0.0);
        let fine = Scale::money(&result.provenance.currency, error, Some(error));
        text += &format!(" Mean known to ±{}", if fits { scale } else { fine }.full(error));
        text += match result.provenance.stopped {
            Stopped::AtMaximum => " (less precise than asked).",
            Stopped::Cancelled => " (stopped early).",
            _ => ".",
        };
    }
    text
}

/// The one pessimistic assumption that costs the median most.
fn hangs_on(result: &StudyResult, comparison: &Comparison) -> String {
    if look::base(comparison).is_some_and(no_effect) {
        return "On nothing: there is no effect and no cost.".to_owned();
    }
    let scenario = |what| look::alone(comparison, what).map(|r: &ScenarioRow| r.metrics.npv.p50);
    let candidates = [
        ("with the budget 20 % over plan", scenario((true, false, false))),
        ("with adoption twice as slow", scenario((false, true, false))),
        ("with only 60 % of the gains", scenario((false, false, true))),
    ];
    let worst = candidates
        .into_iter()
        .filter_map(|(name, npv)| npv.map(|npv| (name, npv)))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    let mut parts = Vec::new();
    if let (Some((name, npv)), Some(base)) = (worst, look::base(comparison)) {
        let scale = money_of(&result.provenance.currency, &base.npv);
        parts.push(format!("{name} the median falls to {}", scale.full(npv)));
    }
    match comparison.break_even_gain {
        Some(share) if share > 1.0 => parts
            .push(format!("to break even it would need {} of the simulated gains", percent(share))),
        Some(share) if share > 0.0 => {
            parts.push(format!("it breaks even at {} of the simulated gains", percent(share)));
        }
        _ => {}
    }
    if parts.is_empty() {
        return "Not known: the study has no pessimistic table.".to_owned();
    }
    let text = parts.join("; ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect::<String>() + ".",
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_probabilities_are_symmetric() {
        assert_eq!(likelihood(0.96), "almost certainly pays");
        assert_eq!(likelihood(0.04), "almost certainly does not pay");
        assert_eq!(likelihood(0.7), "probably pays");
        assert_eq!(likelihood(0.3), "probably does not pay");
        assert_eq!(likelihood(0.5), "may pay or not: it is close to even");
    }
}
