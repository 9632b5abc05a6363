//! The rich and rare values: problems and segments, as plain objects.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use super::{Source, Workspace, next_segment};
use crate::prival::Prival;
use crate::problem::{Kind, Place, Problem, Span};
use crate::record::Record;
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::segment::Segment;
use crate::utf16::Utf16Cursor;

/// A plain value. One type for all of them keeps the code that serde makes small.
enum Value {
    Absent,
    Number(f64),
    Text(Cow<'static, str>),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(properties) => {
                serializer.collect_map(properties.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl From<usize> for Value {
    #[allow(clippy::cast_precision_loss, reason = "wasm32 addresses have 32 bits")]
    fn from(place: usize) -> Self {
        Self::Number(place as f64)
    }
}

impl From<u64> for Value {
    #[allow(clippy::cast_precision_loss, reason = "no stream has 2^53 bytes")]
    fn from(place: u64) -> Self {
        Self::Number(place as f64)
    }
}

impl From<i32> for Value {
    fn from(integer: i32) -> Self {
        Self::Number(integer.into())
    }
}

impl From<&'static str> for Value {
    fn from(name: &'static str) -> Self {
        Self::Text(name.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}

/// Turns places in a payload into the caller's units.
struct Places<'p> {
    payload: &'p [u8],
    source: Source,
    cursor: Option<Utf16Cursor>,
    /// Where in its stream the payload starts.
    offset: u64,
}

impl Places<'_> {
    fn at(&mut self, byte: usize) -> usize {
        match &mut self.cursor {
            None => byte,
            Some(cursor) => cursor.move_to(self.payload, byte),
        }
    }

    fn offset_and_length(&mut self, span: Span) -> (usize, usize) {
        let start = self.at(span.start);
        (start, self.at(span.end) - start)
    }

    fn problem(&mut self, problem: &Problem, record: Option<usize>) -> Value {
        // The mark begins the stream.
        let start = match problem.kind {
            Kind::ByteOrderMark => 0,
            _ => self.offset,
        };
        let at = start + self.at(problem.found.start) as u64;
        let place = match self.source {
            Source::Bytes => Place::Byte(at),
            Source::AsciiString | Source::String => Place::Character(at),
        };
        let (offset, length) = self.offset_and_length(problem.span);
        let mut properties = vec![
            ("code", problem.kind.code().into()),
            ("severity", problem.kind.severity().as_str().into()),
            ("message", problem.message_at(self.payload, place).into()),
            ("offset", (start + offset as u64).into()),
            ("length", length.into()),
        ];
        properties.extend(problem.kind.field().map(|field| ("field", field.into())));
        properties.extend(record.map(|record| ("record", record.into())));
        Value::Object(properties)
    }

    /// `records` is how many there were before.
    fn segment(&mut self, segment: &Segment<'_>, records: usize) -> Value {
        let kind = match segment {
            Segment::Gap(_) => "gap",
            Segment::Error(_) => "error",
            Segment::Record(_) => "record",
        };
        let (offset, length) = self.offset_and_length(segment.span());
        let mut properties = vec![
            ("kind", kind.into()),
            ("offset", offset.into()),
            ("length", length.into()),
        ];
        match segment {
            Segment::Gap(_) => {}
            Segment::Error(problem) => properties.push(("problem", self.problem(problem, None))),
            Segment::Record(record) => properties.extend(self.record(record, records)),
        }
        Value::Object(properties)
    }

    fn record(&mut self, record: &Record<'_>, index: usize) -> [(&'static str, Value); 5] {
        let fields = (0..SCHEMA.fields.len())
            .map(|field| self.field(record, field))
            .collect();
        let warnings = record
            .warnings()
            .map(|it| self.problem(&it, Some(index)))
            .collect();
        [
            ("record", index.into()),
            ("fields", Value::List(fields)),
            ("facility", record.prival().map(Prival::facility).into()),
            ("severity", record.prival().map(Prival::severity).into()),
            ("warnings", Value::List(warnings)),
        ]
    }

    fn field(&mut self, record: &Record<'_>, index: usize) -> Value {
        let field = &SCHEMA.fields[index];
        let (offset, length) = self.offset_and_length(record.field_span(index));
        let value = match field.field_type {
            FieldType::Int => record.integer(index).into(),
            FieldType::String | FieldType::Timestamp => {
                record.text(index).map(Cow::into_owned).into()
            }
        };
        Value::Object(vec![
            ("name", field.name.into()),
            ("type", field.field_type.as_str().into()),
            ("offset", offset.into()),
            ("length", length.into()),
            ("value", value),
        ])
    }
}

/// One object after the other, so that there are never many of their texts.
pub(super) fn take_problems(workspace: &mut Workspace) -> JsValue {
    let Workspace {
        buffer,
        length,
        source,
        offset,
        told,
        ..
    } = workspace;
    let cursor = told.cursor.take();
    let mut places = Places {
        payload: &buffer[..*length],
        source: *source,
        cursor,
        offset: *offset,
    };
    let problems = js_sys::Array::new();
    for (problem, about) in told.problems.drain(..) {
        problems.push(&to_object(&places.problem(&problem, about)));
    }
    told.cursor = places.cursor;
    problems.into()
}

/// Reads the payload to its end.
pub(super) fn segments(workspace: &mut Workspace) -> JsValue {
    let Workspace {
        buffer,
        length,
        source,
        offset,
        stream,
        ..
    } = workspace;
    let payload = &buffer[..*length];
    let mut places = Places {
        payload,
        source: *source,
        cursor: source.cursor(),
        offset: *offset,
    };
    let mut records = 0;
    let segments = js_sys::Array::new();
    while let Some(segment) = next_segment(stream, payload) {
        segments.push(&to_object(&places.segment(&segment, records)));
        records += usize::from(matches!(segment, Segment::Record(_)));
    }
    segments.into()
}

/// An object with plain properties; an absent value is `undefined`.
fn to_object(value: &Value) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    // OK because: a name is a string, a number not a big one, and nothing else can fail.
    value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}
