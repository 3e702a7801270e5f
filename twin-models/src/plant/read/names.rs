//! Names of the file and what they stand for.

use super::Named;
use crate::plant::model::{CrewIx, Headcount, Labour, MachineIx, MaterialIx, ModeIx, SupplierIx};
use crate::text::units::nearest;
use crate::text::{Context, Item, Reader, Wrong};

/// A machine of the file: one or several servers.
pub(super) struct Station<'d> {
    pub(super) name: &'d str,
    pub(super) first: u32,
    pub(super) servers: u32,
    /// The route of a product names it.
    pub(super) in_shop: bool,
}

/// A failure mode of the file: one copy for each server of its station.
pub(super) struct ModeGroup<'d> {
    pub(super) name: &'d str,
    pub(super) first: u32,
    /// Position in `Names::stations`.
    pub(super) station: Option<usize>,
    /// Equal units in each server, and how many of them must work.
    pub(super) units: u32,
    pub(super) needed: u32,
}

/// A crew of the file.
pub(super) struct CrewEntry<'d> {
    pub(super) name: &'d str,
    pub(super) skills: Vec<&'d str>,
    pub(super) people: u32,
    pub(super) headcount: Vec<Headcount>,
}

/// Names of the file, in its order.
#[derive(Default)]
pub(super) struct Names<'d> {
    pub(super) stations: Vec<Station<'d>>,
    pub(super) buffers: Vec<&'d str>,
    pub(super) modes: Vec<ModeGroup<'d>>,
    pub(super) crews: Vec<CrewEntry<'d>>,
    pub(super) parts: Vec<&'d str>,
    pub(super) materials: Vec<&'d str>,
    pub(super) suppliers: Vec<&'d str>,
}

impl Station<'_> {
    /// Its machines.
    pub(super) fn machines(&self) -> impl Iterator<Item = MachineIx> + use<> {
        (self.first..self.first + self.servers).map(MachineIx)
    }
}

/// `press`, `press#2`, `press#3`: the name of copy `k`.
pub(super) fn copy_name(name: &str, k: u32) -> String {
    if k == 0 { name.to_owned() } else { format!("{name}#{}", k + 1) }
}

/// `press`, `press#unit2`, `press#2#unit2`: the name of unit `u` of copy `k`.
pub(super) fn unit_name(name: &str, k: u32, u: u32) -> String {
    let copy = copy_name(name, k);
    if u == 0 { copy } else { format!("{copy}#unit{}", u + 1) }
}

/// The position of the name that an item holds; an unknown one is a fault.
pub(super) fn find<'n>(
    item: &Item<'_, '_>,
    what: &str,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Option<usize> {
    let name = item.text()?;
    if let Some(found) = names.clone().position(|n| n == name) {
        return Some(found);
    }
    let remedy = match nearest(name, names.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let all: Vec<&str> = names.collect();
            match all.len() {
                0 if what.starts_with("crew") => {
                    format!(
                        "there are no crews: add [crews.NAME] with skills = [\"{name}\"] and people"
                    )
                }
                0 => format!("the file defines no {what}; add one"),
                n if n > 20 => format!("the file defines {n} others; check the name"),
                _ => format!("there is: {}", all.join(", ")),
            }
        }
    };
    item.error(format!("there is no {what} `{name}`"), remedy);
    None
}

impl Names<'_> {
    /// The station that an item names.
    pub(super) fn station(&self, item: &Item<'_, '_>) -> Option<usize> {
        find(item, "machine", self.stations.iter().map(|s| s.name))
    }

    /// The buffer that an item names.
    pub(super) fn buffer(&self, item: &Item<'_, '_>) -> Option<usize> {
        find(item, "buffer", self.buffers.iter().copied())
    }

    /// The failure mode that an item names.
    pub(super) fn mode(&self, item: &Item<'_, '_>) -> Option<usize> {
        find(item, "failure mode", self.modes.iter().map(|m| m.name))
    }

    /// The spare part that a table names at `part`.
    pub(super) fn part(&self, reader: &Reader<'_, '_>) -> Option<usize> {
        find(&reader.item("part")?, "spare part", self.parts.iter().copied())
    }

    /// The material that an item names.
    pub(super) fn material(&self, item: &Item<'_, '_>) -> Option<MaterialIx> {
        find(item, "material", self.materials.iter().copied()).map(|k| MaterialIx(k as u32))
    }

    /// The supplier that an item names.
    pub(super) fn supplier(&self, item: &Item<'_, '_>) -> Option<SupplierIx> {
        find(item, "supplier", self.suppliers.iter().copied()).map(|k| SupplierIx(k as u32))
    }

    /// The mode's copy for server `k` of its station; that of the first unit.
    pub(super) fn copy_of(&self, mode: usize, k: u32) -> ModeIx {
        let group = &self.modes[mode];
        ModeIx(group.first + k * group.units)
    }

    /// The mode's copies for all units of server `k`.
    pub(super) fn copies_of(&self, mode: usize, k: u32) -> impl Iterator<Item = ModeIx> + use<> {
        let first = self.copy_of(mode, k).0;
        (first..first + self.modes[mode].units).map(ModeIx)
    }

    /// Who does the work that a table asks for at `skill` and `people`.
    pub(super) fn labour(&self, reader: &Reader<'_, '_>) -> Option<Labour> {
        let people = reader.count("people");
        let Some(item) = reader.item("skill") else {
            if reader.own_node("people").is_some() {
                reader.error(
                    "people",
                    "`people` without `skill`: nobody knows who must come",
                    "add `skill = \"mechanic\"` (a skill of a crew), or delete `people`",
                );
            }
            return None;
        };
        let all: Vec<&str> = self.crews.iter().flat_map(|c| c.skills.iter().copied()).collect();
        let skill = *all.get(find(&item, "crew with the skill", all.iter().copied())?)?;
        let people = people?;
        let able = || self.crews.iter().enumerate().filter(|(_, c)| c.skills.contains(&skill));
        if let Some((k, _)) = able().find(|(_, c)| c.people >= people) {
            return Some(Labour { crew: CrewIx(k as u32), people });
        }
        let (name, most) =
            able().max_by_key(|(_, c)| c.people).map_or(("", 0), |(_, c)| (c.name, c.people));
        reader.error(
            "people",
            format!(
                "this work needs {people} people with the skill `{skill}`, and the largest \
                     crew, `{name}`, has {most}: it could never begin"
            ),
            format!("write people = {most} here, or at least people = {people} in [crews.{name}]"),
        );
        None
    }
}

/// Refuses names that would be taken for each other.
pub(super) fn refuse_ambiguous(context: &Context<'_>, kinds: &[(&str, &Named<'_, '_>)]) {
    for (k, (what, named)) in kinds.iter().enumerate() {
        for (name, reader) in *named {
            let say = |reason: String, remedy: String| {
                context.error(reader.span, &reader.path, Wrong::new(reason, remedy));
            };
            if name.is_empty() {
                say(format!("this {what} has an empty name"), "give it a name".to_owned());
            } else if name.contains('#') {
                let reason = "`#` in a name is kept for the servers of a station";
                say(reason.to_owned(), format!("write `{}`", name.replace('#', "_")));
            }
            let taken = kinds[..k].iter().find(|(_, n)| n.iter().any(|(other, _)| other == name));
            if let Some((other, _)) = taken {
                say(
                    format!("`{name}` is a {other} already, so it cannot name a {what}"),
                    format!("rename the {what}, for example `{name}_{}`", what.replace(' ', "_")),
                );
            }
        }
    }
}
