//! What is varied: a value of the plant file and the values it takes.

use super::LaboratoryError;
use twin_models::text::units::parse_quantity;
use twin_models::text::{Node, Path, Value};

/// Most values on one axis.
const MOST: usize = 1000;
/// How it is written.
const FORM: &str = "write PATH=from:to:n, PATH=from:to:n:log or PATH=a,b,c, for example \
                    maintenance.bearing.every=\"100 h:900 h:9\"";

/// A value of the plant file and the values it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// As it was typed.
    pub typed: String,
    /// The value.
    pub path: Path,
    /// Are the steps equal factors?
    pub log: bool,
    /// The values, in the order of the axis.
    pub values: Vec<Setting>,
}

/// One value on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// For people, with its unit.
    pub label: String,
    /// The number alone; absent where the value is a word.
    pub number: Option<f64>,
    /// For the plant file.
    pub node: Node,
}

impl Axis {
    /// Reads `PATH=from:to:n`, `PATH=from:to:n:log` or `PATH=a,b,c`.
    ///
    /// # Errors
    /// When it is none of them.
    pub fn parse(typed: &str) -> Result<Self, LaboratoryError> {
        let wrong =
            |reason: String| LaboratoryError::question(format!("--vary {typed:?}: {reason}"), FORM);
        let (path, values) =
            typed.split_once('=').ok_or_else(|| wrong("there is no `=`".to_owned()))?;
        let path = Path::parse(path.trim()).map_err(|e| wrong(e.reason))?;
        let (values, log) = match values.contains(',') {
            true => (list(values), false),
            false => match values.split(':').map(str::trim).collect::<Vec<_>>().as_slice() {
                [one] => (vec![Setting::of(one)], false),
                [from, to, n] => (range(from, to, n, false).map_err(wrong)?, false),
                [from, to, n, "log"] => (range(from, to, n, true).map_err(wrong)?, true),
                _ => return Err(wrong("this is neither a range nor a list".to_owned())),
            },
        };
        if values.iter().any(|v| v.label.is_empty()) {
            return Err(wrong("a value is missing".to_owned()));
        }
        if values.len() > MOST {
            return Err(wrong(format!("these are {} values, at most {MOST} can be", values.len())));
        }
        if let Some((k, twice)) =
            values.iter().enumerate().find(|(k, v)| values[..*k].iter().any(|u| u.node == v.node))
        {
            return Err(wrong(format!("`{}` stands twice (value {})", twice.label, k + 1)));
        }
        Ok(Self { typed: typed.to_owned(), path, log, values })
    }

    /// The unit that all values share; `None` where they differ or are words.
    pub fn unit(&self) -> Option<&str> {
        let first = unit_of(&self.values.first()?.node);
        let same = |s: &Setting| s.number.is_some() && unit_of(&s.node) == first;
        self.values.iter().all(same).then_some(first)
    }

    /// Numbers of the axis, where it has a unit.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        self.unit()?;
        self.values.iter().map(|s| s.number).collect()
    }
}

fn unit_of(node: &Node) -> &str {
    match &node.value {
        Value::String(text) => parse_quantity(text).map_or("", |(_, unit)| unit),
        _ => "",
    }
}

impl Setting {
    /// A value as it was typed.
    fn of(text: &str) -> Self {
        let text = text.trim();
        let (number, value) = match (text.parse::<i64>(), text.parse::<f64>(), text) {
            (Ok(whole), ..) => (Some(whole as f64), Value::Integer(whole)),
            (_, Ok(x), _) if x.is_finite() => (Some(x), Value::Float(x)),
            (.., "true" | "false") => (None, Value::Boolean(text == "true")),
            _ => (parse_quantity(text).map(|(x, _)| x), Value::String(text.into())),
        };
        Self { label: text.to_owned(), number, node: Node::new(value) }
    }
}

fn list(text: &str) -> Vec<Setting> {
    text.split(',').map(Setting::of).collect()
}

/// A number with as many digits as one types.
fn tidy(value: f64, digits: usize) -> f64 {
    format!("{value:.digits$e}").parse().unwrap_or(value)
}

