//! From standings to numbers with their intervals.

use super::contest::{Rules, Standings};
use super::goal::{Goal, Measure};
use super::result::{Found, GoalSought, Part, SelectionMade, SelectionOutcome, Standing};
use crate::study::result::Better;
use sim_core::statistics::{Choice, Tally, mean_interval, paired_interval};
use twin_models::outcome::Schema;

/// The procedure, as results name it.
pub const PROCEDURE: &str =
    "KN, fully sequential, paired variances (Kim & Nelson 2001, ACM TOMACS 11(3), 251-273)";

/// Index of the best, or of the best mean so far.
pub fn best<X>(standings: &Standings<X>) -> usize {
    standings.survivors.first().copied().unwrap_or(0)
}

/// How the best was selected.
pub fn selection<X>(standings: &Standings<X>, rules: &Rules) -> SelectionMade {
    SelectionMade {
        procedure: PROCEDURE.to_owned(),
        delta: standings.delta,
        delta_by_default: rules.delta.is_none(),
        confidence: rules.confidence,
        first: rules.first,
        most: rules.most,
        outcome: match standings.choice {
            Choice::One(_) => SelectionOutcome::Selected,
            Choice::Equal(_) => SelectionOutcome::Equal,
            Choice::Open => SelectionOutcome::Open,
        },
        best: best(standings),
        survivors: standings.survivors.clone(),
        supported_delta: standings.supported_delta,
    }
}

/// What was sought.
pub fn sought(goal: &Goal, schema: &Schema) -> GoalSought {
    GoalSought {
        title: goal.title(),
        name: goal.name(),
        better: if goal.maximise { Better::Higher } else { Better::Lower },
        currency: goal.currency(),
        unit: goal.unit(schema),
        prices: match &goal.measure {
            Measure::Cost(terms) => terms.iter().map(|t| (t.key.clone(), t.money)).collect(),
            _ => Vec::new(),
        },
    }
}

/// Every variant, in order.
pub fn found<X>(standings: &Standings<X>, goal: &Goal, rules: &Rules) -> Vec<Found> {
    let best = best(standings);
    let values = |k: usize| -> Vec<f64> {
        standings.readings[k].iter().filter_map(|(r, _)| r.value).collect()
    };
    let of_best = values(best);
    let rivals = standings.readings.len().saturating_sub(1).max(1) as f64;
    let level = 1.0 - (1.0 - rules.confidence) / rivals;
    let keys = goal.parts();
    (0..standings.readings.len())
        .map(|k| {
            let values = values(k);
            let tally: Tally = values.iter().copied().collect();
            let both = values.len().min(of_best.len());
            let paired = paired_interval(&of_best[..both], &values[..both], level)
                .filter(|_| k != best)
                .map(|p| p.difference);
            let difference = paired.map_or(0.0, |d| d.estimate);
            let half_width = paired.map(|d| d.half_width());
            let inside = half_width.is_some_and(|h| difference.abs() + h <= standings.delta);
            let gone_after = standings.gone_after[k];
            Found {
                mean: tally.mean().unwrap_or(0.0),
                half_width: mean_interval(&tally, 0.95).map(|i| i.half_width()),
                sd: tally.standard_deviation(),
                replications: tally.count(),
                difference,
                difference_half_width: half_width,
                standing: match (&standings.choice, gone_after) {
                    (_, Some(_)) if inside => Standing::AsGood,
                    (_, Some(_)) => Standing::Out,
                    (Choice::One(_), None) => Standing::Best,
                    (Choice::Equal(_), None) if k == best => Standing::Best,
                    (Choice::Equal(_), None) => Standing::Equal,
                    (Choice::Open, None) => Standing::Open,
                },
                gone_after,
                parts: keys.iter().enumerate().map(|(p, key)| part(standings, k, p, key)).collect(),
            }
        })
        .collect()
}

fn part<X>(standings: &Standings<X>, variant: usize, part: usize, key: &str) -> Part {
    let readings = standings.readings[variant].iter();
    let tally: Tally = readings.filter_map(|(r, _)| r.parts.get(part).copied()).collect();
    Part {
        key: key.to_owned(),
        mean: tally.mean().unwrap_or(0.0),
        half_width: mean_interval(&tally, 0.95).map(|i| i.half_width()),
    }
}
