//! Problems and segments as plain JavaScript objects.

use std::borrow::Cow;

use js_sys::{Array, Object};
use wasm_bindgen::prelude::*;

use super::{Source, Workspace, next_segment};
use crate::prival::Prival;
use crate::problem::{Kind, Place, Problem, Span};
use crate::record::Record;
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::segment::Segment;
use crate::utf16::Utf16Cursor;

#[wasm_bindgen]
extern "C" {
    /// An object with plain properties.
    #[wasm_bindgen(extends = Object)]
    type Properties;

    #[wasm_bindgen(method, indexing_setter)]
    fn set(this: &Properties, name: &str, value: JsValue);
}

/// A plain value.
enum Value {
    Absent,
    Number(f64),
    Text(Cow<'static, str>),
    List(Vec<Self>),
    Object(Vec<(&'static str, Self)>),
}

impl Value {
    /// The value in JavaScript, where an absent one is `undefined`.
    fn into_js(self) -> JsValue {
        match self {
            Self::Absent => JsValue::UNDEFINED,
            Self::Number(number) => number.into(),
            Self::Text(text) => JsValue::from_str(&text),
            Self::List(values) => values
                .into_iter()
                .map(Self::into_js)
                .collect::<Array>()
                .into(),
            Self::Object(properties) => {
                let object: Properties = Object::new().unchecked_into();
                for (name, value) in properties {
                    object.set(name, value.into_js());
                }
                object.into()
            }
        }
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

/// Turns places in a payload into the caller's units, counted from the start of its stream.
struct Places<'p> {
    payload: &'p [u8],
    source: Source,
    cursor: Option<Utf16Cursor>,
    /// Where the payload starts in its stream.
    offset: u64,
}

impl Places<'_> {
    fn at(&mut self, byte: usize) -> u64 {
        let at = match &mut self.cursor {
            None => byte,
            Some(cursor) => cursor.move_to(self.payload, byte),
        };
        at as u64
    }

    /// Offset and length, if the payload starts at `start`.
    fn counted_from(&mut self, start: u64, span: Span) -> (u64, u64) {
        let offset = self.at(span.start);
        (start + offset, self.at(span.end) - offset)
    }

    fn problem(&mut self, problem: &Problem, record: Option<u64>) -> Value {
        // A byte order mark is at the start of the stream, whichever window its record is in.
        let start = match problem.kind {
            Kind::ByteOrderMark => 0,
            _ => self.offset,
        };
        let at = start + self.at(problem.found.start);
        let place = match self.source {
            Source::Bytes => Place::Byte(at),
            Source::AsciiString | Source::String => Place::Character(at),
        };
        let (offset, length) = self.counted_from(start, problem.span);
        let mut properties = vec![
            ("code", problem.kind.code().into()),
            ("severity", problem.kind.severity().as_str().into()),
            ("message", problem.message_at(self.payload, place).into()),
            ("offset", offset.into()),
            ("length", length.into()),
        ];
        properties.extend(problem.kind.field().map(|field| ("field", field.into())));
        properties.extend(record.map(|record| ("record", record.into())));
        Value::Object(properties)
    }

    /// `index` is that of the next record.
    fn segment(&mut self, segment: &Segment<'_>, index: u64) -> Value {
        let kind = match segment {
            Segment::Gap(_) => "gap",
            Segment::Error(_) => "error",
            Segment::Record(_) => "record",
        };
        let (offset, length) = self.counted_from(self.offset, segment.span());
        let mut properties = vec![
            ("kind", kind.into()),
            ("offset", offset.into()),
            ("length", length.into()),
        ];
        match segment {
            Segment::Gap(_) => {}
            Segment::Error(problem) => properties.push(("problem", self.problem(problem, None))),
            Segment::Record(record) => properties.extend(self.record(record, index)),
        }
        Value::Object(properties)
    }

    fn record(&mut self, record: &Record<'_>, index: u64) -> [(&'static str, Value); 5] {
        let fields = (0..SCHEMA.fields.len())
            .map(|field| self.field(record, field))
            .collect();
        let warnings = record
            .warnings()
            .map(|it| self.problem(&it, Some(index)))
            .collect();
        let priority = record.priority().filter(|&it| Prival::new(it).is_some());
        [
            ("record", index.into()),
            ("fields", Value::List(fields)),
            // Numbers, which JavaScript turns into keywords.
            ("facility", priority.map(|it| it >> 3).into()),
            ("severity", priority.map(|it| it & 7).into()),
            ("warnings", Value::List(warnings)),
        ]
    }

    fn field(&mut self, record: &Record<'_>, index: usize) -> Value {
        let field = &SCHEMA.fields[index];
        let (offset, length) = self.counted_from(self.offset, record.field_span(index));
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

/// Makes one object at a time, so that few of their texts are in wasm memory at once.
pub(super) fn take_problems(workspace: &mut Workspace) -> JsValue {
    let Workspace {
        buffer,
        length,
        source,
        offset,
        problems,
        ..
    } = workspace;
    let mut places = Places {
        payload: &buffer[..*length],
        source: *source,
        cursor: problems.cursor.take(),
        offset: *offset,
    };
    let taken = Array::new();
    for (problem, record) in problems.waiting.drain(..) {
        taken.push(&places.problem(&problem, record).into_js());
    }
    problems.cursor = places.cursor;
    taken.into()
}

/// Reads the payload to its end.
pub(super) fn segments(workspace: &mut Workspace) -> JsValue {
    let Workspace {
        buffer,
        length,
        source,
        offset,
        stream,
        problems,
        ..
    } = workspace;
    let payload = &buffer[..*length];
    let mut places = Places {
        payload,
        source: *source,
        cursor: source.cursor(),
        offset: *offset,
    };
    let segments = Array::new();
    while let Some(segment) = next_segment(stream, payload) {
        segments.push(&places.segment(&segment, problems.next_record).into_js());
        problems.next_record += u64::from(matches!(segment, Segment::Record(_)));
    }
    segments.into()
}
