//! One investment: what it changes, how it grows, what it costs.

use super::calibrated::Calibrated;
use super::chain::{self, Chain};
use super::commissioning::Commissioning;
use super::edit::Edit;
use super::governance::Governance;
use super::office::Office;
use super::predictive::Predictive;
use super::progress::{Progress, Reach};
use super::ramp::Ramp;
use super::sources::Sources;
use super::team::Member;
use super::uncertainty::{Luck, Uncertainty};
use crate::finance::tco::CostLine;
use jiff::civil::Date;
use sim_core::TICKS_PER_HOUR;
use std::borrow::Cow;
use twin_models::plant::calendar::Calendar;
use twin_models::text::units::Wrong;
use twin_models::text::{Document, Span};

/// One investment of a study.
#[derive(Clone, Debug, PartialEq)]
pub struct Investment {
    /// Its key in the study file.
    pub name: String,
    /// For people.
    pub title: String,
    /// Where it was written.
    pub span: Option<Span>,
    /// A predictive programme, if it is one.
    pub predictive: Option<Predictive>,
    /// Financial operations, if it is about them.
    pub office: Option<Office>,
    /// Edits of single values.
    pub edits: Vec<Edit>,
    /// What it stops while it is being installed.
    pub commissioning: Vec<Commissioning>,
    /// Own people on the project.
    pub team: Vec<Member>,
    /// The claim against which one of the edits is calibrated, if any.
    pub calibrated: Option<Calibrated>,
    /// From signal to physical change, where the study says it.
    pub chain: Vec<Chain>,
    /// How its effect grows.
    pub ramp: Ramp,
    /// What nobody knows.
    pub unknown: Uncertainty,
    /// The investment whose luck it shares: the same draws decide about the unknowns of both. Its own
    /// name, unless the study says otherwise.
    pub same_luck_as: String,
    /// What it is planned to cost.
    pub cost: Vec<CostLine>,
    /// On whose word its effect rests, and what of it is not believed.
    pub sources: Sources,
    /// What makes a capital project of it.
    pub governance: Governance,
}

impl Investment {
    /// Its course under this luck; `pace` 2: adoption takes twice as long.
    pub fn progress(&self, luck: &Luck, pace: f64) -> Progress<'_> {
        Progress::new(&self.ramp, self.unknown.stall, luck, pace)
    }

    /// What it has reached `months` after its contract (before it: nothing): for the programme, then
    /// edit by edit.
    pub fn reaches(&self, progress: &Progress<'_>, months: f64) -> Vec<Reach> {
        let at = |start: u32| progress.reach(months - f64::from(start));
        let edits = self.edits.iter().map(|edit| at(edit.start_month));
        let mut reaches: Vec<Reach> = std::iter::once(at(0)).chain(edits).collect();
        self.sources.cut(&mut reaches, progress.haircut());
        self.sources.mask(&mut reaches);
        reaches
    }

    /// The same share of everything, for the programme and every edit, but of what is not believed.
    pub fn all_at(&self, reach: Reach) -> Vec<Reach> {
        let mut reaches = vec![reach; 1 + self.edits.len()];
        self.sources.mask(&mut reaches);
        reaches
    }

    /// Does it reach its full effect on the first day, under every luck?
    pub fn is_complete_at_once(&self) -> bool {
        let Uncertainty { effectiveness, haircut, adoption, stall, gap, gate, .. } = &self.unknown;
        let certain = |law: &sim_core::Distribution| law.as_constant() == Some(1.0);
        self.ramp.at(0.0) >= 1.0
            && stall.is_none()
            && gap.is_none()
            && gate.is_none()
            && certain(effectiveness)
            && certain(haircut)
            && certain(adoption)
            && self.edits.iter().all(|edit| edit.start_month == 0)
    }

    /// Names of its effects.
    pub fn effects(&self) -> Vec<String> {
        let calibrated = self.calibrated.as_ref().map(|c| c.edit);
        Chain::effects(self.predictive.is_some(), self.office.is_some(), &self.edits, calibrated)
    }

    /// Effects that no chain explains.
    pub fn unexplained(&self) -> Vec<String> {
        let effects = self.effects();
        chain::uncovered(&effects, &self.chain).into_iter().map(str::to_owned).collect()
    }

    /// Does nothing in the plant change by it, so that it cannot have a hard benefit? Formulas aside.
    pub fn changes_nothing(&self) -> bool {
        self.predictive.is_none() && self.edits.is_empty() && !self.disturbs()
    }

    /// Does it stop machines or take people from the line, whatever it brings?
    pub fn disturbs(&self) -> bool {
        !self.commissioning.is_empty() || self.team.iter().any(|member| member.taken.is_some())
    }

    /// The same investment without stopping machines or taking people from the line.
    #[must_use]
    pub fn undisturbed(&self) -> Self {
        let mut bare = Self { commissioning: Vec::new(), ..self.clone() };
        bare.team.iter_mut().for_each(|member| member.taken = None);
        bare
    }

    /// The same investment with its contract `start` months after `first_day`: what stops machines
    /// while it is installed stops them then, and people are on the project then.
    pub fn begun(&self, start: u32, first_day: Date) -> Cow<'_, Self> {
        if start == 0 || !self.disturbs() {
            return Cow::Borrowed(self);
        }
        let edges = Calendar::months(first_day, start);
        let later = match (edges.first(), edges.last()) {
            (Some(first), Some(last)) => (last.0 - first.0) as f64 / TICKS_PER_HOUR as f64 * 3600.0,
            _ => 0.0,
        };
        let mut begun = self.clone();
        begun.commissioning.iter_mut().for_each(|stop| stop.from += later);
        begun.team.iter_mut().for_each(|member| member.from += start);
        Cow::Owned(begun)
    }

    /// Changes the document as far as the investment has come.
    ///
    /// # Errors
    /// The first edit that does not fit, with its place.
    pub fn apply(&self, document: &mut Document, reaches: &[Reach]) -> Result<(), Misfit> {
        if let (Some(programme), Some(reach)) = (&self.predictive, reaches.first()) {
            programme.apply(&self.name, document, reach).map_err(|e| Misfit {
                span: self.span,
                wrong: Wrong { reason: e.reason, remedy: e.remedy },
            })?;
        }
        for stop in &self.commissioning {
            stop.apply(document).map_err(|e| Misfit {
                span: stop.span,
                wrong: Wrong { reason: e.reason, remedy: e.remedy },
            })?;
        }
        for member in &self.team {
            member.apply(document).map_err(|wrong| Misfit { span: member.span, wrong })?;
        }
        for (edit, reach) in self.edits.iter().zip(reaches.iter().skip(1)) {
            edit.apply(document, reach).map_err(|wrong| Misfit { span: edit.span, wrong })?;
        }
        Ok(())
    }
}

/// An edit that does not fit the plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// Where the edit was written.
    pub span: Option<Span>,
    /// Why, and what to write instead.
    pub wrong: Wrong,
}
