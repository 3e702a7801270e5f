//! One pair of futures as bytes.
//!
//! Per pair: the draws of the unknowns; per arm its indicators, its totals, its electricity where it
//! has some, and column by column its quantities by month, each column behind its length so that those
//! that nobody wants are skipped.

use super::codec::{self, Unreadable, put_count, take_count, take_size};
use super::layout::Layout;
use crate::indicator::INDICATORS;
use crate::investment::uncertainty::Luck;
use crate::pairing::lived::{ArmLived, Lived};
use crate::study::result::PairRow;
use std::sync::Arc;
use twin_models::outcome::EnergyOutcome;

/// Numbers of a draw.
const DRAW: usize = 11;
/// Most unknowns of a study.
const MOST_UNKNOWNS: usize = 1 << 20;
/// Most measures of a scorecard.
const MOST_SCORES: usize = 1000;
/// Most hours of electricity of an arm: months of a century times hours of the week.
const MOST_HOURS: usize = 1200 * 168;

/// One arm of a pair, read back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptArm {
    /// Quantities by month, month-major; 0 in columns that were not wanted. Or column by column, see
    /// [`PairCodec::by_column`].
    pub monthly: Vec<f64>,
    /// Electricity, where the plant has a meter.
    pub energy: Option<EnergyOutcome>,
    /// Values of all indicators.
    pub indicators: Arc<[Option<f64>]>,
    /// Values of the scorecard.
    pub scores: Arc<[Option<f64>]>,
    /// Totals of [`PairRow::DELTA_KEYS`].
    pub totals: [f64; PairRow::DELTA_KEYS.len()],
}

/// One pair, read back.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptPair {
    /// The draws of the unknowns, investment by investment.
    pub lucks: Box<[Luck]>,
    /// The draws of `[uncertain]`, beside its entries.
    pub unknowns: Box<[f64]>,
    /// Beside the arms of the study.
    pub arms: Vec<KeptArm>,
}

impl KeptPair {
    /// As the simulation of pair number `pair` gave it.
    pub fn lived(&self, pair: u64) -> Lived<'_> {
        let (lucks, unknowns) = (self.lucks.clone(), self.unknowns.clone());
        Lived { pair, lucks, unknowns, arms: self.arms.iter().map(KeptArm::lived).collect() }
    }
}

impl KeptArm {
    fn lived(&self) -> ArmLived<'_> {
        ArmLived {
            monthly: &self.monthly,
            energy: self.energy.as_ref(),
            indicators: self.indicators.clone(),
            scores: self.scores.clone(),
            totals: self.totals,
        }
    }
}

/// Writes and reads pairs of one layout.
#[derive(Clone, Debug)]
pub struct PairCodec {
    months: usize,
    investments: usize,
    like: Vec<Option<usize>>,
    foretold: Vec<Vec<Option<usize>>>,
    /// Columns that a reader wants; all unless said otherwise.
    wanted: Vec<Vec<bool>>,
    /// How many wanted columns stand before each.
    places: Vec<Vec<usize>>,
    /// Tables hold wanted columns only, one behind the other.
    by_column: bool,
}

impl PairCodec {
    /// For this layout.
    pub fn new(layout: &Layout) -> Self {
        let wanted: Vec<Vec<bool>> =
            layout.arms.iter().map(|arm| vec![true; arm.quantities.len()]).collect();
        Self {
            months: layout.months,
            investments: layout.investments.len(),
            like: layout.arms.iter().map(|arm| arm.like).collect(),
            foretold: layout.foretold(),
            places: wanted.iter().map(|wanted| places(wanted)).collect(),
            wanted,
            by_column: false,
        }
    }

    /// Reads only the columns of each arm for which `wanted(arm, column)` holds, and those that foretell
    /// them.
    pub fn only(mut self, wanted: impl Fn(usize, usize) -> bool) -> Self {
        for arm in (0..self.wanted.len()).rev() {
            for column in 0..self.wanted[arm].len() {
                // Later arms have said by now what they need of this one.
                let needed =
                    self.wanted.iter().enumerate().skip(arm + 1).any(|(later, columns)| {
                        self.like[later] == Some(arm)
                            && columns
                                .iter()
                                .zip(&self.foretold[later])
                                .any(|(on, by)| *on && *by == Some(column))
                    });
                self.wanted[arm][column] = needed || wanted(arm, column);
            }
        }
        self.places = self.wanted.iter().map(|wanted| places(wanted)).collect();
        self
    }

    /// Leaves out of the tables what nobody wants, and writes them column by column, see
    /// [`places`](Self::places).
    pub fn by_column(self) -> Self {
        Self { by_column: true, ..self }
    }

    /// Beside the columns of an arm: how many that are wanted stand before each.
    pub fn places(&self, arm: usize) -> &[usize] {
        &self.places[arm]
    }

