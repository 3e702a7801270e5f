//! `policy = { forecast = { ... } }`.

use crate::plant::model::{Come, Forecast, Material, MaterialIx, Origin, Plant, Policy};
use crate::text::Reader;
use sim_core::special::normal_quantile;

/// The policy in its table.
pub(super) fn read(reader: &Reader<'_, '_>) -> Option<Policy> {
    let given = |key: &str| reader.has(key).then(|| reader.value(key)).flatten();
    let (every, error) = (reader.value("every"), reader.value("error"));
    let (service, period, bias) =
        (reader.value("service"), reader.value("period"), reader.value("bias"));
    let (sized_for, lead, pace) = (given("sized_for"), given("lead"), given("use"));
    let error = error?;
    Some(Policy::Forecast(Forecast {
        every: every?,
        lead,
        z: normal_quantile(service?),
        error,
        period: period?,
        bias: bias?,
        sized_for: sized_for.unwrap_or(error),
        used: pace.map_or(0.0, |pace| 1.0 / pace),
    }))
}

/// Is there a demand to be forecast, and a time for which; once the whole plant is known.
pub(super) fn check(reader: &Reader<'_, '_>, plant: &Plant, ix: MaterialIx, material: &Material) {
    let Policy::Forecast(forecast) = material.policy else { return };
    let made = plant.machines.iter().any(|m| m.makes == Some(ix));
    let from_here =
        |m: &Material| matches!(m.origin, Origin::Stock { material, .. } if material == ix);
    let used = plant.machines.iter().any(|m| m.consumes.iter().any(|(k, _)| *k == ix))
        || plant.shop.iter().flat_map(|s| &s.products).any(|p| p.takes(ix))
        || plant.materials.iter().any(from_here);
    if material.customers.is_none() && forecast.used == 0.0 {
        reader.error(
            "policy",
            "there is nothing to forecast: the material has no `demand`, and the forecast no `use`",
            "add `use = \"240/d\"` to `forecast`: what is taken of it on average",
        );
    } else if material.customers.is_some() && used && forecast.used == 0.0 {
        reader.warn(
            "policy",
            "the forecast covers the customers only, and others take this material too",
            "add `use = \"240/d\"` to `forecast`: what these take on average",
        );
    }
    if made && forecast.lead.is_none() {
        reader.error(
            "policy",
            "a machine makes this material, so no supplier tells how far ahead to look",
            "add `lead = \"5 d\"` to `forecast`: the time that making it takes",
        );
    }
    let steady = matches!(&material.customers, Some(c) if matches!(c.come, Come::Steady(_)));
    if made && steady {
        reader.error(
            "policy",
            "a machine works up to the forecast at every movement, and a steady stream has none",
            "write `every` instead of `steady` in `demand`, or take \
             { s_s = { reorder = 5, up_to = 20 } }",
        );
    }
}
