//! Sheet `Board`: the case on one page.

use super::board_data as data;
use super::ink::{self, Kind, Page, Role};
use super::{Desk, WorkbookError, audit, tco};
use crate::headline::headline;
use crate::look;
use crate::number::{self, Scale, half_width, money_of};
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartSolidFill, ChartType, Color, Format, FormatAlign, FormatBorder, Worksheet,
};

const COLUMNS: u16 = 12;
const CHARTS: u32 = 9;
const CHART_ROWS: u32 = 13;
const TABLE: u32 = CHARTS + 2 * CHART_ROWS + 1;

pub(super) fn write(desk: &Desk<'_>) -> Result<Worksheet, WorkbookError> {
    let investment = look::title_of(desk.result, &desk.comparison.investment);
    let reference = look::title_of(desk.result, &desk.comparison.reference);
    let provenance = &desk.result.provenance;
    let subtitle = format!(
        "{investment} against {reference}; {}, {} months from {}, {} pairs of futures",
        provenance.plant,
        provenance.horizon_months,
        provenance.start,
        number::count(provenance.pairs)
    );
    let mut page = Page::new("Board", &provenance.study, &subtitle)?;
    page.sheet.set_print_fit_to_pages(1, 1);
    page.sheet.set_column_range_width(0, COLUMNS - 1, 13)?;
    if let Some(said) = headline(desk.result) {
        let format = Format::new()
            .set_bold()
            .set_font_size(13)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(ink::PAPER)
            .set_font_color(ink::NAVY);
        page.sheet.merge_range(2, 0, 3, COLUMNS - 1, &said.sentence, &format)?;
        page.sheet.set_row_height(2, 21)?;
        page.sheet.set_row_height(3, 21)?;
    }
    tiles(&mut page, desk)?;
    charts(&mut page, desk)?;
    let end = table(&mut page, desk)?;
    notes(&mut page, desk, end + 1)?;
    page.sheet.set_print_area(0, 0, end + 5, COLUMNS - 1)?;
    page.sheet.set_tab_color(ink::NAVY);
    Ok(page.sheet)
}

/// The numbers everybody looks for first: label, value, what it means.
fn facts(desk: &Desk<'_>) -> Vec<[String; 3]> {
    let base = desk.base;
    let scale = money_of(desk.currency(), &base.npv);
    let horizon = desk.result.provenance.horizon_months;
    let (quote, whole) = tco::planned(desk);
    let money = Scale::money(desk.currency(), whole, Some(0.005 * whole.abs()));
    let roi = base.roi_total.as_ref();
    let percent = |value: f64, half: Option<f64>| Scale::percent(half).at_most(0).full(value);
    vec![
        [
            "NPV, median".to_owned(),
            scale.full(base.npv.p50),
            format!("P10 to P90 {}", scale.range(base.npv.p10, base.npv.p90)),
        ],
        [
            "Probability NPV > 0".to_owned(),
            number::percent(base.npv_positive.value),
            format!(
                "{} of {}",
                number::count(base.npv_positive.count),
                number::count(base.npv_positive.of)
            ),
        ],
        [
            "IRR, median".to_owned(),
            number::rate(base.irr.p50.as_ref()),
            format!("discount rate {}", Scale::percent(Some(0.001)).full(desk.model.wacc)),
        ],
        [
            "Payback, median".to_owned(),
            number::payback(base.payback.p50, horizon),
            format!("never: {} of futures", number::percent(base.payback.never.value)),
        ],
        [
            "ROI, median".to_owned(),
            roi.map_or("no cost".to_owned(), |r| percent(r.p50, half_width(r.p50_ci))),
            roi.map_or(String::new(), |r| {
                format!("P10 to P90 {} to {}", percent(r.p10, None), percent(r.p90, None))
            }),
        ],
        [
            "Full cost, planned".to_owned(),
            money.full(whole),
            if quote > 0.0 {
                format!("{:.2} x the vendor's quote", whole / quote)
            } else {
                "no vendor's quote".to_owned()
            },
        ],
    ]
}

