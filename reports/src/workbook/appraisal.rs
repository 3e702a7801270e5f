//! Sheet `Appraisal`: the measures of the median future, alive, beside those of the run.

use super::costs::{self, at};
use super::ink::{self, Kind, Page, Role, Value};
use super::months::{self, Column};
use super::{Desk, WorkbookError, rate};
use rust_xlsxwriter::{ConditionalFormatText, ConditionalFormatTextRule, Format, Worksheet};
use scenarios::finance::irr::{Irr, Sign};
use scenarios::finance::payback::Payback;
use scenarios::pairing::scenario::Scenario;

/// Name of the internal rate of return.
pub(super) const IRR: &str = "Case_IRR";
const FIRST: u32 = 5;
/// Rows of the working figures.
const WORK: u32 = FIRST + 13;

const NAMES: [(&str, u32); 11] = [
    ("Case_NPV", FIRST),
    (IRR, FIRST + 1),
    ("Case_MIRR", FIRST + 2),
    ("Case_payback", FIRST + 3),
    ("Case_discounted_payback", FIRST + 4),
    ("Case_ROI", FIRST + 5),
    ("First_outlay", WORK),
    ("Rounding", WORK + 1),
    ("Rounding_PV", WORK + 2),
    ("Last_month_short", WORK + 3),
    ("Last_month_short_PV", WORK + 4),
];

/// Names of the measures, and the cell each stands for.
pub(super) fn names() -> impl Iterator<Item = (&'static str, String)> {
    NAMES.into_iter().map(|(name, row)| (name, format!("Appraisal!{}", ink::fixed(row, 1))))
}

/// The checks of the measures, for the audit.
pub(super) fn checks() -> String {
    ink::down("Appraisal", 4, (FIRST, FIRST + 10))
}

/// One measure: words, formula, what it gives, what the run found.
struct Measure {
    label: &'static str,
    formula: String,
    value: Value,
    run: Value,
    kind: Kind,
    how: &'static str,
}

/// In the words of the sheet.
fn irr_words(irr: &Irr, outlay: bool) -> Value {
    match irr {
        Irr::One(rate) => Value::Number(*rate),
        _ if !outlay => rate::NO_OUTLAY.into(),
        Irr::Several(_) => rate::SEVERAL.into(),
        Irr::None { sign: Sign::Positive } => rate::GAINS.into(),
        Irr::None { .. } => rate::LOSES.into(),
    }
}

fn never(months: Option<f64>, horizon: u32) -> Value {
    months.map_or_else(|| format!("never within {horizon} months").into(), Into::into)
}

fn payback(desk: &Desk<'_>, short: Column, sum: Column, last: &str) -> String {
    let (short, sum) = (months::all(desk, short), months::all(desk, sum));
    format!(
        "=IF(INDEX({short},First_outlay+1)=-1,First_outlay,IF({last}=Horizon,\"never within \"&Horizon&\" months\",\
         {last}-INDEX({sum},{last}+1)/(INDEX({sum},{last}+2)-INDEX({sum},{last}+1))))"
    )
}

