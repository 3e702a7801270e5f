//! State ribbons: what every machine did, hour by hour, in both futures.

use super::canvas::{Canvas, DrawError, Side, draw};
use super::state_bars::{GROUPS, group_of, legend_lines, paint_legend};
use super::theme::{GRID, INK, PAPER, QUIET, SMALL, TEXT, WIDTH, text_width};
use sim_core::SimTime;
use twin_models::trace::Spends;

/// Stretches of time and how they were spent.
pub(crate) type Stretches = Vec<(SimTime, SimTime, Spends)>;

/// A machine in both futures.
pub(crate) struct Ribbon {
    pub(crate) machine: String,
    /// Label and stretches, the reference first.
    pub(crate) arms: Vec<(String, Stretches)>,
}

/// The days shown.
pub(crate) struct Span {
    pub(crate) from: SimTime,
    pub(crate) until: SimTime,
    /// Instants with labels.
    pub(crate) marks: Vec<(SimTime, String)>,
}

const BAR: f64 = 17.0;
const NAME: f64 = 22.0;
/// Width of the smallest piece of a ribbon in points.
const PIECE: f64 = 0.75;

/// Length of the smallest piece in minutes of the clock.
pub(crate) fn minutes(span: &Span) -> f64 {
    let pieces = ((WIDTH - 90.0) / PIECE).max(1.0);
    (span.until - span.from).hours() * 60.0 / pieces
}

/// The ribbons.
pub(crate) fn ribbons(list: &[Ribbon], span: &Span) -> Result<String, DrawError> {
    let legend = legend_lines();
    let top = 17.0 * legend.len() as f64 + 4.0;
    let arms = list.first().map_or(0, |r| r.arms.len());
    let block = NAME + BAR * arms as f64 + 6.0;
    draw(top + block * list.len() as f64 + 24.0, |canvas| {
        paint_legend(canvas, &legend)?;
        paint(canvas, list, span, top, block)
    })
}

fn paint(
    canvas: &Canvas<'_>,
    list: &[Ribbon],
    span: &Span,
    top: f64,
    block: f64,
) -> Result<(), DrawError> {
    let names = list.iter().flat_map(|r| &r.arms);
    let label = names.map(|(name, _)| text_width(name, SMALL)).fold(0.0, f64::max);
    let (left, right) = (label + 10.0, WIDTH - 24.0);
    let at = |t: SimTime| {
        let share = (t - span.from).hours() / (span.until - span.from).hours().max(1e-9);
        left + share.clamp(0.0, 1.0) * (right - left)
    };
    let bottom = top + block * list.len() as f64;
    for (mark, _) in &span.marks {
        canvas.line(&[(at(*mark), top), (at(*mark), bottom)], GRID, 0.75)?;
    }
    for (k, ribbon) in list.iter().enumerate() {
        let y = top + block * k as f64;
        canvas.bold(&ribbon.machine, (2.0, y + 12.0), Side::Left, TEXT, INK)?;
        for (row, (name, stretches)) in ribbon.arms.iter().enumerate() {
            let y = y + NAME + BAR * row as f64;
            canvas.text(name, (2.0, y + 7.0), Side::Left, SMALL, QUIET)?;
            one(canvas, stretches, span, (left, right), y)?;
        }
    }
    // Labels where there is room for them.
    let mut free = left - 20.0;
    for (mark, words) in &span.marks {
        let (x, half) = (at(*mark), 0.5 * text_width(words, SMALL));
        canvas.line(&[(x, bottom - 2.0), (x, bottom + 3.0)], QUIET, 0.75)?;
        if x - half > free && x + half < WIDTH {
            canvas.text(words, (x, bottom + 11.0), Side::Middle, SMALL, INK)?;
            free = x + half + 6.0;
        }
    }
    Ok(())
}

/// The group that takes most of each piece; equal neighbours are one box.
fn one(
    canvas: &Canvas<'_>,
    stretches: &Stretches,
    span: &Span,
    (left, right): (f64, f64),
    y: f64,
) -> Result<(), DrawError> {
    let pieces = ((right - left) / PIECE) as usize;
    let shown = dominant(stretches, span, pieces);
    let (mut start, height) = (0, BAR - 3.0);
    for k in 1..=pieces {
        if k < pieces && shown[k] == shown[start] {
            continue;
        }
        let x = |k: usize| left + (right - left) * k as f64 / pieces as f64;
        let colour = shown[start].map_or(PAPER, |g| GROUPS[g].colour);
        canvas.fill((x(start), y), (x(k), y + height), colour)?;
        start = k;
    }
    canvas.outline((left, y), (right, y + height), QUIET)
}

/// The group of each of `pieces` equal parts; `None`: outside the schedule.
fn dominant(stretches: &Stretches, span: &Span, pieces: usize) -> Vec<Option<usize>> {
    let length = (span.until - span.from).0 as f64 / pieces as f64;
    let mut sums = vec![[0.0; GROUPS.len() + 1]; pieces];
    for (from, until, spends) in stretches {
        let (mut a, b) = ((from.0 - span.from.0) as f64, (until.0 - span.from.0) as f64);
        let group = |leaf: twin_models::state::Leaf| {
            group_of(leaf.code(), &format!("{:?}", leaf.e10())).unwrap_or(GROUPS.len())
        };
        let (of, rest) = (group(spends.leaf), group(spends.rest));
        let mut k = ((a / length) as usize).min(pieces.saturating_sub(1));
        while a < b && k < pieces {
            let end = (length * (k + 1) as f64).min(b);
            sums[k][of] += (end - a) * spends.share;
            sums[k][rest] += (end - a) * (1.0 - spends.share);
            a = end;
            k += 1;
        }
    }
    let most = |sum: &[f64; GROUPS.len() + 1]| {
        let best = (0..sum.len()).fold(GROUPS.len(), |b, k| if sum[k] > sum[b] { k } else { b });
        (best < GROUPS.len()).then_some(best)
    };
    sums.iter().map(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use twin_models::state::Leaf;

    #[test]
    fn a_piece_shows_what_takes_most_of_it() {
        let hour = |h: i64| SimTime(h * 3_600_000_000);
        let span = Span { from: hour(10), until: hour(20), marks: Vec::new() };
        let stretches = vec![
            (hour(10), hour(13), Spends::only(Leaf::Run)),
            (hour(13), hour(16), Spends::only(Leaf::Repair)),
            (hour(16), hour(18), Spends::only(Leaf::Closed)),
            (hour(18), hour(20), Spends { leaf: Leaf::Run, share: 0.2, rest: Leaf::Starved }),
        ];
        let shown = dominant(&stretches, &span, 5);
        // 10-12 run, 12-14 half and half (the first of equals), 14-16 down, 16-18 closed, 18-20 starved.
        assert_eq!(shown, [Some(0), Some(0), Some(1), None, Some(5)]);
        let svg =
            ribbons(&[Ribbon { machine: "m".into(), arms: vec![("a".into(), stretches)] }], &span);
        assert!(svg.is_ok_and(|svg| svg.contains("<rect")));
    }
}
