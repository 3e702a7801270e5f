//! Reading what stands beside the money.

use super::sections_beside::{AT_RISK, REFERENCE, SOFT};
use crate::study::beside::months_until;
use crate::study::beside::{AtRisk, Beside, Stress, Upside};
use crate::study::result::{Reference, SoftBenefit};
use jiff::civil::Date;
use twin_models::text::{Item, Reader};

/// Keys that would make money of a soft benefit.
const MONEY: [&str; 12] = [
    "money", "value", "cost", "price", "income", "amount", "worth", "saving", "savings", "benefit",
    "rate", "wage",
];
/// Words that make a unit a currency.
const CURRENCIES: [&str; 9] =
    ["$", "\u{20ac}", "\u{a3}", "USD", "EUR", "GBP", "dollar", "euro", "pound"];

/// Reads `[[soft]]`, `[[references]]`, `[upside]`.
pub(super) fn read(root: &Reader<'_, '_>, has_demand: bool) -> Beside {
    Beside {
        soft: root.list("soft").iter().filter_map(soft).collect(),
        references: root.list("references").iter().filter_map(reference).collect(),
        upside: root
            .has("upside")
            .then(|| root.table("upside"))
            .flatten()
            .and_then(|r| upside(&r, has_demand)),
        stress: root.has("stress").then(|| root.table("stress")).flatten().and_then(|r| stress(&r)),
        at_risk: root.list("at_risk").iter().filter_map(at_risk).collect(),
        footprint: false,
        informal_hour: None,
    }
}

fn at_risk(item: &Item<'_, '_>) -> Option<AtRisk> {
    let reader = item.table(&AT_RISK)?;
    let (name, from) = (reader.text("name"), reader.date("from"));
    let [share, without, with, compliance] =
        ["share", "lost_without", "lost_with", "compliance"].map(|key| reader.value(key));
    let found = AtRisk {
        name: name?.to_owned(),
        from: from?,
        share: share?,
        lost: [without?, with?],
        compliance: compliance?,
    };
    if found.share == 0.0 || found.lost == [0.0; 2] {
        let remedy = "say what share hangs on it and how likely it is lost, or leave it out";
        reader.error("share", "nothing is at risk", remedy);
    }
    Some(found)
}

fn stress(reader: &Reader<'_, '_>) -> Option<Stress> {
    let months = if reader.has("sensors_first") { reader.value("sensors_first")? } else { 0.0 };
    let whole = libm::round(months);
    if whole < 1.0 {
        reader.error(
            "sensors_first",
            "[stress] asks for nothing",
            "write sensors_first = \"12 months\", or leave [stress] out",
        );
    }
    Some(Stress { sensors_first: whole as u32 })
}

fn soft(item: &Item<'_, '_>) -> Option<SoftBenefit> {
    let remedy = "leave it out: a soft benefit is named, counted and owned, never priced; what the books \
                  can show belongs into [prices], as a hard line";
    if let Some(table) = item.node.as_table() {
        let money = table.names().find(|name| MONEY.contains(name));
        if let Some(name) = money {
            let reason = format!("a soft benefit has no money, so no `{name}`");
            item.error(reason, remedy);
            return None;
        }
    }
    let reader = item.table(&SOFT)?;
    let optional = |key: &str| reader.has(key).then(|| reader.text(key)).flatten();
    let unit = optional("unit").unwrap_or_default();
    if CURRENCIES.iter().any(|sign| unit.contains(sign)) {
        reader.error("unit", format!("`{unit}` is money, and a soft benefit has none"), remedy);
    }
    let quantity = if reader.has("quantity") { Some(reader.value("quantity")?) } else { None };
    let (name, owner) = (reader.text("name"), reader.text("owner"));
    Some(SoftBenefit {
        name: name?.to_owned(),
        quantity,
        unit: unit.to_owned(),
        owner: owner?.to_owned(),
        evidence: optional("evidence").map(str::to_owned),
        counts: optional("counts").map(str::to_owned),
        channel: reader.has("channel").then(|| reader.word("channel")).flatten().map(str::to_owned),
    })
}

fn reference(item: &Item<'_, '_>) -> Option<Reference> {
    let reader = item.table(&REFERENCE)?;
    let contact = if reader.has("contact") { reader.text("contact") } else { None };
    let date = if reader.has("date") { reader.date("date") } else { None };
    let (site, metric, result) =
        (reader.text("site"), reader.text("metric"), reader.text("result"));
    Some(Reference {
        site: site?.to_owned(),
        metric: metric?.to_owned(),
        result: result?.to_owned(),
        contact: contact.map(str::to_owned),
        date: date.map(|d| d.to_string()),
    })
}

fn upside(reader: &Reader<'_, '_>, has_demand: bool) -> Option<Upside> {
    let demand = if reader.has("demand") { Some(reader.value("demand")?) } else { None };
    let [premium, eligible, stated] =
        ["green_premium", "eligible", "stated"].map(|key| reader.value(key));
    let upside = Upside { demand, green_premium: premium?, eligible: eligible?, stated: stated? };
    if upside.demand.is_none() && upside.green_premium * upside.eligible == 0.0 {
        reader.error(
            "demand",
            "[upside] asks for nothing",
            "give `demand`, or `green_premium` and `eligible`, or leave [upside] out",
        );
    }
    if upside.demand.is_some() && !has_demand {
        reader.error(
            "demand",
            "the plant has no [demand] that could be larger",
            "leave `demand` out: what more orders would bring needs a plant file with more orders",
        );
    }
    Some(upside)
}

/// Reports rules that count before the first day or beyond the horizon.
pub(super) fn within(root: &Reader<'_, '_>, all: &[AtRisk], start: Date, horizon: u32) {
    for risk in all {
        let months = months_until(start, risk.from);
        if risk.from < start || months >= horizon {
            root.error(
                "at_risk",
                format!(
                    "`{}` counts from {}, outside the months of the study",
                    risk.name, risk.from
                ),
                format!(
                    "write a day from {start} on, within {horizon} months, or lengthen `horizon`"
                ),
            );
        }
    }
}
