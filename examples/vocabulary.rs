//! Prints the lists that Rust alone keeps, as JSON, for the build to write them into a module.

use heroku_drain::schema::{Field, FieldType, HEROKU_RUNTIME, Schema};
use heroku_drain::{Decoder, Framing, Kind};
use serde_json::{Value, json};

fn main() {
    let vocabulary = json!({
        "schema": schema(&HEROKU_RUNTIME),
        "framings": Framing::ALL.map(Framing::as_str),
        "problemCodes": Kind::CODES,
        "largestFrame": Decoder::LARGEST_FRAME,
    });
    println!("{vocabulary}");
}

/// The schema in the shape that its owner publishes it in.
fn schema(schema: &Schema) -> Value {
    json!({
        "schema": schema.name,
        "parser": {
            "fastmatch": { "match": [schema.pattern], "emptyValues": schema.empty_values },
        },
        "fields": schema.fields.iter().map(field).collect::<Value>(),
    })
}

fn field(field: &Field) -> Value {
    let mut object = json!({ "name": field.name, "type": field.field_type.as_str() });
    if field.field_type == FieldType::Timestamp {
        object["timeFormat"] = "rfc3339".into();
    }
    if field.is_event_time {
        object["isEventTime"] = true.into();
    }
    if !field.indicators.is_empty() {
        object["indicators"] = field.indicators.iter().map(|it| it.as_str()).collect();
    }
    object
}
