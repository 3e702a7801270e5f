//! Reading `[programme.learning]`.

use super::sections_programme::{LEARNED, LEARNING};
use crate::programme::learning::{ASPECTS, FACTORS, Factor, Learning};
use crate::programme::plan::Gate;
use twin_models::text::Reader;

/// More than all by rounding alone.
const ROUNDING: f64 = 1e-9;

/// Reads it, if it is there.
pub(super) fn learning(programme: &Reader<'_, '_>, gate: Option<&Gate>) -> Option<Learning> {
    if !programme.has("learning") {
        return None;
    }
    let reader = programme.item("learning")?.table(&LEARNING)?;
    let mut factors = Vec::new();
    for name in FACTORS {
        if reader.has(name) {
            factors.extend(factor(&reader, name));
        }
    }
    for (k, aspect) in ASPECTS.iter().enumerate() {
        let sum: f64 = factors.iter().filter(|f: &&Factor| f.acts[k]).map(|f| f.share).sum();
        if sum > 1.0 + ROUNDING {
            let reason = format!("the shares that act on `{aspect}` make {:.0} %", 100.0 * sum);
            programme.error("learning", reason, "let them make 100 % at most");
        }
    }
    let team = if reader.has("team") { Some(reader.value("team")?) } else { None };
    if FACTORS.iter().all(|name| !reader.has(name)) && team.is_none() {
        let remedy = "write connectivity = { rate = \"20 %\", share = \"30 %\" }, or team = 1";
        programme.error("learning", "it says nothing", remedy);
    }
    let Some(gate) = gate else {
        if !programme.has("gate") {
            programme.error(
                "learning",
                "only projects that passed a gate teach others, and there is no gate",
                "write gate = { after = \"6 months\", reach = \"50 %\" } into [programme]",
            );
        }
        return None;
    };
    Some(Learning { factors, team, gate: *gate })
}

fn factor(reader: &Reader<'_, '_>, name: &'static str) -> Option<Factor> {
    let table = reader.item(name)?.table(&LEARNED)?;
    let mut acts = [!table.has("of"); 3];
    for at in table.list("of") {
        match at.text().and_then(|word| ASPECTS.iter().position(|known| *known == word)) {
            Some(k) => acts[k] = true,
            None => {
                at.error(
                    "this is nothing that experience acts on",
                    "write one of cost, duration, success",
                );
            }
        }
    }
    Some(Factor { name, rate: table.value("rate")?, share: table.value("share")?, acts })
}
