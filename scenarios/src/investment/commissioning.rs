//! Commissioning: what an investment stops while it is being installed, whatever it brings later.

use twin_models::text::units::parse_duration;
use twin_models::text::{Document, Key, Node, Path, PathError, Span, Table, Value};

/// One stop of machines for installation, trials or training.
#[derive(Clone, Debug, PartialEq)]
pub struct Commissioning {
    /// Machines that stand; empty: all.
    pub machines: Vec<String>,
    /// Begin, after the contract (the start of the run) \[s\].
    pub from: f64,
    /// Duration \[s\].
    pub lasts: f64,
    /// Where it was written.
    pub span: Option<Span>,
}

impl Commissioning {
    /// Adds the stop to those of its machines. It is there from the first month on, however far the
    /// ramp has come.
    ///
    /// # Errors
    /// When the plant has something else at a path.
    pub fn apply(&self, document: &mut Document) -> Result<(), PathError> {
        let all = || {
            let machines = document.get(&["machines"]).and_then(Node::as_table);
            machines.map(|t| t.names().map(str::to_owned).collect()).unwrap_or_default()
        };
        let machines: Vec<String> =
            if self.machines.is_empty() { all() } else { self.machines.clone() };
        for machine in machines {
            let path = Path::of(&["machines", &machine, "stops"]);
            let mut stops = match document.at(&path).map(|node| &node.value) {
                Some(Value::Array(stops)) => stops.clone(),
                _ => Vec::new(),
            };
            let place = stops.iter().position(|stop| begin(stop) > self.from);
            stops.insert(place.unwrap_or(stops.len()), self.stop());
            let node = Node { span: self.span, ..Node::new(Value::Array(stops)) };
            document.insert(&path, node)?;
        }
        Ok(())
    }

    fn stop(&self) -> Node {
        let entry = |name: &str, seconds: f64| {
            let value = Node { span: self.span, ..Node::text(&format!("{seconds} s")) };
            (Key { name: name.into(), span: self.span }, value)
        };
        let entries = vec![entry("from", self.from), entry("to", self.from + self.lasts)];
        Node { span: self.span, ..Node::new(Value::Table(Table { entries })) }
    }
}

/// Begin of a stop that stands in the plant file \[s\]; what cannot be read comes last.
fn begin(stop: &Node) -> f64 {
    let from = stop.as_table().and_then(|t| t.get("from"));
    match from.map(|node| &node.value) {
        Some(Value::String(text)) => parse_duration(text).unwrap_or(f64::INFINITY),
        _ => f64::INFINITY,
    }
}
