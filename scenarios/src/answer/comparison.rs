//! The comparisons of a result.

use super::groups::Groups;
use super::metrics::scenario_row;
use super::spread::{full_spread, mean_of};
use super::{claims, closed_form, deltas, drivers, idle, pools, verdict, waterfall};
use crate::finance::tco::Treatment;
use crate::investment::cost::{GAP_LINE, GATE_LINE, begun};
use crate::money::prices::CATEGORIES;
use crate::pairing::record::{ComparisonRecord, PairRecord, RowRecord};
use crate::pairing::scenario::{LESS_GAIN, Scenario};
use crate::study::Study;
use crate::study::result::{
    ArmResult, BenefitLine, Comparison, CostLine, CurvePoint, FanPoint, Firmness, LedgerLine,
    PairRow, PaybackTime, ScenarioRow,
};
use crate::study::run::Pairs;
use rayon::prelude::*;
use sim_core::statistics::{partly_sort, quantile};
use std::sync::Arc;

/// Result of comparison `c`.
pub fn comparison(
    study: &Study,
    groups: &Groups,
    pairs: &Pairs,
    arms: &[ArmResult],
    c: usize,
) -> Comparison {
    let plan = &study.comparisons[c];
    let records: Vec<&ComparisonRecord> =
        pairs.done.iter().map(|(_, pair)| &pair.comparisons[c]).collect();
    let count = records.first().map_or(0, |r| r.rows.len());
    let row = |k: usize| records.iter().map(|r| &r.rows[k]).collect::<Vec<&RowRecord>>();
    let base = row(0);
    let years = records.first().map_or(0, |r| r.benefit_by_year.len());
    let rows = || -> Vec<ScenarioRow> {
        let all = Scenario::ALL[..count].par_iter().enumerate();
        all.map(|(k, scenario)| scenario_row(groups, *scenario, &row(k), study.horizon)).collect()
    };
    let benefit_by_year =
        |y: usize| full_spread(groups, records.iter().map(|r| r.benefit_by_year[y]));
    let by_year = || (0..years).into_par_iter().map(benefit_by_year).collect();
    let ((rows, benefit_by_year), ((cash_fan, mut benefits), (deltas, drivers))) = rayon::join(
        || rayon::join(rows, by_year),
        || {
            rayon::join(
                || {
                    rayon::join(
                        || fan(&records, study.horizon),
                        || benefits(study, groups, &records),
                    )
                },
                || {
                    rayon::join(
                        || deltas::all(study, groups, pairs, plan),
                        || drivers::all(study, groups, arms, plan, &records),
                    )
                },
            )
        },
    );
    let (drivers, combined) = drivers;
    pools::complete(study, &arms[plan.reference], &mut benefits);
    let closed = closed_form::estimate(study, arms, plan, &records, &benefits);
    let break_even_gain = break_even(&rows);
    let free = records.iter().all(|r| r.costs.iter().all(|(_, cost)| *cost == 0.0));
    Comparison {
        id: plan.id.clone(),
        investment: study.arms[plan.investment].name.clone(),
        reference: study.arms[plan.reference].name.clone(),
        headline: c == 0,
        verdict: verdict::median_rule(&rows),
        judgement: verdict::judge(&rows, study.confidence, break_even_gain, free),
        break_even_gain,
        drivers,
        combined,
        npv_by_pair: base.iter().map(|r| r.npv).collect(),
        cash_fan,
        payback_curve: curve(&base, study.horizon),
        benefit_by_year,
        costs: costs(groups, &records, study, c),
        deltas,
        idle_people: idle::people(study, groups, pairs, plan),
        waterfall: closed
            .as_ref()
            .map(|closed| waterfall::steps(study, arms, plan, &records, &benefits, closed))
            .unwrap_or_default(),
        closed_form: closed,
        claims: claims::check(study, arms, plan),
        benefits,
        rows,
    }
}

/// Share of the gain at which the mean NPV is 0: the NPV is linear in the gain as long as losses
/// are set against other income.
fn break_even(rows: &[ScenarioRow]) -> Option<f64> {
    let npv = |id: &str| rows.iter().find(|r| r.id == id).map(|r| r.metrics.npv.mean);
    let (full, less) = (npv("base")?, npv("gains")?);
    let slope = (full - less) / (1.0 - LESS_GAIN);
    (slope > 0.0).then(|| 1.0 - full / slope)
}

fn fan(records: &[&ComparisonRecord], horizon: u32) -> Vec<FanPoint> {
    // Record by record, once: month by month every record would be fetched from memory again.
    let mut months = vec![Vec::with_capacity(records.len()); horizon as usize + 1];
    for record in records {
        let cash = record.cumulative.iter().copied().chain(std::iter::repeat(0.0));
        months.iter_mut().zip(cash).for_each(|(month, cash)| month.push(cash));
    }
    (0..=horizon)
        .zip(months)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(month, mut at)| {
            let mean = at.iter().sum::<f64>() / at.len().max(1) as f64;
            partly_sort(&mut at, &[0.1, 0.5, 0.9], []);
            let q = |p: f64| quantile(&at, p).unwrap_or(0.0);
            FanPoint { month, p10: q(0.1), p50: q(0.5), p90: q(0.9), mean }
        })
        .collect()
}

