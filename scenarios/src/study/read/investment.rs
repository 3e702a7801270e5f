//! Reading `[investments.NAME]`.

use super::sections_investment::{
    CALIBRATED, CHAIN, COMMISSIONING, COMPLIANCE, COST, EDIT, GAP, KNOT, OFFICE, STALL,
};
use crate::finance::currency::Currency;
use crate::finance::depreciation::Depreciation;
use crate::finance::inflation::PriceCategory;
use crate::finance::rate::{AnnualRate, Nominal};
use crate::finance::tco::{CostItem, CostLine, Timing, Treatment};
use crate::investment::calibrated::Calibrated;
use crate::investment::chain::{Chain, uncovered};
use crate::investment::commissioning::Commissioning;
use crate::investment::edit::{Edit, Mechanism, Op};
use crate::investment::office::Office;
use crate::investment::predictive::{AS_WRITTEN, Predictive};
use crate::investment::project::Investment;
use crate::investment::ramp::Ramp;
use crate::investment::sources::Sources;
use crate::investment::uncertainty::{ComplianceGate, Gap, Stall, Uncertainty};
use sim_core::Distribution;
use twin_models::text::{Item, Key, Node, Path, Reader, Value};

/// What every cost line takes from `[finance]`.
#[derive(Clone, Copy, Debug)]
pub struct CostTerms {
    /// Currency of the study.
    pub currency: Currency,
    /// Depreciation of capital.
    pub depreciation: Depreciation,
    /// Yearly step of annual fees.
    pub escalator: AnnualRate<Nominal>,
}

/// Reads one investment; faults go to the reader's context.
pub fn read(name: &str, reader: &Reader<'_, '_>, terms: &CostTerms) -> Investment {
    let kind = reader.word("kind");
    let mut edits: Vec<Edit> = reader.list("edits").iter().filter_map(edit).collect();
    let calibrated = calibrated(reader, &mut edits);
    let predictive = match kind {
        Some("predictive_maintenance") => predictive(reader),
        _ => {
            for key in AS_WRITTEN.iter().chain(&["detection", "false_alarms"]) {
                if reader.has(key) {
                    let remedy = "set kind = \"predictive_maintenance\", or delete the key";
                    reader.error(key, format!("`{key}` belongs to a predictive programme"), remedy);
                }
            }
            None
        }
    };
    let office = match kind {
        Some("financial_operations") => office(reader, !edits.is_empty()),
        _ => {
            if reader.has("office") {
                let remedy = "set kind = \"financial_operations\", or delete the key";
                reader.error("office", "`office` belongs to financial operations", remedy);
            }
            None
        }
    };
    let ramp = ramp(reader);
    let unknown = unknown(reader);
    let mut cost = cost(reader, terms);
    if let (Some(cost), Some(unknown)) = (&mut cost, &unknown) {
        cost.extend(super::governance::planned(unknown, terms));
    }
    let team = super::team::read(reader);
    if let Some(cost) = cost.as_mut().filter(|_| !team.is_empty()) {
        cost.extend(super::team::lines(reader, &team, terms, own_people(reader)));
    }
    let chain = chain(reader, predictive.is_some(), office.is_some(), &edits, calibrated.as_ref());
    // Where something is missing the fault is reported; the rest is still tried on the plant.
    Investment {
        chain,
        name: name.to_owned(),
        title: reader.text("title").unwrap_or(name).to_owned(),
        span: reader.span,
        predictive,
        office,
        calibrated,
        edits,
        commissioning: reader.list("commissioning").iter().filter_map(commissioning).collect(),
        team,
        ramp: ramp.unwrap_or_else(Ramp::standard),
        unknown: unknown.unwrap_or_else(Uncertainty::none),
        same_luck_as: match reader.has("same_luck_as") {
            true => reader.text("same_luck_as").unwrap_or(name).to_owned(),
            false => name.to_owned(),
        },
        cost: cost.unwrap_or_default(),
        // Told when the records have been read.
        sources: Sources::default(),
        governance: super::governance::read(reader),
    }
}

/// The chains, each of effects that there are; a claim alone is no ground for an effect.
fn chain(
    reader: &Reader<'_, '_>,
    programme: bool,
    office: bool,
    edits: &[Edit],
    calibrated: Option<&Calibrated>,
) -> Vec<Chain> {
    let effects = Chain::effects(programme, office, edits, calibrated.map(|c| c.edit));
    let one = |item: &Item<'_, '_>| {
        let table = item.table(&CHAIN)?;
        let word = |key: &str| table.text(key).map(str::to_owned);
        let mut of = Vec::new();
        for item in table.list("effects") {
            let Some(text) = item.text() else { continue };
            if effects.iter().any(|effect| effect == text) {
                of.push(text.to_owned());
                continue;
            }
            let remedy = format!("there is: {}", effects.join(", "));
            item.error(format!("the investment has no effect `{text}`"), remedy);
        }
        let of = if of.is_empty() { effects.clone() } else { of };
        Some(Chain {
            signal: word("signal")?,
            decision: word("decision")?,
            change: word("change")?,
            of,
        })
    };
    let chain: Vec<Chain> = reader.list("chain").iter().filter_map(one).collect();
    if uncovered(&effects, &chain).contains(&"claim_calibrated") {
        reader.error(
            "claim_calibrated",
            "a claim is the only ground of this effect: nothing says how it comes about",
            "add chain = [{ signal = \"...\", decision = \"...\", change = \"...\" }]: what is measured, who \
             decides what otherwise, what is then physically different",
        );
    }
    chain
}

