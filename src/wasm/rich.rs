//! The rich and rare values: problems, segments and the schema, as plain objects.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::{Source, Workspace, next_segment};
use crate::frame::Framing;
use crate::prival::Prival;
use crate::problem::{Kind, Place, Problem, Span};
use crate::record::Record;
use crate::schema::{FieldType, HEROKU_RUNTIME as SCHEMA};
use crate::segment::Segment;
use crate::utf16::Utf16Cursor;

#[derive(Serialize)]
struct ProblemObject {
    code: &'static str,
    severity: &'static str,
    message: String,
    offset: usize,
    length: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    record: Option<usize>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum SegmentObject {
    Record {
        offset: usize,
        length: usize,
        record: usize,
        fields: Vec<FieldObject>,
        facility: Option<&'static str>,
        severity: Option<&'static str>,
        warnings: Vec<ProblemObject>,
    },
    Error {
        offset: usize,
        length: usize,
        problem: ProblemObject,
    },
    Gap {
        offset: usize,
        length: usize,
    },
}

#[derive(Serialize)]
struct FieldObject {
    name: &'static str,
    r#type: &'static str,
    offset: usize,
    length: usize,
    value: Option<ValueObject>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ValueObject {
    Int(i32),
    Text(String),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Vocabulary {
    schema: SchemaObject,
    framings: Vec<&'static str>,
    problem_codes: &'static [&'static str],
}

/// The schema in the shape that its owner publishes it in.
#[derive(Serialize)]
struct SchemaObject {
    schema: &'static str,
    parser: ParserObject,
    fields: Vec<SchemaFieldObject>,
}

#[derive(Serialize)]
struct ParserObject {
    fastmatch: FastmatchObject,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FastmatchObject {
    r#match: [&'static str; 1],
    empty_values: &'static [&'static str],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SchemaFieldObject {
    name: &'static str,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_format: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    is_event_time: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    indicators: Vec<&'static str>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// Turns places in a payload into the caller's units.
struct Places<'p> {
    payload: &'p [u8],
    source: Source,
    cursor: Option<Utf16Cursor>,
}

impl<'p> Places<'p> {
    fn new(payload: &'p [u8], source: Source) -> Self {
        Self {
            payload,
            source,
            cursor: source.cursor(),
        }
    }

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

    fn problem(&mut self, problem: &Problem, record: Option<usize>) -> ProblemObject {
        let at = self.at(problem.found.start);
        let place = match self.source {
            Source::Bytes => Place::Byte(at),
            Source::AsciiString | Source::String => Place::Character(at),
        };
        let (offset, length) = self.offset_and_length(problem.span);
        ProblemObject {
            code: problem.kind.code(),
            severity: problem.kind.severity().as_str(),
            message: problem.message_at(self.payload, place),
            offset,
            length,
            field: problem.kind.field(),
            record,
        }
    }

    /// `records` is how many there were before.
    fn segment(&mut self, segment: &Segment<'_>, records: usize) -> SegmentObject {
        let (offset, length) = self.offset_and_length(segment.span());
        match segment {
            Segment::Gap(_) => SegmentObject::Gap { offset, length },
            Segment::Error(problem) => SegmentObject::Error {
                offset,
                length,
                problem: self.problem(problem, None),
            },
            Segment::Record(record) => self.record(record, records),
        }
    }

    fn record(&mut self, record: &Record<'_>, index: usize) -> SegmentObject {
        let (offset, length) = self.offset_and_length(record.span());
        SegmentObject::Record {
            offset,
            length,
            record: index,
            fields: (0..SCHEMA.fields.len())
                .map(|field| self.field(record, field))
                .collect(),
            facility: record.prival().map(Prival::facility),
            severity: record.prival().map(Prival::severity),
            warnings: record
                .warnings()
                .map(|it| self.problem(&it, Some(index)))
                .collect(),
        }
    }

    fn field(&mut self, record: &Record<'_>, index: usize) -> FieldObject {
        let field = &SCHEMA.fields[index];
        let (offset, length) = self.offset_and_length(record.field_span(index));
        let value = match field.field_type {
            FieldType::Int => record.integer(index).map(ValueObject::Int),
            FieldType::String | FieldType::Timestamp => record
                .text(index)
                .map(|text| ValueObject::Text(text.into_owned())),
        };
        let field_type = field.field_type.as_str();
        FieldObject {
            name: field.name,
            r#type: field_type,
            offset,
            length,
            value,
        }
    }
}

/// One object after the other, so that there are never many of their texts.
pub(super) fn take_problems(workspace: &mut Workspace) -> JsValue {
    let Workspace {
        buffer,
        length,
        source,
        told,
        ..
    } = workspace;
    let cursor = told.cursor.take();
    let mut places = Places {
        payload: &buffer[..*length],
        source: *source,
        cursor,
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
        reader,
        ..
    } = workspace;
    let payload = &buffer[..*length];
    let mut places = Places::new(payload, *source);
    let mut records = 0;
    let segments = js_sys::Array::new();
    while let Some(segment) = next_segment(reader, payload) {
        segments.push(&to_object(&places.segment(&segment, records)));
        records += usize::from(matches!(segment, Segment::Record(_)));
    }
    segments.into()
}

pub(super) fn vocabulary() -> JsValue {
    to_object(&Vocabulary {
        schema: schema(),
        framings: Framing::ALL
            .iter()
            .map(|framing| framing.as_str())
            .collect(),
        problem_codes: &Kind::CODES,
    })
}

fn schema() -> SchemaObject {
    let fields = SCHEMA.fields.iter().map(|field| SchemaFieldObject {
        name: field.name,
        r#type: field.field_type.as_str(),
        time_format: (field.field_type == FieldType::Timestamp).then_some("rfc3339"),
        is_event_time: field.is_event_time,
        indicators: field
            .indicators
            .iter()
            .map(|indicator| indicator.as_str())
            .collect(),
    });
    let fastmatch = FastmatchObject {
        r#match: [SCHEMA.pattern],
        empty_values: SCHEMA.empty_values,
    };
    SchemaObject {
        schema: SCHEMA.name,
        parser: ParserObject { fastmatch },
        fields: fields.collect(),
    }
}

/// An object with plain properties; an absent value is `undefined`.
fn to_object<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // OK because: none of these types has a map, a big integer or a failing serialiser.
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::UNDEFINED)
}
