//! Own people on the project: their hours at a rate, role by role and month by month, and whom the line
//! must do without meanwhile.

use crate::finance::currency::Currency;
use crate::finance::tco::{CostItem, CostLine, Timing, Treatment};
use jiff::civil::Date;
use twin_models::plant::calendar::Calendar;
use twin_models::text::units::{Wrong, nearest};
use twin_models::text::{Document, Key, Node, Path, Span, Table, Value};

/// A role on the project.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The role.
    pub role: String,
    /// Hours of a month, of all its people together \[h\].
    pub hours: f64,
    /// Loaded rate \[money/h\].
    pub rate: f64,
    /// Months after the contract at which it begins.
    pub from: u32,
    /// How many months.
    pub lasts: u32,
    /// Whom the line must do without, if anybody.
    pub taken: Option<Taken>,
    /// Where it was written.
    pub span: Option<Span>,
}

/// People of a crew who are on the project, and not on the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// Name of the crew in the plant.
    pub crew: String,
    /// How many.
    pub people: u32,
    /// On these days of the week, as the plant file writes them.
    pub days: Node,
    /// Where `people` was written.
    pub span: Option<Span>,
}

impl Member {
    /// What it costs: in equal parts over its months, as the treatment of own people says.
    pub fn line(&self, currency: Currency, treatment: Treatment) -> CostLine {
        CostLine {
            name: format!("internal: {}", self.role).into(),
            item: CostItem::InternalResources,
            amount: self.hours * self.rate * f64::from(self.lasts),
            currency,
            timing: Timing::Spread(self.from + 1, self.from + self.lasts),
            treatment,
            in_quote: false,
            life_months: None,
            begins: 0,
        }
    }

    /// Takes its people from their crew, in its months; they are gone however far the ramp has come.
    ///
    /// # Errors
    /// When the plant has no such crew.
    pub fn apply(&self, document: &mut Document) -> Result<(), Wrong> {
        let Some(taken) = &self.taken else { return Ok(()) };
        let crews = document.get(&["crews"]).and_then(Node::as_table);
        let known: Vec<&str> = crews.map(|t| t.names().collect()).unwrap_or_default();
        if !known.contains(&&*taken.crew) {
            let remedy = match nearest(&taken.crew, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "delete `crew`: the plant has none".to_owned(),
                None => format!("the plant has: {}", known.join(", ")),
            };
            return Err(Wrong::new(format!("the plant has no crew `{}`", taken.crew), remedy));
        }
        // Without a first day the plant file is at fault, which its reader tells.
        let start = document.get(&["plant", "start"]).map(|node| &node.value);
        let Some(Value::Date(start)) = start else { return Ok(()) };
        let away = self.away(taken, *start);
        let path = Path::of(&["crews", &taken.crew, "away"]);
        let mut all = match document.at(&path).map(|node| &node.value) {
            Some(Value::Array(all)) => all.clone(),
            _ => Vec::new(),
        };
        all.push(away);
        let node = Node { span: self.span, ..Node::new(Value::Array(all)) };
        let inserted = document.insert(&path, node);
        inserted.map_err(|e| Wrong { reason: e.reason, remedy: e.remedy })
    }

    /// An entry of `away` of the plant file.
    fn away(&self, taken: &Taken, start: Date) -> Node {
        let edges = Calendar::months(start, self.from + self.lasts);
        let seconds = |month: u32| {
            let at = edges.get(month as usize).or(edges.last());
            at.map_or(0.0, |at| at.0 as f64 / 1e6)
        };
        let entry = |name: &str, value: Value, span| {
            (Key { name: name.into(), span }, Node { span, ..Node::new(value) })
        };
        let time = |month| Node::text(&format!("{} s", seconds(month))).value;
        let people = taken.span.or(self.span);
        let entries = vec![
            entry("from", time(self.from), self.span),
            entry("to", time(self.from + self.lasts), self.span),
            entry("people", Value::Integer(i64::from(taken.people)), people),
            entry("days", taken.days.value.clone(), taken.days.span.or(self.span)),
        ];
        Node { span: self.span, ..Node::new(Value::Table(Table { entries })) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(from: u32, lasts: u32) -> Member {
        let days = Node::text("Mon-Sun");
        let taken = Taken { crew: "fitters".into(), people: 2, days, span: None };
        let (role, taken) = ("fitter".into(), Some(taken));
        Member { role, hours: 320.0, rate: 50.0, from, lasts, taken, span: None }
    }

    #[test]
    fn hours_at_a_rate_fall_into_their_months() {
        let line = member(2, 3)
            .line(Currency::try_from("USD".to_owned()).unwrap(), Treatment::Opportunity);
        assert_eq!((line.amount, line.timing), (48_000.0, Timing::Spread(3, 5)));
        assert_eq!((&*line.name, line.treatment), ("internal: fitter", Treatment::Opportunity));
    }

    #[test]
    fn months_are_those_of_the_calendar() {
        let plant = "[plant]\nstart = 2027-01-04\n[crews.fitters]\npeople = 3\n";
        let mut document = Document::parse("plant", plant.as_bytes()).unwrap();
        member(1, 2).apply(&mut document).unwrap();
        let away = document.get(&["crews", "fitters", "away"]).unwrap().to_toml();
        // January has 31 days, February 28, March 31.
        let days = |d: f64| format!("\"{} s\"", d * 86_400.0);
        assert!(away.contains(&days(31.0)) && away.contains(&days(90.0)), "{away}");
        let mut nobody = Document::parse("plant", b"[plant]\nstart = 2027-01-04\n").unwrap();
        assert!(member(1, 2).apply(&mut nobody).is_err());
    }
}
