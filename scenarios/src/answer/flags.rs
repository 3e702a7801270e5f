//! Sanity flags: what a careful reader would ask.

use super::claims::mature_sum;
use super::closed_form::mean;
use crate::finance::tco_total::{IntegrationBase, integration_share};
use crate::study::Study;
use crate::study::result::{
    ArmResult, Comparison, Firmness, Flag, FlagState, PaybackTime, Role, Verdict,
};
use crate::study::run::Pairs;

/// All flags of the headline comparison.
pub fn all(
    study: &Study,
    pairs: &Pairs,
    arms: &[ArmResult],
    comparisons: &[Comparison],
) -> Vec<Flag> {
    let Some(head) = comparisons.first() else { return Vec::new() };
    let Some(plan) = study.comparisons.first() else { return Vec::new() };
    let desk = Desk {
        study,
        pairs,
        arms,
        comparisons,
        head,
        before: &arms[plan.reference],
        investment: plan.investment,
    };
    [
        desk.f01(),
        desk.f02(),
        desk.f03(),
        desk.f04(),
        desk.f07(),
        desk.f08(),
        desk.f09(),
        desk.f10(),
        desk.f12(),
        desk.f13(),
        desk.f14(),
        desk.f15(),
        desk.f16(),
        desk.f17(),
        desk.f18(),
        desk.f21(),
    ]
    .into_iter()
    .map(|(id, title, state, text)| Flag {
        id: id.to_owned(),
        title: title.to_owned(),
        state,
        text,
        comparison: Some(head.id.clone()),
    })
    .collect()
}

type Finding = (&'static str, &'static str, FlagState, String);

struct Desk<'a> {
    study: &'a Study,
    pairs: &'a Pairs,
    arms: &'a [ArmResult],
    comparisons: &'a [Comparison],
    head: &'a Comparison,
    before: &'a ArmResult,
    investment: usize,
}

const fn warn_if(found: bool) -> FlagState {
    if found { FlagState::Warning } else { FlagState::Quiet }
}

const fn tell_if(found: bool) -> FlagState {
    if found { FlagState::Information } else { FlagState::Quiet }
}

/// Money in thousands, for texts.
fn k(x: f64) -> String {
    format!("{:.0} k", x / 1e3)
}

