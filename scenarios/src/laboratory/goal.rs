//! What is sought: least cost, most of a quantity or an indicator, the largest margin of a price book.

use super::LaboratoryError;
use crate::indicator::{INDICATORS, Spec, is_of};
use crate::money::prices::PriceBook;
use twin_models::outcome::Schema;
use twin_models::text::units::{nearest, parse_quantity};

/// What is sought, and in which direction.
#[derive(Clone, Debug)]
pub struct Goal {
    /// More is better.
    pub maximise: bool,
    /// What.
    pub measure: Measure,
}

/// A number of one replication.
#[derive(Clone, Debug)]
pub enum Measure {
    /// Quantities of a year, each with its price.
    Cost(Vec<Term>),
    /// A quantity per year.
    Quantity(String),
    /// An indicator.
    Indicator(&'static Spec),
    /// The sum of all lines of a price book, per year.
    Margin {
        /// The prices.
        book: Box<PriceBook>,
        /// Their currency, ISO 4217.
        currency: String,
    },
}

/// A quantity and its price.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Key of the quantity; without `:NAME` the sum over all its names.
    pub key: String,
    /// Money per unit: cost positive, income negative.
    pub money: f64,
    /// Currency, as it was typed; may be empty.
    pub currency: String,
}

impl Term {
    /// Reads `KEY=MONEY`.
    ///
    /// # Errors
    /// When it is not.
    pub fn parse(typed: &str) -> Result<Self, LaboratoryError> {
        let wrong = || {
            LaboratoryError::question(
                format!("--cost {typed:?} is not a quantity and its price"),
                "write KEY=MONEY, for example failures:bearing=8000 or \"tasks=900 EUR\"; income is \
                 negative",
            )
        };
        let (key, money) = typed.split_once('=').ok_or_else(wrong)?;
        let (money, currency) = parse_quantity(money.trim()).ok_or_else(wrong)?;
        if key.trim().is_empty() || !money.is_finite() || currency.contains(char::is_numeric) {
            return Err(wrong());
        }
        let currency = if currency == "$" { "USD" } else { currency };
        Ok(Self { key: key.trim().to_owned(), money, currency: currency.to_owned() })
    }
}

impl Goal {
    /// Least cost per year.
    ///
    /// # Errors
    /// When terms are not terms, or their currencies differ.
    pub fn cost(typed: &[String]) -> Result<Self, LaboratoryError> {
        let terms = typed.iter().map(|t| Term::parse(t)).collect::<Result<Vec<_>, _>>()?;
        let mut known = terms.iter().map(|t| &t.currency).filter(|c| !c.is_empty());
        if let Some(first) = known.next()
            && let Some(other) = known.find(|c| *c != first)
        {
            return Err(LaboratoryError::question(
                format!("prices in {first} and in {other}"),
                "write all prices in one currency",
            ));
        }
        Ok(Self { maximise: false, measure: Measure::Cost(terms) })
    }

    /// Reads `max:KEY` or `min:KEY`: a quantity of these plants (per year), or an indicator.
    ///
    /// # Errors
    /// When there is no such number.
    pub fn parse(typed: &str, schemas: &[&Schema]) -> Result<Self, LaboratoryError> {
        let (direction, key) = typed.split_once(':').unwrap_or(("", typed));
        let maximise = match direction {
            "max" => true,
            "min" => false,
            _ => {
                return Err(LaboratoryError::question(
                    format!("--goal {typed:?} says neither max nor min"),
                    "write max:KEY or min:KEY, for example max:good or min:unplanned_down_h",
                ));
            }
        };
        let measure = if recorded(key, schemas) {
            Measure::Quantity(key.to_owned())
        } else {
            let found = INDICATORS.iter().find(|spec| spec.key == key);
            Measure::Indicator(found.ok_or_else(|| {
                unknown(key, schemas, INDICATORS.iter().map(|spec| spec.key.to_owned()))
            })?)
        };
        Ok(Self { maximise, measure })
    }

    /// Are all quantities of the cost recorded by at least one of these plants?
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self, schemas: &[&Schema]) -> Result<(), LaboratoryError> {
        let Measure::Cost(terms) = &self.measure else { return Ok(()) };
        match terms.iter().find(|term| !recorded(&term.key, schemas)) {
            Some(term) => Err(unknown(&term.key, schemas, std::iter::empty())),
            None => Ok(()),
        }
    }

    /// For people.
    pub fn title(&self) -> String {
        let direction = if self.maximise { "largest" } else { "least" };
        match &self.measure {
            Measure::Cost(_) => "least cost per year".to_owned(),
            Measure::Quantity(key) => format!("{direction} `{key}` per year"),
            Measure::Indicator(spec) => format!("{direction} {}", spec.name.to_lowercase()),
            Measure::Margin { .. } => "largest margin per year".to_owned(),
        }
    }

    /// Name of the number, for a column.
    pub fn name(&self) -> String {
        match &self.measure {
            Measure::Cost(_) => "cost per year".to_owned(),
            Measure::Quantity(key) => format!("{key} per year"),
            Measure::Indicator(spec) => spec.name.to_owned(),
            Measure::Margin { .. } => "margin per year".to_owned(),
        }
    }

    /// Currency where it is money: empty where nobody said which.
    pub fn currency(&self) -> Option<String> {
        match &self.measure {
            Measure::Cost(terms) => {
                let named = terms.iter().map(|t| &t.currency).find(|c| !c.is_empty());
                Some(named.cloned().unwrap_or_default())
            }
            Measure::Margin { currency, .. } => Some(currency.clone()),
            _ => None,
        }
    }

    /// Unit, where it is not money.
    pub fn unit(&self, schema: &Schema) -> String {
        match &self.measure {
            Measure::Cost(_) | Measure::Margin { .. } => String::new(),
            Measure::Quantity(key) => {
                let unit = schema.iter().find(|q| is_of(&q.key, key)).map(|q| q.unit.code());
                format!("{}/year", unit.unwrap_or_default())
            }
            Measure::Indicator(spec) => spec.unit.to_owned(),
        }
    }

    /// Names of the parts of which the number is made.
    pub fn parts(&self) -> Vec<String> {
        match &self.measure {
            Measure::Cost(terms) => terms.iter().map(|t| t.key.clone()).collect(),
            Measure::Margin { book, .. } => book.lines.iter().map(|l| l.name.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

fn recorded(key: &str, schemas: &[&Schema]) -> bool {
    schemas.iter().any(|schema| schema.iter().any(|q| is_of(&q.key, key)))
}

fn unknown(key: &str, schemas: &[&Schema], more: impl Iterator<Item = String>) -> LaboratoryError {
    let mut names: Vec<String> =
        schemas.iter().flat_map(|s| s.iter()).map(|q| q.key.clone()).chain(more).collect();
    names.extend(names.clone().iter().filter_map(|n| Some(n.split_once(':')?.0.to_owned())));
    names.sort();
    names.dedup();
    LaboratoryError::question(
        format!("the plant records no quantity `{key}`"),
        match nearest(key, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has: {}", names.join(", ")),
        },
    )
}
