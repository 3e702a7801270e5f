//! What is possible but hardly meant.

use super::Draft;
use crate::plant::calendar::{CalendarState, TICKS_PER_WEEK};
use crate::plant::model::{Labour, Plant, Window};
use crate::text::Reader;
use crate::text::say::say_number;
use sim_core::{Distribution, TICKS_PER_SECOND};

/// A text that is meant as a word, not as a number with a unit.
pub(super) fn is_word(text: &str) -> bool {
    !text.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+')
}

/// Constant hazard, by its quantiles: q(0.5), q(0.9) in the ratio of an exponential law from 0.
pub(super) fn is_exponential(law: &Distribution) -> bool {
    let mean = law.mean();
    let near = |u: f64| {
        let exact = -libm::log1p(-u) * mean;
        (law.quantile(u) - exact).abs() <= 1e-9 * mean
    };
    law.as_constant().is_none() && near(0.1) && near(0.5) && near(0.9)
}

/// When planned work may be done, and whether that ever happens.
pub(super) fn window(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    labour: Option<Labour>,
) -> Window {
    let calendar = draft.calendar;
    match reader.word("window") {
        Some("planned slot") => {
            if calendar.planned_slots.is_empty() {
                reader.error(
                    "window",
                    "the calendar has no planned slots, so this would never be done",
                    "add `planned_slots` to [calendar], or write window = \"any\"",
                );
            }
            Window::PlannedSlot
        }
        Some("closed") => {
            if calendar.shifts.is_empty() && calendar.closed.is_empty() {
                reader.error(
                    "window",
                    "the plant never closes, so this would never be done",
                    "add `shifts` to [calendar], or write window = \"any\"",
                );
            } else {
                closed_crew(draft, reader, labour);
            }
            Window::Closed
        }
        _ => Window::Any,
    }
}

/// A crew that works only while the plant does cannot work while it is closed.
fn closed_crew(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>, labour: Option<Labour>) {
    let Some((name, crew)) = labour.and_then(|l| draft.sections.crews.get(l.crew.index())) else {
        return;
    };
    let text = |key: &str| crew.own_node(key).map(|n| n.to_toml());
    let shifts = matches!(text("duty").as_deref(), None | Some("\"plant shifts\""));
    let called = crew.own_node("off_duty").is_some_and(|n| n.as_table().is_some());
    if shifts && !called {
        reader.error(
            "window",
            format!(
                "the crew `{name}` works in the plant's shifts only: it is never there while \
                     the plant is closed"
            ),
            format!(
                "write window = \"any\", or give [crews.{name}] other hours (duty) or a call_out"
            ),
        );
    }
}

/// Demand that the plant cannot make.
pub(super) fn check_demand(root: &Reader<'_, '_>, plant: &Plant, servers: u32) {
    let Some(demand) = &plant.demand else { return };
    let Some(machine) = plant.machines.get(plant.constraint.index()) else { return };
    let mut cuts: Vec<i64> = vec![0, TICKS_PER_WEEK];
    let calendar = &plant.calendar;
    for w in calendar.shifts.iter().chain(&calendar.breaks).chain(&calendar.planned_slots) {
        cuts.extend([w.from, w.to]);
    }
    cuts.sort_unstable();
    let open = |pair: &&[i64]| calendar.state_of_week(pair[0]) == CalendarState::Open;
    let ticks: i64 = cuts.windows(2).filter(open).map(|pair| pair[1] - pair[0]).sum();
    let hours = ticks as f64 / (TICKS_PER_SECOND as f64 * 3600.0);
    let capacity = hours * 3600.0 / machine.cycle.mean() * f64::from(servers);
    if demand.weekly > 1.3 * capacity {
        let Some(reader) = root.table("demand") else { return };
        reader.warn(
            "weekly",
            format!(
                "demand is {} % of what `{}` can make without any stop ({} pieces in {} h a week)",
                say_number((demand.weekly / capacity * 100.0).round()),
                machine.station,
                say_number(capacity.round()),
                say_number(hours)
            ),
            "lost sales will dominate every result: check cycle, shifts and demand",
        );
    }
}
