//! Predictive maintenance: the `[predictive.NAME]` table of the plant, as far as the project is.

use super::progress::Reach;
use twin_models::text::{Document, Key, Node, Path, PathError, Span, Table, Value};

/// What the study file says about a predictive programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Predictive {
    /// Failure modes, with the probability of detection at maturity.
    pub detection: Vec<(String, f64)>,
    /// Where the probabilities were written.
    pub detection_span: Option<Span>,
    /// Share of alerts on which somebody acts if everybody adopts it.
    pub acted_on: f64,
    /// The keys that the plant file understands as they are: `on`, `delay`, `sensor_uptime`,
    /// `sensor_outage`, `response`, `planned_repair_x`, `window`.
    pub as_written: Vec<(Key, Node)>,
    /// `false_alarms` as written, if any.
    pub false_alarms: Option<(Key, Table)>,
}

/// Keys that are handed to the plant file as they stand.
pub const AS_WRITTEN: [&str; 7] =
    ["on", "delay", "sensor_uptime", "sensor_outage", "response", "planned_repair_x", "window"];

impl Predictive {
    /// Sets the table `predictive.name`: detection grows with the technology, alerts are acted on by
    /// the people who have adopted it, false alarms come in full from the first live day.
    ///
    /// # Errors
    /// When the plant has something else at this path.
    pub fn apply(
        &self,
        name: &str,
        document: &mut Document,
        reach: &Reach,
    ) -> Result<(), PathError> {
        let key = |name: &str| Key { name: name.into(), span: None };
        let mut entries = self.as_written.clone();
        let detection = self
            .detection
            .iter()
            .map(|(mode, p)| {
                (
                    key(mode),
                    Node {
                        span: self.detection_span,
                        ..Node::number((p * reach.tech).clamp(0.0, 1.0))
                    },
                )
            })
            .collect();
        entries.push((key("detection"), Node::new(Value::Table(Table { entries: detection }))));
        let acted_on = (self.acted_on * reach.adoption).clamp(0.0, 1.0);
        entries.push((key("acted_on"), Node::number(acted_on)));
        if let Some((name, table)) = &self.false_alarms {
            let mut table = table.clone();
            table.entries.retain(|(k, _)| &*k.name != "share");
            table.entries.push((key("share"), Node::number(if reach.live { 1.0 } else { 0.0 })));
            entries.push((name.clone(), Node::new(Value::Table(table))));
        }
        let path = Path::of(&["predictive", name]);
        document.insert(&path, Node::new(Value::Table(Table { entries })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn detection_follows_the_technology_and_action_follows_the_people() {
        let mut document = Document::parse("p", b"[plant]\nname = \"x\"\n").unwrap();
        let study =
            Document::parse("s", b"on = [\"M1\"]\nfalse_alarms = { every = \"9 d\" }").unwrap();
        let table = study.root.as_table().unwrap();
        let programme = Predictive {
            detection: vec![("M1".into(), 0.8)],
            detection_span: None,
            acted_on: 1.0,
            as_written: vec![table.entry("on").unwrap().clone()],
            false_alarms: Some((
                table.entry("false_alarms").unwrap().0.clone(),
                table.get("false_alarms").unwrap().as_table().unwrap().clone(),
            )),
        };
        let reach = Reach { tech: 0.5, people: 0.4, adoption: 0.8, live: true };
        programme.apply("pdm", &mut document, &reach).unwrap();
        let at = |keys: &[&str]| document.get(keys).unwrap().to_toml();
        assert_eq!(at(&["predictive", "pdm", "detection", "M1"]), "0.4");
        assert_eq!(at(&["predictive", "pdm", "acted_on"]), "0.8");
        assert_eq!(at(&["predictive", "pdm", "false_alarms", "share"]), "1.0");
        let dead = Reach { tech: 0.0, people: 0.0, adoption: 0.8, live: false };
        programme.apply("pdm", &mut document, &dead).unwrap();
        assert_eq!(
            document.get(&["predictive", "pdm", "detection", "M1"]).unwrap().value,
            Value::Float(0.0)
        );
    }
}
