//! Flag about the size of plant and investment (F23).

use super::{Desk, Finding};
use crate::answer::closed_form::mean;
use crate::study::result::FlagState;

/// Revenue a year of the plants for which bands and examples are meant, in dollars, euros or pounds.
const REVENUE: [f64; 2] = [20e6, 100e6];
/// Cash of the first year, as a share of the revenue, above which an investment is out of proportion.
const LARGE: f64 = 0.10;

impl Desk<'_> {
    pub(super) fn f23(&self) -> Finding {
        let title = "plant or outlay outside the usual scale";
        let revenue = mean(self.before, "sold") * self.study.book.basics.price;
        if revenue.is_nan() || revenue <= 0.0 {
            let text = "no sales price of a piece: the revenue is not known";
            return ("F23", title, FlagState::NotChecked, text.into());
        }
        let [low, high] = REVENUE;
        let share = self.first_year_cost() / revenue;
        let mut text = format!(
            "revenue {} a year, the first year of the investment {:.2} % of it",
            self.k(revenue),
            100.0 * share
        );
        let outside = !(low..=high).contains(&revenue);
        if outside {
            text +=
                &format!("; bands and examples are meant for {} to {}", self.k(low), self.k(high));
        }
        if share > LARGE {
            text += "; more than a tenth of the revenue: are both of the same plant?";
        }
        let state = match (share > LARGE, outside) {
            (true, _) => FlagState::Warning,
            (false, true) => FlagState::Information,
            (false, false) => FlagState::Quiet,
        };
        ("F23", title, state, text)
    }
}
