//! The simulation beside a sheet of paper and beside what the vendor says.

use super::section;
use crate::document::{Block, Section, Table};
use crate::figure;
use crate::look;
use crate::number::{Scale, half_width, largest};
use scenarios::catalogue::SAVINGS;
use scenarios::study::result::{
    ClaimCheck, ClosedForm, IdlePeople, Spread, StudyResult, WaterfallStep,
};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let comparison = look::headline(result)?;
    let currency = &result.provenance.currency;
    let mut section = section("closed-form", "Beside a sheet of paper", "For the CFO");
    if let Some(form) = &comparison.closed_form {
        section.blocks.push(Block::Paragraph(gap(currency, form)));
        section.blocks.push(Block::Table(estimates(currency, form)));
        section.blocks.push(Block::Paragraph(savings(currency, form)));
    }
    if let Some(idle) = &comparison.idle_people {
        section.blocks.push(Block::Paragraph(waiting(currency, idle)));
    }
    if !comparison.waterfall.is_empty() {
        let scale = scale(currency, comparison.waterfall.iter().map(|s| s.amount));
        let step = |s: &WaterfallStep| {
            let amount = if s.total { scale.full(s.amount) } else { scale.signed(s.amount) };
            format!("{} {amount}", s.name)
        };
        let steps: Vec<String> = comparison.waterfall.iter().map(step).collect();
        section.blocks.push(figure::block(
            "waterfall",
            "From the formula to the simulation",
            format!("Benefit per year: {}.", steps.join("; ")),
            figure::waterfall(&comparison.waterfall, currency),
        ));
        section.blocks.push(Block::Table(steps_table(&scale, &comparison.waterfall)));
    }
    if let Some(form) = comparison.closed_form.as_ref().filter(|f| !f.inputs.is_empty()) {
        section.blocks.push(Block::Table(inputs(form)));
    }
    if !comparison.claims.is_empty() {
        section.blocks.push(Block::Table(claims(&comparison.claims)));
    }
    (!section.blocks.is_empty()).then_some(section)
}

fn scale(currency: &str, values: impl Iterator<Item = f64>) -> Scale {
    let most = largest(values);
    Scale::money(currency, most, Some(0.02 * most))
}

/// The ratio of formula and simulation in a sentence.
fn gap(currency: &str, form: &ClosedForm) -> String {
    let money = |value: f64| scale(currency, [value].into_iter()).full(value);
    let beginning = format!(
        "The usual formulas promise {} a year at full effect; the simulation finds {}",
        money(form.sum),
        money(form.simulated)
    );
    if form.simulated <= 0.0 {
        return format!("{beginning}. The steps below say why.");
    }
    let ratio = form.sum / form.simulated;
    match ratio {
        r if !(0.5..=2.0).contains(&r) => {
            format!("{beginning}: {r:.1} times. The steps below say why the two differ.")
        }
        _ => format!("{beginning}: the two agree within a factor of two."),
    }
}

/// Beside what other plants report.
fn savings(currency: &str, form: &ClosedForm) -> String {
    let place = match form.simulated {
        x if x > SAVINGS.to => "above that band: look at every line before you believe it",
        x if x >= SAVINGS.from => "within that band",
        _ => "below that band",
    };
    format!(
        "Customers of such projects report {} to {} M$ a year at a mid-size plant, mainly where downtime was \
         dear before. The hard benefit simulated here, {} a year, is {place}. The band is no input.",
        SAVINGS.from / 1e6,
        SAVINGS.to / 1e6,
        scale(currency, [form.simulated].into_iter()).full(form.simulated)
    )
}

/// People who wait for repairs are paid anyway.
fn waiting(currency: &str, idle: &IdlePeople) -> String {
    let hours = |s: &Spread| {
        Scale::plain("h", s.mean, half_width(s.mean_ci).or(Some(0.01 * s.mean.abs()))).full(s.mean)
    };
    let saved = &idle.per_year;
    let money = Scale::money(currency, saved.mean.abs(), half_width(saved.mean_ci));
    let interval = saved
        .mean_ci
        .map_or(String::new(), |ci| format!(" (95 % interval {})", money.range(ci.low, ci.high)));
    format!(
        "Idle people: those of the line wait for repairs {} a year today, {} with the investment; at their wage \
         {} a year of paid waiting less{interval}. They are paid anyway, so this is in no benefit, cash flow, \
         NPV or ROI; the formula above counts it.",
        hours(&idle.before),
        hours(&idle.after),
        money.full(saved.mean)
    )
}

