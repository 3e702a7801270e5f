//! What repairs do to age: `effect` and `induced`.

use super::Draft;
use super::keys::EFFECTS;
use crate::plant::model::{Clock, Induced, InitialAge, Life, Plant, RepairEffect};
use crate::text::{Bounds, Dimension, Reader, Value};

/// What stands at `effect`.
pub(super) fn effect(reader: &Reader<'_, '_>) -> RepairEffect {
    let Some(item) = reader.item("effect") else { return RepairEffect::Perfect };
    if !matches!(item.node.value, Value::Table(_)) {
        return match item.word(&["perfect", "minimal"]) {
            Some("minimal") => RepairEffect::Minimal,
            _ => RepairEffect::Perfect,
        };
    }
    let Some(table) = item.table(&EFFECTS) else { return RepairEffect::Perfect };
    let keys = ["kijima_1", "kijima_2", "brown_proschan"];
    match table.one_of(&keys) {
        Some(key) => {
            let share = table.value(key).unwrap_or(0.0);
            match key {
                "kijima_1" => RepairEffect::KijimaOne(share),
                "kijima_2" => RepairEffect::KijimaTwo(share),
                _ => RepairEffect::BrownProschan(share),
            }
        }
        None => {
            table.missing_one_of(&keys, "write { kijima_2 = 0.3 }, or \"perfect\" or \"minimal\"");
            RepairEffect::Perfect
        }
    }
}

/// What stands at `induced`.
pub(super) fn induced(reader: &Reader<'_, '_>, dimension: Dimension) -> Option<Induced> {
    let table = reader.table("induced")?;
    let (chance, life) = (table.value("chance"), table.law_in("life", dimension, Bounds::POSITIVE));
    Some(Induced { chance: chance?, life: life? })
}

/// Does `effect` say that a share of the level stays?
pub(super) fn is_partial_level(reader: &Reader<'_, '_>) -> bool {
    let table = reader.table("degrades");
    let level = table.is_some_and(|t| t.has("gamma") || t.has("wiener"));
    level
        && reader
            .own_node("effect")
            .and_then(|n| n.as_table())
            .is_some_and(|t| t.get("kijima_2").is_some())
}

/// Can the mode be repaired in part, and is its age at the start known?
pub(super) fn check_mode(
    reader: &Reader<'_, '_>,
    life: &Life,
    effect: RepairEffect,
    age: InitialAge,
) {
    if let Life::Degrades(_) = life
        && age != InitialAge::New
    {
        reader.error(
            "degrades",
            "no law says how far a mode that degrades has come in service",
            "write age = \"new\"",
        );
        return;
    }
    let two_stage = matches!(life, Life::TwoStage { .. });
    for key in ["effect", "induced"] {
        if reader.has(key) && two_stage && (key == "induced" || effect != RepairEffect::Perfect) {
            reader.error(
                key,
                format!("`{key}` belongs to `life`: a mode with `onset` has two ages"),
                format!(
                    "write `life` and `warning` in place of `onset` and `delay`, or delete `{key}`"
                ),
            );
        }
    }
    if let Life::Whole { life, .. } = life
        && life.max().is_finite()
        && !matches!(effect, RepairEffect::Perfect | RepairEffect::KijimaTwo(..1.0))
    {
        reader.error(
            "effect",
            "repairs let the age grow, and this life has a longest value: it would fail at once, \
             again and again",
            "write a life without an upper end, such as weibull, or { kijima_2 = 0.5 }",
        );
    }
    if effect != RepairEffect::Perfect && age == InitialAge::InService && !two_stage {
        reader.error(
            "effect",
            "repairs do not renew this mode, so no law says how old it is in service",
            "say its age on the first day: age = \"new\", or the hours or pieces it has behind it",
        );
    }
}

/// What a task leaves of the age of its modes.
pub(super) fn task_effect(
    draft: &Draft<'_, '_, '_>,
    reader: &Reader<'_, '_>,
    plant: &Plant,
    modes: &[usize],
) -> RepairEffect {
    let effect = effect(reader);
    if effect == RepairEffect::Perfect {
        return effect;
    }
    if reader.has("inspects") {
        reader.error(
            "effect",
            "an inspection renews nothing; what it finds is repaired with the mode's `effect`",
            "write `effect` in [failures.NAME], or delete it",
        );
    }
    for mode in modes {
        let model = plant.modes.get(draft.names.copy_of(*mode, 0).index());
        if let Some(Life::TwoStage { .. }) = model.map(|m| &m.life) {
            let name = draft.names.modes[*mode].name;
            reader.error(
                "effect",
                format!("`{name}` has an `onset`: it can be renewed, but not in part"),
                "delete `effect`, or give the mode a `life`",
            );
        }
    }
    let by_age = reader.word("policy") == Some("age");
    let other = |m: &&usize| {
        let model = plant.modes.get(draft.names.copy_of(**m, 0).index());
        model.is_some_and(|m| m.clock != Clock::Operating)
    };
    if let Some(mode) = modes.iter().find(other).filter(|_| by_age) {
        reader.error(
            "effect",
            format!(
                "policy = \"age\" counts operating hours, and `{}` has another clock: what is left \
                 of its age cannot be compared with `every`",
                draft.names.modes[*mode].name
            ),
            "write policy = \"operating\" or \"calendar\", or delete `effect`",
        );
    }
    if effect == RepairEffect::Minimal {
        reader.warn(
            "effect",
            "a task that leaves the age as it is prevents no failure",
            "write how much of the age stays: { kijima_2 = 0.3 }",
        );
    }
    effect
}
