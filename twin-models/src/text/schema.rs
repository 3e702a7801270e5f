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
                    parameters.iter().map(|p| ((*p).to_owned(), json!({}))).collect();
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
