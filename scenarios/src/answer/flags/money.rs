//! Flags about cost and value.

use super::{Desk, Finding, warn_if};
use crate::catalogue::SAVINGS;
use crate::finance::tco_total::{IntegrationBase, integration_share};
use crate::study::result::{Firmness, FlagState, PaybackTime};

impl Desk<'_> {
    pub(super) fn f01(&self) -> Finding {
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
        if self.changes_nothing() {
            return ("F01", title, FlagState::Quiet, "no effect and no cost".into());
        }
        let found = closed.sum > cost;
        let parts = [
            ("downtime", closed.downtime),
            ("quality", closed.quality),
            ("maintenance", closed.maintenance),
        ];
        let largest = parts.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let largest = largest.map_or("", |(name, _)| name);
        let recheck = format!(
            "recheck each input, {largest} first (the largest); the waterfall shows what the \
             simulation makes of them"
        );
        let text = format!(
            "the three inputs of the formula add up to {} a year, the first year costs {}; {}",
            self.k(closed.sum),
            self.k(cost),
            if found { &recheck } else { "plausible" },
        );
        ("F01", title, warn_if(found), text)
    }

    pub(super) fn f03(&self) -> Finding {
        let over: Vec<String> = self
            .head
            .benefits
            .iter()
            .filter(|b| b.firmness == Firmness::Hard)
            .filter_map(|b| Some((b, b.pool?)))
            .filter(|(b, pool)| b.per_year.mean > *pool && b.per_year.mean > 0.0)
            .map(|(b, pool)| {
                format!("{}: {} of {}", b.category, self.k(b.per_year.mean), self.k(pool))
            })
            .collect();
        let text = if over.is_empty() {
            "every benefit is smaller than the loss it is taken from".to_owned()
        } else {
            over.join("; ")
        };
        ("F03", "a benefit larger than the loss it is taken from", warn_if(!over.is_empty()), text)
    }

    pub(super) fn f07(&self) -> Finding {
        let roi = self.base().roi_total.as_ref().map_or(0.0, |r| r.p50);
        let fast = matches!(self.base().payback.p50, PaybackTime::Within(m) if m < 6.0)
            && self.first_year_cost() > 0.0;
        let hard = self.head.benefits.iter().filter(|b| b.firmness == Firmness::Hard);
        let savings: f64 = hard.map(|b| b.per_year.mean).sum();
        let rare = savings > SAVINGS.to;
        let mut text = format!(
            "median ROI over the horizon {:.0} %{}",
            100.0 * roi,
            if fast { ", median payback under 6 months" } else { "" }
        );
        if rare {
            text += &format!(
                ", hard benefit {} a year, above the {} to {} that mid-size plants report (dollars)",
                self.k(savings),
                self.k(SAVINGS.from),
                self.k(SAVINGS.to)
            );
        }
        ("F07", "too good to be true", warn_if(roi > 3.0 || fast || rare), text)
    }

    pub(super) fn f08(&self) -> Finding {
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

    pub(super) fn f09(&self) -> Finding {
        let title = "negative when everything goes wrong at once";
        let Some(worst) = self.head.rows.last().filter(|r| r.over_budget) else {
            return ("F09", title, FlagState::NotChecked, "no pessimistic table".into());
        };
        let found = worst.metrics.npv.p50 < 0.0;
        let text = format!(
            "median NPV {} with budget x 1.2, half the pace of adoption and 60 % of the gains",
            self.k(worst.metrics.npv.p50)
        );
        ("F09", title, warn_if(found), text)
    }

    pub(super) fn f10(&self) -> Finding {
        let npv = &self.base().npv;
        let text = format!("upper quartile of the NPV {}", self.k(npv.p75));
        (
            "F10",
            "positive only with luck",
            warn_if(npv.p75 <= 0.0 && self.first_year_cost() > 0.0),
            text,
        )
    }

    pub(super) fn f17(&self) -> Finding {
        let rate = self.study.book.basics.holding;
        let text = format!(
            "holding rate {:.0} % a year beside working capital at cost of capital",
            100.0 * rate
        );
        ("F17", "capital of stocks charged twice", warn_if(rate > 0.15), text)
    }
}
