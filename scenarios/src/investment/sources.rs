//! On whose word the effect of an investment rests, part by part, and what of it is not believed.

use super::progress::Reach;
use super::project::Investment;
use crate::baseline::leaves::is_below;
use crate::study::assumptions::Origin;
use std::collections::BTreeSet;

/// Kinds of knowledge that `[provenance]` tells.
pub const KINDS: [&str; 4] = ["measured", "estimated", "vendor", "industry"];

/// Keys of a predictive programme that promise something: each is a factor of its whole benefit.
pub(crate) const PROMISES: [&str; 5] =
    ["detection", "delay", "sensor_uptime", "response", "planned_repair_x"];

/// Nothing reached, and nothing live.
const NOTHING: Reach = Reach { tech: 0.0, people: 0.0, adoption: 1.0, live: false };

/// One part of an effect: the programme, the formula, or one edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Where it stands in the study file; empty: there is no such part.
    pub path: String,
    /// Kinds of knowledge of its inputs; empty: nobody said.
    pub kinds: BTreeSet<String>,
    /// Is it not believed, so that it does nothing?
    pub withheld: bool,
}

/// The parts of an effect: first the programme or the formula, then edit by edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources(Vec<Part>);

impl Sources {
    /// Those of an investment, from the records of the study file.
    pub fn of(investment: &Investment, origins: &[Origin]) -> Self {
        let head = format!("investments.{}", investment.name);
        let kinds = |paths: &[String]| -> BTreeSet<String> {
            paths.iter().flat_map(|path| kinds_at(path, origins)).collect()
        };
        let whole = match (&investment.predictive, &investment.office) {
            (Some(programme), _) => {
                let is_written = |key: &&&str| {
                    **key == "detection"
                        || programme.as_written.iter().any(|(k, _)| *k.name == ***key)
                };
                let promises = PROMISES.iter().filter(is_written);
                let paths: Vec<String> = promises.map(|key| format!("{head}.{key}")).collect();
                Part { kinds: kinds(&paths), path: head.clone(), withheld: false }
            }
            (None, Some(_)) => {
                let path = format!("{head}.office");
                Part { kinds: kinds(std::slice::from_ref(&path)), path, withheld: false }
            }
            (None, None) => Part::default(),
        };
        let edits = investment.edits.iter().enumerate().map(|(k, edit)| {
            let calibrated = investment.calibrated.as_ref().is_some_and(|c| c.edit == k);
            let path = format!("{head}.edits.{}", edit.path);
            if !calibrated {
                let by_place = format!("{head}.edits[{k}]");
                let told = if is_named(&by_place, origins) { &by_place } else { &path };
                return Part { kinds: kinds(std::slice::from_ref(told)), path, withheld: false };
            }
            // A claim is a vendor's, unless its record says otherwise.
            let path = format!("{head}.claim_calibrated");
            let mut kinds = kinds(std::slice::from_ref(&path));
            if kinds.is_empty() {
                kinds.insert("vendor".to_owned());
            }
            Part { kinds, path, withheld: false }
        });
        Self(std::iter::once(whole).chain(edits).collect())
    }

    /// The parts that there are.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.0.iter().filter(|part| !part.path.is_empty())
    }

    /// From now on nothing is believed that rests on one of these kinds; true if there is any.
    pub fn withhold(&mut self, kinds: &[&str]) -> bool {
        let mut any = false;
        for part in self.0.iter_mut().filter(|part| !part.path.is_empty()) {
            if part.rests_on(kinds) {
                part.withheld = true;
                any = true;
            }
        }
        any
    }

    /// Is the programme or the formula not believed?
    pub fn whole_is_withheld(&self) -> bool {
        self.0.first().is_some_and(|part| part.withheld)
    }

    /// The parts of which a haircut takes a share: those on the word of a vendor.
    pub fn promised(&self) -> impl Iterator<Item = &Part> {
        self.parts().filter(|part| part.rests_on(&["vendor"]))
    }

    /// Is the programme or the formula on the word of a vendor?
    pub fn whole_is_promised(&self) -> bool {
        self.0.first().is_some_and(|part| part.rests_on(&["vendor"]))
    }

    /// Leaves of what vendors promise the share that is believed.
    pub fn cut(&self, reaches: &mut [Reach], haircut: f64) {
        let promised =
            reaches.iter_mut().zip(&self.0).filter(|(_, part)| part.rests_on(&["vendor"]));
        for (reach, _) in promised {
            reach.tech *= haircut;
            reach.people *= haircut;
        }
    }

    /// Takes what is not believed out of what has been reached.
    pub fn mask(&self, reaches: &mut [Reach]) {
        let withheld = reaches.iter_mut().zip(&self.0).filter(|(_, part)| part.withheld);
        withheld.for_each(|(reach, _)| *reach = NOTHING);
    }
}

impl Part {
    /// Is one of its inputs of one of these kinds?
    pub fn rests_on(&self, kinds: &[&str]) -> bool {
        kinds.iter().any(|kind| self.kinds.contains(*kind))
    }
}

/// Does a record speak of this place, or of something in it?
fn is_named(path: &str, origins: &[Origin]) -> bool {
    origins.iter().any(|origin| is_below(&origin.path, path))
}

/// The kinds of the values at and below a path: that of the longest record over it, and those of the
/// records in it.
pub fn kinds_at(path: &str, origins: &[Origin]) -> BTreeSet<String> {
    let over = origins.iter().filter(|o| is_below(path, &o.path)).max_by_key(|o| o.path.len());
    let inside = origins.iter().filter(|o| is_below(&o.path, path));
    over.into_iter().chain(inside).map(|o| o.kind.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(path: &str, kind: &str) -> Origin {
        let (source, owner) = ("a paper".to_owned(), "somebody".to_owned());
        Origin { path: path.to_owned(), source, owner, kind: kind.to_owned(), date: None }
    }

    #[test]
    fn a32_the_longest_record_over_a_place_and_those_in_it_count() {
        let origins = [
            origin("investments", "estimated"),
            origin("investments.pdm", "vendor"),
            origin("investments.pdm.detection.F1", "measured"),
            origin("investments.pdmx", "industry"),
        ];
        let kinds = |path: &str| kinds_at(path, &origins).into_iter().collect::<Vec<_>>();
        assert_eq!(kinds("investments.pdm.delay"), ["vendor"]);
        assert_eq!(kinds("investments.pdm.detection"), ["measured", "vendor"]);
        assert_eq!(kinds("investments.pdm.detection.F1"), ["measured"]);
        assert_eq!(kinds("investments.other.edits"), ["estimated"]);
        assert!(kinds("prices.piece").is_empty());
    }
}
