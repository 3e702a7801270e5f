//! What must have moved if the investment is what it says: a block for each kind of evidence, with what
//! was measured before and after, and how surely it moved.

use super::{physics, section};
use crate::document::{Block, Note, Section, Table};
use crate::look;
use crate::number::{Scale, percent};
use scenarios::study::result::{BeforeAfter, Comparison, Delta, StudyResult, Unknown};
use scenarios::uncertainty::usual::{DEFECT_RATE, DEFECT_RATES};

/// A kind of evidence: its name, what must be seen, the indicators that tell it.
struct Kind {
    name: &'static str,
    must_show: &'static str,
    keys: &'static [&'static str],
    resilience: bool,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "Maintenance and downtime",
        must_show: "fewer failures, lower cost of repairs, alerts that led to earlier action",
        keys: &[
            "failures",
            "planned_repairs",
            "unplanned_down_h",
            "crew_overtime_h",
            "parts_emergency",
            "mtbf",
            "mttr",
        ],
        resilience: false,
    },
    Kind {
        name: "Quality",
        must_show: "less scrap and rework, causes found sooner, fewer bad pieces at customers",
        keys: &[
            "defect_rate",
            "scrap",
            "rejects",
            "reworks",
            "escapes",
            "pieces_to_find",
            "cause_h",
        ],
        resilience: false,
    },
    Kind {
        name: "Facility and energy",
        must_show: "lower consumption and peak, fewer and shorter outages, higher resilience",
        keys: &["energy_kwh", "peak_kw", "service_outages", "service_outage_h"],
        resilience: true,
    },
    Kind {
        name: "Planning and delivery",
        must_show: "better use of capacity, fewer delays",
        keys: &["served", "lost_sales", "backlog", "finished_goods", "wip", "overtime_h"],
        resilience: false,
    },
];

/// Half of the defects: of plants in this band.
const DEFECTS: [f64; 2] = [DEFECT_RATES.0, DEFECT_RATES.1];

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let comparison = look::headline(result)?;
    let mut section = section("evidence", "Evidence", "For the CFO and the engineer");
    for kind in &KINDS {
        let rows: Vec<&Delta> = kind.keys.iter().filter_map(|key| moved(comparison, key)).collect();
        if rows.is_empty() {
            continue;
        }
        section.blocks.push(Block::Heading(kind.name.to_owned()));
        section.blocks.push(Block::Paragraph(words(kind, &rows)));
        section.blocks.push(Block::Table(table(result, kind, &rows)));
        if let Some(note) = defects(comparison).filter(|_| kind.name == "Quality") {
            section.blocks.push(Block::Note(note));
        }
        if let Some(note) = usual(result, comparison).filter(|_| kind.name == "Quality") {
            section.blocks.push(Block::Note(note));
        }
    }
    (!section.blocks.is_empty()).then_some(section)
}

fn delta<'a>(comparison: &'a Comparison, key: &str) -> Option<&'a Delta> {
    comparison.deltas.iter().find(|delta| delta.key == key)
}

/// An indicator that moved in any future.
fn moved<'a>(comparison: &'a Comparison, key: &str) -> Option<&'a Delta> {
    let moves = |d: &&Delta| d.spread.as_ref().is_some_and(|s| s.min != 0.0 || s.max != 0.0);
    delta(comparison, key).filter(moves)
}

fn is_certain(delta: &Delta) -> bool {
    let interval = delta.spread.as_ref().and_then(|s| s.mean_ci);
    interval.is_some_and(|ci| ci.low > 0.0 || ci.high < 0.0)
}

fn words(kind: &Kind, rows: &[&Delta]) -> String {
    let names = |wanted: &dyn Fn(&Delta) -> bool| -> String {
        let all = rows.iter().filter(|d| wanted(d)).map(|d| d.name.to_lowercase());
        all.collect::<Vec<_>>().join(", ")
    };
    let better = names(&|d| is_certain(d) && d.improves == Some(true));
    let worse = names(&|d| is_certain(d) && d.improves == Some(false));
    let open = names(&|d| !is_certain(d) && d.improves.is_some());
    let mut text = format!("Must show: {}.", kind.must_show);
    for (lead, names) in [
        ("Better beyond the error of the simulation", better),
        ("Worse beyond it", worse),
        ("Not certain", open),
    ] {
        if !names.is_empty() {
            text += &format!(" {lead}: {names}.");
        }
    }
    text
}

