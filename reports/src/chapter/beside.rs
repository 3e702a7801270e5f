//! What is not counted: soft benefits, references, upside.

use super::section;
use crate::document::{Block, Section, Table};
use crate::number::{Scale, count, half_width, largest, money_of, share};
use scenarios::study::result::{Reference, SoftBenefit, StudyResult, UpsideResult};

pub(super) fn compose(result: &StudyResult) -> Option<Section> {
    let mut section = section("beside", "What is not counted", "For the CFO");
    if !result.soft.is_empty() {
        section.blocks.push(Block::Table(soft(&result.soft)));
    }
    if let Some(upside) = &result.upside {
        section.blocks.push(Block::Table(table(result, upside)));
    }
    if !result.at_risk.is_empty() {
        section.blocks.push(Block::Table(at_risk(result)));
    }
    if !result.references.is_empty() {
        section.blocks.push(Block::Table(references(&result.references)));
    }
    (!section.blocks.is_empty()).then_some(section)
}

fn soft(list: &[SoftBenefit]) -> Table {
    let headings =
        ["Soft benefit", ">How much", "Who will say whether it came", "Why it is believed"];
    let mut table = Table::new("Soft benefits", &headings);
    for soft in list {
        let much = soft.quantity.map_or("not counted".to_owned(), |quantity| {
            Scale::plain(&soft.unit, quantity, None).full(quantity)
        });
        table.row(vec![
            soft.name.as_str().into(),
            much.into(),
            soft.owner.as_str().into(),
            soft.evidence.clone().unwrap_or_default().into(),
        ]);
    }
    table.noted("No money stands here, and none of it is in cash flow, NPV, ROI or payback.")
}

fn at_risk(result: &StudyResult) -> Table {
    let headings = [
        "Rule or contract",
        "From",
        ">Revenue on it",
        ">Lost without",
        ">Lost with",
        ">Margin on it per year",
        ">Change of the NPV, P10",
        ">P50",
        ">P90",
        ">Mean",
        ">95 % interval",
        ">NPV > 0 with it",
    ];
    let mut table =
        Table::new("Revenue at risk: in no headline, no verdict, no other number", &headings);
    let currency = &result.provenance.currency;
    for risk in &result.at_risk {
        let most = largest([risk.change.p10, risk.change.p90, risk.change.mean]);
        let scale = Scale::money(currency, most, half_width(risk.change.mean_ci));
        let margin = risk.margin_per_year;
        let ci = risk.change.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high));
        let mut row = vec![
            risk.name.as_str().into(),
            risk.from.as_str().into(),
            format!("{:.0} %", 100.0 * risk.share).into(),
            share(&risk.lost_without).into(),
            share(&risk.lost_with).into(),
            Scale::money(currency, margin, Some(0.005 * margin.abs())).full(margin).into(),
        ];
        let told = [risk.change.p10, risk.change.p50, risk.change.p90, risk.change.mean];
        row.extend(told.map(|x| scale.signed(x).into()));
        row.push(ci.into());
        row.push(share(&risk.npv_positive).into());
        table.row(row);
    }
    table.noted(
        "Probabilities are the study's; whether the revenue is lost is drawn once a future, by the same draw without \
         and with the investment. The margin is that of the mean sales of either plant from the day of the rule to \
         the horizon, discounted, after tax, less the cost of complying.",
    )
}

fn references(list: &[Reference]) -> Table {
    let headings =
        ["Site", "What was measured", "What came out, in their words", "Whom to ask", "As of"];
    let mut table = Table::new("References to be asked", &headings);
    for reference in list {
        table.row(vec![
            reference.site.as_str().into(),
            reference.metric.as_str().into(),
            reference.result.as_str().into(),
            reference.contact.clone().unwrap_or_default().into(),
            reference.date.clone().unwrap_or_default().into(),
        ]);
    }
    table.noted("Other plants are other plants: no number here enters a calculation.")
}

fn table(result: &StudyResult, upside: &UpsideResult) -> Table {
    let currency = &result.provenance.currency;
    let headings = ["Scenario", ">P10", ">P50", ">P90", ">Mean", "What it is"];
    let mut table = Table::new("Upside: in no headline, no verdict, no other number", &headings);
    let mut row = |name: String, spread: &scenarios::study::result::Spread, what: String| {
        let scale = money_of(currency, spread);
        let cells = [spread.p10, spread.p50, spread.p90, spread.mean];
        let mut row = vec![name.into()];
        row.extend(cells.map(|value| scale.full(value).into()));
        row.push(what.into());
        table.row(row);
    };
    if let Some(demand) = &upside.demand {
        let times = format!("Demand \u{d7} {:.2}", demand.multiple);
        row(
            format!("{times}: NPV"),
            &demand.npv,
            format!(
                "both plants in a market that wants more, {} pairs; positive in {}",
                count(demand.pairs),
                share(&demand.npv_positive)
            ),
        );
        row(
            format!("{times}: more than today"),
            &demand.more,
            "less the NPV of the same pair at today's demand".to_owned(),
        );
    }
    if let Some(green) = &upside.green {
        row(
            "Green premium, per year".to_owned(),
            &green.per_year,
            format!(
                "{:.0} % on the price, {:.0} % of the revenue eligible, {:.0} % of the stated willingness paid; \
                 before tax",
                100.0 * green.premium,
                100.0 * green.eligible,
                100.0 * green.stated
            ),
        );
    }
    table
}
