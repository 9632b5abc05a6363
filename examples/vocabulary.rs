//! Prints the lists defined in Rust as JSON, which the build turns into a JavaScript module.

use heroku_drain::schema::{Field, FieldType, HEROKU_RUNTIME, Schema};
use heroku_drain::{Decoder, Framing, Kind, Prival};
use serde_json::{Value, json};

fn main() {
    let vocabulary = json!({
        "schema": schema(&HEROKU_RUNTIME),
        "framings": Framing::ALL.map(Framing::as_str),
        "problemCodes": Kind::CODES,
        "severities": keywords(0..8, Prival::severity),
        "facilities": keywords((0..=Prival::MAX).step_by(8), Prival::facility),
        "largestFrame": Decoder::LARGEST_FRAME,
    });
    println!("{vocabulary}");
}

/// The keyword of each priority.
fn keywords(
    priorities: impl Iterator<Item = i32>,
    keyword: fn(Prival) -> &'static str,
) -> Vec<&'static str> {
    let privals = priorities.filter_map(Prival::new);
    privals.map(keyword).collect()
}

/// The schema in Panther's published format.
fn schema(schema: &Schema) -> Value {
    json!({
        "schema": schema.name,
        "description": schema.description,
        "referenceURL": schema.reference_url,
        "parser": {
            "fastmatch": { "match": [schema.pattern], "emptyValues": schema.empty_values },
        },
        "fields": schema.fields.iter().map(field).collect::<Value>(),
    })
}

fn field(field: &Field) -> Value {
    let mut object = json!({ "name": field.name, "type": field.field_type.as_str() });
    if field.field_type == FieldType::Timestamp {
        object["timeFormats"] = json!(["rfc3339"]);
    }
    if field.is_event_time {
        object["isEventTime"] = true.into();
    }
    if !field.indicators.is_empty() {
        object["indicators"] = field.indicators.iter().map(|it| it.as_str()).collect();
    }
    object
}
