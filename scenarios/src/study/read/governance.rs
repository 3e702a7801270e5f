//! Reading what makes a capital project of an investment.

use super::sections_governance::APPROVAL;
use crate::investment::governance::{Approval, Governance};
use jiff::civil::Date;
use twin_models::text::{Item, Reader};

/// Reads it; faults go to the reader's context.
pub(super) fn read(reader: &Reader<'_, '_>) -> Governance {
    let table = |key: &str| if reader.has(key) { reader.item(key) } else { None };
    Governance { approval: table("approval").and_then(|item| approval(&item)) }
}

fn approval(item: &Item<'_, '_>) -> Option<Approval> {
    let reader = item.table(&APPROVAL)?;
    let day = |key: &str| if reader.has(key) { reader.date(key) } else { None };
    let approver = reader.text("approver");
    let (approved, capex) = (day("approved"), day("capex"));
    let hurdle = if reader.has("hurdle") { reader.value("hurdle") } else { None };
    let mut post_audits: Vec<Date> = Vec::new();
    for item in reader.list("post_audits") {
        let Some(date) = item.date() else { continue };
        if approved.is_some_and(|approved| date <= approved) {
            item.error("a post-audit before the approval", "give a day after `approved`");
        } else if capex.is_some_and(|capex| date <= capex) {
            item.error("a post-audit before the money is spent", "give a day after `capex`");
        } else if post_audits.last().is_some_and(|last| date <= *last) {
            item.error("post-audits are not in order", "write each day once, the first one first");
        }
        post_audits.push(date);
    }
    Some(Approval { approver: approver?.to_owned(), approved, capex, hurdle, post_audits })
}
