//! One line of the scorecard: an indicator that the technology is designed to move.

use super::money::{MONEY_KPIS, MoneyKpi, Spent};
use crate::indicator::{INDICATORS, Spec, View};
use crate::kpi::{self, Kpi, Lens, Of};
use crate::study::Study;
use crate::study::result::{Better, Checkpoint};
use sim_core::TICKS_PER_HOUR;
use std::fmt;
use std::sync::Arc;
use twin_models::outcome::Outcome;
use twin_models::plant::calendar::Calendar;
use twin_models::text::units::nearest;

/// How a line of the scorecard is computed.
#[derive(Clone, Copy)]
pub enum Gauge {
    /// An indicator of the study.
    Indicator(&'static Spec),
    /// An indicator of the catalogue.
    Catalogue(&'static Kpi),
    /// An indicator in money.
    Money(&'static MoneyKpi),
}

impl fmt::Debug for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl Gauge {
    /// The indicator of this key. With the name of a machine the catalogue comes first; without, the
    /// indicators of the study, which speak of the whole plant.
    ///
    /// # Errors
    /// The key that was probably meant, if one is near.
    pub fn find(key: &str, on: bool) -> Result<Self, Option<&'static str>> {
        let of_study = INDICATORS.iter().find(|i| i.key == key).map(Self::Indicator);
        let of_catalogue = kpi::all().find(|k| k.id == key).map(Self::Catalogue);
        let in_money = MONEY_KPIS.iter().find(|m| m.key == key).map(Self::Money);
        let found = if on { of_catalogue.or(of_study) } else { of_study.or(of_catalogue) };
        found.or(in_money).ok_or_else(|| nearest(key, Self::keys()))
    }

    /// Keys of everything that may stand in a scorecard.
    pub fn keys() -> impl Iterator<Item = &'static str> {
        let of_study = INDICATORS.iter().map(|i| i.key);
        let of_catalogue = kpi::all().map(|k| k.id);
        of_study.chain(of_catalogue).chain(MONEY_KPIS.iter().map(|m| m.key))
    }

    /// Its key.
    pub fn key(&self) -> &'static str {
        match self {
            Self::Indicator(spec) => spec.key,
            Self::Catalogue(kpi) => kpi.id,
            Self::Money(money) => money.key,
        }
    }

    /// For people.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Indicator(spec) => spec.name,
            Self::Catalogue(kpi) => kpi.name,
            Self::Money(money) => money.name,
        }
    }

    /// Unit of its values.
    pub fn unit(&self) -> &'static str {
        match self {
            Self::Indicator(spec) => spec.unit,
            Self::Catalogue(kpi) => kpi.unit,
            Self::Money(money) => money.unit,
        }
    }

    /// Formula.
    pub fn definition(&self) -> &'static str {
        match self {
            Self::Indicator(spec) => spec.definition,
            Self::Catalogue(kpi) => kpi.formula,
            Self::Money(money) => money.formula,
        }
    }

    /// Standard, where it has one.
    pub fn standard(&self) -> Option<&'static str> {
        match self {
            Self::Catalogue(kpi) if kpi.source != "-" => Some(kpi.source),
            _ => None,
        }
    }

    /// Direction.
    pub fn better(&self) -> Better {
        match self {
            Self::Indicator(spec) => spec.better,
            Self::Catalogue(kpi) => kpi.better,
            Self::Money(money) => money.better,
        }
    }

    /// What `on` may name: machines, kinds of stock, or nothing.
    pub fn entities(&self) -> Entities {
        match self {
            Self::Catalogue(kpi) if matches!(kpi.of, Of::Machine(_)) => Entities::Machines,
            Self::Money(money) => Entities::Words(money.on),
            _ => Entities::None,
        }
    }
}

/// What may be named by `on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entities {
    /// Nothing: it speaks of the whole plant.
    None,
    /// A machine; absent: the line, by its constraint.
    Machines,
    /// One of these words; absent: all together.
    Words(&'static [&'static str]),
}

/// What the plant's own records say.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The value.
    pub value: f64,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Over which time, ISO 8601.
    pub from: Option<String>,
    /// See `from`.
    pub to: Option<String>,
}

