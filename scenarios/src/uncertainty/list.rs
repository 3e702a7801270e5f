//! The list of unknowns of a study, the values of a pair, and studies in which some are known.

use super::Mode;
use super::drawn::Drawn;
use super::source::{Part, Source, of_investments};
use super::words::words;
use crate::pairing::record::PairRecord;
use crate::study::Study;
use crate::study::result::{DrawnAs, Unknown, Unknowns};
use crate::study::run::Pairs;
use twin_models::text::Path;

impl Study {
    /// Where the unknowns stand, in the order of [`unknowns`](Self::unknowns).
    pub fn unknown_sources(&self) -> Vec<Source> {
        let open = |e: &usize| self.uncertain.entries[*e].law.as_constant().is_none();
        let entries = (0..self.uncertain.entries.len()).filter(open).map(Source::Entry);
        of_investments(&self.investments).chain(entries).collect()
    }

    /// Every unknown of the study.
    pub fn unknowns(&self) -> Vec<Unknown> {
        let sources = self.unknown_sources();
        sources.iter().map(|source| self.told(*source, &sources)).collect()
    }

    /// The study in which these unknowns, by their index in [`unknowns`](Self::unknowns), have these
    /// values in every pair, in the unit of [`Unknown::unit`]. All other draws stay as they are, so
    /// pair `k` of both studies differs in nothing else. An index that does not exist is ignored.
    pub fn with_unknowns(&self, known: &[(usize, f64)]) -> Self {
        let mut study = self.clone();
        for (index, value) in known {
            study.known.retain(|(k, _)| k != index);
            study.known.push((*index, *value));
        }
        study
    }

    /// Puts the known values in place of what was drawn.
    pub(crate) fn settle(&self, drawn: &mut Drawn) {
        if self.known.is_empty() {
            return;
        }
        let sources = self.unknown_sources();
        for (index, value) in &self.known {
            match sources.get(*index) {
                Some(Source::Investment(k, part)) => {
                    drawn.lucks[*k] = part.put(drawn.lucks[*k], *value);
                }
                Some(Source::Entry(e)) => drawn.values[*e] = *value,
                None => {}
            }
        }
    }

    /// The unknowns, and what was drawn of them in these pairs.
    pub(crate) fn unknowns_drawn(&self, pairs: &Pairs) -> Unknowns {
        let sources = self.unknown_sources();
        let value = |record: &PairRecord, source: &Source| match source {
            Source::Investment(k, part) => part.of(&record.lucks[*k]),
            Source::Entry(e) => record.unknowns[*e],
        };
        let row = |record: &PairRecord| sources.iter().map(|s| value(record, s)).collect();
        let by_pair = match sources.is_empty() {
            true => Vec::new(),
            false => pairs.done.iter().map(|(_, record)| row(record)).collect(),
        };
        let drawn = match self.mode {
            Mode::Mixed => DrawnAs::Mixed,
            Mode::Fixed => DrawnAs::Fixed,
            Mode::Nested { .. } => DrawnAs::Nested,
        };
        Unknowns { drawn, items: self.unknowns(), by_pair }
    }

    fn told(&self, source: Source, all: &[Source]) -> Unknown {
        match source {
            Source::Investment(k, part) => self.told_of_investment(k, part, all),
            Source::Entry(e) => self.told_of_entry(e, all),
        }
    }

    fn told_of_entry(&self, e: usize, all: &[Source]) -> Unknown {
        let entry = &self.uncertain.entries[e];
        let own = Path::of(&["uncertain", &entry.name]).to_string();
        let (file, path) = entry.name.split_once(':').unwrap_or_default();
        let find = |file: &str, path: &str| {
            self.assumptions.iter().find(|a| a.file == file && a.path == path && a.owner.is_some())
        };
        // Who answers for the law; else who answers for the number.
        let origin = find("study", &own).or_else(|| find(file, path));
        let place = |other: usize| all.iter().position(|s| *s == Source::Entry(other));
        Unknown {
            path: entry.name.clone(),
            title: entry.title.clone(),
            law: entry.words.clone(),
            unit: entry.unit.clone(),
            acts: entry.acts(),
            source: origin.and_then(|o| o.source.clone()),
            owner: origin.and_then(|o| o.owner.clone()),
            kind: origin.and_then(|o| o.kind.clone()),
            p10: entry.value(0.1),
            p50: entry.value(0.5),
            p90: entry.value(0.9),
            correlated_with: self.uncertain.copula.with(e).filter_map(place).collect(),
        }
    }

    fn told_of_investment(&self, k: usize, part: Part, all: &[Source]) -> Unknown {
        let investment = &self.investments[k];
        let mut place = vec!["investments", &*investment.name];
        place.extend(part.key().split('.'));
        let place = Path::of(&place);
        let (path, node) = (place.to_string(), self.study_file.at(&place));
        let mut law = node.map(words).unwrap_or_default();
        if let (Part::GapCost | Part::GapDelay, Some(gap)) = (part, &investment.unknown.gap) {
            law = format!("with a chance of {} %: {law}", (1e5 * gap.chance).round() / 1e3);
        }
        let covers =
            |a: &&crate::study::result::Assumption| a.file == "study" && a.path.starts_with(&path);
        let origin = self.assumptions.iter().find(covers);
        let together = |(u, other): (usize, &Source)| match other {
            Source::Investment(j, p) => {
                let with =
                    part.is_trouble() && p.is_trouble() && investment.unknown.correlation > 0.0;
                (*j == k && *p != part && with).then_some(u)
            }
            Source::Entry(_) => None,
        };
        let quantile = |p: f64| part.quantile(&investment.unknown, p);
        Unknown {
            path: format!("study:{path}"),
            title: format!("{}: {}", investment.name, part.title()),
            law,
            unit: part.unit().map_or_else(|| self.terms.currency.to_string(), str::to_owned),
            acts: part.acts(),
            source: origin.and_then(|o| o.source.clone()),
            owner: origin.and_then(|o| o.owner.clone()),
            kind: origin.and_then(|o| o.kind.clone()),
            p10: quantile(0.1),
            p50: quantile(0.5),
            p90: quantile(0.9),
            correlated_with: all.iter().enumerate().filter_map(together).collect(),
        }
    }
}