fn estimates(currency: &str, form: &ClosedForm) -> Table {
    let lines = [
        ("Downtime: unplanned hours × cost per hour × 30 %", Some(form.downtime)),
        ("Quality: scrap and rework × 20 %", Some(form.quality)),
        ("Maintenance: reactive labour × 25 %, emergency spares × 20 %", Some(form.maintenance)),
        ("Sum, at full effect", Some(form.sum)),
        ("Sum in the first year, with the ramp", Some(form.first_year)),
        ("What the vendor claims", form.vendor),
        ("The same after the haircut", form.vendor_haircut),
        ("Simulated hard benefit, mean", Some(form.simulated)),
    ];
    let money = scale(currency, lines.iter().filter_map(|(_, v)| *v));
    let heading = format!(">[{}/year]", money.unit());
    let mut table = Table::new("Estimates by formula and the simulation", &["Estimate", &heading]);
    for (name, value) in lines {
        let Some(value) = value else { continue };
        let cells = vec![name.into(), money.bare(value).into()];
        let strong = name.starts_with("Sum, at") || name.starts_with("Simulated");
        if strong { table.strong(cells) } else { table.row(cells) }
    }
    let hour = |value: f64| Scale::money(currency, value, Some(0.002 * value)).full(value);
    let mut note = format!(
        "An hour at the constraint is worth {} of contribution margin; an unplanned hour is \
         priced at {} by the formula (margin, idle labour, overtime, emergency premium).",
        hour(form.margin_per_hour),
        hour(form.cost_per_hour)
    );
    if let Some(roi) = form.roi {
        note += &format!(" ROI by formula: {}.", Scale::percent(None).full(roi));
    }
    table.noted(note)
}

fn steps_table(scale: &Scale, steps: &[WaterfallStep]) -> Table {
    let heading = format!(">[{}/year]", scale.unit());
    let mut table = Table::new("Step by step", &["Step", &heading, "How it was computed"]);
    for step in steps {
        let amount = scale.bare(step.amount);
        let plus =
            if !step.total && step.amount > 0.0 && !amount.starts_with('0') { "+" } else { "" };
        let cells = vec![
            step.name.as_str().into(),
            format!("{plus}{amount}").into(),
            step.explanation.as_str().into(),
        ];
        if step.total { table.strong(cells) } else { table.row(cells) }
    }
    table.folded("How every step was computed")
}

fn inputs(form: &ClosedForm) -> Table {
    let mut table = Table::new("What the formulas were fed with", &["Input", ">Value", "Unit"]);
    for input in &form.inputs {
        let (scale, unit) = match input.unit.as_str() {
            "share" => (Scale::percent(Some(0.005)), "share"),
            unit => (Scale::plain("", 0.0, Some(2e-4 * input.value.abs())), unit),
        };
        table.row(vec![input.name.as_str().into(), scale.full(input.value).into(), unit.into()]);
    }
    table.folded("The inputs of the formulas")
}

fn claims(claims: &[ClaimCheck]) -> Table {
    let headings =
        ["Indicator", "Who claims it", ">Claimed", ">Haircut", ">After haircut", ">Simulated"];
    let mut table = Table::new("Claims beside the simulation (relative change)", &headings);
    let scale = Scale::percent(None);
    for claim in claims {
        table.row(vec![
            claim.name.as_str().into(),
            claim.source.as_str().into(),
            scale.signed(claim.claimed).into(),
            format!("× {:.2}", claim.haircut).into(),
            scale.signed(claim.after_haircut).into(),
            claim.simulated.map_or_else(String::new, |s| scale.signed(s)).into(),
        ]);
    }
    let from = claims.iter().map(|c| c.mature_from_month).max().unwrap_or(0);
    table.noted(format!(
        "Simulated: change of the mean over the mature months, from month {from} on."
    ))
}