fn range(from: &str, to: &str, n: &str, log: bool) -> Result<Vec<Setting>, String> {
    let number = |text: &str| {
        parse_quantity(text)
            .filter(|(x, _)| x.is_finite())
            .map(|(x, unit)| (x, unit.to_owned()))
            .ok_or_else(|| format!("`{text}` is not a number with its unit"))
    };
    let ((a, first), (b, last)) = (number(from)?, number(to)?);
    if first != last {
        return Err(format!("the ends have different units, `{first}` and `{last}`"));
    }
    let n: usize = n.parse().map_err(|_| format!("`{n}` is not a number of values"))?;
    if !(2..=MOST).contains(&n) {
        return Err(format!("a range has 2 to {MOST} values, not {n}"));
    }
    if log && (a <= 0.0 || b <= 0.0) {
        return Err("a scale of equal factors needs ends above 0".to_owned());
    }
    let share = |k: usize| k as f64 / (n - 1) as f64;
    let at = |k: usize| match (k, log) {
        (0, _) => a,
        (k, _) if k == n - 1 => b,
        (k, false) => tidy(a + share(k) * (b - a), 9),
        (k, true) => tidy(a * libm::pow(b / a, share(k)), 3),
    };
    let numbers: Vec<f64> = (0..n).map(at).collect();
    // Counts stay counts.
    let whole = first.is_empty()
        && !from.contains('.')
        && !to.contains('.')
        && numbers.iter().all(|x| *x == libm::trunc(*x));
    Ok(numbers
        .into_iter()
        .map(|x| match (whole, first.as_str()) {
            (true, _) => Setting::of(&format!("{x:.0}")),
            (false, "") => Setting { label: x.to_string(), number: Some(x), node: Node::number(x) },
            (false, unit) => Setting::of(&match unit.starts_with('/') {
                true => format!("{x}{unit}"),
                false => format!("{x} {unit}"),
            }),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(typed: &str) -> Vec<String> {
        Axis::parse(typed).unwrap().values.into_iter().map(|v| v.label).collect()
    }

    #[test]
    fn ranges_lists_and_scales() {
        let axis = Axis::parse("maintenance.x.every=100 h:900 h:5").unwrap();
        assert_eq!(axis.path.to_string(), "maintenance.x.every");
        assert_eq!((axis.unit(), axis.log), (Some("h"), false));
        assert_eq!(axis.numbers().unwrap(), [100.0, 300.0, 500.0, 700.0, 900.0]);
        assert_eq!(labels("a.b=0.1:0.7:4"), ["0.1", "0.3", "0.5", "0.7"]);
        assert_eq!(labels("a.b=1 h:100 h:3:log"), ["1 h", "10 h", "100 h"]);
        assert_eq!(labels("a.b=age,calendar"), ["age", "calendar"]);
        assert_eq!(labels("a.b=2 %, 4 %"), ["2 %", "4 %"]);
        assert_eq!(labels("a.b=7"), ["7"]);
    }

    #[test]
    fn counts_stay_counts_and_numbers_numbers() {
        let values = |typed: &str| Axis::parse(typed).unwrap().values[1].node.value.clone();
        assert_eq!(values("crews.m.people=1:5:5"), Value::Integer(2));
        assert_eq!(values("a.b=1.0:5:5"), Value::Float(2.0));
        assert_eq!(values("a.b=1:2:3"), Value::Float(1.5));
        assert_eq!(values("a.b=1,true"), Value::Boolean(true));
        assert_eq!(Axis::parse("a.b=1 h,2 d").unwrap().unit(), None);
    }

    #[test]
    fn what_is_neither_is_refused_with_how_to_write_it() {
        for typed in [
            "a.b",
            "=1:2:3",
            "a..b=1:2:3",
            "a.b=1:2:1",
            "a.b=1:2:x",
            "a.b=1 h:2 d:3",
            "a.b=x:y:3",
            "a.b=0:9:3:log",
            "a.b=1:2:3:lin",
            "a.b=1,,2",
            "a.b=",
            "a.b=3,3",
            "a.b=1:2:5000",
        ] {
            let error = Axis::parse(typed).unwrap_err();
            assert!(error.to_string().contains("help: write PATH="), "{typed}: {error}");
        }
    }
}
