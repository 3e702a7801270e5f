//! The verdict of the pessimistic table: robust, fragile with what it needs, or failing.

use crate::pairing::scenario::Scenario;
use crate::study::result::{Judgement, ScenarioRow, Standing, Verdict};

/// The assumptions behind the three stresses, in the order of [`stresses`].
const KEPT: [&str; 3] = [
    "the budget is kept (it does not bear 20 % more)",
    "adoption is as fast as planned (it does not bear twice the time)",
    "more than 60 % of the simulated gains come true",
];
/// The same as disappointments.
const BROKEN: [&str; 3] = ["budget 20 % over", "adoption twice as slow", "60 % of the gains"];

fn stresses(row: &ScenarioRow) -> [bool; 3] {
    [row.over_budget, row.slow_adoption, row.gains_60]
}

/// Are all stresses of `a` also in `b`?
fn within(a: &ScenarioRow, b: &ScenarioRow) -> bool {
    stresses(a).iter().zip(stresses(b)).all(|(a, b)| !a || b)
}

/// The median rule alone, as a code; absent without a table.
pub fn median_rule(rows: &[ScenarioRow]) -> Option<Verdict> {
    let (base, worst) = ends(rows)?;
    Some(match (base.metrics.npv.p50 > 0.0, worst.metrics.npv.p50 > 0.0) {
        (_, true) => Verdict::PositiveUnderPessimistic,
        (true, false) => Verdict::OnlyUnderOptimistic,
        (false, false) => Verdict::NotPositive,
    })
}

fn ends(rows: &[ScenarioRow]) -> Option<(&ScenarioRow, &ScenarioRow)> {
    (rows.len() >= Scenario::ALL.len()).then_some(())?;
    rows.first().zip(rows.last())
}

/// The verdict; absent without a table. `threshold` is the share of pairs that must have a positive NPV;
/// `break_even` the share of the gains at which the mean NPV is 0.
pub fn judge(
    rows: &[ScenarioRow],
    threshold: f64,
    break_even: Option<f64>,
    costs_nothing: bool,
) -> Option<Judgement> {
    let (base, worst) = ends(rows)?;
    let passes = |row: &ScenarioRow| {
        row.metrics.npv.p50 > 0.0 && row.metrics.npv_positive.value >= threshold
    };
    let npv = &base.metrics.npv;
    let standing = match (passes(base), passes(worst)) {
        _ if costs_nothing && npv.min == 0.0 && npv.max == 0.0 => Standing::Nothing,
        (true, true) => Standing::Robust,
        (true, false) => Standing::Fragile,
        (false, _) => Standing::Fails,
    };
    let needs = match standing {
        Standing::Fragile => needs(rows, &passes, break_even),
        _ => Vec::new(),
    };
    // The row whose passing decides: the combined one, and the base one where that fails.
    let deciding: &[&ScenarioRow] = match standing {
        Standing::Nothing => &[],
        Standing::Robust => &[worst],
        Standing::Fragile => &[base, worst],
        Standing::Fails => &[base],
    };
    let sure = deciding.iter().all(|row| is_sure(row, threshold, passes(row)));
    let (one, all) = (base.metrics.npv_positive, worst.metrics.npv_positive);
    Some(Judgement {
        standing,
        threshold,
        base: one,
        combined: all,
        combined_p50: worst.metrics.npv.p50,
        combined_p50_ci: worst.metrics.npv.p50_ci,
        sure,
        sentence: sentence(standing, threshold, &one, &all, &needs, sure),
        needs,
    })
}

/// Do both ends of the intervals of a row say the same?
fn is_sure(row: &ScenarioRow, threshold: f64, passes: bool) -> bool {
    let (share, median) = (row.metrics.npv_positive.ci, row.metrics.npv.p50_ci);
    match passes {
        true => share.low >= threshold && median.is_some_and(|ci| ci.low > 0.0),
        false => share.high < threshold || median.is_some_and(|ci| ci.high <= 0.0),
    }
}

/// One entry for each mildest row that does not pass.
fn needs(
    rows: &[ScenarioRow],
    passes: &dyn Fn(&ScenarioRow) -> bool,
    break_even: Option<f64>,
) -> Vec<String> {
    let failing: Vec<&ScenarioRow> = rows.iter().filter(|row| !passes(row)).collect();
    let mildest =
        |row: &&&ScenarioRow| !failing.iter().any(|other| other.id != row.id && within(other, row));
    let words = |row: &&ScenarioRow| {
        let on = stresses(row);
        let count = on.iter().filter(|on| **on).count();
        let gains = break_even.filter(|share| on[2] && count == 1 && (0.6..=1.0).contains(share));
        match (count, gains) {
            (1, Some(share)) => format!(
                "more than 60 % of the simulated gains come true (the mean NPV is 0 at {:.0} %)",
                100.0 * share
            ),
            (1, None) => {
                let kept = on.iter().zip(KEPT).find(|(on, _)| **on);
                kept.map_or_else(String::new, |(_, kept)| kept.to_owned())
            }
            _ => {
                let broken: Vec<&str> =
                    on.iter().zip(BROKEN).filter(|(on, _)| **on).map(|(_, word)| word).collect();
                format!("{} do not come together", broken.join(" and "))
            }
        }
    };
    failing.iter().filter(mildest).map(words).collect()
}