fn curve(rows: &[&RowRecord], horizon: u32) -> Vec<CurvePoint> {
    let within = |month: u32| {
        let back =
            |r: &&&RowRecord| matches!(r.payback, PaybackTime::Within(m) if m <= f64::from(month));
        rows.iter().filter(back).count() as f64 / rows.len().max(1) as f64
    };
    (0..=horizon).map(|month| CurvePoint { month, share: within(month) }).collect()
}

fn benefits(study: &Study, groups: &Groups, records: &[&ComparisonRecord]) -> Vec<BenefitLine> {
    let years = f64::from(study.horizon) / 12.0;
    let mut all = Vec::new();
    for firmness in [Firmness::Hard, Firmness::Soft, Firmness::Upside, Firmness::Shadow] {
        for (category, code) in CATEGORIES {
            let lines: Vec<usize> = study
                .book
                .lines
                .iter()
                .enumerate()
                .filter(|(_, line)| line.category == category && line.firmness == firmness)
                .map(|(k, _)| k)
                .collect();
            if lines.is_empty() {
                continue;
            }
            let sum = |r: &ComparisonRecord| lines.iter().map(|k| r.lines[*k]).sum::<f64>() / years;
            let pool = |r: &ComparisonRecord| {
                let spent = lines.iter().map(|k| r.pool[*k]).filter(|x| *x < 0.0);
                -spent.sum::<f64>() / years
            };
            all.push(BenefitLine {
                category: code.to_owned(),
                firmness,
                per_year: full_spread(groups, records.iter().map(|r| sum(r))),
                pool: Some(mean_of(groups, records.iter().map(|r| pool(r))).0),
                lines: lines
                    .iter()
                    .map(|k| {
                        let line = &study.book.lines[*k];
                        let (per_year, ci) =
                            mean_of(groups, records.iter().map(|r| r.lines[*k] / years));
                        let quantities = line.terms.iter().map(|(key, _)| key.clone()).collect();
                        LedgerLine { name: line.name.clone(), quantities, per_year, ci }
                    })
                    .collect(),
            });
        }
    }
    all
}

/// Costs line by line. Lines of one name are added up: a fee that ends early is paid in parts.
fn costs(groups: &Groups, records: &[&ComparisonRecord], study: &Study, c: usize) -> Vec<CostLine> {
    let plan = &study.comparisons[c];
    let prices = study.terms.prices();
    let calendar = crate::finance::tco::Calendar {
        start_month: 0,
        horizon_months: study.horizon,
        convention: study.terms.convention,
    };
    let mut lines: Vec<CostLine> = Vec::new();
    let mut names: Vec<(String, &'static str, f64)> = Vec::new();
    for (arm, sign) in [(plan.investment, 1.0), (plan.reference, -1.0)] {
        let arm = &study.arms[arm];
        for (k, start) in arm.investments.iter().zip(&arm.starts) {
            for line in &begun(study.investments[*k].cost.clone(), *start) {
                let kind = match (line.treatment, line.timing.is_one_off()) {
                    (Treatment::Capital(_), _) => "capital",
                    (Treatment::Opportunity, _) => "opportunity",
                    (Treatment::Expense, true) => "one_off",
                    (Treatment::Expense, false) => "run",
                };
                let paid = line.payments(&calendar, &prices).iter().map(|p| p.amount).sum::<f64>();
                names.push((line.name.to_string(), kind, sign * paid));
            }
        }
    }
    names.push((GAP_LINE.to_owned(), "capital", 0.0));
    names.push((GATE_LINE.to_owned(), "one_off", 0.0));
    for (name, kind, planned) in names {
        match lines.iter_mut().find(|line| line.name == name) {
            Some(line) => line.planned += planned,
            None => {
                let paid = |r: &ComparisonRecord| {
                    r.costs.iter().filter(|(n, _)| **n == *name).map(|(_, x)| x).sum::<f64>()
                };
                let drawn = full_spread(groups, records.iter().map(|r| paid(r)));
                lines.push(CostLine { name: name.clone(), kind: kind.to_owned(), planned, drawn });
            }
        }
    }
    lines.retain(|line| line.planned != 0.0 || line.drawn.max != 0.0 || line.drawn.min != 0.0);
    lines
}

/// Rows of `pairs.csv`.
pub fn rows(study: &Study, pairs: &Pairs) -> Vec<PairRow> {
    let ids: Vec<Arc<str>> = study.comparisons.iter().map(|plan| plan.id.as_str().into()).collect();
    let names = Scenario::ALL.map(|scenario| Arc::<str>::from(scenario.id()));
    let of_pair = |(pair, record): &(u64, PairRecord)| {
        let mut rows = Vec::new();
        for (id, comparison) in ids.iter().zip(&record.comparisons) {
            for ((scenario, name), row) in Scenario::ALL.iter().zip(&names).zip(&comparison.rows) {
                rows.push(PairRow {
                    pair: *pair,
                    comparison: Arc::clone(id),
                    row: Arc::clone(name),
                    npv: row.npv,
                    irr: row.irr.clone(),
                    mirr: row.mirr,
                    roi_total: row.roi_total,
                    payback: row.payback,
                    discounted_payback: row.discounted_payback,
                    benefit: row.benefit,
                    cost: row.cost,
                    deltas: if scenario.slow_adoption {
                        comparison.slow_deltas
                    } else {
                        comparison.deltas
                    },
                });
            }
        }
        rows
    };
    pairs.done.par_iter().flat_map_iter(of_pair).collect()
}
