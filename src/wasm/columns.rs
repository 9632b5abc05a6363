//! All records as columns: typed arrays for charts, filters and Arrow.

use js_sys::{Float64Array, Int32Array, Object, Reflect, Uint16Array, Uint32Array};
use wasm_bindgen::JsValue;

use crate::problem::Span;
use crate::record::Record;
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::timestamp::EventTime;
use crate::values::FIELDS;

/// The values of all records, field by field.
pub(super) struct Columns {
    integers: [Vec<i32>; FIELDS],
    offsets: [Vec<u32>; FIELDS],
    event_time: Vec<f64>,
    absent: Vec<u16>,
}

/// Milliseconds, with the microseconds as their fraction, as far as a number of 64 bits holds it.
///
/// Far from 1970 the fraction is coarse; it is never rounded up to the next millisecond.
#[allow(
    clippy::cast_precision_loss,
    reason = "the years 0 to 9999 stay far below 2^53"
)]
fn fractional_milliseconds(time: EventTime) -> f64 {
    let whole = time.milliseconds() as f64;
    let exact = whole + time.microseconds().rem_euclid(1000) as f64 / 1000.0;
    if exact.floor() > whole {
        exact.next_down()
    } else {
        exact
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self::new()
    }
}

impl Columns {
    pub(super) const fn new() -> Self {
        Self {
            integers: [const { Vec::new() }; FIELDS],
            offsets: [const { Vec::new() }; FIELDS],
            event_time: Vec::new(),
            absent: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, record: &Record<'_>, place: &mut dyn FnMut(usize) -> u32) {
        for (index, field) in SCHEMA.fields.iter().enumerate() {
            match field.field_type {
                FieldType::Int => self.integers[index].push(record.integer(index).unwrap_or(0)),
                FieldType::String | FieldType::Timestamp => {
                    let Span { start, end } = record.field_span(index);
                    self.offsets[index].extend([place(start), place(end)]);
                }
            }
        }
        let time = record
            .event_time()
            .map_or(f64::NAN, fractional_milliseconds);
        self.event_time.push(time);
        self.absent.push(record.values().absent);
    }

    #[allow(
        clippy::cast_possible_truncation,
        reason = "there are fewer records than bytes"
    )]
    pub(super) fn into_object(self) -> Object {
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
