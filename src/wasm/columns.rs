//! All records as columns: typed arrays for charts, filters and Arrow.

use js_sys::{Float64Array, Int32Array, Object, Reflect, Uint16Array, Uint32Array};
use wasm_bindgen::JsValue;

use super::Workspace;
use super::row::place;
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::segment::Segment;
use crate::timestamp::EventTime;
use crate::values::FIELDS;

/// The values of all records, field by field.
#[derive(Default)]
struct Columns {
    integers: [Vec<i32>; FIELDS],
    offsets: [Vec<u32>; FIELDS],
    event_time: Vec<f64>,
    absent: Vec<u16>,
}

/// Reads the payload to its end.
pub(super) fn columns(workspace: &mut Workspace) -> Object {
    let mut cursor = workspace.source.cursor();
    let Workspace {
        buffer,
        length,
        reader,
        told,
        ..
    } = workspace;
    let payload = &buffer[..*length];
    let mut columns = Columns::default();
    while let Some(segment) = reader.next(payload) {
        told.tell(&segment);
        let Segment::Record(record) = segment else {
            continue;
        };
        for (index, field) in SCHEMA.fields.iter().enumerate() {
            match field.field_type {
                FieldType::Int => columns.integers[index].push(record.integer(index).unwrap_or(0)),
                FieldType::String | FieldType::Timestamp => {
                    let span = record.field_span(index);
                    let start = place(payload, span.start, cursor.as_mut());
                    columns.offsets[index]
                        .extend([start, place(payload, span.end, cursor.as_mut())]);
                }
            }
        }
        columns.event_time.push(
            record
                .event_time()
                .map_or(f64::NAN, fractional_milliseconds),
        );
        columns.absent.push(record.values().absent);
    }
    columns.into_object()
}

/// Milliseconds, with the microseconds as their fraction.
#[allow(
    clippy::cast_precision_loss,
    reason = "the years 1685 to 2255 stay below 2^53"
)]
fn fractional_milliseconds(time: EventTime) -> f64 {
    time.microseconds() as f64 / 1000.0
}

impl Columns {
    #[allow(
        clippy::cast_possible_truncation,
        reason = "there are fewer records than bytes"
    )]
    fn into_object(self) -> Object {
        let object = Object::new();
        set(&object, "length", &JsValue::from(self.absent.len() as u32));
        for (index, field) in SCHEMA.fields.iter().enumerate() {
            match field.field_type {
                FieldType::Int => {
                    set(
                        &object,
                        field.name,
                        &Int32Array::from(&self.integers[index][..]),
                    );
                }
                FieldType::String | FieldType::Timestamp => {
                    set(
                        &object,
                        field.name,
                        &Uint32Array::from(&self.offsets[index][..]),
                    );
                }
            }
        }
        set(
            &object,
            "event_time",
            &Float64Array::from(&self.event_time[..]),
        );
        set(&object, "absent", &Uint16Array::from(&self.absent[..]));
        object
    }
}

fn set(object: &Object, key: &str, value: &JsValue) {
    // OK because: setting a property of a plain new object cannot fail.
    let _ = Reflect::set(object, &JsValue::from_str(key), value);
}