fn tiles(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let centre = || Format::new().set_align(FormatAlign::Center).set_background_color(ink::PAPER);
    let label = centre()
        .set_font_color(ink::GREY)
        .set_border_top(FormatBorder::Medium)
        .set_border_top_color(ink::NAVY);
    let value = centre().set_bold().set_font_size(15).set_font_color(ink::NAVY);
    let detail = centre().set_font_color(ink::GREY).set_font_size(9).set_shrink();
    for (k, [name, number, meaning]) in (0u16..).zip(facts(desk)) {
        let (from, to) = (2 * k, 2 * k + 1);
        page.sheet.merge_range(5, from, 5, to, &name, &label)?;
        page.sheet.merge_range(6, from, 6, to, &number, &value)?;
        page.sheet.merge_range(7, from, 7, to, &meaning, &detail)?;
    }
    page.sheet.set_row_height(6, 24)?;
    Ok(())
}

/// A chart in the look of the page.
fn dressed(mut chart: Chart, title: &str, x: &str, y: &str, decimals: &str) -> Chart {
    let mut small = ChartFont::new();
    small.set_size(8).set_color(ink::GREY);
    let mut large = ChartFont::new();
    large.set_size(11).set_bold().set_color(ink::NAVY);
    let mut plain = ChartFont::new();
    plain.set_size(8).unset_bold().set_color(ink::GREY);
    let mut grid = ChartLine::new();
    grid.set_color(0xE5E7EB).set_width(0.5);
    chart.title().set_name(title).set_font(&large);
    chart.x_axis().set_name(x).set_name_font(&plain).set_font(&small);
    chart.y_axis().set_name(y).set_name_font(&plain).set_font(&small).set_num_format(decimals);
    chart.y_axis().set_major_gridlines_line(&grid);
    chart
        .chart_area()
        .set_format(ChartFormat::new().set_border(ChartLine::new().set_color(0xD1D5DB)));
    chart.set_width(560).set_height(252);
    chart
}

fn column(col: u16, rows: u32) -> String {
    format!("={}", ink::down("Charts", col, (data::FIRST, data::FIRST + rows.max(1) - 1)))
}

fn charts(page: &mut Page, desk: &Desk<'_>) -> Result<(), WorkbookError> {
    let currency = desk.currency();
    let lower = CHARTS + CHART_ROWS;
    page.sheet.insert_chart_with_offset(CHARTS, 0, &distribution(desk, currency), 2, 2)?;
    page.sheet.insert_chart_with_offset(CHARTS, 6, &fan(desk, currency), 6, 2)?;
    page.sheet.insert_chart_with_offset(lower, 0, &curve(desk), 2, 4)?;
    if desk.comparison.rows.len() > 1 {
        page.sheet.insert_chart_with_offset(lower, 6, &bars(desk, currency), 6, 4)?;
    }
    Ok(())
}

fn distribution(desk: &Desk<'_>, currency: &str) -> Chart {
    let n = data::bars(desk);
    let mut chart = Chart::new_column();
    chart
        .add_series()
        .set_name("pairs")
        .set_categories(&column(data::BARS_AT + 2, n))
        .set_values(&column(data::BARS_AT + 3, n))
        .set_gap(6)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(0x4A7EBB)));
    let x = format!("NPV from ... [thousand {currency}]");
    let mut chart = dressed(chart, "Net present value over all pairs", &x, "pairs", "0");
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low).set_label_interval(3);
    chart.legend().set_hidden();
    chart.set_alt_text("Histogram of the net present value of all pairs of futures");
    chart
}

