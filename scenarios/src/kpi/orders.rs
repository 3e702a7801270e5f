//! The catalogue: orders of a shop, and materials.

use super::kpis;
use super::reading::{Absent, Reading, per_time};
use super::sight::Whole;
use twin_models::outcome::{OrderId, OrderOutcome};

/// Customers' orders due in the time looked at.
fn due<'a>(w: &'a Whole<'_>) -> Result<impl Iterator<Item = &'a OrderOutcome>, Absent> {
    let orders = w.orders.ok_or(Absent::NotRecorded("single orders (`record` of [orders])"))?;
    let (from, to) = w.span;
    let of_customers = |o: &&OrderOutcome| !matches!(o.id, OrderId::Store(_));
    Ok(orders.iter().filter(of_customers).filter(move |o| from < o.due && o.due <= to))
}

fn is_on_time(order: &OrderOutcome) -> bool {
    order.finish.is_some_and(|at| at <= order.due)
}

fn per_order(numerator: f64, orders: f64) -> Reading {
    per_time(numerator, orders, "order")
}

/// Mean over the materials that have one of a ratio of two of their quantities.
fn mean_of_materials(
    w: &Whole<'_>,
    over: &str,
    ratio: impl Fn(&str, f64) -> Option<f64>,
) -> Reading {
    let all: Vec<(&str, f64)> = w.each(over).collect();
    if all.is_empty() {
        return Err(Absent::NotRecorded("materials"));
    }
    let ratios: Vec<f64> = all.iter().filter_map(|(name, x)| ratio(name, *x)).collect();
    let sum = ratios.iter().sum::<f64>();
    per_time(sum, ratios.len() as f64, "material of which it could be said")
}

kpis! { LIST, Plant:
    "orders_on_time_share", "On-time delivery of orders",
        "orders finished by their due date / orders finished", "share", Higher, "SCOR RL.2.2 (?)",
        not "OTIF: what is never finished is not seen here, and quantity does not count",
        |w| per_order(w.total("orders_on_time")?, w.total("orders_finished")?);
    "otif", "On time in full",
        "orders finished by their due date with all their pieces good / orders due", "share", Higher,
        "SCOR RL.1.1 (?)",
        not "on-time delivery: an order short of a piece, and one never finished, count as missed", |w| {
            let count = due(w)?.count() as f64;
            let full = due(w)?.filter(|o| is_on_time(o) && o.good >= o.quantity).count();
            per_order(full as f64, count)
        };
    "schedule_attainment", "Schedule attainment",
        "good pieces of orders finished by their due date, at most those ordered / pieces of orders due",
        "share", Higher, "APICS Dictionary (?)",
        not "output over plan: making more of one order does not make up for another", |w| {
            let pieces = due(w)?.map(|o| f64::from(o.quantity)).sum();
            let made = due(w)?.filter(|o| is_on_time(o)).map(|o| f64::from(o.good.min(o.quantity)));
            per_order(made.sum(), pieces)
        };
    "order_cycle_time", "Order cycle time", "from release to the end / orders finished", "h", Lower,
        "ISO 22400-2, order execution time",
        not "lead time, in which an order also waits for its release",
        |w| per_order(w.total("order_cycle_h")?, w.total("orders_finished")?);
    "order_lead_time", "Order lead time", "from arrival to the end / orders finished", "h", Lower,
        "SCOR RS.1.1 (?)",
        not "cycle time, which begins with the release",
        |w| per_order(w.total("order_lead_h")?, w.total("orders_finished")?);
    "fill_rate", "Fill rate", "filled from stock at once / wanted: mean over the materials that customers \
         want", "share", Higher, "beta service; Silver, Pyke & Thomas 2017",
        not "alpha service, a share of time; and the fill rate of orders: amounts count, and each \
             material counts as much as another", |w| mean_of_materials(w, "wanted", |name, wanted| {
            (wanted > 0.0).then(|| Some(w.of("filled", name)? / wanted))?
        });
    "stock_out_share", "Stock-out time", "nothing on hand / time: mean over materials", "share", Lower,
        "1 - ready rate; Silver, Pyke & Thomas 2017",
        not "lost output: a machine may have what it needs, and an empty stock may be wanted by nobody",
        |w| mean_of_materials(w, "stock_out_h", |_, out| {
            (w.elapsed_h > 0.0).then(|| out / w.elapsed_h)
        });
    "material_turns", "Turns of materials",
        "(used + delivered + passed on) per year / average on hand: mean over materials", "1/year", Higher,
        "ISO 22400-2, inventory turns, in amounts instead of money",
        not "inventory turns of goods; and turns in money, in which dear materials count more",
        |w| mean_of_materials(w, "stock_ph", |name, stock_ph| {
            let gone = w.of("used", name)? + w.of("delivered", name)? + w.of("passed_on", name)?;
            let stock = stock_ph / w.elapsed_h;
            (stock > 0.0 && w.years > 0.0).then(|| gone / w.years / stock)
        });
}
