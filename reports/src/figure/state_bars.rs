//! Where the hours of every machine go, arm beside arm, inside the schedule.

use super::canvas::{Canvas, DrawError, Side, draw};
use super::theme::{GRID, INK, PAPER, QUIET, SMALL, TEXT, WIDTH, text_width};
use plotters::style::RGBColor;
use scenarios::study::result::{ArmResult, MachineStates};

/// A group of states that is drawn as one piece of a bar.
pub(crate) struct Group {
    /// For people.
    pub(crate) name: &'static str,
    pub(super) colour: RGBColor,
    dark: bool,
}

const fn group(name: &'static str, rgb: (u8, u8, u8), dark: bool) -> Group {
    Group { name, colour: RGBColor(rgb.0, rgb.1, rgb.2), dark }
}

/// Groups, left to right; hours outside the schedule belong to none.
pub(crate) const GROUPS: [Group; 7] = [
    group("running", (0x00, 0x5b, 0x96), true),
    group("unplanned down", (0xc8, 0x4f, 0x0a), true),
    group("minor stops", (0xf0, 0xb4, 0x2c), false),
    group("planned work, set-up", (0x7f, 0xc4, 0xee), false),
    group("blocked", (0x8a, 0x93, 0x9c), false),
    group("starved", (0xc3, 0xca, 0xd1), false),
    group("no order", (0xee, 0xf1, 0xf4), false),
];

/// The group of a state; none outside the schedule.
pub(crate) fn group_of(leaf: &str, e10: &str) -> Option<usize> {
    match (e10, leaf) {
        ("PRD" | "ENG", _) => Some(0),
        (_, "UDT_MINOR") => Some(2),
        ("UDT", _) => Some(1),
        ("SDT", _) => Some(3),
        (_, "SBY_BLOCKED") => Some(4),
        (_, "SBY_NO_ORDER") => Some(6),
        ("SBY", _) => Some(5),
        _ => None,
    }
}

/// Hours by group.
fn hours(machine: &MachineStates) -> [f64; GROUPS.len()] {
    let mut sums = [0.0; GROUPS.len()];
    for state in &machine.states {
        if let Some(k) = group_of(&state.leaf, &state.e10) {
            sums[k] += state.hours;
        }
    }
    sums
}

const BAR: f64 = 17.0;
const NAME: f64 = 22.0;

/// The bars. `arms`: label and arm, the machines of the first one are shown.
pub(crate) fn state_bars(arms: &[(String, &ArmResult)]) -> Result<String, DrawError> {
    let machines = arms.first().map_or(0, |(_, arm)| arm.machines.len());
    let legend = legend_lines();
    let block = NAME + BAR * arms.len() as f64 + 6.0;
    let top = 17.0 * legend.len() as f64 + 4.0;
    draw(top + block * machines as f64 + 34.0, |canvas| {
        paint_legend(canvas, &legend)?;
        paint(canvas, arms, top, block)
    })
}

/// The legend, broken into lines: group and where it begins.
pub(super) fn legend_lines() -> Vec<Vec<(usize, f64)>> {
    let mut lines: Vec<Vec<(usize, f64)>> = vec![Vec::new()];
    let mut x = 2.0;
    for (k, group) in GROUPS.iter().enumerate() {
        let needs = 16.0 + text_width(group.name, SMALL) + 14.0;
        if x + needs > WIDTH && x > 2.0 {
            lines.push(Vec::new());
            x = 2.0;
        }
        if let Some(line) = lines.last_mut() {
            line.push((k, x));
        }
        x += needs;
    }
    lines
}

pub(super) fn paint_legend(
    canvas: &Canvas<'_>,
    lines: &[Vec<(usize, f64)>],
) -> Result<(), DrawError> {
    for (row, line) in lines.iter().enumerate() {
        let y = 9.0 + 17.0 * row as f64;
        for (k, x) in line {
            canvas.fill((*x, y - 5.0), (x + 11.0, y + 6.0), GROUPS[*k].colour)?;
            canvas.outline((*x, y - 5.0), (x + 11.0, y + 6.0), QUIET)?;
            canvas.text(GROUPS[*k].name, (x + 16.0, y), Side::Left, SMALL, INK)?;
        }
    }
    Ok(())
}

fn paint(
    canvas: &Canvas<'_>,
    arms: &[(String, &ArmResult)],
    top: f64,
    block: f64,
) -> Result<(), DrawError> {
    let label = arms.iter().map(|(name, _)| text_width(name, SMALL)).fold(0.0, f64::max);
    let (left, right) = (label + 10.0, WIDTH - 24.0);
    let machines = arms.first().map_or(&[][..], |(_, arm)| &arm.machines[..]);
    let bottom = top + block * machines.len() as f64;
    for (k, machine) in machines.iter().enumerate() {
        let y = top + block * k as f64;
        let mark = if machine.constraint { " (constraint)" } else { "" };
        let name = format!("{}{mark}", machine.machine);
        canvas.bold(&name, (2.0, y + 12.0), Side::Left, TEXT, INK)?;
        for (row, (arm_name, arm)) in arms.iter().enumerate() {
            let y = y + NAME + BAR * row as f64;
            canvas.text(arm_name, (2.0, y + 7.0), Side::Left, SMALL, QUIET)?;
            if let Some(found) = arm.machines.iter().find(|m| m.machine == machine.machine) {
                bar(canvas, &hours(found), (left, right), y)?;
            }
        }
    }
    for percent in [0.0, 25.0, 50.0, 75.0, 100.0] {
        let x = left + percent / 100.0 * (right - left);
        canvas.line(&[(x, bottom - 2.0), (x, bottom + 3.0)], QUIET, 0.75)?;
        let words = format!("{percent:.0} %");
        canvas.text(&words, (x, bottom + 11.0), Side::Middle, SMALL, INK)?;
    }
    let words = "share of the hours inside the schedule";
    canvas.text(words, (0.5 * (left + right), bottom + 26.0), Side::Middle, SMALL, QUIET)
}

fn bar(
    canvas: &Canvas<'_>,
    hours: &[f64; GROUPS.len()],
    (left, right): (f64, f64),
    y: f64,
) -> Result<(), DrawError> {
    let total: f64 = hours.iter().sum();
    if total <= 0.0 {
        return canvas.outline((left, y), (right, y + BAR - 3.0), GRID);
    }
    let mut x = left;
    for (group, hours) in GROUPS.iter().zip(hours) {
        let share = hours / total;
        let end = x + share * (right - left);
        if end - x < 0.05 {
            continue;
        }
        canvas.fill((x, y), (end, y + BAR - 3.0), group.colour)?;
        canvas.line(&[(end, y), (end, y + BAR - 3.0)], PAPER, 0.75)?;
        let words = format!("{:.0} %", 100.0 * share);
        if end - x > text_width(&words, SMALL) + 6.0 {
            let ink = if group.dark { PAPER } else { INK };
            canvas.text(&words, (0.5 * (x + end), y + 7.0), Side::Middle, 10.5, ink)?;
        }
        x = end;
    }
    canvas.outline((left, y), (right, y + BAR - 3.0), QUIET)
}
