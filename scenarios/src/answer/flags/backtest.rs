//! Flags about what stands behind the numbers: was the twin compared with the plant (F11), and is it said how
//! an effect comes about (F22)?

use super::{Desk, Finding, warn_if};
use crate::study::result::{Baseline, FlagState, ScoreLine};

/// How far a measured value may lie outside the simulated futures, as a share of itself: records of one
/// year and definitions of two systems are never the same to the last percent.
const TOLERANCE: f64 = 0.05;

impl Desk<'_> {
    pub(super) fn f11(&self) -> Finding {
        let (state, text) = backtest(self.baseline);
        ("F11", "the simulated plant differs from the measured one", state, text)
    }

    pub(super) fn f22(&self) -> Finding {
        let title = "an effect without a chain from signal to physical change";
        let mine = &self.study.arms[self.investment].investments;
        let investments = || mine.iter().map(|k| &self.study.investments[*k]);
        let silent: Vec<String> = investments()
            .flat_map(|i| {
                i.unexplained().into_iter().map(move |effect| format!("{}: {effect}", i.name))
            })
            .collect();
        if investments().all(|i| i.effects().is_empty()) {
            return ("F22", title, FlagState::Quiet, "nothing in the plant is changed".into());
        }
        if silent.is_empty() {
            let text = "every effect has its signal, its decision and its physical change";
            return ("F22", title, FlagState::Quiet, text.into());
        }
        let vendor = investments().any(|i| {
            !i.unexplained().is_empty() && i.sources.parts().any(|p| p.rests_on(&["vendor"]))
        });
        let shown: Vec<&str> = silent.iter().take(3).map(String::as_str).collect();
        let more = match silent.len() - shown.len() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let text = format!(
            "nobody says by which signal and which decision it comes about: {}{more}{}; write `chain`",
            shown.join(", "),
            if vendor { ", and a vendor's word is behind it" } else { "" }
        );
        ("F22", title, if vendor { FlagState::Warning } else { FlagState::Information }, text)
    }
}

/// The simulated futures of today's plant beside what was measured.
fn backtest(baseline: &Baseline) -> (FlagState, String) {
    let told: Vec<(bool, String)> = baseline.scorecard.iter().filter_map(compared).collect();
    let text = |missed: bool| {
        let words = told.iter().filter(|(m, _)| *m == missed).map(|(_, text)| text.as_str());
        words.collect::<Vec<_>>().join("; ")
    };
    match told.iter().filter(|(missed, _)| *missed).count() {
        _ if told.is_empty() => {
            let text =
                "no measured value of today's plant is given (`measured` in [scorecard.NAME])";
            (FlagState::NotChecked, text.to_owned())
        }
        0 => (warn_if(false), text(false)),
        _ => (warn_if(true), text(true)),
    }
}

/// Is the measured value missed, and how both read; none where one of them is not there.
fn compared(line: &ScoreLine) -> Option<(bool, String)> {
    let (measured, before) = (line.measured.as_ref()?, line.before.as_ref()?);
    let (low, high) =
        measured.interval.map_or((measured.value, measured.value), |ci| (ci.low, ci.high));
    let gap = (low - before.p95).max(before.p5 - high).max(0.0);
    let missed = gap > TOLERANCE * measured.value.abs();
    let (scale, unit) = match line.unit.as_str() {
        "share" => (100.0, "%"),
        unit => (1.0, unit),
    };
    let say = |x: f64| {
        let x = x * scale;
        let decimals = if x.abs() >= 100.0 {
            0
        } else if x.abs() >= 1.0 {
            1
        } else {
            3
        };
        format!("{x:.decimals$}")
    };
    Some((
        missed,
        format!(
            "{}: measured {} {unit}, simulated {} to {} {unit} (P5 to P95 of the futures){}",
            line.title,
            say(measured.value),
            say(before.p5),
            say(before.p95),
            match (missed, gap > 0.0) {
                (true, _) => ", more than 5 % of it outside",
                (false, true) => ", outside by less than 5 %",
                (false, false) => "",
            }
        ),
    ))
}