fn fan(desk: &Desk<'_>, currency: &str) -> Chart {
    let n = desk.comparison.cash_fan.len() as u32;
    let mut chart = Chart::new(ChartType::ScatterStraight);
    let lines: [(u16, &str, u32, f64); 4] = [
        (1, "P10", ink::RED, 1.25),
        (2, "P50", ink::NAVY, 2.25),
        (3, "P90", ink::GREEN, 1.25),
        (4, "median future", 0xE08E0B, 1.0),
    ];
    for (col, name, colour, width) in lines {
        line(&mut chart, name, (col, n), colour, width);
    }
    let y = format!("cumulative cash after tax [thousand {currency}]");
    let mut chart = dressed(chart, "Cash over time", "month", &y, "#,##0,");
    by_month(&mut chart, desk);
    let mut font = ChartFont::new();
    font.set_size(8).set_color(ink::GREY);
    chart.legend().set_position(ChartLegendPosition::Bottom).set_font(&font);
    chart.set_alt_text("Cumulative cash after tax by month: P10, P50, P90 and the median future");
    chart
}

/// A line over months.
fn line(chart: &mut Chart, name: &str, (col, months): (u16, u32), colour: u32, width: f64) {
    let mut ink = ChartLine::new();
    ink.set_color(colour).set_width(width);
    chart
        .add_series()
        .set_name(name)
        .set_categories(&column(data::FAN_AT, months))
        .set_values(&column(data::FAN_AT + col, months))
        .set_format(ChartFormat::new().set_line(&ink));
}

/// An axis of months, labelled below the lowest value, a mark each year.
fn by_month(chart: &mut Chart, desk: &Desk<'_>) {
    let mark = if desk.model.horizon > 120 { 60 } else { 12 };
    chart.x_axis().set_min(0).set_max(desk.model.horizon).set_major_unit(mark);
    chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
}

fn curve(desk: &Desk<'_>) -> Chart {
    let n = desk.comparison.payback_curve.len() as u32;
    let mut chart = Chart::new(ChartType::ScatterStraight);
    line(&mut chart, "share paid back", (5, n), ink::NAVY, 2.25);
    let mut chart = dressed(chart, "Share of futures paid back", "month", "share of pairs", "0%");
    by_month(&mut chart, desk);
    chart.y_axis().set_min(0.0).set_max(1.0);
    chart.legend().set_hidden();
    chart.set_alt_text("Share of pairs paid back by month");
    chart
}

fn bars(desk: &Desk<'_>, currency: &str) -> Chart {
    let n = desk.comparison.rows.len() as u32;
    let colours: Vec<Color> = desk
        .comparison
        .rows
        .iter()
        .map(|row| Color::RGB(if row.metrics.npv.p50 > 0.0 { 0x4A7EBB } else { ink::RED }))
        .collect();
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_name("NPV P50")
        .set_categories(&column(data::ROWS_AT, n))
        .set_values(&column(data::ROWS_AT + 1, n))
        .set_gap(40)
        .set_point_colors(&colours);
    let y = format!("median NPV [thousand {currency}]");
    // In a bar chart the categories stand on the vertical axis.
    let mut chart = dressed(chart, "If things go worse than planned", &y, "", "General");
    chart.x_axis().set_num_format("#,##0,");
    chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low);
    chart.y_axis().set_major_gridlines(false);
    let mut grid = ChartLine::new();
    grid.set_color(0xE5E7EB).set_width(0.5);
    chart.x_axis().set_major_gridlines_line(&grid);
    chart.legend().set_hidden();
    chart.set_alt_text("Median net present value of every row of the pessimistic table");
    chart
}

