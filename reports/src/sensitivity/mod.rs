//! What the headline of a study hangs on, as a page and in the terminal.

mod page;
mod print;

pub use page::report;
pub use print::terminal;

use crate::chapter::value_words;
use crate::figure::TornadoBar;
use scenarios::sensitivity::result::{Bar, BreakEven, Range};

/// Both ends of a bar in words.
fn ends(bar: &Bar) -> [String; 2] {
    match bar.range {
        Range::Event => ["no".to_owned(), "yes".to_owned()],
        Range::TenPercent if bar.unit == "x" => ["−10 %".to_owned(), "+10 %".to_owned()],
        _ => [bar.low, bar.high].map(|x| value_words(&bar.unit, x)),
    }
}

/// Where the NPV is 0, in words.
fn zero(bar: &Bar) -> String {
    match bar.break_even {
        BreakEven::At { value, .. } if bar.range == Range::TenPercent && bar.unit != "x" => {
            let change = 100.0 * (value / bar.middle - 1.0);
            format!("{} ({change:+.0} %)", value_words(&bar.unit, value)).replace('-', "−")
        }
        BreakEven::At { value, .. } => value_words(&bar.unit, value),
        BreakEven::AlwaysPositive => "stays positive".to_owned(),
        BreakEven::AlwaysNegative => "stays negative".to_owned(),
        BreakEven::Event { positive_if_it_happens: true } => "only if it happens".to_owned(),
        BreakEven::Event { positive_if_it_happens: false } => "negative if it happens".to_owned(),
        BreakEven::Unknown => "not told".to_owned(),
    }
}

/// Does the sign turn inside the range?
fn turns(bar: &Bar) -> bool {
    matches!(bar.break_even, BreakEven::At { likely: true, .. } | BreakEven::Event { .. })
}

fn drawn(bar: &Bar) -> TornadoBar {
    TornadoBar {
        name: bar.title.clone(),
        ends: ends(bar),
        values: [bar.npv_low, bar.npv_high],
        error: bar.error,
    }
}

fn range(bar: &Bar) -> &'static str {
    match bar.range {
        Range::Law => "P10 to P90",
        Range::Event => "event",
        Range::TenPercent => "± 10 %",
    }
}
