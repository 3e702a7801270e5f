//! Flags about what the numbers rest on.

use super::{Desk, Finding, money, tell_if, warn_if};
use crate::answer::claims::mature_sum;
use crate::answer::closed_form::mean;
use crate::study::result::{ArmResult, FlagState, Role, WorstEvent};

impl Desk<'_> {
    pub(super) fn f02(&self) -> Finding {
        let text = "no event was watched, or nothing ever stops the constraint".to_owned();
        ("F02", "one single event costs more than the investment", FlagState::NotChecked, text)
    }

    pub(super) fn f04(&self) -> Finding {
        let without = self.study.assumptions.iter().filter(|a| a.owner.is_none()).count();
        let all = self.study.assumptions.len();
        let changed = self
            .study
            .lock
            .as_ref()
            .map(|lock| self.study.differs_from(lock, &self.study.data).len());
        let lock = match changed {
            None => "the baseline is not locked".to_owned(),
            Some(0) => "the baseline is as it was locked".to_owned(),
            Some(n) => format!("{n} of the values on which the locked baseline rests have changed"),
        };
        let text = match without {
            0 => format!("each of the {all} inputs has an owner; {lock}"),
            n => format!("nobody answers for {n} of the {all} inputs; {lock}"),
        };
        let state = match (without, changed) {
            (0, Some(0)) => FlagState::Quiet,
            (0, None) => FlagState::Information,
            _ => FlagState::Warning,
        };
        ("F04", "baseline not locked, or inputs without an owner", state, text)
    }

    pub(super) fn f12(&self) -> Finding {
        let npv = &self.base().npv;
        let title = "too few pairs for the median";
        let Some(ci) = npv.p50_ci else {
            return ("F12", title, FlagState::Warning, format!("{} pairs do not bound it", npv.n));
        };
        let half = 0.5 * (ci.high - ci.low);
        let found = half > 0.0 && (ci.low <= 0.0 && 0.0 <= ci.high || half > 0.1 * npv.p50.abs());
        (
            "F12",
            title,
            warn_if(found),
            format!(
                "median NPV {} within {} to {} (95 %)",
                self.k(npv.p50),
                self.k(ci.low),
                self.k(ci.high)
            ),
        )
    }

    pub(super) fn f13(&self) -> Finding {
        let mut npv = self.head.npv_by_pair.clone();
        npv.sort_by(|a, b| b.total_cmp(a));
        let sum: f64 = npv.iter().sum();
        let top: f64 = npv.iter().take(npv.len() / 10).sum();
        let found = sum > 0.0 && top > 0.5 * sum;
        let text = if sum > 0.0 {
            format!("the best tenth of the pairs makes {:.0} % of the mean NPV", 100.0 * top / sum)
        } else {
            "the mean NPV is not positive".to_owned()
        };
        ("F13", "the value hangs on rare events", warn_if(found), text)
    }

    pub(super) fn f14(&self) -> Finding {
        let title = "the cheap fix is missing, or better";
        let minimum = self.comparisons.iter().find(|c| {
            self.arms.iter().any(|a| a.name == c.investment && a.role == Role::DoMinimum)
        });
        if self.changes_nothing() {
            return ("F14", title, FlagState::Quiet, "nothing is bought".into());
        }
        let Some(minimum) = minimum else {
            return (
                "F14",
                title,
                FlagState::Warning,
                "no do_minimum: say what could be done without technology".into(),
            );
        };
        let (cheap, dear) = (minimum.rows[0].metrics.npv.mean, self.base().npv.mean);
        let text = format!(
            "mean NPV of the cheap fix {}, of the investment {}",
            self.k(cheap),
            self.k(dear)
        );
        ("F14", title, warn_if(cheap >= dear), text)
    }

    pub(super) fn f15(&self) -> Finding {
        let demand = |arm: &ArmResult| mature_sum(arm, "demand", 0);
        let found = self.arms.iter().any(|arm| demand(arm) != demand(self.before));
        let text =
            if found { "the arms do not see the same demand" } else { "same demand in every arm" };
        ("F15", "arms live in different markets", warn_if(found), text.into())
    }

    pub(super) fn f16(&self) -> Finding {
        let worse: Vec<String> = self
            .head
            .deltas
            .iter()
            .filter(|d| d.improves == Some(false))
            .filter_map(|d| {
                let (spread, reference) = (d.spread.as_ref()?, d.reference?);
                let ci = spread.mean_ci?;
                let sure = ci.low > 0.0 || ci.high < 0.0;
                let change = spread.mean / reference.abs();
                (sure && reference != 0.0 && change.abs() > 0.05)
                    .then(|| format!("{}: {:+.0} %", d.name, 100.0 * change))
            })
            .collect();
        let text = if worse.is_empty() {
            "no indicator gets worse by more than 5 %".to_owned()
        } else {
            worse.join("; ")
        };
        ("F16", "cost shifted to another indicator", warn_if(!worse.is_empty()), text)
    }

    pub(super) fn f18(&self) -> Finding {
        let title = "simulated effect above the credible part of the claim";
        if self.head.claims.is_empty() {
            return ("F18", title, FlagState::Quiet, "no claim stated".into());
        }
        let over: Vec<String> = self
            .head
            .claims
            .iter()
            .filter_map(|c| Some((c, c.simulated?)))
            .filter(|(c, x)| x * c.claimed.signum() > c.after_haircut.abs())
            .map(|(c, x)| {
                format!(
                    "{}: simulated {:+.0} %, credible {:+.0} %",
                    c.name,
                    100.0 * x,
                    100.0 * c.after_haircut
                )
            })
            .collect();
        let all = || {
            self.head.claims.iter().map(|c| {
            let simulated = c.simulated.map_or("not defined".to_owned(), |x| format!("{:+.0} %", 100.0 * x));
            format!("{}: claimed {:+.0} %, credible {:+.0} %, simulated {simulated} from month {}", c.name, 100.0 * c.claimed, 100.0 * c.after_haircut, c.mature_from_month)
        }).collect::<Vec<_>>().join("; ")
        };
        (
            "F18",
            title,
            warn_if(!over.is_empty()),
            if over.is_empty() { all() } else { over.join("; ") },
        )
    }

    pub(super) fn f21(&self) -> Finding {
        let title = "formula and simulation far apart";
        let Some(closed) = &self.head.closed_form else {
            return (
                "F21",
                title,
                FlagState::NotChecked,
                "no closed form for this investment".into(),
            );
        };
        let down = mean(self.before, "unplanned_down_h");
        if self.changes_nothing() {
            return ("F21", title, FlagState::Quiet, "no effect and no cost".into());
        }
        if closed.simulated <= 0.0 {
            return (
                "F21",
                title,
                warn_if(closed.sum > 0.0),
                format!(
                    "formula {}, simulated {}, {down:.0} h down a year",
                    self.k(closed.sum),
                    self.k(closed.simulated)
                ),
            );
        }
        let ratio = closed.sum / closed.simulated;
        let text = format!(
            "the formula gives {ratio:.1} times the simulated benefit; the waterfall explains it"
        );
        ("F21", title, warn_if(!(0.5..=2.0).contains(&ratio)), text)
    }
}

/// What F02 says of the worst event: information only, since most of a gross cost is recovered.
pub(super) fn worst_event(found: &WorstEvent, currency: &str) -> (FlagState, String) {
    let k = |value| money(currency, value);
    let gross = found.gross.p50;
    let mut text = format!(
        "the worst event of a year costs {} gross (median), the first year of the investment {}",
        k(gross),
        k(found.first_year_cost)
    );
    if let Some(size) = &found.of_that_size {
        text += &format!(
            "; one of that size comes within the horizon in {:.0} % of the futures ({:.0} to {:.0} %)",
            100.0 * size.value,
            100.0 * size.ci.low,
            100.0 * size.ci.high
        );
    }
    if let Some(net) = &found.net {
        text += &format!("; that of the whole horizon {} net of what is recovered", k(net.p50));
    }
    if let Some(prevented) = &found.prevented_share {
        text += &format!(
            "; the investment prevents {:.0} % of them ({:.0} to {:.0} %), most often {}",
            100.0 * prevented.value,
            100.0 * prevented.ci.low,
            100.0 * prevented.ci.high,
            found.root
        );
    }
    let nothing_bought = found.first_year_cost <= 0.0;
    (tell_if(!nothing_bought && gross > found.first_year_cost), text)
}
