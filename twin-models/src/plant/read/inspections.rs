//! `[inspections.NAME]`.

use super::keys::{PLAN, REWORK};
use super::{Draft, placeholder};
use crate::plant::model::{BufferIx, ByKind, DefectKind, InspectionPoint, Plant, Rework, Sampling};
use crate::text::{Bounds, Dimension, Item, Reader};

/// All inspection points; the plant's characteristics and buffers are known.
pub(super) fn read(
    draft: &Draft<'_, '_, '_>,
    root: &Reader<'_, '_>,
    plant: &Plant,
) -> Vec<InspectionPoint> {
    let mut taken: Vec<usize> = Vec::new();
    let mut points = Vec::new();
    for (name, reader) in &draft.sections.inspections {
        let at = reader.item("at").and_then(|item| draft.names.station(&item));
        if let Some(station) = at {
            if taken.contains(&station) {
                reader.error(
                    "at",
                    format!("`{}` has an inspection already", draft.names.stations[station].name),
                    "make them one, or inspect behind another machine",
                );
            }
            taken.push(station);
        }
        points.push(InspectionPoint {
            name: (*name).to_owned(),
            machines: at.map(|k| draft.names.stations[k].machines().collect()).unwrap_or_default(),
            sampling: sampling(reader),
            detects: reader.item("detects").map_or([0.0; 5], |item| by_kind(&item)),
            false_reject: reader.value("false_reject").unwrap_or(0.0),
            verify: reader.value("verify").unwrap_or(0.0),
            rework_escape: reader.value("rework_escape_x").unwrap_or(1.0),
            rework: reader
                .item("rework")
                .and_then(|item| rework(draft, &item.table(&REWORK)?, plant)),
        });
    }
    let quality = !plant.quality.is_empty() || !points.is_empty();
    if quality && root.has("inspection") {
        root.error(
            "inspection",
            "[inspection] knows no kinds of defects; this plant has [quality] or [inspections]",
            "write [inspections.NAME] instead, with the same `at`, `detects` and `false_reject`",
        );
    }
    points
}

fn sampling(reader: &Reader<'_, '_>) -> Sampling {
    let Some(plan) = reader.item("plan").and_then(|item| item.table(&PLAN)) else {
        return Sampling::Every(reader.count("every").unwrap_or(1));
    };
    if reader.has("every") && reader.stands_with("every", "plan") {
        reader.error("every", "`plan` says which pieces are looked at", "delete `every`");
    }
    let (lot, sample) = (plan.count("lot").unwrap_or(1), plan.count("sample").unwrap_or(1));
    let accept = plan.count("accept").unwrap_or(0);
    if sample > lot {
        plan.error(
            "sample",
            format!("a lot has {lot} pieces and not {sample}"),
            "write a `sample` of at most `lot`",
        );
    }
    Sampling::Plan { lot, sample, accept, sort: plan.value("sort").unwrap_or(1.0) }
}

/// One share for all kinds, or one by kind.
fn by_kind(item: &Item<'_, '_>) -> ByKind {
    let share = |item: &Item<'_, '_>| item.value(Dimension::Share, Bounds::SHARE).unwrap_or(0.0);
    if item.node.as_table().is_none() {
        return [share(item); 5];
    }
    let mut of: [Option<f64>; 5] = [None; 5];
    let mut default = None;
    for (name, entry) in item.entries().unwrap_or_default() {
        let value = Some(share(&entry));
        match DefectKind::ALL.iter().position(|k| k.word() == name) {
            Some(k) => of[k] = value,
            None if name == "default" => default = value,
            None => entry.error(
                format!("`{name}` is no kind of defect"),
                "kinds are: high, low, visual, material, hidden, and default for the others",
            ),
        }
    }
    of.map(|value| value.or(default).unwrap_or(0.0))
}

fn rework(draft: &Draft<'_, '_, '_>, reader: &Reader<'_, '_>, plant: &Plant) -> Option<Rework> {
    let mut takes = [!reader.has("kinds"); 5];
    for item in reader.list("kinds") {
        let words: &'static [&'static str] = &["high", "low", "visual", "material", "hidden"];
        let word = item.word(words);
        if let Some(k) = DefectKind::ALL.iter().position(|k| Some(k.word()) == word) {
            takes[k] = true;
        }
    }
    let success = reader.item("success").map(|item| by_kind(&item));
    let to = reader.item("to").and_then(|item| draft.names.buffer(&item));
    if let Some(k) = to {
        super::dwell::check_way_back(reader, "to", plant, BufferIx(k as u32));
        if success.is_some() {
            reader.error(
                "success",
                "a piece that is sent back is made again: whether it is good is drawn there",
                "delete `success`",
            );
        }
    }
    Some(Rework {
        takes,
        success: success.unwrap_or([1.0; 5]),
        most: reader.count("most")?,
        hours: reader.law("hours").unwrap_or_else(placeholder),
        to: to.map(|k| BufferIx(k as u32)),
    })
}
