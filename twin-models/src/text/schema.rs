//! JSON Schema (draft 2020-12) of a file, from its list of keys: editors complete and check with it.

use super::dimension::Dimension;
use super::field::{Field, Kind, Need, Section};
use super::law::LAWS;
use serde_json::{Map, Value, json};

/// The schema of a file whose top level is `section`.
pub fn schema(section: &'static Section, title: &str) -> Value {
    let mut root = table(section);
    if let Value::Object(map) = &mut root {
        map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        map.insert("title".into(), json!(title));
        map.insert("$defs".into(), json!({ "law": law() }));
    }
    root
}

fn table(section: &'static Section) -> Value {
    let mut properties = Map::new();
    for field in section.fields {
        properties.insert(field.name.to_owned(), property(field));
    }
    let has_like = section.field("like").is_some();
    let required: Vec<&str> = match has_like {
        true => Vec::new(),
        false => {
            section.fields.iter().filter(|f| f.need == Need::Required).map(|f| f.name).collect()
        }
    };
    json!({
        "type": "object",
        "description": section.doc,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn property(field: &Field) -> Value {
    let mut schema = kind(&field.kind);
    if let Value::Object(map) = &mut schema {
        map.insert("description".into(), json!(field.doc));
        map.insert("unit".into(), json!(unit(&field.kind)));
        map.insert("examples".into(), json!([example(&field.kind)]));
        if let Need::Default(text) = field.need {
            let default = match field.kind {
                Kind::Count(..) => text.parse::<u32>().map_or_else(|_| json!(text), |n| json!(n)),
                Kind::Flag => json!(text == "true"),
                _ => text.parse::<f64>().map_or_else(|_| json!(text), |x| json!(x)),
            };
            map.insert("default".into(), default);
        }
    }
    schema
}

/// How the value is written: its units, or that it has none.
fn unit(of: &Kind) -> String {
    match of {
        Kind::Value(dimension, _) | Kind::Law(dimension, _) => match dimension {
            Dimension::Time => "us, ms, s, min, h, d, weeks".to_owned(),
            Dimension::Pieces => "pieces".to_owned(),
            Dimension::Share => "%, or a number from 0 to 1".to_owned(),
            Dimension::Number => "none".to_owned(),
            Dimension::Rate => "per us, ms, s, min, h, d, weeks".to_owned(),
            Dimension::Growth => "% per us, ms, s, min, h, d, weeks".to_owned(),
            Dimension::Money => "money: a currency sign, with k or M before it".to_owned(),
            Dimension::Other(unit) => {
                unit.units.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
            }
        },
        Kind::List(item) | Kind::Map(item) => unit(item),
        Kind::Either(kinds) => {
            let mut units: Vec<String> = kinds.iter().map(unit).collect();
            units.dedup();
            units.join("; or ")
        }
        Kind::Table(_) | Kind::Named(_) => "that of each key".to_owned(),
        Kind::Text | Kind::Word(_) | Kind::Flag | Kind::Count(..) | Kind::Name(_) => {
            "none".to_owned()
        }
        Kind::Date | Kind::Clock | Kind::Days => "none: local plant time".to_owned(),
    }
}

/// A value that may stand there.
fn example(of: &Kind) -> Value {
    let text = |text: &str| json!(text.trim_matches('"'));
    match of {
        Kind::Value(Dimension::Number, bounds) | Kind::Law(Dimension::Number, bounds) => {
            let fits = [1.5, 0.5, bounds.most, bounds.least];
            json!(fits.into_iter().find(|x| bounds.allows(*x)).unwrap_or(1.0))
        }
        Kind::Value(dimension, _) | Kind::Law(dimension, _) => text(&dimension.example()),
        Kind::Count(least, most) => json!((*least).max(1).min(*most)),
        Kind::Flag => json!(true),
        Kind::Text | Kind::Word(_) | Kind::Date | Kind::Clock | Kind::Days | Kind::Name(_) => {
            text(&of.example())
        }
        Kind::List(item) => json!([example(item)]),
        Kind::Map(item) => json!({ "NAME": example(item) }),
        Kind::Table(section) => keys(section),
        Kind::Named(section) => json!({ "NAME": keys(section) }),
        Kind::Either(kinds) => kinds.first().map_or(Value::Null, example),
    }
}

/// A table with the keys that it must have.
fn keys(section: &'static Section) -> Value {
    let needed = section.fields.iter().filter(|f| f.need == Need::Required);
    Value::Object(needed.map(|f| (f.name.to_owned(), example(&f.kind))).collect())
}

fn kind(of: &Kind) -> Value {
    match of {
        Kind::Text | Kind::Name(_) => json!({ "type": "string" }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Count(least, u32::MAX) => json!({ "type": "integer", "minimum": least }),
        Kind::Count(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Kind::Value(dimension, _) => value(*dimension),
        Kind::Law(dimension, _) => {
            json!({ "anyOf": [value(*dimension), { "$ref": "#/$defs/law" }] })
        }
        // TOML tools hand dates to a schema as texts.
        Kind::Date => json!({ "type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$" }),
        Kind::Clock => json!({ "type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$" }),
        Kind::Days => {
            let day = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
            let pattern = format!("^{day}(-{day})?( *, *{day}(-{day})?)*$");
            json!({ "type": "string", "pattern": pattern })
        }
        Kind::List(item) => json!({ "type": "array", "items": kind(item) }),
        Kind::Table(section) => table(section),
        Kind::Named(section) => {
            json!({ "type": "object", "additionalProperties": table(section) })
        }
        Kind::Map(item) => json!({ "type": "object", "additionalProperties": kind(item) }),
        Kind::Either(kinds) => {
            json!({ "anyOf": kinds.iter().map(kind).collect::<Vec<_>>() })
        }
    }
}

fn value(dimension: Dimension) -> Value {
    const NUMBER: &str = r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?";
    let text = |unit: &str| json!({ "type": "string", "pattern": format!("^{NUMBER} *{unit}$") });
    match dimension {
        Dimension::Number => json!({ "type": "number" }),
        Dimension::Share => {
            json!({ "anyOf": [text("%"), { "type": "number", "minimum": 0, "maximum": 1 }] })
        }
        Dimension::Time => {
            let part = format!("{NUMBER} *(us|\u{b5}s|ms|s|min|h|d|weeks?)");
            json!({ "type": "string", "pattern": format!("^{part}( *{part})*$") })
        }
        Dimension::Pieces => text("pieces?"),
        Dimension::Rate => text("/ *(us|ms|s|min|h|d|weeks?)"),
        Dimension::Growth => text("% +per +(us|ms|s|min|h|d|weeks?)"),
        Dimension::Money | Dimension::Other(_) => {
            json!({ "type": "string", "examples": [dimension.example().trim_matches('"')] })
        }
    }
}

fn law() -> Value {
    let mut forms = Map::new();
    for (name, parameters, example) in LAWS {
        let inner = match name {
            "constant" => json!({ "description": example }),
            "mixture" => json!({ "type": "array", "description": example }),
            _ => {
                let any: Map<String, Value> =
                    parameters.iter().map(|p| ((*p).to_owned(), parameter(p))).collect();
                json!({
                    "type": "object",
                    "description": example,
                    "properties": any,
                    "additionalProperties": false,
                })
            }
        };
        forms.insert(name.to_owned(), inner);
    }
    json!({
        "type": "object",
        "properties": forms,
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
    })
}

/// A parameter of a law. Those with the unit of the value itself may also be bare numbers, where the
/// value has no unit.
fn parameter(name: &str) -> Value {
    let (meaning, own_unit, example) = match name {
        "min" => ("smallest value", true, json!("1 h")),
        "max" => ("largest value", true, json!("4 h")),
        "mode" => ("most likely value", true, json!("2 h")),
        "mean" => ("mean", true, json!("2 h")),
        "scale" => ("scale: 63.2 % of Weibull lives are shorter", true, json!("5200 h")),
        "location" => ("no value is smaller", true, json!("100 h")),
        "sd" => ("standard deviation", true, json!("0.5 h")),
        "p50" => ("median", true, json!("2 h")),
        "p90" => ("90 % of values are smaller", true, json!("5 h")),
        "values" => ("values seen", true, json!(["1 h", "2 h"])),
        "weights" => ("weight of each value", false, json!([1, 2])),
        "weight" => ("how much the most likely value counts; 4 is usual", false, json!(4)),
        "shape" => ("shape", false, json!(2.6)),
        "cv" => ("standard deviation over mean", false, json!(0.5)),
        "a" => ("first shape", false, json!(2)),
        "b" => ("second shape", false, json!(3)),
        "interpolate" => ("values between those seen occur too", false, json!(true)),
        _ => ("a parameter", true, json!(1)),
    };
    let unit = if own_unit { "that of the value" } else { "none" };
    json!({ "description": meaning, "unit": unit, "examples": [example] })
}
