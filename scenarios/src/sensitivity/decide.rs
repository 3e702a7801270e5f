//! What decides about the headline, from the pairs of a run: regression of the NPV on the unknowns.

use super::result::{BreakEven, Decides, Decisive, Estimate, Formula, Shares, Worth};
use super::unknown::{Unknown, Unknowns};
use crate::pairing::record::PairRecord;
use crate::study::Study;
use crate::study::run::Pairs;
use sim_core::Streams;
use sim_core::statistics::{Emulator, Tally, VarianceShares, value_of_information};

/// Most pairs that are looked at; more would tell the same and cost time.
const MOST: usize = 2000;
/// Pairs in which an event must have happened, and not happened, before anything is said of it.
const SEEN: usize = 5;
/// Share of the variance that the formula must foretell.
const GOOD: f64 = 0.1;
/// Points for the shares of variance.
const POINTS: usize = 2048;
/// Standard errors by which an input must move the expected NPV before a break-even is told: through luck
/// alone every line crosses 0 somewhere.
const SURE: f64 = 2.0;
/// Steps in which a range is searched for a change of sign.
const STEPS: usize = 64;

/// What decides in these pairs; `None` without unknowns, or where they are too few to learn from.
pub fn decides(study: &Study, pairs: &Pairs) -> Option<Decides> {
    let plan = study.comparisons.first()?;
    let unknowns = Unknowns::of(study, plan);
    let sample = sample(&unknowns, pairs)?;
    of_sample(&unknowns, &plan.id, &sample, Streams::new(study.seed, 0))
}

/// The unknowns of the headline and its NPV in the first pairs of a run.
pub fn sample(unknowns: &Unknowns, pairs: &Pairs) -> Option<Sample> {
    let seen = || pairs.done.iter().take(MOST).map(|(_, pair)| pair);
    let points = seen().map(|pair| unknowns.point(&pair.lucks, &pair.unknowns)).collect();
    let npv = |pair: &PairRecord| Some(pair.comparisons.first()?.rows.first()?.npv);
    let values = seen().map(npv).collect::<Option<Vec<f64>>>()?;
    Some(Sample { points, values })
}

/// Unknowns and NPV, pair by pair.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The unknowns.
    pub points: Vec<Vec<f64>>,
    /// The NPV.
    pub values: Vec<f64>,
}

impl Sample {
    /// The formula of all unknowns.
    pub fn formula(&self) -> Option<Emulator> {
        Emulator::learn(&self.points, &self.values)
    }
}

/// What decides in a sample.
pub fn of_sample(
    unknowns: &Unknowns,
    comparison: &str,
    sample: &Sample,
    streams: Streams,
) -> Option<Decides> {
    if unknowns.items.is_empty() {
        return None;
    }
    let emulator = sample.formula()?;
    let refused = refusal(&emulator);
    let good = refused.is_none();
    let shares = good.then(|| shares(unknowns, &emulator, streams)).flatten();
    let worth = |emulator: &Emulator, points: &[Vec<f64>]| {
        value_of_information(emulator, points, streams).map(|found| Worth {
            value: found.value,
            error: found.error,
            bias: found.bias,
            matters: found.matters,
        })
    };
    let mut inputs: Vec<Decisive> = unknowns
        .items
        .iter()
        .enumerate()
        .map(|(k, item)| {
            let mine = of_one(item, sample, &worth);
            let shares = shares.as_ref().map(|all| &all.inputs[k]).map(|share| Shares {
                first: share.first,
                first_error: share.first_error,
                total: share.total,
                total_error: share.total_error,
            });
            Decisive { shares, ..mine }
        })
        .collect();
    let needs = inputs.iter().filter(|one| needed(one)).map(|one| one.id.clone()).collect();
    let rank = |one: &Decisive| {
        let share = one.shares.map_or(0.0, |s| s.first.max(s.total));
        (one.worth.map_or(0.0, |w| w.value), share)
    };
    inputs.sort_by(|a, b| {
        let ((wa, sa), (wb, sb)) = (rank(a), rank(b));
        wb.total_cmp(&wa).then(sb.total_cmp(&sa))
    });
    let (foretold, foretold_error) = emulator.foretold();
    Some(Decides {
        comparison: comparison.to_owned(),
        pairs: sample.values.len() as u64,
        formula: Formula {
            terms: emulator.terms() as u64,
            fitted: emulator.fitted(),
            foretold,
            foretold_error,
            residual_sd: emulator.residual_variance().sqrt(),
            refused,
        },
        worth_of_all: good.then(|| worth(&emulator, &sample.points)).flatten(),
        inputs,
        needs,
    })
}

/// Why the formula of all unknowns is not good enough.
fn refusal(emulator: &Emulator) -> Option<String> {
    let (foretold, error) = emulator.foretold();
    if foretold >= GOOD && foretold >= 2.0 * error {
        return None;
    }
    let share = (100.0 * foretold).max(0.0);
    Some(format!(
        "a formula of the unknowns foretells {share:.0} % (standard error {:.0} %) of the spread of the NPV \
         in {} pairs; the rest is luck, or more than such a formula can follow: run more pairs",
        100.0 * error,
        emulator.observations()
    ))
}