fn table(result: &StudyResult, kind: &Kind, rows: &[&Delta]) -> Table {
    let headings = [
        "What was measured",
        "Unit",
        ">Before",
        ">With the investment",
        ">Difference (95 % interval)",
        ">Relative",
        "Direction",
    ];
    let mut table = Table::new(format!("Evidence: {}", kind.name.to_lowercase()), &headings);
    for delta in rows {
        table.row(physics::indicator(delta));
    }
    let Some(found) = result.resilience.as_ref().filter(|_| kind.resilience) else { return table };
    let all = [
        ("Worst full week, share of the median week", found.worst_week.as_ref()),
        ("Weeks until a median week after the worst event", found.recovery_weeks.as_ref()),
        ("Service in the worst month of twenty", found.service_p5.as_ref()),
    ];
    for (name, both) in all {
        let Some(both) = both else { continue };
        table.row(resilience(name, both));
    }
    table
}

fn resilience(name: &str, both: &BeforeAfter) -> Vec<crate::document::Cell> {
    let scale = Scale::plain("", both.before.mean.abs(), Some(0.005));
    let interval = both
        .difference
        .mean_ci
        .map_or(String::new(), |ci| format!(" ({})", scale.range(ci.low, ci.high)));
    vec![
        name.into(),
        "".into(),
        scale.full(both.before.mean).into(),
        scale.full(both.after.mean).into(),
        format!("{}{interval}", scale.signed(both.difference.mean)).into(),
        "".into(),
        "".into(),
    ]
}

/// The mean of the usual law and half of it, beside what was simulated; none where no rate was drawn by it.
fn usual(result: &StudyResult, comparison: &Comparison) -> Option<Note> {
    let drawn = |u: &&Unknown| u.law.starts_with(DEFECT_RATE);
    let asked = result.unknowns.items.iter().filter(drawn).count();
    let rate = delta(comparison, "defect_rate").filter(|_| asked > 0)?;
    let (today, change) = (rate.reference?, rate.spread.as_ref()?.mean);
    let mean = 0.5 * (DEFECTS[0] + DEFECTS[1]);
    let digits = Scale::percent(Some(0.0005));
    Some(Note::information(
        "Usual defect rate",
        format!(
            "The rate of {asked} process{} is no figure of this plant but the usual law of {:.0} to {:.0} %, drawn \
             in every future. By formula: {} on average at each, and half of it, {}, is what is claimed to be \
             avoidable. Simulated for the whole plant: {}, which the investment changes by {}.",
            if asked == 1 { "" } else { "es" },
            100.0 * DEFECTS[0],
            100.0 * DEFECTS[1],
            digits.full(mean),
            digits.full(0.5 * mean),
            digits.full(today),
            digits.signed(change).replace(" %", " points"),
        ),
    ))
}

/// A claim of half the defects is made of plants that have 2 to 4 % of them.
fn defects(comparison: &Comparison) -> Option<Note> {
    let rate = delta(comparison, "defect_rate")?.reference?;
    let [low, high] = DEFECTS;
    let band = format!("{:.0} to {:.0} %", 100.0 * low, 100.0 * high);
    let digits = Scale::percent(Some(0.0005)).full(rate);
    Some(match (low..=high).contains(&rate) {
        true => Note::information(
            "Defect rate",
            format!(
                "{digits} of the pieces are defective today: among the {band} of plants of which half is \
                     claimed to be avoidable."
            ),
        ),
        false => Note::warning(
            "Defect rate",
            format!(
                "{digits} of the pieces are defective today ({} would be the upper end): outside the {band} of \
                 plants of which half is claimed to be avoidable, so that claim says nothing of this plant.",
                percent(high)
            ),
        ),
    })
}