fn commissioning(item: &Item<'_, '_>) -> Option<Commissioning> {
    let reader = item.table(&COMMISSIONING)?;
    let names = reader.list("machines");
    Some(Commissioning {
        machines: names.iter().filter_map(|name| Some(name.text()?.to_owned())).collect(),
        from: reader.value("from")?,
        lasts: reader.value("lasts")?,
        span: reader.span,
    })
}

/// The edit that is calibrated is the last one; until then its factor is the middle of the range.
fn calibrated(reader: &Reader<'_, '_>, edits: &mut Vec<Edit>) -> Option<Calibrated> {
    let item = if reader.has("claim_calibrated") {
        reader.item("claim_calibrated")?
    } else {
        return None;
    };
    let table = item.table(&CALIBRATED)?;
    let path = table.item("path").and_then(|at| match Path::parse(at.text()?) {
        Ok(path) => Some(path),
        Err(error) => {
            at.error(error.reason, error.remedy.unwrap_or_default());
            None
        }
    });
    let (from, to) = (table.value("from"), table.value("to"));
    let (indicator, change) = (table.word("indicator"), table.value("change"));
    let (haircut, source) = (table.value("haircut"), table.text("source"));
    let (path, range) = (path?, (from?, to?));
    if range.0 >= range.1 {
        table.error("to", "`to` is not more than `from`", "exchange them");
        return None;
    }
    let op = Op::Multiply((range.0 * range.1).sqrt());
    let span = item.node.span;
    edits.push(Edit { path, op, mechanism: Mechanism::Tech, start_month: 0, span });
    Some(Calibrated {
        edit: edits.len() - 1,
        range,
        indicator: indicator?.to_owned(),
        change: change?,
        haircut: haircut?,
        source: source?.to_owned(),
        span,
        found: None,
    })
}

/// Hours in a month's worth of seconds, months and days of a year.
const SECONDS_PER_HOUR: f64 = 3600.0;
const SECONDS_PER_DAY: f64 = 86_400.0;
const DAYS_PER_YEAR: f64 = 365.0;

fn office(reader: &Reader<'_, '_>, edits: bool) -> Option<Office> {
    if edits {
        let remedy = "make an investment of kind \"edits\" for what happens on the floor";
        reader.error("edits", "financial operations touch no machine", remedy);
    }
    let Some(item) = reader.item("office") else {
        let remedy =
            "add office = { hours_before = \"80 h\", hours_after = \"25 h\", wage = \"62 $/h\" }";
        reader.error("office", "`office` is missing", remedy);
        return None;
    };
    let office = item.table(&OFFICE)?;
    let value = |key: &str| office.value(key);
    let (before, after) = (value("hours_before")?, value("hours_after")?);
    let (wrong, still) = (value("errors_before")?, value("errors_after")?);
    for (key, worse) in [("hours_after", after > before), ("errors_after", still > wrong)] {
        if worse {
            office.warn(key, "it gets worse", "exchange before and after, if that is not meant");
        }
    }
    let errors = f64::from(office.count("postings")?) * (wrong - still);
    let days = value("invoice_earlier")? / SECONDS_PER_DAY;
    Some(Office {
        hours: (before - after) / SECONDS_PER_HOUR * value("wage")?,
        cashable: value("cashable")?,
        write_offs: errors * value("error_cost")? * value("unrecoverable")? / 12.0,
        write_offs_proven: office.has("write_off_evidence")
            && office.text("write_off_evidence").is_some(),
        fees: value("fees")? / 12.0,
        fees_proven: office.has("fee_evidence") && office.text("fee_evidence").is_some(),
        released: value("revenue")? / DAYS_PER_YEAR * days,
    })
}

