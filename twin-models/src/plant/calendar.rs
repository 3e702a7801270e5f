//! When the plant works: weekly shifts, breaks, planned slots, overtime, closed days.

use jiff::ToSpan;
use jiff::civil::Date;
use sim_core::{SimTime, TICKS_PER_HOUR};

/// Ticks of a day.
pub const TICKS_PER_DAY: i64 = 24 * TICKS_PER_HOUR;
/// Ticks of a week.
pub const TICKS_PER_WEEK: i64 = 7 * TICKS_PER_DAY;

/// A span of the week \[µs since Monday 00:00\], `from < to <= TICKS_PER_WEEK`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WeekWindow {
    /// Begin.
    pub from: i64,
    /// End.
    pub to: i64,
}

/// Extra hours worked when finished goods run low.
#[derive(Clone, Debug, PartialEq)]
pub struct Overtime {
    /// The hours, sorted and disjoint, outside the shifts.
    pub windows: Vec<WeekWindow>,
    /// Worked when finished goods minus backlog are below this many weeks of mean demand at the
    /// beginning of the window.
    pub below_weeks: f64,
}

/// When the plant works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calendar {
    /// Shifts, sorted, disjoint (touching ones merged). Empty: around the clock.
    pub shifts: Vec<WeekWindow>,
    /// Breaks inside the shifts: the plant stands still.
    pub breaks: Vec<WeekWindow>,
    /// Slots inside the shifts kept free for maintenance: no production is planned.
    pub planned_slots: Vec<WeekWindow>,
    /// Extra hours.
    pub overtime: Option<Overtime>,
    /// Closed days, first and last day of each span.
    pub closed: Vec<(Date, Date)>,
}

/// What the calendar says about an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarState {
    /// Production.
    Open,
    /// A planned maintenance slot inside the shift.
    PlannedSlot,
    /// Overtime, if somebody decides for it; otherwise closed.
    Overtime,
    /// A break.
    Break,
    /// Between shifts.
    Closed,
    /// A closed day.
    Holiday,
}

impl Calendar {
    /// True when the plant works around the clock without exception.
    pub fn is_always_open(&self) -> bool {
        self.shifts.is_empty()
            && self.breaks.is_empty()
            && self.planned_slots.is_empty()
            && self.closed.is_empty()
    }

    /// All changes of state from `start` 00:00 until the instant `until`, first one at 0.
    pub fn timeline(&self, start: Date, until: SimTime) -> Vec<(SimTime, CalendarState)> {
        if self.is_always_open() {
            return vec![(SimTime::ZERO, CalendarState::Open)];
        }
        let mut line: Vec<(SimTime, CalendarState)> = Vec::new();
        let mut push = |at: i64, state| match line.last() {
            Some((_, last)) if *last == state => {}
            _ => line.push((SimTime(at), state)),
        };
        let monday_offset = i64::from(start.weekday().to_monday_zero_offset());
        let mut day = 0_i64;
        while day * TICKS_PER_DAY < until.0 {
            let midnight = day * TICKS_PER_DAY;
            let date = start.checked_add(day.days()).ok();
            let holiday = date.is_some_and(|d| self.closed.iter().any(|(a, b)| *a <= d && d <= *b));
            if holiday {
                push(midnight, CalendarState::Holiday);
            } else {
                let base = (monday_offset + day) % 7 * TICKS_PER_DAY;
                let mut cuts = vec![base];
                let overtime = self.overtime.iter().flat_map(|o| &o.windows);
                for w in self
                    .shifts
                    .iter()
                    .chain(&self.breaks)
                    .chain(&self.planned_slots)
                    .chain(overtime)
                {
                    for edge in [w.from, w.to] {
                        if edge > base && edge < base + TICKS_PER_DAY {
                            cuts.push(edge);
                        }
                    }
                }
                cuts.sort_unstable();
                cuts.dedup();
                for cut in cuts {
                    push(midnight + cut - base, self.state_of_week(cut));
                }
            }
            day += 1;
        }
        line
    }

    /// The state at an offset of the week \[µs\], closed days left aside.
    pub fn state_of_week(&self, offset: i64) -> CalendarState {
        let inside =
            |windows: &[WeekWindow]| windows.iter().any(|w| w.from <= offset && offset < w.to);
        if self.shifts.is_empty() || inside(&self.shifts) {
            if inside(&self.breaks) {
                CalendarState::Break
            } else if inside(&self.planned_slots) {
                CalendarState::PlannedSlot
            } else {
                CalendarState::Open
            }
        } else if self.overtime.as_ref().is_some_and(|o| inside(&o.windows)) {
            CalendarState::Overtime
        } else {
            CalendarState::Closed
        }
    }

    /// Instants at which months begin (same day of month as `start`, clamped): first 0, then
    /// `months` more.
    pub fn months(start: Date, months: u32) -> Vec<SimTime> {
        (0..=i64::from(months))
            .map(|m| {
                let date = start.checked_add(m.months()).unwrap_or(Date::MAX);
                let days = start.until(date).map_or(0, |span| i64::from(span.get_days()));
                SimTime(days * TICKS_PER_DAY)
            })
            .collect()
    }
}