    /// The bytes of a pair.
    pub fn write(&self, lived: &Lived<'_>) -> Vec<u8> {
        let mut out = Vec::with_capacity(1 << 14);
        for luck in &lived.lucks {
            codec::put(&mut out, &numbers(luck), &[1.0; 4]);
        }
        put_count(&mut out, lived.unknowns.len() as u64);
        codec::put(&mut out, &lived.unknowns, &[]);
        let mut bytes = Vec::new();
        let mut columns: Vec<Vec<f64>> = Vec::new();
        for (k, arm) in lived.arms.iter().enumerate() {
            let like = self.like[k].and_then(|j| lived.arms.get(j));
            let values = |arm: &ArmLived<'_>| -> Vec<f64> {
                arm.indicators.iter().chain(&*arm.scores).map(|x| x.unwrap_or(0.0)).collect()
            };
            let all = || arm.indicators.iter().chain(&*arm.scores);
            let there: Vec<f64> = all().map(|x| f64::from(u8::from(x.is_some()))).collect();
            put_count(&mut out, arm.scores.len() as u64);
            codec::put(&mut out, &there, &[1.0; INDICATORS.len()]);
            codec::put(&mut out, &values(arm), &like.map(values).unwrap_or_default());
            codec::put(&mut out, &arm.totals, like.map_or(&[], |arm| &arm.totals[..]));
            write_energy(&mut out, arm.energy, like.and_then(|arm| arm.energy));
            for (q, by) in self.foretold[k].iter().enumerate() {
                let width = self.foretold[k].len();
                columns.resize_with(2, Vec::new);
                let [values, guess] = &mut columns[..] else { continue };
                column(values, arm.monthly, q, width);
                guess.clear();
                if let (Some(like), Some(by), Some(j)) = (like, by, self.like[k]) {
                    column(guess, like.monthly, *by, self.foretold[j].len());
                }
                bytes.clear();
                codec::put(&mut bytes, values, guess);
                put_count(&mut out, bytes.len() as u64);
                out.extend_from_slice(&bytes);
            }
        }
        out
    }

    /// The pair in these bytes.
    ///
    /// # Errors
    /// When they are no pair of this layout.
    pub fn read(&self, mut bytes: &[u8]) -> Result<KeptPair, Unreadable> {
        let bytes = &mut bytes;
        let mut values = Vec::new();
        let mut lucks = Vec::with_capacity(self.investments);
        for _ in 0..self.investments {
            values.clear();
            codec::take(bytes, DRAW, &[1.0; 4], &mut values)?;
            lucks.push(luck(&values).ok_or(Unreadable)?);
        }
        let count = take_size(bytes)?;
        if count > MOST_UNKNOWNS {
            return Err(Unreadable);
        }
        let mut unknowns = Vec::with_capacity(count);
        codec::take(bytes, count, &[], &mut unknowns)?;
        let mut arms: Vec<KeptArm> = Vec::with_capacity(self.like.len());
        for k in 0..self.like.len() {
            let arm = self.arm(bytes, k, &arms, &mut values)?;
            arms.push(arm);
        }
        if !bytes.is_empty() {
            return Err(Unreadable);
        }
        if !self.by_column {
            for (arm, wanted) in arms.iter_mut().zip(&self.wanted) {
                arm.monthly = by_month(&arm.monthly, wanted, self.months);
            }
        }
        Ok(KeptPair { lucks: lucks.into(), unknowns: unknowns.into(), arms })
    }

    fn arm(
        &self,
        bytes: &mut &[u8],
        k: usize,
        before: &[KeptArm],
        values: &mut Vec<f64>,
    ) -> Result<KeptArm, Unreadable> {
        let like = self.like[k].and_then(|j| before.get(j));
        let count = take_size(bytes)?;
        if count > MOST_SCORES {
            return Err(Unreadable);
        }
        let count = INDICATORS.len() + count;
        let mut there = Vec::with_capacity(count);
        codec::take(bytes, count, &[1.0; INDICATORS.len()], &mut there)?;
        let told = |arm: &KeptArm| {
            arm.indicators.iter().chain(&*arm.scores).map(|x| x.unwrap_or(0.0)).collect()
        };
        let guess: Vec<f64> = like.map_or_else(Vec::new, told);
        values.clear();
        codec::take(bytes, count, &guess, values)?;
        let mut known = there.iter().zip(&*values).map(|(on, x)| (*on == 1.0).then_some(*x));
        let indicators = known.by_ref().take(INDICATORS.len()).collect();
        let scores = known.collect();
        values.clear();
        let count = PairRow::DELTA_KEYS.len();
        codec::take(bytes, count, like.map_or(&[], |arm| &arm.totals[..]), values)?;
        let mut totals = [0.0; PairRow::DELTA_KEYS.len()];
        totals.copy_from_slice(values);
        let energy = read_energy(bytes, like.and_then(|arm| arm.energy.as_ref()))?;
        let width = self.wanted[k].iter().filter(|wanted| **wanted).count();
        let mut monthly = Vec::with_capacity(self.months * width);
        for (q, by) in self.foretold[k].iter().enumerate() {
            let length = take_size(bytes)?;
            let (mut mine, rest) = bytes.split_at_checked(length).ok_or(Unreadable)?;
            *bytes = rest;
            if !self.wanted[k][q] {
                continue;
            }
            let guess = like.zip(*by).zip(self.like[k]).and_then(|((like, by), j)| {
                let place = self.places[j][by];
                like.monthly.get(place * self.months..(place + 1) * self.months)
            });
            codec::take(&mut mine, self.months, guess.unwrap_or_default(), &mut monthly)?;
            if !mine.is_empty() {
                return Err(Unreadable);
            }
        }
        Ok(KeptArm { monthly, energy, indicators, scores, totals })
    }
}