fn edit(item: &Item<'_, '_>) -> Option<Edit> {
    let reader = item.table(&EDIT)?;
    let path = reader.item("path").and_then(|at| match Path::parse(at.text()?) {
        Ok(path) => Some(path),
        Err(error) => {
            at.error(error.reason, error.remedy.unwrap_or_default());
            None
        }
    });
    let op = match reader.one_of(&["set", "multiply", "add"]) {
        Some("multiply") => reader.value("multiply").map(Op::Multiply),
        Some("set") => reader.own_node("set").cloned().map(Op::Set),
        Some(_) => reader.own_node("add").cloned().map(Op::Add),
        None => {
            let remedy = "say what becomes of the value: set = ..., multiply = ..., or add = ...";
            reader.missing_one_of(&["set", "multiply", "add"], remedy);
            None
        }
    };
    let mechanism = match reader.word("mechanism") {
        Some("people") => Mechanism::People,
        _ => Mechanism::Tech,
    };
    let start_month = reader.value("start")? as u32;
    Some(Edit { path: path?, op: op?, mechanism, start_month, span: item.node.span })
}

fn predictive(reader: &Reader<'_, '_>) -> Option<Predictive> {
    let Some(on) = reader.item("on") else {
        reader.error(
            "on",
            "`on` is missing",
            "list the failure modes that are watched: on = [\"M1\"]",
        );
        return None;
    };
    let modes: Vec<&str> = on.one_or_list().iter().filter_map(Item::text).collect();
    let detection = match reader.item("detection") {
        None => {
            reader.error("detection", "`detection` is missing", "add detection = \"75 %\"");
            return None;
        }
        Some(item) if item.node.as_table().is_some() => by_mode(&item, &modes),
        Some(_) => {
            let p = reader.value("detection")?;
            modes.iter().map(|mode| ((*mode).to_owned(), p)).collect()
        }
    };
    let as_written = AS_WRITTEN
        .iter()
        .filter_map(|key| {
            Some((
                Key { name: (*key).into(), span: reader.span_of(key) },
                reader.own_node(key)?.clone(),
            ))
        })
        .collect();
    let false_alarms = reader.item("false_alarms").and_then(|item| {
        let Some(table) = item.node.as_table() else {
            item.error(
                "a table must stand here",
                "write { every = ..., labour = ..., stops = ..., stop = ... }",
            );
            return None;
        };
        Some((Key { name: "false_alarms".into(), span: item.node.span }, table.clone()))
    });
    Some(Predictive {
        detection,
        detection_span: reader.span_of("detection"),
        acted_on: reader.value("acted_on")?,
        as_written,
        false_alarms,
    })
}

fn by_mode(item: &Item<'_, '_>, modes: &[&str]) -> Vec<(String, f64)> {
    use twin_models::text::{Bounds, Dimension};
    let entries = item.entries().unwrap_or_default();
    let mut of: Vec<(&str, f64)> = Vec::new();
    for (name, at) in &entries {
        if *name != "default" && !modes.contains(name) {
            at.error(
                format!("`{name}` is not among the watched modes"),
                format!("watched are: {}", modes.join(", ")),
            );
        }
        if let Some(p) = at.value(Dimension::Share, Bounds::SHARE) {
            of.push((name, p));
        }
    }
    let find = |name: &str| of.iter().find(|(n, _)| *n == name).map(|(_, p)| *p);
    let mut all = Vec::new();
    for mode in modes {
        match find(mode).or_else(|| find("default")) {
            Some(p) => all.push(((*mode).to_owned(), p)),
            None if entries.is_empty() => {}
            None => item.error(
                format!("there is no probability of detection for `{mode}`"),
                format!("add {mode} = \"75 %\" or default = \"75 %\""),
            ),
        }
    }
    all
}

fn ramp(reader: &Reader<'_, '_>) -> Option<Ramp> {
    let Some(item) = reader.item("ramp") else { return Some(Ramp::standard()) };
    if matches!(item.node.value, Value::String(_)) {
        return Some(match item.word(&["default", "immediate"])? {
            "immediate" => Ramp::immediate(),
            _ => Ramp::standard(),
        });
    }
    let mut knots = Vec::new();
    for knot in item.list()? {
        let knot = knot.table(&KNOT)?;
        knots.push((knot.value("month")?, knot.value("share")?));
    }
    match Ramp::new(knots) {
        Ok(ramp) => Some(ramp),
        Err(error) => {
            item.error(
                error.to_string(),
                "write [{ month = 0, share = \"10 %\" }, { month = 12, share = \"100 %\" }]",
            );
            None
        }
    }
}