impl Desk<'_> {
    fn base(&self) -> &crate::study::result::Metrics {
        &self.head.rows[0].metrics
    }

    fn first_year_cost(&self) -> f64 {
        let costs = self.pairs.done.iter().filter_map(|(_, p)| p.comparisons.first());
        costs.map(|c| c.first_year_cost).sum::<f64>() / self.pairs.done.len().max(1) as f64
    }

    fn f01(&self) -> Finding {
        let title = "the formula promises more than the first year's cost";
        let Some(closed) = &self.head.closed_form else {
            return (
                "F01",
                title,
                FlagState::NotChecked,
                "no closed form for this investment".into(),
            );
        };
        let cost = self.first_year_cost();
        let found = closed.sum > cost;
        let text = format!(
            "the three inputs of the formula add up to {} a year, the first year costs {}; {}",
            k(closed.sum),
            k(cost),
            if found {
                "recheck each input; the waterfall shows what the simulation makes of them"
            } else {
                "plausible"
            },
        );
        ("F01", title, warn_if(found), text)
    }

    fn f02(&self) -> Finding {
        let title = "one single event costs more than the investment";
        let Some(closed) = &self.head.closed_form else {
            return (
                "F02",
                title,
                FlagState::NotChecked,
                "no closed form for this investment".into(),
            );
        };
        let worst = self
            .before
            .modes
            .iter()
            .filter(|m| m.failures > 0.0)
            .map(|m| (m.down_hours / m.failures, m))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((hours, mode)) = worst else {
            return ("F02", title, FlagState::NotChecked, "nothing fails".into());
        };
        let (gross, cost) = (hours * closed.margin_per_hour, self.first_year_cost());
        let text = format!(
            "a failure of {} ({}) stands {hours:.0} h on average, nights included: {} gross, against {} in the first year; \
             a mean, not the worst case, and most of it is recovered",
            mode.mode,
            mode.what,
            k(gross),
            k(cost),
        );
        ("F02", title, tell_if(gross > cost), text)
    }

    fn f03(&self) -> Finding {
        let over: Vec<String> = self
            .head
            .benefits
            .iter()
            .filter(|b| b.firmness == Firmness::Hard)
            .filter_map(|b| Some((b, b.pool?)))
            .filter(|(b, pool)| b.per_year.mean > *pool && b.per_year.mean > 0.0)
            .map(|(b, pool)| format!("{}: {} of {}", b.category, k(b.per_year.mean), k(pool)))
            .collect();
        let text = if over.is_empty() {
            "every benefit is smaller than the loss it is taken from".to_owned()
        } else {
            over.join("; ")
        };
        ("F03", "a benefit larger than the loss it is taken from", warn_if(!over.is_empty()), text)
    }

    fn f04(&self) -> Finding {
        let without = self.study.assumptions.iter().filter(|a| a.owner.is_none()).count();
        let all = self.study.assumptions.len();
        let text = format!(
            "{without} of {all} inputs have no owner; the baseline is not locked by this version"
        );
        ("F04", "inputs without an owner", tell_if(without > 0), text)
    }

    fn f07(&self) -> Finding {
        let roi = self.base().roi_total.as_ref().map_or(0.0, |r| r.p50);
        let fast = matches!(self.base().payback.p50, PaybackTime::Within(m) if m < 6.0)
            && self.first_year_cost() > 0.0;
        let text = format!(
            "median ROI over the horizon {:.0} %{}",
            100.0 * roi,
            if fast { ", median payback under 6 months" } else { "" }
        );
        ("F07", "too good to be true", warn_if(roi > 3.0 || fast), text)
    }

    fn f08(&self) -> Finding {
        let title = "integration outside 30 to 50 % of the software";
        let mine = &self.study.arms[self.investment].investments;
        let lines: Vec<_> =
            mine.iter().flat_map(|k| self.study.investments[*k].cost.clone()).collect();
        let share = integration_share(&lines, IntegrationBase::Software);
        match share.share {
            None => ("F08", title, FlagState::Quiet, "no software is bought".into()),
            Some(x) => (
                "F08",
                title,
                warn_if(share.unusual),
                format!(
                    "integration is {:.0} % of licence or three years of subscription",
                    100.0 * x
                ),
            ),
        }
    }

    fn f09(&self) -> Finding {
        let title = "negative when everything goes wrong at once";
        let Some(worst) = self.head.rows.last().filter(|r| r.over_budget) else {
            return ("F09", title, FlagState::NotChecked, "no pessimistic table".into());
        };
        let found = self.head.verdict != Some(Verdict::PositiveUnderPessimistic);
        let text = format!(
            "median NPV {} with budget x 1.2, half the pace of adoption and 60 % of the gains",
            k(worst.metrics.npv.p50)
        );
        ("F09", title, warn_if(found), text)
    }

    fn f10(&self) -> Finding {
        let npv = &self.base().npv;
        let text = format!("upper quartile of the NPV {}", k(npv.p75));
        (
            "F10",
            "positive only with luck",
            warn_if(npv.p75 <= 0.0 && self.first_year_cost() > 0.0),
            text,
        )
    }

    fn f12(&self) -> Finding {
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
            format!("median NPV {} within {} to {} (95 %)", k(npv.p50), k(ci.low), k(ci.high)),
        )
    }

    fn f13(&self) -> Finding {
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

    fn f14(&self) -> Finding {
        let title = "the cheap fix is missing, or better";
        let minimum = self.comparisons.iter().find(|c| {
            self.arms.iter().any(|a| a.name == c.investment && a.role == Role::DoMinimum)
        });
        let Some(minimum) = minimum else {
            return (
                "F14",
                title,
                FlagState::Warning,
                "no do_minimum: say what could be done without technology".into(),
            );
        };
        let (cheap, dear) = (minimum.rows[0].metrics.npv.mean, self.base().npv.mean);
        let text = format!("mean NPV of the cheap fix {}, of the investment {}", k(cheap), k(dear));
        ("F14", title, warn_if(cheap >= dear), text)
    }

    fn f15(&self) -> Finding {
        let demand = |arm: &ArmResult| mature_sum(arm, "demand", 0);
        let found = self.arms.iter().any(|arm| demand(arm) != demand(self.before));
        let text =
            if found { "the arms do not see the same demand" } else { "same demand in every arm" };
        ("F15", "arms live in different markets", warn_if(found), text.into())
    }

    fn f16(&self) -> Finding {
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

    fn f17(&self) -> Finding {
        let rate = self.study.book.basics.holding;
        let text = format!(
            "holding rate {:.0} % a year beside working capital at cost of capital",
            100.0 * rate
        );
        ("F17", "capital of stocks charged twice", warn_if(rate > 0.15), text)
    }

    fn f18(&self) -> Finding {
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

    fn f21(&self) -> Finding {
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
        if closed.simulated <= 0.0 {
            return (
                "F21",
                title,
                warn_if(closed.sum > 0.0),
                format!(
                    "formula {}, simulated {}, {down:.0} h down a year",
                    k(closed.sum),
                    k(closed.simulated)
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