fn sentence(
    standing: Standing,
    threshold: f64,
    base: &crate::study::result::Share,
    all: &crate::study::result::Share,
    needs: &[String],
    sure: bool,
) -> String {
    let percent = |x: f64| format!("{:.0} %", 100.0 * x);
    let share = |s: &crate::study::result::Share| {
        format!(
            "{} of the futures (95 % interval {} to {})",
            percent(s.value),
            percent(s.ci.low),
            percent(s.ci.high)
        )
    };
    let wanted = if threshold == 0.5 {
        String::new()
    } else {
        format!(", where {} are asked for", percent(threshold))
    };
    let text = match standing {
        Standing::Nothing => {
            return "No verdict: there is no effect and no cost in any future.".to_owned();
        }
        Standing::Robust => format!(
            "Robust: with budget, adoption and gains all turning out badly it still pays in {}{wanted}",
            share(all)
        ),
        Standing::Fragile => format!(
            "Fragile: as planned it pays in {}, with budget, adoption and gains all turning out badly \
             in {}{wanted}; it needs that {}",
            share(base),
            share(all),
            needs.join("; that ")
        ),
        Standing::Fails => {
            format!("Fails: even as planned it pays in only {}{wanted}", share(base))
        }
    };
    let doubt = if sure { "" } else { "; too few pairs to be sure of this verdict" };
    format!("{text}{doubt}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::groups::Groups;
    use crate::answer::metrics::scenario_row;
    use crate::pairing::record::RowRecord;
    use crate::study::result::{PaybackTime, RateOfReturn};

    fn record(npv: f64) -> RowRecord {
        RowRecord {
            npv,
            irr: RateOfReturn::NoneLosing,
            mirr: None,
            roi_total: None,
            roi_by_year: Box::default(),
            roi_first_year: None,
            profitability_index: None,
            payback: PaybackTime::Never,
            discounted_payback: PaybackTime::Never,
            benefit: 0.0,
            cost: 1.0,
        }
    }

    /// Rows of the table in which `share` of 200 pairs win 100 and the others lose 100.
    fn table(share: impl Fn(&Scenario) -> f64) -> Vec<ScenarioRow> {
        let row = |scenario: &Scenario| {
            let wins = (200.0 * share(scenario)) as usize;
            let records: Vec<RowRecord> =
                (0..200).map(|k| record(if k < wins { 100.0 } else { -100.0 })).collect();
            let records: Vec<&RowRecord> = records.iter().collect();
            scenario_row(&Groups::independent(), *scenario, &records, 60)
        };
        Scenario::ALL.iter().map(row).collect()
    }

    #[test]
    fn a45_robust_needs_the_threshold_in_the_combined_row() {
        let rows = table(|_| 0.7);
        let found = judge(&rows, 0.5, None, false).unwrap();
        assert_eq!((found.standing, found.sure), (Standing::Robust, true));
        assert!(found.sentence.starts_with("Robust: "), "{}", found.sentence);
        assert!(found.sentence.contains("70 % of the futures (95 % interval 63 % to 76 %)"));
        let strict = judge(&rows, 0.8, None, false).unwrap();
        assert_eq!(strict.standing, Standing::Fails, "{}", strict.sentence);
        assert!(strict.sentence.contains("where 80 % are asked for"));
    }

    #[test]
    fn a46_fragile_names_what_it_needs() {
        let gains = table(|s| if s.gains_60 { 0.2 } else { 0.9 });
        let found = judge(&gains, 0.5, Some(0.78), false).unwrap();
        assert_eq!(found.standing, Standing::Fragile);
        assert_eq!(
            found.needs,
            ["more than 60 % of the simulated gains come true (the mean NPV is 0 at 78 %)"]
        );
        let both = table(|s| if s.over_budget && s.slow_adoption { 0.2 } else { 0.9 });
        let found = judge(&both, 0.5, None, false).unwrap();
        assert_eq!(
            found.needs,
            ["budget 20 % over and adoption twice as slow do not come together"]
        );
        assert!(found.sentence.contains("it needs that budget 20 % over"), "{}", found.sentence);
    }

    #[test]
    fn a46_fails_and_doubt_are_said() {
        let found = judge(&table(|_| 0.3), 0.5, None, false).unwrap();
        assert_eq!((found.standing, found.sure), (Standing::Fails, true));
        let close = judge(&table(|_| 0.52), 0.5, None, false).unwrap();
        assert_eq!((close.standing, close.sure), (Standing::Robust, false));
        assert!(close.sentence.contains("too few pairs"), "{}", close.sentence);
        assert!(judge(&table(|_| 0.3)[..1], 0.5, None, false).is_none());
    }
}