fn unknown(reader: &Reader<'_, '_>) -> Option<Uncertainty> {
    let law = |key: &str| -> Option<Distribution> { reader.law(key) };
    let stall = match reader.item("stall") {
        None => Some(None),
        Some(item) => item.table(&STALL).and_then(|stall| {
            Some(Some(Stall {
                chance: stall.value("chance")?,
                at: stall.value("at")?,
                review_month: stall.value("review")? as u32,
            }))
        }),
    };
    let gap = match reader.item("connectivity_gap") {
        None => Some(None),
        Some(item) => item.table(&GAP).and_then(|gap| {
            Some(Some(Gap {
                chance: gap.value("chance")?,
                cost: gap.law("cost")?,
                delay: gap.law("delay")?,
            }))
        }),
    };
    let gate = match reader.item("compliance_gate") {
        None => Some(None),
        Some(item) => item.table(&COMPLIANCE).and_then(|gate| {
            Some(Some(ComplianceGate {
                chance: gate.value("chance")?,
                cost: gate.law("cost")?,
                delay: gate.law("delay")?,
                cancels: gate.value("cancels")?,
                decided: gate.value("decided")? as u32,
            }))
        }),
    };
    Some(Uncertainty {
        interfaces: super::governance::interfaces(reader),
        reviews: super::governance::reviews(reader),
        effectiveness: law("effectiveness")?,
        haircut: haircut(reader)?,
        adoption: law("adoption")?,
        slow: law("slow_factor")?,
        overrun: law("overrun")?,
        stall: stall?,
        gap: gap?,
        gate: gate?,
        correlation: reader.value("correlation")?,
    })
}

/// What is believed of a vendor's promise; all of it where the study says nothing.
fn haircut(reader: &Reader<'_, '_>) -> Option<Distribution> {
    use twin_models::text::{Bounds, Dimension};
    let Some(item) = reader.item("haircut") else { return Some(Distribution::constant(1.0)) };
    let written = matches!(&item.node.value, Value::String(text) if &**text == "default");
    if written {
        let (low, high) = Uncertainty::USUAL_HAIRCUT;
        return Distribution::uniform(low, high).ok();
    }
    item.law(Dimension::Share, Bounds::SHARE)
}

/// Are own people paid for, or only missing elsewhere?
fn own_people(reader: &Reader<'_, '_>) -> Treatment {
    let paid = reader.own_node("cost").and_then(|cost| cost.as_table()?.get("internal_paid"));
    match paid.map(|node| &node.value) {
        Some(Value::Boolean(false)) => Treatment::Opportunity,
        _ => Treatment::Expense,
    }
}

/// How each line of the cost list is paid and taxed.
fn cost(reader: &Reader<'_, '_>, terms: &CostTerms) -> Option<Vec<CostLine>> {
    let item = reader.item("cost")?;
    if matches!(item.node.value, Value::String(_)) {
        item.word(&["none"])?;
        return Some(Vec::new());
    }
    let list = item.table(&COST)?;
    let capital = Treatment::Capital(terms.depreciation);
    let internal = own_people(reader);
    let yearly = Timing::AnnualInAdvance { escalator: terms.escalator };
    let monthly = Timing::Monthly { escalation: PriceCategory::Wage };
    let (start, expense) = (Timing::AtStart, Treatment::Expense);
    let lines = [
        ("hardware", CostItem::Hardware, start, capital, true),
        ("licence", CostItem::Licence, start, capital, true),
        ("integration", CostItem::Integration, start, capital, false),
        ("connectivity", CostItem::Connectivity, start, capital, false),
        ("internal", CostItem::InternalResources, Timing::Spread(1, 9), internal, false),
        ("training", CostItem::Training, Timing::Spread(1, 6), expense, false),
        ("subscription", CostItem::Subscription, yearly, expense, true),
        ("support", CostItem::Support, yearly, expense, true),
        ("data_and_analysts", CostItem::DataAndAnalysts, monthly, expense, false),
        ("security", CostItem::CyberAndCompliance, yearly, expense, false),
        ("contingency", CostItem::Contingency, start, expense, false),
        ("exit", CostItem::Exit, Timing::AtEnd, expense, false),
    ];
    // Every line is asked for, so that all missing ones are told at once.
    let amounts: Vec<Option<f64>> = lines.iter().map(|(key, ..)| list.value(key)).collect();
    lines
        .iter()
        .zip(amounts)
        .map(|((key, item, timing, treatment, in_quote), amount)| {
            let per = if matches!(timing, Timing::Monthly { .. }) { 12.0 } else { 1.0 };
            Some(CostLine {
                name: key.replace('_', " ").into(),
                item: *item,
                amount: amount? / per,
                currency: terms.currency,
                timing: *timing,
                treatment: *treatment,
                in_quote: *in_quote,
                life_months: None,
                begins: 0,
            })
        })
        .collect()
}

/// Every text node of a table, for checks over the whole file.
pub fn texts<'d>(node: &'d Node, path: &mut Vec<String>, out: &mut Vec<(String, &'d Node)>) {
    match &node.value {
        Value::Table(table) => {
            for (key, child) in &table.entries {
                path.push(key.name.to_string());
                texts(child, path, out);
                path.pop();
            }
        }
        Value::Array(list) => list.iter().for_each(|child| texts(child, path, out)),
        Value::String(_) => out.push((path.join("."), node)),
        _ => {}
    }
}
