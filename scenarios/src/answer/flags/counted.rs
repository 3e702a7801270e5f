//! Flags about what is counted as money: soft, upside, idle hours, benefits too early; and whether the twin
//! was compared with the plant.

use super::{Desk, Finding, warn_if};
use crate::answer::claims::mature_sum;
use crate::investment::edit::Edit;
use crate::money::prices::PriceLine;
use crate::study::result::{Firmness, FlagState};
use sim_core::statistics::{Tally, mean_interval};

/// Hours that are paid whether there is work or not.
const PAID_ANYWAY: [&str; 7] =
    ["labour_ph", "run_ph", "setup_ph", "idle_ph", "absent_ph", "open_h", "no_operator_h"];
/// Tables of the plant file that say how much customers want.
const DEMAND: [&str; 2] = ["demand", "orders"];
/// Largest share of the steady benefit that months 1 to 3 may bring.
const EARLY: f64 = 0.15;

fn family(key: &str) -> &str {
    key.split(':').next().unwrap_or(key)
}

impl Desk<'_> {
    fn hard_lines(&self) -> impl Iterator<Item = &PriceLine> {
        self.study.book.lines.iter().filter(|line| line.firmness == Firmness::Hard)
    }

    fn edits(&self) -> impl Iterator<Item = &Edit> {
        let mine = &self.study.arms[self.investment].investments;
        mine.iter().flat_map(|k| &self.study.investments[*k].edits)
    }

    pub(super) fn f05(&self) -> Finding {
        let title = "a soft benefit counted as hard";
        let soft =
            self.study.beside.soft.iter().filter_map(|soft| Some((soft, soft.counts.as_deref()?)));
        let twice: Vec<String> = soft
            .filter_map(|(soft, key)| {
                let same = |line: &&PriceLine| line.terms.iter().any(|(k, _)| k == key);
                let line = self.hard_lines().find(same)?;
                Some(format!("`{}` is soft, and `{}` prices {key} as hard", soft.name, line.name))
            })
            .collect();
        let text = if twice.is_empty() {
            let lines = self.study.book.lines.iter().filter(|l| l.firmness == Firmness::Soft);
            format!(
                "{} soft items and {} soft lines stand apart; none enters cash, NPV or ROI",
                self.study.beside.soft.len(),
                lines.count()
            )
        } else {
            twice.join("; ")
        };
        ("F05", title, warn_if(!twice.is_empty()), text)
    }

    pub(super) fn f06(&self) -> Finding {
        let title = "sales beyond today's demand counted as hard";
        let moved: Vec<String> = self
            .edits()
            .map(|edit| edit.path.to_string())
            .filter(|path| DEMAND.contains(&path.split('.').next().unwrap_or(path)))
            .collect();
        let after = &self.arms[self.investment];
        let [wanted, sold] = ["demand", "sold"].map(|key| mature_sum(after, key, 0));
        let text = if !moved.is_empty() {
            format!(
                "the investment changes {}: sales that need more demand are upside; state them in [upside]",
                moved.join(", ")
            )
        } else if wanted > 0.0 {
            format!(
                "{:.1} % of what is wanted is sold, in a demand that is the same in all arms",
                100.0 * sold / wanted
            )
        } else {
            "the investment does not touch the demand".to_owned()
        };
        ("F06", title, warn_if(!moved.is_empty()), text)
    }

    pub(super) fn f19(&self) -> Finding {
        let title = "hours that are paid anyway counted as cash";
        // Hours of crews are hard as far as `cashable` says that they leave the payroll; those lines are
        // the reader's, all others are the study's own.
        let cashable = |line: &PriceLine| line.name.ends_with("that leave the payroll");
        let found: Vec<String> = self
            .hard_lines()
            .filter(|line| !cashable(line))
            .filter_map(|line| {
                let key = line.terms.iter().find(|(key, _)| PAID_ANYWAY.contains(&family(key)))?;
                Some(format!("`{}` prices {}", line.name, key.0))
            })
            .collect();
        let text = if found.is_empty() {
            "idle wages and straight time are in no hard line; overtime and call-outs are"
                .to_owned()
        } else {
            format!("{}: wages of people on duty are sunk; use `cashable`", found.join("; "))
        };
        ("F19", title, warn_if(!found.is_empty()), text)
    }

    pub(super) fn f20(&self) -> Finding {
        let title = "benefit before the ramp";
        let pairs = self.pairs.done.iter().filter_map(|(_, pair)| pair.comparisons.first());
        // The excess of months 1 to 3 over their allowed share; its interval decides, not its noise.
        let (mut early, mut steady, mut excess) =
            (Tally::default(), Tally::default(), Tally::default());
        for [first, last] in pairs.map(|pair| pair.early_and_steady) {
            early.push(first);
            steady.push(last);
            excess.push(first - EARLY * last);
        }
        let (early, steady) = (early.mean().unwrap_or(0.0), steady.mean().unwrap_or(0.0));
        if self.study.horizon < 15 {
            let text = "the horizon has no steady year after month 3".to_owned();
            return ("F20", title, FlagState::NotChecked, text);
        }
        let sure = mean_interval(&excess, 0.95).is_some_and(|ci| ci.lower > 0.0);
        let found = early > 0.0 && sure;
        let text = format!(
            "months 1 to 3 bring {} a month, the last year {}; more than 15 % of it asks for a reason",
            self.k(early),
            self.k(steady)
        );
        ("F20", title, warn_if(found), text)
    }
}
