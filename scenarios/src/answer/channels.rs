//! Outcomes by channel. Each category of the ledger belongs to one channel, so in every pair the money of
//! the channels adds up to the hard benefit.

use super::groups::Groups;
use super::spread::full_spread;
use crate::finance::ledger::BenefitCategory as Category;
use crate::money::prices::PriceLine;
use crate::pairing::record::ComparisonRecord;
use crate::study::Study;
use crate::study::result::{
    ArmResult, AtRiskResult, BeforeAfter, Better, Channel, ChannelMoney, ChannelOutcome, Channels,
    Comparison, Delta, Firmness, Spread, StudyResult,
};
use crate::study::run::Pairs;

/// What a channel consists of.
struct Plan {
    key: &'static str,
    name: &'static str,
    categories: &'static [Category],
    indicators: &'static [&'static str],
}

/// The channels, in the order of reports.
const PLANS: [Plan; 8] = [
    Plan {
        key: "uptime",
        name: "Uptime and maintenance",
        categories: &[Category::Downtime, Category::Maintenance],
        indicators: &[
            "oee_constraint",
            "unplanned_down_h",
            "failures",
            "mttr",
            "alarm_response_h",
            "labour_h",
        ],
    },
    Plan {
        key: "quality",
        name: "Quality",
        categories: &[Category::Quality],
        indicators: &["defect_rate", "scrap", "rejects", "reworks", "escapes"],
    },
    Plan {
        key: "energy",
        name: "Energy",
        categories: &[Category::Energy],
        indicators: &["energy_kwh", "peak_kw"],
    },
    Plan { key: "safety", name: "Safety", categories: &[Category::Safety], indicators: &[] },
    Plan {
        key: "planning",
        name: "Planning and delivery",
        categories: &[Category::Inventory, Category::Delivery],
        indicators: &[
            "good",
            "served",
            "lost_sales",
            "orders_on_time",
            "order_lead_time",
            "overtime_h",
            "wip",
            "finished_goods",
        ],
    },
    Plan {
        key: "labour",
        name: "Hours that leave the payroll",
        categories: &[Category::LabourAutomation],
        indicators: &[],
    },
    Plan {
        key: "compliance",
        name: "Compliance",
        categories: &[Category::Compliance],
        indicators: &[],
    },
    Plan {
        key: "resilience",
        name: "Resilience",
        categories: &[],
        indicators: &["service_outages", "service_outage_h"],
    },
];

/// The table of the headline; what other futures answer is added by [`after_probes`].
pub fn all(
    study: &Study,
    groups: &Groups,
    pairs: &Pairs,
    arms: &[ArmResult],
    comparisons: &[Comparison],
    at_risk: &[AtRiskResult],
) -> Option<Channels> {
    let (plan, head) = (study.comparisons.first()?, comparisons.first()?);
    let records: Vec<&ComparisonRecord> =
        pairs.done.iter().filter_map(|(_, pair)| pair.comparisons.first()).collect();
    let years = f64::from(study.horizon) / 12.0;
    let desk = Desk {
        study,
        groups,
        records,
        years,
        arms: [&arms[plan.reference], &arms[plan.investment]],
    };
    let channels = PLANS.iter().map(|plan| {
        let mut outcomes: Vec<ChannelOutcome> =
            plan.indicators.iter().filter_map(|key| of_indicator(head, key)).collect();
        if matches!(plan.key, "safety" | "compliance") {
            outcomes.extend(desk.priced(plan));
        }
        if plan.key == "compliance" {
            outcomes.extend(at_risk.iter().map(lost_revenue));
        }
        Channel {
            key: plan.key.to_owned(),
            name: plan.name.to_owned(),
            outcomes,
            money: desk.money(plan),
            stated: {
                let here = |soft: &&_| channel_of(soft) == Some(plan.key);
                study.beside.soft.iter().filter(here).cloned().collect()
            },
        }
    });
    Some(silenced(Channels {
        comparison: head.id.clone(),
        channels: channels.collect(),
        silent: Vec::new(),
    }))
}

fn channel_of(soft: &crate::study::result::SoftBenefit) -> Option<&str> {
    soft.channel.as_deref()
}

/// Adds what was found out in other futures.
pub fn after_probes(result: &mut StudyResult) {
    let (Some(table), Some(found)) = (&mut result.channels, &result.resilience) else { return };
    let Some(plan) = PLANS.iter().find(|plan| plan.key == "resilience") else { return };
    let service = match found.service.as_deref() {
        Some("orders") => "Orders on time in the worst month of twenty",
        _ => "Demand served in the worst month of twenty",
    };
    let rows = [
        (
            "worst_week",
            "Worst full week of the median week",
            "share",
            Better::Higher,
            &found.worst_week,
        ),
        (
            "recovery_weeks",
            "Weeks until a median week after the worst event",
            "weeks",
            Better::Lower,
            &found.recovery_weeks,
        ),
        ("service_p5", service, "share", Better::Higher, &found.service_p5),
    ];
    let more: Vec<ChannelOutcome> = rows
        .into_iter()
        .filter_map(|(key, name, unit, better, both)| {
            let BeforeAfter { before, after, difference } = both.as_ref()?;
            let means = [Some(before.mean), Some(after.mean)];
            let row = outcome((key, name), unit, better, means, Some(difference));
            Some(ChannelOutcome { of_futures: Some(found.futures), ..row })
        })
        .collect();
    if more.is_empty() {
        return;
    }
    let mut silent = std::mem::take(&mut table.silent);
    silent.retain(|name| name != plan.name);
    table.silent = silent;
    match table.channels.iter_mut().find(|channel| channel.key == plan.key) {
        Some(channel) => channel.outcomes.extend(more),
        None => table.channels.push(Channel {
            key: plan.key.to_owned(),
            name: plan.name.to_owned(),
            outcomes: more,
            money: ChannelMoney::NotBooked,
            stated: Vec::new(),
        }),
    }
}