fn shares(unknowns: &Unknowns, emulator: &Emulator, streams: Streams) -> Option<VarianceShares> {
    let point_of = |scores: &[f64]| unknowns.point_of(scores);
    emulator.variance_shares(&unknowns.scores, &unknowns.groups, POINTS, streams, point_of)
}

/// Worth of knowing the inputs of a formula, at the points of the sample.
type Worthing<'a> = dyn Fn(&Emulator, &[Vec<f64>]) -> Option<Worth> + 'a;

/// One unknown by itself: regression of the NPV on it alone, so that what hangs together with it counts.
fn of_one(item: &Unknown, sample: &Sample, worth: &Worthing<'_>) -> Decisive {
    let event = item.chance().is_some();
    let (p10, p90) = if event { (0.0, 1.0) } else { (item.quantile(0.1), item.quantile(0.9)) };
    let plain = Decisive {
        id: item.id.clone(),
        title: item.title.clone(),
        unit: item.unit.clone(),
        chance: item.chance(),
        p10,
        p50: if event { 0.0 } else { item.quantile(0.5) },
        p90,
        npv_at_p10: None,
        npv_at_p90: None,
        break_even: BreakEven::Unknown,
        shares: None,
        worth: None,
        refused: None,
    };
    let happened = sample.points.iter().filter(|point| item.happens(point)).count();
    let all = sample.points.len();
    if event && happened.min(all - happened) < SEEN {
        let times = if happened == 1 { "once".to_owned() } else { format!("{happened} times") };
        let refused = format!("it happened {times} in {all} pairs: too rare to tell from these");
        return Decisive { refused: Some(refused), ..plain };
    }
    let points: Vec<Vec<f64>> = sample.points.iter().map(|p| item.of(p).to_vec()).collect();
    let Some(emulator) = Emulator::learn(&points, &sample.values) else { return plain };
    let worth = worth(&emulator, &points);
    if event {
        let mean = |happens: bool| {
            let of = sample.points.iter().zip(&sample.values);
            let tally: Tally =
                of.filter(|(p, _)| item.happens(p) == happens).map(|(_, npv)| *npv).collect();
            let error = tally.standard_deviation()? / (tally.count() as f64).sqrt();
            Some(Estimate { value: tally.mean()?, error })
        };
        let (without, with) = (mean(false), mean(true));
        let break_even = match (without, with) {
            (Some(a), Some(b)) if a.value > 0.0 && b.value > 0.0 => BreakEven::AlwaysPositive,
            (Some(a), Some(b)) if a.value <= 0.0 && b.value <= 0.0 => BreakEven::AlwaysNegative,
            (Some(a), Some(b))
                if (a.value - b.value).abs() >= SURE * libm::hypot(a.error, b.error) =>
            {
                BreakEven::Event { positive_if_it_happens: b.value > 0.0 }
            }
            _ => BreakEven::Unknown,
        };
        return Decisive { npv_at_p10: without, npv_at_p90: with, break_even, worth, ..plain };
    }
    let at = |x: f64| Estimate { value: emulator.at(&[x]), error: emulator.error_at(&[x]) };
    Decisive {
        npv_at_p10: Some(at(p10)),
        npv_at_p90: Some(at(p90)),
        break_even: search(&emulator, &points, (p10, p90)),
        worth,
        ..plain
    }
}

/// The value nearest to the middle at which the formula of one input changes its sign.
fn search(emulator: &Emulator, points: &[Vec<f64>], (p10, p90): (f64, f64)) -> BreakEven {
    let low = points.iter().map(|p| p[0]).fold(f64::INFINITY, f64::min);
    let high = points.iter().map(|p| p[0]).fold(f64::NEG_INFINITY, f64::max);
    let at = |x: f64| emulator.at(&[x]);
    let step = (high - low) / STEPS as f64;
    let place = |k: usize| low + k as f64 * step;
    let middle = 0.5 * (p10 + p90);
    let changes = (0..STEPS).filter(|k| (at(place(*k)) > 0.0) != (at(place(k + 1)) > 0.0));
    let near = |k: &usize| (place(*k) + 0.5 * step - middle).abs();
    let Some(k) = changes.min_by(|a, b| near(a).total_cmp(&near(b))) else {
        return if at(low) > 0.0 { BreakEven::AlwaysPositive } else { BreakEven::AlwaysNegative };
    };
    if (at(p90) - at(p10)).abs() < SURE * emulator.error_between(&[p90], &[p10]) {
        return BreakEven::Unknown;
    }
    let (mut a, mut b) = (place(k), place(k + 1));
    let above = at(b) > 0.0;
    for _ in 0..60 {
        let half = 0.5 * (a + b);
        if (at(half) > 0.0) == above { b = half } else { a = half }
    }
    let value = 0.5 * (a + b);
    let slope = (at(place(k + 1)) - at(place(k))) / step;
    let error = (slope != 0.0).then(|| emulator.error_at(&[value]) / slope.abs());
    BreakEven::At { value, error, likely: (p10..=p90).contains(&value), positive_above: above }
}

/// Is it something the case needs?
fn needed(one: &Decisive) -> bool {
    match one.break_even {
        BreakEven::At { likely, .. } => likely,
        BreakEven::Event { .. } => true,
        _ => false,
    }
}