/// The pessimistic table; returns the row behind it.
fn table(page: &mut Page, desk: &Desk<'_>) -> Result<u32, WorkbookError> {
    let judgement = desk.comparison.judgement.as_ref();
    let said = judgement.map_or("there is none in this study", |found| &found.sentence);
    // The verdict can be long: two lines across the page, not cut off at its edge.
    let format = ink::bold()
        .set_font_color(ink::NAVY)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter);
    let said = format!("Pessimistic table: {said}");
    page.sheet.merge_range(TABLE, 0, TABLE, COLUMNS - 1, &said, &format)?;
    page.sheet.set_row_height(TABLE, if said.chars().count() > 130 { 45 } else { 15 })?;
    let currency = desk.currency();
    let titles = [
        format!("NPV P10 [{currency}]"),
        format!("P50 [{currency}]"),
        format!("P90 [{currency}]"),
        "NPV > 0".to_owned(),
        "ROI P50".to_owned(),
        "Payback P50 [months]".to_owned(),
        "Never paid back".to_owned(),
    ];
    page.sheet.merge_range(
        TABLE + 1,
        0,
        TABLE + 1,
        4,
        "All costs x 1.2; adoption twice as slow (simulated again); 60 % of every hard benefit",
        &ink::heading(),
    )?;
    for (col, text) in (5..).zip(&titles) {
        page.text(TABLE + 1, col, text, &ink::heading().set_font_size(9))?;
    }
    page.sheet.set_row_height(TABLE + 1, 30)?;
    let horizon = desk.result.provenance.horizon_months;
    let mut row = TABLE + 2;
    for scenario in &desk.comparison.rows {
        let metrics = &scenario.metrics;
        let line = Format::new().set_border_bottom(FormatBorder::Hair);
        let strong = row == TABLE + 2 || row == TABLE + 9;
        let line = if strong { line.set_bold() } else { line };
        page.sheet.merge_range(row, 0, row, 4, &look::row_title(scenario), &line)?;
        let look = |kind| ink::format(kind, Role::Found).merge(&line);
        for (col, value) in (5..).zip([metrics.npv.p10, metrics.npv.p50, metrics.npv.p90]) {
            let red = look(Kind::Money).set_num_format("#,##0;[Red]-#,##0;0");
            page.sheet.write_number_with_format(row, col, value + 0.0, &red)?;
        }
        page.sheet.write_number_with_format(
            row,
            8,
            metrics.npv_positive.value,
            &look(Kind::Share),
        )?;
        match metrics.roi_total.as_ref() {
            Some(roi) => {
                page.sheet.write_number_with_format(row, 9, roi.p50, &look(Kind::Share))?;
            }
            None => page.text(row, 9, "no cost", &line)?,
        }
        let right = line.clone().set_align(FormatAlign::Right);
        page.text(row, 10, &number::payback_cell(metrics.payback.p50, horizon), &right)?;
        page.sheet.write_number_with_format(
            row,
            11,
            metrics.payback.never.value,
            &look(Kind::Share),
        )?;
        row += 1;
    }
    Ok(row)
}

fn notes(page: &mut Page, desk: &Desk<'_>, row: u32) -> Result<(), WorkbookError> {
    let base = desk.base;
    let error = half_width(base.npv.mean_ci).map_or("not known".to_owned(), |half| {
        Scale::money(desk.currency(), half, Some(half)).full(half)
    });
    let scale = money_of(desk.currency(), &base.npv);
    let small = Format::new().set_font_size(9).set_font_color(ink::GREY);
    let lines = [
        format!("Mean NPV {} with a Monte-Carlo error of ±{error} (95 %); the worst 5 % of futures average {}.",
            scale.full(base.npv.mean), scale.full(base.cvar5)),
        "Same-world pairs: both plants live through the same failures, repairs, demand and luck of the project. ROI: (benefits - costs) / costs over the horizon, before tax.".to_owned(),
        format!("The cash flow of the sheets behind is that of {}", lower_first(&super::appraisal::which(desk))),
    ];
    for (row, line) in (row..).zip(&lines) {
        page.text(row, 0, line, &small)?;
    }
    let provenance = &desk.result.provenance;
    let end =
        format!("gemba {}, seed {}. Audit of this workbook:", provenance.version, provenance.seed);
    page.text(row + 3, 0, &end, &small)?;
    let word = Format::new().set_font_size(9).set_bold();
    page.live_as((row + 3, 5), &format!("={}", audit::VERDICT), "OK", &word)
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