/// Channels of which nothing is said are only named; hours on the payroll not even that.
fn silenced(mut table: Channels) -> Channels {
    let speaks = |c: &Channel| {
        !c.outcomes.is_empty() || !c.stated.is_empty() || c.money != ChannelMoney::NotBooked
    };
    let silent = table.channels.iter().filter(|c| !speaks(c) && c.key != "labour");
    table.silent = silent.map(|c| c.name.clone()).collect();
    table.channels.retain(speaks);
    table
}

/// The records of the headline.
struct Desk<'a> {
    study: &'a Study,
    groups: &'a Groups,
    records: Vec<&'a ComparisonRecord>,
    years: f64,
    /// Reference and investment.
    arms: [&'a ArmResult; 2],
}

impl Desk<'_> {
    /// The hard lines of a channel, with their place in the book.
    fn lines(&self, plan: &Plan) -> Vec<(usize, &PriceLine)> {
        let lines = self.study.book.lines.iter().enumerate();
        let mine = |line: &PriceLine| {
            line.firmness == Firmness::Hard && plan.categories.contains(&line.category)
        };
        lines.filter(|(_, line)| mine(line)).collect()
    }

    fn money(&self, plan: &Plan) -> ChannelMoney {
        let lines = self.lines(plan);
        if lines.is_empty() || self.records.is_empty() {
            return ChannelMoney::NotBooked;
        }
        let sum = |r: &&ComparisonRecord| {
            lines.iter().map(|(k, _)| r.lines[*k]).sum::<f64>() / self.years + 0.0
        };
        ChannelMoney::PerYear(Box::new(full_spread(self.groups, self.records.iter().map(sum))))
    }

    /// What the hard lines of a channel count, where a line counts one thing.
    fn priced(&self, plan: &Plan) -> Vec<ChannelOutcome> {
        let one = |(k, line): (usize, &PriceLine)| {
            let [(key, price)] = line.terms.as_slice() else { return None };
            if *price == 0.0 {
                return None;
            }
            let per_year = |r: &&ComparisonRecord| r.lines[k] / price / self.years + 0.0;
            let difference = full_spread(self.groups, self.records.iter().map(per_year));
            let means = self.arms.map(|arm| {
                let column = arm.monthly.iter().find(|column| column.key == *key)?;
                Some(column.mean.iter().sum::<f64>() / self.years)
            });
            let unit = self.arms[0].monthly.iter().find(|c| c.key == *key)?.unit.as_str();
            let better = if *price < 0.0 { Better::Lower } else { Better::Higher };
            let unit = format!("{unit}/year");
            Some(outcome((key, &line.name), &unit, better, means, Some(&difference)))
        };
        self.lines(plan).into_iter().filter_map(one).collect()
    }
}

fn outcome(
    (key, name): (&str, &str),
    unit: &str,
    better: Better,
    [before, after]: [Option<f64>; 2],
    difference: Option<&Spread>,
) -> ChannelOutcome {
    ChannelOutcome {
        key: key.to_owned(),
        name: name.to_owned(),
        unit: unit.to_owned(),
        better,
        before,
        after,
        difference: difference.map(|d| d.mean),
        ci: difference.and_then(|d| d.mean_ci),
        quantiles: difference.map(|d| [d.p10, d.p50, d.p90]),
        of_futures: None,
    }
}

/// An indicator that exists in the headline and is not 0 in both plants.
fn of_indicator(head: &Comparison, key: &str) -> Option<ChannelOutcome> {
    let delta: &Delta = head.deltas.iter().find(|delta| delta.key == key)?;
    let spread = delta.spread.as_ref()?;
    let nothing = [delta.reference, delta.investment].iter().all(|x| *x == Some(0.0));
    let means = [delta.reference, delta.investment];
    (!nothing).then(|| outcome((key, &delta.name), &delta.unit, delta.better, means, Some(spread)))
}

/// Futures in which revenue is lost: shares, not measured pair by pair.
fn lost_revenue(risk: &AtRiskResult) -> ChannelOutcome {
    let (before, after) = (risk.lost_without.value, risk.lost_with.value);
    let name = format!("Futures that lose the revenue at risk: {}", risk.name);
    let means = [Some(before), Some(after)];
    ChannelOutcome {
        difference: Some(after - before),
        ..outcome((&risk.name, &name), "share", Better::Lower, means, None)
    }
}