/// How many wanted columns stand before each.
fn places(wanted: &[bool]) -> Vec<usize> {
    let before = |place: &mut usize, wanted: &bool| {
        Some(std::mem::replace(place, *place + usize::from(*wanted)))
    };
    wanted.iter().scan(0, before).collect()
}

/// The month-major table of wanted columns that stand one behind the other.
fn by_month(columns: &[f64], wanted: &[bool], months: usize) -> Vec<f64> {
    let mut table = vec![0.0; months * wanted.len()];
    let places = (0..wanted.len()).filter(|q| wanted[*q]);
    for (q, column) in places.zip(columns.chunks_exact(months.max(1))) {
        let cells = table.iter_mut().skip(q).step_by(wanted.len());
        cells.zip(column).for_each(|(cell, x)| *cell = *x);
    }
    table
}

/// Column `q` of a month-major table.
fn column(into: &mut Vec<f64>, monthly: &[f64], q: usize, width: usize) {
    into.clear();
    into.extend(monthly.iter().skip(q).step_by(width.max(1)));
}

fn numbers(luck: &Luck) -> [f64; DRAW] {
    // The haircut is drawn again from the study: it is no money, so it cannot have changed.
    let Luck {
        effectiveness,
        haircut: _,
        adoption,
        slow,
        overrun,
        stalled,
        gap_cost,
        gap_delay,
        gate_cost,
        gate_delay,
        cancelled_in,
        integration: _,
        review_cost: _,
        review_delay: _,
        reviews_blocked: _,
        unspared: _,
    } = *luck;
    let stalled = f64::from(u8::from(stalled));
    let [cancelled, month] = cancelled_in.map_or([0.0; 2], |month| [1.0, f64::from(month)]);
    [
        effectiveness,
        adoption,
        slow,
        overrun,
        stalled,
        gap_cost,
        gap_delay,
        gate_cost,
        gate_delay,
        cancelled,
        month,
    ]
}

fn luck(numbers: &[f64]) -> Option<Luck> {
    let [
        effectiveness,
        adoption,
        slow,
        overrun,
        stalled,
        gap_cost,
        gap_delay,
        gate_cost,
        gate_delay,
        cancelled,
        month,
    ] = *numbers
    else {
        return None;
    };
    Some(Luck {
        effectiveness,
        haircut: Luck::AS_PLANNED.haircut,
        adoption,
        slow,
        overrun,
        stalled: stalled != 0.0,
        gap_cost,
        gap_delay,
        gate_cost,
        gate_delay,
        cancelled_in: (cancelled != 0.0).then_some(month as u32),
        // Drawn again, like the haircut.
        ..Luck::AS_PLANNED
    })
}

fn write_energy(out: &mut Vec<u8>, mine: Option<&EnergyOutcome>, like: Option<&EnergyOutcome>) {
    let Some(EnergyOutcome { kwh, peak_kw }) = mine else { return put_count(out, 0) };
    put_count(out, 1);
    let guess = |of: fn(&EnergyOutcome) -> &Vec<f64>| like.map_or(&[][..], |other| of(other));
    for (values, guess) in [(kwh, guess(|e| &e.kwh)), (peak_kw, guess(|e| &e.peak_kw))] {
        put_count(out, values.len() as u64);
        codec::put(out, values, guess);
    }
}

fn read_energy(
    bytes: &mut &[u8],
    like: Option<&EnergyOutcome>,
) -> Result<Option<EnergyOutcome>, Unreadable> {
    match take_count(bytes)? {
        0 => return Ok(None),
        1 => {}
        _ => return Err(Unreadable),
    }
    let mut list = |guess: &[f64]| {
        let count = take_size(bytes)?;
        if count > MOST_HOURS {
            return Err(Unreadable);
        }
        let mut values = Vec::with_capacity(count);
        codec::take(bytes, count, guess, &mut values)?;
        Ok(values)
    };
    let kwh = list(like.map_or(&[], |e| &e.kwh))?;
    let peak_kw = list(like.map_or(&[], |e| &e.peak_kw))?;
    Ok(Some(EnergyOutcome { kwh, peak_kw }))
}