/// One line of the scorecard.
#[derive(Clone, Debug)]
pub struct Score {
    /// Its key in the study file.
    pub name: String,
    /// For people.
    pub title: String,
    /// How it is computed.
    pub gauge: Gauge,
    /// Of which machine or stock.
    pub on: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// From which records it is read.
    pub source: Option<String>,
    /// File of those records, relative to the study; its hash goes into the lock.
    pub data: Option<String>,
    /// How it turns into margin, in words.
    pub money: Option<String>,
    /// Lines or categories of the ledger in which it shows.
    pub lines: Vec<String>,
    /// Relative change that is wanted.
    pub target: Option<f64>,
    /// What may be judged on day 90.
    pub checkpoint: Checkpoint,
    /// What must be true on day 90, in words.
    pub day_90: Option<String>,
    /// What the plant's own records say.
    pub measured: Option<Measured>,
}

impl Study {
    /// Values of the scorecard in one outcome of arm `k`; nothing where the study has none.
    pub fn scores(&self, k: usize, outcome: &Outcome) -> Arc<[Option<f64>]> {
        let Some(arm) = self.arms.get(k).filter(|_| !self.scorecard.is_empty()) else {
            return Arc::default();
        };
        let tools = &self.tools[k];
        let lens = Lens::new(&arm.plant, &tools.schema, self.horizon);
        let spent = self.spent(k, &outcome.monthly, outcome.elapsed_h);
        let value = |score: &Score| -> Option<f64> {
            let value = match score.gauge {
                Gauge::Indicator(spec) => (spec.of)(&View { frame: &tools.frame, outcome }),
                Gauge::Catalogue(kpi) => match kpi.of {
                    Of::Plant(of) => of(&lens.plant(outcome, None)?).ok(),
                    Of::Machine(of) => {
                        let sight = match &score.on {
                            None => lens.line(outcome, None)?,
                            Some(name) => {
                                let is_it =
                                    |m: &twin_models::plant::model::Machine| m.name == *name;
                                let k = arm.plant.machines.iter().position(is_it)?;
                                lens.machine(outcome, k)?
                            }
                        };
                        of(&sight).ok()
                    }
                },
                Gauge::Money(money) => (money.of)(&spent, score.on.as_deref()),
            };
            value.filter(|x| x.is_finite())
        };
        self.scorecard.iter().map(value).collect()
    }

    fn spent<'a>(&'a self, k: usize, monthly: &'a [f64], elapsed_h: f64) -> Spent<'a> {
        let tools = &self.tools[k];
        Spent {
            book: &self.book,
            schema: &tools.schema,
            plant: &self.arms[k].plant,
            monthly,
            by_column: tools.places.as_deref().map(|places| (places, self.horizon as usize)),
            elapsed_h,
        }
    }

    /// These values of the scorecard in arm `k`, those in money at the prices of this study.
    pub(crate) fn priced_scores(
        &self,
        k: usize,
        scores: &Arc<[Option<f64>]>,
        monthly: &[f64],
    ) -> Arc<[Option<f64>]> {
        if scores.is_empty() || !self.scorecard.iter().any(Score::is_money) {
            return Arc::clone(scores);
        }
        let spent = self.spent(k, monthly, self.hours());
        let value = |(score, known): (&Score, &Option<f64>)| match score.gauge {
            Gauge::Money(money) => {
                (money.of)(&spent, score.on.as_deref()).filter(|x| x.is_finite())
            }
            Gauge::Indicator(_) | Gauge::Catalogue(_) => *known,
        };
        self.scorecard.iter().zip(&**scores).map(value).collect()
    }

    /// These values of the scorecard without those in money, which hang on prices.
    pub(crate) fn unpriced_scores(&self, scores: &Arc<[Option<f64>]>) -> Arc<[Option<f64>]> {
        if !self.scorecard.iter().any(Score::is_money) {
            return Arc::clone(scores);
        }
        let kept = |(score, x): (&Score, &Option<f64>)| x.filter(|_| !score.is_money());
        self.scorecard.iter().zip(&**scores).map(kept).collect()
    }

    /// Is this quantity of arm `k` needed for a line of the scorecard in money?
    pub(crate) fn scored_in_money(&self, k: usize, column: usize) -> bool {
        let Some(quantity) = self.tools.get(k).and_then(|tools| tools.schema.get(column)) else {
            return false;
        };
        self.scorecard.iter().any(|score| match score.gauge {
            Gauge::Money(money) => money.needs(&quantity.key),
            Gauge::Indicator(_) | Gauge::Catalogue(_) => false,
        })
    }

    /// Length of a simulation \[h\].
    fn hours(&self) -> f64 {
        let end = Calendar::months(self.start, self.horizon).last().map_or(0, |end| end.0);
        end as f64 / TICKS_PER_HOUR as f64
    }
}

impl Score {
    /// Does it hang on prices?
    const fn is_money(&self) -> bool {
        matches!(self.gauge, Gauge::Money(_))
    }
}