fn measures(desk: &Desk<'_>) -> Vec<Measure> {
    let (model, solved) = (desk.model, desk.solved);
    let run = &desk.case.planned.appraisal;
    let [dates, net, factors] = rate::flows(desk);
    let [count, negative, top, root] = rate::found();
    let outlays = costs::all(desk, at::OUTLAY);
    let outlay = model.first_outlay.is_some();
    let pv_outlay: f64 = {
        let one_off = |p: &&super::model::Pay| model.input.costs[p.line].timing.is_one_off();
        model.pays.iter().filter(one_off).map(|p| -p.present).sum()
    };
    let of =
        |pick: &dyn Fn(&super::model::Month) -> f64| -> f64 { model.months.iter().map(pick).sum() };
    let benefit = of(&|m| m.benefits);
    let unpaid = if model.input.opportunity_in_roi { of(&|m| m.unpaid) } else { 0.0 };
    let cost = -(of(&|m| m.capital) + of(&|m| m.one_off) + of(&|m| m.run) + unpaid);
    let total = |column| months::total(desk, column);
    let years = f64::from(model.horizon) / 12.0;
    let annuity = if model.wacc == 0.0 {
        1.0 / years
    } else {
        model.wacc / (1.0 - libm::pow(1.0 + model.wacc, -years))
    };
    let npv = model.npv();
    let back = |report: &scenarios::finance::payback::PaybackReport| match report.payback {
        Payback::At(months) => never(Some(months), model.horizon),
        Payback::Never { .. } => never(None, model.horizon),
    };
    let measure = |label, formula, value: Value, run: Value, kind, how| Measure {
        label,
        formula,
        value,
        run,
        kind,
        how,
    };
    let one_or =
        |value: Option<f64>, words: &'static str| value.map_or_else(|| words.into(), Value::Number);
    vec![
        measure(
            "Net present value",
            format!("=SUMPRODUCT({net},{factors})"),
            solved.npv.into(),
            run.npv.into(),
            Kind::Cents,
            "sum of net cash by half month x discount factor (1 + WACC)^-(date/24); the contract is date 0",
        ),
        measure(
            "Internal rate of return, effective per year",
            format!(
                "=IF(COUNTIF({outlays},\">=0\")=0,\"{}\",IF({count}=0,IF({top}>0,\"{}\",\"{}\"),IF(OR({count}=1,AND(SUM({net})>0,{count}={negative}+1)),{root},\"{}\")))",
                rate::NO_OUTLAY,
                rate::GAINS,
                rate::LOSES,
                rate::SEVERAL
            ),
            solved.irr.map_or_else(Into::into, Into::into),
            irr_words(&run.irr, outlay),
            Kind::Rate,
            "sheet Rate; a negative rate beside the one that is not negative is set aside",
        ),
        measure(
            "Modified internal rate of return",
            format!(
                "=IF(AND(SUMIF({net},\">0\")>0,SUMIF({net},\"<0\")<0),(SUMPRODUCT(({net}>0)*{net}*(1+WACC)^(Horizon/12-{dates}/24))/-SUMPRODUCT(({net}<0)*{net}*{factors}))^(12/Horizon)-1,\"none: money one way only\")"
            ),
            one_or(solved.mirr, "none: money one way only"),
            one_or(run.mirr, "none: money one way only"),
            Kind::Rate,
            "financed and reinvested at the WACC",
        ),
        measure(
            "Payback [months]",
            payback(desk, Column::Short, Column::Cumulative, "Last_month_short"),
            never(solved.payback(model, false), model.horizon),
            back(&run.payback),
            Kind::Factor,
            "last time the cumulative cash turns positive, linear within the month; after tax, from the contract",
        ),
        measure(
            "Discounted payback [months]",
            payback(desk, Column::ShortPresent, Column::CumulativePresent, "Last_month_short_PV"),
            never(solved.payback(model, true), model.horizon),
            back(&run.discounted_payback),
            Kind::Factor,
            "the same with discounted cash",
        ),
        measure(
            "ROI over the horizon",
            format!(
                "=IF({c}=0,\"none: no cost\",({b}-{c})/{c})",
                b = ink::fixed(FIRST + 8, 1),
                c = ink::fixed(FIRST + 9, 1)
            ),
            one_or((cost != 0.0).then(|| (benefit - cost) / cost), "none: no cost"),
            one_or(run.roi_total.fraction(), "none: no cost"),
            Kind::Rate,
            "(benefits - costs) / costs; undiscounted, before tax",
        ),
        measure(
            "Profitability index",
            format!(
                "=IF({pv}>0,1+Case_NPV/{pv},\"none: no outlay\")",
                pv = ink::fixed(FIRST + 10, 1)
            ),
            one_or((pv_outlay > 0.0).then(|| 1.0 + npv / pv_outlay), "none: no outlay"),
            one_or(run.profitability_index, "none: no outlay"),
            Kind::Factor,
            "1 + NPV / present value of one-off outlays",
        ),
        measure(
            "Equivalent annual value",
            "=IF(WACC=0,Case_NPV*12/Horizon,Case_NPV*WACC/(1-(1+WACC)^-(Horizon/12)))".to_owned(),
            (npv * annuity).into(),
            run.equivalent_annual_value.into(),
            Kind::Cents,
            "NPV as an even amount per year",
        ),
        measure(
            "Hard benefits over the horizon",
            format!("={}", total(Column::Benefits)),
            benefit.into(),
            run.benefits_by_year.iter().sum::<f64>().into(),
            Kind::Cents,
            "money of the day, before tax",
        ),
        measure(
            "Costs over the horizon",
            format!(
                "=-({}+{}+{}+Unpaid_in_ROI*{})",
                total(Column::Capital),
                total(Column::OneOff),
                total(Column::Run),
                total(Column::Unpaid)
            ),
            cost.into(),
            run.costs_by_year.iter().sum::<f64>().into(),
            Kind::Cents,
            "one-off and recurring, before tax",
        ),
        measure(
            "Present value of one-off outlays",
            format!("=-SUMIFS({},{outlays},\">=0\")", costs::all(desk, at::PRESENT)),
            pv_outlay.into(),
            pv_outlay.into(),
            Kind::Cents,
            "capital and one-off expenses",
        ),
    ]
}

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let subtitle = format!("{}; in {}, nominal.", which(desk), desk.currency());
    let mut page = Page::new("Appraisal", "Appraisal of the median future", &subtitle)?;
    page.text(2, 0, "Column B follows the inputs; column C is what the run found.", &ink::quiet())?;
    page.headings(4, 0, &["Measure", "Live", "Run", "Difference", "Check", "How"])?;
    for (row, measure) in (FIRST..).zip(measures(desk)) {
        page.word(row, 0, measure.label)?;
        let format = ink::format(measure.kind, Role::Live)
            .set_bold()
            .set_align(rust_xlsxwriter::FormatAlign::Right);
        page.live_as((row, 1), &measure.formula, measure.value.clone(), &format)?;
        let right =
            ink::format(measure.kind, Role::Found).set_align(rust_xlsxwriter::FormatAlign::Right);
        match &measure.run {
            Value::Number(number) => page.number((row, 2), *number, measure.kind, Role::Found)?,
            Value::Text(text) => page.text(row, 2, text, &right)?,
        }
        let (live, run) = (ink::cell(row, 1), ink::cell(row, 2));
        let both = format!("AND(ISNUMBER({live}),ISNUMBER({run}))");
        let gap = match (&measure.value, &measure.run) {
            (Value::Number(a), Value::Number(b)) => Value::Number(a - b),
            _ => Value::Text("-".to_owned()),
        };
        page.live((row, 3), &format!("=IF({both},{live}-{run},\"-\")"), gap, Kind::Tiny)?;
        let formula = format!(
            "=IF(Inputs_changed>0,\"inputs changed\",IF(IF({both},ABS({live}-{run})<=0.000000001*MAX(1,ABS({run})),{live}={run}),\"OK\",\"CHECK\"))"
        );
        page.live_as((row, 4), &formula, "OK", &ink::centred())?;
        page.text(row, 5, measure.how, &ink::quiet().set_indent(1))?;
    }
    good_and_bad(&mut page, (FIRST, 4), (FIRST + 10, 4))?;
    work(&mut page, desk)?;
    rows(&mut page, desk)?;
    page.widths(&[46.0, 26.0, 26.0, 14.0, 15.0, 84.0])?;
    page.sheet.set_freeze_panes(5, 1)?;
    Ok(page.sheet)
}

/// Which future this is, in words.
pub(super) fn which(desk: &Desk<'_>) -> String {
    use scenarios::case::Middle;
    let pairs = desk.pairs.len();
    match desk.case.middle {
        Middle::Only => format!("Pair {}: its NPV is the median of {pairs} pairs", desk.case.pair),
        Middle::Lower => format!(
            "Pair {}: its NPV is the lower of the two in the middle of {pairs} pairs (the P50 of the report lies between them)",
            desk.case.pair
        ),
    }
}

/// `OK` green, `CHECK` red.
pub(super) fn good_and_bad(
    page: &mut Page,
    from: (u32, u16),
    to: (u32, u16),
) -> Result<(), WorkbookError> {
    for (word, colour) in [("OK", ink::GREEN), ("CHECK", ink::RED), ("inputs changed", ink::GREY)] {
        let format = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::BeginsWith(word.to_owned()))
            .set_format(Format::new().set_font_color(colour).set_bold());
        page.sheet.add_conditional_format(from.0, from.1, to.0, to.1, &format)?;
    }
    Ok(())
}

fn work(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let (model, solved) = (desk.model, desk.solved);
    page.text(WORK - 1, 0, "Working figures", &ink::bold())?;
    let outlays = costs::all(desk, at::OUTLAY);
    let absolute =
        |of: Column| format!("=0.000000000001*SUMPRODUCT(ABS({}))", months::all(desk, of));
    let last = |of: Column| format!("=MAX({})", months::all(desk, of));
    let last_value = |discounted: bool| {
        let short = (0..=model.horizon).rev().find(|m| solved.short(*m, model, discounted));
        short.map_or(-1.0, f64::from)
    };
    let first = format!(
        "=IF(COUNTIF({outlays},\">=0\")=0,0,SUMPRODUCT(MIN({outlays}+10000*({outlays}<0))))"
    );
    let all = [
        (
            "Month of the first one-off outlay",
            first,
            f64::from(model.first_outlay.unwrap_or(0)),
            Kind::Count,
        ),
        ("Rounding: smaller sums count as 0", absolute(Column::Cash), solved.rounding, Kind::Plain),
        ("The same, discounted", absolute(Column::Present), solved.rounding_present, Kind::Plain),
        (
            "Last month short of cash (-1: never short)",
            last(Column::Short),
            last_value(false),
            Kind::Count,
        ),
        ("The same, discounted", last(Column::ShortPresent), last_value(true), Kind::Count),
    ];
    for (row, (label, formula, value, kind)) in (WORK..).zip(all) {
        page.word(row, 0, label)?;
        page.live((row, 1), &formula, value, kind)?;
    }
    Ok(())
}

/// The pessimistic table of this one pair, to be compared with the switches.
fn rows(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let row = WORK + 7;
    page.text(
        row,
        0,
        "The pessimistic table of this one future, as the run found it",
        &ink::bold(),
    )?;
    page.text(
        row + 1,
        0,
        "Set the switches on sheet Inputs as shown and compare. Slow adoption needs another simulation: both \
         futures were simulated, the switch chooses between them.",
        &ink::quiet(),
    )?;
    page.headings(
        row + 2,
        0,
        &["Row", "NPV of the run", "Budget_factor", "Slow_adoption", "Gain_factor"],
    )?;
    let found = desk.rows_of(desk.case.pair);
    for ((row, scenario), pair) in (row + 3..).zip(Scenario::ALL).zip(found) {
        page.word(row, 0, &scenario.title())?;
        page.number((row, 1), pair.npv, Kind::Cents, Role::Found)?;
        page.number((row, 2), scenario.cost_factor(), Kind::Months, Role::Live)?;
        page.number(
            (row, 3),
            f64::from(u8::from(scenario.slow_adoption)),
            Kind::Count,
            Role::Live,
        )?;
        page.number((row, 4), scenario.gain_factor(), Kind::Months, Role::Live)?;
    }
    Ok(())
}
